//! What every command is given: the environment, the configuration, the time, and who runs it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{
    environment::Environment,
    error::CliError,
    select::{Purpose, Surroundings, select},
    settings::Settings,
    ui::Ui,
    who::who,
};

/// What every command is given.
#[derive(Debug)]
pub(super) struct Context {
    /// The environment variables.
    pub environment: Environment,
    /// The configuration, and where it was found.
    pub settings: Settings,
    /// The time that counts as now, to the second.
    pub now: DateTime<Utc>,
    /// `--by`.
    pub by: Option<String>,
}

impl Context {
    /// Returns who marks.
    ///
    /// # Errors
    /// A name that is none.
    pub(super) fn by(&self) -> Result<Option<String>, CliError> {
        who(self.by.as_deref(), &self.environment, self.settings.config.user.as_deref())
    }

    /// Returns the path of the runbook that is meant.
    ///
    /// # Errors
    /// It is not there, is not the only one, or must be named.
    pub(super) fn runbook(&self, ui: &mut Ui, given: Option<&Path>, purpose: Purpose) -> Result<PathBuf, CliError> {
        let mut surroundings =
            Surroundings { ui, settings: &self.settings, environment: &self.environment, now: self.now };
        select(given, purpose, &mut surroundings)
    }
}
