//! The value of a secret is in no report, whichever rule reports its line.

use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Source},
    lint::{Finding, Options, lint},
    report::{Context, Format, Project, problems, write},
};

/// Made up for these tests; with a character that is wide, so that columns tell.
const VALUE: &str = "c0rrect確horse";

fn findings(text: &str) -> Vec<Finding> {
    let source = Source::from_text("x.yaml", text.replace("SECRET", VALUE)).expect("text");
    lint(&source, &Options::default())
}

fn reports(findings: &[Finding]) -> [String; Format::ALL.len()] {
    let project = Project { root: "/p".into(), working_folder: "/p".into() };
    Format::ALL.map(|format| {
        let mut out = Vec::new();
        write(format, findings, Context { project: &project, files: &[], colour: false }, &mut out)
            .expect("memory takes it");
        String::from_utf8(out).expect("text")
    })
}

/// Reports a text in every format, looks that the secret is in none, and compares the one for people.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let findings = findings(text);
    let reports = reports(&findings);
    for report in reports.iter().chain([&format!("{findings:?}")]) {
        for part in [VALUE, "c0rr", "確horse"] {
            assert!(!report.contains(part), "{part} in {report}");
        }
    }
    expected.assert_eq(&reports[0]);
}

const HEADER: &str =
    "version: 1\nheader: { name: Acme - Work, dri: '@john_doe', schedule_at: 2026-10-10 09:00 UTC, window: 2h }\n";

#[test]
fn a_secret_is_marked_and_not_shown() {
    check(
        &format!("{HEADER}rollback: {{ plan: None }} # 確 redis://:SECRET@10.0.0.1, x\n"),
        expect![[r#"
            warning[handbook-item-missing]: there are no checklists
             --> x.yaml:1:1
              |
            1 | version: 1
              | ^^^^^^^ no checklists
              |
              = help: add `checklists:` with `pre-call:` and `post-call:`; `runbook new` writes the handbook's

            warning[tasks-missing]: there are no tasks
             --> x.yaml:1:1
              |
            1 | version: 1
              | ^^^^^^^ no task
              |
              = help: add what is done on the call, step by step: `- task: …`

            warning[description-missing]: the work is not described
             --> x.yaml:2:1
              |
            2 | header: { name: Acme - Work, dri: '@john_doe', schedule_at: 2026-10-10 09:00 UTC, window: 2h }
              | ^^^^^^ no description
              |
              = help: add in a sentence or two what is done, and what the result is

            warning[dri-not-a-contact]: the DRI is not a contact of GitLab
             --> x.yaml:2:35
              |
            2 | header: { name: Acme - Work, dri: '@john_doe', schedule_at: 2026-10-10 09:00 UTC, window: 2h }
              |                                   ^^^^^^^^^^^ not among `contacts.gitlab`
              |
              = help: add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle

            info[customer-contact-missing]: nobody of the customer is named
             --> x.yaml:2:61
              |
            2 | header: { name: Acme - Work, dri: '@john_doe', schedule_at: 2026-10-10 09:00 UTC, window: 2h }
              |                                                             ^^^^^^^^^^^^^^^^^^^^ no contacts of the customer
              |
              = help: add who joins from the customer's team under `contacts:`, `customer:`

            info[meeting-missing]: no meeting is named
             --> x.yaml:2:61
              |
            2 | header: { name: Acme - Work, dri: '@john_doe', schedule_at: 2026-10-10 09:00 UTC, window: 2h }
              |                                                             ^^^^^^^^^^^^^^^^^^^^ where?
              |
              = help: add the address of the meeting, for example `meeting_url: https://example.zoom.com/my/example.meeting`

            warning[rollback-without-duration]: the rollback does not say how long it takes
             --> x.yaml:3:1
              |
            3 | rollback: { plan: None } # 確 redis://:*************@10.0.0.1, x
              | ^^^^^^^^ no planned duration
              |
              = help: add `planned:` to the rollback, for example `planned: 1h15m`

            error[secret]: the file holds a secret: password in an address
             --> x.yaml:3:30
              |
            3 | rollback: { plan: None } # 確 redis://:*************@10.0.0.1, x
              |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ password in an address
              |
              = help: revoke it where it was made, and write a variable such as `$TOKEN` or where to find it instead

        "#]],
    );
}

#[test]
fn findings_of_other_rules_on_the_line_hide_it_as_well() {
    check(
        &format!(
            "{HEADER}rollback: {{ plan: None }}\ntasks: [{{ task: Look, owner: John, ownr: 'redis://:SECRET@b', note: <A> }}]\nhttp://a:SECRET@b: 1\n"
        ),
        expect![[r#"
            error[schema]: a task has no key `ownr`
             --> x.yaml:4:36
              |
            4 | tasks: [{ task: Look, owner: John, ownr: 'redis://:*************@b', note: <A> }]
              |                                    ^^^^
              |
              = help: did you mean `owner`?

            error[secret]: the file holds a secret: password in an address
             --> x.yaml:4:43
              |
            4 | tasks: [{ task: Look, owner: John, ownr: 'redis://:*************@b', note: <A> }]
              |                                           ^^^^^^^^^^^^^^^^^^^^^^^^ password in an address
              |
              = help: revoke it where it was made, and write a variable such as `$TOKEN` or where to find it instead

            error[placeholder]: the placeholder `<A>` was not filled
             --> x.yaml:4:76
              |
            4 | tasks: [{ task: Look, owner: John, ownr: 'redis://:*************@b', note: <A> }]
              |                                                                            ^^^ not filled
              |
              = help: write what it stands for, or fill it everywhere: runbook set '<A>' VALUE

            error[schema]: a runbook has no key `http://a:*************@b`
             --> x.yaml:5:1
              |
            5 | http://a:*************@b: 1
              | ^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: its keys are `version`, `kind`, `blueprint`, `example`, `summary`, `parameters`, `header`, `contacts`, `checklists`, `tasks`, `rollback`, `follow_ups`, `closed`, `sync`, `log`; a key of your own begins with `x-`

            error[secret]: the file holds a secret: password in an address
             --> x.yaml:5:1
              |
            5 | http://a:*************@b: 1
              | ^^^^^^^^^^^^^^^^^^^^^^^^^ password in an address
              |
              = help: revoke it where it was made, and write a variable such as `$TOKEN` or where to find it instead

        "#]],
    );
}

#[test]
fn a_file_that_cannot_be_read_hides_it_too() {
    let text = format!("{HEADER}tasks: [x, \"http://a:{VALUE}@b ]\n");
    check(
        &text,
        expect![[r#"
        error[syntax]: the quote that opens here is not closed on its line
         --> x.yaml:3:12
          |
        3 | tasks: [x, "http://a:*************@b ]
          |            ^
          |
          = help: close it with another `"` where the text ends

    "#]],
    );
    let source = Source::from_text("x.yaml", text).expect("text");
    let found = Document::parse(&source).expect_err("not valid");
    assert!(!problems(&source, &found, false).contains("c0rr"));
}

#[test]
fn a_fingerprint_says_nothing_of_the_value() {
    let text = |value: &str| {
        format!(
            "{HEADER}tasks:\n  - task: Look at http://a:{value}@b\n  - {{ id: look, task: x, note: 'http://a:{value}@b <A>' }}\nhttp://a:{value}@b: 1\n"
        )
    };
    let fingerprints = |value: &str| -> Vec<String> {
        findings(&text(value)).iter().map(|finding| finding.fingerprint("x.yaml")).collect()
    };
    assert_eq!(fingerprints("one-1-one"), fingerprints("two-2-two-2-two"));
    assert!(fingerprints("one-1-one").len() > 5);
}
