//! `unsocial-hours`.

use std::fmt::Write;

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Route,
    model::{Call, Contact, Kind, OddHours, Zone},
};

declare_rule! {
    /// Says for whom a call is at night (22:00 to 07:00) or on the weekend, with the time on their clock. It knows the
    /// zone of those who attend; of several calls it names a side only where it is night or weekend for all of it, as
    /// not everybody is in each.
    ///
    /// ## Why
    /// Half past eleven on Saturday in Los Angeles is a good hour for the change, and Sunday morning for the colleague
    /// in London who was not asked. Who works at night makes more mistakes, and somebody has to be free the day after.
    /// Often it cannot be helped, so this is an info.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    ///   window: 3h
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, time_zone: America/Los_Angeles }
    ///     - { name: Kiran Placeholder, time_zone: Asia/Kolkata }
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-14 09:00 America/Los_Angeles
    ///   window: 3h
    /// contacts:
    ///   gitlab:
    ///     - { name: John Doe, time_zone: America/Los_Angeles }
    ///     - { name: Kiran Placeholder, time_zone: Europe/Dublin }
    /// ```
    pub(super) static UNSOCIAL_HOURS = {
        id: "unsocial-hours",
        level: Level::Info,
        summary: "the call is at night or on the weekend",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

/// More calls than this are not held against everybody's clock: a file of thousands is not for people.
const MOST_CALLS: usize = 50;
/// More people than this are not listed by name.
const MOST_NAMED: usize = 6;

fn check(cx: &mut LintContext<'_>) {
    if cx.is_closed() {
        return;
    }
    let runbook = cx.runbook();
    let calls = cx.calls();
    let everybody_is_there = calls.len() < 2;
    for (route, call) in calls.into_iter().take(MOST_CALLS) {
        let mut odd: Vec<Odd<'_>> = Vec::new();
        for side in [&runbook.contacts.gitlab, &runbook.contacts.customer] {
            let with_zone: Vec<(&Contact, Zone)> = attending(side).collect();
            let of_side: Vec<Odd<'_>> =
                with_zone.iter().filter_map(|(contact, zone)| Odd::of(contact, *zone, call)).collect();
            if everybody_is_there || of_side.len() == with_zone.len() {
                odd.extend(of_side);
            }
        }
        report(cx, route, &odd);
    }
}

fn attending(side: &[Contact]) -> impl Iterator<Item = (&Contact, Zone)> {
    side.iter().filter(|contact| contact.attends).filter_map(|contact| Some((contact, contact.time_zone?)))
}

fn report(cx: &mut LintContext<'_>, route: Route, odd: &[Odd<'_>]) {
    let kind = match (odd.iter().any(|odd| odd.night), odd.iter().any(|odd| odd.weekend)) {
        (false, false) => return,
        (true, false) => "at night",
        (false, true) => "on the weekend",
        (true, true) => "at night or on the weekend",
    };
    let mut who = String::new();
    for (at, odd) in odd.iter().take(MOST_NAMED).enumerate() {
        let before = if at == 0 { "" } else { ", " };
        write!(who, "{before}{} ({})", odd.contact.name, odd.begins).expect("a string takes everything");
    }
    if odd.len() > MOST_NAMED {
        write!(who, " and {} more", odd.len() - MOST_NAMED).expect("a string takes everything");
    }
    cx.report(route, "on their clocks")
        .message(format!("the call is {kind} for {who}"))
        .help("ask them, and find somebody of another region where you can");
}

/// Somebody for whom a call is at an odd hour.
struct Odd<'r> {
    contact: &'r Contact,
    begins: String,
    night: bool,
    weekend: bool,
}

impl<'r> Odd<'r> {
    fn of(contact: &'r Contact, zone: Zone, call: Call) -> Option<Self> {
        let from = call.at.instant();
        let until = call.end().unwrap_or(from);
        let hours = zone.odd_hours(from, until);
        let (night, weekend) = (hours.contains(&OddHours::Night), hours.contains(&OddHours::Weekend));
        let begins = zone.at(from).0.format("%a %H:%M").to_string();
        (night || weekend).then_some(Self { contact, begins, night, weekend })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, UNSOCIAL_HOURS};

    const CONTACTS: &str = "\
contacts:
  gitlab:
    - { name: John Doe, time_zone: America/Los_Angeles }
    - { name: Kiran Placeholder, time_zone: Asia/Kolkata }
    - { name: Morgan Sample, time_zone: Asia/Kolkata, attends: false }
    - { name: Jane Smith }
  customer:
    - { name: Pat Filler, time_zone: Europe/London }
";

    fn text(header: &str) -> String {
        format!("header: {{ name: Acme - Work, {header} }}\n{CONTACTS}")
    }

    #[test]
    fn everybody_is_named_with_their_own_time() {
        check(
            &UNSOCIAL_HOURS,
            &text("schedule_at: 2026-10-10 23:30 America/Los_Angeles, window: 3h"),
            expect![[r#"
            2:43 info [unsocial-hours] "2026-10-10 23:30 America/Los_Angeles": the call is at night or on the weekend for John Doe (Sat 23:30), Kiran Placeholder (Sun 12:00), Pat Filler (Sun 07:30) (on their clocks); ask them, and find somebody of another region where you can
        "#]],
        );
    }

    #[test]
    fn a_call_that_lasts_into_the_night_counts() {
        check(&UNSOCIAL_HOURS, &text("schedule_at: 2026-10-14 16:00 UTC"), expect![[""]]);
        check(
            &UNSOCIAL_HOURS,
            &text("schedule_at: 2026-10-14 16:00 UTC, window: 2h"),
            expect![[r#"
            2:43 info [unsocial-hours] "2026-10-14 16:00 UTC": the call is at night for Kiran Placeholder (Wed 21:30) (on their clocks); ask them, and find somebody of another region where you can
        "#]],
        );
    }

    #[test]
    fn of_several_calls_somebody_takes_the_one_in_their_day() {
        check(
            &UNSOCIAL_HOURS,
            &text(
                "schedule_at: 2026-10-14 15:00 UTC, sessions: [{ at: 2026-10-15 05:00 UTC, window: 30m }, { at: 2026-10-17 16:00 UTC }]",
            ),
            expect![[r#"
                2:82 info [unsocial-hours] "2026-10-15 05:00 UTC": the call is at night for Pat Filler (Thu 06:00) (on their clocks); ask them, and find somebody of another region where you can
                2:125 info [unsocial-hours] "2026-10-17 16:00 UTC": the call is on the weekend for John Doe (Sat 09:00), Kiran Placeholder (Sat 21:30), Pat Filler (Sat 17:00) (on their clocks); ask them, and find somebody of another region where you can
            "#]],
        );
    }

    #[test]
    fn many_people_are_counted() {
        let contacts: String = (1..=9).map(|n| format!("{{ name: Person {n}, time_zone: UTC }}, ")).collect();
        check(
            &UNSOCIAL_HOURS,
            &format!(
                "header: {{ name: Acme - Work, schedule_at: 2026-10-14 02:00 UTC }}\ncontacts: {{ gitlab: [{contacts}] }}\n"
            ),
            expect![[r#"
                2:43 info [unsocial-hours] "2026-10-14 02:00 UTC": the call is at night for Person 1 (Wed 02:00), Person 2 (Wed 02:00), Person 3 (Wed 02:00), Person 4 (Wed 02:00), Person 5 (Wed 02:00), Person 6 (Wed 02:00) and 3 more (on their clocks); ask them, and find somebody of another region where you can
            "#]],
        );
    }
}
