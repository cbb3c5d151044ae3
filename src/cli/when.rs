//! Instants in words: on somebody's clock, and from now.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::{Call, Runbook, Zone};

const DAY_AND_TIME: &str = "%a %Y-%m-%d %H:%M";

/// Returns the zone in which the times of a runbook are said: that of its first call, else UTC.
pub(super) fn zone(runbook: &Runbook) -> Zone {
    runbook.calls().first().map_or(Zone::Named(Tz::UTC), |call| call.at.zone())
}

/// Returns an instant as a clock in a zone shows it, and in UTC where that is another line.
pub(super) fn in_zone(instant: DateTime<Utc>, zone: Zone) -> Vec<String> {
    lines(&zone.at(instant).0.format(DAY_AND_TIME).to_string(), &zone.to_string(), instant, zone)
}

/// Returns when a call begins, as it was agreed, and in UTC where that is another line.
pub(super) fn agreed(call: &Call) -> Vec<String> {
    let local = call.at.local().format("%a").to_string();
    lines(&local, &call.at.to_string(), call.at.instant(), call.at.zone())
}

fn lines(before: &str, after: &str, instant: DateTime<Utc>, zone: Zone) -> Vec<String> {
    let mut lines = vec![format!("{before} {after}")];
    if zone != Zone::Named(Tz::UTC) {
        lines.push(format!("{} UTC", instant.format(DAY_AND_TIME)));
    }
    lines
}

/// Returns the weekday and the time that a clock in a zone shows: `Sun 12:00`.
pub(super) fn on_clock(instant: DateTime<Utc>, zone: Zone) -> String {
    zone.at(instant).0.format("%a %H:%M").to_string()
}

/// Returns an instant for machines, with the offset in a zone.
pub(super) fn rfc_3339(instant: DateTime<Utc>, zone: Zone) -> String {
    instant.with_timezone(&zone.at(instant).1).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns an instant as seen from now: `in 2h05m`, `3 days ago`.
pub(super) fn from_now(instant: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let distance = instant - now;
    match length(distance.abs()) {
        _ if distance.abs() < TimeDelta::minutes(1) => "now".to_owned(),
        length if distance > TimeDelta::zero() => format!("in {length}"),
        length => format!("{length} ago"),
    }
}

/// Returns how long a call that is under way will last; `None` before, after, and when nobody said it.
pub(super) fn left(call: &Call, now: DateTime<Utc>) -> Option<String> {
    let end = call.end().filter(|end| call.has_begun(now) && now <= *end)?;
    Some(format!("{} left", length(end - now)))
}

/// Returns a length of time: minutes below an hour, hours and minutes below two days, else days.
pub(super) fn length(length: TimeDelta) -> String {
    let minutes = length.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours @ 48.., _) => format!("{} days", (hours + 12) / 24),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Schedule, TaskDuration};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn a_time_is_as_far_from_now_as_a_person_says_it() {
        let now = at("2026-10-11T06:30:00Z");
        let said = |seconds| from_now(now + TimeDelta::seconds(seconds), now);
        assert_eq!([0, 59, -59].map(said), ["now", "now", "now"]);
        assert_eq!([60, 125 * 60 + 59, 2 * 3600, -300].map(said), ["in 1m", "in 2h05m", "in 2h", "5m ago"]);
        let day = 24 * 3600;
        assert_eq!(
            [2 * day - 60, 2 * day, 5 * day / 2, -3 * day].map(said),
            ["in 47h59m", "in 2 days", "in 3 days", "3 days ago"]
        );
    }

    #[test]
    fn of_a_call_that_is_under_way_it_is_known_what_is_left() {
        let schedule = Schedule::parse("2026-10-10 23:30 America/Los_Angeles").expect("a schedule");
        let call = Call { at: schedule, window: TaskDuration::parse("3h").ok() };
        let said = |now| left(&call, at(now));
        assert_eq!(said("2026-10-11T06:29:59Z"), None);
        assert_eq!(said("2026-10-11T06:55:00Z").as_deref(), Some("2h35m left"));
        assert_eq!(said("2026-10-11T09:30:00Z").as_deref(), Some("0m left"));
        assert_eq!(said("2026-10-11T09:30:01Z"), None);
        assert_eq!(left(&Call { window: None, ..call }, at("2026-10-11T06:55:00Z")), None);
    }

    #[test]
    fn utc_stands_below_the_agreed_time_unless_it_is_the_agreed_time() {
        let call = |text| Call { at: Schedule::parse(text).expect("a schedule"), window: None };
        let twice = call("2026-11-01 01:30 America/Los_Angeles -07:00");
        assert_eq!(agreed(&twice), ["Sun 2026-11-01 01:30 America/Los_Angeles -07:00", "Sun 2026-11-01 08:30 UTC"]);
        assert_eq!(agreed(&call("2026-11-01 08:30 UTC")), ["Sun 2026-11-01 08:30 UTC"]);
        let kolkata = call("2026-10-11 12:00 Asia/Kolkata");
        assert_eq!(
            in_zone(kolkata.at.instant(), kolkata.at.zone()),
            ["Sun 2026-10-11 12:00 Asia/Kolkata", "Sun 2026-10-11 06:30 UTC"]
        );
    }
}
