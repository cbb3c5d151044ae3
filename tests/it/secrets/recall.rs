//! How many of the secrets that vendors issue are found, and how much ordinary text is taken for one.

use std::{collections::BTreeMap, fmt::Write};

use expect_test::expect_file;
use runbook::lint::secrets::find;

use super::vendors::{ANYWHERE, VENDORS};
use crate::random::Random;

/// Samples of each kind in each place.
const N_SAMPLES: usize = 4;

const DIGITS: &str = "0123456789";
const SMALL: &str = "abcdefghijklmnopqrstuvwxyz";
const CAPITAL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn characters(alphabet: &str) -> String {
    match alphabet {
        "num" => DIGITS.to_owned(),
        "hex" => "0123456789abcdef".to_owned(),
        "low" => format!("{DIGITS}{SMALL}"),
        "up" => format!("{DIGITS}{CAPITAL}"),
        "alpha" => format!("{CAPITAL}{SMALL}"),
        "b32" => format!("{CAPITAL}234567"),
        "bech" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".to_owned(),
        "b62" => format!("{DIGITS}{CAPITAL}{SMALL}"),
        "url" => format!("{DIGITS}{CAPITAL}{SMALL}-_"),
        "b64" => format!("{DIGITS}{CAPITAL}{SMALL}+/"),
        "tilde" => format!("{DIGITS}{CAPITAL}{SMALL}-_.~"),
        "crypt" => format!("{DIGITS}{CAPITAL}{SMALL}./"),
        // What may stand in an address without being encoded.
        "pass" => format!("{DIGITS}{CAPITAL}{SMALL}!$*+-_."),
        other => panic!("no alphabet {other}"),
    }
}

/// Fills a format, and returns the secret with the parts that nobody may see.
fn make(format: &str, random: &mut Random) -> (String, Vec<String>) {
    let (mut made, mut parts, mut rest) = (String::new(), Vec::new(), format);
    while let Some((before, (field, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        made.push_str(before);
        rest = after;
        let lengths = match field.split_once(':') {
            None if field == "uuid" => vec![("hex", 8), ("hex", 4), ("hex", 4), ("hex", 4), ("hex", 12)],
            None => {
                write!(made, "{{{field}}}").expect("a string takes everything");
                continue;
            }
            Some((alphabet, length)) => {
                let (least, most) = length.split_once('-').unwrap_or((length, length));
                let [least, most] = [least, most].map(|number| number.parse::<usize>().expect("a number"));
                vec![(alphabet, least + random.below(most - least + 1))]
            }
        };
        let part: Vec<String> = lengths.into_iter().map(|(alphabet, length)| word(alphabet, length, random)).collect();
        let part = part.join("-");
        made.push_str(&part);
        parts.push(part);
    }
    made.push_str(rest);
    (made, parts)
}

fn word(alphabet: &str, length: usize, random: &mut Random) -> String {
    let characters: Vec<char> = characters(alphabet).chars().collect();
    let mut word: String = (0..length).map(|_| characters[random.below(characters.len())]).collect();
    // A generator of passwords takes no sign at either end.
    if alphabet == "pass" {
        word.replace_range(..1, "k");
        word.replace_range(length - 2.., "7Z");
    }
    word
}

/// Returns whether nothing is left to see of what is secret.
fn is_hidden(text: &str, parts: &[String]) -> bool {
    let mut shown = text.to_owned();
    for secret in find(text).iter().rev() {
        shown.replace_range(secret.hidden.clone(), "*");
    }
    let longest = parts.iter().map(String::len).max().unwrap_or_default();
    parts.iter().filter(|part| part.len() >= longest.min(8)).all(|part| !shown.contains(part.as_str()))
}

#[test]
fn secrets_of_vendors_are_found() {
    let mut random = Random::new(&[], 20_261_121);
    let mut by_vendor: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = String::new();
    for (vendor, what, _, format, places) in VENDORS {
        let places = if places.is_empty() { ANYWHERE } else { places };
        for place in places.iter().cycle().take(places.len() * N_SAMPLES) {
            let (secret, parts) = make(format, &mut random);
            let text = place.replace("{}", &secret);
            let (n_found, n_all) = by_vendor.entry(vendor).or_default();
            *n_all += 1;
            if is_hidden(&text, &parts) {
                *n_found += 1;
            } else {
                writeln!(missed, "{vendor}, {what}: {place}").expect("a string takes everything");
            }
        }
    }
    let (n_found, n_all) = by_vendor.values().fold((0, 0), |(a, b), (found, all)| (a + found, b + all));
    let mut table = String::from("vendor | found | of\n--- | ---: | ---:\n");
    for (vendor, (found, all)) in by_vendor.iter().chain([(&"all", &(n_found, n_all))]) {
        writeln!(table, "{vendor} | {found} | {all}").expect("a string takes everything");
    }
    write!(table, "\nmissed:\n{missed}").expect("a string takes everything");
    expect_file!["../../fixtures/secrets/recall.txt"].assert_eq(&table);
    assert!(n_found * 100 >= n_all * 95, "{table}");
    for (vendor, (found, all)) in by_vendor {
        assert!(found * 100 >= all * 90, "{vendor}: {found} of {all}\n{table}");
    }
}

#[test]
fn ordinary_text_is_no_secret() {
    // `{+}` keeps apart what a scanner would take for a token where it stands.
    let text = include_str!("../../fixtures/secrets/ordinary.txt").replace("{+}", "");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with("## ")).collect();
    assert!(lines.len() >= 400, "{}", lines.len());
    let alarms = alarms(&text);
    let mut report = format!("{} of {} lines\n", alarms.len(), lines.len());
    for line in &alarms {
        writeln!(report, "{line}").expect("a string takes everything");
    }
    expect_file!["../../fixtures/secrets/alarms.txt"].assert_eq(&report);
    assert!(alarms.len() * 100 <= lines.len() * 5, "{report}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "looks at the files of the repository")]
fn runbooks_and_documentation_hold_no_secret() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    for folder in ["runbooks", "docs", "docs/decisions", "templates", "."] {
        for entry in std::fs::read_dir(format!("{root}{folder}")).expect("a folder") {
            let path = entry.expect("an entry").path();
            let Some(text) = path.is_file().then(|| std::fs::read_to_string(&path).ok()).flatten() else { continue };
            // The rule's own page has an example that must be found.
            let found = alarms(&text).into_iter().filter(|line| !line.contains("correct-horse")).collect::<Vec<_>>();
            assert_eq!(found, Vec::<&str>::new(), "{}", path.display());
        }
    }
}

/// Returns the lines in which a secret is found.
fn alarms(text: &str) -> Vec<&str> {
    let line_of = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        text[start..].lines().next().unwrap_or_default()
    };
    find(text).iter().map(|secret| line_of(secret.range.start)).collect()
}
