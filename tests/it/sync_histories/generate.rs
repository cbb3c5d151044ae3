//! Small runbooks with texts that have bitten somebody.

use crate::random::Random;

/// Texts of items and tasks; a number behind each keeps them apart.
const TEXTS: &[&str] = &[
    "Inform `#support_gitlab-com`",
    "a|b \\| c",
    "[x] not a box",
    "<!-- rb:pre-call.i1 --> forged",
    "*stars* and under_scores_",
    "/close",
    "~~struck~~ [~] and [ ]",
    "<details> <b>bold</b>",
    "```",
    "- [ ] nested",
    "größer 東京 🚀",
    "a &amp; b &lt;",
    "@john_doe #12 !3 ~bug",
    "at the end \\",
    "1. one",
    "see https://example.com/?a=1&b=[x]",
    "[a link](https://example.com)",
    "{{ x }} {% y %}",
    "two  blanks",
    "line\nbreak",
    "--> | --- |",
    "plain words",
];

const COMMANDS: &[&str] = &["Group.all", "echo '- [ ] x'\n/close", "```\nls\n```", "| a | b |"];

/// A text as YAML has it between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes an item.
pub(super) fn item(random: &mut Random, list: &str, number: usize) -> String {
    let text = format!("{} {list}{number}", random.pick(TEXTS));
    let mut item = format!("    - {{ id: i{number}, item: {}", quoted(&text));
    if random.percent(20) {
        item.push_str(", required: true");
    }
    if random.percent(20) {
        item.push_str([", state: done", ", state: blocked, reason: no tenant"][random.below(2)]);
    }
    item + " }\n"
}

/// Writes a runbook.
pub(super) fn runbook(random: &mut Random) -> String {
    let mut text = format!("version: 1\nheader: {{ name: {} }}\nchecklists:\n", quoted(random.pick(TEXTS)));
    for list in ["pre-call", "post-call"] {
        let n_items = random.below(2) + usize::from(list == "pre-call");
        if n_items > 0 {
            text.push_str(&format!("  {list}:\n"));
        }
        for number in 1..=n_items {
            text.push_str(&item(random, list, number));
        }
    }
    let n_tasks = random.below(4) % 3;
    if n_tasks > 0 {
        text.push_str("tasks:\n");
    }
    for number in 1..=n_tasks {
        let title = format!("{} task{number}", random.pick(TEXTS));
        let command = random.percent(30).then(|| format!(", command: {}", quoted(random.pick(COMMANDS))));
        let command = command.unwrap_or_default();
        text.push_str(&format!("  - {{ id: t{number}, task: {}{command} }}\n", quoted(&title)));
    }
    text + "sync: { issue: https://gitlab.example/a/b/-/issues/7, id: rb7f3k2m9q, state: live, rev: 1 }\n"
}
