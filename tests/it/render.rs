//! What each state of each kind of entry looks like in the issue.

use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Source},
    model::Runbook,
    render::{IssueOptions, Templates, issue},
};

#[track_caller]
pub(crate) fn parsed(yaml: &str) -> Runbook {
    let source = Source::from_text("runbook.yaml", yaml.to_owned()).expect("the test's runbook is text");
    Document::parse(&source).expect("the test's runbook is valid").runbook
}

#[track_caller]
fn check(yaml: &str, expected: Expect) {
    expected.assert_eq(&body(yaml));
}

/// Compares one section, from its heading to the next.
#[track_caller]
pub(crate) fn check_section(heading: &str, yaml: &str, expected: Expect) {
    let body = body(&format!("version: 1\nheader: {{ name: Acme - Work }}\n{yaml}"));
    let from = body.find(&format!("## {heading}\n")).expect("the section is there");
    let to = body[from + 2..].find("\n## ").map_or(body.len(), |to| from + 2 + to);
    expected.assert_eq(&body[from..to]);
}

#[track_caller]
pub(crate) fn body(yaml: &str) -> String {
    let body = issue(&parsed(yaml), &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered");
    let again = issue(&parsed(yaml), &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered");
    assert_eq!(body, again, "the same input gives the same bytes");
    body
}

#[test]
fn the_handbook_example_with_everything() {
    check(
        r#"
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  description: >-
    Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group requires it.
  dri: "@john_doe"
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  window: 3h
  sessions: [{ at: 2026-10-12 23:30 America/Los_Angeles, window: 1h }]
  meeting_url: https://example.zoom.com/my/example.meeting
  gitlab_issue: https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1
  platform: gitlab.com
  criticality: C3
  links: { ticket: https://support.example/tickets/123, order: 4711 }
contacts:
  gitlab:
    - { name: John Doe, handle: "@john_doe", role: Technical Execution, description: Technical execution during the change, time_zone: America/Los_Angeles }
    - { name: Morgan Sample, handle: morgan_sample, role: Approver, time_zone: Asia/Kolkata, attends: false }
  customer:
    - { name: Tom Blogs, role: Systems Engineer, description: Work verification and support }
checklists:
  pre-call:
    - { id: inform, item: "Inform `#support_gitlab-com` and `#support_manager` about the work, with a link to this runbook", state: done }
    - { id: dry-run, item: Has a dry-run been performed before the call?, why: https://example.com/incident/12, required: true, state: blocked,
        reason: Dry-run cannot be completed due to change requirements, accepted_by: "@morgan_sample", evidence: https://example.com/log }
    - { id: action-logs, item: Do we have a way to create logs from the actions performed?, state: not-applicable, reason: nothing is changed }
    - { id: rollback-regions, item: Verify that any rollback plan can be executed by an engineer from every region }
  post-call: []
tasks:
  - id: confirm-state
    task: Confirm the users provided state
    link: https://docs.gitlab.com/security/two_factor_authentication/
    owner: John Doe
    planned: 15m
    waits: 8h
    every: 30m
    command: |
      User.where(otp_required_for_login: true).count
    language: ruby
    expect: a number below 2500
    stop_if: more than 25 errors in a row
    started_at: 2026-10-11T06:32:10Z
    outcome: partial
    count: 2488/2500
    duration: 10m
    note: 12 groups answer `403`
  - { id: remove, task: Remove 2FA from user list }
rollback:
  plan: |
    Execute the same method with the parameter `status: 'enable'`.
  link: https://example.com/rollback
  planned: 1h15m
  point_of_no_return: confirm-state
  confirmed_by: [{ region: APAC, handle: "@kiran_placeholder" }, { region: EMEA, handle: "@dana_example" }]
  steps:
    - { id: replay, task: Replay the list, undoes: confirm-state, command: /opt/replay.sh --all }
follow_ups: [{ what: Find owners for the 12 groups, owner: "@john_doe", due: 2026-10-15, link: https://example.com/2 }]
closed: { at: 2026-10-11T09:12:00Z, by: "@john_doe", result: completed, note: The customer is *happy* }
sync: { issue: https://gitlab.example/a/b/-/issues/7, id: rb7f3k2m9q, state: live, rev: 12 }
log:
  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, to: started }
  - { at: 2026-10-11T06:42:12Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: partial, count: 2488/2500, duration: 10m, note: 12 groups answer 403 }
  - { at: 2026-10-11T06:43:00Z, by: "@john_doe", event: item, id: pre-call/rollback-regions, to: done }
  - { at: 2026-10-11T06:44:00Z, by: "@john_doe", event: undo, id: pre-call/rollback-regions, from: done, to: open }
  - { at: 2026-10-11T06:45:00Z, recorded: 2026-10-11T06:55:00Z, by: "@john_doe", event: note, note: The customer left for ten minutes }
"#,
        expect![[r#"
            /confidential

            <!-- runbook: v=1 id=rb7f3k2m9q rev=12 -->

            **Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.

            | Runbook name | Acme - Enforce 2FA on All Groups |
            | --- | --- |
            | Runbook description | Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group requires it. |
            | DRI | @john_doe |
            | Schedule at | Sat 2026-10-10 23:30 America/Los_Angeles (Sun 2026-10-11 06:30 UTC) |
            | Meeting URL | <https://example.zoom.com/my/example.meeting> |
            | GitLab Issue | <https://gitlab.com/gitlab-com/demo/example/example-project/-/issues/1> |
            | Window | 3h |
            | Sessions | Mon 2026-10-12 23:30 America/Los_Angeles (Tue 2026-10-13 06:30 UTC), 1h |
            | Platform | gitlab.com |
            | Criticality | C3 |
            | ticket | <https://support.example/tickets/123> |
            | order | 4711 |
            | Closed | completed, 2026-10-11 09:12 UTC, \@john_doe<br>The customer is *happy* |

            ## GitLab - Contacts

            | Name | Role | Description | Local time |
            | --- | --- | --- | --- |
            | John Doe @john_doe | Technical Execution | Technical execution during the change | call 1: Sat 23:30 (-07:00)<br>call 2: Mon 23:30 (-07:00) |
            | Morgan Sample @morgan_sample (does not attend) | Approver |  | call 1: Sun 12:00 (+05:30)<br>call 2: Tue 12:00 (+05:30) |

            ## Customer - Contacts

            | Name | Role | Description |
            | --- | --- | --- |
            | Tom Blogs | Systems Engineer | Work verification and support |

            ## Pre-call checklist

            - [x] Inform `#support_gitlab-com` and `#support_manager` about the work, with a link to this runbook <!-- rb:pre-call.inform -->
            - [ ] Has a dry-run been performed before the call? <!-- rb:pre-call.dry-run -->
              - **Blocked:** Dry-run cannot be completed due to change requirements
              - **Accepted by:** \@morgan_sample
              - **Evidence:** <https://example.com/log>
              - **Required:** yes
              - **Why:** <https://example.com/incident/12>
            - [~] Do we have a way to create logs from the actions performed? <!-- rb:pre-call.action-logs -->
              - **Not applicable:** nothing is changed
            - [ ] Verify that any rollback plan can be executed by an engineer from every region <!-- rb:pre-call.rollback-regions -->

            ## Runbook - Tasks

            | Task | Outcome | Duration | Owner | Planned |
            | --- | --- | --- | --- | --- |
            | [Confirm the users provided state](https://docs.gitlab.com/security/two_factor_authentication/) <!-- rb:tasks.confirm-state --> | Partial (2488/2500) | 10m | John Doe | 15m + 8h unattended, every 30m |
            | Remove 2FA from user list <!-- rb:tasks.remove --> |  |  |  |  |

            <details><summary>Task 1: command, expected result, stop rule, note</summary>

            Confirm the users provided state

            ```ruby
            User.where(otp_required_for_login: true).count
            ```

            - **Expect:** a number below 2500
            - **Stop if:** more than 25 errors in a row
            - **Note:** 12 groups answer `403`

            </details>

            ## Rollback plan

            Execute the same method with the parameter `status: 'enable'`.

            + **Link:** <https://example.com/rollback>
            + **Planned:** 1h15m
            + **Point of no return:** after Confirm the users provided state
            + **Latest start:** none, the point of no return has passed
            + **Confirmed by:** APAC \@kiran_placeholder, EMEA \@dana_example

            | Step | Outcome | Duration |
            | --- | --- | --- |
            | Replay the list <!-- rb:rollback.replay --> |  |  |

            <details><summary>Step r1: command, undoes</summary>

            Replay the list

             ```
             /opt/replay.sh --all
             ```

            - **Undoes:** Confirm the users provided state

            </details>

            ## Post-call checklist

            None yet.

            ## Follow-ups

            | What | Owner | Due |
            | --- | --- | --- |
            | [Find owners for the 12 groups](https://example.com/2) | \@john_doe | 2026-10-15 |

            <details><summary>Timeline</summary>

            | Time (UTC) | Who | What |
            | --- | --- | --- |
            | 2026-10-11 06:32 | \@john_doe | Started: Confirm the users provided state |
            | 2026-10-11 06:42 | \@john_doe | Partial: Confirm the users provided state (2488/2500, 10m)<br>note: 12 groups answer 403 |
            | 2026-10-11 06:43 | \@john_doe | Done: Verify that any rollback plan can be executed by an engineer from every region (taken back) |
            | 2026-10-11 06:44 | \@john_doe | Taken back: reason of Verify that any rollback plan can be executed by an engineer from every region |
            | 2026-10-11 06:45 | \@john_doe | The customer left for ten minutes<br>recorded 06:55 UTC |

            </details>
        "#]],
    );
}

#[test]
fn a_draft_has_every_heading() {
    check(
        "version: 1\nheader: { name: Acme - Work }\n",
        expect![[r#"
        /confidential

        <!-- runbook: v=1 -->

        **Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.

        | Runbook name | Acme - Work |
        | --- | --- |
        | Runbook description |  |
        | DRI |  |
        | Schedule at |  |
        | Meeting URL |  |
        | GitLab Issue |  |

        ## GitLab - Contacts

        None yet.

        ## Pre-call checklist

        None yet.

        ## Runbook - Tasks

        None yet.

        ## Rollback plan

        None yet.

        ## Post-call checklist

        None yet.
    "#]],
    );
}

#[test]
fn without_quick_actions_the_body_begins_with_the_marker() {
    let runbook = parsed("version: 1\nheader: { name: Acme - Work }\nsync: { id: rb7f3k2m9q, rev: 0 }\n");
    let options = IssueOptions { quick_actions: false };
    let body = issue(&runbook, &Templates::embedded(), &options).expect("it can be rendered");
    assert!(body.starts_with("<!-- runbook: v=1 id=rb7f3k2m9q rev=0 -->\n\n**Confidential:** "), "{body}");
}

#[test]
fn each_state_of_an_item_has_its_box_and_its_reasons() {
    check_section(
        "Pre-call checklist",
        r#"
checklists:
  pre-call:
    - { id: open, item: Open }
    - { id: open-with-reason, item: Was blocked, reason: the server was down }
    - { id: done, item: Done, state: done, evidence: logs/session.txt }
    - { id: blocked, item: Blocked, state: blocked, reason: no `staging`, required: true, accepted_by: "@morgan_sample" }
    - { id: blocked-without-reason, item: Blocked, state: blocked }
    - { id: not-applicable, item: Not applicable, state: not-applicable, reason: "nothing is changed\nat all" }
    - { id: why, item: Why, why: "see [the incident](https://example.com/12)" }
    - { id: a--b---c, item: Two dashes }
"#,
        expect![[r#"
            ## Pre-call checklist

            - [ ] Open <!-- rb:pre-call.open -->
            - [ ] Was blocked <!-- rb:pre-call.open-with-reason -->
              - **Reason:** the server was down
            - [x] Done <!-- rb:pre-call.done -->
              - **Evidence:** logs/session.txt
            - [ ] Blocked <!-- rb:pre-call.blocked -->
              - **Blocked:** no `staging`
              - **Accepted by:** \@morgan_sample
              - **Required:** yes
            - [ ] Blocked <!-- rb:pre-call.blocked-without-reason -->
              - **Blocked:** no reason given
            - [~] Not applicable <!-- rb:pre-call.not-applicable -->
              - **Not applicable:** nothing is changed<br>at all
            - [ ] Why <!-- rb:pre-call.why -->
              - **Why:** see [the incident](https://example.com/12)
            - [ ] Two dashes <!-- rb:pre-call.a-_b-_-c -->
        "#]],
    );
}

#[test]
fn checklists_come_before_or_after_the_tasks() {
    let body = body(
        r#"
version: 1
header: { name: Acme - Work }
checklists:
  between-waves: [{ item: Ask the customer }]
  post-call: { title: After the call, items: [{ item: Inform the channel }] }
  pre-flight: { title: "Go / no-go #1", items: [{ item: Everybody is there }] }
  pre-call: []
"#,
    );
    let headings: Vec<&str> = body.lines().filter(|line| line.starts_with("## ")).collect();
    expect![[r###"
        [
            "## GitLab - Contacts",
            "## Pre-call checklist",
            "## Go / no-go \\#1",
            "## Runbook - Tasks",
            "## Rollback plan",
            "## Between-waves checklist",
            "## After the call",
        ]
    "###]]
    .assert_debug_eq(&headings);
}

#[test]
fn the_latest_start_is_said_for_each_call_that_has_a_window() {
    let latest = |sessions: &str| {
        let header = "name: Acme - Work, schedule_at: 2026-11-17 16:00 Europe/Warsaw, window: 30m";
        let yaml = format!("version: 1\nheader: {{ {header}, sessions: [{sessions}] }}\nrollback: {{ planned: 3h }}\n");
        let body = body(&yaml);
        body.lines().find_map(|line| line.strip_prefix("+ **Latest start:** ")).unwrap_or_default().to_owned()
    };
    let sessions = "{ at: 2026-11-21 20:00 Europe/Warsaw, window: 10h }, { at: 2026-11-23 06:00 UTC, window: 3h }";
    expect!["call 1, Tue 2026-11-17 16:00 Europe/Warsaw: none, the call is booked for 30m<br>call 2, Sat 2026-11-21 20:00 Europe/Warsaw: by Sun 03:00 (Sun 02:00 UTC)<br>call 3, Mon 2026-11-23 06:00 UTC: by Mon 06:00 UTC"]
        .assert_eq(&latest(sessions));
    expect!["none, the call is booked for 30m"].assert_eq(&latest(""));
}

#[test]
fn a_rollback_says_what_runs_on_unattended_and_what_cannot_be_reverted() {
    let section = |rollback: &str, outcome: &str| {
        let yaml = format!(
            "version: 1\nheader: {{ name: Acme - Work, schedule_at: 2026-11-17 16:00 UTC, window: 2h }}\ntasks: [{{ id: mail, task: Send the mail{outcome} }}]\nrollback: {{ {rollback} }}\n"
        );
        let body = body(&yaml);
        let section = body.split_once("## Rollback plan\n\n").expect("the section").1;
        section.split("\n## ").next().expect("its text").trim_end().to_owned() + "\n"
    };
    let waits = "planned: 30m, point_of_no_return: mail, steps: [{ task: Move back, waits: 24h }]";
    expect![[r#"
        + **Planned:** 30m + 24h unattended
        + **Point of no return:** after Send the mail
        + **Latest start:** Tue 2026-11-17 17:30 UTC

        | Step | Outcome | Duration | Planned |
        | --- | --- | --- | --- |
        | Move back <!-- rb:rollback.move-back --> |  |  | 24h unattended |
    "#]]
    .assert_eq(&section(waits, ""));
    expect![[r#"
        + **Planned:** 30m + 24h unattended
        + **Point of no return:** after Send the mail
        + **Latest start:** none, the point of no return has passed

        | Step | Outcome | Duration | Planned |
        | --- | --- | --- | --- |
        | Move back <!-- rb:rollback.move-back --> |  |  | 24h unattended |
    "#]]
    .assert_eq(&section(waits, ", outcome: success"));
    expect![[r#"
        + **Irreversible:** A mail cannot be taken back

        Send another one

        + **Planned:** 30m
    "#]]
    .assert_eq(&section("irreversible: A mail cannot be taken back, plan: Send another one, planned: 30m", ""));
    expect![[r#"
        + **Irreversible:** A mail cannot be taken back
        + **Planned:** 30m
    "#]]
    .assert_eq(&section("irreversible: A mail cannot be taken back, planned: 30m", ""));
}

#[test]
fn of_several_calls_each_is_said_on_everybodys_clock() {
    let body = body(
        "version: 1\nheader:\n  name: Acme - Work\n  schedule_at: 2026-11-14 13:30 Asia/Kolkata\n  window: 2h\n  sessions: [{ at: 2026-11-14 20:00 UTC, window: 30m }, { at: 2026-11-16 09:00 Europe/London }]\ncontacts: { gitlab: [{ name: John Doe, time_zone: America/Los_Angeles }, { name: Jane Smith }] }\n",
    );
    let lines = body.lines().filter(|line| ["| Sessions", "| Name", "| J"].iter().any(|start| line.starts_with(start)));
    expect![[r#"
        | Sessions | Sat 2026-11-14 20:00 UTC (Sun 2026-11-15 01:30 Asia/Kolkata), 30m<br>Mon 2026-11-16 09:00 Europe/London (Mon 2026-11-16 09:00 UTC) |
        | Name | Role | Description | Local time |
        | John Doe |  |  | call 1: Sat 00:00 (-08:00)<br>call 2: Sat 12:00 (-08:00)<br>call 3: Mon 01:00 (-08:00) |
        | Jane Smith |  |  |  |
    "#]].assert_eq(&format!("{}\n", lines.collect::<Vec<_>>().join("\n")));
}
