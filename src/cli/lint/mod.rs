//! `runbook lint`: checks files and folders on all cores, in the order of their paths.

mod baseline;
mod check;
mod repair;

use std::{
    ffi::OsString,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use self::check::Candidate;
use super::{
    context::Context, environment::Environment, error::CliError, exit::ExitStatus, files, next, reports, ui::Ui,
};
use crate::{
    document::Source,
    lint::{self, Finding, Level, Options, Safety, Team},
    report::{self, Format, Project},
};

/// Check runbooks
///
/// Takes files and folders; without any, the runbooks folder. In a folder every .yaml and .yml counts, but hidden files
/// and what git ignores or the configuration excludes. The status is 1 when there is an error, or a finding of the level
/// of --fail-on, and 2 when a path is not there. `runbook explain RULE` says why a rule is there.
#[derive(Debug, Clone, clap::Args)]
#[command(
    group = clap::ArgGroup::new("repair").multiple(true),
    after_help = "Examples:\n  runbook lint\n  runbook lint runbooks/ --report gitlab=gl-code-quality-report.json\n  runbook lint --diff"
)]
pub(super) struct LintArgs {
    /// Files and folders, or the unique beginning of a file name in the runbooks folder; - is stdin
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How to print the findings; `text` when not given
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Also writes a report in one of these formats to a file; can be given again
    ///
    /// The file is written whatever is found, also when that is nothing. `-` is stdout, in place of --format.
    #[arg(long, value_name = "FORMAT=FILE", value_hint = clap::ValueHint::FilePath)]
    pub report: Vec<OsString>,
    /// The lowest level that makes the status 1
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub fail_on: LevelWord,
    /// Makes the status 0, whatever is found
    #[arg(long)]
    pub exit_zero: bool,
    /// The name under which stdin is reported
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    pub stdin_filename: Option<String>,
    /// Repairs what a rule is certain of, and reports the rest; of stdin, the repaired text is the answer
    #[arg(long, group = "repair", help_heading = "Repairing")]
    pub fix: bool,
    /// Also makes repairs that are probably meant; look at them
    #[arg(long, requires = "repair", help_heading = "Repairing")]
    pub unsafe_fixes: bool,
    /// Shows what --fix would change, and writes nothing; the status is 1 when something would
    #[arg(long, visible_alias = "dry-run", group = "repair", help_heading = "Repairing")]
    pub diff: bool,
    /// Leaves out the findings of this file, which --write-baseline made
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Writes the findings to the file of --baseline, so that only new ones are reported from now on
    #[arg(long, help_heading = "Baseline")]
    pub write_baseline: bool,
    /// How many files are checked at a time; for tests
    #[arg(long, hide = true)]
    pub threads: Option<NonZeroUsize>,
}

/// A level of findings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LevelWord {
    /// Wrong
    #[default]
    Error,
    /// To be mended before the call
    Warning,
    /// Worth knowing
    Info,
}

/// Runs the command.
///
/// # Errors
/// Nothing to check; a report that cannot be written.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &LintArgs) -> Result<ExitStatus, CliError> {
    let project = project(&context.environment)?;
    let reports = reports::read(args.format, &args.report, &project)?;
    let options = options(context);
    let mut findings = Vec::new();
    let candidates = check::candidates(context, args, &project, &mut findings)?;
    reports::spare(&reports, candidates.iter().filter(|candidate| !candidate.found).map(|candidate| &*candidate.path))?;
    let repaired = find(&candidates, &mut findings, &options, args, &project, ui)?;
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    let n_known = baseline::apply(context, args, &mut findings, &candidates, &project, ui)?;
    let files: Vec<String> = candidates.iter().map(|candidate| candidate.shown.clone()).collect();
    let written = |format: Format, colour: bool| -> Result<Vec<u8>, CliError> {
        let mut out = Vec::new();
        report::write(format, &findings, report::Context { project: &project, files: &files, colour }, &mut out)
            .map_err(|error| CliError::new("cannot write the findings").caused_by(error.to_string()))?;
        Ok(out)
    };
    // The files first, as nobody may be reading stdout any more; but one that cannot be written hides no findings.
    let all_written = reports::write(&reports.files, |format| written(format, false));
    match &repaired {
        Some(outcome) if args.diff => {
            ui.answer(&outcome.answer)?;
            all_written?;
            return Ok(ExitStatus::answer(args.exit_zero || outcome.n_changed == 0));
        }
        Some(outcome) if has_stdin(&candidates) => {
            ui.answer(&outcome.answer)?;
            ui.say_shown(&String::from_utf8_lossy(&written(Format::Text, ui.err_colour())?));
        }
        _ => ui.answer(&String::from_utf8_lossy(&written(reports.stdout, ui.out_colour())?))?,
    }
    let known = if n_known > 0 { format!("; {n_known} of the baseline left out") } else { String::new() };
    ui.status(&format!("{}{known}", report::summary(&findings, candidates.len())));
    all_written?;
    let fail_on = match args.fail_on {
        LevelWord::Error => Level::Error,
        LevelWord::Warning => Level::Warning,
        LevelWord::Info => Level::Info,
    };
    // A path that is not there is a slip of the hand; its finding must not pass for an answer about runbooks.
    let is_missing = |candidate: &Candidate| {
        !candidate.found && !files::is_stdin(&candidate.path) && candidate.path.symlink_metadata().is_err()
    };
    if candidates.iter().any(is_missing) {
        return Ok(ExitStatus::Error);
    }
    if reports.stdout == Format::Text {
        suggest(ui, &findings, &candidates);
    }
    let fails = findings.iter().any(|finding| is_at_least(finding.level, fail_on));
    Ok(ExitStatus::answer(args.exit_zero || !fails))
}

/// Returns the findings of one file as `runbook lint FILE` has them by the configuration: without those that the baseline
/// knows.
///
/// # Errors
/// A baseline that cannot be read.
pub(super) fn judge(context: &Context, source: &Source) -> Result<(Vec<Finding>, Project), CliError> {
    let project = project(&context.environment)?;
    let mut findings = lint::lint(source, &options(context));
    if let Some(file) = baseline::of_config(context) {
        baseline::leave_out_known(&file, &mut findings, &project)?;
    }
    Ok((findings, project))
}

/// Returns the options by the configuration.
fn options(context: &Context) -> Options {
    let config = &context.settings.config;
    let team = Team { visibility: context.environment.ci_project_visibility(), ..config.team() };
    Options { levels: config.lint.levels.clone(), now: context.now, team }
}

/// Checks the files, or repairs them where that is asked for.
fn find(
    candidates: &[Candidate],
    findings: &mut Vec<Finding>,
    options: &Options,
    args: &LintArgs,
    project: &Project,
    ui: &mut Ui,
) -> Result<Option<repair::Outcome>, CliError> {
    let check = || check::check(candidates, options, args.threads).into_iter().flatten();
    if !args.fix && !args.diff {
        findings.extend(check());
        return Ok(None);
    }
    let at_most = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let plan = repair::Plan { at_most, only_show: args.diff };
    if has_stdin(candidates) {
        let [only] = candidates else { return Err(not_alone()) };
        if args.format.is_some_and(|format| format != Format::Text) {
            return Err(not_alone());
        }
        let source = files::read(&only.path)?.named(&only.shown);
        return Ok(Some(repair::repair_stdin(&source, findings, options, plan, ui)));
    }
    findings.extend(check());
    repair::repair_all(candidates, findings, options, plan, project, ui).map(Some)
}

fn not_alone() -> CliError {
    CliError::new("the repaired text of stdin is the answer, so nothing else can be")
        .help("name stdin alone; for another format of the findings: --report FORMAT=FILE")
}

fn has_stdin(candidates: &[Candidate]) -> bool {
    candidates.iter().any(|candidate| files::is_stdin(&candidate.path))
}

/// Suggests to read why a rule is there, or what to do with the one runbook that is in order.
fn suggest(ui: &mut Ui, findings: &[Finding], candidates: &[Candidate]) {
    let is_safe = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    match findings.iter().filter(is_safe).count() {
        0 => {}
        1 => ui.hint("1 of them can be repaired: runbook lint --fix"),
        n => ui.hint(&format!("{n} of them can be repaired: runbook lint --fix")),
    }
    match (findings.first(), candidates) {
        (Some(finding), _) => ui.suggest(&format!("why a rule is there: runbook explain {}", finding.rule.id)),
        (None, [only]) if !files::is_stdin(&only.path) => {
            ui.suggest(&format!("to look at it: runbook show {}", next::quoted(&only.path.to_string_lossy())));
        }
        _ => {}
    }
}

fn is_at_least(level: Level, least: Level) -> bool {
    let place = |level: Level| Level::ALL.iter().position(|known| *known == level);
    place(level) <= place(least)
}

/// Returns where the project is: in CI what GitLab says, else the folder with `.git`, else the working folder.
fn project(environment: &Environment) -> Result<Project, CliError> {
    let working_folder = std::env::current_dir()
        .map_err(|error| CliError::new("the working folder cannot be found").caused_by(error.to_string()))?;
    let of_git = working_folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let root = environment.ci_project_dir().or(of_git).unwrap_or_else(|| working_folder.clone());
    Ok(Project { root, working_folder })
}
