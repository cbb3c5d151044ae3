//! A change of the issue → a mark in the file.

use chrono::{DateTime, Utc};

use super::{
    cells,
    clicks::is_on,
    decide::Decision,
    issue::{Entry, Reading, Shows},
    outcome::{Click, Conflict, MergeError, Merging, Pull, Saved, Side},
    read::{self, Kind},
};
use crate::{
    document::{Document, Problem, Source, SourceError, apply, route},
    marking::{ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails, mark_item, mark_task},
    model::says_nothing,
};

/// What `render` writes where nobody said why an item does not apply.
const NO_REASON: &str = "no reason given";

/// The label before the reason of an item that does not apply.
const NOT_APPLICABLE: &str = "Not applicable";

/// Why something is refused that nobody can mark.
pub(super) const NO_MARK: &str = "no mark says that";

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
    /// Whether somebody decided for the issue.
    is_preferred: bool,
}

/// Writes changes of the issue into the file, in the order in which they were made as far as that is known.
pub(super) fn pull<'a>(
    theirs: &Reading<'_>,
    decisions: impl Iterator<Item = (&'a Decision, &'a Entry)>,
    merging: &Merging<'_>,
) -> Result<Pulled, MergeError> {
    let Merging { document, clicks, saved, now, .. } = *merging;
    let is_preferred = merging.prefer == Some(Side::Issue);
    let newest = |decision: &Decision, entry: &Entry| {
        let is_done = match entry.shows {
            Shows::Box(tick) => tick == 'x',
            _ => return None,
        };
        let clicks = clicks.iter().filter(|click| click.is_done == is_done && entry.shows != Shows::Box('~'));
        clicks.filter(|click| is_on(click, &decision.key, &entry.title)).max_by_key(|click| click.at)
    };
    let mut wanted: Vec<Wanted<'_>> = decisions
        .map(|(decision, entry)| Wanted { decision, entry, click: newest(decision, entry), saved, is_preferred })
        .collect();
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
        let mut source = with_text(file, text)?;
        let mut pull = Pull {
            key: self.decision.key.clone(),
            title: self.decision.title.clone(),
            from: self.decision.file.clone().unwrap_or_default(),
            to: self.decision.issue.clone().unwrap_or_default(),
            by: stamp.by.clone(),
            at,
            said: String::new(),
            wants: Vec::new(),
        };
        let marks = match self.marks(theirs) {
            Ok(marks) => marks,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut is_changed = false;
        for mark in marks {
            let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
            let marked = match make(&document, &self.decision.key, &mark, &stamp) {
                Ok(marked) => marked,
                Err(error) => return Ok(Err(error.to_string())),
            };
            is_changed |= !marked.edits.is_empty();
            let text = apply(&source, &marked.edits)?;
            pull.said = marked.said;
            // GitLab's time is nobody's slip of the pen: what is said of stated times is not said of it.
            let now = Stamp { recorded: None, ..stamp.clone() };
            pull.wants =
                make(&document, &self.decision.key, &mark, &now).map(|marked| marked.wants).unwrap_or_default();
            drop(document);
            source = with_text(file, &text)?;
        }
        if !is_changed {
            return Ok(Err(NO_MARK.to_owned()));
        }
        Ok(Ok((source.text().to_owned(), pull)))
    }

    fn marks(&self, theirs: &Reading<'_>) -> Result<Vec<Change>, String> {
        match &self.entry.shows {
            Shows::NoBox => Err("it has no box any more".to_owned()),
            Shows::Box('x') => Ok(vec![Change::Item(ItemMark::Done)]),
            Shows::Box('~') => Ok(vec![Change::Item(match reason(theirs, self.entry.line) {
                Some(reason) => ItemMark::NotApplicable { reason },
                None => ItemMark::StruckOut,
            })]),
            Shows::Box(_) => Ok(vec![Change::Item(ItemMark::Reopen)]),
            Shows::Row(row) => {
                let (outcome, duration) = row.state();
                let not_understood = || {
                    "its cells are not understood: write Success, Partial (2/3), Failed or Skipped, and 1h15m"
                        .to_owned()
                };
                let issue = cells::read(outcome, duration).ok_or_else(not_understood)?;
                let file = self.decision.file.as_deref().unwrap_or_default();
                let (outcome, duration) = file.rsplit_once('|').unwrap_or_default();
                let file = cells::read(outcome, duration).ok_or_else(not_understood)?;
                // Who decides for the issue takes what it shows last.
                let marks = cells::marks(&file, &issue).or_else(|| {
                    cells::marks_to_last(&file, &issue).filter(|marks| self.is_preferred || marks.is_empty())
                });
                let marks = marks.ok_or("the file knows other attempts than the issue")?;
                Ok(marks.into_iter().map(|(mark, details)| Change::Task(mark, details)).collect())
            }
        }
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

/// One mark.
enum Change {
    Item(ItemMark),
    Task(TaskMark, TaskMarkDetails),
}

fn make(document: &Document<'_>, key: &str, change: &Change, stamp: &Stamp) -> Result<Marked, MarkError> {
    let gone = || MarkError::Gone { id: key.to_owned() };
    let runbook = &document.runbook;
    match change {
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
