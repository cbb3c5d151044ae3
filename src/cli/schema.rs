//! `runbook schema`: the format as JSON Schema.

use super::{error::CliError, exit::ExitStatus, ui::Ui};
use crate::{config, document};

/// Print the JSON Schema of the format, for editors
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook schema > runbook.schema.json")]
pub(super) struct SchemaArgs {
    /// Prints that of the configuration, .runbook.yaml
    #[arg(long)]
    pub config: bool,
}

/// Runs the command.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn run(ui: &mut Ui, args: &SchemaArgs) -> Result<ExitStatus, CliError> {
    let schema = if args.config { config::schema() } else { document::schema() };
    ui.answer_json(&schema)?;
    Ok(ExitStatus::Success)
}
