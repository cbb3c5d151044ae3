//! A task with two attempts and one that runs.

use chrono::{DateTime, Utc};

use crate::model::{
    Checklist, CloseResult, Closed, Event, Id, LogEntry, Mark, Outcome, Runbook, Sums, Task, TaskDuration,
};

fn at(time: &str) -> DateTime<Utc> {
    format!("2026-10-11T{time}Z").parse().expect("a time")
}

fn minutes(minutes: u32) -> Option<TaskDuration> {
    Some(TaskDuration::from_seconds(minutes * 60))
}

fn task(name: &str, planned: u32) -> Task {
    let id = Id { text: name.to_owned(), derived: false };
    Task { id, planned: minutes(planned), ..Task::default() }
}

/// Returns a runbook whose first task failed after 5m, took 9m at the second attempt, and whose second task runs.
fn runbook() -> Runbook {
    let mut runbook = Runbook { tasks: vec![task("a", 10), task("b", 20)], ..Runbook::default() };
    let marks = [(Mark::Failed, minutes(5)), (Mark::Started, None), (Mark::Success, minutes(8))];
    runbook.log = Vec::from(marks.map(|(to, duration)| LogEntry {
        id: Some("tasks/a".to_owned()),
        to: Some(to),
        duration,
        ..LogEntry::new(at("06:40:00"), Event::Task)
    }));
    runbook.tasks[0].outcome = Some(Outcome::Success);
    // Somebody corrected it by hand.
    runbook.tasks[0].duration = minutes(9);
    runbook.tasks[1].started_at = Some(at("07:00:00"));
    runbook.tasks[1].waits = minutes(480);
    runbook
}

#[test]
fn the_actual_time_is_that_of_all_attempts_and_of_what_runs() {
    let runbook = runbook();
    let tasks: Vec<_> = runbook.tasks_and_steps().collect();
    let sums = runbook.sums(&tasks, at("07:06:00"));
    let expected = Sums { planned: minutes(30), actual: minutes(20), left: minutes(20), waits: minutes(480) };
    assert_eq!(sums, expected);
    assert_eq!(runbook.sums(&tasks[..1], at("07:06:00")).actual, minutes(14));
    assert_eq!(runbook.sums(&[], at("07:06:00")), Sums::default());
}

#[test]
fn a_correction_leaves_what_it_does_not_say() {
    let mut runbook = runbook();
    let first = &mut runbook.log[0];
    (first.count, first.note) = (Some("1/2".to_owned()), Some("403".to_owned()));
    let correction = LogEntry { from: Some(Mark::Failed), duration: minutes(6), ..first.clone() };
    runbook.log.insert(1, LogEntry { count: None, note: None, ..correction });
    let attempts = runbook.attempts("tasks/a", &runbook.tasks[0]);
    let [failed, success] = attempts.as_slice() else { panic!("two attempts: {attempts:?}") };
    assert_eq!(
        (failed.duration, failed.count.as_deref(), failed.note.as_deref()),
        (minutes(6), Some("1/2"), Some("403"))
    );
    assert_eq!(success.outcome, Outcome::Success);
}

#[test]
fn in_a_closed_runbook_no_time_passes() {
    let mut runbook = runbook();
    runbook.closed = Some(Closed { at: at("07:10:00"), by: None, result: CloseResult::Aborted, note: None });
    assert_eq!(runbook.actual("tasks/b", &runbook.tasks[1], at("23:00:00")), minutes(10));
}

#[test]
fn what_came_out_runs_on_unattended_until_its_time_is_over() {
    let mut runbook = runbook();
    let said = |runbook: &Runbook, now| {
        let unattended = runbook.unattended(at(now)).into_iter();
        unattended.map(|of| (of.position, of.since, of.until)).collect::<Vec<_>>()
    };
    assert_eq!(said(&runbook, "07:06:00"), [], "it runs attended");
    runbook.tasks[1].outcome = Some(Outcome::Partial);
    runbook.tasks[1].duration = minutes(20);
    let by_hand = [(1, at("07:20:00"), at("15:20:00"))];
    assert_eq!(said(&runbook, "07:20:00"), by_hand);
    assert_eq!(said(&runbook, "15:19:59"), by_hand);
    assert_eq!(said(&runbook, "15:20:00"), []);
    let mark = |time, from, to| LogEntry {
        id: Some("tasks/b".to_owned()),
        from: Some(from),
        to: Some(to),
        ..LogEntry::new(at(time), Event::Task)
    };
    runbook.log.push(mark("07:30:00", Mark::Started, Mark::Partial));
    runbook.log.push(mark("09:00:00", Mark::Partial, Mark::Partial));
    assert_eq!(said(&runbook, "15:20:00"), [(1, at("07:30:00"), at("15:30:00"))], "a correction is no later end");
    runbook.tasks[1].outcome = Some(Outcome::Failed);
    assert_eq!(said(&runbook, "10:00:00"), [], "what failed does not run on");
}

#[test]
fn the_stages_are_in_the_order_of_the_work() {
    let mut runbook = runbook();
    let list =
        |id: &str, n_items| Checklist { id: id.to_owned(), title: None, items: vec![Default::default(); n_items] };
    runbook.checklists = vec![list("post-call", 1), list("empty", 0), list("pre-call", 2)];
    let stages = runbook.stages();
    let words: Vec<String> =
        stages.iter().map(|stage| format!("{} {}/{}", stage.name, stage.n_decided, stage.n_all)).collect();
    assert_eq!(words, ["pre-call 0/2", "tasks 1/2", "post-call 0/1"]);
}

#[test]
fn tasks_without_an_outcome_are_open_until_the_runbook_is_closed() {
    let mut runbook = runbook();
    assert_eq!(runbook.open_tasks(), ["tasks/b"]);
    runbook.closed = Some(Closed { at: at("07:10:00"), by: None, result: CloseResult::Aborted, note: None });
    assert_eq!(runbook.open_tasks(), [""; 0]);
}
