//! Changes as plain data.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::model::{Schedule, Zone};

/// What changed between two versions of a runbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// What changed in the plan or in the marks, entry by entry, in the order of the file.
    pub entries: Vec<Change>,
    /// What follows from it for the call.
    pub effects: Vec<FieldChange>,
    /// What happened to the log.
    pub log: Option<LogChange>,
}

/// A change of one entry, or of the one thing that its part is.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What kind of thing it is.
    pub part: Part,
    /// The list that it stands in, where there are several: a checklist's id, a side of the contacts.
    pub list: Option<String>,
    /// Its id in the new version, or the old one of what was removed; `None` where nothing has ids.
    pub id: Option<String>,
    /// Whether it came, went or stayed.
    pub what: What,
    /// What it is called; equal when it was not renamed.
    pub title: Sides<String>,
    /// Its number in its list, from 1.
    pub number: Sides<usize>,
    /// Whether it stands at another place among those that stayed.
    pub is_moved: bool,
    /// What changed in the plan.
    pub fields: Vec<FieldChange>,
    /// What changed in the marks.
    pub marks: Vec<FieldChange>,
}

/// Two sides of which one may be absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sides<T> {
    /// Before.
    pub old: Option<T>,
    /// After.
    pub new: Option<T>,
}

/// Whether an entry came, went or stayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is only in the new version.
    Added,
    /// It is only in the old version.
    Removed,
    /// It is in both.
    Changed,
}

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The runbook itself: version, kind, summary.
    Runbook,
    /// A placeholder of a blueprint.
    Parameter,
    /// The header.
    Header,
    /// A further row of the header table.
    Link,
    /// A further call.
    Session,
    /// A person.
    Contact,
    /// A checklist, without its items.
    Checklist,
    /// An item of a checklist.
    Item,
    /// A task.
    Task,
    /// The rollback, without its steps.
    Rollback,
    /// A step of the rollback.
    Step,
    /// Something to do after the call.
    FollowUp,
    /// Somebody who can execute the rollback in a region.
    Confirmation,
    /// How the runbook was finished.
    Closed,
    /// How the file and its issue belong together.
    Sync,
    /// What file and issue last agreed on, for one entry.
    Base,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Its key in the file, or the name of an effect.
    pub name: &'static str,
    /// What it was.
    pub old: Option<Value>,
    /// What it is.
    pub new: Option<Value>,
    /// What the change comes to, such as `2h later`.
    pub note: Option<String>,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text that somebody typed, or a word of the format.
    Text(String),
    /// An agreed time.
    Schedule(Schedule),
    /// A task that is named by its id.
    Task {
        /// Its id.
        id: String,
        /// What is done, if there is such a task.
        title: Option<String>,
    },
    /// Computed instants of the calls.
    Moments(Vec<Moment>),
}

/// An instant of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The number of the call, counted from 1 in the order of time.
    pub call: usize,
    /// When it is.
    pub at: DateTime<Utc>,
    /// The zone in which people speak of it.
    pub zone: Zone,
}

/// What happened to the log, which is only ever appended to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogChange {
    /// How many entries it had.
    pub n_old: usize,
    /// How many entries it has.
    pub n_new: usize,
    /// How many entries at its beginning are as they were.
    pub n_kept: usize,
}

impl Part {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Runbook => "runbook",
            Self::Parameter => "parameter",
            Self::Header => "header",
            Self::Link => "link",
            Self::Session => "session",
            Self::Contact => "contact",
            Self::Checklist => "checklist",
            Self::Item => "item",
            Self::Task => "task",
            Self::Rollback => "rollback",
            Self::Step => "rollback step",
            Self::FollowUp => "follow-up",
            Self::Confirmation => "confirmation",
            Self::Closed => "closed",
            Self::Sync => "sync",
            Self::Base => "sync base",
        }
    }

    /// Returns whether a runbook has only one of it, without a title.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Runbook | Self::Header | Self::Rollback | Self::Closed | Self::Sync)
    }

    /// Returns whether it belongs to the marks as a whole.
    #[must_use]
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::Confirmation | Self::Closed | Self::Sync | Self::Base)
    }
}

impl What {
    /// Returns the word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl Value {
    /// Returns whether both say the same; a task is the same one under another title.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Task { id, .. }, Self::Task { id: other, .. }) => id == other,
            _ => self == other,
        }
    }

    /// Returns what stands in the file; of computed instants RFC 3339.
    #[must_use]
    pub fn as_in_file(&self) -> String {
        match self {
            Self::Text(text) | Self::Task { id: text, .. } => text.clone(),
            Self::Schedule(schedule) => schedule.to_string(),
            Self::Moments(moments) => {
                let in_zone = |Moment { at, zone, .. }: &Moment| {
                    at.with_timezone(&zone.at(*at).1).to_rfc3339_opts(SecondsFormat::Secs, true)
                };
                moments.iter().map(in_zone).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl Changes {
    /// Returns whether nothing changed in the runbook's own terms.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.log.is_none()
    }

    /// Returns the changes of the plan.
    pub fn plan(&self) -> impl Iterator<Item = &Change> {
        self.entries.iter().filter(|change| change.is_of_plan())
    }

    /// Returns the changes of the marks.
    pub fn marks(&self) -> impl Iterator<Item = &Change> {
        self.entries.iter().filter(|change| change.part.is_mark() || !change.marks.is_empty())
    }
}

impl Change {
    /// Returns whether it is called otherwise than before.
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.what == What::Changed && self.title.old != self.title.new
    }

    pub(super) fn is_of_plan(&self) -> bool {
        let is_told = self.what != What::Changed || self.is_moved || self.is_renamed() || !self.fields.is_empty();
        !self.part.is_mark() && is_told
    }
}
