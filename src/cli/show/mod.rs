//! `runbook show`: everything that somebody on the call has to know, and the next thing to do.
//!
//! Both answers, for people (`text`) and for machines (`json`), are made of the same [`View`].

mod header;
mod json;
mod people;
mod prose;
mod rollback;
mod tasks;
mod text;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files,
    mark::{self, AnswerFormat},
    next,
    select::Purpose,
    ui::Ui,
};
use crate::{
    document::Document,
    model::{Rollback, Runbook},
};

/// Show a runbook: when it is for whom, how far it is, what comes next
///
/// Everybody's local time, what is undecided, the tasks planned against actual, when the rollback has to begin at the
/// latest, and the next thing to do; the command of a task stands alone on its lines, to be copied.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  runbook show\n  runbook show acme\n  runbook show acme --format json")]
pub(super) struct ShowArgs {
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder; - is stdin
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// What is shown.
struct View<'a> {
    document: &'a Document<'a>,
    path: &'a Path,
    /// The runbook as the person named it.
    file: Option<&'a Path>,
    /// The regions of support, in each of which somebody must be able to execute the rollback.
    regions: &'a [String],
    now: DateTime<Utc>,
}

impl View<'_> {
    const fn runbook(&self) -> &Runbook {
        &self.document.runbook
    }

    /// Returns the regions in which nobody confirmed yet that they can execute the rollback.
    fn missing_regions(&self) -> Vec<&str> {
        let nobody = Rollback::default();
        self.runbook().rollback.as_ref().unwrap_or(&nobody).unconfirmed(self.regions)
    }
}

/// Runs the command.
///
/// # Errors
/// No runbook or several; an invalid file; a stream that cannot be written.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &ShowArgs) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.runbook.as_deref(), Purpose::Read)?;
    let source = files::read(&path)?;
    let document = mark::parse(&source)?;
    let regions = &context.settings.config.region_names();
    // What comes through a pipe cannot be marked.
    let file = args.runbook.as_deref().filter(|_| !files::is_stdin(&path));
    let view = View { document: &document, path: &path, file, regions, now: context.now };
    match args.format {
        AnswerFormat::Json => {
            let (tasks, steps) = (tasks::found(&view, false), tasks::found(&view, true));
            ui.answer_json(&json::of(&view, &tasks, &steps))?;
        }
        AnswerFormat::Text => {
            let text = text::of(&view, ui.width(), ui.out_colour());
            ui.answer(&text)?;
            if !files::is_stdin(&path)
                && let Some(hint) = hint(&view)
            {
                ui.hint(&hint);
            }
        }
    }
    Ok(ExitStatus::Success)
}

/// Returns the command to type next.
fn hint(view: &View<'_>) -> Option<String> {
    let runbook = view.runbook();
    if runbook.blueprint {
        let from = next::quoted(&view.path.to_string_lossy());
        return Some(format!("start from it: runbook new \"CUSTOMER - REQUESTED TASK\" --from {from}"));
    }
    runbook.next().map(|next| next::hint(runbook, &next, view.file))
}

#[cfg(test)]
mod tests;
