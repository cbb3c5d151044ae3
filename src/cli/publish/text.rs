//! What an issue that holds a text already is going to hold: the merge of `sync`, towards the issue only.

use chrono::{DateTime, Utc};

use super::{gate, place::Found};
use crate::{
    cli::{
        error::CliError,
        sync::road::{self, Noted},
    },
    document::Document,
    render::Templates,
    services::gitlab::{Issue, stored},
    sync::{self, Conflict, MergeError, Merged, Merging, Push, Remark, Way},
};

/// How many conflicts are listed.
const MAX_LISTED: usize = 10;

/// A text of an issue, and what it is merged with.
#[derive(Clone, Copy)]
pub(super) struct Theirs<'a> {
    /// The conversation with GitLab.
    pub found: &'a Found,
    /// The issue as it was read.
    pub issue: &'a Issue,
    /// What the file is rendered with.
    pub templates: &'a Templates,
    /// The time.
    pub now: DateTime<Utc>,
}

impl Theirs<'_> {
    /// Returns what GitLab noted of the issue, where it decides something.
    ///
    /// # Errors
    /// The notes cannot be had; the file cannot be merged.
    pub(super) fn noted(&self, document: &Document<'_>) -> Result<Noted, CliError> {
        let place = self.found.place(self.issue);
        let merge = |noted: &Noted| self.merged(document, noted).map_err(refused);
        road::noted(&self.found.connection.gitlab, &place, document, Vec::new(), merge)
    }

    /// Returns what is sent to the issue, and what file and issue agree on then.
    ///
    /// # Errors
    /// File and issue changed the same things differently, or cannot be merged; the text is longer than GitLab takes.
    pub(super) fn merge(&self, document: &Document<'_>, noted: &Noted) -> Result<Merged, CliError> {
        let ours = gate::body(document, self.templates)?;
        if stored(&ours) == stored(&self.issue.description) {
            return Ok(Merged { agreed: sync::initial(&ours), ..Merged::default() });
        }
        let merged = self.merged(document, noted).map_err(refused)?;
        if !merged.conflicts.is_empty() {
            return Err(conflicts(&merged.conflicts));
        }
        gate::must_fit(merged.body.as_deref().unwrap_or_default())?;
        Ok(merged)
    }

    fn merged(&self, document: &Document<'_>, noted: &Noted) -> Result<Merged, MergeError> {
        sync::merge(&Merging {
            document,
            templates: self.templates,
            issue: &self.issue.description,
            clicks: &noted.clicks,
            saved: noted.saved.as_ref(),
            now: self.now,
            way: Way::Push,
            prefer: None,
            restore: false,
        })
    }
}

/// Returns what a person should know of a merge that only pushes.
pub(super) fn remarks(merged: &Merged) -> Vec<String> {
    merged.remarks.iter().filter_map(remark).collect()
}

/// Returns what is pushed. Entries that come into the issue are counted only.
pub(super) fn changes(pushes: &[Push]) -> Vec<String> {
    let of_entry = |push: &Push| {
        let to = push.to.as_deref().map_or("taken out".to_owned(), shown);
        Some(format!("{}: {} -> {to}", push.key, shown(push.from.as_deref()?)))
    };
    let mut changes: Vec<String> = pushes.iter().filter_map(of_entry).collect();
    let n_more = changes.len().saturating_sub(MAX_LISTED);
    changes.truncate(MAX_LISTED);
    if n_more > 0 {
        changes.push(format!("{n_more} more entries"));
    }
    match pushes.iter().filter(|push| push.from.is_none()).count() {
        0 => {}
        1 => changes.push("one entry is new in the issue".to_owned()),
        n => changes.push(format!("{n} entries are new in the issue")),
    }
    changes
}

fn shown(value: &str) -> String {
    match value {
        " " | "|" => "open".to_owned(),
        "x" => "done".to_owned(),
        "~" => "not applicable".to_owned(),
        value => value.trim().to_owned(),
    }
}

fn refused(error: MergeError) -> CliError {
    match error {
        MergeError::Render(error) => error.into(),
        MergeError::OtherRunbook { .. } => CliError::refused(error.to_string()).help("nothing was sent"),
        error => CliError::from_error(&error).help("nothing was sent; `runbook sync` can say more"),
    }
}

fn conflicts(conflicts: &[Conflict]) -> CliError {
    let lines = conflicts.iter().map(|conflict| match conflict {
        Conflict::Entry { key, file, issue, .. } => {
            format!(
                "{key}: {} in the file, {} in the issue",
                file.as_deref().map_or("gone".to_owned(), shown),
                shown(issue)
            )
        }
        Conflict::Refused { key, reason, .. } => format!("{key}: {reason}"),
        Conflict::Text { line, .. } => format!("the text from line {line} of the issue on"),
    });
    let mut lines: Vec<String> = lines.take(MAX_LISTED).collect();
    if conflicts.len() > MAX_LISTED {
        lines.push(format!("and {} more", conflicts.len() - MAX_LISTED));
    }
    let what = if conflicts.len() == 1 { "one thing" } else { &format!("{} things", conflicts.len()) };
    CliError::refused(format!("file and issue changed {what} differently, and nobody has decided which one counts"))
        .help(lines.join("\n"))
        .help("decide it: runbook sync --prefer file, or --prefer issue; nothing was sent")
}

/// Returns what is worth saying of a merge that only pushes.
fn remark(remark: &Remark) -> Option<String> {
    Some(match remark {
        Remark::NotPulled { keys } => {
            format!("{} changed in the issue and not in the file; `runbook sync` takes it over", listed(keys))
        }
        Remark::Missing { key, .. } => {
            format!("{key} was deleted in the issue and stays away; `runbook sync --restore` brings it back")
        }
        Remark::Wording { key, issue, is_kept: true, .. } => {
            format!("the wording of {key} was changed in the issue, and stays there: {issue}")
        }
        Remark::Wording { key, issue, is_kept: false, .. } => {
            format!("the wording of {key} was changed on both sides, and becomes the file's; the issue said: {issue}")
        }
        Remark::Dropped { lines } => format!("these lines of the issue are dropped:\n{}", lines.join("\n")),
        Remark::PushedFromElsewhere { .. } => {
            "the issue was written since this file last agreed with it, from another copy or by a run that ended early"
                .to_owned()
        }
        _ => return None,
    })
}

fn listed(keys: &[String]) -> String {
    let shown = keys.iter().take(MAX_LISTED).cloned().collect::<Vec<_>>().join(", ");
    if keys.len() > MAX_LISTED { format!("{shown} and {} more", keys.len() - MAX_LISTED) } else { shown }
}
