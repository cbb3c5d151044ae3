//! What `runbook list` answers, from a folder of files to both streams and the status.

use expect_test::{Expect, expect};

use super::*;
use crate::cli::{create::create_new, environment::Environment, settings::testing::settings_in, ui::testing};

const FIRST: &str = "checklists:
  post-call: [{ item: Tell everybody how it went }]
  pre-call: [{ item: Tell everybody, state: done }, { id: dry-run, item: 'Has a dry-run been performed before the call?' }]
tasks: [{ task: Confirm the state, outcome: success }, { task: Apply }]
";

fn office(files: &[(&str, String)]) -> tempfile::TempDir {
    let office = tempfile::tempdir().expect("temporary folder");
    fs::create_dir(office.path().join("runbooks")).expect("folder");
    for (name, text) in files {
        create_new(&office.path().join("runbooks").join(name), text).expect("file");
    }
    office
}

fn runbook(name: &str, schedule_at: &str, more: &str) -> String {
    let schedule_at = if schedule_at.is_empty() { String::new() } else { format!("  schedule_at: {schedule_at}\n") };
    format!("version: 1\nheader:\n  name: {name}\n  window: 3h\n{schedule_at}{more}")
}

/// Lists what is in a folder; `DIR` is the folder that holds `runbooks`.
#[track_caller]
fn check(office: &tempfile::TempDir, args: &ListArgs, expected: &Expect) {
    let context = Context {
        environment: Environment::default(),
        settings: settings_in(office.path(), &[]),
        now: "2026-10-11T04:25:00Z".parse().expect("a time"),
        by: None,
    };
    let (mut ui, out, said) = testing::ui(None);
    let status = match run(&context, &mut ui, args) {
        Ok(status) => status,
        Err(error) => {
            ui.error(&error);
            error.status()
        }
    };
    let text = format!("{}---\n{}status {}\n", out.text(), said.text(), status.code());
    expected.assert_eq(&text.replace(&*office.path().to_string_lossy(), "."));
}

const ALL: ListArgs = ListArgs { dir: None, blueprints: false, format: AnswerFormat::Text };

#[test]
fn the_nearest_comes_first_and_the_closed_come_last() {
    let closed = |at: &str, result: &str| format!("closed: {{ at: {at}, result: {result} }}\n{FIRST}");
    let office = office(&[
        ("a-later.yaml", runbook("Acme - Later", "2026-12-01 10:00 UTC", "")),
        (
            "b-closed.yaml",
            runbook("Acme - Closed", "2026-10-01 10:00 UTC", &closed("2026-10-01T12:00:00Z", "completed")),
        ),
        ("c-cancelled.yaml", runbook("Acme - Cancelled", "", &closed("2026-10-02T12:00:00Z", "cancelled"))),
        ("d-open.yaml", runbook("Acme - Not planned yet", "", "")),
        (
            "e-forgotten.yaml",
            runbook(
                "Acme - Forgotten",
                "2026-10-07 10:00 Europe/Dublin",
                "tasks: [{ task: Apply, outcome: success }]\n",
            ),
        ),
        ("f-tonight.yaml", runbook("Acme - Enforce 2FA on All Groups", "2026-10-10 23:30 America/Los_Angeles", FIRST)),
        (
            "g-now.yaml",
            runbook(
                "Acme - Under way",
                "2026-10-11 04:00 UTC",
                "tasks: [{ task: Apply, started_at: 2026-10-11T04:10:00Z }]\n",
            ),
        ),
        ("blueprint.yaml", format!("blueprint: true\n{}", runbook("CUSTOMER - Any", "", ""))),
        ("example.yaml", format!("example: true\n{}", runbook("Acme - Example", "", ""))),
        ("tenants.yaml", "- id: acme\n".to_owned()),
    ]);
    check(
        &office,
        &ALL,
        &expect![[r#"
            schedule                runbook
            Sun 2026-10-11 04:00    Acme - Under way
            UTC                     tasks 0/1
            under way, 2h35m left   next: task 1: Apply (running)
                                    ./runbooks/g-now.yaml

            Sat 2026-10-10 23:30    Acme - Enforce 2FA on All Groups
            America/Los_Angeles     pre-call 1/2, tasks 1/2, post-call 0/1
            in 2h05m                next: pre-call dry-run: Has a dry-run been performed
                                    before the call?
                                    ./runbooks/f-tonight.yaml

            Tue 2026-12-01 10:00    Acme - Later
            UTC                     ./runbooks/a-later.yaml
            in 51 days

            Wed 2026-10-07 10:00    Acme - Forgotten
            Europe/Dublin           tasks 1/1
            4 days ago, not closed  next: close the runbook
                                    ./runbooks/e-forgotten.yaml

            not scheduled           Acme - Not planned yet
                                    ./runbooks/d-open.yaml

            closed Fri 2026-10-02   Acme - Cancelled
                                    closed: cancelled
                                    ./runbooks/c-cancelled.yaml

            Thu 2026-10-01 10:00    Acme - Closed
            UTC                     closed: completed
                                    ./runbooks/b-closed.yaml
            ---
            hint: to see one: runbook show NAME, the beginning of its file name
            status 0
        "#]],
    );
}

#[test]
fn what_is_no_valid_runbook_is_named_with_how_to_see_why() {
    let office = office(&[
        ("acme.yaml", runbook("Acme - Enforce", "", "")),
        ("broken.yaml", "version: 1\nheader: [\n".to_owned()),
        ("wrong.yaml", "version: 1\nheader: { nme: Acme - Wrong }\n".to_owned()),
        ("binary.yaml", "version: 1\0\n".to_owned()),
    ]);
    check(
        &office,
        &ALL,
        &expect![[r#"
            schedule       runbook
            not scheduled  Acme - Enforce
                           ./runbooks/acme.yaml
            ---
            warning: passed over: ./runbooks/binary.yaml:1:11: the file holds a NUL at byte 11
            warning: passed over: ./runbooks/broken.yaml is no valid runbook; `runbook lint ./runbooks/broken.yaml` says why
            warning: passed over: ./runbooks/wrong.yaml is no valid runbook; `runbook lint ./runbooks/wrong.yaml` says why
            hint: to see one: runbook show NAME, the beginning of its file name
            status 0
        "#]],
    );
    check(
        &office,
        &ListArgs { format: AnswerFormat::Json, ..ALL },
        &expect![[r#"
        {
          "version": 1,
          "folder": "./runbooks",
          "runbooks": [
            {
              "runbook": "Acme - Enforce",
              "path": "./runbooks/acme.yaml",
              "dri": null,
              "schedule_at": null,
              "starts_at": null,
              "ends_at": null,
              "closed": null,
              "progress": [],
              "next": null
            }
          ],
          "passed_over": [
            "./runbooks/binary.yaml",
            "./runbooks/broken.yaml",
            "./runbooks/wrong.yaml"
          ]
        }
        ---
        warning: passed over: ./runbooks/binary.yaml:1:11: the file holds a NUL at byte 11
        warning: passed over: ./runbooks/broken.yaml is no valid runbook; `runbook lint ./runbooks/broken.yaml` says why
        warning: passed over: ./runbooks/wrong.yaml is no valid runbook; `runbook lint ./runbooks/wrong.yaml` says why
        status 0
    "#]],
    );
}

#[test]
fn an_empty_folder_is_no_mistake_and_a_missing_one_is() {
    let office = office(&[]);
    check(
        &office,
        &ALL,
        &expect![[r#"
        There is no runbook in ./runbooks yet.
        ---
        hint: write one: runbook new "CUSTOMER - REQUESTED TASK"; what it can start from: runbook list --blueprints
        status 0
    "#]],
    );
    fs::remove_dir(office.path().join("runbooks")).expect("removed");
    check(
        &office,
        &ALL,
        &expect![[r#"
            There is no folder ./runbooks yet, and so no runbook.
            ---
            hint: write one: runbook new "CUSTOMER - REQUESTED TASK"; what it can start from: runbook list --blueprints
            status 0
        "#]],
    );
    let named = |name: &str| ListArgs { dir: Some(office.path().join(name)), ..ALL };
    check(
        &office,
        &named("nowhere"),
        &expect![[r#"
        ---
        error: there is no folder ./nowhere
        status 2
    "#]],
    );
    create_new(&office.path().join("file.yaml"), "x").expect("file");
    check(
        &office,
        &named("file.yaml"),
        &expect![[r#"
        ---
        error: ./file.yaml is not a folder
        help: to see one runbook: `runbook show ./file.yaml`
        status 2
    "#]],
    );
    check(
        &office,
        &named(""),
        &expect![[r#"
        There is no runbook in ./ yet.
        ---
        hint: write one: runbook new "CUSTOMER - REQUESTED TASK"; what it can start from: runbook list --blueprints
        status 0
    "#]],
    );
}

#[test]
fn a_machine_gets_the_same() {
    let office = office(&[(
        "tonight.yaml",
        runbook("Acme - Enforce 2FA on All Groups", "2026-10-10 23:30 America/Los_Angeles", FIRST),
    )]);
    check(
        &office,
        &ListArgs { format: AnswerFormat::Json, ..ALL },
        &expect![[r#"
        {
          "version": 1,
          "folder": "./runbooks",
          "runbooks": [
            {
              "runbook": "Acme - Enforce 2FA on All Groups",
              "path": "./runbooks/tonight.yaml",
              "dri": null,
              "schedule_at": "2026-10-10 23:30 America/Los_Angeles",
              "starts_at": "2026-10-11T06:30:00Z",
              "ends_at": "2026-10-11T09:30:00Z",
              "closed": null,
              "progress": [
                {
                  "name": "pre-call",
                  "decided": 1,
                  "of": 2
                },
                {
                  "name": "tasks",
                  "decided": 1,
                  "of": 2
                },
                {
                  "name": "post-call",
                  "decided": 0,
                  "of": 1
                }
              ],
              "next": {
                "kind": "item",
                "id": "pre-call/dry-run",
                "number": "2",
                "text": "Has a dry-run been performed before the call?",
                "state": "open",
                "command": null,
                "mark": "runbook check pre-call --done dry-run --file ./runbooks/tonight.yaml"
              }
            }
          ],
          "passed_over": []
        }
        ---
        status 0
    "#]],
    );
}
