//! Findings in, text out.

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, any, proptest};
use runbook::{
    document::{Document, Source},
    lint::{Finding, Levels, Options, lint, rules},
    report::{self, Context, Format, Project},
};

/// A file in which rules of every level of trouble have something to say.
const ACME: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  dri: \"@pat_filler\"
  window: 3h
contacts:
  gitlab:
    - { name: John Doe, handle: \"@john_doe\" }
checklists:
  pre-call:
    - item: Inform #support_gitlab-com about the work
  post-call:
    - item: Inform about the end
      state: done
tasks:
  - task: Remove 2FA from user list
    owner: John Doe
rollback:
  irreversible: Users set it up again
";

/// The rules that play here; the reports of the others look the same.
const RULES: [&str; 9] = [
    "comment-swallows-text",
    "dri-missing",
    "dri-not-a-contact",
    "name-format",
    "placeholder",
    "post-call-before-tasks",
    "rollback-missing",
    "schedule-missing",
    "task-without-duration",
];

fn options() -> Options {
    Options { levels: Levels::only(&RULES), ..Options::default() }
}

fn found(name: &str, text: &str) -> Vec<Finding> {
    match Source::from_bytes(name, text.as_bytes().to_vec()) {
        Ok(source) => lint(&source, &options()),
        Err(error) => vec![Finding::from_source_error(name, &error)],
    }
}

/// Returns the findings of one rule alone, and of reading the file.
fn findings_of(rule: &str, name: &str, text: &str) -> Vec<Finding> {
    let all = found(name, text).into_iter();
    all.filter(|finding| finding.rule.id == rule || finding.rule.is_found_while_reading()).collect()
}

fn written(format: Format, findings: &[Finding]) -> String {
    let project = Project { root: "/srv/project".into(), working_folder: "/srv/project/team".into() };
    let mut out = Vec::new();
    report::write(format, findings, Context { project: &project, files: &[], colour: false }, &mut out)
        .expect("memory");
    String::from_utf8(out).expect("text")
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(format: Format, findings: &[Finding], expected: Expect) {
    expected.assert_eq(&written(format, findings));
}

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
fn columns_hold_with_crlf_tabs_wide_characters_and_a_byte_order_mark() {
    let text = "\u{feff}version: 1\r\nheader: {\tname: \"確認 é\",\twindow: ten }\r\nrollback: { irreversible: x }";
    check(
        Format::Text,
        &findings_of("name-format", "a.yaml", text),
        expect![[r#"
            error[name-format]: the name is not `CUSTOMER - REQUESTED TASK`
             --> a.yaml:2:17
              |
            2 | header: {    name: "確認 é",    window: ten }
              |                    ^^^^^^^^ no customer, or no task
              |
              = help: write the customer, a dash between blanks, and what is asked for: `Acme - Enforce 2FA on All Groups`

            error[schema]: `ten` is not a duration
             --> a.yaml:2:33
              |
            2 | header: {    name: "確認 é",    window: ten }
              |                                         ^^^
              |
              = help: write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`

        "#]],
    );
    let places: Vec<_> =
        findings_of("name-format", "a.yaml", text).iter().map(|found| (found.start, found.end)).collect();
    let places: Vec<_> = places.iter().map(|(a, b)| [a.line, a.column, b.line, b.column]).collect();
    assert_eq!(places, [[2, 17, 2, 23], [2, 33, 2, 36]]);
}

#[test]
fn a_problem_at_the_end_of_a_file_without_a_final_newline_is_shown_there() {
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", "version: 1\nheader: { name: Acme - Work }\ntasks:\n  -"),
        expect![[r#"
            error[schema]: a task is empty
             --> a.yaml:4:4
              |
            4 |   -
              |    ^
              |
              = help: fill it or remove it

        "#]],
    );
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", "version: 1\r\nheader: { name: Acme - Work }\r\nkind: \"x\r\n"),
        expect![[r#"
            error[syntax]: the quote that opens here is not closed on its line
             --> a.yaml:3:7
              |
            3 | kind: "x
              |       ^ - noticed here
              |
              = help: write `kind: "x"`

        "#]],
    );
}

#[test]
fn characters_that_act_are_never_written_raw() {
    let text = "version: 1\nheader: { name: \"Ac\u{202e}me\", \"ki\u{9b}nd\": 1 }\nx\u{7f}: 2\n";
    let findings = findings_of("name-format", "a\u{1b}[31m.yaml", text);
    check(
        Format::Text,
        &findings,
        expect![[r#"
            error[syntax]: a control character stands here: U+009B
             --> a\u{1b}[31m.yaml:2:29
              |
            2 | header: { name: "Ac�me", "ki�nd": 1 }
              |                             ^
              |
              = help: remove it; it may come from a terminal's output

        "#]],
    );
    for format in Format::ALL {
        let shown = written(format, &findings);
        let raw = shown.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(raw, None, "{format:?}");
    }
}

#[test]
fn a_very_long_line_is_not_shown() {
    let text = format!("version: 1\nheader: {{ name: Acme - Work, dri: \"{}\" }}\n", "x".repeat(5000));
    check(
        Format::Text,
        &findings_of("dri-not-a-contact", "a.yaml", &text),
        expect![[r#"
            warning[dri-not-a-contact]: the DRI is not a contact of GitLab
            --> a.yaml:2:35
             = help: add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle

        "#]],
    );
}

#[test]
fn a_value_of_many_lines_is_underlined_in_the_first() {
    let text = "version: 1\nheader:\n  name:\n    a: 1\n    b: 2\n";
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", text),
        expect![[r#"
        error[schema]: `name` must be text, not a mapping
         --> a.yaml:4:5
          |
        4 |     a: 1
          |     ^^^^
          |
          = help: write it on the line of the key; a text with `: ` in it goes in quotes

    "#]],
    );
}

#[test]
fn json_is_as_documented() {
    let mut findings = findings_of("comment-swallows-text", "./acme.yaml", ACME);
    findings.extend(findings_of("task-without-duration", "/elsewhere/acme.yaml", ACME));
    check(
        Format::Json,
        &findings,
        expect![[r#"
            {
              "version": 1,
              "findings": [
                {
                  "rule": "comment-swallows-text",
                  "level": "error",
                  "message": "`#support_gitlab-com` begins a comment, so the text ends before it",
                  "help": "put the whole text in quotes; if it is a comment, write a blank after the `#`",
                  "path": "./acme.yaml",
                  "line": 11,
                  "column": 20,
                  "end_line": 11,
                  "end_column": 54,
                  "fingerprint": "1ae62cba1c01a7b2c0e518b2e9aad1fc",
                  "fix": null
                },
                {
                  "rule": "task-without-duration",
                  "level": "warning",
                  "message": "task has no planned duration",
                  "help": "add `planned:`, for example `planned: 1h15m`",
                  "path": "/elsewhere/acme.yaml",
                  "line": 16,
                  "column": 5,
                  "end_line": 16,
                  "end_column": 36,
                  "fingerprint": "0e7759de45879d5a33a27a9a8e817f8a",
                  "fix": null
                }
              ]
            }
        "#]],
    );
    check(
        Format::Json,
        &[],
        expect![[r#"
        {
          "version": 1,
          "findings": []
        }
    "#]],
    );
}

#[test]
fn gitlab_gets_what_its_code_quality_report_takes() {
    let mut findings = findings_of("task-without-duration", "./acme.yaml", ACME);
    findings.extend(found("../other.yaml", "version: 1\n  header:\n"));
    findings.push(Finding::unreadable("gone.yaml", "no such file", None));
    check(
        Format::Gitlab,
        &findings,
        expect![[r#"
            [
              {
                "description": "task-without-duration: task has no planned duration",
                "check_name": "task-without-duration",
                "fingerprint": "d71a944bed7d3388238d87891d277046",
                "severity": "minor",
                "location": {
                  "path": "team/acme.yaml",
                  "lines": {
                    "begin": 16
                  }
                }
              },
              {
                "description": "syntax: this line is indented deeper than the line above, which has its value already",
                "check_name": "syntax",
                "fingerprint": "0415b95d517f58c02e47ac500b1e5b7a",
                "severity": "critical",
                "location": {
                  "path": "other.yaml",
                  "lines": {
                    "begin": 2
                  }
                }
              },
              {
                "description": "unreadable: no such file",
                "check_name": "unreadable",
                "fingerprint": "aa01f439830e3034de5da1af72394120",
                "severity": "critical",
                "location": {
                  "path": "team/gone.yaml",
                  "lines": {
                    "begin": 1
                  }
                }
              }
            ]
        "#]],
    );
    check(
        Format::Gitlab,
        &[],
        expect![[r#"
        []
    "#]],
    );
}

#[test]
fn gitlab_never_gets_a_fingerprint_twice() {
    let once = found("a.yaml", ACME);
    let mut twice = once.clone();
    twice.extend(found("./a.yaml", ACME));
    assert_eq!(written(Format::Gitlab, &once), written(Format::Gitlab, &twice));
    let tasks =
        "version: 1\nheader: { name: Acme - Work }\ntasks: [{ task: a }, { task: a }, { task: 確 }, { task: 認 }]\n";
    let report: Vec<serde_json::Value> =
        serde_json::from_str(&written(Format::Gitlab, &found("a.yaml", tasks))).expect("json");
    let mut fingerprints: Vec<_> = report.iter().map(|entry| entry["fingerprint"].as_str().expect("text")).collect();
    let n_all = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), n_all);
    assert_eq!(n_all, found("a.yaml", tasks).len());
}

#[test]
fn a_fingerprint_survives_edits_elsewhere() {
    let fingerprints = |text: &str| -> Vec<String> {
        let mut all: Vec<_> = found("a.yaml", text).iter().map(|finding| finding.fingerprint("a.yaml")).collect();
        all.sort_unstable();
        all
    };
    let before = fingerprints(ACME);
    assert_eq!(before, fingerprints(&format!("# moved\n\n{ACME}")));
    assert_eq!(before, fingerprints(&ACME.replace('\n', "\r\n")));
    // Another task above, and the id that the first mark writes.
    let task = "tasks:\n  - { task: Look, owner: John Doe, planned: 5m, outcome: success, duration: 5m }\n";
    assert_eq!(before, fingerprints(&ACME.replace("tasks:\n", task)));
    let id = ACME.replace("  - task: Remove", "  - id: remove-2fa-from-user-list\n    task: Remove");
    assert_eq!(before, fingerprints(&id));
    // What is mended goes, the others stay.
    let mended = fingerprints(
        &ACME.replace("  window: 3h\n", "  schedule_at: 2026-10-10 23:30 America/Los_Angeles\n  window: 3h\n"),
    );
    assert_eq!(mended.len(), before.len() - 1);
    assert!(mended.iter().all(|one| before.contains(one)));
}

#[test]
fn the_summary_counts_by_level() {
    assert_eq!(report::summary(&found("a.yaml", ACME), 9), "2 errors, 3 warnings in 9 files");
    assert_eq!(report::summary(&[], 1), "no findings in 1 file");
    let rule = rules::find("dri-not-a-contact").expect("a rule");
    let mut options = options();
    options.levels.set(rule, Some(runbook::lint::Level::Info)).expect("can be chosen");
    let source = Source::from_text("a.yaml", ACME.to_owned()).expect("text");
    assert_eq!(report::summary(&lint(&source, &options), 2), "2 errors, 2 warnings, 1 info in 2 files");
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

/// What breaks a file: structure, quotes, line ends, wide and harmful characters.
const SPLINTERS: &[&str] = &[
    "\n", "\r\n", ": ", "- ", "#x", " #", "\"", "'", "{", "}", "[", "]", "\t", "確", "\u{202e}", "<A_B>", "|", "  ",
    "&a", "*a",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_file_is_answered_in_every_format(
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0_usize..6, any::<proptest::sample::Index>()), 1..6),
    ) {
        let mut text = ACME.to_owned();
        for (at, n_removed, splinter) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = at.index(places.len());
            let end = (at + n_removed).min(places.len() - 1);
            let splinter: &&str = splinter.get(SPLINTERS);
            text.replace_range(places[at]..places[end], splinter);
        }
        let findings = found("a.yaml", &text);
        for format in Format::ALL {
            let shown = written(format, &findings);
            assert!(!shown.contains(runbook::model::is_invisible), "{shown:?}");
        }
        let gitlab: Vec<serde_json::Value> = serde_json::from_str(&written(Format::Gitlab, &findings)).expect("json");
        assert_eq!(gitlab.len(), findings.len());
        for finding in findings {
            assert!(finding.start <= finding.end && finding.range.start <= finding.range.end, "{finding:?}");
            let shown = written(Format::Text, std::slice::from_ref(&finding));
            let place = format!("--> a.yaml:{}:{}\n", finding.start.line, finding.start.column);
            assert!(finding.excerpt.is_none() || shown.contains(&place), "{shown}\n{finding:?}");
        }
    }
}
