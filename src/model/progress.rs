//! Where the work stands: what the marks of a runbook and its log say together.
//!
//! The keys of an entry hold its present state, and a hand edit of them counts as much as a command. The log knows what
//! the keys cannot: pauses, earlier attempts, and what was taken back.

use chrono::{DateTime, Utc};

use super::{Event, LogEntry, Mark, Outcome, Runbook, Task, TaskDuration};

/// One attempt at a task that came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// How it came out.
    pub outcome: Outcome,
    /// How much of it came out.
    pub count: Option<String>,
    /// How long it took.
    pub duration: Option<TaskDuration>,
    /// What was said about it.
    pub note: Option<String>,
}

impl LogEntry {
    /// Returns whether the entry is a mark, that is something that `undo` takes back.
    #[must_use]
    pub const fn is_mark(&self) -> bool {
        matches!(
            self.event,
            Event::Item | Event::Task | Event::Confirm | Event::FollowUp | Event::Close | Event::Reopen
        )
    }
}

impl Runbook {
    /// Returns the marks that hold: those of the log that no `undo` took back, in order.
    #[must_use]
    pub fn marks(&self) -> Vec<&LogEntry> {
        let mut marks: Vec<&LogEntry> = Vec::new();
        for entry in &self.log {
            if entry.is_mark() {
                marks.push(entry);
            } else if entry.event == Event::Undo
                && let Some(last) = marks.iter().rposition(|mark| mark.id == entry.id)
            {
                marks.remove(last);
            }
        }
        marks
    }

    /// Returns the state of a task; `id` is its id with its list, such as `tasks/confirm-state`.
    #[must_use]
    pub fn task_state(&self, id: &str, task: &Task) -> Mark {
        if let Some(outcome) = task.outcome {
            return outcome.into();
        }
        if task.started_at.is_none() {
            return Mark::Open;
        }
        let last = self.marks().into_iter().rev().find(|mark| mark.id.as_deref() == Some(id));
        match last.and_then(|mark| mark.to) {
            Some(Mark::Paused) => Mark::Paused,
            _ => Mark::Started,
        }
    }

    /// Returns the attempts that ended, the last of them as the task's keys say it.
    #[must_use]
    pub fn attempts(&self, id: &str, task: &Task) -> Vec<Attempt> {
        let mut attempts: Vec<Attempt> = Vec::new();
        let mut last_is_present = false;
        for mark in self.marks().into_iter().filter(|mark| mark.id.as_deref() == Some(id)) {
            let Some(outcome) = mark.to.and_then(Mark::outcome) else {
                last_is_present = false;
                continue;
            };
            // From an outcome to the same one is a correction of that attempt, not another attempt.
            if mark.from == mark.to {
                attempts.pop();
            }
            attempts.push(Attempt {
                outcome,
                count: mark.count.clone(),
                duration: mark.duration,
                note: mark.note.clone(),
            });
            last_is_present = true;
        }
        if let Some(outcome) = task.outcome {
            if last_is_present {
                attempts.pop();
            }
            attempts.push(Attempt {
                outcome,
                count: task.count.clone(),
                duration: task.duration,
                note: task.note.clone(),
            });
        }
        attempts
    }

    /// Returns how many seconds the present attempt ran until `now`, without its pauses.
    ///
    /// `None` when it was not started. A start that lies after `now` counts as no time.
    #[must_use]
    pub fn seconds_run(&self, id: &str, task: &Task, now: DateTime<Utc>) -> Option<i64> {
        let started = task.started_at?;
        let mut running_since = Some(started);
        let mut seconds = 0;
        let runs = self.marks();
        let of_attempt = runs.iter().filter(|mark| mark.id.as_deref() == Some(id) && mark.at >= started);
        for mark in of_attempt {
            match mark.to {
                Some(Mark::Paused) => {
                    if let Some(since) = running_since.take() {
                        seconds += (mark.at - since).num_seconds().max(0);
                    }
                }
                Some(Mark::Started) => running_since = running_since.or(Some(mark.at)),
                _ => {}
            }
        }
        if let Some(since) = running_since {
            seconds += (now - since).num_seconds().max(0);
        }
        Some(seconds)
    }

    /// Returns every task and rollback step with its id, such as `tasks/confirm-state` and `rollback/replay`.
    pub fn tasks_and_steps(&self) -> impl Iterator<Item = (String, &Task)> {
        let tasks = self.tasks.iter().map(|task| (format!("tasks/{}", task.id.text), task));
        tasks.chain(self.steps().iter().map(|step| (format!("rollback/{}", step.id.text), step)))
    }
}
