//! A sync of a history, and what goes wrong in it.

use chrono::Duration;
use runbook::sync::{self, MergeError, Merged, Merging, Remark, Side, Way};

use super::{
    judge,
    machine::{edited, with_document},
    reading,
    world::World,
};

/// What goes wrong in a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The file could not be written after the push.
    LostWrite,
    /// The push never arrived.
    LostRequest,
    /// Somebody clicked between reading and writing.
    OverwrittenClick,
}

impl World {
    fn merge(
        &self,
        at: usize,
        way: Way,
        prefer: Option<Side>,
        restore: bool,
    ) -> Result<Result<Merged, MergeError>, String> {
        with_document(&self.machines[at].file, |document| {
            sync::merge(&Merging {
                document,
                templates: self.templates,
                issue: &self.issue,
                clicks: &self.clicks,
                saved: None,
                now: self.now,
                way,
                prefer,
                restore,
            })
        })
    }

    pub(super) fn sync(
        &mut self,
        at: usize,
        way: Way,
        prefer: Option<Side>,
        restore: bool,
        fault: Fault,
    ) -> Result<(), String> {
        self.tell(|_| format!("sync of {at}: {way:?}, prefer {prefer:?}, restore {restore}, {fault:?}"));
        let before = judge::Before::new(self, at);
        self.counts.merges += 1;
        let merged = match self.merge(at, way, prefer, restore)? {
            Ok(merged) => merged,
            Err(MergeError::Tangled { reason }) => {
                self.tell(|_| format!("tangled: {reason}"));
                self.counts.tangled += 1;
                return Ok(());
            }
            Err(error) => return Err(error.to_string()),
        };
        self.tell(|_| format!("{merged:#?}"));
        self.counts.pulls += merged.pulls.len();
        self.counts.pushes += merged.pushes.len();
        self.counts.conflicts += merged.conflicts.len();
        if let Some(text) = &merged.text {
            self.machines[at].write(text.clone(), self.templates)?;
        }
        let mut overwritten = Vec::new();
        if fault == Fault::OverwrittenClick && merged.body.is_some() {
            let n_clicks = self.clicks.len();
            self.click()?;
            overwritten = self.clicks[n_clicks..].to_vec();
        }
        // What is not sent cannot be lost.
        let is_sent = merged.body.is_none() || fault != Fault::LostRequest;
        if let Some(body) = merged.body.as_ref().filter(|_| is_sent) {
            self.issue = body.trim_end().to_owned();
        }
        let agreed = self.machines[at].agreed.clone();
        before.judge(self, &merged, way, prefer, restore, is_sent)?;
        let is_written = is_sent && fault != Fault::LostWrite;
        if !is_written && merged.text.is_none() {
            // The run that loses the only thing that it writes never was.
            self.machines[at].agreed = agreed;
        }
        if is_written {
            let edits = with_document(&self.machines[at].file, |document| merged.agreed.edits(document, self.now))?;
            let new = edited(&self.machines[at].file, &edits)?;
            self.machines[at].write(new, self.templates)?;
            if way != Way::Pull && merged.conflicts.is_empty() {
                self.machines[at].is_stale = false;
                self.machines[at].is_unsure = false;
                self.machines[at].last_rendered = self.machines[at].rendered.clone();
            }
        } else if merged.body.is_some() && is_sent {
            self.counts.lost_writes += 1;
            self.machines[at].is_stale = true;
        } else if merged.body.is_some() {
            self.machines[at].is_unsure = true;
        }
        if !overwritten.is_empty() {
            // The command sees the note of the click that it has overwritten, and merges again.
            self.counts.overwritten_clicks += 1;
            self.issue = sync::with_clicks(&self.issue, &overwritten);
            self.tell(|world| format!("a click was overwritten, again:\n{}", world.issue));
            judge::overwritten(self, &overwritten)?;
            return self.sync(at, Way::Both, None, false, Fault::None);
        }
        if is_written && way == Way::Both && merged.conflicts.is_empty() && self.random.percent(20) {
            self.is_at_rest(at)?;
        }
        Ok(())
    }

    /// What was just merged has nothing left to merge.
    fn is_at_rest(&mut self, at: usize) -> Result<(), String> {
        let again = self.merge(at, Way::Both, None, false)?.map_err(|error| error.to_string())?;
        let edits = with_document(&self.machines[at].file, |document| again.agreed.edits(document, self.now))?;
        if again.text.is_some() || again.body.is_some() || !edits.is_empty() || !again.conflicts.is_empty() {
            return Err(format!("not at rest: {again:#?} {edits:#?}"));
        }
        self.counts.quiet += 1;
        Ok(())
    }

    /// Merges both files until nothing changes; then all three show the same, or say why not.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        for round in 0..8 {
            let before = (self.issue.clone(), self.machines[0].file.clone(), self.machines[1].file.clone());
            for (at, side) in [(0, Side::File), (1, Side::Issue)] {
                self.now += Duration::seconds(1);
                self.sync(at, Way::Both, (round > 0).then_some(side), false, Fault::None)?;
            }
            if round > 0 && before == (self.issue.clone(), self.machines[0].file.clone(), self.machines[1].file.clone())
            {
                return self.is_settled();
            }
        }
        if self.counts.tangled > 0 { Ok(()) } else { Err("it never settles".to_owned()) }
    }

    fn is_settled(&self) -> Result<(), String> {
        if self.counts.tangled > 0 {
            return Ok(());
        }
        for (at, machine) in self.machines.iter().enumerate() {
            let merged = self.merge(at, Way::Both, None, false)?.map_err(|error| error.to_string())?;
            if !merged.conflicts.is_empty() {
                continue;
            }
            let seen = reading::values(&self.issue, &machine.titles);
            let is_kept = |key: &str| {
                merged.remarks.iter().any(|remark| matches!(remark, Remark::Kept { key: kept, .. } if kept == key))
            };
            for (key, value) in machine.shown.iter().filter(|(key, _)| !is_kept(key)) {
                if seen.get(key).is_some_and(|seen| seen != value) {
                    return Err(format!("{key} is {value:?} in a file and {:?} in the issue at the end", seen[key]));
                }
            }
        }
        Ok(())
    }
}
