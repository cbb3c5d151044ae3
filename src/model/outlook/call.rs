//! The calls of the work, and which of them counts.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{Runbook, Schedule, TaskDuration};

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
}
