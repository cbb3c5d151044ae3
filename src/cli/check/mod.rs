//! `runbook check`: marks and shows the items of a checklist, and is the gate before and after the call.

mod all;
mod answer;
mod ask;
mod given;

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files,
    mark::{self, AnswerFormat, MarkArgs},
    select::Purpose,
    suggest,
    ui::Ui,
};
use crate::model::{ChecklistItem, ItemState, Runbook};
use answer::show;
use ask::ask;
use given::marks;

/// Mark the items of a checklist, or ask whether all are decided
///
/// An item is decided when it is done, or blocked or not applicable with a reason; a required item that is blocked also
/// needs somebody other than the DRI who accepts it. With marks the status is 0 when they are on the disk. Without
/// marks a terminal is asked about each undecided item; elsewhere the table is printed, nothing is changed, and the
/// status is 0 when every item is decided, else 1. A checklist after the tasks is also undecided while a task has no
/// outcome. Without CHECKLIST all of them are the gate. ITEM is an id or the number shown.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook check pre-call --done inform --blocked dry-run=\"no staging tenant\"")]
pub(super) struct CheckArgs {
    /// The checklist, such as `pre-call`; without it the answer is how far each of them is
    #[arg(default_value = "", hide_default_value = true)]
    pub checklist: String,
    /// The item is confirmed
    #[arg(long, value_name = "ITEM")]
    pub done: Vec<String>,
    /// Something prevents the item
    #[arg(long, value_name = "ITEM=REASON")]
    pub blocked: Vec<String>,
    /// The item does not apply
    #[arg(long, visible_alias = "na", value_name = "ITEM=REASON")]
    pub not_applicable: Vec<String>,
    /// The item is to be decided anew
    #[arg(long, value_name = "ITEM")]
    pub reopen: Vec<String>,
    /// Somebody other than the DRI accepts that the item is blocked
    #[arg(long, value_name = "ITEM=HANDLE")]
    pub accepted_by: Vec<String>,
    /// A link or path that proves the item
    #[arg(long, value_name = "ITEM=LINK")]
    pub evidence: Vec<String>,
    /// Somebody in a region confirms that they can execute the rollback
    #[arg(long, value_name = "REGION=HANDLE")]
    pub confirm: Vec<String>,
    #[command(flatten)]
    pub mark: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Runs the command.
///
/// # Errors
/// What could not be done, or a mark that is refused.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &CheckArgs) -> Result<ExitStatus, CliError> {
    let marks = marks(ui.is_interactive(), &context.settings.config.region_names(), args)?;
    if !marks.is_empty() {
        let (path, outcome) = mark::make(context, ui, &args.mark, &marks)?;
        mark::report(ui, &args.mark, AnswerFormat::Text, &path, &outcome)?;
        show(context, ui, args, &path, &outcome.text)?;
        suggest::after_mark(ui, &args.mark, args.format, &outcome.text);
        return Ok(ExitStatus::Success);
    }
    if args.checklist.is_empty() {
        let path = context.runbook(ui, args.mark.file.as_deref(), Purpose::Read)?;
        let source = files::read(&path)?;
        let ready = all::answer(ui, args.format, &path, &mark::parse(&source)?)?;
        return Ok(ExitStatus::answer(ready));
    }
    let purpose = if ui.is_interactive() { Purpose::Mark } else { Purpose::Read };
    let path = context.runbook(ui, args.mark.file.as_deref(), purpose)?;
    if ui.is_interactive() && args.format == AnswerFormat::Text && !args.mark.dry_run && !files::is_stdin(&path) {
        ask(context, ui, args, &path)?;
    }
    let source = files::read(&path)?;
    let ready = show(context, ui, args, &path, source.text())?;
    suggest::after_mark(ui, &args.mark, args.format, source.text());
    Ok(ExitStatus::answer(ready))
}

/// Returns the state of an item in words, with what it wants.
pub(super) fn in_words(runbook: &Runbook, item: &ChecklistItem) -> String {
    match item.state {
        ItemState::Blocked if item.required && !item.is_accepted(runbook) => "blocked, not accepted".to_owned(),
        ItemState::Blocked | ItemState::NotApplicable if !item.has_reason() => {
            format!("{}, no reason", item.state.word())
        }
        state => state.word().replace('-', " "),
    }
}
