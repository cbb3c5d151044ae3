//! `runbook task`: marks a task or rollback step, shows one, or lists all.

mod answer;

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    find,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    next::quoted,
    suggest,
    ui::Ui,
};
use crate::{
    marking::{self, TaskMark, TaskMarkDetails},
    model::{Outcome, TaskDuration},
};

pub(super) use answer::{TaskJson, attempt, json, one, states};

use answer::show;

/// Mark a task or rollback step, show one, or list all
///
/// The duration is the given one, else measured since `start` without the pauses, else missing, which is said. A mark
/// after an outcome begins another attempt; the log keeps the one before. TASK is an id or the number shown; rollback
/// steps are r1, r2 and so on.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook task 2 start\n  runbook task 2 success 1h15m\n  runbook task confirm-state partial --count 2488/2500 --note \"12 groups answer 403\""
)]
pub(super) struct TaskArgs {
    /// The task; all are listed without it
    pub task: Option<String>,
    /// What happened; the task is shown without it
    #[arg(value_enum)]
    pub mark: Option<MarkWord>,
    /// How long it took, such as 45s, 10m or 1h15m
    #[arg(value_parser = duration)]
    pub duration: Option<TaskDuration>,
    /// Nothing more; a note goes behind --note
    #[arg(hide = true)]
    pub surplus: Vec<String>,
    /// What is to be said about it
    #[arg(long)]
    pub note: Option<String>,
    /// How much of it came out, such as 2488/2500
    #[arg(long)]
    pub count: Option<String>,
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// What can be said of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MarkWord {
    /// It begins, begins anew, or goes on after a pause
    Start,
    /// It is interrupted
    Pause,
    /// It came out as expected
    Success,
    /// It came out in part
    Partial,
    /// It did not come out
    Failed,
    /// It is left out on purpose
    Skipped,
    /// It is to be run anew
    Reopen,
}

fn duration(text: &str) -> Result<TaskDuration, String> {
    // Who writes words here means them as a note.
    let is_note = text.trim_start().starts_with(char::is_alphabetic);
    let hint = if is_note { "; a note goes behind --note" } else { "" };
    TaskDuration::parse(text).map_err(|error| format!("{}; {}{hint}", error.message, error.help))
}

/// Runs the command.
///
/// # Errors
/// What could not be done, or a mark that is refused.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &TaskArgs) -> Result<ExitStatus, CliError> {
    if let Some(surplus) = args.surplus.first() {
        return Err(CliError::new(format!("`{surplus}` is one argument too many"))
            .help(format!("a note goes behind --note: --note {}", quoted(surplus))));
    }
    match (&args.task, args.mark) {
        (Some(task), Some(word)) => make(context, ui, args, task, word),
        (task, _) => show(context, ui, args, task.as_deref()),
    }
}

fn make(context: &Context, ui: &mut Ui, args: &TaskArgs, name: &str, word: MarkWord) -> Result<ExitStatus, CliError> {
    let mark = match word {
        MarkWord::Start => TaskMark::Start,
        MarkWord::Pause => TaskMark::Pause,
        MarkWord::Success => TaskMark::Outcome(Outcome::Success),
        MarkWord::Partial => TaskMark::Outcome(Outcome::Partial),
        MarkWord::Failed => TaskMark::Outcome(Outcome::Failed),
        MarkWord::Skipped => TaskMark::Outcome(Outcome::Skipped),
        MarkWord::Reopen => TaskMark::Reopen,
    };
    if !matches!(mark, TaskMark::Outcome(_)) && (args.duration.is_some() || args.count.is_some()) {
        return Err(CliError::new("a duration and a count belong to an outcome")
            .help("for example: runbook task 2 success 10m"));
    }
    let text =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let details = TaskMarkDetails { duration: args.duration, count: text(&args.count), note: text(&args.note) };
    let beginnings = ui.is_interactive();
    let make: MakeMark<'_> = Box::new(|document, stamp| {
        let found = find::task(document, name, beginnings)?;
        let marked = marking::mark_task(document, &found.route, &found.id, found.task, mark, &details, stamp)?;
        Ok(marked)
    });
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    suggest::after_mark(ui, &args.marking, args.format, &outcome.text);
    Ok(ExitStatus::Success)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_instead_of_a_duration_are_taken_for_a_note() {
        let said = |text| duration(text).expect_err("no duration");
        assert!(said("the API answers 403").ends_with("; a note goes behind --note"));
        assert!(!said("5 minuets").contains("--note"));
    }
}
