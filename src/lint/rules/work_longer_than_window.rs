//! `work-longer-than-window`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{Kind, TaskDuration},
};

declare_rule! {
    /// Checks that the planned work fits into the window. Sessions add up; what runs unattended (`waits`) is not counted.
    /// Whether there is time for the rollback too is asked by `rollback-too-late`.
    ///
    /// ## Why
    /// A window that is too short is known days before the call, or an hour before its end. Then it is too late to begin
    /// the rollback, and the customer's people have gone home.
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
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 1h30m
    /// tasks:
    ///   - { task: Record the setting of every group, planned: 15m }
    ///   - { task: Apply to all groups, planned: 1h15m }
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
    let work = TaskDuration::total(cx.tasks().into_iter().filter_map(|(_, task)| task.planned));
    let room = if cx.runbook().header.sessions.is_empty() { "the window" } else { "the windows of all calls" };
    if work > booked {
        cx.report(where_booked, format!("{booked} booked"))
            .message(format!("the tasks take {work}, longer than {room}"))
            .help(format!("book {work} at least, add a further call under `sessions`, or shorten the tasks"));
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
