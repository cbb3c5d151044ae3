//! The header: what the work is, who owns it and when it happens.

use schemars::JsonSchema;

use super::{Schedule, TaskDuration, duration::DURATION_PATTERN, example_map, schedule::SCHEDULE_PATTERN};

/// The header of a runbook.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Header {
    /// The name, in the form `CUSTOMER - REQUESTED TASK`.
    #[schemars(required, length(min = 1), example = &"Acme - Enforce 2FA on All Groups")]
    pub name: String,
    /// A small summary of the work to be done, with the result that is expected. Inline Markdown.
    #[schemars(example = &"Require two-factor authentication on all 2,500 groups of Acme. Afterwards every group requires it.")]
    pub description: Option<String>,
    /// The owner of the work and main contact for schedule and execution.
    #[schemars(example = &"@john_doe")]
    pub dri: Option<String>,
    /// The agreed date, time and time zone: `YYYY-MM-DD HH:MM ZONE`.
    #[schemars(with = "Option<String>", regex(pattern = SCHEDULE_PATTERN), example = &"2026-10-10 23:30 America/Los_Angeles")]
    pub schedule_at: Option<Schedule>,
    /// How long the slot is booked.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"3h")]
    pub window: Option<TaskDuration>,
    /// Further calls, when the work takes more than one.
    #[schemars(with = "Option<Vec<Session>>")]
    pub sessions: Vec<Session>,
    /// Address of the meeting.
    #[schemars(example = &"https://example.zoom.com/my/example.meeting")]
    pub meeting_url: Option<String>,
    /// Address of the issue of the customer's request. The tool never writes that issue.
    #[schemars(example = &"https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1")]
    pub gitlab_issue: Option<String>,
    /// Where the customer runs GitLab; decides which channel is informed.
    #[schemars(example = &"gitlab.com")]
    pub platform: Option<Platform>,
    /// How critical the change is, C1 being the most critical.
    #[schemars(example = &"C3")]
    pub criticality: Option<Criticality>,
    /// Further rows of the header table: a label and an address or text.
    #[schemars(with = "Option<std::collections::BTreeMap<String, String>>", example = example_map("ticket", "https://support.example/tickets/123"))]
    pub links: Vec<(String, String)>,
}

/// A further call of the same work.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Session {
    /// The agreed date, time and time zone: `YYYY-MM-DD HH:MM ZONE`.
    #[schemars(required, with = "String", regex(pattern = SCHEDULE_PATTERN), example = &"2026-10-12 23:30 America/Los_Angeles")]
    pub at: Option<Schedule>,
    /// How long the slot is booked.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"1h")]
    pub window: Option<TaskDuration>,
}

/// Where the customer runs GitLab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
pub enum Platform {
    /// GitLab.com.
    #[schemars(rename = "gitlab.com")]
    GitlabCom,
    /// An instance of the customer's own.
    #[schemars(rename = "self-managed")]
    SelfManaged,
    /// GitLab Dedicated.
    #[schemars(rename = "dedicated")]
    Dedicated,
}

impl Platform {
    /// All platforms, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::GitlabCom, Self::SelfManaged, Self::Dedicated];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::GitlabCom => "gitlab.com",
            Self::SelfManaged => "self-managed",
            Self::Dedicated => "dedicated",
        }
    }
}

/// How critical a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
pub enum Criticality {
    /// The most critical.
    C1,
    /// Critical; a procedure on a production console counts as this.
    C2,
    /// Medium.
    C3,
    /// The least critical.
    C4,
}

impl Criticality {
    /// All criticalities, the most critical first.
    pub const ALL: [Self; 4] = [Self::C1, Self::C2, Self::C3, Self::C4];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::C1 => "C1",
            Self::C2 => "C2",
            Self::C3 => "C3",
            Self::C4 => "C4",
        }
    }
}

/// Splits a name into the customer and the requested task: `Acme - Enforce 2FA` at the first dash between blanks.
///
/// `None` when it does not have the form `CUSTOMER - REQUESTED TASK`.
#[must_use]
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    let (customer, task) = name.split_once(" - ")?;
    let (customer, task) = (customer.trim(), task.trim());
    (!customer.is_empty() && !task.is_empty()).then_some((customer, task))
}
