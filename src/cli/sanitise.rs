//! What a person reads at a terminal: nothing in it can move the cursor, hide text or turn it around.
//!
//! Texts of files and servers, names, paths and errors all pass here. What could do harm becomes visible as `\u{1b}`.

use std::{fmt::Write, path::Path};

use crate::model::is_invisible;

/// Makes a text of several lines safe to show. Line feeds and tabs stay; CRLF becomes a line feed.
#[must_use]
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\r' && rest.peek() == Some(&'\n') {
            continue;
        }
        push(&mut cleaned, c);
    }
    cleaned
}

/// Makes a text of several lines safe to show and leaves colour in it: `ESC [`, digits and semicolons, `m`.
///
/// A second line of defence for text that the program has coloured itself; what a file says has been cleaned before.
#[must_use]
pub(super) fn clean_around_colour(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let parameters = &rest[at + 2..];
        let n_parameters = parameters.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
        let is_colour = parameters[n_parameters..].starts_with('m');
        let end = at + 2 + if is_colour { n_parameters + 1 } else { 0 };
        cleaned.push_str(&clean(&rest[..at]));
        let sequence = &rest[at..end];
        cleaned.push_str(&if is_colour { sequence.to_owned() } else { clean(sequence) });
        rest = &rest[end..];
    }
    cleaned.push_str(&clean(rest));
    cleaned
}

/// Makes a text safe to show within a line: line feeds and tabs become visible too.
#[must_use]
pub(super) fn clean_line(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => cleaned.push_str("\\n"),
            '\t' => cleaned.push_str("\\t"),
            _ => push(&mut cleaned, c),
        }
    }
    cleaned
}

/// Makes a path safe to show within a line.
#[must_use]
pub(super) fn path(path: &Path) -> String {
    clean_line(&path.to_string_lossy())
}

fn push(cleaned: &mut String, c: char) {
    if is_invisible(c) {
        write!(cleaned, "{}", c.escape_unicode()).expect("writing to a String cannot fail");
    } else {
        cleaned.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[test]
    fn what_could_do_harm_becomes_visible() {
        assert_eq!(clean("a\u{1b}[31mred\u{7}"), "a\\u{1b}[31mred\\u{7}");
        assert_eq!(clean("admin\u{202e}txt.exe"), "admin\\u{202e}txt.exe");
        assert_eq!(clean("zero\u{200b}width, tag \u{e0041}"), "zero\\u{200b}width, tag \\u{e0041}");
        assert_eq!(clean("C1 \u{9b}31m, DEL \u{7f}, CR \r."), "C1 \\u{9b}31m, DEL \\u{7f}, CR \\u{d}.");
    }

    #[test]
    fn what_does_no_harm_stays() {
        assert_eq!(clean("Grüße, 確認 ✅ ⚠\u{fe0f}\n\tשלום\r\n"), "Grüße, 確認 ✅ ⚠\u{fe0f}\n\tשלום\n");
        assert_eq!(clean_line("two\nlines\tand a tab"), "two\\nlines\\tand a tab");
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left(text in any::<String>(), raw in proptest::collection::vec(0_u32..0x11_0000, 0..20)) {
            let text: String = text.chars().chain(raw.into_iter().filter_map(char::from_u32)).collect();
            let harmless = |c: char| (!c.is_control() || matches!(c, '\n' | '\t')) && !is_invisible(c);
            assert!(clean(&text).chars().all(harmless));
            assert!(clean_line(&text).chars().all(|c| !c.is_control() && !is_invisible(c)));
            assert_eq!(clean(&clean(&text)), clean(&text));
        }
    }
}
