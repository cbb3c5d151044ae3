//! `runbook render`: the body of the issue.

use std::path::PathBuf;

use super::{
    context::Context, create, error::CliError, exit::ExitStatus, files, mark, sanitise, select::Purpose, templates,
    ui::Ui,
};
use crate::render::{self, IssueOptions};

/// Print the issue body in Markdown
///
/// The first line is the quick action /confidential, so that whoever pastes the body gets a confidential issue.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook render runbooks/handbook-example.yaml > issue.md")]
pub(super) struct RenderArgs {
    /// The runbook: a path, the unique beginning of a file name in the runbooks folder, or - for stdin
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// Writes to this file
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// A template of your own for the whole body
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub template: Option<PathBuf>,
    /// Leaves /confidential out, for an issue that is confidential already
    #[arg(long)]
    pub no_quick_actions: bool,
    /// Says what would be written with --output, and writes nothing
    #[arg(long, requires = "output")]
    pub dry_run: bool,
}

/// Runs the command.
///
/// # Errors
/// What could not be done: an invalid file, a template that is wrong, disk.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &RenderArgs) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.runbook.as_deref(), Purpose::Read)?;
    let source = files::read(&path)?;
    let document = mark::parse(&source)?;
    let templates = templates::load(context, args.template.as_deref())?;
    let options = IssueOptions { quick_actions: !args.no_quick_actions };
    let body = render::issue(&document.runbook, &templates, &options)?;
    match &args.output {
        None => ui.answer(&body)?,
        Some(output) if files::is_stdin(output) => ui.answer(&body)?,
        Some(output) if args.dry_run => ui.status(&format!("Would write {}", sanitise::path(output))),
        Some(output) => {
            create::write_output(output, body.as_bytes())?;
            ui.status(&format!("Wrote {}", sanitise::path(output)));
        }
    }
    Ok(ExitStatus::Success)
}
