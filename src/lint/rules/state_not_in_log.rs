//! `state-not-in-log`.

use std::collections::HashMap;

use super::super::{Level, LintContext, TaskPlace, rule::declare_rule};
use crate::{
    document::Route,
    model::{Event, Kind, Mark},
};

declare_rule! {
    /// Finds items and tasks whose state is another than the last mark in the log says, or that the log never mentions. A hand
    /// edit counts as much as a command, so this is only worth knowing. What is in order without any log is left alone.
    ///
    /// ## Why
    /// Afterwards the log answers who did what, and when. For a state that was typed into the file nobody can say.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - { id: apply, task: Apply, outcome: success, duration: 10m }
    /// log:
    ///   - { at: 2026-10-11T06:42:10Z, event: task, id: tasks/apply, from: started, to: failed, duration: 10m }
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - { id: apply, task: Apply, outcome: success, duration: 10m }
    /// log:
    ///   - { at: 2026-10-11T06:42:10Z, event: task, id: tasks/apply, from: started, to: success, duration: 10m }
    /// ```
    pub(super) static STATE_NOT_IN_LOG = {
        id: "state-not-in-log",
        level: Level::Info,
        summary: "the log does not explain the state",
        kinds: &Kind::ALL,
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    if !cx.is_read_in_full(&Route::top()) {
        return;
    }
    let marks = runbook.marks();
    if marks.is_empty() {
        return;
    }
    let mut last: HashMap<(Event, &str), Mark> = HashMap::new();
    for mark in marks {
        if let (Some(id), Some(to)) = (mark.id.as_deref(), mark.to) {
            last.insert((mark.event, id), to);
        }
    }
    let mut found: Vec<(Route, String, Mark, Option<Mark>)> = Vec::new();
    for (checklist, index, item) in cx.items() {
        let id = format!("{}/{}", checklist.id, item.id.text);
        let known = last.get(&(Event::Item, id.as_str())).copied();
        let state = Mark::from(item.state);
        if known.unwrap_or(Mark::Open) != state {
            found.push((cx.item_route(checklist, index).key("state"), id, state, known));
        }
    }
    for (place, task) in cx.tasks_and_steps() {
        let list = if matches!(place, TaskPlace::Task(_)) { "tasks" } else { "rollback" };
        let id = format!("{list}/{}", task.id.text);
        let known = last.get(&(Event::Task, id.as_str())).copied();
        let state = match (task.outcome, task.started_at) {
            (Some(outcome), _) => outcome.into(),
            (None, None) => Mark::Open,
            (None, Some(_)) if known == Some(Mark::Paused) => Mark::Paused,
            (None, Some(_)) => Mark::Started,
        };
        if known.unwrap_or(Mark::Open) != state {
            found.push((place.route().key("outcome"), id, state, known));
        }
    }
    for (route, id, state, known) in found {
        let message = match known {
            Some(known) => format!("`{id}` is {}, and by the log it is {}", state.word(), known.word()),
            None => format!("`{id}` is {}, and the log does not say since when", state.word()),
        };
        cx.report(route, "not in the log").message(message).help("make marks with `runbook check` and `runbook task`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, STATE_NOT_IN_LOG};

    #[test]
    fn states_are_held_against_the_marks_that_hold() {
        check(
            &STATE_NOT_IN_LOG,
            "\
checklists:
  pre-call: [{ id: inform, item: A, state: done }, { id: dry-run, item: B, state: done }, { id: c, item: C }]
tasks:
  - { id: a, task: A, outcome: success, duration: 5m }
  - { id: b, task: B, started_at: 2026-10-11T06:45:00Z }
  - { id: c, task: C, outcome: skipped, note: late }
  - { id: d, task: D }
log:
  - { at: 2026-10-11T06:30:00Z, event: item, id: pre-call/inform, from: open, to: done }
  - { at: 2026-10-11T06:32:00Z, event: task, id: tasks/a, to: success, duration: 5m }
  - { at: 2026-10-11T06:33:00Z, event: task, id: tasks/a, from: success, to: failed }
  - { at: 2026-10-11T06:34:00Z, event: undo, id: tasks/a, from: failed, to: success }
  - { at: 2026-10-11T06:45:00Z, event: task, id: tasks/b, to: started }
  - { at: 2026-10-11T06:46:00Z, event: task, id: tasks/d, to: success }
",
            expect![[r#"
                4:83 info [state-not-in-log] "done": `pre-call/dry-run` is done, and the log does not say since when (not in the log); make marks with `runbook check` and `runbook task`
                8:32 info [state-not-in-log] "skipped": `tasks/c` is skipped, and the log does not say since when (not in the log); make marks with `runbook check` and `runbook task`
                9:7 info [state-not-in-log] "id: d": `tasks/d` is open, and by the log it is success (not in the log); make marks with `runbook check` and `runbook task`
            "#]],
        );
    }

    #[test]
    fn a_runbook_without_a_log_is_left_alone() {
        check(&STATE_NOT_IN_LOG, "tasks: [{ task: A, outcome: success, duration: 5m }]\n", expect![""]);
    }
}
