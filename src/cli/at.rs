//! The time that `--at` states.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, SecondsFormat, Utc};

use super::error::CliError;
use crate::model::{Schedule, ScheduleError, Zone};

/// A time of day that is this little ahead of now is not one of the day before.
const JUST_AHEAD: Duration = Duration::hours(2);

/// Reads `--at`: `06:41` is the last time that it was 06:41 in the zone, a date before it names the day, a zone behind
/// that another zone; else RFC 3339.
///
/// # Errors
/// No time; one that does not exist or exists twice in the zone; one in the future.
pub(super) fn time(text: &str, zone: Zone, now: DateTime<Utc>) -> Result<DateTime<Utc>, CliError> {
    let wrong = || {
        CliError::new(format!("`--at {text}` is no time"))
            .help("write 06:41 or \"2026-10-11 06:41\", the time in the runbook's zone, or 2026-10-11T06:41:00Z")
    };
    let at = match NaiveTime::parse_from_str(text.trim(), "%H:%M") {
        Ok(time) => {
            let last = last_time(time, zone, now).ok_or_else(wrong)?;
            // A clock that is ahead, a slip of a digit: nobody means the day before, and the task would have taken a day.
            if now - last > Duration::days(1) - JUST_AHEAD {
                return Err(CliError::new(format!(
                    "`--at {text}` lies in the future: in {zone} it is {}",
                    zone.at(now).0.format("%H:%M")
                ))
                .help(format!(
                    "leave `--at` out for now; for the day before write {}",
                    last.to_rfc3339_opts(SecondsFormat::Secs, true)
                )));
            }
            last
        }
        Err(_) => match DateTime::parse_from_rfc3339(text.trim()) {
            Ok(at) => at.to_utc(),
            Err(_) => on_day(text.trim(), zone).ok_or_else(wrong)??,
        },
    };
    if at > now {
        return Err(CliError::new(format!("`--at {text}` lies in the future"))
            .help("a mark says what happened; leave `--at` out for now"));
    }
    Ok(at)
}

/// Reads a date and a time as `schedule_at` has them; without a zone they are of this one. `None` when it is no date.
fn on_day(text: &str, zone: Zone) -> Option<Result<DateTime<Utc>, CliError>> {
    let (date, rest) = text.split_once(' ')?;
    NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    let has_zone = rest.trim().contains(' ');
    let schedule = if has_zone { text.to_owned() } else { format!("{text} {zone}") };
    let wrong = |error: ScheduleError| CliError::new(format!("--at {text}: {}", error.message)).help(error.help);
    Some(Schedule::parse(&schedule).map(|schedule| schedule.instant()).map_err(wrong))
}

/// Returns the last instant up to now at which the clock in a zone showed this time, within two days.
fn last_time(time: NaiveTime, zone: Zone, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = zone.at(now).0.date();
    let days = [today, today.pred_opt()?, today.pred_opt()?.pred_opt()?];
    days.into_iter().find_map(|day| {
        // The offset at noon can be another one than at the time itself, so both are tried.
        let local = day.and_time(time);
        let candidates = [-1, 0, 1].map(|days| now + Duration::days(days)).map(|near| {
            let offset = zone.at(near).1;
            local.and_local_timezone(offset).single().map(|at| at.to_utc())
        });
        candidates.into_iter().flatten().filter(|at| *at <= now && zone.at(*at).0 == local).max()
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[track_caller]
    fn check(text: &str, zone: &str, now: &str, expected: &str) {
        let zone = crate::model::parse_zone(zone).expect("a zone");
        let now = DateTime::parse_from_rfc3339(now).expect("a time").to_utc();
        let at = time(text, zone, now).map(|at| at.to_rfc3339());
        assert_eq!(at.unwrap_or_else(|error| error.message().to_owned()), expected);
    }

    #[test]
    fn a_time_of_day_is_the_last_one_in_the_zone() {
        check("23:50", "America/Los_Angeles", "2026-10-11T07:00:00Z", "2026-10-11T06:50:00+00:00");
        check("23:50", "America/Los_Angeles", "2026-10-11T04:00:00Z", "2026-10-10T06:50:00+00:00");
        check("00:10", "Asia/Kolkata", "2026-10-11T19:00:00Z", "2026-10-11T18:40:00+00:00");
    }

    #[test]
    fn a_time_of_day_knows_the_change_of_offset() {
        // The clocks went from 02:00 to 01:00 at 09:00Z; 01:30 was twice, and the later one is the last.
        check("01:30", "America/Los_Angeles", "2026-11-01T10:00:00Z", "2026-11-01T09:30:00+00:00");
        check("01:30", "America/Los_Angeles", "2026-11-01T09:00:00Z", "2026-11-01T08:30:00+00:00");
        check("00:30", "America/Los_Angeles", "2026-11-01T20:00:00Z", "2026-11-01T07:30:00+00:00");
    }

    #[test]
    fn a_time_in_the_future_is_refused() {
        let ahead = |text, now| format!("`--at {text}` lies in the future: in America/Los_Angeles it is {now}");
        check("00:12", "America/Los_Angeles", "2026-10-11T07:11:00Z", &ahead("00:12", "00:11"));
        check("01:59", "America/Los_Angeles", "2026-10-11T07:00:00Z", &ahead("01:59", "00:00"));
        check("02:00", "America/Los_Angeles", "2026-10-11T07:00:00Z", "2026-10-10T09:00:00+00:00");
        check("00:00", "America/Los_Angeles", "2026-10-11T07:00:00Z", "2026-10-11T07:00:00+00:00");
        check("2026-10-11T07:00:00Z", "UTC", "2026-10-11T06:59:59Z", "`--at 2026-10-11T07:00:00Z` lies in the future");
        check("6.41", "UTC", "2026-10-11T06:59:59Z", "`--at 6.41` is no time");
    }

    #[test]
    fn a_date_before_the_time_names_the_day_and_a_zone_behind_it_the_zone() {
        let now = "2026-11-16T07:00:00Z";
        check("2026-11-15 00:41", "Asia/Kolkata", now, "2026-11-14T19:11:00+00:00");
        check("2026-11-15 00:41 UTC", "Asia/Kolkata", now, "2026-11-15T00:41:00+00:00");
        check("2026-11-01 01:30 -07:00", "America/Los_Angeles", now, "2026-11-01T08:30:00+00:00");
        check("2026-11-01 01:30 America/Los_Angeles -08:00", "UTC", now, "2026-11-01T09:30:00+00:00");
        check("2026-11-17 00:41", "Asia/Kolkata", now, "`--at 2026-11-17 00:41` lies in the future");
        let help = |text| {
            let zone = crate::model::parse_zone("America/Los_Angeles").expect("a zone");
            let now = now.parse().expect("a time");
            time(text, zone, now).expect_err("no time").to_text(false)
        };
        expect![[r#"
            error: --at 2026-11-01 01:30: 01:30 exists twice in Los Angeles on 2026-11-01: the clocks go back by 1h
            help: write what is meant, one of
                  2026-11-01 01:30 America/Los_Angeles -07:00  = 2026-11-01 08:30 UTC
                  2026-11-01 01:30 America/Los_Angeles -08:00  = 2026-11-01 09:30 UTC
        "#]]
        .assert_eq(&help("2026-11-01 01:30"));
        expect![[r#"
            error: --at 2026-11-15 0041: hours and minutes are separated by `:`
            help: write `2026-11-15 00:41 America/Los_Angeles`
        "#]]
        .assert_eq(&help("2026-11-15 0041"));
        expect![[r#"
            error: `--at yesterday 00:41` is no time
            help: write 06:41 or "2026-10-11 06:41", the time in the runbook's zone, or 2026-10-11T06:41:00Z
        "#]]
        .assert_eq(&help("yesterday 00:41"));
    }
}
