//! The log in words.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::{
    model::{Event, LogEntry, Mark, Runbook},
    render::markdown::Text,
};

use super::{literal, title_of, when, with_figures};

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
    let marks = runbook.marks();
    let holding: HashSet<*const LogEntry> = marks.into_iter().map(std::ptr::from_ref).collect();
    let undone: HashMap<*const LogEntry, &LogEntry> =
        runbook.undone().into_iter().map(|(undo, mark)| (std::ptr::from_ref(undo), mark)).collect();
    let events = runbook.timeline().into_iter().map(|entry| EventView {
        time: Text::literal(&when::in_utc(entry.at)),
        who: literal(entry.by.as_deref()),
        what: match undone.get(&std::ptr::from_ref(entry)) {
            Some(mark) => with_time_of_writing(taken_back(runbook, mark), entry),
            None => with_time_of_writing(what(runbook, entry), entry),
        },
        taken_back: entry.is_mark() && !holding.contains(&std::ptr::from_ref(entry)),
    });
    events.collect()
}

fn what(runbook: &Runbook, entry: &LogEntry) -> Text {
    let inline = |text: &Option<String>| text.as_deref().map(Text::inline);
    let literal = |text: &Option<String>| text.as_deref().map(Text::literal);
    let title = entry.id.as_deref().map(|id| title_of(runbook, id).unwrap_or_else(|| Text::literal(id)));
    let head = Text::from(head(entry));
    let (first_line, note) = match entry.event {
        // The note of a confirmation is who confirmed it.
        Event::Confirm => (joined(joined(head, " for ", literal(&entry.region)), " by ", literal(&entry.note)), None),
        Event::FollowUp => (joined(head, ": ", inline(&entry.note)), None),
        Event::Note if entry.note.is_some() && title.is_none() => (inline(&entry.note).unwrap_or_default(), None),
        _ => {
            let head = joined(joined(head, " for ", literal(&entry.region)), ": ", title);
            let first_line = if entry.is_correction() {
                with_corrections(head, entry)
            } else {
                with_figures(head, entry.count.as_deref(), entry.duration)
            };
            (first_line, inline(&entry.note))
        }
    };
    let more = [
        ("reason", inline(&entry.reason)),
        ("accepted by", literal(&entry.accepted_by)),
        ("evidence", entry.evidence.as_deref().map(Text::address)),
        ("note", note),
    ];
    more.into_iter()
        .filter_map(|(label, text)| Some((label, text?)))
        .fold(first_line, |what, (label, text)| what.and_line(label).and(": ").and(text))
}

/// Returns a text with the figures that were corrected after it: `(duration 25m instead of 22m)`.
fn with_corrections(text: Text, entry: &LogEntry) -> Text {
    let corrected = entry.corrected().into_iter().map(|it| {
        let now = Text::from(it.key).and(" ").and(Text::literal(&it.after));
        joined(now, " instead of ", it.before.as_deref().map(Text::literal))
    });
    match corrected.reduce(|before, next| before.and(", ").and(next)) {
        Some(corrected) => text.and(" (").and(corrected).and(")"),
        None => text,
    }
}

fn with_time_of_writing(what: Text, entry: &LogEntry) -> Text {
    match entry.recorded {
        Some(at) if at.date_naive() == entry.at.date_naive() => {
            what.and_line("recorded ").and(Text::literal(&format!("{} UTC", at.format("%H:%M"))))
        }
        Some(at) => what.and_line("recorded ").and(Text::literal(&format!("{} UTC", when::in_utc(at)))),
        None => what,
    }
}

/// Returns which mark was taken back, and what it is again.
fn taken_back(runbook: &Runbook, mark: &LogEntry) -> Text {
    let title = mark.id.as_deref().map(|id| title_of(runbook, id).unwrap_or_else(|| Text::literal(id)));
    match (mark.event, mark.from.zip(mark.to)) {
        (Event::Reopen, Some((result, _))) => Text::from("Closed again as ").and(in_words(result)),
        (Event::Item | Event::Task, Some((from, to))) if from != to => {
            let states = Text::from("Taken back from ").and(in_words(to)).and(" to ").and(in_words(from));
            joined(states, ": ", title)
        }
        (Event::Task, _) => joined(Text::from("Taken back: correction"), " of ", title),
        (Event::Item, _) if mark.accepted_by.is_none() && mark.evidence.is_none() => {
            let first_line = joined(Text::from("Taken back: reason"), " of ", title);
            match &mark.reason {
                Some(reason) => first_line.and_line("reason: ").and(Text::inline(reason)),
                None => first_line,
            }
        }
        _ => Text::from("Taken back: ").and(what(runbook, mark)),
    }
}

const fn in_words(mark: Mark) -> &'static str {
    match mark {
        Mark::NotApplicable => "not applicable",
        mark => mark.word(),
    }
}

fn joined(before: Text, words: &str, after: Option<Text>) -> Text {
    match after {
        Some(after) => before.and(words).and(after),
        None => before,
    }
}

/// Returns what happened, without what it happened to.
fn head(entry: &LogEntry) -> &'static str {
    if entry.is_correction() {
        return "Corrected";
    }
    match (entry.event, entry.from, entry.to) {
        (Event::Item, from, to) if from == to && entry.accepted_by.is_some() => "Accepted",
        (Event::Item, from, to) if from == to && entry.evidence.is_some() => "Evidence",
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
