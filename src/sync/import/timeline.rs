//! The timeline of a rendered issue → the log.
//!
//! An issue shows its log to the minute and in words. The words are those of `render`, so that an entry follows from
//! them; the state before it follows from the entries before. What a mark cleared does not show. A row that nobody
//! understands becomes a note of the same words.

use super::super::{
    inline::Inline,
    read::{Block, Kind, Row},
};
use super::{
    Importer,
    attempts::count_and_duration,
    draft::{Fields, LogDraft},
    header::delimiter,
    replay::Undone,
    titles::Titled,
};
use crate::model::{Event, Mark};

/// What `render` writes behind a mark that was taken back.
const TAKEN_BACK: &str = " (taken back)";

/// The columns of the timeline.
const COLUMNS: [&str; 3] = ["Time (UTC)", "Who", "What"];

/// What stands on the lines below the first one, and its key.
const LABELS: [(&str, &str); 4] =
    [("reason: ", "reason"), ("accepted by: ", "accepted_by"), ("evidence: ", "evidence"), ("note: ", "note")];

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
    pub(super) fn timeline(&mut self, block: &Block) {
        let Kind::Table(rows) = &block.kind else { return };
        if !is_timeline(rows) {
            return;
        }
        self.account.taken(delimiter(rows), "log");
        self.account.taken(rows[0].line..rows[0].line + 1, "log");
        self.account.understood(rows[0].line, "Time UTC Who What");
        for row in &rows[1..] {
            self.account.taken(row.line..row.line + 1, "log");
            let [time, who, what] = row.cells.as_slice() else { continue };
            let Some((day, clock)) = time.plain.split_once(' ') else {
                self.account.kept(row.line..row.line + 1);
                continue;
            };
            let at = format!("{day}T{clock}:00Z");
            let mut entry = self.event(&at, what);
            entry.fields.set("at", at);
            entry.fields.set("by", who.plain.clone());
            self.account.understood(row.line, &time.plain);
            if self.log_as_events {
                // The words of `render` stand for keys; that they do is checked when all is read.
                self.account.understood(row.line, &what.plain);
            }
            self.draft.log.push(entry);
        }
        if let Some(first) = rows.get(1) {
            let remark = if self.log_as_events {
                "an issue shows its log to the minute, and not what a mark cleared: `undo` cannot bring that back"
            } else {
                "an issue shows its log to the minute and in words, so it comes as notes"
            };
            self.account.remark(first.line, remark);
        }
    }

    /// Reads what happened; what nobody understands is a note.
    fn event(&mut self, at: &str, what: &Inline) -> LogDraft {
        let (plain, typed) = (bare(&what.plain), bare(&what.typed));
        let (mut plain, mut typed): (Vec<&str>, Vec<&str>) = (plain.lines().collect(), typed.lines().collect());
        if !self.log_as_events || plain.len() != typed.len() {
            return note(&what.typed);
        }
        let recorded = plain.last().and_then(|last| recorded(at, last));
        if recorded.is_some() {
            plain.pop();
            typed.pop();
        }
        let mut entry = match self.marked(at, &plain, &typed) {
            Some(entry) => entry,
            None if bare(&what.plain) != what.plain => return note(&what.typed),
            None => note(&typed.join("\n")),
        };
        entry.fields.set("recorded", recorded.unwrap_or_default());
        entry
    }

    /// Reads the first lines, and what stands below them with its name.
    fn marked(&mut self, at: &str, plain: &[&str], typed: &[&str]) -> Option<LogDraft> {
        let label_of = |line: &str| LABELS.iter().find(|(label, _)| line.starts_with(label));
        let n_head = plain.iter().skip(1).position(|line| label_of(line).is_some()).map_or(plain.len(), |at| at + 1);
        let mut entry = self.head(at, &plain[..n_head].join("\n"), &typed[..n_head].join("\n"))?;
        let mut key = "";
        for (plain, typed) in plain.iter().zip(typed).skip(n_head).filter(|_| entry.event != Event::Undo) {
            match label_of(plain) {
                Some((label, of)) => {
                    key = of;
                    let text = if matches!(key, "reason" | "note") { typed } else { plain };
                    entry.fields.add(key, text.strip_prefix(label)?, "\n");
                }
                None => entry.fields.add(key, typed, "\n"),
            }
        }
        Some(entry)
    }

    /// Reads the first line, which may be several where a title is.
    fn head(&mut self, at: &str, head: &str, typed: &str) -> Option<LogDraft> {
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

/// Returns what was said, without what `render` writes behind it.
fn bare(text: &str) -> &str {
    text.strip_suffix(TAKEN_BACK).unwrap_or(text)
}

fn note(text: &str) -> LogDraft {
    let mut entry = LogDraft::new(Event::Note);
    entry.fields.set("note", text);
    entry
}

/// Returns the state that is shown in words.
fn mark_of(words: &str) -> Option<Mark> {
    let word = words.replace(' ', "-");
    Mark::ALL.into_iter().find(|mark| mark.word() == word)
}

/// Whether a table is the timeline of a rendered issue.
pub(super) fn is_timeline(rows: &[Row]) -> bool {
    rows.first().is_some_and(|row| row.cells.iter().map(|cell| cell.plain.as_str()).eq(COLUMNS))
}

/// Reads `recorded 06:55 UTC`; the day is that on which it happened.
fn recorded(at: &str, line: &str) -> Option<String> {
    let time = line.strip_prefix("recorded ")?.strip_suffix(" UTC")?;
    let (day, clock) = time.split_once(' ').unwrap_or((at.split('T').next()?, time));
    let is_clock = clock.len() == 5 && clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    is_clock.then(|| format!("{day}T{clock}:00Z"))
}

impl LogDraft {
    pub(super) fn new(event: Event) -> Self {
        let mut fields = Fields::default();
        fields.set("event", event.word());
        Self { event, fields, was: Fields::default() }
    }

    fn of_mark(event: Event, id: Option<&str>, from: Option<Mark>, to: Option<Mark>) -> Self {
        let mut entry = Self::new(event);
        entry.fields.set("id", id.unwrap_or_default());
        entry.fields.set("from", from.map(Mark::word).unwrap_or_default());
        entry.fields.set("to", to.map(Mark::word).unwrap_or_default());
        entry
    }
}
