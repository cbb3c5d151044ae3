//! What changed between two versions of a runbook, in the runbook's own terms.
//!
//! [`compare`] pairs the entries of both versions (`pairing`), holds their facts against each other (`facts`), and says
//! what follows from it for the call (`effects`). `said` puts a change into words, in which a renderer sees what is ours
//! and what somebody typed. Knows no files, no git, no Markdown and no clock.

mod changes;
mod effects;
mod facts;
mod lines;
mod pairing;
mod said;
mod summary;

use crate::model::{Id, LogEntry, Runbook};

pub use changes::{Change, Changes, FieldChange, LogChange, Moment, Part, Sides, Value, What};
pub use lines::{DiffLine, Sign};
pub use said::{Block, Said, Span, effect, log, marks, plan};
pub use summary::{ComparedFile, Fate, Section, sections};

use pairing::{Pairing, pair};

/// Says what changed from one version of a runbook to another one.
///
/// Nothing, if both say the same. Whether an id is written or derived makes no difference by itself: the first mark of an
/// entry writes it.
#[must_use]
pub fn compare(old: &Runbook, new: &Runbook) -> Changes {
    let mut entries = Vec::new();
    // Every list of the runbook is in the facts, so that a new key is one line there and none here.
    for (before, after) in facts::lists(old, new) {
        compare_list(&before, &after, &mut entries);
    }
    let log = compare_logs(&old.log, &new.log);
    let effects = effects::compare(old, new);
    Changes { entries, effects, log }
}

/// Entries of one kind, in order.
struct List {
    part: Part,
    name: Option<String>,
    pairing: Pairing,
    entries: Vec<Entry>,
}

/// An entry as it is compared.
#[derive(Default)]
struct Entry {
    id: Option<Id>,
    /// By what it is recognised: an id, a handle, a label.
    key: Option<Key>,
    /// What it is called; empty where there is only one.
    title: String,
    fields: Facts,
    marks: Facts,
}

struct Key {
    text: String,
    /// Whether somebody wrote it, so that two different ones mean two different entries.
    is_written: bool,
}

type Facts = Vec<(&'static str, Option<Value>)>;

fn compare_list(old: &List, new: &List, changes: &mut Vec<Change>) {
    let pairs = pair(&old.entries, &new.entries, new.pairing);
    for (before, after, is_moved) in pairs {
        let sides = (before.map(|at| (at + 1, &old.entries[at])), after.map(|at| (at + 1, &new.entries[at])));
        changes.extend(compare_entry(new.part, new.name.as_ref(), sides, is_moved));
    }
}

/// An entry of either side with its number.
type NumberedSides<'e> = (Option<(usize, &'e Entry)>, Option<(usize, &'e Entry)>);

fn compare_entry(part: Part, list: Option<&String>, (old, new): NumberedSides<'_>, is_moved: bool) -> Option<Change> {
    let (before, after) = (old.map(|(_, entry)| entry), new.map(|(_, entry)| entry));
    let what = match (before, after) {
        (None, _) => What::Added,
        (_, None) => What::Removed,
        _ => What::Changed,
    };
    let facts = |of: fn(&Entry) -> &Facts| changed(before.map(of), after.map(of));
    // The title of a session is when it is, and so one of its fields.
    let has_title = !part.is_single() && part != Part::Session;
    let title = |entry: Option<&Entry>| entry.filter(|_| has_title).map(|entry| entry.title.clone());
    let number = |side: Option<(usize, &Entry)>| side.filter(|_| !part.is_single()).map(|(number, _)| number);
    let id = after.or(before).and_then(|entry| entry.id.as_ref()).map(|id| id.text.clone());
    let change = Change {
        part,
        list: list.cloned(),
        id,
        what,
        title: Sides { old: title(before), new: title(after) },
        number: Sides { old: number(old), new: number(new) },
        is_moved,
        fields: changed_id(before, after).into_iter().chain(facts(|entry| &entry.fields)).collect(),
        marks: facts(|entry| &entry.marks),
    };
    (change.is_of_plan() || part.is_mark() && (what != What::Changed || is_moved) || !change.marks.is_empty())
        .then_some(change)
}

/// Returns the change of an id that somebody wrote; a derived one only follows its text.
fn changed_id(old: Option<&Entry>, new: Option<&Entry>) -> Option<FieldChange> {
    let (old, new) = (old?.id.as_ref()?, new?.id.as_ref()?);
    let is_told = old.text != new.text && !(old.derived && new.derived);
    let value = |id: &Id| Some(Value::Text(id.text.clone()));
    is_told.then(|| FieldChange { name: "id", old: value(old), new: value(new), note: None })
}

/// Returns the facts that differ. Both sides name the same facts in the same order.
fn changed(old: Option<&Facts>, new: Option<&Facts>) -> Vec<FieldChange> {
    let names = new.or(old).into_iter().flatten().map(|(name, _)| *name).enumerate();
    let value = |facts: Option<&Facts>, at: usize| facts.and_then(|facts| facts[at].1.clone());
    let changes = names.map(|(at, name)| FieldChange::new(name, value(old, at), value(new, at)));
    let is_told = |change: &FieldChange| match (&change.old, &change.new) {
        (Some(old), Some(new)) => !old.says_the_same(new),
        (old, new) => old != new,
    };
    changes.filter(is_told).collect()
}

impl FieldChange {
    fn new(name: &'static str, old: Option<Value>, new: Option<Value>) -> Self {
        let note = match (&old, &new) {
            (Some(Value::Schedule(old)), Some(Value::Schedule(new))) => {
                Some(effects::shift(old.instant(), new.instant()))
            }
            _ => None,
        };
        Self { name, old, new, note }
    }
}

fn compare_logs(old: &[LogEntry], new: &[LogEntry]) -> Option<LogChange> {
    let n_kept = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let change = LogChange { n_old: old.len(), n_new: new.len(), n_kept };
    (n_kept < old.len().max(new.len())).then_some(change)
}
