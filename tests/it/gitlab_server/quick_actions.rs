//! Quick actions as GitLab finds them, and what they do; and the boxes of tasks, line by line as GitLab sees them.

use comrak::{Arena, nodes::NodeValue, parse_document};

use super::world::Issue;
use crate::judge;

/// Commands that are taken out of the text. Those that [`run`] does not know do nothing here.
const KNOWN: [&str; 18] = [
    "assign",
    "close",
    "confidential",
    "copy_metadata",
    "due",
    "duplicate",
    "label",
    "labels",
    "merge",
    "move",
    "promote_to",
    "relabel",
    "reopen",
    "title",
    "todo",
    "unassign",
    "unlabel",
    "wip",
];

/// Returns a description as it is stored, and the command lines that were in it.
pub(super) fn extract(sent: &str) -> (String, Vec<String>) {
    let text = sent.replace('\r', "");
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &judge::options());
    let mut live = vec![false; text.split('\n').count() + 1];
    for node in root.children() {
        let data = node.data.borrow();
        if matches!(data.value, NodeValue::Paragraph) {
            let end = data.sourcepos.end.line.min(live.len() - 1);
            live[data.sourcepos.start.line..=end].fill(true);
        }
    }
    let mut commands = Vec::new();
    let mut kept = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let name = line.strip_prefix('/').map(|rest| rest.split_whitespace().next().unwrap_or_default().to_lowercase());
        if live[index + 1] && name.is_some_and(|name| KNOWN.contains(&name.as_str())) {
            commands.push(line[1..].trim().to_owned());
        } else {
            kept.push(line);
        }
    }
    (kept.join("\n").trim_end().to_owned(), commands)
}

/// Carries out a command on an issue.
pub(super) fn run(issue: &mut Issue, command: &str, keeps_confidential: bool, user: impl Fn(&str) -> Option<u64>) {
    let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    match name.to_lowercase().as_str() {
        "confidential" => issue.is_confidential |= keeps_confidential,
        "close" => issue.is_closed = true,
        "reopen" => issue.is_closed = false,
        "title" => issue.title = rest.to_owned(),
        "due" => issue.due_date = Some(rest.to_owned()),
        "label" | "labels" => issue.labels.extend(labels(rest)),
        "unlabel" => issue.labels.retain(|label| !rest.is_empty() && !labels(rest).contains(label)),
        "assign" => {
            issue.assignees.extend(rest.split_whitespace().filter_map(|name| user(name.trim_start_matches('@'))))
        }
        "unassign" => issue.assignees.clear(),
        _ => {}
    }
}

/// Reads `~bug ~"two words"`.
fn labels(text: &str) -> Vec<String> {
    let mut labels = Vec::new();
    for part in text.split('~').filter(|part| !part.trim().is_empty()) {
        let part = part.trim();
        labels.push(part.strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or(part).to_owned());
    }
    labels
}

/// Reads a line as a task: where its box stands, whether it is ticked, and its text, as GitLab has it with all comments.
pub(super) fn task(line: &str) -> Option<(usize, bool, String)> {
    let at = line.find("[ ] ").or_else(|| line.find("[x] ")).or_else(|| line.find("[X] "))?;
    let before = line[..at].trim();
    let is_number =
        before.strip_suffix(['.', ')']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let is_list = matches!(before, "-" | "*" | "+") || is_number;
    let text = line[at + 4..].trim().to_owned();
    is_list.then_some((at, !line[at..].starts_with("[ ]"), text))
}
