//! Shapes: mappings with known keys, lists, and the problems on the way.

use std::collections::HashMap;

use super::super::{
    Problem,
    problem::Problems,
    suggest::closest,
    tree::{Entry, Node, NodeKind, Style},
};
use crate::model::quote;

/// A kind of mapping: what it is and which keys it knows.
pub(crate) struct Record {
    /// What it is, for messages: `a task`.
    pub(crate) what: &'static str,
    /// The keys it knows, in the order of the documentation.
    pub(crate) keys: &'static [&'static str],
    /// Those of them that must be there.
    pub(crate) required: &'static [&'static str],
}

/// Keys of the communications: known, but nothing is built on them yet.
const RESERVED: [&str; 3] = ["outreach", "maintenance", "messages"];

/// What people write for a key, where spelling does not lead to it.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("title", "name"),
    ("title", "task"),
    ("name", "task"),
    ("name", "item"),
    ("text", "item"),
    ("check", "item"),
    ("summary", "description"),
    ("owner", "dri"),
    ("assignee", "dri"),
    ("assignee", "owner"),
    ("who", "owner"),
    ("schedule", "schedule_at"),
    ("scheduled", "schedule_at"),
    ("date", "schedule_at"),
    ("when", "schedule_at"),
    ("meeting", "meeting_url"),
    ("zoom", "meeting_url"),
    ("issue", "gitlab_issue"),
    ("status", "state"),
    ("status", "outcome"),
    ("result", "outcome"),
    ("zone", "time_zone"),
    ("tz", "time_zone"),
    ("username", "handle"),
    ("estimate", "planned"),
    ("expected", "expect"),
    ("took", "duration"),
    ("steps", "tasks"),
    ("url", "link"),
];

/// Collects the problems of a file while it is read.
#[derive(Default)]
pub(crate) struct Reader {
    problems: Problems,
}

/// A mapping whose keys are known to belong there.
pub(crate) struct Fields<'n, 's> {
    node: &'n Node<'s>,
}

impl<'n, 's> Fields<'n, 's> {
    /// Returns the value of a key; `None` when the key is missing.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node<'s>> {
        self.node.get(key)
    }
}

impl Reader {
    /// Notes a problem.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Returns the problems.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_vec()
    }

    /// Checks the keys of a mapping: known, once, and the required ones there.
    pub(crate) fn fields<'n, 's>(&mut self, node: &'n Node<'s>, record: &Record) -> Option<Fields<'n, 's>> {
        let NodeKind::Table { entries, .. } = &node.kind else {
            self.no_mapping(node, record);
            return None;
        };
        self.report_duplicate_keys(entries);
        let mut meant = Vec::new();
        for entry in entries {
            let Some(key) = entry.key.text() else {
                self.report(
                    Problem::schema(entry.key.range.clone(), format!("a key must be text, not {}", entry.key.what()))
                        .help("a text that begins with `{` or `[` goes in quotes"),
                );
                continue;
            };
            if !record.keys.contains(&key) && !key.starts_with("x-") {
                meant.extend(self.unknown_key(entry, key, record));
            }
        }
        for key in record.required {
            let value = node.get(key);
            if value.is_none_or(Node::is_absent) && !meant.contains(key) {
                let range = entries.first().map_or(node.range.clone(), |first| first.key.range.clone());
                let range = node.entry(key).map_or(range, |entry| entry.key.range.clone());
                self.report(Problem::schema(range, format!("{} needs `{key}`", record.what)).help(required_help(key)));
            }
        }
        Some(Fields { node })
    }

    fn no_mapping(&mut self, node: &Node<'_>, record: &Record) {
        let keys = if record.required.is_empty() { record.keys } else { record.required };
        let keys: Vec<String> = keys.iter().take(3).map(|key| format!("`{key}:`")).collect();
        let message = match node.kind {
            NodeKind::Null => format!("{} is empty", record.what),
            _ => format!("{} must be a mapping, not {}", record.what, node.what()),
        };
        let help = match (&node.kind, record.required.last()) {
            (NodeKind::Scalar { text, style: Style::Plain | Style::Single | Style::Double }, Some(key))
                if text.len() < 200 =>
            {
                format!("write `{key}: {}`", super::super::emit::scalar(text))
            }
            (NodeKind::Null, _) => "fill it or remove it".to_owned(),
            _ => format!("write keys, such as {}", keys.join(", ")),
        };
        self.report(Problem::schema(node.range.clone(), message).help(help));
    }

    /// Names an unknown key; returns the key that was probably meant.
    fn unknown_key(&mut self, entry: &Entry<'_>, key: &str, record: &Record) -> Option<&'static str> {
        let range = entry.key.range.clone();
        if record.keys.contains(&"version") {
            if RESERVED.contains(&key) {
                self.report(
                    Problem::schema(range, format!("`{key}` is reserved for the communications with the customer"))
                        .help("this version of runbook does not have them yet; keep the text elsewhere for now"),
                );
                return None;
            }
            if super::HEADER.keys.contains(&key) {
                self.report(
                    Problem::schema(range, format!("`{key}` belongs under `header`"))
                        .help(format!("indent it below `header:`, as `  {key}: …`")),
                );
                return None;
            }
        }
        let plain = key.trim_matches(is_typographic_quote).to_lowercase().replace(['-', ' '], "_");
        let meant = record.keys.iter().copied().find(|known| *known == plain).or_else(|| {
            let other = OTHER_WORDS.iter().filter(|(word, _)| *word == plain).map(|(_, known)| *known);
            other.into_iter().find(|known| record.keys.contains(known)).or_else(|| closest(&plain, record.keys))
        });
        let problem = Problem::schema(range, format!("{} has no key {}", record.what, quote(key)));
        self.report(match meant {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help(format!("its keys are {}; a key of your own begins with `x-`", listed(record.keys))),
        });
        meant
    }

    /// Returns the entries of a mapping whose keys are free.
    pub(crate) fn map_entries<'n, 's>(&mut self, node: &'n Node<'s>, key: &str) -> Vec<(&'n Node<'s>, &'n Node<'s>)> {
        if node.is_absent() {
            return Vec::new();
        }
        let NodeKind::Table { entries, .. } = &node.kind else {
            self.report(
                Problem::schema(node.range.clone(), format!("`{key}` must be a mapping, not {}", node.what()))
                    .help("write a key and its value on each line"),
            );
            return Vec::new();
        };
        self.report_duplicate_keys(entries);
        let mut known = Vec::new();
        for entry in entries {
            match entry.key.text() {
                Some(text) if text.starts_with("x-") => {}
                Some(_) => known.push((&entry.key, &entry.value)),
                None => self.report(Problem::schema(
                    entry.key.range.clone(),
                    format!("a key must be text, not {}", entry.key.what()),
                )),
            }
        }
        known
    }

    /// Returns the entries of a list.
    pub(crate) fn items<'n, 's>(&mut self, node: &'n Node<'s>, what: &str) -> &'n [Node<'s>] {
        match &node.kind {
            NodeKind::List { items, .. } => items,
            _ if node.is_absent() => &[],
            _ => {
                self.report(
                    Problem::schema(node.range.clone(), format!("{what} must be a list, not {}", node.what()))
                        .help("begin each entry with a dash and a blank: `- `"),
                );
                &[]
            }
        }
    }

    /// Reads each entry of a list.
    pub(crate) fn list<T>(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &str,
        mut read: impl FnMut(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.get(key) else { return Vec::new() };
        let items = self.items(node, &format!("`{key}`"));
        items.iter().filter_map(|node| read(self, node)).collect()
    }

    fn report_duplicate_keys(&mut self, entries: &[Entry<'_>]) {
        // Most mappings are small, where looking is cheaper than hashing.
        if entries.len() < 64 {
            for (at, entry) in entries.iter().enumerate() {
                let Some(text) = entry.key.text() else { continue };
                if let Some(first) = entries[..at].iter().find(|earlier| earlier.key.text() == Some(text)) {
                    self.duplicate_key(entry, &first.key);
                }
            }
            return;
        }
        let mut seen: HashMap<&str, &Node<'_>> = HashMap::with_capacity(entries.len());
        for entry in entries {
            let Some(text) = entry.key.text() else { continue };
            if let Some(first) = seen.get(text) {
                self.duplicate_key(entry, first);
            } else {
                seen.insert(text, &entry.key);
            }
        }
    }

    fn duplicate_key(&mut self, entry: &Entry<'_>, first: &Node<'_>) {
        let key = entry.key.text().unwrap_or_default();
        self.report(
            Problem::schema(entry.key.range.clone(), format!("{} stands here twice", quote(key)))
                .help("keep one of them")
                .also(first.range.clone(), "first here"),
        );
    }

    /// Names ids that stand twice among these entries.
    pub(crate) fn report_duplicate_ids<'n, 's: 'n>(&mut self, nodes: impl Iterator<Item = &'n Node<'s>>) {
        let mut seen: HashMap<&str, &Node<'_>> = HashMap::new();
        for id in nodes.filter_map(|node| node.get("id")) {
            let Some(text) = id.text().filter(|text| !text.is_empty()) else { continue };
            if let Some(first) = seen.get(text) {
                self.report(
                    Problem::schema(id.range.clone(), format!("the id {} stands twice", quote(text)))
                        .help("an id is unique in its list; tasks and rollback steps share one")
                        .also(first.range.clone(), "first here"),
                );
            } else {
                seen.insert(text, id);
            }
        }
    }
}

/// Returns whether a character is a quote of a word processor, which YAML takes for text.
pub(in super::super) const fn is_typographic_quote(c: char) -> bool {
    matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{ab}' | '\u{bb}')
}

fn required_help(key: &str) -> String {
    match key {
        "version" => "write `version: 1` at the top".to_owned(),
        "header" => "write `header:` and below it `  name: CUSTOMER - REQUESTED TASK`".to_owned(),
        "name" => "write `name: …`".to_owned(),
        "at" => "write the time, for example `at: 2026-10-11T06:32:10Z`".to_owned(),
        _ => format!("write `{key}: …`"),
    }
}

fn listed(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}
