//! Writes files that were not there, and the folder they go to.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::{
    files::retry,
    lock::{lock, lock_new},
    replace::{WriteError, replace_locked},
    signals,
    temporary::Temporary,
};

/// Writes a new file. There is none if this fails.
///
/// # Errors
/// [`WriteError::Exists`] if there is anything of this name already, and the others.
pub(super) fn create_new(path: &Path, text: &str) -> Result<(), WriteError> {
    create(path, text.as_bytes())
}

/// Writes what a person asked to have in a file: a new one, or over an old one, whatever that held.
///
/// Pipes and devices such as `/dev/stderr` are written to as they are.
///
/// # Errors
/// See [`WriteError`].
pub(super) fn write_output(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let fail = |source| WriteError::Io { path: path.to_owned(), source };
    match retry(|| fs::metadata(path)) {
        Ok(metadata) if metadata.is_file() => replace_locked(&lock(path)?, path, None, bytes),
        Ok(_) => OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes)).map_err(fail),
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path, bytes),
        Err(error) => Err(fail(error)),
    }
}

/// Makes a folder, and those above it, that survive a power cut.
///
/// # Errors
/// See [`WriteError`].
pub(super) fn ensure_folder(folder: &Path) -> Result<(), WriteError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        ensure_folder(above)?;
    }
    let lock = lock_new(folder)?;
    match fs::create_dir(lock.target()) {
        // Another process was faster, or it is a file; then what follows says so.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(WriteError::Io { path: folder.to_owned(), source }),
        Ok(()) => lock.sync_folder().map_err(|source| WriteError::NotDurable { path: folder.to_owned(), source }),
    }
}

fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let fail = |source| WriteError::Io { path: path.to_owned(), source };
    let lock = lock_new(path)?;
    let _held = signals::hold();
    let temporary = Temporary::prepare(&lock, path, 0o666, |mut file| file.write_all(bytes).map_err(fail))?;
    match temporary.rename_to_new(lock.target()) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(WriteError::Exists { path: path.to_owned() });
        }
        result => result.map_err(fail)?,
    }
    lock.sync_folder().map_err(|source| WriteError::NotDurable { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::cli::files::read_bytes;

    fn content(path: &Path) -> String {
        String::from_utf8(read_bytes(path, 1000).expect("file")).expect("text")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_anything() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("acme.yaml");
        create_new(&path, "version: 1\n").expect("new");
        let error = create_new(&path, "version: 2\n").expect_err("exists");
        assert!(matches!(error, WriteError::Exists { .. }), "{error}");
        assert_eq!(content(&path), "version: 1\n");
        let dangling = folder.path().join("link.yaml");
        symlink("elsewhere", &dangling).expect("link");
        assert!(matches!(create_new(&dangling, "x").expect_err("exists"), WriteError::Exists { .. }));
        assert_eq!(names(folder.path()), ["acme.yaml", "link.yaml"]);
    }

    #[test]
    fn a_new_file_needs_its_folder() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("deep/down/acme.yaml");
        assert!(matches!(create_new(&path, "x").expect_err("no folder"), WriteError::Lock(_)));
        ensure_folder(&folder.path().join("deep/down")).expect("new folders");
        ensure_folder(&folder.path().join("deep/down")).expect("nothing to do");
        create_new(&path, "x").expect("new");
        assert_eq!(content(&path), "x");
    }

    #[test]
    fn an_output_goes_over_what_was_there() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("issue.md");
        write_output(&path, b"first, and longer").expect("new");
        write_output(&path, b"second").expect("over it");
        assert_eq!(content(&path), "second");
        write_output(Path::new("/dev/null"), b"gone").expect("a device takes it");
        let error = write_output(Path::new("/dev/full"), b"too much").expect_err("a full disk");
        assert_eq!(error.to_string(), "cannot write /dev/full");
        assert_eq!(names(folder.path()), ["issue.md"]);
    }
}
