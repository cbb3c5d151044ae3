//! The new file before it has its name: beside the target, and gone when anything goes wrong.
//!
//! Where the system allows it the file has no name at all while it is written and synced, so that nothing is left when
//! the process is killed. It gets one, beside the target, only because a rename needs one: there is no call that puts a
//! file without a name in the place of another. A kill between those two calls is what remains.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

use super::{
    files::{is, retry},
    lock::Lock,
    replace::WriteError,
};

const SUFFIX: &str = ".runbook-tmp";
/// How much of the target's name is taken over, in bytes: a name has at most 255.
const LONGEST_STEM: usize = 200;

/// A file that is whole and on the disk, and has not got its name yet. Removed when it is dropped before.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Creates the file beside the target of the lock; `fill` writes it. It is synced, so that a rename can never
    /// leave an empty file after a power cut.
    pub(super) fn prepare(
        lock: &Lock,
        shown: &Path,
        mode: u32,
        fill: impl Fn(&File) -> Result<(), WriteError>,
    ) -> Result<Self, WriteError> {
        let fail = |source| WriteError::Io { path: shown.to_owned(), source };
        let sync = |file: &File| retry(|| file.sync_all()).map_err(fail);
        let path = path_beside(lock.target());
        if let Some(file) = without_name(lock, mode) {
            fill(&file)?;
            sync(&file)?;
            if give_name(&file, &path).is_ok() {
                return Ok(Self { path });
            }
            // A system that makes such files and then does not let them have a name.
        }
        let new = OpenOptions::new().write(true).create_new(true).mode(mode).open(&path);
        let file = new.map_err(|error| explain(lock.target(), shown, error))?;
        let temporary = Self { path };
        fill(&file)?;
        sync(&file)?;
        Ok(temporary)
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

/// Removes what a killed process left beside a target. The folder must be locked.
///
/// What cannot be removed is told when the next file is to have this name.
pub(super) fn remove_left(target: &Path) {
    let _ = retry(|| fs::remove_file(path_beside(target)));
}

/// Returns a file without a name in the folder of the lock; `None` where the system has no such thing.
#[cfg(target_os = "linux")]
fn without_name(lock: &Lock, mode: u32) -> Option<File> {
    use rustix::fs::{Mode, OFlags, fstatfs, openat};

    /// ext2 to ext4, XFS, tmpfs: file systems on which a file that was synced before it had a name is whole after a
    /// power cut, once its folder is synced. It is not on btrfs, which syncs nothing of what has no name.
    const SYNC_WITHOUT_NAME: [u64; 3] = [0xef53, 0x5846_5342, 0x0102_1994];
    let kind = u64::try_from(fstatfs(lock.folder()).ok()?.f_type).ok()?;
    if !SYNC_WITHOUT_NAME.contains(&kind) {
        return None;
    }
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = retry(|| Ok(openat(lock.folder(), ".", flags, Mode::from_raw_mode(mode))?)).ok()?;
    Some(File::from(file))
}

#[cfg(not(target_os = "linux"))]
fn without_name(_lock: &Lock, _mode: u32) -> Option<File> {
    None
}

/// Gives a file without a name this one, which nothing else may have.
fn give_name(file: &File, path: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, linkat};

    let descriptor = format!("/proc/self/fd/{}", file.as_raw_fd());
    retry(|| Ok(linkat(CWD, &descriptor, CWD, path, AtFlags::SYMLINK_FOLLOW)?))
}

/// Returns the one name that the temporary file of a target can have.
fn path_beside(target: &Path) -> PathBuf {
    beside(target, SUFFIX)
}

/// Returns the hidden name beside a target that ends so.
pub(super) fn beside(target: &Path, suffix: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let stem = &name[..name.floor_char_boundary(LONGEST_STEM)];
    target.with_file_name(format!(".{stem}{suffix}"))
}

/// Returns why no file can be made beside a target, which is shown as it was given.
pub(super) fn explain(target: &Path, shown: &Path, error: io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            let folder = shown.parent().filter(|folder| !folder.as_os_str().is_empty()).or(target.parent());
            WriteError::ReadOnlyFolder { folder: folder.unwrap_or(target).to_owned(), source: error }
        }
        _ => WriteError::Io { path: shown.to_owned(), source: error },
    }
}
