//! What goes to the issue, line by line: what entries show, and what else of the text changes.

use super::say::shown;
use crate::sync::{Change, Merged, Push};

/// How many lines of one place are shown before the rest is counted.
const MOST_LINES: usize = 4;

/// The fold with the log, which has a line for each mark that is listed anyway.
const TIMELINE: &str = "Timeline";

/// Returns what goes to the issue: entries first, each with what changes below it, then the other places of the text.
pub(super) fn lines(merged: &Merged) -> Vec<String> {
    let mut lines = Vec::new();
    for push in &merged.pushes {
        lines.push(pushed(push));
        // An entry that is new, or goes, is its line.
        if push.from.is_some() && push.to.is_some() {
            lines.extend(merged.changes.iter().filter(|change| change.place == push.key).flat_map(changed));
        }
    }
    let is_pushed = |change: &Change| merged.pushes.iter().any(|push| push.key == change.place);
    let others: Vec<&Change> = merged.changes.iter().filter(|change| !is_pushed(change)).collect();
    let is_timeline = |change: &Change| change.place == TIMELINE;
    lines.extend(others.iter().filter(|change| !is_timeline(change)).flat_map(|change| changed(change)));
    let n_known =
        merged.pulls.len() + merged.pushes.len() + others.iter().filter(|change| !is_timeline(change)).count();
    for timeline in others.iter().filter(|change| is_timeline(change)) {
        if timeline.added.len() > n_known || !timeline.removed.is_empty() {
            lines.extend(changed(timeline));
        }
    }
    lines
}

fn pushed(push: &Push) -> String {
    let show =
        |value: &Option<String>, none: &str| value.as_deref().map_or(none.to_owned(), |value| shown(&push.key, value));
    format!("{}  {} -> {}", push.key, show(&push.from, "not there"), show(&push.to, "taken out"))
}

fn changed(change: &Change) -> Vec<String> {
    let removed = change.removed.iter().map(|line| format!("{}  - {line}", change.place));
    let added = change.added.iter().map(|line| format!("{}  + {line}", change.place));
    let mut lines: Vec<String> = removed.chain(added).collect();
    if lines.len() > MOST_LINES {
        let n_more = lines.len() - MOST_LINES;
        let plural = if n_more == 1 { "line" } else { "lines" };
        lines.truncate(MOST_LINES);
        lines.push(format!("{}  and {n_more} more {plural}", change.place));
    }
    lines
}
