//! The new file before it has its name: beside the target, and gone when anything goes wrong.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

use super::{
    files::{is, retry},
    replace::WriteError,
};

const SUFFIX: &str = ".runbook-tmp";
/// How much of the target's name is taken over, in bytes: a name has at most 255.
const LONGEST_STEM: usize = 200;

/// A file that has no content yet, or has not got its name yet. Removed when it is dropped before.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    /// Creates the file beside its target. The lock of the folder must be held: a file of this name is then one that a
    /// killed process left, and is removed.
    pub(super) fn create(target: &Path, shown: &Path, mode: u32) -> Result<Self, WriteError> {
        let path = path_beside(target);
        let fail = |error| explain(target, shown, error);
        match retry(|| fs::remove_file(&path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&path).map_err(fail)?;
        Ok(Self { path, file })
    }

    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        (&self.file).write_all(bytes)
    }

    /// Brings content and mode to the disk; before this a rename could leave an empty file after a power cut.
    pub(super) fn sync(&self) -> io::Result<()> {
        retry(|| self.file.sync_all())
    }

    /// Gives the file its name, in place of whatever has it.
    pub(super) fn rename_over(&self, target: &Path) -> io::Result<()> {
        retry(|| fs::rename(&self.path, target))
    }

    /// Gives the file its name, which nothing else may have.
    pub(super) fn rename_to_new(&self, target: &Path) -> io::Result<()> {
        match retry(|| Ok(renameat_with(CWD, &self.path, CWD, target, RenameFlags::NOREPLACE)?)) {
            // Network and older file systems cannot. A second name, which never replaces, does it in two steps; the
            // first name goes when this is dropped.
            Err(error) if [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP].iter().any(|errno| is(&error, *errno)) => {
                retry(|| fs::hard_link(&self.path, target))
            }
            result => result,
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing of this name, and the lock says that nobody made one. A failure cannot be
        // told to anybody here; the next write tries again.
        let _ = retry(|| fs::remove_file(&self.path));
    }
}

/// Returns the one name that the temporary file of a target can have.
fn path_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let stem = &name[..name.floor_char_boundary(LONGEST_STEM)];
    target.with_file_name(format!(".{stem}{SUFFIX}"))
}

fn explain(target: &Path, shown: &Path, error: io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            let folder = shown.parent().filter(|folder| !folder.as_os_str().is_empty()).or(target.parent());
            WriteError::ReadOnlyFolder { folder: folder.unwrap_or(target).to_owned(), source: error }
        }
        _ => WriteError::Io { path: shown.to_owned(), source: error },
    }
}
