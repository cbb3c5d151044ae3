//! `required-not-accepted`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Route,
    model::{ItemState, Kind},
};

declare_rule! {
    /// Checks that a required item that is blocked was accepted by somebody other than the DRI.
    ///
    /// ## Why
    /// `required` marks what must not be left out on the decision of one person: a dry run, a backup, somebody for the
    /// rollback in each region. The second person is the point, under whichever of their names. Without one the item
    /// counts as undecided, so this is an error.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       required: true
    ///       state: blocked
    ///       reason: Dry-run cannot be completed due to change requirements
    ///       accepted_by: "@john_doe"
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       required: true
    ///       state: blocked
    ///       reason: Dry-run cannot be completed due to change requirements
    ///       accepted_by: "@morgan_sample"
    /// ```
    pub(super) static REQUIRED_NOT_ACCEPTED = {
        id: "required-not-accepted",
        level: Level::Error,
        summary: "required item is blocked, and nobody accepted it",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (checklist, index, item) in cx.items() {
        if !item.required || item.state != ItemState::Blocked {
            continue;
        }
        let route = |key: &'static str| -> Route { cx.item_route(checklist, index).key(key) };
        if item.is_accepted(cx.runbook()) {
            continue;
        }
        if item.accepted_by.as_deref().is_some_and(|by| cx.runbook().is_dri(by)) {
            let route = route("accepted_by");
            cx.report(route, "this is the DRI")
                .message("required item is blocked, and accepted by the DRI alone")
                .help("somebody other than the DRI accepts it");
        } else if cx.is_missing(&route("accepted_by")) || item.accepted_by.is_some() {
            let route = route("state");
            cx.report(route, "not accepted").help("add `accepted_by:` with somebody other than the DRI");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, REQUIRED_NOT_ACCEPTED};

    #[test]
    fn a_second_person_accepts() {
        check(
            &REQUIRED_NOT_ACCEPTED,
            "\
checklists:
  pre-call:
    - { item: a, required: true, state: blocked, reason: x }
    - { item: b, required: true, state: blocked, reason: x, accepted_by: John_Doe }
    - { item: c, required: true, state: blocked, reason: x, accepted_by: '@' }
    - { item: d, required: true, state: blocked, reason: x, accepted_by: morgan_sample }
    - { item: e, required: true, state: not-applicable, reason: x }
    - { item: f, required: true }
    - { item: g, state: blocked, reason: x }
",
            expect![[r#"
                5:41 error [required-not-accepted] "blocked": required item is blocked, and nobody accepted it (not accepted); add `accepted_by:` with somebody other than the DRI
                6:74 error [required-not-accepted] "John_Doe": required item is blocked, and accepted by the DRI alone (this is the DRI); somebody other than the DRI accepts it
                7:41 error [required-not-accepted] "blocked": required item is blocked, and nobody accepted it (not accepted); add `accepted_by:` with somebody other than the DRI
            "#]],
        );
    }

    #[test]
    fn the_name_of_the_dri_is_the_dri() {
        check(
            &REQUIRED_NOT_ACCEPTED,
            "contacts: { gitlab: [{ name: John Doe, handle: john_doe }] }\nchecklists: { pre-call: [{ item: a, required: true, state: blocked, reason: x, accepted_by: John Doe }] }\n",
            expect![[r#"
                4:93 error [required-not-accepted] "John Doe": required item is blocked, and accepted by the DRI alone (this is the DRI); somebody other than the DRI accepts it
            "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &REQUIRED_NOT_ACCEPTED,
            "checklists:\n  pre-call:\n    - { item: a, required: yes, state: blocked, reason: x }\n    - { item: b, required: true, state: blocked, reason: x, accepted_by: [a] }\n",
            expect![[r#"
                5:28 error [schema] "yes": `required` must be `true` or `false`; write `true`, without quotes
                6:74 error [schema] "[a]": `accepted_by` must be text, not a list; a text that begins with `[` or `{` goes in quotes
            "#]],
        );
    }
}
