//! What to do next.

use crate::model::{Checklist, CloseResult, Event, Mark, Outcome, Runbook, Task};

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
            let (index, _) = checklist.undecided(self).next()?;
            Some(Next::Item { checklist, index })
        })
    }
}
