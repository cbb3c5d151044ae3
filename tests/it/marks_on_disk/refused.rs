//! Marks that are refused, and the file that stays as it is.

use super::{MARKING, RUNBOOK, run, sandbox};
use crate::sandbox::{Run, Sandbox};

/// What is said besides when several marks are asked for at once.
const OTHERS: &str = "help: nothing was written, the other marks are not made either\n";

#[test]
fn without_a_terminal_the_runbook_must_be_named() {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", RUNBOOK);
    for words in MARKING.iter().chain(&[&["undo"][..], &["close", "--reopen"]]) {
        let answer = sandbox.run(*words);
        let expected = "\
error: which runbook? marking without a terminal needs its name
help: name it with `--file`, or set RUNBOOK_FILE
help: unfinished are:
    runbooks/acme.yaml: Acme - Enforce 2FA (2026-10-10 23:30 America/Los_Angeles)
status 2
";
        assert_eq!(answer.text(), expected, "{words:?}");
        assert_eq!(sandbox.text("runbooks/acme.yaml"), RUNBOOK);
    }
    let variables = [("RUNBOOK_FILE", "acme")];
    let named = Run { variables: &variables, ..Run::default() };
    assert_eq!(sandbox.run_so(named, ["note", "joins late"]).status, 0);
    assert!(sandbox.text("runbooks/acme.yaml").contains("note: joins late"));
}

#[test]
fn a_blueprint_takes_no_mark() {
    let text = RUNBOOK.replace("Acme -", "CUSTOMER -").replace("version: 1\n", "version: 1\nblueprint: true\n");
    let sandbox = sandbox(&text);
    for words in MARKING.iter().filter(|words| words[0] != "set").chain(&[&["undo"][..], &["close"]]) {
        let said = run(&sandbox, words).replace(OTHERS, "");
        let expected = "\
Runbook: CUSTOMER - Enforce 2FA (acme.yaml)
error: a blueprint carries no marks
help: make a runbook of it: runbook new \"CUSTOMER - REQUESTED TASK\" --from …
status 2
";
        assert_eq!(said, expected, "{words:?}");
    }
    assert_eq!(sandbox.text("acme.yaml"), text);
}

#[test]
fn a_closed_runbook_takes_no_mark_until_it_is_opened() {
    let text = RUNBOOK.replace("# the end", "closed: { at: 2026-10-11T06:00:00Z }");
    let sandbox = sandbox(&text);
    for words in MARKING.iter().filter(|words| !["set", "note", "follow-up", "close"].contains(&words[0])) {
        let said = run(&sandbox, words).replace(OTHERS, "");
        let expected = "\
Runbook: Acme - Enforce 2FA (acme.yaml)
error: the runbook is closed
help: open it again: runbook close --reopen
status 1
";
        assert_eq!(said, expected, "{words:?}");
    }
    assert_eq!(sandbox.text("acme.yaml"), text);
    assert!(run(&sandbox, &["close", "--reopen"]).ends_with("status 0\n"));
    assert!(run(&sandbox, MARKING[0]).ends_with("status 0\n"));
}

#[test]
fn all_commands_agree_on_who_may_accept() {
    let text = "\
version: 1
header:
  name: Acme - Enforce 2FA
  dri: '@john_doe'
contacts:
  gitlab: [{ name: John Doe, handle: john_doe }, { name: Jane Smith, handle: jane_smith }]
checklists:
  pre-call:
    - { id: dry-run, item: A dry run, required: true, state: blocked, reason: no tenant, accepted_by: John Doe }
rollback:
  plan: Again, backwards
";
    let sandbox = sandbox(text);
    let lint = |sandbox: &Sandbox| sandbox.run(["lint", "acme.yaml"]).out;
    assert!(lint(&sandbox).contains("error[required-not-accepted]"));
    assert!(run(&sandbox, &["check", "pre-call"]).contains("blocked, not accepted"));
    assert!(run(&sandbox, &["check", "pre-call"]).ends_with("status 1\n"));
    assert!(run(&sandbox, &["close"]).contains("undecided in pre-call: dry-run"));
    let said = run(&sandbox, &["check", "pre-call", "--accepted-by", "dry-run=John Doe"]);
    assert!(said.contains("`John Doe` is the DRI") && said.ends_with("status 1\n"), "{said}");
    assert!(run(&sandbox, &["check", "pre-call", "--accepted-by", "dry-run=Jane Smith"]).ends_with("status 0\n"));
    assert!(!lint(&sandbox).contains("required-not-accepted"));
    assert!(run(&sandbox, &["check", "pre-call"]).ends_with("status 0\n"));
    assert!(run(&sandbox, &["close"]).ends_with("status 0\n"));
}
