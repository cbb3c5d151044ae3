//! The road of a text from the file to its issue, the same for `sync` and for `publish`: what GitLab noted is looked at where
//! it decides something, and the file says that something is on its way before it is sent.

use std::path::Path;

use super::{server, window};
use crate::{
    cli::{context::Context, error::CliError, files, mark},
    document::{Document, Source},
    marking::{self, Stamp},
    services::gitlab::{GitLab, IssuePlace},
    sync::{Click, Conflict, Merged, Remark, Saved},
};

/// What GitLab noted of an issue.
#[derive(Debug, Default)]
pub(in crate::cli) struct Noted {
    /// Who clicked on which box.
    pub clicks: Vec<Click>,
    /// The one person who saved it since file and issue last agreed.
    pub saved: Option<Saved>,
}

/// Returns what GitLab noted of the issue, where it matters: where somebody is to be named, and where the issue was written
/// by a push that the file knows nothing of. `lost` are clicks that are known already.
///
/// # Errors
/// What `merge` refuses; the notes cannot be had.
pub(in crate::cli) fn noted(
    gitlab: &GitLab,
    place: &IssuePlace,
    document: &Document<'_>,
    lost: Vec<Click>,
    merge: impl FnOnce(&Noted) -> Result<Merged, CliError>,
) -> Result<Noted, CliError> {
    let mut noted = Noted { clicks: lost, saved: None };
    let merged = merge(&noted)?;
    let is_from_elsewhere = |remark: &Remark| matches!(remark, Remark::PushedFromElsewhere { .. });
    let has_refused = |conflict: &Conflict| matches!(conflict, Conflict::Refused { .. });
    if merged.pulls.iter().any(|pull| pull.by.is_none())
        || merged.remarks.iter().any(is_from_elsewhere)
        || merged.conflicts.iter().any(has_refused)
    {
        let notes = server::notes(gitlab, place)?;
        let since = document.runbook.sync.as_ref().and_then(|sync| sync.at);
        noted.clicks.extend(window::clicks_since(&notes, since));
        noted.saved = since.and_then(|since| window::saved(&notes, since));
    }
    Ok(noted)
}

/// Merges on the file as it is at this moment, and writes what the merge says is to be on the disk before anything is sent:
/// the marks of the issue, and that its text is on its way. Nothing is written where there are conflicts.
///
/// Returns the merge, and whether the file was written.
///
/// # Errors
/// What `merge` refuses; a secret that came with the issue; disk.
pub(in crate::cli) fn write_ahead(
    path: &Path,
    mut merge: impl FnMut(&Source, &Document<'_>) -> Result<Merged, CliError>,
) -> Result<(Merged, bool), CliError> {
    let mut merged = Merged::default();
    let written = files::mark(path, |source: &Source| -> Result<Option<String>, CliError> {
        merged = merge(source, &mark::parse(source)?)?;
        let text = merged.text.clone().filter(|_| merged.conflicts.is_empty());
        if let Some(text) = &text {
            mark::refuse_new_secret(source.text(), text)?;
        }
        Ok(text)
    })?;
    Ok((merged, written))
}

/// Notes in the file that an issue was hidden again which others could read: the record must show it. `exposed` says who made
/// it visible.
///
/// # Errors
/// The file cannot be written.
pub(in crate::cli) fn note_hidden(context: &Context, path: &Path, exposed: &str) -> Result<bool, CliError> {
    let stamp = Stamp { at: context.now, recorded: None, by: context.by()? };
    files::mark(path, |source: &Source| -> Result<Option<String>, CliError> {
        let document = mark::parse(source)?;
        let marked = marking::note(&document, &format!("{exposed}; made confidential again"), &stamp)?;
        mark::apply(source, &marked.edits).map(Some)
    })
}
