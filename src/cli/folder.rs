//! The runbooks of a folder, among other files.

use std::path::{Path, PathBuf};

use super::{
    files::read,
    next::quoted,
    sanitise::{clean_line, path as shown},
    settings::Settings,
    ui::Ui,
    walk::yaml_files,
};
use crate::{document::Document, model::Runbook};

/// What was found in a folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// The valid runbooks, blueprints and examples among them, in the order of their paths.
    pub(super) runbooks: Vec<(PathBuf, Runbook)>,
    /// What should have been a runbook and is none, or could not be read; said already.
    pub(super) passed_over: Vec<PathBuf>,
}

/// Reads the runbooks of a folder, and warns of what should be one and is none.
///
/// A YAML file with neither `version` nor `header` is something else, and nothing is said of it.
pub(super) fn runbooks(folder: &Path, settings: &Settings, ui: &mut Ui) -> Folder {
    let mut walk = yaml_files(folder, settings.exclusion());
    // Where there is no folder yet there are no runbooks yet.
    walk.unreadable.retain(|(path, _)| path != folder || folder.exists());
    let mut found = Folder::default();
    let mut pass_over = |ui: &mut Ui, path: PathBuf, why: &str| {
        ui.warn(&format!("passed over: {why}"));
        found.passed_over.push(path);
    };
    for (path, why) in walk.unreadable {
        let why = format!("{}: {}", shown(&path), clean_line(&why));
        pass_over(ui, path, &why);
    }
    for path in walk.files {
        let source = match read(&path) {
            Ok(source) => source,
            Err(error) => {
                pass_over(ui, path, &error.to_string());
                continue;
            }
        };
        match Document::parse_as_far_as_possible(&source) {
            (Some(document), problems) if problems.is_empty() => found.runbooks.push((path, document.runbook)),
            (Some(document), _) if is_something_else(&document) => {}
            _ => {
                let why = format!(
                    "{} is no valid runbook; `runbook lint {}` says why",
                    shown(&path),
                    quoted(&path.to_string_lossy())
                );
                pass_over(ui, path, &why);
            }
        }
    }
    found
}

/// Returns whether a YAML file has neither `version` nor `header`, and so is no runbook that went wrong.
#[must_use]
pub(super) fn is_something_else(document: &Document<'_>) -> bool {
    ["version", "header"].iter().all(|key| document.tree.root.get(key).is_none())
}
