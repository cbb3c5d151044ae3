//! The fourteen things that are wrong with the example of the handbook page, each named at its line.

use std::{collections::BTreeSet, fmt::Write};

use expect_test::expect;
use runbook::{
    config::Config,
    document::Source,
    lint::{Options, lint},
};

use crate::render::body;

const AS_IT_STANDS: &str = include_str!("../fixtures/handbook-as-it-stands.yaml");

/// What is wrong, and the rules that say so. Two of them a file cannot have, which the other tests here show.
const DEFECTS: [(&str, &[&str]); 14] = [
    ("1 the schedule has an abbreviation for a zone", &["schedule-zone"]),
    ("2 the schedule has no end", &["window-missing"]),
    ("3 the name is written in two ways", &[]),
    ("4 the description has no expected result", &["expected-result-missing"]),
    ("5 the DRI is in back-ticks and no contact", &["handle-format", "dri-not-a-contact"]),
    ("6 the meeting is no link", &["address-format"]),
    ("7 the issue is no link", &["address-format"]),
    ("8 contacts with blanks and without zones", &["blanks-in-name", "contact-without-time-zone"]),
    ("9 the list cannot be ticked", &[]),
    ("10 one of two channels", &["unresolved-choice"]),
    ("11 the tasks of another runbook", &["name-and-tasks-differ"]),
    (
        "12 tasks without owner, time and link",
        &["task-without-owner", "task-without-duration", "task-without-instructions"],
    ),
    ("13 the rollback has open code and no time", &["unbalanced-markdown", "rollback-without-duration"]),
    ("14 all is done before the tasks", &["post-call-before-tasks"]),
];

#[test]
fn what_is_wrong_with_the_handbook_example_is_named() {
    let source = Source::from_text("handbook.yaml", AS_IT_STANDS.to_owned()).expect("text");
    let findings = lint(&source, &Options { team: Config::default().team(), ..Options::default() });
    let mut out = String::new();
    for (defect, rules) in DEFECTS {
        writeln!(out, "{defect}").expect("a string takes everything");
        for rule in rules {
            // Meeting and issue are two defects that one rule finds.
            let is_it = |line: usize| match defect {
                "6 the meeting is no link" => line == 10,
                "7 the issue is no link" => line == 11,
                _ => true,
            };
            let found = findings.iter().filter(|finding| finding.rule.id == *rule);
            let lines: Vec<String> =
                found.map(|found| found.start.line).filter(|line| is_it(*line)).map(|line| line.to_string()).collect();
            assert!(!lines.is_empty(), "{defect}: {rule} is silent");
            writeln!(out, "   {rule}: {}", lines.join(", ")).expect("a string takes everything");
        }
    }
    let named: BTreeSet<&str> = DEFECTS.iter().flat_map(|(_, rules)| *rules).copied().collect();
    let further: BTreeSet<&str> =
        findings.iter().map(|finding| finding.rule.id).filter(|rule| !named.contains(rule)).collect();
    writeln!(out, "further: {}", further.into_iter().collect::<Vec<_>>().join(", "))
        .expect("a string takes everything");
    expect![[r#"
        1 the schedule has an abbreviation for a zone
           schedule-zone: 9
        2 the schedule has no end
           window-missing: 9
        3 the name is written in two ways
        4 the description has no expected result
           expected-result-missing: 7
        5 the DRI is in back-ticks and no contact
           handle-format: 8
           dri-not-a-contact: 8
        6 the meeting is no link
           address-format: 10
        7 the issue is no link
           address-format: 11
        8 contacts with blanks and without zones
           blanks-in-name: 15, 18, 22, 25
           contact-without-time-zone: 15, 18, 22, 25
        9 the list cannot be ticked
        10 one of two channels
           unresolved-choice: 32, 48
        11 the tasks of another runbook
           name-and-tasks-differ: 6
        12 tasks without owner, time and link
           task-without-owner: 54, 55, 56, 57
           task-without-duration: 54, 55, 56, 57
           task-without-instructions: 54, 55, 56, 57
        13 the rollback has open code and no time
           unbalanced-markdown: 62
           rollback-without-duration: 59
        14 all is done before the tasks
           post-call-before-tasks: 51
        further: rollback-regions-unconfirmed
    "#]]
    .assert_eq(&out);
}

/// The text of the example as soon as its schedule can be read.
fn readable() -> String {
    AS_IT_STANDS.replace("2020-10-10 - 23:30 PST", "2020-10-10 23:30 America/Los_Angeles")
}

#[test]
fn a_name_stands_once_in_a_file_so_that_it_cannot_differ() {
    let body = body(&readable());
    let names: BTreeSet<&str> =
        body.split('\n').filter(|line| line.to_lowercase().contains("2fa on all groups")).collect();
    expect![[r#"
        | Runbook name | Acme - Enforce 2FA on all groups |
    "#]]
    .assert_eq(&names.into_iter().map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn the_lists_can_be_ticked_in_the_issue() {
    let body = body(&readable());
    let items: String = body
        .lines()
        .filter(|line| line.contains("[x]") || line.contains("[ ]"))
        .fold(String::new(), |all, line| all + line + "\n");
    expect![[r#"
        - [x] Inform on `#support_gitlab-com` or `#support_self-managed` and `#support_manager` slack channel about the work to be done with a runbook link <!-- rb:pre-call.inform -->
        - [x] Verify that any rollback plan can be execute by an engineer from every region <!-- rb:pre-call.rollback-regions -->
        - [ ] Has a dry-run been performed before the call? <!-- rb:pre-call.dry-run -->
        - [x] Do we have a way to create logs from the actions performed. <!-- rb:pre-call.action-logs -->
        - [x] Inform on `#support_gitlab-com` or `#support_self-managed` and `#support_manager` slack channel the about the work completion, the current state, and if any follow up is necessary with documentation links. <!-- rb:post-call.inform -->
    "#]].assert_eq(&items);
}
