//! Which requests are made again, and after how long. Decides only; who calls waits.

use std::time::Duration;

use chrono::DateTime;

use super::Method;

/// How often a request is made at most.
pub(super) const MAX_TRIES: u32 = 3;
/// The longest wait that a server can ask for. Beyond it a person decides whether to wait.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// How long to wait where a server has had enough of requests and does not say for how long: GitLab often leaves it out.
const UNSAID_WAIT: Duration = Duration::from_secs(60);

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a status, and what the server said about waiting.
    Status(u16, Option<Duration>),
    /// Before anything was sent.
    NotReached,
    /// Without a whole answer: it may have been carried out.
    Lost,
    /// In a way that another try ends in too.
    Final,
}

/// Returns how long to wait before the next try; `None` if there is none. `jitter` is from 0 to 1 and spreads the tries of
/// many.
///
/// A POST is made again only where the server says that it refused it: nothing tells a second issue from the first.
pub(super) fn wait(method: Method, try_number: u32, ending: Ending, jitter: f64) -> Option<Duration> {
    if try_number >= MAX_TRIES {
        return None;
    }
    let growing = Duration::from_secs(1 << (try_number - 1)).mul_f64(1.0 + jitter.clamp(0.0, 1.0) / 4.0);
    let is_repeatable = method != Method::Post;
    match ending {
        Ending::Status(429, said) => asked_for(said.unwrap_or(UNSAID_WAIT), growing),
        Ending::Status(500 | 502 | 503 | 504, said) if is_repeatable => asked_for(said.unwrap_or_default(), growing),
        Ending::NotReached | Ending::Lost if is_repeatable => Some(growing),
        _ => None,
    }
}

/// A server that asks for less than we would wait anyway gets what we would.
fn asked_for(said: Duration, growing: Duration) -> Option<Duration> {
    (said <= MAX_WAIT).then_some(said.max(growing))
}

/// Returns how long a server asks to wait: `Retry-After` in seconds or as a date, else `RateLimit-Reset`. Dates are held
/// against the server's own `Date`, so that nobody's clock matters. What makes no sense says nothing.
pub(super) fn said_wait(retry_after: Option<&str>, reset: Option<&str>, date: Option<&str>) -> Option<Duration> {
    let now = date.and_then(http_date);
    let until = |then: i64| u64::try_from(then - now?).ok().map(Duration::from_secs);
    let after = retry_after.map(str::trim).and_then(|text| match whole_number(text) {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        None => http_date(text).and_then(until),
    });
    after.or_else(|| reset.and_then(whole_number).and_then(|then| i64::try_from(then).ok()).and_then(until))
}

/// A whole number, without the sign that `parse` takes.
fn whole_number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Returns the Unix seconds of `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc2822(text).ok().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(method: Method, try_number: u32, ending: Ending) -> Option<f64> {
        wait(method, try_number, ending, 0.0).map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn reading_and_replacing_is_tried_three_times() {
        for method in [Method::Get, Method::Put] {
            for ending in [Ending::Status(500, None), Ending::Status(503, None), Ending::NotReached, Ending::Lost] {
                assert_eq!(seconds(method, 1, ending), Some(1.0));
                assert_eq!(seconds(method, 2, ending), Some(2.0));
                assert_eq!(seconds(method, 3, ending), None);
            }
        }
    }

    #[test]
    fn a_post_is_made_again_only_if_it_was_refused() {
        assert_eq!(seconds(Method::Post, 1, Ending::Status(429, Some(Duration::from_secs(7)))), Some(7.0));
        for ending in [Ending::Status(500, None), Ending::Status(503, None), Ending::NotReached, Ending::Lost] {
            assert_eq!(seconds(Method::Post, 1, ending), None);
        }
    }

    #[test]
    fn an_answer_that_says_no_is_final() {
        for status in [200, 201, 301, 400, 401, 403, 404, 409, 412, 413, 422, 501] {
            assert_eq!(seconds(Method::Get, 1, Ending::Status(status, Some(Duration::from_secs(1)))), None, "{status}");
        }
        assert_eq!(seconds(Method::Get, 1, Ending::Final), None);
    }

    #[test]
    fn a_server_can_ask_for_a_minute_and_no_more() {
        let asked = |seconds| Ending::Status(429, Some(Duration::from_secs(seconds)));
        assert_eq!(seconds(Method::Get, 1, asked(60)), Some(60.0));
        assert_eq!(seconds(Method::Get, 1, asked(61)), None);
        assert_eq!(seconds(Method::Get, 1, asked(u64::MAX)), None);
        assert_eq!(seconds(Method::Get, 1, asked(0)), Some(1.0));
        assert_eq!(seconds(Method::Get, 1, Ending::Status(429, None)), Some(60.0));
    }

    #[test]
    fn jitter_adds_a_quarter_at_most() {
        assert_eq!(wait(Method::Get, 2, Ending::Lost, 1.0), Some(Duration::from_millis(2500)));
        assert_eq!(wait(Method::Get, 2, Ending::Lost, 99.0), Some(Duration::from_millis(2500)));
    }

    #[test]
    fn what_a_server_says_about_waiting_is_read_in_each_form() {
        const DATE: Option<&str> = Some("Sat, 21 Nov 2026 10:00:00 GMT");
        let said = |after, reset, date| said_wait(after, reset, date).map(|wait| wait.as_secs());
        assert_eq!(said(Some("7"), None, None), Some(7));
        assert_eq!(said(Some(" 7 "), Some("1795255230"), DATE), Some(7));
        assert_eq!(said(Some("Sat, 21 Nov 2026 10:00:30 GMT"), None, DATE), Some(30));
        assert_eq!(said(None, Some("1795255230"), DATE), Some(30));
        for nonsense in ["-1", "+5", "1.5", "", "soon", "99999999999999999999", "Sat, 21 Nov 2026 09:59:00 GMT"] {
            assert_eq!(said(Some(nonsense), None, DATE), None, "{nonsense}");
        }
        assert_eq!(said(Some("Sat, 21 Nov 2026 10:00:30 GMT"), None, None), None);
        assert_eq!(said(Some("nonsense"), Some("nonsense"), Some("nonsense")), None);
    }
}
