//! Marks on the runbook as a whole: confirmations, notes, follow-ups, its end.

use std::borrow::Cow;

use super::{MarkError, Marked, Stamp, log_edit, may_be_marked, plain, time};
use crate::{
    document::{Document, Edit, Route, Value, route},
    model::{CloseResult, Event, FollowUp, LogEntry, Mark},
};

/// Writes that somebody in a region confirmed that they can execute the rollback.
///
/// # Errors
/// A blueprint or closed runbook.
pub fn confirm(document: &Document<'_>, region: &str, handle: &str, stamp: &Stamp) -> Result<Marked, MarkError> {
    may_be_marked(document)?;
    let confirmations = document.runbook.rollback.as_ref().map_or(&[][..], |rollback| &rollback.confirmed_by);
    let place = confirmations.iter().position(|confirmation| confirmation.region.eq_ignore_ascii_case(region));
    let list = route::rollback("confirmed_by");
    let region = place.map_or(region, |index| confirmations[index].region.as_str());
    let mut entry = stamp.entry(Event::Confirm);
    entry.id = Some(format!("rollback/{}", region.to_lowercase()));
    entry.region = Some(region.to_owned());
    entry.note = Some(handle.to_owned());
    let edit = match place.map(|index| (index, &confirmations[index])) {
        Some((_, present)) if present.handle == handle => {
            return Ok(Marked::already(format!("{handle} confirmed the rollback for {region} already")));
        }
        Some((index, present)) => {
            entry.was = vec![("handle".to_owned(), present.handle.clone())];
            Edit::set(list.index(index).key("handle"), Value::Text(handle.to_owned()))
        }
        None => {
            let keys = [("region", region), ("handle", handle)];
            let keys = keys.map(|(key, text)| (Cow::Borrowed(key), Value::Text(text.to_owned())));
            Edit::append(list, Value::Inline(keys.into()))
        }
    };
    Ok(Marked {
        edits: vec![edit, log_edit(&entry)],
        said: format!("{handle} confirms that the rollback can be executed in {region}"),
        wants: Vec::new(),
    })
}

/// Writes a line into the log.
///
/// # Errors
/// A blueprint.
pub fn note(document: &Document<'_>, text: &str, stamp: &Stamp) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    let mut entry = stamp.entry(Event::Note);
    entry.note = Some(text.to_owned());
    Ok(Marked { edits: vec![log_edit(&entry)], said: "Noted".to_owned(), wants: Vec::new() })
}

/// Writes into the log that the runbook has its issue, once for each issue.
///
/// # Errors
/// A blueprint.
pub fn published(document: &Document<'_>, issue: &str, stamp: &Stamp) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    let is_this = |entry: &LogEntry| entry.event == Event::Publish && entry.evidence.as_deref() == Some(issue);
    if document.runbook.log.iter().any(is_this) {
        return Ok(Marked::already("The log names the issue already"));
    }
    let mut entry = stamp.entry(Event::Publish);
    entry.evidence = Some(issue.to_owned());
    Ok(Marked { edits: vec![log_edit(&entry)], said: "Published".to_owned(), wants: Vec::new() })
}

/// Adds a follow-up.
///
/// # Errors
/// A blueprint.
pub fn follow_up(document: &Document<'_>, follow_up: &FollowUp, stamp: &Stamp) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    if document.runbook.follow_ups.contains(follow_up) {
        return Ok(Marked::already("This follow-up is there already"));
    }
    let mut keys: Vec<(Cow<'static, str>, Value)> = vec![("what".into(), Value::Text(follow_up.what.clone()))];
    keys.extend(follow_up.owner.clone().map(|owner| ("owner".into(), Value::Text(owner))));
    keys.extend(follow_up.due.map(|due| ("due".into(), plain(due.to_string()))));
    keys.extend(follow_up.link.clone().map(|link| ("link".into(), Value::Text(link))));
    let mut entry = stamp.entry(Event::FollowUp);
    entry.note = Some(follow_up.what.clone());
    let edits = vec![Edit::append(Route::top().key("follow_ups"), Value::Inline(keys)), log_edit(&entry)];
    let wants = if follow_up.owner.is_none() {
        vec!["a follow-up is better with an owner: --owner".to_owned()]
    } else {
        Vec::new()
    };
    Ok(Marked { edits, said: "Added the follow-up".to_owned(), wants })
}

/// Closes the runbook. Whether it may be closed as completed is the caller's question.
///
/// # Errors
/// A blueprint; a result other than completed without a note.
pub fn close(
    document: &Document<'_>,
    result: CloseResult,
    note: Option<&str>,
    stamp: &Stamp,
) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if result != CloseResult::Completed && note.is_none() {
        return Err(MarkError::NoNote { result: result.word() });
    }
    if let Some(closed) = &document.runbook.closed {
        if note.is_some() && note != closed.note.as_deref() {
            return Err(MarkError::ClosedWithoutNote);
        }
        return if closed.result == result {
            Ok(Marked::already(format!("The runbook is closed as {} already", result.word())))
        } else {
            Err(MarkError::Closed)
        };
    }
    let mut keys: Vec<(Cow<'static, str>, Value)> = vec![("at".into(), plain(time(stamp.at)))];
    keys.extend(stamp.by.clone().map(|by| ("by".into(), Value::Text(by))));
    keys.push(("result".into(), plain(result.word().to_owned())));
    keys.extend(note.map(|note| ("note".into(), Value::Text(note.to_owned()))));
    let mut entry = stamp.entry(Event::Close);
    entry.from = Some(Mark::Open);
    entry.to = Some(result_mark(result));
    entry.note = note.map(str::to_owned);
    let edits = vec![Edit::set(Route::top().key("closed"), Value::Inline(keys)), log_edit(&entry)];
    Ok(Marked { edits, said: format!("Closed the runbook as {}", result.word()), wants: Vec::new() })
}

/// Opens a closed runbook again.
///
/// # Errors
/// A blueprint.
pub fn reopen(document: &Document<'_>, stamp: &Stamp) -> Result<Marked, MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    let Some(closed) = &document.runbook.closed else {
        return Ok(Marked::already("The runbook is open already"));
    };
    let mut entry = stamp.entry(Event::Reopen);
    entry.from = Some(result_mark(closed.result));
    entry.to = Some(Mark::Open);
    entry.was.push(("at".to_owned(), time(closed.at)));
    entry.was.extend(closed.by.clone().map(|by| ("by".to_owned(), by)));
    entry.was.extend(closed.note.clone().map(|note| ("note".to_owned(), note)));
    let edits = vec![Edit::remove(Route::top().key("closed")), log_edit(&entry)];
    Ok(Marked { edits, said: "Opened the runbook again".to_owned(), wants: Vec::new() })
}

const fn result_mark(result: CloseResult) -> Mark {
    match result {
        CloseResult::Completed => Mark::Completed,
        CloseResult::Aborted => Mark::Aborted,
        CloseResult::Cancelled => Mark::Cancelled,
    }
}
