//! Marks on checklist items.

use super::{MarkError, Marked, Stamp, Wanted, change_keys, id_edit, in_words, log_edit, may_be_marked, plain, timing};
use crate::{
    document::{Document, Value},
    model::{Checklist, ChecklistItem, Event, ItemState, Mark, says_nothing},
};

/// A mark on a checklist item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemMark {
    /// It is confirmed.
    Done,
    /// Something prevents it.
    Blocked {
        /// What prevents it.
        reason: String,
    },
    /// It does not apply.
    NotApplicable {
        /// Why not.
        reason: String,
    },
    /// Its box was struck out in the issue, where nobody was asked why it does not apply.
    StruckOut,
    /// It is to be decided anew.
    Reopen,
    /// Somebody accepts that it is blocked.
    AcceptedBy {
        /// Who accepts it.
        handle: String,
    },
    /// Something proves it.
    Evidence {
        /// A link or path.
        link: String,
    },
}

/// Marks an item of a checklist, by index from 0.
///
/// # Errors
/// A blueprint or closed runbook; no reason where one is needed; an acceptance of what is not blocked, or by the DRI.
///
/// # Panics
/// Never: an index that does not exist is answered as an item that is gone.
pub fn mark_item(
    document: &Document<'_>,
    checklist: &Checklist,
    index: usize,
    mark: &ItemMark,
    stamp: &Stamp,
) -> Result<Marked, MarkError> {
    may_be_marked(document)?;
    let Some(item) = checklist.items.get(index) else {
        return Err(MarkError::Gone { id: checklist.id.clone() });
    };
    let id = format!("{}/{}", checklist.id, item.id.text);
    let from = Mark::from(item.state);
    let (to, wanted) = keys(document, item, &id, mark)?;
    let route = document.item_route(&checklist.id, index);
    let changes = change_keys(document, &route, "state", wanted);
    if changes.edits.is_empty() {
        let said = match mark {
            ItemMark::AcceptedBy { handle } => format!("{handle} accepts already that {id} is blocked"),
            ItemMark::Evidence { .. } => format!("The evidence of {id} is there already"),
            _ => format!("{id} is {} already", in_words(to)),
        };
        return Ok(timing::already(&document.runbook, Event::Item, &id, stamp, said, false));
    }
    let mut entry = stamp.entry(Event::Item);
    entry.id = Some(id.clone());
    entry.from = Some(from);
    entry.to = Some(to);
    entry.was = changes.before();
    let said = match mark {
        ItemMark::Done | ItemMark::StruckOut | ItemMark::Reopen => format!("Marked {id} as {}", in_words(to)),
        ItemMark::Blocked { reason } | ItemMark::NotApplicable { reason } => {
            entry.reason = Some(reason.trim().to_owned());
            format!("Marked {id} as {}: {}", in_words(to), reason.trim())
        }
        ItemMark::AcceptedBy { handle } => {
            entry.accepted_by = Some(handle.clone());
            format!("{handle} accepts that {id} is blocked")
        }
        ItemMark::Evidence { link } => {
            entry.evidence = Some(link.clone());
            format!("Added the evidence of {id}")
        }
    };
    let mut edits: Vec<_> = id_edit(&route, &item.id).into_iter().collect();
    edits.extend(changes.edits);
    edits.push(log_edit(&entry));
    let mut wants = wants(document, item, &id, mark);
    wants.extend(timing::before_last_mark(&document.runbook, Event::Item, &id, stamp));
    Ok(Marked { edits, said, wants })
}

/// Returns the state that the mark leads to, and what the keys are to be.
fn keys(
    document: &Document<'_>,
    item: &ChecklistItem,
    id: &str,
    mark: &ItemMark,
) -> Result<(Mark, Vec<Wanted>), MarkError> {
    let word = |state: ItemState| Some(plain(state.word().to_owned()));
    Ok(match mark {
        ItemMark::Done => (Mark::Done, vec![("state", word(ItemState::Done)), ("reason", None), ("accepted_by", None)]),
        // An item that is open has no state to write, but a line that is there is changed rather than taken away.
        ItemMark::Reopen if item.state == ItemState::Open => {
            (Mark::Open, vec![("reason", None), ("accepted_by", None)])
        }
        ItemMark::Reopen => {
            (Mark::Open, vec![("state", word(ItemState::Open)), ("reason", None), ("accepted_by", None)])
        }
        ItemMark::Blocked { reason } => {
            let reason = usable_reason(reason, id, Mark::Blocked)?;
            let mut wanted = vec![("state", word(ItemState::Blocked)), ("reason", Some(Value::Text(reason.clone())))];
            // Somebody accepted the old reason, not this one.
            if item.reason.as_deref() != Some(&reason) {
                wanted.push(("accepted_by", None));
            }
            (Mark::Blocked, wanted)
        }
        ItemMark::NotApplicable { reason } => {
            let reason = usable_reason(reason, id, Mark::NotApplicable)?;
            let state = word(ItemState::NotApplicable);
            (Mark::NotApplicable, vec![("state", state), ("reason", Some(Value::Text(reason))), ("accepted_by", None)])
        }
        ItemMark::StruckOut => {
            let state = word(ItemState::NotApplicable);
            (Mark::NotApplicable, vec![("state", state), ("reason", None), ("accepted_by", None)])
        }
        ItemMark::AcceptedBy { handle } => {
            if item.state != ItemState::Blocked {
                return Err(MarkError::NotBlocked { id: id.to_owned() });
            }
            let accepted = ChecklistItem { accepted_by: Some(handle.clone()), ..item.clone() };
            if !accepted.is_accepted(&document.runbook) {
                return Err(MarkError::AcceptedByDri { by: handle.clone(), id: id.to_owned() });
            }
            (Mark::Blocked, vec![("accepted_by", Some(Value::Text(handle.clone())))])
        }
        ItemMark::Evidence { link } => (item.state.into(), vec![("evidence", Some(Value::Text(link.clone())))]),
    })
}

fn usable_reason(reason: &str, id: &str, state: Mark) -> Result<String, MarkError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(MarkError::NoReason { id: id.to_owned(), state });
    }
    if says_nothing(reason) {
        return Err(MarkError::EmptyReason { reason: reason.to_owned() });
    }
    Ok(reason.to_owned())
}

fn wants(document: &Document<'_>, item: &ChecklistItem, id: &str, mark: &ItemMark) -> Vec<String> {
    let reason = match mark {
        ItemMark::Blocked { reason } => reason,
        ItemMark::StruckOut => {
            let item = &item.id.text;
            return vec![format!("nobody said why {id} does not apply: runbook check {item} --not-applicable \"…\"")];
        }
        _ => return Vec::new(),
    };
    let accepted = item.reason.as_deref() == Some(reason.trim()) && item.is_accepted(&document.runbook);
    if item.required && !accepted {
        let accept = format!("--accepted-by {}=@HANDLE", item.id.text);
        return vec![format!("{id} is required: somebody other than the DRI has to accept it, with {accept}")];
    }
    Vec::new()
}
