//! Abbreviations and old names of zones, as data.

use chrono::FixedOffset;
use chrono_tz::Tz;

use super::{Zone, read_offset};

/// What a text that is no zone could mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::model) struct Meaning {
    /// The zone.
    pub(in crate::model) zone: Zone,
    /// The offset that the text stands for, which the zone need not have on every day of the year.
    pub(in crate::model) offset: Option<FixedOffset>,
}

/// Returns what an abbreviation could mean, the likeliest first. Nothing for what is no known abbreviation.
pub(super) fn meanings(abbreviation: &str) -> Vec<Meaning> {
    let rows = ABBREVIATIONS.iter().filter(|(name, ..)| name.eq_ignore_ascii_case(abbreviation));
    rows.map(|(_, zone, offset)| Meaning { zone: named(zone), offset: read_offset(offset) }).collect()
}

/// Returns the zone that an old name stands for.
pub(super) fn modern(name: &str) -> Option<Zone> {
    let (_, zone) = OLD_NAMES.iter().find(|(old, _)| old.eq_ignore_ascii_case(name))?;
    Some(named(zone))
}

fn named(zone: &str) -> Zone {
    Zone::Named(zone.parse::<Tz>().expect("the tables name zones that exist"))
}

/// An abbreviation, a place that uses it, and the offset that it stands for there; none for `PT` and the like.
/// A second place with the same offset is there when it does not change its clocks, or changes them on other days.
const ABBREVIATIONS: &[(&str, &str, &str)] = &[
    // North America
    ("PST", "America/Los_Angeles", "-08:00"),
    ("PST", "Asia/Manila", "+08:00"),
    ("PDT", "America/Los_Angeles", "-07:00"),
    ("PT", "America/Los_Angeles", ""),
    ("MST", "America/Denver", "-07:00"),
    ("MST", "America/Phoenix", "-07:00"),
    ("MDT", "America/Denver", "-06:00"),
    ("MT", "America/Denver", ""),
    ("CST", "America/Chicago", "-06:00"),
    ("CST", "America/Mexico_City", "-06:00"),
    ("CST", "America/Havana", "-05:00"),
    ("CST", "Asia/Shanghai", "+08:00"),
    ("CST", "Asia/Taipei", "+08:00"),
    ("CDT", "America/Chicago", "-05:00"),
    ("CDT", "America/Havana", "-04:00"),
    ("CT", "America/Chicago", ""),
    ("EST", "America/New_York", "-05:00"),
    ("EST", "America/Panama", "-05:00"),
    ("EST", "Australia/Sydney", "+10:00"),
    ("EDT", "America/New_York", "-04:00"),
    ("EDT", "Australia/Sydney", "+11:00"),
    ("ET", "America/New_York", ""),
    ("AST", "America/Halifax", "-04:00"),
    ("AST", "America/Puerto_Rico", "-04:00"),
    ("AST", "Asia/Riyadh", "+03:00"),
    ("ADT", "America/Halifax", "-03:00"),
    ("NST", "America/St_Johns", "-03:30"),
    ("NDT", "America/St_Johns", "-02:30"),
    ("AKST", "America/Anchorage", "-09:00"),
    ("AKDT", "America/Anchorage", "-08:00"),
    ("HST", "Pacific/Honolulu", "-10:00"),
    ("HDT", "America/Adak", "-09:00"),
    // South America
    ("ART", "America/Argentina/Buenos_Aires", "-03:00"),
    ("BOT", "America/La_Paz", "-04:00"),
    ("BRT", "America/Sao_Paulo", "-03:00"),
    ("BRST", "America/Sao_Paulo", "-02:00"),
    ("CLT", "America/Santiago", "-04:00"),
    ("CLST", "America/Santiago", "-03:00"),
    ("COT", "America/Bogota", "-05:00"),
    ("ECT", "America/Guayaquil", "-05:00"),
    ("PET", "America/Lima", "-05:00"),
    ("UYT", "America/Montevideo", "-03:00"),
    ("VET", "America/Caracas", "-04:00"),
    // Europe
    ("GMT", "UTC", "+00:00"),
    ("GMT", "Europe/London", "+00:00"),
    ("BST", "Europe/London", "+01:00"),
    ("BST", "Asia/Dhaka", "+06:00"),
    ("WET", "Europe/Lisbon", "+00:00"),
    ("WEST", "Europe/Lisbon", "+01:00"),
    ("CET", "Europe/Berlin", "+01:00"),
    ("CET", "Africa/Algiers", "+01:00"),
    ("CEST", "Europe/Berlin", "+02:00"),
    ("MET", "Europe/Berlin", "+01:00"),
    ("MEST", "Europe/Berlin", "+02:00"),
    ("MEZ", "Europe/Berlin", "+01:00"),
    ("MESZ", "Europe/Berlin", "+02:00"),
    ("EET", "Europe/Athens", "+02:00"),
    ("EET", "Africa/Cairo", "+02:00"),
    ("EEST", "Europe/Athens", "+03:00"),
    ("EEST", "Africa/Cairo", "+03:00"),
    ("MSK", "Europe/Moscow", "+03:00"),
    ("TRT", "Europe/Istanbul", "+03:00"),
    // Africa
    ("CAT", "Africa/Maputo", "+02:00"),
    ("EAT", "Africa/Nairobi", "+03:00"),
    ("SAST", "Africa/Johannesburg", "+02:00"),
    ("WAT", "Africa/Lagos", "+01:00"),
    // Asia
    ("AFT", "Asia/Kabul", "+04:30"),
    ("GST", "Asia/Dubai", "+04:00"),
    ("HKT", "Asia/Hong_Kong", "+08:00"),
    ("ICT", "Asia/Bangkok", "+07:00"),
    ("IDT", "Asia/Jerusalem", "+03:00"),
    ("IRST", "Asia/Tehran", "+03:30"),
    ("IST", "Asia/Kolkata", "+05:30"),
    ("IST", "Europe/Dublin", "+01:00"),
    ("IST", "Asia/Jerusalem", "+02:00"),
    ("JST", "Asia/Tokyo", "+09:00"),
    ("KST", "Asia/Seoul", "+09:00"),
    ("MMT", "Asia/Yangon", "+06:30"),
    ("MYT", "Asia/Kuala_Lumpur", "+08:00"),
    ("NPT", "Asia/Kathmandu", "+05:45"),
    ("PHT", "Asia/Manila", "+08:00"),
    ("PKT", "Asia/Karachi", "+05:00"),
    ("SGT", "Asia/Singapore", "+08:00"),
    ("SST", "Asia/Singapore", "+08:00"),
    ("SST", "Pacific/Pago_Pago", "-11:00"),
    ("WIB", "Asia/Jakarta", "+07:00"),
    ("WITA", "Asia/Makassar", "+08:00"),
    ("WIT", "Asia/Jayapura", "+09:00"),
    // Australia and the Pacific
    ("ACST", "Australia/Adelaide", "+09:30"),
    ("ACST", "Australia/Darwin", "+09:30"),
    ("ACDT", "Australia/Adelaide", "+10:30"),
    ("AEST", "Australia/Sydney", "+10:00"),
    ("AEST", "Australia/Brisbane", "+10:00"),
    ("AEDT", "Australia/Sydney", "+11:00"),
    ("AET", "Australia/Sydney", ""),
    ("AWST", "Australia/Perth", "+08:00"),
    ("CHST", "Pacific/Guam", "+10:00"),
    ("NZST", "Pacific/Auckland", "+12:00"),
    ("NZDT", "Pacific/Auckland", "+13:00"),
    ("NZT", "Pacific/Auckland", ""),
    ("CHAST", "Pacific/Chatham", "+12:45"),
    ("CHADT", "Pacific/Chatham", "+13:45"),
];

/// Names that IANA keeps for old programs, and the zone that each stands for; and the `Z` of RFC 3339.
const OLD_NAMES: &[(&str, &str)] = &[
    ("Brazil/Acre", "America/Rio_Branco"),
    ("Brazil/DeNoronha", "America/Noronha"),
    ("Brazil/East", "America/Sao_Paulo"),
    ("Brazil/West", "America/Manaus"),
    ("CST6CDT", "America/Chicago"),
    ("Canada/Atlantic", "America/Halifax"),
    ("Canada/Central", "America/Winnipeg"),
    ("Canada/Eastern", "America/Toronto"),
    ("Canada/Mountain", "America/Edmonton"),
    ("Canada/Newfoundland", "America/St_Johns"),
    ("Canada/Pacific", "America/Vancouver"),
    ("Canada/Saskatchewan", "America/Regina"),
    ("Canada/Yukon", "America/Whitehorse"),
    ("Chile/Continental", "America/Santiago"),
    ("Chile/EasterIsland", "Pacific/Easter"),
    ("Cuba", "America/Havana"),
    ("EST5EDT", "America/New_York"),
    ("Egypt", "Africa/Cairo"),
    ("Eire", "Europe/Dublin"),
    ("Etc/GMT", "UTC"),
    ("Etc/GMT+0", "UTC"),
    ("Etc/GMT-0", "UTC"),
    ("Etc/GMT0", "UTC"),
    ("Etc/Greenwich", "UTC"),
    ("Etc/UCT", "UTC"),
    ("Etc/UTC", "UTC"),
    ("Etc/Universal", "UTC"),
    ("Etc/Zulu", "UTC"),
    ("GB", "Europe/London"),
    ("GB-Eire", "Europe/London"),
    ("GMT+0", "UTC"),
    ("GMT-0", "UTC"),
    ("GMT0", "UTC"),
    ("Greenwich", "UTC"),
    ("Hongkong", "Asia/Hong_Kong"),
    ("Iceland", "Atlantic/Reykjavik"),
    ("Iran", "Asia/Tehran"),
    ("Israel", "Asia/Jerusalem"),
    ("Jamaica", "America/Jamaica"),
    ("Japan", "Asia/Tokyo"),
    ("Kwajalein", "Pacific/Kwajalein"),
    ("Libya", "Africa/Tripoli"),
    ("MST7MDT", "America/Denver"),
    ("Mexico/BajaNorte", "America/Tijuana"),
    ("Mexico/BajaSur", "America/Mazatlan"),
    ("Mexico/General", "America/Mexico_City"),
    ("NZ", "Pacific/Auckland"),
    ("NZ-CHAT", "Pacific/Chatham"),
    ("Navajo", "America/Denver"),
    ("PRC", "Asia/Shanghai"),
    ("PST8PDT", "America/Los_Angeles"),
    ("Poland", "Europe/Warsaw"),
    ("Portugal", "Europe/Lisbon"),
    ("ROC", "Asia/Taipei"),
    ("ROK", "Asia/Seoul"),
    ("Singapore", "Asia/Singapore"),
    ("Turkey", "Europe/Istanbul"),
    ("UCT", "UTC"),
    ("US/Alaska", "America/Anchorage"),
    ("US/Aleutian", "America/Adak"),
    ("US/Arizona", "America/Phoenix"),
    ("US/Central", "America/Chicago"),
    ("US/East-Indiana", "America/Indiana/Indianapolis"),
    ("US/Eastern", "America/New_York"),
    ("US/Hawaii", "Pacific/Honolulu"),
    ("US/Indiana-Starke", "America/Indiana/Knox"),
    ("US/Michigan", "America/Detroit"),
    ("US/Mountain", "America/Denver"),
    ("US/Pacific", "America/Los_Angeles"),
    ("US/Samoa", "Pacific/Pago_Pago"),
    ("Universal", "UTC"),
    ("W-SU", "Europe/Moscow"),
    ("Z", "UTC"),
    ("Zulu", "UTC"),
];

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Days, Utc};
    use chrono_tz::TZ_VARIANTS;

    use super::super::read_zone;
    use super::*;

    fn days(from: &str, n_days: u64) -> impl Iterator<Item = DateTime<Utc>> {
        let first: DateTime<Utc> = format!("{from}T12:00:00Z").parse().expect("a time stamp");
        (0..n_days).map(move |day| first + Days::new(day))
    }

    #[test]
    fn every_place_has_had_the_offset_of_its_abbreviation() {
        for (abbreviation, zone, offset) in ABBREVIATIONS {
            assert!(read_zone(zone).is_ok(), "{zone}");
            let Some(offset) = read_offset(offset) else {
                assert_eq!(*offset, "", "{abbreviation}");
                continue;
            };
            // Brazil gave up its summer time in 2019.
            let has_had = days("2015-01-01", 14 * 365).any(|day| named(zone).at(day).1 == offset);
            assert!(has_had, "{abbreviation} {zone} {offset}");
        }
    }

    #[test]
    fn every_zone_is_accepted_or_has_an_answer() {
        for tz in TZ_VARIANTS {
            let Err(wrong) = read_zone(tz.name()) else { continue };
            let [meaning, ..] = wrong.meanings.as_slice() else { panic!("{tz} has no answer") };
            assert!(read_zone(&meaning.zone.to_string()).is_ok(), "{tz}");
            // The IANA link EST has been Panama's since 2024; people in New York write it all the same.
            let is_abbreviation = !meanings(tz.name()).is_empty();
            let agrees = days("2026-01-01", 365).all(|day| Zone::Named(tz).at(day) == meaning.zone.at(day));
            assert!(agrees || is_abbreviation, "{tz} is not {}", meaning.zone);
        }
    }
}
