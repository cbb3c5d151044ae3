//! Where the issue is or is going to be. Reads GitLab and writes nothing.

use super::{Action, Job, protocol::Protocol, record};
use crate::{
    cli::{
        error::CliError,
        gitlab::{self, Connection, preflight},
        mark,
        ui::Ui,
    },
    model::{Runbook, Sync, SyncState},
    services::gitlab::{GitLabError, Issue, IssuePlace, Project, ProjectPath, User},
    sync,
};

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
    /// What GitLab says of the project.
    pub facts: Project,
    /// What a person should know before.
    pub remarks: Vec<String>,
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

    /// Returns whether a text of the runbook is in an issue, and not only its id or what somebody wrote before it was adopted.
    pub(super) fn holds_runbook(&self, issue: &Issue) -> bool {
        let is_ours = || sync::publication(&issue.description).is_some_and(|publication| publication.id == self.id);
        !self.protocol().is_placeholder(issue) && (self.action == Action::Update || is_ours())
    }

    /// Returns where an issue is.
    pub(super) fn place(&self, issue: &Issue) -> IssuePlace {
        IssuePlace { project: self.project.clone(), iid: issue.iid }
    }

    /// Returns the address of the issue of a number.
    pub(super) fn address_of(&self, iid: &str) -> String {
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
            let issue = found
                .connection
                .gitlab
                .issue(&found.project, iid)
                .map_err(|error| gone(error, url.as_deref(), action))?;
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
    // What holds nothing and is closed was left by a run that came second.
    let is_left = |issue: &Issue| issue.is_closed() && found.protocol().is_placeholder(issue);
    let others: Vec<Issue> = issues.filter(|issue| !is_left(issue)).collect();
    found.remarks.extend(
        others
            .iter()
            .map(|other| format!("there is another issue of this runbook; look at it and close it: {}", other.web_url)),
    );
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
        (_, Some(present), Some(adopted)) if same_form(&present) != same_form(&adopted) => {
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

/// Returns the address of an issue in one form: an issue is a work item too, and newer ones name it so.
fn same_form(url: &str) -> String {
    let bare = url.trim().split(['?', '#']).next().unwrap_or_default();
    bare.trim_end_matches('/').replace("/-/work_items/", "/-/issues/")
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

fn gone(error: GitLabError, url: Option<&str>, action: Action) -> CliError {
    let is_gone = matches!(error, GitLabError::NotFound { .. });
    let error = CliError::from(error);
    match url.filter(|_| is_gone) {
        None => error.help("nothing was sent"),
        Some(url) if action == Action::Adopt => {
            error.help(format!("`--adopt` says that the issue is {url}; nothing was sent"))
        }
        Some(url) => error
            .help(format!("the file says that the issue is {url}; nothing was sent"))
            .help("if it was deleted, remove `sync` from the file and publish anew"),
    }
}

/// Demands that an issue can be written to.
fn checked(found: &Found, issue: Issue) -> Result<Issue, CliError> {
    if issue.moved_to_id.is_some() {
        let to = if found.action == Action::Adopt {
            "give its new address to `--adopt`"
        } else {
            "write its new address to `sync.issue`"
        };
        return Err(CliError::refused(format!("{} was moved to another project", issue.web_url))
            .help(format!("look who reads it there, then {to}; nothing was sent")));
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
