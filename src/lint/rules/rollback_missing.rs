//! `rollback-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{NodeKind, Route, route},
    model::Kind,
};

declare_rule! {
    /// Checks that there is a rollback: a plan, a link to one, steps, or the reason why the work cannot be reverted.
    ///
    /// ## Why
    /// When it is needed there is no time to write it, and the person who could is asleep. "It cannot be reverted" is
    /// an answer too, one that the customer should have heard before. It is an error, also in a blueprint: the rest of
    /// a draft may come later, but whether there is a way back decides whether there should be a call.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Remove 2FA from user list
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Remove 2FA from user list
    /// rollback:
    ///   irreversible: Users set 2FA up again at their next sign-in; the old devices are not kept
    /// ```
    pub(super) static ROLLBACK_MISSING = {
        id: "rollback-missing",
        level: Level::Error,
        summary: "there is no rollback",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let route = Route::top().key("rollback");
    let is_missing = match cx.document().node(&route) {
        Some(node) if matches!(node.kind, NodeKind::Table { .. }) => {
            ["plan", "link", "steps", "irreversible"].into_iter().all(|key| is_empty(cx, &route::rollback(key)))
        }
        _ => cx.is_missing(&route),
    };
    if is_missing {
        // What is missing at the top is shown where it is missed.
        let tasks = cx.document().range(&Route::top().key("tasks"));
        let range = if cx.document().node(&route).is_none() { tasks } else { cx.document().range(&route) };
        cx.report(route, "no rollback").range(range).help(
            "add `rollback:` with a `plan`, a `link`, `steps`, or `irreversible` and the reason why there is none",
        );
    }
}

/// Returns whether nothing is there: neither a value, nor text but blanks, nor an entry of a list.
fn is_empty(cx: &LintContext<'_>, route: &Route) -> bool {
    match cx.document().node(route).map(|node| &node.kind) {
        Some(NodeKind::List { items, .. }) => items.is_empty(),
        Some(NodeKind::Scalar { text, .. }) if !text.is_empty() => text.trim().is_empty(),
        _ => cx.is_missing(route),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, ROLLBACK_MISSING};

    #[test]
    fn any_way_back_will_do() {
        for rollback in
            ["{ plan: Revert it }", "{ link: https://a.example }", "{ steps: [{ task: x }] }", "{ irreversible: sent }"]
        {
            check(&ROLLBACK_MISSING, &format!("rollback: {rollback}\n"), expect![""]);
        }
    }

    #[test]
    fn an_empty_rollback_is_none() {
        check(
            &ROLLBACK_MISSING,
            "rollback:\n",
            expect![[r#"
                3:1 error [rollback-missing] "rollback": there is no rollback (no rollback); add `rollback:` with a `plan`, a `link`, `steps`, or `irreversible` and the reason why there is none
            "#]],
        );
        check(
            &ROLLBACK_MISSING,
            "rollback:\n  plan: ' '\n  steps: []\n  planned: 5m\n",
            expect![[r#"
            3:1 error [rollback-missing] "rollback": there is no rollback (no rollback); add `rollback:` with a `plan`, a `link`, `steps`, or `irreversible` and the reason why there is none
        "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &ROLLBACK_MISSING,
            "rollback: { paln: Revert it }\n",
            expect![[r#"
            3:13 error [schema] "paln": the rollback has no key `paln`; did you mean `plan`?
        "#]],
        );
        check(
            &ROLLBACK_MISSING,
            "rollback: Revert it\n",
            expect![[r#"
            3:11 error [schema] "Revert it": the rollback must be a mapping, not text; write keys, such as `plan:`, `link:`, `irreversible:`
        "#]],
        );
        check(
            &ROLLBACK_MISSING,
            "rolback: { plan: Revert it }\n",
            expect![[r#"
            3:1 error [schema] "rolback": a runbook has no key `rolback`; did you mean `rollback`?
        "#]],
        );
    }

    #[test]
    fn a_contact_request_reverts_nothing() {
        check(&ROLLBACK_MISSING, "kind: contact-request\n", expect![""]);
    }

    #[test]
    fn a_blueprint_has_a_way_back() {
        check(
            &ROLLBACK_MISSING,
            "blueprint: true\nheader: { name: CUSTOMER - Work }\n",
            expect![[r#"
            1:1 error [rollback-missing] "version": there is no rollback (no rollback); add `rollback:` with a `plan`, a `link`, `steps`, or `irreversible` and the reason why there is none
        "#]],
        );
    }
}
