//! Where something is on a GitLab: a project's path, an issue's web address.

use std::fmt;

use thiserror::Error;

use crate::services::http::Address;

/// The path of a project, such as `group/subgroup/project`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPath(String);

/// An issue: a project and a number in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuePlace {
    /// The project.
    pub project: ProjectPath,
    /// The number.
    pub iid: u64,
}

/// Why a text names no place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// No path of a project.
    #[error("this is no path of a project, such as `group/project`")]
    Project,
    /// The address of another server than the token's.
    #[error("this is not on {host}, and the token is for that host only")]
    OtherHost {
        /// The token's host.
        host: String,
    },
    /// On the host, but no issue.
    #[error("this is no address of an issue, such as `https://gitlab.example.com/group/project/-/issues/7`")]
    Issue,
}

impl ProjectPath {
    /// Reads a path: at least a group and a project, of the characters that GitLab allows.
    ///
    /// # Errors
    /// [`PlaceError::Project`].
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let is_segment = |segment: &str| {
            segment.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
                && segment.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
                && !matches!(segment, "." | "..")
        };
        let is_path = text.contains('/') && text.split('/').all(is_segment);
        if is_path { Ok(Self(text.to_owned())) } else { Err(PlaceError::Project) }
    }

    /// Returns the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl IssuePlace {
    /// Reads the web address of an issue, as a browser shows it: below `/-/issues/` or `/-/work_items/`, with or without what
    /// comes after `?` or `#`. `api` is the address of the interface that the token is for.
    ///
    /// # Errors
    /// [`PlaceError`]: it is elsewhere, or no issue.
    pub fn parse(url: &str, api: &Address) -> Result<Self, PlaceError> {
        let url = url.trim();
        let base = api.to_string();
        let base = base.strip_suffix("/api/v4").unwrap_or(&base);
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let bare = &url[..end];
        if !api.is_origin_of(bare) {
            return Err(PlaceError::OtherHost { host: api.host().to_owned() });
        }
        // The origin is the same, so the two differ in case or in a port that goes without saying at most.
        let path = |url: &str| url.splitn(4, '/').nth(3).unwrap_or_default().trim_end_matches('/').to_owned();
        let (of_issue, root) = (path(bare), path(base));
        let below = if root.is_empty() {
            Some(of_issue.as_str())
        } else {
            of_issue.strip_prefix(&root).and_then(|rest| rest.strip_prefix('/'))
        };
        let (project, iid) = below
            .and_then(|below| below.rsplit_once("/-/issues/").or_else(|| below.rsplit_once("/-/work_items/")))
            .ok_or(PlaceError::Issue)?;
        let is_number = !iid.is_empty() && iid.bytes().all(|byte| byte.is_ascii_digit());
        let iid = iid.parse().ok().filter(|_| is_number).ok_or(PlaceError::Issue)?;
        let project = ProjectPath::parse(project).map_err(|_| PlaceError::Issue)?;
        Ok(Self { project, iid })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(url: &str, api: &str, expected: Expect) {
        let api = Address::parse(api).expect("an address");
        let said = match IssuePlace::parse(url, &api) {
            Ok(place) => format!("{}#{}", place.project, place.iid),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&said);
    }

    #[test]
    fn an_issue_is_found_as_a_browser_shows_it() {
        const API: &str = "https://gitlab.example.com/api/v4";
        check("https://gitlab.example.com/group/project/-/issues/7", API, expect!["group/project#7"]);
        check(" https://GitLab.example.com:443/a/b/c/-/work_items/12?x=1#note_3 ", API, expect!["a/b/c#12"]);
        check("https://example.com/gitlab/a/b/-/issues/7/", "https://example.com/gitlab/api/v4", expect!["a/b#7"]);
    }

    #[test]
    fn what_is_elsewhere_or_no_issue_is_refused() {
        const API: &str = "https://gitlab.example.com/api/v4";
        for url in [
            "https://gitlab.example.com.evil.example/group/project/-/issues/7",
            "http://gitlab.example.com/group/project/-/issues/7",
            "https://gitlab.example.com:8443/group/project/-/issues/7",
            "https://jane@gitlab.example.com/group/project/-/issues/7",
            "group/project#7",
        ] {
            check(url, API, expect!["this is not on gitlab.example.com, and the token is for that host only"]);
        }
        for path in [
            "group/project/-/issues/",
            "group/project/-/issues/x",
            "group/project/-/issues/+7",
            "project/-/issues/7",
            "group/project/-/merge_requests/7",
            "group/../project/-/issues/7",
            "group//project/-/issues/7",
            "",
            "group/project/-/issues/99999999999999999999",
            "?x=/group/project/-/issues/7",
            "group%2fproject/-/issues/7",
        ] {
            check(
                &format!("https://gitlab.example.com/{path}"),
                API,
                expect![
                    "this is no address of an issue, such as `https://gitlab.example.com/group/project/-/issues/7`"
                ],
            );
        }
        // Another program may live on the same host, outside GitLab's folder.
        check(
            "https://example.com/other/b/-/issues/7",
            "https://example.com/gitlab/api/v4",
            expect!["this is no address of an issue, such as `https://gitlab.example.com/group/project/-/issues/7`"],
        );
    }

    #[test]
    fn a_path_of_a_project_has_a_group() {
        assert!(ProjectPath::parse("group/sub.group/pro_ject-1").is_ok());
        for text in
            ["", "project", "/group/project", "group/project/", "group/../x", "-group/project", "a b/c", "a/b?c"]
        {
            assert_eq!(ProjectPath::parse(text), Err(PlaceError::Project), "{text}");
        }
    }
}
