//! Estimates in a title, and in a line for a whole section.

use super::durations::{Planned, UNITS, duration, planned};

/// Takes an estimate from a title: `Stop Sidekiq (15 min)`, `Stop Sidekiq - 15 minutes`, `[15m] Stop Sidekiq`.
///
/// Returns the title without it, what it comes to, and how it was said.
pub(in crate::sync::import) fn estimate(title: &str) -> Option<(String, Planned, String)> {
    let title = title.trim();
    let (rest, text) = bracketed(title).or_else(|| behind(title))?;
    let planned = planned(text).filter(|_| !rest.trim().is_empty())?;
    Some((rest.trim().to_owned(), planned, text.to_owned()))
}

/// Splits a title at the brackets at its end, or at its beginning.
fn bracketed(title: &str) -> Option<(&str, &str)> {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];
    BRACKETS.into_iter().find_map(|(open, close)| {
        if let Some(inner) = title.strip_suffix(close) {
            let at = inner.rfind(open)?;
            return Some((&title[..at], &inner[at + open.len_utf8()..]));
        }
        let (inside, rest) = title.strip_prefix(open)?.split_once(close)?;
        duration(inside).map(|_| (rest, inside))
    })
}

/// Splits a title at what sets its end apart. A second duration before it would make the two a range, or a list.
fn behind(title: &str) -> Option<(&str, &str)> {
    const GAPS: [&str; 9] = ["\t", " - ", " – ", " — ", ": ", "：", " ~", " ca. ", "  "];
    let (rest, text) = GAPS.iter().find_map(|gap| title.rsplit_once(gap))?;
    let before = rest.trim_end();
    let word = before.rsplit(' ').next().unwrap_or_default();
    let is_unit = UNITS.iter().any(|(_, words)| words.contains(&word.trim_end_matches('.').to_lowercase().as_str()));
    (!is_unit && !before.ends_with(|c: char| c.is_ascii_digit())).then_some((rest, text))
}

/// Returns what a line such as `Estimated Time to Complete (mins) - 30` comes to.
pub(in crate::sync::import) fn section_estimate(line: &str) -> Option<Planned> {
    let lower = line.to_lowercase();
    const WORDS: [&str; 6] =
        ["estimated time", "estimated duration", "total time", "geschätzte dauer", "geplante dauer", "所要時間"];
    if !WORDS.iter().any(|words| lower.contains(words)) {
        return None;
    }
    let digits = lower.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?;
    let tail = lower[digits..].trim_end_matches(|c: char| !c.is_alphanumeric());
    planned(tail).or_else(|| lower.contains("min").then(|| minutes(tail)).flatten())
}

/// Returns a number that is one of minutes: `30`, `15-20`.
pub(in crate::sync::import) fn minutes(text: &str) -> Option<Planned> {
    let is_number = |c: char| c.is_ascii_digit() || "-– ".contains(c);
    text.chars().all(is_number).then(|| planned(&format!("{} min", text.trim()))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_title(title: &str, expected: Option<(&str, &str)>) {
        let found = estimate(title).map(|(rest, planned, _)| (rest, planned.duration.to_string()));
        assert_eq!(found, expected.map(|(rest, duration)| (rest.to_owned(), duration.to_owned())), "{title}");
    }

    #[test]
    fn an_estimate_stands_at_an_end_of_a_title() {
        check_title("Stop Sidekiq (15 min)", Some(("Stop Sidekiq", "15m")));
        check_title("Stop Sidekiq - est. 1 hour", Some(("Stop Sidekiq", "1h")));
        check_title("Stop Sidekiq\t5 min", Some(("Stop Sidekiq", "5m")));
        check_title("Stop Sidekiq (~10-15 min)", Some(("Stop Sidekiq", "15m")));
        check_title("[15m] Stop Sidekiq", Some(("Stop Sidekiq", "15m")));
        check_title("切り替え（30分）", Some(("切り替え", "30m")));
        check_title("Stop Sidekiq (twice)", None);
        check_title("Open the bridge (T+30)", None);
        check_title("Wait 5 min - 10 min", None);
        check_title("Rotate (10-15 min per runner)", None);
        check_title("(15 min)", None);
    }

    #[test]
    fn an_estimate_of_a_section_is_one_of_minutes_if_it_says_so() {
        let read = |line: &str| section_estimate(line).map(|planned| planned.duration.to_string());
        assert_eq!(read("*Estimated Time to Complete (mins)* - 30").as_deref(), Some("30m"));
        assert_eq!(read("Estimated Time to Complete (mins) - 15-20").as_deref(), Some("20m"));
        assert_eq!(read("Geschätzte Dauer: 1,5 Std.").as_deref(), Some("1h30m"));
        assert_eq!(read("所要時間：約３０分").as_deref(), Some("30m"));
        assert_eq!(read("Estimated time: 30"), None);
        assert_eq!(read("Version 18.5"), None);
    }
}
