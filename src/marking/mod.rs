//! What a mark writes: a change of state → the keys it sets and clears, and its entry in the log.
//!
//! | mark | sets | clears |
//! | --- | --- | --- |
//! | item done | `state` | `reason`, `accepted_by` |
//! | item blocked | `state`, `reason` | `accepted_by`, when the reason is another one |
//! | item not applicable | `state`, `reason` | `accepted_by` |
//! | item struck out | `state` | `reason`, `accepted_by` |
//! | item reopened | `state` | `reason`, `accepted_by` |
//! | task started anew | `started_at` | `outcome`, `duration`, `count`, `note` of the attempt before |
//! | task resumed, paused | | |
//! | task with an outcome | `outcome`; `duration`, `count`, `note` as given or measured | those of the attempt before, and its `started_at` |
//! | task reopened | | `outcome`, `duration`, `count`, `note`, `started_at` |
//!
//! The first mark of an entry without an `id` writes the id. Every mark appends one entry to `log`; what it cleared or
//! overwrote stands there under `was`, so that nothing is lost and `undo` needs nothing but the log. Nothing here knows
//! files, the clock or who is asking: time and name are arguments.

mod item;
mod order;
mod runbook;
mod task;
mod timing;
mod undo;

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    document::{Document, Edit, Route, Value},
    model::{LogEntry, Mark},
};

pub use item::{ItemMark, mark_item};
pub use runbook::{close, confirm, follow_up, note, published, reopen};
pub use task::{TaskMark, TaskMarkDetails, mark_task};
pub use undo::{undo, undo_task};

/// When something happened, and who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it is written, if that is later than it happened.
    pub recorded: Option<DateTime<Utc>>,
    /// Who did it.
    pub by: Option<String>,
}

/// What a mark does to a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marked {
    /// The changes; none when it is so already.
    pub edits: Vec<Edit>,
    /// What happened, as a sentence without its period.
    pub said: String,
    /// What is still wanted: a duration, a note. The mark holds all the same.
    pub wants: Vec<String>,
}

impl Marked {
    fn already(said: impl Into<String>) -> Self {
        Self { said: said.into(), ..Self::default() }
    }
}

/// Why a mark is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// A blueprint carries no marks.
    #[error("a blueprint carries no marks")]
    Blueprint,
    /// The runbook is closed.
    #[error("the runbook is closed")]
    Closed,
    /// The runbook is closed, and a note of its end cannot be added any more.
    #[error("the runbook is closed already, so the note would be lost")]
    ClosedWithoutNote,
    /// A blocked or not applicable item needs a reason with text in it.
    #[error("`{id}` needs a reason")]
    NoReason {
        /// The item, with its list.
        id: String,
        /// The state that was asked for.
        state: Mark,
    },
    /// What was given as a reason says nothing.
    #[error("`{reason}` is no reason")]
    EmptyReason {
        /// What was given.
        reason: String,
    },
    /// Only a blocked item can be accepted.
    #[error("`{id}` is not blocked, so there is nothing to accept")]
    NotBlocked {
        /// The item, with its list.
        id: String,
    },
    /// Somebody other than the DRI has to accept a blocked item.
    #[error("`{by}` is the DRI; somebody else has to accept that `{id}` is blocked")]
    AcceptedByDri {
        /// Who was named.
        by: String,
        /// The item, with its list.
        id: String,
    },
    /// Only a running task can be paused.
    #[error("`{id}` is not running, so it cannot be paused")]
    NotRunning {
        /// The task, with its list.
        id: String,
    },
    /// There is no mark to take back.
    #[error("there is no mark to take back")]
    NothingToUndo,
    /// The entry of the last mark is no longer in the file.
    #[error("the last mark was on `{id}`, which is no longer in the runbook")]
    Gone {
        /// The entry, with its list.
        id: String,
    },
    /// A runbook that is not completed needs a note that says why.
    #[error("closing a runbook as {result} needs a note that says why")]
    NoNote {
        /// The result that was asked for.
        result: &'static str,
    },
}

/// One key of an entry and what is to stand there; `None` clears it.
type Wanted = (&'static str, Option<Value>);

/// Collects the edits that bring an entry's keys to what is wanted, and what they overwrite.
struct KeyChanges {
    edits: Vec<Edit>,
    /// The texts that were cleared or overwritten, by key.
    was: Vec<(String, String)>,
    /// The texts that stood there already as they are wanted, by key. Taking the mark back must leave them.
    kept: Vec<(String, String)>,
}

impl KeyChanges {
    fn edit(edit: Edit) -> Self {
        Self { edits: vec![edit], was: Vec::new(), kept: Vec::new() }
    }

    /// Returns what stood in the entry before the mark, where the mark says anything about it.
    fn before(&self) -> Vec<(String, String)> {
        self.was.iter().chain(&self.kept).cloned().collect()
    }
}

/// Brings the keys of the entry at `route` to what is wanted; `state_key` is not recorded, since `from` says it.
fn change_keys(document: &Document<'_>, route: &Route, state_key: &str, wanted: Vec<Wanted>) -> KeyChanges {
    let mut changes = KeyChanges { edits: Vec::new(), was: Vec::new(), kept: Vec::new() };
    for (key, value) in wanted {
        let at = route.clone().key(key);
        let present = document.node(&at).and_then(|node| node.text()).filter(|text| !text.is_empty());
        let new = value.as_ref().map(value_text);
        let is_kept = present == new.as_deref();
        if let Some(present) = present
            && key != state_key
        {
            let texts = if is_kept { &mut changes.kept } else { &mut changes.was };
            texts.push((key.to_owned(), present.to_owned()));
        }
        if is_kept {
            continue;
        }
        match value {
            Some(value) => changes.edits.push(Edit::set(at, value)),
            None if document.node(&at).is_some() => changes.edits.push(Edit::remove(at)),
            None => {}
        }
    }
    changes
}

/// Returns a word, number or time that stands without quotes.
fn plain(text: String) -> Value {
    Value::Text(text)
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// Returns the edit that writes a derived id into its entry; none when the file says the id.
fn id_edit(route: &Route, id: &crate::model::Id) -> Option<Edit> {
    id.derived.then(|| Edit::set(route.clone().key("id"), plain(id.text.clone())))
}

/// Returns the edit that appends an entry to the log.
fn log_edit(entry: &LogEntry) -> Edit {
    let word = |mark: Option<Mark>| mark.map(|mark| plain(mark.word().to_owned()));
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    let was = entry.was.iter().map(|(key, value)| (Cow::Owned(key.clone()), Value::Text(value.clone())));
    let keys: [(&'static str, Option<Value>); 15] = [
        ("at", Some(plain(time(entry.at)))),
        ("recorded", entry.recorded.map(|at| plain(time(at)))),
        ("by", text(&entry.by)),
        ("event", Some(plain(entry.event.word().to_owned()))),
        ("id", entry.id.clone().map(plain)),
        ("from", word(entry.from)),
        ("to", word(entry.to)),
        ("duration", entry.duration.map(|duration| plain(duration.to_string()))),
        ("count", text(&entry.count)),
        ("reason", text(&entry.reason)),
        ("accepted_by", text(&entry.accepted_by)),
        ("evidence", text(&entry.evidence)),
        ("region", text(&entry.region)),
        ("note", text(&entry.note)),
        ("was", (!entry.was.is_empty()).then(|| Value::Inline(was.collect()))),
    ];
    let written = keys.into_iter().filter_map(|(key, value)| Some((Cow::Borrowed(key), value?)));
    Edit::append(Route::top().key("log"), Value::Inline(written.collect()))
}

/// Returns a time as it stands in the file: UTC, to the second.
fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Refuses marks on what must not carry them.
fn may_be_marked(document: &Document<'_>) -> Result<(), MarkError> {
    if document.runbook.blueprint {
        return Err(MarkError::Blueprint);
    }
    if document.runbook.closed.is_some() {
        return Err(MarkError::Closed);
    }
    Ok(())
}

/// Returns the state in words for a sentence.
fn in_words(mark: Mark) -> &'static str {
    match mark {
        Mark::NotApplicable => "not applicable",
        Mark::Started => "running",
        _ => mark.word(),
    }
}

impl Stamp {
    fn entry(&self, event: crate::model::Event) -> LogEntry {
        LogEntry { recorded: self.recorded, by: self.by.clone(), ..LogEntry::new(self.at, event) }
    }
}
