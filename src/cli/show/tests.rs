//! What `runbook show` answers, from the text of a runbook and a time.

use expect_test::{Expect, expect};

use super::*;
use crate::{
    cli::{create::create_new, environment::Environment, settings::testing::settings_in, ui::testing},
    document::Source,
};

/// What is there before the call: the header, the contacts and the pre-call checklist.
const BEFORE: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  description: >-
    Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group below `acme` requires it.
  dri: '@john_doe'
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
  meeting_url: https://example.zoom.com/my/example.meeting
  gitlab_issue: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
  platform: gitlab.com
  criticality: C3
  links: { ticket: 'https://support.example/tickets/123' }
contacts:
  gitlab:
    - { name: John Doe, handle: '@john_doe', role: Technical Execution, time_zone: America/Los_Angeles }
    - { name: Kiran Placeholder, handle: '@kiran_placeholder', role: Communication, time_zone: Asia/Kolkata }
    - { name: Morgan Sample, role: Support Manager, time_zone: Europe/Dublin, attends: false }
  customer:
    - { name: Pat Filler, role: IT Manager, time_zone: Europe/London }
    - { name: Toni Blank, role: Systems Engineer }
checklists:
  pre-call:
    - { id: inform, item: Inform `#support_gitlab-com` about the work, state: done }
    - { id: dry-run, item: Has a dry-run been performed before the call?, why: 'https://example.com/incident/12', required: true, state: blocked, reason: no staging tenant }
    - { id: action-logs, item: Do we have a way to create logs?, state: not-applicable, reason: the console logs }
  post-call:
    - { id: inform, item: Inform `#support_gitlab-com` about the completion }
";

/// The tasks, the rollback and a follow-up. The first task took two attempts, the second failed, the third is open.
const CALL: &str = "\
tasks:
  - { id: snapshot, task: Record the current setting of every group, owner: John Doe, planned: 15m, started_at: 2026-10-11T06:40:00Z, outcome: success, duration: 9m }
  - { id: sandbox, task: Apply to the sandbox subgroup, owner: John Doe, planned: 10m, started_at: 2026-10-11T06:50:00Z, outcome: failed, duration: 17m, note: an owner is locked out }
  - id: apply
    task: Apply to the remaining subgroups
    owner: John Doe
    planned: 1h15m
    waits: 8h
    command: |
      curl --silent --request PUT \\
        \"https://gitlab.com/api/v4/groups/$GROUP_ID?require_two_factor_authentication=true\"
    expect: HTTP 200 and `true`
    stop_if: more than 25 errors in a row
  - { id: update, task: Update the issue with the outcome, owner: Kiran Placeholder, planned: 10m }
rollback:
  plan: |
    Replay `before.csv`: for each row send the same PUT with the recorded values, and look at the answers as they come.

    Users who set up two-factor meanwhile keep it.
  planned: 1h15m
  point_of_no_return: apply
  confirmed_by: [{ region: APAC, handle: '@kiran_placeholder' }, { region: Amer, handle: '@john_doe' }]
  steps:
    - { id: replay, task: Replay the snapshot, planned: 1h }
    - { id: compare, task: Compare with the snapshot, planned: 15m, undoes: apply }
follow_ups: [{ what: Find owners for the 12 groups that answered 403, owner: '@john_doe', due: 2026-10-15, link: 'https://gitlab.example/1' }]
log:
  - { at: 2026-10-11T06:31:00Z, event: task, id: tasks/snapshot, from: open, to: started }
  - { at: 2026-10-11T06:36:00Z, event: task, id: tasks/snapshot, from: started, to: failed, duration: 5m }
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/snapshot, from: failed, to: started }
  - { at: 2026-10-11T06:49:00Z, event: task, id: tasks/snapshot, from: started, to: success, duration: 9m }
  - { at: 2026-10-11T06:50:00Z, event: task, id: tasks/sandbox, from: open, to: started }
  - { at: 2026-10-11T07:07:00Z, event: task, id: tasks/sandbox, from: started, to: failed, duration: 17m, note: an owner is locked out }
";

/// Shows a runbook at a time, with the hint.
#[track_caller]
fn check(yaml: &str, now: &str, expected: &Expect) {
    let source = Source::from_text("acme.yaml", yaml.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}"));
    let regions = ["APAC", "EMEA", "AMER"].map(str::to_owned);
    let now = now.parse().expect("a time");
    let view = View {
        document: &document,
        path: Path::new("runbooks/acme.yaml"),
        file: Some(Path::new("acme")),
        regions: &regions,
        now,
    };
    let hint = hint(&view).map(|hint| format!("---\nhint: {hint}\n"));
    expected.assert_eq(&format!("{}{}", text::of(&view, 80, false), hint.unwrap_or_default()));
}

/// Returns the sections from the one that begins so.
fn from(section: &str, yaml: &str, now: &str) -> String {
    let source = Source::from_text("acme.yaml", yaml.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}"));
    let view =
        View { document: &document, path: Path::new("-"), file: None, regions: &[], now: now.parse().expect("a time") };
    let text = text::of(&view, 80, false);
    let start = text.find(section).unwrap_or_else(|| panic!("no {section} in {text}"));
    text[start..].to_owned()
}

#[test]
fn before_the_call_it_says_when_for_whom_and_what_is_undecided() {
    check(
        BEFORE,
        "2026-10-11T04:25:00Z",
        &expect![[r#"
            Acme - Enforce 2FA on All Groups
            Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards
            every group below `acme` requires it.

            file          runbooks/acme.yaml
            DRI           @john_doe (John Doe)
            schedule      Sat 2026-10-10 23:30 America/Los_Angeles (in 2h05m)
                          Sun 2026-10-11 06:30 UTC
            window        3h, until Sun 02:30 (Sun 09:30 UTC)
            meeting       https://example.zoom.com/my/example.meeting
            GitLab issue  https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
            platform      gitlab.com
            criticality   C3
            ticket        https://support.example/tickets/123

            Contacts, with their local time
                                from       until      day  offset  that is     role
            GitLab:
            John Doe            Sat 23:30  Sun 02:30       -07:00  night,      Technical
            @john_doe                                              weekend     Execution
            Kiran Placeholder   Sun 12:00  Sun 15:00  +1   +05:30  weekend     Communication
            @kiran_placeholder
            Morgan Sample                                          not on the  Support
                                                                   call        Manager
            Customer:
            Pat Filler          Sun 07:30  Sun 10:30  +1   +01:00  early,      IT Manager
                                                                   weekend
            Toni Blank                                             no time     Systems
                                                                   zone        Engineer

            Pre-call checklist: 2 of 3 decided (1 done, 1 not applicable)
               state                  id       item
            2  blocked, not accepted  dry-run  Has a dry-run been performed before the call?

            Post-call checklist: 0 of 1 decided
               state  id      item
            1  open   inform  Inform `#support_gitlab-com` about the completion

            Next
            2 Has a dry-run been performed before the call? (pre-call/dry-run)
              state   blocked, not accepted
              reason  no staging tenant
              why     https://example.com/incident/12
            ---
            hint: then mark it: runbook check pre-call --accepted-by dry-run=@HANDLE --file acme
        "#]],
    );
}

#[test]
fn during_the_call_it_says_how_far_until_when_and_what_comes_next() {
    let yaml = format!(
        "{}{CALL}",
        BEFORE.replace("reason: no staging tenant", "reason: no staging tenant, accepted_by: '@morgan_sample'")
    );
    check(
        &yaml,
        "2026-10-11T07:10:00Z",
        &expect![[r#"
            Acme - Enforce 2FA on All Groups
            Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards
            every group below `acme` requires it.

            file          runbooks/acme.yaml
            DRI           @john_doe (John Doe)
            schedule      Sat 2026-10-10 23:30 America/Los_Angeles (40m ago)
                          Sun 2026-10-11 06:30 UTC
            window        3h, until Sun 02:30 (Sun 09:30 UTC), 2h20m left
            meeting       https://example.zoom.com/my/example.meeting
            GitLab issue  https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
            platform      gitlab.com
            criticality   C3
            ticket        https://support.example/tickets/123

            Contacts, with their local time
                                from       until      day  offset  that is     role
            GitLab:
            John Doe            Sat 23:30  Sun 02:30       -07:00  night,      Technical
            @john_doe                                              weekend     Execution
            Kiran Placeholder   Sun 12:00  Sun 15:00  +1   +05:30  weekend     Communication
            @kiran_placeholder
            Morgan Sample                                          not on the  Support
                                                                   call        Manager
            Customer:
            Pat Filler          Sun 07:30  Sun 10:30  +1   +01:00  early,      IT Manager
                                                                   weekend
            Toni Blank                                             no time     Systems
                                                                   zone        Engineer

            Pre-call checklist: 3 of 3 decided (1 done, 1 blocked, 1 not applicable)

            Post-call checklist: 0 of 1 decided
               state  id      item
            1  open   inform  Inform `#support_gitlab-com` about the completion

            Tasks: 2 of 4 have an outcome, 1h25m planned for the rest
                 planned  actual     state         owner              task
            1    15m      14m        failed (5m)   John Doe           Record the current
                                     success (9m)                     setting of every group
            2    10m      17m (+7m)  failed        John Doe           Apply to the sandbox
                                                                      subgroup
            3    1h15m               open          John Doe           Apply to the remaining
                                                                      subgroups
            4    10m                 open          Kiran Placeholder  Update the issue with
                                                                      the outcome
            sum  1h50m    31m
            Runs on unattended, not counted: 8h

            Rollback
            planned          1h15m
            latest start     Sun 2026-10-11 01:15 America/Los_Angeles (in 1h05m)
                             Sun 2026-10-11 08:15 UTC
            no return after  task 3 Apply to the remaining subgroups (not passed)
            confirmed        APAC @kiran_placeholder
                             Amer @john_doe
                             nobody yet in EMEA

            Replay `before.csv`: for each row send the same PUT with the recorded values,
            and look at the answers as they come.

            Users who set up two-factor meanwhile keep it.

                 planned  state  task
            r1   1h       open   Replay the snapshot
            r2   15m      open   Compare with the snapshot
            sum  1h15m

            Follow-ups
            due         owner      what
            2026-10-15  @john_doe  Find owners for the 12 groups that answered 403
                                   https://gitlab.example/1

            Next
            Task 2 failed: an owner is locked out
              latest start of the rollback  in 1h05m
              no way back after             task 3 Apply to the remaining subgroups
              to try again                  runbook task 2 start --file acme
              to roll back                  runbook task r1 start --file acme
              to go on all the same         runbook task 3 start --file acme

            2 Apply to the sandbox subgroup (tasks/sandbox)
              state    failed (17m)
              owner    John Doe
              planned  10m
              note     an owner is locked out
            ---
            hint: to try again: runbook task 2 start --file acme
        "#]],
    );
}

#[test]
fn what_runs_is_shown_also_when_an_item_is_undecided() {
    let yaml = format!(
        "{BEFORE}tasks: [{{ task: Apply, planned: 5m, started_at: 2026-10-11T06:40:00Z, command: apply.sh }}]\n"
    );
    expect![[r#"
        Tasks: 0 of 1 have an outcome
           planned  actual    state    task
        1  5m       7m (+2m)  running  Apply

        Running
        1 Apply (tasks/apply)
          state    running
          planned  5m

        apply.sh

        Next
        2 Has a dry-run been performed before the call? (pre-call/dry-run)
          state   blocked, not accepted
          reason  no staging tenant
          why     https://example.com/incident/12
    "#]]
    .assert_eq(&from("Tasks", &yaml, "2026-10-11T06:46:40Z"));
}

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
fn of_several_calls_the_one_that_counts_is_said() {
    let yaml = "version: 1\nheader:\n  name: Acme - Group SAML\n  schedule_at: 2026-10-10 23:30 America/Los_Angeles\n  window: 1h\n  \
        sessions: [{ at: 2026-10-25 01:30 Europe/London +01:00, window: 2h }]\n\
        contacts: { customer: [{ name: Pat Filler, time_zone: Europe/London }] }\n";
    check(
        yaml,
        "2026-10-12T00:00:00Z",
        &expect![[r#"
        Acme - Group SAML

        file    runbooks/acme.yaml
        call 1  Sat 2026-10-10 23:30 America/Los_Angeles (17h30m ago)
                Sun 2026-10-11 06:30 UTC
        window  1h, until Sun 00:30 (Sun 07:30 UTC)
        call 2  Sun 2026-10-25 01:30 Europe/London +01:00 (in 13 days)
                Sun 2026-10-25 00:30 UTC
        window  2h, until Sun 02:30 (Sun 02:30 UTC)

        Contacts, with their local time of call 2
                    from       until      offset               that is
        Customer:
        Pat Filler  Sun 01:30  Sun 02:30  +01:00, then +00:00  night, weekend
    "#]],
    );
}

/// Five calls in which the moves of a storage are looked after; its rollback needs half an hour of people.
const CALLS: &str = "\
version: 1
header:
  name: Acme - Move Storage Shards
  schedule_at: 2026-11-14 13:30 Asia/Kolkata
  window: 1h30m
  sessions:
    - { at: 2026-11-14 14:00 UTC, window: 30m }
    - { at: 2026-11-14 20:00 UTC, window: 10m }
    - { at: 2026-11-15 02:00 UTC, window: 30m }
    - { at: 2026-11-15 08:00 UTC, window: 1h30m }
tasks: [{ id: move, task: Move the projects, outcome: failed }, { id: trim, task: Take the disk away }]
rollback:
  planned: 30m
  point_of_no_return: trim
  steps: [{ task: Move them back, planned: 30m, waits: 24h }]
";

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

#[test]
fn a_closed_runbook_says_how_it_ended() {
    let yaml = format!(
        "{BEFORE}closed: {{ at: 2026-10-11T09:12:00Z, by: '@john_doe', result: aborted, note: The customer called it off }}\n"
    );
    let text = from("closed", &yaml, "2026-10-14T10:00:00Z");
    expect![[r#"
        closed        aborted by @john_doe, Sun 2026-10-11 09:12 UTC (3 days ago)
                      The customer called it off
        DRI           @john_doe (John Doe)
        schedule      Sat 2026-10-10 23:30 America/Los_Angeles
                      Sun 2026-10-11 06:30 UTC
        window        3h, until Sun 02:30 (Sun 09:30 UTC)
        meeting       https://example.zoom.com/my/example.meeting
        GitLab issue  https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs
        platform      gitlab.com
        criticality   C3
        ticket        https://support.example/tickets/123"#]]
    .assert_eq(text.split("\n\n").next().expect("the header"));
    assert!(!text.contains("Next"));
}

#[test]
fn what_is_not_there_is_left_out() {
    check(
        "version: 1\nheader: { name: Acme - Enforce }\nrollback: {}\nchecklists: { pre-call: [] }\n",
        "2026-10-11T00:00:00Z",
        &expect![[r#"
            Acme - Enforce

            file  runbooks/acme.yaml
        "#]],
    );
    check(
        "version: 1\nblueprint: true\nsummary: To start from\nheader: { name: CUSTOMER - Enforce }\ntasks: [{ task: Apply }]\n",
        "2026-10-11T00:00:00Z",
        &expect![[r#"
            CUSTOMER - Enforce
            To start from

            file     runbooks/acme.yaml
            this is  a blueprint; nothing in it is marked

            Tasks: 0 of 1 have an outcome
               state  task
            1  open   Apply
            ---
            hint: start from it: runbook new "CUSTOMER - REQUESTED TASK" --from runbooks/acme.yaml
        "#]],
    );
}

#[test]
fn at_the_end_it_is_closed() {
    let yaml =
        "version: 1\nheader: { name: Acme - Enforce }\ntasks: [{ task: Apply, outcome: success, duration: 5m }]\n";
    check(
        yaml,
        "2026-10-11T00:00:00Z",
        &expect![[r#"
        Acme - Enforce

        file  runbooks/acme.yaml

        Tasks: 1 of 1 have an outcome
           actual  state    task
        1  5m      success  Apply

        Next
        Everything is decided: close the runbook.
        ---
        hint: to finish: runbook close --file acme
    "#]],
    );
}

#[test]
fn nothing_of_a_file_looks_like_the_program_speaking() {
    let yaml = "version: 1\nheader: { name: \"Acme - \\e[2JEnforce\\nNext\", dri: \"\\e[8m@john_doe\\nDRI\", links: { \"a\\nb\": \"x\\ny\" } }\n\
        tasks: [{ task: \"Apply\\e[8m\", command: \"\\e[8mrm\" }]\n";
    let source = Source::from_text("acme.yaml", yaml.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}"));
    let now = "2026-10-11T00:00:00Z".parse().expect("a time");
    let view = View { document: &document, path: Path::new("a\u{1b}.yaml"), file: None, regions: &[], now };
    let text = text::of(&view, 80, true).replace("\u{1b}[1m", "<").replace("\u{1b}[0m", ">");
    expect![[r#"
        <Acme - \u{1b}[2JEnforce\nNext>

        file  a\u{1b}.yaml
        DRI   \u{1b}[8m@john_doe
              DRI
        a\nb  x
              y

        <Tasks: 0 of 1 have an outcome>
           state  task
        1  open   Apply\u{1b}[8m

        <Next>
        1 Apply\u{1b}[8m (tasks/apply-8m)
          state    open

        \u{1b}[8mrm
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_machine_gets_the_same() {
    let yaml = format!("{}{CALL}", BEFORE.replace("state: blocked", "state: done"));
    let source = Source::from_text("acme.yaml", yaml).expect("text");
    let document = Document::parse(&source).expect("a runbook");
    let regions = ["APAC".to_owned(), "EMEA".to_owned()];
    let now = "2026-10-11T07:10:00Z".parse().expect("a time");
    let view = View { document: &document, path: Path::new("acme.yaml"), file: None, regions: &regions, now };
    let (tasks, steps) = (tasks::found(&view, false), tasks::found(&view, true));
    let text = serde_json::to_string_pretty(&json::of(&view, &tasks, &steps)).expect("JSON");
    expect![[r#"
        {
          "version": 1,
          "runbook": "Acme - Enforce 2FA on All Groups",
          "path": "acme.yaml",
          "kind": "support-assisted",
          "blueprint": false,
          "example": false,
          "now": "2026-10-11T07:10:00Z",
          "description": "Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group below `acme` requires it.",
          "dri": "@john_doe",
          "calls": [
            {
              "schedule_at": "2026-10-10 23:30 America/Los_Angeles",
              "starts_at": "2026-10-11T06:30:00Z",
              "ends_at": "2026-10-11T09:30:00Z",
              "window": "3h",
              "starts_in_seconds": -2400,
              "current": true
            }
          ],
          "meeting_url": "https://example.zoom.com/my/example.meeting",
          "gitlab_issue": "https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1234567890/designs",
          "issue": null,
          "platform": "gitlab.com",
          "criticality": "C3",
          "links": {
            "ticket": "https://support.example/tickets/123"
          },
          "closed": null,
          "people": [
            {
              "side": "gitlab",
              "name": "John Doe",
              "handle": "@john_doe",
              "role": "Technical Execution",
              "attends": true,
              "time_zone": "America/Los_Angeles",
              "local": {
                "starts_at": "2026-10-10T23:30:00-07:00",
                "ends_at": "2026-10-11T02:30:00-07:00",
                "weekday": "Saturday",
                "day_shift": 0,
                "odd_hours": [
                  "night",
                  "weekend"
                ]
              }
            },
            {
              "side": "gitlab",
              "name": "Kiran Placeholder",
              "handle": "@kiran_placeholder",
              "role": "Communication",
              "attends": true,
              "time_zone": "Asia/Kolkata",
              "local": {
                "starts_at": "2026-10-11T12:00:00+05:30",
                "ends_at": "2026-10-11T15:00:00+05:30",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "weekend"
                ]
              }
            },
            {
              "side": "gitlab",
              "name": "Morgan Sample",
              "handle": null,
              "role": "Support Manager",
              "attends": false,
              "time_zone": "Europe/Dublin",
              "local": {
                "starts_at": "2026-10-11T07:30:00+01:00",
                "ends_at": "2026-10-11T10:30:00+01:00",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "early",
                  "weekend"
                ]
              }
            },
            {
              "side": "customer",
              "name": "Pat Filler",
              "handle": null,
              "role": "IT Manager",
              "attends": true,
              "time_zone": "Europe/London",
              "local": {
                "starts_at": "2026-10-11T07:30:00+01:00",
                "ends_at": "2026-10-11T10:30:00+01:00",
                "weekday": "Sunday",
                "day_shift": 1,
                "odd_hours": [
                  "early",
                  "weekend"
                ]
              }
            },
            {
              "side": "customer",
              "name": "Toni Blank",
              "handle": null,
              "role": "Systems Engineer",
              "attends": true,
              "time_zone": null,
              "local": null
            }
          ],
          "checklists": [
            {
              "id": "pre-call",
              "title": "Pre-call checklist",
              "decided": 3,
              "of": 3,
              "undecided": []
            },
            {
              "id": "post-call",
              "title": "Post-call checklist",
              "decided": 0,
              "of": 1,
              "undecided": [
                {
                  "number": 1,
                  "id": "inform",
                  "item": "Inform `#support_gitlab-com` about the completion",
                  "state": "open",
                  "required": false,
                  "reason": null
                }
              ]
            }
          ],
          "tasks": [
            {
              "number": "1",
              "id": "tasks/snapshot",
              "task": "Record the current setting of every group",
              "state": "success",
              "owner": "John Doe",
              "planned": "15m",
              "duration": "9m",
              "count": null,
              "note": null,
              "started_at": "2026-10-11T06:40:00Z",
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [
                "failed (5m)",
                "success (9m)"
              ],
              "actual": "14m",
              "waits": null,
              "unattended_until": null
            },
            {
              "number": "2",
              "id": "tasks/sandbox",
              "task": "Apply to the sandbox subgroup",
              "state": "failed",
              "owner": "John Doe",
              "planned": "10m",
              "duration": "17m",
              "count": null,
              "note": "an owner is locked out",
              "started_at": "2026-10-11T06:50:00Z",
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [
                "failed (17m)"
              ],
              "actual": "17m",
              "waits": null,
              "unattended_until": null
            },
            {
              "number": "3",
              "id": "tasks/apply",
              "task": "Apply to the remaining subgroups",
              "state": "open",
              "owner": "John Doe",
              "planned": "1h15m",
              "duration": null,
              "count": null,
              "note": null,
              "started_at": null,
              "command": "curl --silent --request PUT \\\n  \"https://gitlab.com/api/v4/groups/$GROUP_ID?require_two_factor_authentication=true\"\n",
              "expect": "HTTP 200 and `true`",
              "stop_if": "more than 25 errors in a row",
              "attempts": [],
              "actual": null,
              "waits": "8h",
              "unattended_until": null
            },
            {
              "number": "4",
              "id": "tasks/update",
              "task": "Update the issue with the outcome",
              "state": "open",
              "owner": "Kiran Placeholder",
              "planned": "10m",
              "duration": null,
              "count": null,
              "note": null,
              "started_at": null,
              "command": null,
              "expect": null,
              "stop_if": null,
              "attempts": [],
              "actual": null,
              "waits": null,
              "unattended_until": null
            }
          ],
          "sums": {
            "planned": "1h50m",
            "actual": "31m",
            "left": "1h25m",
            "waits": "8h"
          },
          "rollback": {
            "planned": "1h15m",
            "waits": null,
            "latest_start": "2026-10-11T08:15:00Z",
            "latest_start_call": 1,
            "latest_start_local": "2026-10-11T01:15:00-07:00",
            "latest_start_in_seconds": 3900,
            "point_of_no_return": "apply",
            "past_return": false,
            "confirmed_by": [
              {
                "region": "APAC",
                "handle": "@kiran_placeholder"
              },
              {
                "region": "Amer",
                "handle": "@john_doe"
              }
            ],
            "unconfirmed_regions": [
              "EMEA"
            ],
            "plan": "Replay `before.csv`: for each row send the same PUT with the recorded values, and look at the answers as they come.\n\nUsers who set up two-factor meanwhile keep it.\n",
            "link": null,
            "irreversible": null,
            "steps": [
              {
                "number": "r1",
                "id": "rollback/replay",
                "task": "Replay the snapshot",
                "state": "open",
                "owner": null,
                "planned": "1h",
                "duration": null,
                "count": null,
                "note": null,
                "started_at": null,
                "command": null,
                "expect": null,
                "stop_if": null,
                "attempts": [],
                "actual": null,
                "waits": null,
                "unattended_until": null
              },
              {
                "number": "r2",
                "id": "rollback/compare",
                "task": "Compare with the snapshot",
                "state": "open",
                "owner": null,
                "planned": "15m",
                "duration": null,
                "count": null,
                "note": null,
                "started_at": null,
                "command": null,
                "expect": null,
                "stop_if": null,
                "attempts": [],
                "actual": null,
                "waits": null,
                "unattended_until": null
              }
            ],
            "sums": {
              "planned": "1h15m",
              "actual": null,
              "left": "1h15m",
              "waits": null
            }
          },
          "follow_ups": [
            {
              "what": "Find owners for the 12 groups that answered 403",
              "owner": "@john_doe",
              "due": "2026-10-15",
              "link": "https://gitlab.example/1"
            }
          ],
          "next": {
            "kind": "task",
            "id": "tasks/sandbox",
            "number": "2",
            "text": "Apply to the sandbox subgroup",
            "state": "failed",
            "command": null,
            "mark": "runbook task 2 start --file acme.yaml"
          }
        }"#]].assert_eq(&text);
}

#[test]
fn the_only_unfinished_runbook_is_shown_and_the_hint_is_for_people() {
    let office = tempfile::tempdir().expect("temporary folder");
    std::fs::create_dir(office.path().join("runbooks")).expect("folder");
    create_new(&office.path().join("runbooks/acme.yaml"), BEFORE).expect("file");
    let context = Context {
        environment: Environment::default(),
        settings: settings_in(office.path(), &[]),
        now: "2026-10-11T04:25:00Z".parse().expect("a time"),
        by: None,
    };
    let shown = |format| {
        let (mut ui, out, said) = testing::ui(None);
        run(&context, &mut ui, &ShowArgs { runbook: None, format }).expect("shown");
        (out.text(), said.text())
    };
    let (out, said) = shown(AnswerFormat::Text);
    assert!(out.starts_with("Acme - Enforce 2FA on All Groups\n"));
    assert_eq!(said, "hint: then mark it: runbook check pre-call --accepted-by dry-run=@HANDLE\n");
    let (out, said) = shown(AnswerFormat::Json);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["rollback"], serde_json::Value::Null);
    assert_eq!(json["calls"][0]["starts_in_seconds"], 7500);
    assert_eq!(said, "");
}
