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
