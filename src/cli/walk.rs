//! The runbook files of a folder.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder, gitignore::Gitignore};

/// What was found in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Walk {
    /// Every `.yaml` and `.yml`, in the order of the paths.
    pub files: Vec<PathBuf>,
    /// Folders that could not be looked into, each with the reason.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// Finds the YAML files of a folder and the folders in it. Hidden files, what git ignores and what `exclusion` names are
/// left out. Links to files count as files, links to folders are not followed.
#[must_use]
pub(super) fn yaml_files(folder: &Path, exclusion: Gitignore) -> Walk {
    let mut builder = WalkBuilder::new(folder);
    // Only what git ignores: no other program's `.ignore`.
    builder.ignore(false);
    // Name by name in each folder is the order of the paths, and compares less than whole paths would.
    builder.sort_by_file_name(|a, b| a.cmp(b));
    if !exclusion.is_empty() {
        let (given, real) = (folder.to_owned(), folder.canonicalize().unwrap_or_else(|_| folder.to_owned()));
        builder.filter_entry(move |entry| {
            let Ok(below) = entry.path().strip_prefix(&given) else { return true };
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            // What a person names is looked into, whatever the configuration says.
            below.as_os_str().is_empty() || !exclusion.matched(real.join(below), is_folder).is_ignore()
        });
    }
    let mut walk = Walk::default();
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) if is_yaml(entry.path()) && !is_link_to_folder(&entry) => walk.files.push(plain(entry.path())),
            Ok(_) => {}
            Err(error) => walk.unreadable.push(explain(folder, &error)),
        }
    }
    walk
}

/// Returns whether a path ends as a YAML file does.
#[must_use]
pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Asks the disk about links only; of everything else the folder says what it is.
fn is_link_to_folder(entry: &DirEntry) -> bool {
    entry.path_is_symlink() && entry.path().is_dir()
}

fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Returns the path and the reason of an error of the walk.
fn explain(folder: &Path, error: &ignore::Error) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => (plain(path), reason(err)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => explain(folder, err),
        _ => (plain(folder), reason(error)),
    }
}

fn reason(error: &ignore::Error) -> String {
    match error.io_error().map(std::io::Error::kind) {
        Some(ErrorKind::PermissionDenied) => "no permission to look into it".to_owned(),
        Some(ErrorKind::NotFound) => "it does not exist".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::cli::{create::create_new, settings::testing::settings_in};

    fn walk(folder: &Path, exclude: &[&str]) -> Vec<String> {
        let walk = yaml_files(folder, settings_in(folder, exclude).exclusion());
        assert_eq!(walk.unreadable, []);
        let name = |path: PathBuf| path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        walk.files.into_iter().map(name).collect()
    }

    #[test]
    fn yaml_files_are_found_but_not_what_is_hidden_ignored_or_excluded() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["b", "archive", ".hidden", ".git", "ignored"] {
            fs::create_dir(at(name)).expect("folder");
        }
        for name in [
            "b.yml",
            "a.yaml",
            "b/c.yaml",
            "notes.md",
            "archive/old.yaml",
            ".hidden/x.yaml",
            ".x.yaml",
            "ignored/x.yaml",
        ] {
            create_new(&at(name), "x").expect("file");
        }
        create_new(&at(".gitignore"), "ignored/\n").expect("file");
        create_new(&at(".ignore"), "a.yaml\n").expect("file");
        std::os::unix::fs::symlink("../a.yaml", at("b/link.yaml")).expect("link");
        std::os::unix::fs::symlink("..", at("b/around.yaml")).expect("link");
        assert_eq!(walk(folder.path(), &[]), ["a.yaml", "archive/old.yaml", "b/c.yaml", "b/link.yaml", "b.yml"]);
        assert_eq!(walk(folder.path(), &["archive/", "link.*"]), ["a.yaml", "b/c.yaml", "b.yml"]);
    }

    #[test]
    fn a_folder_that_is_named_is_looked_into() {
        let folder = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(folder.path().join("archive")).expect("folder");
        create_new(&folder.path().join("archive/old.yaml"), "x").expect("file");
        let exclusion = settings_in(folder.path(), &["archive/"]).exclusion();
        assert_eq!(yaml_files(&folder.path().join("archive"), exclusion).files.len(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let walk = yaml_files(Path::new("/nowhere/runbooks"), Gitignore::empty());
        assert_eq!(walk.unreadable.first().map(|(path, _)| path.as_path()), Some(Path::new("/nowhere/runbooks")));
    }
}
