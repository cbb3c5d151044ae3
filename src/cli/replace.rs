//! Writes a file so that a kill, a full disk or a power cut leaves the old one or the new one, never half of either.
//!
//! The new text goes to the disk beside the target, takes over its mode, owner and attributes, and is renamed over it.
//! The order matters: data, then name, then folder; and only then it is done.

use std::{
    fs::{File, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{MetadataExt, PermissionsExt, fchown},
    path::{Path, PathBuf},
};

use super::{
    attributes,
    files::{self, ReadError, retry},
    lock::{Lock, LockError},
    sanitise, signals,
    temporary::Temporary,
};
use crate::document::MAX_FILE_SIZE;

/// Why a file could not be written. Unless it says otherwise the old file is untouched and nothing is beside it.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The lock was not to be had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Somebody else wrote the file between reading and writing.
    #[error("{} was changed by somebody else in the meantime", sanitise::path(path))]
    ChangedMeanwhile {
        /// The path as given.
        path: PathBuf,
    },
    /// The file has several names, and replacing it would split them.
    #[error("{} has {n_links} names (hard links), and writing it would leave the others behind", sanitise::path(path))]
    HardLink {
        /// The path as given.
        path: PathBuf,
        /// How many names it has.
        n_links: u64,
    },
    /// The file may not be written.
    #[error("{} is read-only", sanitise::path(path))]
    ReadOnly {
        /// The path as given.
        path: PathBuf,
    },
    /// Nothing may be written in the folder.
    #[error("cannot write in the folder {}", sanitise::path(folder))]
    ReadOnlyFolder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new file would belong to somebody else, or more people could read it.
    #[error("cannot keep {what} of {}", sanitise::path(path))]
    Widened {
        /// The path as given.
        path: PathBuf,
        /// What would be lost.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The new text could not be read again.
    #[error("{} would become larger than {} MiB", sanitise::path(path), MAX_FILE_SIZE / (1024 * 1024))]
    TooLarge {
        /// The path as given.
        path: PathBuf,
    },
    /// A new file, but there is one of this name.
    #[error("{} exists already", sanitise::path(path))]
    Exists {
        /// The path as given.
        path: PathBuf,
    },
    /// Something else of the system.
    #[error("cannot write {}", sanitise::path(path))]
    Io {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new file is there, but the disk does not say that it will survive a power cut.
    #[error("{} is written, but the disk does not confirm it", sanitise::path(path))]
    NotDurable {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Replaces the content of a locked file, if it is still `old` (or, without `old`, whatever it is).
///
/// `shown` is the path as given, for messages.
///
/// # Errors
/// See [`WriteError`].
pub(super) fn replace_locked(lock: &Lock, shown: &Path, old: Option<&[u8]>, new: &[u8]) -> Result<(), WriteError> {
    if old.is_some() && new.len() > MAX_FILE_SIZE {
        return Err(WriteError::TooLarge { path: shown.to_owned() });
    }
    let fail = |source| WriteError::Io { path: shown.to_owned(), source };
    let _held = signals::hold();
    let target = open_target(lock, shown)?;
    let temporary = Temporary::prepare(lock, shown, 0o600, |mut file| {
        file.write_all(new).map_err(fail)?;
        take_over(&target, file, shown)
    })?;
    if let Some(old) = old
        && read_again(lock, shown)? != old
    {
        return Err(WriteError::ChangedMeanwhile { path: shown.to_owned() });
    }
    temporary.rename_over(lock.target()).map_err(fail)?;
    lock.sync_folder().map_err(|source| WriteError::NotDurable { path: shown.to_owned(), source })
}

/// Opens the target for writing although nothing is written to it: that is the way to ask whether we may.
fn open_target(lock: &Lock, shown: &Path) -> Result<File, WriteError> {
    let read_only = || WriteError::ReadOnly { path: shown.to_owned() };
    let target = match files::open(lock.target(), OpenOptions::new().read(true).write(true)) {
        Ok(target) => target,
        Err(ReadError::NoPermission { .. }) => return Err(read_only()),
        Err(error) => return Err(gone_or_unreadable(error, shown)),
    };
    let metadata = target.metadata().map_err(|source| WriteError::Io { path: shown.to_owned(), source })?;
    // Root may write anything; a file that nobody may write is meant to stay as it is.
    if metadata.permissions().readonly() {
        return Err(read_only());
    }
    if metadata.nlink() > 1 {
        return Err(WriteError::HardLink { path: shown.to_owned(), n_links: metadata.nlink() });
    }
    Ok(target)
}

/// Reads the target once more, to see whether it is what was read before.
fn read_again(lock: &Lock, shown: &Path) -> Result<Vec<u8>, WriteError> {
    files::read_bytes(lock.target(), MAX_FILE_SIZE + 1).map_err(|error| gone_or_unreadable(error, shown))
}

/// Explains why the target, which could be read before, cannot be opened or read now.
fn gone_or_unreadable(error: ReadError, shown: &Path) -> WriteError {
    match error {
        ReadError::Io { source, .. } => WriteError::Io { path: shown.to_owned(), source },
        _ => WriteError::ChangedMeanwhile { path: shown.to_owned() },
    }
}

/// Gives the new file the owner, group, attributes and mode of the old one, or refuses.
fn take_over(old: &File, new: &File, shown: &Path) -> Result<(), WriteError> {
    let widened = |what| move |source| WriteError::Widened { path: shown.to_owned(), what, source };
    let metadata = old.metadata().map_err(widened("the mode"))?;
    let fresh = new.metadata().map_err(widened("the owner"))?;
    let owner = (fresh.uid() != metadata.uid()).then_some(metadata.uid());
    let group = (fresh.gid() != metadata.gid()).then_some(metadata.gid());
    if owner.is_some() || group.is_some() {
        retry(|| fchown(new, owner, group)).map_err(widened("the owner and group"))?;
    }
    attributes::copy(old, new).map_err(widened("the access list and attributes"))?;
    // Last, as a change of the owner clears bits of the mode.
    retry(|| new.set_permissions(Permissions::from_mode(metadata.mode() & 0o7777))).map_err(widened("the mode"))
}

#[cfg(test)]
pub(super) mod testing {
    //! A file in a folder of its own.

    use super::*;
    use crate::cli::create::create_new;

    /// A folder with `acme.yaml` in it.
    pub(crate) fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("acme.yaml");
        create_new(&path, text).expect("new file");
        (folder, path)
    }

    pub(crate) fn content(path: &Path) -> String {
        String::from_utf8(files::read_bytes(path, 100_000).expect("file")).expect("text")
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};

    use super::{
        super::lock::lock,
        testing::{content, folder_with},
        *,
    };
    use crate::cli::create::create_new;

    #[track_caller]
    fn refused(path: &Path, old: &str) -> String {
        let before = content(path);
        let n_before = fs::read_dir(path.parent().expect("folder")).expect("folder").count();
        let error = replace(path, old.as_bytes(), b"new").expect_err("refused").to_string();
        assert_eq!(content(path), before, "the file is untouched");
        assert_eq!(fs::read_dir(path.parent().expect("folder")).expect("folder").count(), n_before, "nothing is left");
        error.replace(&path.parent().expect("folder").to_string_lossy().into_owned(), "DIR")
    }

    fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
        replace_locked(&lock(path)?, path, Some(old), new)
    }

    #[test]
    fn a_file_is_replaced_only_while_it_is_what_was_read() {
        let (_folder, path) = folder_with("old");
        assert_eq!(refused(&path, "older"), "DIR/acme.yaml was changed by somebody else in the meantime");
        replace(&path, b"old", b"new").expect("replaced");
        assert_eq!(content(&path), "new");
    }

    #[test]
    fn mode_owner_and_attributes_are_kept() {
        let (_folder, path) = folder_with("old");
        fs::set_permissions(&path, Permissions::from_mode(0o646)).expect("mode");
        // Only root may give files away, and not every file system has attributes.
        let given_away = std::os::unix::fs::chown(&path, Some(65_534), Some(65_534)).is_ok();
        let set = fsetxattr(File::open(&path).expect("file"), "user.ticket", b"123", XattrFlags::empty()).is_ok();
        replace(&path, b"old", b"new").expect("replaced");
        let metadata = path.metadata().expect("file");
        assert_eq!(metadata.mode() & 0o7777, 0o646);
        assert_eq!(metadata.uid() == 65_534 && metadata.gid() == 65_534, given_away);
        let mut value = [0; 10];
        let kept = fgetxattr(File::open(&path).expect("file"), "user.ticket", &mut value[..]);
        assert_eq!(kept.ok(), set.then_some(3));
    }

    #[test]
    fn a_link_stays_a_link() {
        let (folder, path) = folder_with("old");
        fs::create_dir(folder.path().join("links")).expect("folder");
        let link = folder.path().join("links/today.yaml");
        symlink("../acme.yaml", &link).expect("link");
        replace(&link, b"old", b"new").expect("replaced");
        assert_eq!(content(&path), "new");
        assert!(link.symlink_metadata().expect("link").is_symlink());
    }

    #[test]
    fn what_must_not_be_replaced_is_refused() {
        let (folder, path) = folder_with("old");
        fs::hard_link(&path, folder.path().join("second.yaml")).expect("second name");
        assert_eq!(
            refused(&path, "old"),
            "DIR/acme.yaml has 2 names (hard links), and writing it would leave the others behind"
        );
        fs::remove_file(folder.path().join("second.yaml")).expect("one name");
        fs::set_permissions(&path, Permissions::from_mode(0o444)).expect("mode");
        assert_eq!(refused(&path, "old"), "DIR/acme.yaml is read-only");
        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("mode");
        let too_large = replace(&path, b"old", &vec![b' '; MAX_FILE_SIZE + 1]).expect_err("too large");
        assert!(too_large.to_string().ends_with("acme.yaml would become larger than 1 MiB"));
    }

    #[test]
    fn what_a_killed_process_left_is_removed() {
        let (folder, path) = folder_with("old");
        fs::hard_link(&path, folder.path().join(".acme.yaml.runbook-tmp")).expect("left behind");
        replace(&path, b"old", b"new").expect("replaced");
        assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1);
    }

    #[test]
    fn a_name_of_255_bytes_can_be_replaced() {
        let (folder, _) = folder_with("old");
        let path = folder.path().join(format!("{}.yaml", "é".repeat(125)));
        create_new(&path, "old").expect("new");
        replace(&path, b"old", b"new").expect("replaced");
        assert_eq!(content(&path), "new");
    }
}
