//! The client for one GitLab: the address of its interface, whom to trust, the way out.

use std::path::{Path, PathBuf};

use super::{
    glab::Entry,
    known::Known,
    site::{Found, Site, unreadable},
    token::Granted,
};
use crate::{
    cli::{error::CliError, files::read_bytes, sanitise, ui::Ui},
    services::{
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
pub(super) fn gitlab(known: &Known<'_>, site: &Site, token: &Granted<'_>, ui: &Ui) -> Result<GitLab, CliError> {
    let mut settings = Settings::new(token.secret.clone());
    settings.proxy = proxy(known);
    settings.authorities = match authorities(known, site, token) {
        Some(file) => Some(read(&file)?),
        None => None,
    };
    // Whoever has less patience does not wait longer between the tries either.
    let patience = known.environment.patience();
    settings.timeout = patience.unwrap_or(settings.timeout);
    let aside = ui.aside();
    settings.pause = Box::new(move |wait| {
        let wait = patience.map_or(wait, |patience| wait.min(patience / 100));
        aside(&format!("No usable answer from GitLab; trying again in {} s.", wait.as_secs_f64().ceil()));
        std::thread::sleep(wait);
    });
    Ok(GitLab::new(Client::new(api(known, site, token)?.value, settings)?))
}

/// Returns the address of the interface. What the environment says of it is said of the host that the environment names, and
/// what glab's entry says is said of that entry's token.
///
/// # Errors
/// It is no address of a server.
pub(super) fn api(known: &Known<'_>, site: &Site, token: &Granted<'_>) -> Result<Found<Address>, CliError> {
    let environment = known.environment;
    if let Some(entry) = token.entry {
        return match &entry.api_host {
            Some(host) => elsewhere(site, host, &format!("`api_host` in {}", entry.file)),
            None => Ok(Found::new(site.api(), "the host")),
        };
    }
    let is_of_environment = super::token::owner(known).value.is_same(site);
    if let Some(host) = environment.text("GITLAB_API_HOST").filter(|_| is_of_environment) {
        return elsewhere(site, &host, "GITLAB_API_HOST");
    }
    let is_of_job = known.host_of_job.as_ref().is_some_and(|job| job.value.is_same(site));
    if let Some(url) = environment.text("CI_API_V4_URL").filter(|_| is_of_job) {
        let address = Address::parse(&api_address(&url)).map_err(|error| unreadable("CI_API_V4_URL", error))?;
        return Ok(Found::new(address, "CI_API_V4_URL"));
    }
    Ok(Found::new(site.api(), "the host"))
}

/// Returns the interface on another host, with the scheme of the GitLab that it belongs to.
fn elsewhere(site: &Site, host: &str, source: &str) -> Result<Found<Address>, CliError> {
    let scheme = if site.address().to_string().starts_with("https") { "https" } else { "http" };
    // A folder is one of the GitLab, whatever host its interface is on.
    let url =
        if host.contains("://") { host.to_owned() } else { format!("{scheme}://{}{}", host.trim(), site.folder()) };
    let api = Site::parse(&url).map_err(|error| unreadable(source, error))?.api();
    Ok(Found::new(api, source))
}

/// Returns the file of certificate authorities to trust beside those of the computer, which `SSL_CERT_FILE` can replace.
/// What the repository's own file says holds for its own token only.
pub(super) fn authorities(known: &Known<'_>, site: &Site, token: &Granted<'_>) -> Option<PathBuf> {
    let of_entry = |entry: &Entry| entry.authorities.clone();
    let is_of_job = known.host_of_job.as_ref().is_some_and(|job| job.value.is_same(site));
    let of_job = || Some(PathBuf::from(known.environment.text("CI_SERVER_TLS_CA_FILE").filter(|_| is_of_job)?));
    let of_user = || {
        let own = known.glab.entries.iter().filter(|entry| !entry.is_of_repository && entry.site.is_same(site));
        own.filter_map(of_entry).next()
    };
    token.entry.and_then(of_entry).or_else(of_job).or_else(of_user)
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let cannot = CliError::new(format!("the certificate authorities in {} cannot be used", sanitise::path(path)));
    match read_bytes(path, MAX_AUTHORITIES) {
        Ok(bytes) if bytes.len() < MAX_AUTHORITIES => Ok(bytes),
        Ok(_) => Err(cannot.caused_by("the file is too long for one of certificates")),
        Err(error) => Err(cannot.caused_by(error.to_string())),
    }
}

/// Returns the proxy on the way out. Only the environment knows it, and it sees the name of the host at most.
fn proxy(known: &Known<'_>) -> Option<Proxy> {
    let environment = known.environment;
    let url = environment.secret(proxy_source(known)?)?;
    let except = environment.text("no_proxy").or_else(|| environment.text("NO_PROXY")).unwrap_or_default();
    Some(Proxy { url, except })
}

/// Returns the variable that names the proxy.
pub(super) fn proxy_source(known: &Known<'_>) -> Option<&'static str> {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    names.into_iter().find(|name| known.environment.text(name).is_some())
}
