//! Secrets that have an inner structure: private keys, JSON web tokens, seeds of one-time passwords.

use super::{Secret, at_most, fake::is_fake, shapes::is_word_before};

/// How much of a private key or web token is looked at, in bytes.
const LONGEST_KEY: usize = 16 * 1024;

/// Returns the private key whose `-----BEGIN ` stands at a byte.
pub(super) fn private_key(text: &str, at: usize) -> Option<Secret> {
    let rest = &text[at..];
    let label = rest.strip_prefix("-----BEGIN ")?;
    let label = &label[..label.find("-----").filter(|length| *length < 60)?];
    if !label.contains("PRIVATE KEY") {
        return None;
    }
    let start = "-----BEGIN ".len() + label.len() + "-----".len();
    let body = &at_most(rest, LONGEST_KEY)[start..];
    let end = body.find("-----").unwrap_or_else(|| end_of_base64(body));
    let body = &body[..end];
    // Documentation has the lines around a key and dots within.
    let longest_run = body.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/')).map(str::len).max();
    let is_key = longest_run.is_some_and(|length| length >= 40) && !body.contains("...");
    let start = at + start;
    is_key.then(|| Secret { kind: "private key", range: at..start + end, hidden: start..start + end })
}

/// A key that was cut has no end.
fn end_of_base64(body: &str) -> usize {
    let is_of_key = |c: char| {
        c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '+' | '/' | '=' | '\\' | ':' | ',' | '-')
    };
    body.find(|c| !is_of_key(c)).unwrap_or(body.len())
}

/// Returns the key whose `Private-Lines: ` stands at a byte, as `PuTTY` writes it.
pub(super) fn putty_key(text: &str, at: usize) -> Option<Secret> {
    let rest = at_most(&text[at..], LONGEST_KEY).get("private-lines:".len()..)?;
    let last = at + "private-lines:".len() + rest.len();
    let number = rest.trim_start_matches(' ');
    let n_digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let n_lines: usize = number[..n_digits].parse().ok().filter(|n_lines| (1..200).contains(n_lines))?;
    let start = last - number.len() + n_digits;
    let line_ends = text[start..last].match_indices('\n').map(|(end, _)| start + end).skip(1);
    let end = line_ends.take(n_lines).last().unwrap_or(last);
    let is_key = text[start..end].trim().len() >= 40;
    is_key.then_some(Secret { kind: "private key", range: at..end, hidden: start..end })
}

/// Returns the JSON web token that begins at a byte with `eyJ`.
pub(super) fn web_token(text: &str, at: usize) -> Option<Secret> {
    let bytes = text.as_bytes();
    let is_of_token = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=');
    let header = &bytes[at..bytes.len().min(at + 512)];
    if is_word_before(bytes, at) || !header.contains(&b'.') {
        return None;
    }
    let length = bytes[at..].iter().take(LONGEST_KEY).take_while(is_of_token).count();
    let token = text[at..at + length].trim_end_matches('.');
    let parts: Vec<&str> = token.split('.').collect();
    let is_signed = parts.len() == 3 && parts[1].starts_with("ey") && parts[2].len() >= 16;
    let is_encrypted = parts.len() == 5 && parts[4].len() >= 16;
    let begins = !bytes[..at].ends_with(b".");
    // The example of jwt.io and of many pages: John Doe with the subject 1234567890.
    let is_example = parts.get(1).is_some_and(|claims| claims.starts_with("eyJzdWIiOiIxMjM0NTY3ODkwIi"));
    let is_token =
        begins && token.starts_with("eyJ") && parts[0].len() >= 16 && (is_signed || is_encrypted) && !is_example;
    let end = at + token.len();
    is_token.then(|| Secret { kind: "JSON web token", range: at..end, hidden: at + parts[0].len()..end })
}

/// Returns the seed in the `otpauth://` address that begins at a byte.
pub(super) fn one_time_seed(text: &str, at: usize) -> Option<Secret> {
    let address = at_most(&text[at..], 1024);
    let address =
        &address[..address.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).unwrap_or(address.len())];
    let start = address.find("secret=")? + "secret=".len();
    let length = address[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let seed = &address[start..start + length];
    let start = at + start;
    (length >= 16 && !is_fake(seed)).then(|| Secret {
        kind: "seed of one-time passwords",
        range: at..at + address.len(),
        hidden: start..start + length,
    })
}
