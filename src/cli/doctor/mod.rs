//! `runbook doctor`: what was found where, what stands in the way of publishing, and how the issues are.
//!
//! Reads only, and never shows a token. What is broken is a line of the answer, so that one thing hides no other.

mod findings;
mod gitlab;
mod here;
mod issues;

use std::path::PathBuf;

use super::{
    clock,
    context::Context,
    environment::Environment,
    error::CliError,
    exit::ExitStatus,
    gitlab::{GitLabArgs, survey},
    mark::AnswerFormat,
    settings::Settings,
    ui::Ui,
};
use findings::{Area, Findings, Weight};

/// Show what is set up and where it was found, what stands in the way of publishing, and how the issues are
///
/// Host, project and token are found as glab finds them. The token is sent to its own host only, and never shown. Of published
/// runbooks it says whether their issues are there, confidential and open, and what a run that was cut off has left over.
/// Status 1: something would stop `runbook publish`, or an issue is not as it must be; 2: something could not be looked at.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook doctor acme\n  runbook doctor --offline\n  runbook doctor --offline --format json"
)]
pub(super) struct DoctorArgs {
    /// A published runbook whose issue is looked at; without it, those of all that are not closed
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// Asks no server
    #[arg(long)]
    pub offline: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub gitlab: GitLabArgs,
}

/// Runs the command.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn run(
    environment: Environment,
    by: Option<&str>,
    ui: &mut Ui,
    args: &DoctorArgs,
) -> Result<ExitStatus, CliError> {
    let mut findings = Findings::default();
    let settings = Settings::load().unwrap_or_else(|error| {
        findings.problem(Weight::Error, "configuration", error);
        Settings::default()
    });
    let now = clock::now(&environment).or_else(|error| {
        findings.problem(Weight::Error, "now", error);
        clock::now(&Environment::default())
    })?;
    let context = Context { environment, settings, now, by: by.map(str::to_owned) };
    here::look(&context, &mut findings);
    let survey = survey(&context, ui, &args.gitlab);
    match &survey {
        Ok(survey) => {
            gitlab::named(&context, survey, &mut findings);
            if args.offline {
                findings.found(Area::Server, "not asked", "because of `--offline`");
            } else {
                gitlab::asked(&context, survey, &mut findings);
            }
        }
        Err(error) => findings.problem(Weight::Error, "host", error.clone()),
    }
    issues::look(&context, ui, args, survey.as_ref().ok(), &mut findings);
    match args.format {
        AnswerFormat::Text => ui.answer(&findings.to_text(ui.width(), ui.out_colour()))?,
        AnswerFormat::Json => ui.answer_json(&findings.to_json())?,
    }
    Ok(findings.status())
}
