//! Any text as a duration, a schedule and a zone: what is read prints as what reads back equal, and what is not read is
//! answered with what to write.
#![no_main]

use libfuzzer_sys::fuzz_target;
use runbook::model::{Schedule, TaskDuration, parse_zone};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match TaskDuration::parse(&text) {
        Ok(duration) => assert_eq!(TaskDuration::parse(&duration.to_string()), Ok(duration)),
        Err(error) => is_answer(&text, error.range, &error.message, &error.help),
    }
    match Schedule::parse(&text) {
        Ok(schedule) => {
            assert_eq!(Schedule::parse(&schedule.to_string()), Ok(schedule));
            assert_eq!(schedule.zone().at(schedule.instant()).0, schedule.local());
        }
        Err(error) => is_answer(&text, error.range, &error.message, &error.help),
    }
    match parse_zone(&text) {
        Ok(zone) => assert_eq!(parse_zone(&zone.to_string()), Ok(zone)),
        Err(error) => is_answer(&text, error.range, &error.message, &error.help),
    }
    if let Some(seconds) = data.first_chunk() {
        let measured = TaskDuration::measured(i64::from_le_bytes(*seconds));
        assert_eq!(TaskDuration::parse(&measured.to_string()), Ok(measured));
    }
});

fn is_answer(text: &str, range: std::ops::Range<usize>, message: &str, help: &str) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is no place of {text:?}");
    assert!(!message.is_empty() && !help.is_empty(), "{text:?}: {message:?}, {help:?}");
}
