//! The merge of a file and its issue, from one end to the other.

use super::{
    agreed::{self, Agreed},
    decide::{self, Decision, Fate, Sides},
    find::{self, Found},
    issue::{self, Reading, Shows},
    outcome::{Conflict, MergeError, Merged, Merging, Push, Remark, Side, Way},
    pull::{self, Pulled},
    push::Pushing,
    words,
};
use crate::{
    document::{Document, Edit, Route, apply},
    model::{Runbook, Sync, SyncState},
    render::{self, IssueOptions, Templates},
};

/// Merges a file and its issue.
///
/// # Errors
/// An issue of another runbook; a file that cannot be rendered or marked; texts that cannot be merged safely.
pub fn merge(merging: &Merging<'_>) -> Result<Merged, MergeError> {
    let merged = merge_once(merging)?;
    if merging.prefer != Some(Side::Issue) || merging.way == Way::Push {
        return Ok(merged);
    }
    // What people worded otherwise in the issue is the file's own from here on.
    let Some((text, taken)) = words::take(merging, &merged)? else { return Ok(merged) };
    let source = pull::with_text(merging.document.source, &text)?;
    let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
    let mut merged = merge_once(&Merging { document: &document, ..*merging })?;
    if merged.conflicts.is_empty() {
        merged.text = merged.text.or(Some(text));
        // An item that is new in the file never had a marker.
        let n_new = taken.iter().filter(|taken| taken.from.is_none()).count();
        merged.remarks.retain_mut(|remark| match remark {
            Remark::MarkersLost { n_entries } => {
                *n_entries = n_entries.saturating_sub(n_new);
                *n_entries > 0
            }
            _ => true,
        });
        merged.taken = taken;
    }
    Ok(merged)
}

fn merge_once(merging: &Merging<'_>) -> Result<Merged, MergeError> {
    let document = merging.document;
    let none = Sync::default();
    let sync = document.runbook.sync.as_ref().unwrap_or(&none);
    let their_text = normal(merging.issue);
    let mut theirs = issue::read(&their_text);
    let marker = theirs.marker.clone().unwrap_or_default();
    if let (Some(file), Some(issue)) = (&sync.id, &marker.id)
        && file != issue
    {
        return Err(MergeError::OtherRunbook { issue: issue.clone(), file: file.clone() });
    }
    let revs = [sync.rev.unwrap_or(0), marker.rev.unwrap_or(0)];
    let next = revs[0].max(revs[1]) + 1;
    let our_text = render(&document.runbook, merging.templates, next)?;
    let ours = issue::read(&our_text);
    find::without_strays(&ours, &mut theirs);
    let theirs = theirs;
    let is_foreign = sync.base.is_empty() && sync.lines.is_none() && is_foreign(&theirs);
    let found = if is_foreign { Found::none(&theirs) } else { find::find(&ours, &sync.base, &theirs) };
    let sides = Sides {
        runbook: &document.runbook,
        ours: &ours,
        theirs: &theirs,
        found: &found,
        base: &sync.base,
        clicks: merging.clicks,
        is_from_elsewhere: revs[1] > revs[0],
        // The editor that drops markers drops that too which says whether the last push arrived.
        is_uncertain: marker.rev != sync.rev && sync.state == Some(SyncState::Sending),
        prefer: merging.prefer,
        restore: merging.restore,
    };
    let mut decisions = decide::decide(&sides);
    let mut merged = Merged { agreed: Agreed { base: sync.base.clone(), ..Agreed::default() }, ..Merged::default() };
    if revs[1] > revs[0] {
        merged.remarks.push(Remark::PushedFromElsewhere { issue: revs[1], file: revs[0] });
    }
    let pulled = pull_all(merging, &theirs, &found, &mut decisions)?;
    merged.pulls = pulled.pulls;
    merged.conflicts = decisions.iter().filter_map(Decision::conflict).collect();
    merged.conflicts.extend(pulled.refused);
    merged.pushes = decisions.iter().filter_map(Decision::push).collect();
    remark(merging.way, &theirs, &found, &decisions, &mut merged.remarks);

    let pulled_base = agreed_base(&decisions, |decision| match decision.fate {
        Fate::Agreed => decision.file.clone(),
        Fate::Kept if decision.is_decided => decision.file.clone(),
        Fate::Pull if merging.way != Way::Push => decision.issue.clone(),
        _ => decision.base.clone(),
    });
    let text = match pulled.text {
        Some(text) => {
            let source = pull::with_text(document.source, &text)?;
            let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
            let edits = Agreed { base: pulled_base.clone(), ..Agreed::default() }.edits(&document, merging.now);
            Some(apply(&source, &edits)?)
        }
        None => None,
    };
    if merging.way == Way::Pull {
        merged.agreed.base = pulled_base.clone();
    } else {
        // What was pulled changes more than the boxes: the timeline, reasons, sums.
        let our_text = match &text {
            Some(text) => {
                let source = pull::with_text(document.source, text)?;
                let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
                render(&document.runbook, merging.templates, next)?
            }
            None => our_text.clone(),
        };
        let ours = issue::read(&our_text);
        let base = sync.lines.as_deref().and_then(agreed::read);
        let push = Pushing { merging, ours: &ours, theirs: &theirs, found: &found, decisions: &decisions, base };
        push.push(&mut merged)?;
        let values = agreed::values(&ours);
        let value = |key: &str| values.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        merged.agreed = Agreed {
            rev: if merged.body.is_some() { Some(next) } else { Some(revs[1]).filter(|_| revs[1] > revs[0]) },
            base: agreed_base(&decisions, |decision| match decision.fate {
                _ if decision.file.is_none() => None,
                Fate::Missing => decision.base.clone(),
                Fate::Kept if decision.is_decided => decision.file.clone(),
                _ if decision.stays(merging.way) => decision.base.clone(),
                _ => value(&decision.key),
            }),
            lines: Some(agreed::write(&agreed::tokens(&ours, &agreed::own_keys(&ours)))),
        };
    }
    merged.text = match text {
        text if merged.body.is_none() => text,
        text => Some(sending(merging, text, pulled_base)?),
    };
    if !merged.conflicts.is_empty() {
        (merged.text, merged.body) = (None, None);
        merged.agreed = Agreed { base: sync.base.clone(), ..Agreed::default() };
    }
    Ok(merged)
}

/// Whether an issue holds nothing of ours: somebody wrote it by hand, and whatever its boxes say belongs to that.
fn is_foreign(theirs: &Reading<'_>) -> bool {
    theirs.marker.is_none() && theirs.entries.iter().all(|entry| entry.key.is_none())
}

/// Returns the file as it is to be on the disk before its issue is written: if nothing comes after that, the next merge knows
/// that its base may be older than what the issue shows. What both agree on already holds whatever becomes of the rest.
fn sending(merging: &Merging<'_>, text: Option<String>, base: Vec<(String, String)>) -> Result<String, MergeError> {
    let source = merging.document.source;
    let source = pull::with_text(source, text.as_deref().unwrap_or_else(|| source.text()))?;
    let document = Document::parse(&source).map_err(MergeError::Unreadable)?;
    let mut edits = Agreed { base, ..Agreed::default() }.edits(&document, merging.now);
    edits.push(Edit::set(Route::top().key("sync").key("state"), SyncState::Sending.word()));
    Ok(apply(&source, &edits)?)
}

/// Returns a text as GitLab keeps it.
pub(super) fn normal(text: &str) -> String {
    text.replace('\r', "").trim_end().to_owned()
}

/// Returns what the file renders, with the marker of this number.
pub(super) fn render(runbook: &Runbook, templates: &Templates, rev: u64) -> Result<String, MergeError> {
    let mut runbook = runbook.clone();
    runbook.sync.get_or_insert_default().rev = Some(rev);
    let text = render::issue(&runbook, templates, &IssueOptions { quick_actions: false })?;
    Ok(normal(&text))
}

/// Writes what is to be pulled into the file; what cannot be and gives way is pushed instead.
fn pull_all(
    merging: &Merging<'_>,
    theirs: &Reading<'_>,
    found: &Found,
    decisions: &mut [Decision],
) -> Result<Pulled, MergeError> {
    if merging.way == Way::Push {
        return Ok(Pulled::default());
    }
    let entry = |decision: &Decision| found.position(&decision.key).map(|at| &theirs.entries[at]);
    let wanted = decisions.iter().filter(|decision| decision.fate == Fate::Pull);
    let wanted = wanted.filter_map(|decision| Some((decision, entry(decision)?)));
    let mut pulled = pull::pull(theirs, wanted, merging)?;
    let fate = |conflict: &Conflict| match (merging.prefer, conflict) {
        (Some(Side::File), _) => Some(Fate::Push),
        (_, Conflict::Refused { reason, .. }) if reason == pull::NO_MARK => Some(Fate::Kept),
        _ => None,
    };
    for conflict in std::mem::take(&mut pulled.refused) {
        match (fate(&conflict), &conflict) {
            (Some(fate), Conflict::Refused { key, .. }) => {
                decisions.iter_mut().filter(|decision| decision.key == *key).for_each(|decision| decision.fate = fate);
            }
            _ => pulled.refused.push(conflict),
        }
    }
    Ok(pulled)
}

fn agreed_base(decisions: &[Decision], value: impl Fn(&Decision) -> Option<String>) -> Vec<(String, String)> {
    decisions.iter().filter_map(|decision| Some((decision.key.clone(), value(decision)?))).collect()
}

impl Decision {
    fn conflict(&self) -> Option<Conflict> {
        (self.fate == Fate::Conflict).then(|| Conflict::Entry {
            key: self.key.clone(),
            title: self.title.clone(),
            base: self.base.clone(),
            file: self.file.clone(),
            issue: self.issue.clone().unwrap_or_default(),
        })
    }

    fn push(&self) -> Option<Push> {
        (self.fate == Fate::Push).then(|| Push {
            key: self.key.clone(),
            title: self.title.clone(),
            from: self.issue.clone(),
            to: self.file.clone(),
        })
    }
}

/// Says what else there is to know of the issue.
fn remark(way: Way, theirs: &Reading<'_>, found: &Found, decisions: &[Decision], remarks: &mut Vec<Remark>) {
    let of = |fate: Fate| decisions.iter().filter(move |decision| decision.fate == fate);
    let names = |decision: &Decision| (decision.key.clone(), decision.title.clone());
    let missing = of(Fate::Missing).filter(|decision| decision.file.is_some()).map(names);
    remarks.extend(missing.map(|(key, title)| Remark::Missing { key, title }));
    remarks.extend(of(Fate::Restored).map(names).map(|(key, title)| Remark::Restored { key, title }));
    remarks.extend(of(Fate::NoBox).filter_map(|decision| {
        let line = theirs.entries[found.position(&decision.key)?].line + 1;
        Some(Remark::NoBox { key: decision.key.clone(), line })
    }));
    remarks.extend(of(Fate::Kept).map(|decision| Remark::Kept {
        key: decision.key.clone(),
        title: decision.title.clone(),
        file: decision.file.clone().unwrap_or_default(),
        issue: decision.issue.clone().unwrap_or_default(),
    }));
    if found.n_lost > 0 {
        remarks.push(Remark::MarkersLost { n_entries: found.n_lost });
    }
    for (at, entry) in theirs.entries.iter().enumerate() {
        let line = entry.line + 1;
        match (&entry.key, &entry.shows) {
            (Some(key), _) if found.duplicates.contains(&at) => {
                remarks.push(Remark::Duplicate { key: key.clone(), line });
            }
            (_, Shows::Box(tick)) if found.keys[at].is_none() => {
                remarks.push(Remark::Foreign { line, text: entry.title.clone(), is_done: *tick == 'x' });
            }
            _ => {}
        }
    }
    let keys = |fate| of(fate).map(|decision| decision.key.clone()).collect::<Vec<_>>();
    match way {
        Way::Push if of(Fate::Pull).next().is_some() => remarks.push(Remark::NotPulled { keys: keys(Fate::Pull) }),
        Way::Pull if of(Fate::Push).next().is_some() => remarks.push(Remark::NotPushed { keys: keys(Fate::Push) }),
        _ => {}
    }
}
