//! The exit status: what a script learns without reading a word.

use std::process::{ExitCode, Termination};

/// How a run of the program ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    /// Done. Whatever was to be written is on the disk.
    #[default]
    Success = 0,
    /// The answer is no: findings, not ready, a conflict, refused by a gate, declined at a prompt.
    Failure = 1,
    /// It could not be done: usage, an unreadable file, disk, network, service.
    Error = 2,
}

impl ExitStatus {
    /// Returns the number that the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Error => 2,
        }
    }

    /// Returns `Failure` when the answer is no, else `Success`.
    #[must_use]
    pub const fn answer(yes: bool) -> Self {
        if yes { Self::Success } else { Self::Failure }
    }
}

impl Termination for ExitStatus {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
