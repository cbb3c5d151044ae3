//! Text → date, time and zone, also where it is not written as it has to be.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use super::ScheduleError;
use crate::model::quote::quote;

/// What a schedule looks like, for where nothing better can be said.
pub(super) const GENERAL: &str = "write `YYYY-MM-DD HH:MM ZONE`, such as `2026-10-10 23:30 America/Los_Angeles`";

/// What a text says, as far as it is clear.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    /// The date and time.
    pub(super) at: NaiveDateTime,
    /// The bytes of date and time.
    pub(super) at_range: Range<usize>,
    /// What stands for the zone; may be empty.
    pub(super) zone: Written<'t>,
    /// What stands for the offset after the zone.
    pub(super) offset: Option<Written<'t>>,
    /// The first thing that is clear, but not written as it has to be.
    pub(super) fault: Option<(Range<usize>, String)>,
}

/// A part of the text.
#[derive(Debug, Clone)]
pub(super) struct Written<'t> {
    pub(super) text: &'t str,
    pub(super) range: Range<usize>,
}

/// Reads a text from left to right.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    fault: Option<(Range<usize>, String)>,
}

/// Reads what a text says.
///
/// # Errors
/// What is no date, no time of the day, or could be one of several.
pub(super) fn read(text: &str) -> Result<Reading<'_>, ScheduleError> {
    let mut reader = Reader { text, at: 0, fault: None };
    let first = reader.take(|c| !c.is_ascii_digit());
    if reader.rest().is_empty() {
        let what = if text.trim().is_empty() { "the schedule is empty" } else { "there is no date here" };
        return Err(error(0..text.len(), what, GENERAL));
    }
    if !first.text.is_empty() {
        reader.fault(first.range, "a schedule begins with the date");
    }
    let date = reader.date()?;
    reader.between_date_and_time()?;
    let at = reader.time(date)?;
    let at_range = 0..reader.at;
    let (zone, offset) = reader.zone();
    Ok(Reading { at, at_range, zone, offset, fault: reader.fault })
}

impl<'t> Reader<'t> {
    fn date(&mut self) -> Result<NaiveDate, ScheduleError> {
        let start = self.at;
        let mut numbers = [0; 3];
        for (index, number) in numbers.iter_mut().enumerate() {
            let digits = self.digits();
            let wanted = if index == 0 { 4 } else { 2 };
            match digits.text.parse() {
                Ok(value) if digits.text.len() == wanted => *number = value,
                Ok(value) if index > 0 && digits.text.len() == 1 => {
                    self.fault(digits.range, "month and day have two digits");
                    *number = value;
                }
                _ if index == 0 && digits.text.len() <= 2 && self.rest().starts_with(['-', '/', '.']) => {
                    return Err(error(digits.range, "the date begins with the year", GENERAL));
                }
                _ => return Err(error(start..self.at, "this is not a date", GENERAL)),
            }
            if index < 2 {
                let separator = self.take(|c| matches!(c, '-' | '/' | '.'));
                if separator.text != "-" {
                    self.fault(separator.range, "the parts of a date are separated by `-`");
                }
            }
        }
        let [year, month, day] = numbers;
        let range = start..self.at;
        if !(2000..2100).contains(&year) {
            return Err(error(
                range.start..range.start + 4,
                format!("the year {year} is out of range"),
                "write a year from 2000 to 2099",
            ));
        }
        let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        date.ok_or_else(|| no_such_date(range, numbers))
    }

    fn between_date_and_time(&mut self) -> Result<(), ScheduleError> {
        let written = self.take(|c| !c.is_ascii_digit());
        let word = written.text.trim();
        let message = match word {
            "" if written.text == " " => return Ok(()),
            "T" | "t" => "a blank goes between date and time, not `T`".to_owned(),
            "" | "-" | "," | "at" | "@" => "one blank goes between date and time".to_owned(),
            _ => format!("{} does not belong between date and time", quote(word)),
        };
        // ` - 23:30` is a time, ` -08:00` and ` Etc/GMT-8` are zones.
        let is_zone = word.len() > 2 || word == "+" || written.text.ends_with(" -");
        if is_zone || self.rest().is_empty() {
            let zone = self.text[written.range.start..].trim();
            let help = match zone {
                "" => GENERAL.to_owned(),
                _ => format!("write `{} HH:MM {zone}`", self.text[..written.range.start].trim()),
            };
            return Err(error(written.range.start..self.text.len(), "the time is missing", help));
        }
        self.fault(written.range, &message);
        Ok(())
    }

    fn time(&mut self, date: NaiveDate) -> Result<NaiveDateTime, ScheduleError> {
        let start = self.at;
        let mut hour = self.digits();
        let mut minute = None;
        if hour.text.len() == 4 {
            let (hours, minutes) = hour.text.split_at(2);
            minute = Some(Written { text: minutes, range: hour.range.start + 2..hour.range.end });
            self.fault(hour.range.clone(), "hours and minutes are separated by `:`");
            hour = Written { text: hours, range: hour.range.start..hour.range.start + 2 };
        } else if let Some(separator) = self.separator_of_time() {
            if separator.text != ":" {
                self.fault(separator.range, "hours and minutes are separated by `:`");
            }
            minute = Some(self.digits());
        }
        if minute.is_some() && self.rest().starts_with(':') {
            let from = self.at;
            self.take(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
            self.fault(from..self.at, "a schedule has no seconds");
        }
        let half = self.half_of_the_day();
        let range = start..self.at;
        let no_time = || error(range.clone(), "this is not a time of the day", GENERAL);
        let minutes = match &minute {
            Some(minute) if minute.text.len() == 2 => minute.text.parse().ok(),
            None => half.is_some().then_some(0),
            Some(_) => None,
        };
        let (Ok(mut hours), Some(minutes), 1 | 2) = (hour.text.parse::<u32>(), minutes, hour.text.len()) else {
            return Err(no_time());
        };
        match half {
            Some(is_afternoon) if hours <= 12 => {
                self.fault(range.clone(), "the clock has 24 hours, without am and pm");
                hours = hours % 12 + if is_afternoon { 12 } else { 0 };
            }
            Some(_) => self.fault(range.clone(), "the clock has 24 hours, without am and pm"),
            None if hour.text.len() == 1 => self.fault(hour.range.clone(), "the hour has two digits"),
            None => {}
        }
        if (hours, minutes) == (24, 0) {
            self.fault(range.clone(), "24:00 is 00:00 of the next day");
            return date.checked_add_days(Days::new(1)).and_then(|date| date.and_hms_opt(0, 0, 0)).ok_or_else(no_time);
        }
        let help = "write hours from 00 to 23 and minutes from 00 to 59";
        date.and_hms_opt(hours, minutes, 0)
            .ok_or_else(|| error(range, format!("there is no time {hours:02}:{minutes:02}"), help))
    }

    fn separator_of_time(&mut self) -> Option<Written<'t>> {
        let next = self.rest().strip_prefix([':', '.', 'h'])?;
        next.starts_with(|c: char| c.is_ascii_digit()).then(|| self.skip(1))
    }

    /// Reads `am`, `pm`, `a.m.`; true for the afternoon.
    fn half_of_the_day(&mut self) -> Option<bool> {
        let rest = self.rest().trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '.').unwrap_or(rest.len());
        let is_afternoon = match rest[..end].replace('.', "").to_ascii_lowercase().as_str() {
            "am" => false,
            "pm" => true,
            _ => return None,
        };
        self.at = self.text.len() - rest.len() + end;
        Some(is_afternoon)
    }

    /// Reads the zone and the offset after it.
    fn zone(&mut self) -> (Written<'t>, Option<Written<'t>>) {
        let blank = self.take(char::is_whitespace);
        let rest = self.rest().trim_end();
        let start = self.at;
        let whole = Written { text: rest, range: start..start + rest.len() };
        if rest.is_empty() {
            return (whole, None);
        }
        if let Some(inside) = whole.brackets() {
            self.fault(whole.range, "the zone goes after a blank, without brackets");
            let before = &rest[..inside.range.start - start - 1];
            let offset = Written { text: before, range: start..start + before.len() };
            let is_offset = before.starts_with(['+', '-']);
            return (inside, is_offset.then_some(offset));
        }
        if blank.text != " " {
            self.fault(blank.range, "one blank goes between time and zone");
        }
        if whole.range.end < self.text.len() {
            self.fault(whole.range.end..self.text.len(), "nothing goes after the zone");
        }
        match rest.rsplit_once(char::is_whitespace) {
            // `UTC +5` is no zone with an offset, but an offset with a word before it.
            Some((zone, offset))
                if is_like_offset(offset) && !matches!(zone.trim(), "GMT" | "UTC" if !offset.contains(':')) =>
            {
                let zone = zone.trim_end();
                let zone = Written { text: zone, range: start..start + zone.len() };
                let offset = Written { text: offset, range: whole.range.end - offset.len()..whole.range.end };
                if self.text[zone.range.end..offset.range.start] != *" " {
                    self.fault(zone.range.end..offset.range.start, "one blank goes between zone and offset");
                }
                (zone, Some(offset))
            }
            _ => (whole, None),
        }
    }

    fn fault(&mut self, range: Range<usize>, message: &str) {
        self.fault.get_or_insert_with(|| (range, message.to_owned()));
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn digits(&mut self) -> Written<'t> {
        self.take(|c| c.is_ascii_digit())
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Written<'t> {
        self.skip(self.rest().find(|c| !wanted(c)).unwrap_or(self.rest().len()))
    }

    fn skip(&mut self, n_bytes: usize) -> Written<'t> {
        let range = self.at..self.at + n_bytes;
        self.at = range.end;
        Written { text: &self.text[range.clone()], range }
    }
}

impl<'t> Written<'t> {
    /// Returns what stands in brackets, which may have an offset before them.
    fn brackets(&self) -> Option<Self> {
        let open = self.text.find(['[', '('])?;
        let inside = self.text[open + 1..].strip_suffix([']', ')'])?;
        let start = self.range.start + open + 1;
        // `Europe/Dublin (IST)` is a zone with a remark.
        let is_zone = open == 0 || self.text.starts_with(['+', '-', 'Z']);
        is_zone.then(|| Written { text: inside, range: start..start + inside.len() })
    }
}

fn is_like_offset(text: &str) -> bool {
    text.strip_prefix(['+', '-', '\u{2212}']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn no_such_date(range: Range<usize>, [year, month, day]: [u32; 3]) -> ScheduleError {
    let date = |month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let help = match (date(day, month), date(month, 1)) {
        (Some(swapped), None) => format!("write `{swapped}` if {} is meant", swapped.format("%-d %B")),
        (_, Some(first)) => format!("{} has {} days", first.format("%B %Y"), first.num_days_in_month()),
        (None, None) => "write the month from 01 to 12, then the day".to_owned(),
    };
    error(range, format!("there is no date {year}-{month:02}-{day:02}"), help)
}

fn error(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> ScheduleError {
    ScheduleError { range, message: message.into(), help: help.into() }
}
