//! Which texts may stand without quotes, for readers of YAML 1.1 and of YAML 1.2 alike.
//!
//! When in doubt a text gets quotes: they cost two characters, a wrong type costs an evening.

/// What YAML 1.1 takes for null or a truth value, and the two keys with a meaning of their own.
const WORDS: &[&str] = &["~", "null", "y", "yes", "n", "no", "true", "false", "on", "off", "<<", "="];

/// Returns whether every reader takes a text for this text when it stands without quotes.
pub(super) fn may_be_plain(text: &str, in_flow: bool) -> bool {
    !begins_like_syntax(text)
        && !holds_syntax(text, in_flow)
        && text.chars().all(is_visible)
        && !could_be_another_type(text)
}

/// Returns whether a character may stand in the file as it is, outside of a block scalar.
///
/// Line ends of any kind, controls, the byte order mark and what turns the direction of text around may not.
pub(super) const fn is_visible(character: char) -> bool {
    match character {
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        ' '..='~' | '\u{a0}'..='\u{fffd}' | '\u{10000}'.. => true,
        _ => false,
    }
}

fn begins_like_syntax(text: &str) -> bool {
    let ends_blank = text.ends_with(char::is_whitespace);
    let indicators = ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];
    text.is_empty()
        || ends_blank
        || text.starts_with(char::is_whitespace)
        || text.starts_with(indicators)
        || text.starts_with("...")
}

fn holds_syntax(text: &str, in_flow: bool) -> bool {
    text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
        // PyYAML ends a text in brackets at any question mark.
        || in_flow && text.contains([',', '[', ']', '{', '}', '?'])
}

/// Returns whether some reader of YAML takes a plain text for null, a truth value, a number, or a date.
pub(super) fn could_be_another_type(text: &str) -> bool {
    text.is_empty()
        || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        || is_number(text)
        || is_time(text) && !is_instant(text)
}

fn is_number(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let lower = number.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan") {
        return true;
    }
    for prefix in ["0x", "0o", "0b"] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            return digits.chars().all(|digit| digit.is_ascii_hexdigit() || digit == '_');
        }
    }
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    // The colon: `23:30` is 84600 to YAML 1.1, which counts in sixties.
    mantissa.contains(|digit: char| digit.is_ascii_digit())
        && mantissa.chars().all(|digit| digit.is_ascii_digit() || matches!(digit, '.' | '_' | ':' | ','))
        && exponent.chars().all(|digit| digit.is_ascii_digit() || digit == '_')
}

/// Returns whether a text begins with a date and goes on with nothing but a time.
fn is_time(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4
        && is_digits(year)
        && is_digits(month)
        && rest.starts_with(|digit: char| digit.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 't' | 'T' | 'z' | 'Z' | ' ' | ':' | '.' | '+' | '-'))
}

/// Returns whether a text is an instant as this program writes it, `2026-10-11T06:32:10Z`.
///
/// A reader that knows timestamps takes it for the same instant, so the format writes it without quotes.
fn is_instant(text: &str) -> bool {
    let pattern = b"dddd-dd-ddTdd:dd:ddZ";
    text.len() == pattern.len()
        && text.bytes().zip(pattern).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            wanted => byte == *wanted,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_runbook_is_made_of_needs_no_quotes() {
        for text in [
            "done",
            "10m",
            "1h15m",
            "2488/2500",
            "12 groups answer 403",
            "C3",
            "tasks/confirm-state",
            "2026-10-11T06:32:10Z",
            "2026-10-10 23:30 America/Los_Angeles",
            "https://example.com/a?b=c#d",
            "Acme - Enforce 2FA on All Groups",
            "it's",
            "a:b",
            "größer 東京 🚀",
            "1.2.3-ee",
            "nope",
            "a, b",
        ] {
            assert!(may_be_plain(text, false), "{text}");
        }
        assert!(may_be_plain("https://example.com/a#d", true));
        assert!(!may_be_plain("https://example.com/a?b=c#d", true));
        assert!(!may_be_plain("a, b", true));
        assert!(!may_be_plain("a [b]", true));
    }

    #[test]
    fn what_could_be_read_differently_needs_quotes() {
        for text in [
            "",
            " ",
            " a",
            "a ",
            "~",
            "null",
            "NULL",
            "y",
            "N",
            "yes",
            "No",
            "on",
            "OFF",
            "true",
            "False",
            "<<",
            "=",
            "0",
            "007",
            "-1",
            "+1",
            "1_000",
            "1,000",
            "0x1F",
            "0o17",
            "0b1",
            "1.5",
            ".5",
            "1.",
            "1e3",
            "1E-3",
            ".inf",
            "-.INF",
            ".NaN",
            "23:30",
            "190:20:30.15",
            "17.5.1",
            "2026-10-10",
            "2026-1-1",
            "2026-10-10 23:30",
            "2026-10-11t06:32:10.5-05:00",
            "2026-10-11T06:32:10+00:00",
            "- a",
            "-a",
            "---",
            "...",
            "? a",
            ": a",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "'a'",
            "\"a\"",
            "%a",
            "@john_doe",
            "`a`",
            "[a]",
            "{a}",
            "a\tb",
            "a\nb",
            "a\u{85}b",
            "a\u{2028}b",
            "\u{feff}a",
            "a\u{202e}b",
            "\u{a0}a",
            "a\u{7f}",
            "a\u{1b}[0m",
        ] {
            assert!(!may_be_plain(text, false), "{text:?}");
        }
    }
}
