//! The answer for machines. Its fields change only by addition.

use serde::Serialize;

use super::since::Described;
use crate::compare::{Change, ComparedFile, FieldChange, LogChange, Value};

/// What `runbook diff --format json` answers. Values are as they stand in the file; what is absent is null.
#[derive(Serialize)]
pub(super) struct DiffJson<'a> {
    version: u32,
    /// Null when two files were compared.
    since: Option<SinceJson<'a>>,
    runbooks: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct SinceJson<'a> {
    /// The revision as it was named.
    revision: &'a str,
    /// The commit with which the files were compared.
    commit: &'a str,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    /// Where the old version is or was, if that is elsewhere.
    was: Option<&'a str>,
    /// What it is called; null when it could not be compared.
    runbook: Option<&'a str>,
    /// `changed`, `unchanged`, `added`, `removed` or `failed`.
    status: &'static str,
    /// Why it could not be compared.
    error: Option<&'a str>,
    changes: Vec<ChangeJson<'a>>,
    effects: Vec<FieldJson<'a>>,
    log: Option<LogJson>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    /// What kind of thing it is: `task`, `header`.
    part: &'static str,
    /// The checklist, or the side of the contacts.
    list: Option<&'a str>,
    id: Option<&'a str>,
    /// `added`, `removed` or `changed`.
    change: &'static str,
    renamed: bool,
    moved: bool,
    title: SidesJson<&'a str>,
    number: SidesJson<usize>,
    plan: Vec<FieldJson<'a>>,
    marks: Vec<FieldJson<'a>>,
}

#[derive(Serialize)]
struct SidesJson<T> {
    old: Option<T>,
    new: Option<T>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    name: &'static str,
    old: Option<String>,
    new: Option<String>,
    /// What the change comes to, such as `2h later`.
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct LogJson {
    n_old: usize,
    n_new: usize,
    /// How many entries at the beginning are as they were; fewer than `n_old` when the log was rewritten.
    n_kept: usize,
}

impl<'a> DiffJson<'a> {
    pub(super) fn new(since: Option<&'a Described>, files: &'a [ComparedFile]) -> Self {
        let since = since.map(|since| SinceJson { revision: &since.revision, commit: &since.commit });
        Self { version: 1, since, runbooks: files.iter().map(FileJson::new).collect() }
    }
}

impl<'a> FileJson<'a> {
    fn new(file: &'a ComparedFile) -> Self {
        let changes = file.fate.changes();
        Self {
            path: &file.path,
            was: file.was.as_deref(),
            runbook: Some(file.name.as_str()).filter(|name| !name.is_empty()),
            status: file.fate.word(),
            error: file.fate.error(),
            changes: changes.map_or_else(Vec::new, |all| all.entries.iter().map(ChangeJson::new).collect()),
            effects: changes.map_or_else(Vec::new, |all| all.effects.iter().map(FieldJson::new).collect()),
            log: changes.and_then(|all| all.log).map(LogJson::new),
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(change: &'a Change) -> Self {
        let Change { part, list, id, what, title, number, is_moved, fields, marks } = change;
        Self {
            part: part.word(),
            list: list.as_deref(),
            id: id.as_deref(),
            change: what.word(),
            renamed: change.is_renamed(),
            moved: *is_moved,
            title: SidesJson { old: title.old.as_deref(), new: title.new.as_deref() },
            number: SidesJson { old: number.old, new: number.new },
            plan: fields.iter().map(FieldJson::new).collect(),
            marks: marks.iter().map(FieldJson::new).collect(),
        }
    }
}

impl<'a> FieldJson<'a> {
    fn new(field: &'a FieldChange) -> Self {
        let text = |value: &Option<Value>| value.as_ref().map(Value::as_in_file);
        Self { name: field.name, old: text(&field.old), new: text(&field.new), note: field.note.as_deref() }
    }
}

impl LogJson {
    const fn new(log: LogChange) -> Self {
        Self { n_old: log.n_old, n_new: log.n_new, n_kept: log.n_kept }
    }
}
