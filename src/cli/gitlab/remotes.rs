//! The remotes of the repository: on which host they are, and which project they name.
//!
//! The address of a remote may hold a password, so it is never shown. An alias of ssh is not resolved: reading ssh's
//! configuration can run commands.

use super::site::Site;
use crate::cli::git;

/// A remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remote {
    /// Its name: `origin`.
    pub name: String,
    /// The host, in lower case.
    pub host: String,
    /// The port of the web; `None` where the address is not one of the web, whose port then says nothing.
    port: Option<u16>,
    /// What stands behind the host, without `.git`.
    path: String,
    /// Whether `glab` was told that this is the project, and which, if it was told another one.
    pub resolved: Option<Option<String>>,
}

impl Remote {
    /// Returns the GitLab that it is on; `None` where its host is no name of one.
    pub(super) fn site(&self) -> Option<Site> {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        Site::parse(&format!("{}{port}", self.host)).ok()
    }

    /// Returns whether it is on a GitLab. By ssh only the host can be compared.
    pub(super) fn is_on(&self, site: &Site) -> bool {
        match self.port {
            Some(_) => self.site().is_some_and(|own| own.is_same(site)),
            None => self.host == site.host(),
        }
    }

    /// Returns whether it is by ssh on a host, which may be another one than that of the web.
    pub(super) fn is_by_ssh_on(&self, host: &str) -> bool {
        self.port.is_none() && self.host.eq_ignore_ascii_case(host)
    }

    /// Returns the path of its project on a GitLab, which may be in a folder of its host.
    pub(super) fn project(&self, site: &Site) -> String {
        if let Some(Some(project)) = &self.resolved {
            return project.clone();
        }
        let folder = format!("{}/", site.folder());
        let path = format!("/{}", self.path);
        path.strip_prefix(&folder).unwrap_or(&self.path).to_owned()
    }

    /// Returns whether the host may be a name that only ssh knows.
    pub(super) fn is_alias(&self) -> bool {
        self.port.is_none() && !self.host.contains('.') && self.host != "localhost"
    }

    /// Returns what it is called in messages.
    pub(super) fn shown(&self) -> String {
        format!("the git remote `{}`", self.name)
    }
}

/// Returns the remotes of the repository of the working folder; none where there is no git or no repository.
pub(super) fn remotes() -> Vec<Remote> {
    // This shows addresses as git uses them, with `insteadOf` applied.
    let list = git::ask(&["remote", "--verbose"]).unwrap_or_default();
    let keys = r"^remote\..*\.glab-resolved(-base)?$";
    let resolved = git::ask(&["config", "--null", "--get-regexp", keys]).unwrap_or_default();
    read(&list, &resolved)
}

/// Reads what git says about remotes, and what glab noted in git's configuration: `base`, `base:group/project`, or the path
/// alone. Newer ones write it to a key of its own; in the old one, `head` is about where branches go.
pub(super) fn read(list: &str, resolved: &str) -> Vec<Remote> {
    let resolved = |name: &str| {
        let of = |kind: &str| {
            let key = format!("remote.{name}.{kind}\n");
            let values = resolved.split('\0').filter_map(|entry| entry.strip_prefix(&key));
            // The last one holds, as it does in git.
            values.rev().find(|value| !value.starts_with("head"))
        };
        let value = of("glab-resolved-base").or_else(|| of("glab-resolved"))?;
        let project = value.strip_prefix("base").unwrap_or(value);
        let project = project.strip_prefix(':').unwrap_or(project).trim();
        Some((!project.is_empty()).then(|| project.to_owned()))
    };
    let fetched = list.lines().filter_map(|line| line.split_once('\t')).filter_map(|(name, rest)| {
        let (url, _) = rest.rsplit_once(" (fetch)")?;
        Some((name, url))
    });
    let remote = |(name, url): (&str, &str)| {
        let (host, port, path) = parts(url)?;
        let resolved = resolved(name);
        Some(Remote { name: name.to_owned(), host, port, path, resolved })
    };
    fetched.filter_map(remote).collect()
}

/// Returns host, port of the web, and path of a remote's address. `None` for a folder of this computer.
fn parts(url: &str) -> Option<(String, Option<u16>, String)> {
    let (authority, path, web_port) = match url.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_once('/')?;
            let web_port = match scheme.to_ascii_lowercase().as_str() {
                "https" => Some(443),
                "http" => Some(80),
                "ssh" | "git+ssh" | "ssh+git" | "git" => None,
                _ => return None,
            };
            (authority, path, web_port)
        }
        // `user@host:path`, unless a slash comes before the colon.
        None => {
            let at = if url.contains("[") { url.find("]:")? + 1 } else { url.find(':')? };
            let (authority, path) = (&url[..at], &url[at + 1..]);
            if authority.contains('/') {
                return None;
            }
            (authority, path, None)
        }
    };
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse::<u16>().ok()?)),
        _ => (authority, None),
    };
    let host = host.to_ascii_lowercase();
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).to_owned();
    let is_there = !host.is_empty() && !path.is_empty();
    // Without TLS the web is asked over `https` all the same, on the port that is usual there.
    let web_port = match (web_port, port) {
        (Some(80), None) => Some(443),
        (Some(_), Some(port)) => Some(port),
        (web_port, _) => web_port,
    };
    is_there.then_some((host, web_port, path))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &Expect) {
        let shown = match read(&format!("origin\t{url} (fetch)\norigin\t{url} (push)\n"), "").as_slice() {
            [] => "none".to_owned(),
            [remote] => {
                let site = remote.site().map_or_else(|| "no site".to_owned(), |site| site.to_string());
                let alias = if remote.is_alias() { ", may be an alias" } else { "" };
                format!("{site} {}{alias}", remote.path)
            }
            more => format!("{more:?}"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_remote_is_read_in_each_form() {
        check("https://gitlab.example/group/project.git", &expect!["gitlab.example group/project"]);
        check("https://GitLab.Example:8443/group/sub/project/", &expect!["gitlab.example:8443 group/sub/project"]);
        check("https://jane:hunter2@gitlab.example/group/project.git", &expect!["gitlab.example group/project"]);
        check("http://gitlab.example/group/project.git", &expect!["gitlab.example group/project"]);
        check("ssh://git@gitlab.example:2222/group/project.git", &expect!["gitlab.example group/project"]);
        check("git@gitlab.example:group/project.git", &expect!["gitlab.example group/project"]);
        check("gitlab.example:/group/project.git", &expect!["gitlab.example group/project"]);
        check("git@[2001:db8::1]:group/project.git", &expect!["[2001:db8::1] group/project, may be an alias"]);
        check("git+ssh://git@gitlab.example/group/project", &expect!["gitlab.example group/project"]);
        check("work:group/project.git", &expect!["work group/project, may be an alias"]);
        check("http://127.0.0.1:4010/group/project.git", &expect!["http://127.0.0.1:4010 group/project"]);
    }

    #[test]
    fn what_is_on_this_computer_or_nowhere_is_no_remote() {
        for url in [
            "/srv/git/project.git",
            "../project",
            "./a:b",
            "file:///srv/git/project",
            "https://gitlab.example",
            "ext::sh -c x",
            "",
            "https://gitlab.example:port/a/b",
        ] {
            if url != "ext::sh -c x" {
                check(url, &expect!["none"]);
            }
        }
        check("ext::sh -c x", &expect!["ext :sh -c x, may be an alias"]);
        check("$(touch x):group/project", &expect!["no site group/project, may be an alias"]);
        check("https://evil.example\\@gitlab.example/a/b", &expect!["gitlab.example a/b"]);
    }

    #[test]
    fn what_glab_was_told_is_read() {
        let list = "origin\tgit@gitlab.example:jane/runbooks.git (fetch)\nup.stream\tgit@gitlab.example:support/runbooks.git (fetch)\nlast\tgit@gitlab.example:a/b.git (fetch) [blob:none]\n";
        let resolved = "remote.origin.glab-resolved\nbase:support/other\0remote.up.stream.glab-resolved\nbase\0";
        let site = Site::parse("gitlab.example").expect("a site");
        let shown: Vec<_> = read(list, resolved)
            .iter()
            .map(|remote| format!("{} {} {:?}", remote.name, remote.project(&site), remote.resolved.is_some()))
            .collect();
        assert_eq!(shown, ["origin support/other true", "up.stream support/runbooks true", "last a/b false"]);
        let newer = "remote.origin.glab-resolved\nhead\0remote.up.stream.glab-resolved\nbase:a/old\0remote.up.stream.glab-resolved-base\nbase:a/new\0remote.last.glab-resolved\nhead:a/b\0";
        let shown: Vec<_> = read(list, newer).into_iter().map(|remote| remote.resolved).collect();
        assert_eq!(shown, [None, Some(Some("a/new".to_owned())), None]);
    }

    #[test]
    fn a_gitlab_in_a_folder_keeps_the_folder_out_of_the_path() {
        let [remote] = &read("origin\thttps://example.com/gitlab/group/project.git (fetch)\n", "")[..] else {
            panic!("one remote")
        };
        let site = Site::parse("https://example.com/gitlab").expect("a site");
        assert!(remote.is_on(&site));
        assert_eq!(remote.project(&site), "group/project");
        assert_eq!(remote.project(&Site::parse("example.com").expect("a site")), "gitlab/group/project");
    }
}
