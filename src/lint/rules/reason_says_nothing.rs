//! `reason-says-nothing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{Kind, says_nothing},
};

declare_rule! {
    /// Finds reasons that are none: `n/a`, `tbd`, a dash.
    ///
    /// ## Why
    /// A blocked item with a reason counts as decided. The manager who lets the call begin, and the engineer who takes over,
    /// decide by what stands there.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    ///       reason: n/a
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    ///       reason: Staging has no users with a second factor
    /// ```
    pub(super) static REASON_SAYS_NOTHING = {
        id: "reason-says-nothing",
        level: Level::Warning,
        summary: "the reason says nothing",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (checklist, index, item) in cx.items() {
        if item.reason.as_deref().is_some_and(says_nothing) {
            report(cx, cx.item_route(checklist, index).key("reason"));
        }
    }
    if cx.runbook().rollback.as_ref().and_then(|rollback| rollback.irreversible.as_deref()).is_some_and(says_nothing) {
        report(cx, route::rollback("irreversible"));
    }
}

fn report(cx: &mut LintContext<'_>, route: Route) {
    cx.report(route, "no reason").help("write what a reader has to know: what prevents it, or why it does not apply");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, REASON_SAYS_NOTHING};

    #[test]
    fn words_that_stand_for_no_reason_are_found() {
        check(
            &REASON_SAYS_NOTHING,
            "\
checklists:
  pre-call:
    - { item: a, state: blocked, reason: TBD }
    - { item: b, state: not-applicable, reason: ' N/A. ' }
    - { item: c, state: blocked, reason: None of the groups is on staging }
    - { item: d, state: blocked }
    - { item: e, state: blocked, reason: '?' }
rollback: { irreversible: '-' }
",
            expect![[r#"
                5:42 warning [reason-says-nothing] "TBD": the reason says nothing (no reason); write what a reader has to know: what prevents it, or why it does not apply
                6:49 warning [reason-says-nothing] "' N/A. '": the reason says nothing (no reason); write what a reader has to know: what prevents it, or why it does not apply
                9:42 warning [reason-says-nothing] "'?'": the reason says nothing (no reason); write what a reader has to know: what prevents it, or why it does not apply
                10:27 warning [reason-says-nothing] "'-'": the reason says nothing (no reason); write what a reader has to know: what prevents it, or why it does not apply
            "#]],
        );
    }
}
