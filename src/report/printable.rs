//! Characters that a terminal or a reader must not meet raw.

use std::{borrow::Cow, fmt::Write};

use crate::model::is_invisible;

/// Returns a text that can be shown within a line: what could do harm is written out, such as `\u{202e}`; line feeds
/// and tabs too.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let acts = |c: char| is_invisible(c) || matches!(c, '\n' | '\t');
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
    if !json.contains(is_invisible) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_invisible(c) {
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
