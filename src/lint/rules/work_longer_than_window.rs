//! `work-longer-than-window`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{Kind, Rollback, Task, TaskDuration},
};

declare_rule! {
    /// Checks that the planned work fits into the window, and the rollback behind the last task that it undoes. Sessions
    /// add up; what runs unattended (`waits`) is not counted.
    ///
    /// ## Why
    /// A window that is too short is known days before the call, or an hour before its end. Then it is too late to begin
    /// the rollback, and the customer's people have gone home. Rollback steps that say what they undo (`undoes`) tell
    /// after which task the rollback must still fit; without them the whole work comes first, which is a guess and only
    /// an info.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 1h
    /// tasks:
    ///   - { task: Record the setting of every group, planned: 15m }
    ///   - { task: Apply to all groups, planned: 1h15m }
    /// ```
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 2h
    /// tasks:
    ///   - { id: apply, task: Apply to all groups, planned: 1h15m }
    /// rollback:
    ///   planned: 1h
    ///   steps:
    ///     - { task: Put back the settings, undoes: apply }
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 2h30m
    /// tasks:
    ///   - { id: apply, task: Apply to all groups, planned: 1h15m }
    ///   - { id: report, task: Update the issue, planned: 1h }
    /// rollback:
    ///   planned: 1h
    ///   steps:
    ///     - { task: Put back the settings, undoes: apply }
    /// ```
    pub(super) static WORK_LONGER_THAN_WINDOW = {
        id: "work-longer-than-window",
        level: Level::Warning,
        summary: "the work does not fit into the window",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() {
        return;
    }
    let Some((booked, where_booked)) = booked(cx) else { return };
    let tasks: Vec<&Task> = cx.tasks().into_iter().map(|(_, task)| task).collect();
    let work = planned(&tasks);
    let room = if cx.runbook().header.sessions.is_empty() { "the window" } else { "the windows of all calls" };
    if work > booked {
        cx.report(where_booked, format!("{booked} booked"))
            .message(format!("the tasks take {work}, longer than {room}"))
            .help(format!("book {work} at least, add a further call under `sessions`, or shorten the tasks"));
        return;
    }
    let Some(rollback) = &cx.runbook().rollback else { return };
    let steps: Vec<&Task> = rollback.steps.iter().collect();
    let back = rollback.planned.unwrap_or_else(|| planned(&steps));
    let undone = last_undone(rollback, &tasks);
    let until = undone.map_or(work, |last| planned(&tasks[..=last]));
    let total = TaskDuration::total([until, back]);
    if back.seconds() == 0 || total <= booked {
        return;
    }
    let behind = match undone {
        Some(last) => format!("{until} of tasks up to `{}`", tasks[last].id.text),
        None => format!("{until} of tasks"),
    };
    let report = cx.report(where_booked, format!("{booked} booked"));
    report
        .message(format!("{behind} and {back} of rollback are longer than {room}"))
        .help(format!("book {total} at least, or shorten the tasks or the rollback"));
    if undone.is_none() {
        report.level(Level::Info);
    }
}

/// Returns how long all calls are booked together, and where the first of them says so.
fn booked(cx: &LintContext<'_>) -> Option<(TaskDuration, Route)> {
    let header = &cx.runbook().header;
    let sessions = header.sessions.iter().map(|session| session.window);
    let windows: Option<Vec<TaskDuration>> = std::iter::once(header.window).chain(sessions).collect();
    // A session that could not be read may be long enough.
    let is_certain = cx.is_read_in_full(&route::header("sessions"));
    windows.filter(|_| is_certain).map(|windows| (TaskDuration::total(windows), route::header("window")))
}

fn planned(tasks: &[&Task]) -> TaskDuration {
    TaskDuration::total(tasks.iter().filter_map(|task| task.planned))
}

/// Returns the index of the last task that a step of the rollback undoes.
fn last_undone(rollback: &Rollback, tasks: &[&Task]) -> Option<usize> {
    let is_undone =
        |task: &&Task| rollback.steps.iter().any(|step| step.undoes.as_deref() == Some(task.id.text.as_str()));
    tasks.iter().rposition(is_undone)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, WORK_LONGER_THAN_WINDOW};

    #[test]
    fn sessions_add_up_and_what_runs_on_does_not_count() {
        check(
            &WORK_LONGER_THAN_WINDOW,
            "header: { name: Acme - Work, window: 1h, sessions: [{ at: 2026-10-12 10:00 UTC, window: 1h }] }\ntasks: [{ task: A, planned: 90m, waits: 8h }, { task: B, planned: 30m }]\n",
            expect![[""]],
        );
        check(
            &WORK_LONGER_THAN_WINDOW,
            "header: { name: Acme - Work, window: 1h, sessions: [{ at: 2026-10-12 10:00 UTC, window: 1h }] }\ntasks: [{ task: A, planned: 90m, waits: 8h }, { task: B, planned: 31m }]\n",
            expect![[r#"
                2:38 warning [work-longer-than-window] "1h": the tasks take 2h1m, longer than the windows of all calls (2h booked); book 2h1m at least, add a further call under `sessions`, or shorten the tasks
            "#]],
        );
    }

    #[test]
    fn a_rollback_that_undoes_no_task_is_a_guess() {
        check(
            &WORK_LONGER_THAN_WINDOW,
            "header: { name: Acme - Work, window: 1h }\ntasks: [{ task: A, planned: 45m }]\nrollback: { plan: Back, steps: [{ task: Undo, planned: 10m }, { task: Look, planned: 10m }] }\n",
            expect![[r#"
                2:38 info [work-longer-than-window] "1h": 45m of tasks and 20m of rollback are longer than the window (1h booked); book 1h5m at least, or shorten the tasks or the rollback
            "#]],
        );
    }

    #[test]
    fn the_rollback_fits_behind_the_last_task_that_it_undoes() {
        let text = |window: &str| {
            format!(
                "header: {{ name: Acme - Work, window: {window} }}
tasks: [{{ id: a, task: A, planned: 20m }}, {{ id: b, task: B, planned: 30m }}, {{ id: c, task: C, planned: 20m }}]
rollback: {{ planned: 30m, steps: [{{ task: Undo, undoes: b }}, {{ task: Undo more, undoes: a }}] }}
"
            )
        };
        check(&WORK_LONGER_THAN_WINDOW, &text("1h20m"), expect![[""]]);
        check(
            &WORK_LONGER_THAN_WINDOW,
            &text("1h15m"),
            expect![[r#"
            2:38 warning [work-longer-than-window] "1h15m": 50m of tasks up to `b` and 30m of rollback are longer than the window (1h15m booked); book 1h20m at least, or shorten the tasks or the rollback
        "#]],
        );
    }

    #[test]
    fn a_window_that_nobody_knows_is_not_too_short() {
        check(&WORK_LONGER_THAN_WINDOW, "tasks: [{ task: A, planned: 9h }]\n", expect![[""]]);
        check(
            &WORK_LONGER_THAN_WINDOW,
            "header: { name: Acme - Work, window: 1h, sessions: [{ at: 2026-10-12 10:00 UTC }] }\ntasks: [{ task: A, planned: 9h }]\n",
            expect![[""]],
        );
        check(
            &WORK_LONGER_THAN_WINDOW,
            "header: { name: Acme - Work, window: 1h }\ntasks: [{ task: A, planned: 9h }]\nclosed: { at: 2026-10-11T09:12:00Z }\n",
            expect![[""]],
        );
    }
}
