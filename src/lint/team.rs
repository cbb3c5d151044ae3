//! What a team agreed on, as far as rules compare runbooks with it.

use super::Hours;
use crate::model::Platform;

/// What a team agreed on. Empty where nothing is known; a rule that needs it is silent then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// The Slack channels that are told about work on a platform; a channel for all stands with each.
    pub channels: Vec<(Platform, String)>,
    /// The regions in each of which somebody must be able to execute a rollback.
    pub regions: Vec<Region>,
    /// Who can see the project that the check runs for, where CI says so.
    pub visibility: Option<Visibility>,
}

/// A region of support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// When it is on duty, where the team says so.
    pub hours: Option<Hours>,
}

impl Team {
    /// Returns the names of the regions.
    #[must_use]
    pub fn region_names(&self) -> Vec<String> {
        self.regions.iter().map(|region| region.name.clone()).collect()
    }
}

impl Region {
    /// Returns the region of a name.
    #[must_use]
    pub fn without_hours(name: &str) -> Self {
        Self { name: name.to_owned(), hours: None }
    }
}

/// Who can see a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Its members.
    Private,
    /// Everybody who is signed in.
    Internal,
    /// Everybody.
    Public,
}

impl Visibility {
    /// Returns the visibility of a word, as GitLab's `CI_PROJECT_VISIBILITY` has it.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "private" => Some(Self::Private),
            "internal" => Some(Self::Internal),
            "public" => Some(Self::Public),
            _ => None,
        }
    }
}
