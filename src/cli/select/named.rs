//! The runbook with a name: a path, or the unique beginning of a file name in the runbooks folder.

use std::path::{Path, PathBuf};

use super::{Purpose, listed};
use crate::cli::{
    error::CliError,
    files::{ReadError, is_stdin},
    sanitise::path as shown,
    settings::Settings,
    walk::yaml_files,
};

/// Returns the runbook with this path, or whose file name alone begins so.
pub(super) fn named(given: &Path, purpose: Purpose, settings: &Settings) -> Result<PathBuf, CliError> {
    if is_stdin(given) {
        return match purpose {
            Purpose::Read => Ok(given.to_owned()),
            Purpose::Mark => Err(ReadError::StdinIsNotWritable.into()),
        };
    }
    // What is no regular file is for the reader to explain.
    let there = given.symlink_metadata();
    if given.components().count() > 1 || given.is_absolute() {
        return there.map(|_| given.to_owned()).map_err(|error| ReadError::new(given, error).into());
    }
    if there.is_ok() && !given.is_dir() {
        return Ok(given.to_owned());
    }
    let folder = settings.runbooks();
    if let Some(found) = beginning_so(given, settings)? {
        return Ok(found);
    }
    if given.is_dir() {
        // The reader says what it is.
        return Ok(given.to_owned());
    }
    let error = CliError::new(format!("there is no runbook `{}` in {}", shown(given), shown(&folder)));
    let files = yaml_files(&folder, settings.exclusion()).files;
    Err(if files.is_empty() {
        error.help("write one: `runbook new \"CUSTOMER - REQUESTED TASK\"`")
    } else {
        error.help(listed("these are there:", files.iter().map(|path| shown(path))))
    })
}

/// Returns the file of the runbooks folder with this name, or whose name alone begins so; `None` when there is none.
///
/// # Errors
/// Several begin so.
pub(in crate::cli) fn beginning_so(given: &Path, settings: &Settings) -> Result<Option<PathBuf>, CliError> {
    let beginning = given.to_string_lossy().to_lowercase();
    let files = yaml_files(&settings.runbooks(), settings.exclusion()).files;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let exact: Vec<&PathBuf> = files.iter().filter(|path| stem(path) == beginning || name(path) == beginning).collect();
    let beginning_so: Vec<&PathBuf> = files.iter().filter(|path| name(path).starts_with(&beginning)).collect();
    match (exact.as_slice(), beginning_so.as_slice()) {
        ([only], _) | ([], [only]) => Ok(Some((*only).clone())),
        ([], []) => Ok(None),
        ([], several) | (several, _) => {
            let message = format!("`{}` can be {} runbooks", shown(given), several.len());
            Err(CliError::new(message).help(listed("name one of them:", several.iter().map(|path| shown(path)))))
        }
    }
}
