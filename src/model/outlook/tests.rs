//! A call with a rollback, from before it until after its end.

use chrono::{DateTime, Utc};

use crate::model::{
    Call, Checklist, ChecklistItem, Event, Id, ItemState, LogEntry, Mark, Next, Outcome, Rollback, Runbook, Schedule,
    Session, Task, TaskDuration,
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn id(text: &str) -> Id {
    Id { text: text.to_owned(), derived: false }
}

fn task(name: &str) -> Task {
    Task { id: id(name), ..Task::default() }
}

fn list(name: &str, states: &[ItemState]) -> Checklist {
    let items = states.iter().map(|state| ChecklistItem { state: *state, ..ChecklistItem::default() });
    Checklist { id: name.to_owned(), title: None, items: items.collect() }
}

/// Returns the runbook of a call in Los Angeles: 06:30 to 09:30 UTC, with a rollback of 1h15m.
fn runbook() -> Runbook {
    let mut runbook = Runbook {
        checklists: vec![list("pre-call", &[ItemState::Done]), list("post-call", &[ItemState::Open])],
        tasks: vec![task("a"), task("b")],
        rollback: Some(Rollback {
            planned: TaskDuration::parse("1h15m").ok(),
            steps: vec![task("back-b"), task("back-a")],
            ..Rollback::default()
        }),
        ..Runbook::default()
    };
    runbook.header.schedule_at = Schedule::parse("2026-10-10 23:30 America/Los_Angeles").ok();
    runbook.header.window = TaskDuration::parse("3h").ok();
    runbook
}

#[test]
fn the_rollback_has_to_begin_its_planned_time_before_the_window_ends() {
    let mut runbook = runbook();
    let now = at("2026-10-01T00:00:00Z");
    assert_eq!(runbook.latest_rollback_start(now), Some(at("2026-10-11T08:15:00Z")));
    assert_eq!(runbook.latest_rollback_start(at("2027-01-01T00:00:00Z")), Some(at("2026-10-11T08:15:00Z")));
    runbook.header.window = None;
    assert_eq!(runbook.latest_rollback_start(now), None);
}

#[test]
fn a_rollback_takes_as_long_as_its_steps_when_nobody_says_more() {
    let mut rollback = runbook().rollback.expect("a rollback");
    assert_eq!(rollback.takes(), TaskDuration::parse("1h15m").ok());
    rollback.planned = None;
    assert_eq!(rollback.takes(), None);
    rollback.steps[0].planned = TaskDuration::parse("40m").ok();
    assert_eq!(rollback.takes(), None, "a step does not say");
    rollback.steps[1].planned = TaskDuration::parse("20m").ok();
    assert_eq!(rollback.takes(), TaskDuration::parse("1h").ok());
    rollback.steps.clear();
    assert_eq!(rollback.takes(), None);
}

#[test]
fn a_window_over_the_change_of_the_clocks_is_as_long_as_it_says() {
    let mut runbook = runbook();
    runbook.header.schedule_at = Schedule::parse("2026-11-01 00:30 America/Los_Angeles").ok();
    assert_eq!(runbook.latest_rollback_start(at("2026-10-01T00:00:00Z")), Some(at("2026-11-01T09:15:00Z")));
}

#[test]
fn of_several_calls_the_one_that_is_not_over_counts() {
    let mut runbook = runbook();
    let second = Schedule::parse("2026-10-12 10:00 UTC").ok();
    runbook.header.sessions = vec![Session { at: second, window: TaskDuration::parse("2h").ok() }];
    let latest = |now| runbook.latest_rollback_start(at(now)).map(|at| at.to_rfc3339());
    assert_eq!(latest("2026-10-11T09:30:00Z").as_deref(), Some("2026-10-11T08:15:00+00:00"));
    assert_eq!(latest("2026-10-11T09:30:01Z").as_deref(), Some("2026-10-12T10:45:00+00:00"));
    assert_eq!(latest("2026-12-01T00:00:00Z").as_deref(), Some("2026-10-12T10:45:00+00:00"));
}

#[test]
fn a_call_that_is_shorter_than_the_rollback_is_none_to_roll_back_in() {
    let mut runbook = runbook();
    runbook.header.window = TaskDuration::parse("30m").ok();
    let work = Schedule::parse("2026-10-17 20:00 UTC").ok();
    runbook.header.sessions = vec![Session { at: work, window: TaskDuration::parse("10h").ok() }];
    let before = at("2026-10-01T00:00:00Z");
    assert_eq!(runbook.latest_rollback_start(before), Some(at("2026-10-18T04:45:00Z")));
    assert_eq!(runbook.rollback_call_at(before).map(|call| call.at.zone()), work.map(|at| at.zone()));
    runbook.header.sessions.clear();
    assert_eq!(runbook.latest_rollback_start(before), Some(at("2026-10-11T05:45:00Z")), "before the call begins");
}

#[test]
fn a_call_without_a_window_is_over_after_half_a_day() {
    let call = Call { window: None, ..runbook().calls()[0] };
    assert!(!call.has_begun(at("2026-10-11T06:29:59Z")) && call.has_begun(at("2026-10-11T06:30:00Z")));
    assert!(!call.is_over(at("2026-10-11T18:30:00Z")) && call.is_over(at("2026-10-11T18:30:01Z")));
}

/// Says the next thing to do in a word or two.
fn next(runbook: &Runbook) -> String {
    match runbook.next() {
        None => "nothing".to_owned(),
        Some(Next::Item { checklist, index }) => format!("{} {index}", checklist.id),
        Some(Next::Task { position, state }) => {
            let (id, _) = runbook.tasks_and_steps().nth(position).expect("a task");
            format!("{id} {}", state.word())
        }
        Some(Next::Close { result }) => format!("close {}", result.word()),
    }
}

#[test]
fn the_next_thing_follows_the_course_of_the_work() {
    let mut runbook = runbook();
    runbook.checklists[0].items[0].state = ItemState::Blocked;
    assert_eq!(next(&runbook), "pre-call 0", "blocked without a reason is undecided");
    runbook.checklists[0].items[0].reason = Some("no staging".to_owned());
    assert_eq!(next(&runbook), "tasks/a open");
    runbook.tasks[0].outcome = Some(Outcome::Failed);
    runbook.tasks[1].started_at = Some(at("2026-10-11T06:32:10Z"));
    assert_eq!(next(&runbook), "tasks/b started");
    runbook.tasks[1].outcome = Some(Outcome::Success);
    assert_eq!(next(&runbook), "post-call 0");
    runbook.checklists[1].items[0].state = ItemState::Done;
    assert_eq!(next(&runbook), "close completed");
    runbook.blueprint = true;
    assert_eq!(next(&runbook), "nothing");
    assert_eq!(next(&Runbook::default()), "nothing");
}

fn mark(runbook: &mut Runbook, id: &str, to: Mark) {
    let entry = LogEntry::new(at("2026-10-11T07:00:00Z"), Event::Task);
    runbook.log.push(LogEntry { id: Some(id.to_owned()), to: Some(to), ..entry });
}

#[test]
fn after_a_rollback_step_the_rollback_goes_on_and_after_a_task_the_tasks() {
    let mut runbook = runbook();
    runbook.tasks[0].outcome = Some(Outcome::Failed);
    mark(&mut runbook, "tasks/a", Mark::Failed);
    assert_eq!(next(&runbook), "tasks/a failed", "nobody is told to go on after a failure");
    assert_eq!(runbook.after_failed(), Some(1));
    if let Some(rollback) = &mut runbook.rollback {
        rollback.steps[0].outcome = Some(Outcome::Success);
    }
    mark(&mut runbook, "rollback/back-b", Mark::Success);
    assert_eq!(next(&runbook), "rollback/back-a open");
    if let Some(rollback) = &mut runbook.rollback {
        rollback.steps[1].outcome = Some(Outcome::Success);
    }
    assert_eq!(next(&runbook), "post-call 0", "the tasks that are left are not run after a rollback");
    runbook.checklists.clear();
    assert_eq!(next(&runbook), "close aborted");
    runbook.tasks[0].outcome = None;
    mark(&mut runbook, "tasks/a", Mark::Open);
    assert_eq!(next(&runbook), "tasks/a open");
}

#[test]
fn what_runs_comes_before_what_is_paused_and_the_rollback_before_the_tasks() {
    let mut runbook = runbook();
    let started = Some(at("2026-10-11T06:32:10Z"));
    runbook.tasks[0].started_at = started;
    runbook.tasks[1].started_at = started;
    mark(&mut runbook, "tasks/b", Mark::Paused);
    assert_eq!(next(&runbook), "tasks/a started");
    if let Some(rollback) = &mut runbook.rollback {
        rollback.steps[1].started_at = started;
    }
    assert_eq!(next(&runbook), "rollback/back-a started");
}

#[test]
fn a_failure_is_the_last_thing_until_somebody_goes_on_or_back() {
    let mut runbook = runbook();
    assert_eq!(runbook.failed_last(), None);
    runbook.tasks[0].outcome = Some(Outcome::Failed);
    assert_eq!(runbook.failed_last(), Some(0));
    runbook.tasks[1].started_at = Some(at("2026-10-11T06:32:10Z"));
    assert_eq!(runbook.failed_last(), None);
    runbook.tasks[1].outcome = Some(Outcome::Failed);
    assert_eq!(runbook.failed_last(), Some(1));
    mark(&mut runbook, "rollback/back-b", Mark::Success);
    assert_eq!(runbook.failed_last(), None);
}

#[test]
fn the_point_of_no_return_is_passed_when_its_task_came_out() {
    let mut runbook = runbook();
    let rollback = Rollback { point_of_no_return: Some("a".to_owned()), ..Rollback::default() };
    assert!(!rollback.is_past_return(&runbook.tasks));
    runbook.tasks[0].outcome = Some(Outcome::Failed);
    assert!(!rollback.is_past_return(&runbook.tasks));
    runbook.tasks[0].outcome = Some(Outcome::Partial);
    assert!(rollback.is_past_return(&runbook.tasks));
}
