//! The log: what happened, in order, never rewritten.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;

use super::{ItemState, Outcome, TIMESTAMP_PATTERN, TaskDuration, duration::DURATION_PATTERN, example_map};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct LogEntry {
    /// When it happened, RFC 3339.
    #[schemars(with = "String", regex(pattern = TIMESTAMP_PATTERN), example = &"2026-10-11T06:42:12Z")]
    pub at: DateTime<Utc>,
    /// When it was written, if that was later than it happened, RFC 3339.
    #[schemars(with = "Option<String>", regex(pattern = TIMESTAMP_PATTERN), example = &"2026-10-11T06:55:00Z")]
    pub recorded: Option<DateTime<Utc>>,
    /// Who did it.
    #[schemars(example = &"@john_doe")]
    pub by: Option<String>,
    /// What kind of thing happened.
    #[schemars(example = &"task")]
    pub event: Event,
    /// What it happened to: an id with its list.
    #[schemars(example = &"tasks/confirm-state")]
    pub id: Option<String>,
    /// The state before.
    #[schemars(example = &"started")]
    pub from: Option<Mark>,
    /// The state after.
    #[schemars(example = &"partial")]
    pub to: Option<Mark>,
    /// The reason that was given.
    #[schemars(example = &"staging has no group with more than 50 subgroups")]
    pub reason: Option<String>,
    /// Who accepted that the item is blocked.
    #[schemars(example = &"@morgan_sample")]
    pub accepted_by: Option<String>,
    /// The link or path that proves it.
    #[schemars(example = &"https://example.com/log")]
    pub evidence: Option<String>,
    /// How long it took.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"10m")]
    pub duration: Option<TaskDuration>,
    /// How much of it came out, in figures.
    #[schemars(example = &"2488/2500")]
    pub count: Option<String>,
    /// What was said.
    #[schemars(example = &"12 groups answer 403")]
    pub note: Option<String>,
    /// The region whose rollback was confirmed.
    #[schemars(example = &"APAC")]
    pub region: Option<String>,
    /// What the mark cleared or overwrote, by key; `undo` brings it back.
    #[schemars(with = "Option<std::collections::BTreeMap<String, String>>", example = example_map("duration", "5m"))]
    pub was: Vec<(String, String)>,
}

impl LogEntry {
    /// Returns an entry with nothing but its time and event.
    #[must_use]
    pub const fn new(at: DateTime<Utc>, event: Event) -> Self {
        Self {
            at,
            recorded: None,
            by: None,
            event,
            id: None,
            from: None,
            to: None,
            reason: None,
            accepted_by: None,
            evidence: None,
            duration: None,
            count: None,
            note: None,
            region: None,
            was: Vec::new(),
        }
    }
}

/// A figure of an attempt that was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its key, which is also its name: `duration` or `count`.
    pub key: &'static str,
    /// What it was; `None` when nobody had said it.
    pub before: Option<String>,
    /// What it is.
    pub after: String,
}

impl LogEntry {
    /// Returns whether the entry says again what an entry is already, with another duration, count, note or reason.
    #[must_use]
    pub fn is_correction(&self) -> bool {
        let Some(state) = self.to.filter(|_| self.from == self.to) else { return false };
        match self.event {
            Event::Task => state.outcome().is_some(),
            Event::Item => {
                let has_reason = matches!(state, Mark::Blocked | Mark::NotApplicable);
                has_reason && self.accepted_by.is_none() && self.evidence.is_none()
            }
            _ => false,
        }
    }

    /// Returns the figures that a correction changed.
    #[must_use]
    pub fn corrected(&self) -> Vec<Correction> {
        let before = |key: &str| self.was.iter().find(|(known, _)| known == key).map(|(_, text)| text.clone());
        let duration = self.duration.map(|duration| Correction {
            key: "duration",
            before: before("duration"),
            after: duration.to_string(),
        });
        let count = self.count.clone().map(|after| Correction { key: "count", before: before("count"), after });
        // A correction repeats the duration that it leaves as it is, perhaps in other units.
        let in_figures = |text: &str| TaskDuration::parse(text).map_or_else(|_| text.to_owned(), |it| it.to_string());
        let is_changed = |it: &Correction| it.before.as_deref().map(in_figures).as_deref() != Some(it.after.as_str());
        duration.into_iter().chain(count).filter(is_changed).collect()
    }
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Event {
    /// A checklist item was marked.
    Item,
    /// A task or rollback step was marked.
    Task,
    /// Somebody in a region confirmed that they can execute the rollback.
    Confirm,
    /// Somebody said something.
    Note,
    /// A follow-up was added.
    FollowUp,
    /// The last mark was taken back.
    Undo,
    /// The runbook was closed.
    Close,
    /// The runbook was opened again.
    Reopen,
    /// The issue was created or written.
    Publish,
    /// A change made in the issue was taken over.
    Sync,
    /// A message was reviewed, approved or sent.
    Message,
    /// An on-call engineer was paged.
    Page,
    /// Somebody looked after the matter.
    Looked,
    /// The matter went over to somebody else.
    Handover,
}

impl Event {
    /// All events, in the order of the documentation.
    pub const ALL: [Self; 14] = [
        Self::Item,
        Self::Task,
        Self::Confirm,
        Self::Note,
        Self::FollowUp,
        Self::Undo,
        Self::Close,
        Self::Reopen,
        Self::Publish,
        Self::Sync,
        Self::Message,
        Self::Page,
        Self::Looked,
        Self::Handover,
    ];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Task => "task",
            Self::Confirm => "confirm",
            Self::Note => "note",
            Self::FollowUp => "follow-up",
            Self::Undo => "undo",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Publish => "publish",
            Self::Sync => "sync",
            Self::Message => "message",
            Self::Page => "page",
            Self::Looked => "looked",
            Self::Handover => "handover",
        }
    }
}

/// A state that a mark leads from or to: of an item, of a task, or of the runbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Mark {
    /// Not decided, not run, not closed.
    Open,
    /// Item: confirmed.
    Done,
    /// Item: cannot be done.
    Blocked,
    /// Item: does not apply.
    NotApplicable,
    /// Task: running.
    Started,
    /// Task: running, but interrupted.
    Paused,
    /// Task: as expected.
    Success,
    /// Task: in part.
    Partial,
    /// Task: not at all.
    Failed,
    /// Task: left out on purpose.
    Skipped,
    /// Runbook: closed as completed.
    Completed,
    /// Runbook: closed as aborted.
    Aborted,
    /// Runbook: closed as cancelled.
    Cancelled,
}

impl Mark {
    /// All marks, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Open,
        Self::Done,
        Self::Blocked,
        Self::NotApplicable,
        Self::Started,
        Self::Paused,
        Self::Success,
        Self::Partial,
        Self::Failed,
        Self::Skipped,
        Self::Completed,
        Self::Aborted,
        Self::Cancelled,
    ];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Blocked => "blocked",
            Self::NotApplicable => "not-applicable",
            Self::Started => "started",
            Self::Paused => "paused",
            Self::Success => "success",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Completed => "completed",
            Self::Aborted => "aborted",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the outcome that a task has in this state.
    #[must_use]
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Success => Some(Outcome::Success),
            Self::Partial => Some(Outcome::Partial),
            Self::Failed => Some(Outcome::Failed),
            Self::Skipped => Some(Outcome::Skipped),
            _ => None,
        }
    }
}

impl From<Outcome> for Mark {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::Success,
            Outcome::Partial => Self::Partial,
            Outcome::Failed => Self::Failed,
            Outcome::Skipped => Self::Skipped,
        }
    }
}

impl From<ItemState> for Mark {
    fn from(state: ItemState) -> Self {
        match state {
            ItemState::Open => Self::Open,
            ItemState::Done => Self::Done,
            ItemState::Blocked => Self::Blocked,
            ItemState::NotApplicable => Self::NotApplicable,
        }
    }
}
