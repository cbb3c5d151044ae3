//! Tasks: attempts, their durations, how they look in the file.

use expect_test::expect;

use super::*;

#[test]
fn a_measured_duration_leaves_out_the_pauses() {
    Marking::new(FILE)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .later(540)
        .task(0, TaskMark::Pause, &TaskMarkDetails::default())
        .later(3600)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .later(240)
        .task(0, TaskMark::Outcome(Outcome::Success), &TaskMarkDetails::default())
        .says(expect![[r#"
            Started tasks/confirm-state
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            +    started_at: 2026-10-11T06:32:10Z
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: started }
            Paused tasks/confirm-state
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: paused }
            tasks/confirm-state goes on
            +  - { at: 2026-10-11T07:43:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: paused, to: started }
            Marked tasks/confirm-state as success, 15m measured
            +    outcome: success
            +    duration: 15m
            +  - { at: 2026-10-11T07:48:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: success, duration: 15m }
        "#]]);
}

#[test]
fn a_second_attempt_starts_anew_and_the_first_stays_in_the_log() {
    let partial = TaskMarkDetails { count: Some("2488/2500".to_owned()), ..noted("12 groups answer 403") };
    let twice = Marking::new(FILE)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .task(0, TaskMark::Outcome(Outcome::Partial), &partial)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .task(0, TaskMark::Outcome(Outcome::Success), &took("9m"))
        .says(expect![[r#"
            Started tasks/confirm-state
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            +    started_at: 2026-10-11T06:32:10Z
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: started }
            Marked tasks/confirm-state as partial, 1m measured
            +    outcome: partial
            +    duration: 1m
            +    count: 2488/2500
            +    note: 12 groups answer 403
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: partial, duration: 1m, count: 2488/2500, note: 12 groups answer 403 }
            Started tasks/confirm-state anew; the attempt before stays in the log
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            -    started_at: 2026-10-11T06:32:10Z
            -    outcome: partial
            -    duration: 1m
            -    count: 2488/2500
            -    note: 12 groups answer 403
            +    started_at: 2026-10-11T06:34:10Z
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: partial, to: started, was: { started_at: 2026-10-11T06:32:10Z, duration: 1m, count: 2488/2500, note: 12 groups answer 403 } }
            Marked tasks/confirm-state as success, 9m
            +    outcome: success
            +    duration: 9m
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: success, duration: 9m }
        "#]]);
    let source = Source::from_text("x.yaml", twice.text.clone()).expect("text");
    let runbook = Document::parse(&source).expect("valid").runbook;
    let attempts = runbook.attempts("tasks/confirm-state", &runbook.tasks[0]);
    let attempts: Vec<_> = attempts.iter().map(|a| (a.outcome, a.count.as_deref(), a.note.as_deref())).collect();
    assert_eq!(
        attempts,
        [(Outcome::Partial, Some("2488/2500"), Some("12 groups answer 403")), (Outcome::Success, None, None)]
    );
    twice.undo().undo().undo().undo().says(expect![[r#"
        Took back that tasks/confirm-state is success; it is running again
        -    outcome: success
        -    duration: 9m
        +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: success, to: started }
        Took back that tasks/confirm-state is running; it is partial again
        -    started_at: 2026-10-11T06:34:10Z
        +    started_at: 2026-10-11T06:32:10Z
        +    outcome: partial
        +    duration: 1m
        +    count: 2488/2500
        +    note: 12 groups answer 403
        +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: partial }
        Took back that tasks/confirm-state is partial; it is running again
        -    outcome: partial
        -    duration: 1m
        -    count: 2488/2500
        -    note: 12 groups answer 403
        +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: partial, to: started }
        Took back that tasks/confirm-state is running; it is open again
        -    started_at: 2026-10-11T06:32:10Z
        +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: open }
    "#]]);
}

#[test]
fn a_task_in_flow_style_stays_on_its_line() {
    Marking::new(FILE)
        .task(1, TaskMark::Outcome(Outcome::Failed), &took("5m"))
        .task(1, TaskMark::Outcome(Outcome::Success), &took("9m"))
        .task(1, TaskMark::Outcome(Outcome::Success), &took("10m"))
        .task(1, TaskMark::Reopen, &TaskMarkDetails::default())
        .undo()
        .says(expect![[r#"
            Marked tasks/apply as failed, 5m
              wanted: a task that is failed is better with a note: --note "…"
              wanted: `tasks/confirm-state`, which comes before it, has no outcome yet
            -  - { id: apply, task: Apply it }
            +  - { id: apply, task: Apply it, outcome: failed, duration: 5m }
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/apply, from: open, to: failed, duration: 5m }
            Marked tasks/apply as success, 9m
            -  - { id: apply, task: Apply it, outcome: failed, duration: 5m }
            +  - { id: apply, task: Apply it, outcome: success, duration: 9m }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/apply, from: failed, to: success, duration: 9m, was: { duration: 5m } }
            Corrected tasks/apply: success, 10m
            -  - { id: apply, task: Apply it, outcome: success, duration: 9m }
            +  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: task, id: tasks/apply, from: success, to: success, duration: 10m, was: { duration: 9m } }
            Reopened tasks/apply; what it was stays in the log
            -  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { id: apply, task: Apply it }
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: task, id: tasks/apply, from: success, to: open, was: { duration: 10m } }
            Took back that tasks/apply is open; it is success again
            -  - { id: apply, task: Apply it }
            +  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: undo, id: tasks/apply, from: open, to: success }
        "#]]);
}

#[test]
fn a_mark_is_never_refused_for_want_of_a_duration() {
    Marking::new(FILE).task(0, TaskMark::Outcome(Outcome::Failed), &TaskMarkDetails::default()).says(expect![[r#"
        Marked tasks/confirm-state as failed
          wanted: no duration yet: give the same mark again with one, such as 10m
          wanted: a task that is failed is better with a note: --note "…"
        +    outcome: failed
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: failed }
    "#]]);
}
