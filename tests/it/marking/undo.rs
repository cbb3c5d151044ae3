//! What a mark found comes back when it is taken back.

use expect_test::expect;

use super::*;

#[test]
fn what_a_person_wrote_by_hand_is_kept_in_the_log() {
    let by_hand = FILE.replace("    planned: 15m\n", "    outcome: failed\n    duration: 7m\n    note: by hand\n");
    Marking::new(&by_hand).task(0, TaskMark::Start, &TaskMarkDetails::default()).undo().says(expect![[r#"
        Started tasks/confirm-state anew; the attempt before stays in the log
          wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
        -    outcome: failed
        -    duration: 7m
        -    note: by hand
        +    started_at: 2026-10-11T06:32:10Z
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: failed, to: started, was: { duration: 7m, note: by hand } }
        Took back that tasks/confirm-state is running; it is failed again
        -    started_at: 2026-10-11T06:32:10Z
        +    outcome: failed
        +    duration: 7m
        +    note: by hand
        +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: failed }
    "#]]);
}

#[test]
fn the_undo_of_a_correction_leaves_what_the_correction_found() {
    Marking::new(FILE)
        .task(0, TaskMark::Outcome(Outcome::Success), &took("10m"))
        .task(0, TaskMark::Outcome(Outcome::Success), &noted("all 2500 groups"))
        .undo()
        .says(expect![[r#"
            Marked tasks/confirm-state as success, 10m
            +    outcome: success
            +    duration: 10m
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: success, duration: 10m }
            Corrected tasks/confirm-state: success, 10m
            +    note: all 2500 groups
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: success, to: success, duration: 10m, note: all 2500 groups, was: { duration: 10m } }
            Took back the correction of tasks/confirm-state
            -    note: all 2500 groups
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: success, to: success }
        "#]]);
}

#[test]
fn a_step_is_not_marked_by_the_confirmation_of_a_region_of_its_name() {
    let text = FILE.to_owned() + "  steps: [{ id: apac, task: Back, outcome: failed }]\n";
    Marking::new(&text)
        .mark(|document, stamp| {
            let step = &document.runbook.steps()[0];
            let details = TaskMarkDetails::default();
            let mark = TaskMark::Outcome(Outcome::Success);
            marking::mark_task(
                document,
                &runbook::document::route::step(0),
                "rollback/apac",
                step,
                mark,
                &details,
                stamp,
            )
        })
        .mark(|document, stamp| marking::confirm(document, "APAC", "@kiran_placeholder", stamp))
        .mark(|document, stamp| {
            let attempts = document.runbook.attempts("rollback/apac", &document.runbook.steps()[0]);
            assert_eq!(attempts.len(), 1, "{attempts:?}");
            marking::undo(document, stamp)
        })
        .says(expect![[r#"
            Marked rollback/apac as success
              wanted: no duration yet: give the same mark again with one, such as 10m
            -  steps: [{ id: apac, task: Back, outcome: failed }]
            +  steps: [{ id: apac, task: Back, outcome: success }]
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: rollback/apac, from: failed, to: success }
            @kiran_placeholder confirms that the rollback can be executed in APAC
            +  confirmed_by:
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
            Took back the confirmation for APAC
            -  confirmed_by:
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +  confirmed_by: []
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: undo, id: rollback/apac }
        "#]]);
}

#[test]
fn a_value_changed_by_hand_after_the_mark_survives_its_undo() {
    let marked =
        Marking::new(FILE).task(0, TaskMark::Outcome(Outcome::Failed), &noted("it did not work")).says(expect![[r#"
            Marked tasks/confirm-state as failed
              wanted: no duration yet: give the same mark again with one, such as 10m
            +    outcome: failed
            +    note: it did not work
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: failed, note: it did not work }
        "#]]);
    let text = marked.text.replace("    note: it did not work", "    note: the token had expired");
    Marking { text, ..marked }.undo().says(expect![[r#"
        Took back that tasks/confirm-state is failed; it is open again
        -    outcome: failed
        -    note: the token had expired
        +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: failed, to: open, was: { note: the token had expired } }
    "#]]);
}

#[test]
fn confirmations_follow_ups_and_the_end_can_be_taken_back() {
    let follow_up = runbook::model::FollowUp {
        what: "Find owners: 12 groups".to_owned(),
        owner: Some("@jane_smith".to_owned()),
        due: chrono::NaiveDate::from_ymd_opt(2026, 10, 15),
        link: None,
    };
    Marking::new(FILE)
        .mark(|document, stamp| marking::confirm(document, "APAC", "@kiran_placeholder", stamp))
        .mark(|document, stamp| marking::confirm(document, "apac", "@dana_example", stamp))
        .mark(|document, stamp| marking::follow_up(document, &follow_up, stamp))
        .mark(|document, stamp| marking::note(document, "customer joins late", stamp))
        .mark(|document, stamp| marking::close(document, CloseResult::Completed, None, stamp))
        .mark(marking::reopen)
        .says(expect![[r#"
            @kiran_placeholder confirms that the rollback can be executed in APAC
            +  confirmed_by:
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
            @dana_example confirms that the rollback can be executed in APAC
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +    - { region: APAC, handle: "@dana_example" }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@dana_example", was: { handle: "@kiran_placeholder" } }
            Added the follow-up
            +follow_ups:
            +  - { what: "Find owners: 12 groups", owner: "@jane_smith", due: "2026-10-15" }
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: follow-up, note: "Find owners: 12 groups" }
            Noted
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: note, note: customer joins late }
            Closed the runbook as completed
            +closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: close, from: open, to: completed }
            Opened the runbook again
            -closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: reopen, from: completed, to: open, was: { at: 2026-10-11T06:36:10Z, by: "@john_doe" } }
        "#]])
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .says(expect![[r#"
            The runbook is closed again
            +closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, from: open, to: completed }
            The runbook is open again
            -closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, from: completed, to: open }
            Took back the follow-up: Find owners: 12 groups
            -follow_ups:
            -  - { what: "Find owners: 12 groups", owner: "@jane_smith", due: "2026-10-15" }
            +follow_ups: []
            +  - { at: 2026-10-11T06:40:10Z, by: "@john_doe", event: undo, was: { owner: "@jane_smith", due: "2026-10-15" } }
            Took back the confirmation for APAC
            -    - { region: APAC, handle: "@dana_example" }
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +  - { at: 2026-10-11T06:41:10Z, by: "@john_doe", event: undo, id: rollback/apac }
            Took back the confirmation for APAC
            -  confirmed_by:
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +  confirmed_by: []
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: undo, id: rollback/apac }
        "#]]);
}
