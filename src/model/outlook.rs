//! What lies ahead: the calls, how long there is time to turn back, and what to do next.
//!
//! Nothing here asks the clock; now is an argument.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Checklist, CloseResult, Event, Mark, Outcome, Rollback, Runbook, Schedule, Task, TaskDuration};

/// How long a call counts as under way when nobody said how long its slot is booked.
const WITHOUT_WINDOW: TimeDelta = TimeDelta::hours(12);

/// A call of the work: the scheduled one, or a further session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When it begins.
    pub at: Schedule,
    /// How long the slot is booked.
    pub window: Option<TaskDuration>,
}

impl Call {
    /// Returns when the slot ends; `None` when nobody said how long it is booked.
    #[must_use]
    pub fn end(&self) -> Option<DateTime<Utc>> {
        self.at.instant().checked_add_signed(delta(self.window?))
    }

    /// Returns when a rollback that takes this long has to begin, so that it is done when the slot ends.
    #[must_use]
    pub fn latest_rollback_start(&self, rollback: TaskDuration) -> Option<DateTime<Utc>> {
        self.end()?.checked_sub_signed(delta(rollback))
    }

    /// Returns whether the call began.
    #[must_use]
    pub fn has_begun(&self, now: DateTime<Utc>) -> bool {
        self.at.instant() <= now
    }

    /// Returns whether the call is over; one without a window half a day after it began.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        let end = self.end().or_else(|| self.at.instant().checked_add_signed(WITHOUT_WINDOW));
        end.is_some_and(|end| end < now)
    }
}

fn delta(duration: TaskDuration) -> TimeDelta {
    TimeDelta::seconds(i64::from(duration.seconds()))
}

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next<'r> {
    /// To decide an item.
    Item {
        /// The checklist.
        checklist: &'r Checklist,
        /// The index of the item in it.
        index: usize,
    },
    /// To run a task or rollback step, to see one through that runs, or to decide what follows one that failed.
    Task {
        /// Its index in [`Runbook::tasks_and_steps`].
        position: usize,
        /// Whether it is open, started, paused or failed.
        state: Mark,
    },
    /// To close the runbook.
    Close {
        /// As what: aborted when the work was rolled back.
        result: CloseResult,
    },
}

impl Runbook {
    /// Returns all calls in the order of time: the scheduled one and the further sessions.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let header = &self.header;
        let scheduled = header.schedule_at.map(|at| Call { at, window: header.window });
        let sessions =
            header.sessions.iter().filter_map(|session| Some(Call { at: session.at?, window: session.window }));
        let mut calls: Vec<Call> = scheduled.into_iter().chain(sessions).collect();
        calls.sort_by_key(|call| call.at.instant());
        calls
    }

    /// Returns the call that is under way or comes next, else the last one.
    #[must_use]
    pub fn call_at(&self, now: DateTime<Utc>) -> Option<Call> {
        let calls = self.calls();
        calls.iter().find(|call| !call.is_over(now)).or(calls.last()).copied()
    }

    /// Returns the calls that are booked for as long as the rollback takes, in the order of time; all calls when none is,
    /// so that the want of time shows.
    ///
    /// A review of half an hour before the work itself is no call in which anything could be rolled back.
    #[must_use]
    pub fn rollback_calls(&self) -> Vec<Call> {
        let calls = self.calls();
        let planned = self.rollback.as_ref().and_then(Rollback::takes);
        let is_long_enough = |call: &&Call| planned <= call.window;
        let long_enough: Vec<Call> = calls.iter().filter(is_long_enough).copied().collect();
        if long_enough.is_empty() { calls } else { long_enough }
    }

    /// Returns the call by whose end a rollback has to be done: the first of the [`Self::rollback_calls`] that is not over,
    /// else the last one.
    #[must_use]
    pub fn rollback_call_at(&self, now: DateTime<Utc>) -> Option<Call> {
        let calls = self.rollback_calls();
        calls.iter().find(|call| !call.is_over(now)).or(calls.last()).copied()
    }

    /// Returns when the rollback has to begin, so that it is done when its call ends.
    ///
    /// `None` without a schedule, a window, or a planned time of the rollback, and when the work cannot be reverted.
    #[must_use]
    pub fn latest_rollback_start(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let rollback = self.rollback.as_ref().filter(|rollback| !rollback.is_irreversible())?;
        self.rollback_call_at(now)?.latest_rollback_start(rollback.takes()?)
    }

    /// Returns the next thing to do; `None` when the runbook is closed, a blueprint, or has nothing to do in it.
    ///
    /// An undecided item before the tasks, else what runs, else the next open task (or rollback step, once the rollback
    /// began), else an undecided item after the tasks, else the end. A task that failed stands before those after it, until
    /// somebody tries it again, goes back, or goes on all the same.
    #[must_use]
    pub fn next(&self) -> Option<Next<'_>> {
        let is_empty = self.tasks.is_empty() && self.checklists.iter().all(|list| list.items.is_empty());
        if self.closed.is_some() || self.blueprint || is_empty {
            return None;
        }
        let rollback_began = self.rollback_began();
        self.undecided_item(Checklist::is_before_tasks)
            .or_else(|| self.running())
            .or_else(|| self.next_open(rollback_began))
            .or_else(|| self.undecided_item(|list| !list.is_before_tasks()))
            .or_else(|| {
                let result = if rollback_began { CloseResult::Aborted } else { CloseResult::Completed };
                Some(Next::Close { result })
            })
    }

    /// Returns what runs, as the next thing to do; one that runs comes before one that is paused, and of several the one
    /// furthest down, so that the rollback comes before the tasks.
    #[must_use]
    pub fn running(&self) -> Option<Next<'_>> {
        let states: Vec<Mark> = self.tasks_and_steps().map(|(id, task)| self.task_state(&id, task)).collect();
        [Mark::Started, Mark::Paused].into_iter().find_map(|state| {
            let position = states.iter().rposition(|found| *found == state)?;
            Some(Next::Task { position, state })
        })
    }

    /// Returns whether the work is being, or was, rolled back: the last task that was marked is a rollback step.
    #[must_use]
    pub fn rollback_began(&self) -> bool {
        match self.marks().into_iter().rev().find(|mark| mark.event == Event::Task) {
            Some(last) => last.id.as_deref().is_some_and(|id| id.starts_with("rollback/")),
            // Without a log the keys were written by hand.
            None => self.steps().iter().any(|step| step.outcome.is_some() || step.started_at.is_some()),
        }
    }

    /// Returns the index of the last task that was run, if that failed and nobody has gone on or back since.
    #[must_use]
    pub fn failed_last(&self) -> Option<usize> {
        let last = self.tasks.iter().rposition(|task| task.outcome.is_some())?;
        let is_failed = self.tasks[last].outcome == Some(Outcome::Failed);
        (is_failed && self.running().is_none() && !self.rollback_began()).then_some(last)
    }

    fn next_open(&self, rollback_began: bool) -> Option<Next<'_>> {
        let is_open = |task: &Task| task.outcome.is_none();
        let position = if rollback_began {
            self.steps().iter().position(is_open).map(|step| self.tasks.len() + step)
        } else {
            self.tasks.iter().position(is_open)
        };
        let position = position?;
        match self.failed_last() {
            Some(failed) if failed < position => Some(Next::Task { position: failed, state: Mark::Failed }),
            _ => Some(Next::Task { position, state: Mark::Open }),
        }
    }

    /// Returns the index of the task to go on with when the last one failed and nobody tries it again or rolls back.
    #[must_use]
    pub fn after_failed(&self) -> Option<usize> {
        let failed = self.failed_last()?;
        self.tasks.iter().skip(failed).position(|task| task.outcome.is_none()).map(|position| failed + position)
    }

    fn undecided_item(&self, of: impl Fn(&Checklist) -> bool) -> Option<Next<'_>> {
        self.checklists.iter().filter(|checklist| of(checklist)).find_map(|checklist| {
            let index = checklist.items.iter().position(|item| !item.is_decided(self))?;
            Some(Next::Item { checklist, index })
        })
    }
}

impl Rollback {
    /// Returns whether the plan no longer works: the task of the point of no return came out, if only in part.
    #[must_use]
    pub fn is_past_return(&self, tasks: &[Task]) -> bool {
        self.passed_return(tasks).is_some()
    }

    /// Returns the index of the task of the point of no return, if that came out.
    #[must_use]
    pub fn passed_return(&self, tasks: &[Task]) -> Option<usize> {
        let at = self.point_of_no_return.as_deref()?;
        let index = tasks.iter().position(|task| task.id.text == at)?;
        matches!(tasks[index].outcome, Some(Outcome::Success | Outcome::Partial)).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChecklistItem, Id, ItemState, LogEntry, Session};

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
}
