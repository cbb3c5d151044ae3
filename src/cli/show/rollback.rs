//! The way back: how long it takes, until when it is open, and who can go it.

use super::{super::when, View, text::Fields};
use crate::{
    cli::find,
    model::{Rollback, Task},
};

/// Returns the fields of the rollback.
pub(super) fn fields(view: &View<'_>, rollback: &Rollback) -> Fields {
    let mut fields = Fields::default();
    fields.line("planned", rollback.planned.map(|planned| planned.to_string()));
    fields.lines("latest start", latest_start(view));
    fields.line("no return after", rollback.point_of_no_return.as_deref().map(|id| no_return(view, rollback, id)));
    fields.lines("confirmed", confirmed(view, rollback));
    fields.line("link", rollback.link.as_deref());
    fields.line("irreversible", rollback.irreversible.as_deref().map(str::trim));
    fields
}

fn latest_start(view: &View<'_>) -> Vec<String> {
    let runbook = view.runbook();
    let at = runbook.latest_rollback_start(view.now).zip(runbook.rollback_call_at(view.now));
    let Some((at, call)) = at else { return Vec::new() };
    let mut lines = when::in_zone(at, call.at.zone());
    if runbook.closed.is_none()
        && let Some(first) = lines.first_mut()
    {
        first.push_str(&format!(" ({})", until(view, at)));
    }
    lines
}

/// Returns how long until the latest start of the rollback.
pub(super) fn until(view: &View<'_>, at: chrono::DateTime<chrono::Utc>) -> String {
    if view.runbook().rollback_began() {
        return "it began".to_owned();
    }
    let from_now = when::from_now(at, view.now);
    if at < view.now && from_now != "now" { format!("passed {from_now}") } else { from_now }
}

/// Returns the task after which the plan no longer works, and whether that is so already.
fn no_return(view: &View<'_>, rollback: &Rollback, id: &str) -> String {
    let tasks = &view.runbook().tasks;
    let Some(position) = tasks.iter().position(|task: &Task| task.id.text == id) else {
        return format!("{id} (there is no such task)");
    };
    let found = find::tasks(view.runbook()).swap_remove(position);
    let state = if rollback.is_past_return(tasks) {
        "passed: the plan no longer works"
    } else {
        match found.task.outcome {
            Some(outcome) => outcome.word(),
            None => "not passed",
        }
    };
    format!("task {} {} ({state})", found.number, found.task.task)
}

/// Returns who confirmed in which region, and where nobody did.
fn confirmed(view: &View<'_>, rollback: &Rollback) -> Vec<String> {
    let by = rollback.confirmed_by.iter().map(|by| format!("{} {}", by.region, by.handle));
    let mut lines: Vec<String> = by.collect();
    let missing = view.missing_regions();
    // What cannot be reverted need not be confirmed.
    let has_way_back = rollback.plan.is_some() || rollback.link.is_some() || !rollback.steps.is_empty();
    if !missing.is_empty() && has_way_back {
        lines.push(format!("nobody yet in {}", missing.join(", ")));
    }
    lines
}
