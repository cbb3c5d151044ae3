//! Which GitLab is meant.

use super::{
    known::Known,
    site::{Found, Site},
};
use crate::cli::error::CliError;

/// Returns the GitLab with the issues: the first that is named, from what is nearest to the person to what is farthest.
pub(super) fn host(known: &Known<'_>) -> Found<Site> {
    let named = [&known.host_given, &known.host_configured, &known.host_of_environment, &known.host_of_job];
    let usual = || Found::new(Site::usual(), "the default, as nothing names another");
    named.into_iter().flatten().next().cloned().unwrap_or_else(usual)
}

/// Returns the GitLab that the web address of an issue is on. Where it is the one that is known anyway, that is taken, as it
/// may be in a folder of its host.
///
/// # Errors
/// It is no address, or `--host` names another host.
pub(super) fn of_issue(known: &Known<'_>, url: &str) -> Result<Found<Site>, CliError> {
    let source = "the address of the issue";
    let site = Site::of_url(url).map_err(|error| {
        CliError::new("this is no address of an issue")
            .caused_by(error.to_string())
            .help("write it as a browser shows it: `https://gitlab.example.com/group/project/-/issues/7`")
    })?;
    if let Some(given) = known.host_given.as_ref().filter(|given| !given.value.is_same(&site)) {
        return Err(CliError::new(format!("the issue is on {site}, and `--host` names {}", given.value))
            .help("leave `--host` out, or check the address"));
    }
    let named = [&known.host_given, &known.host_configured, &known.host_of_environment, &known.host_of_job];
    let same = named.into_iter().flatten().find(|named| named.value.is_same(&site));
    Ok(Found::new(same.map_or(site, |named| named.value.clone()), source))
}
