//! `runbook sync` against the GitLab on loopback: what it asks, what it says, and what it leaves alone.

mod folder;
mod issue;
mod moment;
mod who;
mod words;

use expect_test::expect;

use crate::published::{FILE, Published};

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
              "taken": [],
              "pushed": [],
              "changes": [],
              "conflicts": [],
              "remarks": [],
              "hints": []
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
              "taken": [],
              "pushed": [],
              "changes": [],
              "conflicts": [
                {
                  "kind": "entry",
                  "id": "pre-call/dry-run",
                  "base": " ",
                  "file": "~",
                  "issue": "x"
                }
              ],
              "remarks": [],
              "hints": [
                "whose value holds: runbook sync --prefer issue, or --prefer file; or mark it as it is and sync again"
              ]
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
              pre-call/dry-run  + Not applicable: read-only
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
        assert!(answer.err.ends_with("File and issue say the same already.\n"), "{}", answer.text());
        assert_eq!(published.file().contains("meeting_url: room 4"), side == "issue", "{}", published.file());
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
