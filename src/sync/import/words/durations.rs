//! Durations, as people write them.
//!
//! Only what is certain is read: a range, a clock or `half a day` is never a duration. What an estimate may say besides is
//! read with a remark for the person who looks at it.

use std::borrow::Cow;

use crate::model::TaskDuration;

const HOUR: u32 = 3600;
const MINUTE: u32 = 60;

/// Units of time and how many seconds they are.
pub(super) const UNITS: &[(u32, &[&str])] = &[
    (HOUR, &["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "時間"]),
    (MINUTE, &["m", "min", "mins", "minute", "minutes", "minuten", "分", "分間"]),
    (1, &["s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "秒"]),
];

/// What stands before an estimate and changes nothing of it.
const ABOUT: [&str; 22] = [
    "~",
    "≈",
    "約",
    "およそ",
    "estimated",
    "estimate",
    "est.",
    "est",
    "about",
    "around",
    "approximately",
    "approx.",
    "approx",
    "roughly",
    "circa",
    "ca.",
    "ca",
    "etwa",
    "ungefähr",
    "rund",
    "geschätzt",
    ":",
];

/// What stands behind one.
const OR_SO: [&str; 8] = ["程度", "ほど", "くらい", "ぐらい", " approx.", " approx", " or so", "."];

/// What stands between the ends of a range.
const TO: [&str; 9] = [" to ", " bis ", "-", "–", "—", "−", "~", "～", "〜"];

/// What is longer is prose.
const LONGEST_TEXT: usize = 80;

/// How long something is planned to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sync::import) struct Planned {
    pub(in crate::sync::import) duration: TaskDuration,
    /// What a person should know of how it was read.
    pub(in crate::sync::import) remark: Option<String>,
}

/// Returns the duration that people write in their own way: `15 min`, `1 hour 30 minutes`, `1,5 Std.`, `約30分`.
pub(in crate::sync::import) fn duration(text: &str) -> Option<TaskDuration> {
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let text = bare(text);
    let text = text.trim();
    // Most texts are none.
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '½') {
        return None;
    }
    with_colons(text).or_else(|| fraction(text)).or_else(|| parts(text))
}

/// Returns what an estimate comes to: a duration, the upper end of a range, or a clock that stands for one.
pub(in crate::sync::import) fn planned(text: &str) -> Option<Planned> {
    if let Some(duration) = duration(text) {
        return Some(Planned { duration, remark: None });
    }
    let shown = text.trim();
    if shown.len() > LONGEST_TEXT {
        return None;
    }
    let bare = bare(shown);
    if let Some(duration) = upper_end(bare.trim()) {
        return Some(Planned { duration, remark: Some(format!("of `{shown}` the longer is taken: {duration}")) });
    }
    let duration = clock(bare.trim())?;
    Some(Planned { duration, remark: Some(format!("`{shown}` is taken for hours and minutes: {duration}")) })
}

/// Returns a text in lower case with the digits of ASCII, without the words that change nothing of an estimate.
fn bare(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ';
    let text = text.trim();
    let mut text = match text.chars().all(is_plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase().chars().map(half_width).collect()),
    };
    while let Some(word) = ABOUT.iter().find(|word| is_before_number(&text, word)) {
        text = Cow::Owned(text[word.len()..].trim_start().to_owned());
    }
    while let Some(word) = OR_SO.iter().find(|word| text.ends_with(**word)) {
        text = Cow::Owned(text[..text.len() - word.len()].trim_end().to_owned());
    }
    text
}

fn is_before_number(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        let is_word = word.ends_with(|c: char| c.is_ascii_alphabetic());
        !(rest.is_empty() || is_word && rest.starts_with(char::is_alphabetic))
    })
}

/// Returns the character of ASCII for one of its full width.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '：' | '，' | '－' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{a0}' | '\u{202f}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// Reads numbers and their units, the larger ones first: `1 hour and 30 minutes`, `1h30`, `2時間半`.
fn parts(text: &str) -> Option<TaskDuration> {
    let mut rest = text;
    let mut seconds = 0_u32;
    let mut smallest = u32::MAX;
    while !rest.is_empty() {
        let (digits, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let number: u32 = digits.parse().ok()?;
        let after = after.trim_start();
        let (word, after) =
            after.split_at(after.chars().take_while(|c| c.is_alphabetic() && *c != '半').map(char::len_utf8).sum());
        // `1h30`: the minutes need no unit. Otherwise the next unit begins where the next number does.
        let unit = match UNITS.iter().find(|(_, words)| words.contains(&word)) {
            Some((unit, _)) => *unit,
            None if word.is_empty() && after.is_empty() && smallest == HOUR && number < 60 => MINUTE,
            None => return None,
        };
        if unit >= smallest {
            return None;
        }
        smallest = unit;
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        if after == "半" && unit > 1 {
            return checked(seconds.checked_add(unit / 2)?);
        }
        rest = after.trim_start_matches(['.', ',', ' ']);
        rest = ["and ", "und ", "& ", "+ "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    }
    (smallest != u32::MAX).then(|| checked(seconds)).flatten()
}

/// Reads one number with a fraction: `1.5 hours`, `1,5 Std.`, `½ h`, `1½ h`.
fn fraction(text: &str) -> Option<TaskDuration> {
    let (whole, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let (hundredths, unit) = match rest.strip_prefix('½') {
        Some(rest) => (50, rest),
        None => {
            let rest = rest.strip_prefix(['.', ',']).filter(|_| !whole.is_empty())?;
            let (digits, rest) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
            let tenths = digits.parse::<u32>().ok()?;
            // Three digits are as likely thousands.
            let hundredths = match digits.len() {
                1 => tenths * 10,
                2 => tenths,
                _ => return None,
            };
            (hundredths, rest)
        }
    };
    let (unit, _) = UNITS.iter().find(|(_, words)| words.contains(&unit.trim()))?;
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let hundredths = whole.checked_mul(100)?.checked_add(hundredths)?.checked_mul(*unit)?;
    if hundredths % 100 != 0 { None } else { checked(hundredths / 100) }
}

/// Reads what colons leave no doubt about: `1:30 h`, `2:30 min`, `00:45:00`.
fn with_colons(text: &str) -> Option<TaskDuration> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (numbers, unit) = text.split_at(end);
    let unit = UNITS.iter().find(|(_, words)| words.contains(&unit.trim())).map(|(unit, _)| *unit);
    let numbers: Vec<u32> =
        numbers.split(':').map(|part| part.parse().ok().filter(|_| part.len() <= 4)).collect::<Option<_>>()?;
    let is_below = |numbers: &[u32]| numbers.iter().all(|number| *number < 60);
    match (numbers.as_slice(), unit) {
        ([hours, rest @ ..], None | Some(HOUR)) if rest.len() == 2 && is_below(rest) => {
            checked(hours * HOUR + rest[0] * MINUTE + rest[1])
        }
        ([large, small], Some(unit)) if unit > 1 && *small < 60 => checked(large * unit + small * (unit / 60)),
        _ => None,
    }
}

/// Reads `00:45`, which may be a time of day as well.
fn clock(text: &str) -> Option<TaskDuration> {
    let (hours, minutes) = text.split_once(':')?;
    let is_number = |text: &str, len: std::ops::RangeInclusive<usize>| {
        len.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_clock = is_number(hours, 1..=2) && is_number(minutes, 2..=2);
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (is_clock && minutes < 60 && hours + minutes > 0).then(|| checked(hours * HOUR + minutes * MINUTE)).flatten()
}

/// Returns the upper end of `10-15 min`, `30 min - 1 h`, `10 bis 15 Minuten`.
fn upper_end(text: &str) -> Option<TaskDuration> {
    let (lower, upper) = TO.iter().find_map(|gap| text.split_once(gap))?;
    let upper_end = duration(upper)?;
    let unit = upper.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    // A bare number has the unit of the other.
    let lower_end = duration(lower).or_else(|| duration(&format!("{} {unit}", lower.trim())))?;
    (lower_end < upper_end).then_some(upper_end)
}

fn checked(seconds: u32) -> Option<TaskDuration> {
    Some(TaskDuration::from_seconds(seconds)).filter(|duration| *duration <= TaskDuration::LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str, expected: Option<&str>) {
        assert_eq!(duration(text).map(|duration| duration.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, expected) in [
            ("15 min", "15m"),
            ("~10 mins", "10m"),
            ("90 mins", "1h30m"),
            ("1 hour and 30 minutes", "1h30m"),
            ("ca. 2 Std.", "2h"),
            ("1,5 Std.", "1h30m"),
            ("1.5 hours", "1h30m"),
            ("0.25h", "15m"),
            ("1½ h", "1h30m"),
            ("½ hour", "30m"),
            ("30 Min.", "30m"),
            ("2 Stunden", "2h"),
            ("1 Stunde 30 Minuten", "1h30m"),
            ("etwa 1 Std. 15 Min.", "1h15m"),
            ("30分", "30m"),
            ("約３０分", "30m"),
            ("1時間30分", "1h30m"),
            ("2時間半", "2h30m"),
            ("10分程度", "10m"),
            ("1h15m", "1h15m"),
            ("2h 30m", "2h30m"),
            ("1h30", "1h30m"),
            ("approx. 45 mins", "45m"),
            ("Est: 1 hr", "1h"),
            ("1:30 h", "1h30m"),
            ("0:45 Std", "45m"),
            ("2:30 min", "2m30s"),
            ("00:45:00", "45m"),
            ("45s", "45s"),
        ] {
            read(text, Some(expected));
        }
    }

    #[test]
    fn what_is_no_certain_duration_is_none() {
        for text in [
            "",
            "soon",
            "15",
            "10 min 2 h",
            "1 fortnight",
            "-",
            "99999999999 min",
            "2 days",
            "T+30",
            "T-60",
            "00:45",
            "10-15 min",
            "1.500 min",
            "1.333 h",
            "half an hour",
            "30 minutes each",
            "> 30 min",
            "30 m²",
            "5 mm",
            "catch 5 m",
            "9:99 h",
            "about",
            "1h90",
            "1.5 h 10 m",
            "½",
            "半",
        ] {
            read(text, None);
        }
    }

    #[test]
    fn of_a_range_the_longer_is_planned_and_that_is_said() {
        for (text, expected) in [
            ("10-15 min", "15m"),
            ("10 - 15 min.", "15m"),
            ("10 – 15 Minuten", "15m"),
            ("ca. 10 bis 15 Min.", "15m"),
            ("1-2h", "2h"),
            ("1 to 1.5 hours", "1h30m"),
            ("0,5-1 Std.", "1h"),
            ("30 min - 1 h", "1h"),
            ("10～15分", "15m"),
        ] {
            let Planned { duration, remark } = planned(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(duration.to_string(), expected, "{text}");
            assert_eq!(remark, Some(format!("of `{text}` the longer is taken: {expected}")));
        }
        for text in
            ["15-10 min", "10-10 min", "T-30 min", "-15 min", "2026-10-10", "a - 10 min", "10-15", "1 - 2 - 3 h"]
        {
            assert_eq!(planned(text), None, "{text}");
        }
    }

    #[test]
    fn a_clock_is_planned_as_hours_and_minutes_and_that_is_said() {
        let read = planned("00:45").expect("it is one");
        assert_eq!(read.duration.to_string(), "45m");
        assert_eq!(read.remark.as_deref(), Some("`00:45` is taken for hours and minutes: 45m"));
        for text in ["00:00", "1:5", "100:00", "22:00 Uhr", "00:75", "T+00:45"] {
            assert_eq!(planned(text), None, "{text}");
        }
    }
}
