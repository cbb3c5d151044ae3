//! What GitLab answers, as far as it is used. Fields that it adds are passed over, and nearly everything may be missing.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer};

/// What a GitLab says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Metadata {
    /// `18.6.0` or `18.6.0-ee`.
    pub version: String,
    /// Whether it is an enterprise edition; an old GitLab does not say.
    #[serde(default)]
    pub enterprise: Option<bool>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// The number that assigning needs.
    pub id: u64,
    /// The name that mentions need.
    pub username: String,
    /// The name for people.
    #[serde(default)]
    pub name: String,
}

/// What a token may do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Token {
    /// `api` is needed to write; a fine-grained token has `granular`, and what it may do is known from trying.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The last day that it is good, if it has one.
    #[serde(default)]
    pub expires_at: Option<NaiveDate>,
}

impl Token {
    /// Returns whether the token may make and change issues, as far as its scopes say.
    pub fn may_write(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "api" || scope == "granular")
    }
}

/// Who sees a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Its members.
    Private,
    /// All who are signed in.
    Internal,
    /// Everybody. What GitLab does not say, or says in a word unknown here, is taken for this: nothing is safe by default.
    #[default]
    #[serde(other)]
    Public,
}

/// A project as the token's user sees it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Project {
    /// Its number.
    pub id: u64,
    /// `group/project`; another one than was asked for if it was moved.
    pub path_with_namespace: String,
    /// Who sees it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Whether nothing can be written any more.
    #[serde(default)]
    pub archived: bool,
    /// The project that this is a fork of.
    #[serde(default)]
    pub forked_from_project: Option<ForkedFrom>,
    /// `enabled`, `private` (members only) or `disabled`; an old GitLab does not say.
    #[serde(default)]
    pub issues_access_level: Option<String>,
    /// What an old GitLab says instead.
    #[serde(default)]
    pub issues_enabled: Option<bool>,
    #[serde(default)]
    permissions: Option<Permissions>,
}

/// The project that another one is a fork of. That it is there is what counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ForkedFrom {
    /// `group/project`, if the user may know.
    #[serde(default)]
    pub path_with_namespace: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Permissions {
    #[serde(default)]
    project_access: Option<Access>,
    #[serde(default)]
    group_access: Option<Access>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
struct Access {
    #[serde(default)]
    access_level: u64,
}

impl Project {
    /// What a Planner has, the least that may make a confidential issue and see those of others.
    pub const PLANNER: u64 = 15;

    /// Returns the user's level of access: 10 Guest, 15 Planner, 20 Reporter, 30 Developer, 40 Maintainer, 50 Owner. 0 where
    /// GitLab says nothing, as it does for its administrators.
    pub fn access_level(&self) -> u64 {
        let levels = self.permissions.iter().flat_map(|has| [has.project_access, has.group_access]);
        levels.flatten().map(|access| access.access_level).max().unwrap_or_default()
    }

    /// Returns whether the project has issues at all.
    pub fn has_issues(&self) -> bool {
        self.issues_access_level.as_deref() != Some("disabled") && self.issues_enabled != Some(false)
    }
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Issue {
    /// Its number in the project.
    pub iid: u64,
    /// The number of the project.
    pub project_id: u64,
    /// Where people see it.
    pub web_url: String,
    /// When anything of it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Whether it is for those only who may see confidential issues. What GitLab does not say is `false`.
    #[serde(default)]
    pub confidential: bool,
    /// The text. GitLab says `null` for none.
    #[serde(default, deserialize_with = "text_or_null")]
    pub description: String,
    /// The title.
    #[serde(default, deserialize_with = "text_or_null")]
    pub title: String,
    /// `opened` or `closed`.
    #[serde(default, deserialize_with = "text_or_null")]
    pub state: String,
    /// Its labels.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Who it is for.
    #[serde(default)]
    pub assignees: Vec<User>,
    /// The day that it is due.
    #[serde(default)]
    pub due_date: Option<NaiveDate>,
    /// Who made it.
    #[serde(default)]
    pub author: Option<User>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<DateTime<Utc>>,
    /// The number of the issue that it was moved to; then this one is a shell.
    #[serde(default)]
    pub moved_to_id: Option<u64>,
    /// `issue`, `incident`, `task` and so on.
    #[serde(default, deserialize_with = "text_or_null")]
    pub issue_type: String,
}

impl Issue {
    /// Returns whether the issue is closed.
    pub fn is_closed(&self) -> bool {
        self.state == "closed"
    }
}

/// A note at an issue.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Note {
    /// Its number; later notes have higher ones.
    pub id: u64,
    /// What it says, such as ``marked the checklist item **Inform the channel** as completed``.
    #[serde(default, deserialize_with = "text_or_null")]
    pub body: String,
    /// Who it is from; nobody if the user is gone.
    #[serde(default)]
    pub author: Option<User>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether GitLab wrote it, about something that somebody did.
    #[serde(default)]
    pub system: bool,
}

/// A click on a box in the web page, as GitLab notes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Click<'a> {
    /// The text of the item, in Markdown: as it stands in the description, or, of newer ones, what is seen of it.
    pub item: &'a str,
    /// Whether the box was ticked; else it was cleared.
    pub is_done: bool,
}

impl Note {
    /// Returns whether this notes that somebody made a confidential issue visible to all who see the project. GitLab calls it
    /// by its type, such as "incident" or "task".
    pub fn makes_visible(&self) -> bool {
        self.system && self.body.starts_with("made the ") && self.body.ends_with(" visible to everyone")
    }

    /// Returns whether this notes that somebody saved the text. A save that changed boxes is noted as clicks instead.
    pub fn changes_text(&self) -> bool {
        self.system && self.body.starts_with("changed the description")
    }

    /// Returns the click that this notes: ``marked the checklist item **Inform the channel** as completed``. An older GitLab
    /// says "task" instead of "checklist item".
    pub fn click(&self) -> Option<Click<'_>> {
        let rest = self.body.strip_prefix("marked the ").filter(|_| self.system)?;
        let rest = rest.strip_prefix("checklist item ").or_else(|| rest.strip_prefix("task "))?;
        let rest = rest.strip_prefix("**")?;
        let (item, verb) = rest.rsplit_once("** as ")?;
        let is_done = match verb.trim_end() {
            "completed" => true,
            "incomplete" => false,
            _ => return None,
        };
        Some(Click { item, is_done })
    }
}

fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(json: &str) -> Project {
        serde_json::from_str(json).expect("a project")
    }

    #[test]
    fn what_a_project_does_not_say_is_not_in_its_favour() {
        let said_nothing = project(r#"{ "id": 4, "path_with_namespace": "a/b" }"#);
        assert_eq!((said_nothing.visibility, said_nothing.access_level()), (Visibility::Public, 0));
        let unknown = project(r#"{ "id": 4, "path_with_namespace": "a/b", "visibility": "friends" }"#);
        assert_eq!(unknown.visibility, Visibility::Public);
        let hidden = r#"{ "id": 4, "path_with_namespace": "a/b", "forked_from_project": {} }"#;
        assert!(project(hidden).forked_from_project.is_some());
    }

    #[test]
    fn the_higher_access_counts() {
        let of = |permissions: &str| {
            project(&format!(r#"{{ "id": 4, "path_with_namespace": "a/b", "permissions": {permissions} }}"#))
                .access_level()
        };
        assert_eq!(of(r#"{ "project_access": { "access_level": 10 }, "group_access": { "access_level": 30 } }"#), 30);
        assert_eq!(of(r#"{ "project_access": null, "group_access": null }"#), 0);
        assert_eq!(of("null"), 0);
    }

    #[test]
    fn a_click_is_known_by_its_words_whatever_the_item_says() {
        let note = |body: &str, system| Note {
            id: 1,
            body: body.to_owned(),
            author: None,
            created_at: DateTime::UNIX_EPOCH,
            system,
        };
        let of = |body: &str| note(body, true).click().map(|click| (click.item.to_owned(), click.is_done));
        assert_eq!(
            of("marked the checklist item **Tell **all** as completed** as incomplete"),
            Some(("Tell **all** as completed".to_owned(), false))
        );
        assert_eq!(
            of("marked the task **Dry-run <!-- rb:pre-call.dry-run -->** as completed"),
            Some(("Dry-run <!-- rb:pre-call.dry-run -->".to_owned(), true))
        );
        for other in
            ["changed the description", "marked the checklist item **x** as done", "marked the checklist item x", ""]
        {
            assert_eq!(of(other), None, "{other}");
        }
        let said = |body: &str, system| (note(body, system).makes_visible(), note(body, system).changes_text());
        assert_eq!(said("made the issue visible to everyone", true), (true, false));
        assert_eq!(said("made the test case visible to everyone", true), (true, false));
        assert_eq!(said("made the incident confidential", true), (false, false));
        assert_eq!(said("changed the description", true), (false, true));
        assert_eq!(said("made the issue visible to everyone", false), (false, false));
        // Anybody can write this as a comment.
        assert_eq!(note("marked the checklist item **x** as completed", false).click(), None);
    }

    #[test]
    fn an_issue_needs_little_and_is_confidential_only_if_it_says_so() {
        let least =
            r#"{ "iid": 7, "project_id": 4, "web_url": "https://x/7", "updated_at": "2026-11-21T10:00:00.123Z" }"#;
        let issue: Issue = serde_json::from_str(least).expect("an issue");
        assert!(!issue.confidential && issue.description.is_empty() && !issue.is_closed());
        for value in [r#""yes""#, "null", "1"] {
            let odd = least.replace("\"iid\"", &format!("\"confidential\": {value}, \"iid\""));
            assert!(serde_json::from_str::<Issue>(&odd).is_err(), "{value}");
        }
        let null = least.replace("\"iid\"", "\"description\": null, \"due_date\": null, \"author\": null, \"iid\"");
        assert!(serde_json::from_str::<Issue>(&null).is_ok());
    }
}
