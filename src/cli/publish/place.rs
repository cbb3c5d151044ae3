//! Where the issue is or is going to be, and what is to be done about it. Reads GitLab and writes nothing.

use super::{
    Action, Job, Plan,
    plan::{self, Request, UNKNOWN_IID},
    protocol::{self, Protocol},
    record, text,
    wanted::{self, Wanted},
};
use crate::{
    cli::{
        error::CliError,
        gitlab::{self, Connection, preflight},
        mark, sanitise,
        ui::Ui,
    },
    document::Document,
    lint::Finding,
    marking::Stamp,
    model::{Runbook, Sync, SyncState},
    render::Templates,
    report,
    services::gitlab::{GitLabError, Issue, IssuePlace, IssueUpdate, Project, ProjectPath, User},
    sync::{self, Agreed},
};

use super::gate;

/// A project and what is in it of this runbook.
pub(super) struct Found {
    /// The GitLab.
    pub connection: Connection,
    /// The project, as GitLab names it.
    pub project: ProjectPath,
    /// The publication id, a new one if the file has none.
    pub id: String,
    /// What is to be done.
    pub action: Action,
    /// Whose token it is.
    pub user: User,
    /// The issue, if there is one.
    pub issue: Option<Issue>,
    facts: Project,
    remarks: Vec<String>,
}

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

impl Found {
    /// Returns the conversation about this publication.
    pub(super) fn protocol(&self) -> Protocol<'_> {
        Protocol { gitlab: &self.connection.gitlab, project: &self.project, id: &self.id }
    }

    /// Returns the address of an issue, as it stands in the file: what GitLab says, if that is on this GitLab.
    pub(super) fn address(&self, issue: &Issue) -> String {
        let is_it = |place: IssuePlace| {
            place.iid == issue.iid && place.project.as_str().eq_ignore_ascii_case(self.project.as_str())
        };
        if self.connection.place(&issue.web_url).is_ok_and(is_it) {
            return issue.web_url.split(['?', '#']).next().unwrap_or_default().to_owned();
        }
        self.address_of(&issue.iid.to_string())
    }

    fn address_of(&self, iid: &str) -> String {
        let api = self.connection.gitlab.client().address().to_string();
        format!("{}/{}/-/issues/{iid}", api.trim_end_matches("/api/v4"), self.project)
    }
}

/// Finds the project, and the issue that the file or `--adopt` names, or that an earlier run made.
///
/// # Errors
/// There is no way to it, or it must not be written to.
pub(super) fn find(job: &Job<'_>, ui: &mut Ui) -> Result<Found, CliError> {
    let document = mark::parse(&job.source)?;
    let runbook = &document.runbook;
    let sync = runbook.sync.clone().unwrap_or_default();
    let id = id(&sync)?;
    let (action, url) = action(job, &sync)?;
    let (connection, project, iid) = match &url {
        Some(url) => {
            let (connection, place) = gitlab::to_issue(job.context, ui, &job.args.gitlab, url)?;
            check_place(job, runbook, &connection, &place)?;
            (connection, place.project, Some(place.iid))
        }
        None => {
            let (connection, project) = gitlab::to_project(job.context, ui, &job.args.gitlab)?;
            (connection, project, None)
        }
    };
    let gitlab = &connection.gitlab;
    let user = gitlab.user()?;
    let token = gitlab.token()?;
    let facts = gitlab.project(&project)?;
    let today = job.context.now.date_naive();
    let mut judgement = preflight::judge(&facts, &project, token.as_ref(), job.args.allow_public, today);
    let remarks = std::mem::take(&mut judgement.remarks);
    if let Some(error) = judgement.into_error() {
        return Err(error);
    }
    let mut found = Found { connection, project, id, action, user, issue: None, facts, remarks };
    match iid {
        Some(iid) => {
            let issue =
                found.connection.gitlab.issue(&found.project, iid).map_err(|error| gone(error, url.as_deref()))?;
            found.issue = Some(checked(&found, issue)?);
        }
        None if action == Action::Resume => found_again(&mut found)?,
        None => {}
    }
    Ok(found)
}

/// Looks for what an earlier run made.
fn found_again(found: &mut Found) -> Result<(), CliError> {
    let mut issues = found.protocol().find(found.user.id)?.into_iter();
    found.issue = issues.next();
    match &found.issue {
        None => {
            found.action = Action::Create;
            found.remarks.push(format!(
                "an earlier run began to publish this runbook, and there is no issue of it in {}; one is made anew",
                found.project
            ));
        }
        Some(issue) if issue.author.as_ref().is_some_and(|author| author.id != found.user.id) => {
            let author = issue.author.as_ref().map(|author| author.username.clone()).unwrap_or_default();
            found.remarks.push(format!("the issue was made by @{author}"));
        }
        Some(_) => {}
    }
    for more in issues {
        found
            .remarks
            .push(format!("there is another issue of this runbook; look at it and close it: {}", more.web_url));
    }
    Ok(())
}

/// Returns the publication id; a new one where the file has none.
fn id(sync: &Sync) -> Result<String, CliError> {
    match sync.id.as_deref().filter(|id| !id.is_empty()) {
        None => Ok(record::new_id()),
        Some(id) if id.chars().all(|c| c.is_ascii_alphanumeric()) && id.len() >= 6 => Ok(id.to_owned()),
        Some(id) => Err(CliError::new(format!("`sync.id` is no publication id: {id}"))
            .help("it is a word of letters and digits, such as `rb7f3k2m9q`; remove it if nothing was published yet")),
    }
}

/// Returns what is to be done, and the address of the issue if one is named.
fn action(job: &Job<'_>, sync: &Sync) -> Result<(Action, Option<String>), CliError> {
    let present = sync.issue.clone().filter(|url| !url.trim().is_empty());
    let adopted = job.args.adopt.clone();
    match (sync.state, present, adopted) {
        (_, Some(present), Some(adopted)) if present.trim() != adopted.trim() => {
            Err(CliError::refused(format!("this runbook has its issue already: {present}"))
                .help("leave `--adopt` out to bring that one up to date; to part with it, remove `sync` from the file"))
        }
        (Some(SyncState::Live | SyncState::Sending), Some(url), _) => Ok((Action::Update, Some(url))),
        (Some(SyncState::Live | SyncState::Sending), None, _) => {
            Err(CliError::new("`sync` says that there is an issue, and not which")
                .help("write its address to `sync.issue`, or remove `sync` from the file if there is none"))
        }
        (_, Some(url), _) => Ok((Action::Resume, Some(url))),
        (_, None, Some(url)) => Ok((Action::Adopt, Some(url))),
        (Some(SyncState::Creating), None, None) => Ok((Action::Resume, None)),
        (None, None, None) => Ok((Action::Create, None)),
    }
}

/// Demands that an issue is the runbook's own, and where the team's issues are.
fn check_place(job: &Job<'_>, runbook: &Runbook, connection: &Connection, place: &IssuePlace) -> Result<(), CliError> {
    let request = runbook.header.gitlab_issue.as_deref().and_then(|url| connection.place(url).ok());
    if request.as_ref().is_some_and(|request| is_same(request, place)) {
        return Err(CliError::refused("this is the issue of the customer's request, which is never written to")
            .help("publish makes an issue of the runbook's own; nothing was sent"));
    }
    let named = job.args.gitlab.project.as_ref().or(job.context.settings.config.gitlab.project.as_ref());
    match named.filter(|named| !named.eq_ignore_ascii_case(place.project.as_str())) {
        None => Ok(()),
        Some(named) => Err(CliError::refused(format!("the issue is in {}, and runbooks go to {named}", place.project))
            .help(format!("if that is meant: `--project {}`; nothing was sent", place.project))),
    }
}

fn is_same(one: &IssuePlace, other: &IssuePlace) -> bool {
    one.iid == other.iid && one.project.as_str().eq_ignore_ascii_case(other.project.as_str())
}

fn gone(error: GitLabError, url: Option<&str>) -> CliError {
    let is_gone = matches!(error, GitLabError::NotFound { .. });
    let error = CliError::from(error);
    match url.filter(|_| is_gone) {
        None => error,
        Some(url) => error
            .help(format!("the file says that the issue is {url}"))
            .help("if it was deleted, remove `sync` from the file and publish anew"),
    }
}

/// Demands that an issue can be written to.
fn checked(found: &Found, issue: Issue) -> Result<Issue, CliError> {
    if issue.moved_to_id.is_some() {
        return Err(CliError::refused(format!("{} was moved to another project", issue.web_url))
            .help("look who reads it there, then write its new address to `sync.issue`; nothing was sent"));
    }
    match sync::publication(&issue.description).map(|publication| publication.id) {
        Some(other) if other != found.id => {
            // An issue that is adopted may be that of a runbook whose `sync` was removed from its file.
            Err(CliError::refused(format!("{} is the issue of another runbook ({other})", issue.web_url))
                .help("if it is this one's, write that id to `sync.id`; nothing was sent"))
        }
        _ => Ok(issue),
    }
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
        let next = text::next(&mark::parse(&file)?, templates, &issue.description, stamp.at)?;
        gate::must_fit(next.description.as_deref().unwrap_or_default())?;
        changes = next.changes;
        if issue.is_closed() {
            remarks.push("the issue is closed, and stays closed".to_owned());
        }
        if !matches!(issue.issue_type.as_str(), "" | "issue") {
            remarks.push(format!("somebody made a {} of the issue", issue.issue_type));
        }
        remarks.extend(next.remarks);
        description = next.description;
        agreed = next.agreed;
    }
    remarks.extend(gate::remark_on_length(description.as_deref().unwrap_or(&known.body)));
    let before = found.issue.clone().unwrap_or_else(|| unmade(&placeholder.title, &url));
    let update = carry_over(&wanted, &before, description, empty);
    let iid = found.issue.as_ref().map(|issue| issue.iid);
    let mut requests = Vec::new();
    match &found.issue {
        None => requests.push(Request::post(gitlab, &found.project, &placeholder)),
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
                    Err(GitLabError::Forbidden { .. } | GitLabError::NotFound { .. } | GitLabError::Refused { .. }) => {
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
