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
        with_slashes(self.inner(path).as_deref().unwrap_or(Path::new(path)))
    }

    /// Returns whether a path lies in the project.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        self.inner(path).is_some()
    }

    /// Returns a path from the root of the file system, without `.` and `..`: the same for all names of a file that
    /// differ in nothing but these.
    #[must_use]
    pub fn absolute(&self, path: impl AsRef<Path>) -> PathBuf {
        without_dots(&self.working_folder.join(path))
    }

    fn inner(&self, path: &str) -> Option<PathBuf> {
        let absolute = self.absolute(path);
        let inner = absolute.strip_prefix(without_dots(&self.root)).ok()?;
        (!inner.as_os_str().is_empty()).then(|| inner.to_owned())
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
        assert_eq!(project.holds(path), project.absolute(path).starts_with("/srv/project/"), "{path}");
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
