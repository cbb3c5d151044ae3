//! Passwords in addresses: `scheme://user:password@host`.

use super::{
    Secret, at_most,
    entropy::is_random,
    fake::{is_fake, is_fake_password},
};

/// How far an address is read, in bytes.
const LONGEST_ADDRESS: usize = 512;

/// Returns the password of the address whose `://` stands at a byte.
pub(super) fn password(text: &str, at: usize) -> Option<Secret> {
    let scheme = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')).len();
    let start = at + "://".len();
    let rest = at_most(&text[start..], LONGEST_ADDRESS);
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '|' | '\\');
    let rest = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let authority = &rest[..rest.find(BEHIND_HOST).unwrap_or(rest.len())];
    // A password may hold an `@`, a host does not. One that is not encoded may also hold what ends a host.
    let (account, host) = authority.rsplit_once('@').or_else(|| with_signs(rest))?;
    let (user, password) = account.split_once(':').unwrap_or((account, ""));
    if scheme == at || host.is_empty() {
        return None;
    }
    // A token may stand alone, or with a word that says that it is one. Sentry's key there is public.
    let is_token = user.len() >= 20 && is_random(user) && !is_fake(user) && !host.contains("sentry");
    let hidden = if is_token {
        start..start + user.len()
    } else if is_fake_password(password) || password == user {
        return None;
    } else {
        start + user.len() + 1..start + account.len()
    };
    Some(Secret { kind: "password in an address", range: scheme..start + account.len() + 1 + host.len(), hidden })
}

/// What ends a host in an address, or stands behind one in a sentence.
const BEHIND_HOST: [char; 5] = ['/', '?', '#', ')', ']'];

fn with_signs(rest: &str) -> Option<(&str, &str)> {
    let (account, behind) = rest.split_once('@')?;
    let (user, password) = account.split_once(':')?;
    let is_port = password.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(BEHIND_HOST);
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let host = &behind[..behind.find(|c| !is_of_host(c)).unwrap_or(behind.len())];
    (!user.contains(BEHIND_HOST) && !is_port).then_some((account, host))
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn a_password_in_an_address_is_found() {
        check("see postgres://gitlab:co-rrect@db.acme.example:5432/x", &["password in an address: co-rrect"]);
        check("redis://:s3cr@t!@10.0.0.1:6379/0,", &["password in an address: s3cr@t!"]);
        check("redis://:s3cr#t/x!@10.0.0.1:6379/0", &["password in an address: s3cr#t/x!"]);
        check("(https://john_doe:hunter2@acme.example)", &["password in an address: hunter2"]);
    }

    #[test]
    fn a_placeholder_and_an_address_without_password_are_none() {
        for text in [
            "https://acme.example/a:b@c",
            "https://john_doe@acme.example ssh://git@acme.example:22/x",
            "https://oauth2:$TOKEN@acme.example https://oauth2:${TOKEN}@acme.example",
            "https://user:password@host https://<USER>:<PASSWORD>@host https://user:pass@host",
            "https://gitlab-ci-token:[MASKED]@acme.example http://user:***@host",
            "://a:b2@c",
            "https://acme.example:8080, and @john_doe https://acme.example:8080/x@y",
        ] {
            check(text, &[]);
        }
    }
}
