//! What must come of a merge.

use std::collections::BTreeMap;

use runbook::sync::{Click, Conflict, Merged, Remark, Side, Way};

use super::{
    people,
    reading::{self, Seen},
    world::World,
};
use crate::judge;

/// How things stood before a merge.
pub(super) struct Before {
    at: usize,
    /// Whether the file cannot know what both last agreed on.
    is_stale: bool,
    file: String,
    issue: String,
    /// What file and issue showed.
    ours: BTreeMap<String, String>,
    theirs: BTreeMap<String, String>,
    own_lines: Vec<String>,
    titles: BTreeMap<String, String>,
    rendered: String,
    log: usize,
}

impl Before {
    pub(super) fn new(world: &World, at: usize) -> Self {
        let machine = &world.machines[at];
        Self {
            at,
            // Whether a lost push arrived is told by the marker alone, and an editor may have dropped that.
            is_stale: machine.is_stale || machine.is_unsure && !world.issue.contains("<!-- runbook: v=1"),
            file: machine.file.clone(),
            issue: world.issue.clone(),
            ours: machine.shown.clone(),
            theirs: reading::values(&world.issue, &machine.titles),
            own_lines: people::own_lines(&world.issue),
            titles: machine.titles.clone(),
            rendered: machine.rendered.clone(),
            log: machine.file.matches("\n  - { at: ").count(),
        }
    }

    /// Judges a merge that was carried out, but for what is agreed.
    pub(super) fn judge(
        &self,
        world: &mut World,
        merged: &Merged,
        way: Way,
        prefer: Option<Side>,
        restore: bool,
        is_sent: bool,
    ) -> Result<(), String> {
        if !merged.conflicts.is_empty() {
            if world.machines[self.at].file != self.file || world.issue != self.issue {
                return Err("something was written in spite of conflicts".to_owned());
            }
            return self.conflicts(world, merged);
        }
        self.own_lines(world, merged)?;
        self.values(world, merged, way, prefer, restore, is_sent)?;
        self.log(world, merged)?;
        if prefer != Some(Side::File) {
            self.deleted_lines(world, way, restore)?;
        }
        self.body(world)
    }

    /// Every line that a person wrote is as it was typed, or was shown.
    fn own_lines(&self, world: &World, merged: &Merged) -> Result<(), String> {
        let mut after = people::own_lines(&world.issue);
        for line in &self.own_lines {
            if let Some(at) = after.iter().position(|known| known == line) {
                after.remove(at);
                continue;
            }
            let is_said = people::own_words(line).all(|word| {
                merged.remarks.iter().any(|remark| match remark {
                    Remark::Wording { issue, .. } => issue.contains(word),
                    Remark::Dropped { lines } => lines.iter().any(|line| line.contains(word)),
                    _ => false,
                })
            });
            // What is ours changes in its line, whatever a person added to it.
            let words: Vec<&str> = people::own_words(line).collect();
            let changed = after.iter().position(|other| people::own_words(other).collect::<Vec<_>>() == words);
            match changed {
                Some(at) if is_partly_ours(line) => {
                    after.remove(at);
                }
                _ if is_said => {}
                _ => return Err(format!("a person's line is gone: {line}")),
            }
        }
        // An item of a person that was taken into the file stands in its log from then on.
        match after.iter().find(|line| !line.starts_with("| 2026-")) {
            Some(line) => Err(format!("a person's line stands twice: {line}")),
            None => Ok(()),
        }
    }

    fn values(
        &self,
        world: &mut World,
        merged: &Merged,
        way: Way,
        prefer: Option<Side>,
        restore: bool,
        is_sent: bool,
    ) -> Result<(), String> {
        let machine = &world.machines[self.at];
        let file = machine.shown.clone();
        let issue = reading::values(&world.issue, &self.titles);
        let is_stale = self.is_stale || is_from_elsewhere(merged);
        let mut agreed = machine.agreed.clone();
        for (key, ours) in &self.ours {
            let base = machine.agreed.get(key);
            let (new_file, new_issue) = (file.get(key), issue.get(key));
            let wrong = |what: &str| {
                let theirs = self.theirs.get(key);
                Err(format!(
                    "{what}: {key} was {ours:?} in the file, {theirs:?} in the issue, {base:?} when both agreed; now \
                     {new_file:?} and {new_issue:?}"
                ))
            };
            let Some(theirs) = self.theirs.get(key) else {
                if new_file != Some(ours) {
                    return wrong("an entry that is missing in the issue changed the file");
                }
                let is_new = base.is_none() || restore;
                if is_new && way != Way::Pull && is_sent && new_issue != Some(ours) && !self.is_without_ours(restore) {
                    return wrong("an entry is not in the issue");
                }
                if new_issue == Some(ours) {
                    agreed.insert(key.clone(), ours.clone());
                }
                continue;
            };
            let fate = match (base, prefer) {
                _ if ours == theirs => None,
                (Some(base), _) if base == ours => Some(Side::Issue),
                (Some(base), _) if base == theirs => Some(Side::File),
                (_, None) => return wrong("both changed it, and nobody was asked"),
                (_, Some(side)) => Some(side),
            };
            // Who decides may decide on more than must be: a file that does not know of the last push cannot know.
            let is_pulled = merged.pulls.iter().any(|pull| pull.key == *key);
            let fate = match (fate, prefer) {
                (Some(_), Some(prefer)) if is_stale && new_file != new_issue => Some(prefer),
                (Some(_), Some(Side::File)) if is_stale && new_file == Some(ours) => Some(Side::File),
                (Some(_), Some(Side::Issue)) if is_stale && is_pulled => Some(Side::Issue),
                (fate, _) => fate,
            };
            let is_kept =
                merged.remarks.iter().any(|remark| matches!(remark, Remark::Kept { key: kept, .. } if kept == key));
            if is_kept {
                if new_file != Some(ours) || new_issue != Some(theirs) {
                    return wrong("what each keeps is another");
                }
                continue;
            }
            let is_refused_and_decided = prefer == Some(Side::File) && new_file == Some(ours);
            match fate {
                None => {
                    if new_file != Some(ours) || new_issue != Some(theirs) {
                        return wrong("what nobody changed is another");
                    }
                    agreed.insert(key.clone(), ours.clone());
                }
                Some(Side::Issue) if way == Way::Push => {
                    if new_file != Some(ours) || new_issue != Some(theirs) {
                        return wrong("a push pulled");
                    }
                }
                Some(Side::File) if way == Way::Pull => {
                    if new_file != Some(ours) || new_issue != Some(theirs) {
                        return wrong("a pull pushed");
                    }
                }
                Some(Side::Issue) if !is_refused_and_decided => {
                    let is_taken = new_file == Some(theirs) || new_file.is_some_and(|new| is_richer(new, theirs));
                    if !is_taken {
                        return wrong("a change of the issue is lost");
                    }
                    if way == Way::Both && is_sent && new_issue != new_file {
                        return wrong("file and issue differ after a pull");
                    }
                    let value = if is_sent && way == Way::Both { new_file } else { Some(theirs) };
                    agreed.extend(value.map(|value| (key.clone(), value.clone())));
                }
                Some(_) => {
                    if new_file != Some(ours) {
                        return wrong("a mark of the file is lost");
                    }
                    if is_sent && new_issue != Some(ours) {
                        return wrong("a mark did not arrive in the issue");
                    }
                    if is_sent {
                        agreed.insert(key.clone(), ours.clone());
                    }
                }
            }
        }
        let is_taken = |key: &str| merged.taken.iter().any(|taken| taken.from.is_none() && taken.path == key);
        if let Some(key) = file.keys().find(|key| !self.ours.contains_key(*key) && !is_taken(key)) {
            return Err(format!("{key} has come from nowhere"));
        }
        world.machines[self.at].agreed = agreed;
        Ok(())
    }

    /// Whether nothing of the file is left in the issue, so that it comes back only as a whole.
    fn is_without_ours(&self, restore: bool) -> bool {
        !restore && self.ours.keys().all(|key| !self.theirs.contains_key(key))
    }

    fn log(&self, world: &World, merged: &Merged) -> Result<(), String> {
        let after = world.machines[self.at].file.matches("\n  - { at: ").count();
        if after < self.log {
            return Err("the log lost an entry".to_owned());
        }
        if (after > self.log) == merged.pulls.is_empty() {
            return Err(format!("{} new entries in the log for {} pulls", after - self.log, merged.pulls.len()));
        }
        Ok(())
    }

    /// Who deletes a line of ours does not find it again.
    fn deleted_lines(&self, world: &World, way: Way, restore: bool) -> Result<(), String> {
        let machine = &world.machines[self.at];
        if way == Way::Pull || restore || self.is_stale || self.theirs.is_empty() {
            return Ok(());
        }
        let n = |text: &str, line: &str| text.lines().filter(|known| *known == line).count();
        // Lines that stand in several places come and go with what they belong to.
        let is_of_its_own = |line: &&str| {
            line.len() > 8 && !["<!--", "---", "details", "  - "].iter().any(|common| line.contains(common))
        };
        for line in machine.last_rendered.lines().filter(is_of_its_own) {
            let was_deleted = n(&self.issue, line) == 0 && n(&machine.last_rendered, line) == 1;
            let is_rendered = n(&machine.rendered, line) == 1 && n(&self.rendered, line) == 1;
            if was_deleted && is_rendered && n(&world.issue, line) > 0 {
                return Err(format!("a line that a person deleted is back: {line}"));
            }
        }
        Ok(())
    }

    /// No quick action, and each entry once.
    fn body(&self, world: &World) -> Result<(), String> {
        if world.issue.lines().any(|line| line.starts_with('/')) {
            let before = judge::judge(&self.issue).quick_actions;
            let after = judge::judge(&world.issue).quick_actions;
            if let Some(line) = after.iter().find(|line| !before.contains(line)) {
                return Err(format!("GitLab would carry out: {line}"));
            }
        }
        let twice = |seen: &[Seen]| {
            let keys: Vec<&String> = seen.iter().filter_map(|seen| seen.key.as_ref()).collect();
            keys.iter().any(|key| keys.iter().filter(|other| *other == key).count() > 1)
        };
        if twice(&reading::read(&world.issue)) && !twice(&reading::read(&self.issue)) {
            return Err("an entry stands twice".to_owned());
        }
        Ok(())
    }

    /// A conflict is one, unless the file cannot know.
    fn conflicts(&self, world: &World, merged: &Merged) -> Result<(), String> {
        let machine = &world.machines[self.at];
        let may_be_careful = is_from_elsewhere(merged);
        for conflict in &merged.conflicts {
            let Conflict::Entry { key, file: Some(_), .. } = conflict else { continue };
            let (ours, theirs) = (self.ours.get(key), self.theirs.get(key));
            let base = machine.agreed.get(key);
            if ours == theirs {
                return Err(format!("a conflict about nothing: {conflict:?}"));
            }
            if !self.is_stale && !may_be_careful && (base == ours || base == theirs) {
                return Err(format!("a conflict where only one changed: {conflict:?}, both agreed on {base:?}"));
            }
        }
        Ok(())
    }
}

/// Clicks that a push overwrote are in the issue again.
pub(super) fn overwritten(world: &World, clicks: &[Click]) -> Result<(), String> {
    let boxes = reading::read(&world.issue);
    for click in clicks {
        let item = reading::read(&format!("- [ ] {}", click.item));
        let Some(item) = item.first() else { continue };
        let is_it = |seen: &&Seen| match &item.key {
            Some(key) => seen.key.as_ref() == Some(key) && !seen.value.contains('|'),
            None => seen.key.is_none() && seen.text == item.text,
        };
        let mut of_item = boxes.iter().filter(is_it).peekable();
        let is_done = |seen: &Seen| (seen.value == "x") == click.is_done;
        if of_item.peek().is_some() && !of_item.any(is_done) {
            return Err(format!("a click is lost: {click:?}"));
        }
    }
    Ok(())
}

/// Whether the issue was written by a push that the file does not know.
fn is_from_elsewhere(merged: &Merged) -> bool {
    merged.remarks.iter().any(|remark| matches!(remark, Remark::PushedFromElsewhere { .. }))
}

/// Whether a line shows the state of an entry, or how often the issue was written.
fn is_partly_ours(line: &str) -> bool {
    ["- [", "* [", "|", "<!-- runbook: v=1"].iter().any(|ours| line.contains(ours))
}

/// Whether the file says what stood in the issue, with figures that only the file knows of. No attempt is one too many.
fn is_richer(file: &str, issue: &str) -> bool {
    const WORDS: [&str; 7] = ["Success", "Partial", "Failed", "Skipped", "Running", "Paused", "Open"];
    let n_attempts = |text: &str| WORDS.iter().map(|word| text.matches(word).count()).sum::<usize>();
    if n_attempts(file) != n_attempts(issue) {
        return false;
    }
    let (file, _) = file.split_once(" | ").unwrap_or((file, ""));
    let (issue, _) = issue.split_once(" | ").unwrap_or((issue, ""));
    let word =
        |text: &str| text.rsplit(", ").next().and_then(|last| last.split(' ').next()).unwrap_or_default().to_owned();
    match word(issue).as_str() {
        "" => file.is_empty(),
        last => word(file).eq_ignore_ascii_case(last) || file.contains(last),
    }
}
