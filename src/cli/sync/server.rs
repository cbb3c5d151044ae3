//! What `runbook sync` asks of GitLab, and what must hold of the answers.

use crate::{
    cli::{error::CliError, sanitise},
    services::gitlab::{GitLab, GitLabError, Issue, IssuePlace, IssueUpdate, Note, StateEvent, stored},
};

/// Returns the issue, if it is one that a runbook may be kept in.
///
/// # Errors
/// It is not there, was moved, or is not confidential. What cannot be asked.
pub(super) fn get(gitlab: &GitLab, place: &IssuePlace, url: &str) -> Result<Issue, CliError> {
    let issue = gitlab.issue(&place.project, place.iid).map_err(|error| match error {
        GitLabError::NotFound { .. } => CliError::new(format!("{} is not there", sanitise::clean_line(url)))
            .caused_by("it was deleted, or this token's user may not see it; GitLab says the same for both")
            .help("look with a browser; `runbook publish --adopt URL` takes another issue"),
        error => error.into(),
    })?;
    if let Some(number) = issue.moved_to_id {
        return Err(CliError::new(format!("{} was moved to another project", sanitise::clean_line(url)))
            .caused_by(format!("what is left is an empty shell of the issue with the id {number}"))
            .help("open it in a browser, which leads to the new place, then `runbook publish --adopt URL`"));
    }
    if !issue.confidential {
        return Err(not_confidential(&issue).caused_by(exposed(gitlab, place)));
    }
    Ok(issue)
}

/// Returns the alarm that an issue is not confidential.
fn not_confidential(issue: &Issue) -> CliError {
    CliError::new(format!(
        "{} is NOT confidential: whoever sees the project can read it",
        sanitise::clean_line(&issue.web_url)
    ))
    .help("nothing was sent, and nothing was taken from it")
    .help(
        "hide it again: runbook sync --make-confidential; then tell those who are responsible for the customer's data",
    )
}

/// Hides an issue again that others can read, and returns who opened it up, as a clause; `None` where it is confidential.
///
/// # Errors
/// GitLab did not do it.
pub(super) fn make_confidential(gitlab: &GitLab, place: &IssuePlace) -> Result<Option<String>, CliError> {
    if gitlab.issue(&place.project, place.iid)?.confidential {
        return Ok(None);
    }
    gitlab.update_issue(&place.project, place.iid, &IssueUpdate::default())?;
    let issue = gitlab.issue(&place.project, place.iid)?;
    if issue.confidential {
        return Ok(Some(exposed(gitlab, place)));
    }
    Err(CliError::new(format!("{} is still NOT confidential", sanitise::clean_line(&issue.web_url)))
        .caused_by("GitLab drops the flag without an error where this token's user may not set it")
        .help("ask somebody with the role of Planner or more to set it in the web page, now"))
}

/// Returns who made an issue visible and when, as far as GitLab noted it, as a clause.
pub(in crate::cli) fn exposed(gitlab: &GitLab, place: &IssuePlace) -> String {
    // It helps to know, and is no reason to stop.
    let notes = notes(gitlab, place).unwrap_or_default();
    let Some(note) = notes.into_iter().rfind(Note::makes_visible) else {
        return "the issue was visible to everybody who sees the project".to_owned();
    };
    let who = note.author.map_or("somebody".to_owned(), |author| format!("@{}", author.username));
    format!(
        "the issue was visible to everybody who sees the project: {who} made it so on {}",
        note.created_at.format("%a %Y-%m-%d %H:%M UTC")
    )
}

/// Sends what changed, and looks whether GitLab keeps it as it was sent.
///
/// # Errors
/// GitLab refuses, keeps another text, or the issue is not confidential any more.
pub(super) fn put(
    gitlab: &GitLab,
    place: &IssuePlace,
    body: Option<&str>,
    state: Option<StateEvent>,
) -> Result<Issue, CliError> {
    let update = IssueUpdate { description: body.map(str::to_owned), state_event: state, ..IssueUpdate::default() };
    let issue = gitlab.update_issue(&place.project, place.iid, &update)?;
    if !issue.confidential {
        let is_hidden = gitlab.update_issue(&place.project, place.iid, &IssueUpdate::default());
        let now = if is_hidden.is_ok_and(|issue| issue.confidential) {
            "it is confidential again"
        } else {
            "it still is not"
        };
        return Err(CliError::new(format!(
            "{} was NOT confidential when it was written: whoever sees the project could read it",
            sanitise::clean_line(&issue.web_url)
        ))
        .caused_by(format!("somebody opened it up in that moment, or GitLab dropped the flag; {now}"))
        .help("hide it if it is not: runbook sync --make-confidential; tell those who are responsible for the customer's data"));
    }
    if let Some(body) = body
        && let Some(line) = first_difference(body, &issue.description)
    {
        return Err(CliError::new("GitLab keeps another text than was sent")
            .caused_by(format!("line {line} of the issue differs; a quick action in it may have run"))
            .help("look at the issue; `runbook sync` again compares both anew"));
    }
    Ok(issue)
}

/// Returns the first line, from 1, at which two texts differ as GitLab keeps them.
fn first_difference(sent: &str, kept: &str) -> Option<usize> {
    let (sent, kept) = (stored(sent), stored(kept));
    if sent == kept {
        return None;
    }
    let same = sent.split('\n').zip(kept.split('\n')).take_while(|(sent, kept)| sent == kept).count();
    Some(same + 1)
}

/// Returns the system notes, the oldest first; none where there are more than are read.
///
/// # Errors
/// They cannot be had.
pub(super) fn notes(gitlab: &GitLab, place: &IssuePlace) -> Result<Vec<Note>, CliError> {
    let mut notes = match gitlab.system_notes(&place.project, place.iid) {
        // Who clicked is then not known, and everything else is.
        Err(GitLabError::TooMany { .. }) => Vec::new(),
        notes => notes?,
    };
    notes.sort_by_key(|note| (note.created_at, note.id));
    Ok(notes)
}
