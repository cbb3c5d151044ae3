//! What git knows of the runbooks: through the program, of which nothing but its plumbing's output is read.
//!
//! No name from outside ever stands where git would take it for an option: revisions follow `--end-of-options`, paths
//! follow `--`, and what was found is asked for by its object's name.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    io::{self, Read},
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::error::CliError;

/// How much is read of what git lists.
const LONGEST_LIST: usize = 64 * 1024 * 1024;
/// How much is read of an answer or a complaint.
const LONGEST_WORD: usize = 64 * 1024;

/// The repository of the working folder.
#[derive(Debug)]
pub(super) struct Repository {
    /// Its working tree, without links in the path.
    root: PathBuf,
    /// The working folder in it.
    prefix: PathBuf,
    /// The way from the working folder up to the root.
    up: PathBuf,
}

/// A commit, by the name of its object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit(String);

/// A file that is in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stored {
    /// A file, by the name of its object.
    File(String),
    /// A symbolic link or a submodule.
    Other(&'static str),
}

/// Files that differ between a commit and the working tree. Paths are relative to the root.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// Every file that changed, is new or was renamed, with the path that it had.
    pub there: BTreeMap<PathBuf, Option<PathBuf>>,
    /// Every file that is gone.
    pub gone: Vec<PathBuf>,
}

impl Repository {
    /// Finds the repository of the working folder.
    ///
    /// # Errors
    /// There is none, or no git.
    pub(super) fn find() -> Result<Self, CliError> {
        let line = |question: &str| -> Result<PathBuf, CliError> {
            let answer = git(None, &["rev-parse", question].map(OsStr::new), LONGEST_WORD)?;
            let bytes = answer.map_err(|complaint| {
                let error = CliError::new("there is no working tree of git here");
                let error = if complaint.is_empty() { error } else { error.caused_by(complaint) };
                error.help("two files are compared without it: runbook diff OLD NEW")
            })?;
            Ok(path(bytes.strip_suffix(b"\n").unwrap_or(&bytes)))
        };
        let root = line("--show-toplevel")?;
        let root = root.canonicalize().unwrap_or(root);
        Ok(Self { root, prefix: line("--show-prefix")?, up: line("--show-cdup")? })
    }

    /// Returns the commit that a person means by a name; `None` when there is none of that name.
    ///
    /// # Errors
    /// git cannot be run.
    pub(super) fn commit(&self, name: &OsStr) -> Result<Option<Commit>, CliError> {
        let mut commit = name.to_owned();
        commit.push("^{commit}");
        let question = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        let answer = self.git(&[&question[..], &[&commit]].concat(), LONGEST_WORD)?;
        Ok(answer.ok().map(|name| Commit(word(&name))))
    }

    /// Returns the commit in which this one and the one that is checked out went apart; `None` where git knows of none.
    ///
    /// # Errors
    /// git cannot be run.
    pub(super) fn merge_base(&self, commit: &Commit) -> Result<Option<Commit>, CliError> {
        let question = ["merge-base", "--end-of-options", &commit.0, "HEAD"].map(OsStr::new);
        let answer = self.git(&question, LONGEST_WORD)?;
        Ok(answer.ok().map(|name| Commit(word(&name))))
    }

    /// Returns which files differ between a commit and the working tree, with those that were renamed.
    ///
    /// The whole tree is looked at: a file that was renamed may come from anywhere.
    ///
    /// # Errors
    /// git cannot be run, or says why not.
    pub(super) fn differences(&self, commit: &Commit) -> Result<Differences, CliError> {
        let options = ["diff", "--find-renames", "--name-status", "-z", "--no-ext-diff", "--no-textconv"];
        let more = ["--ignore-submodules", "--end-of-options", &commit.0, "--"];
        let question: Vec<&OsStr> = options.into_iter().chain(more).map(OsStr::new).collect();
        Ok(differences(&self.list(&question)?))
    }

    /// Returns the files that git neither has nor ignores, relative to the root.
    ///
    /// # Errors
    /// git cannot be run, or says why not.
    pub(super) fn untracked(&self) -> Result<Vec<PathBuf>, CliError> {
        let question = ["ls-files", "--others", "--exclude-standard", "-z"].map(OsStr::new);
        let answer = self.list(&question)?;
        Ok(answer.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(path).collect())
    }

    /// Returns what a commit has at a path, which is relative to the root.
    ///
    /// # Errors
    /// git cannot be run, or says why not.
    pub(super) fn stored(&self, commit: &Commit, file: &Path) -> Result<Option<Stored>, CliError> {
        let question = ["ls-tree", "-z", "--full-tree", "--end-of-options", &commit.0, "--"].map(OsStr::new);
        let answer = self.list(&[&question[..], &[file.as_os_str()]].concat())?;
        let line = String::from_utf8_lossy(&answer).into_owned();
        let mut words = line.split([' ', '\t']);
        Ok(match (words.next(), words.next(), words.next()) {
            (Some("120000"), ..) => Some(Stored::Other("a symbolic link")),
            (_, Some("commit"), _) => Some(Stored::Other("a submodule")),
            (_, Some("tree"), _) => Some(Stored::Other("a folder")),
            (_, Some("blob"), Some(name)) => Some(Stored::File(name.to_owned())),
            _ => None,
        })
    }

    /// Reads a stored file, at most so many bytes.
    ///
    /// # Errors
    /// git cannot be run, or says why not.
    pub(super) fn read(&self, object: &str, limit: usize) -> Result<Vec<u8>, CliError> {
        let question = ["cat-file", "blob", object].map(OsStr::new);
        self.git(&question, limit)?.map_err(|complaint| failed(&question, &complaint))
    }

    fn list(&self, question: &[&OsStr]) -> Result<Vec<u8>, CliError> {
        let answer = self.git(question, LONGEST_LIST)?.map_err(|complaint| failed(question, &complaint))?;
        if answer.len() > LONGEST_LIST {
            return Err(CliError::new("git lists more files than can be looked at")
                .help("compare two files: runbook diff OLD NEW"));
        }
        Ok(answer)
    }

    /// Runs git at the root, so that paths are relative to it.
    fn git(&self, arguments: &[&OsStr], limit: usize) -> Result<Result<Vec<u8>, String>, CliError> {
        git(Some(&self.root), arguments, limit)
    }

    /// Returns a path of the working tree as it leads there from the working folder.
    #[must_use]
    pub(super) fn path_from_here(&self, file: &Path) -> PathBuf {
        match file.strip_prefix(&self.prefix) {
            Ok(below) if !below.as_os_str().is_empty() => below.to_owned(),
            _ => self.up.join(file),
        }
    }

    /// Returns a path as it stands in the repository; `None` when it leads elsewhere. It need not exist.
    #[must_use]
    pub(super) fn inside(&self, given: &Path) -> Option<PathBuf> {
        let absolute = std::path::absolute(given).ok()?;
        // Of a file that is gone its folder may still be there.
        let real = absolute.ancestors().find_map(|there| Some((there.canonicalize().ok()?, there)));
        let (real, there) = real?;
        let rest = absolute.strip_prefix(there).ok()?;
        let real = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        real.strip_prefix(&self.root).ok().map(Path::to_owned)
    }
}

impl Commit {
    /// Returns the beginning of its name, as people know it.
    #[must_use]
    pub(super) fn short(&self) -> &str {
        self.0.get(..10).unwrap_or(&self.0)
    }
}

/// Returns what git answers to a question about the repository of the working folder; `None` where it has no answer, where
/// there is no repository, or no git.
pub(super) fn ask(question: &[&str]) -> Option<String> {
    let question: Vec<&OsStr> = question.iter().map(OsStr::new).collect();
    let answer = git(None, &question, LONGEST_WORD).ok()?.ok()?;
    // An answer that is cut could be taken for another.
    (answer.len() <= LONGEST_WORD).then(|| String::from_utf8_lossy(&answer).into_owned())
}

/// Runs git. What it answers, or what it complains of; a longer answer is cut after one byte more than the limit.
///
/// # Errors
/// It cannot be run.
fn git(folder: Option<&Path>, arguments: &[&OsStr], limit: usize) -> Result<Result<Vec<u8>, String>, CliError> {
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            CliError::new("git is not there").help("install git, or compare two files: runbook diff OLD NEW")
        }
        _ => CliError::new("cannot run git").caused_by(error.to_string()),
    };
    let mut command = Command::new("git");
    // Reading must not take a lock that somebody else's git waits for.
    command.args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"]);
    if let Some(folder) = folder {
        command.arg("-C").arg(folder);
    }
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(cannot)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let complaint = std::thread::spawn(move || read_at_most(stderr, LONGEST_WORD));
    let answer = read_at_most(stdout, limit.saturating_add(1));
    if answer.len() > limit {
        // It waits for a reader; both fail only when it is gone already.
        let _ = child.kill();
        let _ = child.wait();
        return Ok(Ok(answer));
    }
    let status = child.wait().map_err(cannot)?;
    let complaint = complaint.join().unwrap_or_default();
    let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
    Ok(if status.success() { Ok(answer) } else { Err(complaint) })
}

fn read_at_most(stream: Option<impl Read>, limit: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // A pipe that breaks has ended.
        let _ = stream.take(limit as u64).read_to_end(&mut bytes);
    }
    bytes
}

fn failed(question: &[&OsStr], complaint: &str) -> CliError {
    let what = question.first().map(|word| word.to_string_lossy()).unwrap_or_default();
    let error = CliError::new(format!("git {what} failed"));
    if complaint.is_empty() { error } else { error.caused_by(complaint) }
}

/// Reads `git diff --name-status -z`: a letter, a path, and a second path of what was renamed or copied.
fn differences(answer: &[u8]) -> Differences {
    let mut found = Differences::default();
    let mut words = answer.split(|byte| *byte == 0).filter(|word| !word.is_empty());
    while let (Some(status), Some(first)) = (words.next(), words.next()) {
        let first = path(first);
        match status[0] {
            b'R' | b'C' => {
                let Some(second) = words.next() else { break };
                found.there.insert(path(second), Some(first));
            }
            b'D' => found.gone.push(first),
            // A file that is in conflict is listed twice.
            _ => {
                found.there.entry(first).or_insert(None);
            }
        }
    }
    found.gone.retain(|gone| !found.there.contains_key(gone));
    found
}

fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes.to_vec()))
}

fn word(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_lists_is_read() {
        let answer = b"M\0runbooks/a.yaml\0R087\0old name.yaml\0new\nname.yaml\0D\0gone.yaml\0A\0new.yaml\0U\0both.yaml\0M\0both.yaml\0";
        let found = differences(answer);
        let there: Vec<String> = found.there.iter().map(|(path, was)| format!("{path:?} {was:?}")).collect();
        assert_eq!(
            there,
            [
                r#""both.yaml" None"#,
                r#""new\nname.yaml" Some("old name.yaml")"#,
                r#""new.yaml" None"#,
                r#""runbooks/a.yaml" None"#,
            ]
        );
        assert_eq!(found.gone, [PathBuf::from("gone.yaml")]);
        assert_eq!(differences(b""), Differences::default());
        assert_eq!(differences(b"R100\0only"), Differences::default());
    }

    #[test]
    fn a_path_is_shown_from_the_working_folder() {
        let repository = |prefix: &str, up: &str| Repository {
            root: PathBuf::from("/repository"),
            prefix: PathBuf::from(prefix),
            up: PathBuf::from(up),
        };
        let file = Path::new("runbooks/a.yaml");
        assert_eq!(repository("", "").path_from_here(file), file);
        assert_eq!(repository("runbooks/", "../").path_from_here(file), Path::new("a.yaml"));
        assert_eq!(repository("docs/", "../").path_from_here(file), Path::new("../runbooks/a.yaml"));
    }
}
