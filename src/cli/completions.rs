//! `runbook completions` and `runbook man`: what a shell and a manual know of the commands.

use std::path::PathBuf;

use clap_complete::Shell;

use super::{create, error::CliError, exit::ExitStatus, sanitise, ui::Ui};

/// Print the completions of a shell
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook completions bash > ~/.local/share/bash-completion/completions/runbook")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Print the manual page, or write those of all commands
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  runbook man | man -l -\n  runbook man --output ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// A folder: the pages of all commands are written there
    #[arg(short, long, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

/// Runs `runbook completions`.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn run(ui: &mut Ui, args: &CompletionsArgs, command: &mut clap::Command) -> Result<ExitStatus, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "runbook", &mut script);
    ui.answer(&String::from_utf8_lossy(&script))?;
    Ok(ExitStatus::Success)
}

/// Runs `runbook man`.
///
/// # Errors
/// A stream or file that cannot be written.
pub(super) fn man(ui: &mut Ui, args: &ManArgs, command: &clap::Command) -> Result<ExitStatus, CliError> {
    let Some(folder) = &args.output else {
        ui.answer(&String::from_utf8_lossy(&page(command.clone())?))?;
        return Ok(ExitStatus::Success);
    };
    create::ensure_folder(folder)?;
    let mut pages = vec![("runbook".to_owned(), command.clone())];
    for sub in command.get_subcommands() {
        let name = format!("runbook-{}", sub.get_name());
        pages.push((name.clone(), sub.clone().display_name(name)));
    }
    for (name, command) in pages {
        let path = folder.join(format!("{name}.1"));
        create::write_output(&path, &page(command)?)?;
        ui.status(&format!("Wrote {}", sanitise::path(&path)));
    }
    Ok(ExitStatus::Success)
}

fn page(command: clap::Command) -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| CliError::new("cannot write the manual page").caused_by(error.to_string()))?;
    Ok(page)
}
