//! A new runbook from a blueprint or another runbook: filled, and without what happened before.
//!
//! The text is edited, not written anew, so the comments of a blueprint reach the new file.

use super::{
    past::without_the_past,
    placeholder::{filled, placeholders},
};
use crate::{
    document::{Document, Edit, EditError, Problem, Route, Source, apply, route},
    model::{Runbook, split_name},
};

/// What is known of the new runbook.
#[derive(Debug, Clone, Default)]
pub struct NewRunbook {
    /// `CUSTOMER - REQUESTED TASK`.
    pub name: String,
    /// Keys of the header and their values, such as `dri`.
    pub header: Vec<(&'static str, String)>,
    /// Placeholders and what they stand for.
    pub parameters: Vec<(String, String)>,
    /// Channels of other platforms and what they become in the checklists.
    pub channels: Vec<(String, String)>,
}

/// A new runbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The text of the file.
    pub text: String,
    /// The placeholders that are still in it, each once, in the order of the text.
    pub placeholders: Vec<String>,
    /// Where the customer of the runbook it was made from is still named: lines, from 1.
    pub old_customer_lines: Vec<usize>,
    /// The customer of the runbook it was made from, unless that was a blueprint.
    pub old_customer: Option<String>,
}

/// Why no runbook could be made.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// What it is made from is no valid runbook.
    #[error("it is no valid runbook")]
    Invalid(Vec<Problem>),
    /// An edit could not be made safely.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// A parameter that is not in the blueprint.
    #[error("there is no parameter `{name}`")]
    UnknownParameter {
        /// What was given.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
}

/// Makes a new runbook of a source: a blueprint, or any runbook.
///
/// Of a runbook that was used before go: marks, outcomes, the log, the end, the issue, the confirmations, the customer's
/// contacts, and what the header says of the old date and customer. What a task took that came out
/// well becomes its `planned`.
///
/// # Errors
/// The source is no valid runbook; a parameter that it does not have.
pub fn derive(source: &Source, new: &NewRunbook) -> Result<Derived, DeriveError> {
    let document = Document::parse(source).map_err(DeriveError::Invalid)?;
    let runbook = &document.runbook;
    let known = placeholders(&document);
    if let Some((name, _)) = new.parameters.iter().find(|(name, _)| !known.contains(name)) {
        return Err(DeriveError::UnknownParameter { name: name.clone(), known });
    }
    let mut edits = Vec::new();
    if !runbook.blueprint {
        edits.extend(without_the_past(&document, new));
    }
    edits.extend(ids(&document));
    edits.extend(filled(&document, new));
    edits.push(Edit::set(route::header("name"), new.name.as_str()));
    for (key, value) in &new.header {
        edits.push(Edit::set(route::header(key), value.as_str()));
    }
    for key in ["blueprint", "example", "summary", "parameters"] {
        edits.push(Edit::remove(Route::top().key(key)));
    }
    let text = apply(source, &edits)?;
    let changed =
        source.with_text(text).map_err(|error| DeriveError::Invalid(vec![Problem::syntax(0..0, error.message)]))?;
    let document = Document::parse(&changed).map_err(DeriveError::Invalid)?;
    let old_customer = (!runbook.blueprint)
        .then(|| split_name(&runbook.header.name))
        .flatten()
        .map(|(customer, _)| customer.to_owned())
        .filter(|customer| split_name(&new.name).is_none_or(|(new, _)| !new.eq_ignore_ascii_case(customer)));
    let old_customer_lines = old_customer.as_deref().map(|customer| lines_with(&changed, customer)).unwrap_or_default();
    let placeholders = placeholders(&document);
    Ok(Derived { text: changed.text().to_owned(), placeholders, old_customer_lines, old_customer })
}

/// Returns the edits that write the ids that are derived so far.
fn ids(document: &Document<'_>) -> Vec<Edit> {
    let runbook: &Runbook = &document.runbook;
    let mut edits = Vec::new();
    for checklist in &runbook.checklists {
        for (index, item) in checklist.items.iter().enumerate().filter(|(_, item)| item.id.derived) {
            let route = document.item_route(&checklist.id, index).key("id");
            edits.push(Edit::set(route, item.id.text.as_str()));
        }
    }
    let tasks = runbook.tasks.iter().enumerate().map(|(index, task)| (route::task(index), task));
    let steps = runbook.steps().iter().enumerate().map(|(index, step)| (route::step(index), step));
    for (route, task) in tasks.chain(steps).filter(|(_, task)| task.id.derived) {
        edits.push(Edit::set(route.key("id"), task.id.text.as_str()));
    }
    edits
}

/// Returns the lines in which a word stands, in values and comments alike.
fn lines_with(source: &Source, word: &str) -> Vec<usize> {
    let word = word.to_lowercase();
    let lines = source.text().lines().enumerate();
    lines.filter(|(_, line)| contains_word(&line.to_lowercase(), &word)).map(|(index, _)| index + 1).collect()
}

fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(text: &str, new: &NewRunbook, expected: Expect) -> Derived {
        let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
        let derived = derive(&source, new).expect("a runbook");
        expected.assert_eq(&derived.text);
        derived
    }

    fn named(name: &str) -> NewRunbook {
        NewRunbook { name: name.to_owned(), ..NewRunbook::default() }
    }

    #[test]
    fn a_blueprint_is_filled() {
        let new = NewRunbook {
            header: vec![("dri", "@john_doe".to_owned())],
            parameters: vec![("GROUP".to_owned(), "acme: main".to_owned())],
            ..named("Acme - Work")
        };
        let derived = check(
            "\
version: 1
blueprint: true
summary: Work
parameters:
  GROUP: The <GROUP> to work on
  LIMIT: How much
header:
  name: CUSTOMER - Work
  dri: # the owner
tasks:
  # look first
  - task: Look at <GROUP>
    command: |
      look <GROUP> <LIMIT>
",
            &new,
            expect![[r#"
                version: 1
                header:
                  name: Acme - Work
                  dri: "@john_doe" # the owner
                tasks:
                  # look first
                  - task: "Look at acme: main"
                    command: |
                      look acme: main <LIMIT>
                    id: look-at-group
            "#]],
        );
        assert_eq!(derived.placeholders, ["LIMIT"]);
        assert_eq!(derived.old_customer, None);
    }

    #[test]
    fn a_used_runbook_loses_what_happened_and_whom_it_was_for() {
        let derived = check(
            "\
version: 1
header:
  name: Acme - Enforce 2FA
  description: Acme wants it
  dri: '@john_doe'
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
  meeting_url: https://example.zoom.com/my/example.meeting
contacts:
  gitlab: [{ name: John Doe }]
  customer:
    - name: Tom Blogs # of Acme
checklists:
  pre-call:
    - { id: inform, item: Inform, state: done }
    - id: dry-run
      item: Dry run?
      state: blocked # sadly
      reason: none
tasks:
  - id: apply
    task: Apply to acme
    planned: 5m
    outcome: success
    duration: 9m # longer
    note: fine
rollback:
  plan: Again
  confirmed_by: [{ region: APAC, handle: '@kiran_placeholder' }]
closed: { at: 2026-10-11T09:00:00Z, result: completed }
log:
  - { at: 2026-10-11T06:32:10Z, event: note, note: Acme is late }
",
            &named("Example Corp - Enforce 2FA"),
            expect![[r#"
                version: 1
                header:
                  name: Example Corp - Enforce 2FA
                  dri: '@john_doe'
                  window: 3h
                contacts:
                  gitlab: [{ name: John Doe }]
                  # of Acme
                checklists:
                  pre-call:
                    - { id: inform, item: Inform }
                    - id: dry-run
                      item: Dry run?
                      # sadly
                tasks:
                  - id: apply
                    task: Apply to acme
                    planned: 9m
                    # longer
                rollback:
                  plan: Again
            "#]],
        );
        assert_eq!(derived.old_customer.as_deref(), Some("Acme"));
        assert_eq!(derived.old_customer_lines.len(), 2);
    }

    #[test]
    fn what_is_planned_is_what_a_success_took() {
        check(
            "\
version: 1
header: { name: Acme - Work }
tasks:
  - { id: again, task: Tried again, planned: 5m, outcome: success, duration: 9m }
  - { id: late, task: Failed at last, planned: 5m, outcome: failed, duration: 2m }
  - { id: never, task: Never came out, planned: 5m, outcome: partial, duration: 50m }
  - { id: unknown, task: Nobody knows, planned: 5m, outcome: success }
log:
  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/again, from: open, to: failed, duration: 30m }
  - { at: 2026-10-11T06:02:00Z, event: task, id: tasks/again, from: failed, to: success, duration: 9m }
  - { at: 2026-10-11T06:03:00Z, event: task, id: tasks/late, from: open, to: success, duration: 7m }
  - { at: 2026-10-11T06:04:00Z, event: task, id: tasks/late, from: success, to: failed, duration: 2m }
",
            &named("Example Corp - Work"),
            expect![[r#"
                version: 1
                header: { name: Example Corp - Work }
                tasks:
                  - { id: again, task: Tried again, planned: 9m }
                  - { id: late, task: Failed at last, planned: 7m }
                  - { id: never, task: Never came out, planned: 5m }
                  - { id: unknown, task: Nobody knows, planned: 5m }
            "#]],
        );
    }

    #[test]
    fn an_unknown_parameter_is_an_error() {
        let source = Source::from_text("x.yaml", "version: 1\nheader: { name: a - <B> }\n".to_owned()).expect("text");
        let new = NewRunbook { parameters: vec![("C".to_owned(), "x".to_owned())], ..named("a - b") };
        assert_eq!(derive(&source, &new).expect_err("unknown").to_string(), "there is no parameter `C`");
    }
}
