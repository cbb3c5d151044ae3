//! When it happens: an agreed local date and time in a zone, and so one instant.
//!
//! Only one way of writing is read: `2026-10-10 23:30 America/Los_Angeles`. What people write instead is understood
//! (`reading`) well enough to answer with what to write and which instant that is (`advice`).

mod advice;
mod reading;

use std::{fmt, ops::Range};

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Utc};

use super::{
    Zone,
    zone::{named_zone_pattern, offset_pattern, read_offset, read_zone},
};

/// What a schedule looks like; whether the zone exists and the time exists once only the parser knows.
pub(crate) const SCHEDULE_PATTERN: &str = concat!(
    "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9] (",
    named_zone_pattern!(),
    "( ",
    offset_pattern!(),
    ")?|",
    offset_pattern!(),
    ")$"
);

/// An agreed local date and time in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    at: NaiveDateTime,
    zone: Zone,
    instant: DateTime<Utc>,
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleError {
    /// Which bytes of the text are wrong.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write, or the choices, one a line.
    pub help: String,
}

impl Schedule {
    /// Reads `YYYY-MM-DD HH:MM ZONE`, with an optional offset after a zone.
    ///
    /// The year is 2000 to 2099: what is known about clocks ends there.
    ///
    /// # Errors
    /// A wrong shape, no zone, an abbreviation, a time that does not exist or exists twice, an offset that disagrees.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let reading = reading::read(text)?;
        let zone = read_zone(reading.zone.text).map_err(|wrong| advice::wrong_zone(&reading, wrong))?;
        let offset = match &reading.offset {
            None => None,
            Some(written) => match (zone, read_offset(written.text)) {
                (Zone::Named(_), Some(offset)) => Some(offset),
                _ => return Err(advice::wrong_offset(&reading, zone)),
            },
        };
        let instant = resolve(reading.at, zone, offset).ok_or_else(|| advice::wrong_time(&reading, zone, offset))?;
        let schedule = Self { at: reading.at, zone, instant };
        match reading.fault {
            Some((range, message)) => Err(ScheduleError { range, message, help: format!("write `{schedule}`") }),
            None => Ok(schedule),
        }
    }

    /// Returns the agreed local date and time.
    #[must_use]
    pub const fn local(&self) -> NaiveDateTime {
        self.at
    }

    /// Returns the zone in which it was agreed.
    #[must_use]
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// Returns the one instant that is meant.
    #[must_use]
    pub const fn instant(&self) -> DateTime<Utc> {
        self.instant
    }
}

impl fmt::Display for Schedule {
    /// Writes the schedule as it is read; with the offset where the local time exists twice.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.format("%Y-%m-%d %H:%M"), self.zone)?;
        match self.zone.instants(self.at) {
            MappedLocalTime::Ambiguous(..) => write!(f, " {}", self.zone.at(self.instant).1),
            _ => Ok(()),
        }
    }
}

/// Returns the one instant at which it is that time in a zone, and at that offset if one is given.
fn resolve(at: NaiveDateTime, zone: Zone, offset: Option<FixedOffset>) -> Option<DateTime<Utc>> {
    let instants = zone.instants(at);
    let is_meant = |at: &DateTime<FixedOffset>| offset.is_none_or(|offset| *at.offset() == offset);
    let meant = match (instants, offset) {
        (MappedLocalTime::Ambiguous(earlier, later), Some(_)) => [earlier, later].into_iter().find(is_meant),
        (instants, _) => instants.single().filter(is_meant),
    };
    meant.map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_accepted_fits_the_pattern_and_reads_back_equal() {
        let schema = jsonschema::validator_for(&serde_json::json!({ "pattern": SCHEDULE_PATTERN })).expect("a schema");
        let fits = |text: &str| schema.is_valid(&serde_json::Value::from(text));
        let zones = "Nowhere|UTC|PST|America/[LN][a-z]{2}_[A-Z][a-z]{2,6}|America/(New_York|Los_Angeles)|[+-][01][0-9]:[0134][05]";
        let texts = format!("20(26|28)-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-6][0-9] ({zones})([ \t][+-]0[0-9]:00)?");
        proptest!(|(text in texts.as_str())| {
            if let Ok(schedule) = Schedule::parse(&text) {
                prop_assert!(fits(&text));
                prop_assert_eq!(Schedule::parse(&schedule.to_string()), Ok(schedule));
                prop_assert_eq!(schedule.zone().at(schedule.instant()).0, schedule.local());
            }
        });
        for wrong in ["2026-10-10 23:30", "2026-10-10 23:30 PST", "2026-10-10T23:30 UTC", "2026-13-10 23:30 UTC"] {
            assert!(!fits(wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,20}|[0-9T: /.+-]{0,20}|2026-10-1[0-9][ T]\\PC{0,12}|2026-10-10 1[0-9]:30\\PC{0,12}") {
            if let Err(error) = Schedule::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error);
                prop_assert!(!error.message.is_empty() && !error.help.is_empty());
            }
        }
    }
}
