//! What `runbook sync --format json` answers.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Done, Job, ends, say};
use crate::{
    cli::{error::CliError, ui::Ui},
    services::gitlab::StateEvent,
    sync::{Change, Conflict, Merged, Pull, Push, Taken},
};

/// What `runbook sync --format json` answers.
#[derive(Serialize)]
struct SyncJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    issue: &'a str,
    /// Whether the file was written.
    written: bool,
    /// Whether the issue was written.
    sent: bool,
    /// `close` or `reopen`, if the issue was.
    state: Option<StateEvent>,
    pulled: Vec<PullJson<'a>>,
    /// Words of the issue that went into the file.
    taken: Vec<TakenJson<'a>>,
    pushed: Vec<PushJson<'a>>,
    /// What else of the issue's text changed.
    changes: Vec<ChangeJson<'a>>,
    conflicts: Vec<ConflictJson<'a>>,
    remarks: Vec<String>,
    /// What decides a conflict, and what ends the remarks that come again.
    hints: Vec<String>,
}

#[derive(Serialize)]
struct PullJson<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    by: Option<&'a str>,
    at: Option<DateTime<Utc>>,
    wants: &'a [String],
}

#[derive(Serialize)]
struct PushJson<'a> {
    id: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct TakenJson<'a> {
    path: &'a str,
    from: Option<&'a str>,
    to: &'a str,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    place: &'a str,
    added: &'a [String],
    removed: &'a [String],
}

/// A conflict; which fields it has depends on its `kind`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ConflictJson<'a> {
    Entry { id: &'a str, base: Option<&'a str>, file: Option<&'a str>, issue: &'a str },
    Refused { id: &'a str, file: &'a str, issue: &'a str, reason: &'a str },
    Text { line: usize, file: &'a [String], issue: &'a [String] },
}

pub(super) fn answer(ui: &mut Ui, job: &Job<'_>, runbook: &str, done: &Done) -> Result<(), CliError> {
    let merged = || done.merged.iter();
    ui.answer_json(&SyncJson {
        version: 1,
        runbook,
        path: job.path.to_string_lossy().into_owned(),
        issue: &job.url,
        written: done.written,
        sent: done.sent,
        state: done.state,
        pulled: merged().flat_map(|merged| &merged.pulls).map(pull).collect(),
        pushed: merged().flat_map(|merged| &merged.pushes).map(push).collect(),
        taken: merged().flat_map(|merged| &merged.taken).map(taken).collect(),
        changes: merged().flat_map(|merged| &merged.changes).map(change).collect(),
        conflicts: merged().flat_map(|merged| &merged.conflicts).map(conflict).collect(),
        remarks: merged().flat_map(|merged| &merged.remarks).map(say::remark).collect(),
        hints: done.merged.last().map(|merged| hints(job, merged)).unwrap_or_default(),
    })
}

fn hints(job: &Job<'_>, merged: &Merged) -> Vec<String> {
    let decide = (!merged.conflicts.is_empty()).then(|| say::conflict_hint(&merged.conflicts).to_owned());
    decide.into_iter().chain(ends::hints(&merged.remarks, job.args.side())).collect()
}

fn pull(pull: &Pull) -> PullJson<'_> {
    PullJson { id: &pull.key, from: &pull.from, to: &pull.to, by: pull.by.as_deref(), at: pull.at, wants: &pull.wants }
}

fn push(push: &Push) -> PushJson<'_> {
    PushJson { id: &push.key, from: push.from.as_deref(), to: push.to.as_deref() }
}

fn taken(taken: &Taken) -> TakenJson<'_> {
    TakenJson { path: &taken.path, from: taken.from.as_deref(), to: &taken.to }
}

fn change(change: &Change) -> ChangeJson<'_> {
    ChangeJson { place: &change.place, added: &change.added, removed: &change.removed }
}

fn conflict(conflict: &Conflict) -> ConflictJson<'_> {
    match conflict {
        Conflict::Entry { key, title: _, base, file, issue } => {
            ConflictJson::Entry { id: key, base: base.as_deref(), file: file.as_deref(), issue }
        }
        Conflict::Refused { key, title: _, file, issue, reason } => {
            ConflictJson::Refused { id: key, file, issue, reason }
        }
        Conflict::Text { line, file, issue } => ConflictJson::Text { line: *line, file, issue },
    }
}
