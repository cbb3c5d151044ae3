//! Which project has the issues.

use super::{
    known::Known,
    site::{Found, Site},
};
use crate::{cli::error::CliError, services::gitlab::ProjectPath};

/// Returns the project on a GitLab.
///
/// # Errors
/// None is named, or what names it is no path.
pub(super) fn project(known: &Known<'_>, site: &Site) -> Result<Found<ProjectPath>, CliError> {
    let named =
        [known.project_given.clone(), known.project_configured.clone(), of_environment(known), of_job(known, site)];
    let Some(found) = named.into_iter().flatten().next() else {
        return Err(CliError::new(format!("no project on {site} is named")).help(
            "name it: `--project group/project`, `gitlab: { project: group/project }` in .runbook.yaml, or GITLAB_REPO",
        ));
    };
    let path = ProjectPath::parse(&found.value).map_err(|error| {
        CliError::new(format!("{} names no project", found.source))
            .caused_by(error.to_string())
            .help("write it as group/project")
    })?;
    Ok(Found::new(path, found.source))
}

/// A path, or an address, of which the path is taken.
fn of_environment(known: &Known<'_>) -> Option<Found<String>> {
    let text = known.environment.text("GITLAB_REPO")?;
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => text.as_str(),
    };
    let path = path.trim_end_matches('/');
    Some(Found::new(path.strip_suffix(".git").unwrap_or(path).to_owned(), "GITLAB_REPO"))
}

/// The project of the CI job, if the job is one of this GitLab.
fn of_job(known: &Known<'_>, site: &Site) -> Option<Found<String>> {
    known.host_of_job.as_ref().filter(|job| job.value.is_same(site))?;
    Some(Found::new(known.environment.text("CI_PROJECT_PATH")?, "CI_PROJECT_PATH"))
}
