//! `schedule-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that the header says when the call is.
    ///
    /// ## Why
    /// The time agreed with the customer is what everybody plans by; on a runbook without one nobody can be late. The
    /// file is often begun before the time is agreed, so this is a warning.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// ```
    pub(super) static SCHEDULE_MISSING = {
        id: "schedule-missing",
        level: Level::Warning,
        summary: "no time is agreed",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let route = route::header("schedule_at");
    if cx.runbook().header.schedule_at.is_none() && cx.is_missing(&route) {
        cx.report(route, "no schedule").help(
            "add the date, the time and the zone in which they were agreed: \
             `schedule_at: 2026-10-10 23:30 America/Los_Angeles`",
        );
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, SCHEDULE_MISSING};

    #[test]
    fn a_schedule_that_cannot_be_read_is_not_missing() {
        check(
            &SCHEDULE_MISSING,
            "header: { name: Acme - Work, schedule_at: [soon] }\n",
            expect![[r#"
            2:43 error [schema] "[soon]": `schedule_at` must be a date, a time and a time zone, not a list; a text that begins with `[` or `{` goes in quotes
        "#]],
        );
    }

    #[test]
    fn an_empty_schedule_is_missing() {
        check(
            &SCHEDULE_MISSING,
            "header:\n  name: Acme - Work\n  schedule_at: ''\n",
            expect![[r#"
            4:16 warning [schedule-missing] "''": no time is agreed (no schedule); add the date, the time and the zone in which they were agreed: `schedule_at: 2026-10-10 23:30 America/Los_Angeles`
        "#]],
        );
    }

    #[test]
    fn other_kinds_are_scheduled_elsewhere() {
        check(&SCHEDULE_MISSING, "kind: emergency-maintenance\n", expect![""]);
    }
}
