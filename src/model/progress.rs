//! Where the work stands: what the marks of a runbook and its log say together.
//!
//! The keys of an entry hold its present state, and a hand edit of them counts as much as a command. The log knows what
//! the keys cannot: pauses, earlier attempts, and what was taken back.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Checklist, Event, LogEntry, Mark, Outcome, Runbook, Task, TaskDuration};

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

/// How far a checklist is, or the tasks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage<'r> {
    /// The id of the checklist, or `tasks`.
    pub name: &'r str,
    /// How many items are decided, or how many tasks have an outcome.
    pub n_decided: usize,
    /// How many there are.
    pub n_all: usize,
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
        self.marks_and_undone().0
    }

    /// Returns each `undo` of the log with the mark that it took back.
    #[must_use]
    pub fn undone(&self) -> Vec<(&LogEntry, &LogEntry)> {
        self.marks_and_undone().1
    }

    /// Returns the log in the order in which things happened. What was recorded later stands in the file where it was
    /// written.
    #[must_use]
    pub fn timeline(&self) -> Vec<&LogEntry> {
        let mut log: Vec<&LogEntry> = self.log.iter().collect();
        log.sort_by_key(|entry| entry.at);
        log
    }

    fn marks_and_undone(&self) -> (Vec<&LogEntry>, Vec<(&LogEntry, &LogEntry)>) {
        let mut marks: Vec<&LogEntry> = Vec::new();
        let mut undone = Vec::new();
        for entry in &self.log {
            if entry.is_mark() {
                marks.push(entry);
            } else if entry.event == Event::Undo
                && let Some(last) = marks.iter().rposition(|mark| mark.id == entry.id)
            {
                undone.push((entry, marks.remove(last)));
            }
        }
        (marks, undone)
    }

    /// Returns the marks of a task that hold. A checklist named `tasks`, or a region, may share its id.
    fn marks_of_task(&self, id: &str) -> impl Iterator<Item = &LogEntry> {
        self.marks().into_iter().filter(move |mark| mark.event == Event::Task && mark.id.as_deref() == Some(id))
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
        match self.marks_of_task(id).last().and_then(|mark| mark.to) {
            Some(Mark::Paused) => Mark::Paused,
            _ => Mark::Started,
        }
    }

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

    /// Returns how far the work is: the checklists before the tasks, the tasks, the other checklists; without those that
    /// are empty.
    #[must_use]
    pub fn stages<'r>(&'r self) -> Vec<Stage<'r>> {
        let stage = |checklist: &'r Checklist| Stage {
            name: &checklist.id,
            n_decided: checklist.items.iter().filter(|item| item.is_decided(self)).count(),
            n_all: checklist.items.len(),
        };
        let tasks = Stage {
            name: "tasks",
            n_decided: self.tasks.iter().filter(|task| task.outcome.is_some()).count(),
            n_all: self.tasks.len(),
        };
        let before = self.checklists.iter().filter(|checklist| checklist.is_before_tasks());
        let after = self.checklists.iter().filter(|checklist| !checklist.is_before_tasks());
        let stages = before.map(stage).chain([tasks]).chain(after.map(stage));
        stages.filter(|stage| stage.n_all > 0).collect()
    }

    /// Returns every task and rollback step with its id, such as `tasks/confirm-state` and `rollback/replay`.
    pub fn tasks_and_steps(&self) -> impl Iterator<Item = (String, &Task)> {
        let tasks = self.tasks.iter().map(|task| (format!("tasks/{}", task.id.text), task));
        tasks.chain(self.steps().iter().map(|step| (format!("rollback/{}", step.id.text), step)))
    }
}

fn sum(durations: impl Iterator<Item = Option<TaskDuration>>) -> Option<TaskDuration> {
    let durations: Vec<TaskDuration> = durations.flatten().collect();
    (!durations.is_empty()).then(|| TaskDuration::total(durations))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CloseResult, Closed, Id};

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
}
