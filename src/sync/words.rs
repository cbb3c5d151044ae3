//! Words that people changed in the issue → the fields of the file that say them, where that is certain.
//!
//! It is certain where the file, with the new words in it, renders the line as it stands in the issue. Nothing is guessed:
//! what is not certain stays as it is on both sides, and is said.

use std::borrow::Cow;

use chrono::NaiveDateTime;

use super::{
    canon,
    fields::{self, Change},
    issue::{self, Entry, Reading, Shows},
    merge::{normal, render},
    outcome::{MergeError, Merged, Merging, Remark, Taken},
    pull::with_text,
};
use crate::document::{Document, Edit, Route, Value, apply};

/// How many fields are tried for a line.
const MOST_TRIES: usize = 8;

/// Takes what a merge said that people worded otherwise in the issue; `None` where nothing of it is certain.
pub(super) fn take(merging: &Merging<'_>, merged: &Merged) -> Result<Option<(String, Vec<Taken>)>, MergeError> {
    let their_text = normal(merging.issue);
    let mut taker = Taker {
        merging,
        theirs: issue::read(&their_text),
        text: merging.document.source.text().to_owned(),
        taken: Vec::new(),
    };
    for remark in &merged.remarks {
        match remark {
            Remark::Wording { key, line, .. } => taker.wording(key, *line)?,
            Remark::Otherwise { file, issue, .. } if file.len() == issue.len() => {
                for (file, issue) in file.iter().zip(issue) {
                    taker.line(file, Some(issue))?;
                }
            }
            Remark::Otherwise { file, issue, .. } if issue.is_empty() => {
                for file in file {
                    taker.line(file, None)?;
                }
            }
            Remark::Foreign { line, .. } => taker.item(*line)?,
            _ => {}
        }
    }
    Ok((!taker.taken.is_empty()).then_some((taker.text, taker.taken)))
}

struct Taker<'a> {
    merging: &'a Merging<'a>,
    /// What stands in the issue.
    theirs: Reading<'a>,
    /// The file, with what was taken so far.
    text: String,
    taken: Vec<Taken>,
}

impl Taker<'_> {
    /// Takes the words of an entry.
    fn wording(&mut self, key: &str, line: usize) -> Result<(), MergeError> {
        let Some(theirs) = self.theirs.entries.iter().find(|entry| entry.line + 1 == line).cloned() else {
            return Ok(());
        };
        let their_line = self.theirs.lines[theirs.line].to_owned();
        let is_there = |reading: &Reading<'_>| {
            entry(reading, key).is_some_and(|ours| ours.wording(ours.columns()) == theirs.wording(ours.columns()))
        };
        let (change, route) = {
            let source = with_text(self.merging.document.source, &self.text)?;
            let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
            let text = render(&document.runbook, self.merging.templates, 1)?;
            let reading = issue::read(&text);
            let Some(ours) = entry(&reading, key) else { return Ok(()) };
            let states = match (&ours.shows, &theirs.shows) {
                (Shows::Row(our_row), Shows::Row(their_row)) if our_row.columns == their_row.columns => {
                    let (outcome, duration) = our_row.state_columns();
                    vec![outcome, duration]
                }
                (Shows::Box(_), Shows::Box(_)) => Vec::new(),
                _ => return Ok(()),
            };
            (fields::change(reading.lines[ours.line], &their_line, &states), fields::route_of(&document, key))
        };
        match change {
            Some(change) => self.field(&change, route.as_ref(), &is_there),
            None => Ok(()),
        }
    }

    /// Takes the words of any other line, or that it is gone.
    fn line(&mut self, file: &str, issue: Option<&str>) -> Result<(), MergeError> {
        if is_record(file) {
            return Ok(());
        }
        let of = |line: &str| canon::line(line, false);
        let count = |reading: &Reading<'_>, line: &str| {
            let lines = reading.lines.iter().zip(&reading.is_code);
            lines.filter(|(known, is_code)| !**is_code && of(known) == of(line)).count()
        };
        let (n_before, n_lines, agreed) = {
            let source = with_text(self.merging.document.source, &self.text)?;
            let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
            let text = render(&document.runbook, self.merging.templates, 1)?;
            let ours = issue::read(&text);
            (count(&ours, file), text.lines().count(), self.agreed(&ours))
        };
        // Of a line that stands there twice nobody knows which was changed.
        if n_before != 1 {
            return Ok(());
        }
        let is_there = |reading: &Reading<'_>| {
            let is_taken = issue.map_or(reading.lines.len() < n_lines, |issue| count(reading, issue) == 1);
            // The words of an entry stand in other places too: whoever changes them there changes no entry.
            let goes_on = |(key, wording): &(String, String)| {
                entry(reading, key).is_some_and(|ours| ours.wording(ours.columns()) == *wording)
            };
            count(reading, file) == 0 && is_taken && agreed.iter().all(goes_on)
        };
        let change = match issue {
            Some(issue) => fields::change(file, issue, &[]),
            None => fields::typed(file).and_then(|mut texts| texts.pop()).map(Change::gone),
        };
        match change {
            Some(change) => self.field(&change, None, &is_there),
            None => Ok(()),
        }
    }

    /// Returns the entries of which file and issue say the same, with what they say.
    fn agreed(&self, ours: &Reading<'_>) -> Vec<(String, String)> {
        let agreed = |ours: &Entry| {
            let (key, wording) = (ours.key.as_deref()?, ours.wording(ours.columns()));
            let is_agreed = entry(&self.theirs, key)?.wording(ours.columns()) == wording;
            is_agreed.then(|| (key.to_owned(), wording))
        };
        ours.entries.iter().filter_map(agreed).collect()
    }

    /// Takes a change into the field that it is of, if there is one with which the file renders what the issue says.
    fn field(
        &mut self,
        change: &Change,
        within: Option<&Route>,
        is_there: &dyn Fn(&Reading<'_>) -> bool,
    ) -> Result<(), MergeError> {
        let source = with_text(self.merging.document.source, &self.text)?;
        let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
        for (route, from, to) in fields::candidates(&document, change, within).into_iter().take(MOST_TRIES) {
            let mut edits = vec![match to.as_str() {
                "" => Edit::remove(route.clone()),
                to => Edit::set(route.clone(), to),
            }];
            // An id that is made of the words must not go with them.
            edits.extend(within.and_then(|entry| fields::id_edit(&document, entry)));
            let Ok(text) = apply(&source, &edits) else { continue };
            if self.shows(&text, is_there)? {
                self.taken.push(Taken { path: fields::path(&document, &route), from: Some(from), to });
                self.text = text;
                return Ok(());
            }
        }
        Ok(())
    }

    /// Takes an item that somebody added below a checklist of the file.
    fn item(&mut self, line: usize) -> Result<(), MergeError> {
        let Some(theirs) = self.theirs.entries.iter().find(|entry| entry.line + 1 == line).cloned() else {
            return Ok(());
        };
        let their_line = self.theirs.lines[theirs.line];
        // What has a marker is of another copy of the file, or was in this one.
        let is_plain = theirs.key.is_none()
            && matches!(theirs.shows, Shows::Box(' ' | 'x'))
            && !their_line.starts_with([' ', '\t', '>']);
        let words = fields::typed(their_line).filter(|_| is_plain).unwrap_or_default();
        let [item] = words.as_slice() else { return Ok(()) };
        let source = with_text(self.merging.document.source, &self.text)?;
        let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
        let text = render(&document.runbook, self.merging.templates, 1)?;
        let ours = issue::read(&text);
        let mut siblings = ours.entries.iter().filter(|entry| entry.heading == theirs.heading);
        let is_same = |entry: &&Entry| canon::words(&entry.title) == canon::words(&theirs.title);
        let list = siblings.clone().find_map(|entry| entry.key.as_deref()?.split_once('/'));
        let Some((list, _)) = list.filter(|_| !siblings.any(|entry| is_same(&entry))) else { return Ok(()) };
        let Some(checklist) = document.runbook.checklist(list) else { return Ok(()) };
        let at = document.item_route(list, checklist.items.len());
        let Some((list_route, _)) = at.split_last() else { return Ok(()) };
        let append = |id: Option<String>| {
            let id = id.map(|id| (Cow::Borrowed("id"), Value::Text(id)));
            let words = (Cow::Borrowed("item"), Value::Text(item.clone()));
            Edit::append(list_route.clone(), Value::Table(id.into_iter().chain([words]).collect()))
        };
        // The id is the one that the file would derive.
        let Ok(text) = apply(&source, &[append(None)]) else { return Ok(()) };
        let Ok(new) = with_text(&source, &text) else { return Ok(()) };
        let Ok(document) = Document::parse(&new) else { return Ok(()) };
        let id = document.runbook.checklist(list).and_then(|list| list.items.last()).map(|item| item.id.text.clone());
        let Ok(text) = apply(&source, &[append(id.clone())]) else { return Ok(()) };
        let key = format!("{list}/{}", id.unwrap_or_default());
        let is_there = |reading: &Reading<'_>| {
            entry(reading, &key).is_some_and(|entry| entry.heading == theirs.heading && is_same(&entry))
        };
        if self.shows(&text, &is_there)? {
            self.taken.push(Taken { path: key, from: None, to: item.clone() });
            self.text = text;
        }
        Ok(())
    }

    /// Whether a file can be read, and renders what it should.
    fn shows(&self, text: &str, is_there: &dyn Fn(&Reading<'_>) -> bool) -> Result<bool, MergeError> {
        let Ok(source) = with_text(self.merging.document.source, text) else { return Ok(false) };
        let Ok(document) = Document::parse(&source) else { return Ok(false) };
        let rendered = render(&document.runbook, self.merging.templates, 1)?;
        Ok(is_there(&issue::read(&rendered)))
    }
}

/// Whether a line is a row of the timeline, which is made of the log: of what was marked, and no field says it.
fn is_record(line: &str) -> bool {
    let is_time = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").is_ok();
    matches!(fields::typed(line).as_deref(), Some([at, _, _]) if is_time(at))
}

fn entry<'r>(reading: &'r Reading<'_>, key: &str) -> Option<&'r Entry> {
    reading.entries.iter().find(|entry| entry.key.as_deref() == Some(key))
}
