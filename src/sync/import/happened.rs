//! What the first line of an event in the timeline says, in the words of `render`.

use super::{Importer, attempts::count_and_duration, draft::LogDraft, replay::Undone, titles::Titled};
use crate::model::{Event, Mark};

/// What happened to an item.
const OF_ITEMS: [(&str, Mark); 4] = [
    ("Done", Mark::Done),
    ("Blocked", Mark::Blocked),
    ("Not applicable", Mark::NotApplicable),
    ("Open again", Mark::Open),
];

/// What happened to a task.
const OF_TASKS: [(&str, Mark); 8] = [
    ("Started", Mark::Started),
    ("Resumed", Mark::Started),
    ("Paused", Mark::Paused),
    ("Success", Mark::Success),
    ("Partial", Mark::Partial),
    ("Failed", Mark::Failed),
    ("Skipped", Mark::Skipped),
    ("Open again", Mark::Open),
];

/// What is no mark.
const OTHERS: [(&str, Event); 6] = [
    ("Issue written", Event::Publish),
    ("Synchronised with the issue", Event::Sync),
    ("Message", Event::Message),
    ("On-call engineer paged", Event::Page),
    ("Looked at", Event::Looked),
    ("Handed over", Event::Handover),
];

impl Importer<'_> {
    /// Reads the first line, which may be several where a title is.
    pub(super) fn head(&mut self, at: &str, head: &str, typed: &str) -> Option<LogDraft> {
        if let Some(rest) = head.strip_prefix("Rollback confirmed for ") {
            let (region, handle) = rest.rsplit_once(" by ")?;
            let id = format!("rollback/{}", region.to_lowercase());
            let mut entry = self.mark(Event::Confirm, Some(&id), None, None, at);
            entry.fields.set("region", region);
            entry.fields.set("note", handle);
            return Some(entry);
        }
        if let Some(what) = typed.strip_prefix("Follow-up: ").filter(|_| head.starts_with("Follow-up: ")) {
            let mut entry = self.mark(Event::FollowUp, None, None, None, at);
            entry.fields.set("note", what);
            return Some(entry);
        }
        if let Some(result) = head.strip_prefix("Closed again as ") {
            return self.undo(None, Some(mark_of(result)?));
        }
        if let Some(rest) = head.strip_prefix("Taken back") {
            return self.taken_back(rest);
        }
        if let Some(result) = head.strip_prefix("Closed as ") {
            return Some(self.mark(Event::Close, None, Some(Mark::Open), Some(mark_of(result)?), at));
        }
        if head == "Opened again" {
            let from = self.replay.state(None);
            return Some(self.mark(Event::Reopen, None, from, Some(Mark::Open), at));
        }
        if let Some((_, event)) = OTHERS.iter().find(|(word, _)| *word == head) {
            return Some(LogDraft::new(*event));
        }
        let (word, rest) = head.split_once(": ")?;
        if word == "Note" {
            let (of, _) = self.titles.find(rest, |_| true).filter(|(_, figures)| figures.is_empty())?;
            let mut entry = LogDraft::new(Event::Note);
            entry.fields.set("id", of.id);
            return Some(entry);
        }
        if word == "Corrected" {
            return self.correction(at, rest);
        }
        if matches!(word, "Accepted" | "Evidence") {
            let (Titled { id, .. }, _) = self.titles.find(rest, |is_task| !is_task)?;
            // Nothing but what is blocked is accepted.
            let by_hand = || if word == "Accepted" { Some(Mark::Blocked) } else { self.draft.state(&id) };
            let state = self.replay.state(Some(&id)).or_else(by_hand).or(Some(Mark::Open));
            return Some(self.mark(Event::Item, Some(&id), state, state, at));
        }
        let of_item = OF_ITEMS.iter().find(|(known, _)| *known == word).map(|(_, to)| *to);
        let of_task = OF_TASKS.iter().find(|(known, _)| *known == word).map(|(_, to)| *to);
        let is_meant = |is_task: bool| if is_task { of_task.is_some() } else { of_item.is_some() };
        let (Titled { id, is_task }, figures) = self.titles.find(rest, is_meant)?;
        let to = if is_task { of_task } else { of_item }?;
        let from = if word == "Resumed" { Mark::Paused } else { self.replay.state(Some(&id)).unwrap_or(Mark::Open) };
        // The same state again would be a correction.
        let is_again = from == to && !matches!(to, Mark::Open | Mark::Done);
        let event = if is_task { Event::Task } else { Event::Item };
        let mut entry = self.mark(event, Some(&id), Some(from).filter(|_| !is_again), Some(to), at);
        let (count, duration) = count_and_duration(figures);
        entry.fields.set("count", count);
        entry.fields.set("duration", duration.map(|duration| duration.to_string()).unwrap_or_default());
        Some(entry)
    }

    /// Makes a mark that comes next in the log.
    fn mark(&mut self, event: Event, id: Option<&str>, from: Option<Mark>, to: Option<Mark>, at: &str) -> LogDraft {
        self.replay.mark(self.draft.log.len(), id, from, to, at);
        LogDraft::of_mark(event, id, from, to)
    }

    /// Takes the last mark of an entry back.
    fn undo(&mut self, id: Option<&str>, from: Option<Mark>) -> Option<LogDraft> {
        let Undone { number, from, to } = self.replay.undo(id, from)?;
        // Only now it is told what was before.
        if let (Some(from), Some(entry)) = (from, self.draft.log.get_mut(number)) {
            entry.fields.remove("from");
            entry.fields.set("from", from.word());
        }
        Some(LogDraft::of_mark(Event::Undo, id, to, from))
    }

    /// Reads `Confirm state (duration 25m instead of 22m, count 3 instead of 2)`.
    fn correction(&mut self, at: &str, rest: &str) -> Option<LogDraft> {
        let (Titled { id, is_task }, figures) = self.titles.find(rest, |_| true)?;
        let state = self.corrected_state(&id, is_task)?;
        let event = if is_task { Event::Task } else { Event::Item };
        let mut entry = self.mark(event, Some(&id), Some(state), Some(state), at);
        let (duration, count) = match figures.find("count ") {
            Some(at) if at == 0 || figures[..at].ends_with(", ") => figures.split_at(at),
            _ => (figures, ""),
        };
        for (key, text) in [("duration", duration.trim_end_matches(", ")), ("count", count)] {
            let Some(text) = text.strip_prefix(key) else { continue };
            let (now, before) = text.split_once(" instead of ").unwrap_or((text, ""));
            entry.fields.set(key, now.trim());
            entry.was.set(key, before);
        }
        Some(entry)
    }

    /// Returns in which state an entry was that was corrected. What was not marked before, somebody wrote by hand.
    fn corrected_state(&self, id: &str, is_task: bool) -> Option<Mark> {
        let marked = self.replay.state(Some(id));
        if is_task {
            return marked.filter(|state| state.outcome().is_some()).or_else(|| self.first_outcome(id));
        }
        let with_reason = |state: &Mark| matches!(state, Mark::Blocked | Mark::NotApplicable);
        marked.filter(with_reason).or_else(|| self.draft.state(id).filter(with_reason)).or(Some(Mark::Blocked))
    }

    /// Reads what is behind `Taken back`: ` from done to open: …`, `: correction of …`, `: …`.
    fn taken_back(&mut self, rest: &str) -> Option<LogDraft> {
        let id = |this: &Self, title: &str| this.titles.find(title, |_| true).map(|(of, _)| of.id);
        if let Some((states, title)) = rest.strip_prefix(" from ").and_then(|rest| rest.split_once(": ")) {
            let from = mark_of(states.split_once(" to ")?.1)?;
            let id = id(self, title)?;
            return self.undo(Some(&id), Some(from));
        }
        let rest = rest.strip_prefix(": ")?;
        if let Some(title) = rest.strip_prefix("correction of ").or_else(|| rest.strip_prefix("reason of ")) {
            let id = id(self, title)?;
            let state = self.replay.state(Some(&id));
            return self.undo(Some(&id), state);
        }
        if let Some(rest) = rest.strip_prefix("Rollback confirmed for ") {
            let (region, _) = rest.rsplit_once(" by ")?;
            return self.undo(Some(&format!("rollback/{}", region.to_lowercase())), None);
        }
        if rest.starts_with("Follow-up: ") || rest.starts_with("Closed as ") || rest == "Opened again" {
            return self.undo(None, None);
        }
        let id = id(self, rest.split_once(": ")?.1)?;
        self.undo(Some(&id), None)
    }
}

/// Returns the state that is shown in words.
fn mark_of(words: &str) -> Option<Mark> {
    let word = words.replace(' ', "-");
    Mark::ALL.into_iter().find(|mark| mark.word() == word)
}
