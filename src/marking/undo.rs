//! Takes the last mark back.
//!
//! The entry in the log says what the mark set, and under `was` what it cleared; so the keys go back to what they were.
//! A value that a person changed since is the person's: it is overwritten only where the mark's own value stood before,
//! and then it is kept under `was` of the undo.

use std::borrow::Cow;

use super::{
    KeyChanges, MarkError, Marked, Stamp, Wanted, change_keys, in_words, log_edit, may_be_marked, plain, time, timing,
};
use crate::{
    document::{Document, Edit, Route, Value, route},
    model::{Event, LogEntry, Mark},
};

/// Takes the last mark back that was not taken back before.
///
/// # Errors
/// A blueprint; no mark; a mark whose entry is no longer in the file.
pub fn undo(document: &Document<'_>, stamp: &Stamp) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    let Some(mark) = document.runbook.marks().pop() else { return Err(MarkError::NothingToUndo) };
    take_back(document, mark, stamp)
}

/// Takes the last mark on a task or rollback step back, whatever was marked after it; `id` is its id with its list.
///
/// # Errors
/// A blueprint or closed runbook; no mark on that task.
pub fn undo_task(document: &Document<'_>, id: &str, stamp: &Stamp) -> Result<Marked, MarkError> {
    may_be_marked(document)?;
    let marks = document.runbook.marks();
    let mark = marks.into_iter().rfind(|mark| mark.id.as_deref() == Some(id));
    let mark = mark.filter(|mark| mark.event == Event::Task).ok_or(MarkError::NothingToUndo)?;
    take_back(document, mark, stamp)
}

fn take_back(document: &Document<'_>, mark: &LogEntry, stamp: &Stamp) -> Result<Marked, MarkError> {
    let changes = match mark.event {
        Event::Item => item_keys(document, mark)?,
        Event::Task => task_keys(document, mark)?,
        Event::Confirm => confirmation(document, mark)?,
        Event::FollowUp => added_follow_up(document, mark)?,
        Event::Close => KeyChanges::edit(Edit::remove(Route::top().key("closed"))),
        _ => closed_again(mark),
    };
    let mut entry = stamp.entry(Event::Undo);
    entry.id.clone_from(&mark.id);
    entry.from = mark.to;
    entry.to = mark.from;
    entry.was = changes.was;
    let mut edits = changes.edits;
    edits.push(log_edit(&entry));
    Ok(Marked { edits, said: said(mark), wants: timing::before_undone(mark, stamp).into_iter().collect() })
}

/// Returns what a key is to be after the mark is taken back: what it was, nothing when the mark set it, else no change.
fn before(mark: &LogEntry, key: &'static str, set_by_mark: bool) -> Option<Wanted> {
    let was = mark.was.iter().find(|(was, _)| was == key).map(|(_, text)| text);
    match was {
        Some(text) => Some((key, Some(restored(key, text)))),
        None => set_by_mark.then_some((key, None)),
    }
}

fn restored(key: &str, text: &str) -> Value {
    match key {
        "duration" | "started_at" => plain(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn item_keys(document: &Document<'_>, mark: &LogEntry) -> Result<KeyChanges, MarkError> {
    let id = mark.id.clone().unwrap_or_default();
    let place = id.split_once('/').and_then(|(list, item)| {
        let checklist = document.runbook.checklist(list)?;
        let index = checklist.items.iter().position(|candidate| candidate.id.text == item)?;
        Some((checklist, index))
    });
    let Some((checklist, index)) = place else { return Err(MarkError::Gone { id }) };
    let mut wanted: Vec<Wanted> = Vec::new();
    if mark.from != mark.to {
        wanted.push(("state", mark.from.map(|from| plain(from.word().to_owned()))));
    }
    wanted.extend(before(mark, "reason", mark.reason.is_some()));
    wanted.extend(before(mark, "accepted_by", mark.accepted_by.is_some()));
    wanted.extend(before(mark, "evidence", mark.evidence.is_some()));
    let route = document.item_route(&checklist.id, index);
    Ok(kept(change_keys(document, &route, "state", wanted), mark))
}

fn task_keys(document: &Document<'_>, mark: &LogEntry) -> Result<KeyChanges, MarkError> {
    let id = mark.id.clone().unwrap_or_default();
    let index = document.runbook.tasks_and_steps().position(|(candidate, _)| candidate == id);
    let Some(index) = index else { return Err(MarkError::Gone { id }) };
    let n_tasks = document.runbook.tasks.len();
    let route = if index < n_tasks { route::task(index) } else { route::step(index - n_tasks) };
    let mut wanted: Vec<Wanted> = Vec::new();
    if mark.from.and_then(Mark::outcome) != mark.to.and_then(Mark::outcome) {
        let outcome = mark.from.and_then(Mark::outcome);
        wanted.push(("outcome", outcome.map(|outcome| plain(outcome.word().to_owned()))));
    }
    let ended = mark.to.and_then(Mark::outcome).is_some();
    let began = mark.to == Some(Mark::Started) && mark.from != Some(Mark::Paused);
    wanted.extend(before(mark, "duration", ended && mark.duration.is_some()));
    wanted.extend(before(mark, "count", ended && mark.count.is_some()));
    wanted.extend(before(mark, "note", ended && mark.note.is_some()));
    wanted.extend(before(mark, "started_at", began));
    Ok(kept(change_keys(document, &route, "outcome", wanted), mark))
}

/// Leaves out of `was` what the mark itself had set: the log says that already.
fn kept(mut changes: KeyChanges, mark: &LogEntry) -> KeyChanges {
    let duration = mark.duration.map(|duration| duration.to_string());
    let at = time(mark.at);
    changes.was.retain(|(key, text)| {
        let set = match key.as_str() {
            "reason" => mark.reason.as_deref(),
            "accepted_by" => mark.accepted_by.as_deref(),
            "evidence" => mark.evidence.as_deref(),
            "duration" => duration.as_deref(),
            "count" => mark.count.as_deref(),
            "note" => mark.note.as_deref(),
            "started_at" => Some(at.as_str()),
            _ => None,
        };
        set != Some(text.as_str())
    });
    changes
}

fn confirmation(document: &Document<'_>, mark: &LogEntry) -> Result<KeyChanges, MarkError> {
    let region = mark.region.clone().unwrap_or_default();
    let confirmations = document.runbook.rollback.as_ref().map_or(&[][..], |rollback| &rollback.confirmed_by);
    let index = confirmations.iter().position(|confirmation| confirmation.region.eq_ignore_ascii_case(&region));
    let Some(index) = index else { return Err(MarkError::Gone { id: format!("rollback/{region}") }) };
    let place = route::rollback("confirmed_by").index(index);
    let edit = match mark.was.iter().find(|(key, _)| key == "handle") {
        Some((_, handle)) => Edit::set(place.key("handle"), Value::Text(handle.clone())),
        None => Edit::remove(place),
    };
    Ok(KeyChanges::edit(edit))
}

fn added_follow_up(document: &Document<'_>, mark: &LogEntry) -> Result<KeyChanges, MarkError> {
    let what = mark.note.clone().unwrap_or_default();
    let index = document.runbook.follow_ups.iter().rposition(|follow_up| follow_up.what == what);
    let Some(index) = index else { return Err(MarkError::Gone { id: "follow_ups".to_owned() }) };
    let follow_up = &document.runbook.follow_ups[index];
    let mut was = Vec::new();
    was.extend(follow_up.owner.clone().map(|owner| ("owner".to_owned(), owner)));
    was.extend(follow_up.due.map(|due| ("due".to_owned(), due.to_string())));
    was.extend(follow_up.link.clone().map(|link| ("link".to_owned(), link)));
    Ok(KeyChanges { was, ..KeyChanges::edit(Edit::remove(Route::top().key("follow_ups").index(index))) })
}

fn closed_again(mark: &LogEntry) -> KeyChanges {
    let was = |key: &str| mark.was.iter().find(|(was, _)| was == key).map(|(_, text)| text.clone());
    let mut keys: Vec<(Cow<'static, str>, Value)> = Vec::new();
    keys.extend(was("at").map(|at| ("at".into(), plain(at))));
    keys.extend(was("by").map(|by| ("by".into(), Value::Text(by))));
    keys.extend(mark.from.map(|result| ("result".into(), plain(result.word().to_owned()))));
    keys.extend(was("note").map(|note| ("note".into(), Value::Text(note))));
    KeyChanges::edit(Edit::set(Route::top().key("closed"), Value::Inline(keys)))
}

fn said(mark: &LogEntry) -> String {
    let id = mark.id.as_deref().unwrap_or("the runbook");
    match (mark.event, mark.from, mark.to) {
        (Event::Confirm, ..) => {
            format!("Took back the confirmation for {}", mark.region.as_deref().unwrap_or("the region"))
        }
        (Event::FollowUp, ..) => format!("Took back the follow-up: {}", mark.note.as_deref().unwrap_or_default()),
        (Event::Close, ..) => "The runbook is open again".to_owned(),
        (Event::Reopen, ..) => "The runbook is closed again".to_owned(),
        (Event::Task, Some(from), Some(to)) if from == to => format!("Took back the correction of {id}"),
        (_, Some(from), Some(to)) if from == to && mark.accepted_by.is_some() => {
            format!("Took back that {id} is accepted")
        }
        (_, Some(from), Some(to)) if from == to && mark.evidence.is_some() => format!("Took back the evidence of {id}"),
        (_, Some(from), Some(to)) if from == to => format!("Took back the last reason of {id}"),
        (_, Some(from), Some(to)) => {
            format!("Took back that {id} is {}; it is {} again", in_words(to), in_words(from))
        }
        _ => format!("Took back the last mark on {id}"),
    }
}
