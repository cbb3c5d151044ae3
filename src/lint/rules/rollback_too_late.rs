//! `rollback-too-late`.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Level, LintContext, Report, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{Call, Kind, Rollback, Runbook, Task, TaskDuration},
};

declare_rule! {
    /// Checks that the tasks leave time for the rollback: the window, less the time that the rollback takes, ends after
    /// the last task that the rollback undoes is planned to end.
    ///
    /// That task is the one of the point of no return, or the last that a rollback step `undoes`, whichever comes first.
    /// Where neither is said it is the last of all, which is a guess and only an info. Of several calls the last counts,
    /// and all the windows before it are taken for worked through. What a task `waits` is not counted. While the call
    /// runs it warns once the last moment has passed and such tasks are still open.
    ///
    /// ## Why
    /// A task that fails at the end is found at the end. If there is no time left to revert it, the customer is left with
    /// half of a change, or everybody stays on the call; which of them is to be decided before, not then.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 3h
    /// tasks:
    ///   - { id: confirm, task: Confirm the state, planned: 10m }
    ///   - { id: enforce, task: Enforce 2FA, planned: 1h45m }
    /// rollback:
    ///   planned: 1h15m
    ///   steps:
    ///     - { task: Put back the settings, undoes: enforce }
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 3h30m
    /// tasks:
    ///   - { id: confirm, task: Confirm the state, planned: 10m }
    ///   - { id: enforce, task: Enforce 2FA, planned: 1h45m }
    ///   - { id: report, task: Update the issue, planned: 30m }
    /// rollback:
    ///   planned: 1h15m
    ///   steps:
    ///     - { task: Put back the settings, undoes: enforce }
    /// ```
    pub(super) static ROLLBACK_TOO_LATE = {
        id: "rollback-too-late",
        level: Level::Warning,
        summary: "there is no time for the rollback",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let Some(rollback) = runbook.rollback.as_ref().filter(|_| !cx.is_closed()) else { return };
    let is_known = ["tasks", "header", "rollback"].iter().all(|key| cx.is_read_in_full(&Route::top().key(*key)));
    if !is_known || runbook.rollback_began() || rollback.is_past_return(&runbook.tasks) {
        return;
    }
    let Some(takes) = rollback.takes() else { return };
    let (tasks, is_guess) = undone(rollback, &runbook.tasks);
    if tasks.is_empty() {
        return;
    }
    let Some(call) = runbook.rollback_calls().last().copied() else {
        return check_without_clock(cx, takes, tasks, is_guess);
    };
    let Some((window, latest)) = call.window.zip(call.latest_rollback_start(takes)) else { return };
    if call.is_over(cx.now()) {
        return;
    }
    let zone = call.at.zone();
    let clock = |instant: DateTime<Utc>| zone.at(instant).0.format("%H:%M").to_string();
    if call.has_begun(cx.now()) && latest < cx.now() && tasks.iter().any(|task| task.outcome.is_none()) {
        let begin = clock(latest);
        report(cx, is_guess)
            .message(format!(
                "the rollback takes {takes}, so it had to begin by {begin} ({zone}), and tasks are still open"
            ))
            .help("decide with the customer: roll back and book more time, or go on without time for it");
        return;
    }
    if window < takes {
        report(cx, false)
            .message(format!("the rollback takes {takes}, but the call is booked for {window}"))
            .help("book a window in which the tasks and the rollback have time");
        return;
    }
    let Some(end) = planned_end(runbook, call, tasks).filter(|end| latest < *end) else { return };
    // That the work alone is longer than its window is said by another rule.
    if call.end() < planned_end(runbook, call, &runbook.tasks) {
        return;
    }
    let (begin, n_tasks, end, more) = (clock(latest), tasks.len(), clock(end), end - latest);
    report(cx, is_guess)
        .message(format!(
            "the rollback takes {takes}, so it must begin by {begin}, but task {n_tasks} is planned to end at {end} ({zone})"
        ))
        .help(format!("book {} more, or plan less for the call", TaskDuration::measured(more.num_seconds())));
}

/// Compares durations where nobody knows yet when the call is.
fn check_without_clock(cx: &mut LintContext<'_>, takes: TaskDuration, tasks: &[Task], is_guess: bool) {
    let Some(window) = cx.runbook().header.window else { return };
    let planned = |tasks: &[Task]| TaskDuration::total(tasks.iter().filter_map(|task| task.planned));
    let (until, all) = (planned(tasks), planned(&cx.runbook().tasks));
    let total = TaskDuration::total([until, takes]);
    if all <= window && window < total {
        let n_tasks = tasks.len();
        report(cx, is_guess)
            .message(format!(
                "{until} up to task {n_tasks} and {takes} of rollback are longer than the window of {window}"
            ))
            .help(format!("book {total} at least, or plan less for the call"));
    }
}

/// Returns the tasks that the rollback can undo, and whether nobody says which these are.
fn undone<'t>(rollback: &Rollback, tasks: &'t [Task]) -> (&'t [Task], bool) {
    let point = rollback.point_of_no_return.as_deref();
    let no_return = point.and_then(|point| tasks.iter().position(|task| task.id.text == point));
    let undone: HashSet<&str> = rollback.steps.iter().filter_map(|step| step.undoes.as_deref()).collect();
    let last_undone = tasks.iter().rposition(|task| undone.contains(task.id.text.as_str()));
    let last = no_return.into_iter().chain(last_undone).min();
    (last.map_or(tasks, |last| &tasks[..=last]), last.is_none())
}

/// Returns when the tasks end at the earliest, in the last call; `None` when they can all be done before it.
///
/// Which task belongs to which call nobody wrote down.
fn planned_end(runbook: &Runbook, last: Call, tasks: &[Task]) -> Option<DateTime<Utc>> {
    let before = runbook.calls().into_iter().filter(|call| call.at.instant() < last.at.instant());
    let seconds = |durations: &mut dyn Iterator<Item = TaskDuration>| -> i64 {
        durations.map(|duration| i64::from(duration.seconds())).sum()
    };
    let booked = seconds(&mut before.filter_map(|call| call.window));
    let planned = seconds(&mut tasks.iter().filter_map(|task| task.planned));
    let left = TimeDelta::try_seconds(planned - booked).filter(|left| *left > TimeDelta::zero())?;
    last.at.instant().checked_add_signed(left)
}

fn report<'c>(cx: &'c mut LintContext<'_>, is_guess: bool) -> &'c mut Report {
    let planned = route::rollback("planned");
    let route = if cx.document().is_absent(&planned) { Route::top().key("rollback") } else { planned };
    let report = cx.report(route, "too late");
    if is_guess {
        report.level(Level::Info);
    }
    report
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{
        super::check::{check, check_with},
        ROLLBACK_TOO_LATE,
    };
    use crate::lint::Options;

    /// Returns a runbook of a call from 23:30 to 02:30 in Los Angeles, 06:30 to 09:30 UTC, with these lines below.
    fn with(rollback: &str, more: &str) -> String {
        format!(
            "\
header:
  name: Acme - Work
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
tasks:
  - {{ id: a, task: A, planned: 1h }}
  - {{ id: b, task: B, planned: 45m }}
  - {{ id: c, task: C, planned: 10m }}
rollback: {{ plan: x, {rollback} }}
{more}"
        )
    }

    #[track_caller]
    fn check_at(now: &str, text: &str, expected: Expect) {
        let options = Options { now: now.parse().expect("a time"), ..Options::default() };
        check_with(&ROLLBACK_TOO_LATE, text, options, expected);
    }

    #[test]
    fn to_the_minute_is_in_time() {
        check(&ROLLBACK_TOO_LATE, &with("planned: 1h5m", ""), expect![""]);
        check(
            &ROLLBACK_TOO_LATE,
            &with("planned: 1h15m", ""),
            expect![[r#"
                10:31 info [rollback-too-late] "1h15m": the rollback takes 1h15m, so it must begin by 01:15, but task 3 is planned to end at 01:25 (America/Los_Angeles) (too late); book 10m more, or plan less for the call
            "#]],
        );
    }

    #[test]
    fn after_the_point_of_no_return_nothing_is_reverted() {
        check(&ROLLBACK_TOO_LATE, &with("planned: 1h15m, point_of_no_return: b", ""), expect![""]);
        check(
            &ROLLBACK_TOO_LATE,
            &with("planned: 2h, point_of_no_return: b", ""),
            expect![[r#"
                10:31 warning [rollback-too-late] "2h": the rollback takes 2h, so it must begin by 00:30, but task 2 is planned to end at 01:15 (America/Los_Angeles) (too late); book 45m more, or plan less for the call
            "#]],
        );
    }

    #[test]
    fn a_rollback_longer_than_the_call_is_said_as_that() {
        check(
            &ROLLBACK_TOO_LATE,
            &with("planned: 4h", ""),
            expect![[r#"
            10:31 warning [rollback-too-late] "4h": the rollback takes 4h, but the call is booked for 3h (too late); book a window in which the tasks and the rollback have time
        "#]],
        );
    }

    #[test]
    fn steps_that_say_how_long_they_take_are_a_duration_too() {
        check(
            &ROLLBACK_TOO_LATE,
            &with("steps: [{ task: x, planned: 2h }]", ""),
            expect![[r#"
                10:1 info [rollback-too-late] "rollback": the rollback takes 2h, so it must begin by 00:30, but task 3 is planned to end at 01:25 (America/Los_Angeles) (too late); book 55m more, or plan less for the call
            "#]],
        );
    }

    #[test]
    fn during_the_call_the_clock_counts() {
        let text = with("planned: 1h", "");
        check_at("2026-10-11T08:30:00Z", &text, expect![""]);
        check_at(
            "2026-10-11T08:31:00Z",
            &text,
            expect![[r#"
                10:31 info [rollback-too-late] "1h": the rollback takes 1h, so it had to begin by 01:30 (America/Los_Angeles), and tasks are still open (too late); decide with the customer: roll back and book more time, or go on without time for it
            "#]],
        );
        check_at("2026-10-11T09:31:00Z", &text, expect![""]);
    }

    #[test]
    fn what_is_done_rolled_back_or_past_return_has_no_latest_start() {
        let now = "2026-10-11T08:31:00Z";
        let done = with("planned: 1h", "")
            .replace("m }", "m, outcome: success }")
            .replace("1h }\n  -", "1h, outcome: success }\n  -");
        check_at(now, &done, expect![""]);
        check_at(now, &with("planned: 1h, steps: [{ task: x, outcome: success }]", ""), expect![""]);
        let passed = with("planned: 1h, point_of_no_return: a", "").replace("task: A", "task: A, outcome: success");
        check_at(now, &passed, expect![""]);
        check_at(now, &with("planned: 1h", "closed: { at: 2026-10-11T08:00:00Z }\n"), expect![""]);
    }

    #[test]
    fn of_several_calls_only_what_cannot_have_been_done_before_counts() {
        let two = |text: String| {
            text.replace("  window: 3h\n", "  window: 3h\n  sessions: [{ at: 2026-10-12 10:00 UTC, window: 2h }]\n")
        };
        check(&ROLLBACK_TOO_LATE, &two(with("planned: 1h30m", "")), expect![""]);
        let long = two(with("planned: 1h30m", "")).replace("planned: 45m", "planned: 2h45m");
        check(
            &ROLLBACK_TOO_LATE,
            &long,
            expect![[r#"
                11:31 info [rollback-too-late] "1h30m": the rollback takes 1h30m, so it must begin by 10:30, but task 3 is planned to end at 10:55 (UTC) (too late); book 25m more, or plan less for the call
            "#]],
        );
    }

    #[test]
    fn what_a_task_waits_is_no_call_time() {
        check(&ROLLBACK_TOO_LATE, &with("planned: 1h", "").replace("45m", "45m, waits: 8h"), expect![""]);
    }

    #[test]
    fn the_rollback_fits_behind_the_last_task_that_it_undoes() {
        let steps = |undoes: &str| {
            format!("planned: 1h15m, steps: [{{ task: x, undoes: a }}, {{ task: y, undoes: {undoes} }}]")
        };
        check(&ROLLBACK_TOO_LATE, &with(&steps("b"), ""), expect![""]);
        check(
            &ROLLBACK_TOO_LATE,
            &with(&steps("c"), ""),
            expect![[r#"
            10:31 warning [rollback-too-late] "1h15m": the rollback takes 1h15m, so it must begin by 01:15, but task 3 is planned to end at 01:25 (America/Los_Angeles) (too late); book 10m more, or plan less for the call
        "#]],
        );
        let before = format!("{}, point_of_no_return: b", steps("c"));
        check(&ROLLBACK_TOO_LATE, &with(&before, ""), expect![""]);
    }

    #[test]
    fn before_there_is_a_schedule_durations_are_compared() {
        let text = with("planned: 1h15m, point_of_no_return: c", "")
            .replace("  schedule_at: 2026-10-10 23:30 America/Los_Angeles\n", "");
        check(
            &ROLLBACK_TOO_LATE,
            &text,
            expect![[r#"
            9:31 warning [rollback-too-late] "1h15m": 1h55m up to task 3 and 1h15m of rollback are longer than the window of 3h (too late); book 3h10m at least, or plan less for the call
        "#]],
        );
        check(&ROLLBACK_TOO_LATE, &text.replace("3h", "3h10m"), expect![""]);
    }

    #[test]
    fn work_that_does_not_fit_without_a_rollback_is_the_business_of_another_rule() {
        check(&ROLLBACK_TOO_LATE, &with("planned: 1h", "").replace("45m", "4h"), expect![""]);
    }

    #[test]
    fn without_window_or_duration_nothing_can_be_said() {
        check(&ROLLBACK_TOO_LATE, &with("planned: 1h15m", "").replace("  window: 3h\n", ""), expect![""]);
        check(&ROLLBACK_TOO_LATE, &with("link: https://a.example", ""), expect![""]);
    }
}
