//! Characters that a terminal or a reader must not meet raw.

use std::{borrow::Cow, fmt::Write};

/// Characters that act on a terminal, reorder text or take no room: first and last of each range.
const HARMFUL: [(char, char); 20] = [
    ('\u{0}', '\u{8}'),
    ('\u{b}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Returns whether a character must not reach a terminal as it is. Line feed and tab may.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    HARMFUL.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Returns a text that can be shown within a line: what could do harm is written out, such as `\u{202e}`; line feeds
/// and tabs too.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let acts = |c: char| is_harmful(c) || matches!(c, '\n' | '\t');
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Returns JSON in which what could do harm is escaped. It can only stand in strings, so the JSON says the same.
pub(super) fn printable_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(shown, "\\u{unit:04x}").expect("a string takes everything");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_written_out() {
        assert_eq!(printable("plain ü 確認"), "plain ü 確認");
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\u{9b}\n"), r"a\u{1b}[31m\u{202e}b\u{9b}\n");
    }

    #[test]
    fn json_says_the_same_with_escapes() {
        let text = "a\u{202e}b\u{9b}\u{e0041}";
        let json = serde_json::to_string(text).expect("a string");
        let shown = printable_json(&json);
        assert_eq!(shown, r#""a\u202eb\u009b\udb40\udc41""#);
        assert_eq!(serde_json::from_str::<String>(&shown).expect("json"), text);
    }
}
