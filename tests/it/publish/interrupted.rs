//! Runs that are killed, and people who mark while a runbook is published.

use std::{sync::mpsc, thread, time::Duration};

use super::{Office, faults::for_each};
use crate::{
    gitlab_server::{Fault, PROJECT, TOKEN},
    sandbox::Run,
};

const PUBLISH: [&str; 7] = ["publish", "acme.yaml", "--project", PROJECT, "--yes", "--label", "Umbrella"];

impl Office {
    /// Publishes, and kills the program when the request of this number has come; it is then carried out, or not.
    fn publish_and_kill(&self, number: usize, is_carried_out: bool) {
        let (came, waits) = mpsc::channel();
        let (killed, goes_on) = mpsc::channel::<()>();
        self.server.click_at_number(number, move |_| {
            came.send(()).expect("the test waits");
            goes_on.recv().expect("the test goes on");
        });
        if !is_carried_out {
            self.server.fail_at_number(number, Fault::LoseRequest);
        }
        let mut child = self.with_run(TOKEN, |run| self.sandbox.start(Run { seconds: 5, ..run }, &PUBLISH));
        waits.recv_timeout(Duration::from_secs(30)).expect("the request comes");
        child.kill().and_then(|()| child.wait()).expect("killed");
        killed.send(()).expect("the server waits");
        // The server is done with it before the next run begins.
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_run_that_is_killed_at_any_request_is_mended_by_the_next() {
    let cases: Vec<(usize, bool)> = (0..10).flat_map(|number| [(number, false), (number, true)]).collect();
    for_each(&cases, |(number, is_carried_out)| {
        let case = format!("killed at request {number}, which was carried out: {is_carried_out}");
        let office = Office::new();
        office.publish_and_kill(*number, *is_carried_out);
        assert_eq!(office.publish_and_judge(&case), 0, "{case}");
    });
}

#[test]
fn a_run_that_is_killed_twice_is_mended_by_the_third() {
    for (first, second) in [(4, 5), (5, 5), (8, 9), (9, 3)] {
        let office = Office::new();
        office.publish_and_kill(first, true);
        office.publish_and_kill(office.server.requests().len() + second.min(5), false);
        assert_eq!(office.publish_and_judge(&format!("killed at {first} and then at {second}")), 0);
    }
}

#[test]
fn a_tick_and_a_mark_between_a_killed_run_and_the_next_stay() {
    let office = Office::new();
    // The text has arrived, and the file does not know it.
    office.publish_and_kill(9, true);
    assert!(office.file().contains("  state: creating\n"));
    office.server.world(|world| world.click(1, "dana_example", "Dry-run"));
    assert_eq!(office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]).status, 0);
    let answer = office.publish(&["--yes", "--label", "Umbrella"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let issue = office.server.issue(1);
    for line in ["- [x] Inform the channel", "- [x] Dry-run on staging"] {
        assert_eq!(issue.description.matches(line).count(), 1, "{}", issue.description);
    }
    assert!(office.file().contains("  state: live\n"));
}

#[test]
fn a_mark_that_is_made_while_it_is_published_stays() {
    let cases: Vec<usize> = (0..10).collect();
    for_each(&cases, |number| {
        let office = Office::new();
        let (came, waits) = mpsc::channel();
        let (marked, goes_on) = mpsc::channel::<()>();
        office.server.click_at_number(*number, move |_| {
            came.send(()).expect("the test waits");
            goes_on.recv().expect("the test goes on");
        });
        let host = office.server.url();
        let host = host.trim_start_matches("http://");
        let variables = [("GITLAB_HOST", host), ("GITLAB_TOKEN", TOKEN)];
        let mut child = office.sandbox.start(Run { variables: &variables, seconds: 5, ..Run::default() }, &PUBLISH);
        waits.recv_timeout(Duration::from_secs(30)).expect("the request comes");
        let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
        marked.send(()).expect("the server waits");
        assert_eq!((mark.status, child.wait().expect("an end").code()), (0, Some(0)), "{number}");
        let file = office.file();
        for part in
            ["      item: Inform the channel\n      state: done\n", "event: item", "event: publish", "  state: live\n"]
        {
            assert_eq!(file.matches(part).count(), 1, "{number}: {file}");
        }
        // What came too late for the text is brought there by the next run.
        assert_eq!(office.publish(&["--yes", "--label", "Umbrella"]).status, 0);
        let text = office.server.issue(1).description;
        assert!(text.contains("- [x] Inform the channel"), "{number}: {text}");
    });
}

#[test]
fn a_file_that_becomes_another_runbook_meanwhile_is_not_published() {
    let office = Office::new();
    let path = office.sandbox.path().join("acme.yaml");
    office.server.click_at_number(4, move |_| {
        let text = crate::publish::RUNBOOK.replace("Acme", "Umbrella");
        std::fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .expect("a file");
    });
    let answer = office.publish(&["--yes"]);
    assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{}", answer.text());
    assert!(answer.err.contains("was changed while it was to be published"), "{}", answer.text());
    let issue = office.server.issue(1);
    assert!(!issue.description.contains("Inform") && issue.title.starts_with("Runbook rb"), "{issue:?}");
}

#[test]
fn a_file_that_becomes_unfit_meanwhile_is_not_published() {
    let office = Office::new();
    let path = office.sandbox.path().join("acme.yaml");
    // The plan is made, and the file says that the issue is going to be made.
    office.server.click_at_number(4, move |_| {
        let mut text = String::new();
        let read = std::fs::File::open(&path).and_then(|mut file| std::io::Read::read_to_string(&mut file, &mut text));
        read.expect("a file");
        let text = text.replace("Turn it off", "Turn <GROUP_ID> off");
        std::fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .expect("a file");
    });
    let answer = office.publish(&["--yes"]);
    assert!(answer.status == 1 && answer.err.contains("is not fit to be published"), "{}", answer.text());
    let issue = office.server.issue(1);
    assert!(!issue.description.contains("GROUP_ID") && !issue.description.contains("Inform"), "{issue:?}");
}

#[test]
fn a_box_that_is_ticked_while_the_issue_is_written_stays_ticked() {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes", "--label", "Umbrella"]).status, 0);
    assert_eq!(office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]).status, 0);
    // The issue has been read for the last time, and the text comes.
    let n_requests = office.server.requests().len();
    office.server.click_at_number(n_requests + 6, |world| world.click(1, "dana_example", "Dry-run"));
    let answer = office.publish(&["--yes", "--label", "Umbrella"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    assert_eq!(office.server.requests()[n_requests + 6].method, "PUT");
    let issue = office.server.issue(1);
    for line in ["- [x] Inform the channel", "- [x] Dry-run on staging"] {
        assert_eq!(issue.description.matches(line).count(), 1, "{}", issue.description);
    }
    // And sync takes it over; the newest note of it is that of whoever published.
    let host = office.server.url();
    let host = host.trim_start_matches("http://");
    let variables = [("GITLAB_HOST", host), ("GITLAB_TOKEN", TOKEN)];
    let synced = office.sandbox.run_so(Run { variables: &variables, ..Run::default() }, ["sync", "acme.yaml"]);
    assert_eq!(synced.status, 0, "{}", synced.text());
    assert!(office.file().contains("event: item, id: pre-call/dry-run"), "{}", office.file());
}

#[test]
fn a_closed_runbook_brings_its_issue_up_to_date() {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes"]).status, 0);
    let closed = office.sandbox.run(["close", "-f", "acme.yaml", "--result", "cancelled", "--note", "called off"]);
    assert_eq!(closed.status, 0, "{}", closed.text());
    office.server.world(|world| world.issue(1).is_closed = true);
    let answer = office.publish(&["--yes"]);
    assert!(answer.status == 0 && answer.err.contains("the issue is closed, and stays closed"), "{}", answer.text());
    let issue = office.server.issue(1);
    assert!(issue.is_closed && issue.description.contains("called off"), "{}", issue.description);
}
