//! Passwords among the arguments of commands that take them: `curl -u john:…`, `mysql -p…`.

use super::{Secret, at_most, entropy::n_kinds, fake::is_fake_password};

/// Programs, and how each is given a password.
pub(super) const COMMANDS: &[(&str, &[Flag])] = &[
    ("curl ", &[Flag::Account(" -u "), Flag::Account(" --user "), Flag::Account(" -u"), Flag::Account(" --user=")]),
    ("wget ", &[Flag::Account(" --user=")]),
    ("docker login", &[Flag::Password(" -p "), Flag::Password(" -p=")]),
    ("sshpass ", &[Flag::Password(" -p "), Flag::Password(" -p")]),
    ("redis-cli ", &[Flag::Password(" -a ")]),
    ("mysql ", &[Flag::Password(" -p")]),
    ("mysqldump ", &[Flag::Password(" -p")]),
    ("ldapsearch ", &[Flag::Password(" -w ")]),
    ("ldapmodify ", &[Flag::Password(" -w ")]),
    ("ldapwhoami ", &[Flag::Password(" -w ")]),
];

/// How a password is given.
#[derive(Debug, Clone, Copy)]
pub(super) enum Flag {
    /// `user:password`.
    Account(&'static str),
    /// The password alone.
    Password(&'static str),
}

/// How far a command is read, in bytes.
const LONGEST_COMMAND: usize = 1024;

/// Returns the password in the command that begins at a byte.
pub(super) fn password(text: &str, at: usize, flags: &[Flag]) -> Option<Secret> {
    let command = at_most(&text[at..], LONGEST_COMMAND);
    let command = &command[..end_of_command(command)];
    flags.iter().find_map(|flag| {
        let (Flag::Account(name) | Flag::Password(name)) = flag;
        let start = command.find(name)? + name.len();
        let rest = &command[start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let opened = usize::from(quote.is_some());
        let is_end = |c: char| {
            quote.map_or_else(
                || c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ';' | '|' | ')' | '\\'),
                |quote| c == quote,
            )
        };
        let word = &rest[opened..];
        let word = &word[..word.find(is_end).unwrap_or(word.len())];
        let before = match flag {
            Flag::Account(_) => word.find(':')? + 1,
            Flag::Password(_) => 0,
        };
        let password = &word[before..];
        let is_known = n_kinds(password) < 2 && password.bytes().all(|byte| byte.is_ascii_digit());
        if password.len() < 4
            || is_known
            || is_fake_password(password)
            || password.starts_with('-')
            || word[..before].trim_end_matches(':') == password
        {
            return None;
        }
        let start = at + start + opened + before;
        Some(Secret {
            kind: "password in a command",
            range: start..start + password.len(),
            hidden: start..start + password.len(),
        })
    })
}

/// A command goes on behind a backslash at the end of its line, and ends where another one begins.
fn end_of_command(command: &str) -> usize {
    let is_end = |end: &usize| !command[..*end].trim_end_matches('\r').ends_with('\\');
    let line = command.match_indices('\n').map(|(end, _)| end).find(is_end).unwrap_or(command.len());
    ["; ", " && ", " | "].iter().filter_map(|sign| command[..line].find(sign)).min().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn a_password_on_the_command_line_is_found() {
        check(
            "curl --silent \\\n  -u 'john_doe:Tr0ub4dor' https://acme.example",
            &["password in a command: Tr0ub4dor"],
        );
        check("mysql -u root -pTr0ub4dor gitlab", &["password in a command: Tr0ub4dor"]);
        check("sshpass -p Tr0ub4dor ssh acme.example", &["password in a command: Tr0ub4dor"]);
        check("ldapsearch -D cn=admin -w 'Tr0ub4dor' -b dc=acme", &["password in a command: Tr0ub4dor"]);
    }

    #[test]
    fn other_arguments_are_none() {
        check("curl -u \"$NAME:$TOKEN\" x; curl -u john_doe: x; curl -u john_doe x", &[]);
        check("docker login -u x --password-stdin; mysql -u root -p gitlab", &[]);
        check("curl https://acme.example\ndocker run -u 1000:1000 x", &[]);
    }
}
