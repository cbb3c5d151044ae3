//! Signals: Ctrl-C, a closed terminal and `kill` end the program, but never in the middle of a write.
//!
//! A write takes milliseconds, so whoever sends the signal waits no longer than that, finds the file whole and nothing
//! beside it. `kill -9` cannot wait; what it leaves is removed by the next write.

use std::{
    fs, io,
    path::PathBuf,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
    iterator::Signals,
    low_level::emulate_default_handler,
};

static WRITING: Mutex<()> = Mutex::new(());
/// The signal that came, or 0. Set at once, while the thread that waits for signals may be slow to wake.
static CAME: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);
/// What is to be removed when a signal ends the program.
static LEFT: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Holds signals back for as long as it lives.
#[derive(Debug)]
pub(super) struct Held {
    _writing: MutexGuard<'static, ()>,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Otherwise the program could be done, and end with status 0, before the thread has woken.
        end_by(CAME.load(Ordering::SeqCst));
    }
}

/// Holds back the signals that end the program until the value is dropped.
///
/// Writes of several threads follow one another.
#[must_use]
pub(super) fn hold() -> Held {
    Held { _writing: WRITING.lock().unwrap_or_else(PoisonError::into_inner) }
}

/// Names the one file that is removed if a signal ends the program; `None` takes that back.
pub(super) fn remove_at_end(path: Option<PathBuf>) {
    *LEFT.lock().unwrap_or_else(PoisonError::into_inner) = path;
}

/// Makes SIGINT, SIGTERM and SIGHUP wait for a write in progress. The program then ends by the signal itself, so that
/// a shell sees 128 + n and a script that is interrupted stops.
///
/// # Errors
/// The system refuses to install the handlers.
pub(super) fn install() -> io::Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_usize(signal, Arc::clone(&CAME), usize::try_from(signal).expect("signals are positive"))?;
    }
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.forever().next().is_some() {
            drop(hold());
        }
    })?;
    Ok(())
}

/// Ends the program by this signal, if it is one.
fn end_by(signal: usize) {
    if let Ok(signal @ 1..) = i32::try_from(signal) {
        if let Some(path) = LEFT.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = fs::remove_file(path);
        }
        // Does not return for those that are waited for; if it ever does, the next one ends the program.
        let _ = emulate_default_handler(signal);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::File,
        os::unix::process::ExitStatusExt,
        path::Path,
        process::{Command, Stdio},
        thread::sleep,
        time::Duration,
    };

    use super::*;

    /// Names the folder of the test to the process that it starts of itself.
    const FOLDER: &str = "RUNBOOK_TEST_SIGNALS";

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test starts itself as another process and tells it so")]
    fn a_signal_waits_for_a_write_and_then_ends_the_program() {
        if let Some(folder) = std::env::var_os(FOLDER) {
            install().expect("handlers");
            let held = hold();
            File::create(Path::new(&folder).join("begun")).expect("file");
            while CAME.load(Ordering::SeqCst) == 0 {
                sleep(Duration::from_millis(5));
            }
            File::create(Path::new(&folder).join("done")).expect("file");
            drop(held);
            // Whoever goes on from here ends with status 0.
            return;
        }
        for (name, number) in [("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP)] {
            let folder = tempfile::tempdir().expect("temporary folder");
            let mut command = Command::new(std::env::current_exe().expect("this program"));
            command.args(["--exact", "cli::signals::tests::a_signal_waits_for_a_write_and_then_ends_the_program"]);
            let mut process = command.env(FOLDER, folder.path()).stdout(Stdio::null()).spawn().expect("started");
            while !folder.path().join("begun").exists() {
                assert_eq!(process.try_wait().expect("process"), None, "it is still there");
                sleep(Duration::from_millis(5));
            }
            let id = process.id().to_string();
            assert!(Command::new("kill").args(["-s", name, &id]).status().expect("kill").success());
            assert_eq!(process.wait().expect("process").signal(), Some(number));
            assert!(folder.path().join("done").exists(), "the write was finished");
        }
    }
}
