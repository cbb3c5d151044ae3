//! Arguments that say nothing sensible: names that are not there, values that mean nothing.

use expect_test::{Expect, expect};

use super::{RUNBOOK, office, transcript};

/// Checks what commands answer that all leave the runbook as it is.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(commands: &[&[&str]], expected: Expect) {
    let sandbox = office();
    let text = transcript(&sandbox, &[("RUNBOOK_FILE", "acme")], commands);
    assert_eq!(sandbox.text("runbooks/acme-enforce.yaml"), RUNBOOK);
    assert_eq!(text.matches("\nstatus 2\n").count(), commands.len(), "{text}");
    expected.assert_eq(&text);
}

#[test]
fn a_name_that_is_not_there_is_answered_with_the_one_that_was_meant() {
    check(
        &[
            &["check", "precall"],
            &["check", "handover"],
            &["check", "pre-call", "--done", "infrom"],
            &["check", "pre-call", "--done", "3"],
            &["check", "pre-call", "--done", "0"],
            &["check", "post-call", "--done", "1"],
            &["task", "confirm-sate"],
            &["task", "confirm"],
            &["task", "3", "start"],
            &["task", "r2", "start"],
            &["task", "", "start"],
            &["task", "1", "sucess"],
            &["explain", "task-without-durration"],
            &["explain", "nonsense"],
            &["new", "Beta - Move", "--from", "hanbook"],
            &["new", "Beta - Move", "--set", "GROUP=1"],
            &["set", "header.dir", "x"],
            &["set", "tasks/confirm.owner", "x"],
            &["chek", "pre-call"],
        ],
        expect![[r#"
            $ runbook check precall
            error: the runbook has no checklist `precall`
            help: did you mean `pre-call`?
            status 2

            $ runbook check handover
            error: the runbook has no checklist `handover`
            help: its checklists are pre-call, post-call
            status 2

            $ runbook check pre-call --done infrom
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `pre-call` has no item `infrom`
            help: did you mean `inform`?
            status 2

            $ runbook check pre-call --done 3
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `pre-call` has no item `3`
            help: its items are 1 inform, 2 dry-run
            status 2

            $ runbook check pre-call --done 0
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `pre-call` has no item `0`
            help: its items are 1 inform, 2 dry-run
            status 2

            $ runbook check post-call --done 1
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `post-call` has no item `1`
            help: it has none yet; write them into the file
            status 2

            $ runbook task confirm-sate
            error: the runbook has no task `confirm-sate`
            help: did you mean `confirm-state`?
            status 2

            $ runbook task confirm
            error: the runbook has no task `confirm`
            help: its tasks are 1 confirm-state, 2 remove-users; its rollback steps are r1 restore
            status 2

            $ runbook task 3 start
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: the runbook has no task `3`
            help: its tasks are 1 confirm-state, 2 remove-users; its rollback steps are r1 restore
            status 2

            $ runbook task r2 start
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: the runbook has no task `r2`
            help: its tasks are 1 confirm-state, 2 remove-users; its rollback steps are r1 restore
            status 2

            $ runbook task "" start
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: the runbook has no task ``
            help: its tasks are 1 confirm-state, 2 remove-users; its rollback steps are r1 restore
            status 2

            $ runbook task 1 sucess
            error: invalid value 'sucess' for '[MARK]'
              [possible values: start, pause, success, partial, failed, skipped, reopen]

              tip: a similar value exists: 'success'

            For more information, try '--help'.
            status 2

            $ runbook explain task-without-durration
            error: there is no rule `task-without-durration`
            help: did you mean `task-without-duration`?
            status 2

            $ runbook explain nonsense
            error: there is no rule `nonsense`
            help: `runbook explain` lists the rules
            status 2

            $ runbook new "Beta - Move" --from hanbook
            error: there is no runbook `hanbook` in runbooks
            help: these are there:
                runbooks/acme-enforce.yaml
            help: or did you mean the blueprint `handbook`?
            status 2

            $ runbook new "Beta - Move" --set GROUP=1
            error: there is no parameter `GROUP`
            help: there are DESCRIPTION, CHANNELS, ROLLBACK_PLAN
            status 2

            $ runbook set header.dir x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error[schema]: the header has no key `dir`
             --> runbooks/acme-enforce.yaml:6:3
              |
            6 |   dir: x
              |   ^^^
              |
              = help: did you mean `dri`?

            error: runbooks/acme-enforce.yaml has 1 problem
            help: nothing was written; this is what the file would have become
            status 2

            $ runbook set tasks/confirm.owner x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: the runbook has no task `confirm`
            help: its tasks are 1 confirm-state, 2 remove-users; its rollback steps are r1 restore
            status 2

            $ runbook chek pre-call
            error: unrecognized subcommand 'chek'

              tip: some similar subcommands exist: 'schema', 'check'

            Usage: runbook [OPTIONS] <COMMAND>

            For more information, try '--help'.
            status 2

        "#]],
    );
}

#[test]
fn a_value_that_makes_no_sense_is_answered_with_what_to_write() {
    check(
        &[
            &["task", "1", "success", "10"],
            &["task", "1", "success", "1.5h"],
            &["task", "1", "success", "--", "-5m"],
            &["task", "1", "success", "99999999999999999999h"],
            &["task", "1", "start", "10m"],
            &["task", "1", "pause"],
            &["task", "1", "start", "--at", "half past six"],
            &["task", "1", "start", "--at", "25:00"],
            &["task", "1", "start", "--at", ""],
            &["task", "1", "start", "--at", "2026-10-11T07:00:01Z"],
            &["task", "1", "start", "--at", "2026-10-11 06:41"],
            &["check", "pre-call", "--blocked", "inform="],
            &["check", "pre-call", "--blocked", "inform"],
            &["check", "pre-call", "--blocked", "=no tenant"],
            &["check", "pre-call", "--na", "inform=n/a"],
            &["check", "pre-call", "--accepted-by", "dry-run=@morgan_sample"],
            &["check", "pre-call", "--evidence", "dry-run="],
            &["check", "pre-call", "--confirm", "APAC"],
            &["check", "pre-call", "--done", "inform", "--blocked", "inform=no"],
            &["check", "pre-call", "--done", "inform", "--done", "1"],
            &["check", "pre-call", "--done"],
            &["note", " "],
            &["note", "x", "--by", " "],
            &["follow-up", "x", "--due", "tomorrow"],
            &["close", "--result", "aborted"],
            &["set", "header.window", "90"],
            &["set", "header.schedule_at", "2026-10-10 23:30 PST"],
            &["set", "header.name", ""],
            &["set", "header", "x"],
            &["set", "log", "x"],
            &["set", "tasks/confirm-state", "x"],
            &["set", "", "x"],
            &["lint", "runbooks", "--report", "xml=a"],
            &["lint", "runbooks", "--report", "json"],
        ],
        expect![[r#"
            $ runbook task 1 success 10
            error: invalid value '10' for '[DURATION]': a number alone does not say whether it is minutes or hours; write `10m` for minutes, `10s` for seconds or `10h` for hours

            For more information, try '--help'.
            status 2

            $ runbook task 1 success 1.5h
            error: invalid value '1.5h' for '[DURATION]': a duration has no fractions; write `1h30m`

            For more information, try '--help'.
            status 2

            $ runbook task 1 success -- -5m
            error: invalid value '-5m' for '[DURATION]': a duration cannot be negative; write `5m`

            For more information, try '--help'.
            status 2

            $ runbook task 1 success 99999999999999999999h
            error: invalid value '99999999999999999999h' for '[DURATION]': the duration is longer than 9999h; write at most `9999h`

            For more information, try '--help'.
            status 2

            $ runbook task 1 start 10m
            error: a duration and a count belong to an outcome
            help: for example: runbook task 2 success 10m
            status 2

            $ runbook task 1 pause
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `tasks/confirm-state` is not running, so it cannot be paused
            help: start it first: runbook task confirm-state start
            status 2

            $ runbook task 1 start --at "half past six"
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `--at half past six` is no time
            help: write 06:41 or "2026-10-11 06:41", the time in the runbook's zone, or 2026-10-11T06:41:00Z
            status 2

            $ runbook task 1 start --at 25:00
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `--at 25:00` is no time
            help: write 06:41 or "2026-10-11 06:41", the time in the runbook's zone, or 2026-10-11T06:41:00Z
            status 2

            $ runbook task 1 start --at ""
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `--at ` is no time
            help: write 06:41 or "2026-10-11 06:41", the time in the runbook's zone, or 2026-10-11T06:41:00Z
            status 2

            $ runbook task 1 start --at 2026-10-11T07:00:01Z
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `--at 2026-10-11T07:00:01Z` lies in the future
            help: a mark says what happened; leave `--at` out for now
            status 2

            $ runbook task 1 start --at "2026-10-11 06:41"
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `--at 2026-10-11 06:41` lies in the future
            help: a mark says what happened; leave `--at` out for now
            status 2

            $ runbook check pre-call --blocked inform=
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `pre-call/inform` needs a reason
            help: say what prevents it: --blocked inform="no staging tenant"
            status 2

            $ runbook check pre-call --blocked inform
            error: --blocked inform says no text
            help: for example --blocked dry-run="no staging tenant"
            status 2

            $ runbook check pre-call --blocked "=no tenant"
            error: --blocked =no tenant says no text
            help: for example --blocked dry-run="no staging tenant"
            status 2

            $ runbook check pre-call --na inform=n/a
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `n/a` is no reason
            help: say what prevents it, so that whoever reads it knows
            status 2

            $ runbook check pre-call --accepted-by dry-run=@morgan_sample
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `pre-call/dry-run` is not blocked, so there is nothing to accept
            help: mark it as blocked first, with its reason
            status 2

            $ runbook check pre-call --evidence dry-run=
            error: --evidence dry-run= says no text
            help: for example --evidence dry-run=https://example.com/log
            status 2

            $ runbook check pre-call --confirm APAC
            error: --confirm APAC says no text
            help: for example --confirm APAC=@kiran_placeholder
            status 2

            $ runbook check pre-call --done inform --blocked inform=no
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `inform` is marked twice
            help: give one state for each item
            help: nothing was written, the other marks are not made either
            status 2

            $ runbook check pre-call --done inform --done 1
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `inform` is marked twice
            help: give one state for each item
            help: nothing was written, the other marks are not made either
            status 2

            $ runbook check pre-call --done
            error: a value is required for '--done <ITEM>' but none was supplied

            For more information, try '--help'.
            status 2

            $ runbook note " "
            error: the note is empty
            help: for example: runbook note "customer joins late"
            status 2

            $ runbook note x --by " "
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: --by does not say a name
            help: write a user name, for example `@john_doe`
            status 2

            $ runbook follow-up x --due tomorrow
            error: invalid value 'tomorrow' for '--due <YYYY-MM-DD>': it is no day; write it as 2026-10-15

            For more information, try '--help'.
            status 2

            $ runbook close --result aborted
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: closing a runbook as aborted needs a note that says why
            help: add --note "…"
            status 2

            $ runbook set header.window 90
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error[schema]: a number alone does not say whether it is minutes or hours
             --> runbooks/acme-enforce.yaml:6:11
              |
            6 |   window: "90"
              |           ^^^^
              |
              = help: write `90m` for minutes, `90s` for seconds or `90h` for hours

            error: runbooks/acme-enforce.yaml has 1 problem
            help: nothing was written; this is what the file would have become
            status 2

            $ runbook set header.schedule_at "2026-10-10 23:30 PST"
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error[schedule-zone]: `PST` is an abbreviation, not a time zone; on 2026-10-10 Los Angeles is on PDT (-07:00)
             --> runbooks/acme-enforce.yaml:5:33
              |
            5 |   schedule_at: 2026-10-10 23:30 PST
              |                                 ^^^
              |
              = help: write the place that is meant, such as
                        2026-10-10 23:30 America/Los_Angeles  = 2026-10-11 06:30 UTC (Los Angeles is on PDT)
                        2026-10-10 23:30 -08:00               = 2026-10-11 07:30 UTC (`PST` taken literally)
                        2026-10-10 23:30 Asia/Manila          = 2026-10-10 15:30 UTC

            error: runbooks/acme-enforce.yaml has 1 problem
            help: nothing was written; this is what the file would have become
            status 2

            $ runbook set header.name ""
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error[schema]: the header needs `name`
             --> runbooks/acme-enforce.yaml:3:3
              |
            3 |   dri: '@john_doe'
              |   ^^^
              |
              = help: write `name: …`

            error: runbooks/acme-enforce.yaml has 1 problem
            help: nothing was written; this is what the file would have become
            status 2

            $ runbook set header x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `header` holds a mapping, not one value
            help: name one of its fields, for example header.dri, tasks/confirm-state.owner, pre-call/inform.why or contacts.gitlab.1.role
            status 2

            $ runbook set log x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `log` is written by runbook itself
            help: the log is never rewritten; `runbook note` adds a line
            status 2

            $ runbook set tasks/confirm-state x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `tasks/confirm-state` names an entry, not one of its fields
            help: for example tasks/confirm-state.owner
            status 2

            $ runbook set "" x
            Runbook: Acme - Enforce 2FA (runbooks/acme-enforce.yaml)
            error: `` names no field
            help: for example header.dri, tasks/confirm-state.owner, pre-call/inform.why or contacts.gitlab.1.role
            status 2

            $ runbook lint runbooks --report xml=a
            error: there is no format `xml` in --report xml=a
            help: formats are text, concise, json, gitlab, sarif, junit, github
            status 2

            $ runbook lint runbooks --report json
            error: --report json is not FORMAT=FILE
            help: formats are text, concise, json, gitlab, sarif, junit, github
            status 2

        "#]],
    );
}
