//! How a person ends what `sync` says again each time, until somebody decides.

use crate::{
    cli::next::quoted,
    sync::{Remark, Side},
};

/// Returns the commands that end it, each said once; `prefer` is the side that this run decided for.
pub(super) fn hints(remarks: &[Remark], prefer: Option<Side>) -> Vec<String> {
    let mut hints: Vec<String> = Vec::new();
    for hint in remarks.iter().filter_map(|remark| hint(remark, prefer)) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    hints
}

/// The rows of the header, by the words of the compiled-in template, and their fields.
const ROWS: [(&str, &str); 8] = [
    ("Runbook name", "header.name"),
    ("Runbook description", "header.description"),
    ("DRI", "header.dri"),
    ("Schedule at", "header.schedule_at"),
    ("Meeting URL", "header.meeting_url"),
    ("GitLab Issue", "header.gitlab_issue"),
    ("Window", "header.window"),
    ("Platform", "header.platform"),
];

/// Returns the command that brings the row of the header which a person changed into the file.
fn named(issue: &[String]) -> Option<String> {
    let [line] = issue else { return None };
    let row = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let (label, value) = row.split_once('|')?;
    let (label, path) = ROWS.iter().find(|(row, _)| *row == label.trim())?;
    let value = value.trim().replace('\\', "");
    let value = match *path {
        // The day of the week and the other time are for people.
        "header.schedule_at" => value.split_once(' ')?.1.split(" (").next().unwrap_or_default().to_owned(),
        _ => value.trim_start_matches('<').trim_end_matches('>').to_owned(),
    };
    Some(format!(
        "`{label}` has more than one place in the text, or the row says two things; if it is meant so: runbook set {path} {}; then runbook sync --prefer file",
        quoted(&value)
    ))
}

fn hint(remark: &Remark, prefer: Option<Side>) -> Option<String> {
    let is_decided = prefer == Some(Side::Issue);
    match remark {
        Remark::Wording { key, issue, file, is_kept: true, .. } if is_decided => {
            let first = |words: &str| words.split(" | ").next().unwrap_or_default().to_owned();
            if first(issue) == first(file) {
                return Some(format!(
                    "which field of the file these words are for is not certain: runbook set {key}.FIELD VALUE"
                ));
            }
            let field = if key.starts_with("tasks/") || key.starts_with("rollback/") { "task" } else { "item" };
            Some(format!(
                "which field of the file these words are for is not certain; if it is this: runbook set {key}.{field} {}",
                quoted(&first(issue))
            ))
        }
        Remark::Otherwise { file, issue, .. } if is_decided && file.len() == 1 && named(issue).is_some() => named(issue),
        Remark::Otherwise { .. } if is_decided => Some(
            "which fields of the file these lines are for is not certain: change the file as you see fit, with `runbook set PATH VALUE` or an editor, or send its lines with `runbook sync --prefer file`".to_owned(),
        ),
        Remark::Wording { is_kept: true, .. } | Remark::Otherwise { .. } => Some(
            "this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue".to_owned(),
        ),
        Remark::Foreign { .. } if is_decided => Some(
            "an item that stands below no checklist of the file is not taken: write it into the file, or delete its line in the issue".to_owned(),
        ),
        Remark::Foreign { .. } => Some(
            "to have such an item in the file: `runbook sync --prefer issue`; else delete its line in the issue".to_owned(),
        ),
        Remark::Kept { .. } => {
            Some("to have the file's outcome and duration in the issue: `runbook sync --prefer file`".to_owned())
        }
        Remark::Missing { .. } | Remark::NoBox { .. } => Some(
            "to put it back: `runbook sync --restore`; if it is not needed any more, delete it from the file too".to_owned(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_header_names_the_command_for_its_field() {
        let of = |line: &str| {
            named(&[line.to_owned()])
                .and_then(|hint| Some(hint.split_once("meant so: ")?.1.split_once("; then")?.0.to_owned()))
        };
        let check = |line: &str, expected: &str| assert_eq!(of(line).as_deref(), Some(expected), "{line}");
        check(
            "| Schedule at   |  Thu 2026-12-10 22:30 America/Los_Angeles (Fri 2026-12-11 07:30 UTC) |",
            "runbook set header.schedule_at '2026-12-10 22:30 America/Los_Angeles'",
        );
        check("| Runbook name | Acme - 2FA \\#1 |", "runbook set header.name 'Acme - 2FA #1'");
        check(
            "| Meeting URL | <https://example.com/call> |",
            "runbook set header.meeting_url https://example.com/call",
        );
        assert_eq!(of("| Another | row |"), None);
        assert_eq!(of("| Schedule at | tomorrow |"), None);
        assert_eq!(of("Schedule at ten"), None);
    }
}
