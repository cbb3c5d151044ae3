//! What the server remembers, and what people do in the web page.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{quick_actions, tasks};

/// Users, projects, issues; and a clock that goes on by a second with every change.
pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) users: Vec<User>,
    pub(crate) projects: Vec<Project>,
    pub(crate) issues: Vec<Issue>,
    /// What a filter of this GitLab replaces in every text that is written, and by what.
    pub(crate) filters: Option<(&'static str, &'static str)>,
    /// Whether it is a GitLab up to 18.x, whose notes have the Markdown of an item.
    pub(crate) is_old: bool,
    /// Whether it names an issue as the work item that it is: `/-/work_items/7`, as gitlab.com does since 2026.
    pub(crate) has_work_items: bool,
    now: DateTime<Utc>,
}

/// A user with a token.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) username: &'static str,
    pub(crate) name: &'static str,
    pub(crate) token: String,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) is_expired: bool,
    /// 0 for a stranger, 10 Guest, 15 Planner, 20 Reporter.
    pub(crate) access: u64,
}

/// A project.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) id: u64,
    pub(crate) path: String,
    pub(crate) visibility: &'static str,
    pub(crate) is_archived: bool,
    pub(crate) forked_from: Option<&'static str>,
    pub(crate) issues_access: &'static str,
    /// Whether `confidential` is taken; if not, it is dropped without a word.
    pub(crate) keeps_confidential: bool,
}

/// An issue with its notes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Issue {
    pub(crate) iid: u64,
    pub(crate) project_id: u64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) is_confidential: bool,
    /// Whether it was ever to be seen by everybody, and with which texts.
    pub(crate) seen_by_all: Vec<String>,
    pub(crate) is_closed: bool,
    pub(crate) labels: Vec<String>,
    pub(crate) assignees: Vec<u64>,
    pub(crate) due_date: Option<String>,
    pub(crate) author: u64,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) moved_to: Option<u64>,
    pub(crate) issue_type: &'static str,
    pub(crate) notes: Vec<Note>,
}

/// A note; a system note says what somebody did.
#[derive(Debug, Clone)]
pub(crate) struct Note {
    pub(crate) id: u64,
    pub(crate) author: u64,
    pub(crate) body: String,
    pub(crate) created_at: String,
    pub(crate) is_system: bool,
}

impl World {
    pub(super) fn new(url: &str) -> Self {
        let user = |id, username, name, token: &str, access| User {
            id,
            username,
            name,
            token: token.to_owned(),
            scopes: vec!["api"],
            is_expired: false,
            access,
        };
        let project = Project {
            id: 4,
            path: super::PROJECT.to_owned(),
            visibility: "private",
            is_archived: false,
            forked_from: None,
            issues_access: "enabled",
            keeps_confidential: true,
        };
        let users = vec![
            user(1, "jane_smith", "Jane Smith", super::TOKEN, 20),
            user(2, "john_doe", "John Doe", "glpat-john0000000000000000", 20),
            user(3, "dana_example", "Dana Example", "glpat-dana0000000000000000", 10),
        ];
        Self {
            url: url.to_owned(),
            users,
            projects: vec![project],
            issues: Vec::new(),
            filters: None,
            is_old: false,
            has_work_items: false,
            now: time("2026-11-21T10:00:00Z"),
        }
    }

    /// Returns the project that is there from the beginning.
    pub(crate) fn project(&mut self) -> &mut Project {
        &mut self.projects[0]
    }

    /// Returns a user.
    #[track_caller]
    pub(crate) fn user(&mut self, username: &str) -> &mut User {
        self.users.iter_mut().find(|user| user.username == username).expect("a user of the world")
    }

    /// Returns an issue.
    #[track_caller]
    pub(crate) fn issue(&mut self, iid: u64) -> &mut Issue {
        self.issues.iter_mut().find(|issue| issue.iid == iid).unwrap_or_else(|| panic!("no issue {iid}"))
    }

    /// Returns whether a path names an issue that is confidential.
    pub(super) fn is_of_confidential(&self, segments: &[String]) -> bool {
        let iid = segments.iter().skip_while(|segment| *segment != "issues").nth(1);
        iid.is_some_and(|iid| self.issues.iter().any(|issue| issue.iid.to_string() == *iid && issue.is_confidential))
    }

    /// Lets a second pass and returns the time.
    pub(super) fn tick_clock(&mut self) -> String {
        self.now += TimeDelta::seconds(1);
        self.now.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// Sets the clock, RFC 3339. The next change is a second later.
    #[track_caller]
    pub(crate) fn set_time(&mut self, now: &str) {
        self.now = time(now);
    }

    /// Puts a confidential issue of Jane Smith's there, as if it had been for long.
    pub(crate) fn put_issue(&mut self, title: &str, description: &str) {
        let now = self.tick_clock();
        self.issues.push(Issue {
            iid: self.issues.len() as u64 + 1,
            project_id: 4,
            title: title.to_owned(),
            description: description.to_owned(),
            is_confidential: true,
            author: 1,
            created_at: now.clone(),
            updated_at: now,
            ..Issue::default()
        });
    }

    /// Clicks a box in the web page: the one line that shows `label`. As in GitLab only the box changes, and a system note
    /// says who did it.
    #[track_caller]
    pub(crate) fn click(&mut self, iid: u64, username: &str, label: &str) {
        self.edit(iid, username, |description| {
            let mut lines: Vec<String> = description.split('\n').map(str::to_owned).collect();
            let mut of_label =
                lines.iter_mut().filter(|line| line.contains(label) && quick_actions::task(line).is_some());
            let line = of_label.next().unwrap_or_else(|| panic!("no box for {label:?}"));
            assert!(of_label.next().is_none(), "two boxes for {label:?}");
            let (at, is_ticked, _) = quick_actions::task(line).expect("a box, as filtered");
            line.replace_range(at..at + 3, if is_ticked { "[ ]" } else { "[x]" });
            lines.join("\n")
        });
    }

    /// Edits the description in the web page.
    #[track_caller]
    pub(crate) fn edit(&mut self, iid: u64, username: &str, change: impl FnOnce(&str) -> String) {
        let author = self.user(username).id;
        let now = self.tick_clock();
        let is_old = self.is_old;
        let issue = self.issue(iid);
        let before = issue.description.clone();
        issue.description = change(&before);
        issue.updated_at.clone_from(&now);
        issue.note_change_of(&before, author, &now, is_old);
    }

    /// Makes an issue visible to everybody, as one click in the web page does.
    #[track_caller]
    pub(crate) fn make_public(&mut self, iid: u64, username: &str) {
        let author = self.user(username).id;
        let now = self.tick_clock();
        let issue = self.issue(iid);
        issue.is_confidential = false;
        issue.updated_at.clone_from(&now);
        let kind = if issue.issue_type.is_empty() { "issue" } else { issue.issue_type };
        issue.note(author, format!("made the {kind} visible to everyone"), now, true);
        issue.remember_what_all_see();
    }
}

#[track_caller]
fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap_or_else(|error| panic!("{text:?}: {error}")).to_utc()
}

impl Issue {
    pub(super) fn note(&mut self, author: u64, body: String, created_at: String, is_system: bool) {
        let id = self.iid * 1000 + self.notes.len() as u64 + 1;
        self.notes.push(Note { id, author, body, created_at, is_system });
    }

    /// Notes how the description changed.
    pub(super) fn note_change_of(&mut self, before: &str, author: u64, now: &str, is_old: bool) {
        for body in tasks::notes_of_change(before, &self.description, is_old) {
            self.note(author, body, now.to_owned(), true);
        }
    }

    /// Keeps the texts that everybody could read at some time.
    pub(super) fn remember_what_all_see(&mut self) {
        if !self.is_confidential {
            self.seen_by_all.push(format!("{}\n{}", self.title, self.description));
        }
    }

    pub(super) fn to_json(&self, world: &World) -> Value {
        let user = |id: &u64| world.users.iter().find(|user| user.id == *id).map(User::to_json);
        let path = world.projects.iter().find(|project| project.id == self.project_id).map(|project| &project.path);
        let kind = if world.has_work_items { "work_items" } else { "issues" };
        json!({
            "id": 7000 + self.iid,
            "iid": self.iid,
            "project_id": self.project_id,
            "title": self.title,
            "description": self.description,
            "state": if self.is_closed { "closed" } else { "opened" },
            "confidential": self.is_confidential,
            "labels": self.labels,
            "assignees": self.assignees.iter().map(user).collect::<Vec<_>>(),
            "due_date": self.due_date,
            "author": user(&self.author),
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "moved_to_id": self.moved_to,
            "issue_type": if self.issue_type.is_empty() { "issue" } else { self.issue_type },
            "web_url": format!("{}/{}/-/{kind}/{}", world.url, path.map_or("gone", String::as_str), self.iid),
        })
    }
}

impl User {
    pub(super) fn to_json(&self) -> Value {
        json!({ "id": self.id, "username": self.username, "name": self.name, "state": "active" })
    }
}

impl Project {
    pub(super) fn to_json(&self, url: &str, access: u64) -> Value {
        let mut json = json!({
            "id": self.id,
            "path_with_namespace": self.path,
            "visibility": self.visibility,
            "archived": self.is_archived,
            "issues_enabled": self.issues_access != "disabled",
            "issues_access_level": self.issues_access,
            "web_url": format!("{url}/{}", self.path),
            "permissions": {
                "project_access": { "access_level": access, "notification_level": 3 },
                "group_access": null,
            },
        });
        if let Some(path) = self.forked_from {
            json["forked_from_project"] = json!({ "id": 99, "path_with_namespace": path });
        }
        json
    }
}
