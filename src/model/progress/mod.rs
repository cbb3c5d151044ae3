//! Where the work stands: what the marks of a runbook and its log say together.
//!
//! The keys of an entry hold its present state, and a hand edit of them counts as much as a command. The log knows what
//! the keys cannot: pauses, earlier attempts, and what was taken back.

mod attempt;
mod mark;
mod unattended;

use super::{Checklist, Runbook, Task};

pub use attempt::{Attempt, Sums};
pub use unattended::Unattended;

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

impl Runbook {
    /// Returns how far the work is: the checklists before the tasks, the tasks, the other checklists; without those that
    /// are empty.
    #[must_use]
    pub fn stages<'r>(&'r self) -> Vec<Stage<'r>> {
        let stage = |checklist: &'r Checklist| Stage {
            name: &checklist.id,
            n_decided: checklist.items.len() - checklist.undecided(self).count(),
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

    /// Returns the ids of the tasks without an outcome, such as `tasks/confirm-state`; none when the runbook was closed
    /// before its end.
    #[must_use]
    pub fn open_tasks(&self) -> Vec<String> {
        if self.closed.is_some() {
            return Vec::new();
        }
        let tasks = self.tasks_and_steps().take(self.tasks.len());
        tasks.filter(|(_, task)| task.outcome.is_none()).map(|(id, _)| id).collect()
    }

    /// Returns every task and rollback step with its id, such as `tasks/confirm-state` and `rollback/replay`.
    pub fn tasks_and_steps(&self) -> impl Iterator<Item = (String, &Task)> {
        let tasks = self.tasks.iter().map(|task| (format!("tasks/{}", task.id.text), task));
        tasks.chain(self.steps().iter().map(|step| (format!("rollback/{}", step.id.text), step)))
    }
}

#[cfg(test)]
mod tests;
