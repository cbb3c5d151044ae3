//! The client against a server that fails on purpose: what is sent, what is made again, and what is said.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use expect_test::{Expect, expect};
use runbook::services::{
    Secret,
    http::{Address, Client, ClientError, Method, Request, Settings},
};
use serde_json::{Value, json};

use crate::gitlab_server::{Fault, Server, TOKEN};

/// A client of a server, and how long it waited between its tries, without waiting.
struct Bench {
    server: Server,
    client: Client,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Bench {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let server = Server::start();
        let waits = Arc::new(Mutex::new(Vec::new()));
        let of_client = Arc::clone(&waits);
        let mut settings = Settings::new(Secret::new(TOKEN));
        settings.pause = Box::new(move |wait| of_client.lock().unwrap_or_else(PoisonError::into_inner).push(wait));
        change(&mut settings);
        let client = Client::new(Address::parse(&server.api()).expect("an address"), settings).expect("a client");
        Self { server, client, waits }
    }

    /// Returns what a request came to, without the server's port.
    fn outcome(&self, request: &Request) -> String {
        let outcome = match self.client.send(request) {
            Ok(answer) => match answer.json::<Value>() {
                Ok(_) => answer.status().to_string(),
                Err(error) => format!("{}: {error}", answer.status()),
            },
            Err(error) => format!("{error} (may have happened: {})", error.may_have_happened()),
        };
        outcome.replace(&self.server.url(), "http://server")
    }

    /// Returns the waits, in whole seconds: the jitter is less.
    fn waits(&self) -> Vec<u64> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).iter().map(Duration::as_secs).collect()
    }
}

fn who() -> Request {
    Request::new(Method::Get, &["user"])
}

fn create() -> Request {
    Request::new(Method::Post, &["projects", "support/runbooks", "issues"]).json(&json!({ "title": "a title" }))
}

/// Fails once, and holds what comes of it against the expectation: outcome, number of requests, waits.
#[track_caller]
fn check(fault: Fault, request: &Request, expected: Expect) {
    let bench = Bench::with(|settings| settings.body_limit = 1 << 20);
    bench.server.fail(fault);
    let outcome = bench.outcome(request);
    expected.assert_eq(&format!("{outcome}; {} sent, waited {:?}", bench.server.requests().len(), bench.waits()));
}

#[test]
fn the_token_stands_in_one_header_and_nowhere_else() {
    let bench = Bench::new();
    bench.outcome(&who().query("username", "Jane & John=1"));
    bench.outcome(&create());
    for request in bench.server.requests() {
        let holders: Vec<_> = request.headers.iter().filter(|(_, value)| value.contains(TOKEN)).collect();
        assert_eq!(holders.len(), 1, "{holders:?}");
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
        assert!(!format!("{} {}", request.target, request.body).contains(TOKEN));
        assert_eq!(request.header("accept-encoding"), Some("identity"));
    }
    expect![[r"
        GET /api/v4/user?username=Jane%20%26%20John%3D1
        POST /api/v4/projects/support%2Frunbooks/issues
    "]]
    .assert_eq(&bench.server.log());
}

#[test]
fn nothing_shows_the_token() {
    let bench = Bench::new();
    let answer = bench.client.send(&who()).expect("an answer");
    let shown = format!("{:?} {answer:?} {:?} {}", bench.client, who(), bench.client.hide_token(&format!("<{TOKEN}>")));
    assert!(!shown.contains(TOKEN), "{shown}");
    bench.server.fail(Fault::with_header(302, "location", &format!("https://evil.example/{TOKEN}/x?{TOKEN}")));
    assert!(!bench.outcome(&who()).contains(TOKEN));
}

#[test]
fn a_redirect_is_an_error_and_nobody_follows_it() {
    let other = Server::start();
    for status in [301, 302, 303, 307, 308] {
        for request in [who(), create()] {
            let bench = Bench::new();
            bench.server.fail(Fault::with_header(status, "location", &format!("{}/api/v4/user?a=b", other.url())));
            let outcome = bench.outcome(&request).replace(&other.url(), "http://other");
            assert!(
                outcome.ends_with(
                    "was sent on to http://other/api/v4/user, and the token does not follow (may have happened: false)"
                ),
                "{outcome}"
            );
            assert_eq!(bench.server.requests().len(), 1);
        }
    }
    assert_eq!(other.requests().len(), 0);
    // A moved project stays on the host, and is not followed either: the path that was asked for is the one that counts.
    check(
        Fault::with_header(301, "location", "/api/v4/projects/17"),
        &who(),
        expect![
            "GET http://server/api/v4/user was sent on to /api/v4/projects/17, and the token does not follow (may have happened: false); 1 sent, waited []"
        ],
    );
}

#[test]
fn a_request_that_reads_is_made_again() {
    for fault in [
        Fault::status(500, "{}"),
        Fault::status(502, "<html>"),
        Fault::LoseRequest,
        Fault::LoseAnswer,
        Fault::CutAnswer,
    ] {
        check(fault, &who(), expect!["200; 2 sent, waited [1]"]);
    }
    check(Fault::with_header(429, "retry-after", "7"), &who(), expect!["200; 2 sent, waited [7]"]);
    check(Fault::status(429, "Retry later"), &who(), expect!["200; 2 sent, waited [60]"]);
    check(
        Fault::Answer {
            status: 503,
            headers: vec![
                ("date", "Sat, 21 Nov 2026 10:00:00 GMT".to_owned()),
                ("retry-after", "Sat, 21 Nov 2026 10:00:30 GMT".to_owned()),
            ],
            body: String::new(),
        },
        &who(),
        expect!["200; 2 sent, waited [30]"],
    );
}

#[test]
fn tries_have_an_end() {
    let bench = Bench::new();
    for _ in 0..3 {
        bench.server.fail(Fault::status(503, "{}"));
    }
    assert_eq!(bench.outcome(&who()), "503");
    assert_eq!((bench.server.requests().len(), bench.waits()), (3, vec![1, 2]));
    check(
        Fault::with_header(429, "retry-after", "86400"),
        &who(),
        expect![
            "429: the answer to GET http://server/api/v4/user (status 429) is not what this program can read; 1 sent, waited []"
        ],
    );
}

#[test]
fn what_makes_something_is_never_made_again_blindly() {
    for fault in [Fault::LoseRequest, Fault::LoseAnswer, Fault::CutAnswer] {
        check(
            fault,
            &create(),
            expect![
                "POST http://server/api/v4/projects/support%2Frunbooks/issues was not answered: the connection broke (may have happened: true); 1 sent, waited []"
            ],
        );
    }
    for status in [500, 502, 503, 504] {
        let bench = Bench::new();
        bench.server.fail(Fault::status(status, "{}"));
        assert_eq!(bench.outcome(&create()), status.to_string());
        assert_eq!(bench.server.requests().len(), 1);
    }
    // Here the server says that it did nothing.
    check(Fault::with_header(429, "retry-after", "2"), &create(), expect!["201; 2 sent, waited [2]"]);
}

#[test]
fn a_post_has_a_connection_of_its_own() {
    // One that was kept open may be closed by the time that the request is sent, and then nobody knows what became of it.
    let bench = Bench::new();
    for request in [who(), create(), who(), create()] {
        bench.outcome(&request);
    }
    let connections: Vec<_> = bench.server.requests().iter().map(|request| request.connection).collect();
    assert_eq!(connections[0], connections[2], "{connections:?}");
    assert!(connections[1] != connections[0] && connections[3] != connections[1], "{connections:?}");
}

#[test]
fn an_answer_has_an_end() {
    check(
        Fault::EndlessAnswer,
        &create(),
        expect![
            "the answer to POST http://server/api/v4/projects/support%2Frunbooks/issues is longer than 1048576 bytes (may have happened: true); 1 sent, waited []"
        ],
    );
}

#[test]
fn a_slow_server_is_given_up_in_time() {
    let bench = Bench::with(|settings| settings.timeout = Duration::from_millis(300));
    bench.server.fail(Fault::SlowAnswer);
    let before = Instant::now();
    let outcome = bench.outcome(&create());
    assert!(before.elapsed() < Duration::from_secs(10), "{:?}", before.elapsed());
    expect!["POST http://server/api/v4/projects/support%2Frunbooks/issues was not answered: it took too long (may have happened: true)"].assert_eq(&outcome);
}

#[test]
fn all_tries_together_have_an_end_too() {
    // A wait that does not fit is not begun.
    let bench = Bench::with(|settings| settings.total_timeout = Duration::from_secs(30));
    bench.server.fail(Fault::status(503, "{}"));
    bench.server.fail(Fault::with_header(429, "retry-after", "31"));
    let outcome = bench.outcome(&who());
    assert!(outcome.starts_with("429"), "{outcome}");
    assert_eq!((bench.server.requests().len(), bench.waits()), (2, vec![1]));
    // And a try has what is left.
    let bench = Bench::with(|settings| settings.total_timeout = Duration::from_millis(300));
    bench.server.fail(Fault::SlowAnswer);
    let before = Instant::now();
    let outcome = bench.outcome(&who());
    assert!(before.elapsed() < Duration::from_secs(10), "{:?}", before.elapsed());
    assert!(outcome.contains("it took too long"), "{outcome}");
    assert_eq!((bench.server.requests().len(), bench.waits()), (1, vec![]));
}

#[test]
fn what_is_no_answer_is_said_and_not_shown() {
    check(
        Fault::BreakAnswer,
        &who(),
        expect![
            "200: the answer to GET http://server/api/v4/user (status 200) is not what this program can read; 1 sent, waited []"
        ],
    );
    check(
        Fault::NoHttp,
        &create(),
        expect![
            "POST http://server/api/v4/projects/support%2Frunbooks/issues was not answered: the answer is not in the language of the web (HTTP) (may have happened: true); 1 sent, waited []"
        ],
    );
}

#[test]
fn without_a_server_nothing_was_sent() {
    // A port that no program of a person may listen at.
    let address = Address::parse("http://127.0.0.1:1/api/v4").expect("an address");
    let mut settings = Settings::new(Secret::new(TOKEN));
    settings.pause = Box::new(|_| {});
    let client = Client::new(address, settings).expect("a client");
    let error = client.send(&create()).expect_err("nobody listens");
    assert!(matches!(error, ClientError::NotReached { .. }), "{error:?}");
    assert!(!error.may_have_happened());
}

#[test]
fn a_path_that_leads_elsewhere_is_not_sent() {
    let bench = Bench::new();
    for segments in [&["..", "x"][..], &["projects", "", "issues"], &["."]] {
        let outcome = bench.outcome(&Request::new(Method::Get, segments));
        assert!(outcome.contains("nothing was sent"), "{outcome}");
    }
    bench.outcome(&who().query("search", "x".repeat(70_000)));
    assert_eq!(bench.server.requests().len(), 0);
}

#[test]
fn a_token_that_no_header_can_hold_is_refused() {
    for token in ["", "  ", "glpat-\r\nX-Evil: 1", "glpat-ä", "two words"] {
        let address = Address::parse("http://127.0.0.1:1").expect("an address");
        let error = Client::new(address, Settings::new(Secret::new(token))).expect_err("no token");
        assert_eq!(error.to_string(), "the token is empty, or holds a character that no token has");
    }
}
