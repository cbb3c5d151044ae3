//! How the work is reverted.

use schemars::JsonSchema;

use super::{Task, TaskDuration, duration::DURATION_PATTERN};

/// The rollback: a plan, a link, steps, or the reason why there is none; at least one of them.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Rollback {
    /// A simple explanation, in Markdown.
    #[schemars(example = &"Execute the same method with the parameter `status: 'enable'`.")]
    pub plan: Option<String>,
    /// Address of the steps that revert the work.
    #[schemars(example = &"https://docs.gitlab.com/security/two_factor_authentication/")]
    pub link: Option<String>,
    /// The reason why the work cannot be reverted.
    #[schemars(example = &"A message that was sent cannot be taken back")]
    pub irreversible: Option<String>,
    /// How long it is expected to take.
    #[schemars(with = "Option<String>", regex(pattern = DURATION_PATTERN), example = &"1h15m")]
    pub planned: Option<TaskDuration>,
    /// The id of the task after which the plan no longer works.
    #[schemars(example = &"confirm-state")]
    pub point_of_no_return: Option<String>,
    /// Who confirmed, in which region, that they can execute it.
    #[schemars(with = "Option<Vec<Confirmation>>")]
    pub confirmed_by: Vec<Confirmation>,
    /// The steps, like tasks.
    #[schemars(with = "Option<Vec<Task>>")]
    pub steps: Vec<Task>,
}

impl Rollback {
    /// Returns how long it takes: as planned for the whole, else for its steps, if each of them says so.
    #[must_use]
    pub fn takes(&self) -> Option<TaskDuration> {
        let of_steps = || self.steps.iter().map(|step| step.planned).collect::<Option<Vec<_>>>();
        let has_steps = !self.steps.is_empty();
        self.planned.or_else(|| has_steps.then(of_steps).flatten().map(TaskDuration::total))
    }

    /// Returns those of the regions in which nobody confirmed yet that they can execute it.
    #[must_use]
    pub fn unconfirmed<'a>(&self, regions: &'a [String]) -> Vec<&'a str> {
        let is_confirmed =
            |region: &&String| self.confirmed_by.iter().any(|by| by.region.to_lowercase() == region.to_lowercase());
        regions.iter().filter(|region| !is_confirmed(region)).map(String::as_str).collect()
    }
}

/// Somebody who can execute the rollback in a region.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Confirmation {
    /// The region.
    #[schemars(required, length(min = 1), example = &"APAC")]
    pub region: String,
    /// Who confirmed it.
    #[schemars(required, length(min = 1), example = &"@kiran_placeholder")]
    pub handle: String,
}
