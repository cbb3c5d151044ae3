//! Paths as a project knows them.

use std::path::{Component, Path, PathBuf};

/// Where the project is, and where the command was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// The top folder of the project, absolute.
    pub root: PathBuf,
    /// The folder that relative paths start from, absolute.
    pub working_folder: PathBuf,
}

impl Project {
    /// Returns a path relative to the top folder of the project, with `/` and without `./`; a path outside of it stays
    /// as it is. Decided by the text alone; the disk is not asked.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        let absolute = without_dots(&self.working_folder.join(path));
        match absolute.strip_prefix(without_dots(&self.root)) {
            Ok(inner) if !inner.as_os_str().is_empty() => with_slashes(inner),
            _ => with_slashes(Path::new(path)),
        }
    }
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

fn with_slashes(path: &Path) -> String {
    let mut shown = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir => shown.push('/'),
            other => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&other.as_os_str().to_string_lossy());
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let project = Project { root: "/srv/project".into(), working_folder: "/srv/project/runbooks/".into() };
        assert_eq!(project.path(path), expected);
    }

    #[test]
    fn paths_are_relative_to_the_project() {
        check("acme.yaml", "runbooks/acme.yaml");
        check("./acme.yaml", "runbooks/acme.yaml");
        check("../other/./acme.yaml", "other/acme.yaml");
        check("/srv/project/acme.yaml", "acme.yaml");
        check("/srv/other/../project/acme.yaml", "acme.yaml");
    }

    #[test]
    fn what_lies_outside_stays_as_it_is() {
        check("/srv/other/acme.yaml", "/srv/other/acme.yaml");
        check("../../acme.yaml", "../../acme.yaml");
    }
}
