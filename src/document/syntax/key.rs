//! Colons too much or too few, and lines that begin in a column of their own.

use granit_parser::{ErrorKind, ScanError};

use super::line::Line;
use crate::document::{Problem, source::Source};

/// Answers a colon too much or too few.
pub(super) fn colon(source: &Source, error: &ScanError, here: &Line<'_>, at: usize) -> Option<Problem> {
    let text = source.text();
    match error.kind() {
        ErrorKind::MappingValueNotAllowed => {
            let inner = here.value.find(": ").or_else(|| here.value.ends_with(':').then(|| here.value.len() - 1));
            if !here.key.is_empty() && inner.is_some() && at > here.value_start {
                let range = here.value_start..here.value_start + here.value.len();
                return Some(
                    Problem::syntax(range, "a text with `: ` in it needs quotes")
                        .help(format!("write `{}`", here.quoted(here.value))),
                );
            }
            let before = Line::number(source, here.number.checked_sub(1).filter(|number| *number > 0)?);
            if before.key.is_empty() && !before.value.is_empty() {
                return Some(key_without_colon(&before));
            }
            (!before.value.is_empty() && here.indent.len() > before.indent.len()).then(|| {
                let range = here.range.start + here.indent.len()..here.range.end;
                Problem::syntax(range, "this line is indented deeper than the line above, which has its value already")
                    .help(format!("begin it in the column of `{}`", before.key))
                    .also(before.range.start + before.indent.len()..before.range.end, "the line above")
            })
        }
        ErrorKind::SimpleKeyExpected if text[here.range.clone()].trim().is_empty() => None,
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey if here.key.is_empty() => {
            Some(key_without_colon(here))
        }
        _ => None,
    }
}

fn key_without_colon(line: &Line<'_>) -> Problem {
    let range = line.value_start..line.value_start + line.value.len();
    match line.value.split_once(':') {
        Some((key, value)) if !key.contains(' ') && !key.is_empty() => {
            Problem::syntax(range, "a blank is missing behind the colon").help(format!("write `{key}: {value}`"))
        }
        _ => Problem::syntax(range, "this line has no key").help(
            "write `key: text`; a text of several lines begins with `|` behind the colon and is indented below it",
        ),
    }
}

/// Answers a line that begins in a column of its own, and a list where a key should be.
pub(super) fn indentation(source: &Source, error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    let range = here.range.start + here.indent.len()..here.range.end;
    let starts_with_dash = source.text()[range.clone()].starts_with('-');
    match error.kind() {
        ErrorKind::BlockSequenceEntryNotAllowed => Some(
            Problem::syntax(here.value_start..here.range.end, "a list cannot begin behind its key")
                .help("begin it on the next line, each entry with `- `; a text that begins with `-` goes in quotes"),
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            let what = match (error.kind(), starts_with_dash) {
                (ErrorKind::ExpectedBlockMappingKey, true) => "an entry of a list stands where a key is expected",
                (ErrorKind::ExpectedBlockSequenceEntry, false) => "a key stands where an entry of a list is expected",
                _ => "this line begins in a column where nothing else begins",
            };
            let lines = (1..here.number).rev().take(40).map(|number| Line::number(source, number));
            let keys = lines
                .filter(|line| !line.value.is_empty() || !line.key.is_empty())
                .filter(|line| !line.value.starts_with('#'));
            let mut columns: Vec<usize> = keys.flat_map(|line| [line.indent.len(), line.key_column]).collect();
            columns.sort_unstable();
            columns.dedup();
            let listed = columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let help = if columns.is_empty() || columns.contains(&here.indent.len()) {
                "look at the indentation of this line and of those above".to_owned()
            } else {
                format!("it is indented by {}; what stands above by {listed}", here.indent.len())
            };
            Some(Problem::syntax(range, what).help(help))
        }
        _ => None,
    }
}
