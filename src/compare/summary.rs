//! What is told of a file: its sections, in the order and under the headings that every renderer has.

use super::{Changes, Part, Said, effect, log, marks, plan};

/// A runbook file that was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedFile {
    /// Where it is; where it was, if it is gone.
    pub path: String,
    /// Where the old version is or was, if that is elsewhere.
    pub was: Option<String>,
    /// What the runbook is called; empty when it could not be compared.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It is in both versions.
    Kept(Changes),
    /// It is new; everything in it was added.
    Added(Changes),
    /// It is gone; everything in it was removed.
    Removed(Changes),
    /// It could not be compared, with the reason.
    Failed(String),
}

impl Fate {
    /// Returns the word for machines.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Kept(changes) if changes.is_empty() => "unchanged",
            Self::Kept(_) => "changed",
            Self::Added(_) => "added",
            Self::Removed(_) => "removed",
            Self::Failed(_) => "failed",
        }
    }

    /// Returns what changed.
    #[must_use]
    pub const fn changes(&self) -> Option<&Changes> {
        match self {
            Self::Kept(changes) | Self::Added(changes) | Self::Removed(changes) => Some(changes),
            Self::Failed(_) => None,
        }
    }

    /// Returns why it could not be compared.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        if let Self::Failed(why) = self { Some(why) } else { None }
    }

    /// Returns what is to be said of the file as a whole, if it is more than its changes.
    #[must_use]
    pub fn in_words(&self) -> Option<String> {
        match self {
            Self::Kept(changes) if changes.is_empty() => {
                Some("nothing changed in the runbook's own terms, only comments or layout if anything".to_owned())
            }
            Self::Kept(_) => None,
            Self::Added(changes) => Some(format!("new{}", contents(changes))),
            Self::Removed(changes) => Some(format!("removed{}", contents(changes))),
            Self::Failed(why) => Some(format!("could not be compared: {why}")),
        }
    }
}

/// A heading, and what stands below it.
pub type Section = (Option<&'static str>, Vec<Said>);

/// Returns what is told of a file, section by section: the plan without a heading, then the effects, then the marks.
///
/// Of a file that is new only the effects: the rest is the file itself.
#[must_use]
pub fn sections(fate: &Fate) -> Vec<Section> {
    let Some(changes) = fate.changes() else { return Vec::new() };
    let effects = (Some("effects"), changes.effects.iter().map(effect).collect());
    let mut sections: Vec<Section> = match fate {
        Fate::Kept(_) => vec![
            (None, changes.plan().map(plan).collect()),
            effects,
            (Some("marks"), changes.marks().map(marks).chain(changes.log.map(log)).collect()),
        ],
        Fate::Added(_) => vec![effects],
        Fate::Removed(_) | Fate::Failed(_) => Vec::new(),
    };
    sections.retain(|(_, lines)| !lines.is_empty());
    sections
}

/// Returns what a file consists of: `: 4 contacts, 9 items, 3 tasks`.
fn contents(changes: &Changes) -> String {
    let parts = [
        (Part::Contact, ["contact", "contacts"]),
        (Part::Item, ["checklist item", "checklist items"]),
        (Part::Task, ["task", "tasks"]),
        (Part::Step, ["rollback step", "rollback steps"]),
    ];
    let count = |part: Part| changes.entries.iter().filter(|change| change.part == part).count();
    let counts = parts.into_iter().filter_map(|(part, [one, several])| match count(part) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {several}")),
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) }
}
