//! Findings for people, under the lines of the file.

use expect_test::expect;

use super::*;

#[test]
fn text_shows_the_line_and_what_to_do() {
    check(
        Format::Text,
        &found("runbooks/acme.yaml", ACME),
        expect![[r#"
        warning[schedule-missing]: no time is agreed
         --> runbooks/acme.yaml:2:1
          |
        2 | header:
          | ^^^^^^ no schedule
          |
          = help: add the date, the time and the zone in which they were agreed: `schedule_at: 2026-10-10 23:30 America/Los_Angeles`

        warning[dri-not-a-contact]: the DRI is not a contact of GitLab
         --> runbooks/acme.yaml:4:8
          |
        4 |   dri: "@pat_filler"
          |        ^^^^^^^^^^^^^ not among `contacts.gitlab`
          |
          = help: add the DRI to the contacts, or correct the handle

        error[comment-swallows-text]: `#support_gitlab-com` begins a comment, so the text ends before it
          --> runbooks/acme.yaml:11:20
           |
        11 |     - item: Inform #support_gitlab-com about the work
           |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ read as a comment
           |
           = help: put the whole text in quotes; if it is a comment, write a blank after the `#`

        error[post-call-before-tasks]: item after the tasks is done, but a task has no outcome
          --> runbooks/acme.yaml:14:14
           |
        14 |       state: done
           |              ^^^^ cannot be done yet
        15 | tasks:
        16 |   - task: Remove 2FA from user list
           |     ------------------------------- this task has no outcome
           |
           = help: mark the task, or open the item again

        warning[task-without-duration]: task has no planned duration
          --> runbooks/acme.yaml:16:5
           |
        16 |   - task: Remove 2FA from user list
           |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no planned duration
           |
           = help: add `planned:`, for example `planned: 1h15m`

    "#]],
    );
}

#[test]
fn text_has_colour_only_when_asked() {
    let findings = findings_of("schedule-missing", "a.yaml", ACME);
    let context = Context { project: &Project::default(), files: &[], colour: true };
    let mut out = Vec::new();
    report::write(Format::Text, &findings, context, &mut out).expect("memory");
    let coloured = String::from_utf8(out).expect("text");
    assert!(coloured.contains("\u{1b}["));
    assert!(!written(Format::Text, &findings).contains('\u{1b}'));
}

#[test]
fn help_may_have_several_lines() {
    check(
        Format::Text,
        &[Finding::unreadable(
            "runbooks/acme.yaml",
            "permission denied",
            Some("make it readable:\nchmod u+r runbooks/acme.yaml".to_owned()),
        )],
        expect![[r#"
            error[unreadable]: permission denied
            --> runbooks/acme.yaml
             = help: make it readable:
                     chmod u+r runbooks/acme.yaml

        "#]],
    );
}

#[test]
fn what_has_no_text_is_shown_without_a_line_of_it() {
    check(
        Format::Text,
        &found("a.yaml", ""),
        expect![[r#"
            error[syntax]: the file is empty
            --> a.yaml
             = help: `runbook new "CUSTOMER - REQUESTED TASK"` writes a runbook to start from

        "#]],
    );
    check(
        Format::Text,
        &found("a.yaml", "version: 1\nheader: \0\n"),
        expect![[r#"
            error[syntax]: the file holds a NUL at byte 20
            --> a.yaml:2:9
             = help: a runbook is text; is this the right file?

        "#]],
    );
}

#[test]
fn another_place_is_shown_with_it() {
    let header = "version: 1\nheader: { name: Acme - Work }\n";
    let duplicate = |between: &str| {
        let text =
            format!("{header}x-a:\n  k: 1\n{between}tasks:\n  - id: a\n    task: x\n{between}  - id: a\n    task: y\n");
        findings_of("schema", "a.yaml", &text)
    };
    check(
        Format::Text,
        &duplicate(""),
        expect![[r#"
        error[schema]: the id `a` stands twice
         --> a.yaml:8:9
          |
        6 |   - id: a
          |         - first here
        7 |     task: x
        8 |   - id: a
          |         ^
          |
          = help: an id is unique in its list; tasks and rollback steps share one

    "#]],
    );
    check(
        Format::Text,
        &duplicate("    # far\n    # away\n    # from it\n"),
        expect![[r#"
        error[schema]: the id `a` stands twice
          --> a.yaml:14:9
           |
         9 |   - id: a
           |         - first here
        ...
        14 |   - id: a
           |         ^
           |
           = help: an id is unique in its list; tasks and rollback steps share one

    "#]],
    );
    check(
        Format::Text,
        &duplicate(&"    # very far\n".repeat(300)),
        expect![[r#"
        error[schema]: the id `a` stands twice
           --> a.yaml:608:9
            |
        608 |   - id: a
            |         ^
            |
            = note: first here: a.yaml:306:9
            = help: an id is unique in its list; tasks and rollback steps share one

    "#]],
    );
}

#[test]
fn problems_of_a_file_that_must_be_valid_look_the_same() {
    let source =
        Source::from_text("a.yaml", "version: 1\nheader: { nam: Acme - Work }\nkind: x\n".to_owned()).expect("text");
    let problems = Document::parse(&source).expect_err("not valid");
    expect![[r#"
        error[schema]: the header has no key `nam`
         --> a.yaml:2:11
          |
        2 | header: { nam: Acme - Work }
          |           ^^^
          |
          = help: did you mean `name`?

        error[schema]: `kind` cannot be `x`
         --> a.yaml:3:7
          |
        3 | kind: x
          |       ^
          |
          = help: it can be `support-assisted`, `contact-request`, `emergency-maintenance`

    "#]]
    .assert_eq(&report::problems(&source, &problems, false));
}
