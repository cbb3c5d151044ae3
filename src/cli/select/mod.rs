//! Which runbook a command means: the one that is named, or the only one that is not finished.

mod named;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{
    environment::Environment,
    error::CliError,
    folder,
    sanitise::{clean_line, path as shown},
    settings::Settings,
    ui::Ui,
};
use crate::model::{Runbook, Schedule};

pub(super) use named::beginning_so;

use named::named;

/// How many runbooks are listed in a message.
const MAX_LISTED: usize = 10;

/// What the runbook is wanted for. Marking the wrong one is worse than typing a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be read: shown, rendered, listed.
    Read,
    /// To be marked. Without a terminal it must be named.
    Mark,
}

/// What the choice depends on, beside the name that was given.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    /// To ask, and to say what was passed over.
    pub ui: &'a mut Ui,
    /// Where the runbooks are.
    pub settings: &'a Settings,
    /// Perhaps `$RUNBOOK_FILE`.
    pub environment: &'a Environment,
    /// To which the nearest schedule comes first.
    pub now: DateTime<Utc>,
}

/// A runbook that is not finished.
struct Candidate {
    path: PathBuf,
    name: String,
    schedule: Option<Schedule>,
}

/// Returns the path of the runbook that is meant.
///
/// `given` is a path, or the unique beginning of a file name in the runbooks folder; without it `$RUNBOOK_FILE` counts,
/// then the only unfinished runbook, then the choice of a person.
///
/// # Errors
/// It is not there, is not the only one, or must be named.
pub(super) fn select(
    given: Option<&Path>,
    purpose: Purpose,
    surroundings: &mut Surroundings<'_>,
) -> Result<PathBuf, CliError> {
    let from_environment = surroundings.environment.runbook_file();
    if let Some(given) = given {
        return named(given, purpose, surroundings.settings);
    }
    if let Some(given) = from_environment {
        return named(&given, purpose, surroundings.settings).map_err(|error| error.help("RUNBOOK_FILE names it"));
    }
    if purpose == Purpose::Mark && !surroundings.ui.is_interactive() {
        let error = CliError::new("which runbook? marking without a terminal needs its name")
            .help("name it with `--file`, or set RUNBOOK_FILE");
        let candidates = unfinished(&surroundings.settings.runbooks(), surroundings);
        return Err(if candidates.is_empty() {
            error
        } else {
            error.help(listed("unfinished are:", candidates.iter().map(describe)))
        });
    }
    let folder = surroundings.settings.runbooks();
    let mut candidates = unfinished(&folder, surroundings);
    candidates.sort_by_key(|candidate| {
        let distance = candidate.schedule.map(|schedule| (schedule.instant() - surroundings.now).abs());
        (distance.is_none(), distance, candidate.path.clone())
    });
    match candidates.as_slice() {
        [] => Err(CliError::new(format!("there is no unfinished runbook in {}", shown(&folder)))
            .help("name the one you mean, or write one: `runbook new \"CUSTOMER - REQUESTED TASK\"`")),
        [only] => Ok(only.path.clone()),
        several if surroundings.ui.is_interactive() => {
            let choices: Vec<String> = several.iter().map(describe).collect();
            let chosen = surroundings.ui.choose("Which runbook?", &choices)?;
            chosen.map(|at| several[at].path.clone()).ok_or_else(|| CliError::refused("no runbook was chosen"))
        }
        several => {
            let message = format!("which runbook? {} are unfinished in {}", several.len(), shown(&folder));
            Err(CliError::new(message).help(listed("name one of them:", several.iter().map(describe))))
        }
    }
}

/// Returns the runbooks of a folder that are neither closed nor blueprints nor examples.
fn unfinished(folder: &Path, surroundings: &mut Surroundings<'_>) -> Vec<Candidate> {
    let found = folder::runbooks(folder, surroundings.settings, surroundings.ui);
    let unfinished = found.runbooks.into_iter().filter(|(_, runbook)| is_unfinished(runbook));
    let candidate =
        |(path, Runbook { header, .. })| Candidate { path, name: header.name, schedule: header.schedule_at };
    unfinished.map(candidate).collect()
}

const fn is_unfinished(runbook: &Runbook) -> bool {
    runbook.closed.is_none() && !runbook.blueprint && !runbook.example
}

fn describe(candidate: &Candidate) -> String {
    let schedule = candidate.schedule.map_or("not scheduled".to_owned(), |schedule| schedule.to_string());
    format!("{}: {} ({schedule})", shown(&candidate.path), clean_line(&candidate.name))
}

fn listed(introduction: &str, entries: impl ExactSizeIterator<Item = String>) -> String {
    let n_entries = entries.len();
    let mut lines = vec![introduction.to_owned()];
    lines.extend(entries.take(MAX_LISTED));
    if n_entries > MAX_LISTED {
        lines.push(format!("and {} more", n_entries - MAX_LISTED));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
