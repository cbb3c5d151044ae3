//! The answer for people, before, during and after the call.

use expect_test::expect;

use super::*;

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
