//! Addresses of the web: found in text, and written so that GitLab links them whole.

use std::ops::Range;

use super::{escape, invisible::REPLACEMENT};

/// Returns the address if the whole text is one, and fit for `<…>`.
pub(super) fn whole(text: &str) -> Option<&str> {
    let text = text.trim();
    let length = length(text)?;
    (length == text.len()).then_some(text)
}

/// Returns where the first address stands in a text.
///
/// What usually ends a sentence does not belong to it, nor does a bracket that was opened before it.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(colon) = text[from..].find("://").map(|found| found + from) {
        let scheme = text[..colon].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        // A backslash before it would escape the bracket that is put around it.
        if !text[..scheme].ends_with('\\')
            && let Some(length) = length(&text[scheme..])
            && let Some(length) = without_end_of_sentence(&text[scheme..scheme + length])
        {
            return Some(scheme..scheme + length);
        }
        from = colon + 3;
    }
    None
}

/// Returns an address that cannot end a table cell.
pub(super) fn without_pipes(address: &str) -> String {
    address.replace('|', "%7C")
}

/// Returns an address as it stands between `<` and `>`, where GitLab decodes character references.
pub(super) fn written(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        written.push(c);
        if c == '&' && escape::is_entity(&address[at..]) {
            written.push_str("amp;");
        }
    }
    written
}

/// Returns how long the address at the beginning of a text is, in bytes.
fn length(text: &str) -> Option<usize> {
    let colon = text.find("://")?;
    if !["http", "https"].iter().any(|scheme| text[..colon].eq_ignore_ascii_case(scheme)) {
        return None;
    }
    let host = &text[colon + 3..];
    if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    Some(host.find(ends).map_or(text.len(), |end| colon + 3 + end))
}

fn ends(c: char) -> bool {
    let is_wide_punctuation = matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}');
    let is_quote_or_bracket = matches!(c, '<' | '>' | '"' | '`' | '\\');
    c.is_whitespace() || c.is_control() || is_quote_or_bracket || is_wide_punctuation || c == REPLACEMENT
}

fn without_end_of_sentence(address: &str) -> Option<usize> {
    let count = |c: char| address.matches(c).count();
    let mut brackets =
        [('(', ')'), ('[', ']'), ('{', '}')].map(|(opening, closing)| (closing, count(opening), count(closing)));
    let mut address = address;
    while let Some(last) = address.chars().next_back() {
        if let Some((_, opened, closed)) = brackets.iter_mut().find(|(closing, ..)| *closing == last) {
            if *opened >= *closed {
                break;
            }
            *closed -= 1;
        } else if !"?!.,:;*_~'|".contains(last) {
            break;
        }
        address = &address[..address.len() - 1];
    }
    // A scheme without a host is no address.
    address.split("://").nth(1).filter(|host| !host.is_empty()).map(|_| address.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some(range) = find(rest) {
            found.push(&rest[range.clone()]);
            rest = &rest[range.end..];
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn an_address_ends_before_the_end_of_the_sentence() {
        check(
            "See https://example.com/a_b, https://example.com/c.",
            &["https://example.com/a_b", "https://example.com/c"],
        );
        check(
            "(https://example.com/x_(y)) **https://example.com**",
            &["https://example.com/x_(y)", "https://example.com"],
        );
        check("https://example.com/a|b<br>", &["https://example.com/a|b"]);
    }

    #[test]
    fn other_schemes_and_halves_are_no_address() {
        check("ftp://example.com xhttp://example.com http:// https://. javascript:alert(1)", &[]);
        check("\\https://example.com", &[]);
    }

    #[test]
    fn a_whole_address_has_nothing_around_it() {
        assert_eq!(whole(" https://example.com/a b"), None);
        assert_eq!(whole(" HTTPS://example.com/a. "), Some("HTTPS://example.com/a."));
    }

    #[test]
    fn pipes_and_entities_are_encoded() {
        assert_eq!(without_pipes("https://example.com/?a|b"), "https://example.com/?a%7Cb");
        assert_eq!(written("https://example.com/?a&lt;=1&c=2"), "https://example.com/?a&amp;lt;=1&c=2");
    }
}
