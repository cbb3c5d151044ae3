//! `runbook note`: a line in the log.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    ui::Ui,
};
use crate::marking;

/// Write a line into the log
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook note \"customer joins ten minutes late\"")]
pub(super) struct NoteArgs {
    /// What is to be remembered
    pub text: String,
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Runs the command.
///
/// # Errors
/// What could not be done.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &NoteArgs) -> Result<ExitStatus, CliError> {
    let text = args.text.trim();
    if text.is_empty() {
        return Err(CliError::new("the note is empty").help("for example: runbook note \"customer joins late\""));
    }
    let make: MakeMark<'_> = Box::new(|document, stamp| Ok(marking::note(document, text, stamp)?));
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}
