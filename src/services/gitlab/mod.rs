//! What GitLab is asked, and what it answers, one function a request.
//!
//! An issue is confidential by construction: every request that makes or changes one says `confidential: true`, and nothing
//! here can say otherwise. GitLab drops that without an error where the user may not set it, so whether it holds is only
//! known from [`Issue::confidential`] of the answer.

mod answers;
mod error;
mod place;
mod requests;

use serde::de::DeserializeOwned;

use super::http::{Answer, Client, ClientError, Method, Request};

pub use answers::{Click, Issue, Metadata, Note, Project, Token, User, Visibility};
pub use error::GitLabError;
pub use place::{IssuePlace, PlaceError, ProjectPath};
pub use requests::{IssueQuery, IssueUpdate, NewIssue, StateEvent};

/// How many entries a page has: GitLab's limit.
const PER_PAGE: usize = 100;
/// How many pages of a list are read at most.
const MAX_PAGES: usize = 20;

/// One GitLab, one user.
#[derive(Debug)]
pub struct GitLab {
    client: Client,
}

impl GitLab {
    /// Returns a GitLab that is asked through a client, whose address ends in `/api/v4`.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Returns the client, for its address.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the address at which the issues of a project are made; one of them stands below it, by its number.
    pub fn issues_address(&self, project: &ProjectPath) -> String {
        let address = self.client.url_of(&["projects", project.as_str(), "issues"]);
        address.expect("a path of a project leads nowhere else")
    }

    /// Returns who the token is.
    ///
    /// # Errors
    /// [`GitLabError`], as of each request here.
    pub fn user(&self) -> Result<User, GitLabError> {
        self.ask(&Request::new(Method::Get, &["user"]))
    }

    /// Returns what this GitLab says of itself.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn metadata(&self) -> Result<Metadata, GitLabError> {
        self.ask(&Request::new(Method::Get, &["metadata"]))
    }

    /// Returns what the token may do. `None` where it is none of the kinds that GitLab answers this for, such as one of OAuth, or
    /// a fine-grained one that may not look at itself.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn token(&self) -> Result<Option<Token>, GitLabError> {
        match self.ask(&Request::new(Method::Get, &["personal_access_tokens", "self"])) {
            // The token itself is good, or it would be a 401.
            Err(GitLabError::NotFound { .. } | GitLabError::Refused { .. } | GitLabError::Permission { .. }) => {
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    /// Returns the user of a name, whatever its case; `None` if there is none.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn find_user(&self, username: &str) -> Result<Option<User>, GitLabError> {
        let users: Vec<User> = self.ask(&Request::new(Method::Get, &["users"]).query("username", username))?;
        Ok(users.into_iter().find(|user| user.username.eq_ignore_ascii_case(username)))
    }

    /// Returns a project as its user sees it. It must be looked at whether the path is the one that was asked for.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn project(&self, path: &ProjectPath) -> Result<Project, GitLabError> {
        self.ask(&Request::new(Method::Get, &["projects", path.as_str()]))
    }

    /// Makes an issue, and asks for it to be confidential. Whether it is stands in the answer. It is never made twice: see
    /// [`GitLabError::may_have_happened`].
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn create_issue(&self, project: &ProjectPath, issue: &NewIssue) -> Result<Issue, GitLabError> {
        self.ask(&Request::new(Method::Post, &["projects", project.as_str(), "issues"]).json(&requests::wire(issue)))
    }

    /// Returns an issue.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn issue(&self, project: &ProjectPath, iid: u64) -> Result<Issue, GitLabError> {
        self.ask(&Request::new(Method::Get, &["projects", project.as_str(), "issues", &iid.to_string()]))
    }

    /// Changes an issue, and asks for it to be confidential. An empty update does the latter alone.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn update_issue(&self, project: &ProjectPath, iid: u64, update: &IssueUpdate) -> Result<Issue, GitLabError> {
        let path = ["projects", project.as_str(), "issues", &iid.to_string()];
        self.ask(&Request::new(Method::Put, &path).json(&requests::wire(update)))
    }

    /// Returns what GitLab itself noted at an issue, such as who ticked what; the newest first.
    ///
    /// # Errors
    /// [`GitLabError::TooMany`]: more pages than are read. For the rest see [`GitLab::user`].
    pub fn system_notes(&self, project: &ProjectPath, iid: u64) -> Result<Vec<Note>, GitLabError> {
        let notes: Vec<Note> = self.ask_all(
            &Request::new(Method::Get, &["projects", project.as_str(), "issues", &iid.to_string(), "notes"])
                .query("activity_filter", "only_activity")
                .query("order_by", "created_at")
                .query("sort", "desc"),
        )?;
        // An old GitLab does not know the filter.
        Ok(notes.into_iter().filter(|note| note.system).collect())
    }

    /// Returns the issues of a project that fit, the newest first.
    ///
    /// # Errors
    /// See [`GitLab::system_notes`].
    pub fn find_issues(&self, project: &ProjectPath, query: &IssueQuery) -> Result<Vec<Issue>, GitLabError> {
        self.ask_all(&query.on(Request::new(Method::Get, &["projects", project.as_str(), "issues"])))
    }

    /// Returns the addresses that [`GitLab::find_issues`] for a word and [`GitLab::newest_issues`] ask first.
    pub fn find_addresses(&self, project: &ProjectPath, word: &str, author_id: u64) -> [String; 2] {
        let search = IssueQuery { search: Some(word.to_owned()), ..IssueQuery::default() };
        let search = search.on(Request::new(Method::Get, &["projects", project.as_str(), "issues"]));
        let search = search.query("per_page", PER_PAGE).query("page", 1);
        [search, newest(project, author_id, PER_PAGE)]
            .map(|request| self.client.address_of(&request).expect("a path of a project leads nowhere else"))
    }

    /// Returns the 100 newest issues of a user, for where the search is off or behind; fewer where that is more text than an
    /// answer may have.
    ///
    /// # Errors
    /// See [`GitLab::user`].
    pub fn newest_issues(&self, project: &ProjectPath, author_id: u64) -> Result<Vec<Issue>, GitLabError> {
        let mut answer = self.ask(&newest(project, author_id, PER_PAGE));
        for n_issues in [10, 1] {
            if !matches!(answer, Err(GitLabError::Client(ClientError::TooLong { .. }))) {
                break;
            }
            answer = self.ask(&newest(project, author_id, n_issues));
        }
        answer
    }

    fn ask<T: DeserializeOwned>(&self, request: &Request) -> Result<T, GitLabError> {
        Ok(self.checked(request)?.json()?)
    }

    fn ask_all<T: DeserializeOwned>(&self, request: &Request) -> Result<Vec<T>, GitLabError> {
        let mut all = Vec::new();
        for page in 1..=MAX_PAGES {
            let answer = self.checked(&request.clone().query("per_page", PER_PAGE).query("page", page))?;
            let entries: Vec<T> = answer.json()?;
            let is_full = entries.len() >= PER_PAGE;
            all.extend(entries);
            // Some proxies take the header away; then a full page says that there may be another.
            let is_last = answer.header("x-next-page").map_or(!is_full, |next| next.trim().is_empty());
            if is_last {
                return Ok(all);
            }
        }
        Err(GitLabError::TooMany { limit: PER_PAGE * MAX_PAGES })
    }

    /// Makes a request and returns its answer if that is a good one.
    fn checked(&self, request: &Request) -> Result<Answer, GitLabError> {
        let answer = self.client.send(request)?;
        if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(GitLabError::of(&answer, &self.client)) }
    }
}

fn newest(project: &ProjectPath, author_id: u64, n_issues: usize) -> Request {
    let query = IssueQuery { author_id: Some(author_id), ..IssueQuery::default() };
    let request = query.on(Request::new(Method::Get, &["projects", project.as_str(), "issues"]));
    request.query("per_page", n_issues)
}

/// Returns a text as GitLab keeps it: without carriage returns and white space at its end.
pub fn stored(text: &str) -> String {
    text.replace('\r', "").trim_end().to_owned()
}

/// Returns the address of the interface of a GitLab: `https://gitlab.example.com` is `https://gitlab.example.com/api/v4`.
pub fn api_address(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    if url.ends_with("/api/v4") { url.to_owned() } else { format!("{url}/api/v4") }
}
