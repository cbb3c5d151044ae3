//! Several runs at the same moment: on one computer, on two with a disk in common, on two with a copy each.

use std::{process::Child, sync::mpsc, thread, time::Duration};

use expect_test::{Expect, expect};

use super::{Office, RUNBOOK, faults::for_each};
use crate::{
    gitlab_server::{Fault, PROJECT, TOKEN},
    sandbox::{Answer, Run, Sandbox},
};

const PUBLISH: [&str; 7] = ["publish", "acme.yaml", "--project", PROJECT, "--yes", "--label", "Umbrella"];

/// What an earlier run left that ended before it made the issue, or whose request is still on its way.
const BEGUN: &str = "sync:\n  id: rb7f3k2m9q\n  state: creating\n";

impl Office {
    /// Lets the next request of a method wait until the sender is used or gone; the receiver hears when it has come.
    fn hold(&self, method: &'static str) -> (mpsc::Receiver<()>, mpsc::Sender<()>) {
        let (came, waits) = mpsc::channel();
        let (release, goes_on) = mpsc::channel::<()>();
        self.server.pause(method, move || {
            came.send(()).expect("the test waits");
            let _ = goes_on.recv();
        });
        (waits, release)
    }

    /// Starts a run and returns when its first request of a method has come, which then waits for the sender.
    #[track_caller]
    fn start_and_hold(&self, sandbox: &Sandbox, method: &'static str) -> (Child, mpsc::Sender<()>) {
        let (waits, release) = self.hold(method);
        let child = self.with_run(TOKEN, |run| sandbox.start(Run { seconds: 5, ..run }, &PUBLISH));
        waits.recv_timeout(Duration::from_secs(30)).expect("the request comes");
        (child, release)
    }

    /// Publishes from another computer.
    #[track_caller]
    pub(super) fn publish_from(&self, sandbox: &Sandbox, arguments: &[&str]) -> Answer {
        let all: Vec<&str> = PUBLISH.iter().chain(arguments).copied().collect();
        self.with_run(TOKEN, |run| sandbox.run_so(run, &all))
    }

    /// Demands that one issue is open and has the text, that all others are closed and never held anything.
    #[track_caller]
    fn demand_one_open(&self, case: &str) {
        self.server.world(|world| {
            let (open, closed): (Vec<_>, Vec<_>) = world.issues.iter().partition(|issue| !issue.is_closed);
            assert_eq!(open.len(), 1, "{case}: {open:?}");
            assert!(open[0].is_confidential && open[0].description.contains("Inform the channel"), "{case}: {open:?}");
            for issue in closed {
                assert!(issue.title.starts_with("Runbook rb"), "{case}: {issue:?}");
                assert!(!issue.description.contains("Inform") && issue.is_confidential, "{case}: {issue:?}");
            }
        });
    }
}

/// Returns another computer with a copy of the file.
pub(super) fn copy_of(office: &Office) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", office.file());
    sandbox
}

#[test]
fn runs_that_are_started_together_make_one_issue() {
    let begun = format!("{RUNBOOK}{BEGUN}");
    let rounds: Vec<(&str, u64)> =
        [RUNBOOK, &begun].into_iter().flat_map(|text| (0..8).map(move |n| (text, n))).collect();
    for_each(&rounds, |(text, round)| {
        let office = Office::new();
        office.sandbox.write("acme.yaml", text);
        office.server.delay(Duration::from_millis(round * 3));
        let answers: Vec<Answer> = thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| office.publish_from(&office.sandbox, &[]))).collect();
            runs.into_iter().map(|run| run.join().expect("an answer")).collect()
        });
        assert!(answers.iter().any(|answer| answer.status == 0), "{answers:?}");
        for answer in &answers {
            let is_told = answer.status == 2 && answer.err.contains("acme.yaml is being published by another run");
            assert!(answer.status == 0 || is_told, "{answers:?}");
        }
        assert_eq!(office.server.count("POST"), 1, "{answers:?}");
        office.demand_complete(&format!("round {round}: {answers:?}"));
        assert_eq!(office.sandbox.names("."), ["acme.yaml"]);
    });
}

/// Publishes while another run does, and shows what is said, but for the other one's process and computer.
#[track_caller]
fn check_second(office: &Office, expected: Expect) {
    let n_requests = office.server.requests().len();
    let answer = office.publish(&["--yes"]);
    assert_eq!(office.server.requests().len(), n_requests);
    let hidden = |line: &str| match (line.split_once("process "), line.split_once(", since")) {
        (Some((before, _)), Some((_, after))) => format!("{before}process … on …, since{after}\n"),
        _ => format!("{line}\n"),
    };
    expected.assert_eq(&office.plain(&answer.text().lines().map(hidden).collect::<String>()));
}

#[test]
fn a_second_run_says_what_the_first_does_and_sends_nothing() {
    let office = Office::new();
    let (mut child, looks) = office.start_and_hold(&office.sandbox, "GET");
    check_second(
        &office,
        expect![[r#"
        error: acme.yaml is being published by another run
        caused by: @john_doe, process … on …, since 2026-10-11 07:00 UTC
        caused by: it has sent nothing yet: it looks at file and project, or waits for an answer to its question
        help: wait until it has ended, then: runbook publish acme.yaml
        help: a run that hangs or waits at its question can be ended; the next one goes on from there, and makes no second issue
        status 2
    "#]],
    );
    let (waits, makes) = office.hold("POST");
    drop(looks);
    waits.recv_timeout(Duration::from_secs(30)).expect("the request comes");
    check_second(
        &office,
        expect![[r#"
        error: acme.yaml is being published by another run
        caused by: @john_doe, process … on …, since 2026-10-11 07:00 UTC
        caused by: it makes the issue, which holds nothing yet, or looks for it
        help: wait until it has ended, then: runbook publish acme.yaml
        help: a run that hangs or waits at its question can be ended; the next one goes on from there, and makes no second issue
        status 2
    "#]],
    );
    let (waits, writes) = office.hold("PUT");
    drop(makes);
    waits.recv_timeout(Duration::from_secs(30)).expect("the request comes");
    check_second(
        &office,
        expect![[r#"
        error: acme.yaml is being published by another run
        caused by: @john_doe, process … on …, since 2026-10-11 07:00 UTC
        caused by: it has made the issue, and writes the text into it: http://server/support/runbooks/-/issues/1
        help: wait until it has ended, then: runbook publish acme.yaml
        help: a run that hangs or waits at its question can be ended; the next one goes on from there, and makes no second issue
        status 2
    "#]],
    );
    // It only looks, so that nobody is in its way.
    assert_eq!(office.publish(&["--dry-run"]).status, 0);
    drop(writes);
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    office.demand_complete("after the second was sent away");
}

#[test]
fn a_run_that_is_killed_stops_nobody_and_what_it_leaves_is_removed() {
    let office = Office::new();
    let (mut child, release) = office.start_and_hold(&office.sandbox, "POST");
    assert_eq!(office.sandbox.names("."), [".acme.yaml.runbook-turn", "acme.yaml"]);
    child.kill().and_then(|()| child.wait()).expect("killed");
    drop(release);
    let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
    assert_eq!((mark.status, office.sandbox.names(".")), (0, vec!["acme.yaml".to_owned()]), "{}", mark.text());
    // Its request was on the way, and has been carried out or will be.
    let answer = office.publish(&["--yes"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    office.demand_one_open("after a kill");
}

#[test]
fn a_run_that_is_interrupted_leaves_nothing_behind() {
    for signal in ["INT", "TERM", "HUP"] {
        let office = Office::new();
        let (mut child, release) = office.start_and_hold(&office.sandbox, "GET");
        let id = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-s", signal, &id]).status().expect("kill").success());
        assert_eq!(child.wait().expect("an end").code(), None, "it ends by the signal");
        drop(release);
        assert_eq!(office.sandbox.names("."), ["acme.yaml"], "{signal}");
        assert_eq!((office.publish_and_judge(signal), office.file().matches("event: publish").count()), (0, 1));
    }
}

#[test]
fn of_two_computers_that_make_the_issue_at_once_the_second_takes_back_its_empty_one() {
    // On its way to GitLab is first the one and then the other.
    for is_held_before in [true, false] {
        let office = Office::new();
        office.sandbox.write("acme.yaml", format!("{RUNBOOK}{BEGUN}"));
        let other = copy_of(&office);
        let (first, second) = if is_held_before { (&other, &office.sandbox) } else { (&office.sandbox, &other) };
        // Both have looked for an issue and have found none.
        let (mut held, release) = office.start_and_hold(second, "POST");
        if is_held_before {
            // The other one is done with all of it in the meantime.
            let answer = office.publish_from(first, &[]);
            assert_eq!(answer.status, 0, "{}", answer.text());
        } else {
            // The other one has made its issue and has not written into it yet.
            let (mut ahead, goes_on) = office.start_and_hold(first, "PUT");
            drop(release);
            assert_eq!(held.wait().expect("an end").code(), Some(2));
            drop(goes_on);
            assert_eq!(ahead.wait().expect("an end").code(), Some(0));
            office.demand_one_open("the second one came first to its end");
            continue;
        }
        drop(release);
        assert_eq!(held.wait().expect("an end").code(), Some(2));
        office.demand_one_open("the second one came later");
        assert_eq!(office.server.count("POST"), 2);
        // And both go on with the one issue.
        for sandbox in [second, first, second] {
            let answer = office.publish_from(sandbox, &[]);
            assert_eq!(answer.status, 0, "{}", answer.text());
            assert!(answer.out.ends_with("/issues/1\n") && !answer.err.contains("another issue"), "{}", answer.text());
        }
        office.demand_one_open("both again");
    }
}

#[test]
fn what_a_run_that_came_second_is_told() {
    let office = Office::new();
    office.sandbox.write("acme.yaml", format!("{RUNBOOK}{BEGUN}"));
    let placeholder = format!("{BEGUN}\n\nrb7f3k2m9q\n");
    office.server.before("POST", move |world| world.put_issue("Runbook rb7f3k2m9q", &placeholder));
    let answer = office.publish(&["--yes"]);
    let said: String = answer.err.lines().skip_while(|line| !line.starts_with("error")).collect::<Vec<_>>().join("\n");
    expect![[r#"
        error: another run made the issue of this runbook at the same time: http://server/support/runbooks/-/issues/1
        help: the younger one holds nothing, and was closed: http://server/support/runbooks/-/issues/2
        help: let the other run end, then run the same command again: it goes on with the older issue"#]]
    .assert_eq(&office.plain(&said));
}

#[test]
fn computers_that_publish_copies_of_a_begun_runbook_together_end_with_one_issue() {
    let rounds: Vec<u64> = (0..8).collect();
    for_each(&rounds, |round| {
        let office = Office::new();
        office.sandbox.write("acme.yaml", format!("{RUNBOOK}{BEGUN}"));
        let computers: Vec<Sandbox> = (0..3).map(|_| copy_of(&office)).collect();
        office.server.delay(Duration::from_millis(round * 4));
        let answers: Vec<Answer> = thread::scope(|scope| {
            let runs: Vec<_> =
                computers.iter().map(|computer| scope.spawn(|| office.publish_from(computer, &[]))).collect();
            runs.into_iter().map(|run| run.join().expect("an answer")).collect()
        });
        office.server.delay(Duration::ZERO);
        let case = format!("round {round}: {answers:?}");
        for computer in &computers {
            let answer = office.publish_from(computer, &[]);
            assert!(answer.status == 0 && answer.out.ends_with("/issues/1\n"), "{case}: {}", answer.text());
        }
        office.demand_one_open(&case);
        assert!(office.server.world(|world| world.issues.iter().all(|issue| issue.seen_by_all.is_empty())), "{case}");
    });
}

#[test]
fn issues_with_more_text_than_an_answer_may_have_are_looked_through_in_smaller_parts() {
    let office = Office::new();
    for number in [6, 7] {
        office.server.fail_at_number(number, Fault::EndlessAnswer);
    }
    let answer = office.publish(&PUBLISH[4..]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let sizes = ["per_page=100\n", "per_page=10\n", "per_page=1\n"];
    assert!(sizes.iter().all(|size| office.server.log().contains(size)), "{}", office.server.log());
}

#[test]
fn an_issue_of_another_runbook_is_neither_taken_nor_touched() {
    for text in [RUNBOOK.to_owned(), format!("{RUNBOOK}{BEGUN}")] {
        let office = Office::new();
        office.sandbox.write("acme.yaml", text);
        office.server.world(|world| world.put_issue("Runbook rbzzzzzzzz", "rbzzzzzzzz rb7f3k2m9qx"));
        let before = office.server.issue(1).updated_at;
        let answer = office.publish(&PUBLISH[4..]);
        assert!(answer.status == 0 && answer.out.ends_with("/issues/2\n"), "{}", answer.text());
        assert_eq!(office.server.issue(1).updated_at, before);
    }
}

#[test]
fn an_issue_that_does_not_hold_the_id_when_it_is_looked_at_gets_nothing() {
    let office = Office::new();
    office.server.click_at_number(7, |world| {
        world.edit(1, "dana_example", |_| "Something else".to_owned());
        world.issue(1).title = "Something else".to_owned();
    });
    let answer = office.publish(&["--yes"]);
    assert!(
        answer.status == 2 && answer.err.contains("another issue than the one that was meant"),
        "{}",
        answer.text()
    );
    assert_eq!(office.server.count("PUT"), 0);
}
