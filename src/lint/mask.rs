//! Hides the secrets of a file in everything that its findings show or are hashed over.

use std::{borrow::Cow, ops::Range};

use super::{
    Excerpt, Finding,
    secrets::{self, Secret},
};
use crate::document::Source;

/// What stands for a character that nobody may see.
const MASK: &str = "*";

/// Puts `*` for each character of a secret, whichever rule a finding is of: columns stay right.
pub(super) fn mask(findings: &mut [Finding], source: &Source, secrets: &[Secret]) {
    if secrets.is_empty() {
        return;
    }
    // A private key has lines, which may be quoted without their indentation.
    let lines = secrets.iter().flat_map(|secret| source.text()[secret.hidden.clone()].lines());
    let mut values: Vec<&str> = lines.map(str::trim).filter(|value| value.len() > 2).collect();
    // A value may be a part of a longer one.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    for finding in findings {
        let fix = finding.fix.as_mut().map(|fix| fix.title.to_mut());
        let texts =
            [finding.label.as_mut(), finding.help.as_mut(), finding.also.as_mut().map(|also| &mut also.message), fix];
        for text in texts.into_iter().flatten().chain([&mut finding.message, &mut finding.place]) {
            mask_values(text, &values);
        }
        if let Some(excerpt) = &mut finding.excerpt {
            mask_excerpt(excerpt, source, secrets);
        }
    }
}

/// Returns a text with `*` for each character of a secret in it; its lines stay.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let found = secrets::find(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let is_hidden = |at: usize| found.iter().any(|secret| secret.hidden.contains(&at));
    let shown = text.char_indices().map(|(at, c)| if is_hidden(at) && !matches!(c, '\n' | '\r') { '*' } else { c });
    Cow::Owned(shown.collect())
}

/// Hides values that a message quotes, in full or cut.
fn mask_values(text: &mut String, values: &[&str]) {
    for value in values {
        let mut from = 0;
        while let Some((at, length)) = quoted(&text[from..], value).map(|(at, length)| (from + at, length)) {
            let stars = MASK.repeat(text[at..at + length].chars().count());
            text.replace_range(at..at + length, &stars);
            from = at + stars.len();
        }
    }
}

/// Returns where a text holds a value, or the beginning of one that is cut there, and how many bytes of it.
fn quoted(text: &str, value: &str) -> Option<(usize, usize)> {
    let first = value.chars().next()?;
    text.match_indices(first).find_map(|(at, _)| {
        let pairs = text[at..].chars().zip(value.chars()).take_while(|(a, b)| a == b);
        let length = pairs.map(|(a, _)| a.len_utf8()).sum();
        (length == value.len() || text[at + length..].starts_with('…')).then_some((at, length))
    })
}

fn mask_excerpt(excerpt: &mut Excerpt, source: &Source, secrets: &[Secret]) {
    let mut hidden: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (number, line) in (excerpt.first_line..).zip(excerpt.text.split('\n')) {
        let place = source.line(number);
        for secret in secrets.iter().filter(|secret| secret.hidden.start < place.end && place.start < secret.hidden.end)
        {
            let within = |at: usize| start + at.clamp(place.start, place.end) - place.start;
            hidden.push(within(secret.hidden.start)..within(secret.hidden.end));
        }
        start += line.len() + 1;
    }
    if !hidden.is_empty() {
        *excerpt = excerpt.map(|at, c| if hidden.iter().any(|range| range.contains(&at)) { '*' } else { c });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut text = text.to_owned();
        mask_values(&mut text, &["hunter2-確認", "hunter2"]);
        assert_eq!(text, expected);
    }

    #[test]
    fn a_text_is_shown_without_its_secrets() {
        assert_eq!(
            masked("a: https://dana:wxyzabcd9@example.com # é\n"),
            "a: https://dana:*********@example.com # é\n"
        );
        assert_eq!(masked("a: https://example.com\n"), "a: https://example.com\n");
    }

    #[test]
    fn a_quoted_value_is_hidden_in_full_or_cut() {
        check("there is no `hunter2`, but h and `hunter`", "there is no `*******`, but h and `hunter`");
        check("hunter2-確認hunter2hunter2", "************************");
        check("no key `hunter2-確…", "no key `*********…");
        check("no key `hunt…", "no key `****…");
    }
}
