//! Which versions are compared, and when there is none.

use expect_test::expect;

use super::*;

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
