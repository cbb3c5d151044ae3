//! Now, to the second: what the log can hold.

use chrono::{DateTime, SubsecRound, Utc};

use super::{environment::Environment, error::CliError};

/// Returns the time: `RUNBOOK_NOW` where it is set, else the clock's.
///
/// # Errors
/// `RUNBOOK_NOW` is neither RFC 3339 nor Unix seconds.
pub(super) fn now(environment: &Environment) -> Result<DateTime<Utc>, CliError> {
    let Some(text) = environment.runbook_now() else {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the clock")]
        let now = Utc::now();
        return Ok(now.trunc_subsecs(0));
    };
    parse(text.trim()).ok_or_else(|| {
        CliError::new(format!("RUNBOOK_NOW is no time: {text}"))
            .help("write it as 2026-10-11T06:32:10Z, or as seconds since 1970")
    })
}

fn parse(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(seconds) = text.parse() {
        return DateTime::from_timestamp(seconds, 0);
    }
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc().trunc_subsecs(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let environment = Environment::from_values([("RUNBOOK_NOW", text.into())]);
        now(&environment).ok().map(|time| time.to_rfc3339())
    }

    #[test]
    fn now_can_be_set() {
        assert_eq!(at("2026-10-11T06:32:10.987+05:30").as_deref(), Some("2026-10-11T01:02:10+00:00"));
        assert_eq!(at("1791700330").as_deref(), Some("2026-10-11T06:32:10+00:00"));
        assert_eq!(at("-1").as_deref(), Some("1969-12-31T23:59:59+00:00"));
    }

    #[test]
    fn a_wrong_time_is_an_error() {
        assert_eq!(at("yesterday"), None);
        assert_eq!(at("2026-10-11 06:32"), None);
        assert_eq!(at("99999999999999999"), None);
    }
}
