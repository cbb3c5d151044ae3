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
    both(&agreed_locally(schedule), schedule.zone(), schedule.instant())
}

/// Returns a schedule; one in UTC also on the clock of another zone: `Sat 2026-11-14 20:00 UTC (Sun 2026-11-15 01:30
/// Asia/Kolkata)`.
pub(super) fn agreed_beside(schedule: &Schedule, zone: Option<Zone>) -> String {
    match zone.filter(|zone| *zone != schedule.zone() && schedule.zone() == UTC) {
        Some(zone) => {
            let local = zone.at(schedule.instant()).0.format(DAY_AND_TIME);
            format!("{} ({local} {zone})", agreed_locally(schedule))
        }
        None => agreed(schedule),
    }
}

/// Returns a schedule without UTC: `Sat 2026-10-10 23:30 America/Los_Angeles`.
pub(super) fn agreed_locally(schedule: &Schedule) -> String {
    format!("{} {schedule}", schedule.local().format("%a"))
}

/// Returns a last moment beside the day that is known: `by Sun 01:15 (Sun 08:15 UTC)`.
pub(super) fn by(instant: DateTime<Utc>, zone: Zone) -> String {
    let utc = instant.format("%a %H:%M UTC");
    match zone {
        UTC => format!("by {utc}"),
        _ => format!("by {} ({utc})", zone.at(instant).0.format("%a %H:%M")),
    }
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

const UTC: Zone = Zone::Named(chrono_tz::Tz::UTC);

fn both(local: &str, zone: Zone, instant: DateTime<Utc>) -> String {
    match zone {
        UTC => local.to_owned(),
        _ => format!("{local} ({} UTC)", instant.format(DAY_AND_TIME)),
    }
}
