//! Markers: comments in the issue by which `sync` and `import` find runbooks and entries again.

use std::collections::HashSet;

use crate::model::{Runbook, is_id};

use super::markdown;

/// The list of the tasks, in markers and in the log.
pub(super) const TASKS: &str = "tasks";

/// The list of the rollback steps.
pub(super) const ROLLBACK: &str = "rollback";

/// Returns the marker of the runbook: `runbook: v=1`, with its publication once it has one.
pub(super) fn of_runbook(runbook: &Runbook) -> String {
    let mut marker = "runbook: v=1".to_owned();
    if let Some(sync) = &runbook.sync {
        // A hand-written id that could end the comment is left out.
        let is_word = |id: &&String| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        if let Some(id) = sync.id.as_ref().filter(is_word) {
            marker.push_str(&format!(" id={id}"));
        }
        if let Some(rev) = sync.rev {
            marker.push_str(&format!(" rev={rev}"));
        }
    }
    marker
}

/// Returns the marker of an entry: `rb:pre-call.inform`.
///
/// Two dashes would end a comment, so the second of them is written as `_`, which no id holds. `None` for what is not
/// an id, which the format does not allow anyway.
pub(super) fn of_entry(list: &str, id: &str) -> Option<String> {
    (is_id(list) && is_id(id)).then(|| format!("rb:{}.{}", list.replace("--", "-_"), id.replace("--", "-_")))
}

/// Returns the markers that a body lacks, such as `rb:pre-call.inform`; in order.
///
/// The marker of an item counts at the end of the line of a task item, the marker of a task in a table row.
#[must_use]
pub fn missing_markers(runbook: &Runbook, body: &str) -> Vec<String> {
    let mut on_items = HashSet::new();
    let mut on_rows = HashSet::new();
    let mut has_runbook = false;
    for (comment, range) in markdown::comments(body) {
        let start = body[..range.start].rfind('\n').map_or(0, |end| end + 1);
        let is_last = body[range.end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
        if body[start..].starts_with('|') {
            on_rows.insert(comment);
        } else if is_last && is_task_item(&body[start..range.start]) {
            on_items.insert(comment);
        } else {
            has_runbook |= comment == of_runbook(runbook);
        }
    }
    let items = runbook.checklists.iter().flat_map(|list| list.items.iter().map(|item| (&list.id, &item.id.text)));
    let items = items.filter_map(|(list, id)| of_entry(list, id)).filter(|marker| !on_items.contains(marker));
    let tasks = runbook.tasks.iter().map(|task| (TASKS, task));
    let tasks = tasks.chain(runbook.steps().iter().map(|step| (ROLLBACK, step)));
    let tasks = tasks.filter_map(|(list, task)| of_entry(list, &task.id.text));
    let tasks = tasks.filter(|marker| !on_rows.contains(marker));
    (!has_runbook).then(|| of_runbook(runbook)).into_iter().chain(items).chain(tasks).collect()
}

/// Whether a line is that of a task item: a bullet or number, and a box.
fn is_task_item(line: &str) -> bool {
    let Some((mark, rest)) = line.trim_start().split_once(' ') else { return false };
    let is_number = mark.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|c| c.is_ascii_digit()));
    let is_box = |text: &str| ["[ ] ", "[x] ", "[X] ", "[~] "].iter().any(|state| text.starts_with(state));
    (matches!(mark, "-" | "*" | "+") || is_number) && is_box(rest)
}
