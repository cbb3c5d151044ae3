//! `region-change-in-window`.

use chrono::{DateTime, Utc};

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Warns when a region ends its day in the middle of the call. The configuration says when that is: an entry of
    /// `regions` may be `{ region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }`. Without hours nothing is known,
    /// and nothing is said; so it is where an item or a task speaks of a handover.
    ///
    /// ## Why
    /// People go home in the middle of the work, and what they know goes with them. Who is to take over has to read the
    /// runbook before, and the moment belongs between two tasks, not into one.
    ///
    /// ## Example
    /// With `EMEA` on duty from 09:00 to 17:00 in Dublin:
    ///
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-14 15:00 Europe/Dublin
    ///   window: 3h
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-14 15:00 Europe/Dublin
    ///   window: 3h
    /// tasks:
    ///   - task: Hand over to the next region
    ///     planned: 10m
    /// ```
    pub(super) static REGION_CHANGE_IN_WINDOW = {
        id: "region-change-in-window",
        level: Level::Warning,
        summary: "a region ends its day during the call",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let with_hours = cx.team().regions.iter().any(|region| region.hours.is_some());
    if !with_hours || cx.is_closed() || speaks_of_handover(cx) {
        return;
    }
    for (route, call) in cx.calls() {
        let Some(end) = call.end() else { continue };
        let Some((name, at)) = first_change(cx, call.at.instant(), end) else { continue };
        let next = on_duty(cx, at).filter(|next| *next != name);
        let there = call.at.zone().at(at).0.format("%H:%M");
        let to = next.map_or(String::new(), |next| format!(", and {next} takes over"));
        cx.report(route, "in this window")
            .message(format!("{name} ends its day at {there} {}{to}", call.at.zone()))
            .help("agree who takes over and add a task for the handover, or move the call");
    }
}

/// Returns the region on duty whose day ends first inside of a call, and when.
fn first_change<'a>(
    cx: &LintContext<'a>,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Option<(&'a str, DateTime<Utc>)> {
    let ends = cx.team().regions.iter().filter_map(|region| {
        let hours = region.hours.filter(|hours| hours.hold(begin))?;
        let at = hours.next_end(begin).filter(|at| *at < end)?;
        Some((region.name.as_str(), at))
    });
    ends.min_by_key(|(_, at)| *at)
}

fn on_duty<'a>(cx: &LintContext<'a>, at: DateTime<Utc>) -> Option<&'a str> {
    let mut regions = cx.team().regions.iter();
    regions.find(|region| region.hours.is_some_and(|hours| hours.hold(at))).map(|region| region.name.as_str())
}

fn speaks_of_handover(cx: &LintContext<'_>) -> bool {
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        ["handover", "hand over", "hands over", "hand-over", "handing over", "takes over", "take over"]
            .into_iter()
            .any(|words| text.contains(words))
    };
    cx.items().any(|(_, _, item)| speaks(&item.item))
        || cx.tasks_and_steps().any(|(_, task)| speaks(&task.task))
        || cx.runbook().contacts.all().any(|contact| contact.description.as_deref().is_some_and(speaks))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{super::check::check_with, REGION_CHANGE_IN_WINDOW};
    use crate::{
        lint::{Hours, Options, Region, Team},
        model::parse_zone,
    };

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let region = |name: &str, zone: &str, hours: &str| {
            let hours = Hours::parse(hours, parse_zone(zone).expect("a zone"));
            Region { name: name.to_owned(), hours }
        };
        let regions = vec![
            region("APAC", "Asia/Kolkata", "06:30-13:30"),
            region("EMEA", "Europe/Dublin", "09:00-17:00"),
            region("AMER", "America/New_York", "no hours"),
        ];
        let team = Team { regions, ..Team::default() };
        check_with(&REGION_CHANGE_IN_WINDOW, text, Options { team, ..Options::default() }, expected);
    }

    #[test]
    fn a_day_that_ends_in_the_window_is_named_with_who_comes_next() {
        check(
            "header: { name: Acme - Work, schedule_at: 2026-10-14 07:00 UTC, window: 2h }\n",
            expect![[r#"
            2:43 warning [region-change-in-window] "2026-10-14 07:00 UTC": APAC ends its day at 08:00 UTC, and EMEA takes over (in this window); agree who takes over and add a task for the handover, or move the call
        "#]],
        );
        check(
            "header: { name: Acme - Work, schedule_at: 2026-10-14 15:00 Europe/Dublin, window: 2h1m }\n",
            expect![[r#"
                2:43 warning [region-change-in-window] "2026-10-14 15:00 Europe/Dublin": EMEA ends its day at 17:00 Europe/Dublin (in this window); agree who takes over and add a task for the handover, or move the call
            "#]],
        );
    }

    #[test]
    fn a_day_that_ends_with_the_call_or_before_it_is_fine() {
        check(
            "header: { name: Acme - Work, schedule_at: 2026-10-14 15:00 Europe/Dublin, window: 2h }\n",
            expect![[""]],
        );
        check(
            "header: { name: Acme - Work, schedule_at: 2026-10-14 17:00 Europe/Dublin, window: 3h }\n",
            expect![[""]],
        );
        check("header: { name: Acme - Work, schedule_at: 2026-10-14 15:00 Europe/Dublin }\n", expect![[""]]);
    }

    #[test]
    fn every_call_is_looked_at() {
        check(
            "header: { name: Acme - Work, sessions: [{ at: 2026-10-14 09:00 UTC, window: 30m }, { at: 2026-10-14 15:30 UTC, window: 1h }] }\n",
            expect![[r#"
                2:90 warning [region-change-in-window] "2026-10-14 15:30 UTC": EMEA ends its day at 16:00 UTC (in this window); agree who takes over and add a task for the handover, or move the call
            "#]],
        );
    }

    #[test]
    fn who_has_planned_the_handover_knows() {
        check(
            "header: { name: Acme - Work, schedule_at: 2026-10-14 15:00 Europe/Dublin, window: 3h }\ntasks: [{ task: Hand over to AMER }]\n",
            expect![[""]],
        );
    }
}
