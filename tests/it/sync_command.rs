//! `runbook sync` against the GitLab on loopback: what it asks, what it says, and what it leaves alone.

use expect_test::expect;

use crate::{
    gitlab_server::Fault,
    published::{FILE, Published},
};

const RUNBOOK: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  dri: \"@john_doe\"
checklists:
  pre-call:
    - id: inform
      item: Inform the channel
    - id: dry-run
      item: Has a dry-run been performed?
tasks:
  - id: apply
    task: Apply the setting
";

#[test]
fn with_nothing_to_do_the_issue_is_read_and_that_is_all() {
    let published = Published::of(RUNBOOK);
    let (file, body) = (published.file(), published.body());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            File and issue say the same already.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    assert_eq!((published.file(), published.body()), (file, body));
}

#[test]
fn ticks_come_with_who_and_when_and_marks_go() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    published.run(&["task", "apply", "success", "10m", "-f", "acme"]);
    published.check(
        &["sync", "acme", "--dry-run"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            Dry run, so nothing is written or sent.
            From the issue into the file:
              pre-call/inform  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            From the file to the issue:
              tasks/apply  not run -> Success, 10m
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the issue into the file:
              pre-call/inform  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            From the file to the issue:
              tasks/apply  not run -> Success, 10m
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
        "#]],
    );
    published.check(
        &["log", "acme"],
        expect![[r#"
            Acme - Enforce 2FA on All Groups: log (UTC)
            at                   by             what
            2026-10-11 06:00:02  @dana_example  pre-call/inform open -> done (recorded
                                                07:00)
            2026-10-11 07:00:00  @john_doe      tasks/apply open -> success, 10m
            status 0
        "#]],
        expect![[r#""#]],
    );
    published.check(
        &["sync", "acme", "--format", "json"],
        expect![[r#"
        {
          "version": 1,
          "runbook": "Acme - Enforce 2FA on All Groups",
          "path": "runbooks/acme.yaml",
          "issue": "https://gitlab.example/support/runbooks/-/issues/1",
          "written": false,
          "sent": false,
          "state": null,
          "pulled": [],
          "pushed": [],
          "conflicts": [],
          "remarks": []
        }
        Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        File and issue say the same already.
        status 0
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
}

#[test]
fn a_conflict_is_listed_and_nothing_is_written_until_somebody_decides() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.click(1, "dana_example", "Has a dry-run"));
    published.run(&["check", "pre-call", "--not-applicable", "dry-run=read-only", "-f", "acme"]);
    let (file, body) = (published.file(), published.body());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: 1 conflict; nothing was written, neither in the file nor in the issue
              pre-call/dry-run  Has a dry-run been performed?
                  before  [ ]
                  file    [~]
                  issue   [x]
            hint: whose value holds: runbook sync --prefer issue, or --prefer file; or mark it as it is and sync again
            status 1
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.check(
        &["sync", "acme", "--format", "json"],
        expect![[r#"
            {
              "version": 1,
              "runbook": "Acme - Enforce 2FA on All Groups",
              "path": "runbooks/acme.yaml",
              "issue": "https://gitlab.example/support/runbooks/-/issues/1",
              "written": false,
              "sent": false,
              "state": null,
              "pulled": [],
              "pushed": [],
              "conflicts": [
                {
                  "kind": "entry",
                  "id": "pre-call/dry-run",
                  "base": " ",
                  "file": "~",
                  "issue": "x"
                }
              ],
              "remarks": []
            }
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: 1 conflict; nothing was written, neither in the file nor in the issue
              pre-call/dry-run  Has a dry-run been performed?
                  before  [ ]
                  file    [~]
                  issue   [x]
            hint: whose value holds: runbook sync --prefer issue, or --prefer file; or mark it as it is and sync again
            status 1
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    assert_eq!((published.file(), published.body()), (file, body));
    published.check(
        &["sync", "acme", "--prefer", "file"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/dry-run  [x] -> [~]
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
        "#]],
    );
    assert!(published.body().contains("- [~] Has a dry-run"), "{}", published.body());
}

#[test]
fn an_issue_that_somebody_opened_up_gets_and_gives_nothing() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.world(|world| {
        world.click(1, "dana_example", "Has a dry-run");
        world.make_public(1, "dana_example");
    });
    let (file, body) = (published.file(), published.body());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it
            caused by: the issue was visible to everybody who sees the project: @dana_example made it so on Sun 2026-10-11 06:00 UTC
            help: nothing was sent, and nothing was taken from it
            help: hide it again: runbook sync --make-confidential; then tell those who are responsible for the customer's data
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    assert_eq!((published.file(), published.body()), (file, body));
    published.check(
        &["sync", "acme", "--make-confidential"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            The issue is confidential again.
            warning: the issue was visible to everybody who sees the project: @dana_example made it so on Sun 2026-10-11 06:00 UTC; tell those who are responsible for the customer's data
            From the issue into the file:
              pre-call/dry-run  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    assert!(published.server.issue(1).is_confidential);
    assert_eq!(published.server.issue(1).seen_by_all.len(), 1, "only what was there when it was opened up");
}

#[test]
fn an_issue_that_cannot_be_made_confidential_gets_nothing() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.world(|world| {
        world.make_public(1, "dana_example");
        world.project().keeps_confidential = false;
    });
    published.check(
        &["sync", "acme", "--make-confidential"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is still NOT confidential
            caused by: GitLab drops the flag without an error where this token's user may not set it
            help: ask somebody with the role of Planner or more to set it in the web page, now
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    assert!(!published.body().contains("[x]"));
}

#[test]
fn what_became_of_the_issue_is_said() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.issue(1).is_closed = true);
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: the issue is closed, and the runbook is not: open it again with --reopen, or finish with `runbook close`
            File and issue say the same already.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.check(
        &["sync", "acme", "--reopen"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            The issue is opened again.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issue(1).issue_type = "incident");
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: the issue has become one of the type `incident`
            File and issue say the same already.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issue(1).moved_to = Some(7099));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 was moved to another project
            caused by: what is left is an empty shell of the issue with the id 7099
            help: open it in a browser, which leads to the new place, then `runbook publish --adopt URL`
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issues.clear());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is not there
            caused by: it was deleted, or this token's user may not see it; GitLab says the same for both
            help: look with a browser; `runbook publish --adopt URL` takes another issue
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
}

#[test]
fn a_closed_runbook_closes_its_issue() {
    let published = Published::of(RUNBOOK);
    published.run(&["close", "-f", "acme", "--result", "cancelled", "--note", "called off"]);
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            The text of the issue is brought up to date.
            The runbook is closed, so the issue is closed too.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
        "#]],
    );
    assert!(published.server.issue(1).is_closed);
    published.check(
        &["sync", "acme"],
        expect![[r#"
        Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        File and issue say the same already.
        status 0
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
}

#[test]
fn a_runbook_without_an_issue_says_what_to_do() {
    let published = Published::of(RUNBOOK);
    published.sandbox.write(FILE, RUNBOOK);
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            error: this runbook has no issue of its own yet
            help: make one: runbook publish
            status 2
        "#]],
        expect![[r#""#]],
    );
    published.sandbox.write(FILE, format!("{RUNBOOK}sync: {{ id: rb7f3k2m9q, state: creating }}\n"));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            error: publishing this runbook was begun and not finished
            help: finish it: runbook publish
            status 2
        "#]],
        expect![[r#""#]],
    );
}

/// The click comes after the issue was read, and before it is written; GitLab overwrites it without a word.
#[test]
fn a_click_in_the_moment_of_writing_is_not_lost() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.before("PUT", |world| world.click(1, "dana_example", "Has a dry-run"));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
            Somebody ticked a box while the issue was written; once more:
            From the issue into the file:
              pre-call/dry-run  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            The text of the issue is brought up to date.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    let body = published.body();
    assert!(body.contains("- [x] Inform the channel") && body.contains("- [x] Has a dry-run"), "{body}");
    assert!(published.file().contains("by: \"@dana_example\""), "{}", published.file());
}

#[test]
fn a_text_that_gitlab_keeps_otherwise_is_said_and_agreed_on_by_nobody() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.before("PUT", |world| world.filters = Some(("Apply the setting", "Apply nothing")));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
            error: GitLab keeps another text than was sent
            caused by: line 26 of the issue differs; a quick action in it may have run
            help: look at the issue; `runbook sync` again compares both anew
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
        "#]],
    );
}

#[test]
fn a_failing_server_leaves_both_as_they_were_and_the_next_run_goes_on() {
    for method in ["GET", "PUT"] {
        for fault in [Fault::status(401, ""), Fault::status(403, ""), Fault::status(200, "{")] {
            let published = Published::of(RUNBOOK);
            published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
            published.server.world(|world| world.click(1, "dana_example", "Has a dry-run"));
            published.server.fail_at(method, fault.clone());
            let answer = published.run(&["sync", "acme"]);
            assert_eq!(answer.status, 2, "{}", answer.text());
            published.server.no_more_faults();
            let answer = published.run(&["sync", "acme"]);
            assert_eq!(answer.status, 0, "{}", answer.text());
            let body = published.body();
            assert!(body.contains("- [x] Inform the channel") && body.contains("- [x] Has a dry-run"), "{body}");
            assert!(published.run(&["sync", "acme"]).err.contains("say the same already"));
        }
    }
}

#[test]
fn a_line_that_both_changed_is_decided_once() {
    for side in ["issue", "file"] {
        let published = Published::of(RUNBOOK);
        published.server.world(|world| {
            world.edit(1, "dana_example", |text| text.replace("| Meeting URL |  |", "| Meeting URL | room 4 |"));
        });
        published.run(&["set", "header.meeting_url", "https://example.com/call", "-f", "acme"]);
        let answer = published.run(&["sync", "acme"]);
        assert!(answer.status == 1 && answer.err.contains("room 4"), "{}", answer.text());
        let answer = published.run(&["sync", "acme", "--prefer", side]);
        assert_eq!(answer.status, 0, "{}", answer.text());
        assert_eq!(published.body().contains("room 4"), side == "issue", "{}", published.body());
        let file = published.file();
        let answer = published.run(&["sync", "acme"]);
        assert_eq!((answer.status, published.file()), (0, file), "{}", answer.text());
        assert_eq!(answer.err.contains("something else than the file"), side == "issue", "{}", answer.text());
    }
}

#[test]
fn an_outcome_that_is_typed_into_the_table_has_the_name_of_who_saved_it() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        world.set_time("2026-10-11T07:00:30Z");
        world.edit(1, "dana_example", |text| {
            text.replace("rb:tasks.apply --> |  |  |", "rb:tasks.apply --> | Success | 9m |")
        });
    });
    published.check(&["sync", "acme"], expect![[r#"
        Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        From the issue into the file:
          tasks/apply  not run -> Success, 9m  @dana_example, Sun 07:00 UTC
        The text of the issue is brought up to date.
        File and issue say the same.
        status 0
    "#]], expect![[r#"
        GET /api/v4/projects/P/issues/1
        GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        PUT /api/v4/projects/P/issues/1
        GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        GET /api/v4/user
    "#]]);
}

/// The file cannot be written after the answer, as when the program is killed there.
#[test]
fn what_was_sent_and_not_noted_is_overwritten_by_nobody_in_silence() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.fail_at("PUT", Fault::LoseAnswer);
    published.server.fail_at("PUT", Fault::status(403, ""));
    assert_eq!(published.run(&["sync", "acme"]).status, 2);
    assert!(published.file().contains("state: sending"), "{}", published.file());
    published.server.no_more_faults();
    published.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    let answer = published.run(&["sync", "acme"]);
    assert!(answer.status == 1 && answer.err.contains("pre-call/inform"), "{}", answer.text());
    assert_eq!(published.run(&["sync", "acme", "--prefer", "issue"]).status, 0);
    assert!(
        published.file().contains("state: live") && published.body().contains("- [ ] Inform"),
        "{}",
        published.file()
    );
}

#[test]
fn an_issue_that_is_opened_up_in_the_moment_of_writing_is_hidden_and_nothing_is_glossed_over() {
    for keeps in [true, false] {
        let published = Published::of(RUNBOOK);
        published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
        published.server.before("PUT", |world| {
            world.make_public(1, "dana_example");
            world.project().keeps_confidential = false;
        });
        if keeps {
            // The flag is dropped once.
            published.server.click_at_number(2, |world| world.project().keeps_confidential = true);
        }
        let answer = published.run(&["sync", "acme"]);
        assert!(
            answer.status == 2 && answer.err.contains("was NOT confidential when it was written"),
            "{}",
            answer.text()
        );
        assert!(!answer.err.contains("nothing was sent"), "{}", answer.text());
        assert_eq!(published.server.issue(1).is_confidential, keeps, "{}", answer.text());
    }
}
