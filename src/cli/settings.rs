//! The configuration that holds here: found from the working folder upwards, with its paths resolved.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    error::CliError,
    files::{ReadError, read_bytes},
};
use crate::{
    config::{self, Config, FILE_NAME},
    document::{MAX_FILE_SIZE, Source},
};

/// A configuration and where it was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    /// What it says.
    pub config: Config,
    /// The file, relative to the working folder; `None` where there is none.
    pub file: Option<PathBuf>,
    /// The folder that its paths are relative to; empty for the working folder.
    folder: PathBuf,
}

impl Settings {
    /// Finds and reads the configuration that holds in the working folder.
    ///
    /// # Errors
    /// It cannot be read, or has problems. A wrong configuration is never passed over.
    pub(super) fn load() -> Result<Self, CliError> {
        let working_folder = std::env::current_dir()
            .map_err(|error| CliError::new("cannot find the working folder").caused_by(error.to_string()))?;
        // `..` instead of absolute paths keeps what is printed as short as what a person would type.
        let mut folder = PathBuf::new();
        for _ in working_folder.ancestors() {
            let file = folder.join(FILE_NAME);
            if fs::symlink_metadata(&file).is_ok() {
                return Ok(Self { config: read(&file)?, file: Some(file), folder });
            }
            folder.push("..");
        }
        Ok(Self::default())
    }

    /// Returns a path of the configuration as it leads there from the working folder.
    #[must_use]
    pub(super) fn resolve(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Returns the folder with the runbooks.
    #[must_use]
    pub(super) fn runbooks(&self) -> PathBuf {
        self.resolve(&self.config.runbooks)
    }

    /// Returns the folder with the templates that take the place of the built-in ones.
    #[must_use]
    pub(super) fn templates(&self) -> Option<PathBuf> {
        self.config.templates.as_deref().map(|folder| self.resolve(folder))
    }

    /// Returns what is left out of folders.
    #[must_use]
    pub(super) fn exclusion(&self) -> Gitignore {
        if self.config.lint.exclude.is_empty() {
            return Gitignore::empty();
        }
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        let mut builder = GitignoreBuilder::new(folder.canonicalize().unwrap_or_else(|_| folder.to_owned()));
        for pattern in &self.config.lint.exclude {
            builder.add_line(None, pattern).expect("the configuration was read, which checks its patterns");
        }
        builder.build().expect("every pattern is valid by itself, so together they are")
    }
}

fn read(path: &Path) -> Result<Config, CliError> {
    let bytes = read_bytes(path, MAX_FILE_SIZE + 1)?;
    // Whoever made the file and has nothing to say yet has done nothing wrong.
    if bytes.trim_ascii().is_empty() {
        return Ok(Config::default());
    }
    let name = path.to_string_lossy().into_owned();
    let source = Source::from_bytes(name.clone(), bytes).map_err(|source| ReadError::Text { name, source })?;
    config::parse(&source).map_err(|invalid| CliError::invalid(&invalid.source, invalid.problems))
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// Returns the usual settings with this folder as the one that paths are relative to.
    pub(crate) fn settings_in(folder: &Path, exclude: &[&str]) -> Settings {
        let mut settings = Settings { folder: folder.to_owned(), ..Settings::default() };
        settings.config.lint.exclude = exclude.iter().map(|pattern| (*pattern).to_owned()).collect();
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::create::create_new;

    #[test]
    fn paths_are_relative_to_the_file() {
        let settings = testing::settings_in(Path::new("../.."), &[]);
        assert_eq!(settings.runbooks(), Path::new("../../runbooks"));
        assert_eq!(settings.resolve("/srv/templates"), Path::new("/srv/templates"));
        assert_eq!(Settings::default().runbooks(), Path::new("runbooks"));
    }

    #[test]
    fn a_file_that_says_nothing_is_as_if_it_were_not_there_and_a_wrong_one_is_an_error() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join(FILE_NAME);
        create_new(&path, " \n").expect("file");
        assert_eq!(read(&path).expect("nothing said"), Config::default());
        let wrong = folder.path().join("wrong.yaml");
        create_new(&wrong, "runbook: x\n").expect("file");
        assert!(read(&wrong).expect_err("wrong").message().ends_with("wrong.yaml has 1 problem"));
        assert!(read(folder.path()).expect_err("a folder").message().ends_with("is a folder, not a file"));
    }
}
