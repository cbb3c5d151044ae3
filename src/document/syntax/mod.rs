//! A syntax error of the YAML → a problem that says what to do.
//!
//! The parser says where it could not go on. What people got wrong often stands earlier: the quote that was opened, the
//! value that begins with an `@`, the bracket that was meant as text. So the line is read again with their eyes.

mod blank;
mod bracket;
mod key;
mod line;
mod quote;
mod value;

use granit_parser::{ErrorKind, ScanError};

use super::{Problem, source::Source, tree::MAX_DEPTH};
use blank::{control, odd_blank, tab};
use bracket::open_bracket;
use key::{colon, indentation};
use line::Line;
use quote::{closed_quote, escape, open_quote};
use value::{comment_in_text, value_begins_with};

/// Explains the first syntax error of a text.
pub(super) fn explain(source: &Source, error: &ScanError) -> Problem {
    let text = source.text();
    let mut at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Problem::syntax(at..at, format!("lists and mappings are nested deeper than {MAX_DEPTH}"))
            .help("a runbook is flat; is this the right file?");
    }
    let here = Line::at(source, at);
    conflict(source, at)
        .or_else(|| tab(source, error, &here))
        .or_else(|| odd_blank(source, &here))
        .or_else(|| control(text, &here))
        .or_else(|| open_quote(source, error, &here, at))
        .or_else(|| escape(text, error, at))
        .or_else(|| closed_quote(text, error, &here, at))
        .or_else(|| comment_in_text(error, &here))
        .or_else(|| value_begins_with(text, &here, at))
        .or_else(|| open_bracket(source, error, at))
        .or_else(|| colon(source, error, &here, at))
        .or_else(|| indentation(source, error, &here))
        .unwrap_or_else(|| Problem::syntax(at..at, format!("this is no YAML: {}", error.info())))
}

fn conflict(source: &Source, at: usize) -> Option<Problem> {
    let last = source.position(at).line + 1;
    let is_marker = |line: &str| line.starts_with("<<<<<<< ") || line == "=======" || line.starts_with(">>>>>>> ");
    let marker = (1..=last).map(|number| source.line(number)).find(|line| is_marker(&source.text()[line.clone()]))?;
    Some(
        Problem::syntax(marker, "a merge conflict is not resolved")
            .help("keep one side, or both, and remove the lines of `<`, `=` and `>`; then lint again"),
    )
}
