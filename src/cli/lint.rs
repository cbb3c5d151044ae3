//! `runbook lint`: checks files and folders on all cores, in the order of their paths.

use std::{
    collections::{HashMap, hash_map::Entry},
    ffi::OsString,
    num::NonZeroUsize,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::{
    context::Context,
    environment::Environment,
    error::CliError,
    exit::ExitStatus,
    files::{self, ReadError},
    next, reports, sanitise,
    ui::Ui,
    walk,
};
use crate::{
    lint::{self, Finding, Level, Options, Team},
    report::{self, Format, Project},
};

/// Check runbooks
///
/// Takes files and folders; without any, the runbooks folder. In a folder every .yaml and .yml counts, but hidden files
/// and what git ignores or the configuration excludes. The status is 1 when there is an error, or a finding of the level
/// of --fail-on, and 2 when a path is not there. `runbook explain RULE` says why a rule is there.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook lint\n  runbook lint runbooks/ --report gitlab=gl-code-quality-report.json"
)]
pub(super) struct LintArgs {
    /// Files and folders; - is stdin
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

/// A file that is checked; `found` in a folder it may be something else than a runbook.
struct Candidate {
    path: PathBuf,
    /// The name under which it is reported.
    shown: String,
    found: bool,
}

/// Runs the command.
///
/// # Errors
/// Nothing to check; a report that cannot be written.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &LintArgs) -> Result<ExitStatus, CliError> {
    let project = project(&context.environment)?;
    let reports = reports::read(args.format, &args.report, &project)?;
    let config = &context.settings.config;
    let team = Team { visibility: context.environment.ci_project_visibility(), ..config.team() };
    let options = Options { levels: config.lint.levels.clone(), now: context.now, team };
    let mut findings = Vec::new();
    let candidates = candidates(context, args, &project, &mut findings)?;
    reports::spare(&reports, candidates.iter().filter(|candidate| !candidate.found).map(|candidate| &*candidate.path))?;
    for of_file in check(&candidates, &options, args.threads) {
        findings.extend(of_file);
    }
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    let files: Vec<String> = candidates.iter().map(|candidate| candidate.shown.clone()).collect();
    let written = |format: Format, colour: bool| -> Result<Vec<u8>, CliError> {
        let mut out = Vec::new();
        report::write(format, &findings, report::Context { project: &project, files: &files, colour }, &mut out)
            .map_err(|error| CliError::new("cannot write the findings").caused_by(error.to_string()))?;
        Ok(out)
    };
    // The files first, as nobody may be reading stdout any more; but one that cannot be written hides no findings.
    let all_written = reports::write(&reports.files, |format| written(format, false));
    let answer = written(reports.stdout, ui.out_colour())?;
    ui.answer(&String::from_utf8_lossy(&answer))?;
    ui.status(&report::summary(&findings, candidates.len()));
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

/// Suggests to read why a rule is there, or what to do with the one runbook that is in order.
fn suggest(ui: &mut Ui, findings: &[Finding], candidates: &[Candidate]) {
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

/// Returns the files to check, each once, in the order of their paths.
fn candidates(
    context: &Context,
    args: &LintArgs,
    project: &Project,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Candidate>, CliError> {
    let default = [context.settings.runbooks()];
    let paths = if args.paths.is_empty() { &default[..] } else { &args.paths };
    let mut candidates = Vec::new();
    for path in paths {
        if !files::is_stdin(path) && path.is_dir() {
            let walk = walk::yaml_files(path, context.settings.exclusion());
            for (path, why) in walk.unreadable {
                findings.push(Finding::unreadable(&shown(&path), why, None));
            }
            if walk.files.is_empty() && findings.is_empty() {
                return Err(CliError::new(format!("there is no runbook in {}", sanitise::path(path)))
                    .help("write one: runbook new \"CUSTOMER - REQUESTED TASK\""));
            }
            candidates.extend(walk.files.into_iter().map(|path| Candidate { shown: shown(&path), path, found: true }));
        } else if args.paths.is_empty() {
            return Err(CliError::new(format!("there is no folder {}", sanitise::path(path)))
                .help("name files or folders, or write a runbook: runbook new \"CUSTOMER - REQUESTED TASK\""));
        } else {
            let shown = match &args.stdin_filename {
                Some(name) if files::is_stdin(path) => name.clone(),
                None if files::is_stdin(path) => files::STDIN_NAME.to_owned(),
                _ => shown(path),
            };
            candidates.push(Candidate { path: path.clone(), shown, found: false });
        }
    }
    candidates.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(once(candidates, project))
}

/// Leaves each file in the list once, also when it has two names: `a.yaml` and `./a.yaml`, or stdin in its place. A file
/// that was named counts as named, also when its folder was named too.
fn once(candidates: Vec<Candidate>, project: &Project) -> Vec<Candidate> {
    let mut places: HashMap<PathBuf, usize> = HashMap::with_capacity(candidates.len());
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let is_stdin = files::is_stdin(&candidate.path);
        let file = project.absolute(if is_stdin { Path::new(&candidate.shown) } else { &candidate.path });
        match places.entry(file) {
            Entry::Occupied(place) => kept[*place.get()].found &= candidate.found,
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(candidate);
            }
        }
    }
    kept
}

/// Checks the files on all cores; the answer is in their order.
fn check(candidates: &[Candidate], options: &Options, threads: Option<NonZeroUsize>) -> Vec<Vec<Finding>> {
    let n_threads = threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let n_threads = n_threads.min(candidates.len()).max(1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut checked = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(candidate) = candidates.get(index) else { return checked };
            let findings = check_one(candidate, options);
            if !findings.is_empty() {
                checked.push((index, findings));
            }
        }
    };
    let mut checked: Vec<(usize, Vec<Finding>)> = thread::scope(|scope| {
        let threads: Vec<_> = (1..n_threads).map(|_| scope.spawn(work)).collect();
        let mut checked = work();
        for thread in threads {
            // A thread that panics has met a fault of ours, which must not pass for a clean file.
            checked.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        checked
    });
    checked.sort_by_key(|(index, _)| *index);
    checked.into_iter().map(|(_, findings)| findings).collect()
}

fn check_one(candidate: &Candidate, options: &Options) -> Vec<Finding> {
    let Candidate { path, shown, found } = candidate;
    match files::read(path) {
        Ok(source) => {
            let source = source.named(shown);
            if *found { lint::lint_found(&source, options) } else { lint::lint(&source, options) }
        }
        Err(ReadError::Text { source, .. }) => vec![Finding::from_source_error(shown, &source)],
        Err(error) => {
            let cli_error = CliError::from(error);
            vec![Finding::unreadable(shown, cli_error.message(), cli_error.first_help())]
        }
    }
}

/// Returns a path as it stands in reports. Bytes that are no text are written out, so that two files never share a name
/// and with it their fingerprints.
fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        shown += chunk.valid();
        chunk.invalid().iter().for_each(|byte| shown += &format!("\\x{byte:02x}"));
    }
    shown
}

/// Returns where the project is: in CI what GitLab says, else the folder with `.git`, else the working folder.
fn project(environment: &Environment) -> Result<Project, CliError> {
    let working_folder = std::env::current_dir()
        .map_err(|error| CliError::new("the working folder cannot be found").caused_by(error.to_string()))?;
    let of_git = working_folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let root = environment.ci_project_dir().or(of_git).unwrap_or_else(|| working_folder.clone());
    Ok(Project { root, working_folder })
}
