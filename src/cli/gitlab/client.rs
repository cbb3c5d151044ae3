//! The client for one GitLab: the address of its interface, whom to trust, the way out.

use std::path::Path;

use super::{
    known::Known,
    site::{Found, Site, unreadable},
};
use crate::{
    cli::{error::CliError, files::read_bytes, sanitise, ui::Ui},
    services::{
        Secret,
        gitlab::{GitLab, api_address},
        http::{Address, Client, Proxy, Settings},
    },
};

/// The longest file of certificate authorities that is read.
const MAX_AUTHORITIES: usize = 4 << 20;

/// Returns a GitLab that is asked with a token.
///
/// # Errors
/// An address, a proxy or a file of certificates cannot be used.
pub(super) fn gitlab(known: &Known<'_>, site: &Site, token: Secret, ui: &Ui) -> Result<GitLab, CliError> {
    let mut settings = Settings::new(token);
    settings.proxy = proxy(known);
    settings.authorities = authorities(known, site)?;
    let aside = ui.aside();
    settings.pause = Box::new(move |wait| {
        aside(&format!("The server cannot answer now; trying again in {} s.", wait.as_secs_f64().ceil()));
        std::thread::sleep(wait);
    });
    Ok(GitLab::new(Client::new(api(known, site)?.value, settings)?))
}

/// Returns the address of the interface. What the environment says of it is said of the host that the environment names.
///
/// # Errors
/// It is no address of a server.
pub(super) fn api(known: &Known<'_>, site: &Site) -> Result<Found<Address>, CliError> {
    let environment = known.environment;
    let is_of_environment = super::token::owner(known).value.is_same(site);
    if let Some(host) = environment.text("GITLAB_API_HOST").filter(|_| is_of_environment) {
        let url =
            if host.contains("://") { host } else { site.address().to_string().replacen(site.host(), host.trim(), 1) };
        let site = Site::parse(&url).map_err(|error| unreadable("GITLAB_API_HOST", error))?;
        return Ok(Found::new(site.api(), "GITLAB_API_HOST"));
    }
    let is_of_job = known.host_of_job.as_ref().is_some_and(|job| job.value.is_same(site));
    if let Some(url) = environment.text("CI_API_V4_URL").filter(|_| is_of_job) {
        let address = Address::parse(&api_address(&url)).map_err(|error| unreadable("CI_API_V4_URL", error))?;
        return Ok(Found::new(address, "CI_API_V4_URL"));
    }
    Ok(Found::new(site.api(), "the host"))
}

/// Returns the certificate authorities to trust beside those of the computer, which `SSL_CERT_FILE` can replace.
fn authorities(known: &Known<'_>, site: &Site) -> Result<Option<Vec<u8>>, CliError> {
    let is_of_job = known.host_of_job.as_ref().is_some_and(|job| job.value.is_same(site));
    let Some(path) = known.environment.text("CI_SERVER_TLS_CA_FILE").filter(|_| is_of_job) else { return Ok(None) };
    let path = Path::new(&path);
    let bytes = read_bytes(path, MAX_AUTHORITIES)?;
    if bytes.len() >= MAX_AUTHORITIES {
        return Err(CliError::new(format!("{} is too long for a file of certificates", sanitise::path(path))));
    }
    Ok(Some(bytes))
}

/// Returns the proxy on the way out. Only the environment knows it, and it sees the name of the host at most.
fn proxy(known: &Known<'_>) -> Option<Proxy> {
    let environment = known.environment;
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    let url = names.into_iter().find_map(|name| environment.secret(name))?;
    let except = environment.text("no_proxy").or_else(|| environment.text("NO_PROXY")).unwrap_or_default();
    Some(Proxy { url, except })
}
