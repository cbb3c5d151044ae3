//! An edit → what to do for it, by what is there.

use super::{
    super::{
        emit::{self, Value},
        route::{Route, Step},
        tree::{Node, NodeKind},
    },
    Edit,
    data::Data,
    place::{File, Place, Refusal, first_line},
    splice::Splice,
};

/// What to do for an edit.
pub(super) enum Plan {
    /// It is so already.
    Nothing,
    /// These edits one after another.
    Parts(Vec<Edit>),
    /// These replacements in the text.
    Splices(Vec<Splice>),
}

/// Decides what to do for an edit.
pub(super) fn plan(file: &File<'_, '_>, edit: &Edit) -> Result<Plan, Refusal> {
    let place = file.find(edit.at())?;
    let missing = &edit.at().steps()[place.way.len()..];
    match edit {
        Edit::Set { at, value } if missing.is_empty() => set(file, &place, at, value),
        Edit::Set { value, .. } => add(file, &place, missing, value.clone()),
        Edit::Append { value, .. } if !missing.is_empty() => {
            add(file, &place, missing, Value::List(vec![value.clone()]))
        }
        Edit::Append { value, .. } => append(file, &place, value),
        Edit::Remove { .. } if missing.is_empty() => file.remove(&place).map(Plan::Splices),
        Edit::Remove { .. } => Ok(Plan::Nothing),
    }
}

/// Plans a new value for a node that is there. Collections are changed entry by entry, so that the others stay.
fn set(file: &File<'_, '_>, place: &Place<'_, '_>, at: &Route, value: &Value) -> Result<Plan, Refusal> {
    let is_so = |node: &Node<'_>, value: &Value| Data::from(node) == Data::from(value);
    if is_so(place.node, value) {
        return Ok(Plan::Nothing);
    }
    match (&place.node.kind, value) {
        (NodeKind::Table { entries: old, .. }, Value::Table(new) | Value::Inline(new)) if !old.is_empty() => {
            let goes = |key: &str| new.iter().all(|(new, _)| new != key);
            let changed = new.iter().filter(|(key, value)| place.node.get(key).is_none_or(|old| !is_so(old, value)));
            let sets = changed.map(|(key, value)| Edit::set(at.clone().key(key.clone()), value.clone()));
            let old_keys = old.iter().filter_map(|entry| entry.key.text());
            let removals = old_keys.filter(|key| goes(key)).map(|key| Edit::remove(at.clone().key(key.to_owned())));
            Ok(Plan::Parts(sets.chain(removals).collect()))
        }
        (NodeKind::List { items: old, .. }, Value::List(new)) if !old.is_empty() => {
            let both = new.iter().zip(old).enumerate();
            let changed = both.filter(|(_, (new, old))| !is_so(old, new)).map(|(index, (new, _))| (index, new));
            let sets = changed.map(|(index, value)| Edit::set(at.clone().index(index), value.clone()));
            let appends = new.iter().skip(old.len()).map(|value| Edit::append(at.clone(), value.clone()));
            let removals = (new.len()..old.len()).rev().map(|index| Edit::remove(at.clone().index(index)));
            Ok(Plan::Parts(sets.chain(appends).chain(removals).collect()))
        }
        _ => replace(file, place, value).map(Plan::Splices),
    }
}

fn replace(file: &File<'_, '_>, place: &Place<'_, '_>, value: &Value) -> Result<Vec<Splice>, Refusal> {
    if place.in_flow { file.replace_in_flow(place, value) } else { file.replace_in_block(place, value) }
}

/// Plans a key that is not there, with the mappings above it.
fn add(file: &File<'_, '_>, place: &Place<'_, '_>, missing: &[Step], value: Value) -> Result<Plan, Refusal> {
    let node = place.node;
    let has_index = missing.iter().any(|step| matches!(step, Step::Index(_)));
    let Some((Step::Key(key), rest)) = missing.split_first().filter(|_| !has_index) else {
        return Err(Refusal::new(first_line(file.text, node.range.clone()), "the list has no such entry"));
    };
    let entry = (key.clone(), nest(rest, value));
    let has_comment = !file.comments_in(node.range.clone()).is_empty();
    match &node.kind {
        NodeKind::Table { flow: false, entries } if !entries.is_empty() => file.add_to_block(place, &entry),
        NodeKind::Table { entries, .. } if !entries.is_empty() || has_comment || place.way.is_empty() => {
            file.insert_in_flow(node, &emit::flow_entry(key, &entry.1))
        }
        NodeKind::Table { .. } => replace(file, place, &Value::Table(vec![entry])),
        _ if node.is_absent() => replace(file, place, &Value::Table(vec![entry])),
        _ => Err(file.wrong_shape(place, "a mapping")),
    }
    .map(Plan::Splices)
}

/// Plans a new entry of a list that is there, or where nothing is.
fn append(file: &File<'_, '_>, place: &Place<'_, '_>, value: &Value) -> Result<Plan, Refusal> {
    let node = place.node;
    let has_comment = !file.comments_in(node.range.clone()).is_empty();
    match &node.kind {
        NodeKind::List { flow: false, items } if !items.is_empty() => file.append_to_block(node, value),
        NodeKind::List { items, .. } if !items.is_empty() || has_comment => {
            file.insert_in_flow(node, &emit::flow(value))
        }
        NodeKind::List { .. } => replace(file, place, &Value::List(vec![value.clone()])),
        _ if node.is_absent() => replace(file, place, &Value::List(vec![value.clone()])),
        _ => Err(file.wrong_shape(place, "a list")),
    }
    .map(Plan::Splices)
}

/// Returns a value inside the mappings that lead to it.
pub(super) fn nest(keys: &[Step], value: Value) -> Value {
    keys.iter().rev().fold(value, |value, step| match step {
        Step::Key(key) => Value::Table(vec![(key.clone(), value)]),
        Step::Index(_) => Value::List(vec![value]),
    })
}
