//! Who is on the call, from both sides.

use schemars::JsonSchema;

use super::{Zone, zone::ZONE_PATTERN};

/// The contacts of both sides.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Contacts {
    /// Who attends from GitLab, and their role during the work.
    #[schemars(with = "Option<Vec<Contact>>")]
    pub gitlab: Vec<Contact>,
    /// Who joins from the customer's team. Optional, but useful.
    #[schemars(with = "Option<Vec<Contact>>")]
    pub customer: Vec<Contact>,
}

impl Contacts {
    /// Returns everybody, GitLab's side first.
    pub fn all(&self) -> impl Iterator<Item = &Contact> {
        self.gitlab.iter().chain(&self.customer)
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Contact {
    /// The person's name.
    #[schemars(required, length(min = 1), example = &"John Doe")]
    pub name: String,
    /// The person's user name on GitLab, with or without `@`. Who has one is mentioned in the issue.
    #[schemars(example = &"@john_doe")]
    pub handle: Option<String>,
    /// What the person is on this call.
    #[schemars(example = &"Technical Execution")]
    pub role: Option<String>,
    /// The role in a sentence.
    #[schemars(example = &"Technical execution during the change")]
    pub description: Option<String>,
    /// Where the person's clock is: an IANA name, `UTC`, or an offset.
    #[schemars(with = "Option<String>", regex(pattern = ZONE_PATTERN), example = &"America/Los_Angeles")]
    pub time_zone: Option<Zone>,
    /// Who does what during the call; lint looks that each duty is somebody's.
    #[schemars(with = "Option<Vec<Duty>>", example = ["execute"])]
    pub duties: Vec<Duty>,
    /// False for approvers and others who are only named. Default true.
    #[schemars(with = "Option<bool>", example = false)]
    pub attends: bool,
}

impl Default for Contact {
    fn default() -> Self {
        Self {
            name: String::new(),
            handle: None,
            role: None,
            description: None,
            time_zone: None,
            duties: Vec::new(),
            attends: true,
        }
    }
}

impl Contact {
    /// Returns whether a person is meant by this name or handle, with or without `@`.
    #[must_use]
    pub fn is(&self, who: &str) -> bool {
        let who = who.trim();
        self.name.eq_ignore_ascii_case(who)
            || self.handle.as_deref().is_some_and(|handle| bare_handle(handle).eq_ignore_ascii_case(bare_handle(who)))
    }
}

/// Returns a handle without its `@`.
#[must_use]
pub(crate) fn bare_handle(handle: &str) -> &str {
    let handle = handle.trim();
    handle.strip_prefix('@').unwrap_or(handle)
}

/// What somebody is responsible for during the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Duty {
    /// Carries the tasks out.
    Execute,
    /// Keeps everybody informed.
    Communicate,
    /// Checks that the result is what was wanted.
    Verify,
}

impl Duty {
    /// All duties, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Execute, Self::Communicate, Self::Verify];

    /// Returns the word that stands in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Execute => "execute",
            Self::Communicate => "communicate",
            Self::Verify => "verify",
        }
    }
}
