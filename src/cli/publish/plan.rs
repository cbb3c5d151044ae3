//! What is going to happen, as a person reads it at three in the morning, and as data.

use serde::Serialize;
use serde_json::Value;

use crate::{
    cli::{error::CliError, ui::Ui},
    services::gitlab::{GitLab, IssueUpdate, NewIssue, ProjectPath, Visibility},
};

/// What stands for the number of an issue that is not made yet.
pub(super) const UNKNOWN_IID: &str = "IID";

/// What publishing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Action {
    /// Makes an issue.
    Create,
    /// Goes on with an issue that was begun.
    Resume,
    /// Takes an issue that somebody made.
    Adopt,
    /// Brings the issue up to date.
    Update,
}

/// What is going to happen.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Plan {
    /// What publishing does.
    pub action: Action,
    /// The file.
    pub path: String,
    /// The host, and what named it.
    pub host: String,
    #[serde(skip)]
    pub host_source: String,
    /// Whose token it is.
    pub user: String,
    #[serde(skip)]
    pub token_source: String,
    /// The project.
    pub project: String,
    #[serde(skip)]
    pub project_source: Option<String>,
    /// Who sees the project.
    pub visibility: &'static str,
    /// The address of the issue; nothing before it is made.
    pub issue: Option<String>,
    /// The title of the issue.
    pub title: String,
    /// Who is going to be able to read it.
    pub readers: String,
    /// The user name of whom it is assigned to.
    pub assignee: Option<String>,
    /// The labels that it gets.
    pub labels: Vec<String>,
    /// The day that it is due.
    pub due_date: Option<chrono::NaiveDate>,
    /// How many characters the text has.
    pub characters: usize,
    /// What changes, where there is an issue with a text already.
    pub changes: Vec<String>,
    /// What lint found, in one line.
    pub lint: String,
    /// What a person should know before.
    pub remarks: Vec<String>,
    /// The requests that write, and those that look what came of them; only with `--dry-run`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
}

/// A request as it is going to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Request {
    method: &'static str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

impl Request {
    /// Makes an issue.
    pub(super) fn post(gitlab: &GitLab, project: &ProjectPath, issue: &NewIssue) -> Self {
        Self { method: "POST", url: gitlab.issues_address(project), body: Some(issue.body()) }
    }

    /// Looks at an issue.
    pub(super) fn get(gitlab: &GitLab, project: &ProjectPath, iid: Option<u64>) -> Self {
        Self { method: "GET", url: address(gitlab, project, iid), body: None }
    }

    /// Looks for the issues of a publication.
    pub(super) fn find(gitlab: &GitLab, project: &ProjectPath, id: &str, author_id: u64) -> [Self; 2] {
        gitlab.find_addresses(project, id, author_id).map(|url| Self { method: "GET", url, body: None })
    }

    /// Changes an issue.
    pub(super) fn put(gitlab: &GitLab, project: &ProjectPath, iid: Option<u64>, update: &IssueUpdate) -> Self {
        Self { method: "PUT", url: address(gitlab, project, iid), body: Some(update.body()) }
    }

    /// Returns the request as it goes over the line, but for the token and the order of the headers.
    fn to_text(&self) -> String {
        let head = format!("{} {}\nAuthorization: Bearer [hidden]\n", self.method, self.url);
        match &self.body {
            None => head,
            Some(body) => {
                let body = serde_json::to_string_pretty(body).expect("a value can be written");
                format!("{head}Content-Type: application/json\n\n{body}\n")
            }
        }
    }
}

fn address(gitlab: &GitLab, project: &ProjectPath, iid: Option<u64>) -> String {
    let iid = iid.map_or_else(|| UNKNOWN_IID.to_owned(), |iid| iid.to_string());
    format!("{}/{iid}", gitlab.issues_address(project))
}

/// Returns the word for who sees a project.
pub(super) const fn word(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Private => "private",
        Visibility::Internal => "internal",
        Visibility::Public => "public",
    }
}

impl Plan {
    /// Says the plan.
    pub(super) fn say(&self, ui: &mut Ui) {
        for line in self.lines() {
            ui.status(&line);
        }
        self.say_remarks(ui);
    }

    /// Says what a person should know.
    pub(super) fn say_remarks(&self, ui: &mut Ui) {
        for remark in &self.remarks {
            ui.warn(remark);
        }
    }

    fn lines(&self) -> Vec<String> {
        let from = |source: &str| if source.is_empty() { String::new() } else { format!(" ({source})") };
        let what = match self.action {
            Action::Create => "is going to be a confidential issue:",
            Action::Resume => "was begun to be published; that goes on:",
            Action::Adopt => "is going into an issue that is there:",
            Action::Update => "is going to be brought up to date in its issue:",
        };
        let mut rows = vec![
            ("host", format!("{}{}", self.host, from(&self.host_source))),
            ("as", format!("@{}, with {}", self.user, self.token_source)),
            (
                "project",
                format!("{}, {}{}", self.project, self.visibility, from(self.project_source.as_deref().unwrap_or(""))),
            ),
        ];
        rows.extend(self.issue.clone().map(|issue| ("issue", issue)));
        rows.push(("title", self.title.clone()));
        rows.push(("readers", self.readers.clone()));
        rows.push(("assignee", self.assignee.as_ref().map_or("nobody".to_owned(), |name| format!("@{name}"))));
        if !self.labels.is_empty() {
            rows.push(("labels", self.labels.join(", ")));
        }
        rows.extend(self.due_date.map(|day| ("due", day.to_string())));
        rows.push(("text", format!("{} characters", self.characters)));
        rows.push(("lint", self.lint.clone()));
        rows.extend(self.changes.iter().map(|change| ("change", change.clone())));
        let mut lines = vec![format!("{} {what}", self.path)];
        lines.extend(rows.into_iter().map(|(label, value)| format!("  {label:<9} {value}")));
        lines
    }

    /// Prints the requests.
    ///
    /// # Errors
    /// stdout cannot take it.
    pub(super) fn answer_requests(&self, ui: &mut Ui) -> Result<(), CliError> {
        let texts: Vec<String> = self.requests.iter().map(Request::to_text).collect();
        ui.answer(&texts.join("\n"))
    }
}
