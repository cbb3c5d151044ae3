//! Which marks of the log hold, and what state they leave a task in.

use crate::model::{Event, LogEntry, Mark, Runbook, Task};

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
    pub(super) fn marks_of_task(&self, id: &str) -> impl Iterator<Item = &LogEntry> {
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
}
