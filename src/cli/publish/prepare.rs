//! What is going to be done about an issue, and how that is shown. Writes nothing.

use super::{
    Action, Job, Plan, gate,
    place::Found,
    plan::{self, Request, UNKNOWN_IID},
    protocol, record,
    text::{self, Theirs},
    wanted::{self, Wanted},
};
use crate::{
    cli::{error::CliError, mark, sanitise},
    document::Document,
    lint::Finding,
    marking::Stamp,
    render::Templates,
    report,
    services::gitlab::{GitLabError, Issue, IssueUpdate},
    sync::Agreed,
};

/// What is going to be done, and how it is shown.
pub(super) struct Prepared {
    /// Where.
    pub found: Found,
    /// What the issue is to be beside its text.
    pub wanted: Wanted,
    /// How it is shown.
    pub plan: Plan,
    /// Who does it, and when.
    pub stamp: Stamp,
    /// Whether there is nothing to send.
    pub is_done: bool,
    /// What file and issue agree on where there is nothing to send.
    pub agreed: Agreed,
}

/// Decides what is going to be done.
///
/// # Errors
/// The file or the issue does not allow it.
pub(super) fn prepare(
    job: &Job<'_>,
    mut found: Found,
    templates: &Templates,
    findings: &[Finding],
) -> Result<Prepared, CliError> {
    let document = mark::parse(&job.source)?;
    let stamp = Stamp { at: job.context.now, recorded: None, by: job.context.by()? };
    let mut remarks = std::mem::take(&mut found.remarks);
    let wanted = wanted(job, &found, &document, &mut remarks)?;
    let gitlab = &found.connection.gitlab;
    let placeholder = protocol::placeholder(&found.id);
    let empty = found.issue.as_ref().is_none_or(|issue| found.protocol().is_placeholder(issue));
    let url = found.issue.as_ref().map_or_else(|| found.address_of(UNKNOWN_IID), |issue| found.address(issue));
    let known = record::known(&job.source, &found.id, &url, empty, &stamp, templates)?;
    let mut changes = Vec::new();
    let mut agreed = Agreed::default();
    let mut description = Some(known.body.clone());
    if let Some(issue) = found.issue.as_ref().filter(|_| !empty) {
        let file = record::with_text(&job.source, &known.text)?;
        let document = mark::parse(&file)?;
        let theirs = Theirs { found: &found, issue, templates, now: stamp.at };
        let merged = theirs.merge(&document, &theirs.noted(&document)?)?;
        changes = text::changes(&merged.pushes);
        if issue.is_closed() {
            remarks.push("the issue is closed, and stays closed".to_owned());
        }
        if !matches!(issue.issue_type.as_str(), "" | "issue") {
            remarks.push(format!("somebody made a {} of the issue", issue.issue_type));
        }
        remarks.extend(text::remarks(&merged));
        description = merged.body;
        agreed = merged.agreed;
    }
    remarks.extend(gate::remark_on_length(description.as_deref().unwrap_or(&known.body)));
    let before = found.issue.clone().unwrap_or_else(|| unmade(&placeholder.title, &url));
    let update = carry_over(&wanted, &before, description, empty);
    let iid = found.issue.as_ref().map(|issue| issue.iid);
    let mut requests = Vec::new();
    match &found.issue {
        None => {
            requests.push(Request::post(gitlab, &found.project, &placeholder));
            requests.extend(Request::find(gitlab, &found.project, &found.id, found.user.id));
        }
        Some(issue) if !issue.confidential => {
            changes.insert(0, "makes the issue confidential before anything else".to_owned());
            requests.push(Request::put(gitlab, &found.project, iid, &IssueUpdate::default()));
        }
        Some(_) => {}
    }
    requests.push(Request::get(gitlab, &found.project, iid));
    if !wanted::is_nothing(&update) {
        requests.push(Request::put(gitlab, &found.project, iid, &update));
        requests.push(Request::get(gitlab, &found.project, iid));
    }
    if found.issue.is_some() && !empty {
        changes.extend(in_words(&update, &before));
    }
    let is_done = found.action == Action::Update && wanted::is_nothing(&update) && before.confidential;
    let connection = &found.connection;
    let plan = Plan {
        action: found.action,
        path: sanitise::path(&job.path),
        host: connection.host.value.clone(),
        host_source: connection.host.source.clone(),
        user: found.user.username.clone(),
        token_source: connection.token_source.clone(),
        project: found.facts.path_with_namespace.clone(),
        project_source: connection.project_source.clone(),
        visibility: plan::word(found.facts.visibility),
        issue: found.issue.is_some().then_some(url),
        title: wanted.title.clone(),
        readers: readers(&found, &wanted),
        assignee: wanted.assignee.as_ref().map(|user| user.username.clone()),
        labels: wanted.labels.clone(),
        due_date: wanted.due_date,
        characters: known.body.chars().count(),
        changes,
        lint: report::summary(findings, 1).trim_end_matches(" in 1 file").to_owned(),
        remarks,
        requests,
    };
    Ok(Prepared { found, wanted, plan, stamp, is_done, agreed })
}

/// Returns what is sent to an issue; one that was closed while it held nothing is opened again.
pub(super) fn carry_over(wanted: &Wanted, issue: &Issue, description: Option<String>, empty: bool) -> IssueUpdate {
    let update = wanted.update(issue, description);
    let reopen = (empty && issue.is_closed()).then_some(crate::services::gitlab::StateEvent::Reopen);
    IssueUpdate { state_event: reopen, ..update }
}

/// Returns what the issue is to be beside its text.
fn wanted(
    job: &Job<'_>,
    found: &Found,
    document: &Document<'_>,
    remarks: &mut Vec<String>,
) -> Result<Wanted, CliError> {
    let runbook = &document.runbook;
    let labels = wanted::labels(&job.args.label, &job.context.settings.config.gitlab.labels)?;
    let mut assignee = None;
    if !job.args.no_assign {
        match (wanted::dri(runbook), &runbook.header.dri) {
            (Some(name), _) => {
                let host = &found.connection.host.value;
                match found.connection.gitlab.find_user(name) {
                    Ok(Some(user)) => assignee = Some(user),
                    Ok(None) => {
                        remarks.push(format!("@{name}, the DRI, is no user of {host}; the issue is assigned to nobody"))
                    }
                    // Some GitLabs do not let everybody look for users.
                    Err(
                        GitLabError::Forbidden { .. }
                        | GitLabError::Permission { .. }
                        | GitLabError::NotFound { .. }
                        | GitLabError::Refused { .. },
                    ) => {
                        remarks.push(format!(
                            "{host} does not say who @{name}, the DRI, is; the issue is assigned to nobody"
                        ));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            (None, Some(name)) => remarks
                .push(format!("{name}, the DRI, has no handle among the contacts; the issue is assigned to nobody")),
            (None, None) => remarks.push("there is no DRI; the issue is assigned to nobody".to_owned()),
        }
    }
    Ok(Wanted { title: gate::title(document)?, labels, assignee, due_date: wanted::due_date(runbook) })
}

/// Returns who is going to be able to read the issue.
fn readers(found: &Found, wanted: &Wanted) -> String {
    let issue = found.issue.as_ref();
    let author = issue.and_then(|issue| issue.author.as_ref()).unwrap_or(&found.user);
    let made = if issue.is_some() { "made it" } else { "makes it" };
    let mut readers = vec![(author, made)];
    let assigned = issue.into_iter().flat_map(|issue| &issue.assignees).map(|user| (user, "is assigned"));
    for (user, why) in assigned.chain(wanted.assignee.iter().map(|user| (user, "by being assigned"))) {
        if readers.iter().all(|(known, _)| known.id != user.id) {
            readers.push((user, why));
        }
    }
    let named: Vec<String> = readers.iter().map(|(user, why)| format!("@{} ({why})", user.username)).collect();
    format!("members of the project from Planner up, {}", named.join(", "))
}

fn in_words(update: &IssueUpdate, before: &Issue) -> Vec<String> {
    let mut changes = Vec::new();
    if update.title.is_some() {
        changes.push(format!("title, which was: {}", before.title));
    }
    if update.description.is_some() {
        changes.push("text".to_owned());
    }
    if !update.add_labels.is_empty() {
        changes.push(format!("adds the labels {}", update.add_labels.join(", ")));
    }
    if update.assignee_ids.is_some() {
        changes.push("adds the assignee".to_owned());
    }
    if update.due_date.is_some() {
        changes
            .push(before.due_date.map_or("sets the due date".to_owned(), |day| format!("due date, which was {day}")));
    }
    changes
}

/// Returns an issue that is not made yet, as the one that is going to be made.
fn unmade(title: &str, url: &str) -> Issue {
    let issue = serde_json::json!({
        "iid": 0, "project_id": 0, "web_url": url, "updated_at": "1970-01-01T00:00:00Z", "title": title, "confidential": true,
    });
    serde_json::from_value(issue).expect("this has all that an issue needs")
}
