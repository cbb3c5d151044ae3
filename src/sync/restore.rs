//! Entries that a person deleted in the issue: their lines stay away, or come back.

use std::{collections::HashSet, ops::RangeInclusive};

use super::{
    agreed::Token,
    issue::{Entry, Reading},
};

/// Returns the lines of entries and of what stands below them, such as the reason of an item.
pub(super) fn blocks(reading: &Reading<'_>, is_wanted: impl Fn(&str) -> bool) -> HashSet<usize> {
    let entries = reading.entries.iter().filter(|entry| entry.key.as_deref().is_some_and(&is_wanted));
    entries.flat_map(|entry| block(reading, entry)).collect()
}

/// Returns the lines of an entry and of what stands below it.
pub(super) fn block(reading: &Reading<'_>, entry: &Entry) -> RangeInclusive<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(reading.lines[entry.line]);
    let is_below = |line: &&str| !line.trim().is_empty() && indent(line) > own;
    let n_below = reading.lines[entry.line + 1..].iter().take_while(|line| is_below(line)).count();
    entry.line..=entry.line + n_below
}

/// Returns the same lines, and where no entry of a section is left all that stands above them in it.
pub(super) fn with_sections(reading: &Reading<'_>, is_wanted: impl Fn(&str) -> bool) -> HashSet<usize> {
    let mut lines = blocks(reading, &is_wanted);
    let is_gone = |entry: &Entry| entry.key.as_deref().is_some_and(&is_wanted);
    for entry in reading.entries.iter().filter(|entry| is_gone(entry)) {
        let mut section = reading.entries.iter().filter(|other| other.heading == entry.heading);
        if section.all(is_gone) {
            let is_heading = |line: &usize| reading.lines[*line].starts_with('#') && !reading.is_code[*line];
            let begin = (0..entry.line).rev().find(is_heading).unwrap_or(entry.line);
            lines.extend(begin..entry.line);
        }
    }
    lines
}

/// Takes lines of the file out of the base, so that they are new to the issue.
pub(super) fn forget(base: &mut Vec<Token>, tokens: &[Token], lines: &HashSet<usize>) {
    let mut sorted: Vec<usize> = lines.iter().copied().collect();
    sorted.sort_unstable();
    let mut next = 0;
    for line in sorted {
        let token = tokens[line];
        // Most lines are no other's; a blank one is only taken right behind one that was.
        let at = match base.get(next) {
            Some(known) if *known == token => Some(next),
            _ if token.is_blank() => None,
            _ => base.iter().position(|known| *known == token),
        };
        if let Some(at) = at {
            base.remove(at);
            next = at;
        }
    }
}
