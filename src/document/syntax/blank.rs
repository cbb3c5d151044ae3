//! What nobody sees: tabs, blanks that are none, control characters.

use granit_parser::{ErrorKind, ScanError};

use super::line::Line;
use crate::document::{Problem, source::Source};

pub(super) fn tab(source: &Source, error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    // Where a tab ends a text, the parser stops at the beginning of that text.
    let last = if matches!(error.kind(), ErrorKind::TabInPlainScalar) { here.number + 20 } else { here.number };
    let tab = (here.number..=last).find_map(|number| {
        let line = Line::number(source, number);
        line.indent.find('\t').map(|tab| line.range.start + tab)
    })?;
    Some(
        Problem::syntax(tab..tab + 1, "a tab stands in the indentation")
            .help("YAML indents with blanks; replace each tab by two blanks"),
    )
}

/// Answers a blank that YAML does not take for one: copied from a web page, mostly.
pub(super) fn odd_blank(source: &Source, here: &Line<'_>) -> Option<Problem> {
    let first = here.number.saturating_sub(1).max(1);
    (first..=here.number).find_map(|number| {
        let line = Line::number(source, number);
        let text = &source.text()[line.range.clone()];
        let n_blank = text.len() - text.trim_start().len();
        let (at, c) = text[..n_blank].char_indices().find(|(_, c)| !c.is_ascii())?;
        let start = line.range.start + at;
        Some(
            Problem::syntax(
                start..start + c.len_utf8(),
                format!("a blank that is none stands in the indentation: U+{:04X}", u32::from(c)),
            )
            .help("replace it by an ordinary blank"),
        )
    })
}

pub(super) fn control(text: &str, here: &Line<'_>) -> Option<Problem> {
    let is_control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let (place, c) = text[here.range.clone()].char_indices().find(|(_, c)| is_control(c))?;
    let start = here.range.start + place;
    Some(
        Problem::syntax(
            start..start + c.len_utf8(),
            format!("a control character stands here: U+{:04X}", u32::from(c)),
        )
        .help("remove it; it may come from a terminal's output"),
    )
}
