//! `contact-without-time-zone`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that everybody who attends has a time zone.
    ///
    /// ## Why
    /// With it the runbook shows everybody the time on their own clock, and the day, which is another one half around
    /// the world; without it each of them converts in the head, and one of them wrongly. Before a time is agreed nothing
    /// can be converted, so the finding is only an info then.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// contacts:
    ///   customer:
    ///     - name: Tom Blogs
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// contacts:
    ///   customer:
    ///     - name: Tom Blogs
    ///       time_zone: America/New_York
    /// ```
    pub(super) static CONTACT_WITHOUT_TIME_ZONE = {
        id: "contact-without-time-zone",
        level: Level::Warning,
        summary: "a contact who attends has no time zone",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() {
        return;
    }
    let is_scheduled = !cx.document().is_absent(&route::header("schedule_at"));
    for (route, contact) in cx.contacts() {
        let zone = route.clone().key("time_zone");
        if contact.attends && contact.time_zone.is_none() && cx.is_missing(&zone) {
            let report = cx.report(route, "no time zone");
            report
                .message(format!("{} has no time zone", contact.name))
                .help("add where the person's clock is, for example `time_zone: Europe/Dublin`; or `attends: false`");
            if !is_scheduled {
                report.level(Level::Info);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, CONTACT_WITHOUT_TIME_ZONE};

    #[test]
    fn whoever_attends_needs_a_zone() {
        check(
            &CONTACT_WITHOUT_TIME_ZONE,
            "contacts: { gitlab: [{ name: John Doe, time_zone: UTC }, { name: Jane Smith, time_zone: }, { name: Toni Blank, attends: false }] }\n",
            expect![[r#"
                3:60 info [contact-without-time-zone] "name: Jane Smith": Jane Smith has no time zone (no time zone); add where the person's clock is, for example `time_zone: Europe/Dublin`; or `attends: false`
            "#]],
        );
    }

    #[test]
    fn with_a_schedule_it_is_to_be_mended() {
        check(
            &CONTACT_WITHOUT_TIME_ZONE,
            "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC }\ncontacts: { customer: [{ name: Tom Blogs }] }\n",
            expect![[r#"
                3:26 warning [contact-without-time-zone] "name: Tom Blogs": Tom Blogs has no time zone (no time zone); add where the person's clock is, for example `time_zone: Europe/Dublin`; or `attends: false`
            "#]],
        );
    }

    #[test]
    fn a_zone_that_is_wrong_is_not_missing_and_a_closed_runbook_needs_none() {
        check(
            &CONTACT_WITHOUT_TIME_ZONE,
            "contacts: { gitlab: [{ name: John Doe, time_zone: PST }] }\n",
            expect![[r#"
                3:51 error [schedule-zone] "PST": `PST` is an abbreviation, not a time zone; write the place that is meant, such as `America/Los_Angeles` or `Asia/Manila`
            "#]],
        );
        check(
            &CONTACT_WITHOUT_TIME_ZONE,
            "contacts: { gitlab: [{ name: John Doe }] }\nclosed: { at: 2026-10-11T09:12:00Z }\n",
            expect![[""]],
        );
    }
}
