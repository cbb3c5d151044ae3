//! What all marking commands share: which runbook, when, by whom; and the way onto the disk.

use std::{collections::HashSet, path::PathBuf};

use serde::Serialize;

use super::{at, context::Context, error::CliError, files, select::Purpose, ui::Ui, when};
use crate::{
    document::{self, Document, Edit, Problem, Source},
    lint::secrets,
    marking::{MarkError, Marked, Stamp},
    model::Runbook,
};

/// Which runbook is marked, and how.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Marking")]
pub(super) struct MarkArgs {
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder
    #[arg(short, long, value_name = "RUNBOOK", value_hint = clap::ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// When it happened, if that is earlier than now: 06:41 or "2026-10-11 06:41" in the runbook's zone, with a zone behind
    /// the date in that one, or RFC 3339
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Says what would be written, and writes nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// The format of what a command answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum AnswerFormat {
    /// For people
    #[default]
    Text,
    /// For machines: one object with a `version`
    Json,
}

/// What a marking command says to a machine.
#[derive(Serialize)]
struct MarkedJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    written: bool,
    said: &'a [String],
    wants: &'a [String],
}

/// What one or several marks did.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What happened, a sentence for each mark.
    pub said: Vec<String>,
    /// What is still wanted.
    pub wants: Vec<String>,
    /// Whether the file was, or with `--dry-run` would be, changed.
    pub written: bool,
    /// The time that `--at` was taken for, in words.
    pub at: Option<String>,
    /// The text as it is now.
    pub text: String,
}

/// Whether the runbook's name was printed, as it is before anything is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// It is still to be printed.
    NotYet,
    /// It was printed, and further marks of the same conversation need not repeat it.
    Already,
}

/// What a file must be to be marked.
#[derive(Clone, Copy)]
pub(super) enum Soundness<'a> {
    /// A runbook without problems.
    Valid,
    /// It may have problems if this is said of one of them, and has fewer afterwards: what is wrong is being set right.
    Mended(&'a dyn Fn(&Document<'_>, &Problem) -> bool),
}

impl Soundness<'_> {
    fn parse(self, source: &Source) -> Result<Document<'_>, CliError> {
        let (document, problems) = Document::parse_as_far_as_possible(source);
        let is_accepted = |document: &Document<'_>| match self {
            _ if problems.is_empty() => true,
            Self::Valid => false,
            Self::Mended(mends) => problems.iter().any(|problem| mends(document, problem)),
        };
        document.filter(is_accepted).ok_or_else(|| CliError::invalid(source, problems))
    }

    /// Demands that what is written has no problems, or fewer than before; returns how many are left.
    fn check(self, before: &Source, after: &Source) -> Result<usize, CliError> {
        let (document, problems) = Document::parse_as_far_as_possible(after);
        let most = match self {
            Self::Valid => 0,
            Self::Mended(_) => Document::parse_as_far_as_possible(before).1.len().saturating_sub(1),
        };
        if document.is_some() && problems.len() <= most {
            Ok(problems.len())
        } else {
            Err(CliError::invalid(after, problems))
        }
    }
}

/// One mark, made on the text as the marks before it left it.
pub(super) type MakeMark<'a> = Box<dyn Fn(&Document<'_>, &Stamp) -> Result<Marked, CliError> + 'a>;

/// Makes the marks, one after the other, and writes them to the disk at once: all of them or none.
///
/// # Errors
/// No runbook or several; an invalid file; a mark that is refused; disk.
pub(super) fn make(
    context: &Context,
    ui: &mut Ui,
    args: &MarkArgs,
    marks: &[MakeMark<'_>],
) -> Result<(PathBuf, Outcome), CliError> {
    make_in(context, ui, args, Soundness::Valid, marks)
}

/// The same for a file that must be as sound as is said.
///
/// # Errors
/// As [`make`].
pub(super) fn make_in(
    context: &Context,
    ui: &mut Ui,
    args: &MarkArgs,
    soundness: Soundness<'_>,
    marks: &[MakeMark<'_>],
) -> Result<(PathBuf, Outcome), CliError> {
    let path = context.runbook(ui, args.file.as_deref(), Purpose::Mark)?;
    let outcome = write(context, ui, args, &path, Named::NotYet, soundness, marks)?;
    Ok((path, outcome))
}

/// The same for a runbook that is chosen already.
///
/// # Errors
/// As [`make`].
pub(super) fn make_at(
    context: &Context,
    ui: &mut Ui,
    args: &MarkArgs,
    path: &std::path::Path,
    named: Named,
    marks: &[MakeMark<'_>],
) -> Result<Outcome, CliError> {
    write(context, ui, args, path, named, Soundness::Valid, marks)
}

fn write(
    context: &Context,
    ui: &mut Ui,
    args: &MarkArgs,
    path: &std::path::Path,
    named: Named,
    soundness: Soundness<'_>,
    marks: &[MakeMark<'_>],
) -> Result<Outcome, CliError> {
    let mut outcome = Outcome::default();
    let mut named = named;
    let edit = |source: &Source| -> Result<Option<String>, CliError> {
        outcome = Outcome { text: source.text().to_owned(), ..Outcome::default() };
        let document = soundness.parse(source)?;
        if named == Named::NotYet {
            ui.status(&format!("Runbook: {} ({})", document.runbook.header.name, source.name()));
            named = Named::Already;
        }
        let stamp = stamp(context, &document.runbook, args.at.as_deref())?;
        outcome.at = args.at.as_ref().map(|_| when::in_zone(stamp.at, when::zone(&document.runbook)).join(" = "));
        for mark in marks {
            let present = source.with_text(outcome.text.clone()).map_err(|error| CliError::new(error.to_string()))?;
            let document = soundness.parse(&present)?;
            let marked = mark(&document, &stamp).map_err(|error| none_of(marks.len(), error))?;
            if !marked.edits.is_empty() {
                outcome.text = apply(&present, &marked.edits)?;
                outcome.written = true;
            }
            outcome.said.push(marked.said);
            outcome.wants.extend(marked.wants);
        }
        if outcome.written {
            // What is written must be a runbook still, whatever a value was set to.
            let changed = source.with_text(outcome.text.clone()).map_err(|error| CliError::new(error.to_string()))?;
            let n_left = soundness
                .check(source, &changed)
                .map_err(|error| error.help("nothing was written; this is what the file would have become"))?;
            outcome.wants.extend((n_left > 0).then(|| match n_left {
                1 => "the file has 1 more problem: `runbook lint` shows it".to_owned(),
                n_left => format!("the file has {n_left} more problems: `runbook lint` shows them"),
            }));
            refuse_new_secret(source.text(), &outcome.text)?;
        }
        Ok((outcome.written && !args.dry_run).then(|| outcome.text.clone()))
    };
    if args.dry_run {
        // The same way, but without the lock and the write.
        let source = files::read(path)?;
        let mut edit = edit;
        edit(&source)?;
    } else {
        files::mark(path, edit)?;
    }
    Ok(outcome)
}

/// Refuses marks that bring a secret into the file: the log is never rewritten, and the issue shows it to everybody.
pub(super) fn refuse_new_secret(before: &str, after: &str) -> Result<(), CliError> {
    let new = secrets::find(after);
    if new.is_empty() {
        return Ok(());
    }
    let old: HashSet<&str> = secrets::find(before).into_iter().map(|secret| &before[secret.hidden]).collect();
    match new.into_iter().find(|secret| !old.contains(&after[secret.hidden.clone()])) {
        None => Ok(()),
        Some(secret) => Err(CliError::refused(format!("this holds what looks like a {}", secret.kind))
            .help("nothing was written; say it without the secret, and revoke it if somebody else has seen it")),
    }
}

/// Says what the marks did.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn report(
    ui: &mut Ui,
    args: &MarkArgs,
    format: AnswerFormat,
    path: &std::path::Path,
    outcome: &Outcome,
) -> Result<(), CliError> {
    if args.dry_run && outcome.written {
        ui.status("Dry run, so nothing is written:");
    }
    for said in &outcome.said {
        ui.status(&format!("{said}."));
    }
    // A time of day does not say which day was meant, least of all around midnight.
    if let Some(at) = outcome.at.as_ref().filter(|_| outcome.written) {
        ui.status(&format!("It happened on {at}."));
    }
    for want in &outcome.wants {
        ui.warn(want);
    }
    if format == AnswerFormat::Json {
        let source = Source::from_text(path.to_string_lossy(), outcome.text.clone());
        let source = source.map_err(|error| CliError::new(error.to_string()))?;
        let name = Document::parse(&source).map(|document| document.runbook.header.name).unwrap_or_default();
        let json = MarkedJson {
            version: 1,
            runbook: &name,
            path: path.to_string_lossy().into_owned(),
            written: outcome.written && !args.dry_run,
            said: &outcome.said,
            wants: &outcome.wants,
        };
        ui.answer_json(&json)?;
    }
    Ok(())
}

/// Adds that the marks before the refused one are not made either.
fn none_of(n_marks: usize, error: CliError) -> CliError {
    if n_marks < 2 { error } else { error.help("nothing was written, the other marks are not made either") }
}

/// Reads a runbook, or answers with all its problems.
///
/// # Errors
/// The problems of the file.
pub(super) fn parse(source: &Source) -> Result<Document<'_>, CliError> {
    Document::parse(source).map_err(|problems| CliError::invalid(source, problems))
}

/// Changes a text, or answers with the place and the lines to type.
///
/// # Errors
/// An edit that cannot be made safely.
pub(super) fn apply(source: &Source, edits: &[Edit]) -> Result<String, CliError> {
    document::apply(source, edits).map_err(|error| CliError::from_edit(source, &error))
}

fn stamp(context: &Context, runbook: &Runbook, at: Option<&str>) -> Result<Stamp, CliError> {
    let by = context.by()?;
    let Some(text) = at else { return Ok(Stamp { at: context.now, recorded: None, by }) };
    let at = at::time(text, when::zone(runbook), context.now)?;
    let recorded = (at != context.now).then_some(context.now);
    Ok(Stamp { at, recorded, by })
}

impl From<MarkError> for CliError {
    fn from(error: MarkError) -> Self {
        let message = error.to_string();
        match error {
            MarkError::Blueprint => {
                Self::new(message).help("make a runbook of it: runbook new \"CUSTOMER - REQUESTED TASK\" --from …")
            }
            MarkError::Closed => Self::refused(message).help("open it again: runbook close --reopen"),
            MarkError::ClosedWithoutNote => Self::refused(message)
                .help("write it into the log: runbook note \"…\"; or open the runbook again: runbook close --reopen"),
            MarkError::NoReason { id, state } => {
                let flag = if state == crate::model::Mark::Blocked { "--blocked" } else { "--not-applicable" };
                let item = id.split_once('/').map_or(id.as_str(), |(_, item)| item);
                Self::new(message).help(format!("say what prevents it: {flag} {item}=\"no staging tenant\""))
            }
            MarkError::EmptyReason { .. } => {
                Self::new(message).help("say what prevents it, so that whoever reads it knows")
            }
            MarkError::NotBlocked { .. } => Self::new(message).help("mark it as blocked first, with its reason"),
            MarkError::AcceptedByDri { .. } => Self::refused(message),
            MarkError::NotRunning { id } => {
                let task = id.split_once('/').map_or(id.as_str(), |(_, task)| task);
                Self::new(message).help(format!("start it first: runbook task {task} start"))
            }
            MarkError::NothingToUndo => {
                Self::refused(message).help("`runbook log` shows what happened; a hand edit is undone by hand")
            }
            MarkError::Gone { .. } => Self::new(message).help("change it by hand, and say so with `runbook note`"),
            MarkError::NoNote { .. } => Self::new(message).help("add --note \"…\""),
        }
    }
}
