//! Characters that a reader cannot see: made visible, so that nothing in an issue looks like what it is not.

use crate::model::invisible;

/// What stands where an invisible character stood.
pub(super) const REPLACEMENT: char = '\u{fffd}';

/// Returns prose with line feeds as its only line ends and U+FFFD for every character that nobody can see.
///
/// The two joiners stay between letters beyond ASCII and between emoji, where scripts and emoji need them.
pub(super) fn in_prose(text: &str) -> String {
    replace(text, |c, prose| prose.push(if matches!(c, '\u{2028}' | '\u{2029}') { '\n' } else { REPLACEMENT }))
}

/// Returns code with line feeds as its only line ends and `<U+202E>` for every character that nobody can see.
///
/// A command that hides something must not work when it is copied, and must say where it hides it.
pub(super) fn in_code(text: &str) -> String {
    replace(text, |c, code| code.push_str(&format!("<U+{:04X}>", u32::from(c))))
}

fn replace(text: &str, mut stand_in: impl FnMut(char, &mut String)) -> String {
    let text = text.replace("\r\n", "\n");
    let mut visible = String::with_capacity(text.len());
    let mut done = 0;
    for (at, c) in invisible(&text) {
        visible.push_str(&text[done..at]);
        if c == '\r' {
            visible.push('\n')
        } else {
            stand_in(c, &mut visible)
        }
        done = at + c.len_utf8();
    }
    visible.push_str(&text[done..]);
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(in_prose("a\u{202e}b\u{200b}c\u{1b}[1m\u{feff}"), "a\u{fffd}b\u{fffd}c\u{fffd}[1m\u{fffd}");
        assert_eq!(in_code("rm\u{202e} -rf\t\u{7}"), "rm<U+202E> -rf\t<U+0007>");
    }

    #[test]
    fn every_line_end_is_a_line_feed() {
        assert_eq!(in_prose("a\r\nb\rc\u{2028}d\n"), "a\nb\nc\nd\n");
        assert_eq!(in_code("a\r\nb\r"), "a\nb\n");
    }

    #[test]
    fn joiners_stay_where_scripts_and_emoji_need_them() {
        assert_eq!(
            in_prose("\u{1f469}\u{200d}\u{1f4bb} می\u{200c}خواهم"),
            "\u{1f469}\u{200d}\u{1f4bb} می\u{200c}خواهم"
        );
        assert_eq!(in_prose("ro\u{200d}ot \u{200d}é"), "ro\u{fffd}ot \u{fffd}é");
    }
}
