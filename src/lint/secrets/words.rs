//! Values behind words: `password: …`, `API_KEY=…`, `Authorization: Bearer …`, `gitlab_rails['…password'] = '…'`.

use super::{
    Secret, at_most,
    entropy::{is_random, n_kinds},
    fake::{holds, is_fake, is_fake_password},
};

/// What stands behind a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// What a person thought of, perhaps.
    Password,
    /// What a generator made.
    Token,
}

use Value::{Password, Token};

/// The words. A name may have more before the word (`DB_PASSWORD`), and nothing behind it (`password_file`).
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, Value)] = &[
    ("password", Password), ("passwd", Password), ("passphrase", Password), ("pwd", Password), ("_pass", Password),
    ("bindpw", Password), ("bind_pw", Password), ("userpass", Password), ("identified by", Password),
    ("token", Token), ("secret", Token), ("secret_key", Token), ("secret-key", Token), ("secretkey", Token), ("secret key", Token),
    ("api_key", Token), ("api-key", Token), ("apikey", Token), ("api key", Token), ("access_key", Token), ("access-key", Token),
    ("accesskey", Token), ("access key", Token), ("account_key", Token), ("accountkey", Token), ("account key", Token),
    ("auth_key", Token), ("auth-key", Token), ("authkey", Token), ("private_key", Token), ("encryption_key", Token), ("encryptionkey", Token),
    ("signing_key", Token), ("app_key", Token), ("appkey", Token), ("application_key", Token), ("application key", Token), ("application-key", Token),
    ("app key", Token), ("integration_key", Token), ("integration key", Token), ("routing_key", Token), ("routing key", Token),
    ("service_key", Token), ("service key", Token), ("license_key", Token), ("master_key", Token), ("key_base", Token),
    ("credential", Token), ("credentials", Token), ("authorization", Token), ("bearer", Token), ("_session", Token),
    ("_auth", Token), ("\"auth\"", Token), ("sig", Token), ("x-amz-signature", Token), ("x-goog-signature", Token),
    ("dd-api-key", Token), ("x-api-key", Token), ("connection_string", Token), ("webhook_url", Token),
];

/// Names that hold such a word and no secret.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "public", "page_", "pagetoken", "next_", "cursor", "continuation", "csrf", "authenticity", "sync_token", "resource",
    "primary_key", "foreign", "cache",
];

/// Words that name a way to sign in and stand before the value.
#[rustfmt::skip]
const SCHEMES: &[&str] = &[
    "bearer ", "basic ", "token token=", "token ", "bot ", "ssws ", "apikey ", "api-key ", "geniekey ", "token=", "oauth ",
    "digest ",
];

/// What is written behind `password =` to say something about it.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "required", "optional", "enabled", "disabled", "prompt", "default", "generated", "unchanged", "rotated", "expired",
    "string", "forgotten", "temporary", "unknown", "initial",
];

/// How far a name and a value are read, in bytes.
const LONGEST_NAME: usize = 64;
const LONGEST_VALUE: usize = 1024;
/// How far a line is read towards its beginning, in bytes.
const LONGEST_LINE: usize = 256;

/// Returns the value of the word that stands at a byte.
pub(super) fn value(text: &str, at: usize, length: usize, value: Value) -> Option<Secret> {
    let behind = &text[at + length..];
    let name = name_before(text, at, at + length);
    let is_harmless = HARMLESS.iter().any(|word| holds(name, word));
    if is_harmless || name.eq_ignore_ascii_case("sig") && !text[..at].ends_with(['?', '&', ';']) {
        return None;
    }
    let behind_name = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    // `arn:aws:secretsmanager:us-east-1:1:secret:acme` names one.
    let is_part_of_name = text[..at + length - name.len()].ends_with(':') && behind_name.starts_with(':');
    let separator = separator(text, at, name, behind_name).filter(|_| !is_part_of_name)?;
    let start = text.len() - separator.rest.len();
    let opened = open(separator.rest);
    let found = &opened.rest[..end_of_value(opened.rest, opened.quote)];
    let (scheme, found) = scheme(found);
    let has_scheme = scheme > 0 || holds(name, "bearer") || holds(name, "authorization");
    let found = if opened.quote.is_none() || has_scheme { first_word(found) } else { found };
    let begin = start + opened.length + scheme;
    let is_secret = match value {
        Password => is_password(found, &separator, opened.quote.is_some(), &text[begin + found.len()..]),
        Token if has_scheme => found.len() >= 8 && n_kinds(found) > 1 && is_one_word(found) && !is_fake_password(found),
        Token => is_token(found),
    };
    let kind = match value {
        Password => "password",
        Token => "token or key",
    };
    // A password may go on behind what ends other values.
    let more = if opened.quote.is_none() && value == Password { rest_of_word(&text[begin + found.len()..]) } else { 0 };
    let range = begin..begin + found.len() + more;
    is_secret.then(|| Secret { kind, range: range.clone(), hidden: range })
}

/// Returns the name that ends at a byte.
fn name_before(text: &str, at: usize, end: usize) -> &str {
    let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let n_before = text.as_bytes()[..at].iter().rev().take(LONGEST_NAME).take_while(is_of_name).count();
    &text[at - n_before..end]
}

struct Separator<'a> {
    /// `=` or `=>`, as in assignments and not in sentences.
    assigns: bool,
    /// A name as code has it, or a value without a blank before it.
    is_code: bool,
    rest: &'a str,
}

fn separator<'a>(text: &str, at: usize, name: &str, behind: &'a str) -> Option<Separator<'a>> {
    let n_closers =
        behind.bytes().take(4).take_while(|byte| matches!(byte, b'"' | b'\'' | b'`' | b']' | b'*' | b'\\')).count();
    let closed = &behind[n_closers..];
    let unspaced = closed.trim_start_matches(' ');
    let is_code = name.contains(['_', '-']) || n_closers > 0 || name.bytes().all(|byte| byte.is_ascii_uppercase());
    for (sign, assigns) in [("=>", true), ("==", true), (":=", true), ("?=", true), ("=", true), (":", false)] {
        if let Some(rest) = unspaced.strip_prefix(sign) {
            let trimmed = rest.trim_start_matches(['*', ' ']);
            return Some(Separator {
                assigns,
                is_code: is_code || assigns && rest.len() == trimmed.len(),
                rest: trimmed,
            });
        }
    }
    if let Some(rest) = unspaced.strip_prefix("is ").filter(|_| unspaced.len() < closed.len()) {
        return Some(Separator { assigns: false, is_code: false, rest: rest.trim_start_matches([' ', '*']) });
    }
    if closed.starts_with("%3D") || closed.starts_with("%3d") {
        return Some(Separator { assigns: true, is_code: true, rest: &closed[3..] });
    }
    // `--password x`, `login a password b`, `PASSWORD 'x'`, `Bearer x`, `<password>x</password>`.
    let before = &text[text.ceil_char_boundary(at.saturating_sub(LONGEST_LINE))..at];
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let is_flag = name.starts_with("--") && closed.starts_with(' ');
    let is_netrc = closed.starts_with(' ') && line.contains("login ");
    let is_sql = closed.starts_with(" '") && n_closers == 0;
    let is_scheme = name.eq_ignore_ascii_case("bearer") && closed.starts_with(' ');
    if is_flag || is_netrc || is_sql || is_scheme {
        return Some(Separator { assigns: is_flag || is_sql, is_code: true, rest: unspaced });
    }
    let rest = closed.strip_prefix('>').filter(|_| {
        behind.starts_with('>')
            && before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').ends_with('<')
    })?;
    Some(Separator { assigns: true, is_code: true, rest })
}

struct Opened<'a> {
    quote: Option<&'static str>,
    length: usize,
    rest: &'a str,
}

fn open(rest: &str) -> Opened<'_> {
    for quote in ["\\\"", "%22", "\"", "'", "`"] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return Opened { quote: Some(quote), length: quote.len(), rest: inner };
        }
    }
    Opened { quote: None, length: 0, rest }
}

fn end_of_value(rest: &str, quote: Option<&str>) -> usize {
    let rest = at_most(rest, LONGEST_VALUE);
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let ends = |c: char| matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '|' | ')' | ']' | '}' | '\\');
    match quote {
        Some(quote) => {
            let is_inner = |at: usize| quote == "\"" && rest[..at].ends_with('\\');
            rest[..line].match_indices(quote).map(|(at, _)| at).find(|at| !is_inner(*at)).unwrap_or(line)
        }
        None => rest[..line].find(ends).unwrap_or(line),
    }
}

/// Returns how long the words are that name a way to sign in, and what follows.
fn scheme(value: &str) -> (usize, &str) {
    let begins = |word: &&&str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let length = SCHEMES.iter().find(begins).map_or(0, |word| word.len());
    (length, &value[length..])
}

fn first_word(value: &str) -> &str {
    let word = value.split([' ', '\t', '&', '>']).next().unwrap_or_default();
    word.trim_end_matches(['.', ':']).trim_end_matches("**")
}

fn rest_of_word(behind: &str) -> usize {
    behind.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<')).unwrap_or(behind.len())
}

fn is_one_word(value: &str) -> bool {
    !value.contains([' ', '(', '[', '{'])
}

fn is_password(value: &str, separator: &Separator<'_>, is_quoted: bool, behind: &str) -> bool {
    let n_characters = value.chars().count();
    let is_state = STATES.iter().any(|state| value.eq_ignore_ascii_case(state));
    if !(6..=200).contains(&n_characters)
        || !is_one_word(value)
        || is_fake_password(value)
        || is_state
        || is_reference(value)
    {
        return false;
    }
    let has_letter = value.chars().any(char::is_alphabetic);
    let has_digit = value.contains(|c: char| c.is_ascii_digit());
    let has_sign =
        value.contains(|c: char| c.is_ascii_punctuation() && !matches!(c, '-' | '_' | '.' | ',' | ':' | '/' | '\''));
    let is_mixed = has_letter && (has_digit || has_sign);
    if is_quoted || separator.assigns {
        // `password = user.password` and `password: params` are code.
        return is_mixed && !is_path_of_code(value, is_quoted)
            || separator.is_code
                && has_letter
                && n_characters >= 8
                && is_word(value)
                && (is_quoted || separator.assigns);
    }
    // In a sentence the value is the last word.
    let is_last = at_most(behind, LONGEST_NAME).lines().next().is_none_or(|rest| {
        let rest = rest.trim_start();
        rest.is_empty()
            || rest.starts_with(['"', '\'', '`', ',', ';', ')', ']', '}', '|', '#', '&', '\\', '(', '*', '.', '<'])
    });
    is_mixed && (is_last || separator.is_code) && !is_path_of_code(value, false) && !is_ticket(value)
}

fn is_token(value: &str) -> bool {
    let is_of_token = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'.' | b'~' | b'%' | b':')
    };
    let has_value = is_random(value) && !is_fake(value) || is_uuid(value);
    value.len() >= 16 && value.bytes().all(is_of_token) && has_value && !is_reference(value.trim_start_matches('/'))
}

/// What a value begins with that says where the secret is.
#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    "/", "./", "~/", "../", "http:", "https:", "arn:", "projects/", "vault:", "op:", "env:", "ENV", "secrets/", "refs/",
    "sha256:", "SHA256:",
];

/// Whether a value says where the secret is; `!vault` is a tag of YAML.
fn is_reference(value: &str) -> bool {
    let begins = REFERENCES.iter().any(|start| value.starts_with(start));
    begins || value.contains("://") || value.strip_prefix('!').is_some_and(is_word)
}

/// `user.password`, `Rails.application.credentials`, `process.env.X2`.
fn is_path_of_code(value: &str, is_quoted: bool) -> bool {
    !is_quoted
        && value.contains('.')
        && value
            .split('.')
            .all(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') && !part.is_empty())
        || !is_quoted && value.starts_with(['@', ':'])
}

fn is_word(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Some vendors issue UUIDs; the one of zeros and the like are examples.
fn is_uuid(value: &str) -> bool {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths = value.split('-').map(|part| if is_hex(part) { part.len() } else { 0 });
    lengths.eq([8, 4, 4, 4, 12]) && n_kinds(value) > 1
}

/// `OPS-1234`.
fn is_ticket(value: &str) -> bool {
    value.split_once('-').is_some_and(|(project, number)| {
        project.bytes().all(|byte| byte.is_ascii_uppercase()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn a_value_behind_a_word_is_found() {
        check("gitlab_rails['smtp_password'] = 'Tr0ub4dor'", &["password: Tr0ub4dor"]);
        check("export PGPASSWORD=Tr0ub4dor&x; psql", &["password: Tr0ub4dor&x;"]);
        check("password: Tr0ub4dor # temporary", &["password: Tr0ub4dor"]);
        check("The password is **Tr0ub4dor**.", &["password: Tr0ub4dor**."]);
        check("machine acme.example login john_doe password Tr0ub4dor", &["password: Tr0ub4dor"]);
        check("ALTER USER gitlab WITH PASSWORD 'Tr0ub4dor';", &["password: Tr0ub4dor"]);
        check("{\"password\":\"supergeheim\"}", &["password: supergeheim"]);
        check("password: \"Tr0ub\\\"4dor\"", &["password: Tr0ub\\\"4dor"]);
        check("<password>Tr0ub4dor</password>", &["password: Tr0ub4dor"]);
        check("--token 0a1b9c3d4e7f6a5b8c9d0e1f", &["token or key: 0a1b9c3d4e7f6a5b8c9d0e1f"]);
        check("-H 'Authorization: Basic am9objpoMg=='", &["token or key: am9objpoMg=="]);
        check("-H \"PRIVATE-TOKEN: x9Kd82mQpL0vZ7wR4tYb\"", &["token or key: x9Kd82mQpL0vZ7wR4tYb"]);
    }

    #[test]
    fn what_only_speaks_of_a_password_is_none() {
        for text in [
            "password: resets on the next sign-in, password: OPS-1234",
            "password = user.password; password: params[:password]; password=ENV['X1']; password = SecureRandom.hex(16)",
            "password_file: /etc/x1y2z3; password: /etc/gitlab/x1; the password is required",
            "token: kube-system-token-x7k2p, secret: gitlab-initial-root-password",
            "PRIVATE-TOKEN: $TOKEN, PRIVATE-TOKEN: <your_access_token>, token=${TOKEN}, password: {{ password }}",
            "next_page_token=CAESEAoQdGVzdDEyMzQ1Njc4OTA, public_token: 0a1b9c3d4e7f6a5b8c9d0e1f",
            "secret: arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-AbCd3f",
        ] {
            check(text, &[]);
        }
    }
}
