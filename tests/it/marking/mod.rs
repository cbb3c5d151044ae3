//! Marks: a file and what happens in, the changed lines out.

mod lines;
mod tasks;
mod undo;

use std::fmt::Write;

use chrono::{DateTime, Duration, Utc};
use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Source, apply},
    marking::{self, ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails},
    model::{CloseResult, Outcome, TaskDuration},
};

const FILE: &str = "\
version: 1
header:
  name: Acme - Work # the customer's name first
  dri: '@john_doe'

checklists:
  pre-call:
    # told before the call
    - id: inform
      item: Inform the channel
    - item: Has a dry-run been performed? # asked by everybody
      required: true
      state: open # for now
tasks:
  - id: confirm-state
    task: Confirm the state
    planned: 15m
  - { id: apply, task: Apply it }
rollback:
  plan: Again, backwards
";

/// A file that is marked step by step, a minute apart.
struct Marking {
    text: String,
    now: DateTime<Utc>,
    out: String,
}

impl Marking {
    fn new(text: &str) -> Self {
        let now = DateTime::from_timestamp(1_791_700_330, 0).expect("a time");
        Self { text: text.to_owned(), now, out: String::new() }
    }

    /// Makes a mark, and notes what it said and which lines it took away and added.
    fn mark(mut self, mark: impl Fn(&Document<'_>, &Stamp) -> Result<Marked, MarkError>) -> Self {
        let source = Source::from_text("x.yaml", self.text.clone()).expect("text");
        let document = Document::parse(&source).expect("valid");
        let stamp = Stamp { at: self.now, recorded: None, by: Some("@john_doe".to_owned()) };
        match mark(&document, &stamp) {
            Ok(marked) => {
                let text = apply(&source, &marked.edits).expect("applies");
                writeln!(self.out, "{}", marked.said).expect("a string takes everything");
                for want in &marked.wants {
                    writeln!(self.out, "  wanted: {want}").expect("a string takes everything");
                }
                self.out.push_str(&changed_lines(&self.text, &text));
                let changed = Source::from_text("x.yaml", text.clone()).expect("text");
                Document::parse(&changed).expect("still valid");
                self.text = text;
            }
            Err(error) => writeln!(self.out, "refused: {error}").expect("a string takes everything"),
        }
        self.now += Duration::seconds(60);
        self
    }

    fn later(mut self, seconds: i64) -> Self {
        self.now += Duration::seconds(seconds);
        self
    }

    fn item(self, index: usize, mark: &ItemMark) -> Self {
        self.mark(|document, stamp| marking::mark_item(document, &document.runbook.checklists[0], index, mark, stamp))
    }

    fn task(self, index: usize, mark: TaskMark, details: &TaskMarkDetails) -> Self {
        self.mark(|document, stamp| {
            let route = runbook::document::route::task(index);
            let task = &document.runbook.tasks[index];
            let id = format!("tasks/{}", task.id.text);
            marking::mark_task(document, &route, &id, task, mark, details, stamp)
        })
    }

    fn undo(self) -> Self {
        self.mark(marking::undo)
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    #[track_caller]
    fn says(mut self, expected: Expect) -> Self {
        expected.assert_eq(&std::mem::take(&mut self.out));
        self
    }
}

/// Returns the lines that are only in one of the texts; both keep their order, so no line moved.
fn changed_lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut out = String::new();
    let (mut at_old, mut at_new) = (0, 0);
    while at_old < old.len() || at_new < new.len() {
        if at_old < old.len() && at_new < new.len() && old[at_old] == new[at_new] {
            (at_old, at_new) = (at_old + 1, at_new + 1);
        } else if at_new < new.len() && (at_old == old.len() || new[at_new..].contains(&old[at_old])) {
            writeln!(out, "+{}", new[at_new]).expect("a string takes everything");
            at_new += 1;
        } else {
            writeln!(out, "-{}", old[at_old]).expect("a string takes everything");
            at_old += 1;
        }
    }
    out
}

fn blocked(reason: &str) -> ItemMark {
    ItemMark::Blocked { reason: reason.to_owned() }
}

fn took(text: &str) -> TaskMarkDetails {
    TaskMarkDetails { duration: Some(TaskDuration::parse(text).expect("a duration")), ..TaskMarkDetails::default() }
}

fn noted(note: &str) -> TaskMarkDetails {
    TaskMarkDetails { note: Some(note.to_owned()), ..TaskMarkDetails::default() }
}
