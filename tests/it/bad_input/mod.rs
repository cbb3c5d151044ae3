//! Bad input, through the program: one clear message with its place, status 2 (`lint`: a finding, status 1), in under
//! a second of processor time and 256 MiB, and never a panic. The limits are the sandbox's.

mod arguments;
mod floods;
mod names;
mod no_text;
mod rights;
mod shown;
mod streams;
mod surroundings;
mod yaml;

use expect_test::Expect;

use crate::sandbox::{Run, Sandbox};

/// What stands for the runbook in the commands below.
const FILE: &str = "acme.yaml";

const RUNBOOK: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA
  dri: '@john_doe'
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
checklists:
  pre-call:
    - { id: inform, item: Inform the channel }
    - { id: dry-run, item: Was there a dry run?, required: true }
  post-call: []
tasks:
  - { id: confirm-state, task: Confirm the state }
  - { id: remove-users, task: Remove the users }
rollback:
  plan: Again, backwards
  steps: [{ id: restore, task: Restore }]
";

fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme-enforce.yaml", RUNBOOK);
    sandbox
}

/// Every command that reads a runbook, but lint.
const READING: &[&[&str]] = &[
    &["render", FILE],
    &["check", "pre-call", "--file", FILE],
    &["task", "--file", FILE],
    &["task", "1", "--file", FILE],
    &["log", FILE],
    &["show", FILE],
    &["show", "--format", "json", FILE],
    &["new", "Beta - Move Projects", "--from", FILE, "--output", "-"],
];

/// Every command that marks one.
const MARKING: &[&[&str]] = &[
    &["check", "pre-call", "--done", "1", "--file", FILE],
    &["task", "1", "success", "10m", "--file", FILE],
    &["task", "1", "start", "--dry-run", "--file", FILE],
    &["note", "joins late", "--file", FILE],
    &["undo", "--file", FILE],
    &["set", "header.dri", "@jane_smith", "--file", FILE],
    &["follow-up", "Look again", "--file", FILE],
    &["close", "--file", FILE],
];

/// Runs every command on `FILE`. All but lint must refuse it in the same words, and lint must find the same.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check_in(sandbox: &Sandbox, expected: Expect) {
    let commands: Vec<&[&str]> = READING.iter().chain(MARKING).copied().collect();
    expected.assert_eq(&refusal(sandbox, &commands));
}

/// The same for a file with this content, which stays as it is and alone.
#[track_caller]
fn check(content: impl AsRef<[u8]>, expected: Expect) {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, content.as_ref());
    check_in(&sandbox, expected);
    assert!(sandbox.read(FILE) == content.as_ref());
    assert_eq!(sandbox.names("."), [FILE]);
}

/// Returns in which words the commands refuse `FILE`.
#[track_caller]
fn refusal(sandbox: &Sandbox, commands: &[&[&str]]) -> String {
    let first = sandbox.run(commands[0]).err;
    for command in commands {
        let answer = sandbox.run(*command);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{command:?}: {}", answer.err);
        assert_eq!(answer.err, first, "{command:?}");
    }
    assert!(first.contains(FILE), "does not name the file: {first}");
    let lint = sandbox.run(["lint", FILE]);
    assert_eq!(lint.status, 1, "{}", lint.text());
    // Its place and what is wrong; or, of what was read, every problem as it is.
    let (problems, error) = first.rsplit_once("error: ").expect("an error");
    if problems.is_empty() {
        let message = error.lines().next().expect("a message");
        let message = message.rsplit_once(&format!("{FILE}:")).map_or(message, |(_, place_and_message)| {
            let (_, message) = place_and_message.split_once(": ").expect("a place, then a message");
            message
        });
        assert!(lint.out.contains(&format!("]: {message}\n--> {FILE}")), "{}{first}", lint.out);
    }
    for problem in problems.split_inclusive("\n\n") {
        assert!(lint.out.contains(problem), "{}{first}", lint.out);
    }
    first
}

/// Runs commands one after the other, and returns them with what they answer.
#[track_caller]
fn transcript(sandbox: &Sandbox, variables: &[(&str, &str)], commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for words in commands {
        let answer = sandbox.run_so(Run { variables, ..Run::default() }, *words);
        let is_plain = |word: &str| !word.is_empty() && !word.contains(|c: char| c == ' ' || c.is_control());
        let shown = words.iter().map(|word| if is_plain(word) { (*word).to_owned() } else { format!("{word:?}") });
        let shown: Vec<String> = shown.collect();
        text.push_str(&format!("$ runbook {}\n{}\n", shown.join(" "), answer.text()));
    }
    text
}
