//! What a template of the issue may see: texts that are escaped already, and whether there is anything to show.
//!
//! Every text has two forms, `line` and `cell`. A text that is always there may be empty; one that may be missing is
//! none, so that `{% if … %}` asks for it. `docs/templates.md` describes all of it and a test keeps it complete.

mod checklist;
mod contact;
mod header;
mod rollback;
mod task;
mod timeline;
mod when;

use serde::Serialize;

use crate::model::{FollowUp, Rollback, Runbook, TaskDuration, is_id};

use super::{
    markdown::Text,
    marker::{ROLLBACK, TASKS},
};
use checklist::ChecklistView;
use contact::PeopleView;
use header::HeaderView;
use rollback::RollbackView;
use task::TasksView;
use timeline::EventView;

/// The view of an issue.
#[derive(Debug, Serialize)]
pub(super) struct IssueView {
    header: HeaderView,
    contacts: ContactsView,
    /// The checklists before the tasks, the pre-call checklist first in any case.
    checklists_before: Vec<ChecklistView>,
    /// The checklists after the tasks, the post-call checklist last in any case.
    checklists_after: Vec<ChecklistView>,
    tasks: TasksView,
    rollback: Option<RollbackView>,
    follow_ups: Vec<FollowUpView>,
    timeline: Vec<EventView>,
}

#[derive(Debug, Serialize)]
struct ContactsView {
    gitlab: PeopleView,
    customer: PeopleView,
}

#[derive(Debug, Serialize)]
struct FollowUpView {
    what: Text,
    owner: Text,
    due: Text,
}

impl IssueView {
    pub(super) fn new(runbook: &Runbook) -> Self {
        let (checklists_before, checklists_after) = checklist::before_and_after(runbook);
        let calls = runbook.calls();
        Self {
            header: HeaderView::new(runbook),
            contacts: ContactsView {
                gitlab: PeopleView::new(&runbook.contacts.gitlab, &calls),
                customer: PeopleView::new(&runbook.contacts.customer, &calls),
            },
            checklists_before,
            checklists_after,
            tasks: TasksView::new(runbook, TASKS, &runbook.tasks),
            rollback: runbook
                .rollback
                .as_ref()
                .filter(|plan| **plan != Rollback::default())
                .map(|rollback| RollbackView::new(runbook, rollback)),
            follow_ups: runbook.follow_ups.iter().map(FollowUpView::new).collect(),
            timeline: timeline::of(runbook),
        }
    }
}

impl FollowUpView {
    fn new(follow_up: &FollowUp) -> Self {
        let what = titled(&follow_up.what);
        Self {
            what: match &follow_up.link {
                Some(link) => what.linked_to(link),
                None => what,
            },
            owner: literal(follow_up.owner.as_deref()),
            due: follow_up.due.map(|due| Text::literal(&due.to_string())).unwrap_or_default(),
        }
    }
}

/// Returns the text of an entry; a box or a row without any would not be one.
fn titled(text: &str) -> Text {
    let text = Text::inline(text);
    if text.is_empty() { Text::from("(no text)") } else { text }
}

fn literal(text: Option<&str>) -> Text {
    text.map(Text::literal).unwrap_or_default()
}

/// Returns a text in inline Markdown, or none if there is nothing to see.
fn inline(text: Option<&str>) -> Option<Text> {
    text.map(Text::inline).filter(|text| !text.is_empty())
}

/// Returns a text with how much and how long after it, in brackets.
fn with_figures(text: Text, count: Option<&str>, duration: Option<TaskDuration>) -> Text {
    let duration = duration.map(|duration| Text::literal(&duration.to_string()));
    let figures = count.map(Text::literal).into_iter().chain(duration);
    match figures.reduce(|count, duration| count.and(", ").and(duration)) {
        Some(figures) => text.and(" (").and(figures).and(")"),
        None => text,
    }
}

/// Returns an id as it stands, unescaped; what is none is left out.
fn word(id: &str) -> String {
    if is_id(id) { id.to_owned() } else { String::new() }
}

/// Returns the title of what an id with its list means, such as `tasks/confirm-state`.
fn title_of(runbook: &Runbook, id: &str) -> Option<Text> {
    let (list, id) = id.split_once('/')?;
    let tasks = match list {
        TASKS => Some(runbook.tasks.as_slice()),
        ROLLBACK => Some(runbook.steps()),
        _ => None,
    };
    let title = match tasks {
        Some(tasks) => tasks.iter().find(|task| task.id.text == id).map(|task| &task.task),
        None => runbook.checklist(list)?.items.iter().find(|item| item.id.text == id).map(|item| &item.item),
    };
    title.map(|title| titled(title))
}

/// Returns the title of a task, or its id if there is none of that id.
fn task_title(runbook: &Runbook, id: &str) -> Text {
    title_of(runbook, &format!("{TASKS}/{id}")).unwrap_or_else(|| Text::literal(id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::model::{Checklist, ChecklistItem, Confirmation, Contact, Event, LogEntry, Task};

    fn with_one_of_each() -> Runbook {
        let mut runbook = Runbook::default();
        runbook.header.links = vec![("ticket".to_owned(), "1".to_owned())];
        runbook.contacts.gitlab = vec![Contact::default()];
        runbook.contacts.customer = vec![Contact::default()];
        let items = vec![ChecklistItem::default()];
        let list = |id: &str| Checklist { id: id.to_owned(), title: None, items: items.clone() };
        runbook.checklists = vec![list("pre-call"), list("post-call")];
        runbook.tasks = vec![Task { note: Some("note".to_owned()), ..Task::default() }];
        let confirmed_by = vec![Confirmation::default()];
        runbook.rollback = Some(Rollback { confirmed_by, ..Rollback::default() });
        runbook.follow_ups = vec![FollowUp::default()];
        runbook.log = vec![LogEntry::new(chrono::DateTime::UNIX_EPOCH, Event::Note)];
        runbook
    }

    fn names(name: String, value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) if name == "rollback.steps" || fields.contains_key("cell") => {
                found.insert(name);
            }
            Value::Object(fields) => {
                let dot = if name.is_empty() { "" } else { "." };
                fields.iter().for_each(|(key, value)| names(format!("{name}{dot}{key}"), value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| names(format!("{name}[]"), value, found)),
            _ => {
                found.insert(name);
            }
        }
    }

    #[test]
    fn the_documentation_names_everything_in_the_view() {
        let view = serde_json::to_value(IssueView::new(&with_one_of_each())).expect("a view is data");
        let mut in_view = BTreeSet::from(["rollback".to_owned()]);
        names(String::new(), &view, &mut in_view);
        let page = include_str!("../../../docs/templates.md");
        let (_, section) = page.split_once("## The view\n").expect("the section is there");
        let (section, _) = section.split_once("\n## ").expect("another section follows");
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        let documented: BTreeSet<String> = rows.map(|(name, _)| name.to_owned()).collect();
        assert_eq!(documented, in_view);
    }
}
