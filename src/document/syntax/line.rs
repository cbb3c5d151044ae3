//! A line as people see it.

use std::ops::Range;

use crate::document::{emit::scalar, parse::is_typographic_quote, source::Source};

/// A line as people see it: its key and its value.
pub(super) struct Line<'s> {
    /// From 1.
    pub(super) number: usize,
    /// The bytes of the line, without its line break.
    pub(super) range: Range<usize>,
    pub(super) indent: &'s str,
    /// The key with its dash, empty for a line without one.
    pub(super) key: &'s str,
    /// The column in which the key begins, behind its dashes.
    pub(super) key_column: usize,
    /// Where the value begins, and its text without a comment behind it.
    pub(super) value_start: usize,
    pub(super) value: &'s str,
}

impl<'s> Line<'s> {
    pub(super) fn at(source: &'s Source, at: usize) -> Self {
        Self::number(source, source.position(at).line)
    }

    pub(super) fn number(source: &'s Source, number: usize) -> Self {
        let range = source.line(number);
        let line = &source.text()[range.clone()];
        let n_indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let mut value_start = n_indent;
        loop {
            let rest = &line[value_start..];
            if rest == "-" || rest.starts_with("- ") {
                value_start += rest.len() - rest[1..].trim_start_matches(' ').len();
            } else {
                break;
            }
        }
        let key_column = value_start;
        let rest = &line[value_start..];
        let key_end = if rest.starts_with(['"', '\'', '[', '{', '#', '@', '`']) {
            None
        } else {
            rest.find(": ").or_else(|| rest.ends_with(':').then(|| rest.len() - 1))
        };
        let key = key_end.map_or("", |end| &rest[..end]);
        if let Some(end) = key_end {
            let behind = &rest[end + 1..];
            value_start += end + 1 + (behind.len() - behind.trim_start_matches([' ', '\t']).len());
        }
        let value = &line[value_start..];
        let value = value.find(" #").map_or(value, |comment| &value[..comment]).trim_end();
        Self {
            number,
            key_column,
            value_start: range.start + value_start,
            range,
            indent: &line[..n_indent],
            key,
            value,
        }
    }

    /// Returns how the line is written with this value in quotes.
    pub(super) fn quoted(&self, value: &str) -> String {
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        // Quotes of a word processor were meant as quotes.
        let value = value.trim_matches(is_typographic_quote);
        let quoted = scalar(value);
        let quoted = if quoted == value { format!("\"{value}\"") } else { quoted };
        format!("{key}{quoted}")
    }
}
