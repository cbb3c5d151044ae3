//! The hours in which a region is on duty.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::model::Zone;

/// The hours in which a region is on duty, every day the same, on its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Where the clock is.
    pub zone: Zone,
    /// When they begin.
    pub from: NaiveTime,
    /// When they end: on the day after, where that is not later than they begin.
    pub until: NaiveTime,
}

const DAY: i64 = 24 * 60 * 60;

impl Hours {
    /// Reads `09:00-17:00`; `None` where it is anything else, or no time at all.
    #[must_use]
    pub fn parse(text: &str, zone: Zone) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let time = |text: &str| {
            let is_of_time = |(at, c): (usize, char)| if at == 2 { c == ':' } else { c.is_ascii_digit() };
            let has_form = text.len() == 5 && text.chars().enumerate().all(is_of_time);
            NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| has_form)
        };
        let (from, until) = (time(from)?, time(until)?);
        (from != until).then_some(Self { zone, from, until })
    }

    /// Returns whether an instant lies in them.
    #[must_use]
    pub fn hold(&self, instant: DateTime<Utc>) -> bool {
        let time = self.zone.at(instant).0.time();
        if self.from < self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }

    /// Returns the first time that they end behind an instant.
    #[must_use]
    pub fn next_end(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let wait = |instant: DateTime<Utc>| (self.until - self.zone.at(instant).0.time()).num_seconds().rem_euclid(DAY);
        let seconds = match wait(after) {
            0 => DAY,
            seconds => seconds,
        };
        let end = after.checked_add_signed(TimeDelta::seconds(seconds))?;
        // The clocks may have changed on the way.
        let off = wait(end);
        let off = if off > DAY / 2 { off - DAY } else { off };
        end.checked_add_signed(TimeDelta::seconds(off))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_zone;

    fn hours(text: &str, zone: &str) -> Hours {
        Hours::parse(text, parse_zone(zone).expect("a zone")).expect("hours")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn hours_are_two_times() {
        let utc = parse_zone("UTC").expect("a zone");
        for text in ["09:00-17:00", "22:00-06:00", "00:00-23:59"] {
            assert!(Hours::parse(text, utc).is_some(), "{text}");
        }
        for text in ["9:00-17:00", "09:00", "09:00-24:00", "09:00-09:00", "09:00 - 17:00", "9-17", "+9:00-17:00", ""] {
            assert!(Hours::parse(text, utc).is_none(), "{text}");
        }
    }

    #[test]
    fn hours_hold_from_their_beginning_to_their_end() {
        let dublin = hours("09:00-17:00", "Europe/Dublin");
        let holds = ["07:59", "08:00", "15:59", "16:00"].map(|time| dublin.hold(at(&format!("2026-10-14T{time}:00Z"))));
        assert_eq!(holds, [false, true, true, false]);
        let night = hours("22:00-06:00", "UTC");
        let holds = ["21:59", "22:00", "05:59", "06:00"].map(|time| night.hold(at(&format!("2026-10-14T{time}:00Z"))));
        assert_eq!(holds, [false, true, true, false]);
    }

    #[test]
    fn the_end_comes_every_day_also_when_the_clocks_change() {
        let dublin = hours("09:00-17:00", "Europe/Dublin");
        let end = |after: &str| dublin.next_end(at(after));
        assert_eq!(end("2026-10-14T10:00:00Z"), Some(at("2026-10-14T16:00:00Z")));
        assert_eq!(end("2026-10-14T16:00:00Z"), Some(at("2026-10-15T16:00:00Z")));
        assert_eq!(end("2026-10-24T20:00:00Z"), Some(at("2026-10-25T17:00:00Z")));
        assert_eq!(end("2026-03-28T20:00:00Z"), Some(at("2026-03-29T16:00:00Z")));
        assert_eq!(hours("09:00-17:00", "UTC").next_end(DateTime::<Utc>::MAX_UTC), None);
    }
}
