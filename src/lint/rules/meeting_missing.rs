//! `meeting-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that a scheduled runbook says where the call is.
    ///
    /// ## Why
    /// Five minutes before the call everybody looks for the meeting in this one place. Some work needs none, and a call
    /// by telephone stands under `links`; so this is an info, and silent where a link speaks of a meeting or a call.
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
    ///   meeting_url: https://example.zoom.com/my/example.meeting
    /// ```
    pub(super) static MEETING_MISSING = {
        id: "meeting-missing",
        level: Level::Info,
        summary: "no meeting is named",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

/// Words of labels under `links` that lead to a call.
const WORDS: [&str; 8] = ["meet", "call", "zoom", "teams", "webex", "phone", "bridge", "conference"];

fn check(cx: &mut LintContext<'_>) {
    let header = &cx.runbook().header;
    let meeting = route::header("meeting_url");
    let schedule = route::header("schedule_at");
    let is_a_call = |label: &String| WORDS.iter().any(|word| label.to_lowercase().contains(word));
    if header.meeting_url.is_none()
        && cx.is_missing(&meeting)
        && !cx.document().is_absent(&schedule)
        && !header.links.iter().any(|(label, _)| is_a_call(label))
        && !cx.is_closed()
    {
        cx.report(schedule, "where?").help(
            "add the address of the meeting, for example `meeting_url: https://example.zoom.com/my/example.meeting`",
        );
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, MEETING_MISSING};

    #[test]
    fn a_call_may_be_by_telephone() {
        check(
            &MEETING_MISSING,
            "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC, meeting_url: }\n",
            expect![[r#"
                2:43 info [meeting-missing] "2026-10-10 23:30 UTC": no meeting is named (where?); add the address of the meeting, for example `meeting_url: https://example.zoom.com/my/example.meeting`
            "#]],
        );
        check(
            &MEETING_MISSING,
            "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC, links: { Conference call: '12 34' } }\n",
            expect![[""]],
        );
    }

    #[test]
    fn before_a_time_is_agreed_and_after_the_end_nobody_asks() {
        check(&MEETING_MISSING, "header: { name: Acme - Work }\n", expect![[""]]);
        check(
            &MEETING_MISSING,
            "header: { name: Acme - Work, schedule_at: 2026-10-10 23:30 UTC }\nclosed: { at: 2026-10-11T09:12:00Z }\n",
            expect![[""]],
        );
    }
}
