//! What the doctor says of the issues of published runbooks.

use expect_test::{Expect, expect};

use super::below;
use crate::{
    gitlab_server::World,
    published::{FILE, Published},
};

const RUNBOOK: &str = "\
version: 1
header: { name: Acme - Enforce 2FA on All Groups, dri: \"@john_doe\" }
checklists: { pre-call: [{ id: inform, item: Inform the channel }] }
tasks: [{ id: apply, task: Apply }]
";

/// Says what the doctor says of issues.
#[track_caller]
fn said(published: &Published, arguments: &[&str]) -> String {
    let answer = published.run(&[&["doctor", "--project", "support/runbooks"], arguments].concat());
    let text = answer.text().replace(&published.server.url(), "http://server");
    let clock = "warning: the clock stands still\nhelp: RUNBOOK_NOW is for tests: unset it\n";
    let text = text.replace(clock, "");
    // Where lines are broken depends on the length of the server's port.
    let mut said = String::new();
    for line in below(below(&text, "Reporter (20)"), "Issues of runbooks").lines().map(str::trim_end) {
        match line.strip_prefix("       ") {
            Some(rest) if !rest.is_empty() => said.push_str(&format!(" {}", rest.trim_start())),
            _ => said.push_str(&format!("{}{line}", if said.is_empty() { "" } else { "\n" })),
        }
    }
    said + "\n"
}

#[track_caller]
fn check(change: impl FnOnce(&mut World), file: &[(&str, &str)], arguments: &[&str], expected: Expect) {
    let published = Published::of(RUNBOOK);
    published.server.world(change);
    let text = file.iter().fold(published.file(), |text, (from, to)| {
        assert!(text.contains(from), "{text}");
        text.replace(from, to)
    });
    published.sandbox.write(FILE, text);
    expected.assert_eq(&said(&published, arguments));
}

#[test]
fn an_issue_that_is_as_it_must_be_is_said_to_be() {
    check(
        |_| (),
        &[],
        &["acme"],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)


            Nothing stops publishing.
            status 0
        "#]],
    );
    check(
        |_| (),
        &[],
        &[],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)


            Nothing stops publishing.
            status 0
        "#]],
    );
    check(
        |_| (),
        &[],
        &["--offline"],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, not looked at because of `--offline` (runbooks/acme.yaml)


            Nothing stops publishing.
            status 0
        "#]],
    );
}

#[test]
fn an_issue_that_is_not_as_it_must_be_is_said_with_what_to_do() {
    check(
        |world| world.make_public(1, "dana_example"),
        &[],
        &[],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, NOT confidential, open (runbooks/acme.yaml)

            error: http://server/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it
            help: hide it: runbook sync runbooks/acme.yaml --make-confidential
            help: tell those who are responsible for the customer's data

            This is to be mended.
            status 1
        "#]],
    );
    check(
        |world| world.issue(1).is_closed = true,
        &[],
        &["acme"],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, closed (runbooks/acme.yaml)

            warning: http://server/support/runbooks/-/issues/1 is closed, and its runbook is not
            help: open it again: runbook sync runbooks/acme.yaml --reopen; or finish: runbook close -f runbooks/acme.yaml

            Nothing stops publishing.
            status 0
        "#]],
    );
    check(
        |world| world.issue(1).moved_to = Some(7099),
        &[],
        &[],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, moved away (runbooks/acme.yaml)

            error: http://server/support/runbooks/-/issues/1 was moved to another project
            caused by: what is left is an empty shell of the issue with the id 7099
            help: open it in a browser, which leads to the new place, then: runbook publish runbooks/acme.yaml --adopt URL

            This is to be mended.
            status 1
        "#]],
    );
    check(
        |world| world.issues.clear(),
        &[],
        &["acme"],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, not found (runbooks/acme.yaml)

            error: http://server/support/runbooks/-/issues/1 is not there
            caused by: it was deleted, or this token's user may not see it; GitLab says the same for both
            help: look with a browser; another issue is taken by: runbook publish runbooks/acme.yaml --adopt URL

            This is to be mended.
            status 1
        "#]],
    );
    check(
        |_| (),
        &[("rb7f3k2m9q", "rbotherone")],
        &[],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)

            error: http://server/support/runbooks/-/issues/1 belongs to another runbook
            caused by: its marker says `rb7f3k2m9q`, the file `rbotherone`
            help: check `sync.issue` in the file

            This is to be mended.
            status 1
        "#]],
    );
}

#[test]
fn what_a_run_that_was_cut_off_has_left_is_said() {
    check(
        |_| (),
        &[("state: live", "state: sending")],
        &[],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)

            warning: runbooks/acme.yaml: the last sync was cut off while it wrote the issue
            help: run it again, it overwrites nothing in silence: runbook sync runbooks/acme.yaml

            Nothing stops publishing.
            status 0
        "#]],
    );
    check(
        |_| (),
        &[("state: live", "state: creating")],
        &["acme"],
        expect![[r#"
            issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)

            warning: runbooks/acme.yaml: publishing was begun and not finished
            help: finish it, which looks for what is there already: runbook publish runbooks/acme.yaml

            Nothing stops publishing.
            status 0
        "#]],
    );
}

/// A closed runbook is looked at only where it is named.
#[test]
fn a_closed_runbook_with_an_open_issue_is_said_where_it_is_named() {
    let published = Published::of(RUNBOOK);
    published.run(&["close", "-f", "acme", "--result", "cancelled", "--note", "called off"]);
    expect![[r#"
        issue  http://server/support/runbooks/-/issues/1, confidential, open (runbooks/acme.yaml)

        warning: http://server/support/runbooks/-/issues/1 is open, and its runbook is closed
        help: close it too: runbook sync runbooks/acme.yaml

        Nothing stops publishing.
        status 0
    "#]]
    .assert_eq(&said(&published, &["acme"]));
    assert!(!published.run(&["doctor", "--project", "support/runbooks"]).out.contains("Issues of runbooks"));
}

#[test]
fn an_issue_elsewhere_and_a_file_that_is_none_are_said() {
    let published = Published::of(RUNBOOK);
    published.sandbox.write(FILE, published.file().replace(&published.server.url(), "https://gitlab.example"));
    expect![[r#"
        issue  https://gitlab.example/support/runbooks/-/issues/1, not looked at (runbooks/acme.yaml)

        warning: runbooks/acme.yaml: its issue is not on http://server, which is the GitLab that was asked
        caused by: this is not on 127.0.0.1, and the token is for that host only
        help: to look at it, name its GitLab: runbook doctor runbooks/acme.yaml --host HOST

        Nothing stops publishing.
        status 0
    "#]]
    .assert_eq(&said(&published, &[]));
    expect![[r#"
        error: there is no runbook `nowhere` in runbooks
        help: these are there:
            runbooks/acme.yaml

        This is to be mended.
        status 1
    "#]]
    .assert_eq(&said(&published, &["nowhere"]));
    published.sandbox.write("runbooks/draft.yaml", RUNBOOK);
    expect![[r#"
        issue  none; not published yet (runbooks/draft.yaml)


        Nothing stops publishing.
        status 0
    "#]]
    .assert_eq(&said(&published, &["runbooks/draft.yaml"]));
}

#[test]
fn machines_get_the_issues_too() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.make_public(1, "dana_example"));
    let answer = published.run(&["doctor", "acme", "--project", "support/runbooks", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    let of = |key: &str, field: &str, value: &str| {
        let found: Vec<_> = json[key].as_array().expect("a list").iter().filter(|line| line[field] == value).collect();
        format!("{:#}\n", serde_json::json!(found)).replace(&published.server.url(), "http://server")
    };
    expect![[r#"
        [
          {
            "area": "issues",
            "name": "issue",
            "value": "http://server/support/runbooks/-/issues/1, NOT confidential, open",
            "source": "runbooks/acme.yaml"
          }
        ]
    "#]]
    .assert_eq(&of("found", "area", "issues"));
    expect![[r#"
        [
          {
            "level": "error",
            "about": "issue",
            "message": "http://server/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it",
            "causes": [],
            "help": [
              "hide it: runbook sync runbooks/acme.yaml --make-confidential",
              "tell those who are responsible for the customer's data"
            ]
          }
        ]
    "#]].assert_eq(&of("problems", "about", "issue"));
    assert_eq!((answer.status, &json["status"]), (1, &1.into()));
}
