//! Which entry of the file an entry of the issue is.

use std::collections::HashMap;

use super::{
    canon,
    issue::{Entry, Reading, Shows},
};

/// What was found of the file's entries in an issue.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The key of each entry of the issue; none for what is not of the file.
    pub(super) keys: Vec<Option<String>>,
    /// Entries that carry the marker of another one again.
    pub(super) duplicates: Vec<usize>,
    /// How many were found by their texts, because their markers are gone.
    pub(super) n_lost: usize,
}

impl Found {
    /// Returns the index of the entry with this key.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| known.as_deref() == Some(key))
    }
}

/// Takes the state from rows that stand in tables of another kind: their cells mean something else.
pub(super) fn without_strays(ours: &Reading<'_>, theirs: &mut Reading<'_>) {
    for entry in &mut theirs.entries {
        let Shows::Row(row) = &entry.shows else { continue };
        let same = ours.entries.iter().find(|ours| ours.key.is_some() && ours.key == entry.key);
        let Some(Shows::Row(our_row)) = same.map(|ours| &ours.shows) else { continue };
        let (outcome, duration) = our_row.state_columns();
        let has = |column: usize| our_row.columns.get(column).is_none_or(|name| row.columns.contains(name));
        if !has(outcome) || !has(duration) {
            entry.shows = Shows::NoBox;
        }
    }
}

/// Finds the entries of the file, and those that were once in it, in an issue: by marker, else by the same words under the
/// same heading, else by words that stand nowhere else. `ours` is what the file renders, `base` the keys last agreed on.
pub(super) fn find(ours: &Reading<'_>, base: &[(String, String)], theirs: &Reading<'_>) -> Found {
    let mut found = Found { keys: vec![None; theirs.entries.len()], ..Found::default() };
    let mut of_key: HashMap<&str, Option<&Entry>> = base.iter().map(|(key, _)| (key.as_str(), None)).collect();
    of_key.extend(ours.entries.iter().filter_map(|entry| Some((entry.key.as_deref()?, Some(entry)))));
    by_marker(&of_key, theirs, &mut found);
    let is_found = |found: &Found, entry: &Entry| entry.key.as_deref().is_none_or(|key| found.position(key).is_some());
    let by_text = |found: &mut Found, is_same: &dyn Fn(&Entry, &Entry) -> bool, must_be_only: bool| {
        let missing: Vec<&Entry> = ours.entries.iter().filter(|entry| !is_found(found, entry)).collect();
        for (at, entry) in missing.iter().enumerate() {
            let is_candidate = |found: &Found, at: usize| {
                let other = &theirs.entries[at];
                let is_free = found.keys[at].is_none() && other.key.is_none();
                is_free && other.shows != Shows::NoBox && is_same(entry, other)
            };
            let mut candidates = (0..theirs.entries.len()).filter(|at| is_candidate(found, *at));
            let (first, second) = (candidates.next(), candidates.next());
            let twin = missing.iter().enumerate().any(|(other, twin)| other != at && is_same(entry, twin));
            if let Some(first) = first.filter(|_| !must_be_only || second.is_none() && !twin) {
                found.keys[first].clone_from(&entry.key);
                found.n_lost += 1;
            }
        }
    };
    by_text(&mut found, &|ours, theirs| is_same_text(ours, theirs) && ours.heading == theirs.heading, false);
    by_text(&mut found, &is_same_text, true);
    found
}

fn by_marker<'a>(of_key: &HashMap<&'a str, Option<&Entry>>, theirs: &'a Reading<'_>, found: &mut Found) {
    let mut of_marker: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, entry) in theirs.entries.iter().enumerate() {
        if let Some(key) = entry.key.as_deref().filter(|key| of_key.contains_key(key)) {
            of_marker.entry(key).or_default().push(at);
        }
    }
    for (key, mut places) in of_marker {
        let ours = of_key[key];
        places.sort_by_key(|at| {
            let entry = &theirs.entries[*at];
            let is_other_kind = ours.is_some_and(|ours| !is_like(ours, entry));
            let is_elsewhere = ours.is_some_and(|ours| ours.heading != entry.heading);
            (is_other_kind, entry.shows == Shows::NoBox, is_elsewhere, *at)
        });
        let first = places[0];
        if ours.is_none_or(|ours| is_like(ours, &theirs.entries[first])) {
            found.keys[first] = Some(key.to_owned());
        }
        found.duplicates.extend(&places[1..]);
    }
    found.duplicates.sort_unstable();
}

/// Whether both are items, or both are rows, or one of them was made something else.
fn is_like(entry: &Entry, other: &Entry) -> bool {
    let is_row = |entry: &Entry| matches!(entry.shows, Shows::Row(_));
    is_row(entry) == is_row(other) || other.shows == Shows::NoBox
}

fn is_same_text(ours: &Entry, theirs: &Entry) -> bool {
    is_like(ours, theirs) && canon::words(&ours.title) == canon::words(&theirs.title)
}
