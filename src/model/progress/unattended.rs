//! What runs on without anybody after its task came out.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{Mark, Outcome, Runbook, Task};

/// A task that is done and runs on unattended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unattended {
    /// Its index in [`Runbook::tasks_and_steps`].
    pub position: usize,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when, as it is planned.
    pub until: DateTime<Utc>,
}

impl Runbook {
    /// Returns the tasks and rollback steps that run on unattended at a time: what they wait for began with their success,
    /// if only in part.
    #[must_use]
    pub fn unattended(&self, now: DateTime<Utc>) -> Vec<Unattended> {
        if self.closed.is_some() {
            return Vec::new();
        }
        let tasks = self.tasks_and_steps().enumerate();
        tasks
            .filter_map(|(position, (id, task))| {
                let waits = TimeDelta::seconds(i64::from(task.waits?.seconds()));
                let since = self.came_out_at(&id, task)?;
                let until = since.checked_add_signed(waits)?;
                (since <= now && now < until).then_some(Unattended { position, since, until })
            })
            .collect()
    }

    /// Returns when a task came out, if only in part.
    fn came_out_at(&self, id: &str, task: &Task) -> Option<DateTime<Utc>> {
        let outcome = task.outcome.filter(|outcome| matches!(outcome, Outcome::Success | Outcome::Partial))?;
        // A correction of the same outcome is no later end.
        let marks = self.marks_of_task(id).filter(|mark| mark.from != mark.to);
        let end = marks.last().filter(|mark| mark.to.and_then(Mark::outcome) == Some(outcome)).map(|mark| mark.at);
        let by_hand = || {
            let taken = TimeDelta::seconds(i64::from(task.duration?.seconds()));
            task.started_at?.checked_add_signed(taken)
        };
        end.or_else(by_hand)
    }
}
