//! What an issue is to be beside its text: title, labels, who it is for, when it is due. And what of that is to be sent.

use chrono::NaiveDate;

use crate::{
    cli::error::CliError,
    model::{Runbook, bare_handle},
    services::gitlab::{Issue, IssueUpdate, User},
};

/// What an issue is to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// The title.
    pub title: String,
    /// The labels that it has at least.
    pub labels: Vec<String>,
    /// Who it is for, if that is to be said.
    pub assignee: Option<User>,
    /// The day of the call.
    pub due_date: Option<NaiveDate>,
}

impl Wanted {
    /// Returns what an issue lacks: nobody is taken away, neither a person nor a label.
    pub(super) fn update(&self, issue: &Issue, description: Option<String>) -> IssueUpdate {
        let labels = self.labels.iter().filter(|label| !issue.labels.contains(label));
        let assigned: Vec<u64> = issue.assignees.iter().map(|user| user.id).collect();
        // GitLab's free edition keeps the first one, so who is there already stays.
        let assignee = self.assignee.as_ref().filter(|user| !assigned.contains(&user.id));
        IssueUpdate {
            title: (self.title.trim() != issue.title.trim()).then(|| self.title.clone()),
            description,
            add_labels: labels.cloned().collect(),
            assignee_ids: assignee.map(|user| [assigned, vec![user.id]].concat()),
            due_date: self.due_date.filter(|day| Some(*day) != issue.due_date),
            ..IssueUpdate::default()
        }
    }

    /// Returns what GitLab did not take over, although it made no error of it.
    pub(super) fn left_out(&self, issue: &Issue) -> Vec<String> {
        let mut said = Vec::new();
        let missing: Vec<&str> =
            self.labels.iter().filter(|label| !issue.labels.contains(label)).map(String::as_str).collect();
        if !missing.is_empty() {
            said.push(format!("GitLab did not set the labels {}", missing.join(", ")));
        }
        if let Some(user) = self.assignee.as_ref().filter(|user| !issue.assignees.iter().any(|it| it.id == user.id)) {
            said.push(match issue.assignees.first() {
                Some(other) => format!(
                    "GitLab keeps one assignee here, and that is @{}; @{} is not assigned",
                    other.username, user.username
                ),
                None => format!("GitLab did not assign the issue to @{}", user.username),
            });
        }
        if self.due_date.is_some() && issue.due_date != self.due_date {
            said.push("GitLab did not set the due date".to_owned());
        }
        said
    }
}

/// Returns whether an update changes nothing.
pub(super) fn is_nothing(update: &IssueUpdate) -> bool {
    update.title.is_none()
        && update.description.is_none()
        && update.add_labels.is_empty()
        && update.remove_labels.is_empty()
        && update.assignee_ids.is_none()
        && update.due_date.is_none()
        && update.state_event.is_none()
}

/// Returns labels of the command line and the configuration, each once.
///
/// # Errors
/// A label that GitLab would take for several, or for none.
pub(super) fn labels(given: &[String], configured: &[String]) -> Result<Vec<String>, CliError> {
    let mut labels: Vec<String> = Vec::new();
    for label in configured.iter().chain(given) {
        let label = label.trim();
        if label.is_empty() || label.contains([',', '\n', '\r']) {
            return Err(CliError::new(format!("`{label}` is no label"))
                .help("give each label an option of its own: --label one --label two"));
        }
        if !labels.iter().any(|known| known == label) {
            labels.push(label.to_owned());
        }
    }
    Ok(labels)
}

/// Returns the user name of the DRI, without its `@`; nobody where the header has none, or a name without a handle.
pub(super) fn dri(runbook: &Runbook) -> Option<&str> {
    let dri = runbook.header.dri.as_deref()?;
    let handle = runbook.contact(dri).and_then(|contact| contact.handle.as_deref()).unwrap_or(dri);
    let name = bare_handle(handle);
    let is_user_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_user_name.then_some(name)
}

/// Returns the day of the call in the zone that it was agreed in; GitLab's due date has no zone.
pub(super) fn due_date(runbook: &Runbook) -> Option<NaiveDate> {
    runbook.header.schedule_at.map(|schedule| schedule.local().date())
}
