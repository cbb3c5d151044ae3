//! Times in words.

use chrono::{DateTime, Utc};

use crate::model::{Schedule, Zone};

/// Returns an instant where it is agreed on and in UTC: `Sat 2026-10-10 23:30 America/Los_Angeles (Sun 2026-10-11
/// 06:30 UTC)`.
pub(super) fn in_zone(instant: DateTime<Utc>, zone: Zone) -> String {
    let (local, _) = zone.at(instant);
    both(&format!("{} {zone}", local.format(DAY_AND_TIME)), zone, instant)
}

/// Returns a schedule, with the offset where its local time exists twice.
pub(super) fn agreed(schedule: &Schedule) -> String {
    both(&format!("{} {schedule}", schedule.local().format("%a")), schedule.zone(), schedule.instant())
}

/// Returns what a clock in a zone shows: `Sun 12:00 (+05:30)`.
pub(super) fn on_clock(instant: DateTime<Utc>, zone: Zone) -> String {
    let (local, offset) = zone.at(instant);
    format!("{} ({offset})", local.format("%a %H:%M"))
}

/// Returns an instant in UTC: `2026-10-11 06:30`.
pub(super) fn in_utc(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%d %H:%M").to_string()
}

const DAY_AND_TIME: &str = "%a %Y-%m-%d %H:%M";

fn both(local: &str, zone: Zone, instant: DateTime<Utc>) -> String {
    match zone {
        Zone::Named(chrono_tz::Tz::UTC) => local.to_owned(),
        _ => format!("{local} ({} UTC)", instant.format(DAY_AND_TIME)),
    }
}
