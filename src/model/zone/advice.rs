//! What people write for a zone → what is wrong with it and what could be meant.

use super::{
    Meaning, WRITE, WrongZone, Zone,
    abbreviation::{meanings, modern},
    names, offset, read_zone,
};
use crate::model::quote::quote;

/// What a zone looks like, for where nothing better can be said.
pub(super) const GENERAL: &str =
    "write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`";

/// Longer than any name; what is longer is not compared with all of them.
const LONGEST_NAME: usize = 64;

/// Says what is wrong with a text that is no zone, and what could be meant.
pub(super) fn advise(text: &str) -> WrongZone {
    let unknown = |message| WrongZone { message, meanings: Vec::new(), help: GENERAL };
    if text.trim().is_empty() {
        return unknown("the time zone is missing".to_owned());
    }
    let quoted = quote(text);
    if text.len() > LONGEST_NAME {
        return unknown(format!("there is no time zone {quoted}"));
    }
    known(text, &quoted)
        .or_else(|| offset::advise(text))
        .or_else(|| spelling(text))
        .or_else(|| {
            // "Pacific Standard Time", "Central European Time".
            let initials: String = text.split_whitespace().filter_map(|word| word.chars().next()).collect();
            abbreviated(format!("{quoted} is not the name of a time zone"), meanings(&initials))
        })
        .or_else(|| {
            let is_one_word = text.split_whitespace().nth(1).is_none() && text.trim() == text;
            let mut words = text.split_whitespace().filter(|_| !is_one_word);
            let zone = words.find_map(|word| read_zone(word).ok())?;
            wrong(format!("there is more than a time zone in {quoted}"), vec![exactly(zone)])
        })
        .or_else(|| wrong(format!("there is no time zone {quoted}"), similar(text)))
        .unwrap_or_else(|| unknown(format!("there is no time zone {quoted}")))
}

/// Recognises what is known not to be a zone: old names and abbreviations.
fn known(text: &str, quoted: &str) -> Option<WrongZone> {
    let abbreviation = meanings(text);
    if !abbreviation.is_empty() {
        return abbreviated(format!("{quoted} is an abbreviation, not a time zone"), abbreviation);
    }
    if let Some(zone) = modern(text) {
        return wrong(format!("{quoted} is another name of `{zone}`"), vec![exactly(zone)]);
    }
    let reversed = text.get(..7).filter(|start| start.eq_ignore_ascii_case("Etc/GMT"))?;
    let ahead = match text[reversed.len()..].split_at_checked(1)? {
        ("+", hours) => format!("-{hours}"),
        ("-", hours) => format!("+{hours}"),
        _ => return None,
    };
    let [meaning] = offset::advise(&ahead)?.meanings[..] else { return None };
    wrong(format!("the sign in {quoted} is reversed: it means UTC{}", meaning.zone), vec![meaning])
}

/// Recognises a name in another spelling (`europe/dublin`, `America/New York`) and a city without its area.
fn spelling(text: &str) -> Option<WrongZone> {
    let written = normal(text);
    let is_whole = |name: &str| normal(name) == written;
    let is_city = |name: &str| name.rsplit('/').next().is_some_and(|city| normal(city) == written);
    if let Some((name, zone)) = names().find(|(name, _)| is_whole(name)) {
        return wrong(format!("the time zone is spelled `{name}`"), vec![exactly(zone)]);
    }
    let cities: Vec<Meaning> = names().filter(|(name, _)| is_city(name)).map(|(_, zone)| exactly(zone)).collect();
    wrong(format!("{} is not the whole name of a time zone", quote(text)), cities)
}

fn normal(name: &str) -> String {
    name.trim().replace([' ', '-'], "_").to_ascii_lowercase()
}

/// Returns the names that differ by a slip or two, the closest first.
fn similar(text: &str) -> Vec<Meaning> {
    let written = normal(text);
    // In a short name two other letters are another name.
    let most = if written.len() < 14 { 1 } else { 2 };
    let mut names: Vec<(usize, Zone)> = names()
        .map(|(name, zone)| (strsim::damerau_levenshtein(&normal(name), &written), zone))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    names.sort_by_key(|(distance, _)| *distance);
    names.into_iter().take(3).map(|(_, zone)| exactly(zone)).collect()
}

fn exactly(zone: Zone) -> Meaning {
    Meaning { zone, offset: None }
}

/// Returns what is wrong when something could be meant.
fn wrong(message: String, meanings: Vec<Meaning>) -> Option<WrongZone> {
    (!meanings.is_empty()).then_some(WrongZone { message, meanings, help: WRITE })
}

/// Returns what is wrong with an abbreviation. Other places may share the clock of those that are listed.
fn abbreviated(message: String, meanings: Vec<Meaning>) -> Option<WrongZone> {
    Some(WrongZone { help: "write the place that is meant, such as", ..wrong(message, meanings)? })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::super::{ZONE_PATTERN, parse_zone};
    use super::*;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(texts: &[&str], expected: Expect) {
        let mut out = String::new();
        for text in texts {
            let error = parse_zone(text).expect_err(text);
            assert_eq!(error.range, 0..text.len());
            writeln!(out, "{text:?}: {}; {}", error.message, error.help).expect("a string takes everything");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn abbreviations() {
        check(
            &[
                "PST",
                "pdt",
                "IST",
                "CST",
                "EST",
                "MST",
                "BST",
                "CET",
                "AEST",
                "GMT",
                "Z",
                "Pacific Time",
                "Indian Standard Time",
            ],
            expect![[r#"
                "PST": `PST` is an abbreviation, not a time zone; write the place that is meant, such as `America/Los_Angeles` or `Asia/Manila`
                "pdt": `pdt` is an abbreviation, not a time zone; write the place that is meant, such as `America/Los_Angeles`
                "IST": `IST` is an abbreviation, not a time zone; write the place that is meant, such as `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`
                "CST": `CST` is an abbreviation, not a time zone; write the place that is meant, such as `America/Chicago`, `America/Mexico_City`, `America/Havana`, `Asia/Shanghai` or `Asia/Taipei`
                "EST": `EST` is an abbreviation, not a time zone; write the place that is meant, such as `America/New_York`, `America/Panama` or `Australia/Sydney`
                "MST": `MST` is an abbreviation, not a time zone; write the place that is meant, such as `America/Denver` or `America/Phoenix`
                "BST": `BST` is an abbreviation, not a time zone; write the place that is meant, such as `Europe/London` or `Asia/Dhaka`
                "CET": `CET` is an abbreviation, not a time zone; write the place that is meant, such as `Europe/Berlin` or `Africa/Algiers`
                "AEST": `AEST` is an abbreviation, not a time zone; write the place that is meant, such as `Australia/Sydney` or `Australia/Brisbane`
                "GMT": `GMT` is an abbreviation, not a time zone; write the place that is meant, such as `UTC` or `Europe/London`
                "Z": `Z` is another name of `UTC`; write `UTC`
                "Pacific Time": `Pacific Time` is not the name of a time zone; write the place that is meant, such as `America/Los_Angeles`
                "Indian Standard Time": `Indian Standard Time` is not the name of a time zone; write the place that is meant, such as `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`
            "#]],
        );
    }

    #[test]
    fn old_names() {
        check(
            &[
                "US/Pacific",
                "us/eastern",
                "MST7MDT",
                "EST5EDT",
                "PST8PDT",
                "Etc/UTC",
                "Etc/GMT+5",
                "Etc/GMT-14",
                "Etc/GMT+99",
                "Zulu",
                "Japan",
            ],
            expect![[r#"
                "US/Pacific": `US/Pacific` is another name of `America/Los_Angeles`; write `America/Los_Angeles`
                "us/eastern": `us/eastern` is another name of `America/New_York`; write `America/New_York`
                "MST7MDT": `MST7MDT` is another name of `America/Denver`; write `America/Denver`
                "EST5EDT": `EST5EDT` is another name of `America/New_York`; write `America/New_York`
                "PST8PDT": `PST8PDT` is another name of `America/Los_Angeles`; write `America/Los_Angeles`
                "Etc/UTC": `Etc/UTC` is another name of `UTC`; write `UTC`
                "Etc/GMT+5": the sign in `Etc/GMT+5` is reversed: it means UTC-05:00; write `-05:00`
                "Etc/GMT-14": the sign in `Etc/GMT-14` is reversed: it means UTC+14:00; write `+14:00`
                "Etc/GMT+99": there is no time zone `Etc/GMT+99`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "Zulu": `Zulu` is another name of `UTC`; write `UTC`
                "Japan": `Japan` is another name of `Asia/Tokyo`; write `Asia/Tokyo`
            "#]],
        );
    }

    #[test]
    fn offsets() {
        check(
            &[
                "+0530",
                "+5:30",
                "+5",
                "-08",
                "UTC+5",
                "UTC +05:30",
                "GMT+1",
                "utc-8",
                "\u{2212}08:00",
                "+15:00",
                "-12:15",
                "+05:20",
                "+05:75",
                "+",
                "UTC+",
                "+05:30:00",
            ],
            expect![[r#"
                "+0530": `+0530` is not how an offset is written; write `+05:30`
                "+5:30": `+5:30` is not how an offset is written; write `+05:30`
                "+5": `+5` is not how an offset is written; write `+05:00`
                "-08": `-08` is not how an offset is written; write `-08:00`
                "UTC+5": `UTC+5` is not how an offset is written; write `+05:00`
                "UTC +05:30": `UTC +05:30` is not how an offset is written; write `+05:30`
                "GMT+1": `GMT+1` is not how an offset is written; write `+01:00`
                "utc-8": `utc-8` is not how an offset is written; write `-08:00`
                "−08:00": `−08:00` is not how an offset is written; write `-08:00`
                "+15:00": no place has the offset +15:00; write an offset from `-12:00` to `+14:00`
                "-12:15": no place has the offset -12:15; write an offset from `-12:00` to `+14:00`
                "+05:20": no place has the offset +05:20; write 00, 15, 30 or 45 minutes
                "+05:75": no place has the offset +05:75; write 00, 15, 30 or 45 minutes
                "+": there is no time zone `+`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "UTC+": there is no time zone `UTC+`; write `UTC`
                "+05:30:00": there is no time zone `+05:30:00`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
            "#]],
        );
    }

    #[test]
    fn spellings() {
        check(
            &[
                "",
                " ",
                "utc",
                " UTC",
                "america/los_angeles",
                "America/New York",
                "Los Angeles",
                "dublin",
                "America/Los_Angelos",
                "Amercia/New_York",
                "Europe/Munich",
                "Europe",
                "America/Argentina",
                "Mars/Olympus_Mons",
                "Europe/Dublin (IST)",
                "x\u{1b}[31m",
                "factory",
                "America/Los_Angeles -08:00",
            ],
            expect![[r#"
                "": the time zone is missing; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                " ": the time zone is missing; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "utc": the time zone is spelled `UTC`; write `UTC`
                " UTC": the time zone is spelled `UTC`; write `UTC`
                "america/los_angeles": the time zone is spelled `America/Los_Angeles`; write `America/Los_Angeles`
                "America/New York": the time zone is spelled `America/New_York`; write `America/New_York`
                "Los Angeles": `Los Angeles` is not the whole name of a time zone; write `America/Los_Angeles`
                "dublin": `dublin` is not the whole name of a time zone; write `Europe/Dublin`
                "America/Los_Angelos": there is no time zone `America/Los_Angelos`; write `America/Los_Angeles`
                "Amercia/New_York": there is no time zone `Amercia/New_York`; write `America/New_York`
                "Europe/Munich": there is no time zone `Europe/Munich`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "Europe": there is no time zone `Europe`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "America/Argentina": there is no time zone `America/Argentina`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "Mars/Olympus_Mons": there is no time zone `Mars/Olympus_Mons`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "Europe/Dublin (IST)": there is more than a time zone in `Europe/Dublin (IST)`; write `Europe/Dublin`
                "x\u{1b}[31m": there is no time zone `x\u{1b}[31m`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "factory": there is no time zone `factory`; write the IANA name of a place, such as `Europe/Dublin`, or `UTC`, or an offset, such as `+05:30`
                "America/Los_Angeles -08:00": there is more than a time zone in `America/Los_Angeles -08:00`; write `America/Los_Angeles`
            "#]],
        );
    }

    #[test]
    fn what_is_accepted_fits_the_pattern_and_prints_as_written() {
        let schema = jsonschema::validator_for(&serde_json::json!({ "pattern": ZONE_PATTERN })).expect("a schema");
        let fits = |text: &str| schema.is_valid(&serde_json::Value::from(text));
        for (name, _) in names() {
            assert_eq!(parse_zone(name).map(|zone| zone.to_string()), Ok(name.to_owned()));
            assert!(fits(name), "{name}");
        }
        for minutes in -1000..1000 {
            let sign = if minutes < 0 { '-' } else { '+' };
            let text = format!("{sign}{:02}:{:02}", i32::abs(minutes) / 60, i32::abs(minutes) % 60);
            assert_eq!(parse_zone(&text).is_ok(), fits(&text), "{text}");
            assert!(parse_zone(&text).is_ok_and(|zone| zone.to_string() == text) || !fits(&text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_it_says_to_write_can_be_read(text in "\\PC{0,12}|[-+]?[0-9]{1,2}:?[0-9]{0,2}|(Etc/)?(UTC|GMT)?[-+][0-9]{1,2}|[A-Za-z]{1,4}") {
            if let Err(error) = parse_zone(&text) {
                let written = error.help.split('`').nth(1).unwrap_or("UTC");
                prop_assert!(parse_zone(written).is_ok(), "{:?}", error);
                prop_assert_ne!(written, &text);
            }
        }
    }
}
