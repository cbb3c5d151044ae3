//! The log in words.

use serde::Serialize;

use crate::{
    model::{Event, LogEntry, Mark, Runbook},
    render::markdown::Text,
};

use super::{literal, title_of, when};

/// Something that happened.
#[derive(Debug, Serialize)]
pub(super) struct EventView {
    /// The time in UTC, to the minute.
    time: Text,
    who: Text,
    what: Text,
    /// Whether it was taken back later.
    taken_back: bool,
}

/// Returns the log of a runbook.
pub(super) fn of(runbook: &Runbook) -> Vec<EventView> {
    let taken_back = taken_back(&runbook.log);
    let events = runbook.log.iter().zip(taken_back).map(|(entry, taken_back)| EventView {
        time: Text::literal(&when::in_utc(entry.at)),
        who: literal(entry.by.as_deref()),
        what: what(runbook, entry),
        taken_back,
    });
    events.collect()
}

/// Returns for each entry whether an `undo` took it back: the last mark of the same entry that still holds.
fn taken_back(log: &[LogEntry]) -> Vec<bool> {
    let mut taken_back = vec![false; log.len()];
    for (at, undo) in log.iter().enumerate().filter(|(_, entry)| entry.event == Event::Undo) {
        let holds = |at: &usize| log[*at].is_mark() && !taken_back[*at] && log[*at].id == undo.id;
        if let Some(mark) = (0..at).rev().find(holds) {
            taken_back[mark] = true;
        }
    }
    taken_back
}

fn what(runbook: &Runbook, entry: &LogEntry) -> Text {
    let mut head = Text::from(head(entry));
    if let Some(count) = &entry.count {
        head = head.and(" (").and(Text::literal(count)).and(")");
    }
    if let Some(region) = &entry.region {
        head = head.and(" for ").and(Text::literal(region));
    }
    let title = entry.id.as_deref().map(|id| title_of(runbook, id));
    // A note says by itself what it is.
    let says_itself = entry.event == Event::Note && title.is_none();
    let note = entry.note.as_deref().map(Text::inline);
    let mut what = match (title, note.clone()) {
        (None, Some(note)) if says_itself => note,
        (Some(title), _) => head.and(": ").and(title),
        (None, _) => head,
    };
    if let Some(duration) = entry.duration {
        what = what.and(" (").and(Text::literal(&duration.to_string())).and(")");
    }
    let recorded = entry.recorded.map(|at| Text::literal(&format!("{} UTC", when::in_utc(at))));
    let more = [
        ("reason", entry.reason.as_deref().map(Text::inline)),
        ("accepted by", entry.accepted_by.as_deref().map(Text::literal)),
        ("evidence", entry.evidence.as_deref().map(Text::address)),
        ("note", note.filter(|_| !says_itself)),
        ("written down", recorded),
    ];
    for (label, text) in more {
        if let Some(text) = text {
            what = what.and_line(label).and(": ").and(text);
        }
    }
    what
}

/// Returns what happened, without what it happened to.
fn head(entry: &LogEntry) -> &'static str {
    match (entry.event, entry.from, entry.to) {
        (Event::Item | Event::Task | Event::Sync, from, Some(to)) => mark(from, to),
        (Event::Item | Event::Task, _, None) => "Changed",
        (Event::Sync, _, None) => "Synchronised with the issue",
        (Event::Confirm, ..) => "Rollback confirmed",
        (Event::Note, ..) => "Note",
        (Event::FollowUp, ..) => "Follow-up",
        (Event::Undo, ..) => "Taken back",
        (Event::Close, _, Some(Mark::Completed)) => "Closed as completed",
        (Event::Close, _, Some(Mark::Aborted)) => "Closed as aborted",
        (Event::Close, _, Some(Mark::Cancelled)) => "Closed as cancelled",
        (Event::Close, ..) => "Closed",
        (Event::Reopen, ..) => "Opened again",
        (Event::Publish, ..) => "Issue written",
        (Event::Message, ..) => "Message",
        (Event::Page, ..) => "On-call engineer paged",
        (Event::Looked, ..) => "Looked at",
        (Event::Handover, ..) => "Handed over",
    }
}

const fn mark(from: Option<Mark>, to: Mark) -> &'static str {
    match (from, to) {
        (_, Mark::Open) => "Open again",
        (_, Mark::Done) => "Done",
        (_, Mark::Blocked) => "Blocked",
        (_, Mark::NotApplicable) => "Not applicable",
        (Some(Mark::Paused), Mark::Started) => "Resumed",
        (_, Mark::Started) => "Started",
        (_, Mark::Paused) => "Paused",
        (_, Mark::Success) => "Success",
        (_, Mark::Partial) => "Partial",
        (_, Mark::Failed) => "Failed",
        (_, Mark::Skipped) => "Skipped",
        (_, Mark::Completed) => "Completed",
        (_, Mark::Aborted) => "Aborted",
        (_, Mark::Cancelled) => "Cancelled",
    }
}
