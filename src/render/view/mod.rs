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

use crate::model::{FollowUp, Rollback, Runbook};

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
        let schedule = runbook.header.schedule_at.as_ref();
        Self {
            header: HeaderView::new(runbook),
            contacts: ContactsView {
                gitlab: PeopleView::new(&runbook.contacts.gitlab, schedule),
                customer: PeopleView::new(&runbook.contacts.customer, schedule),
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

/// Returns the title of what an id in the log or in a reference means; the id itself if there is nothing of that name.
fn title_of(runbook: &Runbook, id: &str) -> Text {
    let title = match id.split_once('/') {
        Some((TASKS, id)) => runbook.tasks.iter().find(|task| task.id.text == id).map(|task| task.task.as_str()),
        Some((ROLLBACK, id)) => runbook.steps().iter().find(|step| step.id.text == id).map(|step| step.task.as_str()),
        Some((list, id)) => runbook.checklist(list).and_then(|list| {
            let item = list.items.iter().find(|item| item.id.text == id)?;
            Some(item.item.as_str())
        }),
        None => None,
    };
    title.map_or_else(|| Text::literal(id), titled)
}
