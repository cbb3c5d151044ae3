//! A mark on the disk: what is read, changed and written under one lock, anew when somebody else was faster.

use std::path::Path;

use super::{ReadError, check, read_bytes};
use crate::{
    cli::{
        lock::lock,
        replace::{WriteError, replace_locked},
    },
    document::{MAX_FILE_SIZE, Source},
};

/// How often a mark is done anew because somebody else wrote the file in the meantime.
const MARK_ATTEMPTS: usize = 3;

/// Changes a runbook: reads it under the lock, lets `edit` say the new text, and writes that to the disk.
///
/// `edit` returns `None` where nothing is to be done. It is called again, with the fresh text, when somebody wrote the
/// file in between, so it must not ask anybody anything. Returns whether the file was written.
///
/// # Errors
/// What `edit` refuses, [`ReadError`] and [`WriteError`].
pub(in crate::cli) fn mark<E>(
    path: &Path,
    mut edit: impl FnMut(&Source) -> Result<Option<String>, E>,
) -> Result<bool, E>
where
    E: From<ReadError> + From<WriteError>,
{
    let mut attempt = 1;
    loop {
        check(path)?;
        let lock = lock(path).map_err(WriteError::from)?;
        let bytes = read_bytes(lock.target(), MAX_FILE_SIZE + 1)?;
        let name = path.to_string_lossy().into_owned();
        let source =
            Source::from_bytes(name.clone(), bytes.clone()).map_err(|source| ReadError::Text { name, source })?;
        let Some(text) = edit(&source)? else {
            return Ok(false);
        };
        match replace_locked(&lock, path, Some(&bytes), source.file_text(&text).as_bytes()) {
            Ok(()) => return Ok(true),
            Err(WriteError::ChangedMeanwhile { .. }) if attempt < MARK_ATTEMPTS => attempt += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, File},
        io,
        path::PathBuf,
        process::Command,
    };

    use super::*;
    use crate::cli::replace::testing::{content, folder_with};

    #[derive(Debug, thiserror::Error)]
    enum MarkError {
        #[error(transparent)]
        Read(#[from] ReadError),
        #[error(transparent)]
        Write(#[from] WriteError),
    }

    impl From<io::Error> for MarkError {
        fn from(error: io::Error) -> Self {
            Self::Write(WriteError::Io { path: PathBuf::new(), source: error })
        }
    }

    #[test]
    fn a_mark_is_done_anew_on_a_text_that_somebody_else_wrote() {
        let (_folder, path) = folder_with("\u{feff}a: 0\n");
        let mut seen = Vec::new();
        let written = mark::<MarkError>(&path, |source| {
            seen.push(source.text().to_owned());
            if seen.len() == 1 {
                File::create(&path).and_then(|mut file| io::Write::write_all(&mut file, b"\xef\xbb\xbfa: 1\n"))?;
            }
            Ok(Some(format!("{}b: 2\n", source.text())))
        });
        assert!(written.expect("written"));
        assert_eq!(seen, ["a: 0\n", "a: 1\n"]);
        assert_eq!(content(&path), "\u{feff}a: 1\nb: 2\n");
        assert!(!mark::<MarkError>(&path, |_| Ok(None)).expect("nothing to do"));
    }

    #[test]
    fn a_mark_gives_up_on_a_file_that_keeps_changing() {
        let (_folder, path) = folder_with("a: 0\n");
        let mut n_calls = 0;
        let error = mark::<MarkError>(&path, |_| {
            n_calls += 1;
            File::create(&path).and_then(|mut file| io::Write::write_all(&mut file, &vec![b'x'; n_calls]))?;
            Ok(Some("mine".to_owned()))
        });
        assert!(matches!(error.expect_err("gave up"), MarkError::Write(WriteError::ChangedMeanwhile { .. })));
        assert_eq!((n_calls, content(&path).as_str()), (3, "xxx"));
    }

    const N_PROCESSES: usize = 8;
    const N_MARKS: usize = 25;
    /// Names the file to mark to the processes that the test starts of itself.
    const FILE_TO_MARK: &str = "RUNBOOK_TEST_FILE_TO_MARK";

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test starts itself as several processes and tells them so")]
    fn no_mark_of_many_processes_is_lost() {
        if let Some(path) = std::env::var_os(FILE_TO_MARK) {
            for _ in 0..N_MARKS {
                let add_line =
                    |source: &crate::document::Source| Ok(Some(format!("{}- {}\n", source.text(), std::process::id())));
                assert!(mark::<MarkError>(Path::new(&path), add_line).expect("marked"));
            }
            return;
        }
        let (folder, path) = folder_with("# marks\n");
        let this = std::env::current_exe().expect("this program");
        let start = || {
            let mut command = Command::new(&this);
            command
                .args(["--exact", "cli::files::mark::tests::no_mark_of_many_processes_is_lost"])
                .env(FILE_TO_MARK, &path);
            command.stdout(std::process::Stdio::null()).spawn().expect("started")
        };
        let processes: Vec<_> = std::iter::repeat_with(start).take(N_PROCESSES).collect();
        let ids: Vec<u32> = processes.iter().map(std::process::Child::id).collect();
        for mut process in processes {
            assert!(process.wait().expect("process").success());
        }
        let text = content(&path);
        for id in ids {
            assert_eq!(text.lines().filter(|line| *line == format!("- {id}")).count(), N_MARKS);
        }
        assert_eq!(text.lines().count(), 1 + N_PROCESSES * N_MARKS);
        assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1);
    }
}
