//! How long something takes: `45s`, `10m`, `1h15m`, `2h`.
//!
//! Only this one way of writing is read, so that every duration in every runbook looks the same. What people write
//! instead is understood well enough to answer with what to write (`advice`).

mod advice;
mod meant;
mod parts;

use std::{fmt, ops::Range};

/// What a duration looks like. The parser alone knows that none is longer than 9999 hours.
pub(crate) const DURATION_PATTERN: &str =
    concat!("^(0*[0-9]{1,4}h(0*[0-5]?[0-9]m)?(0*[0-5]?[0-9]s)?", "|0*[0-9]{1,6}m(0*[0-5]?[0-9]s)?", "|0*[0-9]{1,8}s)$");

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;

/// A length of time in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskDuration {
    seconds: u32,
}

/// Why a text is no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationError {
    /// Which bytes of the text are wrong.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl TaskDuration {
    /// The longest duration that can be written: 9999 hours.
    pub const LONGEST: Self = Self { seconds: 9999 * HOUR };

    /// Returns a duration of whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        Self { seconds }
    }

    /// Returns the whole seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.seconds
    }

    /// Reads a duration: `45s`, `10m`, `1h15m`, `2h`.
    ///
    /// # Errors
    /// A bare number, a negative, a fraction, days, or anything else; with what to write.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        read(text).ok_or_else(|| advice::advise(text))
    }

    /// Returns the duration of a measured number of seconds, rounded to the minute from one minute on.
    ///
    /// A negative number (a clock that was set back) counts as 0, and more than [`Self::LONGEST`] as that, because
    /// what is measured is written into the file and has to be read again.
    #[must_use]
    pub fn measured(seconds: i64) -> Self {
        let seconds = seconds.clamp(0, i64::from(Self::LONGEST.seconds));
        let seconds = u32::try_from(seconds).expect("at most 9999 hours");
        if seconds < MINUTE {
            return Self { seconds };
        }
        Self { seconds: (seconds + MINUTE / 2) / MINUTE * MINUTE }
    }

    /// Returns the sum, or `None` when it is more seconds than a duration can hold.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.seconds.checked_add(other.seconds) {
            Some(seconds) => Some(Self { seconds }),
            None => None,
        }
    }

    /// Returns the sum of durations for printing; what is too much stays at the most that a duration can hold.
    #[must_use]
    pub fn total(durations: impl IntoIterator<Item = Self>) -> Self {
        let seconds = durations.into_iter().fold(0_u32, |sum, duration| sum.saturating_add(duration.seconds));
        Self { seconds }
    }
}

impl fmt::Display for TaskDuration {
    /// Writes hours and minutes (`90m` is `1h30m`), and seconds where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.seconds / HOUR, self.seconds % HOUR / MINUTE, self.seconds % MINUTE);
        let mut text = String::new();
        for (number, unit) in [(hours, 'h'), (minutes, 'm'), (seconds, 's')] {
            if number > 0 {
                text.push_str(&number.to_string());
                text.push(unit);
            }
        }
        f.pad(if text.is_empty() { "0s" } else { &text })
    }
}

/// Reads exactly what a duration may look like.
fn read(text: &str) -> Option<TaskDuration> {
    let mut rest = text;
    let mut total = None;
    for (unit, seconds) in [('h', HOUR), ('m', MINUTE), ('s', 1)] {
        let (number, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let Some(after) = after.strip_prefix(unit) else { continue };
        let number: u64 = number.parse().ok()?;
        if total.is_some() && number > 59 {
            return None;
        }
        total = Some(total.unwrap_or(0_u64).checked_add(number.checked_mul(seconds.into())?)?);
        rest = after;
    }
    if !rest.is_empty() {
        return None;
    }
    let duration = TaskDuration { seconds: u32::try_from(total?).ok()? };
    (duration <= TaskDuration::LONGEST).then_some(duration)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn printed(text: &str) -> String {
        TaskDuration::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}")).to_string()
    }

    #[test]
    fn a_duration_prints_as_hours_and_minutes() {
        let texts = ["45s", "10m", "1h15m", "2h", "1m30s", "90m", "60m", "90s", "1h30s", "01h05m", "0m", "0h", "9999h"];
        let expected =
            ["45s", "10m", "1h15m", "2h", "1m30s", "1h30m", "1h", "1m30s", "1h30s", "1h5m", "0s", "0s", "9999h"];
        assert_eq!(texts.map(printed), expected);
        assert_eq!(
            format!("{:>6}|{:<6}|", TaskDuration::from_seconds(600), TaskDuration::from_seconds(5)),
            "   10m|5s    |"
        );
    }

    #[test]
    fn what_is_measured_is_rounded_to_the_minute() {
        let printed = |seconds| TaskDuration::measured(seconds).to_string();
        assert_eq!(
            [-1, 0, 59, 60, 89, 90, 3_599, i64::MIN, i64::MAX].map(printed),
            ["0s", "0s", "59s", "1m", "1m", "2m", "1h", "0s", "9999h"],
        );
    }

    #[test]
    fn sums_do_not_wrap() {
        let most = TaskDuration::from_seconds(u32::MAX);
        let minute = TaskDuration::from_seconds(60);
        assert_eq!(most.checked_add(minute), None);
        assert_eq!(minute.checked_add(minute), Some(TaskDuration::from_seconds(120)));
        assert_eq!(TaskDuration::total([minute, most, minute]), most);
        assert_eq!(TaskDuration::total([minute, minute]), TaskDuration::from_seconds(120));
    }

    /// Returns whether the schema accepts a text.
    fn schema_accepts(text: &str) -> bool {
        let schema = serde_json::json!({ "pattern": DURATION_PATTERN });
        jsonschema::is_valid(&schema, &serde_json::Value::from(text))
    }

    #[test]
    fn only_the_limit_of_hours_is_not_in_the_pattern() {
        assert!(schema_accepts("9999h1m") && schema_accepts("999999m"));
        assert!(TaskDuration::parse("9999h1m").is_err() && TaskDuration::parse("999999m").is_err());
        assert!(
            !schema_accepts("10000h") && !schema_accepts("1h15m\n") && !schema_accepts("90") && !schema_accepts("")
        );
    }

    proptest! {
        #[test]
        fn what_is_read_prints_and_reads_back_equal(text in "[0-9]{1,4}h|[0-9]{0,3}h?[0-9]{0,2}m?[0-9]{0,2}s?") {
            if let Ok(duration) = TaskDuration::parse(&text) {
                prop_assert_eq!(TaskDuration::parse(&duration.to_string()), Ok(duration));
            }
            prop_assert_eq!(schema_accepts(&text), TaskDuration::parse(&text).is_ok());
        }

        #[test]
        fn every_duration_reads_back_equal(seconds in 0..=TaskDuration::LONGEST.seconds) {
            let duration = TaskDuration::from_seconds(seconds);
            prop_assert_eq!(TaskDuration::parse(&duration.to_string()), Ok(duration));
        }

        #[test]
        fn no_text_is_read_that_the_pattern_refuses(text in "\\PC{0,8}|[0-9hms. :-]{0,10}") {
            prop_assert!(TaskDuration::parse(&text).is_err() || schema_accepts(&text));
        }
    }
}
