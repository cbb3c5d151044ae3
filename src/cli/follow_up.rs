//! `runbook follow-up`: adds what remains to be done after the call.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    mark::{self, AnswerFormat, MakeMark, MarkArgs},
    ui::Ui,
    when,
    who::person,
};
use crate::{
    marking,
    model::{FollowUp, Runbook},
};

/// Add what remains to be done after the call
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Example:\n  runbook follow-up \"Find owners for the 12 groups\" --owner @jane_smith --due 2026-10-15"
)]
pub(super) struct FollowUpArgs {
    /// What is to be done
    pub text: String,
    /// Who does it: a handle or a name
    #[arg(long, value_name = "WHO")]
    pub owner: Option<String>,
    /// The day by which it is done
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub due: Option<NaiveDate>,
    /// Where it is tracked
    #[arg(long, value_name = "ADDRESS")]
    pub link: Option<String>,
    #[command(flatten)]
    pub marking: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == "2026-10-15".len());
    day.ok_or_else(|| "it is no day; write it as 2026-10-15".to_owned())
}

/// Runs the command.
///
/// # Errors
/// What could not be done.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &FollowUpArgs) -> Result<ExitStatus, CliError> {
    if args.text.trim().is_empty() {
        return Err(CliError::new("the follow-up is empty").help("say what is to be done"));
    }
    let make: MakeMark<'_> = Box::new(|document, stamp| {
        let owner = args.owner.as_deref().filter(|owner| !owner.trim().is_empty());
        let follow_up = FollowUp {
            what: args.text.trim().to_owned(),
            owner: owner.map(|owner| person(&document.runbook, owner)),
            due: args.due,
            link: args.link.clone(),
        };
        let mut marked = marking::follow_up(document, &follow_up, stamp)?;
        if !marked.edits.is_empty() {
            marked.wants.extend(doubts(&document.runbook, &follow_up, context.now));
        }
        Ok(marked)
    });
    let (path, outcome) = mark::make(context, ui, &args.marking, &[make])?;
    mark::report(ui, &args.marking, args.format, &path, &outcome)?;
    Ok(ExitStatus::Success)
}

/// Says what is hardly meant: somebody whom nobody knows, a day that is over.
fn doubts(runbook: &Runbook, follow_up: &FollowUp, now: DateTime<Utc>) -> Vec<String> {
    let mut doubts = Vec::new();
    if let Some(owner) = &follow_up.owner
        && runbook.contact(owner).is_none()
        && !runbook.is_dri(owner)
    {
        doubts.push(format!("{owner} is not among the contacts"));
    }
    let today = when::zone(runbook).at(now).0.date();
    if let Some(due) = follow_up.due.filter(|due| *due < today) {
        doubts.push(format!("{due} is over already: today is {today}"));
    }
    doubts
}
