//! What a time is to somebody who lives elsewhere: the day it falls on there, and whether it is night.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc, Weekday};

use super::Zone;

/// A time at which people would rather not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OddHours {
    /// 22:00 to 07:00.
    Night,
    /// 07:00 to 09:00.
    Early,
    /// 18:00 to 22:00.
    Evening,
    /// Saturday or Sunday.
    Weekend,
}

impl OddHours {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Night, Self::Early, Self::Evening, Self::Weekend];

    /// Returns the plain word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Night => "night",
            Self::Early => "early",
            Self::Evening => "evening",
            Self::Weekend => "weekend",
        }
    }

    fn are_at(self, zone: Zone, instant: DateTime<Utc>) -> bool {
        let (local, _) = zone.at(instant);
        match (self, local.hour()) {
            (Self::Night, hour) => !(7..22).contains(&hour),
            (Self::Early, hour) => (7..9).contains(&hour),
            (Self::Evening, hour) => (18..22).contains(&hour),
            (Self::Weekend, _) => matches!(local.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }
}

impl Zone {
    /// Returns the odd hours there between two instants, the worst first; the last instant does not count.
    #[must_use]
    pub fn odd_hours(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<OddHours> {
        // None is shorter than two hours, so the two ends and every hour between them meet all that there are. After a
        // week there is nothing new.
        let last = until.checked_sub_signed(TimeDelta::seconds(1)).filter(|last| *last > from);
        let hours = (0..7 * 24).map_while(|hours| from.checked_add_signed(TimeDelta::hours(hours)));
        let instants: Vec<DateTime<Utc>> = hours.take_while(|at| *at == from || *at < until).chain(last).collect();
        OddHours::ALL.into_iter().filter(|odd| instants.iter().any(|at| odd.are_at(*self, *at))).collect()
    }

    /// Returns by how many days the date there differs from another one: `1` when it is the day after.
    #[must_use]
    pub fn day_shift(&self, instant: DateTime<Utc>, date: NaiveDate) -> i64 {
        (self.at(instant).0.date() - date).num_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_zone;

    #[track_caller]
    fn check(zone: &str, from: &str, until: &str, expected: &str) {
        let zone = parse_zone(zone).expect("a zone");
        let at = |text: &str| text.parse().expect("a time");
        let words: Vec<&str> = zone.odd_hours(at(from), at(until)).into_iter().map(OddHours::word).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn the_same_call_is_night_here_and_weekend_there() {
        let (from, until) = ("2026-10-11T06:30:00Z", "2026-10-11T09:30:00Z");
        check("America/Los_Angeles", from, until, "night weekend");
        check("Asia/Kolkata", from, until, "weekend");
        check("Europe/London", from, until, "early weekend");
        check("Europe/Dublin", "2026-10-12T08:00:00Z", "2026-10-12T17:00:00Z", "");
    }

    #[test]
    fn the_hours_begin_and_end_on_time() {
        let day = |time: &str| format!("2026-10-14T{time}:00Z");
        let check = |from: &str, until: &str, expected: &str| check("UTC", &day(from), &day(until), expected);
        check("06:59", "07:00", "night");
        check("07:00", "07:00", "early");
        check("08:59", "18:00", "early");
        check("09:00", "18:00", "");
        check("09:00", "18:01", "evening");
        check("17:55", "22:01", "night evening");
        check("22:00", "22:00", "night");
    }

    #[test]
    fn a_slot_of_weeks_meets_them_all() {
        check("+05:45", "2026-10-14T05:00:00Z", "2027-10-14T05:00:00Z", "night early evening weekend");
        check("UTC", "2026-10-14T10:00:00Z", "2026-10-17T00:00:00Z", "night early evening");
        check("UTC", "2026-10-14T10:00:00Z", "2026-10-17T00:00:01Z", "night early evening weekend");
    }

    #[test]
    fn the_day_there_is_counted_from_the_agreed_one() {
        let shift = |zone: &str, at: &str| {
            let date = NaiveDate::from_ymd_opt(2026, 10, 10).expect("a date");
            parse_zone(zone).expect("a zone").day_shift(at.parse().expect("a time"), date)
        };
        assert_eq!(shift("America/Los_Angeles", "2026-10-11T06:30:00Z"), 0);
        assert_eq!(shift("Asia/Kolkata", "2026-10-11T06:30:00Z"), 1);
        assert_eq!(shift("Pacific/Honolulu", "2026-10-10T09:00:00Z"), -1);
    }
}
