//! What happened in a runbook, and what its copy for another customer loses.

use super::NewRunbook;
use crate::{
    document::{Document, Edit, Route, route},
    model::{Outcome, Runbook, Task, TaskDuration},
};

/// Returns the edits that take away what happened.
pub(super) fn without_the_past(document: &Document<'_>, new: &NewRunbook) -> Vec<Edit> {
    let runbook = &document.runbook;
    let mut edits = Vec::new();
    for checklist in &runbook.checklists {
        for index in 0..checklist.items.len() {
            let item = document.item_route(&checklist.id, index);
            edits.extend(["state", "reason", "accepted_by", "evidence"].map(|key| Edit::remove(item.clone().key(key))));
        }
    }
    let n_tasks = runbook.tasks.len();
    for (index, (id, task)) in runbook.tasks_and_steps().enumerate() {
        let route = if index < n_tasks { route::task(index) } else { route::step(index - n_tasks) };
        edits.extend(task_without_the_past(&route, time_of_success(runbook, &id, task)));
    }
    let is_given = |key: &&str| new.header.iter().any(|(given, _)| given == key);
    let of_the_call = ["description", "schedule_at", "sessions", "meeting_url", "gitlab_issue", "links"];
    for key in of_the_call.into_iter().filter(|key| !is_given(key)) {
        edits.push(Edit::remove(route::header(key)));
    }
    // Who did it for the old customer is not there for the new one.
    let is_gone = |owner: &str| runbook.contacts.customer.iter().any(|contact| contact.is(owner));
    let tasks = runbook.tasks.iter().enumerate().map(|(index, task)| (route::task(index), task));
    let steps = runbook.steps().iter().enumerate().map(|(index, step)| (route::step(index), step));
    for (route, _) in tasks.chain(steps).filter(|(_, task)| task.owner.as_deref().is_some_and(is_gone)) {
        edits.push(Edit::remove(route.key("owner")));
    }
    if !runbook.contacts.customer.is_empty() {
        edits.push(Edit::remove(Route::top().key("contacts").key("customer")));
    }
    edits.push(Edit::remove(route::rollback("confirmed_by")));
    for key in ["follow_ups", "closed", "sync", "log"] {
        edits.push(Edit::remove(Route::top().key(key)));
    }
    edits.retain(|edit| document.node(edit.at()).is_some() || matches!(edit, Edit::Set { .. }));
    edits
}

/// Returns how long a task takes that comes out well: the last attempt that did. What failed or came out in part says
/// nothing of that, and several attempts together say too much; then what was planned holds.
fn time_of_success(runbook: &Runbook, id: &str, task: &Task) -> Option<TaskDuration> {
    let attempts = runbook.attempts(id, task);
    attempts.iter().rev().find(|attempt| attempt.outcome == Outcome::Success).and_then(|attempt| attempt.duration)
}

fn task_without_the_past(route: &Route, took: Option<TaskDuration>) -> Vec<Edit> {
    let mut edits = Vec::new();
    if let Some(duration) = took {
        edits.push(Edit::set(route.clone().key("planned"), duration.to_string()));
    }
    edits
        .extend(["started_at", "outcome", "count", "duration", "note"].map(|key| Edit::remove(route.clone().key(key))));
    edits
}
