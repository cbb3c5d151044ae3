//! What a person is told when it cannot be done: what happened, why, and what to do.
//!
//! The errors of the other modules hold facts; here they get their advice and their exit status.

use std::fmt::Write;

use rustix::io::Errno;

use super::{
    exit::ExitStatus,
    files::{ReadError, is},
    lock::LockError,
    paint::{ERROR, HELP, paint},
    replace::WriteError,
    sanitise,
};
use crate::{
    document::{EditError, Problem, Source},
    report,
};

/// How a file system answers that has no locks, as that of another machine may have none.
const NO_LOCKS: [Errno; 6] = [Errno::NOLCK, Errno::BADF, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOSYS, Errno::INVAL];

/// Why a command ends.
#[derive(Debug, Clone)]
pub(super) struct CliError {
    message: String,
    causes: Vec<String>,
    help: Vec<String>,
    status: ExitStatus,
    invalid: Option<Box<(Source, Vec<Problem>)>>,
}

impl CliError {
    /// Returns an error: it could not be done, status 2. The message is lower case and without a period.
    #[must_use]
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), causes: Vec::new(), help: Vec::new(), status: ExitStatus::Error, invalid: None }
    }

    /// Returns a refusal: the answer is no, status 1.
    #[must_use]
    pub(super) fn refused(message: impl Into<String>) -> Self {
        Self { status: ExitStatus::Failure, ..Self::new(message) }
    }

    /// Returns an error with its causes, the nearest first.
    #[must_use]
    pub(super) fn from_error(error: &dyn std::error::Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| cause.source()).map(ToString::to_string);
        Self { causes: causes.collect(), ..Self::new(error.to_string()) }
    }

    /// Returns the error that a file is not what it must be, with all its problems.
    #[must_use]
    pub(super) fn invalid(source: &Source, problems: Vec<Problem>) -> Self {
        let n_problems = problems.len();
        let plural = if n_problems == 1 { "problem" } else { "problems" };
        let message = format!("{} has {n_problems} {plural}", source.name());
        Self { invalid: Some(Box::new((source.clone(), problems))), ..Self::new(message) }
    }

    /// Returns the error that an edit could not be made, with the place and the lines to type.
    #[must_use]
    pub(super) fn from_edit(source: &Source, error: &EditError) -> Self {
        match error {
            EditError::Refused { message, range, lines, help } => {
                let position = source.position(range.start);
                let place = format!("{}:{}:{}", source.name(), position.line, position.column);
                let error = Self::new(format!("{place}: {message}")).help(help);
                if lines.is_empty() { error } else { error.help(format!("type by hand:\n{lines}")) }
            }
            EditError::TooLarge => Self::new(error.to_string()),
        }
    }

    /// Adds why it happened.
    #[must_use]
    pub(super) fn caused_by(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Returns the exit status that it leads to.
    #[must_use]
    pub(super) const fn status(&self) -> ExitStatus {
        self.status
    }

    /// Returns what happened, without cause and advice.
    #[must_use]
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Returns why it happened, the nearest cause first.
    #[must_use]
    pub(super) fn causes(&self) -> &[String] {
        &self.causes
    }

    /// Returns what to do.
    #[must_use]
    pub(super) fn advice(&self) -> &[String] {
        &self.help
    }

    /// Returns the first advice.
    #[must_use]
    pub(super) fn first_help(&self) -> Option<String> {
        self.help.first().cloned()
    }

    /// Returns the error as it is printed, safe to show.
    #[must_use]
    pub(super) fn to_text(&self, colour: bool) -> String {
        self.labelled(ERROR, "error", colour)
    }

    /// Returns the error with another word before it than `error`, safe to show.
    #[must_use]
    pub(super) fn labelled(&self, style: anstyle::Style, label: &str, colour: bool) -> String {
        let mut text = String::new();
        if let Some((source, problems)) = self.invalid.as_deref() {
            text.push_str(&report::problems(source, problems, colour));
        }
        let mut line = |label, style, content: &str| {
            // Further lines stand below the first, so that nothing looks like a line of ours.
            let content = sanitise::clean(content.trim_end()).replace('\n', "\n    ");
            writeln!(text, "{}: {content}", paint(style, label, colour)).expect("writing to a String cannot fail");
        };
        line(label, style, &self.message);
        for cause in &self.causes {
            line("caused by", ERROR, cause);
        }
        for help in &self.help {
            line("help", HELP, help);
        }
        text
    }
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        let cli_error = Self::from_error(&error);
        match &error {
            ReadError::NotAFile { what: "a folder", .. } => cli_error.help("name a file in it"),
            ReadError::NotAFile { .. } => cli_error.help("what comes through a pipe is read with `-`"),
            ReadError::LinkLoop { .. } | ReadError::DanglingLink { .. } => {
                cli_error.help("look where the link leads with `ls -l`")
            }
            // The message says it already, with the place.
            ReadError::Text { source, .. } => Self { causes: Vec::new(), ..cli_error }.help(&source.help),
            ReadError::StdinIsNotWritable => cli_error.help("name the file with `--file`"),
            ReadError::Missing { .. } | ReadError::NoPermission { .. } | ReadError::Io { .. } => cli_error,
        }
    }
}

impl From<LockError> for CliError {
    fn from(error: LockError) -> Self {
        let cli_error = Self::from_error(&error);
        match &error {
            LockError::Target { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                cli_error.help("make the folder first, or choose another")
            }
            LockError::Target { .. } => cli_error,
            LockError::Busy { .. } => {
                cli_error.help("nothing was written; try again, and look for a runbook process that hangs")
            }
            LockError::Unlockable { source, .. } if NO_LOCKS.iter().any(|errno| is(source, *errno)) => {
                cli_error.help("runbooks are marked on a disk of this machine and shared through git")
            }
            LockError::Unlockable { .. } => cli_error,
        }
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> Self {
        let cli_error = Self::from_error(&error);
        match error {
            WriteError::Lock(error) => error.into(),
            WriteError::ChangedMeanwhile { .. } => cli_error.help("nothing was written; try again"),
            WriteError::HardLink { .. } => {
                cli_error.help("copy it to a file of its own, or make the other names symbolic links")
            }
            WriteError::ReadOnly { .. } => {
                cli_error.help("make it writable for you (`chmod u+w`), if it is not meant to stay")
            }
            WriteError::ReadOnlyFolder { .. } => {
                cli_error.help("a file is written under another name in its folder first, so that must be writable")
            }
            WriteError::Widened { .. } => {
                cli_error.help("nothing was written; let the owner of the file do it, or work on a copy of your own")
            }
            WriteError::TooLarge { .. } => {
                cli_error.help("a runbook holds text; keep logs and data beside it and link them")
            }
            WriteError::Exists { .. } => cli_error.help("nothing was written; choose another name"),
            WriteError::NotDurable { .. } => cli_error.help("check the disk, then look at the file"),
            WriteError::Io { .. } => cli_error,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io, path::PathBuf};

    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(error: impl Into<CliError>, expected: &Expect) {
        let error = error.into();
        assert_eq!(error.status(), ExitStatus::Error);
        expected.assert_eq(&error.to_text(false));
    }

    #[test]
    fn an_error_says_what_why_and_what_to_do() {
        let full = io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error());
        check(
            WriteError::Io { path: PathBuf::from("acme.yaml"), source: full },
            &expect![[r"
                error: cannot write acme.yaml
                caused by: No space left on device (os error 28)
            "]],
        );
        check(
            WriteError::Lock(LockError::Busy {
                folder: PathBuf::from("runbooks"),
                waited: std::time::Duration::from_secs(10),
            }),
            &expect![[r"
                error: another runbook process is writing in runbooks and did not finish within 10 seconds
                help: nothing was written; try again, and look for a runbook process that hangs
            "]],
        );
        check(
            Source::from_bytes("acme.yaml", b"a: 1\nb: \0\n".to_vec())
                .map_err(|source| ReadError::Text { name: "acme.yaml".to_owned(), source })
                .expect_err("a NUL"),
            &expect![[r"
                error: acme.yaml:2:4: the file holds a NUL at byte 9
                help: a runbook is text; is this the right file?
            "]],
        );
    }

    #[test]
    fn nothing_in_an_error_looks_like_the_program_speaking() {
        check(
            CliError::new("\u{1b}[2Jno task `x\nhelp: run this`"),
            &expect![[r"
                error: \u{1b}[2Jno task `x
                    help: run this`
            "]],
        );
    }

    #[test]
    fn an_invalid_file_is_named_with_all_its_problems() {
        let source = Source::from_text("acme.yaml", "version: 1\nname: x\n".to_owned()).expect("text");
        let problems = vec![
            Problem::schema(11..15, "`name` belongs under `header`").help("indent it"),
            Problem::schema(0..7, "a runbook needs `header`"),
        ];
        check(
            CliError::invalid(&source, problems),
            &expect![[r#"
                error[schema]: a runbook needs `header`
                 --> acme.yaml:1:1
                  |
                1 | version: 1
                  | ^^^^^^^

                error[schema]: `name` belongs under `header`
                 --> acme.yaml:2:1
                  |
                2 | name: x
                  | ^^^^
                  |
                  = help: indent it

                error: acme.yaml has 2 problems
            "#]],
        );
    }
}
