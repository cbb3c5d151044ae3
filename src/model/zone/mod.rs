//! Time zones by name or offset.
//!
//! A zone is a place, because a place knows when its clocks change. Abbreviations do not say which place, and the names
//! that IANA keeps for old programs look like abbreviations; both are answered with what they could mean (`advice`).

mod abbreviation;
mod advice;
mod offset;

use std::fmt;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};

pub(super) use abbreviation::Meaning;
pub(super) use offset::read_offset;

macro_rules! offset_pattern {
    () => {
        r"(\+(0[0-9]|1[0-3]):(00|15|30|45)|\+14:00|-(0[0-9]|1[01]):(00|15|30|45)|-12:00)"
    };
}

macro_rules! named_zone_pattern {
    () => {
        "(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(/[A-Z][A-Za-z_-]+){1,2})"
    };
}

pub(super) use {named_zone_pattern, offset_pattern};

/// What a zone looks like; whether there is such a place only the parser knows.
pub(crate) const ZONE_PATTERN: &str = concat!("^(", named_zone_pattern!(), "|", offset_pattern!(), ")$");

/// The areas of IANA names. `US/`, `Etc/` and the like are names for old programs.
const AREAS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// Where a clock is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// An IANA zone, such as `America/Los_Angeles`; also `UTC`.
    Named(Tz),
    /// A fixed offset, such as `+05:30`.
    Offset(FixedOffset),
}

/// What goes before the zones to choose from.
pub(super) const WRITE: &str = "write";

/// Why a text is no zone.
pub(super) struct WrongZone {
    /// What is wrong.
    pub(super) message: String,
    /// What could be meant, the likeliest first.
    pub(super) meanings: Vec<Meaning>,
    /// What to write; the words before the meanings where there are any.
    pub(super) help: &'static str,
}

impl Zone {
    /// Returns the date and time that a clock shows there at an instant, and its offset from UTC.
    #[must_use]
    pub fn at(&self, instant: DateTime<Utc>) -> (NaiveDateTime, FixedOffset) {
        let offset = match self {
            Self::Named(tz) => tz.offset_from_utc_datetime(&instant.naive_utc()).fix(),
            Self::Offset(offset) => *offset,
        };
        // `naive_local` panics within a day of the last instant that there is.
        let local = instant.naive_utc().checked_add_offset(offset).unwrap_or(instant.naive_utc());
        (local, offset)
    }

    /// Returns the instants at which a clock shows a date and time there: one, none, or two.
    pub(super) fn instants(&self, local: NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>> {
        match self {
            Self::Named(tz) => tz.from_local_datetime(&local).map(|at| at.fixed_offset()),
            Self::Offset(offset) => offset.from_local_datetime(&local),
        }
    }

    /// Returns what people there call the time at an instant (`PDT`), where it has a name.
    pub(super) fn abbreviation(&self, instant: DateTime<Utc>) -> Option<String> {
        let Self::Named(tz) = self else { return None };
        let offset = tz.offset_from_utc_datetime(&instant.naive_utc());
        let name = offset.abbreviation().filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        Some(name.to_owned())
    }

    /// Returns the place in words, such as `Los Angeles`.
    pub(super) fn place(&self) -> String {
        let name = self.to_string();
        name.rsplit('/').next().unwrap_or(&name).replace('_', " ")
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(tz) => f.pad(tz.name()),
            Self::Offset(offset) => f.pad(&offset.to_string()),
        }
    }
}

/// Reads a zone that stands alone, as for a contact: an IANA `Area/City` name, `UTC`, or an offset `+05:30`.
///
/// # Errors
/// Abbreviations (`PST`, also those that are IANA links, such as `EST`), `Etc/GMT+5`, unknown names; with what to write.
pub fn parse_zone(text: &str) -> Result<Zone, super::ScheduleError> {
    read_zone(text).map_err(|wrong| super::ScheduleError {
        range: 0..text.len(),
        help: match wrong.meanings.as_slice() {
            [] => wrong.help.to_owned(),
            meanings => {
                let zones = meanings.iter().map(|meaning| meaning.zone);
                format!("{} {}", wrong.help, super::quote::alternatives(zones))
            }
        },
        message: wrong.message,
    })
}

/// Reads a zone, or says what could be meant.
pub(super) fn read_zone(text: &str) -> Result<Zone, WrongZone> {
    if text == "UTC" {
        return Ok(Zone::Named(Tz::UTC));
    }
    if let Ok(tz) = text.parse::<Tz>()
        && is_area_and_city(text)
    {
        return Ok(Zone::Named(tz));
    }
    read_offset(text).map(Zone::Offset).ok_or_else(|| advice::advise(text))
}

fn is_area_and_city(name: &str) -> bool {
    name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area))
}

/// Returns every name that may be written.
fn names() -> impl Iterator<Item = (&'static str, Zone)> {
    let named = TZ_VARIANTS.iter().map(|tz| (tz.name(), Zone::Named(*tz)));
    named.filter(|(name, _)| *name == "UTC" || is_area_and_city(name))
}
