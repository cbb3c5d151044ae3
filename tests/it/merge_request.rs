//! What a merge request shows, in a repository of git with problems of its own: what the branch breaks, and nothing else.

use std::{collections::BTreeSet, fs};

use expect_test::{Expect, expect};
use runbook::report::Format;

use crate::{
    report_formats::readers::{Seen, seen},
    sandbox::{Answer, Sandbox},
};

/// A runbook that is nearly done, with a few warnings that are known.
const ACME: &str = r##"
# Acme wants 2FA everywhere; see the ticket for the mails.
version: 1
header:
  name: Acme - Enforce 2FA on All Groups # as the ticket has it
  description: Every group of Acme requires 2FA afterwards.
  dri: John Doe # until Friday
  schedule_at: 2026-10-15 09:00 America/Los_Angeles # agreed on Monday
  window: 3h
  meeting_url: https://meet.example.com/acme
contacts:
  gitlab:
    - { name: John Doe, handle: "@john_doe" }
    - { name: Jane Smith, handle: "@jane_smith" } # knows the API
  customer:
    - { name: Tom Blogs, role: Systems Engineer }
checklists:
  pre-call:
    - id: inform
      item: "Inform `#support_gitlab-com` and `#support_manager`, with a link to this runbook"
    - { id: rollback-regions, item: Verify that the rollback can be executed by an engineer from every region }
    - { id: dry-run, item: Has a dry-run been performed before the call? }
    - { id: action-logs, item: Do we have a way to create logs from the actions performed? }
  post-call:
    - id: inform
      item: "Inform `#support_gitlab-com` and `#support_manager` about the outcome"
tasks:
  # Takes the longest with many groups.
  - id: record
    task: Record the current setting of every group
    owner: John Doe
    planned: 15m
    command: ./record acme >before.csv
  - id: apply # only after the record
    task: Apply the setting to all groups
    owner: Jane Smith # has the rights
    planned: 1h15m # measured on staging
    command: ./apply acme before.csv
  - id: verify
    task: Let the customer sign in
    owner: Tom Blogs
rollback:
  # Tried on staging.
  plan: Replay `before.csv` with the same script.
  planned: 45m
"##;

/// A runbook of the past, with much that nobody will mend.
const OLD: &str = "version: 1\nheader: { name: Acme – Old work, dri: Pat Filler }\ntasks: [{ task: Do it }]\n";

/// Five ways to break a runbook, none of them on the same line as another.
const BREAKS: &[(&str, &str)] = &[
    ("09:00 America/Los_Angeles # agreed", "09:00 PST # agreed"),
    ("    planned: 15m\n", ""),
    ("owner: Jane Smith # has", "owner: Dana Example # has"),
    ("command: ./apply acme before.csv", "command: ./apply acme before.csv --token TOKEN"),
    ("rollback:\n  # Tried on staging.\n  plan: Replay `before.csv` with the same script.\n  planned: 45m\n", ""),
];

/// Put together here, so that nobody's scanner takes this file for a leak.
fn token() -> String {
    ["glp", "at-", "x7Kq2mVb9TzR4nWc8YpL"].concat()
}

/// What a tidy colleague does on the way: more lines above everything, and entries before others.
const MOVES: &[(&str, &str)] = &[
    ("# Acme wants", "# Read this first.\n#\n# Acme wants"),
    (
        "  pre-call:\n",
        "  pre-call:\n    # Asked for by the customer.\n    - { id: freeze, item: Tell the customer to change nothing }\n",
    ),
    (
        "    - { name: Tom Blogs",
        "    # At the office.\n    - { name: Toni Blank, role: Manager, time_zone: Europe/Dublin }\n    - { name: Tom Blogs",
    ),
    (
        "  # Takes the longest",
        "  - { id: greet, task: Say who is there, owner: John Doe, planned: 5m, command: none }\n\n  # Takes the longest",
    ),
];

/// Returns a repository with both runbooks and a baseline of what is wrong with them, on a branch of its own.
#[track_caller]
fn branch() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", &ACME[1..]);
    sandbox.write("runbooks/old.yaml", OLD);
    sandbox.write(".gitignore", "reports/\n");
    sandbox.git(&["init", "--quiet"]);
    let written = sandbox.run(["lint", "--baseline", "known.json", "--write-baseline", "-q"]);
    assert_eq!(written.status, 0, "{}", written.text());
    sandbox.write(".runbook.yaml", "lint: { baseline: known.json }\n");
    sandbox.commit();
    sandbox.git(&["checkout", "--quiet", "-b", "mine"]);
    sandbox
}

#[track_caller]
fn change(sandbox: &Sandbox, changes: &[(&str, &str)]) {
    let mut text = sandbox.text("runbooks/acme.yaml");
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
        text = text.replace(from, &to.replace("TOKEN", &token()));
    }
    sandbox.write("runbooks/acme.yaml", text);
    sandbox.commit();
}

/// Checks all runbooks in one run, as the job does, and returns what was said and the report of each format.
#[track_caller]
fn lint(sandbox: &Sandbox, options: &[&str]) -> (Answer, Vec<(Format, String)>) {
    fs::create_dir_all(sandbox.path().join("reports")).expect("a folder");
    let name = |format: Format| format!("reports/{}", format.word());
    let reports: Vec<String> =
        Format::ALL.iter().map(|format| format!("--report={}={}", format.word(), name(*format))).collect();
    let answer =
        sandbox.run(["lint"].into_iter().chain(options.iter().copied()).chain(reports.iter().map(String::as_str)));
    let reports = Format::ALL.iter().map(|format| (*format, sandbox.text(name(*format)))).collect();
    (answer, reports)
}

fn places(seen: &[Seen]) -> String {
    let mut places: Vec<_> = seen.iter().map(|seen| (&seen.path, seen.line, &seen.rule)).collect();
    places.sort();
    places.iter().map(|(path, line, rule)| format!("{path}:{line} {rule}\n")).collect()
}

/// Every format has these findings, at these lines; returns all that was written.
#[track_caller]
fn check(sandbox: &Sandbox, options: &[&str], status: i32, expected: &Expect) -> String {
    let (answer, reports) = lint(sandbox, options);
    assert_eq!(answer.status, status, "{}", answer.text());
    let mut all = reports.iter().map(|(format, report)| (format, places(&seen(*format, report))));
    let (_, first) = all.next().expect("a format");
    expected.assert_eq(&first);
    for (format, places) in all {
        assert_eq!(places, first, "{format:?}");
    }
    answer.text() + &reports.into_iter().map(|(_, report)| report).collect::<String>()
}

/// Returns the fingerprints by which GitLab compares, of everything that is wrong, whether it is known or not.
#[track_caller]
fn gitlab(sandbox: &Sandbox) -> BTreeSet<String> {
    sandbox.write("nothing.json", "{\"version\": 1, \"findings\": []}\n");
    let (_, reports) = lint(sandbox, &["--baseline", "nothing.json"]);
    let (_, report) = reports.iter().find(|(format, _)| *format == Format::Gitlab).expect("the format");
    let fingerprints: Vec<String> =
        seen(Format::Gitlab, report).into_iter().filter_map(|seen| seen.fingerprint).collect();
    assert_eq!(fingerprints.len(), report.matches("\"fingerprint\"").count(), "GitLab drops some of {report}");
    fingerprints.into_iter().collect()
}

#[test]
fn five_mistakes_are_five_findings_at_their_lines_in_every_format() {
    let sandbox = branch();
    change(&sandbox, BREAKS);
    let written = check(
        &sandbox,
        &[],
        1,
        &expect![[r#"
            runbooks/acme.yaml:7 schedule-zone
            runbooks/acme.yaml:26 rollback-missing
            runbooks/acme.yaml:28 task-without-duration
            runbooks/acme.yaml:34 owner-unknown
            runbooks/acme.yaml:36 secret
        "#]],
    );
    assert!(!written.contains(&token()), "{written}");
}

#[test]
fn lines_that_move_are_nothing_new_and_take_the_findings_along() {
    let sandbox = branch();
    let before = gitlab(&sandbox);
    change(&sandbox, MOVES);
    assert_eq!(gitlab(&sandbox), before);
    check(&sandbox, &["--fail-on", "info"], 0, &expect![[""]]);

    change(&sandbox, BREAKS);
    check(
        &sandbox,
        &[],
        1,
        &expect![[r#"
            runbooks/acme.yaml:9 schedule-zone
            runbooks/acme.yaml:32 rollback-missing
            runbooks/acme.yaml:36 task-without-duration
            runbooks/acme.yaml:42 owner-unknown
            runbooks/acme.yaml:44 secret
        "#]],
    );
}

#[test]
fn gitlab_sees_five_new_findings_without_a_baseline_too() {
    let sandbox = branch();
    let base = gitlab(&sandbox);
    change(&sandbox, MOVES);
    change(&sandbox, BREAKS);
    let head = gitlab(&sandbox);
    assert_eq!((head.difference(&base).count(), base.difference(&head).count()), (5, 0));
    // And five mended ones when the next merge request takes it all back.
    sandbox.git(&["checkout", "--quiet", "main", "--", "runbooks"]);
    assert_eq!(gitlab(&sandbox), base);
}

#[test]
fn the_past_comes_back_where_a_branch_touches_it() {
    let sandbox = branch();
    // The task is known by its id.
    change(&sandbox, &[("task: Let the customer sign in", "task: Let the customer sign out")]);
    check(&sandbox, &["--fail-on", "info"], 0, &expect![[""]]);
    // Under another one it is another task.
    change(&sandbox, &[("id: verify", "id: look")]);
    check(
        &sandbox,
        &[],
        0,
        &expect![[r#"
            runbooks/acme.yaml:38 task-without-duration
        "#]],
    );
}

#[test]
fn what_is_certain_is_repaired_and_every_other_byte_stays() {
    for line_end in ["\n", "\r\n"] {
        let sandbox = branch();
        let mistakes = [
            ("Acme - Enforce 2FA on All Groups # as", "Acme – Enforce 2FA on All Groups # as"),
            ("handle: \"@jane_smith\" } # knows", "handle: https://gitlab.com/jane_smith } # knows"),
            ("owner: Jane Smith # has", "owner: Jane Smit # has"),
            ("    planned: 15m\n", ""),
        ];
        change(&sandbox, &mistakes);
        let broken = sandbox.text("runbooks/acme.yaml").replace('\n', line_end);
        sandbox.write("runbooks/acme.yaml", &broken);
        let repaired = |mistakes: &[(&str, &str)]| {
            mistakes.iter().fold(broken.clone(), |text, (right, wrong)| text.replace(wrong, right))
        };

        check(
            &sandbox,
            &["--fix", "runbooks/acme.yaml"],
            0,
            &expect![[r#"
                runbooks/acme.yaml:28 task-without-duration
                runbooks/acme.yaml:34 owner-unknown
            "#]],
        );
        assert_eq!(sandbox.text("runbooks/acme.yaml"), repaired(&mistakes[..2]));
        let (answer, _) = lint(&sandbox, &["--fix", "--unsafe-fixes", "runbooks/acme.yaml"]);
        assert_eq!(answer.status, 0, "{}", answer.text());
        assert_eq!(sandbox.text("runbooks/acme.yaml"), repaired(&mistakes[..3]));
        // Other files have repairs of their own, and were not named.
        assert_eq!(sandbox.text("runbooks/old.yaml"), OLD);
    }
}
