//! Which entry of the file an entry of the issue is.

use std::collections::{HashMap, HashSet};

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
    /// Returns that nothing of the file is in the issue.
    pub(super) fn none(theirs: &Reading<'_>) -> Self {
        Self { keys: vec![None; theirs.entries.len()], ..Self::default() }
    }

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
    let mut found = Found::none(theirs);
    let mut of_key: HashMap<&str, Option<&Entry>> = base.iter().map(|(key, _)| (key.as_str(), None)).collect();
    // Of two entries with the same key, which the format does not forbid, the first counts.
    of_key.extend(ours.entries.iter().rev().filter_map(|entry| Some((entry.key.as_deref()?, Some(entry)))));
    by_marker(&of_key, theirs, &mut found);
    let under_heading = |entry: &Entry| (is_row(entry), entry.heading.clone(), canon::words(&entry.title));
    let anywhere = |entry: &Entry| (is_row(entry), String::new(), canon::words(&entry.title));
    by_text(ours, theirs, under_heading, false, &mut found);
    by_text(ours, theirs, anywhere, true, &mut found);
    found
}

/// Finds entries without markers by their texts; where a text must be the only one of its kind, on both sides.
fn by_text(
    ours: &Reading<'_>,
    theirs: &Reading<'_>,
    text: impl Fn(&Entry) -> (bool, String, String),
    must_be_only: bool,
    found: &mut Found,
) {
    let known: HashSet<String> = found.keys.iter().flatten().cloned().collect();
    let mut missing: HashMap<_, Vec<&String>> = HashMap::new();
    for entry in &ours.entries {
        if let Some(key) = entry.key.as_ref().filter(|key| !known.contains(*key)) {
            missing.entry(text(entry)).or_default().push(key);
        }
    }
    let mut free: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, entry) in theirs.entries.iter().enumerate() {
        if found.keys[at].is_none() && entry.key.is_none() && entry.shows != Shows::NoBox {
            free.entry(text(entry)).or_default().push(at);
        }
    }
    for (text, keys) in missing {
        let places = free.remove(&text).unwrap_or_default();
        if must_be_only && (keys.len() > 1 || places.len() > 1) {
            continue;
        }
        for (key, at) in keys.into_iter().zip(places) {
            found.keys[at] = Some(key.clone());
            found.n_lost += 1;
        }
    }
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
    is_row(entry) == is_row(other) || other.shows == Shows::NoBox
}

const fn is_row(entry: &Entry) -> bool {
    matches!(entry.shows, Shows::Row(_))
}
