//! Marks through the program, as they are on the disk afterwards.

mod refused;

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
};

use expect_test::expect;
use runbook::{
    document::{Document, Source},
    model::Event,
};

use crate::sandbox::Sandbox;

/// A runbook that was written by hand, with all that people write.
const RUNBOOK: &str = "\
# Acme's runbook
version: 1

header:
  name: Acme - Enforce 2FA   # the customer first
  dri: '@john_doe'
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h

checklists:
  pre-call:
    # told before the call
    - id: inform
      item: Inform the channel
    - item: >-
        Was there
        a dry run?
      required: true
  post-call:
  - {item: Tell the customer, id: tell}

tasks:
  - id: confirm-state
    task: Confirm the state
    planned: 15m
    command: |
      User.count

  - { task: \"Remove the users\", planned: 1h }   # the long one

rollback:
  plan: Again, backwards
# the end
";

/// Every command that marks, with a mark that changes the file.
const MARKING: &[&[&str]] = &[
    &["check", "pre-call", "--done", "inform"],
    &["check", "pre-call", "--blocked", "2=no tenant", "--accepted-by", "2=@morgan_sample", "--evidence", "2=log.txt"],
    &["check", "pre-call", "--confirm", "APAC=@kiran_placeholder"],
    &["task", "1", "start"],
    &["task", "2", "success", "10m", "--note", "fine", "--count", "2/2"],
    &["note", "joins late"],
    &["set", "header.dri", "@jane_smith"],
    &["follow-up", "Look again", "--owner", "John Doe", "--due", "2026-10-15"],
    &["close", "--result", "aborted", "--note", "called off"],
];

fn sandbox(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("acme.yaml", text);
    sandbox
}

#[track_caller]
fn run(sandbox: &Sandbox, words: &[&str]) -> String {
    let words = words.iter().chain(["--file", "acme.yaml"].iter()).copied();
    sandbox.run(words).text()
}

/// What tells whether a file was written: which one it is, when it was changed, what is in it.
fn state(sandbox: &Sandbox) -> (u64, i64, i64, Vec<u8>) {
    let metadata = fs::metadata(sandbox.path().join("acme.yaml")).expect("a file");
    (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), sandbox.read("acme.yaml"))
}

#[test]
fn a_mark_through_a_link_changes_its_target_and_keeps_the_link() {
    let sandbox = Sandbox::new();
    sandbox.write("shared/acme.yaml", RUNBOOK);
    sandbox.write("here/other.txt", "");
    symlink("../shared/acme.yaml", sandbox.path().join("here/link.yaml")).expect("a link");
    symlink("here/link.yaml", sandbox.path().join("acme.yaml")).expect("a link");
    for words in MARKING {
        let said = run(&sandbox, words);
        assert!(said.ends_with("status 0\n"), "{said}");
    }
    assert_eq!(fs::read_link(sandbox.path().join("acme.yaml")).expect("a link").to_str(), Some("here/link.yaml"));
    assert!(sandbox.path().join("here/link.yaml").is_symlink());
    assert!(!sandbox.path().join("shared/acme.yaml").is_symlink());
    assert!(sandbox.text("shared/acme.yaml").contains("note: joins late"));
    assert_eq!(sandbox.names("here"), ["link.yaml", "other.txt"]);
    assert_eq!(sandbox.names("shared"), ["acme.yaml"]);
}

#[test]
fn a_file_with_another_name_is_not_split_from_it() {
    let sandbox = sandbox(RUNBOOK);
    fs::hard_link(sandbox.path().join("acme.yaml"), sandbox.path().join("same.yaml")).expect("a second name");
    for words in MARKING {
        let said = run(&sandbox, words);
        let expected = "\
Runbook: Acme - Enforce 2FA (acme.yaml)
error: acme.yaml has 2 names (hard links), and writing it would leave the others behind
help: copy it to a file of its own, or make the other names symbolic links
status 2
";
        assert_eq!(said, expected, "{words:?}");
    }
    assert_eq!(sandbox.text("same.yaml"), RUNBOOK);
    assert_eq!(sandbox.names("."), ["acme.yaml", "same.yaml"]);
}

#[test]
fn the_mode_of_the_file_stays() {
    for mode in [0o600, 0o640, 0o664, 0o755] {
        let sandbox = sandbox(RUNBOOK);
        let path = sandbox.path().join("acme.yaml");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("permissions");
        run(&sandbox, MARKING[0]);
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o7777, mode);
        assert!(sandbox.text("acme.yaml").contains("state: done"));
    }
}

#[test]
fn line_ends_the_byte_order_mark_and_the_missing_last_line_end_stay() {
    let windows = format!("\u{feff}{}", RUNBOOK.replace('\n', "\r\n"));
    let bare = RUNBOOK.trim_end();
    for text in [RUNBOOK, &windows, bare, windows.trim_end()] {
        let sandbox = sandbox(text);
        for words in MARKING {
            let said = run(&sandbox, words);
            assert!(said.ends_with("status 0\n"), "{said}");
        }
        let marked = sandbox.text("acme.yaml");
        assert_eq!(marked.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
        let n_line_feeds = marked.matches('\n').count();
        let n_pairs = if text.contains('\r') { n_line_feeds } else { 0 };
        assert_eq!((marked.matches("\r\n").count(), marked.matches('\r').count()), (n_pairs, n_pairs));
        // The marks are the same whatever the line ends; so is every line that was there.
        let plain = |text: &str| text.trim_start_matches('\u{feff}').replace('\r', "");
        let of_plain = {
            let sandbox = self::sandbox(&plain(text));
            MARKING.iter().for_each(|words| assert!(run(&sandbox, words).ends_with("status 0\n")));
            sandbox.text("acme.yaml")
        };
        assert_eq!(plain(&marked), of_plain);
        let kept = |line: &&str| plain(&marked).lines().any(|marked| marked == *line);
        let lost: Vec<String> = plain(text).lines().filter(|line| !kept(line)).map(str::to_owned).collect();
        assert_eq!(lost, ["  dri: '@john_doe'", "  - { task: \"Remove the users\", planned: 1h }   # the long one"]);
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let sandbox = sandbox(RUNBOOK);
    let before = state(&sandbox);
    for words in MARKING.iter().copied() {
        let said = run(&sandbox, &[words, &["--dry-run"]].concat());
        assert!(said.contains("\nDry run, so nothing is written:\n") && said.ends_with("status 0\n"), "{said}");
        assert_eq!(state(&sandbox), before, "{words:?}");
    }
    run(&sandbox, MARKING[0]);
    let before = state(&sandbox);
    assert!(run(&sandbox, &["undo", "--dry-run"]).contains("\nDry run, so nothing is written:\n"));
    assert_eq!(state(&sandbox), before);
    assert_eq!(sandbox.names("."), ["acme.yaml"]);
}

#[test]
fn what_is_so_already_is_said_and_not_written() {
    let sandbox = sandbox(RUNBOOK);
    let so_already: &[&[&str]] = &[
        &["check", "pre-call", "--done", "inform"],
        &["check", "pre-call", "--blocked", "2=no tenant", "--accepted-by", "2=@morgan_sample"],
        &["check", "pre-call", "--confirm", "APAC=@kiran_placeholder"],
        &["task", "1", "start"],
        &["task", "2", "success", "10m", "--note", "fine", "--count", "2/2"],
        &["set", "header.dri", "@jane_smith"],
        &["close", "--result", "aborted", "--note", "called off"],
    ];
    for words in so_already {
        run(&sandbox, words);
        let before = state(&sandbox);
        let said = run(&sandbox, words);
        assert!(said.contains("already") && said.ends_with("status 0\n"), "{said}");
        assert_eq!(state(&sandbox), before, "{words:?}");
    }
    assert!(run(&sandbox, &["close", "--reopen"]).ends_with("status 0\n"));
    let before = state(&sandbox);
    assert!(run(&sandbox, &["close", "--reopen"]).contains("already"));
    assert_eq!(state(&sandbox), before);
}

#[test]
fn undoing_all_marks_leads_back_to_the_file_as_it_was() {
    let sandbox = sandbox(RUNBOOK);
    let marks: &[&[&str]] = &[
        &["check", "pre-call", "--done", "inform"],
        &["check", "pre-call", "--blocked", "2=no tenant"],
        &["check", "pre-call", "--accepted-by", "2=@morgan_sample"],
        &["check", "pre-call", "--blocked", "2=tenant too small"],
        &["check", "pre-call", "--evidence", "2=https://example.com/log"],
        &["check", "post-call", "--na", "tell=they were there"],
        &["task", "1", "start"],
        &["task", "1", "pause"],
        &["task", "1", "start"],
        &["task", "1", "failed", "5m", "--note", "timeout", "--count", "1/2"],
        &["task", "1", "success", "9m"],
        &["task", "2", "partial", "--note", "12 groups answer 403"],
        &["task", "2", "reopen"],
        &["task", "2", "skipped"],
        &["check", "pre-call", "--reopen", "inform"],
    ];
    for words in marks {
        let said = run(&sandbox, words);
        assert!(said.ends_with("status 0\n"), "{said}");
    }
    let mut n_undone = 0;
    let last = loop {
        let said = run(&sandbox, &["undo"]);
        if !said.ends_with("status 0\n") {
            break said;
        }
        n_undone += 1;
    };
    expect![[r#"
        Runbook: Acme - Enforce 2FA (acme.yaml)
        error: there is no mark to take back
        help: `runbook log` shows what happened; a hand edit is undone by hand
        status 1
    "#]]
    .assert_eq(&last);
    assert_eq!(n_undone, marks.len());
    let text = sandbox.text("acme.yaml");
    let source = Source::from_text("acme.yaml", text.clone()).expect("text");
    let log = Document::parse(&source).expect("a runbook").runbook.log;
    assert_eq!(log.iter().filter(|entry| entry.event == Event::Undo).count(), marks.len());
    // But for the log, the ids that were derived, and states that are written now.
    let (before_the_log, _) = text.split_once("log:\n").expect("a log");
    expect![[r#"
        -  - {item: Tell the customer, id: tell}
        -  - { task: "Remove the users", planned: 1h }   # the long one
        +      state: open
        +      id: was-there-a-dry-run
        +      state: open
        +  - {item: Tell the customer, id: tell, state: open}
        +  - { task: "Remove the users", planned: 1h, id: remove-the-users }   # the long one
    "#]]
    .assert_eq(&difference(RUNBOOK, before_the_log));
}

/// Returns the lines of two texts that the other does not have; the rest must stand in the same order.
fn difference(old: &str, new: &str) -> String {
    let part = |these: &str, those: &str| -> (Vec<String>, Vec<String>) {
        let lines = these.lines().map(str::to_owned);
        lines.partition(|line| those.lines().any(|other| other == line))
    };
    let ((same_in_old, gone), (same_in_new, added)) = (part(old, new), part(new, old));
    assert_eq!(same_in_old, same_in_new);
    let gone = gone.iter().map(|line| format!("-{line}\n"));
    gone.chain(added.iter().map(|line| format!("+{line}\n"))).collect()
}
