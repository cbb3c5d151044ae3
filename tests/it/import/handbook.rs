//! The handbook's example as it stands: between the account and lint all of its fourteen known defects are named.

use std::fmt::Write;

use runbook::{
    document::Source,
    lint::{self, Options},
    sync::import::Imported,
};

use super::import_text;

const EXAMPLE: &str = include_str!("../../fixtures/import/handbook-example.md");

/// Returns what the account says, a line each, such as `4: the DRI stands in back-ticks`.
fn remarks(imported: &Imported) -> String {
    let mut text = String::new();
    for entry in &imported.account {
        for remark in &entry.remarks {
            writeln!(text, "{}: {remark}", entry.first).expect("a string takes everything");
        }
    }
    text
}

/// Returns what lint says, each with the line of the file.
fn findings(text: &str) -> String {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("it is text");
    let mut said = String::new();
    for finding in lint::lint(&source, &Options::default()) {
        let line = &text.lines().nth(finding.start.line - 1).expect("a finding has a line").trim();
        writeln!(said, "{} {line}: {}", finding.rule.id, finding.message).expect("a string takes everything");
    }
    said
}

#[test]
fn all_fourteen_defects_of_the_example_are_named_at_their_lines() {
    let imported = import_text(EXAMPLE);
    let (remarks, findings) = (remarks(&imported), findings(&imported.text));
    let named: [(&str, &str, &str); 23] = [
        ("1 the schedule is in PST", &findings, "schedule-zone schedule_at: 2020-10-10 - 23:30 PST: `PST` is an"),
        ("1 and so says the account", &remarks, "5: `2020-10-10 - 23:30 PST` is kept as it stands"),
        ("2 no window", &findings, "window-missing schedule_at:"),
        ("3 the name is not written as a name", &remarks, "1: in a name the words have capitals: `all groups`"),
        ("4 no expected result", &findings, "expected-result-missing description:"),
        ("5 the DRI is in back-ticks", &remarks, "4: the DRI stands in back-ticks"),
        ("5 the DRI is no contact", &findings, "dri-not-a-contact dri:"),
        ("6 the meeting is no link", &findings, "address-format meeting_url:"),
        ("7 the issue is in back-ticks", &remarks, "7: the address stands in back-ticks"),
        ("8 a name begins with a small letter", &remarks, "21: `harry Page` begins with a small letter"),
        ("8 blanks stand twice", &remarks, "14: in `Communication & Technical assistance` blanks stood twice"),
        ("8 nobody has a zone", &findings, "contact-without-time-zone - name: John Doe"),
        ("8 nobody of the customer either", &findings, "contact-without-time-zone - name: harry Page"),
        ("9 the list is in a fence", &remarks, "25: 4 boxes stand in a code block"),
        ("10 a channel is to be chosen", &findings, "unresolved-choice item: Inform on `#support_gitlab-com` or"),
        ("11 the tasks are of another runbook", &findings, "name-and-tasks-differ name:"),
        ("12 no owner", &findings, "task-without-owner - id: confirm-the-users-provided-state"),
        ("12 no planned time", &findings, "task-without-duration - id: confirm-the-users-provided-state"),
        ("12 no link", &findings, "task-without-instructions - id: confirm-the-users-provided-state"),
        ("13 a back-tick is open", &findings, "unbalanced-markdown plan:"),
        ("13 no time", &findings, "rollback-without-duration rollback:"),
        ("14 ticked before the tasks", &findings, "post-call-before-tasks state: done"),
        ("14 a paragraph, not a list", &remarks, "50: a box stands in a paragraph, not in a list"),
    ];
    for (defect, said, expected) in named {
        let is_there = said.lines().any(|line| line.contains(expected));
        assert!(is_there, "{defect}: {expected:?} is not in\n{said}");
    }
}
