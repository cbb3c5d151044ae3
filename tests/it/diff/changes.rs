//! What is said of what changed.

use expect_test::expect;

use super::*;

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
