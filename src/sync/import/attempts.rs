//! How a task came out, where it was tried several times or still runs.

use std::collections::HashSet;

use super::{
    Importer, TaskPlace,
    draft::{Draft, Fields},
    words,
};
use crate::model::{Mark, TaskDuration};

/// What `render` writes of a task that has no outcome now.
const NOW: [&str; 3] = ["Running", "Paused", "Open"];

/// The attempts at a task, as the Outcome column tells them.
#[derive(Debug)]
pub(super) struct Attempts {
    line: usize,
    /// The whole cell.
    shown: String,
    /// How many ended.
    n_ended: usize,
    /// Whether the last of them is the present outcome.
    has_outcome: bool,
    /// What they took together.
    took: Option<TaskDuration>,
    /// What was said about them, each with its number where it has one.
    notes: Vec<(Option<usize>, String)>,
}

impl Importer<'_> {
    /// Reads `Success`, `Partial (2488/2500)`, `Failed (5m), Success (9m)`, `Failed (5m), Running`.
    pub(super) fn outcome(&mut self, place: TaskPlace, line: usize, heading: &str, text: &str) {
        let is_now = |word: &str| self.is_rendered && NOW.contains(&word);
        if words::is_open(text) && !is_now(text) {
            return self.account.understood(line, text);
        }
        let parts = attempts_in(text);
        let (word, figures) = word_and_figures(parts.last().copied().unwrap_or(text));
        let outcome = words::outcome(word);
        let has_outcome = outcome.is_some();
        if !has_outcome && !is_now(word) {
            if !self.is_rendered {
                self.account.remark(line, format!("`{text}` is no outcome, so it is in the note"));
            }
            if let Some(task) = self.task_mut(place) {
                task.add("note", &format!("{heading}: {text}"), "\n");
            }
            return;
        }
        self.account.understood(line, text);
        let is_only = parts.len() == 1 && has_outcome;
        let (count, duration) = if is_only { (figures, None) } else { count_and_duration(figures) };
        if let (Some(outcome), Some(task)) = (outcome, self.task_mut(place)) {
            task.set("outcome", outcome.word());
            task.set("count", count);
            task.set("duration", duration.map(|duration| duration.to_string()).unwrap_or_default());
        }
        if !is_only {
            let n_ended = parts.len() - usize::from(!has_outcome);
            let durations: Vec<_> =
                parts.iter().filter_map(|part| count_and_duration(word_and_figures(part).1).1).collect();
            let took = (!durations.is_empty()).then(|| TaskDuration::total(durations));
            let attempts = Attempts { line, shown: text.to_owned(), n_ended, has_outcome, took, notes: Vec::new() };
            self.attempts.insert(place, attempts);
        }
    }

    /// Whether a duration is that of all attempts, each of which has its own.
    pub(super) fn is_sum_of_attempts(&self, place: TaskPlace, duration: Option<TaskDuration>) -> bool {
        self.attempts.get(&place).is_some_and(|attempts| attempts.took.is_some() && attempts.took == duration)
    }

    /// Returns how the first attempt at a task came out.
    pub(super) fn first_outcome(&self, id: &str) -> Option<Mark> {
        let (list, id) = id.split_once('/')?;
        let at = |tasks: &[Fields]| tasks.iter().position(|task| task.get("id") == Some(id));
        let place = match list {
            "tasks" => TaskPlace::Task(at(&self.draft.tasks)?),
            _ => TaskPlace::Step(at(&self.draft.steps)?),
        };
        match self.attempts.get(&place) {
            Some(attempts) => words::outcome(word_and_figures(attempts_in(&attempts.shown).first()?).0).map(Mark::from),
            None => self.draft.state(&format!("{list}/{id}")),
        }
    }

    /// Takes what was said about an attempt, if there were several.
    pub(super) fn is_note_on_attempt(&mut self, place: TaskPlace, label: &str, note: &str) -> bool {
        let Some(attempts) = self.attempts.get_mut(&place) else { return false };
        let number = label.strip_prefix("note on attempt ").and_then(|number| number.parse().ok());
        attempts.notes.push((number, note.to_owned()));
        true
    }

    fn id_in_log(&self, place: TaskPlace) -> String {
        let (list, task) = match place {
            TaskPlace::Task(at) => ("tasks", self.draft.tasks.get(at)),
            TaskPlace::Step(at) => ("rollback", self.draft.steps.get(at)),
        };
        format!("{list}/{}", task.and_then(|task| task.get("id")).unwrap_or_default())
    }

    /// Where the log tells the attempts, the task holds the last of them only; else its note tells all of them.
    pub(super) fn settle_attempts(&mut self) {
        let is_in_log = self.log_as_events && !self.draft.log.is_empty();
        let said_in_log = self.draft.said_of_attempts();
        for (place, attempts) in std::mem::take(&mut self.attempts) {
            let id = self.id_in_log(place);
            let is_of_task = |(number, note): &(Option<usize>, String)| match number {
                _ if !is_in_log => true,
                Some(number) => attempts.has_outcome && *number == attempts.n_ended,
                None => !said_in_log.contains(&(id.clone(), note.clone())),
            };
            let notes: Vec<&str> =
                attempts.notes.iter().filter(|note| is_of_task(note)).map(|(_, note)| note.as_str()).collect();
            let shown = format!("Outcome: {}", attempts.shown);
            let notes = if is_in_log { notes } else { [vec![shown.as_str()], notes].concat() };
            let notes = notes.join("\n");
            if let Some(task) = self.task_mut(place) {
                task.add("note", &notes, "\n");
            }
            if !is_in_log && !attempts.has_outcome {
                self.account.remark(
                    attempts.line,
                    format!("`{}`: since when is not shown, so it is in the note", attempts.shown),
                );
            }
        }
        let (tasks, steps) = (&mut self.draft.tasks, &mut self.draft.steps);
        let lists = [("tasks", tasks), ("rollback", steps)];
        for (list, task) in lists.into_iter().flat_map(|(list, tasks)| tasks.iter_mut().map(move |task| (list, task))) {
            let id = format!("{list}/{}", task.get("id").unwrap_or_default());
            let started_at = self.replay.started_at(&id).unwrap_or_default();
            task.set("started_at", started_at);
        }
    }
}

impl Draft {
    /// Returns what the log says of attempts that ended, with the id of the task.
    fn said_of_attempts(&self) -> HashSet<(String, String)> {
        let ended = self.log.iter().filter(|entry| entry.fields.get("to").and_then(words::outcome).is_some());
        let said =
            ended.filter_map(|entry| Some((entry.fields.get("id")?.to_owned(), entry.fields.get("note")?.to_owned())));
        said.collect()
    }
}

/// Splits attempts at the commas between them; there may be others in their figures.
fn attempts_in(text: &str) -> Vec<&str> {
    let begins = |rest: &str| {
        let word = rest.split([' ', ',']).next().unwrap_or_default();
        words::outcome(word).is_some() || NOW.contains(&word)
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(", ") {
        let (before, rest) = (&text[start..at], &text[at + 2..]);
        if begins(rest) && (before.ends_with(')') || words::outcome(before).is_some()) {
            parts.push(before);
            start = at + 2;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn word_and_figures(attempt: &str) -> (&str, &str) {
    attempt.strip_suffix(')').and_then(|attempt| attempt.split_once(" (")).unwrap_or((attempt, ""))
}

/// Reads `2488/2500, 10m`; either may be missing.
pub(super) fn count_and_duration(figures: &str) -> (&str, Option<TaskDuration>) {
    if let Ok(duration) = TaskDuration::parse(figures) {
        return ("", Some(duration));
    }
    match figures.rsplit_once(", ").map(|(count, duration)| (count, TaskDuration::parse(duration))) {
        Some((count, Ok(duration))) => (count, Some(duration)),
        _ => (figures, None),
    }
}
