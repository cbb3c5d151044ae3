//! Quick actions, mentions and references, found by rules of their own.

pub(super) fn is_command(line: &str) -> bool {
    line.strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// Older GitLab took every line that begins with a command, except in fences of three backticks.
pub(super) fn old_quick_actions(lines: &[&str]) -> Vec<String> {
    let mut commands = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        // `^```.+?\n```$`: from a line that begins with three backticks to the next that consists of them.
        let end = (at + 2..lines.len()).find(|end| lines[*end] == "```");
        if let Some(end) = end.filter(|_| lines[at].starts_with("```")) {
            at = end + 1;
            continue;
        }
        commands.extend(is_command(lines[at]).then(|| lines[at].to_owned()));
        at += 1;
    }
    commands
}

pub(super) fn mentions(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let mut mentions = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        let name: String = text[at + 1..].chars().take_while(|c| is_part(*c)).collect();
        let name = name.trim_end_matches(['.', '/']);
        if !name.is_empty() && !name.starts_with('-') && !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            mentions.push(name.to_owned());
        }
    }
    mentions
}

pub(super) fn references(text: &str) -> Vec<String> {
    let mut references = Vec::new();
    for (at, begin) in text.match_indices(['#', '!', '$', '&', '~', '%', '^', '*', '[', ':']) {
        let c = char::from(begin.as_bytes()[0]);
        let rest = &text[at + 1..];
        let next = rest.chars().next();
        let word: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
        let is_digit = next.is_some_and(|c| c.is_ascii_digit());
        let before = text[..at].chars().next_back();
        let is_reference = match c {
            '#' | '!' | '$' | '&' => is_digit,
            '~' => next.is_some_and(|c| c.is_ascii_alphanumeric() || "_-?.&\"".contains(c)),
            '%' => word.starts_with('"') || word.split('<').next().is_some_and(has_word),
            '^' => {
                let number = word.to_lowercase().strip_prefix("alert#").map(str::to_owned);
                number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
            }
            '*' => word.to_lowercase().starts_with("iteration:") && word.len() > 10,
            '[' => {
                let kind: String = word.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let subject = &word[kind.len()..];
                !kind.is_empty() && subject.starts_with(':') && subject.len() > 1
            }
            ':' => {
                let name: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-')).collect();
                let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != ':');
                let after = &rest[name.len()..];
                !name.is_empty() && is_apart(before) && after.starts_with(':') && is_apart(after[1..].chars().next())
            }
            _ => false,
        };
        if is_reference {
            references.push(format!("{c}{}", word.chars().take(20).collect::<String>()));
        }
    }
    references
}

fn has_word(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() || c == '_')
}
