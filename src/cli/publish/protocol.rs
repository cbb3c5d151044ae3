//! The conversation with GitLab in which nothing of a runbook is said before the issue is known to be confidential.
//!
//! An issue begins with a placeholder that holds the publication id and no more. A [`Secured`] issue is one that GitLab
//! has shown to be confidential in an answer to a question of its own, and only such a one can be filled. What was
//! filled is looked at again; if it turns out that it can be read by others, the text is taken back.
//!
//! Nothing here knows files or people.

use crate::services::gitlab::{
    GitLab, GitLabError, Issue, IssueQuery, IssueUpdate, NewIssue, ProjectPath, StateEvent, stored,
};

/// What is said in an issue before anything of the runbook is.
const WAITING: &str =
    "This issue is being published by `runbook`. If its text does not follow, run `runbook publish` again.";

/// Why an issue was not published.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProtocolError {
    /// GitLab did not do what it was asked.
    #[error(transparent)]
    GitLab(#[from] GitLabError),
    /// The answer to the request that makes the issue was lost, and the issue is not to be found.
    #[error("it is not known whether the issue was made")]
    Unknown {
        /// How the answer was lost.
        source: GitLabError,
    },
    /// The issue is made, and whether there is an older one is not to be known. Nothing of the runbook is in it.
    #[error("it is not known whether another run made the issue too")]
    Unlooked {
        /// The address of the issue.
        url: String,
        /// Why GitLab could not be asked.
        source: GitLabError,
    },
    /// Another run has made an issue of the same publication. Nothing of the runbook is in the one of this run.
    #[error("another run made the issue of this runbook at the same time")]
    Rival {
        /// The address of the issue that counts: the older one.
        url: String,
        /// The addresses of the younger ones, which hold nothing, with whether each was closed.
        others: Vec<(String, bool)>,
    },
    /// GitLab does not make the issue confidential. Nothing of the runbook is in it.
    #[error("GitLab does not keep the issue confidential")]
    NotConfidential {
        /// The address of the issue.
        url: String,
        /// Whether the issue, which holds nothing, was closed.
        closed: bool,
    },
    /// The issue was not confidential any more when the text was in it.
    #[error("the issue was not confidential any more when the text was sent")]
    Exposed {
        /// The address of the issue.
        url: String,
        /// Whether the text was taken back.
        taken_back: bool,
        /// Whether others go on reading a text of the runbook that was in it before.
        still_visible: bool,
    },
    /// The issue does not hold what was sent.
    #[error("the issue does not hold what was sent: {what}")]
    Differs {
        /// The address of the issue.
        url: String,
        /// What is different first.
        what: String,
    },
    /// The server speaks of another issue than the one that was meant.
    #[error("GitLab answered with another issue than the one that was meant")]
    Another {
        /// The address of the issue.
        url: String,
    },
}

/// An issue that was seen to be confidential just now.
#[derive(Debug)]
pub(super) struct Secured {
    issue: Issue,
    was_visible: bool,
}

impl Secured {
    /// Returns the issue.
    pub(super) fn issue(&self) -> &Issue {
        &self.issue
    }

    /// Returns whether others could read it until now.
    pub(super) fn was_visible(&self) -> bool {
        self.was_visible
    }
}

/// One project of one GitLab, and the publication.
#[derive(Debug, Clone, Copy)]
pub(super) struct Protocol<'a> {
    /// The GitLab.
    pub gitlab: &'a GitLab,
    /// The project.
    pub project: &'a ProjectPath,
    /// The publication id, by which the issue is found again.
    pub id: &'a str,
}

/// Returns the issue that holds nothing yet but its id.
pub(super) fn placeholder(id: &str) -> NewIssue {
    NewIssue {
        title: format!("Runbook {id}"),
        // The id stands there as a word of its own too, because a search does not look into comments everywhere.
        description: format!("{WAITING}\n\n{id}\n\n<!-- runbook: v=1 id={id} -->\n"),
        ..NewIssue::default()
    }
}

/// Returns whether a text holds the id as a word.
pub(super) fn holds_id(text: &str, id: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == id)
}

impl Protocol<'_> {
    /// Returns whether nothing was written into an issue since it was made.
    pub(super) fn is_placeholder(&self, issue: &Issue) -> bool {
        stored(&issue.description) == stored(&placeholder(self.id).description)
    }

    /// Finds the issues of this publication, the oldest first. The search of a GitLab may be off or behind, so the newest
    /// issues of the author are looked through as well.
    ///
    /// # Errors
    /// [`GitLabError`]; then it is not known whether there is one.
    pub(super) fn find(&self, author_id: u64) -> Result<Vec<Issue>, GitLabError> {
        let query = IssueQuery { search: Some(self.id.to_owned()), ..IssueQuery::default() };
        let mut found = self.gitlab.find_issues(self.project, &query)?;
        found.extend(self.gitlab.newest_issues(self.project, author_id)?);
        found.retain(|issue| holds_id(&issue.description, self.id) || holds_id(&issue.title, self.id));
        found.sort_by_key(|issue| issue.iid);
        found.dedup_by_key(|issue| issue.iid);
        Ok(found)
    }

    /// Makes the placeholder. Where the answer is lost, the issue is looked for and never made again. Another computer may
    /// have made one in the same moment, which nothing but GitLab knows of both: then the older one counts, and whoever made
    /// the younger one sees that before anything is in it.
    ///
    /// # Errors
    /// [`ProtocolError::GitLab`]: there is none. [`ProtocolError::Unknown`]: there may be one. [`ProtocolError::Unlooked`]:
    /// there is one, and perhaps an older one. [`ProtocolError::Rival`]: there is an older one.
    pub(super) fn create(&self, author_id: u64) -> Result<Issue, ProtocolError> {
        let (made, lost) = match self.gitlab.create_issue(self.project, &placeholder(self.id)) {
            Ok(issue) => (Some(issue), None),
            Err(error) if error.may_have_happened() => (None, Some(error)),
            Err(error) => return Err(error.into()),
        };
        let mut found = match (self.find(author_id), lost) {
            (Ok(found), Some(lost)) if found.is_empty() => return Err(ProtocolError::Unknown { source: lost }),
            (Ok(found), _) => found,
            (Err(_), Some(lost)) => return Err(ProtocolError::Unknown { source: lost }),
            (Err(source), None) => {
                let url = made.map(|made| made.web_url).unwrap_or_default();
                return Err(ProtocolError::Unlooked { url, source });
            }
        };
        // A search may be behind.
        if let Some(made) = made.as_ref().filter(|made| found.iter().all(|issue| issue.iid != made.iid)) {
            found.push(made.clone());
            found.sort_by_key(|issue| issue.iid);
        }
        let mut found = found.into_iter();
        let first = found.next().expect("it was made, or a list that is empty has ended above");
        let others: Vec<Issue> = found.filter(|issue| self.is_placeholder(issue) && !issue.is_closed()).collect();
        match made {
            Some(made) if made.iid == first.iid => return Ok(made),
            None if others.is_empty() => return Ok(first),
            _ => {}
        }
        let others = others.iter().map(|issue| (issue.web_url.clone(), self.close_placeholder(issue))).collect();
        Err(ProtocolError::Rival { url: first.web_url, others })
    }

    /// Demands of an issue that it is the one of this publication, and confidential in the answer that is at hand as well
    /// as in one of its own; makes it so where it is not. A placeholder that cannot be made confidential is closed.
    ///
    /// # Errors
    /// See [`ProtocolError`].
    pub(super) fn secure(&self, known: &Issue) -> Result<Secured, ProtocolError> {
        let seen = self.gitlab.issue(self.project, known.iid)?;
        if !holds_id(&seen.description, self.id) && !holds_id(&seen.title, self.id) {
            return Err(ProtocolError::Another { url: seen.web_url });
        }
        self.made_confidential(known, seen)
    }

    /// The same for an issue that is named by its address, which need not hold the id.
    ///
    /// # Errors
    /// See [`ProtocolError`].
    pub(super) fn secure_named(&self, known: &Issue) -> Result<Secured, ProtocolError> {
        let seen = self.gitlab.issue(self.project, known.iid)?;
        self.made_confidential(known, seen)
    }

    fn made_confidential(&self, known: &Issue, seen: Issue) -> Result<Secured, ProtocolError> {
        let is_one_issue = |other: &Issue| (other.iid, other.project_id) == (known.iid, known.project_id);
        if !is_one_issue(&seen) {
            return Err(ProtocolError::Another { url: seen.web_url });
        }
        if known.confidential && seen.confidential {
            return Ok(Secured { issue: seen, was_visible: false });
        }
        let answered = self.gitlab.update_issue(self.project, known.iid, &IssueUpdate::default());
        let again = match self.gitlab.issue(self.project, known.iid) {
            Ok(again) => again,
            Err(error) => return Err(answered.err().unwrap_or(error).into()),
        };
        match answered {
            Ok(answered) if answered.confidential && again.confidential && is_one_issue(&again) => {
                Ok(Secured { issue: again, was_visible: true })
            }
            // It was not done, and why stands in the answer; that the user may not is the one thing that does not pass.
            Err(error) if again.confidential || !matches!(error, GitLabError::Forbidden { .. }) => Err(error.into()),
            _ => Err(ProtocolError::NotConfidential { closed: self.close_placeholder(&again), url: again.web_url }),
        }
    }

    /// Closes an issue that holds nothing, so that nobody fills it by hand. One with a text is not ours to close.
    fn close_placeholder(&self, issue: &Issue) -> bool {
        let close = IssueUpdate { state_event: Some(StateEvent::Close), ..IssueUpdate::default() };
        let may_close = self.is_placeholder(issue) && !issue.is_closed();
        may_close && self.gitlab.update_issue(self.project, issue.iid, &close).is_ok_and(|issue| issue.is_closed())
    }

    /// Writes into an issue, and looks whether it is confidential and complete, in the answer and once more.
    ///
    /// # Errors
    /// See [`ProtocolError`]. Where the issue turns out not to be confidential, what was sent has been taken back.
    pub(super) fn fill(&self, secured: Secured, update: &IssueUpdate) -> Result<Issue, ProtocolError> {
        let before = secured.issue;
        let answered = match self.gitlab.update_issue(self.project, before.iid, update) {
            Ok(issue) => Ok(Some(issue)),
            Err(error) if error.may_have_happened() => Err(error),
            Err(error) => return Err(error.into()),
        };
        if let Ok(Some(issue)) = &answered
            && !issue.confidential
        {
            return Err(self.take_back(&before, update));
        }
        let seen = match self.gitlab.issue(self.project, before.iid) {
            Ok(seen) => seen,
            Err(error) => return Err(answered.err().unwrap_or(error).into()),
        };
        if (seen.iid, seen.project_id) != (before.iid, before.project_id) {
            return Err(ProtocolError::Another { url: seen.web_url });
        }
        if !seen.confidential {
            return Err(self.take_back(&before, update));
        }
        match difference(&seen, update) {
            None => Ok(seen),
            // Nothing of it arrived, and the error says why.
            Some(what) => match answered {
                Err(error) => Err(error.into()),
                Ok(_) => Err(ProtocolError::Differs { url: seen.web_url, what }),
            },
        }
    }

    /// Puts back what stood in an issue before, as far as a text of the runbook is concerned.
    fn take_back(&self, before: &Issue, update: &IssueUpdate) -> ProtocolError {
        let back = IssueUpdate {
            title: Some(before.title.clone()),
            description: Some(before.description.clone()),
            remove_labels: update.add_labels.iter().filter(|label| !before.labels.contains(label)).cloned().collect(),
            assignee_ids: update.assignee_ids.as_ref().map(|_| before.assignees.iter().map(|user| user.id).collect()),
            ..IssueUpdate::default()
        };
        let answered = self.gitlab.update_issue(self.project, before.iid, &back);
        let is_as_before =
            |issue: &Issue| issue.title == before.title && stored(&issue.description) == stored(&before.description);
        let seen = self.gitlab.issue(self.project, before.iid);
        let is_visible = seen.as_ref().map_or(true, |issue| !issue.confidential);
        let taken_back =
            answered.is_ok_and(|issue| is_as_before(&issue)) && seen.is_ok_and(|issue| is_as_before(&issue));
        let still_visible = is_visible && !self.is_placeholder(before);
        ProtocolError::Exposed { url: before.web_url.clone(), taken_back, still_visible }
    }
}

/// Returns what of an update an issue does not show; what GitLab may leave out by right is not looked at.
pub(super) fn difference(issue: &Issue, update: &IssueUpdate) -> Option<String> {
    if let Some(title) = &update.title
        && title.trim() != issue.title.trim()
    {
        return Some("the title is another one".to_owned());
    }
    let (sent, there) = (stored(update.description.as_deref()?), stored(&issue.description));
    if sent == there {
        return None;
    }
    let lines = sent.lines().zip(there.lines()).take_while(|(a, b)| a == b).count() + 1;
    Some(format!("the text differs from line {lines} on"))
}
