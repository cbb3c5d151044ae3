//! What the tasks took, and what runs on unattended.

use expect_test::expect;

use super::{CALLS, from};

#[test]
fn what_runs_on_unattended_says_until_when() {
    let yaml = CALLS
        .replace("outcome: failed }", "waits: 8h, started_at: 2026-11-14T08:10:00Z, outcome: success, duration: 20m }");
    let said = |now: &str| from("Tasks", &yaml, now).split("\n\n").next().expect("the tasks").to_owned() + "\n";
    expect![[r#"
        Tasks: 1 of 2 have an outcome
             actual  state    task
        1    20m     success  Move the projects
        2            open     Take the disk away
        sum  20m
        Runs on unattended, not counted: 8h
        1 runs on unattended since Sat 14:00, until about Sat 22:00 Asia/Kolkata (in 3h)
    "#]]
    .assert_eq(&said("2026-11-14T13:30:00Z"));
    expect![[r#"
        Tasks: 1 of 2 have an outcome
             actual  state    task
        1    20m     success  Move the projects
        2            open     Take the disk away
        sum  20m
        Runs on unattended, not counted: 8h
    "#]]
    .assert_eq(&said("2026-11-14T17:00:00Z"));
}
