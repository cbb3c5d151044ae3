//! What a runbook is: plain data, in the handbook's words.
//!
//! Nothing here knows YAML text, Markdown, GitLab, files or the clock. The documentation of every field is the
//! documentation of its key: `runbook schema` and `docs/format.md` are made from these types.
//!
//! The model is lenient, so that `lint` can name everything that is missing in one run: what is absent is `None` or
//! empty. What is present has the right shape; a wrong shape never gets this far.

mod checklist;
mod contact;
mod duration;
mod header;
mod id;
mod invisible;
mod local_time;
mod log;
mod outlook;
mod progress;
mod quote;
mod rollback;
mod schedule;
mod task;
mod zone;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;

pub(crate) use checklist::ChecklistShape;
pub use checklist::{Checklist, ChecklistItem, ItemState, says_nothing};
pub(crate) use contact::bare_handle;
pub use contact::{Contact, Contacts, Duty};
pub(crate) use duration::DURATION_PATTERN;
pub use duration::{DurationError, TaskDuration};
pub use header::{Criticality, Header, Platform, Session, split_name};
pub(crate) use id::ID_PATTERN;
pub use id::{Id, TakenIds, is_id, slug};
pub use invisible::{invisible, is_invisible, name_invisible, turns_text};
pub use local_time::OddHours;
pub use log::{Correction, Event, LogEntry, Mark};
pub use outlook::{Call, Next, RollbackStart};
pub use progress::{Attempt, Stage, Sums, Unattended};
pub(crate) use quote::quote;
pub use rollback::{Confirmation, Rollback};
pub(crate) use schedule::SCHEDULE_PATTERN;
pub use schedule::{Schedule, ScheduleError};
pub use task::{Outcome, Task};
pub(crate) use zone::ZONE_PATTERN;
pub use zone::{Zone, parse_zone};

/// A runbook: everything about one piece of scheduled work with a customer, in one file.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Runbook {
    /// The version of the format. This is format 1.
    #[schemars(required, range(min = 1, max = 1), example = 1)]
    pub version: u32,
    /// What kind of work this is; decides which rules of `lint` apply. Default `support-assisted`.
    #[schemars(with = "Option<Kind>", example = &"contact-request")]
    pub kind: Kind,
    /// True for a blueprint: a runbook to start from, with placeholders in `<UPPER_SNAKE>` and without marks.
    #[schemars(with = "Option<bool>", example = true)]
    pub blueprint: bool,
    /// True for a complete example, which is never chosen on its own.
    #[schemars(with = "Option<bool>", example = true)]
    pub example: bool,
    /// What a blueprint is for, in one sentence; shown by `runbook list --blueprints`.
    #[schemars(example = &"Require two-factor authentication on every group of a customer")]
    pub summary: Option<String>,
    /// The placeholders of a blueprint, each with an explanation. `runbook new --set NAME=VALUE` fills them.
    #[schemars(with = "Option<std::collections::BTreeMap<String, String>>", example = example_map("GROUP_ID", "Number of the top-level group"))]
    pub parameters: Vec<(String, String)>,
    /// The header: name, description, DRI, schedule and addresses.
    pub header: Header,
    /// Who is on the call, from both sides.
    #[schemars(with = "Option<Contacts>")]
    pub contacts: Contacts,
    /// Checklists by id, in the order of the file: a list of items, or a title and its items.
    /// Those whose id begins with `pre-` come before the tasks, the others after them.
    #[schemars(with = "Option<std::collections::BTreeMap<String, ChecklistShape>>")]
    pub checklists: Vec<Checklist>,
    /// The tasks of the call, in order.
    #[schemars(with = "Option<Vec<Task>>")]
    pub tasks: Vec<Task>,
    /// How the work is reverted: a plan, a link, steps, or the reason why it cannot be.
    pub rollback: Option<Rollback>,
    /// What remains to be done after the call.
    #[schemars(with = "Option<Vec<FollowUp>>")]
    pub follow_ups: Vec<FollowUp>,
    /// Set when the runbook is finished.
    pub closed: Option<Closed>,
    /// How the file and its issue belong together. Written by `publish` and `sync`.
    pub sync: Option<Sync>,
    /// What happened, in order. Appended by the tool, never rewritten.
    #[schemars(with = "Option<Vec<LogEntry>>")]
    pub log: Vec<LogEntry>,
}

/// What kind of work a runbook describes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Kind {
    /// Scheduled work with a customer that support executes or accompanies.
    #[default]
    SupportAssisted,
    /// A customer of GitLab Dedicated has to be told or asked something.
    ContactRequest,
    /// Maintenance that cannot wait for its regular window.
    EmergencyMaintenance,
}

/// Something that remains to be done after the call.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FollowUp {
    /// What is to be done.
    #[schemars(required, length(min = 1), example = &"Find owners for the 12 groups that answered 403")]
    pub what: String,
    /// Who does it.
    #[schemars(example = &"@john_doe")]
    pub owner: Option<String>,
    /// The day by which it is done, `YYYY-MM-DD`.
    #[schemars(with = "Option<String>", regex(pattern = DAY_PATTERN), example = &"2026-10-15")]
    pub due: Option<chrono::NaiveDate>,
    /// Where it is tracked.
    #[schemars(example = &"https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/2")]
    pub link: Option<String>,
}

/// How and when the runbook was finished.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Closed {
    /// When it was closed, RFC 3339.
    #[schemars(with = "String", regex(pattern = TIMESTAMP_PATTERN), example = &"2026-10-11T09:12:00Z")]
    pub at: DateTime<Utc>,
    /// Who closed it.
    #[schemars(example = &"@john_doe")]
    pub by: Option<String>,
    /// How it ended. Default `completed`.
    #[schemars(with = "Option<CloseResult>", example = &"aborted")]
    pub result: CloseResult,
    /// What is to be said about it; needed unless it was completed.
    #[schemars(example = &"The customer called it off")]
    pub note: Option<String>,
}

/// How a runbook ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum CloseResult {
    /// Every checklist is decided and every task has an outcome.
    #[default]
    Completed,
    /// Stopped on the way.
    Aborted,
    /// Never begun.
    Cancelled,
}

impl CloseResult {
    /// All results, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Completed, Self::Aborted, Self::Cancelled];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Aborted => "aborted",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Kind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::SupportAssisted, Self::ContactRequest, Self::EmergencyMaintenance];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SupportAssisted => "support-assisted",
            Self::ContactRequest => "contact-request",
            Self::EmergencyMaintenance => "emergency-maintenance",
        }
    }
}

/// How a file and its issue belong together.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sync {
    /// Address of the runbook's own issue.
    #[schemars(example = &"https://gitlab.example/support/runbooks/-/issues/7")]
    pub issue: Option<String>,
    /// The publication id by which the issue is found again.
    #[schemars(example = &"rb7f3k2m9q")]
    pub id: Option<String>,
    /// `creating` before the issue is known to exist, then `live`; `sending` while it is written.
    #[schemars(example = &"live")]
    pub state: Option<SyncState>,
    /// How often the issue was written.
    #[schemars(with = "Option<u64>", example = 12)]
    pub rev: Option<u64>,
    /// When file and issue last agreed, RFC 3339. After a write to the issue, what GitLab notes of that lies before it.
    #[schemars(with = "Option<String>", regex(pattern = TIMESTAMP_PATTERN), example = &"2026-10-11T09:12:00Z")]
    pub at: Option<DateTime<Utc>>,
    /// What file and issue last agreed on, by entry.
    #[schemars(with = "Option<std::collections::BTreeMap<String, String>>", example = example_map("pre-call/inform", "x"))]
    pub base: Vec<(String, String)>,
    /// The lines of the issue as the file last rendered them, a short digest of each; lets `sync` keep every line that a
    /// person adds to the issue or takes out of it.
    #[schemars(example = &"hJ3k2 _ Qw9sd.aB3-x")]
    pub lines: Option<String>,
}

/// Whether the issue of a runbook is known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum SyncState {
    /// Written before the request that creates it.
    Creating,
    /// Verified to be there and confidential.
    Live,
    /// As `live`, and it was about to be written: whether that arrived is not known.
    Sending,
}

impl SyncState {
    /// All states, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Creating, Self::Live, Self::Sending];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Live => "live",
            Self::Sending => "sending",
        }
    }
}

impl Runbook {
    /// Returns the checklist with this id.
    #[must_use]
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.checklists.iter().find(|checklist| checklist.id == id)
    }

    /// Returns the rollback steps; empty when there are none.
    #[must_use]
    pub fn steps(&self) -> &[Task] {
        self.rollback.as_ref().map_or(&[], |rollback| &rollback.steps)
    }

    /// Returns the contact that a person means by a name or a handle, of either side.
    #[must_use]
    pub fn contact(&self, who: &str) -> Option<&Contact> {
        self.contacts.all().find(|contact| contact.is(who))
    }

    /// Returns whether a name or a handle means the DRI, also where the header has the one and this is the other.
    #[must_use]
    pub fn is_dri(&self, who: &str) -> bool {
        let Some(dri) = self.header.dri.as_deref() else { return false };
        let bare = |who: &str| contact::bare_handle(who).to_lowercase();
        bare(who) == bare(dri) || self.contacts.all().any(|contact| contact.is(dri) && contact.is(who))
    }
}

/// What a time stamp looks like: RFC 3339 with an offset. The parser alone knows how many days a month has.
pub(crate) const TIMESTAMP_PATTERN: &str = concat!(
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]",
    r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?",
    "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
);

/// What a day looks like.
pub(crate) const DAY_PATTERN: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// Returns an example of a mapping with one entry, for the schema.
pub(crate) fn example_map(key: &str, value: &str) -> std::collections::BTreeMap<String, String> {
    std::collections::BTreeMap::from([(key.to_owned(), value.to_owned())])
}
