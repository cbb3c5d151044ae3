//! The streams: stdout is the answer and nothing else, stderr is the conversation.
//!
//! Everything for people passes the sanitiser here, so no text of a file or a server reaches a terminal raw.

use std::{
    borrow::Cow,
    fmt,
    io::{self, BufRead, IsTerminal, Read, Write},
};

use super::{
    environment::Environment,
    error::CliError,
    paint::{HELP, STRONG, WARNING, paint},
    sanitise::{clean, clean_around_colour, clean_line},
};
use crate::services::Secret;

/// How wide a table is where nothing says how wide the terminal is.
const USUAL_WIDTH: usize = 80;
/// The longest answer that is taken from a prompt, in bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;

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

    /// Asks for a line. Enter takes the default, which is empty where there is none; `None` means that the person ended
    /// the conversation (Ctrl-D).
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(super) fn ask(&mut self, question: &str, default: Option<&str>) -> Result<Option<String>, CliError> {
        let default = default.unwrap_or_default();
        let shown = if default.is_empty() { String::new() } else { format!(" [{}]", clean_line(default)) };
        let is_question = question.ends_with(['?', ']']);
        let question = paint(STRONG, &clean(question), self.err_colour);
        let end = if shown.is_empty() && is_question { " " } else { ": " };
        self.say(&format!("{question}{shown}{end}"));
        let mut line = Vec::new();
        let read = self.input.by_ref().take(LONGEST_ANSWER).read_until(b'\n', &mut line);
        read.map_err(|error| CliError::new("cannot read standard input").caused_by(error.to_string()))?;
        if line.is_empty() {
            self.say("\n");
            return Ok(None);
        }
        let answer = String::from_utf8_lossy(&line).trim().to_owned();
        Ok(Some(if answer.is_empty() { default.to_owned() } else { answer }))
    }

    /// Asks a question that is answered with yes or no; Enter and Ctrl-D mean no, `--yes` means yes.
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(super) fn confirm(&mut self, question: &str) -> Result<bool, CliError> {
        if self.yes { Ok(true) } else { self.confirm_in_person(question) }
    }

    /// Asks a question like [`Ui::confirm`] that `--yes` does not answer: whoever gave it did not know of this one.
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(super) fn confirm_in_person(&mut self, question: &str) -> Result<bool, CliError> {
        loop {
            let Some(answer) = self.ask(&format!("{question} [y/N]"), None)? else { return Ok(false) };
            match answer.to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "" | "n" | "no" => return Ok(false),
                _ => self.say("Answer y or n.\n"),
            }
        }
    }

    /// Asks which one of several is meant, by its number; returns its index, or `None` when the person ended it.
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(super) fn choose(&mut self, question: &str, choices: &[String]) -> Result<Option<usize>, CliError> {
        for (at, choice) in choices.iter().enumerate() {
            self.say(&format!("{:>3}  {}\n", at + 1, clean_line(choice)));
        }
        loop {
            let Some(answer) = self.ask(question, None)? else { return Ok(None) };
            match answer.parse::<usize>() {
                Ok(number) if (1..=choices.len()).contains(&number) => return Ok(Some(number - 1)),
                _ => self.say(&format!("Type a number from 1 to {}; Ctrl-D ends.\n", choices.len())),
            }
        }
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
pub(crate) mod testing {
    //! A conversation in memory.

    use std::{cell::RefCell, rc::Rc};

    use super::*;

    /// What was written to a stream.
    #[derive(Debug, Clone, Default)]
    pub(crate) struct Captured(Rc<RefCell<Vec<u8>>>);

    impl Captured {
        pub(crate) fn text(&self) -> String {
            String::from_utf8_lossy(&self.0.borrow()).into_owned()
        }
    }

    impl Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Returns a person's terminal (or a script, without `input`), what it is answered, and what it is told.
    pub(crate) fn ui(input: Option<&'static str>) -> (Ui, Captured, Captured) {
        let (out, err) = (Captured::default(), Captured::default());
        let ui = Ui {
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            input: Box::new(input.unwrap_or_default().as_bytes()),
            quiet: false,
            verbose: false,
            yes: false,
            interactive: input.is_some(),
            out_colour: false,
            err_colour: false,
            out_is_terminal: input.is_some(),
            err_is_terminal: input.is_some(),
            width: USUAL_WIDTH,
            out_is_closed: false,
            hidden: Vec::new(),
        };
        (ui, out, err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stdout that cannot take anything.
    struct Refusing(io::ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_answer_goes_out_as_it_is_and_the_rest_to_stderr() {
        let (mut ui, out, err) = testing::ui(None);
        ui.answer("a\u{1b}b\n").expect("written");
        ui.status("Marked `\u{1b}[2J`.");
        ui.detail("not shown");
        ui.warn("no duration");
        ui.hint("run `runbook show`");
        assert_eq!(out.text(), "a\u{1b}b\n");
        assert_eq!(err.text(), "Marked `\\u{1b}[2J`.\nwarning: no duration\nhint: run `runbook show`\n");
    }

    #[test]
    fn a_secret_is_hidden_in_both_streams() {
        let (mut ui, out, err) = testing::ui(Some("\n"));
        ui.hide(&Secret::new("glpat-hunter2"));
        ui.answer("glpat-hunter2\n").expect("written");
        ui.answer_json(&["Bearer glpat-hunter2"]).expect("written");
        ui.status("glpat-hunter2");
        ui.error(&CliError::new("no glpat-hunter2").caused_by("glpat-hunter2").help("glpat-hunter2"));
        ui.ask("glpat-hunter2", Some("glpat-hunter2")).expect("read");
        let said = out.text() + &err.text();
        assert!(!said.contains("hunter2"), "{said}");
        assert_eq!(said.matches("[hidden]").count(), 8, "{said}");
    }

    #[test]
    fn at_a_terminal_only_colour_of_ours_gets_through() {
        let (mut ui, out, _) = testing::ui(Some(""));
        ui.answer("\u{1b}[2J\u{1b}[1mstrong\u{1b}[0m").expect("written");
        ui.out_colour = true;
        ui.answer("\u{1b}[2J\u{1b}[1mstrong\u{1b}[0m").expect("written");
        assert_eq!(out.text(), "\\u{1b}[2J\\u{1b}[1mstrong\\u{1b}[0m\\u{1b}[2J\u{1b}[1mstrong\u{1b}[0m");
    }

    #[test]
    fn quiet_leaves_the_warnings() {
        let (mut ui, _, err) = testing::ui(None);
        ui.quiet = true;
        ui.status("Marked.");
        ui.hint("next");
        ui.warn("no duration");
        assert_eq!(err.text(), "warning: no duration\n");
    }

    #[test]
    fn a_suggestion_is_for_a_terminal() {
        let (mut script, _, to_script) = testing::ui(None);
        script.suggest("next");
        let (mut person, _, to_person) = testing::ui(Some(""));
        person.suggest("next");
        person.quiet = true;
        person.suggest("more");
        assert_eq!([to_script.text(), to_person.text()], ["", "hint: next\n"]);
    }

    #[test]
    fn a_closed_pipe_ends_in_silence_and_a_full_disk_does_not() {
        let (mut ui, ..) = testing::ui(None);
        ui.out = Box::new(Refusing(io::ErrorKind::BrokenPipe));
        ui.answer("text").expect("nobody reads");
        assert!(ui.out_is_closed);
        let (mut ui, ..) = testing::ui(None);
        ui.out = Box::new(Refusing(io::ErrorKind::StorageFull));
        assert_eq!(ui.answer("text").expect_err("full").message(), "cannot write to standard output");
    }

    #[test]
    fn questions_are_answered_line_by_line_until_the_end() {
        let (mut ui, _, err) = testing::ui(Some("  @john_doe \n\nlast without a line end"));
        assert_eq!(ui.ask("DRI", None).expect("read").as_deref(), Some("@john_doe"));
        assert_eq!(ui.ask("Window", Some("1h")).expect("read").as_deref(), Some("1h"));
        assert_eq!(ui.ask("Note", None).expect("read").as_deref(), Some("last without a line end"));
        assert_eq!(ui.ask("More", None).expect("read"), None);
        assert_eq!(err.text(), "DRI: Window [1h]: Note: More: \n");
    }

    #[test]
    fn silence_is_no_consent() {
        assert!(testing::ui(Some("what?\ny\n")).0.confirm("Publish?").expect("read"));
        for answer in ["", "\n", "n\n"] {
            assert!(!testing::ui(Some(answer)).0.confirm("Publish?").expect("read"));
        }
    }

    #[test]
    fn what_only_a_person_can_allow_is_asked_in_spite_of_yes() {
        let (mut ui, _, err) = testing::ui(Some("n\n"));
        ui.yes = true;
        assert!(ui.confirm("Publish?").expect("not asked"));
        assert!(!ui.confirm_in_person("Send the token?").expect("read"));
        assert_eq!(err.text(), "Send the token? [y/N] ");
    }

    #[test]
    fn a_choice_is_a_number_of_the_list() {
        let choices = ["acme".to_owned(), "beta".to_owned()];
        let (mut ui, _, err) = testing::ui(Some("0\nbeta\n2\n"));
        assert_eq!(ui.choose("Which one?", &choices).expect("read"), Some(1));
        assert!(err.text().starts_with("  1  acme\n  2  beta\nWhich one? Type a number from 1 to 2; Ctrl-D ends.\n"));
        assert_eq!(testing::ui(Some("")).0.choose("Which one?", &choices).expect("read"), None);
    }
}
