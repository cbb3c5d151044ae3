//! The cells of a task → its attempts, and what a person or another computer changed in them.

use crate::{
    marking::{TaskMark, TaskMarkDetails},
    model::{Mark, Outcome, TaskDuration},
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

    /// Whether a figure is missing here that the file has; no correction can take it away.
    const fn lacks_figures(&self, file: &Self) -> bool {
        self.count.is_none() && file.count.is_some() || self.duration.is_none() && file.duration.is_some()
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

/// How a task is brought from what the file shows to what the issue shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plan {
    /// By these marks; by none if the issue says nothing new.
    Marks(Vec<(TaskMark, TaskMarkDetails)>),
    /// First the marks are taken back that came after this many attempts; then there is another plan.
    TakeBack(usize),
}

/// Plans how a task is brought from what the file shows to what the issue shows. The table then shows what the issue showed,
/// no attempt more and none less; what was stays in the log.
///
/// An issue that only says less says nothing new, unless somebody decided that it holds.
pub(super) fn plan(file: &Cells, issue: &Cells, is_decided: bool) -> Plan {
    let is_same = |file: &Attempt, issue: &Attempt| {
        if is_decided { file == issue } else { issue.says_nothing_new(file) }
    };
    let is_correction =
        |file: &Attempt, issue: &Attempt| file.outcome == issue.outcome && !(is_decided && issue.lacks_figures(file));
    let n_before = file.attempts.len();
    let n_same = file.attempts.iter().zip(&issue.attempts).take_while(|(file, issue)| is_same(file, issue)).count();
    let is_last_known = || match (file.attempts.last(), issue.attempts.last()) {
        (Some(file), Some(issue)) => issue.outcome == file.outcome && issue.count == file.count,
        _ => false,
    };
    if n_same < n_before {
        let before = &file.attempts[n_same];
        return match issue.attempts.get(n_same) {
            Some(after) if n_same + 1 == n_before && file.now.is_none() && is_correction(before, after) => {
                Plan::Marks(following(file, issue, n_same))
            }
            _ if !is_decided && is_last_known() && issue.attempts.len() <= n_before && file.now == issue.now => {
                Plan::Marks(Vec::new())
            }
            _ => Plan::TakeBack(n_same),
        };
    }
    // What ended and was begun anew has not ended again.
    if issue.attempts.len() == n_before && n_before > 0 && file.now.is_some() && issue.now.is_none() {
        return Plan::TakeBack(n_same);
    }
    Plan::Marks(following(file, issue, n_same))
}

/// Returns the marks of the issue's attempts from one on, which may correct the last one of the file, and of what comes then.
fn following(file: &Cells, issue: &Cells, from: usize) -> Vec<(TaskMark, TaskMarkDetails)> {
    let mut marks = Vec::new();
    let mut state = file.now;
    let mut last = file.attempts.last().filter(|_| file.now.is_none()).map(|attempt| attempt.outcome);
    for (at, attempt) in issue.attempts.iter().enumerate().skip(from) {
        let is_correction = at < file.attempts.len();
        if !is_correction && last == Some(attempt.outcome) {
            marks.push((TaskMark::Reopen, TaskMarkDetails::default()));
        }
        let details = TaskMarkDetails { duration: attempt.duration, count: attempt.count.clone(), note: None };
        marks.push((TaskMark::Outcome(attempt.outcome), details));
        (state, last) = (None, Some(attempt.outcome));
    }
    if state != issue.now {
        marks.extend(now(state, issue.now));
    }
    marks
}

impl Cells {
    /// Returns the same with so many attempts only, and what a task does then.
    pub(super) fn after(&self, n_attempts: usize, state: Mark) -> Self {
        let now = match state {
            Mark::Started => Some(Now::Running),
            Mark::Paused => Some(Now::Paused),
            Mark::Open if n_attempts > 0 => Some(Now::Open),
            _ => None,
        };
        Self { attempts: self.attempts[..n_attempts].to_vec(), now }
    }

    /// Whether a task is where this can follow, once so many attempts stand: no mark but the one that is taken back next
    /// leads from a beginning to what was before it.
    pub(super) fn follows(&self, n_attempts: usize, state: Mark) -> bool {
        self.attempts.len() > n_attempts || self.now.is_some() || n_attempts == 0 || state.outcome().is_some()
    }

    /// Whether the attempt after so many came to an end of which nobody said how long it took.
    pub(super) fn is_unmeasured(&self, n_attempts: usize) -> bool {
        self.attempts.get(n_attempts).is_some_and(|attempt| attempt.duration.is_none())
    }
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

    /// Says how a task is brought from what the file shows to what the issue shows.
    #[track_caller]
    fn check(file: [&str; 2], issue: [&str; 2], expected: Expect) {
        expected.assert_eq(&planned(file, issue, false));
    }

    /// The same where both changed it, and somebody said that the issue holds.
    #[track_caller]
    fn check_decided(file: [&str; 2], issue: [&str; 2], expected: Expect) {
        expected.assert_eq(&planned(file, issue, true));
    }

    fn planned(file: [&str; 2], issue: [&str; 2], is_decided: bool) -> String {
        let file = read(file[0], file[1]).expect("what the file shows is understood");
        let Some(issue) = read(issue[0], issue[1]) else { return "not understood".to_owned() };
        match plan(&file, &issue, is_decided) {
            Plan::TakeBack(n_attempts) => format!("taken back to {n_attempts}"),
            Plan::Marks(marks) => {
                let said = marks.iter().map(|(mark, details)| {
                    let duration = details.duration.map(|duration| format!(" {duration}")).unwrap_or_default();
                    let count = details.count.as_ref().map(|count| format!(" [{count}]")).unwrap_or_default();
                    format!("{mark:?}{count}{duration}")
                });
                said.collect::<Vec<_>>().join(", ")
            }
        }
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
    fn what_the_issue_no_longer_shows_is_taken_back() {
        check(["Success", "9m"], ["", ""], expect!["taken back to 0"]);
        check(["Running", ""], ["", ""], expect!["Reopen"]);
        check(["Failed", "5m"], ["Failed (5m), Open", "5m"], expect!["Reopen"]);
        check(["Failed (5m), Running", "5m"], ["Failed", "5m"], expect!["taken back to 1"]);
        check(["Failed (5m), Success (9m)", "14m"], ["Failed", "5m"], expect!["taken back to 1"]);
    }

    #[test]
    fn another_outcome_takes_the_place_of_the_last_one() {
        check(["Success", "9m"], ["Failed", "9m"], expect!["taken back to 0"]);
        check(["Success", "9m"], ["Success", "12m"], expect!["Outcome(Success) 12m"]);
        check(["Partial (1/2)", "9m"], ["Partial (2/3)", ""], expect!["Outcome(Partial) [2/3]"]);
        check(
            ["Failed (5m), Success (9m)", "14m"],
            ["Failed (5m), Success (8m)", "13m"],
            expect!["Outcome(Success) 8m"],
        );
    }

    #[test]
    fn an_earlier_attempt_that_says_something_else_is_left_alone_until_somebody_decides() {
        let (file, issue) = (["Failed (5m), Success (9m)", "14m"], ["Failed (6m), Success (9m)", "15m"]);
        check(file, issue, expect![""]);
        check_decided(file, issue, expect!["taken back to 0"]);
        check_decided(file, file, expect![""]);
    }

    #[test]
    fn an_attempt_of_which_the_issue_says_less_is_the_same() {
        check(["Partial (1/2)", "9m"], ["Partial (1/2), Running", ""], expect!["Start"]);
        check(["Success", "9m"], ["Success", ""], expect![""]);
        check_decided(["Success", "9m"], ["Success", ""], expect!["taken back to 0"]);
        check_decided(["Success", ""], ["Success", "9m"], expect!["Outcome(Success) 9m"]);
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
