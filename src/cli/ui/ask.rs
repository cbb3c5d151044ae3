//! What is asked of the person at the terminal.

use std::io::{BufRead, Read};

use super::Ui;
use crate::cli::{
    error::CliError,
    paint::{STRONG, paint},
    sanitise::{clean, clean_line},
};

/// The longest answer that is taken from a prompt, in bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;

impl Ui {
    /// Asks for a line. Enter takes the default, which is empty where there is none; `None` means that the person ended
    /// the conversation (Ctrl-D).
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(in crate::cli) fn ask(&mut self, question: &str, default: Option<&str>) -> Result<Option<String>, CliError> {
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
    pub(in crate::cli) fn confirm(&mut self, question: &str) -> Result<bool, CliError> {
        if self.yes { Ok(true) } else { self.confirm_in_person(question) }
    }

    /// Asks a question like [`Ui::confirm`] that `--yes` does not answer: whoever gave it did not know of this one.
    ///
    /// # Errors
    /// stdin cannot be read.
    pub(in crate::cli) fn confirm_in_person(&mut self, question: &str) -> Result<bool, CliError> {
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
    pub(in crate::cli) fn choose(&mut self, question: &str, choices: &[String]) -> Result<Option<usize>, CliError> {
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
}

#[cfg(test)]
mod tests {
    use super::super::testing;

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
