//! One run of `publish` at a time for a file: what has begun is not begun again beside it.

use std::path::Path;

use crate::{
    cli::{
        context::Context,
        error::CliError,
        files, mark, next, sanitise,
        turn::{self, Turn, TurnError},
    },
    model::{Sync, SyncState},
};

/// Takes the turn of publishing a file, and keeps it until the value is dropped.
///
/// # Errors
/// Another run has it; the file is not there, or nothing can be written beside it.
pub(super) fn take_turn(context: &Context, path: &Path) -> Result<Turn, CliError> {
    files::check(path)?;
    turn::take(path, &holder(context)?).map_err(|error| match error {
        TurnError::Taken { holder } => taken(path, &holder),
        TurnError::Write(error) => error.into(),
    })
}

/// Returns what other runs are told of this one.
fn holder(context: &Context) -> Result<String, CliError> {
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let who = context.by()?.unwrap_or_else(|| "somebody".to_owned());
    let since = context.now.format("%Y-%m-%d %H:%M UTC");
    Ok(format!("{who}, process {} on {host}, since {since}", std::process::id()))
}

/// Returns the error that another run has the turn, with what that run does as the file shows it.
fn taken(path: &Path, holder: &str) -> CliError {
    let shown = sanitise::path(path);
    let sync = files::read(path).ok().and_then(|source| mark::parse(&source).ok()?.runbook.sync);
    let holder =
        if holder.is_empty() { "a run that does not say whose it is".to_owned() } else { sanitise::clean_line(holder) };
    CliError::new(format!("{shown} is being published by another run"))
        .caused_by(holder)
        .caused_by(doing(&sync.unwrap_or_default()))
        .help(format!("wait until it has ended, then: runbook publish {}", next::quoted(&shown)))
        .help("a run that hangs or waits at its question can be ended; the next one goes on from there, and makes no second issue")
}

/// Returns what a run does that left this in the file.
fn doing(sync: &Sync) -> String {
    let url = sanitise::clean_line(sync.issue.as_deref().unwrap_or("the issue"));
    match (sync.state, &sync.issue) {
        (None, None) => {
            "it has sent nothing yet: it looks at file and project, or waits for an answer to its question".to_owned()
        }
        (_, None) => "it makes the issue, which holds nothing yet, or looks for it".to_owned(),
        (Some(SyncState::Creating), Some(_)) => format!("it has made the issue, and writes the text into it: {url}"),
        (Some(SyncState::Sending), Some(_)) => format!("it writes into the issue: {url}"),
        (None | Some(SyncState::Live), Some(_)) => format!("it compares file and issue, or has just ended: {url}"),
    }
}
