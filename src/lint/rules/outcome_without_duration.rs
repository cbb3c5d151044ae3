//! `outcome-without-duration`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::{Kind, Outcome};

declare_rule! {
    /// Checks that every task and rollback step that was run says how long it took. A skipped one need not.
    ///
    /// ## Why
    /// The durations of this call are the plan of the next one. A mark is never refused for want of a duration, so it
    /// may be missing afterwards; then somebody who was there still knows it, and that is why this is a warning.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     outcome: success
    ///   - task: Inform the users
    ///     outcome: skipped
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     outcome: success
    ///     duration: 10m
    ///   - task: Inform the users
    ///     outcome: skipped
    /// ```
    pub(super) static OUTCOME_WITHOUT_DURATION = {
        id: "outcome-without-duration",
        level: Level::Warning,
        summary: "task was run, and does not say how long",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (place, task) in cx.tasks_and_steps() {
        let Some(outcome @ (Outcome::Success | Outcome::Partial | Outcome::Failed)) = task.outcome else { continue };
        if task.duration.is_none() && cx.is_missing(&place.route().key("duration")) {
            cx.report(place.route().key("outcome"), "no duration")
                .message(format!("task is marked {}, and does not say how long it took", outcome.word()))
                .help("add `duration:` below it, for example `duration: 10m`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, OUTCOME_WITHOUT_DURATION};

    #[test]
    fn what_was_run_took_time() {
        check(
            &OUTCOME_WITHOUT_DURATION,
            "tasks:\n  - { task: a, outcome: partial }\n  - { task: b, outcome: skipped }\n  - task: c\nrollback:\n  steps:\n    - task: d\n      outcome: failed\n",
            expect![[r#"
                4:25 warning [outcome-without-duration] "partial": task is marked partial, and does not say how long it took (no duration); add `duration:` below it, for example `duration: 10m`
                10:16 warning [outcome-without-duration] "failed": task is marked failed, and does not say how long it took (no duration); add `duration:` below it, for example `duration: 10m`
            "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &OUTCOME_WITHOUT_DURATION,
            "tasks:\n  - { task: a, outcome: partial, duration: [5m] }\n  - { task: b, outcome: sucess }\n  - { task: c, outcome: failed, duraton: 5m }\n",
            expect![[r#"
                4:44 error [schema] "[5m]": `duration` must be a duration, such as `1h15m`, not a list; a text that begins with `[` or `{` goes in quotes
                5:25 error [schema] "sucess": `outcome` cannot be `sucess`; did you mean `success`? It can be `success`, `partial`, `failed`, `skipped`
                6:33 error [schema] "duraton": a task has no key `duraton`; did you mean `duration`?
            "#]],
        );
    }
}
