//! Files in and out: what is read is a regular file of reasonable size, what is written is whole or not there.

mod mark;

use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    os::unix::fs::{FileTypeExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rustix::{fs::OFlags, io::Errno};

use super::sanitise;
use crate::document::{MAX_FILE_SIZE, Source, SourceError};

pub(super) use mark::mark;

/// The name of standard input in messages.
pub(super) const STDIN_NAME: &str = "<stdin>";

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// There is no such file.
    #[error("{} does not exist", sanitise::path(path))]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// A symbolic link to something that is not there.
    #[error("{} is a symbolic link to something that does not exist", sanitise::path(path))]
    DanglingLink {
        /// The path as given.
        path: PathBuf,
    },
    /// It may not be read.
    #[error("no permission to read {}", sanitise::path(path))]
    NoPermission {
        /// The path as given.
        path: PathBuf,
    },
    /// It is a folder, a pipe, a device.
    #[error("{} is {what}, not a file", sanitise::path(path))]
    NotAFile {
        /// The path as given.
        path: PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
    /// Symbolic links that lead to one another.
    #[error("{} is a symbolic link that leads back to itself", sanitise::path(path))]
    LinkLoop {
        /// The path as given.
        path: PathBuf,
    },
    /// Something else of the system.
    #[error("cannot read {}", sanitise::path(path))]
    Io {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is no text that a runbook can be read from. The cause has the place in the file.
    #[error("{}:{}:{}: {source}", sanitise::clean_line(name), source.position.line, source.position.column)]
    Text {
        /// The name of the file, or `<stdin>`.
        name: String,
        /// What is wrong with the text.
        source: SourceError,
    },
    /// Standard input where something is to be written back.
    #[error("a runbook that comes from standard input cannot be marked")]
    StdinIsNotWritable,
}

impl ReadError {
    /// Returns what an error of the system means for a path.
    pub(super) fn new(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound if path.is_symlink() => Self::DanglingLink { path },
            io::ErrorKind::NotFound => Self::Missing { path },
            io::ErrorKind::PermissionDenied => Self::NoPermission { path },
            io::ErrorKind::IsADirectory => Self::NotAFile { path, what: "a folder" },
            _ if is(&error, Errno::LOOP) => Self::LinkLoop { path },
            // What opening a socket answers.
            _ if is(&error, Errno::NXIO) => Self::NotAFile { path, what: "a socket or a device" },
            _ => Self::Io { path, source: error },
        }
    }
}

/// Reads a runbook or another YAML file; `-` is standard input.
///
/// # Errors
/// See [`ReadError`]. Never waits for a pipe, and never reads more than the limit.
pub(super) fn read(path: &Path) -> Result<Source, ReadError> {
    let (name, bytes) = if is_stdin(path) {
        (STDIN_NAME.to_owned(), read_stdin(MAX_FILE_SIZE + 1)?)
    } else {
        (path.to_string_lossy().into_owned(), read_bytes(path, MAX_FILE_SIZE + 1)?)
    };
    Source::from_bytes(name.clone(), bytes).map_err(|source| ReadError::Text { name, source })
}

/// Returns whether a path as given means standard input or output.
#[must_use]
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads standard input, at most so many bytes.
///
/// # Errors
/// See [`ReadError`].
pub(super) fn read_stdin(at_most: usize) -> Result<Vec<u8>, ReadError> {
    read_capped(io::stdin().lock(), at_most, 0).map_err(|error| ReadError::new(Path::new(STDIN_NAME), error))
}

/// Reads a regular file, at most so many bytes of it.
///
/// # Errors
/// See [`ReadError`].
pub(super) fn read_bytes(path: &Path, at_most: usize) -> Result<Vec<u8>, ReadError> {
    let file = open(path, OpenOptions::new().read(true))?;
    let size = file.metadata().map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX));
    read_capped(file, at_most, size.saturating_add(1)).map_err(|error| ReadError::new(path, error))
}

fn read_capped(from: impl Read, at_most: usize, expected: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected.min(at_most));
    from.take(at_most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Demands of a file that is to be changed that it is one, which says better what is wrong with a path than a lock could.
///
/// # Errors
/// See [`ReadError`].
pub(super) fn check(path: &Path) -> Result<(), ReadError> {
    if is_stdin(path) {
        return Err(ReadError::StdinIsNotWritable);
    }
    open(path, OpenOptions::new().read(true)).map(|_| ())
}

/// Opens a regular file. Opening anything else must not wait or act, so it is opened first and looked at then.
pub(super) fn open(path: &Path, options: &mut OpenOptions) -> Result<File, ReadError> {
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
    let file = options.custom_flags(flags).open(path).map_err(|error| ReadError::new(path, error))?;
    let kind = file.metadata().map_err(|error| ReadError::new(path, error))?.file_type();
    let what = match kind {
        _ if kind.is_file() => return Ok(file),
        _ if kind.is_dir() => "a folder",
        _ if kind.is_fifo() => "a pipe",
        _ if kind.is_socket() => "a socket",
        _ => "a device",
    };
    Err(ReadError::NotAFile { path: path.to_owned(), what })
}

/// Repeats a call of the system that a signal interrupted.
pub(super) fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Returns whether an error of the system is this one.
pub(super) fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::net::UnixListener, process::Command};

    use super::*;

    #[track_caller]
    fn refused(path: &Path) -> String {
        let error = read(path).expect_err("refused").to_string();
        error.replace(&path.parent().expect("a folder").to_string_lossy().into_owned(), "DIR")
    }

    #[test]
    fn only_regular_files_are_read_and_the_rest_is_named_at_once() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let at = |name: &str| folder.path().join(name);
        assert!(Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo").success());
        let _socket = UnixListener::bind(at("socket")).expect("socket");
        fs::create_dir(at("folder")).expect("folder");
        std::os::unix::fs::symlink("loop", at("loop")).expect("link");
        std::os::unix::fs::symlink("missing", at("dangling")).expect("link");
        assert_eq!(refused(&at("pipe")), "DIR/pipe is a pipe, not a file");
        assert_eq!(refused(&at("socket")), "DIR/socket is a socket or a device, not a file");
        assert_eq!(refused(&at("folder")), "DIR/folder is a folder, not a file");
        assert_eq!(refused(&at("loop")), "DIR/loop is a symbolic link that leads back to itself");
        assert_eq!(refused(&at("dangling")), "DIR/dangling is a symbolic link to something that does not exist");
        assert_eq!(refused(&at("miss\u{1b}ing\n")), "DIR/miss\\u{1b}ing\\n does not exist");
        assert_eq!(read(Path::new("/dev/zero")).expect_err("refused").to_string(), "/dev/zero is a device, not a file");
    }

    #[test]
    fn a_text_that_cannot_be_read_has_its_place() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("latin1.yaml");
        File::create(&path).and_then(|mut file| io::Write::write_all(&mut file, b"a: 1\nb: \xe9\n")).expect("file");
        assert_eq!(refused(&path), "DIR/latin1.yaml:2:4: the file is not UTF-8: byte 9 is 0xe9");
    }

    #[test]
    fn an_endless_file_is_read_to_the_limit_only() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("large.yaml");
        File::create(&path).and_then(|file| file.set_len(1 << 40)).expect("a sparse file of 1 TiB");
        assert_eq!(read_bytes(&path, 10).expect("file").len(), 10);
        assert_eq!(refused(&path), "DIR/large.yaml:1:1: the file is larger than 1 MiB");
    }
}
