//! `runbook diff` with a repository of git: which versions are compared, and what is said when they cannot be.

mod changes;
mod files;
mod revisions;

use std::{path::Path, process::Command};

use expect_test::Expect;

use crate::sandbox::{Run, Sandbox};

const ACME: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
tasks:
  - { id: record, task: Record the settings, planned: 15m }
  - { id: apply, task: Apply the setting, planned: 45m, command: ./apply }
rollback: { plan: Replay it, planned: 1h15m }
";

/// Returns a repository with a runbook that is committed.
#[track_caller]
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", ACME);
    sandbox.git(&["init", "--quiet"]);
    sandbox.commit();
    sandbox
}

fn change(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = sandbox.text(path);
    assert!(text.contains(from), "{from} in {text}");
    sandbox.write(path, text.replace(from, to));
}

#[track_caller]
fn check(sandbox: &Sandbox, arguments: &str, expected: &Expect) {
    let answer = sandbox.run(["diff"].into_iter().chain(arguments.split_whitespace()));
    expected.assert_eq(&answer.text().replace(&sandbox.path().display().to_string(), "."));
}
