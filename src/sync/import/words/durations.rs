//! Durations and estimates, as people write them.

use crate::model::TaskDuration;

/// Units of time and how many seconds they are.
const UNITS: &[(u32, &[&str])] = &[
    (3600, &["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "時間"]),
    (60, &["m", "min", "mins", "minute", "minutes", "minuten", "分"]),
    (1, &["s", "sec", "secs", "second", "seconds", "sekunden", "秒"]),
];

/// Returns the duration that people write in their own way: `15 min`, `1 hour 30 minutes`, `30分`.
pub(in crate::sync::import) fn duration(text: &str) -> Option<TaskDuration> {
    let text = text.trim().trim_matches(['~', '≈', '.']).trim().to_lowercase();
    if let Ok(duration) = TaskDuration::parse(&text) {
        return Some(duration);
    }
    let mut rest = text.strip_prefix("ca").map_or(text.as_str(), |rest| rest.trim_start_matches('.')).trim_start();
    let mut seconds = 0_u32;
    let mut smallest = u32::MAX;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let word = after.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let (unit, _) = UNITS.iter().find(|(_, words)| words.contains(&&after[..word]))?;
        if *unit >= smallest {
            return None;
        }
        smallest = *unit;
        seconds = seconds.checked_add(number.checked_mul(*unit)?)?;
        rest = after[word..].trim_start_matches(['.', ',', ' ']);
        rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("und ")).unwrap_or(rest);
    }
    let duration = TaskDuration::from_seconds(seconds);
    (smallest != u32::MAX && duration <= TaskDuration::LONGEST).then_some(duration)
}

/// Takes an estimate from the end of a title: `Stop Sidekiq (15 min)`, `Stop Sidekiq - 15 minutes`.
pub(in crate::sync::import) fn estimate(title: &str) -> Option<(String, TaskDuration, String)> {
    let title = title.trim_end();
    let bracketed = [('(', ')'), ('[', ']'), ('（', '）')].into_iter().find_map(|(open, close)| {
        let inner = title.strip_suffix(close)?;
        let at = inner.rfind(open)?;
        Some((&title[..at], &inner[at + open.len_utf8()..]))
    });
    let (rest, text) =
        bracketed.or_else(|| [" - ", " – ", ": ", " ~"].iter().find_map(|gap| title.rsplit_once(gap)))?;
    let words = text.trim().trim_start_matches(['~', '≈']);
    let lower = words.to_lowercase();
    let bare = ["estimated", "estimate", "est.", "est", "about", "approx.", "geschätzt", "ca.", "約"]
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .unwrap_or(&lower);
    let duration = duration(bare.trim_start_matches([':', ' ']))?;
    let rest = rest.trim_end();
    (!rest.is_empty()).then(|| (rest.to_owned(), duration, text.to_owned()))
}

/// Returns the minutes of a line such as `Estimated Time to Complete (mins) - 30`.
pub(in crate::sync::import) fn section_estimate(line: &str) -> Option<TaskDuration> {
    let lower = line.to_lowercase();
    let is_estimate = ["estimated time", "estimated duration", "geschätzte dauer", "所要時間"];
    if !is_estimate.iter().any(|words| lower.contains(words)) {
        return None;
    }
    let digits = lower.find(|c: char| c.is_ascii_digit())?;
    let tail = lower[digits..].trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(duration) = duration(tail) {
        return Some(duration);
    }
    let minutes: u32 = tail.parse().ok().filter(|_| lower.contains("min"))?;
    Some(TaskDuration::from_seconds(minutes.checked_mul(60)?)).filter(|duration| *duration <= TaskDuration::LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let read = |text: &str| duration(text).map(|duration| duration.to_string());
        for (text, expected) in [
            ("15 min", "15m"),
            ("~10 mins", "10m"),
            ("1 hour and 30 minutes", "1h30m"),
            ("ca. 2 Std.", "2h"),
            ("30分", "30m"),
            ("1時間30分", "1h30m"),
            ("1h15m", "1h15m"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "15", "10 min 2 h", "1 fortnight", "-", "99999999999 min"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_estimate_stands_at_the_end_of_a_title() {
        let read = |text: &str| estimate(text).map(|(rest, duration, _)| (rest, duration.to_string()));
        let found = |rest: &str, duration: &str| Some((rest.to_owned(), duration.to_owned()));
        assert_eq!(read("Stop Sidekiq (15 min)"), found("Stop Sidekiq", "15m"));
        assert_eq!(read("Stop Sidekiq - est. 1 hour"), found("Stop Sidekiq", "1h"));
        assert_eq!(read("切り替え（30分）"), found("切り替え", "30m"));
        assert_eq!(read("Stop Sidekiq (twice)"), None);
        assert_eq!(read("(15 min)"), None);
    }
}
