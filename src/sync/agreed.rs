//! What file and issue last agreed on, as it stands under `sync` in the file.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{
    canon::{self, Digest},
    issue::{self, Reading},
};
use crate::{
    document::{Document, Edit, Route, Value},
    model::{Sync, SyncState},
};

/// What file and issue agree on, for the keys `rev`, `base` and `lines` of `sync`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreed {
    /// How often the issue was written. `None` leaves the key as it is.
    pub rev: Option<u64>,
    /// What both show of each entry, by key, in the order of the issue.
    pub base: Vec<(String, String)>,
    /// A digest of each line as the file renders it. `None` leaves the key as it is.
    pub lines: Option<String>,
}

impl Agreed {
    /// Returns the edits that write it; none when the file says it already. `at` is written only along with something else.
    #[must_use]
    pub fn edits(&self, document: &Document<'_>, at: DateTime<Utc>) -> Vec<Edit> {
        let none = Sync::default();
        let sync = document.runbook.sync.as_ref().unwrap_or(&none);
        let key = |key: &'static str| Route::top().key("sync").key(key);
        let mut edits = Vec::new();
        if let Some(rev) = self.rev.filter(|rev| sync.rev != Some(*rev)) {
            edits.push(Edit::set(key("rev"), Value::Integer(rev)));
        }
        // What is new stands last in the file.
        let is_same = self.base.len() == sync.base.len() && self.base.iter().all(|entry| sync.base.contains(entry));
        if !is_same {
            let base = self.base.iter().map(|(key, value)| (Cow::Owned(key.clone()), Value::from(value.clone())));
            edits.push(Edit::set(key("base"), Value::Table(base.collect())));
        }
        if let Some(lines) = self.lines.as_ref().filter(|lines| sync.lines.as_ref() != Some(lines)) {
            edits.push(Edit::set(key("lines"), Value::from(lines.clone())));
        }
        // Only who has looked at all of it knows what arrived.
        if sync.state == Some(SyncState::Sending) && self.lines.is_some() {
            edits.push(Edit::set(key("state"), Value::from(SyncState::Live.word().to_owned())));
        }
        if !edits.is_empty() {
            let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            edits.push(Edit::set(key("at"), Value::Text(at)));
        }
        edits
    }
}

/// Returns what is agreed once this body, as `render` wrote it, stands in the issue.
#[must_use]
pub fn initial(body: &str) -> Agreed {
    // As GitLab keeps it.
    let reading = issue::read(body.trim_end());
    Agreed {
        rev: reading.marker.as_ref().and_then(|marker| marker.rev),
        base: values(&reading),
        lines: Some(write(&tokens(&reading, &own_keys(&reading)))),
    }
}

/// Which publication an issue says to be of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: String,
    /// How often the issue was written.
    pub rev: Option<u64>,
}

/// Returns the publication that an issue says to be of, if its text was written by `publish`.
#[must_use]
pub fn publication(body: &str) -> Option<Publication> {
    let marker = issue::read(body).marker?;
    Some(Publication { id: marker.id?, rev: marker.rev })
}

/// Returns what each entry with a marker shows; the first of each key.
pub(super) fn values(reading: &Reading<'_>) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = Vec::new();
    for entry in &reading.entries {
        if let (Some(key), Some(value)) = (&entry.key, entry.value())
            && values.iter().all(|(known, _)| known != key)
        {
            values.push((key.clone(), value));
        }
    }
    values
}

/// Returns the keys that the markers of the entries say; `None` for what has no marker.
pub(super) fn own_keys(reading: &Reading<'_>) -> Vec<Option<String>> {
    reading.entries.iter().map(|entry| entry.key.clone()).collect()
}

/// A line, as it is compared between file, issue and base.
#[derive(Debug, Clone, Copy, Eq)]
pub(super) enum Token {
    /// The line of an entry: its key, and its wording without its state.
    Entry(Digest, Digest),
    /// Any other line.
    Line(Digest),
}

impl Token {
    pub(super) fn is_blank(self) -> bool {
        self == Self::Line(Digest::of(""))
    }

    pub(super) const fn is_entry(self) -> bool {
        matches!(self, Self::Entry(..))
    }
}

/// An entry is the same line whatever it says.
impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Entry(key, _), Self::Entry(other, _)) | (Self::Line(key), Self::Line(other)) => key == other,
            _ => false,
        }
    }
}

impl std::hash::Hash for Token {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match self {
            Self::Entry(key, _) => (true, key).hash(state),
            Self::Line(line) => (false, line).hash(state),
        }
    }
}

/// What stands for the marker of the runbook, whatever it says; no line of a text is this.
const MARKER: &str = "\0";

/// Returns the token of each line; `keys` are those of the reading's entries.
pub(super) fn tokens(reading: &Reading<'_>, keys: &[Option<String>]) -> Vec<Token> {
    let mut tokens: Vec<Token> = reading
        .lines
        .iter()
        .zip(&reading.is_code)
        .map(|(line, is_code)| Token::Line(Digest::of(&canon::line(line, *is_code))))
        .collect();
    if let Some(marker) = &reading.marker {
        tokens[marker.line] = Token::Line(Digest::of(MARKER));
    }
    for (entry, key) in reading.entries.iter().zip(keys) {
        if let Some(key) = key {
            let wording = Digest::of(&entry.wording(entry.columns()));
            tokens[entry.line] = Token::Entry(Digest::of(key), wording);
        }
    }
    tokens
}

/// Writes tokens: digests with blanks between them, that of an entry as `key.wording`, an empty line as `_`.
pub(super) fn write(tokens: &[Token]) -> String {
    let empty = Digest::of("");
    let words = tokens.iter().map(|token| match token {
        Token::Entry(key, wording) => format!("{}.{}", key.write(), wording.write()),
        Token::Line(line) if *line == empty => "_".to_owned(),
        Token::Line(line) => line.write(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Reads tokens; `None` for what was not written here.
pub(super) fn read(lines: &str) -> Option<Vec<Token>> {
    let tokens = lines.split_whitespace().map(|word| match word.split_once('.') {
        _ if word == "_" => Some(Token::Line(Digest::of(""))),
        Some((key, wording)) => Some(Token::Entry(Digest::read(key)?, Digest::read(wording)?)),
        None => Digest::read(word).map(Token::Line),
    });
    tokens.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "\
<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->

- [ ] Inform <!-- rb:pre-call.inform -->

| Task | Outcome | Duration |
| --- | --- | --- |
| Apply <!-- rb:tasks.apply --> | Partial (2488/2500) | 10m |
| Look <!-- rb:tasks.look --> |  |  |
";

    #[test]
    fn what_is_agreed_on_a_new_issue_are_its_entries_and_lines() {
        let agreed = initial(BODY);
        assert_eq!(agreed.rev, Some(1));
        let base = agreed.base.iter().map(|(key, value)| format!("{key}: {value:?}")).collect::<Vec<_>>();
        assert_eq!(base, ["pre-call/inform: \" \"", "tasks/apply: \"Partial (2488/2500) | 10m\"", "tasks/look: \"|\""]);
        let lines = agreed.lines.expect("lines");
        let tokens = read(&lines).expect("tokens");
        assert_eq!(write(&tokens), lines);
        assert_eq!(tokens.len(), BODY.trim_end().split('\n').count());
    }

    #[test]
    fn the_state_of_an_entry_is_no_part_of_its_line() {
        let other = BODY.replace("[ ]", "[x]").replace("Partial (2488/2500) | 10m", "Success | 1h");
        assert_eq!(initial(BODY).lines, initial(&other).lines);
        assert_ne!(initial(BODY).lines, initial(&BODY.replace("Inform", "Tell")).lines);
    }
}
