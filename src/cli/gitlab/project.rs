//! Which project has the issues.

use super::{
    known::Known,
    remotes::Remote,
    site::{Found, Site, agreed},
};
use crate::{
    cli::{error::CliError, next::quoted},
    services::gitlab::ProjectPath,
};

/// How many remotes are named that lead elsewhere.
const MAX_NAMED: usize = 3;

/// Returns the project on a GitLab.
///
/// # Errors
/// None is named, several are, or what names it is no path.
pub(super) fn project(known: &Known<'_>, site: &Site) -> Result<Found<ProjectPath>, CliError> {
    let named = [
        known.project_given.clone(),
        known.project_configured.clone(),
        of_environment(known, site),
        of_job(known, site),
    ];
    let found = match named.into_iter().flatten().next() {
        Some(named) => named,
        None => of_remotes(known, site)?.ok_or_else(|| missing(known, site))?,
    };
    let path = ProjectPath::parse(&found.value).map_err(|error| {
        CliError::new(format!("{} names no project", found.source))
            .caused_by(error.to_string())
            .help("write it as group/project")
    })?;
    Ok(Found::new(path, found.source))
}

/// The project of the git remotes on a GitLab. Where glab was told which remote is meant, the others do not count.
fn of_remotes(known: &Known<'_>, site: &Site) -> Result<Option<Found<String>>, CliError> {
    let entries = || known.glab.entries.iter().filter(|entry| entry.site.is_same(site));
    let is_on_site = |remote: &&Remote| remote.is_on(site) || entries().any(|entry| entry.has(remote));
    let on_site: Vec<_> = known.remotes.iter().filter(is_on_site).collect();
    let is_resolved = on_site.iter().any(|remote| remote.resolved.is_some());
    let counted = on_site.into_iter().filter(|remote| remote.resolved.is_some() == is_resolved);
    let found = counted.map(|remote| Found::new(remote.project(site), remote.shown())).collect();
    let how = "name it: `--project group/project`, or `gitlab: { project: … }` in .runbook.yaml";
    agreed("project", found, |one, other| one == other, how)
}

fn missing(known: &Known<'_>, site: &Site) -> CliError {
    let error = CliError::new(format!("no project on {site} is named"));
    let error = known.remotes.iter().take(MAX_NAMED).fold(error, |error, remote| {
        let more = if remote.is_alias() { ", which may be an alias of ssh: those are not looked up" } else { "" };
        error.caused_by(format!("{} is on {}{more}", remote.shown(), remote.host))
    });
    let error =
        error.help("name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml");
    match known.remotes.iter().find(|remote| remote.is_alias()) {
        Some(remote) => error.help(format!(
            "which host an alias stands for is shown by: ssh -G {}; name that one with `--host` or GITLAB_HOST",
            quoted(&remote.host)
        )),
        None => error,
    }
}

/// A path; or an address on this GitLab, of which the path is taken.
fn of_environment(known: &Known<'_>, site: &Site) -> Option<Found<String>> {
    let text = known.environment.text("GITLAB_REPO")?;
    let path = match text.split_once("://") {
        Some((_, rest)) => {
            Site::of_url(&text).ok().filter(|own| own.is_same(site))?;
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            path.strip_prefix(&format!("{}/", site.folder().trim_start_matches('/'))).unwrap_or(path)
        }
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
