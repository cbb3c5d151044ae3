//! The cells of a task → its attempts, and what a person or another computer changed in them.

use crate::{
    marking::{TaskMark, TaskMarkDetails},
    model::{Outcome, TaskDuration},
};

/// What the cells of a task say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cells {
    attempts: Vec<Attempt>,
    now: Option<Now>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Attempt {
    outcome: Outcome,
    count: Option<String>,
    duration: Option<TaskDuration>,
}

impl Attempt {
    /// Whether the same attempt says all of this in the file; a figure that is missing here may have been measured there.
    fn says_nothing_new(&self, file: &Self) -> bool {
        self.outcome == file.outcome
            && (self.count.is_none() || self.count == file.count)
            && (self.duration.is_none() || self.duration == file.duration)
    }
}

/// What a task does now, if not what the last attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Now {
    Open,
    Running,
    Paused,
}

#[derive(Debug, Clone, Copy)]
enum Word {
    Outcome(Outcome),
    Now(Now),
}

const WORDS: [(&str, Word); 7] = [
    ("Success", Word::Outcome(Outcome::Success)),
    ("Partial", Word::Outcome(Outcome::Partial)),
    ("Failed", Word::Outcome(Outcome::Failed)),
    ("Skipped", Word::Outcome(Outcome::Skipped)),
    ("Running", Word::Now(Now::Running)),
    ("Paused", Word::Now(Now::Paused)),
    ("Open", Word::Now(Now::Open)),
];

/// Reads the cells of a task; `None` for what is not written as `render` writes it.
pub(super) fn read(outcome: &str, duration: &str) -> Option<Cells> {
    let duration = match duration.trim() {
        "" => None,
        text => Some(TaskDuration::parse(text).ok()?),
    };
    let parts = parts(outcome.trim())?;
    let is_only = parts.len() == 1;
    let mut cells = Cells::default();
    for (word, figures) in parts {
        match word {
            // What a task does now comes last.
            _ if cells.now.is_some() => return None,
            Word::Now(now) if figures.is_none() => cells.now = Some(now),
            Word::Now(_) => return None,
            Word::Outcome(outcome) if is_only => {
                cells.attempts.push(Attempt { outcome, count: figures.map(str::to_owned), duration });
            }
            Word::Outcome(outcome) => {
                let (count, duration) = figures.map_or((None, None), count_and_duration);
                cells.attempts.push(Attempt { outcome, count, duration });
            }
        }
    }
    let known: Vec<TaskDuration> = cells.attempts.iter().filter_map(|attempt| attempt.duration).collect();
    let sum = (!known.is_empty()).then(|| TaskDuration::total(known));
    // A duration may stand there before there is an outcome.
    (sum == duration || cells.attempts.is_empty()).then_some(cells)
}

/// Splits `Failed (5m), Success (9m)` into words and what stands in brackets behind them.
fn parts(text: &str) -> Option<Vec<(Word, Option<&str>)>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, word) = WORDS.iter().find(|(name, _)| begins_with(rest, name))?;
        let after = &rest[name.len()..];
        let Some(inside) = after.strip_prefix(" (") else {
            parts.push((*word, None));
            rest = if after.is_empty() { after } else { after.strip_prefix(", ")? };
            continue;
        };
        // A count may hold brackets and commas: the figures end where the next attempt begins.
        let ends = inside.match_indices(')').find(|(at, _)| {
            let after = &inside[at + 1..];
            after.is_empty()
                || after.strip_prefix(", ").is_some_and(|next| WORDS.iter().any(|(name, _)| begins_with(next, name)))
        });
        let (end, _) = ends?;
        parts.push((*word, Some(&inside[..end])));
        rest = inside[end + 1..].strip_prefix(", ").unwrap_or_default();
    }
    Some(parts)
}

fn begins_with(text: &str, name: &str) -> bool {
    let is_word = text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
    is_word && text[name.len()..].chars().next().is_none_or(|next| matches!(next, ',' | ' '))
}

fn count_and_duration(figures: &str) -> (Option<String>, Option<TaskDuration>) {
    if let Ok(duration) = TaskDuration::parse(figures) {
        return (None, Some(duration));
    }
    match figures.rsplit_once(", ").map(|(count, duration)| (count, TaskDuration::parse(duration))) {
        Some((count, Ok(duration))) => (Some(count.to_owned()), Some(duration)),
        _ => (Some(figures.to_owned()), None),
    }
}

/// Returns the marks that bring a task from what the file shows to what the issue shows; `None` if marks cannot.
pub(super) fn marks(file: &Cells, issue: &Cells) -> Option<Vec<(TaskMark, TaskMarkDetails)>> {
    let mut marks = Vec::new();
    let none = TaskMarkDetails::default;
    let n_before = file.attempts.len();
    let n_same =
        file.attempts.iter().zip(&issue.attempts).take_while(|(file, issue)| issue.says_nothing_new(file)).count();
    if issue.attempts.is_empty() && n_before > 0 {
        marks.push((TaskMark::Reopen, none()));
        marks.extend(now(None, issue.now));
        return Some(marks);
    }
    // Only the last attempt of the file can be another one, and more can follow.
    if n_same + 1 < n_before || issue.attempts.len() < n_before {
        return None;
    }
    let mut state = file.now;
    let mut last = file.attempts.last().filter(|_| file.now.is_none()).map(|attempt| attempt.outcome);
    for (at, attempt) in issue.attempts.iter().enumerate().skip(n_same) {
        let is_correction = at + 1 == n_before;
        if is_correction && file.now.is_some() {
            return None;
        }
        if !is_correction && last == Some(attempt.outcome) {
            marks.push((TaskMark::Reopen, none()));
        }
        let details = TaskMarkDetails { duration: attempt.duration, count: attempt.count.clone(), note: None };
        marks.push((TaskMark::Outcome(attempt.outcome), details));
        (state, last) = (None, Some(attempt.outcome));
    }
    if state != issue.now {
        marks.extend(now(state, issue.now));
    }
    Some(marks)
}

/// Returns the marks that bring a task to what the issue shows last, whatever the attempts before it were.
pub(super) fn marks_to_last(file: &Cells, issue: &Cells) -> Option<Vec<(TaskMark, TaskMarkDetails)>> {
    let mut attempts = file.attempts.clone();
    let is_known = |last: &Attempt| {
        file.attempts.last().is_some_and(|known| (known.outcome, &known.count) == (last.outcome, &last.count))
    };
    attempts.extend(issue.attempts.last().filter(|last| !is_known(last)).cloned());
    marks(file, &Cells { attempts, now: issue.now })
}

fn now(from: Option<Now>, to: Option<Now>) -> Vec<(TaskMark, TaskMarkDetails)> {
    let marks: &[TaskMark] = match (from, to) {
        (Some(Now::Running), Some(Now::Paused)) => &[TaskMark::Pause],
        (_, Some(Now::Paused)) => &[TaskMark::Start, TaskMark::Pause],
        (_, Some(Now::Running)) => &[TaskMark::Start],
        (Some(_), _) | (None, Some(Now::Open)) => &[TaskMark::Reopen],
        (None, None) => &[],
    };
    marks.iter().map(|mark| (*mark, TaskMarkDetails::default())).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Says which marks bring a task from what the file shows to what the issue shows.
    #[track_caller]
    fn check(file: [&str; 2], issue: [&str; 2], expected: Expect) {
        let file = read(file[0], file[1]).expect("what the file shows is understood");
        let said = match read(issue[0], issue[1]) {
            None => "not understood".to_owned(),
            Some(issue) => match marks(&file, &issue) {
                None => "no marks lead there".to_owned(),
                Some(marks) => {
                    let said = marks.iter().map(|(mark, details)| {
                        let duration = details.duration.map(|duration| format!(" {duration}")).unwrap_or_default();
                        let count = details.count.as_ref().map(|count| format!(" [{count}]")).unwrap_or_default();
                        format!("{mark:?}{count}{duration}")
                    });
                    said.collect::<Vec<_>>().join(", ")
                }
            },
        };
        expected.assert_eq(&said);
    }

    #[test]
    fn an_outcome_is_read_from_the_cells() {
        check(["", ""], ["Success", "9m"], expect!["Outcome(Success) 9m"]);
        check(["", ""], ["Partial (2488/2500)", "1h15m"], expect!["Outcome(Partial) [2488/2500] 1h15m"]);
        check(["", ""], ["partial (a (b), c)", ""], expect!["Outcome(Partial) [a (b), c]"]);
        check(["Running", ""], ["Skipped", ""], expect!["Outcome(Skipped)"]);
    }

    #[test]
    fn attempts_follow_each_other() {
        check(["Failed", "5m"], ["Failed (5m), Success (9m)", "14m"], expect!["Outcome(Success) 9m"]);
        check(["Failed", "5m"], ["Failed (5m), Failed (1/2, 9m)", "14m"], expect!["Reopen, Outcome(Failed) [1/2] 9m"]);
        check(["", ""], ["Failed (5m), Running", "5m"], expect!["Outcome(Failed) 5m, Start"]);
        check(["Failed (5m), Running", "5m"], ["Failed (5m), Success (1m)", "6m"], expect!["Outcome(Success) 1m"]);
        check(["Running", ""], ["Paused", ""], expect!["Pause"]);
        check(["", ""], ["Paused", ""], expect!["Start, Pause"]);
    }

    #[test]
    fn what_was_taken_back_is_reopened() {
        check(["Success", "9m"], ["", ""], expect!["Reopen"]);
        check(["Running", ""], ["", ""], expect!["Reopen"]);
        check(["Failed", "5m"], ["Failed (5m), Open", "5m"], expect!["Reopen"]);
    }

    #[test]
    fn the_last_attempt_can_be_corrected() {
        check(["Success", "9m"], ["Success", "12m"], expect!["Outcome(Success) 12m"]);
        check(["Success", "9m"], ["Failed", "9m"], expect!["Outcome(Failed) 9m"]);
        check(
            ["Failed (5m), Success (9m)", "14m"],
            ["Failed (6m), Success (9m)", "15m"],
            expect!["no marks lead there"],
        );
    }

    #[test]
    fn an_attempt_of_which_the_issue_says_less_is_the_same() {
        check(["Partial (1/2)", "9m"], ["Partial (1/2), Running", ""], expect!["Start"]);
        check(["Success", "9m"], ["Success", ""], expect![""]);
    }

    #[test]
    fn what_is_not_understood_is_no_mark() {
        check(["", ""], ["done!!", ""], expect!["not understood"]);
        check(["", ""], ["Success", "9 minutes"], expect!["not understood"]);
        check(["", ""], ["Success (", ""], expect!["not understood"]);
        check(["", ""], ["Running, Success", ""], expect!["not understood"]);
        check(["Failed (5m), Success (9m)", "14m"], ["Failed (5m), Success (9m)", "16m"], expect!["not understood"]);
    }
}
