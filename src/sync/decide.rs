//! Entry by entry: who changed what since file and issue last agreed.

use chrono::TimeDelta;

use super::{
    clicks::is_on,
    find::Found,
    issue::{Reading, Shows},
    outcome::{Click, Side, Way},
};
use crate::model::Runbook;

/// How far the clocks of GitLab and of this computer may be apart.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Both show the same.
    Agreed,
    /// The issue's value goes into the file.
    Pull,
    /// The file's value goes to the issue; also when the entry is not there yet, or no longer in the file.
    Push,
    /// Both changed it differently.
    Conflict,
    /// It was deleted in the issue, and stays away.
    Missing,
    /// It was deleted in the issue, and comes back.
    Restored,
    /// It is still there, but its box is gone.
    NoBox,
    /// Each keeps what it shows: they differ in what no mark can say, such as how long an earlier attempt took.
    Kept,
}

/// An entry and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// Its key.
    pub(super) key: String,
    /// What is seen of its text.
    pub(super) title: String,
    /// What both last agreed on.
    pub(super) base: Option<String>,
    /// What the file shows; `None` if the entry is no longer in it.
    pub(super) file: Option<String>,
    /// What the issue shows; `None` if the entry is not there.
    pub(super) issue: Option<String>,
    /// What becomes of it.
    pub(super) fate: Fate,
    /// Whether both changed it differently, and somebody said whose value holds.
    pub(super) is_decided: bool,
}

/// What is decided upon.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) runbook: &'a Runbook,
    /// What the file renders.
    pub(super) ours: &'a Reading<'a>,
    /// What stands in the issue.
    pub(super) theirs: &'a Reading<'a>,
    /// Which of the file's entries these are.
    pub(super) found: &'a Found,
    pub(super) base: &'a [(String, String)],
    pub(super) clicks: &'a [Click],
    /// Whether the issue was written by a push that the file knows nothing of.
    pub(super) is_from_elsewhere: bool,
    /// Whether that may have been a push of this file, whose values it does not know any more.
    pub(super) is_uncertain: bool,
    pub(super) prefer: Option<Side>,
    pub(super) restore: bool,
}

/// Decides on each entry of the file, in order, and then on those that are no longer in it.
pub(super) fn decide(sides: &Sides<'_>) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    for entry in &sides.ours.entries {
        let Some(key) = &entry.key else { continue };
        if decisions.iter().any(|known| known.key == *key) {
            continue;
        }
        let base = sides.base.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        let place = sides.found.position(key).map(|at| &sides.theirs.entries[at]);
        let issue = place.and_then(|entry| entry.value());
        let file = entry.value();
        let mut is_decided = false;
        let fate = match (place, &issue) {
            (None, _) if base.is_none() => Fate::Push,
            (None, _) if sides.restore => Fate::Restored,
            (None, _) => Fate::Missing,
            (Some(place), _) if place.shows == Shows::NoBox && sides.restore => Fate::Restored,
            (Some(_), None) => Fate::NoBox,
            (Some(_), Some(_)) => {
                let fate = sides.fate(key, base.as_deref(), file.as_deref(), issue.as_deref());
                is_decided = fate == Fate::Conflict && sides.prefer.is_some();
                match sides.prefer.filter(|_| is_decided) {
                    Some(Side::File) => Fate::Push,
                    Some(Side::Issue) => Fate::Pull,
                    None => fate,
                }
            }
        };
        decisions.push(Decision { key: key.clone(), title: entry.title.clone(), base, file, issue, fate, is_decided });
    }
    let is_gone = |key: &str| sides.ours.entries.iter().all(|entry| entry.key.as_deref() != Some(key));
    for (key, base) in sides.base.iter().filter(|(key, _)| is_gone(key)) {
        let Some(at) = sides.found.position(key) else { continue };
        let entry = &sides.theirs.entries[at];
        let issue = entry.value();
        let fate = match (issue.as_ref() == Some(base), sides.prefer) {
            (true, _) | (false, Some(Side::File)) => Fate::Push,
            (false, Some(Side::Issue)) => Fate::Missing,
            (false, None) => Fate::Conflict,
        };
        let title = entry.title.clone();
        let base = Some(base.clone());
        decisions.push(Decision { key: key.clone(), title, base, file: None, issue, fate, is_decided: false });
    }
    decisions
}

impl Sides<'_> {
    /// What becomes of an entry that both show, before anybody decides.
    fn fate(&self, key: &str, base: Option<&str>, file: Option<&str>, issue: Option<&str>) -> Fate {
        if file == issue {
            return Fate::Agreed;
        }
        if base.is_none() || self.is_uncertain && (base != file || self.was_marked(key)) {
            Fate::Conflict
        } else if base == file && !(self.is_from_elsewhere && self.was_marked(key)) {
            Fate::Pull
        } else if base == issue && !(self.is_from_elsewhere && self.was_clicked(key)) {
            Fate::Push
        } else {
            Fate::Conflict
        }
    }

    // The base may be older than the last push, if the file could not be written after it. What then looks untouched, on
    // either side, may have been changed and changed back.

    /// Whether the entry was marked in the file since both agreed.
    fn was_marked(&self, key: &str) -> bool {
        let since = self.runbook.sync.as_ref().and_then(|sync| sync.at);
        let is_of = |id: Option<&str>| id == Some(key);
        self.runbook
            .log
            .iter()
            .any(|entry| is_of(entry.id.as_deref()) && since.is_none_or(|at| entry.recorded.unwrap_or(entry.at) > at))
    }

    /// Whether somebody clicked the entry in the issue to what it shows, since both agreed.
    fn was_clicked(&self, key: &str) -> bool {
        let since = self.runbook.sync.as_ref().and_then(|sync| sync.at).map(|at| at - CLOCKS_DIFFER);
        let Some(entry) = self.found.position(key).map(|at| &self.theirs.entries[at]) else { return false };
        let clicks = self.clicks.iter().filter(|click| since.is_none_or(|at| click.at > at));
        let last = clicks.filter(|click| is_on(click, key, &entry.title)).max_by_key(|click| click.at);
        last.is_some_and(|click| entry.shows == Shows::Box(if click.is_done { 'x' } else { ' ' }))
    }
}

impl Decision {
    /// Returns whether the issue goes on showing what it shows.
    pub(super) fn stays(&self, way: Way) -> bool {
        matches!(self.fate, Fate::NoBox | Fate::Kept) || self.fate == Fate::Pull && way == Way::Push
    }
}
