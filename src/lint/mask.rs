//! Hides the secrets of a file in everything that its findings show or are hashed over.

use std::{borrow::Cow, ops::Range};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    Excerpt, Finding,
    secrets::{self, Secret},
};
use crate::document::Source;

/// What stands for a character that nobody may see.
const MASK: char = '*';

/// Puts `*` for each character of a secret, whichever rule a finding is of: columns stay right.
pub(super) fn mask(findings: &mut [Finding], source: &Source, secrets: &[Secret]) {
    if secrets.is_empty() || findings.is_empty() {
        return;
    }
    let values = Values::of(source.text(), secrets);
    for finding in findings {
        let fix = finding.fix.as_mut().map(|fix| fix.title.to_mut());
        let also = finding.also.as_mut().map(|also| &mut also.message);
        let texts = [finding.label.as_mut(), finding.help.as_mut(), also, fix];
        for text in texts.into_iter().flatten().chain([&mut finding.message, &mut finding.place]) {
            values.mask(text);
        }
        if let Some(excerpt) = &mut finding.excerpt {
            mask_excerpt(excerpt, source, secrets);
        }
    }
}

/// Returns a text with a sign for each character of a secret in it; its lines stay.
#[must_use]
pub fn masked(text: &str, sign: char) -> Cow<'_, str> {
    let found = secrets::find(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let is_hidden = |at: usize| found.iter().any(|secret| secret.hidden.contains(&at));
    let shown = text.char_indices().map(|(at, c)| if is_hidden(at) && !matches!(c, '\n' | '\r') { sign } else { c });
    Cow::Owned(shown.collect())
}

/// What nobody may see, wherever it is quoted.
struct Values<'a> {
    values: Vec<&'a str>,
    automaton: AhoCorasick,
}

impl<'a> Values<'a> {
    fn of(text: &'a str, secrets: &[Secret]) -> Self {
        // A private key has lines, which may be quoted without their indentation.
        let lines = secrets.iter().flat_map(|secret| text[secret.hidden.clone()].lines());
        let mut values: Vec<&str> = lines.map(str::trim).filter(|value| value.len() > 2).collect();
        values.sort_unstable();
        values.dedup();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&values);
        Self { values, automaton: automaton.expect("a file of one mebibyte holds fewer values than an automaton") }
    }

    /// Hides values that a message quotes, in full or cut.
    fn mask(&self, text: &mut String) {
        let quoted = self.automaton.find_iter(text.as_str()).map(|found| found.range());
        let cut = text.match_indices('…').filter_map(|(end, _)| Some(self.cut_at(&text[..end])?..end));
        let hidden: Vec<Range<usize>> = quoted.chain(cut).collect();
        if !hidden.is_empty() {
            let is_hidden = |at: usize| hidden.iter().any(|range| range.contains(&at));
            *text = text.char_indices().map(|(at, c)| if is_hidden(at) { MASK } else { c }).collect();
        }
    }

    /// Returns where the beginning of a value starts with which a text ends.
    fn cut_at(&self, text: &str) -> Option<usize> {
        // One or two letters are more likely those of a word.
        let starts = text.char_indices().map(|(at, _)| at).filter(|at| text.len() - at > 2);
        starts.into_iter().find(|at| {
            let part = &text[*at..];
            self.values
                .get(self.values.partition_point(|value| *value < part))
                .is_some_and(|value| value.starts_with(part))
        })
    }
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
        *excerpt = excerpt.map(|at, c| if hidden.iter().any(|range| range.contains(&at)) { MASK } else { c });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let source = "hunter2-確認 hunter2";
        let secret = |range: Range<usize>| Secret { kind: "password", range: range.clone(), hidden: range };
        let mut text = text.to_owned();
        Values::of(source, &[secret(0..14), secret(15..22)]).mask(&mut text);
        assert_eq!(text, expected);
    }

    #[test]
    fn a_text_is_shown_without_its_secrets() {
        assert_eq!(
            masked("a: https://dana:wxyzabcd9@example.com # é\n", '*'),
            "a: https://dana:*********@example.com # é\n"
        );
        assert_eq!(masked("a: https://example.com\n", '*'), "a: https://example.com\n");
    }

    #[test]
    fn a_quoted_value_is_hidden_in_full_or_cut() {
        check("there is no `hunter2`, but h and `hunter`", "there is no `*******`, but h and `hunter`");
        check("hunter2-確認hunter2hunter2", "************************");
        check("no key `hunter2-確…", "no key `*********…");
        check("no key `hunt…", "no key `****…");
    }
}
