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
    draft::{Fields, LogDraft},
    header::delimiter,
};
use crate::model::{Event, Mark};

/// What `render` writes behind a mark that was taken back.
const TAKEN_BACK: &str = " (taken back)";

/// The columns of the timeline.
const COLUMNS: [&str; 3] = ["Time (UTC)", "Who", "What"];

/// What stands on the lines below the first one, and its key.
const LABELS: [(&str, &str); 4] =
    [("reason: ", "reason"), ("accepted by: ", "accepted_by"), ("evidence: ", "evidence"), ("note: ", "note")];

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

    pub(super) fn of_mark(event: Event, id: Option<&str>, from: Option<Mark>, to: Option<Mark>) -> Self {
        let mut entry = Self::new(event);
        entry.fields.set("id", id.unwrap_or_default());
        entry.fields.set("from", from.map(Mark::word).unwrap_or_default());
        entry.fields.set("to", to.map(Mark::word).unwrap_or_default());
        entry
    }
}
