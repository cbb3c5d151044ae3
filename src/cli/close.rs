//! `runbook close`: finishes a runbook, or opens it again.

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    names::some,
    ui::Ui,
};
use crate::{document::Document, marking, model::CloseResult};

/// Finish the runbook
///
/// Completed means that every checklist is decided and every task has an outcome; otherwise it is refused with status 1,
/// unless the result is aborted or cancelled and a note says why.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook close\n  runbook close --result aborted --note \"customer called it off\""
)]
pub(super) struct CloseArgs {
    /// How it ended
    #[arg(long, value_enum, default_value_t, conflicts_with = "reopen")]
    pub result: ResultWord,
    /// What is to be said about it
    #[arg(long, conflicts_with = "reopen")]
    pub note: Option<String>,
    /// Opens a closed runbook again
    #[arg(long)]
    pub reopen: bool,
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// How a runbook can end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ResultWord {
    /// Every checklist is decided and every task has an outcome
    #[default]
    Completed,
    /// Stopped on the way
    Aborted,
    /// Never begun
    Cancelled,
}

/// How many checklists that are not decided are named.
const MOST_CHECKLISTS: usize = 20;

/// Runs the command.
///
/// # Errors
/// What could not be done, or a runbook that is not at its end.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &CloseArgs) -> Result<ExitStatus, CliError> {
    let result = match args.result {
        ResultWord::Completed => CloseResult::Completed,
        ResultWord::Aborted => CloseResult::Aborted,
        ResultWord::Cancelled => CloseResult::Cancelled,
    };
    let make: MakeMark<'_> = Box::new(|document, stamp| {
        if args.reopen {
            return Ok(marking::reopen(document, stamp)?);
        }
        if result == CloseResult::Completed && document.runbook.closed.is_none() && !document.runbook.blueprint {
            must_be_complete(document)?;
        }
        Ok(marking::close(document, result, args.note.as_deref(), stamp)?)
    });
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}

fn must_be_complete(document: &Document<'_>) -> Result<(), CliError> {
    let runbook = &document.runbook;
    let mut missing = Vec::new();
    let mut first = None;
    for checklist in &runbook.checklists {
        let items: Vec<&str> = checklist.undecided(runbook).map(|(_, item)| item.id.text.as_str()).collect();
        if let Some(item) = items.first() {
            first = first.or(Some((&checklist.id, *item)));
            missing.push(format!("undecided in {}: {}", checklist.id, some(&items)));
        }
    }
    let n_more = missing.len().saturating_sub(MOST_CHECKLISTS);
    missing.truncate(MOST_CHECKLISTS);
    if n_more > 0 {
        missing.push(format!("items of {n_more} more checklists are undecided"));
    }
    let tasks = runbook.open_tasks();
    if !tasks.is_empty() {
        missing.push(format!("without an outcome: {}", some(&tasks)));
    }
    if missing.is_empty() {
        return Ok(());
    }
    let way_out = match first.filter(|_| tasks.is_empty()) {
        // The work is done, so nothing is to be called aborted for want of a tick.
        Some((checklist, item)) => format!(
            "decide it; what is not going to be done gets its reason: runbook check {checklist} --not-applicable {item}=\"…\""
        ),
        None => "finish it, or close it as it is: runbook close --result aborted --note \"…\"".to_owned(),
    };
    Err(CliError::refused("the runbook is not complete").help(missing.join("\n")).help(way_out))
}
