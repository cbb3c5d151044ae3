//! A runbook that has its issue already, and an issue that somebody made.

use expect_test::{Expect, expect};

use super::{Office, RUNBOOK};

#[track_caller]
fn check(office: &Office, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&office.plain(&office.publish(arguments).text()));
}

/// Returns an office whose runbook is published, and how many requests that took.
#[track_caller]
fn published() -> (Office, usize) {
    let office = Office::new();
    assert_eq!(office.publish_and_judge("published"), 0);
    let n_requests = office.server.requests().len();
    (office, n_requests)
}

#[test]
fn what_is_up_to_date_is_not_sent_again() {
    let (office, n_requests) = published();
    let file = office.file();
    check(
        &office,
        &["--label", "Umbrella", "--yes"],
        expect![[r#"
        http://server/support/runbooks/-/issues/1
        acme.yaml is up to date in its issue; nothing is sent.
        status 0
    "#]],
    );
    assert_eq!(office.file(), file);
    assert!(office.server.requests()[n_requests..].iter().all(|request| request.method == "GET"));
    // Nor does it need a yes.
    assert_eq!(office.publish(&["--label", "Umbrella"]).status, 0);
}

#[test]
fn what_changed_is_sent_and_nothing_else() {
    let (office, n_requests) = published();
    let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
    assert_eq!(mark.status, 0, "{}", mark.text());
    let file = office.file().replace("on All Groups", "on Some Groups").replace("12:30 Asia", "12:45 Asia");
    office.sandbox.write("acme.yaml", file);
    office.server.world(|world| {
        world.click(1, "dana_example", "Dry-run");
        world.edit(1, "dana_example", |text| format!("{text}\n\nWe meet in room 7."));
        world.issue(1).labels.push("Hers".to_owned());
    });
    check(
        &office,
        &["--label", "Umbrella", "--label", "More", "--yes"],
        expect![[r#"
        http://server/support/runbooks/-/issues/1
        acme.yaml is going to be brought up to date in its issue:
          host      http://server (the address of the issue)
          as        @jane_smith, with GITLAB_TOKEN
          project   support/runbooks, private
          issue     http://server/support/runbooks/-/issues/1
          title     Acme - Enforce 2FA on Some Groups
          readers   members of the project from Planner up, @jane_smith (made it), @john_doe (is assigned)
          assignee  @john_doe
          labels    Umbrella, More
          due       2026-10-11
          text      1324 characters
          lint      4 warnings, 4 info
          change    pre-call/inform: open -> done
          change    title, which was: Acme - Enforce 2FA on All Groups
          change    text
          change    adds the labels More
        warning: pre-call/dry-run changed in the issue and not in the file; `runbook sync` takes it over
        Brought up to date: the issue is confidential and complete.
        status 0
    "#]],
    );
    let puts: Vec<_> =
        office.server.requests().split_off(n_requests).into_iter().filter(|it| it.method == "PUT").collect();
    assert_eq!(puts.len(), 1);
    let mut body = puts[0].json();
    body["description"].take();
    expect![[
        r#"{"title":"Acme - Enforce 2FA on Some Groups","description":null,"add_labels":["More"],"confidential":true}"#
    ]]
    .assert_eq(&body.to_string());
    let issue = office.server.issue(1);
    assert_eq!(issue.labels, ["Hers", "More", "Umbrella"]);
    for line in ["- [x] Inform the channel", "- [x] Dry-run on staging", "We meet in room 7."] {
        assert!(issue.description.contains(line), "{}", issue.description);
    }
    // The tick of the issue is `sync`'s to take over.
    assert!(!office.file().contains("id: dry-run\n      item: Dry-run on staging\n      state"), "{}", office.file());
    let file = office.file();
    assert!(file.contains("  rev: 2\n") && file.matches("event: publish").count() == 1, "{file}");
    let again = office.publish(&["--label", "Umbrella", "--label", "More", "--yes"]);
    assert!(again.err.contains("up to date"), "{}", again.text());
}

#[test]
fn a_text_that_people_made_too_long_is_not_sent() {
    let (office, n_requests) = published();
    let mark = office.sandbox.run(["check", "pre-call", "-f", "acme.yaml", "--done", "inform"]);
    assert_eq!(mark.status, 0, "{}", mark.text());
    // GitLab counts bytes: these are fewer characters than it takes.
    let flood = "ä".repeat(530_000);
    office.server.world(|world| world.edit(1, "dana_example", |text| format!("{text}\n\n{flood}")));
    check(
        &office,
        &["--yes"],
        expect![[r#"
        error: the text of the issue has 1061325 bytes, and GitLab takes 1048576
        help: move what is long into files beside the runbook and link them; nothing of it was sent
        status 1
    "#]],
    );
    assert!(office.server.requests()[n_requests..].iter().all(|request| request.method == "GET"));
}

#[test]
fn where_both_changed_the_same_nothing_is_sent() {
    let (office, n_requests) = published();
    office
        .server
        .world(|world| world.edit(1, "dana_example", |text| text.replace("|  |  | 10m |", "| Failed | 5m | 10m |")));
    let mark = office.sandbox.run(["task", "1", "success", "10m", "-f", "acme.yaml"]);
    assert_eq!(mark.status, 0, "{}", mark.text());
    let file = office.file();
    check(
        &office,
        &["--label", "Umbrella", "--yes"],
        expect![[r#"
        error: file and issue changed one thing differently, and nobody has decided which one counts
        help: tasks/confirm-state: Success | 10m in the file, Failed | 5m in the issue
        help: decide it: runbook sync --prefer file, or --prefer issue; nothing was sent
        status 1
    "#]],
    );
    assert_eq!(office.file(), file);
    assert!(office.server.requests()[n_requests..].iter().all(|request| request.method == "GET"));
}

#[test]
fn nobody_is_taken_away_and_the_first_assignee_stays() {
    let (office, _) = published();
    office.server.world(|world| world.issue(1).assignees = vec![3]);
    check(
        &office,
        &["--label", "Umbrella", "--yes"],
        expect![[r#"
        http://server/support/runbooks/-/issues/1
        acme.yaml is going to be brought up to date in its issue:
          host      http://server (the address of the issue)
          as        @jane_smith, with GITLAB_TOKEN
          project   support/runbooks, private
          issue     http://server/support/runbooks/-/issues/1
          title     Acme - Enforce 2FA on All Groups
          readers   members of the project from Planner up, @jane_smith (made it), @dana_example (is assigned), @john_doe (by being assigned)
          assignee  @john_doe
          labels    Umbrella
          due       2026-10-11
          text      1262 characters
          lint      4 warnings, 4 info
          change    adds the assignee
        warning: GitLab keeps one assignee here, and that is @dana_example; @john_doe is not assigned
        Brought up to date: the issue is confidential and complete.
        status 0
    "#]],
    );
    assert_eq!(office.server.issue(1).assignees, [3]);
}

#[test]
fn a_dri_who_is_no_user_is_said_and_stops_nothing() {
    let office = Office::new();
    office.sandbox.write("acme.yaml", RUNBOOK.replace("@john_doe'\n  schedule", "@pat_filler'\n  schedule"));
    let answer = office.publish(&["--yes"]);
    assert_eq!(answer.status, 0);
    assert!(answer.err.contains("@pat_filler, the DRI, is no user of"), "{}", answer.text());
    assert!(office.server.issue(1).assignees.is_empty());
    let office = Office::new();
    assert_eq!(office.publish(&["--yes", "--no-assign"]).status, 0);
    assert!(office.server.issue(1).assignees.is_empty());
}

/// Lets somebody make an issue in the web page.
pub(super) fn make_issue(office: &Office, description: &str, is_confidential: bool) -> String {
    office.server.world(|world| {
        let issue = crate::gitlab_server::Issue {
            iid: 1,
            project_id: 4,
            title: "Acme needs help".to_owned(),
            description: description.to_owned(),
            is_confidential,
            author: 2,
            created_at: "2026-11-20T10:00:00.000Z".to_owned(),
            updated_at: "2026-11-20T10:00:00.000Z".to_owned(),
            ..Default::default()
        };
        world.issues.push(issue);
    });
    format!("{}/support/runbooks/-/issues/1", office.server.url())
}

#[test]
fn an_issue_that_somebody_made_keeps_its_text_below_the_runbooks() {
    let office = Office::new();
    let url = make_issue(&office, "Please do it soon.\n\n- [ ] Call Dana", false);
    check(
        &office,
        &["--adopt", &url, "--yes", "--label", "Umbrella"],
        expect![[r#"
        http://server/support/runbooks/-/issues/1
        acme.yaml is going into an issue that is there:
          host      http://server (the address of the issue)
          as        @jane_smith, with GITLAB_TOKEN
          project   support/runbooks, private
          issue     http://server/support/runbooks/-/issues/1
          title     Acme - Enforce 2FA on All Groups
          readers   members of the project from Planner up, @john_doe (made it)
          assignee  @john_doe
          labels    Umbrella
          due       2026-10-11
          text      1262 characters
          lint      4 warnings, 4 info
          change    makes the issue confidential before anything else
          change    3 entries are new in the issue
          change    title, which was: Acme needs help
          change    text
          change    adds the labels Umbrella
          change    adds the assignee
          change    sets the due date
        Published: the issue is confidential and complete.
        status 0
    "#]],
    );
    let issue = office.server.issue(1);
    assert!(issue.is_confidential && issue.title == "Acme - Enforce 2FA on All Groups", "{issue:?}");
    let (ours, theirs) = (issue.description.find("Inform the channel"), issue.description.find("Please do it soon."));
    assert!(ours.is_some() && ours < theirs && issue.description.contains("- [ ] Call Dana"), "{}", issue.description);
    // Before it was confidential, nothing of the runbook was sent.
    for request in office.server.requests().iter().filter(|request| request.method == "PUT") {
        assert!(request.is_of_confidential || request.body == r#"{"confidential":true}"#, "{request:?}");
    }
    let again = office.publish(&["--label", "Umbrella"]);
    assert!(again.status == 0 && again.err.contains("up to date"), "{}", again.text());
    assert_eq!(office.server.count("POST"), 0);
}

#[test]
fn an_issue_that_the_body_was_pasted_into_is_merged() {
    let office = Office::new();
    let body = office.sandbox.run(["render", "acme.yaml", "--no-quick-actions"]).out;
    let url = make_issue(&office, &body.replace("## Rollback plan", "Room 7.\n\n## Rollback plan"), true);
    let answer = office.publish(&["--adopt", &url, "--yes", "--label", "Umbrella"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let text = office.server.issue(1).description;
    assert_eq!((text.matches("Inform the channel").count(), text.matches("Room 7.").count()), (1, 1), "{text}");
}

/// An issue is a work item too. Newer ones name it so, and a browser shows it under both addresses.
#[test]
fn an_issue_that_is_named_as_a_work_item_is_the_same_issue() {
    let office = Office::new();
    office.server.world(|world| world.has_work_items = true);
    let first = office.publish(&["--yes", "--label", "Umbrella"]);
    assert_eq!(first.status, 0, "{}", first.text());
    assert!(office.file().contains("/support/runbooks/-/work_items/1"), "{}", office.file());
    let url = office.server.url();
    for place in ["issues/1", "work_items/1", "issues/1#note_7"] {
        let named = format!("{url}/support/runbooks/-/{place}");
        let again = office.publish(&["--yes", "--label", "Umbrella", "--adopt", &named]);
        assert!(again.status == 0 && again.err.contains("up to date"), "{}", again.text());
    }
    assert_eq!(office.server.count("POST"), 1);
}

#[test]
fn an_issue_of_another_runbook_or_a_second_one_is_not_taken() {
    let office = Office::new();
    let url = make_issue(&office, "<!-- runbook: v=1 id=rbzzzzzzzz rev=4 -->\n", true);
    check(
        &office,
        &["--adopt", &url, "--yes"],
        expect![[r#"
        error: http://server/support/runbooks/-/issues/1 is the issue of another runbook (rbzzzzzzzz)
        help: if it is this one's, write that id to `sync.id`; nothing was sent
        status 1
    "#]],
    );
    assert_eq!((office.file().as_str(), office.server.count("PUT")), (RUNBOOK, 0));
    let (office, n_requests) = published();
    let other = format!("{}/support/runbooks/-/issues/2", office.server.url());
    check(
        &office,
        &["--adopt", &other, "--yes"],
        expect![[r#"
        error: this runbook has its issue already: http://server/support/runbooks/-/issues/1
        help: leave `--adopt` out to bring that one up to date; to part with it, remove `sync` from the file
        status 1
    "#]],
    );
    assert_eq!(office.server.requests().len(), n_requests);
}

#[test]
fn an_issue_that_was_moved_or_is_gone_is_said() {
    let (office, _) = published();
    office.server.world(|world| world.issue(1).moved_to = Some(99));
    let answer = office.publish(&["--yes"]);
    assert!(answer.status == 1 && answer.err.contains("was moved"), "{}", answer.text());
    office.server.world(|world| world.issues.clear());
    let answer = office.publish(&["--yes"]);
    assert!(answer.status == 2 && answer.err.contains("if it was deleted"), "{}", answer.text());
    assert_eq!((office.server.count("POST"), office.server.count("PUT")), (1, 1));
}
