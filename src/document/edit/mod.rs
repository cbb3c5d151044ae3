//! Edits of a runbook file: only the lines that must change do, and what cannot be done safely is not done.
//!
//! An edit is planned on the nodes ([`place`], [`block`], [`flow`], [`remove`]), spliced into the text ([`splice`]) and
//! checked by reading the text again ([`check`]). The plan may be wrong; the check is what the promise rests on.

mod block;
mod check;
mod data;
mod flow;
mod place;
mod plan;
mod remove;
mod splice;

use std::{borrow::Cow, collections::VecDeque, ops::Range};

use self::{
    place::{File, Refusal},
    plan::{Plan, nest, plan},
    splice::Splice,
};
use super::{
    emit::{self, Layout, Value},
    route::{Route, Step},
    source::{MAX_FILE_SIZE, Source},
    tree,
};

/// One change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Sets the value at a place; adds the key, and the mappings above it, where they are not there.
    Set {
        /// The place.
        at: Route,
        /// The new value.
        value: Value,
    },
    /// Appends to a list; makes the list where it is absent, null or `[]`.
    Append {
        /// The place of the list.
        at: Route,
        /// The new entry.
        value: Value,
    },
    /// Removes a key or an entry of a list; nothing happens where it is not there. Its comments stay.
    Remove {
        /// The place.
        at: Route,
    },
}

/// Why a file was left alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit could not be made safely.
    #[error("{message}")]
    Refused {
        /// What was to be changed, and why it was not.
        message: String,
        /// Where the reason stands in the source, in bytes.
        range: Range<usize>,
        /// The lines to type by hand; empty for a removal.
        lines: String,
        /// What to do.
        help: String,
    },
    /// The changed file would be larger than a runbook may be.
    #[error("the changed file would be larger than {} MiB", MAX_FILE_SIZE / (1024 * 1024))]
    TooLarge,
}

impl Edit {
    /// Returns the edit that sets a value.
    #[must_use]
    pub fn set(at: Route, value: impl Into<Value>) -> Self {
        Self::Set { at, value: value.into() }
    }

    /// Returns the edit that appends to a list.
    #[must_use]
    pub fn append(at: Route, value: impl Into<Value>) -> Self {
        Self::Append { at, value: value.into() }
    }

    /// Returns the edit that removes a key or an entry.
    #[must_use]
    pub const fn remove(at: Route) -> Self {
        Self::Remove { at }
    }

    /// Returns the place that is changed.
    #[must_use]
    pub const fn at(&self) -> &Route {
        match self {
            Self::Set { at, .. } | Self::Append { at, .. } | Self::Remove { at } => at,
        }
    }

    /// Returns the lines that somebody types who makes the edit by hand, from the last entry of a list on the way.
    fn lines(&self) -> String {
        let (steps, value) = match self {
            Self::Set { at, value } => (at.steps(), value.clone()),
            Self::Append { at, value } => (at.steps(), Value::List(vec![value.clone()])),
            Self::Remove { .. } => return String::new(),
        };
        let entry = steps.iter().rposition(|step| matches!(step, Step::Index(_))).map_or(0, |last| last + 1);
        let written = match nest(&steps[entry..], value) {
            Value::Table(entries) if !entries.is_empty() => emit::keys(&entries, 0, Layout::default()),
            value => emit::entry_of_list(&value, 0, 2, Layout::default()),
        };
        written.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// Makes edits one after another, and returns the whole new text (without a byte order mark).
///
/// # Errors
/// An edit that cannot be made safely; none is made then.
pub fn apply(source: &Source, edits: &[Edit]) -> Result<String, EditError> {
    let mut current = Cow::Borrowed(source);
    let line_break = splice::Text(source.text()).line_break(0).unwrap_or("\n");
    for edit in edits {
        let mut open = VecDeque::from([edit.clone()]);
        while let Some(part) = open.pop_front() {
            let is_unchanged = matches!(current, Cow::Borrowed(_));
            let refuse = |refusal: Refusal| {
                // The caller has the text from before the first edit.
                let range = if is_unchanged { refusal.range } else { nearest(source, edit.at()) };
                refused(edit, Refusal { range, ..refusal })
            };
            let tree = tree::read(&current).map_err(|problem| {
                let help = problem.help.unwrap_or_else(|| "mend that first".to_owned());
                refuse(Refusal::new(problem.range, problem.message).help(help))
            })?;
            let file = File::new(current.text(), &tree);
            let splices = match plan(&file, &part).map_err(refuse)? {
                Plan::Nothing => continue,
                Plan::Parts(parts) => {
                    for part in parts.into_iter().rev() {
                        open.push_front(part);
                    }
                    continue;
                }
                Plan::Splices(splices) => splices,
            };
            let new = splice::Text(current.text()).replace(splices.clone(), line_break);
            let new = checked(&current, &tree, &part, new, &splices).map_err(refuse)?;
            drop(tree);
            current = Cow::Owned(new);
        }
    }
    if matches!(current, Cow::Borrowed(_)) {
        return Ok(source.text().to_owned());
    }
    let current = without_line_break(source, current);
    if let Err(reason) = check::second_reader(source.text(), current.text(), edits) {
        // Any of the edits may be the cause; most often there is one, or they belong together.
        let edit = edits.first().cloned().unwrap_or_else(|| Edit::remove(Route::top()));
        return Err(refused(&edit, Refusal::new(nearest(source, edit.at()), reason)));
    }
    if source.file_text(current.text()).len() > MAX_FILE_SIZE {
        return Err(EditError::TooLarge);
    }
    Ok(current.text().to_owned())
}

/// Reads the new text and compares what it says with what it should say.
fn checked(
    source: &Source,
    tree: &tree::Tree<'_>,
    edit: &Edit,
    new: Option<String>,
    splices: &[Splice],
) -> Result<Source, Refusal> {
    let start = splices.iter().map(|splice| splice.range.start).min().unwrap_or(0);
    let refuse =
        |reason: String| Refusal::new(place::first_line(splice::Text(source.text()), start..usize::MAX), reason);
    let new = new.ok_or_else(|| refuse("the changes would overlap".to_owned()))?;
    let new = source.with_text(new).map_err(|error| refuse(error.message))?;
    let new_tree = tree::read(&new)
        .map_err(|problem| refuse(format!("the changed file could not be read: {}", problem.message)))?;
    check::first_reader((source, tree), (&new, &new_tree), edit).map_err(|reason| refuse(reason.to_owned()))?;
    drop(new_tree);
    Ok(new)
}

/// Takes the line break from the end of the file that one edit needed and a later one made needless.
fn without_line_break<'s>(source: &Source, current: Cow<'s, Source>) -> Cow<'s, Source> {
    if source.text().ends_with('\n') || !current.text().ends_with('\n') {
        return current;
    }
    let text = current.text().trim_end_matches(['\n', '\r']).to_owned();
    match tree::read(&current) {
        Ok(tree) if !File::needs_line_break(&tree.root) => {
            drop(tree);
            current.with_text(text).map_or(current, Cow::Owned)
        }
        _ => current,
    }
}

/// Returns the first line of what is there on the way to a place.
fn nearest(source: &Source, at: &Route) -> Range<usize> {
    let Ok(tree) = tree::read(source) else { return 0..0 };
    let mut node = &tree.root;
    for step in at.steps() {
        let next = match step {
            Step::Key(key) => node.get(key),
            Step::Index(index) => node.items().get(*index),
        };
        let Some(next) = next else { break };
        node = next;
    }
    place::first_line(splice::Text(source.text()), node.range.clone())
}

fn refused(edit: &Edit, refusal: Refusal) -> EditError {
    let at = edit.at();
    let name = if at.steps().is_empty() { "the file".to_owned() } else { format!("`{at}`") };
    let verb = if matches!(edit, Edit::Remove { .. }) { "remove" } else { "write" };
    let help = match refusal.help {
        Some(help) => format!("{help}, or {verb} {name} by hand"),
        None => format!("{verb} {name} by hand"),
    };
    let message = format!("{name} is left as it is: {}", refusal.reason);
    EditError::Refused { message, range: refusal.range, lines: edit.lines(), help }
}
