//! The runbook that is being made, as the texts that go into its keys; and the file of it.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use crate::{
    document::{MAX_FILE_SIZE, Record, Value, records, write_new},
    model::{Event, Mark, TakenIds},
};

/// Keys and their texts.
#[derive(Debug, Default, Clone)]
pub(super) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Sets a key that has no text yet, and returns whether it had none; an empty text is none.
    pub(super) fn set(&mut self, key: &'static str, text: impl Into<String>) -> bool {
        let text = text.into();
        if text.trim().is_empty() {
            return true;
        }
        match self.get(key) {
            Some(known) => known == text,
            None => {
                self.0.push((key, text));
                true
            }
        }
    }

    /// Sets a key, or adds a line to its text.
    pub(super) fn add(&mut self, key: &'static str, text: &str, gap: &str) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) if !text.trim().is_empty() => known.extend([gap, text]),
            Some(_) => {}
            None => {
                self.set(key, text);
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str())
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut String> {
        self.0.iter_mut().find(|(known, _)| *known == key).map(|(_, text)| text)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| *known == key)?;
        Some(self.0.remove(at).1)
    }

    fn table(&self, record: &Record) -> Vec<Keyed> {
        let keyed = record.keys.iter().filter_map(|key| Some((*key, self.get(key)?)));
        keyed.map(|(key, text)| (Cow::Borrowed(key), value(key, text))).collect()
    }
}

/// A checklist that is being made.
#[derive(Debug, Default)]
pub(super) struct ListDraft {
    pub(super) id: String,
    /// The ids of the handbook that its items have.
    pub(super) handbook_ids: HashSet<&'static str>,
    pub(super) title: Option<String>,
    pub(super) items: Vec<Fields>,
}

/// An entry of the log that is being made.
#[derive(Debug)]
pub(super) struct LogDraft {
    pub(super) event: Event,
    pub(super) fields: Fields,
    /// What it overwrote.
    pub(super) was: Fields,
}

/// A runbook that is being made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) header: Fields,
    links: Vec<(String, String)>,
    known_links: HashSet<String>,
    pub(super) sessions: Vec<Fields>,
    pub(super) gitlab: Vec<Fields>,
    pub(super) customer: Vec<Fields>,
    pub(super) checklists: Vec<ListDraft>,
    /// Where each checklist stands, by id.
    lists: HashMap<String, usize>,
    pub(super) tasks: Vec<Fields>,
    pub(super) rollback: Fields,
    pub(super) confirmed_by: Vec<Fields>,
    pub(super) steps: Vec<Fields>,
    pub(super) follow_ups: Vec<Fields>,
    pub(super) closed: Fields,
    pub(super) log: Vec<LogDraft>,
    n_entries: usize,
}

/// How many bytes an entry takes at least, such as `- task: a` with its `id: a`.
const SMALLEST_ENTRY: usize = 16;

fn value(key: &str, text: &str) -> Value {
    match (key, text) {
        ("attends", "false") => Value::Bool(false),
        ("required", "true") => Value::Bool(true),
        _ => Value::from(text),
    }
}

fn list(entries: &[Fields], record: &Record) -> Value {
    Value::List(entries.iter().map(|entry| Value::Table(entry.table(record))).collect())
}

/// A key of the file and its value.
type Keyed = (Cow<'static, str>, Value);

impl Draft {
    /// Returns the checklist with this id, a new one if there is none.
    pub(super) fn checklist(&mut self, id: &str, title: Option<&str>) -> &mut ListDraft {
        let at = self.lists.get(id).copied().unwrap_or_else(|| {
            self.count_entry();
            self.lists.insert(id.to_owned(), self.checklists.len());
            self.checklists.push(ListDraft { id: id.to_owned(), ..ListDraft::default() });
            self.checklists.len() - 1
        });
        let list = &mut self.checklists[at];
        if list.title.is_none() {
            list.title = title.map(str::to_owned);
        }
        list
    }

    pub(super) fn has_checklist(&self, id: &str) -> bool {
        self.lists.contains_key(id)
    }

    /// Adds a link to the header, unless one is called so.
    pub(super) fn add_link(&mut self, label: &str, text: String) {
        if !text.is_empty() && self.known_links.insert(label.to_owned()) {
            self.links.push((label.to_owned(), text));
        }
    }

    pub(super) fn n_links(&self) -> usize {
        self.links.len()
    }

    /// Says that there is one more task, item or checklist.
    pub(super) fn count_entry(&mut self) {
        self.n_entries += 1;
    }

    /// Whether there is more than a runbook may hold, however short it is.
    pub(super) fn is_too_large(&self) -> bool {
        self.n_entries > MAX_FILE_SIZE / SMALLEST_ENTRY
    }

    /// Writes ids for entries that have none.
    pub(super) fn derive_ids(&mut self) {
        for list in &mut self.checklists {
            without_repeated_ids(list.items.iter_mut());
            let mut taken = TakenIds::new(list.items.iter().filter_map(|item| item.get("id")));
            for (at, item) in list.items.iter_mut().enumerate() {
                derive(item, &mut taken, "item", at + 1);
            }
        }
        without_repeated_ids(self.tasks.iter_mut().chain(&mut self.steps));
        let all = self.tasks.iter().chain(&self.steps);
        let mut taken = TakenIds::new(all.filter_map(|task| task.get("id")));
        for (at, task) in self.tasks.iter_mut().enumerate() {
            derive(task, &mut taken, "task", at + 1);
        }
        for (at, step) in self.steps.iter_mut().enumerate() {
            derive(step, &mut taken, "step", at + 1);
        }
    }

    /// Returns the state of an entry; `id` is that in the log.
    pub(super) fn state(&self, id: &str) -> Option<Mark> {
        let (list, id) = id.split_once('/')?;
        let of = |entries: &[Fields], key: &str| {
            let entry = entries.iter().find(|entry| entry.get("id") == Some(id))?;
            let word = entry.get(key)?.to_owned();
            Mark::ALL.into_iter().find(|mark| mark.word() == word)
        };
        match list {
            "tasks" => of(&self.tasks, "outcome"),
            "rollback" => of(&self.steps, "outcome"),
            _ => of(&self.checklists[*self.lists.get(list)?].items, "state"),
        }
    }

    /// Returns the text of the file.
    pub(super) fn write(&self) -> String {
        let mut parts: Vec<Vec<Keyed>> = vec![vec![("version".into(), Value::Integer(1))]];
        parts.push(vec![("header".into(), Value::Table(self.header()))]);
        let contacts = [("gitlab", &self.gitlab), ("customer", &self.customer)];
        let contacts = contacts.into_iter().filter(|(_, people)| !people.is_empty());
        let contacts: Vec<Keyed> =
            contacts.map(|(side, people)| (side.into(), list(people, &records::CONTACT))).collect();
        // The handbook's headings are always there, also without items.
        let is_said = |list: &&ListDraft| {
            !list.items.is_empty() || list.title.is_some() || !matches!(list.id.as_str(), "pre-call" | "post-call")
        };
        let checklists: Vec<Keyed> = self.checklists.iter().filter(is_said).map(ListDraft::keyed).collect();
        let closed = self.closed.table(&records::CLOSED);
        let tables = [("contacts", contacts), ("checklists", checklists)];
        let after = [("rollback", self.rollback()), ("closed", closed)];
        let table = |(key, entries): (&'static str, Vec<Keyed>)| vec![(Cow::from(key), Value::Table(entries))];
        let is_there = |(_, entries): &(&'static str, Vec<Keyed>)| !entries.is_empty();
        parts.extend(tables.into_iter().filter(is_there).map(table));
        if !self.tasks.is_empty() {
            parts.push(vec![("tasks".into(), list(&self.tasks, &records::TASK))]);
        }
        let [rollback, closed] = after;
        parts.extend([rollback].into_iter().filter(is_there).map(table));
        if !self.follow_ups.is_empty() {
            parts.push(vec![("follow_ups".into(), list(&self.follow_ups, &records::FOLLOW_UP))]);
        }
        parts.extend([closed].into_iter().filter(is_there).map(table));
        if !self.log.is_empty() {
            parts.push(vec![("log".into(), Value::List(self.log.iter().map(LogDraft::keyed).collect()))]);
        }
        parts.iter().map(|part| write_new(part)).collect::<Vec<_>>().join("\n")
    }

    fn header(&self) -> Vec<Keyed> {
        let mut header = self.header.table(&records::HEADER);
        if !self.sessions.is_empty() {
            header.push(("sessions".into(), list(&self.sessions, &records::SESSION)));
        }
        if !self.links.is_empty() {
            let links = self.links.iter().map(|(label, text)| (Cow::from(label.clone()), Value::from(text.as_str())));
            header.push(("links".into(), Value::Table(links.collect())));
        }
        header
    }

    fn rollback(&self) -> Vec<Keyed> {
        let mut rollback = self.rollback.table(&records::ROLLBACK);
        if !self.confirmed_by.is_empty() {
            rollback.push(("confirmed_by".into(), list(&self.confirmed_by, &records::CONFIRMATION)));
        }
        if !self.steps.is_empty() {
            rollback.push(("steps".into(), list(&self.steps, &records::STEP)));
        }
        rollback
    }
}

impl LogDraft {
    fn keyed(&self) -> Value {
        let mut keys = self.fields.table(&records::LOG_ENTRY);
        if self.was.len() > 0 {
            keys.push(("was".into(), Value::Inline(self.was.table(&records::LOG_ENTRY))));
        }
        Value::Inline(keys)
    }
}

impl ListDraft {
    fn keyed(&self) -> Keyed {
        let items = list(&self.items, &records::ITEM);
        let value = match &self.title {
            Some(title) => Value::Table(vec![("title".into(), Value::from(title.as_str())), ("items".into(), items)]),
            None => items,
        };
        (Cow::from(self.id.clone()), value)
    }
}

/// Takes the id from a line that somebody copied with its marker.
fn without_repeated_ids<'f>(entries: impl Iterator<Item = &'f mut Fields>) {
    let mut seen = HashSet::new();
    for entry in entries {
        if entry.get("id").is_some_and(|id| !seen.insert(id.to_owned())) {
            entry.remove("id");
        }
    }
}

fn derive(entry: &mut Fields, taken: &mut TakenIds, what: &str, number: usize) {
    if entry.get("id").is_none() {
        let text = entry.get("item").or_else(|| entry.get("task")).unwrap_or_default().to_owned();
        entry.set("id", taken.derive(&text, what, number));
    }
}
