//! A new text of the issue beside the one that stands there → what of it changes, place by place, as people read it.

use std::collections::HashSet;

use super::{
    canon,
    compose::Composed,
    find::{self, Found},
    issue::{self, Reading},
    outcome::Change,
    read, restore,
    weave::Pick,
};

/// What stands above the first heading.
const HEADER: &str = "Header";

/// Returns what changes between the issue and a text that was composed of it and of what the file renders.
pub(super) fn changes(composed: &Composed, ours: &Reading<'_>, theirs: &Reading<'_>, found: &Found) -> Vec<Change> {
    let text = composed.text();
    let new = issue::read(&text);
    let new_keys = find::find(ours, &[], &new).keys;
    let (new_places, their_places) = (places(&new, &new_keys), places(theirs, &found.keys));
    let mut list = List::default();
    let marker = |reading: &Reading<'_>| reading.marker.as_ref().map(|marker| marker.line);
    let (new_marker, their_marker) = (marker(&new), marker(theirs));
    let kept: HashSet<usize> = composed.lines.iter().filter_map(|(_, pick)| pick.and_then(Pick::theirs)).collect();
    let mut before = 0;
    for (at, (line, pick)) in composed.lines.iter().enumerate() {
        let their_line = pick.and_then(Pick::theirs);
        // What stood above this line and does not any more.
        if let Some(their_line) = their_line {
            for gone in (before..their_line).filter(|line| !kept.contains(line) && Some(*line) != their_marker) {
                list.gone(theirs, &their_places, gone);
            }
            before = before.max(their_line + 1);
        }
        let (Some(place), Some(is_code)) = (new_places.get(at), new.is_code.get(at)) else { continue };
        // The header of a table comes and goes with it.
        let is_header = composed.lines.get(at + 1).is_some_and(|(next, _)| is_rule(next));
        if Some(at) == new_marker || is_header && their_line.is_none() {
            continue;
        }
        let Some(their_line) = their_line else {
            list.added(place, &shown(line, *is_code));
            continue;
        };
        let entry = |reading: &Reading<'_>, line: usize| {
            let entry = reading.entries.iter().find(|entry| entry.line == line)?;
            Some((entry.wording(entry.columns()), entry.columns().to_vec()))
        };
        match (entry(&new, at), entry(theirs, their_line)) {
            // What it shows of its state is said by itself.
            (Some((new, columns)), Some((old, old_columns))) => {
                if new != old && columns == old_columns {
                    list.removed(place, &old.replace('|', " | "));
                    list.added(place, &new.replace('|', " | "));
                }
            }
            _ => {
                let (new, old) = (shown(line, *is_code), shown(theirs.lines[their_line], theirs.is_code[their_line]));
                if new != old {
                    list.removed(&their_places[their_line], &old);
                    list.added(place, &new);
                }
            }
        }
    }
    for gone in (before..theirs.lines.len()).filter(|line| !kept.contains(line) && Some(*line) != their_marker) {
        list.gone(theirs, &their_places, gone);
    }
    list.finish()
}

#[derive(Default)]
struct List {
    changes: Vec<Change>,
}

impl List {
    fn at(&mut self, place: &str) -> &mut Change {
        let position = self.changes.iter().position(|change| change.place == place);
        let position = position.unwrap_or_else(|| {
            self.changes.push(Change { place: place.to_owned(), ..Change::default() });
            self.changes.len() - 1
        });
        &mut self.changes[position]
    }

    fn added(&mut self, place: &str, line: &str) {
        if !line.is_empty() {
            self.at(place).added.push(line.to_owned());
        }
    }

    fn removed(&mut self, place: &str, line: &str) {
        if !line.is_empty() {
            self.at(place).removed.push(line.to_owned());
        }
    }

    /// Notes a line of the issue that is not there any more.
    fn gone(&mut self, theirs: &Reading<'_>, places: &[String], line: usize) {
        if !theirs.lines.get(line + 1).is_some_and(|next| is_rule(next)) {
            self.removed(&places[line], &shown(theirs.lines[line], theirs.is_code[line]));
        }
    }

    /// Returns the changes without lines that only stand elsewhere now.
    fn finish(mut self) -> Vec<Change> {
        let mut added: Vec<String> = self.changes.iter().flat_map(|change| change.added.clone()).collect();
        let mut moved = Vec::new();
        for change in &mut self.changes {
            change.removed.retain(|line| match added.iter().position(|known| known == line) {
                Some(at) => {
                    moved.push(added.swap_remove(at));
                    false
                }
                None => true,
            });
        }
        for change in &mut self.changes {
            change.added.retain(|line| match moved.iter().position(|known| known == line) {
                Some(at) => {
                    moved.swap_remove(at);
                    false
                }
                None => true,
            });
        }
        self.changes.retain(|change| !change.added.is_empty() || !change.removed.is_empty());
        self.changes
    }
}

/// Returns where each line stands: with an entry, in a fold such as `Task 2` or `Timeline`, else below a heading.
fn places(reading: &Reading<'_>, keys: &[Option<String>]) -> Vec<String> {
    let mut heading = HEADER.to_owned();
    let mut fold: Option<String> = None;
    let mut places = Vec::with_capacity(reading.lines.len());
    for (line, is_code) in reading.lines.iter().zip(&reading.is_code) {
        let text = line.trim();
        if !is_code && let Some(rest) = text.strip_prefix('#') {
            (heading, fold) = (canon::words(rest.trim_start_matches('#').trim()), None);
        } else if let Some((_, rest)) = text.split_once("<summary>") {
            let summary = rest.split("</summary>").next().unwrap_or_default();
            fold = Some(canon::words(summary.split(':').next().unwrap_or_default()));
        }
        places.push(fold.clone().unwrap_or_else(|| heading.clone()));
        if text == "</details>" {
            fold = None;
        }
    }
    for (entry, key) in reading.entries.iter().zip(keys) {
        let Some(key) = key else { continue };
        for line in restore::block(reading, entry) {
            places[line].clone_from(key);
        }
    }
    places
}

/// Returns a line as people read it; nothing of one that only holds others together.
fn shown(line: &str, is_code: bool) -> String {
    let text = line.trim();
    if is_code {
        return if text.starts_with("```") { String::new() } else { text.to_owned() };
    }
    let is_frame = text.starts_with('#') || text.contains("<summary>") || matches!(text, "</details>" | "<details>");
    if is_frame || is_rule(line) {
        return String::new();
    }
    match read::line(line) {
        Some(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| text.plain.replace('\n', "; ")).collect();
            texts.join(" | ").trim().to_owned()
        }
        None => canon::line(line, false),
    }
}

/// Whether a line is the rule below the header of a table.
fn is_rule(line: &str) -> bool {
    let text = canon::line(line, false);
    text.contains("---") && text.split('|').all(|cell| matches!(cell, "" | "---"))
}
