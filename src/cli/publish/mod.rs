//! `runbook publish`: a runbook becomes a confidential issue.
//!
//! `alone` keeps other runs away. `gate` says whether the file is fit, `gitlab::preflight` whether the project is; `place` finds the issue, if there is one,
//! `prepare` decides what is going to happen, and `plan` says it. After somebody confirmed that, `carry_out` does it: `protocol`
//! with GitLab, `record` with the file. The file is ahead of GitLab by one step each time, so that a run which ends anywhere
//! is mended by the next.

mod alone;
mod carry_out;
mod exposed;
mod failure;
mod gate;
mod place;
mod plan;
mod prepare;
mod protocol;
mod record;
mod text;
mod wanted;

use std::path::PathBuf;

use serde::Serialize;

use super::{
    context::Context, error::CliError, exit::ExitStatus, files, gitlab::GitLabArgs, mark, mark::AnswerFormat,
    select::Purpose, templates, ui::Ui,
};
use crate::{document::Source, model::Runbook};

use place::Found;
use plan::{Action, Plan};

/// Publish a runbook as a confidential issue
///
/// Checks the file as `runbook lint` does, and the project; shows what is going to happen; asks. The issue is made empty
/// and confidential, and gets its text only after GitLab has shown that it is. Run again, it brings the issue up to date,
/// or goes on where an earlier run ended: an answer that is lost never makes a second issue. `sync.issue` in the file says
/// where the issue is.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook publish acme --dry-run\n  runbook publish acme --label Runbook --yes\n  runbook publish acme --adopt https://gitlab.example.com/support/runbooks/-/issues/7"
)]
pub(super) struct PublishArgs {
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// The same, as marking commands take it
    #[arg(short, long, value_name = "RUNBOOK", value_hint = clap::ValueHint::FilePath, conflicts_with = "runbook")]
    pub file: Option<PathBuf>,
    /// Takes an issue that is there; its text stays below the runbook's
    #[arg(long, value_name = "URL")]
    pub adopt: Option<String>,
    /// A label for the issue, beside those of `gitlab.labels` in the configuration; can be given again
    #[arg(long, value_name = "LABEL")]
    pub label: Vec<String>,
    /// Assigns the issue to nobody, otherwise to the DRI
    #[arg(long)]
    pub no_assign: bool,
    /// Publishes in a public project too
    #[arg(long)]
    pub allow_public: bool,
    /// Prints the requests that would be made, and changes nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub gitlab: GitLabArgs,
}

/// What publishing says to a machine.
#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    runbook: &'a str,
    /// Whether the issue was seen to be confidential and complete, and the file says so.
    published: bool,
    /// Whether anything was sent.
    changed: bool,
    #[serde(flatten)]
    plan: &'a Plan,
}

/// What is to be published.
struct Job<'a> {
    context: &'a Context,
    args: &'a PublishArgs,
    path: PathBuf,
    source: Source,
}

/// Runs the command.
///
/// # Errors
/// What is refused, declined or could not be done.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &PublishArgs) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.runbook.as_deref().or(args.file.as_deref()), Purpose::Mark)?;
    let _turn = if args.dry_run { None } else { Some(alone::take_turn(context, &path)?) };
    let mut job = Job { context, args, source: files::read(&path)?, path };
    // That others can read an issue is said before what is wrong with the file.
    let published = mark::parse(&job.source).ok().map(|document| document.runbook);
    let published = published.filter(|runbook| runbook.sync.as_ref().is_some_and(|sync| sync.issue.is_some()));
    let found = published.map(|runbook| find(&mut job, ui, &runbook)).transpose()?;
    let findings = gate::judge(context, &job.source, ui.err_colour()).map_err(|unfit| {
        ui.say_shown(&unfit.findings);
        unfit.error
    })?;
    let templates = templates::load(context, None)?;
    let runbook = mark::parse(&job.source)?.runbook;
    let found = match found {
        Some(found) => found,
        None => find(&mut job, ui, &runbook)?,
    };
    let mut prepared = prepare::prepare(&job, found, &templates, &findings)?;
    let name = runbook.header.name;
    if prepared.is_done {
        prepared.plan.say_remarks(ui);
        ui.status(&format!("{} is up to date in its issue; nothing is sent.", prepared.plan.path));
        prepared.plan.requests.clear();
        if !args.dry_run {
            carry_out::note_agreement(&job, &prepared)?;
        }
        return answer(ui, args, &name, &prepared.plan, Done { published: true, changed: false });
    }
    prepared.plan.say(ui);
    if args.dry_run {
        ui.status("Dry run: GitLab was read, and nothing is written. These requests would be made:");
        return answer(ui, args, &name, &prepared.plan, Done::default());
    }
    prepared.plan.requests.clear();
    confirm(ui, &prepared.plan)?;
    let issue = carry_out::carry_out(&job, ui, &prepared, &templates)?;
    for left_out in prepared.wanted.left_out(&issue) {
        ui.warn(&left_out);
    }
    let said = if prepared.plan.action == Action::Update { "Brought up to date" } else { "Published" };
    ui.status(&format!("{said}: the issue is confidential and complete."));
    let plan = Plan { issue: Some(issue.web_url), ..prepared.plan };
    answer(ui, args, &name, &plan, Done { published: true, changed: true })
}

/// Looks for the issue, and demands that others cannot read it.
fn find(job: &mut Job<'_>, ui: &mut Ui, runbook: &Runbook) -> Result<Found, CliError> {
    let mut found = place::find(job, ui)?;
    if exposed::guard(job, ui, &mut found, runbook)? {
        job.source = files::read(&job.path)?;
    }
    Ok(found)
}

/// How it ended.
#[derive(Default)]
struct Done {
    published: bool,
    changed: bool,
}

fn confirm(ui: &mut Ui, plan: &Plan) -> Result<(), CliError> {
    if !ui.is_confirmable() {
        return Err(CliError::refused("there is nobody to ask whether this is to be sent")
            .help("read the plan above, then run the same command with `--yes`; nothing was sent"));
    }
    let question = match plan.action {
        Action::Update => format!("Bring the issue in {} on {} up to date?", plan.project, plan.host),
        _ => format!("Publish in {} on {}?", plan.project, plan.host),
    };
    if ui.confirm(&question)? {
        return Ok(());
    }
    Err(CliError::refused("not published").help("nothing was sent"))
}

fn answer(ui: &mut Ui, args: &PublishArgs, runbook: &str, plan: &Plan, done: Done) -> Result<ExitStatus, CliError> {
    match args.format {
        AnswerFormat::Json => {
            let Done { published, changed } = done;
            ui.answer_json(&Answer { version: 1, runbook, published, changed, plan })?;
        }
        AnswerFormat::Text if args.dry_run => plan.answer_requests(ui)?,
        AnswerFormat::Text => {
            if let Some(issue) = &plan.issue {
                ui.answer(&format!("{issue}\n"))?;
            }
        }
    }
    Ok(ExitStatus::Success)
}
