//! `rollback-without-duration`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::Kind,
};

declare_rule! {
    /// Checks that a rollback says how long it takes: as a whole, or in each of its steps.
    ///
    /// ## Why
    /// The end of the window less this time is the last moment at which the work can still be reverted in the call.
    /// Nobody computes it while something goes wrong; `runbook show` and the issue do, once they know how long it takes.
    ///
    /// ## Example
    /// ```yaml bad
    /// rollback:
    ///   plan: Execute the same method with the parameter `status`
    /// ```
    /// ```yaml bad
    /// rollback:
    ///   steps:
    ///     - { task: Execute the same method with the parameter `status`, planned: 1h }
    ///     - { task: Compare with the list }
    /// ```
    /// ```yaml good
    /// rollback:
    ///   plan: Execute the same method with the parameter `status`
    ///   planned: 1h15m
    /// ```
    /// ```yaml good
    /// rollback:
    ///   steps:
    ///     - { task: Execute the same method with the parameter `status`, planned: 1h }
    ///     - { task: Compare with the list, planned: 15m }
    /// ```
    pub(super) static ROLLBACK_WITHOUT_DURATION = {
        id: "rollback-without-duration",
        level: Level::Warning,
        summary: "the rollback does not say how long it takes",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let Some(rollback) = runbook.rollback.as_ref().filter(|_| !cx.is_closed()) else { return };
    let has_way_back = ["plan", "link", "steps"].iter().any(|key| !cx.document().is_absent(&route::rollback(key)));
    if !has_way_back || rollback.takes().is_some() || !cx.is_missing(&route::rollback("planned")) {
        return;
    }
    let steps: Vec<usize> = cx.steps().iter().filter(|(_, step)| step.planned.is_some()).map(|(at, _)| *at).collect();
    let silent = (0..cx.document().node(&route::rollback("steps")).map_or(0, |steps| steps.items().len()))
        .find(|index| !steps.contains(index));
    match silent.filter(|_| !steps.is_empty()) {
        // Some of the steps say it, so that one was forgotten.
        Some(index) if cx.is_missing(&route::step(index).key("planned")) => {
            cx.report(route::step(index), "no planned duration")
                .message("the rollback does not say how long it takes: one of its steps has no planned duration")
                .help("add `planned:` to this step, or to the rollback as a whole");
        }
        Some(_) => {}
        None => {
            cx.report(Route::top().key("rollback"), "no planned duration")
                .help("add `planned:` to the rollback, for example `planned: 1h15m`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, ROLLBACK_WITHOUT_DURATION};

    #[test]
    fn what_cannot_be_reverted_takes_no_time() {
        check(&ROLLBACK_WITHOUT_DURATION, "rollback: { irreversible: A message was sent }\n", expect![""]);
    }

    #[test]
    fn no_rollback_is_the_business_of_another_rule() {
        check(&ROLLBACK_WITHOUT_DURATION, "tasks: []\n", expect![""]);
        check(&ROLLBACK_WITHOUT_DURATION, "rollback:\n", expect![""]);
    }

    #[test]
    fn a_duration_that_cannot_be_read_is_not_missing() {
        check(
            &ROLLBACK_WITHOUT_DURATION,
            "rollback: { link: https://a.example, planned: soon }\n",
            expect![[r#"
            3:47 error [schema] "soon": `soon` is not a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
        "#]],
        );
        check(
            &ROLLBACK_WITHOUT_DURATION,
            "rollback: { steps: [{ task: x, planned: 5m }, { task: y, planned: soon }] }\n",
            expect![[r#"
                3:67 error [schema] "soon": `soon` is not a duration; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
            "#]],
        );
    }

    #[test]
    fn the_step_that_was_forgotten_is_shown_and_all_of_them_are_one_finding() {
        check(
            &ROLLBACK_WITHOUT_DURATION,
            "rollback: { steps: [{ task: x, planned: 5m }, { task: y }, { task: z }] }\n",
            expect![[r#"
                3:49 warning [rollback-without-duration] "task: y": the rollback does not say how long it takes: one of its steps has no planned duration (no planned duration); add `planned:` to this step, or to the rollback as a whole
            "#]],
        );
        check(
            &ROLLBACK_WITHOUT_DURATION,
            "rollback: { steps: [{ task: x }, { task: y }] }\n",
            expect![[r#"
            3:1 warning [rollback-without-duration] "rollback": the rollback does not say how long it takes (no planned duration); add `planned:` to the rollback, for example `planned: 1h15m`
        "#]],
        );
    }

    #[test]
    fn a_closed_runbook_needs_no_plan_any_more() {
        check(&ROLLBACK_WITHOUT_DURATION, "rollback: { plan: x }\nclosed: { at: 2026-10-11T09:12:00Z }\n", expect![""]);
    }
}
