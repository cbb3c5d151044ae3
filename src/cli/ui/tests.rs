//! What goes out on which stream.

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
