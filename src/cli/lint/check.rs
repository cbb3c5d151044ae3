//! Which files are checked, and the check on all cores.

use std::{
    collections::{HashMap, hash_map::Entry},
    num::NonZeroUsize,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::{
    super::{
        context::Context,
        error::CliError,
        files::{self, ReadError},
        sanitise, select, walk,
    },
    LintArgs,
};
use crate::{
    lint::{self, Finding, Options},
    report::Project,
};

/// A file that is checked; `found` in a folder it may be something else than a runbook.
pub(super) struct Candidate {
    /// The path, as it was named or found.
    pub path: PathBuf,
    /// The name under which it is reported.
    pub shown: String,
    /// Whether it was found in a folder.
    pub found: bool,
}

/// Returns the files to check, each once, in the order of their paths.
pub(super) fn candidates(
    context: &Context,
    args: &LintArgs,
    project: &Project,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Candidate>, CliError> {
    let default = [context.settings.runbooks()];
    let paths = if args.paths.is_empty() { &default[..] } else { &args.paths };
    let mut candidates = Vec::new();
    for path in paths {
        let path = &meant(context, path)?;
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

/// Returns the path, or the file of the runbooks folder whose name alone begins so, for a path that is not there.
fn meant(context: &Context, path: &Path) -> Result<PathBuf, CliError> {
    let is_name = !files::is_stdin(path) && !path.as_os_str().as_bytes().contains(&b'/');
    let found = match path.symlink_metadata() {
        Err(_) if is_name => select::beginning_so(path, &context.settings)?,
        _ => None,
    };
    Ok(found.unwrap_or_else(|| path.to_owned()))
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
pub(super) fn check(candidates: &[Candidate], options: &Options, threads: Option<NonZeroUsize>) -> Vec<Vec<Finding>> {
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
        // Where the system gives no more threads, the ones that are there do the work.
        let threads: Vec<_> =
            (1..n_threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
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
