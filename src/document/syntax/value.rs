//! Texts that YAML takes for something else, as they have no quotes.

use granit_parser::{ErrorKind, ScanError};

use super::{bracket::bracket_end, line::Line};
use crate::document::Problem;

/// Answers a text that goes on behind what YAML takes for a comment.
pub(super) fn comment_in_text(error: &ScanError, here: &Line<'_>) -> Option<Problem> {
    if !matches!(error.kind(), ErrorKind::CommentInterceptedScalar) {
        return None;
    }
    let range = here.value_start..here.range.end;
    let problem = Problem::syntax(range, "the text ends at its comment, but the next line reads as more of it");
    Some(match here.key.strip_prefix('-') {
        Some(key) => problem.help(format!("write a blank behind the dash: `- {key}: …`")),
        _ => problem.help("if this line should begin an entry, it needs its key, such as `task: …`; a text with ` #` in it goes in quotes"),
    })
}

/// Answers a value that begins with a character that means something else in YAML.
pub(super) fn value_begins_with(text: &str, here: &Line<'_>, at: usize) -> Option<Problem> {
    // Inside brackets only the word itself can be shown.
    let c = text[at..].chars().next();
    if let Some(c @ ('@' | '`')) = c {
        let word_end =
            text[at..here.range.end.max(at)].find([',', ']', '}', ' ']).map_or(here.range.end, |end| at + end);
        let in_flow = here.value_start != at;
        let value = if in_flow { &text[at..word_end] } else { here.value };
        let shown = if in_flow { format!("\"{value}\"") } else { here.quoted(value) };
        let name = if c == '@' { "an `@`" } else { "a backtick" };
        return Some(
            Problem::syntax(at..at + value.len(), format!("a text that begins with {name} needs quotes"))
                .help(format!("write `{shown}`")),
        );
    }
    let first = here.value.chars().next()?;
    let in_value = (here.value_start..=here.range.end).contains(&at);
    let has_text_behind = match first {
        '[' | '{' => at > here.value_start,
        '%' | ']' | '}' | ',' | '*' | '&' | '!' => true,
        '|' | '>' => here.value.len() > 2,
        _ => false,
    };
    if !in_value || !has_text_behind || here.value.len() > 300 {
        return None;
    }
    // A bracket that is not closed on its line is a list that goes on, and one that ends it is a list: no texts.
    if matches!(first, '[' | '{') && bracket_end(here.value).is_none_or(|end| end == here.value.len()) {
        return None;
    }
    let range = here.value_start..here.value_start + here.value.len();
    let problem = Problem::syntax(range, format!("a text that begins with `{first}` needs quotes"));
    Some(if matches!(first, '|' | '>') {
        problem.help(format!("write `{}`, or begin the text on the next line, indented", here.quoted(here.value)))
    } else {
        problem.help(format!("write `{}`", here.quoted(here.value)))
    })
}
