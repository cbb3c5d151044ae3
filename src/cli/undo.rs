//! `runbook undo`: takes the last mark back.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    suggest,
    ui::Ui,
};
use crate::marking;

/// Take the last mark back
///
/// The entry gets its state from before, and what the mark had cleared. The log keeps both: what was marked, and that it
/// was taken back. Run again, it takes back the mark before that. Notes stay: they are said, not marked.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook undo")]
pub(super) struct UndoArgs {
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Runs the command.
///
/// # Errors
/// What could not be done; no mark to take back.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &UndoArgs) -> Result<ExitStatus, CliError> {
    let make: MakeMark<'_> = Box::new(|document, stamp| Ok(marking::undo(document, stamp)?));
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    suggest::after_mark(ui, &args.marking, args.format, &outcome.text);
    Ok(ExitStatus::Success)
}
