//! GitLab, or somebody in the web page, does not keep the issue confidential.

use expect_test::{Expect, expect};

use super::{Office, WORDS};
use crate::gitlab_server::{Fault, Issue};

/// Returns what strangers could read of an issue, and what stands in it.
#[track_caller]
fn demand_nothing_is_in(issue: &Issue) {
    let text = format!("{issue:?}");
    for word in WORDS.iter().filter(|word| **word != "john_doe") {
        let of_notes = issue.notes.iter().any(|note| note.body.contains(word));
        let seen = issue.seen_by_all.iter().any(|text| text.contains(word));
        assert!(of_notes || seen || !text.contains(word), "{word} is in {text}");
    }
    let now = format!("{} {} {:?}", issue.title, issue.description, issue.labels);
    assert!(!WORDS.iter().any(|word| now.contains(word)), "{now}");
}

#[track_caller]
fn check(office: &Office, arguments: &[&str], expected: Expect) {
    let answer = office.publish(arguments);
    // The plan is the same each time.
    let text: String =
        answer.text().lines().filter(|line| !line.starts_with("  ")).map(|line| format!("{line}\n")).collect();
    expected.assert_eq(&office.plain(&text));
}

#[test]
fn where_gitlab_drops_the_flag_the_empty_issue_is_closed_and_nothing_was_said() {
    let office = Office::new();
    office.server.world(|world| world.project().keeps_confidential = false);
    check(
        &office,
        &["--yes", "--label", "Umbrella"],
        expect![[r#"
        acme.yaml is going to be a confidential issue:
        error: GitLab does not keep the issue confidential: http://server/support/runbooks/-/issues/1
        help: nothing of the runbook is in it, and it was closed
        help: ask for the role Planner or Reporter in the project, then run the same command again
        status 2
    "#]],
    );
    let issue = office.server.issue(1);
    assert!(issue.is_closed && !issue.seen_by_all.is_empty());
    assert!(!WORDS.iter().any(|word| format!("{issue:?}").contains(word)), "{issue:?}");
    // Again, and it is the same issue.
    assert_eq!(office.publish_and_judge("again"), 2);
    assert_eq!(office.server.world(|world| world.issues.len()), 1);
    // With the right to do it, it is this issue that is filled.
    office.server.world(|world| world.project().keeps_confidential = true);
    assert_eq!(office.publish_and_judge("with the right"), 0);
}

#[test]
fn a_guest_is_told_before_anything_is_sent() {
    let office = Office::new();
    let dana = "glpat-dana0000000000000000";
    let answer = office.run(dana, &["publish", "acme.yaml", "--project", "support/runbooks", "--yes"]);
    expect![[r#"
        error: your role in support/runbooks is below Planner, so GitLab may drop that an issue is confidential
        help: ask for the role Planner or Reporter in the project
        help: nothing was sent
        status 1
    "#]]
    .assert_eq(&office.plain(&answer.text()));
    assert_eq!(office.server.count("POST") + office.server.count("PUT"), 0);
}

#[test]
fn an_issue_that_is_made_visible_before_the_text_gets_it_only_when_it_is_confidential_again() {
    // Before it is looked at, and before the text comes, which says again that it is to be confidential.
    for number in [7, 8] {
        let office = Office::new();
        office.server.click_at_number(number, |world| world.make_public(1, "dana_example"));
        assert_eq!(office.publish_and_judge(&format!("made visible at request {number}")), 0);
    }
}

#[test]
fn a_text_that_others_could_read_is_taken_back() {
    let drops = |office: &Office, number: usize| {
        office.server.click_at_number(number, |world| {
            world.make_public(1, "dana_example");
            world.project().keeps_confidential = false;
        });
    };
    let office = Office::new();
    drops(&office, 8);
    check(
        &office,
        &["--yes", "--label", "Umbrella"],
        expect![[r#"
        acme.yaml is going to be a confidential issue:
        error: the issue was not confidential any more when the text was sent: http://server/support/runbooks/-/issues/1
        help: the text was taken back, but it could be read until then, and stands in the history of the issue and perhaps in e-mails
        help: look who made the issue visible, and tell those who are responsible for the customer's data
        status 2
    "#]],
    );
    demand_nothing_is_in(&office.server.issue(1));
    // What GitLab answered was right, and a moment later it is not any more.
    let office = Office::new();
    office.server.click_at_number(9, |world| world.make_public(1, "dana_example"));
    check(
        &office,
        &["--yes", "--label", "Umbrella"],
        expect![[r#"
        acme.yaml is going to be a confidential issue:
        error: the issue was not confidential any more when the text was sent: http://server/support/runbooks/-/issues/1
        help: the text was taken back, but it could be read until then, and stands in the history of the issue and perhaps in e-mails
        help: look who made the issue visible, and tell those who are responsible for the customer's data
        status 2
    "#]],
    );
    let issue = office.server.issue(1);
    demand_nothing_is_in(&issue);
    assert!(issue.is_confidential && issue.assignees.is_empty(), "{issue:?}");
    let answer = office.publish(&["--yes", "--label", "Umbrella"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    office.demand_complete("after it was taken back");
}

#[test]
fn a_text_is_taken_back_as_soon_as_one_answer_says_that_others_can_read_it() {
    let office = Office::new();
    office.server.click_at_number(8, |world| {
        world.make_public(1, "dana_example");
        world.project().keeps_confidential = false;
    });
    // Nothing is heard any more, but what is sent arrives.
    for number in 9..22 {
        office.server.fail_at_number(number, Fault::LoseAnswer);
    }
    assert_eq!(office.publish(&["--yes", "--label", "Umbrella"]).status, 2);
    demand_nothing_is_in(&office.server.issue(1));
}

#[test]
fn a_text_that_cannot_be_taken_back_is_said_loudly() {
    let office = Office::new();
    office.server.click_at_number(9, |world| world.make_public(1, "dana_example"));
    for number in 10..13 {
        office.server.fail_at_number(number, Fault::status(500, ""));
    }
    check(
        &office,
        &["--yes", "--label", "Umbrella"],
        expect![[r#"
        acme.yaml is going to be a confidential issue:
        No usable answer from GitLab; trying again in 1 s.
        No usable answer from GitLab; trying again in 1 s.
        error: the issue was not confidential any more when the text was sent: http://server/support/runbooks/-/issues/1
        help: THE TEXT IS STILL THERE AND CAN BE READ: make the issue confidential in the web page at once
        help: then tell those who are responsible for the customer's data
        status 2
    "#]],
    );
}

#[test]
fn an_issue_that_somebody_made_visible_later_is_not_written_to_before_it_is_confidential() {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes", "--label", "Umbrella"]).status, 0);
    office.server.world(|world| world.make_public(1, "dana_example"));
    let n_requests = office.server.requests().len();
    check(
        &office,
        &["--label", "Umbrella"],
        expect![[r#"
        warning: the issue is not confidential, and others can read it: http://server/support/runbooks/-/issues/1
        warning: @dana_example made it visible: Sat 2026-11-21 15:30 Asia/Kolkata = Sat 2026-11-21 10:00 UTC
        warning: tell those who are responsible for the customer's data
        error: the issue is not confidential: http://server/support/runbooks/-/issues/1
        help: `--yes` makes it confidential again, and then brings it up to date; nothing was sent
        status 2
    "#]],
    );
    assert!(office.server.requests()[n_requests..].iter().all(|request| request.method == "GET"));
    check(
        &office,
        &["--label", "Umbrella", "--yes"],
        expect![[r#"
            http://server/support/runbooks/-/issues/1
            warning: the issue is not confidential, and others can read it: http://server/support/runbooks/-/issues/1
            warning: @dana_example made it visible: Sat 2026-11-21 15:30 Asia/Kolkata = Sat 2026-11-21 10:00 UTC
            warning: tell those who are responsible for the customer's data
            The issue is confidential again.
            acme.yaml is going to be brought up to date in its issue:
            Brought up to date: the issue is confidential and complete.
            status 0
        "#]],
    );
    let issue = office.server.issue(1);
    assert!(issue.is_confidential && issue.description.contains("made confidential again"), "{issue:?}");
    assert!(office.file().contains("@dana_example made it so on Sat 2026-11-21 10:00 UTC; made confidential again"));
    // Nobody could read more than the one who made it visible showed.
    assert_eq!(issue.seen_by_all.len(), 1);
}

#[test]
fn that_others_can_read_an_issue_is_said_also_where_lint_finds_an_error() {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes"]).status, 0);
    office.server.world(|world| world.make_public(1, "dana_example"));
    let text = office.sandbox.text("acme.yaml").replace("name: Acme", "name: <CUSTOMER> Acme");
    office.sandbox.write("acme.yaml", text);
    let answer = office.publish(&["--yes"]);
    assert!(answer.err.contains("@dana_example made it visible"), "{}", answer.text());
    assert!(answer.status == 1 && answer.err.contains("The issue is confidential again."), "{}", answer.text());
    assert!(office.server.issue(1).is_confidential);
}
