//! Marks on tasks and rollback steps.

use super::{
    MarkError, Marked, Stamp, Wanted, change_keys, id_edit, in_words, log_edit, may_be_marked, order, plain, time,
    timing,
};
use crate::{
    document::{Document, Route, Value},
    model::{Event, Mark, Outcome, Task, TaskDuration},
};

/// A mark on a task or rollback step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskMark {
    /// It begins, begins anew, or goes on after a pause.
    Start,
    /// It is interrupted.
    Pause,
    /// It came to an end.
    Outcome(Outcome),
    /// It is to be run anew; its outcome goes into the log.
    Reopen,
}

/// What is said along with a mark on a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskMarkDetails {
    /// How long it took, as a person states it.
    pub duration: Option<TaskDuration>,
    /// How much of it came out.
    pub count: Option<String>,
    /// What is to be said about it.
    pub note: Option<String>,
}

/// Marks the task or rollback step at `route`; `id` is its id with its list, such as `tasks/confirm-state`.
///
/// # Errors
/// A blueprint or closed runbook; a pause of what does not run.
pub fn mark_task(
    document: &Document<'_>,
    route: &Route,
    id: &str,
    task: &Task,
    mark: TaskMark,
    details: &TaskMarkDetails,
    stamp: &Stamp,
) -> Result<Marked, MarkError> {
    may_be_marked(document)?;
    let from = document.runbook.task_state(id, task);
    let to = match mark {
        TaskMark::Start => Mark::Started,
        TaskMark::Pause => Mark::Paused,
        TaskMark::Outcome(outcome) => outcome.into(),
        TaskMark::Reopen => Mark::Open,
    };
    if mark == TaskMark::Pause && !matches!(from, Mark::Started | Mark::Paused) {
        return Err(MarkError::NotRunning { id: id.to_owned() });
    }
    let duration = duration(document, id, task, mark, details, stamp, from);
    let changes = change_keys(document, route, "outcome", keys(task, mark, details, stamp, from, duration));
    let already = from == to && changes.edits.is_empty();
    if already {
        let runbook = &document.runbook;
        let said = format!("{id} is {} already{}", in_words(to), timing::since(runbook, task, to));
        let is_note_new = details.note.is_some() && !matches!(mark, TaskMark::Outcome(_));
        return Ok(timing::already(runbook, Event::Task, id, stamp, said, is_note_new));
    }
    let mut entry = stamp.entry(Event::Task);
    entry.id = Some(id.to_owned());
    entry.from = Some(from);
    entry.to = Some(to);
    entry.was = changes.before();
    entry.note.clone_from(&details.note);
    if matches!(mark, TaskMark::Outcome(_)) {
        entry.duration = duration;
        entry.count.clone_from(&details.count);
    }
    let mut edits: Vec<_> = id_edit(route, &task.id).into_iter().collect();
    edits.extend(changes.edits);
    edits.push(log_edit(&entry));
    let mut wants = wants(mark, task, duration, details, from, to);
    wants.extend(order::against(&document.runbook, id, from, mark));
    wants.extend(doubts(document, id, task, mark, from, stamp, duration.filter(|_| details.duration.is_none())));
    Ok(Marked { edits, said: said(id, mark, from, to, duration, details), wants })
}

/// Says what is hardly meant: a time that was stated, a duration that was measured.
fn doubts(
    document: &Document<'_>,
    id: &str,
    task: &Task,
    mark: TaskMark,
    from: Mark,
    stamp: &Stamp,
    measured: Option<TaskDuration>,
) -> Vec<String> {
    let runbook = &document.runbook;
    // What began in a call may well run on, and end, outside of it.
    let begins = !matches!(from, Mark::Started | Mark::Paused) && mark != TaskMark::Reopen;
    let about_time = timing::before_last_mark(runbook, Event::Task, id, stamp)
        .or_else(|| timing::before_call(runbook, stamp).filter(|_| begins));
    let about_length = match (mark, measured) {
        (TaskMark::Outcome(outcome), Some(measured)) if Mark::from(outcome) != from => {
            timing::far_longer(task, measured, &format!("runbook task {} {}", task.id.text, outcome.word()))
        }
        _ => None,
    };
    about_time.into_iter().chain(about_length).collect()
}

/// Returns the duration to write: the stated one, else that of a correction, else the measured one.
fn duration(
    document: &Document<'_>,
    id: &str,
    task: &Task,
    mark: TaskMark,
    details: &TaskMarkDetails,
    stamp: &Stamp,
    from: Mark,
) -> Option<TaskDuration> {
    let TaskMark::Outcome(outcome) = mark else { return None };
    if details.duration.is_some() {
        return details.duration;
    }
    if from == outcome.into() {
        return task.duration;
    }
    match from {
        Mark::Started | Mark::Paused => {
            // An end before the beginning measures nothing.
            let began_before = task.started_at.is_some_and(|started| started <= stamp.at);
            let seconds = document.runbook.seconds_run(id, task, stamp.at).filter(|_| began_before);
            seconds.map(TaskDuration::measured)
        }
        _ => None,
    }
}

fn keys(
    task: &Task,
    mark: TaskMark,
    details: &TaskMarkDetails,
    stamp: &Stamp,
    from: Mark,
    duration: Option<TaskDuration>,
) -> Vec<Wanted> {
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    match mark {
        TaskMark::Pause => Vec::new(),
        // Going on after a pause, and what runs already.
        TaskMark::Start if matches!(from, Mark::Started | Mark::Paused) => Vec::new(),
        TaskMark::Start => {
            let mut wanted = vec![("started_at", Some(plain(time(stamp.at))))];
            // What was written beside a task that has not run yet is a person's remark, not an attempt's record.
            if from != Mark::Open {
                wanted.extend(["outcome", "duration", "count", "note"].map(|key| (key, None)));
            }
            wanted
        }
        TaskMark::Reopen => ["outcome", "duration", "count", "note", "started_at"].map(|key| (key, None)).into(),
        TaskMark::Outcome(outcome) => {
            let same_attempt = task.outcome.is_none() || from == outcome.into();
            let outcome = ("outcome", Some(plain(outcome.word().to_owned())));
            let duration = duration.map(|duration| plain(duration.to_string()));
            if same_attempt {
                let mut wanted = vec![outcome];
                wanted.extend(duration.map(|duration| ("duration", Some(duration))));
                wanted.extend(text(&details.count).map(|count| ("count", Some(count))));
                wanted.extend(text(&details.note).map(|note| ("note", Some(note))));
                return wanted;
            }
            let (count, note) = (text(&details.count), text(&details.note));
            vec![outcome, ("duration", duration), ("count", count), ("note", note), ("started_at", None)]
        }
    }
}

fn said(
    id: &str,
    mark: TaskMark,
    from: Mark,
    to: Mark,
    duration: Option<TaskDuration>,
    details: &TaskMarkDetails,
) -> String {
    let took = match (duration, details.duration) {
        (Some(duration), given) if given.is_some() || from == to => format!(", {duration}"),
        (Some(duration), _) => format!(", {duration} measured"),
        (None, _) => String::new(),
    };
    match mark {
        TaskMark::Start if from == Mark::Paused => format!("{id} goes on"),
        TaskMark::Start if from == Mark::Open => format!("Started {id}"),
        TaskMark::Start => format!("Started {id} anew; the attempt before stays in the log"),
        TaskMark::Pause => format!("Paused {id}"),
        TaskMark::Reopen => format!("Reopened {id}; what it was stays in the log"),
        TaskMark::Outcome(_) if from == to => format!("Corrected {id}: {}{took}", in_words(to)),
        TaskMark::Outcome(_) => format!("Marked {id} as {}{took}", in_words(to)),
    }
}

fn wants(
    mark: TaskMark,
    task: &Task,
    duration: Option<TaskDuration>,
    details: &TaskMarkDetails,
    from: Mark,
    to: Mark,
) -> Vec<String> {
    let TaskMark::Outcome(outcome) = mark else { return Vec::new() };
    let mut wants = Vec::new();
    let same_attempt = task.outcome.is_none() || from == to;
    if duration.is_none() && outcome != Outcome::Skipped {
        wants.push("no duration yet: give the same mark again with one, such as 10m".to_owned());
    }
    let has_note = details.note.is_some() || (same_attempt && task.note.is_some());
    if outcome != Outcome::Success && !has_note {
        wants.push(format!("a task that is {} is better with a note: --note \"…\"", outcome.word()));
    }
    wants
}
