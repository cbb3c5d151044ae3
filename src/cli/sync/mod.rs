//! `runbook sync`: the file and its issue say the same again.
//!
//! What is decided is decided in [`crate::sync`]; here is the order of things. The marks of the issue are on the disk before
//! anything is sent, and what both agreed on is written when the server has confirmed it, so that whatever is cut off in
//! between, the next run goes on from there.

mod args;
mod changed;
mod ends;
mod json;
pub(in crate::cli) mod road;
mod say;
pub(in crate::cli) mod server;
pub(in crate::cli) mod window;

use std::path::Path;

use chrono::{DateTime, Utc};

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files, gitlab,
    mark::{self, AnswerFormat},
    select::Purpose,
    templates,
    ui::Ui,
};
use crate::{
    document::{Document, Source},
    model::SyncState,
    render::Templates,
    services::gitlab::{GitLab, Issue, IssuePlace, StateEvent},
    sync::{self as core, Click, MergeError, Merged, Merging, Way},
};

pub(super) use args::SyncArgs;
use road::Noted;

/// How often the issue is written anew because somebody changed it in the same moment.
const MOST_ROUNDS: usize = 4;

/// What one run knows from its beginning to its end.
struct Job<'a> {
    context: &'a Context,
    args: &'a SyncArgs,
    path: &'a Path,
    templates: Templates,
    gitlab: GitLab,
    place: IssuePlace,
    url: String,
}

/// What came of it.
#[derive(Default)]
struct Done {
    /// The merges that were carried out; more than one where somebody changed the issue in the same moment.
    merged: Vec<Merged>,
    /// Whether the file was written.
    written: bool,
    /// Whether the issue was written.
    sent: bool,
    /// What became of the issue itself.
    state: Option<StateEvent>,
}

/// Runs the command.
///
/// # Errors
/// No issue yet; an issue that is not there, not confidential, or of another runbook; what cannot be reached, sent or
/// written; conflicts.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &SyncArgs) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.runbook.as_deref().or(args.file.as_deref()), Purpose::Mark)?;
    let source = files::read(&path)?;
    let document = mark::parse(&source)?;
    ui.status(&format!("Runbook: {} ({})", document.runbook.header.name, source.name()));
    let url = own_issue(&document)?.to_owned();
    let templates = templates::load(context, None)?;
    let (connection, place) = gitlab::to_issue(context, ui, &args.gitlab, &url)?;
    ui.status(&format!("Issue: {url}"));
    let job = Job { context, args, path: &path, templates, gitlab: connection.gitlab, place, url };
    let done = job.run(ui)?;
    if args.format == AnswerFormat::Json {
        json::answer(ui, &job, &document.runbook.header.name, &done)?;
    }
    let last = done.merged.last().expect("at least one merge was made");
    if last.conflicts.is_empty() { Ok(ExitStatus::Success) } else { Ok(ExitStatus::Failure) }
}

/// Returns the address of the runbook's own issue.
fn own_issue<'d>(document: &'d Document<'_>) -> Result<&'d str, CliError> {
    let sync = document.runbook.sync.as_ref();
    match sync.and_then(|sync| Some((sync.issue.as_deref()?, sync.state))) {
        Some((issue, None | Some(SyncState::Live | SyncState::Sending))) => Ok(issue),
        Some((_, Some(SyncState::Creating))) | None if sync.is_some() => {
            Err(CliError::new("publishing this runbook was begun and not finished").help("finish it: runbook publish"))
        }
        _ => Err(CliError::new("this runbook has no issue of its own yet").help("make one: runbook publish")),
    }
}

impl Job<'_> {
    fn run(&self, ui: &mut Ui) -> Result<Done, CliError> {
        let mut done = Done::default();
        if self.args.make_confidential && !self.args.dry_run {
            self.make_confidential(ui, &mut done)?;
        }
        // Clicks that a push of ours overwrote; they are made again on what is read next.
        let mut lost: Vec<Click> = Vec::new();
        for round in 1..=MOST_ROUNDS {
            let issue = server::get(&self.gitlab, &self.place, &self.url)?;
            let text = core::with_clicks(&issue.description, &lost);
            let noted = self.noted(&text, std::mem::take(&mut lost))?;
            let merged = self.take_over(&text, &noted, &mut done)?;
            let state = self.state(ui, &issue)?;
            say::merged(ui, self, &merged, &issue, state);
            let stops = !merged.conflicts.is_empty() || self.args.dry_run;
            let body = merged.body.clone();
            done.merged.push(merged);
            if stops {
                return Ok(done);
            }
            if body.is_none() && state.is_none() {
                self.agree(&mut done, self.context.now)?;
                break;
            }
            let answer = server::put(&self.gitlab, &self.place, body.as_deref(), state)?;
            done.sent = true;
            done.state = done.state.or(state);
            self.agree(&mut done, window::after(&answer).max(self.context.now))?;
            let Some(body) = body else { break };
            let window = window::look(&self.gitlab, &self.place, &issue, &answer, &body)?;
            for note in &window.overwritten_edits {
                ui.warn(note);
            }
            if window.lost.is_empty() {
                break;
            }
            if round == MOST_ROUNDS {
                return Err(CliError::new("somebody changes the issue all the time").help("run `runbook sync` again"));
            }
            ui.status("Somebody ticked a box while the issue was written; once more:");
            lost = window.lost;
        }
        say::end(ui, self, &done);
        Ok(done)
    }

    /// Hides an issue again that others could read, and notes that in the file: the record must show it.
    fn make_confidential(&self, ui: &mut Ui, done: &mut Done) -> Result<(), CliError> {
        let Some(exposed) = server::make_confidential(&self.gitlab, &self.place)? else {
            ui.status("The issue is confidential already.");
            return Ok(());
        };
        ui.status("The issue is confidential again.");
        ui.warn(&format!("{exposed}; tell those who are responsible for the customer's data"));
        done.written |= road::note_hidden(self.context, self.path, &exposed)?;
        Ok(())
    }

    /// Returns what GitLab noted of the issue, where it matters.
    fn noted(&self, text: &str, lost: Vec<Click>) -> Result<Noted, CliError> {
        let source = files::read(self.path)?;
        let document = mark::parse(&source)?;
        road::noted(&self.gitlab, &self.place, &document, lost, |noted| self.merge(&document, text, noted))
    }

    fn merge(&self, document: &Document<'_>, issue: &str, noted: &Noted) -> Result<Merged, CliError> {
        let merging = Merging {
            document,
            templates: &self.templates,
            issue,
            clicks: &noted.clicks,
            saved: noted.saved.as_ref(),
            now: self.context.now,
            way: self.args.way(),
            prefer: self.args.side(),
            restore: self.args.restore,
        };
        Ok(core::merge(&merging)?)
    }

    /// Writes the marks of the issue into the file, as that is at this moment.
    fn take_over(&self, issue: &str, noted: &Noted, done: &mut Done) -> Result<Merged, CliError> {
        if self.args.dry_run {
            let source = files::read(self.path)?;
            let merged = self.merge(&mark::parse(&source)?, issue, noted)?;
            let text = merged.text.as_ref().filter(|_| merged.conflicts.is_empty());
            text.map_or(Ok(()), |text| mark::refuse_new_secret(source.text(), text))?;
            return Ok(merged);
        }
        let (merged, written) = road::write_ahead(self.path, |_, document| self.merge(document, issue, noted))?;
        done.written |= written;
        Ok(merged)
    }

    /// Writes what both agree on and since when, after the server has confirmed it.
    fn agree(&self, done: &mut Done, at: DateTime<Utc>) -> Result<(), CliError> {
        let agreed = done.merged.last().expect("it was just merged").agreed.clone();
        done.written |= files::mark(self.path, |source: &Source| -> Result<Option<String>, CliError> {
            let document = mark::parse(source)?;
            let edits = agreed.edits(&document, at);
            if edits.is_empty() { Ok(None) } else { mark::apply(source, &edits).map(Some) }
        })?;
        Ok(())
    }

    /// Returns what is to become of the issue itself.
    fn state(&self, ui: &mut Ui, issue: &Issue) -> Result<Option<StateEvent>, CliError> {
        let source = files::read(self.path)?;
        let document = mark::parse(&source)?;
        let may_send = self.args.way() != Way::Pull;
        Ok(match (document.runbook.closed.is_some(), issue.is_closed()) {
            (true, false) if may_send => Some(StateEvent::Close),
            (false, true) if self.args.reopen => Some(StateEvent::Reopen),
            (false, true) => {
                ui.warn("the issue is closed, and the runbook is not: open it again with --reopen, or finish with `runbook close`");
                None
            }
            _ => None,
        })
    }
}

impl From<MergeError> for CliError {
    fn from(error: MergeError) -> Self {
        let cli_error = Self::from_error(&error);
        match error {
            MergeError::Render(error) => error.into(),
            MergeError::OtherRunbook { .. } => cli_error.help("check `sync.issue` in the file; nothing was written"),
            MergeError::Tangled { .. } => cli_error.help(
                "nothing was written or sent; mend the text of the issue there, then sync again; --pull takes its ticks meanwhile",
            ),
            MergeError::Edit(_) | MergeError::Unreadable(_) => cli_error.help("nothing was written or sent"),
        }
    }
}
