//! What a person is told when it ends on the way: what is known of the issue, and what to do. Each is read aloud.

use expect_test::{Expect, expect};

use super::{Office, again::make_issue};
use crate::gitlab_server::Fault;

/// Publishes and compares the error, without the plan before it.
#[track_caller]
fn check(office: &Office, arguments: &[&str], expected: Expect) {
    let answer = office.publish(&[&["--yes"], arguments].concat());
    let lines = answer.err.lines().skip_while(|line| !line.starts_with("error: "));
    let said: String = lines.map(|line| format!("{line}\n")).collect();
    expected.assert_eq(&office.plain(&format!("{said}status {}\n", answer.status)));
}

/// Fails three times, as what reads or replaces is made anew.
fn fail(office: &Office, number: usize, fault: &Fault) {
    for number in number..number + 3 {
        office.server.fail_at_number(number, fault.clone());
    }
}

/// Returns an office whose runbook is published and marked since, and the number of the next request.
#[track_caller]
fn marked() -> (Office, usize) {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes"]).status, 0);
    let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
    assert_eq!(mark.status, 0, "{}", mark.text());
    let n_requests = office.server.requests().len();
    (office, n_requests)
}

#[test]
fn what_ends_before_the_text_says_that_nothing_of_it_was_sent() {
    let office = Office::new();
    fail(&office, 4, &Fault::status(403, ""));
    check(
        &office,
        &[],
        expect![[r#"
        error: the token's user may not do this (POST http://server/api/v4/projects/support%2Frunbooks/issues, status 403)
        help: ask for the role Planner or Reporter in the project
        help: no issue was made, and nothing of the runbook was sent
        status 2
    "#]],
    );
    let office = Office::new();
    fail(&office, 4, &Fault::LoseRequest);
    check(
        &office,
        &[],
        expect![[r#"
        error: it is not known whether the issue was made
        caused by: POST http://server/api/v4/projects/support%2Frunbooks/issues was not answered: the connection broke
        help: if it was, nothing of the runbook is in it
        help: run the same command again: it looks for the issue first, and makes no second one
        status 2
    "#]],
    );
    let office = Office::new();
    fail(&office, 5, &Fault::status(500, ""));
    check(
        &office,
        &[],
        expect![[r#"
        error: it is not known whether another run made the issue too
        caused by: the server failed at GET http://server/api/v4/projects/support%2Frunbooks/issues (status 500)
        help: the issue of this run is there, and nothing of the runbook is in it: http://server/support/runbooks/-/issues/1
        help: run the same command again: it looks for the issue first, and makes no second one
        status 2
    "#]],
    );
    let office = Office::new();
    fail(&office, 7, &Fault::status(404, ""));
    check(
        &office,
        &[],
        expect![[r#"
            error: GET http://server/api/v4/projects/support%2Frunbooks/issues/1 found nothing: it is not there, or the token's user may not see it
            help: check the path, and that the token's user is a member of the project
            help: nothing of the runbook is in the issue yet: http://server/support/runbooks/-/issues/1
            help: the next run looks at the issue first, and goes on from there
            status 2
        "#]],
    );
}

#[test]
fn what_ends_with_the_text_on_its_way_says_that_nobody_knows() {
    let office = Office::new();
    fail(&office, 8, &Fault::status(500, ""));
    check(
        &office,
        &[],
        expect![[r#"
            error: the server failed at PUT http://server/api/v4/projects/support%2Frunbooks/issues/1 (status 500)
            help: look whether the server is well, then run the same command again
            help: it is not known whether the text has arrived in the issue: http://server/support/runbooks/-/issues/1
            help: the next run looks at the issue first, and goes on from there
            status 2
        "#]],
    );
    let (office, next) = marked();
    fail(&office, next + 6, &Fault::status(500, ""));
    check(
        &office,
        &[],
        expect![[r#"
            error: the server failed at PUT http://server/api/v4/projects/support%2Frunbooks/issues/1 (status 500)
            help: look whether the server is well, then run the same command again
            help: it is not known whether the text has arrived in the issue: http://server/support/runbooks/-/issues/1
            help: the next run looks at the issue first, and goes on from there
            status 2
        "#]],
    );
}

#[test]
fn what_ends_before_an_issue_is_brought_up_to_date_says_that_it_is_as_it_was() {
    let (office, next) = marked();
    fail(&office, next + 5, &Fault::status(500, ""));
    check(
        &office,
        &[],
        expect![[r#"
            error: the server failed at GET http://server/api/v4/projects/support%2Frunbooks/issues/1 (status 500)
            help: look whether the server is well, then run the same command again
            help: nothing was sent, and the issue is as it was: http://server/support/runbooks/-/issues/1
            help: the next run looks at the issue first, and goes on from there
            status 2
        "#]],
    );
    let (office, next) = marked();
    fail(&office, next + 3, &Fault::status(404, ""));
    check(
        &office,
        &[],
        expect![[r#"
        error: GET http://server/api/v4/projects/support%2Frunbooks/issues/1 found nothing: it is not there, or the token's user may not see it
        help: check the path, and that the token's user is a member of the project
        help: the file says that the issue is http://server/support/runbooks/-/issues/1; nothing was sent
        help: if it was deleted, remove `sync` from the file and publish anew
        status 2
    "#]],
    );
}

#[test]
fn an_issue_that_cannot_be_hidden_again_is_an_alarm() {
    let (office, _) = marked();
    office.server.world(|world| {
        world.make_public(1, "dana_example");
        world.project().keeps_confidential = false;
    });
    check(
        &office,
        &[],
        expect![[r#"
        error: GitLab does not keep the issue confidential: http://server/support/runbooks/-/issues/1
        help: A TEXT OF THE RUNBOOK IS IN IT AND CAN BE READ: make the issue confidential in the web page at once
        help: then tell those who are responsible for the customer's data, and ask for the role Planner or Reporter in the project
        status 2
    "#]],
    );
    assert!(!office.server.issue(1).is_closed, "an issue with a text is not ours to close");
    // The same in the moment of writing: what was there before can be read as well.
    let (office, next) = marked();
    office.server.click_at_number(next + 6, |world| {
        world.make_public(1, "dana_example");
        world.project().keeps_confidential = false;
    });
    check(
        &office,
        &[],
        expect![[r#"
        error: the issue was not confidential any more when the text was sent: http://server/support/runbooks/-/issues/1
        help: the text was taken back, but it could be read until then, and stands in the history of the issue and perhaps in e-mails
        help: THE TEXT FROM BEFORE CAN STILL BE READ: make the issue confidential in the web page at once
        help: look who made the issue visible, and tell those who are responsible for the customer's data
        status 2
    "#]],
    );
}

#[test]
fn an_issue_that_cannot_be_adopted_is_named_as_it_was_given() {
    let office = Office::new();
    let url = format!("{}/support/runbooks/-/issues/7", office.server.url());
    check(
        &office,
        &["--adopt", &url],
        expect![[r#"
        error: GET http://server/api/v4/projects/support%2Frunbooks/issues/7 found nothing: it is not there, or the token's user may not see it
        help: check the path, and that the token's user is a member of the project
        help: `--adopt` says that the issue is http://server/support/runbooks/-/issues/7; nothing was sent
        status 2
    "#]],
    );
    let url = make_issue(&office, "Please do it soon.", false);
    office.server.world(|world| world.issue(1).moved_to = Some(99));
    check(
        &office,
        &["--adopt", &url],
        expect![[r#"
        error: http://server/support/runbooks/-/issues/1 was moved to another project
        help: look who reads it there, then give its new address to `--adopt`; nothing was sent
        status 1
    "#]],
    );
    assert!(!office.file().contains("sync"), "{}", office.file());
    let office = Office::new();
    let url = make_issue(&office, "Please do it soon.", false);
    fail(&office, 6, &Fault::status(500, ""));
    check(
        &office,
        &["--adopt", &url],
        expect![[r#"
            error: the server failed at PUT http://server/api/v4/projects/support%2Frunbooks/issues/1 (status 500)
            help: look whether the server is well, then run the same command again
            help: nothing of the runbook is in the issue yet: http://server/support/runbooks/-/issues/1
            help: the next run looks at the issue first, and goes on from there
            status 2
        "#]],
    );
    // It is known which issue it was to be, also without the option.
    assert!(office.file().contains(&format!("  issue: {url}\n")), "{}", office.file());
    let answer = office.publish(&["--yes"]);
    assert!(answer.status == 0 && !answer.err.contains("others can read it"), "{}", answer.text());
    assert_eq!((office.server.count("POST"), answer.out), (0, format!("{url}\n")));
}
