//! Which GitLab is meant.

use super::{
    known::Known,
    site::{Found, Site, agreed},
};
use crate::cli::error::CliError;

/// Returns the GitLab with the issues: the first that is named, from what is nearest to the person to what is farthest.
///
/// # Errors
/// The git remotes are on several, and nothing else says which one is meant.
pub(super) fn host(known: &Known<'_>) -> Result<Found<Site>, CliError> {
    if let Some(named) = named(known).next() {
        return Ok(Found::new(in_folder(known, &named.value), named.source.clone()));
    }
    let how = "name it: `--host`, GITLAB_HOST, or `gitlab: { host: … }` in .runbook.yaml";
    if let Some(remote) = agreed("host", of_remotes(known), Site::is_same, how)? {
        return Ok(remote);
    }
    let usual = || Found::new(Site::usual(), "the default, as nothing names another");
    Ok(known.glab.host.clone().unwrap_or_else(usual))
}

/// The hosts that the person, the configuration, the environment and the CI job name.
fn named<'k>(known: &'k Known<'_>) -> impl Iterator<Item = &'k Found<Site>> {
    [&known.host_given, &known.host_configured, &known.host_of_environment, &known.host_of_job].into_iter().flatten()
}

/// Returns the GitLab that is meant by a host: the one that is known to be in a folder of it, if only one is.
fn in_folder(known: &Known<'_>, site: &Site) -> Site {
    let is_in_folder = |known: &&Site| known.is_same(site) && !known.folder().is_empty();
    let mut in_folder = known_sites(known).filter(is_in_folder);
    match in_folder.next() {
        Some(one) if site.folder().is_empty() && in_folder.all(|other| other == one) => one.clone(),
        _ => site.clone(),
    }
}

/// All GitLabs that are named but by the remotes and by what a repository brings along for glab, each as often as it is.
fn known_sites<'k>(known: &'k Known<'_>) -> impl Iterator<Item = &'k Site> {
    let own_entries = known.glab.entries.iter().filter(|entry| !entry.is_of_repository);
    named(known).map(|named| &named.value).chain(own_entries.map(|entry| &entry.site))
}

/// The hosts of the git remotes. Where glab knows hosts, a remote on another one is no GitLab; and where it was told which
/// remote is meant, the others do not count.
fn of_remotes(known: &Known<'_>) -> Vec<Found<Site>> {
    let entries = &known.glab.entries;
    let is_resolved = known.remotes.iter().any(|remote| remote.resolved.is_some());
    let counted = known.remotes.iter().filter(|remote| remote.resolved.is_some() == is_resolved);
    let site = |remote: &super::remotes::Remote| {
        if entries.is_empty() {
            return remote.site().filter(|_| !remote.is_alias());
        }
        entries.iter().find(|entry| entry.has(remote)).map(|entry| entry.site.clone())
    };
    counted.filter_map(|remote| Some(Found::new(site(remote)?, remote.shown()))).collect()
}

/// Returns the GitLab that the web address of an issue is on. Where it is one that is known anyway, that is taken, as it may
/// be in a folder of its host.
///
/// # Errors
/// It is no address, or `--host` names another host.
pub(super) fn of_issue(known: &Known<'_>, url: &str) -> Result<Found<Site>, CliError> {
    let site = Site::of_url(url).map_err(|error| {
        CliError::new("this is no address of an issue")
            .caused_by(error.to_string())
            .help("write it as a browser shows it: `https://gitlab.example.com/group/project/-/issues/7`")
    })?;
    if let Some(given) = known.host_given.as_ref().filter(|given| !given.value.is_same(&site)) {
        return Err(CliError::new(format!("the issue is on {site}, and `--host` names {}", given.value))
            .help("leave `--host` out, or check the address"));
    }
    let path = format!("/{}", url.trim().splitn(4, '/').nth(3).unwrap_or_default());
    let same: Vec<&Site> = known_sites(known).filter(|known| known.is_same(&site)).collect();
    let holds = |known: &&&Site| path.starts_with(&format!("{}/", known.folder()));
    let nearest = same.iter().filter(holds).max_by_key(|known| known.folder().len()).or(same.first());
    Ok(Found::new(nearest.map_or(site, |known| (*known).clone()), "the address of the issue"))
}

#[cfg(test)]
mod tests;
