//! The streams: stdout is the answer and nothing else, stderr is the conversation.
//!
//! Everything for people passes the sanitiser here, so no text of a file or a server reaches a terminal raw.

mod ask;

use std::{
    borrow::Cow,
    fmt,
    io::{self, BufRead, IsTerminal, Write},
};

use super::{
    environment::Environment,
    error::CliError,
    paint::{HELP, WARNING, paint},
    sanitise::{clean, clean_around_colour},
};
use crate::services::Secret;

/// How wide a table is where nothing says how wide the terminal is.
const USUAL_WIDTH: usize = 80;

/// What the person asked for with the options that every command has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct UiOptions {
    /// `--color`.
    pub color: clap::ColorChoice,
    /// `--quiet`: no status, no hints.
    pub quiet: bool,
    /// `--verbose`: what is done in detail.
    pub verbose: bool,
    /// `--no-input`: ask nothing.
    pub no_input: bool,
    /// `--yes`: confirm without asking.
    pub yes: bool,
}

/// The streams of the program, and how to speak on them.
pub(super) struct Ui {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    input: Box<dyn BufRead>,
    quiet: bool,
    verbose: bool,
    interactive: bool,
    yes: bool,
    out_colour: bool,
    err_colour: bool,
    out_is_terminal: bool,
    err_is_terminal: bool,
    width: usize,
    out_is_closed: bool,
    /// What a server may say back, and nobody is to see.
    hidden: Vec<Secret>,
}

impl fmt::Debug for Ui {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ui").field("interactive", &self.interactive).field("width", &self.width).finish_non_exhaustive()
    }
}

impl Ui {
    /// Returns the streams of this process.
    #[must_use]
    pub(super) fn of_process(options: UiOptions, environment: &Environment) -> Self {
        let (out, err, input) = (io::stdout(), io::stderr(), io::stdin());
        let (out_is_terminal, err_is_terminal) = (out.is_terminal(), err.is_terminal());
        let colour = |is_terminal| match options.color {
            clap::ColorChoice::Always => true,
            clap::ColorChoice::Never => false,
            clap::ColorChoice::Auto => environment.colour().unwrap_or(is_terminal),
        };
        Self {
            quiet: options.quiet,
            verbose: options.verbose,
            yes: options.yes,
            interactive: input.is_terminal() && err_is_terminal && !options.no_input && !environment.is_ci(),
            out_colour: colour(out_is_terminal),
            err_colour: colour(err_is_terminal),
            out_is_terminal,
            err_is_terminal,
            width: environment.columns().or_else(terminal_width).unwrap_or(USUAL_WIDTH),
            out_is_closed: false,
            hidden: Vec::new(),
            out: Box::new(out),
            err: Box::new(err),
            input: Box::new(io::BufReader::new(input)),
        }
    }

    /// Hides a token in all that is said from now on: a server may say it back anywhere.
    pub(super) fn hide(&mut self, secret: &Secret) {
        self.hidden.push(secret.clone());
    }

    /// Returns whether a person can be asked.
    #[must_use]
    pub(super) const fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Returns whether somebody confirms: a person who can be asked, or `--yes`.
    #[must_use]
    pub(super) const fn is_confirmable(&self) -> bool {
        self.yes || self.interactive
    }

    /// Returns whether the answer may be coloured.
    #[must_use]
    pub(super) const fn out_colour(&self) -> bool {
        self.out_colour
    }

    /// Returns whether what is said may be coloured.
    #[must_use]
    pub(super) const fn err_colour(&self) -> bool {
        self.err_colour
    }

    /// Returns how many columns a table may take.
    #[must_use]
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Writes to stdout, as it is; at a terminal nothing but colour of ours gets through raw.
    ///
    /// When nobody reads any more (`| head`) the rest is dropped in silence, and the command ends with its own status.
    ///
    /// # Errors
    /// stdout cannot take it: a full disk, for example.
    pub(super) fn answer(&mut self, text: &str) -> Result<(), CliError> {
        if self.out_is_closed {
            return Ok(());
        }
        let text = self.without_secrets(text);
        let cleaned = self.out_is_terminal.then(|| self.clean_answer(&text));
        let bytes = cleaned.as_deref().unwrap_or(&text).as_bytes();
        match self.out.write_all(bytes).and_then(|()| self.out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.out_is_closed = true;
                Ok(())
            }
            result => {
                result.map_err(|error| CliError::new("cannot write to standard output").caused_by(error.to_string()))
            }
        }
    }

    /// Writes an object for machines to stdout.
    ///
    /// # Errors
    /// stdout cannot take it.
    pub(super) fn answer_json(&mut self, value: &impl serde::Serialize) -> Result<(), CliError> {
        let mut text = serde_json::to_string_pretty(value)
            .map_err(|error| CliError::new("cannot write the answer as JSON").caused_by(error.to_string()))?;
        text.push('\n');
        self.answer(&text)
    }

    /// Says on stderr what was done, as a sentence. Silent with `--quiet`.
    pub(super) fn status(&mut self, text: &str) {
        if !self.quiet {
            self.say(&format!("{}\n", clean_below(text)));
        }
    }

    /// Says on stderr what is done in detail. Only with `--verbose`.
    pub(super) fn detail(&mut self, text: &str) {
        if self.verbose {
            self.say(&format!("{}\n", clean_below(text)));
        }
    }

    /// Returns a way to say on stderr, while something else has the conversation, why nothing happens for a while. Silent
    /// with `--quiet`.
    pub(super) fn aside(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let quiet = self.quiet;
        move |text: &str| {
            if !quiet {
                // Nobody can be told that nobody can be told.
                let _ = writeln!(io::stderr(), "{}", clean_below(text));
            }
        }
    }

    /// Says on stderr what somebody should know, although it was done.
    pub(super) fn warn(&mut self, text: &str) {
        let label = paint(WARNING, "warning", self.err_colour);
        self.say(&format!("{label}: {}\n", clean_below(text)));
    }

    /// Says on stderr what could be done next. Silent with `--quiet`.
    pub(super) fn hint(&mut self, text: &str) {
        if !self.quiet {
            let label = paint(HELP, "hint", self.err_colour);
            self.say(&format!("{label}: {}\n", clean_below(text)));
        }
    }

    /// Says on stderr what a person could do next, at a terminal only: a script knows it, and a transcript is shorter
    /// without. Silent with `--quiet`.
    pub(super) fn suggest(&mut self, text: &str) {
        if self.err_is_terminal {
            self.hint(text);
        }
    }

    /// Says on stderr why the command ends.
    pub(super) fn error(&mut self, error: &CliError) {
        let text = error.to_text(self.err_colour);
        self.say(&text);
    }

    /// Says on stderr, as it is, what is safe to show: what is wrong with the arguments, or findings.
    pub(super) fn say_shown(&mut self, text: &str) {
        self.say(text);
    }

    fn clean_answer(&self, text: &str) -> String {
        if self.out_colour { clean_around_colour(text) } else { clean(text) }
    }

    fn without_secrets<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let hide = |text: Cow<'t, str>, secret: &Secret| Cow::Owned(secret.hide_in(&text));
        self.hidden.iter().fold(Cow::Borrowed(text), hide)
    }

    fn say(&mut self, text: &str) {
        let text = self.without_secrets(text);
        // Nobody can be told that nobody can be told.
        let _ = self.err.write_all(text.as_bytes()).and_then(|()| self.err.flush());
    }
}

/// Makes a text safe to show; its further lines stand below the first, so that none looks like a line of ours.
fn clean_below(text: &str) -> String {
    clean(text.trim_end()).replace('\n', "\n    ")
}

fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).or_else(|_| rustix::termios::tcgetwinsize(io::stderr()));
    size.ok().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
