//! `accepted-by-dri`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::{ItemState, Kind};

declare_rule! {
    /// Finds blocked items that the DRI accepted. A required item is the business of `required-not-accepted`.
    ///
    /// ## Why
    /// `accepted_by` is there for a second pair of eyes. The one who wants to go ahead is not it.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    ///       reason: Staging has no users with a second factor
    ///       accepted_by: "@john_doe"
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   dri: "@john_doe"
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    ///       reason: Staging has no users with a second factor
    ///       accepted_by: "@morgan_sample"
    /// ```
    pub(super) static ACCEPTED_BY_DRI = {
        id: "accepted-by-dri",
        level: Level::Warning,
        summary: "the item is blocked, and accepted by the DRI alone",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (checklist, index, item) in cx.items() {
        let is_by_dri = item.accepted_by.as_deref().is_some_and(|by| cx.runbook().is_dri(by));
        if is_by_dri && item.state == ItemState::Blocked && !item.required {
            cx.report(cx.item_route(checklist, index).key("accepted_by"), "this is the DRI")
                .help("name somebody else who accepts it, or leave `accepted_by` out");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, ACCEPTED_BY_DRI};

    #[test]
    fn the_dri_is_known_by_name_and_handle() {
        check(
            &ACCEPTED_BY_DRI,
            "\
header: { name: Acme - Work, dri: '@john_doe' }
contacts: { gitlab: [{ name: John Doe, handle: '@john_doe' }, { name: Jane Smith }] }
checklists:
  pre-call:
    - { item: a, state: blocked, reason: late, accepted_by: john doe }
    - { item: b, state: blocked, reason: late, accepted_by: Jane Smith }
    - { item: c, state: blocked, reason: late, accepted_by: john_doe, required: true }
    - { item: d, state: blocked, reason: late }
",
            expect![[r#"
                6:61 warning [accepted-by-dri] "john doe": the item is blocked, and accepted by the DRI alone (this is the DRI); name somebody else who accepts it, or leave `accepted_by` out
            "#]],
        );
    }
}
