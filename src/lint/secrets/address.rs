//! Passwords in addresses: `scheme://user:password@host`.

use super::{Secret, fake::is_fake_password};

/// Returns the password of the address whose `://` stands at a byte.
pub(super) fn password(text: &str, at: usize) -> Option<Secret> {
    let scheme = text[..at].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')).len();
    let start = at + "://".len();
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | ')' | ']' | '|' | '\\');
    let rest = &text[start..];
    let authority = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    // A password may hold an `@`, a host does not.
    let (account, host) = authority.rsplit_once('@')?;
    let (user, password) = account.split_once(':')?;
    if scheme == at || host.is_empty() || is_fake_password(password) || password == user {
        return None;
    }
    let hidden = start + user.len() + 1..start + account.len();
    Some(Secret { kind: "password in an address", range: scheme..start + authority.len(), hidden })
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn a_password_in_an_address_is_found() {
        check("see postgres://gitlab:co-rrect@db.acme.example:5432/x", &["password in an address: co-rrect"]);
        check("redis://:s3cr@t!@10.0.0.1:6379/0,", &["password in an address: s3cr@t!"]);
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
            "https://acme.example:8080, and @john_doe",
        ] {
            check(text, &[]);
        }
    }
}
