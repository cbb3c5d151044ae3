//! The way back: until when a rollback has to begin, in each call.
//!
//! That moment belongs to its call and is no point of no return: a rollback that begins later only ends after the call, or
//! waits for the next one.

use chrono::{DateTime, Utc};

use crate::model::{Call, Outcome, Rollback, Runbook, Task, TaskDuration};

/// Until when the rollback has to begin to be done when a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollbackStart {
    /// The number of the call, counted from 1 in the order of time.
    pub number: usize,
    /// The call.
    pub call: Call,
    /// The last moment; before the call begins when that is booked for less than the rollback takes.
    pub at: DateTime<Utc>,
}

impl RollbackStart {
    /// Returns whether the call is long enough for the rollback.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.call.at.instant() <= self.at
    }

    fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.fits() && now <= self.at
    }
}

impl Runbook {
    /// Returns until when the rollback has to begin, for each call that has a window, in the order of time.
    ///
    /// Nothing when nobody planned how long it takes, or when the work cannot be reverted.
    #[must_use]
    pub fn rollback_starts(&self) -> Vec<RollbackStart> {
        let takes = self.rollback.as_ref().filter(|rollback| !rollback.is_irreversible()).and_then(Rollback::takes);
        let Some(takes) = takes else { return Vec::new() };
        let calls = self.calls().into_iter().enumerate();
        calls
            .filter_map(|(index, call)| {
                let at = call.latest_rollback_start(takes)?;
                Some(RollbackStart { number: index + 1, call, at })
            })
            .collect()
    }

    /// Returns those that matter now: of the calls that are not over up to the first in which there is time, else the
    /// last one. Nothing once the point of no return has passed.
    #[must_use]
    pub fn rollback_starts_at(&self, now: DateTime<Utc>) -> Vec<RollbackStart> {
        if self.rollback.as_ref().is_some_and(|rollback| rollback.is_past_return(&self.tasks)) {
            return Vec::new();
        }
        let all = self.rollback_starts();
        let last = all.iter().rfind(|start| start.fits()).or(all.last()).copied();
        let mut ahead: Vec<RollbackStart> = all.into_iter().filter(|start| !start.call.is_over(now)).collect();
        if let Some(first) = ahead.iter().position(|start| start.is_ahead(now)) {
            ahead.truncate(first + 1);
        }
        if ahead.is_empty() { last.into_iter().collect() } else { ahead }
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
}

impl Rollback {
    /// Returns whether it is the reason why there is no way back.
    #[must_use]
    pub fn is_irreversible(&self) -> bool {
        self.irreversible.as_deref().is_some_and(|reason| !reason.trim().is_empty())
    }

    /// Returns how long its steps run on unattended, which is no time of a call.
    #[must_use]
    pub fn waits(&self) -> Option<TaskDuration> {
        let waits: Vec<TaskDuration> = self.steps.iter().filter_map(|step| step.waits).collect();
        (!waits.is_empty()).then(|| TaskDuration::total(waits))
    }

    /// Returns how long it takes in words: `1h15m`, `30m + 24h unattended`.
    #[must_use]
    pub fn length(&self) -> Option<String> {
        let attended = self.takes().map(|takes| takes.to_string());
        let unattended = self.waits().map(|waits| format!("{waits} unattended"));
        attended.into_iter().chain(unattended).reduce(|attended, unattended| format!("{attended} + {unattended}"))
    }

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
    use crate::model::{Id, Schedule, Session};

    /// Returns a runbook of five calls, of which the second is too short for a rollback of 30m and the third just long
    /// enough.
    fn runbook() -> Runbook {
        let duration = |text| TaskDuration::parse(text).ok();
        let session = |at, window| Session { at: Schedule::parse(at).ok(), window: duration(window) };
        let trim = Task { id: Id { text: "trim".to_owned(), derived: false }, ..Task::default() };
        let mut runbook = Runbook {
            tasks: vec![trim],
            rollback: Some(Rollback {
                planned: duration("30m"),
                point_of_no_return: Some("trim".to_owned()),
                steps: vec![Task { waits: duration("24h"), ..Task::default() }],
                ..Rollback::default()
            }),
            ..Runbook::default()
        };
        runbook.header.schedule_at = Schedule::parse("2026-11-14 13:30 Asia/Kolkata").ok();
        runbook.header.window = duration("1h30m");
        runbook.header.sessions = vec![
            session("2026-11-14 14:00 UTC", "10m"),
            session("2026-11-14 20:00 UTC", "30m"),
            Session { at: Schedule::parse("2026-11-15 02:00 UTC").ok(), window: None },
            session("2026-11-15 08:00 UTC", "1h30m"),
        ];
        runbook
    }

    /// Returns what matters at a time: the number of the call, the last moment, `-` where there is no time at all.
    fn at(runbook: &Runbook, now: &str) -> String {
        let starts = runbook.rollback_starts_at(now.parse().expect("a time"));
        let words = starts.iter().map(|start| {
            let at = if start.fits() { start.at.format("%d %H:%M").to_string() } else { "-".to_owned() };
            format!("{}: {at}", start.number)
        });
        words.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_last_moment_belongs_to_a_call_and_the_next_call_has_one_too() {
        let runbook = runbook();
        assert_eq!(at(&runbook, "2026-11-01T00:00:00Z"), "1: 14 09:00");
        assert_eq!(at(&runbook, "2026-11-14T09:00:00Z"), "1: 14 09:00");
        assert_eq!(at(&runbook, "2026-11-14T09:01:00Z"), "1: 14 09:00, 2: -, 3: 14 20:00");
        assert_eq!(at(&runbook, "2026-11-14T09:31:00Z"), "2: -, 3: 14 20:00");
        assert_eq!(at(&runbook, "2026-11-14T20:10:00Z"), "3: 14 20:00, 5: 15 09:00");
        assert_eq!(at(&runbook, "2026-11-15T09:20:00Z"), "5: 15 09:00");
        assert_eq!(at(&runbook, "2026-12-01T00:00:00Z"), "5: 15 09:00", "the last one");
    }

    #[test]
    fn where_there_is_no_way_back_there_is_no_last_moment() {
        let now = "2026-11-01T00:00:00Z";
        let mut irreversible = runbook();
        irreversible.rollback.as_mut().expect("a rollback").irreversible = Some("Mails were sent".to_owned());
        assert_eq!(at(&irreversible, now), "");
        assert_eq!(irreversible.latest_rollback_start(now.parse().expect("a time")), None);
        let mut passed = runbook();
        passed.tasks[0].outcome = Some(Outcome::Success);
        assert_eq!(at(&passed, now), "");
        assert_eq!(passed.rollback_starts().len(), 4, "the plan says so all the same");
    }

    #[test]
    fn what_runs_on_unattended_is_said_beside_the_time_of_people() {
        let mut rollback = runbook().rollback.expect("a rollback");
        assert_eq!(rollback.length().as_deref(), Some("30m + 24h unattended"));
        rollback.planned = None;
        assert_eq!(rollback.length().as_deref(), Some("24h unattended"));
        rollback.steps.clear();
        assert_eq!(rollback.length(), None);
    }
}
