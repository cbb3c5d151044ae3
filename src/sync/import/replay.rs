//! The states through which the entries went, as far as the timeline tells them.

use std::collections::HashMap;

use crate::model::Mark;

/// What was marked so far, by id with its list; the runbook itself has none.
#[derive(Debug, Default)]
pub(super) struct Replay(HashMap<Option<String>, Entry>);

/// Where an entry stands, and the marks of it that hold.
#[derive(Debug, Default)]
struct Entry {
    now: Now,
    marks: Vec<Past>,
}

#[derive(Debug, Clone, Default)]
struct Now {
    state: Option<Mark>,
    started_at: Option<String>,
}

#[derive(Debug)]
struct Past {
    from: Option<Mark>,
    to: Option<Mark>,
    before: Now,
    /// Its number in the log.
    number: usize,
}

/// A mark that was taken back.
#[derive(Debug)]
pub(super) struct Undone {
    /// Its number in the log.
    pub(super) number: usize,
    /// The state before it.
    pub(super) from: Option<Mark>,
    pub(super) to: Option<Mark>,
}

impl Replay {
    /// Returns the state of an entry, or of the runbook.
    pub(super) fn state(&self, id: Option<&str>) -> Option<Mark> {
        self.0.get(&id.map(str::to_owned)).and_then(|entry| entry.now.state)
    }

    /// Returns since when a task runs, or ran.
    pub(super) fn started_at(&self, id: &str) -> Option<&str> {
        self.0.get(&Some(id.to_owned()))?.now.started_at.as_deref()
    }

    /// Makes a mark of this number in the log.
    pub(super) fn mark(&mut self, number: usize, id: Option<&str>, from: Option<Mark>, to: Option<Mark>, at: &str) {
        let Entry { now, marks } = self.0.entry(id.map(str::to_owned)).or_default();
        marks.push(Past { from, to, before: now.clone(), number });
        let was_run = matches!(from, Some(Mark::Started | Mark::Paused));
        match to {
            Some(Mark::Started) if from != Some(Mark::Paused) => now.started_at = Some(at.to_owned()),
            Some(Mark::Open) => now.started_at = None,
            Some(to) if to.outcome().is_some() && !was_run && from != Some(to) => now.started_at = None,
            _ => {}
        }
        now.state = to.or(now.state);
    }

    /// Takes the last mark of an entry back; `from` is the state before it, as far as it is told.
    pub(super) fn undo(&mut self, id: Option<&str>, from: Option<Mark>) -> Option<Undone> {
        let entry = self.0.get_mut(&id.map(str::to_owned))?;
        let Past { from: then, to, before, number } = entry.marks.pop()?;
        entry.now = before;
        entry.now.state = from.or(entry.now.state);
        Some(Undone { number, from: from.or(then), to })
    }
}
