//! Signals: Ctrl-C, a closed terminal and `kill` end the program, but never in the middle of a write.
//!
//! A write takes milliseconds, so whoever sends the signal waits no longer than that, finds the file whole and nothing
//! beside it. `kill -9` cannot wait; what it leaves is removed by the next write.

use std::{
    io,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};

static WRITING: Mutex<()> = Mutex::new(());

/// Holds signals back for as long as it lives.
#[derive(Debug)]
pub struct Held {
    _writing: MutexGuard<'static, ()>,
}

/// Holds back the signals that end the program until the value is dropped.
///
/// Writes of several threads follow one another.
#[must_use]
pub fn hold() -> Held {
    Held { _writing: WRITING.lock().unwrap_or_else(PoisonError::into_inner) }
}

/// Makes SIGINT, SIGTERM and SIGHUP wait for a write in progress. The program then ends by the signal itself, so that
/// a shell sees 128 + n and a script that is interrupted stops.
///
/// # Errors
/// The system refuses to install the handlers.
pub fn install() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _held = hold();
            // Does not return for these three; if it ever does, the next signal ends the program.
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}
