//! The command line: arguments in; streams and exit status out.
//!
//! The only part that touches the disk, the environment, the clock and the terminal. One file a command; the list of
//! them is the enumeration `Command`.

mod at;
mod attributes;
mod check;
mod clock;
mod close;
mod completions;
mod context;
mod create;
mod diff;
mod doctor;
mod environment;
mod error;
mod exit;
mod explain;
mod fields;
mod files;
mod find;
mod folder;
mod follow_up;
mod git;
mod gitlab;
mod import;
mod lint;
mod list;
mod lock;
mod log;
mod mark;
mod names;
mod new;
mod next;
mod note;
mod paint;
mod path;
mod publish;
mod render;
mod replace;
mod reports;
mod sanitise;
mod schema;
mod select;
mod set;
mod settings;
mod show;
mod signals;
mod suggest;
mod sync;
mod table;
mod task;
mod templates;
mod temporary;
mod turn;
mod ui;
mod undo;
mod usage;
mod walk;
mod when;
mod who;
mod wrap;

use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use context::Context;
use environment::Environment;
use error::CliError;
pub use exit::ExitStatus;
use settings::Settings;
use ui::{Ui, UiOptions};

/// Runbooks for scheduled work with customers: one YAML file, checked, rendered into a confidential issue, marked
/// through the call
#[derive(Debug, Parser)]
#[command(name = "runbook", version, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
To begin: `runbook new \"CUSTOMER - TASK\"` writes a file, `runbook lint` says what it lacks,
and `runbook render` prints the body of the issue. `runbook show` says what comes next.

Example:
  runbook new \"Acme - Enforce 2FA on All Groups\"
  runbook check pre-call
  runbook task 1 success 10m

Exit status: 0 done; 1 the answer is no (findings, not ready, refused); 2 it could not be done.";

/// What every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// Who does it; else $RUNBOOK_USER, the configuration, $GITLAB_USER_LOGIN, git's user name
    #[arg(long, global = true, value_name = "HANDLE")]
    by: Option<String>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = clap::ColorChoice::Auto, value_name = "WHEN")]
    color: clap::ColorChoice,
    /// Asks nothing, also at a terminal
    #[arg(long, global = true)]
    no_input: bool,
    /// Answers yes where a person would be asked to confirm
    #[arg(short, long, global = true)]
    yes: bool,
    /// Says only what went wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Says in detail what is done
    #[arg(short, long, global = true)]
    verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    New(new::NewArgs),
    Import(import::ImportArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Lint(lint::LintArgs),
    Explain(explain::ExplainArgs),
    Render(render::RenderArgs),
    Publish(publish::PublishArgs),
    Diff(diff::DiffArgs),
    Sync(sync::SyncArgs),
    Check(check::CheckArgs),
    Task(task::TaskArgs),
    Note(note::NoteArgs),
    Log(log::LogArgs),
    Undo(undo::UndoArgs),
    Set(set::SetArgs),
    FollowUp(follow_up::FollowUpArgs),
    Close(close::CloseArgs),
    Doctor(doctor::DoctorArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
}

/// Runs the program with these arguments, the first being its name, and returns its exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    // Without them a signal still ends the program; what it was writing is then put away by the next mark.
    let _ = signals::install();
    let environment = Environment::of_process();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let mut ui = Ui::of_process(UiOptions::default(), &environment);
            let result = usage::say(&mut ui, error);
            return status(&mut ui, result);
        }
    };
    let global = &cli.global;
    let options = UiOptions {
        color: global.color,
        quiet: global.quiet,
        verbose: global.verbose,
        no_input: global.no_input,
        yes: global.yes,
    };
    let mut ui = Ui::of_process(options, &environment);
    let result = run_command(&cli, environment, &mut ui);
    status(&mut ui, result)
}

fn status(ui: &mut Ui, result: Result<ExitStatus, CliError>) -> ExitStatus {
    result.unwrap_or_else(|error| {
        ui.error(&error);
        error.status()
    })
}

fn run_command(cli: &Cli, environment: Environment, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    // These need neither configuration nor clock, and must work where either is broken.
    match &cli.command {
        Command::Explain(args) => return explain::run(ui, args),
        Command::Schema(args) => return schema::run(ui, args),
        Command::Completions(args) => return completions::run(ui, args, &mut Cli::command()),
        Command::Man(args) => return completions::man(ui, args, &Cli::command()),
        // This one says what is broken.
        Command::Doctor(args) => return doctor::run(environment, cli.global.by.as_deref(), ui, args),
        _ => {}
    }
    let now = clock::now(&environment)?;
    let settings = Settings::load()?;
    if let Some(file) = &settings.file {
        ui.detail(&format!("Configuration: {}", sanitise::path(file)));
    }
    let context = Context { environment, settings, now, by: cli.global.by.clone() };
    let context = &context;
    match &cli.command {
        Command::New(args) => new::run(context, ui, args),
        Command::Import(args) => import::run(context, ui, args),
        Command::List(args) => list::run(context, ui, args),
        Command::Show(args) => show::run(context, ui, args),
        Command::Lint(args) => lint::run(context, ui, args),
        Command::Render(args) => render::run(context, ui, args),
        Command::Publish(args) => publish::run(context, ui, args),
        Command::Diff(args) => diff::run(context, ui, args),
        Command::Sync(args) => sync::run(context, ui, args),
        Command::Check(args) => check::run(context, ui, args),
        Command::Task(args) => task::run(context, ui, args),
        Command::Note(args) => note::run(context, ui, args),
        Command::Log(args) => log::run(context, ui, args),
        Command::Undo(args) => undo::run(context, ui, args),
        Command::Set(args) => set::run(context, ui, args),
        Command::FollowUp(args) => follow_up::run(context, ui, args),
        Command::Close(args) => close::run(context, ui, args),
        Command::Explain(_) | Command::Doctor(_) | Command::Schema(_) | Command::Completions(_) | Command::Man(_) => {
            Ok(ExitStatus::Success)
        }
    }
}
