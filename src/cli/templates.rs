//! The templates of the issue body: those compiled in, those of the team's folder, and one of the command line.

use std::path::Path;

use super::{context::Context, error::CliError, files, sanitise};
use crate::render::{LONGEST_SOURCE, RenderError, Templates};

/// Returns the templates that hold: the folder of the configuration overrides those of the same name, and `template`
/// takes the place of the whole body.
///
/// # Errors
/// A file that cannot be read or is no template.
pub(super) fn load(context: &Context, template: Option<&Path>) -> Result<Templates, CliError> {
    let mut overrides = Vec::new();
    if let Some(folder) = context.settings.templates() {
        if !folder.is_dir() {
            return Err(CliError::new(format!(
                "the folder of the templates is not there: {}",
                sanitise::path(&folder)
            ))
            .help("make it, or change `templates` in .runbook.yaml"));
        }
        collect(&folder, &folder, &mut overrides)?;
    }
    let templates = Templates::with_overrides(overrides)?;
    match template {
        None => Ok(templates),
        Some(path) => Ok(templates.with_issue_template(path.to_string_lossy(), &read(path)?)?),
    }
}

/// Collects the templates of a folder and the folders in it, by their names with `/`.
fn collect(top: &Path, folder: &Path, found: &mut Vec<(String, String)>) -> Result<(), CliError> {
    let wrong = |error: std::io::Error| {
        CliError::new(format!("cannot read the folder {}", sanitise::path(folder))).caused_by(error.to_string())
    };
    let entries = std::fs::read_dir(folder).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        // A link to a folder could lead back to itself.
        if path.is_dir() && !path.is_symlink() {
            collect(top, &path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let name = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push((name, read(&path)?));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, CliError> {
    let bytes = files::read_bytes(path, LONGEST_SOURCE + 1)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        CliError::new(format!("{} is not UTF-8, from byte {at} on", sanitise::path(path))).help("save it as UTF-8")
    })
}

impl From<RenderError> for CliError {
    fn from(error: RenderError) -> Self {
        let help = match &error {
            RenderError::Template { .. } => "docs/templates.md lists what a template may use",
            RenderError::SourceTooLong { .. } => "split it; a template may include others by name",
            RenderError::OutputTooLong { .. } => "an issue takes 1 MiB; leave out what is long, or link it",
            RenderError::TooSlow { .. } => "look at its loops",
            RenderError::QuickAction { .. } => "write a blank or a backslash before the slash",
        };
        Self::from_error(&error).help(help)
    }
}
