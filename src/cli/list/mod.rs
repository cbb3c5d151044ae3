//! `runbook list`: what is scheduled, how far it is, and what comes next.

mod blueprints;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    folder::{self, Folder},
    mark::AnswerFormat,
    next::{self, NextJson},
    sanitise::path as shown,
    table::Table,
    ui::Ui,
    when,
};
use crate::model::{Call, Runbook, Stage};

/// List the runbooks with their schedule, progress and next thing to do
///
/// The nearest one comes first, then those whose time is over, those without a schedule, and those that are closed.
/// Blueprints and examples are only listed with --blueprints, together with those that come with the program.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  runbook list\n  runbook list --blueprints")]
pub(super) struct ListArgs {
    /// The folder; without it the runbooks folder
    #[arg(value_hint = clap::ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
    /// Lists what `runbook new --from` can start from
    #[arg(long)]
    pub blueprints: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// What `runbook list --format json` answers.
#[derive(Serialize)]
struct ListJson {
    version: u32,
    /// The folder that was looked into.
    folder: String,
    /// The runbooks, in the order of the list.
    runbooks: Vec<RunbookJson>,
    /// Files that should be runbooks and are none, or could not be read.
    passed_over: Vec<String>,
}

#[derive(Serialize)]
struct RunbookJson {
    runbook: String,
    path: String,
    dri: Option<String>,
    /// The call that is under way or comes next, else the last one: as it was agreed, and in UTC.
    schedule_at: Option<String>,
    starts_at: Option<String>,
    ends_at: Option<String>,
    /// `completed`, `aborted` or `cancelled` when it is closed.
    closed: Option<&'static str>,
    /// The checklists before the tasks, `tasks`, the other checklists.
    progress: Vec<StageJson>,
    next: Option<NextJson>,
}

#[derive(Serialize)]
pub(super) struct StageJson {
    name: String,
    decided: usize,
    of: usize,
}

impl From<Stage<'_>> for StageJson {
    fn from(stage: Stage<'_>) -> Self {
        Self { name: stage.name.to_owned(), decided: stage.n_decided, of: stage.n_all }
    }
}

/// Runs the command.
///
/// # Errors
/// A folder that was named and is not there; a stream that cannot be written.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &ListArgs) -> Result<ExitStatus, CliError> {
    let folder = match &args.dir {
        Some(folder) => {
            must_be_there(folder)?;
            folder.clone()
        }
        None => {
            let folder = context.settings.runbooks();
            // Where there is none yet, there are no runbooks yet.
            if folder.symlink_metadata().is_ok() {
                must_be_there(&folder)?;
            }
            folder
        }
    };
    let mut found = folder::runbooks(&folder, &context.settings, ui);
    if args.blueprints {
        blueprints::answer(ui, &found, args.format)?;
        return Ok(ExitStatus::Success);
    }
    found.runbooks.retain(|(_, runbook)| !runbook.blueprint && !runbook.example);
    sort(&mut found.runbooks, context.now);
    match args.format {
        AnswerFormat::Json => ui.answer_json(&json(&folder, &found, context.now))?,
        AnswerFormat::Text => {
            let text = text(&folder, &found.runbooks, context.now, ui.width());
            ui.answer(&text)?;
            ui.hint(hint(&found.runbooks));
        }
    }
    Ok(ExitStatus::Success)
}

fn must_be_there(folder: &Path) -> Result<(), CliError> {
    let Err(error) = fs::read_dir(folder) else { return Ok(()) };
    Err(match error.kind() {
        io::ErrorKind::NotFound => CliError::new(format!("there is no folder {}", shown(folder))),
        io::ErrorKind::NotADirectory => CliError::new(format!("{} is not a folder", shown(folder)))
            .help(format!("to see one runbook: `runbook show {}`", shown(folder))),
        _ => CliError::new(format!("cannot look into {}", shown(folder))).caused_by(error.to_string()),
    })
}

/// Sorts: what is under way or ahead, the nearest first; what is over and not closed, the latest first; what is not
/// scheduled; what is closed, the latest first.
fn sort(runbooks: &mut [(PathBuf, Runbook)], now: DateTime<Utc>) {
    runbooks.sort_by_key(|(_, runbook)| match (&runbook.closed, runbook.call_at(now)) {
        (Some(closed), _) => (3, -closed.at.timestamp()),
        (None, None) => (2, 0),
        (None, Some(call)) if call.is_over(now) => (1, -call.at.instant().timestamp()),
        (None, Some(call)) => (0, call.at.instant().timestamp()),
    });
}

fn text(folder: &Path, runbooks: &[(PathBuf, Runbook)], now: DateTime<Utc>, width: usize) -> String {
    if runbooks.is_empty() && folder.symlink_metadata().is_err() {
        return format!("There is no folder {} yet, and so no runbook.\n", shown(folder));
    }
    if runbooks.is_empty() {
        return format!("There is no runbook in {} yet.\n", shown(folder));
    }
    let mut table = Table::new(&["schedule", "runbook"]).whole(&[0]);
    for (index, (path, runbook)) in runbooks.iter().enumerate() {
        if index > 0 {
            table.row(&[" "]);
        }
        let mut lines = vec![runbook.header.name.clone(), progress(runbook)];
        lines.extend(runbook.next().map(|next| format!("next: {}", next::in_words(runbook, &next))));
        lines.push(path.to_string_lossy().into_owned());
        lines.retain(|line| !line.is_empty());
        table.row(&[schedule(runbook, now).join("\n"), lines.join("\n")]);
    }
    table.to_text(width)
}

fn schedule(runbook: &Runbook, now: DateTime<Utc>) -> Vec<String> {
    let Some(call) = runbook.call_at(now) else {
        return match &runbook.closed {
            Some(closed) => vec![closed.at.format("closed %a %Y-%m-%d").to_string()],
            None => vec!["not scheduled".to_owned()],
        };
    };
    let at = call.at.to_string();
    // The date and the time in one line, the zone in the next.
    let (date_time, zone) = at.match_indices(' ').nth(1).map_or((at.as_str(), ""), |(blank, _)| at.split_at(blank));
    let mut lines = vec![format!("{} {date_time}", call.at.local().format("%a")), zone.trim().to_owned()];
    if runbook.closed.is_none() {
        let from_now = when::from_now(call.at.instant(), now);
        lines.push(match when::left(&call, now) {
            Some(left) => format!("under way, {left}"),
            None if call.is_over(now) => format!("{from_now}, not closed"),
            None => from_now,
        });
    }
    lines
}

/// Returns how far a runbook is: `pre-call 3/4, tasks 2/8, post-call 0/1`, or `closed: completed`.
fn progress(runbook: &Runbook) -> String {
    if let Some(closed) = &runbook.closed {
        return format!("closed: {}", closed.result.word());
    }
    let stages = runbook.stages().into_iter();
    stages.map(|stage| format!("{} {}/{}", stage.name, stage.n_decided, stage.n_all)).collect::<Vec<_>>().join(", ")
}

fn hint(runbooks: &[(PathBuf, Runbook)]) -> &'static str {
    if runbooks.is_empty() {
        "write one: runbook new \"CUSTOMER - REQUESTED TASK\"; what it can start from: runbook list --blueprints"
    } else {
        "to see one: runbook show NAME, the beginning of its file name"
    }
}

fn json(folder: &Path, found: &Folder, now: DateTime<Utc>) -> ListJson {
    let utc = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let runbooks = found.runbooks.iter().map(|(path, runbook)| {
        let call = runbook.call_at(now);
        RunbookJson {
            runbook: runbook.header.name.clone(),
            path: path.to_string_lossy().into_owned(),
            dri: runbook.header.dri.clone(),
            schedule_at: call.map(|call| call.at.to_string()),
            starts_at: call.map(|call| utc(call.at.instant())),
            ends_at: call.as_ref().and_then(Call::end).map(utc),
            closed: runbook.closed.as_ref().map(|closed| closed.result.word()),
            progress: runbook.stages().into_iter().map(StageJson::from).collect(),
            next: runbook.next().map(|next| next::json(runbook, &next, Some(path))),
        }
    });
    ListJson {
        version: 1,
        folder: folder.to_string_lossy().into_owned(),
        runbooks: runbooks.collect(),
        passed_over: found.passed_over.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
    }
}

#[cfg(test)]
mod tests;
