//! Every zone that may be written, around the changes of its clocks and away from them.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use runbook::model::{Schedule, Zone, parse_zone};

/// Returns the zones that may be written.
fn accepted_zones() -> Vec<Zone> {
    chrono_tz::TZ_VARIANTS.iter().filter_map(|tz| parse_zone(tz.name()).ok()).collect()
}

/// Returns the instants of 2026 and 2027 at which the clocks of a zone change, to the second.
fn changes(zone: Zone) -> Vec<DateTime<Utc>> {
    let offset = |at: DateTime<Utc>| zone.at(at).1;
    let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().expect("a time stamp");
    let mut changes = Vec::new();
    for hours in (0..2 * 365 * 24).step_by(12) {
        let mut before = first + TimeDelta::hours(hours);
        let mut after = before + TimeDelta::hours(12);
        if offset(before) == offset(after) {
            continue;
        }
        while after - before > TimeDelta::seconds(1) {
            let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
            if offset(middle) == offset(before) { before = middle } else { after = middle }
        }
        changes.push(after);
    }
    changes
}

fn text(local: NaiveDateTime, zone: Zone) -> String {
    format!("{} {zone}", local.format("%Y-%m-%d %H:%M"))
}

#[track_caller]
fn shows_the_same_wall_time(local: NaiveDateTime, zone: Zone) {
    let text = text(local, zone);
    let schedule = Schedule::parse(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!((schedule.local(), zone.at(schedule.instant()).0), (local, local), "{text}");
}

#[test]
fn times_in_gaps_and_overlaps_of_every_zone_are_named() {
    let mut n_gaps = 0;
    let mut n_overlaps = 0;
    for zone in accepted_zones() {
        for change in changes(zone) {
            let before = zone.at(change - TimeDelta::seconds(1)).1;
            let (after_local, after) = zone.at(change);
            let before_local = change.naive_utc() + before;
            let (from, to) = (before_local.min(after_local), before_local.max(after_local));
            let what = if after_local > before_local { "does not exist" } else { "exists twice" };
            if after_local > before_local {
                n_gaps += 1
            } else {
                n_overlaps += 1
            }
            for wrong in [from, from + (to - from) / 2, to - TimeDelta::minutes(1)] {
                let error = Schedule::parse(&text(wrong, zone)).expect_err("a time that does not exist once");
                assert!(error.message.contains(what), "{zone}: {}", error.message);
                let choices: Vec<&str> =
                    error.help.lines().skip(1).map(|line| line.split_once("  = ").expect(line).0).collect();
                let instants: Vec<_> =
                    choices.iter().map(|text| Schedule::parse(text.trim()).expect(text).instant()).collect();
                assert_eq!(instants[1] - instants[0], (to - from), "{zone}: {}", error.help);
            }
            shows_the_same_wall_time(from - TimeDelta::minutes(1), zone);
            shows_the_same_wall_time(to, zone);
            assert_ne!(before, after);
        }
    }
    assert!(n_gaps > 100 && n_overlaps > 100, "{n_gaps} gaps, {n_overlaps} overlaps");
}

#[test]
fn any_other_minute_of_every_zone_is_one_instant() {
    let first = "2026-01-01T00:00:00".parse::<NaiveDateTime>().expect("a date and time");
    for zone in accepted_zones() {
        let changes = changes(zone);
        // A prime number of minutes, so that every hour of the day comes up.
        for minutes in (0..2 * 365 * 24 * 60).step_by(15_013) {
            let local = first + TimeDelta::minutes(minutes);
            let is_near = |change: &DateTime<Utc>| (zone.at(*change).0 - local).abs() < TimeDelta::hours(3);
            if !changes.iter().any(is_near) {
                shows_the_same_wall_time(local, zone);
            }
        }
    }
}
