//! What GitLab is sent.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::services::http::Request;

/// A new issue. It has no field that could make it other than confidential.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewIssue {
    /// The title: 255 characters at most.
    pub title: String,
    /// The text.
    pub description: String,
    /// Labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Who it is for. They may read it, whoever they are. GitLab's free edition keeps the first only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assignee_ids: Vec<u64>,
    /// The day that it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
}

/// A change of an issue: what is `None` or empty stays.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IssueUpdate {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text, as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Labels to add; there is no way to set them all, so that nobody's label is lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_labels: Vec<String>,
    /// Labels to take away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_labels: Vec<String>,
    /// Who it is for, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_ids: Option<Vec<u64>>,
    /// The day that it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
    /// Whether to close or reopen it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_event: Option<StateEvent>,
}

impl NewIssue {
    /// Returns the body of the request as it is sent, to be shown before.
    pub fn body(&self) -> Value {
        shown(self)
    }
}

impl IssueUpdate {
    /// Returns the body of the request as it is sent, to be shown before.
    pub fn body(&self) -> Value {
        shown(self)
    }
}

fn shown<T: Serialize>(body: &T) -> Value {
    serde_json::to_value(wire(body)).expect("what is sent has text keys and can be serialised")
}

/// What to do with the state of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StateEvent {
    /// Closes it.
    Close,
    /// Opens it again.
    Reopen,
}

#[derive(Serialize)]
struct Wire<'a, T> {
    #[serde(flatten)]
    body: &'a T,
    confidential: bool,
}

/// Returns the body of a request: with the one value of `confidential` that there is.
pub(super) fn wire<T: Serialize>(body: &T) -> impl Serialize {
    Wire { body, confidential: true }
}

/// Which issues to find.
#[derive(Debug, Clone, Default)]
pub struct IssueQuery {
    /// A word in the title or the description.
    pub search: Option<String>,
    /// Only those of this user.
    pub author_id: Option<u64>,
    /// Only those that are confidential.
    pub only_confidential: bool,
    /// Only those that were made since.
    pub created_after: Option<DateTime<Utc>>,
}

impl IssueQuery {
    /// Returns a request with what is asked for in its query.
    pub(super) fn on(&self, mut request: Request) -> Request {
        if let Some(search) = &self.search {
            request = request.query("search", search).query("in", "title,description");
        }
        if let Some(author_id) = self.author_id {
            request = request.query("author_id", author_id);
        }
        if self.only_confidential {
            request = request.query("confidential", true);
        }
        if let Some(time) = self.created_after {
            request = request.query("created_after", time.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
        request.query("order_by", "created_at").query("sort", "desc")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(body: &impl Serialize) -> String {
        serde_json::to_string(&wire(body)).expect("JSON")
    }

    #[test]
    fn every_body_asks_for_confidentiality() {
        assert_eq!(
            json(&NewIssue { title: "a".to_owned(), ..NewIssue::default() }),
            r#"{"title":"a","description":"","confidential":true}"#
        );
        assert_eq!(NewIssue::default().body()["confidential"], true);
        assert_eq!(IssueUpdate::default().body().to_string(), r#"{"confidential":true}"#);
        assert_eq!(json(&IssueUpdate::default()), r#"{"confidential":true}"#);
    }

    #[test]
    fn an_update_says_what_changes_and_no_more() {
        let update = IssueUpdate {
            description: Some("text".to_owned()),
            add_labels: vec!["Runbook".to_owned()],
            assignee_ids: Some(Vec::new()),
            due_date: NaiveDate::from_ymd_opt(2026, 11, 21),
            state_event: Some(StateEvent::Close),
            ..IssueUpdate::default()
        };
        assert_eq!(
            json(&update),
            r#"{"description":"text","add_labels":["Runbook"],"assignee_ids":[],"due_date":"2026-11-21","state_event":"close","confidential":true}"#
        );
    }
}
