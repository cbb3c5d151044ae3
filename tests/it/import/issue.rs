//! `runbook import URL` against the GitLab on loopback: what is asked, what is said, and to which issue the file belongs.

use expect_test::expect;

use crate::{gitlab_server::PROJECT, published::Published};

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

/// Returns the address of the issue.
fn url(published: &Published) -> String {
    format!("{}/{PROJECT}/-/issues/1", published.server.url())
}

#[test]
fn of_the_runbooks_own_issue_sync_goes_on() {
    let published = Published::of(RUNBOOK);
    published.run(&["task", "apply", "failed", "10m", "-f", "acme"]);
    published.run(&["task", "apply", "success", "5m", "-f", "acme"]);
    published.run(&["sync", "acme"]);
    published.server.world(|world| {
        world.click(1, "dana_example", "Inform the channel");
        world.edit(1, "dana_example", |text| format!("{text}\nBring the list of owners.\n"));
    });
    let url = url(&published);
    published.check(&["import", &url, "-o", "again.yaml"], expect![[r#"
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        Read 44 lines: header 2, pre-call 2 (1 done), post-call 0, tasks 1, log 2.
          line 1       not in the file: the marker of the issue, which render writes anew
          line 3       not in the file: written by render
          line 5       header.name
          line 6       header
          line 7       header.description
          line 8       header.dri
          line 9       header.schedule_at
          line 10      header.meeting_url
          line 11      header.gitlab_issue
          line 13      contacts.gitlab
          line 15      not in the file: written by render
          lines 17-20  checklists.pre-call
          lines 22-26  tasks
          line 28      rollback
          line 30      not in the file: written by render
          line 32      checklists.post-call
          line 34      not in the file: written by render
          line 36      what it holds
          lines 38-39  log
          line 40      log
                         an issue shows its log to the minute, and not what a mark cleared: `undo` cannot bring that back
          line 41      log
          line 43      not in the file: the end of what folds
          line 44      a comment at the end of the file
        Wrote again.yaml
        hint: next: runbook lint again.yaml
        hint: the issue is the runbook's own: runbook sync again.yaml
        status 0
    "#]], expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]]);
    let body = published.body();
    published.check(
        &["sync", "again.yaml"],
        expect![[r#"
        Runbook: Acme - Enforce 2FA on All Groups (again.yaml)
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        File and issue say the same already.
        status 0
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
    assert_eq!(published.body(), body);
    published.run(&["check", "pre-call", "--done", "dry-run", "-f", "again.yaml"]);
    published.check(
        &["sync", "again.yaml"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (again.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/dry-run  [ ] -> [x]
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    assert!(published.body().contains("Bring the list of owners."));
}

#[test]
fn an_issue_by_hand_belongs_to_nobody_and_a_public_one_is_said_to_be() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        let issue = world.issue(1);
        issue.title = "Beta - Upgrade to 18.5".to_owned();
        issue.description =
            "DRI: @john_doe\r\n\r\n## Steps\r\n\r\n- [x] Stop Sidekiq (15 min)\r\n- [ ] Upgrade\r\n".to_owned();
        issue.is_confidential = false;
    });
    let url = url(&published);
    published.check(&["import", &url], expect![[r#"
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        warning: https://gitlab.example/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it
        The text has no name, so the runbook gets the title of the issue.
        Read 6 lines: header 2, tasks 2.
          line 1     header.dri
          lines 3-6  tasks
        Wrote runbooks/beta-upgrade-to-18-5.yaml
        hint: next: runbook lint runbooks/beta-upgrade-to-18-5.yaml
        hint: then runbook publish runbooks/beta-upgrade-to-18-5.yaml, which makes an issue of its own
        hint: or runbook publish runbooks/beta-upgrade-to-18-5.yaml --adopt https://gitlab.example/support/runbooks/-/issues/1, which takes this one and keeps its text
        status 0
    "#]], expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]]);
    expect![[r#"
        version: 1

        header:
          name: Beta - Upgrade to 18.5
          dri: "@john_doe"

        tasks:
          - id: stop-sidekiq
            task: Stop Sidekiq
            planned: 15m
            outcome: success
          - id: upgrade
            task: Upgrade
    "#]]
    .assert_eq(&published.sandbox.text("runbooks/beta-upgrade-to-18-5.yaml"));
    published.check(
        &["import", &url, "--dry-run", "--format", "json", "-q", "-o", "x.yaml"],
        expect![[r#"
            {
              "version": 1,
              "runbook": "Beta - Upgrade to 18.5",
              "path": "x.yaml",
              "written": false,
              "issue": {
                "url": "https://gitlab.example/support/runbooks/-/issues/1",
                "confidential": false,
                "own": false
              },
              "n_lines": 6,
              "account": [
                {
                  "first": 1,
                  "last": 1,
                  "fate": "taken",
                  "to": "header.dri",
                  "remarks": []
                },
                {
                  "first": 3,
                  "last": 6,
                  "fate": "taken",
                  "to": "tasks",
                  "remarks": []
                }
              ],
              "remarks": []
            }
            warning: https://gitlab.example/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
}

#[test]
fn the_own_issue_of_a_runbook_that_is_not_valid_yet_can_be_adopted_later() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        world.edit(1, "dana_example", |text| {
            text.replace("| Schedule at |  |", "| Schedule at | 2026-10-10 23:30 PST |")
        });
    });
    let answer = published.run(&["import", &url(&published), "-o", "again.yaml"]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.err.contains("once lint finds no error: runbook publish again.yaml --adopt "), "{answer:?}");
    let text = published.sandbox.text("again.yaml");
    assert!(text.contains("schedule_at: 2026-10-10 23:30 PST") && !text.contains("sync:"), "{text}");
}

#[test]
fn what_is_no_issue_or_cannot_be_read_is_said() {
    let published = Published::of(RUNBOOK);
    let url = url(&published);
    published.check(
        &["import", "https://gitlab.example/support/runbooks"],
        expect![[r#"
        error: this is no address of an issue, such as `https://gitlab.example.com/group/project/-/issues/7`
        status 2
    "#]],
        expect![[""]],
    );
    published.check(
        &["import", &format!("{}2", url.trim_end_matches('1'))],
        expect![[r#"
            error: https://gitlab.example/support/runbooks/-/issues/2 is not there
            caused by: it was deleted, or this token's user may not see it; GitLab says the same for both
            help: look with a browser
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/2
        "#]],
    );
    published.server.world(|world| world.issue(1).description = " \r\n".to_owned());
    published.check(
        &["import", &url],
        expect![[r#"
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        error: https://gitlab.example/support/runbooks/-/issues/1 has no text
        help: `runbook new` writes a runbook to start from
        status 2
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
    published.server.world(|world| world.issue(1).moved_to = Some(7));
    published.check(
        &["import", &url],
        expect![[r#"
        error: https://gitlab.example/support/runbooks/-/issues/1 was moved to another project
        caused by: what is left is an empty shell
        help: open it in a browser, which leads to the new place, and import that
        status 2
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
}
