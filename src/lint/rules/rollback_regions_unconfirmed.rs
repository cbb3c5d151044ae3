//! `rollback-regions-unconfirmed`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::route,
    model::{ItemState, Kind},
};

declare_rule! {
    /// Checks that somebody in each region of the team confirmed under `rollback.confirmed_by` that they can execute the
    /// rollback. When the item `rollback-regions` is ticked all the same, it is a warning. While it is open and nobody was asked
    /// yet, the item says enough.
    ///
    /// ## Why
    /// The one who has to turn back may be whoever is awake. A tick without names says that somebody meant to ask.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - id: rollback-regions
    ///       item: Verify that any rollback plan can be executed by an engineer from every region
    ///       state: done
    /// rollback:
    ///   plan: Execute the same method with the parameter `enable`.
    ///   confirmed_by: [{ region: APAC, handle: "@kiran_placeholder" }]
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - id: rollback-regions
    ///       item: Verify that any rollback plan can be executed by an engineer from every region
    ///       state: done
    /// rollback:
    ///   plan: Execute the same method with the parameter `enable`.
    ///   confirmed_by:
    ///     - { region: APAC, handle: "@kiran_placeholder" }
    ///     - { region: EMEA, handle: "@jane_smith" }
    ///     - { region: AMER, handle: "@john_doe" }
    /// ```
    pub(super) static ROLLBACK_REGIONS_UNCONFIRMED = {
        id: "rollback-regions-unconfirmed",
        level: Level::Info,
        summary: "not every region confirmed that it can execute the rollback",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let Some(rollback) = runbook.rollback.as_ref().filter(|rollback| rollback.irreversible.is_none()) else { return };
    let confirmed_by = route::rollback("confirmed_by");
    if runbook.closed.is_some() || !cx.is_read_in_full(&confirmed_by) {
        return;
    }
    let regions = cx.team().region_names();
    let unconfirmed = rollback.unconfirmed(&regions).join(", ");
    if unconfirmed.is_empty() {
        return;
    }
    let help = "record who can, in which region: runbook check pre-call --confirm REGION=@HANDLE";
    let item = cx.items().find(|(list, _, item)| list.id == "pre-call" && item.id.text == "rollback-regions");
    match item.map(|(list, index, item)| (cx.item_route(list, index).key("state"), item.state)) {
        Some((route, ItemState::Done)) => {
            cx.report(route, "done, without names")
                .message(format!("the item is done, but nobody confirmed the rollback in {unconfirmed}"))
                .help(help)
                .level(Level::Warning);
        }
        // It was decided otherwise, with a reason; or the open item says as much.
        Some((_, ItemState::Blocked | ItemState::NotApplicable)) => {}
        Some((_, ItemState::Open)) if rollback.confirmed_by.is_empty() => {}
        _ => {
            cx.report(confirmed_by, format!("not yet: {unconfirmed}"))
                .message(format!("nobody confirmed the rollback in {unconfirmed}"))
                .help(help);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, ROLLBACK_REGIONS_UNCONFIRMED};

    use super::super::check::check_with;
    use crate::lint::{Options, Region, Team};

    fn team() -> Options {
        let regions = ["APAC", "EMEA"].map(Region::without_hours).to_vec();
        Options { team: Team { regions, ..Team::default() }, ..Options::default() }
    }

    #[test]
    fn regions_without_a_name_are_listed() {
        let text = "\
checklists: { pre-call: [{ id: rollback-regions, item: Everywhere, state: done }] }
rollback: { plan: x, confirmed_by: [{ region: emea, handle: '@jane_smith' }] }
";
        check_with(
            &ROLLBACK_REGIONS_UNCONFIRMED,
            text,
            team(),
            expect![[r#"
            3:75 warning [rollback-regions-unconfirmed] "done": the item is done, but nobody confirmed the rollback in APAC (done, without names); record who can, in which region: runbook check pre-call --confirm REGION=@HANDLE
        "#]],
        );
        check_with(
            &ROLLBACK_REGIONS_UNCONFIRMED,
            &text.replace("state: done", "state: open"),
            team(),
            expect![[r#"
            4:22 info [rollback-regions-unconfirmed] "confirmed_by": nobody confirmed the rollback in APAC (not yet: APAC); record who can, in which region: runbook check pre-call --confirm REGION=@HANDLE
        "#]],
        );
        check_with(
            &ROLLBACK_REGIONS_UNCONFIRMED,
            "rollback: { plan: x }\n",
            team(),
            expect![[r#"
            3:1 info [rollback-regions-unconfirmed] "rollback": nobody confirmed the rollback in APAC, EMEA (not yet: APAC, EMEA); record who can, in which region: runbook check pre-call --confirm REGION=@HANDLE
        "#]],
        );
    }

    #[test]
    fn what_is_decided_otherwise_cannot_be_rolled_back_or_is_not_asked_is_left_alone() {
        let blocked = "\
checklists: { pre-call: [{ id: rollback-regions, item: Everywhere, state: not-applicable, reason: Nothing changes }] }
rollback: { plan: x }
";
        check_with(&ROLLBACK_REGIONS_UNCONFIRMED, blocked, team(), expect![""]);
        check_with(&ROLLBACK_REGIONS_UNCONFIRMED, "rollback: { irreversible: It is sent }\n", team(), expect![""]);
        check(&ROLLBACK_REGIONS_UNCONFIRMED, "rollback: { plan: x }\n", expect![""]);
    }
}
