//! The checklists.

use serde::Serialize;

use crate::{
    model::{Checklist, ChecklistItem, ItemState, Runbook},
    render::{markdown::Text, marker},
};

use super::{inline, titled, word};

/// The handbook's two checklists, whose headings are always there.
const PRE_CALL: &str = "pre-call";
const POST_CALL: &str = "post-call";

/// A checklist.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistView {
    id: String,
    heading: Text,
    items: Vec<ItemView>,
}

#[derive(Debug, Serialize)]
struct ItemView {
    id: String,
    /// What stands in the box: a blank, `x`, or `~`.
    tick: &'static str,
    /// Ends in the item's marker.
    text: Text,
    state: &'static str,
    required: bool,
    why: Option<Text>,
    reason: Option<Text>,
    accepted_by: Option<Text>,
    evidence: Option<Text>,
}

/// Returns the checklists that come before the tasks and those that come after.
pub(super) fn before_and_after(runbook: &Runbook) -> (Vec<ChecklistView>, Vec<ChecklistView>) {
    let constant = |id: &str| {
        let empty = Checklist { id: id.to_owned(), ..Checklist::default() };
        ChecklistView::new(runbook.checklist(id).unwrap_or(&empty))
    };
    let others = runbook.checklists.iter().filter(|list| list.id != PRE_CALL && list.id != POST_CALL);
    let (before, after): (Vec<_>, Vec<_>) = others.partition(|list| list.is_before_tasks());
    let before = [constant(PRE_CALL)].into_iter().chain(before.into_iter().map(ChecklistView::new)).collect();
    let after = after.into_iter().map(ChecklistView::new).chain([constant(POST_CALL)]).collect();
    (before, after)
}

impl ChecklistView {
    fn new(list: &Checklist) -> Self {
        let heading = Text::literal(&list.heading());
        Self {
            id: word(&list.id),
            heading: if heading.is_empty() { Text::from("Checklist") } else { heading },
            items: list.items.iter().map(|item| ItemView::new(&list.id, item)).collect(),
        }
    }
}

impl ItemView {
    fn new(list: &str, item: &ChecklistItem) -> Self {
        let text = titled(&item.item).without_boxes();
        Self {
            id: word(&item.id.text),
            tick: match item.state {
                ItemState::Open | ItemState::Blocked => " ",
                ItemState::Done => "x",
                ItemState::NotApplicable => "~",
            },
            text: match marker::of_entry(list, &item.id.text) {
                Some(marker) => text.with_comment(marker),
                None => text,
            },
            state: item.state.word(),
            required: item.required,
            why: inline(item.why.as_deref()),
            reason: inline(item.reason.as_deref()),
            accepted_by: item.accepted_by.as_deref().map(Text::literal).filter(|by| !by.is_empty()),
            evidence: item.evidence.as_deref().map(Text::address).filter(|evidence| !evidence.is_empty()),
        }
    }
}
