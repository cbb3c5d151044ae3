//! Edits: text in, text out, one test for each rule of the editor.

mod collections;
mod hostile;
mod refusals;
mod removals;
mod values;

use expect_test::Expect;
use runbook::document::{Edit, EditError, Route, Source, Value, apply};

/// Writes `tasks.0.owner` as a route.
fn at(path: &str) -> Route {
    path.split('.').fold(Route::top(), |route, step| match step.parse() {
        Ok(index) => route.index(index),
        Err(_) => route.key(step.to_owned()),
    })
}

fn set(path: &str, value: impl Into<Value>) -> Edit {
    Edit::set(at(path), value)
}

fn append(path: &str, value: impl Into<Value>) -> Edit {
    Edit::append(at(path), value)
}

fn remove(path: &str) -> Edit {
    Edit::remove(at(path))
}

fn table(entries: &[(&'static str, &str)]) -> Value {
    Value::Table(entries.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
}

fn inline(entries: &[(&'static str, &str)]) -> Value {
    Value::Inline(entries.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
}

fn list(entries: &[&str]) -> Value {
    Value::List(entries.iter().map(|entry| (*entry).into()).collect())
}

/// Makes edits; a refusal is shown with its place, what to do, and the lines to type.
fn edited(text: &str, edits: &[Edit]) -> String {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    match apply(&source, edits) {
        Ok(new) => new,
        Err(EditError::Refused { message, range, lines, help }) => {
            let place = source.position(range.start);
            format!("{}:{}: {message}\nhelp: {help}\n{lines}", place.line, place.column)
        }
        Err(error) => error.to_string(),
    }
}

/// Checks what becomes of each text with its edits; a line of dashes stands between them.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check<const N: usize>(cases: [(&str, Vec<Edit>); N], expected: Expect) {
    let mut out = String::new();
    for (text, edits) in &cases {
        let new = edited(text, edits);
        // Carriage returns do not show in an expectation: with them the text must become the same text with them.
        if text.contains('\n') && !new.contains("help: ") {
            assert_eq!(edited(&text.replace('\n', "\r\n"), edits), new.replace('\n', "\r\n"), "with CRLF");
        }
        let separator = if out.is_empty() { "" } else { "--------\n" };
        let end = if new.ends_with('\n') { "" } else { "(no line break)\n" };
        out.extend([separator, &new, end]);
    }
    expected.assert_eq(&out);
}

const RUNBOOK: &str = "\
# Acme
version: 1
header:
  name: Acme - Enforce 2FA   # CUSTOMER - REQUESTED TASK
  dri: \"@john_doe\"           # owner

checklists:
  pre-call:
    - id: inform
      item: Inform the channel
    - id: dry-run            # the important one
      item: Dry-run?
      state: open
  post-call: []

tasks:
  - id: confirm
    task: Confirm the state
    command: |               # Rails console
      User.count

# The log comes last.
log:
  - { at: 2026-10-11T06:32:10Z, event: note }
";
