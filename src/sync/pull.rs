//! A change of the issue → a mark in the file.

use chrono::{DateTime, Utc};

use super::{
    cells::{self, Cells, Plan},
    clicks::is_on,
    decide::Decision,
    issue::{Entry, Reading, Row, Shows},
    outcome::{Click, Conflict, MergeError, Merging, Pull, Saved},
    read::{self, Kind},
};
use crate::{
    document::{Document, Problem, Source, SourceError, apply, route},
    marking::{ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails, mark_item, mark_task, undo_task},
    model::{Mark, says_nothing},
};

/// What `render` writes where nobody said why an item does not apply.
const NO_REASON: &str = "no reason given";

/// The label before the reason of an item that does not apply.
const NOT_APPLICABLE: &str = "Not applicable";

/// Why something is refused that nobody can mark.
pub(super) const NO_MARK: &str = "no mark says that";

/// Why a task is refused whose attempts in the file no mark can take back.
const OTHER_ATTEMPTS: &str = "the file knows other attempts than the issue";

/// What came of the changes of an issue.
#[derive(Debug, Default)]
pub(super) struct Pulled {
    pub(super) pulls: Vec<Pull>,
    pub(super) refused: Vec<Conflict>,
    /// The new text of the file.
    pub(super) text: Option<String>,
}

/// A change to be made.
struct Wanted<'a> {
    decision: &'a Decision,
    entry: &'a Entry,
    click: Option<&'a Click>,
    saved: Option<&'a Saved>,
}

/// Writes changes of the issue into the file, in the order in which they were made as far as that is known.
pub(super) fn pull<'a>(
    theirs: &Reading<'_>,
    decisions: impl Iterator<Item = (&'a Decision, &'a Entry)>,
    merging: &Merging<'_>,
) -> Result<Pulled, MergeError> {
    let Merging { document, clicks, saved, now, .. } = *merging;
    let newest = |decision: &Decision, entry: &Entry| {
        let is_done = match entry.shows {
            Shows::Box(tick) => tick == 'x',
            _ => return None,
        };
        let clicks = clicks.iter().filter(|click| click.is_done == is_done && entry.shows != Shows::Box('~'));
        clicks.filter(|click| is_on(click, &decision.key, &entry.title)).max_by_key(|click| click.at)
    };
    let mut wanted: Vec<Wanted<'_>> =
        decisions.map(|(decision, entry)| Wanted { decision, entry, click: newest(decision, entry), saved }).collect();
    wanted.sort_by_key(|wanted| wanted.at().unwrap_or(now));
    let mut pulled = Pulled::default();
    for wanted in wanted {
        let text = pulled.text.as_deref().unwrap_or_else(|| document.source.text());
        match wanted.write(document.source, text, theirs, now)? {
            Ok((text, pull)) => {
                pulled.text = Some(text);
                pulled.pulls.push(pull);
            }
            Err(reason) => pulled.refused.push(wanted.refused(reason)),
        }
    }
    Ok(pulled)
}

impl Wanted<'_> {
    /// Returns when it was done, if GitLab noted it.
    fn at(&self) -> Option<DateTime<Utc>> {
        self.click.map(|click| click.at).or_else(|| self.saved.map(|saved| saved.at))
    }

    /// Returns the text of the file with the change, or the reason why it cannot be made.
    fn write(
        &self,
        file: &Source,
        text: &str,
        theirs: &Reading<'_>,
        now: DateTime<Utc>,
    ) -> Result<Result<(String, Pull), String>, MergeError> {
        let at = self.at().map(|at| at.min(now));
        let stamp = Stamp {
            at: at.unwrap_or(now),
            recorded: at.filter(|at| *at != now).map(|_| now),
            by: match self.click {
                Some(click) => click.by.clone(),
                None => self.saved.map(|saved| saved.by.clone()),
            },
        };
        let pull = Pull {
            key: self.decision.key.clone(),
            title: self.decision.title.clone(),
            from: self.decision.file.clone().unwrap_or_default(),
            to: self.decision.issue.clone().unwrap_or_default(),
            by: stamp.by.clone(),
            at,
            said: String::new(),
            wants: Vec::new(),
        };
        let mut writing = Writing { file, source: with_text(file, text)?, stamp, pull, is_changed: false };
        match self.make(&mut writing, theirs) {
            Ok(()) if writing.is_changed => Ok(Ok((writing.source.text().to_owned(), writing.pull))),
            Ok(()) => Ok(Err(NO_MARK.to_owned())),
            Err(Stop::Refused(reason)) => Ok(Err(reason)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    fn make(&self, writing: &mut Writing<'_>, theirs: &Reading<'_>) -> Result<(), Stop> {
        let mark = match &self.entry.shows {
            Shows::NoBox => return Err(Stop::Refused("it has no box any more".to_owned())),
            Shows::Row(row) => return self.make_task(writing, row),
            Shows::Box('x') => ItemMark::Done,
            Shows::Box('~') => match reason(theirs, self.entry.line) {
                Some(reason) => ItemMark::NotApplicable { reason },
                None => ItemMark::StruckOut,
            },
            Shows::Box(_) => ItemMark::Reopen,
        };
        writing.make(&Change::Item(mark))
    }

    fn make_task(&self, writing: &mut Writing<'_>, row: &Row) -> Result<(), Stop> {
        let (outcome, duration) = row.state();
        let issue = understood(outcome, duration)?;
        let file = self.decision.file.as_deref().unwrap_or_default();
        let (outcome, duration) = file.rsplit_once('|').unwrap_or_default();
        let mut file = understood(outcome, duration)?;
        let mut plan = cells::plan(&file, &issue, self.decision.is_decided);
        if let Plan::TakeBack(n_attempts) = plan {
            let state = writing.take_back(n_attempts, &issue)?;
            file = file.after(n_attempts, state);
            plan = cells::plan(&file, &issue, self.decision.is_decided);
        }
        let Plan::Marks(marks) = plan else { return Err(Stop::Refused(OTHER_ATTEMPTS.to_owned())) };
        marks.into_iter().try_for_each(|(mark, details)| writing.make(&Change::Task(mark, details)))
    }

    fn refused(&self, reason: String) -> Conflict {
        Conflict::Refused {
            key: self.decision.key.clone(),
            title: self.decision.title.clone(),
            file: self.decision.file.clone().unwrap_or_default(),
            issue: self.decision.issue.clone().unwrap_or_default(),
            reason,
        }
    }
}

fn understood(outcome: &str, duration: &str) -> Result<Cells, Stop> {
    cells::read(outcome, duration).ok_or_else(|| {
        Stop::Refused(
            "its cells are not understood: write Success, Partial (2/3), Failed or Skipped, and 1h15m".to_owned(),
        )
    })
}

/// Why a change cannot be made.
enum Stop {
    /// A person must decide; why, as a clause.
    Refused(String),
    Failed(MergeError),
}

impl From<MergeError> for Stop {
    fn from(error: MergeError) -> Self {
        Self::Failed(error)
    }
}

/// A file into which a change is being written.
struct Writing<'a> {
    file: &'a Source,
    source: Source,
    stamp: Stamp,
    pull: Pull,
    is_changed: bool,
}

impl Writing<'_> {
    fn make(&mut self, change: &Change) -> Result<(), Stop> {
        let document = Document::parse(&self.source).map_err(MergeError::Unreadable)?;
        let refused = |error: MarkError| Stop::Refused(error.to_string());
        let marked = make(&document, &self.pull.key, change, &self.stamp).map_err(refused)?;
        self.is_changed |= !marked.edits.is_empty();
        let text = apply(&self.source, &marked.edits).map_err(MergeError::Edit)?;
        self.pull.said = marked.said;
        // GitLab's time is nobody's slip of the pen: what is said of stated times is not said of it.
        let now = Stamp { recorded: None, ..self.stamp.clone() };
        self.pull.wants = make(&document, &self.pull.key, change, &now).map(|marked| marked.wants).unwrap_or_default();
        drop(document);
        self.source = with_text(self.file, &text)?;
        Ok(())
    }

    /// Takes the marks on a task back that came after so many attempts, until what the issue shows can follow; returns in
    /// which state the task is then.
    fn take_back(&mut self, n_attempts: usize, issue: &Cells) -> Result<Mark, Stop> {
        loop {
            let key = self.pull.key.clone();
            let document = Document::parse(&self.source).map_err(MergeError::Unreadable)?;
            let runbook = &document.runbook;
            let gone = || Stop::Refused(MarkError::Gone { id: key.clone() }.to_string());
            let (_, task) = runbook.tasks_and_steps().find(|(known, _)| *known == key).ok_or_else(gone)?;
            let (n_now, state) = (runbook.attempts(&key, task).len(), runbook.task_state(&key, task));
            // A time that runs on is nothing that the issue shows.
            let measures = matches!(state, Mark::Started | Mark::Paused) && issue.is_unmeasured(n_attempts);
            if n_now <= n_attempts && issue.follows(n_attempts, state) && !measures {
                return if n_now == n_attempts { Ok(state) } else { Err(Stop::Refused(OTHER_ATTEMPTS.to_owned())) };
            }
            let can_take_back = undo_task(&document, &key, &self.stamp).is_ok();
            drop(document);
            let was = self.source.text().to_owned();
            match can_take_back && !(measures && n_now <= n_attempts) {
                true => self.make(&Change::TakeBack)?,
                // What a person wrote into the file without a mark.
                false => self.make(&Change::Task(TaskMark::Reopen, TaskMarkDetails::default()))?,
            }
            if self.source.text() == was {
                return Err(Stop::Refused(OTHER_ATTEMPTS.to_owned()));
            }
        }
    }
}

/// One mark.
enum Change {
    Item(ItemMark),
    Task(TaskMark, TaskMarkDetails),
    /// The last mark on the task is taken back.
    TakeBack,
}

fn make(document: &Document<'_>, key: &str, change: &Change, stamp: &Stamp) -> Result<Marked, MarkError> {
    let gone = || MarkError::Gone { id: key.to_owned() };
    let runbook = &document.runbook;
    match change {
        Change::TakeBack => undo_task(document, key, stamp),
        Change::Item(mark) => {
            let (list, id) = key.split_once('/').ok_or_else(gone)?;
            let checklist = runbook.checklist(list).ok_or_else(gone)?;
            let index = checklist.items.iter().position(|item| item.id.text == id).ok_or_else(gone)?;
            mark_item(document, checklist, index, mark, stamp)
        }
        Change::Task(mark, details) => {
            let position = runbook.tasks_and_steps().position(|(known, _)| known == key).ok_or_else(gone)?;
            let (_, task) = runbook.tasks_and_steps().nth(position).ok_or_else(gone)?;
            let n_tasks = runbook.tasks.len();
            let route = if position < n_tasks { route::task(position) } else { route::step(position - n_tasks) };
            mark_task(document, &route, key, task, *mark, details, stamp)
        }
    }
}

/// Returns the same file with another text.
pub(super) fn with_text(file: &Source, text: &str) -> Result<Source, MergeError> {
    let problem = |error: SourceError| MergeError::Unreadable(vec![Problem::syntax(0..0, error.message)]);
    file.with_text(text.to_owned()).map_err(problem)
}

/// Returns why an item does not apply, if that stands below its line.
fn reason(theirs: &Reading<'_>, line: usize) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(theirs.lines[line]);
    let below = theirs.lines[line + 1..].iter().take_while(|line| !line.trim().is_empty() && indent(line) > own);
    let mut reasons = below.filter_map(|line| {
        let source = Source::from_text("", line.trim_start().to_owned()).ok()?;
        let blocks = read::read(&source);
        let Kind::List { items, .. } = &blocks.first()?.kind else { return None };
        let (label, reason) = items.first()?.text.labelled()?;
        let is_reason = label == NOT_APPLICABLE && !reason.is_empty() && !says_nothing(&reason);
        (is_reason && reason != NO_REASON).then_some(reason)
    });
    reasons.next()
}
