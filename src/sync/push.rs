//! The half of a merge that goes to the issue: its new text, read again before anybody sends it.

use std::collections::{BTreeSet, HashSet};

use super::{
    agreed::{self, Token},
    canon, changes,
    compose::{self, Composed, Parts},
    decide::{Decision, Fate},
    find::{self, Found},
    issue::{self, Reading},
    outcome::{Conflict, MergeError, Merged, Merging, Remark, Side},
    restore,
    weave::{self, Pick, Woven},
};

/// What a new text is made of.
pub(super) struct Pushing<'a> {
    pub(super) merging: &'a Merging<'a>,
    /// What the file renders, with what was pulled.
    pub(super) ours: &'a Reading<'a>,
    /// What stands in the issue.
    pub(super) theirs: &'a Reading<'a>,
    pub(super) found: &'a Found,
    pub(super) decisions: &'a [Decision],
    /// The lines that both last agreed on.
    pub(super) base: Option<Vec<Token>>,
}

/// Lines of the file that the issue does not say, and what it says there.
struct Otherwise {
    /// The line of the issue, from 1, at or before which it is.
    line: usize,
    /// Lines of what the file renders, from 0.
    file: Vec<usize>,
    /// Lines of the issue, from 0.
    issue: Vec<usize>,
}

/// Returns picks of some lines as picks of the whole texts.
fn in_texts(picks: &[Pick], shown: &[usize], kept: &[usize]) -> Vec<Pick> {
    let pick = |pick: &Pick| match *pick {
        Pick::Ours(line) => Pick::Ours(shown[line]),
        Pick::Both(line, theirs) => Pick::Both(shown[line], kept[theirs]),
        Pick::Theirs(line) => Pick::Theirs(kept[line]),
    };
    picks.iter().map(pick).collect()
}

impl Pushing<'_> {
    /// Adds the text to send, conflicts and remarks to a merge.
    pub(super) fn push(mut self, merged: &mut Merged) -> Result<(), MergeError> {
        let was_there = self.decisions.iter().any(|decision| decision.base.is_some());
        if self.found.keys.iter().all(Option::is_none) && !self.decisions.is_empty() {
            // Nothing of ours is left in it, and it comes back only if that is asked for.
            merged.body = (!was_there || self.merging.restore).then(|| self.above_theirs());
            return Ok(());
        }
        let our_tokens = agreed::tokens(self.ours, &agreed::own_keys(self.ours));
        let hidden = restore::blocks(self.ours, |key| self.is_of(key, Fate::Missing));
        let restored = restore::with_sections(self.ours, |key| self.is_of(key, Fate::Restored));
        if let Some(base) = &mut self.base {
            restore::forget(base, &our_tokens, &restored);
        }
        let their_tokens = agreed::tokens(self.theirs, &self.their_keys());
        let mut replaced = self.replaced();
        let shown: Vec<usize> = (0..our_tokens.len()).filter(|line| !hidden.contains(line)).collect();
        let (mut kept, mut woven) = self.weave(&our_tokens, &their_tokens, &shown, &replaced);
        if self.merging.prefer == Some(Side::File) && self.base.is_some() {
            // What people made of the file's lines gives way to them.
            let picks = in_texts(&woven.picks, &shown, &kept);
            let (ours, theirs) = self.given_back(&picks, &shown);
            if !ours.is_empty() {
                restore::forget(self.base.get_or_insert_default(), &our_tokens, &ours);
                replaced.extend(theirs);
                (kept, woven) = self.weave(&our_tokens, &their_tokens, &shown, &replaced);
            }
        }
        let base = self.base.as_deref();
        let their_lines = |lines: &mut dyn Iterator<Item = usize>| -> Vec<String> {
            lines.map(|line| self.theirs.lines[kept[line]].to_owned()).collect()
        };
        merged.conflicts.extend(woven.clashes.iter().map(|clash| Conflict::Text {
            line: kept.get(clash.theirs.start).map_or(1, |line| line + 1),
            file: clash.ours.clone().map(|line| self.ours.lines[shown[line]].to_owned()).collect(),
            issue: their_lines(&mut clash.theirs.clone()),
        }));
        if !woven.dropped.is_empty() {
            merged.remarks.push(Remark::Dropped { lines: their_lines(&mut woven.dropped.iter().copied()) });
        }
        let lines: BTreeSet<usize> = replaced.into_iter().collect();
        if !lines.is_empty() {
            let lines = lines.into_iter().map(|line| self.theirs.lines[line].to_owned()).collect();
            merged.remarks.push(Remark::Dropped { lines });
        }
        let picks = in_texts(&woven.picks, &shown, &kept);
        let parts = Parts {
            ours: self.ours,
            theirs: self.theirs,
            found: self.found,
            decisions: self.decisions,
            way: self.merging.way,
            prefer: self.merging.prefer,
            base,
            picks: &picks,
        };
        let composed = compose::compose(&parts);
        // With an entry that the file has no more goes what a person wrote in its line.
        let gone = self.decisions.iter().filter(|decision| decision.file.is_none() && decision.fate == Fate::Push);
        let gone = gone.filter_map(|decision| Some(&self.theirs.entries[self.found.position(&decision.key)?]));
        let reworded: Vec<String> = gone
            .filter(|entry| base.is_some() && !parts.was_agreed(entry, entry.columns()))
            .map(|entry| self.theirs.lines[entry.line].to_owned())
            .collect();
        if !reworded.is_empty() {
            merged.remarks.push(Remark::Dropped { lines: reworded });
        }
        for remark in &composed.remarks {
            match remark {
                // Both changed the words, and nobody has decided.
                Remark::Wording { line, file, issue, is_kept: false, .. }
                    if self.merging.prefer.is_none() && base.is_some() =>
                {
                    let (file, issue) = (vec![file.clone()], vec![issue.clone()]);
                    merged.conflicts.push(Conflict::Text { line: *line, file, issue });
                }
                _ => merged.remarks.push(remark.clone()),
            }
        }
        merged.remarks.extend(self.otherwise(&picks, &shown).iter().map(|place| self.remark(place)));
        let restores = self.decisions.iter().any(|decision| decision.fate == Fate::Restored);
        if (composed.is_changed || restores) && merged.conflicts.is_empty() {
            self.check(&composed).map_err(|reason| MergeError::Tangled { reason })?;
        }
        if composed.is_changed && merged.conflicts.is_empty() {
            merged.changes = changes::changes(&composed, self.ours, self.theirs, self.found);
            merged.body = Some(composed.text());
        }
        Ok(())
    }

    /// Weaves those of the file's lines that are shown and those of the issue's that are not replaced; returns the latter
    /// along with it.
    fn weave(
        &self,
        ours: &[Token],
        theirs: &[Token],
        shown: &[usize],
        replaced: &HashSet<usize>,
    ) -> (Vec<usize>, Woven) {
        let kept: Vec<usize> = (0..theirs.len()).filter(|line| !replaced.contains(line)).collect();
        let of = |tokens: &[Token], lines: &[usize]| lines.iter().map(|line| tokens[*line]).collect::<Vec<_>>();
        let boxes: HashSet<usize> = self.theirs.entries.iter().map(|entry| entry.line).collect();
        let is_box: Vec<bool> = kept.iter().map(|line| boxes.contains(line)).collect();
        let their_kept = weave::Theirs { tokens: &of(theirs, &kept), is_box: &is_box };
        let woven = weave::weave(&of(ours, shown), self.base.as_deref(), &their_kept, self.merging.prefer);
        (kept, woven)
    }

    /// Returns the lines of the file that come back into the issue, and those of the issue that give way to them: no more
    /// than come back, unless they resemble one of them.
    fn given_back(&self, picks: &[Pick], shown: &[usize]) -> (HashSet<usize>, HashSet<usize>) {
        let boxes: HashSet<usize> = self.theirs.entries.iter().map(|entry| entry.line).collect();
        let (mut ours, mut theirs) = (HashSet::new(), HashSet::new());
        for place in self.otherwise(picks, shown) {
            let standing: Vec<usize> = place.issue.iter().copied().filter(|line| !boxes.contains(line)).collect();
            let is_like = |line: &usize| {
                let line = canon::line(self.theirs.lines[*line], false);
                place.file.iter().any(|ours| weave::is_alike(&line, &canon::line(self.ours.lines[*ours], false)))
            };
            let is_few = standing.len() <= place.file.len();
            theirs.extend(standing.into_iter().filter(|line| is_few || is_like(line)));
            ours.extend(place.file);
        }
        (ours, theirs)
    }

    fn remark(&self, place: &Otherwise) -> Remark {
        let of = |lines: &[&str], wanted: &[usize]| wanted.iter().map(|line| lines[*line].to_owned()).collect();
        Remark::Otherwise {
            line: place.line,
            file: of(&self.ours.lines, &place.file),
            issue: of(&self.theirs.lines, &place.issue),
        }
    }

    /// Returns where lines of the file are not in the new text, and what stands there instead.
    fn otherwise(&self, picks: &[Pick], shown: &[usize]) -> Vec<Otherwise> {
        let picked: HashSet<usize> = picks.iter().filter_map(|pick| pick.ours()).collect();
        let entries: HashSet<usize> = self.ours.entries.iter().map(|entry| entry.line).collect();
        let says = |line: &str| !canon::line(line, false).is_empty();
        // What stands at another place was moved, and says the same there.
        let theirs: HashSet<String> = self.theirs.lines.iter().map(|line| canon::line(line, false)).collect();
        let is_out = |line: usize| {
            !picked.contains(&line)
                && !entries.contains(&line)
                && says(self.ours.lines[line])
                && !theirs.contains(&canon::line(self.ours.lines[line], false))
        };
        let mut places = Vec::new();
        let (mut next, mut standing): (usize, Vec<usize>) = (0, Vec::new());
        let mut last_line = 0;
        let ends = picks.iter().map(Some).chain([None]);
        for pick in ends {
            let ours = pick.map_or(Some(usize::MAX), |pick| pick.ours());
            if let Some(ours) = ours {
                let out = shown.iter().copied().filter(|line| (next..ours).contains(line) && is_out(*line));
                let out: Vec<usize> = out.collect();
                if !out.is_empty() {
                    let line = standing.first().map_or(last_line, |line| line + 1);
                    let issue = standing.iter().copied().filter(|line| says(self.theirs.lines[*line])).collect();
                    places.push(Otherwise { line, file: out, issue });
                }
                next = ours.saturating_add(1);
                standing.clear();
            }
            match pick {
                Some(Pick::Theirs(line)) => standing.push(*line),
                Some(Pick::Both(_, line)) => last_line = line + 1,
                _ => {}
            }
        }
        places
    }

    /// Returns what the file renders, and below it what stands in the issue.
    fn above_theirs(&self) -> String {
        let marker = self.theirs.marker.as_ref().map(|marker| marker.line);
        let below = self.theirs.lines.iter().enumerate().map(|(at, line)| match Some(at) == marker {
            true => compose::with_marker(line, ""),
            false => (*line).to_owned(),
        });
        let below = below.collect::<Vec<_>>().join("\n");
        let blank = if below.trim().is_empty() { "" } else { "\n\n" };
        format!("{}{blank}{}\n", self.ours.lines.join("\n"), below.trim_matches('\n'))
    }

    fn is_of(&self, key: &str, fate: Fate) -> bool {
        self.decisions.iter().any(|decision| decision.key == key && decision.fate == fate)
    }

    /// Returns the lines of the issue that give way to entries that come back: their boxes are gone.
    fn replaced(&self) -> HashSet<usize> {
        let entries = self.found.keys.iter().zip(&self.theirs.entries);
        let restored = entries.filter(|(key, _)| key.as_ref().is_some_and(|key| self.is_of(key, Fate::Restored)));
        restored.map(|(_, entry)| entry.line).collect()
    }

    /// Returns the keys of the entries of the issue. What is to stay although the file no longer has it is a person's from
    /// now on.
    fn their_keys(&self) -> Vec<Option<String>> {
        let is_let_go = |key: &str| {
            let decision = self.decisions.iter().find(|decision| decision.key == key);
            decision.is_some_and(|decision| decision.file.is_none() && decision.fate == Fate::Missing)
        };
        self.found.keys.iter().map(|key| key.clone().filter(|key| !is_let_go(key))).collect()
    }

    /// Reads the new text again: it must show what it should, and every line must mean what it meant where it is from.
    fn check(&self, composed: &Composed) -> Result<(), String> {
        let text = composed.text();
        let mut new = issue::read(&text);
        find::without_strays(self.ours, &mut new);
        let found = find::find(self.ours, &[], &new);
        let values = agreed::values(self.ours);
        for decision in self.decisions.iter().filter(|decision| decision.file.is_some()) {
            let key = &decision.key;
            let shown = found.position(key).and_then(|at| new.entries[at].value());
            let expected = match decision.fate {
                Fate::Missing | Fate::NoBox => continue,
                _ if decision.stays(self.merging.way) => decision.issue.as_ref(),
                _ => values.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            };
            if shown.as_ref() != expected {
                return Err(format!("`{key}` would not show what it should"));
            }
        }
        let lines = |reading: &Reading<'_>| reading.entries.iter().map(|entry| entry.line).collect::<HashSet<_>>();
        let (our_entries, their_entries, new_entries) = (lines(self.ours), lines(self.theirs), lines(&new));
        for (at, (line, pick)) in composed.lines.iter().enumerate() {
            let Some(pick) = pick else { continue };
            let (reading, entries, from) = match (pick.theirs(), pick.ours()) {
                (Some(line), _) => (self.theirs, &their_entries, line),
                (None, Some(line)) => (self.ours, &our_entries, line),
                (None, None) => continue,
            };
            let Some(is_code) = new.is_code.get(at) else { continue };
            if *is_code != reading.is_code[from] || entries.contains(&from) && !new_entries.contains(&at) {
                let shown: String = canon::line(line, *is_code).chars().take(60).collect();
                return Err(format!("the line `{shown}` would mean something else"));
            }
        }
        match new.commands.iter().find(|line| !self.theirs.commands.contains(line)) {
            Some(line) => Err(format!("GitLab would carry out the line `{line}`")),
            None => Ok(()),
        }
    }
}
