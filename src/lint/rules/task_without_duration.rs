//! `task-without-duration`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that every task says how long it is planned to take.
    ///
    /// ## Why
    /// The call is booked for the sum of the durations. While it runs, the planned duration says whether a task hangs,
    /// and afterwards what to plan next time. It is a warning because a guess is often made only in the dry run.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Remove 2FA from user list
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Remove 2FA from user list
    ///     planned: 1h15m
    /// ```
    pub(super) static TASK_WITHOUT_DURATION = {
        id: "task-without-duration",
        level: Level::Warning,
        summary: "task has no planned duration",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (index, task) in cx.tasks() {
        if task.planned.is_none() && cx.is_missing(&route::task(index).key("planned")) {
            cx.report(route::task(index), "no planned duration").help("add `planned:`, for example `planned: 1h15m`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, TASK_WITHOUT_DURATION};

    #[test]
    fn a_task_that_took_its_time_was_planned_all_the_same() {
        check(
            &TASK_WITHOUT_DURATION,
            "tasks:\n  - id: look\n    task: Look\n    outcome: success\n    duration: 5m\n",
            expect![[r#"
                4:5 warning [task-without-duration] "id: look": task has no planned duration (no planned duration); add `planned:`, for example `planned: 1h15m`
            "#]],
        );
    }

    #[test]
    fn a_duration_that_cannot_be_read_is_not_missing() {
        check(
            &TASK_WITHOUT_DURATION,
            "tasks: [{ task: Look, planned: { a: b } }]\n",
            expect![[r#"
            3:32 error [schema] "{ a: b }": `planned` must be a duration, such as `1h15m`, not a mapping; a text that begins with `[` or `{` goes in quotes
        "#]],
        );
    }

    #[test]
    fn rollback_steps_are_planned_as_a_whole() {
        check(&TASK_WITHOUT_DURATION, "rollback: { steps: [{ task: Look }] }\n", expect![""]);
    }
}
