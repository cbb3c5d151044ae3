//! What is wrong with a zone, an offset or a time, and what could be meant, each with its UTC.

use std::fmt::Write;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime};
use chrono_tz::{GapInfo, Tz};

use super::{
    super::{
        TaskDuration, Zone,
        quote::quote,
        zone::{WRITE, WrongZone},
    },
    Schedule, ScheduleError,
    reading::Reading,
};

/// A schedule that could be meant, and what is to be said about it.
struct Choice {
    schedule: Schedule,
    note: Option<String>,
}

/// Explains a text that is no zone.
pub(super) fn wrong_zone(reading: &Reading<'_>, wrong: WrongZone) -> ScheduleError {
    let at = reading.at;
    if reading.zone.text.is_empty() {
        let date_time = at.format("%Y-%m-%d %H:%M");
        let help = format!(
            "write the zone in which it was agreed, such as \
             `{date_time} America/Los_Angeles`, `{date_time} UTC` or `{date_time} +05:30`"
        );
        return ScheduleError { range: reading.at_range.clone(), message: wrong.message, help };
    }
    let mut choices: Vec<Choice> = Vec::new();
    let mut message = wrong.message;
    for (index, meaning) in wrong.meanings.iter().enumerate() {
        let zone = meaning.zone;
        let schedules = possible(at, zone);
        let literal = meaning.offset.filter(|offset| schedules.iter().all(|schedule| schedule.offset() != *offset));
        for schedule in schedules {
            let differs = meaning.offset.is_some_and(|offset| offset != schedule.offset());
            let note = differs.then(|| format!("{} is on {}", zone.place(), clock(&schedule).0));
            if index == 0 && literal.is_some() && schedule.at == at {
                let (name, offset) = clock(&schedule);
                let _ = write!(message, "; on {} {} is on {name}{offset}", at.date(), zone.place());
            }
            choices.push(Choice { schedule, note });
        }
        let Some(offset) = literal else { continue };
        let note = Some(format!("{} taken literally", quote(reading.zone.text)));
        for schedule in possible(at, Zone::Offset(offset)) {
            // London in summer is not on GMT, but then UTC is there already.
            let is_same =
                |choice: &Choice| choice.schedule.instant == schedule.instant && is_fixed(choice.schedule.zone);
            if !choices.iter().any(is_same) {
                choices.push(Choice { schedule, note: note.clone() });
            }
        }
    }
    let help = if choices.is_empty() { wrong.help.to_owned() } else { list(wrong.help, &choices) };
    ScheduleError { range: reading.zone.range.clone(), message, help }
}

/// Explains what stands after a zone and is no offset, or an offset after an offset.
pub(super) fn wrong_offset(reading: &Reading<'_>, zone: Zone) -> ScheduleError {
    let written = reading.offset.as_ref().unwrap_or(&reading.zone);
    let message = match zone {
        Zone::Offset(_) => "an offset stands alone or after the name of a zone".to_owned(),
        Zone::Named(_) => format!("{} is not an offset", quote(written.text)),
    };
    ScheduleError { range: written.range.clone(), message, help: list(WRITE, &plain(possible(reading.at, zone))) }
}

/// Explains a local time that does not exist, that exists twice, or that does not have the offset that is given.
pub(super) fn wrong_time(reading: &Reading<'_>, zone: Zone, offset: Option<FixedOffset>) -> ScheduleError {
    let (at, place) = (reading.at, zone.place());
    let (date, time) = (at.date(), at.format("%H:%M"));
    let mut schedules = possible(at, zone);
    let mut range = reading.at_range.clone();
    let message = match (zone.instants(at), offset) {
        (MappedLocalTime::None, _) => {
            let jump = gap(at, zone).map(|(from, to)| {
                let shown = if from.date() == to.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
                format!(": the clocks go from {} to {}", from.format(shown), to.format(shown))
            });
            format!("{time} does not exist in {place} on {date}{}", jump.unwrap_or_default())
        }
        (MappedLocalTime::Ambiguous(earlier, later), None) => {
            let seconds = earlier.offset().local_minus_utc() - later.offset().local_minus_utc();
            let back = TaskDuration::measured(seconds.into());
            format!("{time} exists twice in {place} on {date}: the clocks go back by {back}")
        }
        (instants, _) => {
            let wrong = offset.map(|offset| format!(", not at {offset}")).unwrap_or_default();
            schedules.extend(offset.into_iter().flat_map(|offset| possible(at, Zone::Offset(offset))));
            range = reading.offset.as_ref().map_or(range, |written| written.range.clone());
            let right =
                [instants.earliest(), instants.latest()].into_iter().flatten().map(|at| at.offset().to_string());
            let mut right: Vec<String> = right.collect();
            right.dedup();
            format!("{place} is at {} on {date}{wrong}", right.join(" and "))
        }
    };
    ScheduleError { range, message, help: list(WRITE, &plain(schedules)) }
}

fn plain(schedules: Vec<Schedule>) -> Vec<Choice> {
    schedules.into_iter().map(|schedule| Choice { schedule, note: None }).collect()
}

/// Lists what could be meant, a line each, with what it comes to.
fn list(lead: &str, choices: &[Choice]) -> String {
    let utc = |choice: &Choice| choice.schedule.instant.format("%Y-%m-%d %H:%M UTC").to_string();
    if let [Choice { schedule, .. }] = choices {
        let meaning = match schedule.zone {
            Zone::Named(Tz::UTC) => String::new(),
            _ => format!(", which is {}", utc(&choices[0])),
        };
        return format!("{lead} `{schedule}`{meaning}");
    }
    let width = choices.iter().map(|choice| choice.schedule.to_string().len()).max().unwrap_or(0);
    let mut help = if lead == WRITE { "write what is meant, one of".to_owned() } else { lead.to_owned() };
    for choice in choices {
        let note = choice.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let text = choice.schedule.to_string();
        let _ = write!(help, "\n  {text:<width$}  = {}{note}", utc(choice));
    }
    help
}

/// Returns the schedules that a local time in a zone could be: two where it exists twice, and where it does not exist
/// the times as far before and after the gap as it is in it.
fn possible(at: NaiveDateTime, zone: Zone) -> Vec<Schedule> {
    let schedule = |at: NaiveDateTime, instant: DateTime<FixedOffset>| Schedule { at, zone, instant: instant.to_utc() };
    match zone.instants(at) {
        MappedLocalTime::Single(instant) => vec![schedule(at, instant)],
        MappedLocalTime::Ambiguous(earlier, later) => vec![schedule(at, earlier), schedule(at, later)],
        MappedLocalTime::None => {
            let Some((from, to)) = gap(at, zone) else { return Vec::new() };
            let around = [at.checked_sub_signed(to - from), at.checked_add_signed(to - from)];
            let around = around.into_iter().flatten();
            around.filter_map(|at| Some(schedule(at, zone.instants(at).earliest()?))).collect()
        }
    }
}

/// Returns the first time that does not exist and the first that does again.
fn gap(at: NaiveDateTime, zone: Zone) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let Zone::Named(tz) = zone else { return None };
    let gap = GapInfo::new(&at, &tz)?;
    Some((gap.begin?.0, gap.end?.naive_local()))
}

/// Returns what the clock of a schedule's place is called then, and its offset where that is no part of the name.
fn clock(schedule: &Schedule) -> (String, String) {
    let offset = schedule.offset();
    match schedule.zone.abbreviation(schedule.instant) {
        Some(name) => (name, format!(" ({offset})")),
        None => (offset.to_string(), String::new()),
    }
}

fn is_fixed(zone: Zone) -> bool {
    matches!(zone, Zone::Offset(_) | Zone::Named(Tz::UTC))
}

impl Schedule {
    fn offset(&self) -> FixedOffset {
        self.zone.at(self.instant).1
    }
}
