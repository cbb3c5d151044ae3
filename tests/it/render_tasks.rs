//! What tasks, the rollback and the log look like in the issue.

use expect_test::expect;

use crate::render::check_section;

#[test]
fn each_state_of_a_task_has_its_outcome() {
    check_section(
        "Runbook - Tasks",
        r#"
tasks:
  - { id: open, task: Open }
  - { id: running, task: Running, started_at: 2026-10-11T06:32:10Z }
  - { id: paused, task: Paused, started_at: 2026-10-11T06:32:10Z }
  - { id: success, task: Success, outcome: success, duration: 1h15m }
  - { id: partial, task: Partial, outcome: partial, count: 2488/2500, duration: 45s, note: 12 groups answer 403 }
  - { id: failed, task: Failed, outcome: failed }
  - { id: skipped, task: Skipped, outcome: skipped }
  - { id: again, task: Twice, outcome: success, duration: 9m, note: with the *right* token }
  - { id: once-more, task: Running again, started_at: 2026-10-11T06:50:00Z }
  - { id: reopened, task: Reopened }
log:
  - { at: 2026-10-11T06:35:00Z, event: task, id: tasks/paused, from: started, to: paused }
  - { at: 2026-10-11T06:36:00Z, event: task, id: tasks/again, from: open, to: started }
  - { at: 2026-10-11T06:41:00Z, event: task, id: tasks/again, from: started, to: failed, duration: 5m, count: 0/2, note: wrong token }
  - { at: 2026-10-11T06:42:00Z, event: task, id: tasks/again, from: failed, to: started }
  - { at: 2026-10-11T06:51:00Z, event: task, id: tasks/again, from: started, to: success, duration: 9m, note: with the *right* token }
  - { at: 2026-10-11T06:41:00Z, event: task, id: tasks/once-more, from: open, to: failed, duration: 5m }
  - { at: 2026-10-11T06:50:00Z, event: task, id: tasks/once-more, from: failed, to: started }
  - { at: 2026-10-11T06:41:00Z, event: task, id: tasks/reopened, from: open, to: skipped }
  - { at: 2026-10-11T06:50:00Z, event: task, id: tasks/reopened, from: skipped, to: open }
"#,
        expect![[r#"
            ## Runbook - Tasks

            | Task | Outcome | Duration |
            | --- | --- | --- |
            | Open <!-- rb:tasks.open --> |  |  |
            | Running <!-- rb:tasks.running --> | Running |  |
            | Paused <!-- rb:tasks.paused --> | Paused |  |
            | Success <!-- rb:tasks.success --> | Success | 1h15m |
            | Partial <!-- rb:tasks.partial --> | Partial (2488/2500) | 45s |
            | Failed <!-- rb:tasks.failed --> | Failed |  |
            | Skipped <!-- rb:tasks.skipped --> | Skipped |  |
            | Twice <!-- rb:tasks.again --> | Failed (0/2, 5m), Success (9m) | 14m |
            | Running again <!-- rb:tasks.once-more --> | Failed (5m), Running | 5m |
            | Reopened <!-- rb:tasks.reopened --> | Skipped, Open |  |

            <details><summary>Task 5: note</summary>

            Partial

            - **Note:** 12 groups answer 403

            </details>

            <details><summary>Task 8: notes</summary>

            Twice

            - **Note on attempt 1:** wrong token
            - **Note on attempt 2:** with the *right* token

            </details>
        "#]],
    );
}

#[test]
fn a_task_says_who_and_how_long_and_how() {
    check_section(
        "Runbook - Tasks",
        r#"
tasks:
  - { id: waits, task: Copy, waits: 8h, owner: "@john_doe" }
  - { id: every, task: Look, every: 30m, planned: 90m, link: docs/look.md }
  - { id: linked, task: "Read [this](https://example.com/a)", link: https://example.com/b }
  - id: fenced
    task: Run `it`
    language: "ruby /x"
    command: |
      puts "```"

      /usr/bin/true # {{ header }}
    expect: |
      a line
      and another
    stop_if: "`count` > 25"
"#,
        expect![[r###"
            ## Runbook - Tasks

            | Task | Outcome | Duration | Owner | Planned |
            | --- | --- | --- | --- | --- |
            | Copy <!-- rb:tasks.waits --> |  |  | \@john_doe | 8h unattended |
            | Look (docs/look.md) <!-- rb:tasks.every --> |  |  |  | 1h30m, every 30m |
            | Read [this](https://example.com/a) (<https://example.com/b>) <!-- rb:tasks.linked --> |  |  |  |  |
            | Run `it` <!-- rb:tasks.fenced --> |  |  |  |  |

            <details><summary>Task 4: command, expected result, stop rule</summary>

            Run `it`

             ````
             puts "```"

             /usr/bin/true # {{ header }}
             ````

            - **Expect:** a line<br>and another
            - **Stop if:** `count` > 25

            </details>
        "###]],
    );
}

#[test]
fn the_rollback_plan_is_markdown() {
    check_section(
        "Rollback plan",
        r#"
rollback:
  plan: |
    # Before

    Ask *Jane*, then (see https://example.com/a_b_c) go on
    /close
    with **this**:

    1. Stop
       - the workers
       - the timer

         ```sh
         /opt/stop.sh
         ```
    2. Start

    | Who | What |
    | --- | :-: |
    | `a\|b` | <b>x</b> @all |

    > Quoted #1

    ~~~ruby
    unclosed
"#,
        expect![[r#"
            ## Rollback plan

            **Before**

            Ask *Jane*, then (see <https://example.com/a_b_c>) go on
            \/close
            with **this**:

            1. Stop
               - the workers

               - the timer

                  ```sh
                  /opt/stop.sh
                  ```
            2. Start

            | Who | What |
            | --- | :-: |
            | `a\|b` | \<b>x\</b> \@all |

            > Quoted \#1

            ```ruby
            unclosed
            ```
        "#]],
    );
}

#[test]
fn a_rollback_plan_that_would_lose_a_word_is_shown_as_it_was_typed() {
    check_section(
        "Rollback plan",
        r#"
rollback:
  plan: |
    | One |
    | --- |
    | two | three |

    - four
      - five
"#,
        expect![[r#"
            ## Rollback plan

            \| One |\
            \| --- |\
            \| two | three |

            \- four\
            \- five
        "#]],
    );
}

#[test]
fn a_rollback_without_a_plan_says_why() {
    check_section(
        "Rollback plan",
        "rollback: { irreversible: A message that was *sent* cannot be taken back }\n",
        expect![[r#"
            ## Rollback plan

            + **Irreversible:** A message that was *sent* cannot be taken back
        "#]],
    );
    check_section(
        "Rollback plan",
        "rollback: { point_of_no_return: nothing, planned: 1h }\n",
        expect![[r#"
        ## Rollback plan

        + **Planned:** 1h
        + **Point of no return:** after nothing
    "#]],
    );
    check_section(
        "Rollback plan",
        "rollback: {}\n",
        expect![[r#"
        ## Rollback plan

        None yet.
    "#]],
    );
}

#[test]
fn the_log_is_told_in_words() {
    check_section(
        "Post-call checklist",
        r#"
checklists:
  pre-call: [{ id: dry-run, item: Has a dry-run been performed? }]
tasks: [{ id: remove, task: Remove 2FA }]
log:
  - { at: 2026-10-11T06:00:00Z, by: "@john_doe", event: publish }
  - { at: 2026-10-11T06:01:00Z, by: "@john_doe", event: item, id: pre-call/dry-run, from: open, to: blocked, reason: no | staging }
  - { at: 2026-10-11T06:02:00Z, by: "@john_doe", event: item, id: pre-call/dry-run, from: blocked, to: blocked, accepted_by: "@morgan_sample" }
  - { at: 2026-10-11T06:03:00Z, by: "@john_doe", event: item, id: pre-call/dry-run, from: blocked, to: blocked, evidence: https://example.com/log }
  - { at: 2026-10-11T06:04:00Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
  - { at: 2026-10-11T06:05:00Z, by: "@john_doe", event: undo, id: rollback/apac }
  - { at: 2026-10-11T06:06:00Z, by: "@john_doe", event: task, id: tasks/remove, from: open, to: started }
  - { at: 2026-10-11T06:07:00Z, by: "@john_doe", event: task, id: tasks/remove, from: started, to: paused }
  - { at: 2026-10-11T06:08:00Z, by: "@john_doe", event: task, id: tasks/remove, from: paused, to: started }
  - { at: 2026-10-11T06:09:00Z, recorded: 2026-10-11T07:00:00Z, by: "@john_doe", event: task, id: tasks/remove, from: started, to: partial, count: 1/2, duration: 3m, note: see `log` }
  - { at: 2026-10-11T06:10:00Z, event: note, note: The customer left }
  - { at: 2026-10-11T06:11:00Z, event: follow-up, note: Find owners }
  - { at: 2026-10-11T06:12:00Z, event: sync, id: pre-call/dry-run, from: blocked, to: done }
  - { at: 2026-10-11T06:13:00Z, event: sync }
  - { at: 2026-10-11T06:14:00Z, event: task, id: tasks/gone, from: open, to: skipped }
  - { at: 2026-10-11T06:15:00Z, event: close, from: open, to: aborted, note: The customer called it off }
  - { at: 2026-10-11T06:16:00Z, event: reopen }
"#,
        expect![[r#"
            ## Post-call checklist

            None yet.

            <details><summary>Timeline</summary>

            | Time (UTC) | Who | What |
            | --- | --- | --- |
            | 2026-10-11 06:00 | \@john_doe | Issue written |
            | 2026-10-11 06:01 | \@john_doe | Blocked: Has a dry-run been performed?<br>reason: no \| staging |
            | 2026-10-11 06:02 | \@john_doe | Accepted: Has a dry-run been performed?<br>accepted by: \@morgan_sample |
            | 2026-10-11 06:03 | \@john_doe | Evidence: Has a dry-run been performed?<br>evidence: <https://example.com/log> |
            | 2026-10-11 06:04 | \@john_doe | Rollback confirmed for APAC by \@kiran_placeholder (taken back) |
            | 2026-10-11 06:05 | \@john_doe | Taken back: Rollback confirmed for APAC by \@kiran_placeholder |
            | 2026-10-11 06:06 | \@john_doe | Started: Remove 2FA |
            | 2026-10-11 06:07 | \@john_doe | Paused: Remove 2FA |
            | 2026-10-11 06:08 | \@john_doe | Resumed: Remove 2FA |
            | 2026-10-11 06:09 | \@john_doe | Partial: Remove 2FA (1/2, 3m)<br>note: see `log`<br>recorded 07:00 UTC |
            | 2026-10-11 06:10 |  | The customer left |
            | 2026-10-11 06:11 |  | Follow-up: Find owners |
            | 2026-10-11 06:12 |  | Done: Has a dry-run been performed? |
            | 2026-10-11 06:13 |  | Synchronised with the issue |
            | 2026-10-11 06:14 |  | Skipped: tasks/gone |
            | 2026-10-11 06:15 |  | Closed as aborted<br>note: The customer called it off |
            | 2026-10-11 06:16 |  | Opened again |

            </details>
        "#]],
    );
}

#[test]
fn what_was_corrected_or_recorded_later_is_said_where_it_happened() {
    check_section(
        "Post-call checklist",
        r#"
tasks: [{ id: remove, task: Remove 2FA }]
log:
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/remove, from: started, to: partial, duration: 10m, count: 2488/2500, note: 403 }
  - { at: 2026-10-11T06:41:00Z, event: task, id: tasks/remove, from: partial, to: partial, duration: 12m, was: { duration: 10m } }
  - { at: 2026-10-11T06:42:00Z, event: task, id: tasks/remove, from: partial, to: partial, duration: 12m, count: "2489/2500", was: { duration: 12m } }
  - { at: 2026-10-11T06:43:00Z, event: task, id: tasks/remove, from: partial, to: partial, note: 10 groups, was: { note: 403 } }
  - { at: 2026-10-11T06:35:00Z, recorded: 2026-10-11T06:55:00Z, event: note, note: The customer left }
  - { at: 2026-10-10T23:59:00Z, recorded: 2026-10-11T06:56:00Z, event: note, note: The customer came }
"#,
        expect![[r#"
            ## Post-call checklist

            None yet.

            <details><summary>Timeline</summary>

            | Time (UTC) | Who | What |
            | --- | --- | --- |
            | 2026-10-10 23:59 |  | The customer came<br>recorded 2026-10-11 06:56 UTC |
            | 2026-10-11 06:35 |  | The customer left<br>recorded 06:55 UTC |
            | 2026-10-11 06:40 |  | Partial: Remove 2FA (2488/2500, 10m)<br>note: 403 |
            | 2026-10-11 06:41 |  | Corrected: Remove 2FA (duration 12m instead of 10m) |
            | 2026-10-11 06:42 |  | Corrected: Remove 2FA (count 2489/2500) |
            | 2026-10-11 06:43 |  | Corrected: Remove 2FA<br>note: 10 groups |

            </details>
        "#]],
    );
}

#[test]
fn what_was_taken_back_is_said() {
    check_section(
        "Post-call checklist",
        r#"
checklists:
  pre-call: [{ id: dry-run, item: Has a dry-run been performed? }]
tasks: [{ id: remove, task: Remove 2FA }]
log:
  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable, reason: no staging }
  - { at: 2026-10-11T06:02:00Z, recorded: 2026-10-11T06:30:00Z, event: undo, id: pre-call/dry-run, from: not-applicable, to: open }
  - { at: 2026-10-11T06:03:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, accepted_by: "@morgan_sample" }
  - { at: 2026-10-11T06:04:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:05:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, evidence: https://example.com/log }
  - { at: 2026-10-11T06:06:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:07:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, reason: no tenant }
  - { at: 2026-10-11T06:08:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:09:00Z, event: task, id: tasks/remove, from: started, to: success, duration: 3m }
  - { at: 2026-10-11T06:10:00Z, event: undo, id: tasks/remove, from: success, to: started }
  - { at: 2026-10-11T06:11:00Z, event: task, id: tasks/remove, from: success, to: success, duration: 4m }
  - { at: 2026-10-11T06:12:00Z, event: undo, id: tasks/remove, from: success, to: success }
  - { at: 2026-10-11T06:13:00Z, event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
  - { at: 2026-10-11T06:14:00Z, event: undo, id: rollback/apac }
  - { at: 2026-10-11T06:15:00Z, event: follow-up, note: Find owners }
  - { at: 2026-10-11T06:16:00Z, event: undo }
  - { at: 2026-10-11T06:17:00Z, event: close, from: open, to: aborted, note: The customer called it off }
  - { at: 2026-10-11T06:18:00Z, event: undo, from: aborted, to: open }
  - { at: 2026-10-11T06:19:00Z, event: reopen, from: completed, to: open }
  - { at: 2026-10-11T06:20:00Z, event: undo, from: open, to: completed }
  - { at: 2026-10-11T06:21:00Z, event: undo, id: pre-call/gone, from: done, to: open }
"#,
        expect![[r#"
            ## Post-call checklist

            None yet.

            <details><summary>Timeline</summary>

            | Time (UTC) | Who | What |
            | --- | --- | --- |
            | 2026-10-11 06:01 |  | Not applicable: Has a dry-run been performed?<br>reason: no staging (taken back) |
            | 2026-10-11 06:02 |  | Taken back from not applicable to open: Has a dry-run been performed?<br>recorded 06:30 UTC |
            | 2026-10-11 06:03 |  | Accepted: Has a dry-run been performed?<br>accepted by: \@morgan_sample (taken back) |
            | 2026-10-11 06:04 |  | Taken back: Accepted: Has a dry-run been performed?<br>accepted by: \@morgan_sample |
            | 2026-10-11 06:05 |  | Evidence: Has a dry-run been performed?<br>evidence: <https://example.com/log> (taken back) |
            | 2026-10-11 06:06 |  | Taken back: Evidence: Has a dry-run been performed?<br>evidence: <https://example.com/log> |
            | 2026-10-11 06:07 |  | Corrected: Has a dry-run been performed?<br>reason: no tenant (taken back) |
            | 2026-10-11 06:08 |  | Taken back: reason of Has a dry-run been performed?<br>reason: no tenant |
            | 2026-10-11 06:09 |  | Success: Remove 2FA (3m) (taken back) |
            | 2026-10-11 06:10 |  | Taken back from success to started: Remove 2FA |
            | 2026-10-11 06:11 |  | Corrected: Remove 2FA (duration 4m) (taken back) |
            | 2026-10-11 06:12 |  | Taken back: correction of Remove 2FA |
            | 2026-10-11 06:13 |  | Rollback confirmed for APAC by \@kiran_placeholder (taken back) |
            | 2026-10-11 06:14 |  | Taken back: Rollback confirmed for APAC by \@kiran_placeholder |
            | 2026-10-11 06:15 |  | Follow-up: Find owners (taken back) |
            | 2026-10-11 06:16 |  | Taken back: Follow-up: Find owners |
            | 2026-10-11 06:17 |  | Closed as aborted<br>note: The customer called it off (taken back) |
            | 2026-10-11 06:18 |  | Taken back: Closed as aborted<br>note: The customer called it off |
            | 2026-10-11 06:19 |  | Opened again (taken back) |
            | 2026-10-11 06:20 |  | Closed again as completed |
            | 2026-10-11 06:21 |  | Taken back: pre-call/gone |

            </details>
        "#]],
    );
}
