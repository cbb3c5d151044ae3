//! Tasks and rollback steps: what is done, how long it takes, how it came out.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;

use super::{Id, TIMESTAMP_PATTERN, TaskDuration, duration::DURATION_PATTERN, id::ID_PATTERN};

/// A task of the call, or a step of the rollback.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Task {
    /// A short name; tasks and rollback steps share one space. Derived from the text when missing.
    #[schemars(with = "Option<String>", regex(pattern = ID_PATTERN), example = &"confirm-state")]
    pub id: Id,
    /// What is to be done. Inline Markdown.
    #[schemars(required, length(min = 1), example = &"Confirm the users provided state")]
    pub task: String,
    /// The project, handbook page or document that explains it.
    #[schemars(example = &"https://docs.gitlab.com/security/two_factor_authentication/")]
    pub link: Option<String>,
    /// Who does it: a contact of either side.
    #[schemars(example = &"John Doe")]
    pub owner: Option<String>,
    /// How long it is expected to take.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"15m")]
    pub planned: Option<TaskDuration>,
    /// How long it then runs on unattended; not counted as call time.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"8h")]
    pub waits: Option<TaskDuration>,
    /// At which interval it is looked at or repeated.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"30m")]
    pub every: Option<TaskDuration>,
    /// The command, shown verbatim and never executed.
    #[schemars(example = &"User.where(otp_required_for_login: true).count")]
    pub command: Option<String>,
    /// The language of the command, for highlighting.
    #[schemars(example = &"ruby")]
    pub language: Option<String>,
    /// What is seen when it went well. Inline Markdown.
    #[schemars(example = &"a number below 2500")]
    pub expect: Option<String>,
    /// When to stop. Inline Markdown.
    #[schemars(example = &"more than 25 errors in a row")]
    pub stop_if: Option<String>,
    /// The id of the task that this step reverts; rollback steps only.
    #[schemars(example = &"confirm-state")]
    pub undoes: Option<String>,
    /// When the present attempt began, RFC 3339.
    #[schemars(with = "Option<String>", regex(pattern = TIMESTAMP_PATTERN), example = &"2026-10-11T06:32:10Z")]
    pub started_at: Option<DateTime<Utc>>,
    /// How it came out; absent until it was run.
    #[schemars(example = &"partial")]
    pub outcome: Option<Outcome>,
    /// How much of it came out, in figures.
    #[schemars(example = &"2488/2500")]
    pub count: Option<String>,
    /// How long it took: measured, or stated by a person.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"10m")]
    pub duration: Option<TaskDuration>,
    /// What is to be said about the outcome. Inline Markdown.
    #[schemars(example = &"12 groups answer 403")]
    pub note: Option<String>,
}

/// How a task came out. A task that was not run has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Outcome {
    /// As expected.
    Success,
    /// In part; `count` and `note` say how far.
    Partial,
    /// Not at all.
    Failed,
    /// Left out on purpose.
    Skipped,
}

impl Outcome {
    /// All outcomes, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Success, Self::Partial, Self::Failed, Self::Skipped];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}
