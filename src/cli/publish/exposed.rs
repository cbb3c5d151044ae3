//! An issue with a text in it that others can read: said first, mended if somebody says so, and only then written to.

use super::{
    Job,
    failure::{Stage, with_issue},
    place::Found,
};
use crate::{
    cli::{
        error::CliError,
        sync::{road, server},
        ui::Ui,
        when,
    },
    model::Runbook,
    services::gitlab::{Issue, Note},
};

/// Demands that an issue with a text is confidential, and makes it so again if somebody confirms that. Returns whether it was
/// made so, which is then noted in the file.
///
/// # Errors
/// Nobody confirms it, or GitLab does not do it.
pub(super) fn guard(job: &Job<'_>, ui: &mut Ui, found: &mut Found, runbook: &Runbook) -> Result<bool, CliError> {
    let is_exposed = |issue: &&Issue| !issue.confidential && found.holds_runbook(issue);
    let Some(issue) = found.issue.as_ref().filter(is_exposed) else {
        return Ok(false);
    };
    let url = found.address(issue);
    ui.warn(&format!("the issue is not confidential, and others can read it: {url}"));
    if let Some(who) = who(found, issue, runbook) {
        ui.warn(&who);
    }
    ui.warn("tell those who are responsible for the customer's data");
    if job.args.dry_run {
        return Ok(false);
    }
    let error = CliError::new(format!("the issue is not confidential: {url}"));
    if !ui.is_confirmable() {
        return Err(error.help("`--yes` makes it confidential again, and then brings it up to date; nothing was sent"));
    }
    if !ui.confirm("Make the issue confidential again?")? {
        return Err(error.help("make it confidential in the web page; nothing was sent"));
    }
    let secured = found.protocol().secure_named(issue);
    let secured = secured.map_err(|error| with_issue(error, &url, Stage::AsBefore))?;
    ui.status("The issue is confidential again.");
    road::note_hidden(job.context, &job.path, &server::exposed(&found.connection.gitlab, &found.place(issue)))?;
    found.issue = Some(secured.issue().clone());
    Ok(true)
}

/// Says and notes that an issue was hidden again which somebody made visible while it was published.
///
/// # Errors
/// The file cannot be written.
pub(super) fn note(job: &Job<'_>, ui: &mut Ui, found: &Found, issue: &Issue) -> Result<(), CliError> {
    let exposed = server::exposed(&found.connection.gitlab, &found.place(issue));
    ui.status("The issue is confidential again.");
    ui.warn(&format!("{exposed}; tell those who are responsible for the customer's data"));
    road::note_hidden(job.context, &job.path, &exposed).map(|_| ())
}

/// Returns who made it visible and when, if GitLab noted it.
fn who(found: &Found, issue: &Issue, runbook: &Runbook) -> Option<String> {
    // It helps to know, and is no reason to stop.
    let notes = found.connection.gitlab.system_notes(&found.project, issue.iid).ok()?;
    let note = notes.into_iter().find(Note::makes_visible)?;
    let who = note.author.map_or("somebody".to_owned(), |author| format!("@{}", author.username));
    Some(format!("{who} made it visible: {}", when::in_zone(note.created_at, when::zone(runbook)).join(" = ")))
}
