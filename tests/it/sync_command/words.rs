//! Words that people changed in the issue: said at each sync until one side is decided for, and then no more.

use expect_test::{Expect, expect};

use crate::published::Published;

const RUNBOOK: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  description: Require 2FA on 120 groups.
  dri: \"@john_doe\"
checklists:
  pre-call:
    - id: inform
      item: Inform `#support` about it
    - id: dry-run
      item: Has a dry-run been performed?
      why: last time it took two hours
tasks:
  - id: apply
    task: Apply the setting
    owner: John Doe
    expect: no error
rollback:
  plan: Replay the list.
";

/// Says what the command says and does, but for what it always says.
#[track_caller]
fn said(published: &Published, arguments: &[&str]) -> String {
    let before = published.file();
    let answer = published.run(&[&["sync", "acme"], arguments].concat());
    let mut said: String = answer.text().lines().skip(2).map(|line| format!("{line}\n")).collect();
    let own = ["  rev:", "  at:", "  lines:", "  state:"];
    for line in published.file().lines().filter(|line| !own.iter().any(|own| line.starts_with(own))) {
        if !before.lines().any(|known| known == line) {
            said += &format!("file: {line}\n");
        }
    }
    said
}

/// Lets a person edit the issue, and says what comes of it: at the next sync, and at one that decides for a side. After
/// that nothing is left to say.
#[track_caller]
fn check(from: &str, to: &str, [next, issue, file]: [Expect; 3]) {
    for (side, expected) in [("issue", &issue), ("file", &file)] {
        let published = Published::of(RUNBOOK);
        assert!(published.body().contains(from), "{}", published.body());
        published.server.world(|world| world.edit(1, "dana_example", |text| text.replacen(from, to, 1)));
        let first = said(&published, &[]);
        assert_eq!(said(&published, &[]), first, "it is said until somebody decides");
        if side == "issue" {
            next.assert_eq(&first);
        }
        expected.assert_eq(&said(&published, &["--prefer", side]));
        let again = said(&published, &[]);
        assert_eq!(again, "File and issue say the same already.\nstatus 0\n");
        let holds = if side == "issue" { to } else { from };
        assert!(published.body().contains(holds), "{}", published.body());
    }
}

#[test]
fn the_words_of_an_item_end_as_one_side_has_them() {
    check(
        "Inform `#support` about it",
        "Tell *everybody* in `#support`",
        [
            expect![[r#"
        warning: the text of pre-call/inform was changed in the issue, and stays there: `Tell everybody in #support`; the file says `Inform #support about it`
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  pre-call/inform.item  "Inform `#support` about it" -> "Tell *everybody* in `#support`"
                The file has what the issue says.
                status 0
                file:       item: Tell *everybody* in `#support`
            "#]],
            expect![[r#"
                warning: the text of pre-call/inform was changed in the issue to `Tell everybody in #support`; the file's goes there: `Inform #support about it`
                From the file to the issue:
                  pre-call/inform  - Tell everybody in #support
                  pre-call/inform  + Inform #support about it
                File and issue say the same.
                status 0
            "#]],
        ],
    );
}

#[test]
fn the_words_of_a_task_end_as_one_side_has_them() {
    check(
        "| Apply the setting ",
        "| Apply the setting twice ",
        [
            expect![[r#"
        warning: the text of tasks/apply was changed in the issue, and stays there: `Apply the setting twice | John Doe`; the file says `Apply the setting | John Doe`
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  tasks/apply.task  "Apply the setting" -> "Apply the setting twice"
                From the file to the issue:
                  Task 1  - Apply the setting
                  Task 1  + Apply the setting twice
                File and issue say the same.
                status 0
                file:     task: Apply the setting twice
            "#]],
            expect![[r#"
                warning: the text of tasks/apply was changed in the issue to `Apply the setting twice | John Doe`; the file's goes there: `Apply the setting | John Doe`
                From the file to the issue:
                  tasks/apply  - Apply the setting twice | John Doe
                  tasks/apply  + Apply the setting | John Doe
                File and issue say the same.
                status 0
            "#]],
        ],
    );
}

#[test]
fn a_row_of_the_header_ends_as_one_side_has_it() {
    check(
        "| Meeting URL |  |",
        "| Meeting URL | <https://example.com/call> |",
        [
            expect![[r#"
        The issue says something else than the file at line 10:
                file   | Meeting URL |  |
                issue  | Meeting URL | <https://example.com/call> |
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  header.meeting_url  empty -> "https://example.com/call"
                The file has what the issue says.
                status 0
                file:   meeting_url: https://example.com/call
            "#]],
            expect![[r#"
                warning: these lines of the issue give way to those of the file:
                        | Meeting URL | <https://example.com/call> |
                From the file to the issue:
                  Header  - Meeting URL | https://example.com/call
                  Header  + Meeting URL |
                File and issue say the same.
                status 0
            "#]],
        ],
    );
    check(
        "120 groups",
        "121 groups",
        [
            expect![[r#"
        The issue says something else than the file at line 7:
                file   | Runbook description | Require 2FA on 120 groups. |
                issue  | Runbook description | Require 2FA on 121 groups. |
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  header.description  "Require 2FA on 120 groups." -> "Require 2FA on 121 groups."
                The file has what the issue says.
                status 0
                file:   description: Require 2FA on 121 groups.
            "#]],
            expect![[r#"
                warning: these lines of the issue give way to those of the file:
                        | Runbook description | Require 2FA on 121 groups. |
                From the file to the issue:
                  Header  - Runbook description | Require 2FA on 121 groups.
                  Header  + Runbook description | Require 2FA on 120 groups.
                File and issue say the same.
                status 0
            "#]],
        ],
    );
}

#[test]
fn a_line_below_an_entry_ends_as_one_side_has_it() {
    check(
        "last time it took two hours",
        "it took three hours",
        [
            expect![[r#"
        The issue says something else than the file at line 21:
                file     - **Why:** last time it took two hours
                issue    - **Why:** it took three hours
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  pre-call/dry-run.why  "last time it took two hours" -> "it took three hours"
                The file has what the issue says.
                status 0
                file:       why: it took three hours
            "#]],
            expect![[r#"
                warning: these lines of the issue give way to those of the file:
                          - **Why:** it took three hours
                From the file to the issue:
                  pre-call/dry-run  - Why: it took three hours
                  pre-call/dry-run  + Why: last time it took two hours
                File and issue say the same.
                status 0
            "#]],
        ],
    );
    check(
        "Replay the list.",
        "Replay the list backwards.",
        [
            expect![[r#"
        The issue says something else than the file at line 39:
                file   Replay the list.
                issue  Replay the list backwards.
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
                From the issue into the file:
                  rollback.plan  "Replay the list." -> "Replay the list backwards."
                The file has what the issue says.
                status 0
                file:   plan: Replay the list backwards.
            "#]],
            expect![[r#"
                warning: these lines of the issue give way to those of the file:
                        Replay the list backwards.
                From the file to the issue:
                  Rollback plan  - Replay the list backwards.
                  Rollback plan  + Replay the list.
                File and issue say the same.
                status 0
            "#]],
        ],
    );
}

#[test]
fn a_line_that_a_person_deleted_ends_as_one_side_has_it() {
    check(
        "  - **Why:** last time it took two hours\n",
        "",
        [
            expect![[r#"
        The issue lacks, at line 20, what the file says:
                file     - **Why:** last time it took two hours
        Apart from that, file and issue say the same already.
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 0
    "#]],
            expect![[r#"
        From the issue into the file:
          pre-call/dry-run.why  "last time it took two hours" -> taken out
        The file has what the issue says.
        status 0
    "#]],
            expect![[r#"
        From the file to the issue:
          pre-call/dry-run  + Why: last time it took two hours
        File and issue say the same.
        status 0
    "#]],
        ],
    );
}

/// What is not certain is left alone, and a command is named.
#[test]
fn words_without_a_field_of_their_own_are_not_guessed() {
    for (from, to, expected) in [
        // A role in another column, an owner in the same row.
        (
            "| Apply the setting <!-- rb:tasks.apply --> |  |  | John Doe |",
            "| Do it <!-- rb:tasks.apply --> |  |  | Jane |",
            expect![[r#"
                warning: the text of tasks/apply was changed in the issue, and stays there: `Do it | Jane`; the file says `Apply the setting | John Doe`
                Apart from that, file and issue say the same already.
                hint: which field of the file these words are for is not certain; if it is this: runbook set tasks/apply.task 'Do it'
                status 0
            "#]],
        ),
        // The name of the runbook stands in other places too.
        (
            "| Runbook name | Acme - Enforce",
            "| Runbook name | Acme - Require",
            expect![[r#"
                The issue says something else than the file at line 5:
                        file   | Runbook name | Acme - Enforce 2FA on All Groups |
                        issue  | Runbook name | Acme - Require 2FA on All Groups |
                Apart from that, file and issue say the same already.
                hint: `Runbook name` has more than one place in the text, or the row says two things; if it is meant so: runbook set header.name 'Acme - Require 2FA on All Groups'; then runbook sync --prefer file
                status 0
            "#]],
        ),
    ] {
        let published = Published::of(RUNBOOK);
        assert!(published.body().contains(from), "{}", published.body());
        published.server.world(|world| world.edit(1, "dana_example", |text| text.replacen(from, to, 1)));
        let first = said(&published, &["--prefer", "issue"]);
        assert_eq!(said(&published, &["--prefer", "issue"]), first);
        expected.assert_eq(&first);
        assert_eq!(published.run(&["sync", "acme", "--prefer", "file"]).status, 0);
        assert_eq!(said(&published, &[]), "File and issue say the same already.\nstatus 0\n");
        assert!(published.body().contains(from), "{}", published.body());
    }
}

#[test]
fn an_item_that_a_person_added_is_taken_with_its_tick() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        world.edit(1, "dana_example", |text| {
            text.replacen("- [ ] Has a dry-run", "- [ ] Call *Morgan Sample*\n- [ ] Has a dry-run", 1)
        });
        world.click(1, "dana_example", "Call");
    });
    expect![[r#"
        warning: line 20 of the issue, `[x] Call Morgan Sample`, is not in the file; it stays in the issue
        Apart from that, file and issue say the same already.
        hint: to have such an item in the file: `runbook sync --prefer issue`; else delete its line in the issue
        status 0
    "#]]
    .assert_eq(&said(&published, &[]));
    expect![[r#"
        warning: line 20 of the issue, `[x] Call Morgan Sample`, is not in the file; it stays in the issue
        Apart from that, file and issue say the same already.
        hint: to have such an item in the file: `runbook sync --prefer issue`; else delete its line in the issue
        status 0
    "#]]
    .assert_eq(&said(&published, &["--prefer", "file"]));
    expect![[r#"
        From the issue into the file:
          pre-call/call-morgan-sample  is new: Call *Morgan Sample*
          pre-call/call-morgan-sample  [ ] -> [x]  @dana_example, Sun 06:00 UTC
        The text of the issue is brought up to date.
        File and issue say the same.
        status 0
        file:     - id: call-morgan-sample
        file:       item: Call *Morgan Sample*
        file:       state: done
        file:     pre-call/call-morgan-sample: x
        file: log:
        file:   - { at: 2026-10-11T06:00:03Z, recorded: 2026-10-11T07:00:00Z, by: "@dana_example", event: item, id: pre-call/call-morgan-sample, from: open, to: done }
    "#]].assert_eq(&said(&published, &["--prefer", "issue"]));
    assert_eq!(said(&published, &[]), "File and issue say the same already.\nstatus 0\n");
}

/// Whoever decides a conflict decides for the words too, so they are shown along with it.
#[test]
fn what_a_choice_decides_on_is_shown_before_it() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| {
        world.set_time("2026-10-11T07:00:01Z");
        world.click(1, "dana_example", "Has a dry-run");
        world.edit(1, "dana_example", |text| text.replace("Inform", "Tell").replace("Replay", "Play"));
    });
    published.run(&["check", "pre-call", "--not-applicable", "dry-run=read-only", "-f", "acme"]);
    expect![[r#"
        warning: the text of pre-call/inform was changed in the issue, and stays there: `Tell #support about it`; the file says `Inform #support about it`
        The issue says something else than the file at line 39:
                file   Replay the list.
                issue  Play the list.
        warning: 1 conflict; nothing was written, neither in the file nor in the issue
          pre-call/dry-run  Has a dry-run been performed?
              before  [ ]
              file    [~]
              issue   [x]
        hint: whose value holds: runbook sync --prefer issue, or --prefer file; or mark it as it is and sync again
        hint: this is said until both are the same: `runbook sync --prefer issue` takes the issue's words into the file, `--prefer file` sends the file's to the issue
        status 1
    "#]].assert_eq(&said(&published, &[]));
    expect![[r#"
        Dry run, so nothing is written or sent.
        From the issue into the file:
          pre-call/inform.item  "Inform `#support` about it" -> "Tell `#support` about it"
          rollback.plan  "Replay the list." -> "Play the list."
          pre-call/dry-run  [~] -> [x]  @dana_example, Sun 07:00 UTC
        From the file to the issue:
          Timeline  + 2026-10-11 07:00 | @john_doe | Not applicable: Has a dry-run been performed?; reason: read-only
          Timeline  + 2026-10-11 07:00 | @dana_example | Done: Has a dry-run been performed?
        status 0
    "#]]
    .assert_eq(&said(&published, &["--dry-run", "--prefer", "issue"]));
}
