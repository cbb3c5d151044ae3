//! One at a time, for what takes longer than a write: a lock of the kernel on a small file beside the runbook, held from
//! the first question to the last answer. Marks go on meanwhile; they take the lock of the folder, and that only briefly.
//!
//! The kernel frees the lock when the process ends, however it ends, also on a disk that several computers share. The file
//! that a kill leaves behind stops nobody, and the next write in its folder removes it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::{
    files::{self, retry},
    lock::{LockError, lock},
    replace::WriteError,
    signals, temporary,
};

const SUFFIX: &str = ".runbook-turn";
/// How much of what the other one says of itself is read, in bytes.
const LONGEST_HOLDER: usize = 300;

/// The right to be the only one, for as long as it lives.
#[derive(Debug)]
pub(super) struct Turn {
    file: File,
    path: PathBuf,
}

/// Why it is not to be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    /// Another process has it.
    #[error("it is another one's turn: {holder}")]
    Taken {
        /// What that process says of itself; empty if it cannot be read. Not safe to show as it is.
        holder: String,
    },
    /// The file beside the runbook cannot be made.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<LockError> for TurnError {
    fn from(error: LockError) -> Self {
        Self::Write(error.into())
    }
}

/// Takes the turn for a file that is there. `holder` is what others are told of who has it.
///
/// # Errors
/// See [`TurnError`]; nobody is waited for.
pub(super) fn take(path: &Path, holder: &str) -> Result<Turn, TurnError> {
    // Says what is wrong with a path better than the lock could. And the lock removes the file of a process that is gone.
    let folder = lock(path)?;
    let beside = path_beside(folder.target());
    let new = OpenOptions::new().write(true).create_new(true).mode(0o644).open(&beside);
    let file = match new {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let holder = files::read_bytes(&beside, LONGEST_HOLDER).unwrap_or_default();
            return Err(TurnError::Taken { holder: String::from_utf8_lossy(&holder).trim().to_owned() });
        }
        Err(error) => return Err(temporary::explain(folder.target(), path, error).into()),
    };
    let mut turn = Turn { file, path: beside };
    if let Err(source) = retry(|| turn.file.lock()) {
        return Err(LockError::Unlockable { folder: path.to_owned(), source }.into());
    }
    signals::remove_at_end(Some(turn.path.clone()));
    // It is said to help, and the turn does not depend on it.
    let _ = writeln!(turn.file, "{holder}");
    Ok(turn)
}

impl Drop for Turn {
    fn drop(&mut self) {
        signals::remove_at_end(None);
        let is_ours = || {
            let (own, there) = (self.file.metadata().ok()?, fs::symlink_metadata(&self.path).ok()?);
            Some((own.dev(), own.ino()) == (there.dev(), there.ino()))
        };
        // A failure cannot be told to anybody here; the next write in the folder tries again.
        if is_ours() == Some(true) {
            let _ = retry(|| fs::remove_file(&self.path));
        }
        let _ = retry(|| self.file.unlock());
    }
}

/// Removes what a killed process left beside a target. The folder must be locked, so that nobody takes a turn meanwhile.
pub(super) fn remove_left(target: &Path) {
    let path = path_beside(target);
    let Ok(file) = files::open(&path, OpenOptions::new().read(true)) else { return };
    if file.try_lock().is_ok() {
        let _ = retry(|| fs::remove_file(&path));
    }
}

/// Returns the one name that the file of a target can have.
fn path_beside(target: &Path) -> PathBuf {
    temporary::beside(target, SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::create::create_new;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_turn_is_one_processs_until_it_is_over() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (path, other) = (folder.path().join("acme.yaml"), folder.path().join("other.yaml"));
        create_new(&path, "a: 0\n").expect("new file");
        create_new(&other, "a: 0\n").expect("new file");
        let turn = take(&path, "@jane_smith, process 7").expect("free");
        let error = take(&path, "@john_doe").expect_err("taken");
        assert_eq!(error.to_string(), "it is another one's turn: @jane_smith, process 7");
        // Neither a write in the folder nor the turn of another file ends it.
        drop(lock(&path).expect("free"));
        drop(take(&other, "@john_doe").expect("another file"));
        assert!(matches!(take(&path, "@john_doe"), Err(TurnError::Taken { .. })));
        drop(turn);
        assert_eq!(names(folder.path()), ["acme.yaml", "other.yaml"]);
        drop(take(&path, "@john_doe").expect("free again"));
    }

    #[test]
    fn what_is_left_of_a_turn_stops_nobody() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("acme.yaml");
        create_new(&path, "a: 0\n").expect("new file");
        File::create(path_beside(&path)).expect("left behind");
        drop(take(&path, "@john_doe").expect("free"));
        File::create(path_beside(&path)).expect("left behind");
        drop(lock(&path).expect("free"));
        assert_eq!(names(folder.path()), ["acme.yaml"]);
        // Whoever takes the file away by hand ends no turn but that one.
        let first = take(&path, "@jane_smith").expect("free");
        fs::remove_file(path_beside(&path)).expect("removed");
        let second = take(&path, "@john_doe").expect("free");
        drop(first);
        assert!(matches!(take(&path, "@pat_filler"), Err(TurnError::Taken { .. })));
        drop(second);
    }
}
