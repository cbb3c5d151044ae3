//! The attempts at a task, and how long they took.

use chrono::{DateTime, Utc};

use crate::model::{Mark, Outcome, Runbook, Task, TaskDuration};

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

/// What tasks take together. What nobody said of any of them is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How long they are expected to take.
    pub planned: Option<TaskDuration>,
    /// How long they took so far, all attempts together.
    pub actual: Option<TaskDuration>,
    /// The planned time of those without an outcome.
    pub left: Option<TaskDuration>,
    /// How long they run on unattended.
    pub waits: Option<TaskDuration>,
}

impl Runbook {
    /// Returns the attempts that ended, the last of them as the task's keys say it.
    #[must_use]
    pub fn attempts(&self, id: &str, task: &Task) -> Vec<Attempt> {
        let mut attempts: Vec<Attempt> = Vec::new();
        let mut last_is_present = false;
        for mark in self.marks_of_task(id) {
            let Some(outcome) = mark.to.and_then(Mark::outcome) else {
                last_is_present = false;
                continue;
            };
            // From an outcome to the same one is a correction of that attempt, not another attempt. What it does not
            // say stays.
            let before = if mark.is_correction() { attempts.pop() } else { None };
            let (count, duration, note) =
                before.map_or((None, None, None), |before| (before.count, before.duration, before.note));
            attempts.push(Attempt {
                outcome,
                count: mark.count.clone().or(count),
                duration: mark.duration.or(duration),
                note: mark.note.clone().or(note),
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
        for mark in self.marks_of_task(id).filter(|mark| mark.at >= started) {
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

    /// Returns how long the attempts at a task that ended took together, without their pauses; `None` when nobody knows.
    #[must_use]
    pub fn took(&self, id: &str, task: &Task) -> Option<TaskDuration> {
        // Before there is an outcome, a duration can be written by hand.
        let by_hand = task.duration.filter(|_| task.outcome.is_none());
        sum(self.attempts(id, task).into_iter().map(|attempt| attempt.duration).chain([by_hand]))
    }

    /// Returns how long a task took so far: all attempts together, the present one included.
    ///
    /// `None` when nobody knows. What still runs in a closed runbook ran until that was closed.
    #[must_use]
    pub fn actual(&self, id: &str, task: &Task, now: DateTime<Utc>) -> Option<TaskDuration> {
        let now = self.closed.as_ref().map_or(now, |closed| closed.at.min(now));
        let present = match task.outcome {
            Some(_) => None,
            None => self.seconds_run(id, task, now).map(TaskDuration::measured),
        };
        sum([self.took(id, task), present].into_iter())
    }

    /// Returns what tasks take together; `tasks` are some of [`Runbook::tasks_and_steps`].
    #[must_use]
    pub fn sums(&self, tasks: &[(String, &Task)], now: DateTime<Utc>) -> Sums {
        Sums {
            planned: sum(tasks.iter().map(|(_, task)| task.planned)),
            actual: sum(tasks.iter().map(|(id, task)| self.actual(id, task, now))),
            left: sum(tasks.iter().map(|(_, task)| task.planned.filter(|_| task.outcome.is_none()))),
            waits: sum(tasks.iter().map(|(_, task)| task.waits)),
        }
    }
}

fn sum(durations: impl Iterator<Item = Option<TaskDuration>>) -> Option<TaskDuration> {
    let durations: Vec<TaskDuration> = durations.flatten().collect();
    (!durations.is_empty()).then(|| TaskDuration::total(durations))
}
