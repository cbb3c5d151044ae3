//! `runbook diff`: what changed, since a revision of git or between two files.

mod json;
mod since;
mod text;

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files::{self, STDIN_NAME},
    git::{Commit, Repository},
    sanitise,
    select::Purpose,
    ui::Ui,
};
use crate::{
    compare::{ComparedFile, Fate, compare},
    document::{Document, Source},
    lint::masked,
    model::Runbook,
    render,
};
use since::Since;

/// Show what changed in runbooks, in their own terms
///
/// Without arguments: the runbooks of the runbooks folder that differ from the last commit, as `git diff` would list them.
/// With a revision: what changed since this branch went apart from it, which is what a merge request shows; that is the
/// merge base, as with `git diff --merge-base REF`. With two files: what changed from the first to the second; - is stdin.
///
/// An argument is a revision or a path, as for git; where it could be both, write `./main` for the file and `main~0` for
/// the revision. What follows `--` is a path. Paths can be folders.
///
/// The status is 0 also when there are differences, and 2 when something could not be compared.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  runbook diff\n  runbook diff main --format markdown > comment.md\n  runbook diff HEAD~1 -f acme\n  runbook diff runbooks/handbook-example.yaml runbooks/acme.yaml"
)]
pub(super) struct DiffArgs {
    /// A revision of git, paths, or both; two files are compared with each other
    #[arg(value_name = "REF|PATH", value_hint = clap::ValueHint::AnyPath)]
    pub what: Vec<OsString>,
    /// Files and folders
    #[arg(last = true, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder
    #[arg(short, long, value_name = "RUNBOOK", value_hint = clap::ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DiffFormat {
    /// For people
    #[default]
    Text,
    /// For a comment in a merge request
    Markdown,
    /// For machines: one object with a `version`
    Json,
}

/// What is compared.
enum Sides {
    /// Two files, either of which may be stdin.
    Files(PathBuf, PathBuf),
    /// The working tree with a commit.
    Since(Since),
}

/// Runs the command.
///
/// # Errors
/// What could not be done: no such revision or file, no git, an invalid file.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &DiffArgs) -> Result<ExitStatus, CliError> {
    let (since, files) = match sides(context, ui, args)? {
        Sides::Files(old, new) => (None, vec![two_files(&old, &new)?]),
        Sides::Since(since) => {
            if args.format == DiffFormat::Text {
                ui.status(&since.in_words());
            }
            let files = since.compare(context, ui)?;
            (Some(since.described()), files)
        }
    };
    match args.format {
        DiffFormat::Text => {
            let text = text::changes(&files, ui.out_colour());
            ui.answer(&text)?;
        }
        DiffFormat::Markdown => ui.answer(&render::changes(&files))?,
        DiffFormat::Json => ui.answer_json(&json::DiffJson::new(since.as_ref(), &files))?,
    }
    if args.format == DiffFormat::Text && files.is_empty() {
        ui.status("No runbook changed.");
    }
    let has_failed = files.iter().any(|file| matches!(file.fate, Fate::Failed(_)));
    Ok(if has_failed { ExitStatus::Error } else { ExitStatus::Success })
}

fn sides(context: &Context, ui: &mut Ui, args: &DiffArgs) -> Result<Sides, CliError> {
    let named = args.file.as_deref().map(|file| context.runbook(ui, Some(file), Purpose::Read)).transpose()?;
    if let ([old, new], [], None) = (args.what.as_slice(), args.paths.as_slice(), &named)
        && is_file(old)
        && is_file(new)
    {
        let (old, new) = (PathBuf::from(old), PathBuf::from(new));
        if files::is_stdin(&old) && files::is_stdin(&new) {
            return Err(CliError::new("only one side can be standard input").help("name a file for the other"));
        }
        // Outside of a repository a name can only be a file's.
        if !files::is_stdin(&old)
            && let Ok(repository) = Repository::find()
            && repository.commit(old.as_os_str())?.is_some()
        {
            return Err(ambiguous(old.as_os_str()));
        }
        return Ok(Sides::Files(old, new));
    }
    if args.what.iter().any(|what| what == "-") || args.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(CliError::new("standard input is compared with one file")
            .help("name the file: runbook diff OLD -, or runbook diff - NEW"));
    }
    let repository = Repository::find()?;
    let (revision, paths) = revision_and_paths(&repository, &args.what)?;
    let paths = paths.into_iter().chain(args.paths.iter().cloned()).chain(named).collect();
    Since::new(repository, revision, paths).map(Sides::Since)
}

fn is_file(name: &OsStr) -> bool {
    let path = Path::new(name);
    files::is_stdin(path) || path.symlink_metadata().is_ok() && !path.is_dir()
}

/// A revision as it was named, and its commit.
type Revision = (String, Commit);

/// Tells the revision from the paths, as git does: what is both is refused, and so is what is neither.
fn revision_and_paths(
    repository: &Repository,
    what: &[OsString],
) -> Result<(Option<Revision>, Vec<PathBuf>), CliError> {
    let mut paths = what.iter();
    let mut revision = None;
    if let Some(first) = what.first() {
        let is_there = Path::new(first).symlink_metadata().is_ok();
        match repository.commit(first)? {
            Some(_) if is_there => return Err(ambiguous(first)),
            Some(commit) => {
                revision = Some((first.to_string_lossy().into_owned(), commit));
                paths.next();
            }
            None => {}
        }
    }
    let paths: Vec<PathBuf> = paths.map(PathBuf::from).collect();
    if let Some(missing) = paths.iter().find(|path| path.symlink_metadata().is_err()) {
        return Err(neither(missing.as_os_str(), revision.is_some(), repository));
    }
    Ok((revision, paths))
}

fn ambiguous(name: &OsStr) -> CliError {
    let shown = sanitise::clean_line(&name.to_string_lossy());
    CliError::new(format!("`{shown}` is a revision and a file"))
        .help(format!("write `./{shown}` for the file, or `{shown}~0` for the revision"))
}

fn neither(name: &OsStr, has_revision: bool, repository: &Repository) -> CliError {
    let shown = sanitise::clean_line(&name.to_string_lossy());
    if shown.contains("..") && !has_revision {
        return CliError::new(format!("`{shown}` is no single revision"))
            .help("name the older one; the other side is always the files as they are");
    }
    if has_revision {
        return CliError::new(format!("{shown} does not exist")).help("a file that is gone follows `--`");
    }
    let error = CliError::new(format!("`{shown}` is neither a revision nor a file"));
    if repository.commit(OsStr::new("HEAD")).is_ok_and(|head| head.is_none()) {
        return error.help("there is no commit yet; two files are compared with runbook diff OLD NEW");
    }
    error
        .help(format!("a runbook is named by its beginning with --file {shown}"))
        .help(format!("a branch that is only on the server is origin/{shown}"))
        .help("a file that is gone follows `--`")
}

fn two_files(old: &Path, new: &Path) -> Result<ComparedFile, CliError> {
    let name = |path: &Path| match files::is_stdin(path) {
        true => STDIN_NAME.to_owned(),
        false => path.to_string_lossy().into_owned(),
    };
    let (before, after) = (read(old)?, read(new)?);
    Ok(ComparedFile {
        path: name(new),
        was: Some(name(old)).filter(|_| old != new),
        name: after.header.name.clone(),
        fate: Fate::Kept(compare(&before, &after)),
    })
}

fn read(path: &Path) -> Result<Runbook, CliError> {
    runbook(&files::read(path)?)
}

/// Reads a version of a runbook as it may be shown: `•` stands for each character of a secret.
fn runbook(source: &Source) -> Result<Runbook, CliError> {
    let invalid = |problems| CliError::invalid(source, problems);
    let shown = masked(source.text(), '•');
    if matches!(shown, Cow::Borrowed(_)) {
        return Document::parse(source).map(|document| document.runbook).map_err(invalid);
    }
    let shown = source.with_text(shown.into_owned()).map_err(|error| CliError::new(error.to_string()))?;
    Document::parse(&shown).map(|document| document.runbook).or_else(|_| {
        Document::parse(source).map_err(invalid)?;
        Err(CliError::new(format!("{} holds a secret where it cannot be hidden", sanitise::clean_line(source.name())))
            .help("runbook lint shows where it stands"))
    })
}
