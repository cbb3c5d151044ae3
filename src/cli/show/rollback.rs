//! The way back: how long it takes, until when it has to begin in each call, where it ends for good, and who can go it.

use super::{super::when, View};
use crate::{
    cli::{fields::Fields, find},
    model::{Rollback, RollbackStart, Task},
};

/// Returns the fields of the rollback.
pub(super) fn fields(view: &View<'_>, rollback: &Rollback) -> Fields {
    let mut fields = Fields::default();
    // What cannot be reverted is not to be read as a plan.
    fields.line("irreversible", rollback.irreversible.as_deref().map(str::trim));
    fields.line("planned", rollback.length());
    fields.lines("latest start", latest_start(view));
    fields.line("no return after", rollback.point_of_no_return.as_deref().map(|id| no_return(view, rollback, id)));
    fields.lines("confirmed", confirmed(view, rollback));
    fields.line("link", rollback.link.as_deref());
    fields
}

/// Returns until when the rollback has to begin, each time with the call it belongs to where there are several.
fn latest_start(view: &View<'_>) -> Vec<String> {
    let runbook = view.runbook();
    let starts = runbook.rollback_starts_at(view.now).into_iter();
    let lines = starts.flat_map(|start| {
        let of_call = of_call(view, &start);
        let of_call = of_call.map(|call| format!("{call}: ")).unwrap_or_default();
        if !start.fits() {
            return vec![format!("{of_call}{}", no_time(&start))];
        }
        let mut lines = when::in_zone(start.at, start.call.at.zone());
        if let Some(first) = lines.first_mut() {
            let until = if runbook.closed.is_none() { format!(" ({})", until(view, &start)) } else { String::new() };
            *first = format!("{of_call}{first}{until}");
        }
        lines
    });
    lines.collect()
}

/// Returns how long there is time to begin, in a line for each call that matters.
pub(super) fn time_to_begin(view: &View<'_>) -> Vec<String> {
    let starts = view.runbook().rollback_starts_at(view.now).into_iter();
    let lines = starts.map(|start| {
        let until = if start.fits() { until(view, &start) } else { no_time(&start) };
        match of_call(view, &start) {
            Some(call) => format!("{call}: {until}"),
            None => until,
        }
    });
    lines.collect()
}

/// Returns which call it is, where there are several.
fn of_call(view: &View<'_>, start: &RollbackStart) -> Option<String> {
    (view.runbook().calls().len() > 1).then(|| format!("call {}", start.number))
}

fn no_time(start: &RollbackStart) -> String {
    let window = start.call.window.map(|window| window.to_string()).unwrap_or_default();
    format!("none, the call is booked for {window}")
}

/// Returns how long until a rollback has to begin; after that what it means to begin all the same, which nothing forbids.
fn until(view: &View<'_>, start: &RollbackStart) -> String {
    let from_now = when::from_now(start.at, view.now);
    if view.runbook().rollback_began() {
        "it began".to_owned()
    } else if view.now <= start.at || from_now == "now" {
        from_now
    } else if start.call.is_over(view.now) {
        format!("{from_now}; a rollback now needs a further call")
    } else {
        let over = when::length(view.now - start.at);
        format!("{from_now}; begun now, it takes {over} longer than the call")
    }
}

/// Returns the task after which there is no way back, unless there is none by now.
pub(super) fn point_of_no_return(view: &View<'_>) -> Option<String> {
    let runbook = view.runbook();
    let rollback = runbook.rollback.as_ref()?;
    if rollback.is_irreversible() || rollback.is_past_return(&runbook.tasks) {
        return None;
    }
    let id = rollback.point_of_no_return.as_deref()?;
    let position = runbook.tasks.iter().position(|task| task.id.text == id)?;
    Some(format!("task {} {}", position + 1, runbook.tasks[position].task))
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
