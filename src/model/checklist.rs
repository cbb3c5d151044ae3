//! Checklists: items that are done, blocked, not applicable, or still open.

use schemars::JsonSchema;

use super::{Id, Runbook, contact::bare_handle, id::ID_PATTERN};

/// A checklist and its items.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checklist {
    /// The id, which is its key in the file.
    pub id: String,
    /// The heading; without one it comes from the id.
    pub title: Option<String>,
    /// The items, in order.
    pub items: Vec<ChecklistItem>,
}

impl Checklist {
    /// Returns whether it comes before the tasks.
    #[must_use]
    pub fn is_before_tasks(&self) -> bool {
        self.id.starts_with("pre-")
    }

    /// Returns the heading: the title, else the id in words (`pre-call` is `Pre-call checklist`).
    #[must_use]
    pub fn heading(&self) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        let mut letters = self.id.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).chain(" checklist".chars()).collect()
    }

    /// Returns the items that are not decided, each with its index; `runbook` is the one it is in.
    pub fn undecided<'a>(&'a self, runbook: &Runbook) -> impl Iterator<Item = (usize, &'a ChecklistItem)> {
        self.items.iter().enumerate().filter(|(_, item)| !item.is_decided(runbook))
    }
}

// How a checklist stands in the file; for the schema only.
/// A checklist: its items, or a title and its items.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Checklist")]
#[expect(dead_code, reason = "describes a shape, is never made")]
pub(crate) enum ChecklistShape {
    /// The items.
    Items(Vec<ChecklistItem>),
    /// A title and the items.
    Titled(TitledChecklist),
}

/// A checklist with a heading of its own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "describes a shape, is never made")]
pub(crate) struct TitledChecklist {
    /// The heading; without one it comes from the id.
    #[schemars(example = &"Before the second wave")]
    title: Option<String>,
    /// The items, in order.
    items: Option<Vec<ChecklistItem>>,
}

/// One item of a checklist.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ChecklistItem {
    /// A short name, unique in its list. Derived from the text when missing.
    #[schemars(with = "Option<String>", regex(pattern = ID_PATTERN), example = &"dry-run")]
    pub id: Id,
    /// What is to be confirmed. Inline Markdown.
    #[schemars(required, length(min = 1), example = &"Has a dry-run been performed before the call?")]
    pub item: String,
    /// Why the item exists: a sentence or the address of an incident.
    #[schemars(example = &"https://example.com/incident/12")]
    pub why: Option<String>,
    /// True when the item, being blocked, must be accepted by somebody other than the DRI.
    #[schemars(with = "Option<bool>", example = true)]
    pub required: bool,
    /// Where the item stands. Default `open`.
    #[schemars(with = "Option<ItemStateName>", example = &"blocked")]
    pub state: ItemState,
    /// What prevents a blocked item, or why it does not apply.
    #[schemars(example = &"Dry-run cannot be completed due to change requirements")]
    pub reason: Option<String>,
    /// Who accepts that a required item is blocked.
    #[schemars(example = &"@morgan_sample")]
    pub accepted_by: Option<String>,
    /// A link or path that proves the item.
    #[schemars(example = &"https://example.com/log")]
    pub evidence: Option<String>,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// Not decided yet.
    #[default]
    Open,
    /// Confirmed.
    Done,
    /// Cannot be done; the reason says what prevents it.
    Blocked,
    /// Does not apply here; the reason says why.
    NotApplicable,
}

// The words for the states; for the schema only.
/// Where an item stands.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "ItemState")]
#[expect(dead_code, reason = "describes a shape, is never made")]
pub(crate) enum ItemStateName {
    /// Not decided yet.
    Open,
    /// Confirmed.
    Done,
    /// Cannot be done; the reason says what prevents it.
    Blocked,
    /// Does not apply here; the reason says why.
    NotApplicable,
}

impl ItemState {
    /// All states, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Blocked, Self::NotApplicable];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Blocked => "blocked",
            Self::NotApplicable => "not-applicable",
        }
    }
}

impl ChecklistItem {
    /// Returns whether the item is decided: done, or blocked or not applicable with a reason.
    ///
    /// A `required` item that is blocked also needs `accepted_by`, somebody other than the DRI of the runbook it is in.
    #[must_use]
    pub fn is_decided(&self, runbook: &Runbook) -> bool {
        match self.state {
            ItemState::Open => false,
            ItemState::Done => true,
            ItemState::NotApplicable => self.has_reason(),
            ItemState::Blocked => self.has_reason() && (!self.required || self.is_accepted(runbook)),
        }
    }

    /// Returns whether there is a reason with any text in it.
    #[must_use]
    pub fn has_reason(&self) -> bool {
        self.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty())
    }

    /// Returns whether somebody other than the DRI of the runbook it is in accepted the item.
    #[must_use]
    pub fn is_accepted(&self, runbook: &Runbook) -> bool {
        self.accepted_by.as_deref().is_some_and(|by| !bare_handle(by).is_empty() && !runbook.is_dri(by))
    }
}

/// Words that are given as a reason and say nothing.
const NO_REASONS: [&str; 8] = ["n/a", "na", "none", "x", "tbd", "todo", "later", "not applicable"];

/// Returns whether a reason is given that is none: `n/a`, `tbd`, a dash. An absent one is another matter.
#[must_use]
pub fn says_nothing(reason: &str) -> bool {
    let words = reason.trim_matches(|c: char| !c.is_alphanumeric());
    !reason.trim().is_empty() && (words.is_empty() || NO_REASONS.contains(&words.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::{Contact, Contacts, Header};
    use super::*;

    #[test]
    fn the_dri_does_not_accept_under_any_name() {
        let contact = |name: &str, handle: &str| Contact {
            name: name.to_owned(),
            handle: Some(handle.to_owned()),
            ..Contact::default()
        };
        let runbook = Runbook {
            header: Header { dri: Some("@john_doe".to_owned()), ..Header::default() },
            contacts: Contacts {
                gitlab: vec![contact("John Doe", "john_doe"), contact("Jane Smith", "@jane_smith")],
                customer: Vec::new(),
            },
            ..Runbook::default()
        };
        let is_decided = |by: &str| {
            let item = ChecklistItem {
                required: true,
                state: ItemState::Blocked,
                reason: Some("no staging tenant".to_owned()),
                accepted_by: Some(by.to_owned()),
                ..ChecklistItem::default()
            };
            item.is_decided(&runbook)
        };
        for by in ["@john_doe", "John_Doe", "John Doe", " john doe ", "@", " "] {
            assert!(!is_decided(by), "{by}");
        }
        for by in ["@jane_smith", "Jane Smith", "Morgan Sample", "John"] {
            assert!(is_decided(by), "{by}");
        }
    }
}
