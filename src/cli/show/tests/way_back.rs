//! Until when there is a way back.

use expect_test::expect;

use super::{BEFORE, CALL, CALLS, from};

#[test]
fn after_the_point_of_no_return_it_says_that_there_is_no_way_back() {
    let yaml = "version: 1\nheader: { name: Acme - Move, schedule_at: 2026-10-10 06:30 UTC, window: 2h }\n\
        tasks: [{ id: promote, task: Promote, outcome: success }, { task: Look after it }]\n\
        rollback: { irreversible: the old disk is gone, planned: 30m, point_of_no_return: promote }\n";
    expect![[r#"
        Rollback
        irreversible     the old disk is gone
        planned          30m
        no return after  task 1 Promote (passed: the plan no longer works)

        Next
        2 Look after it (tasks/look-after-it)
          state    open
    "#]]
    .assert_eq(&from("Rollback", yaml, "2026-10-10T08:20:00Z"));
}

#[test]
fn once_the_rollback_began_its_steps_come_next() {
    let yaml = format!("{}{CALL}", BEFORE.replace("state: blocked", "state: done"))
        .replace("id: replay,", "id: replay, outcome: success, duration: 40m,")
        + "  - { at: 2026-10-11T08:00:00Z, event: task, id: rollback/replay, from: started, to: success, duration: 40m }\n";
    expect![[r#"
        Rollback
        planned          1h15m
        latest start     Sun 2026-10-11 01:15 America/Los_Angeles (it began)
                         Sun 2026-10-11 08:15 UTC
        no return after  task 3 Apply to the remaining subgroups (not passed)
        confirmed        APAC @kiran_placeholder
                         Amer @john_doe

        Replay `before.csv`: for each row send the same PUT with the recorded values,
        and look at the answers as they come.

        Users who set up two-factor meanwhile keep it.

             planned  actual  state    task
        r1   1h       40m     success  Replay the snapshot
        r2   15m              open     Compare with the snapshot
        sum  1h15m    40m

        Follow-ups
        due         owner      what
        2026-10-15  @john_doe  Find owners for the 12 groups that answered 403
                               https://gitlab.example/1

        Next
        r2 Compare with the snapshot (rollback/compare)
          state    open
          planned  15m
          undoes   apply
    "#]]
    .assert_eq(&from("Rollback", &yaml, "2026-10-11T08:20:00Z"));
}

#[test]
fn the_last_moment_within_a_call_is_not_the_end_of_the_way_back() {
    let said = |now: &str, rollback: &str| {
        let text = from("Rollback", &CALLS.replace("rollback:\n", rollback), now);
        let facts = text.split("\n\n").next().expect("its facts");
        let failed = text.split_once("Next\n").expect("what comes next").1.split("\n\n").next().expect("a paragraph");
        format!("{facts}\n\n{failed}\n")
    };
    expect![[r#"
        Rollback
        planned          30m + 24h unattended
        latest start     call 1: Sat 2026-11-14 14:30 Asia/Kolkata (in 30m)
                         Sat 2026-11-14 09:00 UTC
        no return after  task 2 Take the disk away (not passed)

        Task 1 failed
          latest start of the rollback  call 1: in 30m
          no way back after             task 2 Take the disk away
          to try again                  runbook task 1 start
          to roll back                  runbook task r1 start
          to go on all the same         runbook task 2 start
    "#]]
    .assert_eq(&said("2026-11-14T08:30:00Z", "rollback:\n"));
    expect![[r#"
        Rollback
        planned          30m + 24h unattended
        latest start     call 2: Sat 2026-11-14 14:00 UTC (20m ago; begun now, it takes
                         20m longer than the call)
                         call 3: none, the call is booked for 10m
                         call 4: Sun 2026-11-15 02:00 UTC (in 11h40m)
        no return after  task 2 Take the disk away (not passed)

        Task 1 failed
          latest start of the rollback  call 2: 20m ago; begun now, it takes 20m longer
                                        than the call
                                        call 3: none, the call is booked for 10m
                                        call 4: in 11h40m
          no way back after             task 2 Take the disk away
          to try again                  runbook task 1 start
          to roll back                  runbook task r1 start
          to go on all the same         runbook task 2 start
    "#]]
    .assert_eq(&said("2026-11-14T14:20:00Z", "rollback:\n"));
    expect![[r#"
        Rollback
        planned          30m + 24h unattended
        latest start     call 5: Sun 2026-11-15 09:00 UTC (15h ago; a rollback now needs
                         a further call)
        no return after  task 2 Take the disk away (not passed)

        Task 1 failed
          latest start of the rollback  call 5: 15h ago; a rollback now needs a further
                                        call
          no way back after             task 2 Take the disk away
          to try again                  runbook task 1 start
          to roll back                  runbook task r1 start
          to go on all the same         runbook task 2 start
    "#]]
    .assert_eq(&said("2026-11-16T00:00:00Z", "rollback:\n"));
    expect![[r#"
        Rollback
        irreversible     The disk is gone
        planned          30m + 24h unattended
        no return after  task 2 Take the disk away (not passed)

        Task 1 failed
          to try again           runbook task 1 start
          to roll back           runbook task r1 start
          to go on all the same  runbook task 2 start
    "#]]
    .assert_eq(&said("2026-11-14T08:30:00Z", "rollback:\n  irreversible: The disk is gone\n"));
}
