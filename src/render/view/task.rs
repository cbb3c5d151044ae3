//! The tables of tasks and of rollback steps, and what is told about each below its table.

use serde::Serialize;

use crate::{
    model::{Attempt, Mark, Outcome, Runbook, Task},
    render::{
        markdown::{Text, fenced},
        marker::{self, ROLLBACK},
    },
};

use super::{inline, literal, task_title, titled, with_figures, word};

/// Tasks or rollback steps.
#[derive(Debug, Serialize)]
pub(super) struct TasksView {
    rows: Vec<TaskView>,
    has_owner: bool,
    has_planned: bool,
}

#[derive(Debug, Serialize)]
struct TaskView {
    id: String,
    /// The number that commands take: `2`, rollback steps `r1`.
    number: String,
    /// What is done, as a link where there is one. Ends in the task's marker.
    name: Text,
    /// What is done, and nothing else.
    title: Text,
    state: &'static str,
    outcome: Text,
    duration: Text,
    owner: Text,
    planned: Text,
    /// What is told below the table, in words of ours such as `command, stop rule`.
    details: Option<String>,
    /// The command in its fence, over several lines.
    command: Option<String>,
    expect: Option<Text>,
    stop_if: Option<Text>,
    undoes: Option<Text>,
    notes: Vec<NoteView>,
}

#[derive(Debug, Serialize)]
struct NoteView {
    label: String,
    text: Text,
}

impl TasksView {
    pub(super) fn new(runbook: &Runbook, list: &str, tasks: &[Task]) -> Self {
        let rows = tasks.iter().enumerate().map(|(index, task)| TaskView::new(runbook, list, index, task)).collect();
        let is_planned = |task: &Task| task.planned.is_some() || task.waits.is_some() || task.every.is_some();
        Self {
            rows,
            has_owner: tasks.iter().any(|task| task.owner.is_some()),
            has_planned: tasks.iter().any(is_planned),
        }
    }
}

impl TaskView {
    fn new(runbook: &Runbook, list: &str, index: usize, task: &Task) -> Self {
        let id = format!("{list}/{}", task.id.text);
        let state = runbook.task_state(&id, task);
        let attempts = runbook.attempts(&id, task);
        let title = titled(&task.task);
        let name = match &task.link {
            Some(link) => title.clone().linked_to(link),
            None => title.clone(),
        };
        let mut view = Self {
            id: word(&task.id.text),
            number: format!("{}{}", if list == ROLLBACK { "r" } else { "" }, index + 1),
            name: match marker::of_entry(list, &task.id.text) {
                Some(marker) => name.with_comment(marker),
                None => name,
            },
            title,
            state: state.word(),
            outcome: outcome(&attempts, state),
            duration: runbook.took(&id, task).map(|took| Text::literal(&took.to_string())).unwrap_or_default(),
            owner: literal(task.owner.as_deref()),
            planned: Text::literal(&planned(task)),
            details: None,
            command: task
                .command
                .as_deref()
                .filter(|command| !command.trim().is_empty())
                .map(|command| fenced(command, task.language.as_deref().unwrap_or_default().trim())),
            expect: inline(task.expect.as_deref()),
            stop_if: inline(task.stop_if.as_deref()),
            undoes: task.undoes.as_ref().map(|id| task_title(runbook, id)),
            notes: notes(task, &attempts),
        };
        view.details = view.details();
        view
    }

    fn details(&self) -> Option<String> {
        let words = [
            ("command", self.command.is_some()),
            ("expected result", self.expect.is_some()),
            ("stop rule", self.stop_if.is_some()),
            ("undoes", self.undoes.is_some()),
            (if self.notes.len() > 1 { "notes" } else { "note" }, !self.notes.is_empty()),
        ];
        let words: Vec<&str> = words.iter().filter(|(_, is_there)| *is_there).map(|(word, _)| *word).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// Returns how a task came out so far: `Success`, `Partial (2488/2500)`, `Failed (5m), Success (9m)`, `Failed (5m),
/// Running`; nothing while it was not touched.
///
/// The durations of all attempts together have their own column, so it stands here only where there are several.
fn outcome(attempts: &[Attempt], state: Mark) -> Text {
    let now = match state {
        Mark::Started => Some("Running"),
        Mark::Paused => Some("Paused"),
        Mark::Open if !attempts.is_empty() => Some("Open"),
        _ => None,
    };
    let is_only = attempts.len() == 1 && now.is_none();
    let attempts = attempts.iter().map(|attempt| {
        let word = match attempt.outcome {
            Outcome::Success => "Success",
            Outcome::Partial => "Partial",
            Outcome::Failed => "Failed",
            Outcome::Skipped => "Skipped",
        };
        with_figures(word.into(), attempt.count.as_deref(), attempt.duration.filter(|_| !is_only))
    });
    let all = attempts.chain(now.map(Text::from));
    all.reduce(|before, attempt| before.and(", ").and(attempt)).unwrap_or_default()
}

/// Returns how long a task should take: `15m + 8h unattended, every 30m`.
fn planned(task: &Task) -> String {
    let attended = task.planned.map(|planned| planned.to_string());
    let unattended = task.waits.map(|waits| format!("{waits} unattended"));
    let once = attended.into_iter().chain(unattended).collect::<Vec<_>>().join(" + ");
    let every = task.every.map(|every| format!("every {every}"));
    Some(once).filter(|once| !once.is_empty()).into_iter().chain(every).collect::<Vec<_>>().join(", ")
}

fn notes(task: &Task, attempts: &[Attempt]) -> Vec<NoteView> {
    let label = |at: usize| if attempts.len() > 1 { format!("Note on attempt {}", at + 1) } else { "Note".to_owned() };
    let of_attempts = attempts.iter().enumerate().map(|(at, attempt)| (label(at), attempt.note.as_deref()));
    // A note can be written by hand before there is an outcome.
    let of_task = task.note.as_deref().filter(|_| task.outcome.is_none()).map(|note| ("Note".to_owned(), Some(note)));
    let notes = of_attempts.chain(of_task);
    notes.filter_map(|(label, note)| Some(NoteView { label, text: inline(note)? })).collect()
}
