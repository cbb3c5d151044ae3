//! Everything that can go wrong, at each request: nothing of the runbook is read by a stranger, "Published" is never said on
//! doubt, and the next run mends it with the one issue that there is.

use std::{sync::Mutex, thread};

use serde_json::json;

use super::{Office, RUNBOOK, WORDS};
use crate::gitlab_server::Fault;

/// How many requests an undisturbed run makes.
const N_REQUESTS: usize = 10;
/// The number of the request that makes the issue.
const POST: usize = 4;

/// All that can go wrong with a request, by name.
fn faults() -> Vec<(&'static str, Fault)> {
    let html = "<html><title>Sign in to the proxy</title></html>";
    vec![
        ("lost before", Fault::LoseRequest),
        ("lost after", Fault::LoseAnswer),
        ("cut", Fault::CutAnswer),
        ("broken", Fault::BreakAnswer),
        ("endless", Fault::EndlessAnswer),
        ("slow", Fault::SlowAnswer),
        ("no HTTP", Fault::NoHttp),
        ("500", Fault::status(500, &json!({ "message": "500 Internal Server Error" }).to_string())),
        ("500 after", Fault::AnswerAfter { status: 500, body: String::new() }),
        ("502 of a proxy", Fault::status(502, html)),
        ("504 after", Fault::AnswerAfter { status: 504, body: html.to_owned() }),
        ("200 of a proxy", Fault::status(200, html)),
        ("200 of a proxy after", Fault::AnswerAfter { status: 200, body: html.to_owned() }),
        ("something else", Fault::AnswerAfter { status: 200, body: "{}".to_owned() }),
        ("429", Fault::with_header(429, "retry-after", "1")),
        ("429 for an hour", Fault::with_header(429, "retry-after", "3600")),
        ("redirect", Fault::with_header(302, "location", "https://evil.example/api/v4")),
        ("redirect of a moved project", Fault::with_header(301, "location", "/api/v4/projects/9")),
        ("401", Fault::status(401, &json!({ "message": "401 Unauthorized" }).to_string())),
        ("403", Fault::status(403, &json!({ "message": "403 Forbidden" }).to_string())),
        ("404", Fault::status(404, &json!({ "message": "404 Not found" }).to_string())),
        ("422", Fault::status(422, &json!({ "message": { "error": "spam" } }).to_string())),
    ]
}

/// Runs cases on all cores and says which failed.
pub(super) fn for_each<T: Sync>(cases: &[T], run: impl Fn(&T) + Sync) {
    let next = Mutex::new(cases.iter());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let case = next.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some(case) = case else { return };
                    run(case);
                }
            });
        }
    });
}

impl Office {
    /// Publishes, and demands what holds after each run, however it ends.
    #[track_caller]
    pub(super) fn publish_and_judge(&self, case: &str) -> i32 {
        let answer = self.publish(&["--yes", "--label", "Umbrella"]);
        let text = answer.text();
        assert!(!self.sandbox.names(".").iter().any(|name| name != "acme.yaml"), "{case}: something was left behind");
        for request in self.server.requests().iter().filter(|request| request.method != "GET") {
            assert_eq!(request.json()["confidential"], true, "{case}: {request:?}");
            let said = WORDS.iter().find(|word| request.body.contains(**word));
            assert!(said.is_none() || request.is_of_confidential, "{case}: {said:?} was sent in {request:?}\n{text}");
        }
        for request in self.server.requests() {
            assert!(!WORDS[..6].iter().any(|word| request.target.contains(word)), "{case}: {}", request.target);
        }
        self.server.world(|world| {
            let seen = world.issues.iter().flat_map(|issue| &issue.seen_by_all);
            for seen in seen {
                assert!(!WORDS.iter().any(|word| seen.contains(word)), "{case}: everybody could read: {seen}\n{text}");
            }
        });
        if answer.status == 0 || text.contains("Published") {
            self.demand_complete(&format!("{case}\n{text}"));
        } else {
            assert!(answer.err.contains("error: "), "{case}: nothing is said\n{text}");
            assert_eq!(answer.out, "", "{case}");
        }
        answer.status
    }

    /// There is one issue, confidential and complete, and the file knows it.
    #[track_caller]
    pub(super) fn demand_complete(&self, case: &str) {
        assert_eq!(self.server.world(|world| world.issues.len()), 1, "{case}: not one issue");
        let issue = self.server.issue(1);
        assert!(issue.is_confidential && !issue.is_closed, "{case}: {issue:?}");
        assert_eq!(issue.title, "Acme - Enforce 2FA on All Groups", "{case}");
        assert_eq!(issue.labels, ["Umbrella"], "{case}");
        // Where the DRI could not be looked up, that was said.
        assert!(issue.assignees == [2] || case.contains("the issue is assigned to nobody"), "{case}");
        assert_eq!(issue.due_date.as_deref(), Some("2026-10-11"), "{case}");
        let rendered = self.sandbox.run(["render", "acme.yaml", "--no-quick-actions"]).out;
        assert_eq!(issue.description, rendered.trim_end(), "{case}");
        let file = self.file();
        assert!(file.contains("  state: live\n") && file.contains("  rev: 1\n"), "{case}: {file}");
        assert!(
            file.contains(&format!("  issue: {}/support/runbooks/-/issues/1\n", self.server.url())),
            "{case}: {file}"
        );
        assert_eq!(file.matches("event: publish").count(), 1, "{case}: {file}");
        assert!(file.starts_with(RUNBOOK.split("log:").next().expect("a text")), "{case}: {file}");
    }
}

#[test]
fn an_undisturbed_run_makes_these_requests_and_no_others() {
    let office = Office::new();
    assert_eq!(office.publish_and_judge("undisturbed"), 0);
    assert_eq!(office.server.requests().len(), N_REQUESTS);
    assert_eq!(office.server.requests()[POST].method, "POST");
}

#[test]
fn whatever_happens_at_whichever_request_the_next_run_mends_it() {
    let mut cases = Vec::new();
    for (name, fault) in faults() {
        for number in 0..N_REQUESTS {
            // What reads or replaces is made three times, so that three faults are an end and one is overcome, for which some
            // are enough to see.
            // Before the issue is made nothing can be lost.
            if number >= POST || matches!(name, "lost after" | "endless" | "200 of a proxy" | "something else" | "401")
            {
                cases.push((format!("{name}, three times from request {number}"), fault.clone(), number, 3));
            }
            if matches!(name, "lost before" | "lost after" | "cut" | "504 after") {
                cases.push((format!("{name} at request {number}"), fault.clone(), number, 1));
            }
        }
    }
    for_each(&cases, |(case, fault, number, n_times)| {
        let office = Office::new();
        for number in *number..*number + n_times {
            office.server.fail_at_number(number, fault.clone());
        }
        if matches!(fault, Fault::SlowAnswer) {
            office.set_patience("0.3");
        }
        let first = office.publish_and_judge(case);
        office.set_patience("20");
        office.server.mend();
        if first != 0 {
            let second = office.publish_and_judge(&format!("{case}, and then undisturbed (after status {first})"));
            assert_eq!(second, 0, "{case}");
        }
    });
}

#[test]
fn two_runs_that_end_on_the_way_are_mended_by_the_third() {
    let mut cases = Vec::new();
    let ends = [("lost before", Fault::LoseRequest), ("lost after", Fault::LoseAnswer)];
    for (first_name, first_fault) in &ends {
        for (second_name, second_fault) in &ends {
            for first in POST..N_REQUESTS {
                for second in 0..6 {
                    let name = format!("{first_name} at {first}, then {second_name} at {second}");
                    cases.push((name, first_fault.clone(), first, second_fault.clone(), second));
                }
            }
        }
    }
    for_each(&cases, |(case, first_fault, first, second_fault, second)| {
        let office = Office::new();
        for number in *first..*first + 3 {
            office.server.fail_at_number(number, first_fault.clone());
        }
        office.publish_and_judge(case);
        office.server.mend();
        let n_requests = office.server.requests().len();
        for number in n_requests + second..n_requests + second + 3 {
            office.server.fail_at_number(number, second_fault.clone());
        }
        office.publish_and_judge(case);
        office.server.mend();
        assert_eq!(office.publish_and_judge(case), 0, "{case}");
    });
}

#[test]
fn what_happens_while_an_issue_is_brought_up_to_date_is_mended_by_the_next_run() {
    let mut cases = Vec::new();
    for (name, fault) in faults() {
        // Who, token, project, issue, DRI; then the issue again, the change, and what came of it.
        for number in 3..8 {
            let is_slow = matches!(fault, Fault::SlowAnswer);
            if number >= 5 || matches!(name, "lost after" | "broken" | "200 of a proxy" | "404") {
                cases.push((format!("{name}, from request {number}"), fault.clone(), number, is_slow));
            }
        }
    }
    for_each(&cases, |(case, fault, number, is_slow)| {
        let office = Office::new();
        assert_eq!(office.publish_and_judge(case), 0, "{case}");
        let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
        assert_eq!(mark.status, 0, "{case}: {}", mark.text());
        let n_before = office.server.requests().len();
        for number in n_before + number..n_before + number + 3 {
            office.server.fail_at_number(number, fault.clone());
        }
        office.set_patience(if *is_slow { "0.3" } else { "20" });
        let first = office.publish(&["--yes", "--label", "Umbrella"]);
        office.set_patience("20");
        office.server.mend();
        // The name of a person who clicked stays, whatever became of the change.
        office.server.world(|world| world.click(1, "dana_example", "Dry-run"));
        let second = office.publish(&["--yes", "--label", "Umbrella"]);
        let text = format!("{case}\n{}{}", first.text(), second.text());
        assert_eq!(second.status, 0, "{text}");
        let issue = office.server.issue(1);
        assert!(issue.is_confidential && issue.seen_by_all.is_empty(), "{text}");
        assert_eq!(office.server.world(|world| world.issues.len()), 1, "{text}");
        for line in ["- [x] Inform the channel", "- [x] Dry-run on staging"] {
            assert_eq!(issue.description.matches(line).count(), 1, "{text}{}", issue.description);
        }
        let file = office.file();
        assert!(file.contains("pre-call/inform: \"x\"") && file.contains("  state: live\n"), "{text}{file}");
        if first.status == 0 {
            assert!(first.err.contains("up to date"), "{text}");
        } else {
            assert_eq!(first.out, "", "{text}");
        }
    });
}

#[test]
fn what_happens_while_an_issue_is_adopted_is_mended_by_the_next_run() {
    let mut cases = Vec::new();
    for (name, fault) in faults() {
        // The issue is looked at, made confidential, looked at, filled, looked at.
        for number in 5..10 {
            if matches!(name, "lost before" | "lost after" | "504 after" | "something else" | "403") {
                cases.push((format!("{name}, from request {number}"), fault.clone(), number));
            }
        }
    }
    for_each(&cases, |(case, fault, number)| {
        let office = Office::new();
        let url = super::again::make_issue(&office, "Please do it soon.\n\n- [ ] Call Dana", false);
        for number in *number..number + 3 {
            office.server.fail_at_number(number, fault.clone());
        }
        let first = office.publish(&["--yes", "--adopt", &url]);
        office.server.mend();
        let second = office.publish(&["--yes", "--adopt", &url]);
        let text = format!("{case}\n{}{}", first.text(), second.text());
        // Where the answer alone was lost, the issue itself showed that all is well.
        assert!(second.status == 0, "{text}");
        for request in office.server.requests().iter().filter(|request| request.method == "PUT") {
            let is_bare = !WORDS.iter().any(|word| request.body.contains(word));
            assert!(is_bare || request.is_of_confidential, "{text}{request:?}");
        }
        let issue = office.server.issue(1);
        assert!(issue.is_confidential && issue.seen_by_all.is_empty(), "{text}");
        for part in ["Inform the channel", "Please do it soon.", "Call Dana"] {
            assert_eq!(issue.description.matches(part).count(), 1, "{text}{}", issue.description);
        }
        let file = office.file();
        assert!(file.contains("  state: live\n") && file.matches("event: publish").count() == 1, "{text}{file}");
        assert!(file.contains("pre-call/inform: \" \""), "{text}{file}");
    });
}
