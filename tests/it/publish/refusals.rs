//! What is not published, and why; and what is only shown.

use expect_test::{Expect, expect};

use super::{Office, RUNBOOK};
use crate::{
    gitlab_server::{PROJECT, TOKEN},
    sandbox::{Answer, END, Run},
};

/// Publishes a changed runbook, which must be refused before anything is sent or written.
#[track_caller]
fn check(change: impl FnOnce(&str) -> String, expected: Expect) {
    let office = Office::new();
    let text = change(RUNBOOK);
    office.sandbox.write("acme.yaml", &text);
    let answer = office.publish(&["--yes"]);
    demand_untouched(&office, &text, &answer);
    assert_eq!(office.server.requests().len(), 0, "{}", office.server.log());
    expected.assert_eq(&office.plain(&answer.text()));
}

#[track_caller]
fn demand_untouched(office: &Office, text: &str, answer: &Answer) {
    assert_eq!(answer.out, "");
    assert!(answer.status > 0, "{}", answer.text());
    assert_eq!(office.server.count("POST") + office.server.count("PUT"), 0);
    assert_eq!(office.file(), text);
}

fn add(line: &'static str) -> impl FnOnce(&str) -> String {
    move |text| text.replacen("header:\n", &format!("{line}\nheader:\n"), 1)
}

#[test]
fn what_has_no_issue_is_refused() {
    check(
        add("blueprint: true"),
        expect![[r#"
        error: acme.yaml is a blueprint, and has no customer
        help: make a runbook of it: runbook new "CUSTOMER - REQUESTED TASK" --from acme.yaml
        status 1
    "#]],
    );
    check(
        add("example: true"),
        expect![[r#"
        error: acme.yaml is an example, and nothing that will happen
        help: make a runbook of it: runbook new "CUSTOMER - REQUESTED TASK" --from acme.yaml
        status 1
    "#]],
    );
    check(
        |text| format!("{text}closed: {{ at: 2026-10-11T06:00:00Z }}\n"),
        expect![[r#"
        error: acme.yaml is closed, so nobody would follow its issue
        help: open it again: runbook close --reopen
        status 1
    "#]],
    );
}

#[test]
fn a_file_with_problems_is_answered_with_all_of_them() {
    check(
        |text| text.replace("tasks:", "tasks:\n  - id: confirm-state\n    task: Twice"),
        expect![[r#"
        error[schema]: the id `confirm-state` stands twice
          --> acme.yaml:17:9
           |
        15 |   - id: confirm-state
           |         ------------- first here
        16 |     task: Twice
        17 |   - id: confirm-state
           |         ^^^^^^^^^^^^^
           |
           = help: an id is unique in its list; tasks and rollback steps share one

        error: acme.yaml has 1 problem
        status 2
    "#]],
    );
}

#[test]
fn an_error_of_lint_is_printed_and_nothing_is_sent() {
    let office = Office::new();
    office.sandbox.write(".runbook.yaml", "lint: { levels: { meeting-missing: error } }\n");
    let answer = office.publish(&["--yes"]);
    demand_untouched(&office, RUNBOOK, &answer);
    assert_eq!(office.server.requests().len(), 0);
    let errors =
        |text: &str| text.split("\n\n").filter(|part| part.starts_with("error")).collect::<Vec<_>>().join("\n");
    expect![[r#"
        error[meeting-missing]: no meeting is named
         --> acme.yaml:6:16
          |
        6 |   schedule_at: 2026-10-11 12:30 Asia/Kolkata
          |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ where?
          |
          = help: add the address of the meeting, for example `meeting_url: https://example.zoom.com/my/example.meeting`
        error: acme.yaml is not fit to be published: 1 error, 4 warnings, 3 info in 1 file
        help: mend the errors, or allow them with a reason; nothing was sent
    "#]]
    .assert_eq(&errors(&answer.err));
    // It is what lint says.
    let linted = office.sandbox.run(["lint", "acme.yaml"]);
    assert!(answer.err.starts_with(linted.out.trim_end()), "{}\n{}", answer.err, linted.out);
    // And what a baseline knows stops nothing.
    office.sandbox.write(".runbook.yaml", "lint: { levels: { meeting-missing: error }, baseline: known.json }\n");
    assert_eq!(office.sandbox.run(["lint", "acme.yaml", "--write-baseline"]).status, 0);
    assert_eq!(office.publish(&["--yes"]).status, 0);
}

#[test]
fn what_lint_allows_by_its_configuration_may_be_published() {
    let office = Office::new();
    let text = RUNBOOK.replace(
        "tasks:",
        "tasks:\n  # runbook: allow(placeholder) the customer's own notation\n  - task: Look at <GROUP_ID>",
    );
    office.sandbox.write("acme.yaml", &text);
    let answer = office.publish(&["--yes"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
}

#[test]
fn a_secret_or_a_placeholder_is_refused_whatever_the_configuration_says() {
    let office = Office::new();
    office.sandbox.write(".runbook.yaml", "lint: { levels: { secret: off, placeholder: info } }\n");
    let secret = ["gl", "pat-", "Zx8Qw3Er5Ty7Ui9Op1As"].concat();
    for (hidden, part) in [(secret.as_str(), "secret"), ("<GROUP_ID>", "placeholder")] {
        let text = RUNBOOK.replace("Turn it off again", &format!("Turn it off with {hidden}"));
        office.sandbox.write("acme.yaml", &text);
        let answer = office.publish(&["--yes"]);
        demand_untouched(&office, &text, &answer);
        assert_eq!(answer.status, 1);
        assert!(answer.err.contains(part) && !answer.text().contains(&secret), "{}", answer.text());
    }
    assert_eq!(office.server.requests().len(), 0);
}

#[test]
fn a_template_that_loses_a_line_that_sync_needs_is_refused() {
    let office = Office::new();
    office.sandbox.write(".runbook.yaml", "templates: templates\n");
    office.sandbox.write("templates/issue.md", "# {{ header.name }}\n");
    let answer = office.publish(&["--yes"]);
    demand_untouched(&office, RUNBOOK, &answer);
    expect![[r#"
        error: the template leaves out or moves lines that the issue is synced by: rb:pre-call.inform and 2 more
        help: show each item in a line `- [ ] …` and each task in a row of a table, with nothing behind its text
        help: docs/templates.md says how; nothing was sent
        status 1
    "#]]
    .assert_eq(&office.plain(&answer.text()));
}

#[test]
fn a_project_that_is_unfit_gets_nothing() {
    let office = Office::new();
    for (change, part) in [
        (("visibility", "public"), "is public"),
        (("archived", ""), "is archived"),
        (("fork", ""), "is a fork"),
        (("issues", ""), "has no issues"),
    ] {
        office.server.world(|world| {
            let project = world.project();
            (project.visibility, project.is_archived, project.forked_from, project.issues_access) = match change {
                ("visibility", word) => (word, false, None, "enabled"),
                ("archived", _) => ("private", true, None, "enabled"),
                ("fork", _) => ("private", false, Some("other/runbooks"), "enabled"),
                _ => ("private", false, None, "disabled"),
            };
        });
        let answer = office.publish(&["--yes"]);
        demand_untouched(&office, RUNBOOK, &answer);
        assert!(answer.status == 1 && answer.err.contains(part), "{}", answer.text());
    }
    // A public one on demand, which is said.
    office.server.world(|world| world.project().visibility = "public");
    office.server.world(|world| world.project().issues_access = "enabled");
    let answer = office.publish(&["--yes", "--allow-public"]);
    assert!(answer.status == 0 && answer.err.contains("support/runbooks is public"), "{}", answer.text());
}

#[test]
fn without_a_terminal_somebody_has_to_say_yes() {
    let office = Office::new();
    let answer = office.publish(&[]);
    demand_untouched(&office, RUNBOOK, &answer);
    expect![[r#"
        acme.yaml is going to be a confidential issue:
          host      http://server (GITLAB_HOST)
          as        @jane_smith, with GITLAB_TOKEN
          project   support/runbooks, private (`--project`)
          title     Acme - Enforce 2FA on All Groups
          readers   members of the project from Planner up, @jane_smith (makes it), @john_doe (by being assigned)
          assignee  @john_doe
          due       2026-10-11
          text      1264 characters
          lint      4 warnings, 4 info
        error: there is nobody to ask whether this is to be sent
        help: read the plan above, then run the same command with `--yes`; nothing was sent
        status 1
    "#]]
    .assert_eq(&office.plain(&answer.text()));
}

#[test]
fn at_a_terminal_it_is_asked_and_silence_is_no() {
    let office = Office::new();
    let host = office.server.url();
    let host = host.trim_start_matches("http://");
    let variables = [("GITLAB_HOST", host), ("GITLAB_TOKEN", TOKEN)];
    let answer = office.sandbox.run_at_terminal_so(
        Run { variables: &variables, stdin: END, ..Run::default() },
        &["publish", "acme.yaml", "--project", PROJECT].map(std::ffi::OsStr::new),
    );
    assert_eq!((answer.status, office.file().as_str()), (1, RUNBOOK), "{}", answer.text());
    assert_eq!(office.server.count("POST"), 0);
    let asked = answer.text().replace('\r', "");
    assert!(asked.contains("Publish in support/runbooks on ") && asked.contains("error: not published"), "{asked}");
    assert!(!asked.contains(TOKEN));
}

#[test]
fn a_machine_is_answered_with_data() {
    let office = Office::new();
    let answer = office.publish(&["--yes", "--format", "json", "--label", "Umbrella"]);
    expect![[r#"
        {
          "version": 1,
          "runbook": "Acme - Enforce 2FA on All Groups",
          "published": true,
          "changed": true,
          "action": "create",
          "path": "acme.yaml",
          "host": "http://server",
          "user": "jane_smith",
          "project": "support/runbooks",
          "visibility": "private",
          "issue": "http://server/support/runbooks/-/issues/1",
          "title": "Acme - Enforce 2FA on All Groups",
          "readers": "members of the project from Planner up, @jane_smith (makes it), @john_doe (by being assigned)",
          "assignee": "john_doe",
          "labels": [
            "Umbrella"
          ],
          "due_date": "2026-10-11",
          "characters": 1264,
          "changes": [],
          "lint": "4 warnings, 4 info",
          "remarks": []
        }
    "#]]
    .assert_eq(&office.plain(&answer.out));
}

#[test]
fn a_dry_run_shows_the_requests_and_makes_none() {
    let office = Office::new();
    let answer = office.publish(&["--dry-run", "--label", "Umbrella", "--yes"]);
    assert_eq!((answer.status, office.file().as_str()), (0, RUNBOOK));
    assert!(office.server.requests().iter().all(|request| request.method == "GET"));
    expect![[r#"
        POST http://server/api/v4/projects/support%2Frunbooks/issues
        Authorization: Bearer [hidden]
        Content-Type: application/json

        {
          "title": "Runbook ID",
          "description": "This issue is being published by `runbook`. If its text does not follow, run `runbook publish` again.\n\nID\n\n<!-- runbook: v=1 id=ID -->\n",
          "confidential": true
        }

        GET http://server/api/v4/projects/support%2Frunbooks/issues?search=ID&in=title,description&order_by=created_at&sort=desc&per_page=100&page=1
        Authorization: Bearer [hidden]

        GET http://server/api/v4/projects/support%2Frunbooks/issues?author_id=1&order_by=created_at&sort=desc&per_page=100
        Authorization: Bearer [hidden]

        GET http://server/api/v4/projects/support%2Frunbooks/issues/IID
        Authorization: Bearer [hidden]

        PUT http://server/api/v4/projects/support%2Frunbooks/issues/IID
        Authorization: Bearer [hidden]
        Content-Type: application/json

        {
          "title": "Acme - Enforce 2FA on All Groups",
          "description": "<!-- runbook: v=1 id=ID rev=1 -->\n\n**Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.\n\n| Runbook name | Acme - Enforce 2FA on All Groups |\n| --- | --- |\n| Runbook description | Require two-factor authentication. Afterwards every group requires it. |\n| DRI | @john_doe |\n| Schedule at | Sun 2026-10-11 12:30 Asia/Kolkata (Sun 2026-10-11 07:00 UTC) |\n| Meeting URL |  |\n| GitLab Issue |  |\n| Window | 2h |\n\n## GitLab - Contacts\n\nNone yet.\n\n## Pre-call checklist\n\n- [ ] Inform the channel <!-- rb:pre-call.inform -->\n- [ ] Dry-run on staging <!-- rb:pre-call.dry-run -->\n\n## Runbook - Tasks\n\n| Task | Outcome | Duration | Planned |\n| --- | --- | --- | --- |\n| Confirm the provided state <!-- rb:tasks.confirm-state --> |  |  | 10m |\n\n## Rollback plan\n\nTurn it off again\n\n+ **Planned:** 5m\n+ **Latest start:** Sun 2026-10-11 14:25 Asia/Kolkata (Sun 2026-10-11 08:55 UTC)\n\n## Post-call checklist\n\nNone yet.\n\n<details><summary>Timeline</summary>\n\n| Time (UTC) | Who | What |\n| --- | --- | --- |\n| 2026-10-10 10:00 | \\@john_doe | customer joins late |\n| 2026-10-11 07:00 | \\@john_doe | Issue written<br>evidence: <http://server/support/runbooks/-/issues/IID> |\n\n</details>\n",
          "add_labels": [
            "Umbrella"
          ],
          "assignee_ids": [
            2
          ],
          "due_date": "2026-10-11",
          "confidential": true
        }

        GET http://server/api/v4/projects/support%2Frunbooks/issues/IID
        Authorization: Bearer [hidden]
    "#]].assert_eq(&office.plain(&answer.out));
    let json = office.publish(&["--dry-run", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&value["version"], &value["published"]), (&1.into(), &false.into()));
    assert_eq!(value["requests"].as_array().map(Vec::len), Some(6));
    // What was shown is what is sent, but for the number of the issue and the id, which is another each time.
    assert_eq!(office.publish(&["--yes", "--label", "Umbrella"]).status, 0);
    let bodies = |text: &str| text.replace("/IID", "/1");
    let sent: Vec<String> = office
        .server
        .requests()
        .iter()
        .filter(|request| request.method != "GET")
        .map(|request| serde_json::to_string_pretty(&request.json()).expect("JSON"))
        .collect();
    assert_eq!(sent.len(), 2);
    let shown = office.plain(&bodies(&answer.out));
    let is_request = |line: &&str| ["GET ", "POST ", "PUT "].iter().any(|method| line.starts_with(method));
    let lines: Vec<String> = shown.lines().filter(is_request).map(|line| line.replace("http://server", "")).collect();
    let made = office.plain(&office.server.log().replace("%2C", ","));
    assert!(made.ends_with(&format!("{}\n", lines.join("\n"))), "{made}\nis not\n{lines:?}");
    for body in sent {
        assert!(shown.contains(&office.plain(&body)), "{body}\nis not in\n{shown}");
    }
}

#[test]
fn the_customers_issue_is_never_written_to() {
    let office = Office::new();
    assert_eq!(office.publish(&["--yes"]).status, 0);
    let request = format!("{}/support/runbooks/-/issues/1", office.server.url());
    let text = RUNBOOK.replace("  window: 2h\n", &format!("  window: 2h\n  gitlab_issue: {request}\n"));
    office.sandbox.write("acme.yaml", &text);
    let n_puts = office.server.count("PUT");
    for sync in [format!("sync: {{ issue: \"{request}\", id: rb7f3k2m9q, state: live }}\n"), String::new()] {
        let text = format!("{text}{sync}");
        office.sandbox.write("acme.yaml", &text);
        let adopt: &[&str] = if sync.is_empty() { &["--yes", "--adopt", &request] } else { &["--yes"] };
        let answer = office.publish(adopt);
        assert_eq!((answer.status, office.file()), (1, text), "{}", answer.text());
        assert!(answer.err.contains("the customer's request"), "{}", answer.text());
    }
    assert_eq!(office.server.count("PUT"), n_puts);
}

#[test]
fn an_issue_in_another_project_or_on_another_host_stops_it() {
    let office = Office::new();
    for (place, part) in [
        ("other/runbooks/-/issues/1", "the issue is in other/runbooks"),
        ("support/runbooks/-/merge_requests/1", "issue"),
    ] {
        let text =
            format!("{RUNBOOK}sync: {{ issue: \"{}/{place}\", id: rb7f3k2m9q, state: live }}\n", office.server.url());
        office.sandbox.write("acme.yaml", &text);
        let answer = office.publish(&["--yes"]);
        demand_untouched(&office, &text, &answer);
        assert!(answer.err.contains(part), "{}", answer.text());
    }
    // The same where the configuration names the project.
    let text = format!(
        "{RUNBOOK}sync: {{ issue: \"{}/other/runbooks/-/issues/1\", id: rb7f3k2m9q, state: live }}\n",
        office.server.url()
    );
    office.sandbox.write("acme.yaml", &text);
    office.sandbox.write(".runbook.yaml", "gitlab: { project: support/runbooks }\n");
    let answer = office.run(TOKEN, &["publish", "acme.yaml", "--yes"]);
    demand_untouched(&office, &text, &answer);
    assert!(answer.err.contains("and runbooks go to support/runbooks"), "{}", answer.text());
    office.sandbox.write(".runbook.yaml", "");
    let elsewhere = "https://gitlab.elsewhere.example/support/runbooks/-/issues/1";
    let text = format!("{RUNBOOK}sync: {{ issue: \"{elsewhere}\", id: rb7f3k2m9q, state: live }}\n");
    office.sandbox.write("acme.yaml", &text);
    let answer = office.publish(&["--yes"]);
    demand_untouched(&office, &text, &answer);
    assert_eq!(office.server.requests().len(), 0);
    expect![[r#"
        error: the token in GITLAB_TOKEN does not go to gitlab.elsewhere.example
        caused by: it is for http://server (GITLAB_HOST), and gitlab.elsewhere.example is only named by the address of the issue
        help: set GITLAB_HOST=gitlab.elsewhere.example, and its own token in GITLAB_TOKEN
        status 2
    "#]].assert_eq(&office.plain(&answer.text()));
}
