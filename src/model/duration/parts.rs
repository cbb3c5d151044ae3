//! A text as numbers and units, as far as it can be taken for a duration.

use std::ops::Range;

use super::{HOUR, MINUTE};

pub(super) const DAY: u32 = 24 * HOUR;
pub(super) const WEEK: u32 = 7 * DAY;

/// A number and its unit, either of which may be missing.
pub(super) struct Part<'t> {
    pub(super) number: Span<'t>,
    pub(super) unit: Span<'t>,
}

#[derive(Clone)]
pub(super) struct Span<'t> {
    pub(super) text: &'t str,
    pub(super) range: Range<usize>,
}

/// Returns the numbers and words of a text in pairs; "and" counts as a blank, and so does the `PT` of ISO 8601.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut at = text.bytes().take(2).take_while(|byte| matches!(byte, b'P' | b'T')).count();
    if !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
        at = 0;
    }
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let length = if is_number(first) {
            rest.find(|c| !is_number(c)).unwrap_or(rest.len())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            at += first.len_utf8();
            continue;
        };
        let span = Span { text: &rest[..length], range: at..at + length };
        let nothing = |at| Span { text: "", range: at..at };
        at += length;
        if is_number(first) {
            parts.push(Part { number: span, unit: nothing(at) });
        } else if let Some(part) = parts.last_mut().filter(|part| part.unit.text.is_empty()) {
            part.unit = span;
        } else if span.text != "and" {
            parts.push(Part { number: nothing(span.range.start), unit: span });
        }
    }
    parts
}

pub(super) fn unit_seconds(unit: &str) -> Option<u32> {
    match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(MINUTE),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(HOUR),
        "d" | "day" | "days" => Some(DAY),
        "w" | "week" | "weeks" => Some(WEEK),
        _ => None,
    }
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
