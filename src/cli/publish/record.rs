//! What publishing writes into the file: the key `sync`, and one entry in the log.

use std::{borrow::Cow, path::Path};

use chrono::{DateTime, SecondsFormat, Utc};

use super::gate;
use crate::{
    cli::{error::CliError, files, mark},
    document::{Document, Edit, Route, Source, Value},
    marking::{self, Stamp},
    model::{Header, Sync, SyncState},
    render::Templates,
    sync::{self, Agreed},
};

/// The text of a file in which the issue is known, and what is then to stand in the issue.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The text of the file.
    pub text: String,
    /// The text of the issue.
    pub body: String,
}

/// Returns a new publication id: a word of letters and digits that a search finds and that says nothing.
pub(super) fn new_id() -> String {
    use std::hash::{BuildHasher, RandomState};
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    // Its keys are of the system's making, and new ones for each process.
    let mut random = RandomState::new().hash_one(std::process::id());
    let mut id = String::from("rb");
    for _ in 0..8 {
        id.push(char::from(DIGITS[usize::try_from(random % 32).expect("below 32")]));
        random /= 32;
    }
    id
}

/// Returns the text in which the issue is going to be made, or the one at this address is going to be taken.
pub(super) fn creating(source: &Source, id: &str, url: Option<&str>) -> Result<String, CliError> {
    let document = mark::parse(source)?;
    let mut keys = vec![("id", id.into()), ("state", word(SyncState::Creating))];
    keys.extend(url.map(|url| ("issue", url.into())));
    mark::apply(source, &set(&document, &keys))
}

/// Returns the text in which the issue is known and has not got its text yet, and that text. `is_empty` says that the issue
/// holds nothing; then they are going to agree on all of it, so that what happens to the text from now on is seen as a
/// change even if this run ends before it knows that the text has arrived.
pub(super) fn known(
    source: &Source,
    id: &str,
    url: &str,
    is_empty: bool,
    stamp: &Stamp,
    templates: &Templates,
) -> Result<Known, CliError> {
    let document = mark::parse(source)?;
    let sync = document.runbook.sync.clone().unwrap_or_default();
    let state = sync.state.unwrap_or(SyncState::Creating);
    let rev = sync.rev.unwrap_or(1);
    let keys = [("issue", url.into()), ("id", id.into()), ("state", word(state)), ("rev", Value::Integer(rev))];
    let mut edits = set(&document, &keys);
    edits.extend(marking::published(&document, url, stamp)?.edits);
    let mut text = mark::apply(source, &edits)?;
    let changed = with_text(source, &text)?;
    let document = mark::parse(&changed)?;
    let body = gate::body(&document, templates)?;
    if is_empty {
        text = mark::apply(&changed, &sync::initial(&body).edits(&document, stamp.at))?;
    }
    Ok(Known { text, body })
}

/// Returns the text in which the issue is live, and what is agreed, if that is not there yet.
pub(super) fn live(source: &Source, agreed: Option<&Agreed>, at: DateTime<Utc>) -> Result<String, CliError> {
    let document = mark::parse(source)?;
    let since = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut edits = set(&document, &[("state", word(SyncState::Live)), ("at", since.into())]);
    edits.extend(agreed.into_iter().flat_map(|agreed| agreed.edits(&document, at)));
    mark::apply(source, &edits)
}

/// Changes the file, if `sync` and the header are still as they were when the plan was made. Marks that were made in the
/// meantime stay.
///
/// Returns what the file says then.
///
/// # Errors
/// What `change` refuses; the file says something else than before; disk.
pub(super) fn write(
    path: &Path,
    expected: &Expected,
    mut change: impl FnMut(&Source) -> Result<String, CliError>,
) -> Result<Expected, CliError> {
    let mut after = expected.clone();
    files::mark(path, |source| -> Result<Option<String>, CliError> {
        let document = mark::parse(source)?;
        expected.demand(&document, path)?;
        let text = change(source)?;
        after = Expected::after(source, &text)?;
        Ok((text != source.text()).then_some(text))
    })?;
    Ok(after)
}

/// What a file said when the plan was made, as far as it must not change.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    header: Header,
    sync: Option<Sync>,
}

impl Expected {
    /// Takes down what a file says.
    pub(super) fn of(document: &Document<'_>) -> Self {
        Self { header: document.runbook.header.clone(), sync: document.runbook.sync.clone() }
    }

    /// Demands that a file still says it.
    ///
    /// # Errors
    /// It says something else.
    pub(super) fn demand(&self, document: &Document<'_>, path: &Path) -> Result<(), CliError> {
        if self.holds(document) { Ok(()) } else { Err(gate::changed_meanwhile(path)) }
    }

    /// Returns what a file says after its text became another one.
    ///
    /// # Errors
    /// The text is no runbook.
    pub(super) fn after(source: &Source, text: &str) -> Result<Self, CliError> {
        Ok(Self::of(&mark::parse(&with_text(source, text)?)?))
    }

    fn holds(&self, document: &Document<'_>) -> bool {
        self.header == document.runbook.header && self.sync == document.runbook.sync
    }

    /// Returns whether the file names the issue.
    pub(super) fn names_issue(&self) -> bool {
        self.sync.as_ref().is_some_and(|sync| sync.issue.is_some())
    }
}

/// Returns a source with another text.
pub(super) fn with_text(source: &Source, text: &str) -> Result<Source, CliError> {
    source.with_text(text.to_owned()).map_err(|error| CliError::new(error.to_string()))
}

fn word(state: SyncState) -> Value {
    state.word().into()
}

/// Returns the edits that set keys of `sync`; where there is none, it comes as one mapping.
fn set(document: &Document<'_>, keys: &[(&'static str, Value)]) -> Vec<Edit> {
    let sync = Route::top().key("sync");
    if document.is_absent(&sync) {
        let table = keys.iter().map(|(key, value)| (Cow::Borrowed(*key), value.clone()));
        return vec![Edit::set(sync, Value::Table(table.collect()))];
    }
    keys.iter().map(|(key, value)| Edit::set(sync.clone().key(*key), value.clone())).collect()
}
