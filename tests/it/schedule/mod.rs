//! Schedules: what is read, and what is said about the rest.

mod times;
mod zones;

use std::fmt::Write;

use expect_test::{Expect, expect};
use runbook::model::{Schedule, ScheduleError};

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(texts: &[&str], expected: Expect) {
    let mut out = String::new();
    for text in texts {
        match Schedule::parse(text) {
            Ok(schedule) => {
                let utc = schedule.instant().format("%Y-%m-%d %H:%M UTC");
                writeln!(out, "{text}\n  is {schedule} = {utc}")
            }
            Err(ScheduleError { range, message, help }) => {
                let (before, wrong, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
                writeln!(
                    out,
                    "{before}«{}»{after}\n  {message}\n  help: {}",
                    wrong.escape_default(),
                    help.replace('\n', "\n  ")
                )
            }
        }
        .expect("a string takes everything");
    }
    expected.assert_eq(&out);
}

#[test]
fn what_is_accepted_prints_as_it_is_read() {
    check(
        &[
            "2026-10-10 23:30 America/Los_Angeles",
            "2026-10-10 23:30 America/Los_Angeles -07:00",
            "2026-10-10 23:30 America/Argentina/Buenos_Aires",
            "2026-10-10 23:30 Asia/Calcutta",
            "2026-10-10 23:30 UTC",
            "2026-10-10 23:30 UTC +00:00",
            "2026-10-10 00:00 +14:00",
            "2026-11-01 01:30 America/New_York -04:00",
            "2026-11-01 01:30 America/New_York -05:00",
            "2028-02-29 12:00 Asia/Kathmandu",
        ],
        expect![[r#"
            2026-10-10 23:30 America/Los_Angeles
              is 2026-10-10 23:30 America/Los_Angeles = 2026-10-11 06:30 UTC
            2026-10-10 23:30 America/Los_Angeles -07:00
              is 2026-10-10 23:30 America/Los_Angeles = 2026-10-11 06:30 UTC
            2026-10-10 23:30 America/Argentina/Buenos_Aires
              is 2026-10-10 23:30 America/Argentina/Buenos_Aires = 2026-10-11 02:30 UTC
            2026-10-10 23:30 Asia/Calcutta
              is 2026-10-10 23:30 Asia/Calcutta = 2026-10-10 18:00 UTC
            2026-10-10 23:30 UTC
              is 2026-10-10 23:30 UTC = 2026-10-10 23:30 UTC
            2026-10-10 23:30 UTC +00:00
              is 2026-10-10 23:30 UTC = 2026-10-10 23:30 UTC
            2026-10-10 00:00 +14:00
              is 2026-10-10 00:00 +14:00 = 2026-10-09 10:00 UTC
            2026-11-01 01:30 America/New_York -04:00
              is 2026-11-01 01:30 America/New_York -04:00 = 2026-11-01 05:30 UTC
            2026-11-01 01:30 America/New_York -05:00
              is 2026-11-01 01:30 America/New_York -05:00 = 2026-11-01 06:30 UTC
            2028-02-29 12:00 Asia/Kathmandu
              is 2028-02-29 12:00 Asia/Kathmandu = 2028-02-29 06:15 UTC
        "#]],
    );
}
