//! The field of the file that a line of the issue is made of, as far as the texts tell.

use super::read;
use crate::document::{Document, Edit, Node, NodeKind, Route, Step, route};

/// The fields that are taken from an issue: plain words. Who approved something, what is executed, who answers for the work (who
/// becomes an assignee and sees the issue), and what ties the file together (ids, names that others refer to) is changed in the file only.
const KEYS: [&str; 22] = [
    "criticality",
    "description",
    "due",
    "every",
    "evidence",
    "expect",
    "irreversible",
    "item",
    "link",
    "meeting_url",
    "note",
    "owner",
    "plan",
    "planned",
    "reason",
    "role",
    "schedule_at",
    "stop_if",
    "task",
    "waits",
    "why",
    "window",
];

/// The rows of the header that may be empty, by the words of the compiled-in template, and their fields.
const ROWS: [(&str, &str); 2] = [("Runbook description", "description"), ("Meeting URL", "meeting_url")];

/// What only `runbook` writes.
const OWN: [&str; 3] = ["log", "sync", "closed"];

/// A text that stands in one line or cell: what the file renders, and what the issue says instead.
pub(super) struct Change {
    file: String,
    /// Nothing where the line is gone.
    issue: String,
    /// The label of the row, where the text is the value of a row of two cells.
    label: Option<String>,
}

impl Change {
    pub(super) const fn gone(file: String) -> Self {
        Self { file, issue: String::new(), label: None }
    }
}

/// Returns the only text in which two lines differ.
pub(super) fn change(file: &str, issue: &str, but: &[usize]) -> Option<Change> {
    let (file, issue) = (typed(file)?, typed(issue)?);
    if file.len() != issue.len() {
        return None;
    }
    let differs = |at: &usize| file[*at] != issue[*at] && !but.contains(at);
    let differing: Vec<usize> = (0..file.len()).filter(differs).collect();
    let [at] = differing[..] else { return None };
    let label = (file.len() == 2 && at == 1).then(|| file[0].clone());
    Some(Change { file: file[at].clone(), issue: issue[at].clone(), label })
}

/// Returns the text of a line, or the texts of its cells, as a person types them in the file.
pub(super) fn typed(line: &str) -> Option<Vec<String>> {
    let texts: Vec<String> = read::line(line)?.into_iter().map(|text| text.typed).collect();
    texts.iter().all(|text| !text.contains('\n')).then_some(texts)
}

/// Returns the fields that a change may be of, with what they say and what they would; the longest text first.
pub(super) fn candidates(
    document: &Document<'_>,
    change: &Change,
    within: Option<&Route>,
) -> Vec<(Route, String, String)> {
    let mut fields = Vec::new();
    scalars(&document.tree.root, &Route::top(), &mut fields);
    if let Some(label) = change.label.as_deref().filter(|_| change.file.is_empty())
        && let Some((_, key)) = ROWS.iter().find(|(row, _)| *row == label)
    {
        return vec![(route::header(key), String::new(), change.issue.clone())];
    }
    let is_within = |route: &Route| within.is_none_or(|within| route.steps().starts_with(within.steps()));
    let mut candidates: Vec<(Route, String, String)> = fields
        .into_iter()
        .filter(|(route, _)| is_within(route))
        .filter_map(|(route, from)| {
            let to = replaced(change, &from)?;
            Some((route, from, to))
        })
        .collect();
    candidates.sort_by_key(|(_, from, _)| std::cmp::Reverse(from.len()));
    candidates
}

/// Returns what a field would say, if its text is the part of the line that was changed.
fn replaced(change: &Change, field: &str) -> Option<String> {
    if change.issue.is_empty() {
        return change.file.ends_with(field).then(String::new);
    }
    change.file.match_indices(field).find_map(|(at, _)| {
        let (before, after) = (&change.file[..at], &change.file[at + field.len()..]);
        let new = change.issue.strip_prefix(before)?.strip_suffix(after)?.trim();
        (!new.is_empty()).then(|| new.to_owned())
    })
}

/// Collects the texts of a file that may be taken from an issue.
fn scalars(node: &Node<'_>, at: &Route, fields: &mut Vec<(Route, String)>) {
    match &node.kind {
        NodeKind::Table { entries, .. } => {
            for entry in entries {
                let Some(key) = entry.key.text() else { continue };
                if at.steps().is_empty() && OWN.contains(&key) {
                    continue;
                }
                let route = at.clone().key(key.to_owned());
                match entry.value.text().map(str::trim).filter(|text| !text.is_empty()) {
                    Some(text) if KEYS.contains(&key) => fields.push((route, text.to_owned())),
                    Some(_) => {}
                    None => scalars(&entry.value, &route, fields),
                }
            }
        }
        NodeKind::List { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                scalars(item, &at.clone().index(index), fields);
            }
        }
        NodeKind::Scalar { .. } | NodeKind::Null => {}
    }
}

/// Returns the name of a field, as a person gives it to `runbook set`: entries by their keys.
pub(super) fn path(document: &Document<'_>, route: &Route) -> String {
    let runbook = &document.runbook;
    let items = runbook
        .checklists
        .iter()
        .flat_map(|list| list.items.iter().map(move |item| format!("{}/{}", list.id, item.id.text)));
    let keys = runbook.tasks_and_steps().map(|(key, _)| key.to_string()).chain(items);
    for key in keys {
        let Some(entry) = route_of(document, &key).filter(|entry| route.steps().starts_with(entry.steps())) else {
            continue;
        };
        if let Some(Step::Key(field)) = route.steps().get(entry.steps().len()) {
            return format!("{key}.{field}");
        }
    }
    route.to_string()
}

/// Returns where the entry with a key stands in the file.
pub(super) fn route_of(document: &Document<'_>, key: &str) -> Option<Route> {
    let runbook = &document.runbook;
    if let Some(position) = runbook.tasks_and_steps().position(|(known, _)| known == key) {
        let n_tasks = runbook.tasks.len();
        return Some(if position < n_tasks { route::task(position) } else { route::step(position - n_tasks) });
    }
    let (list, id) = key.split_once('/')?;
    let index = runbook.checklist(list)?.items.iter().position(|item| item.id.text == id)?;
    Some(document.item_route(list, index))
}

/// Returns the edit that writes the id of an entry, if the file derives it.
pub(super) fn id_edit(document: &Document<'_>, entry: &Route) -> Option<Edit> {
    let at = entry.clone().key("id");
    if !document.is_absent(&at) {
        return None;
    }
    let runbook = &document.runbook;
    let id = match entry.steps() {
        [Step::Key(list), .., Step::Index(index)] if list == "tasks" => &runbook.tasks.get(*index)?.id,
        [Step::Key(rollback), .., Step::Index(index)] if rollback == "rollback" => {
            &runbook.rollback.as_ref()?.steps.get(*index)?.id
        }
        [Step::Key(_), Step::Key(list), .., Step::Index(index)] => &runbook.checklist(list)?.items.get(*index)?.id,
        _ => return None,
    };
    Some(Edit::set(at, id.text.as_str()))
}
