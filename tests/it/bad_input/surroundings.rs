//! What surrounds a command: which runbooks there are, variables, the configuration, names that are not UTF-8.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use expect_test::expect;

use super::{RUNBOOK, office, transcript};
use crate::sandbox::{Run, Sandbox};

#[test]
fn a_runbook_that_is_not_the_only_one_is_never_guessed() {
    let sandbox = office();
    let words: [&[&str]; 4] = [
        &["task", "1", "start"],
        &["task", "1", "start", "-f", "beta"],
        &["task", "1", "start", "-f", "runbooks"],
        &["task", "1", "start", "-f", ""],
    ];
    expect![[r#"
        $ runbook task 1 start
        error: which runbook? marking without a terminal needs its name
        help: name it with `--file`, or set RUNBOOK_FILE
        help: unfinished are:
            runbooks/acme-enforce.yaml: Acme - Enforce 2FA (2026-10-10 23:30 America/Los_Angeles)
        status 2

        $ runbook task 1 start -f beta
        error: there is no runbook `beta` in runbooks
        help: these are there:
            runbooks/acme-enforce.yaml
        status 2

        $ runbook task 1 start -f runbooks
        error: runbooks is a folder, not a file
        help: name a file in it
        status 2

        $ runbook task 1 start -f ""
        error: a value is required for '--file <RUNBOOK>' but none was supplied

        For more information, try '--help'.
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &words));
    sandbox.write("runbooks/acme-upgrade.yaml", RUNBOOK);
    sandbox.write("runbooks/broken.yaml", "version: 1\nheader: [\n");
    let words: [&[&str]; 2] = [&["show"], &["task", "1", "start", "-f", "acme"]];
    expect![[r#"
        $ runbook show
        warning: passed over: runbooks/broken.yaml is no valid runbook; `runbook lint runbooks/broken.yaml` says why
        error: which runbook? 2 are unfinished in runbooks
        help: name one of them:
            runbooks/acme-enforce.yaml: Acme - Enforce 2FA (2026-10-10 23:30 America/Los_Angeles)
            runbooks/acme-upgrade.yaml: Acme - Enforce 2FA (2026-10-10 23:30 America/Los_Angeles)
        status 2

        $ runbook task 1 start -f acme
        error: `acme` can be 2 runbooks
        help: name one of them:
            runbooks/acme-enforce.yaml
            runbooks/acme-upgrade.yaml
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &words));
    let words: [&[&str]; 1] = [&["task", "1", "start"]];
    expect![[r#"
        $ runbook task 1 start
        error: there is no runbook `gone.yaml` in runbooks
        help: these are there:
            runbooks/acme-enforce.yaml
            runbooks/acme-upgrade.yaml
            runbooks/broken.yaml
        help: RUNBOOK_FILE names it
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[("RUNBOOK_FILE", "gone.yaml")], &words));
    assert_eq!(sandbox.text("runbooks/acme-enforce.yaml"), RUNBOOK);
}

#[test]
fn without_any_runbook_the_way_to_one_is_said() {
    let sandbox = Sandbox::new();
    let words: [&[&str]; 6] =
        [&["show"], &["list"], &["lint"], &["lint", "missing.yaml"], &["lint", "."], &["list", "missing"]];
    expect![[r#"
        $ runbook show
        error: there is no unfinished runbook in runbooks
        help: name the one you mean, or write one: `runbook new "CUSTOMER - REQUESTED TASK"`
        status 2

        $ runbook list
        There is no folder runbooks yet, and so no runbook.
        hint: write one: runbook new "CUSTOMER - REQUESTED TASK"; what it can start from: runbook list --blueprints
        status 0

        $ runbook lint
        error: there is no folder runbooks
        help: name files or folders, or write a runbook: runbook new "CUSTOMER - REQUESTED TASK"
        status 2

        $ runbook lint missing.yaml
        error[unreadable]: missing.yaml does not exist
        --> missing.yaml

        1 error in 1 file
        status 2

        $ runbook lint .
        error: there is no runbook in .
        help: write one: runbook new "CUSTOMER - REQUESTED TASK"
        status 2

        $ runbook list missing
        error: there is no folder missing
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &words));
    sandbox.write("runbooks", "a file");
    let words: [&[&str]; 2] = [&["list"], &["new", "Beta - Move Projects"]];
    expect![[r#"
        $ runbook list
        error: runbooks is not a folder
        help: to see one runbook: `runbook show runbooks`
        status 2

        $ runbook new "Beta - Move Projects"
        error: cannot write runbooks/beta-move-projects.yaml
        caused by: Not a directory (os error 20)
        status 2

    "#]]
    .assert_eq(&transcript(&sandbox, &[], &words));
}

#[test]
fn a_clock_that_cannot_be_read_is_an_error() {
    let sandbox = office();
    for now in ["yesterday", "2026-10-11 07:00", "99999999999999999999", "2026-13-01T00:00:00Z"] {
        let run = Run { variables: &[("RUNBOOK_NOW", now)], ..Run::default() };
        let answer = sandbox.run_so(run, ["task", "1", "start", "-f", "acme"]);
        assert_eq!(
            answer.text(),
            format!(
                "error: RUNBOOK_NOW is no time: {now}\n\
                 help: write it as 2026-10-11T06:32:10Z, or as seconds since 1970\n\
                 status 2\n"
            )
        );
        // What needs no clock works.
        assert_eq!(sandbox.run_so(run, ["schema"]).status, 0);
    }
    for now in ["253402300800", "-62135596801", "+99999-01-01T00:00:00Z", "0000-01-01T00:00:00Z"] {
        let run = Run { variables: &[("RUNBOOK_NOW", now)], ..Run::default() };
        for command in [
            &["note", "x", "-f", "acme"][..],
            &["show", "acme"],
            &["task", "1", "start", "--at", "06:41", "-f", "acme"],
        ] {
            let answer = sandbox.run_so(run, command);
            assert!(answer.status <= 2, "{}", answer.text());
            assert_eq!(sandbox.run(["log", "acme"]).status, 0, "{now} {command:?} wrote what cannot be read");
        }
    }
}

#[test]
fn a_configuration_that_is_wrong_is_never_passed_over() {
    let sandbox = office();
    let with = |configuration: &[u8], words: &[&str]| {
        sandbox.write(".runbook.yaml", configuration);
        transcript(&sandbox, &[("RUNBOOK_USER", "")], &[words])
    };
    let unknown = "runbook: here\nlint:\n  levels: { nonsense: error }\n";
    expect![[r#"
        $ runbook log acme
        error[schema]: the configuration has no key `runbook`
         --> .runbook.yaml:1:1
          |
        1 | runbook: here
          | ^^^^^^^
          |
          = help: did you mean `runbooks`?

        error[schema]: there is no rule `nonsense`
         --> .runbook.yaml:3:13
          |
        3 |   levels: { nonsense: error }
          |             ^^^^^^^^
          |
          = help: `runbook explain` lists the rules

        error: .runbook.yaml has 2 problems
        status 2

    "#]]
    .assert_eq(&with(unknown.as_bytes(), &["log", "acme"]));
    expect![[r#"
        $ runbook note x -f acme
        error[syntax]: this is no YAML: unclosed bracket '['
         --> .runbook.yaml:1:11
          |
        1 | runbooks: [
          |           ^

        error: .runbook.yaml has 1 problem
        status 2

    "#]]
    .assert_eq(&with(b"runbooks: [\n", &["note", "x", "-f", "acme"]));
    expect![[r#"
        $ runbook lint runbooks
        error: .runbook.yaml:1:1: the file is not UTF-8: byte 1 is 0xff
        help: save it as UTF-8
        status 2

    "#]]
    .assert_eq(&with(b"\xff", &["lint", "runbooks"]));
    expect![[r#"
        $ runbook render acme
        error: the folder of the templates is not there: gone
        help: make it, or change `templates` in .runbook.yaml
        status 2

    "#]]
    .assert_eq(&with(b"templates: gone\n", &["render", "acme"]));
    expect![[r#"
        $ runbook note x -f acme
        Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
        error: `user` in the configuration does not say a name
        help: write a user name, for example `@john_doe`
        status 2

    "#]]
    .assert_eq(&with(b"user: ' '\n", &["note", "x", "-f", "acme"]));
    // What needs no configuration works.
    sandbox.write(".runbook.yaml", "runbooks: [\n");
    assert_eq!(sandbox.run(["explain"]).status, 0);
}

#[test]
fn words_and_names_that_are_not_utf_8_are_answered() {
    let sandbox = office();
    let strange = OsStr::from_bytes(b"ac\xffme.yaml");
    sandbox.write(strange, RUNBOOK);
    let said = |before: &[&str], after: &[&str]| {
        let words = before.iter().map(OsStr::new).chain([strange]).chain(after.iter().map(OsStr::new));
        sandbox.run(words).text()
    };
    expect![[r#"
        Acme - Enforce 2FA: nothing happened yet
        status 0
    "#]]
    .assert_eq(&said(&["log"], &[]));
    expect![[r#"
        {
          "version": 1,
          "runbook": "Acme - Enforce 2FA",
          "path": "ac�me.yaml",
          "log": []
        }
        status 0
    "#]]
    .assert_eq(&said(&["log", "--format", "json"], &[]));
    expect![[r#"
        Runbook: Acme - Enforce 2FA (ac�me.yaml)
        Noted.
        status 0
    "#]]
    .assert_eq(&said(&["note", "joins late", "-f"], &[]));
    assert!(sandbox.text(strange).contains("joins late"));
    assert_eq!(sandbox.run([OsStr::new("lint"), strange]).status, 0);
    expect![[r#"
        error: invalid UTF-8 was detected in one or more arguments

        Usage: runbook note [OPTIONS] <TEXT>

        For more information, try '--help'.
        status 2
    "#]]
    .assert_eq(&said(&["note"], &["-f", "acme"]));
    expect![[r#"
        error: invalid UTF-8 was detected in one or more arguments

        Usage: runbook task [OPTIONS] [TASK] [MARK] [DURATION]

        For more information, try '--help'.
        status 2
    "#]]
    .assert_eq(&said(&["task"], &["-f", "acme"]));
    std::fs::remove_file(sandbox.path().join(strange)).expect("removed");
    expect![[r#"
        error: there is no runbook `ac�me.yaml` in runbooks
        help: these are there:
            runbooks/acme-enforce.yaml
        status 2
    "#]]
    .assert_eq(&said(&["log"], &[]));
}
