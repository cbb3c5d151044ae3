//! `window-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that a schedule says how long the slot is booked, for the call and for each further session.
    ///
    /// ## Why
    /// The window says when it is too late: whether the tasks fit, when the last moment for a rollback is, and until
    /// when the customer keeps people at their desks. A draft may not know it yet, so this is a warning.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 3h
    /// ```
    pub(super) static WINDOW_MISSING = {
        id: "window-missing",
        level: Level::Warning,
        summary: "the schedule has no window",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let schedule = route::header("schedule_at");
    let window = route::header("window");
    if cx.runbook().header.window.is_none() && !cx.document().is_absent(&schedule) && cx.is_missing(&window) {
        cx.report(schedule, "no window").help("add how long the slot is booked, for example `window: 3h`");
    }
    let sessions = cx.document().node(&route::header("sessions")).map_or(0, |node| node.items().len());
    for index in 0..sessions {
        let session = route::header("sessions").index(index);
        let (at, window) = (session.clone().key("at"), session.key("window"));
        if !cx.document().is_absent(&at) && cx.is_missing(&window) {
            cx.report(at, "no window")
                .message("the session has no window")
                .help("add how long the slot is booked, for example `window: 1h`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, WINDOW_MISSING};

    #[test]
    fn without_a_schedule_there_is_nothing_to_book() {
        check(&WINDOW_MISSING, "header: { name: Acme - Work }\n", expect![""]);
    }

    #[test]
    fn a_session_has_a_window_too() {
        check(
            &WINDOW_MISSING,
            "header:\n  name: Acme - Work\n  sessions:\n    - at: 2026-10-12 23:30 America/Los_Angeles\n    - { at: 2026-10-13 23:30 America/Los_Angeles, window: 1h }\n",
            expect![[r#"
                5:11 warning [window-missing] "2026-10-12 23:30 America/Los_Angeles": the session has no window (no window); add how long the slot is booked, for example `window: 1h`
            "#]],
        );
    }

    #[test]
    fn a_window_that_cannot_be_read_is_not_missing() {
        check(
            &WINDOW_MISSING,
            "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC, window: [3h] }\n",
            expect![[r#"
                2:73 error [schema] "[3h]": `window` must be a duration, such as `1h15m`, not a list; a text that begins with `[` or `{` goes in quotes
            "#]],
        );
    }
}
