//! What stands where a secret would stand, and is none: placeholders, variables, examples.

/// Words by which people say that the value is not here.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "example", "changeme", "change_me", "change-me", "placeholder", "redacted", "masked", "dummy", "sample", "your_",
    "your-", "yourpass", "yourtoken", "yoursecret", "xxxx", "insert", "replace", "removed", "hidden", "not-a-real",
    "notareal", "fake", "specimen", "<", "{{", "...",
    // The seeds of Google's description of one-time passwords, and of its libraries.
    "HXDMVJECJJWSRB3H", "JBSWY3DPEHPK3PXP",
];

/// What is written for a password where any would do.
#[rustfmt::skip]
const PASSWORDS: &[&str] = &[
    "password", "passwd", "passphrase", "pass", "pwd", "pw", "secret", "token", "key", "none", "null", "nil", "true",
    "false", "undefined", "empty",
];

/// Returns whether a value is a variable, a placeholder or what documentation has for an example.
pub(super) fn is_fake(value: &str) -> bool {
    let is_variable =
        value.starts_with(['$', '%', '@', '{', '[', '<', '&', '(']) || value.contains("${") || value.contains("$(");
    let bytes = value.as_bytes();
    is_variable
        || has_few_characters(bytes)
        || has_sequence(bytes)
        || value.contains('…')
        || WORDS.iter().any(|word| holds(value, word))
}

/// Returns whether a text holds a word, in any case.
pub(super) fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Returns whether a password is one that stands for any password.
pub(super) fn is_fake_password(value: &str) -> bool {
    value.chars().count() < 3 || is_fake(value) || PASSWORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// `xxxxxxxx`, `********`, `0000-0000`.
fn has_few_characters(bytes: &[u8]) -> bool {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count() <= 2
}

/// `123456789`, `abcdefghi`: nine in a row do not come about by chance.
fn has_sequence(bytes: &[u8]) -> bool {
    let mut length = 1;
    bytes.windows(2).any(|pair| {
        length = if pair[0].checked_add(1) == Some(pair[1]) { length + 1 } else { 1 };
        length >= 9
    })
}
