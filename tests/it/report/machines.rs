//! Findings for machines, and what stays the same between two runs.

use expect_test::expect;

use super::*;

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
