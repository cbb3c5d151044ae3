//! `runbook diff` with a repository of git: which versions are compared, and what is said when they cannot be.

use std::{path::Path, process::Command};

use expect_test::{Expect, expect};

use crate::sandbox::{Run, Sandbox};

const ACME: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
tasks:
  - { id: record, task: Record the settings, planned: 15m }
  - { id: apply, task: Apply the setting, planned: 45m, command: ./apply }
rollback: { plan: Replay it, planned: 1h15m }
";

/// Returns a repository with a runbook that is committed.
#[track_caller]
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", ACME);
    sandbox.git(&["init", "--quiet"]);
    sandbox.commit();
    sandbox
}

fn change(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = sandbox.text(path);
    assert!(text.contains(from), "{from} in {text}");
    sandbox.write(path, text.replace(from, to));
}

#[track_caller]
fn check(sandbox: &Sandbox, arguments: &str, expected: &Expect) {
    let answer = sandbox.run(["diff"].into_iter().chain(arguments.split_whitespace()));
    expected.assert_eq(&answer.text().replace(&sandbox.path().display().to_string(), "."));
}

#[test]
fn what_changed_since_the_last_commit_is_shown() {
    let sandbox = repository();
    check(
        &sandbox,
        "",
        &expect![[r#"
            Compared with HEAD (ecc26b73ff).
            No runbook changed.
            status 0
        "#]],
    );
    change(&sandbox, "runbooks/acme.yaml", "planned: 45m", "planned: 1h15m");
    change(&sandbox, "runbooks/acme.yaml", "10-10 23:30 America/Los_Angeles", "10-11 08:30 UTC");
    let marked = sandbox.run(["task", "1", "success", "10m", "-f", "acme"]);
    assert_eq!(marked.status, 0, "{}", marked.text());
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              header: schedule_at 2h later: Sat 2026-10-10 23:30 America/Los_Angeles (Sun 2026-10-11 06:30 UTC) -> Sun 2026-10-11 08:30 UTC
              task 2 "Apply the setting": planned 45m -> 1h15m
              effects:
                planned time 1h -> 1h30m
                end of call Sun 2026-10-11 02:30 America/Los_Angeles (Sun 2026-10-11 09:30 UTC) -> Sun 2026-10-11 11:30 UTC
                latest start of rollback Sun 2026-10-11 01:15 America/Los_Angeles (Sun 2026-10-11 08:15 UTC) -> Sun 2026-10-11 10:15 UTC
              marks:
                task 1 "Record the settings": outcome success, duration 10m
                log: 1 entry added, 1 now
            Compared with HEAD (ecc26b73ff).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "--format markdown",
        &expect![[r####"
        ### Acme - Enforce 2FA

        runbooks/acme.yaml

        - header: schedule_at 2h later: Sat 2026-10-10 23:30 America/Los_Angeles (Sun 2026-10-11 06:30 UTC) -> Sun 2026-10-11 08:30 UTC
        - task 2 "Apply the setting": planned 45m -> 1h15m

        **Effects**

        - planned time 1h -> 1h30m
        - end of call Sun 2026-10-11 02:30 America/Los_Angeles (Sun 2026-10-11 09:30 UTC) -> Sun 2026-10-11 11:30 UTC
        - latest start of rollback Sun 2026-10-11 01:15 America/Los_Angeles (Sun 2026-10-11 08:15 UTC) -> Sun 2026-10-11 10:15 UTC

        **Marks**

        - task 1 "Record the settings": outcome success, duration 10m
        - log: 1 entry added, 1 now
        status 0
    "####]],
    );
    sandbox.git(&["checkout", "--quiet", "."]);
    change(&sandbox, "runbooks/acme.yaml", "version: 1\n", "# Only a comment.\nversion: 1\n");
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              nothing changed in the runbook's own terms, only comments or layout if anything
            Compared with HEAD (ecc26b73ff).
            status 0
        "#]],
    );
}

#[test]
fn a_branch_is_compared_with_where_it_went_apart() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "-b", "mine"]);
    change(&sandbox, "runbooks/acme.yaml", "planned: 15m", "planned: 20m");
    sandbox.commit();
    sandbox.git(&["checkout", "--quiet", "main"]);
    change(&sandbox, "runbooks/acme.yaml", "window: 3h", "window: 5h");
    sandbox.commit();
    sandbox.git(&["checkout", "--quiet", "mine"]);
    check(
        &sandbox,
        "main",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              task 1 "Record the settings": planned 15m -> 20m
              effects:
                planned time 1h -> 1h5m
            Compared with ecc26b73ff, where this branch and main went apart.
            status 0
        "#]],
    );
    check(
        &sandbox,
        "HEAD",
        &expect![[r#"
            Compared with HEAD (2473bcf4b2).
            No runbook changed.
            status 0
        "#]],
    );
    check(
        &sandbox,
        "main --format json -f acme",
        &expect![[r#"
        {
          "version": 1,
          "since": {
            "revision": "main",
            "commit": "ecc26b73ff"
          },
          "runbooks": [
            {
              "path": "runbooks/acme.yaml",
              "was": null,
              "runbook": "Acme - Enforce 2FA",
              "status": "changed",
              "error": null,
              "changes": [
                {
                  "part": "task",
                  "list": null,
                  "id": "record",
                  "change": "changed",
                  "renamed": false,
                  "moved": false,
                  "title": {
                    "old": "Record the settings",
                    "new": "Record the settings"
                  },
                  "number": {
                    "old": 1,
                    "new": 1
                  },
                  "plan": [
                    {
                      "name": "planned",
                      "old": "15m",
                      "new": "20m",
                      "note": null
                    }
                  ],
                  "marks": []
                }
              ],
              "effects": [
                {
                  "name": "planned_time",
                  "old": "1h",
                  "new": "1h5m",
                  "note": null
                }
              ],
              "log": null
            }
          ]
        }
        status 0
    "#]],
    );
}

#[test]
fn a_file_that_was_renamed_is_new_or_is_gone_is_told_as_such() {
    let sandbox = repository();
    sandbox.write("runbooks/gone.yaml", "version: 1\nheader: { name: Beta - Work }\ntasks: [{ task: One }]\n");
    sandbox.write("runbooks/other.yaml", "- id: acme\n");
    sandbox.commit();
    sandbox.git(&["mv", "runbooks/acme.yaml", "runbooks/acme-2fa.yaml"]);
    change(&sandbox, "runbooks/acme-2fa.yaml", "planned: 45m", "planned: 50m");
    sandbox.git(&["rm", "--quiet", "runbooks/gone.yaml"]);
    sandbox.write("runbooks/other.yaml", "- id: beta\n");
    sandbox.write(
        "runbooks/new.yaml",
        "version: 1\nheader: { name: Gamma - Move }\ntasks: [{ task: Move, planned: 2h }]\n",
    );
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/gone.yaml: Beta - Work
              removed: 1 task
            Compared with HEAD (b10b2b3329).
            hint: not compared, because git does not have them yet: runbooks/new.yaml
            status 0
        "#]],
    );
    sandbox.git(&["add", "--intent-to-add", "runbooks/new.yaml"]);
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/gone.yaml: Beta - Work
              removed: 1 task

            runbooks/new.yaml: Gamma - Move
              new: 1 task
              effects:
                planned time none -> 2h
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/acme-2fa.yaml",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/acme.yaml",
        &expect![[r#"
            runbooks/acme.yaml -> runbooks/acme-2fa.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/gone.yaml",
        &expect![[r#"
            runbooks/gone.yaml: Beta - Work
              removed: 1 task
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "HEAD runbooks/new.yaml",
        &expect![[r#"
            runbooks/new.yaml: Gamma - Move
              new: 1 task
              effects:
                planned time none -> 2h
            Compared with HEAD (b10b2b3329).
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/never.yaml",
        &expect![[r#"
            Compared with HEAD (b10b2b3329).
            error: runbooks/never.yaml is neither here nor in HEAD
            status 2
        "#]],
    );
    check(
        &sandbox,
        "-- runbooks/other.yaml",
        &expect![[r#"
            Compared with HEAD (b10b2b3329).
            error[schema]: a runbook must be a mapping, not a list
             --> HEAD:runbooks/other.yaml:1:1
              |
            1 | - id: acme
              | ^^^^^^^^^^
              |
              = help: it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`

            error: HEAD:runbooks/other.yaml has 1 problem
            status 2
        "#]],
    );
}

#[test]
fn two_files_need_no_git() {
    let sandbox = Sandbox::new();
    sandbox.write("old.yaml", ACME);
    sandbox.write(
        "new.yaml",
        ACME.replace("./apply", "|\n      ./apply --all\n      date")
            .replace(
                "- { id: apply, task: Apply the setting, planned: 45m, command:",
                "- id: apply\n    task: Apply the setting\n    planned: 45m\n    command:",
            )
            .replace("date }", "date"),
    );
    check(
        &sandbox,
        "old.yaml new.yaml",
        &expect![[r#"
            old.yaml -> new.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting"
                command
                  -./apply
                  +./apply --all
                  +date
            status 0
        "#]],
    );
    check(
        &sandbox,
        "old.yaml old.yaml",
        &expect![[r#"
        old.yaml: Acme - Enforce 2FA
          nothing changed in the runbook's own terms, only comments or layout if anything
        status 0
    "#]],
    );
    let from_stdin = sandbox.run_so(Run { stdin: ACME.as_bytes(), ..Run::default() }, ["diff", "-", "new.yaml"]);
    assert!(from_stdin.out.starts_with("<stdin> -> new.yaml: Acme - Enforce 2FA\n"), "{}", from_stdin.text());
    let to_stdin = sandbox.run_so(Run { stdin: ACME.as_bytes(), ..Run::default() }, ["diff", "old.yaml", "-"]);
    assert!(to_stdin.out.contains("nothing changed"), "{}", to_stdin.text());
    check(
        &sandbox,
        "- -",
        &expect![[r#"
        error: only one side can be standard input
        help: name a file for the other
        status 2
    "#]],
    );
    check(
        &sandbox,
        "-",
        &expect![[r#"
        error: standard input is compared with one file
        help: name the file: runbook diff OLD -, or runbook diff - NEW
        status 2
    "#]],
    );
    sandbox.write("broken.yaml", "version: 1\nheader: [\n");
    check(
        &sandbox,
        "broken.yaml new.yaml",
        &expect![[r#"
        error[syntax]: this is no YAML: unclosed bracket '['
         --> broken.yaml:2:9
          |
        2 | header: [
          |         ^

        error: broken.yaml has 1 problem
        status 2
    "#]],
    );
    check(
        &sandbox,
        "",
        &expect![[r#"
        error: there is no working tree of git here
        caused by: fatal: not a git repository (or any of the parent directories): .git
        help: two files are compared without it: runbook diff OLD NEW
        status 2
    "#]],
    );
    check(
        &sandbox,
        "old.yaml",
        &expect![[r#"
        error: there is no working tree of git here
        caused by: fatal: not a git repository (or any of the parent directories): .git
        help: two files are compared without it: runbook diff OLD NEW
        status 2
    "#]],
    );
}

#[test]
fn what_is_no_revision_and_no_file_is_said() {
    let sandbox = repository();
    check(
        &sandbox,
        "nowhere",
        &expect![[r#"
            error: `nowhere` is neither a revision nor a file
            help: a runbook is named by its beginning with --file nowhere
            help: a branch that is only on the server is origin/nowhere
            help: a file that is gone follows `--`
            status 2
        "#]],
    );
    check(
        &sandbox,
        "main..HEAD",
        &expect![[r#"
        error: `main..HEAD` is no single revision
        help: name the older one; the other side is always the files as they are
        status 2
    "#]],
    );
    check(
        &sandbox,
        "main runbooks/beta.yaml",
        &expect![[r#"
            error: runbooks/beta.yaml does not exist
            help: a file that is gone follows `--`
            status 2
        "#]],
    );
    check(
        &sandbox,
        "main -- /etc/passwd",
        &expect![[r#"
            Compared with main (ecc26b73ff).
            error: /etc/passwd is not in the repository
            help: two files are compared without it: runbook diff OLD NEW
            status 2
        "#]],
    );
    sandbox.write("main", ACME);
    check(
        &sandbox,
        "main",
        &expect![[r#"
        error: `main` is a revision and a file
        help: write `./main` for the file, or `main~0` for the revision
        status 2
    "#]],
    );
    check(
        &sandbox,
        "main runbooks/acme.yaml",
        &expect![[r#"
        error: `main` is a revision and a file
        help: write `./main` for the file, or `main~0` for the revision
        status 2
    "#]],
    );
    check(
        &sandbox,
        "./main runbooks/acme.yaml",
        &expect![[r#"
            ./main -> runbooks/acme.yaml: Acme - Enforce 2FA
              nothing changed in the runbook's own terms, only comments or layout if anything
            status 0
        "#]],
    );
    check(
        &sandbox,
        "main~0",
        &expect![[r#"
            Compared with main~0 (ecc26b73ff).
            No runbook changed.
            status 0
        "#]],
    );
    check(
        &sandbox,
        "-- main",
        &expect![[r#"
            main: Acme - Enforce 2FA
              new: 2 tasks
              effects:
                planned time none -> 1h
                booked time none -> 3h
                end of call none -> Sun 2026-10-11 02:30 America/Los_Angeles (Sun 2026-10-11 09:30 UTC)
                latest start of rollback none -> Sun 2026-10-11 01:15 America/Los_Angeles (Sun 2026-10-11 08:15 UTC)
            Compared with HEAD (ecc26b73ff).
            status 0
        "#]],
    );
    // What git would take for an option never gets there as one.
    check(
        &sandbox,
        "-- --output=stolen",
        &expect![[r#"
            Compared with HEAD (ecc26b73ff).
            error: --output=stolen is neither here nor in HEAD
            status 2
        "#]],
    );
    let answer = sandbox.run(["diff", "--output=stolen"]);
    assert_eq!(answer.status, 2, "{}", answer.text());
    assert_eq!(sandbox.names(""), [".git", "main", "runbooks"]);
}

#[test]
fn a_version_that_is_no_valid_runbook_does_not_stop_the_others() {
    let sandbox = repository();
    sandbox.write("runbooks/broken.yaml", "version: 1\nheader: { nme: Acme }\n");
    sandbox.write("runbooks/latin.yaml", b"version: 1\nheader: { name: Gr\xfc\xdfe }\n");
    sandbox.commit();
    sandbox.write("runbooks/broken.yaml", ACME);
    sandbox.write("runbooks/latin.yaml", ACME);
    change(&sandbox, "runbooks/acme.yaml", "planned: 45m", "planned: 50m");
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m

            runbooks/broken.yaml
              could not be compared: HEAD:runbooks/broken.yaml has 1 problem

            runbooks/latin.yaml
              could not be compared: HEAD:runbooks/latin.yaml:2:19: the file is not UTF-8: byte 30 is 0xfc
            Compared with HEAD (f532ed2239).
            error[schema]: the header has no key `nme`
             --> HEAD:runbooks/broken.yaml:2:11
              |
            2 | header: { nme: Acme }
              |           ^^^
              |
              = help: did you mean `name`?

            error: HEAD:runbooks/broken.yaml has 1 problem
            error: HEAD:runbooks/latin.yaml:2:19: the file is not UTF-8: byte 30 is 0xfc
            help: save it as UTF-8
            status 2
        "#]],
    );
    check(
        &sandbox,
        "-f broken",
        &expect![[r#"
            Compared with HEAD (f532ed2239).
            error[schema]: the header has no key `nme`
             --> HEAD:runbooks/broken.yaml:2:11
              |
            2 | header: { nme: Acme }
              |           ^^^
              |
              = help: did you mean `name`?

            error: HEAD:runbooks/broken.yaml has 1 problem
            status 2
        "#]],
    );
}

#[test]
fn without_a_commit_or_git_there_is_nothing_to_compare_with() {
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", ACME);
    sandbox.git(&["init", "--quiet"]);
    check(
        &sandbox,
        "",
        &expect![[r#"
        error: there is no commit to compare with yet
        help: commit something, or compare two files: runbook diff OLD NEW
        status 2
    "#]],
    );
    check(
        &sandbox,
        "HEAD",
        &expect![[r#"
        error: `HEAD` is neither a revision nor a file
        help: there is no commit yet; two files are compared with runbook diff OLD NEW
        status 2
    "#]],
    );
    let run = Run { variables: &[("PATH", "/nonexistent")], ..Run::default() };
    let answer = sandbox.run_so(run, ["diff"]);
    expect![[r#"
        error: git is not there
        help: install git, or compare two files: runbook diff OLD NEW
        status 2
    "#]]
    .assert_eq(&answer.text());
}

#[test]
fn histories_without_a_common_commit_are_told_as_such() {
    let sandbox = repository();
    sandbox.git(&["checkout", "--quiet", "--orphan", "other"]);
    change(&sandbox, "runbooks/acme.yaml", "window: 3h", "window: 4h");
    sandbox.commit();
    check(
        &sandbox,
        "main",
        &expect![[r#"
            error: `main` and HEAD have no commit in common here
            help: a clone that was cut off lacks it: git fetch --unshallow, or GIT_DEPTH: 0 in a CI job
            status 2
        "#]],
    );
}

#[test]
fn what_was_a_link_is_no_runbook() {
    let sandbox = repository();
    std::os::unix::fs::symlink("acme.yaml", sandbox.path().join("runbooks/link.yaml")).expect("a link");
    sandbox.commit();
    std::fs::remove_file(sandbox.path().join("runbooks/link.yaml")).expect("removed");
    sandbox.write("runbooks/link.yaml", ACME);
    check(
        &sandbox,
        "",
        &expect![[r#"
        Compared with HEAD (33ba28798f).
        error: HEAD:runbooks/link.yaml is a symbolic link, not a file
        status 2
    "#]],
    );
}

#[test]
fn it_works_below_the_root_and_with_strange_names() {
    let sandbox = repository();
    sandbox.write("runbooks/it's :(odd)*\u{1b}\n.yaml", ACME);
    sandbox.commit();
    change(&sandbox, "runbooks/it's :(odd)*\u{1b}\n.yaml", "45m", "50m");
    change(&sandbox, "runbooks/acme.yaml", "45m", "55m");
    check(
        &sandbox,
        "",
        &expect![[r#"
            runbooks/acme.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 55m
              effects:
                planned time 1h -> 1h10m

            runbooks/it's :(odd)*\u{1b}\n.yaml: Acme - Enforce 2FA
              task 2 "Apply the setting": planned 45m -> 50m
              effects:
                planned time 1h -> 1h5m
            Compared with HEAD (1f8171cc52).
            status 0
        "#]],
    );
    let below = Command::new(env!("CARGO_BIN_EXE_runbook"))
        .args(["diff", "HEAD", "acme.yaml"])
        .current_dir(sandbox.path().join("runbooks"))
        .output()
        .expect("it runs");
    let below = String::from_utf8_lossy(&below.stdout).into_owned();
    assert!(below.starts_with("acme.yaml: Acme"), "{below}");
    assert!(Path::new(sandbox.path()).exists());
}

#[test]
fn a_text_cannot_reach_a_terminal_raw() {
    let sandbox = repository();
    change(&sandbox, "runbooks/acme.yaml", "./apply", "\"a\\e[31m\\u202eb\\nc\\e]0;d\\a\"");
    change(&sandbox, "runbooks/acme.yaml", "Record the settings", "\"Record\\e[2J the\\u202e settings\"");
    let answer = sandbox.run(["diff"]);
    assert_eq!(answer.status, 0, "{}", answer.text());
    let raw = answer.out.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
    assert_eq!(raw, None, "{}", answer.out);
    assert!(answer.out.contains("\\u{1b}[31m\\u{202e}b"), "{}", answer.out);
}

#[test]
fn a_secret_is_not_shown_in_any_format() {
    let sandbox = repository();
    change(&sandbox, "runbooks/acme.yaml", "./apply", "curl https://dana:wxyzabcd9@example.com/apply");
    for format in ["text", "markdown", "json"] {
        let answer = sandbox.run(["diff", "--format", format]);
        let text = answer.text();
        assert!(text.contains("•••••••••") && !text.contains("wxyzabcd9"), "{text}");
        assert_eq!(answer.status, 0);
    }
}

#[test]
fn of_five_calls_only_the_one_that_changed_is_said_and_an_old_number_is_called_old() {
    let sandbox = Sandbox::new();
    let old = "\
version: 1
header:
  name: Acme - Move Storage Shards
  schedule_at: 2026-11-14 13:30 Asia/Kolkata
  window: 1h30m
  sessions: [{ at: 2026-11-14 14:00 UTC, window: 30m }, { at: 2026-11-15 02:00 UTC, window: 1h }]
tasks:
  - { id: freeze, task: Freeze, planned: 5m }
  - { id: count, task: Count the projects, planned: 10m }
  - { id: move, task: Move five projects, planned: 20m }
  - { id: trim, task: Take the disk away, planned: 10m }
rollback: { plan: Move them back, planned: 30m, point_of_no_return: move }
";
    let new = old
        .replace("  - { id: count, task: Count the projects, planned: 10m }\n", "")
        .replace("planned: 20m", "planned: 40m")
        .replace("1h30m", "2h")
        .replace("return: move", "return: trim");
    sandbox.write("old.yaml", old);
    sandbox.write("new.yaml", new);
    check(
        &sandbox,
        "old.yaml new.yaml",
        &expect![[r#"
        old.yaml -> new.yaml: Acme - Move Storage Shards
          header: window 1h30m -> 2h
          task "Count the projects" (was task 2) removed: planned 10m
          task 2 "Move five projects" (was task 3): planned 20m -> 40m
          rollback: point_of_no_return "Move five projects" -> "Take the disk away"
          effects:
            planned time 45m -> 55m
            booked time 3h -> 3h30m
            end of call call 1: Sat 2026-11-14 15:00 Asia/Kolkata (Sat 2026-11-14 09:30 UTC) -> Sat 2026-11-14 15:30 Asia/Kolkata (Sat 2026-11-14 10:00 UTC)
            latest start of rollback call 1: Sat 2026-11-14 14:30 Asia/Kolkata (Sat 2026-11-14 09:00 UTC) -> Sat 2026-11-14 15:00 Asia/Kolkata (Sat 2026-11-14 09:30 UTC)
        status 0
    "#]],
    );
    // Another title is no other point of no return.
    sandbox.write("new.yaml", old.replace("Move five projects", "Move 5 projects"));
    check(
        &sandbox,
        "old.yaml new.yaml",
        &expect![[r#"
        old.yaml -> new.yaml: Acme - Move Storage Shards
          task 3 "Move 5 projects" renamed from "Move five projects"
        status 0
    "#]],
    );
}
