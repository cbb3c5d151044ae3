//! Streams that are closed, full, or nobody's.

use expect_test::expect;

use crate::sandbox::{Run, SMALLEST, Sandbox};

/// Commands that answer on stdout, and the status that they have where all goes well.
const ANSWERING: &[(&[&str], i32)] = &[
    (&["lint", "acme.yaml"], 1),
    (&["lint", "acme.yaml", "--format", "json"], 1),
    (&["render", "acme.yaml"], 0),
    (&["check", "pre-call", "-f", "acme.yaml"], 1),
    (&["check", "pre-call", "-f", "acme.yaml", "--format", "json"], 1),
    (&["task", "-f", "acme.yaml"], 0),
    (&["task", "1", "-f", "acme.yaml"], 0),
    (&["log", "acme.yaml"], 0),
    (&["show", "acme.yaml"], 0),
    (&["list", "."], 0),
    (&["new", "Beta - Move Projects", "-o", "-"], 0),
    (&["explain"], 0),
    (&["explain", "syntax"], 0),
    (&["schema"], 0),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["help"], 0),
    (&["check", "--help"], 0),
    (&["--version"], 0),
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let more = "checklists: { pre-call: [{ id: inform, item: Tell them }] }\ntasks: [{ task: Look }]\n";
    sandbox.write("acme.yaml", format!("{SMALLEST}{more}"));
    sandbox
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    let sandbox = sandbox();
    for (command, status) in ANSWERING {
        assert_eq!(sandbox.run(*command).status, *status, "{command:?}");
        let answer = sandbox.run_so(Run { out_is_closed: true, ..Run::default() }, *command);
        assert_eq!(answer.status, *status, "{command:?}: {}", answer.err);
        assert!(!answer.err.contains("error:"), "{command:?}: {}", answer.err);
        let answer = sandbox.run_so(Run { streams: ">&-", ..Run::default() }, *command);
        assert_eq!(answer.status, *status, "{command:?}: {}", answer.err);
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let sandbox = sandbox();
    for (command, _) in ANSWERING {
        let answer = sandbox.run_so(Run { streams: ">/dev/full", ..Run::default() }, *command);
        assert_eq!(answer.status, 2, "{command:?}: {}", answer.err);
        let error = "error: cannot write to standard output\ncaused by: No space left on device (os error 28)\n";
        assert!(answer.err.ends_with(error), "{command:?}: {}", answer.err);
    }
}

#[test]
fn a_mark_whose_answer_cannot_be_written_is_on_the_disk_and_said() {
    let sandbox = sandbox();
    let full = Run { streams: ">/dev/full", ..Run::default() };
    let answer = sandbox.run_so(full, ["check", "pre-call", "--done", "inform", "-f", "acme.yaml"]);
    expect![[r#"
        Runbook: Acme - Work (acme.yaml)
        Marked pre-call/inform as done.
        error: cannot write to standard output
        caused by: No space left on device (os error 28)
        status 2
    "#]]
    .assert_eq(&answer.text());
    assert!(sandbox.text("acme.yaml").contains("state: done"));
}

#[test]
fn nobody_has_to_hear_what_is_said() {
    let sandbox = sandbox();
    for streams in ["2>&-", "2>/dev/full", "<&- >&- 2>&-"] {
        let run = Run { streams, ..Run::default() };
        assert_eq!(sandbox.run_so(run, ["lint", "acme.yaml"]).status, 1, "{streams}");
        assert_eq!(sandbox.run_so(run, ["note", "joins late", "-f", "acme.yaml"]).status, 0, "{streams}");
        assert_eq!(sandbox.run_so(run, ["log", "missing.yaml"]).status, 2, "{streams}");
    }
    assert_eq!(sandbox.text("acme.yaml").matches("note: joins late").count(), 3);
}

#[test]
fn a_file_that_cannot_take_an_answer_is_named() {
    let sandbox = sandbox();
    expect![[r#"
        error: cannot write /dev/full
        caused by: No space left on device (os error 28)
        status 2
    "#]]
    .assert_eq(&sandbox.run(["render", "acme.yaml", "-o", "/dev/full"]).text());
    let report = sandbox.run(["lint", "acme.yaml", "--format", "concise", "--report", "json=/dev/full"]);
    expect![[r#"
        acme.yaml:2:1: warning[description-missing] the work is not described
        acme.yaml:2:1: warning[dri-missing] nobody owns the work
        acme.yaml:2:1: warning[schedule-missing] no time is agreed
        acme.yaml:4:1: warning[handbook-item-missing] there is no checklist `post-call`
        acme.yaml:4:15: warning[handbook-item-missing] the checklist `pre-call` has no item `rollback-regions`, `dry-run`, `action-logs`
        acme.yaml:5:1: error[rollback-missing] there is no rollback
        acme.yaml:5:11: warning[task-without-duration] task has no planned duration
        acme.yaml:5:11: info[task-without-instructions] the task has neither a link nor a command
        acme.yaml:5:11: warning[task-without-owner] task has no owner
        1 error, 7 warnings, 1 info in 1 file
        error: cannot write /dev/full
        caused by: No space left on device (os error 28)
        status 2
    "#]]
    .assert_eq(&report.text());
    expect![[r#"
        error: cannot write .
        caused by: Is a directory (os error 21)
        status 2
    "#]]
    .assert_eq(&sandbox.run(["render", "acme.yaml", "-o", "."]).text());
    expect![[r#"
        error: cannot find missing
        caused by: No such file or directory (os error 2)
        help: make the folder first, or choose another
        status 2
    "#]]
    .assert_eq(&sandbox.run(["render", "acme.yaml", "-o", "missing/issue.md"]).text());
    expect![[r#"
        error: cannot find missing
        caused by: No such file or directory (os error 2)
        help: make the folder first, or choose another
        status 2
    "#]]
    .assert_eq(&sandbox.run(["new", "Beta - Move", "-o", "missing/beta.yaml"]).text());
}

#[test]
fn what_stands_on_stdin_is_read_like_a_file() {
    let sandbox = Sandbox::new();
    let with = |stdin: &[u8], arguments: &[&str]| sandbox.run_so(Run { stdin, ..Run::default() }, arguments).text();
    expect![[r#"
        Acme - Work: nothing happened yet
        status 0
    "#]]
    .assert_eq(&with(SMALLEST.as_bytes(), &["log", "-"]));
    expect![[r#"
        error: <stdin>:1:1: the file is empty
        help: `runbook new "CUSTOMER - REQUESTED TASK"` writes a runbook to start from
        status 2
    "#]]
    .assert_eq(&with(b"", &["log", "-"]));
    expect![[r#"
        error: <stdin>:1:4: the file is not UTF-8: byte 4 is 0xff
        help: save it as UTF-8
        status 2
    "#]]
    .assert_eq(&with(b"a: \xff", &["log", "-"]));
    expect![[r#"
        error: <stdin>:1:1: the file is larger than 1 MiB
        help: a runbook holds text; keep logs and data beside it and link them
        status 2
    "#]]
    .assert_eq(&with(&vec![b'#'; 2 * 1024 * 1024], &["log", "-"]));
    expect![[r#"
        error[syntax]: the file is not UTF-8: byte 4 is 0xff
        --> acme.yaml:1:4
         = help: save it as UTF-8

        1 error in 1 file
        status 1
    "#]]
    .assert_eq(&with(b"a: \xff", &["lint", "-", "--stdin-filename", "acme.yaml"]));
    expect![[r#"
        error: a runbook that comes from standard input cannot be marked
        help: name the file with `--file`
        status 2
    "#]]
    .assert_eq(&with(SMALLEST.as_bytes(), &["note", "joins late", "-f", "-"]));
    let closed = sandbox.run_so(Run { streams: "<&-", ..Run::default() }, ["log", "-"]);
    expect![[r#"
        error: <stdin>:1:1: the file is empty
        help: `runbook new "CUSTOMER - REQUESTED TASK"` writes a runbook to start from
        status 2
    "#]]
    .assert_eq(&closed.text());
    let folder = sandbox.run_so(Run { streams: "< .", ..Run::default() }, ["log", "-"]);
    expect![[r#"
        error: <stdin> is a folder, not a file
        help: name a file in it
        status 2
    "#]]
    .assert_eq(&folder.text());
    let endless = sandbox.run_so(Run { streams: "< /dev/zero", ..Run::default() }, ["log", "-"]);
    expect![[r#"
        error: <stdin>:1:1: the file is larger than 1 MiB
        help: a runbook holds text; keep logs and data beside it and link them
        status 2
    "#]]
    .assert_eq(&endless.text());
}
