//! What changed since a commit: which files, what they were called, and both versions of each.

use std::path::{Path, PathBuf};

use super::{
    super::{
        context::Context,
        error::CliError,
        files::{self, ReadError},
        folder::is_something_else,
        git::{Commit, Differences, Repository, Stored},
        sanitise::path as shown,
        ui::Ui,
        walk::is_yaml,
    },
    Revision, runbook,
};
use crate::{
    compare::{ComparedFile, Fate, compare},
    document::{Document, MAX_FILE_SIZE, Source},
    model::Runbook,
};

/// How many files that git does not have are named.
const MAX_NAMED: usize = 5;

/// The working tree and the commit that it is compared with.
pub(super) struct Since {
    repository: Repository,
    /// The revision as it was named.
    revision: String,
    base: Commit,
    /// Whether the revision went on since.
    went_apart: bool,
    /// What to look at; nothing means the runbooks folder.
    paths: Vec<PathBuf>,
}

/// With what the files were compared.
pub(super) struct Described {
    /// The revision as it was named.
    pub(super) revision: String,
    /// The beginning of the commit's name.
    pub(super) commit: String,
}

/// A file to compare; paths are relative to the root of the repository.
struct Candidate {
    /// Where it is, or `None` if it is gone.
    now: Option<PathBuf>,
    /// Where it was.
    before: PathBuf,
    /// Whether somebody named it, so that it has to be a runbook.
    is_named: bool,
}

impl Since {
    /// Takes the commit in which this branch went apart from a revision; without one the last commit.
    ///
    /// # Errors
    /// There is no commit yet, or none in common.
    pub(super) fn new(
        repository: Repository,
        revision: Option<Revision>,
        paths: Vec<PathBuf>,
    ) -> Result<Self, CliError> {
        let Some((revision, commit)) = revision else {
            let head = repository.commit("HEAD".as_ref())?.ok_or_else(|| {
                CliError::new("there is no commit to compare with yet")
                    .help("commit something, or compare two files: runbook diff OLD NEW")
            })?;
            return Ok(Self { repository, revision: "HEAD".to_owned(), base: head, went_apart: false, paths });
        };
        let base = repository.merge_base(&commit)?.ok_or_else(|| {
            CliError::new(format!("`{revision}` and HEAD have no commit in common here"))
                .help("a clone that was cut off lacks it: git fetch --unshallow, or GIT_DEPTH: 0 in a CI job")
        })?;
        let went_apart = base != commit;
        Ok(Self { repository, revision, base, went_apart, paths })
    }

    /// Returns with what the files are compared.
    pub(super) fn described(&self) -> Described {
        Described { revision: self.revision.clone(), commit: self.base.short().to_owned() }
    }

    /// Says with what the files are compared.
    pub(super) fn in_words(&self) -> String {
        let (commit, revision) = (self.base.short(), &self.revision);
        if self.went_apart {
            format!("Compared with {commit}, where this branch and {revision} went apart.")
        } else {
            format!("Compared with {revision} ({commit}).")
        }
    }

    /// Compares the files. Of several, one that cannot be compared is said on stderr and does not stop the others.
    ///
    /// # Errors
    /// git does not answer; a path that leads out of the repository; the only file cannot be compared.
    pub(super) fn compare(&self, context: &Context, ui: &mut Ui) -> Result<Vec<ComparedFile>, CliError> {
        let mut compared = Vec::new();
        let candidates = self.candidates(context, ui)?;
        for candidate in &candidates {
            match self.compare_one(candidate) {
                Ok(None) => {}
                Ok(Some(file)) => compared.push(file),
                Err(error) if candidates.len() == 1 => return Err(error),
                Err(error) => {
                    ui.error(&error);
                    let path = self.here(candidate.now.as_ref().unwrap_or(&candidate.before));
                    let fate = Fate::Failed(error.message().to_owned());
                    compared.push(ComparedFile { path, was: None, name: String::new(), fate });
                }
            }
        }
        Ok(compared)
    }

    fn candidates(&self, context: &Context, ui: &mut Ui) -> Result<Vec<Candidate>, CliError> {
        let differences = self.repository.differences(&self.base)?;
        let folder = [context.settings.runbooks()];
        let paths = if self.paths.is_empty() { &folder[..] } else { &self.paths };
        let mut candidates = Vec::new();
        for path in paths {
            let inside = self.repository.inside(path).ok_or_else(|| {
                CliError::new(format!("{} is not in the repository", shown(path)))
                    .help("two files are compared without it: runbook diff OLD NEW")
            })?;
            if path.is_dir() || self.paths.is_empty() {
                candidates.extend(below(&inside, &differences));
                self.name_untracked(&inside, ui)?;
            } else {
                candidates.push(named(inside, &differences));
            }
        }
        let place = |candidate: &Candidate| candidate.now.clone().unwrap_or_else(|| candidate.before.clone());
        candidates.sort_by_key(|candidate| (place(candidate), !candidate.is_named));
        candidates.dedup_by(|later, first| place(later) == place(first));
        Ok(candidates)
    }

    /// Says what git does not know yet, because `git diff` is silent of it, and so is this.
    fn name_untracked(&self, folder: &Path, ui: &mut Ui) -> Result<(), CliError> {
        let mut untracked = self.repository.untracked()?;
        untracked.retain(|path| path.starts_with(folder) && is_yaml(path));
        if !untracked.is_empty() {
            let names: Vec<String> = untracked.iter().take(MAX_NAMED).map(|path| self.here(path)).collect();
            let more = match untracked.len().saturating_sub(MAX_NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            ui.hint(&format!("not compared, because git does not have them yet: {}{more}", names.join(", ")));
        }
        Ok(())
    }

    /// Compares a file; `None` when it is no runbook and nobody said that it is one.
    fn compare_one(&self, candidate: &Candidate) -> Result<Option<ComparedFile>, CliError> {
        let before = self.source_before(&candidate.before)?;
        let after = candidate.now.as_ref().map(|now| files::read(&self.repository.path_from_here(now)));
        let after = match after {
            // It was never there, or is gone.
            None | Some(Err(ReadError::Missing { .. })) => None,
            Some(source) => Some(source?),
        };
        let path = self.here(candidate.now.as_ref().filter(|_| after.is_some()).unwrap_or(&candidate.before));
        if before.is_none() && after.is_none() {
            return Err(CliError::new(format!("{path} is neither here nor in {}", self.revision)));
        }
        let sources = [before.as_ref(), after.as_ref()];
        if !candidate.is_named && sources.into_iter().flatten().all(is_no_runbook) {
            return Ok(None);
        }
        let [before, after] = [before.as_ref().map(runbook).transpose()?, after.as_ref().map(runbook).transpose()?];
        let was = candidate.now.as_ref().filter(|now| **now != candidate.before).map(|_| self.here(&candidate.before));
        let name = after.as_ref().or(before.as_ref()).map(|runbook| runbook.header.name.clone()).unwrap_or_default();
        // Everything that a version says is new in it, or gone with it.
        let nothing = |like: &Runbook| Runbook { version: like.version, kind: like.kind, ..Runbook::default() };
        let fate = match (&before, &after) {
            (Some(before), Some(after)) => Fate::Kept(compare(before, after)),
            (None, Some(after)) => Fate::Added(compare(&nothing(after), after)),
            (Some(before), None) => Fate::Removed(compare(before, &nothing(before))),
            (None, None) => return Ok(None),
        };
        Ok(Some(ComparedFile { path, was, name, fate }))
    }

    /// Reads a file as it was; `None` when it was not there.
    fn source_before(&self, path: &Path) -> Result<Option<Source>, CliError> {
        let name = format!("{}:{}", self.revision, path.to_string_lossy());
        match self.repository.stored(&self.base, path)? {
            None => Ok(None),
            Some(Stored::Other(what)) => Err(CliError::new(format!("{name} is {what}, not a file"))),
            Some(Stored::File(object)) => {
                let bytes = self.repository.read(&object, MAX_FILE_SIZE)?;
                let source = Source::from_bytes(name.clone(), bytes);
                Ok(Some(source.map_err(|source| ReadError::Text { name, source })?))
            }
        }
    }

    fn here(&self, path: &Path) -> String {
        self.repository.path_from_here(path).to_string_lossy().into_owned()
    }
}

/// Returns the YAML files of a folder that differ, as they are called now; what was moved out of it is gone from it.
fn below(folder: &Path, differences: &Differences) -> Vec<Candidate> {
    let is_meant = |path: &Path| path.starts_with(folder) && is_yaml(path);
    let there = differences
        .there
        .iter()
        .filter(|(now, before)| is_meant(now) || before.as_ref().is_some_and(|before| is_meant(before)));
    let there = there.map(|(now, before)| (Some(now.clone()), before.clone().unwrap_or_else(|| now.clone())));
    let gone = differences.gone.iter().filter(|path| is_meant(path)).map(|path| (None, path.clone()));
    there.chain(gone).map(|(now, before)| Candidate { now, before, is_named: false }).collect()
}

/// Returns a file that somebody named, with the path that it had.
fn named(path: PathBuf, differences: &Differences) -> Candidate {
    let before = differences.there.get(&path).cloned().flatten();
    // Named by the path that it had, it is the file that it became.
    let became =
        differences.there.iter().find(|(_, before)| before.as_ref() == Some(&path)).map(|(now, _)| now.clone());
    match (before, became) {
        (Some(before), _) => Candidate { now: Some(path), before, is_named: true },
        (None, Some(now)) if !differences.there.contains_key(&path) => {
            Candidate { now: Some(now), before: path, is_named: true }
        }
        _ => Candidate { now: Some(path.clone()), before: path, is_named: true },
    }
}

fn is_no_runbook(source: &Source) -> bool {
    matches!(Document::parse_as_far_as_possible(source), (Some(document), _) if is_something_else(&document))
}
