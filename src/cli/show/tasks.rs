//! Tasks and rollback steps: planned against actual.

use super::{super::when, View, text};
use crate::{
    cli::{
        find::{self, FoundTask},
        task,
    },
    model::{Mark, Sums, Task, TaskDuration},
};

/// Returns the tasks, or the rollback steps.
pub(super) fn found<'r>(view: &'r View<'_>, steps: bool) -> Vec<FoundTask<'r>> {
    let n_tasks = view.runbook().tasks.len();
    let mut tasks = find::tasks(view.runbook());
    let steps_found = tasks.split_off(n_tasks);
    if steps { steps_found } else { tasks }
}

/// Returns what they take together.
pub(super) fn sums(view: &View<'_>, found: &[FoundTask<'_>]) -> Sums {
    let tasks: Vec<(String, &Task)> = found.iter().map(|found| (found.id.clone(), found.task)).collect();
    view.runbook().sums(&tasks, view.now)
}

/// Returns the table of tasks or steps with a line of sums; empty without any.
pub(super) fn table(view: &View<'_>, found: &[FoundTask<'_>], width: usize) -> String {
    let mut rows: Vec<Vec<String>> = found.iter().map(|found| row(view, found)).collect();
    let sums = sums(view, found);
    if found.len() > 1 && (sums.planned.is_some() || sums.actual.is_some()) {
        rows.push(vec!["sum".to_owned(), in_words(sums.planned), in_words(sums.actual)]);
    }
    let table = text::table(&["", "planned", "actual", "state", "owner", "task"], &rows, width);
    let waits = sums.waits.map(|waits| format!("Runs on unattended, not counted: {waits}\n")).unwrap_or_default();
    format!("{table}{waits}{}", unattended(view, found))
}

/// Says what runs on unattended now, since when and until when.
fn unattended(view: &View<'_>, found: &[FoundTask<'_>]) -> String {
    let runbook = view.runbook();
    let all = find::tasks(runbook);
    let zone = when::zone(runbook);
    let lines = runbook.unattended(view.now).into_iter().filter_map(|of| {
        let task = all.get(of.position).filter(|task| found.iter().any(|found| found.id == task.id))?;
        let [since, until] = [of.since, of.until].map(|at| when::on_clock(at, zone));
        let (number, from_now) = (&task.number, when::from_now(of.until, view.now));
        Some(format!("{number} runs on unattended since {since}, until about {until} {zone} ({from_now})\n"))
    });
    lines.collect()
}

fn row(view: &View<'_>, found: &FoundTask<'_>) -> Vec<String> {
    let task = found.task;
    vec![
        found.number.clone(),
        in_words(task.planned),
        actual(view.runbook().actual(&found.id, task, view.now), task.planned),
        state(view, found),
        task.owner.clone().unwrap_or_default(),
        task.task.clone(),
    ]
}

fn in_words(duration: Option<TaskDuration>) -> String {
    duration.map(|duration| duration.to_string()).unwrap_or_default()
}

/// Returns how long it took, and by how much that is over what was planned.
fn actual(actual: Option<TaskDuration>, planned: Option<TaskDuration>) -> String {
    let over = actual.zip(planned).and_then(|(actual, planned)| actual.seconds().checked_sub(planned.seconds()));
    let over = over.filter(|over| *over > 0).map(|over| format!(" (+{})", TaskDuration::from_seconds(over)));
    format!("{}{}", in_words(actual), over.unwrap_or_default())
}

/// Returns the state; of a single attempt without its duration, which stands beside it.
fn state(view: &View<'_>, found: &FoundTask<'_>) -> String {
    let runbook = view.runbook();
    let mut attempts = runbook.attempts(&found.id, found.task);
    match (attempts.as_mut_slice(), runbook.task_state(&found.id, found.task)) {
        ([], Mark::Open) => "open".to_owned(),
        ([only], state) if state.outcome().is_some() => {
            only.duration = None;
            task::attempt(only)
        }
        // One below the other, so that there is room for what is done.
        _ => task::states(runbook, found).join("\n"),
    }
}
