//! One writer at a time: a lock of the kernel on the folder that holds a runbook.
//!
//! It is never on the file, which is replaced while it is held, and it is no file of its own, which a killed process
//! would leave behind. The kernel frees it when the process ends, however it ends.

use std::{
    fs::{File, TryLockError},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use super::{files::retry, sanitise, temporary, turn};

/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long between two tries. Short, and the same from first to last: whoever waits longer between tries the longer it
/// has waited is passed by all who come later.
const WAIT: Duration = Duration::from_millis(4);

/// The right to write in a folder, for as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    folder: File,
    target: PathBuf,
}

/// Why a file could not be locked.
#[derive(Debug, thiserror::Error)]
pub(super) enum LockError {
    /// The file or its folder is not there, or not reachable.
    #[error("cannot find {}", sanitise::path(path))]
    Target {
        /// What was to be locked.
        path: PathBuf,
        /// Why it is not reachable.
        source: io::Error,
    },
    /// Another process holds the lock and does not let go.
    #[error("another runbook process is writing in {} and did not finish within {} seconds", sanitise::path(folder), waited.as_secs())]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The file system has no such locks, or the folder must not be read.
    #[error("cannot lock the folder {}", sanitise::path(folder))]
    Unlockable {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Lock {
    /// Returns the file that is meant, with all symbolic links resolved.
    #[must_use]
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Returns the folder.
    #[must_use]
    pub(super) const fn folder(&self) -> &File {
        &self.folder
    }

    /// Writes the folder itself to the disk, so that a rename in it survives a power cut.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn sync_folder(&self) -> io::Result<()> {
        match retry(|| self.folder.sync_all()) {
            // Some network file systems know no such thing and do it on their own.
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::INVAL.raw_os_error()) => Ok(()),
            result => result,
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone frees it only once no process has the folder open that was started in the meantime. If this
        // fails, closing is what is left.
        let _ = retry(|| self.folder.unlock());
    }
}

/// Locks the folder of a file that is there, beside the file that symbolic links lead to. Waits up to 10 seconds.
///
/// # Errors
/// See [`LockError`].
pub(super) fn lock(path: &Path) -> Result<Lock, LockError> {
    let resolve =
        || retry(|| path.canonicalize()).map_err(|source| LockError::Target { path: path.to_owned(), source });
    loop {
        let target = resolve()?;
        let lock = lock_beside(target, PATIENCE)?;
        // A symbolic link may have been turned elsewhere in the meantime.
        if resolve()? == lock.target {
            return Ok(lock);
        }
    }
}

/// Locks the folder in which a file is going to be, which need not be there yet.
///
/// # Errors
/// See [`LockError`].
pub(super) fn lock_new(path: &Path) -> Result<Lock, LockError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let resolved =
        retry(|| folder.canonicalize()).map_err(|source| LockError::Target { path: folder.to_owned(), source })?;
    lock_beside(resolved.join(path.file_name().unwrap_or_default()), PATIENCE)
}

fn lock_beside(target: PathBuf, patience: Duration) -> Result<Lock, LockError> {
    let folder_path = target.parent().unwrap_or(&target).to_owned();
    let unlockable = |source| LockError::Unlockable { folder: folder_path.clone(), source };
    let mut folder = File::open(&folder_path).map_err(unlockable)?;
    let start = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) if is_at(&folder, &folder_path).map_err(unlockable)? => {
                temporary::remove_left(&target);
                turn::remove_left(&target);
                return Ok(Lock { folder, target });
            }
            // Another folder has been put in its place while it was waited for, by a checkout, say.
            Ok(()) => folder = File::open(&folder_path).map_err(unlockable)?,
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(source)) => return Err(unlockable(source)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= patience => {
                return Err(LockError::Busy { folder: folder_path, waited: patience });
            }
            Err(TryLockError::WouldBlock) => thread::sleep(WAIT),
        }
    }
}

/// Returns whether an open folder is the one that a path leads to.
fn is_at(folder: &File, path: &Path) -> io::Result<bool> {
    let (open, there) = (folder.metadata()?, retry(|| path.metadata())?);
    Ok((open.dev(), open.ino()) == (there.dev(), there.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_waits_and_then_says_that_the_folder_is_busy() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("acme.yaml");
        let held = lock_new(&path).expect("free");
        let error = lock_beside(held.target().to_owned(), Duration::from_millis(30)).expect_err("held");
        assert!(matches!(error, LockError::Busy { .. }), "{error}");
        drop(held);
        lock_beside(folder.path().join("other.yaml"), Duration::ZERO).expect("free again");
    }

    #[test]
    fn a_lock_is_beside_the_file_that_a_link_leads_to() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let real = folder.path().canonicalize().expect("folder").join("real");
        std::fs::create_dir(&real).expect("folder");
        File::create(real.join("acme.yaml")).expect("file");
        let link = folder.path().join("link.yaml");
        std::os::unix::fs::symlink("real/acme.yaml", &link).expect("link");
        let held = lock(&link).expect("free");
        assert_eq!(held.target(), real.join("acme.yaml"));
        assert!(lock_beside(real.join("acme.yaml"), Duration::ZERO).is_err());
        lock_beside(folder.path().join("beside-the-link.yaml"), Duration::ZERO).expect("another folder");
    }

    #[test]
    fn a_folder_that_is_exchanged_while_it_is_waited_for_is_not_the_one_that_is_locked() {
        let above = tempfile::tempdir().expect("temporary folder");
        let (folder, old) = (above.path().join("runbooks"), above.path().join("old"));
        std::fs::create_dir(&folder).expect("folder");
        let held = lock_new(&folder.join("acme.yaml")).expect("free");
        let target = held.target().to_owned();
        let waiting = thread::spawn(move || lock_beside(target, PATIENCE));
        thread::sleep(Duration::from_millis(50));
        std::fs::rename(&folder, &old).expect("moved");
        std::fs::create_dir(&folder).expect("another folder");
        drop(held);
        let locked = waiting.join().expect("no panic").expect("free");
        lock_beside(old.join("acme.yaml"), Duration::ZERO).expect("the old folder is free");
        assert!(lock_beside(locked.target().to_owned(), Duration::ZERO).is_err(), "the new one is locked");
    }

    #[test]
    fn nothing_to_lock_is_said_with_its_path() {
        let error = lock(Path::new("/nowhere/acme.yaml")).expect_err("missing");
        assert_eq!(error.to_string(), "cannot find /nowhere/acme.yaml");
    }
}
