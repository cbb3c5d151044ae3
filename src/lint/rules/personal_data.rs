//! `personal-data`.

use std::ops::Range;

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Finds e-mail addresses of people, phone numbers in their international form, account numbers (IBAN) and numbers of
    /// payment cards, comments and the log included.
    ///
    /// Addresses of teams such as `support@` are fine, and so are those of example domains, hosts and IP addresses.
    ///
    /// ## Why
    /// A runbook needs a name and a handle, and how to reach somebody is in the ticket. What is written here is in the
    /// history of a repository and in the mails of an issue, where nobody can delete it when a person asks for that.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the state
    ///     note: Send the result to jane.smith@acme.internal
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Confirm the state
    ///     note: Send the result to Jane Smith through the ticket
    /// ```
    pub(super) static PERSONAL_DATA = {
        id: "personal-data",
        level: Level::Warning,
        summary: "the file holds personal data",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (range, what) in find(cx.text()) {
        // The password in `https://john:…@acme.com` is another matter.
        if cx.secrets().iter().any(|secret| secret.range.start < range.end && range.start < secret.range.end) {
            continue;
        }
        let route = cx.route_at(range.start);
        cx.report(route, what)
            .range(range)
            .message(format!("the file holds personal data: {what}"))
            .help("name the person, and leave how to reach them to the ticket");
    }
}

fn find(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    found.extend(text.match_indices('@').filter_map(|(at, _)| Some((mail_address(text, at)?, "e-mail address"))));
    found.extend(text.match_indices('+').filter_map(|(at, _)| Some((phone_number(text, at)?, "phone number"))));
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit).map(|distance| at + distance) {
        let length = bytes[digit..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = digit + length;
        if let Some(range) = account_number(text, digit) {
            at = range.end;
            found.push((range, "account number (IBAN)"));
        } else if let Some(range) = card_number(text, digit, length) {
            at = range.end;
            found.push((range, "payment card number"));
        }
    }
    found
}

/// Domains that belong to nobody, and those of machines.
#[rustfmt::skip]
const NOBODYS: &[&str] = &[
    "example", "test", "invalid", "localhost", "example.com", "example.org", "example.net", "example.edu",
    "gserviceaccount.com", "incoming.gitlab.com", "users.noreply.github.com", "noreply.gitlab.com",
];

/// What an address begins with that is of a team or a program.
#[rustfmt::skip]
const TEAMS: &[&str] = &[
    "git", "support", "info", "admin", "root", "help", "helpdesk", "service", "security", "noreply", "no-reply",
    "donotreply", "postmaster", "hostmaster", "webmaster", "abuse", "contact", "office", "team", "gitlab", "incoming",
    "notifications", "alerts", "ops", "billing", "sales", "user", "username", "name", "you", "me", "someone",
];

/// Programs whose argument is an account on a host.
const REMOTE: [&str; 5] = ["ssh ", "scp ", "rsync ", "sftp ", "ssh-copy-id "];

/// How far is looked around a place, in bytes.
const NEAR: usize = 128;

fn mail_address(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_of_account = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-');
    let is_of_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let start = at - bytes[..at].iter().rev().take(NEAR).take_while(is_of_account).count();
    let domain = at + 1;
    let domain_length = bytes[domain..].iter().take(NEAR).take_while(is_of_domain).count();
    let end = domain + text[domain..domain + domain_length].trim_end_matches(['.', '-']).len();
    let (account, domain) = (&text[start..at], &text[domain..end]);
    let (name, top) = domain.rsplit_once('.')?;
    let is_top = top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    if name.is_empty() || !is_top || account.trim_matches(['.', '-', '_']).is_empty() {
        return None;
    }
    let lower = domain.to_ascii_lowercase();
    let is_nobodys = NOBODYS
        .iter()
        .any(|nobody| lower.strip_suffix(nobody).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    let first = account.split(['+', '.']).next().unwrap_or_default();
    let is_team = TEAMS.iter().any(|team| account.eq_ignore_ascii_case(team) || first.eq_ignore_ascii_case(team));
    let before = &text[text.ceil_char_boundary(start.saturating_sub(NEAR))..start];
    let before = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    // `git@host:group/project`, `ssh://john@host`, `ssh john@host`.
    let is_remote = bytes.get(end) == Some(&b':') && bytes.get(end + 1).is_some_and(|byte| !byte.is_ascii_whitespace())
        || before.ends_with(['/', ':', '@'])
        || REMOTE.iter().any(|program| before.contains(program));
    (!is_nobodys && !is_team && !is_remote).then_some(start..end)
}

/// `+49 30 901820`: eight to fifteen digits, in groups or ten at least.
fn phone_number(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_of_number = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')' | b'.' | b'/');
    let begins =
        !bytes[..at].last().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
            && bytes.get(at + 1).is_some_and(|byte| (b'1'..=b'9').contains(byte));
    if !begins {
        return None;
    }
    let run = bytes[at + 1..].iter().take(24).take_while(is_of_number).count();
    let number = text[at + 1..at + 1 + run].trim_end_matches(|c: char| !c.is_ascii_digit());
    let end = at + 1 + number.len();
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let is_grouped = digits.len() < number.len() && !number.contains("  ") && !number.contains(". ");
    let is_long_enough = if is_grouped { digits.len() >= 8 } else { digits.len() >= 10 };
    let goes_on = bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'='));
    // Numbers for films and examples.
    let is_fiction = digits.starts_with('1') && digits.get(4..9).is_some_and(|digits| digits.starts_with("55501"));
    (is_long_enough && digits.len() <= 15 && !goes_on && !is_fiction).then_some(at..end)
}

/// Two capital letters before the digits, and a checksum over all.
fn account_number(text: &str, digit: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let start = digit.checked_sub(2)?;
    let is_country = bytes[start..digit].iter().all(u8::is_ascii_uppercase);
    if !is_country || start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let is_of_number = |byte: &&u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || **byte == b' ';
    let run = bytes[start..].iter().take(42).take_while(is_of_number).count();
    let mut number = text[start..start + run].trim_end();
    // What follows in the sentence may look like a further group.
    loop {
        let characters: Vec<u8> = number.bytes().filter(|byte| *byte != b' ').collect();
        if !(15..=34).contains(&characters.len()) {
            return None;
        }
        let value = |byte: &u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 });
        let moved = characters[4..].iter().chain(&characters[..4]).map(value);
        let rest = moved.fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97);
        if rest == 1 && characters[2..4].iter().all(u8::is_ascii_digit) {
            return Some(start..start + number.len());
        }
        number = number.rsplit_once(' ')?.0;
    }
}

/// Four groups, or sixteen digits on a line that speaks of a card; Luhn's checksum.
fn card_number(text: &str, digit: usize, length: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if !matches!(length, 4 | 15 | 16)
        || digit > 0
            && (bytes[digit - 1].is_ascii_alphanumeric() || matches!(bytes[digit - 1], b'-' | b'.' | b'/' | b'_'))
    {
        return None;
    }
    let separator = bytes.get(digit + length).copied().filter(|byte| matches!(byte, b' ' | b'-'));
    let is_of_number = |byte: &&u8| byte.is_ascii_digit() || Some(**byte) == separator.filter(|_| length == 4);
    let run = bytes[digit..].iter().take(20).take_while(is_of_number).count();
    let number = text[digit..digit + run].trim_end_matches([' ', '-']);
    let end = digit + number.len();
    let groups: Vec<usize> = number.split([' ', '-']).map(str::len).collect();
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let is_grouped = groups == [4, 4, 4, 4] || groups == [4, 6, 5];
    let line = &text[text.ceil_char_boundary(digit.saturating_sub(NEAR))..digit];
    let line = line[line.rfind('\n').map_or(0, |end| end + 1)..].to_ascii_lowercase();
    let speaks_of_card = || ["card", "visa", "amex"].iter().any(|word| line.contains(word));
    let is_of_card =
        matches!((digits.len(), digits[0], digits[1]), (16, 4..=5, _) | (16, 2, 2..=7) | (16, 6, _) | (15, 3, 4 | 7));
    let n_different = (0..10).filter(|digit| digits.contains(digit)).count();
    let doubled = |(index, digit): (usize, &u32)| if index % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    let goes_on = bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_card = is_of_card
        && (is_grouped || groups.len() == 1 && speaks_of_card())
        && sum.is_multiple_of(10)
        && n_different > 4
        && !goes_on;
    is_card.then_some(digit..end)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find(text);
        assert_eq!(found.iter().map(|(range, _)| &text[range.clone()]).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn data_of_people_is_found() {
        check(
            "Ask jane.smith@acme.internal. Or <j-doe+x@mail.acme.internal>",
            &["jane.smith@acme.internal", "j-doe+x@mail.acme.internal"],
        );
        check("call +49 30 9018 2000, or (+4930901820001)", &["+49 30 9018 2000", "+4930901820001"]);
        check("tel:+1-212-736-5000", &["+1-212-736-5000"]);
        check(
            "IBAN GB33BUKB20201555555555, GB33 BUKB 2020 1555 5555 55 OK",
            &["GB33BUKB20201555555555", "GB33 BUKB 2020 1555 5555 55"],
        );
        check("4539 1488 0343 6467, card 4539148803436467", &["4539 1488 0343 6467", "4539148803436467"]);
    }

    #[test]
    fn machines_teams_and_examples_are_no_people() {
        for text in [
            "john_doe@example.com, support@acme.internal, git@gitlab.com:group/project.git, ssh://john@acme.internal",
            "ssh john@node-1.acme.internal; scp x john@node-1.acme.internal:/tmp; @john_doe; actions/checkout@v4.2.1",
            "x@sha256:0a1b, pkg@1.2.3, noreply@acme.internal, a@b, https://a:b@acme.internal",
            "2026-11-21T09:30:00+02:00, UTC+10, +12345678 bytes, a+1234567890, +1 212 555 0123, 10.0.0.1, 2001:db8::1",
            "GB33BUKB20201555555556, AB12, SHA256, ID12 3456 7890 1234 56",
            "4539148803436467, 4111 1111 1111 1111, 4539 1488 0343 6468, 1763715600123459, 2026-1121-0930-0000",
        ] {
            check(text, &[]);
        }
    }
}
