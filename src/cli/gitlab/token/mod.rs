//! Whose token goes where. The rule: a token goes to the host that its owner named, below the folder that it is in there, and
//! to no other.
//!
//! A file and a git remote come from other people too. What they name may be asked for issues, but the token of the
//! environment does not go there unless a person says so.

use super::{
    glab::{Entry, Held},
    known::Known,
    site::{Found, Site},
};
use crate::{
    cli::{error::CliError, ui::Ui},
    services::Secret,
};

/// What there is to send to a host.
#[derive(Debug)]
pub(super) enum Choice<'a> {
    /// A token that is for this host.
    Token(Granted<'a>),
    /// A token that is for another host, or for none that is known.
    Foreign {
        /// The token.
        token: Found<Secret>,
        /// The host that it is for, and who says so.
        owner: Found<Site>,
    },
    /// None; glab may have one that cannot be used.
    Missing(Option<&'a Entry>),
}

/// A token that may be sent to a host.
#[derive(Debug)]
pub(super) struct Granted<'a> {
    /// The token.
    pub secret: Secret,
    /// What holds it.
    pub source: String,
    /// The entry of glab's that it is from.
    pub entry: Option<&'a Entry>,
}

impl Granted<'_> {
    fn of_environment(token: Found<Secret>) -> Self {
        Self { secret: token.value, source: token.source, entry: None }
    }
}

/// Returns what there is to send to a host. As with glab, the environment goes before the file; but only to its own host.
pub(super) fn choose<'a>(known: &'a Known<'_>, site: &Site) -> Choice<'a> {
    let owner = owner(known);
    let of_environment = known.token_of_environment.clone();
    if let Some(token) = of_environment.clone().filter(|_| owner.value.holds(site)) {
        return Choice::Token(Granted::of_environment(token));
    }
    let entry = known.glab.entry(site);
    match (entry.map(|entry| (entry, &entry.token)), of_environment) {
        (Some((entry, Held::Token(secret))), _) => {
            Choice::Token(Granted { secret: secret.clone(), source: entry.file.clone(), entry: Some(entry) })
        }
        (_, Some(token)) => Choice::Foreign { token, owner },
        (_, None) => Choice::Missing(entry),
    }
}

/// Returns the host that the token of the environment is for: the one that the environment names; else the one that the
/// person names in this command; else that of the CI job; else gitlab.com, as glab has it.
pub(super) fn owner(known: &Known<'_>) -> Found<Site> {
    let named = [&known.host_of_environment, &known.host_given, &known.host_of_job];
    let usual = || Found::new(Site::usual(), "the default, as GITLAB_HOST is not set");
    named.into_iter().flatten().next().cloned().unwrap_or_else(usual)
}

/// Returns the token for a host; asks where it is not said to be for it.
///
/// # Errors
/// There is none, or none that may go there.
pub(super) fn token<'a>(known: &'a Known<'_>, host: &Found<Site>, ui: &mut Ui) -> Result<Granted<'a>, CliError> {
    let choice = choose(known, &host.value);
    if let Choice::Foreign { token, owner } = &choice
        && ui.is_interactive()
    {
        ui.warn(&format!("about the token in {}: {}", token.source, why_not(host, owner)));
        if ui.confirm_in_person(&format!("Send it to {}?", host.value))? {
            return Ok(Granted::of_environment(token.clone()));
        }
    }
    granted(known, host, choice)
}

/// Returns the token for a host, without asking.
///
/// # Errors
/// See [`token`].
pub(super) fn granted<'a>(known: &Known<'_>, host: &Found<Site>, choice: Choice<'a>) -> Result<Granted<'a>, CliError> {
    let site = &host.value;
    match choice {
        Choice::Token(token) => Ok(token),
        Choice::Missing(entry) => Err(missing(known, site, entry)),
        Choice::Foreign { token, owner } => {
            let source = token.source;
            let help = match (&known.host_given, &known.host_of_environment) {
                (Some(_), _) | (_, Some(_)) => format!("set GITLAB_HOST={site}, and its own token in {source}"),
                _ => format!("if it is for {site}, say so: set GITLAB_HOST={site}, or give `--host {site}`"),
            };
            let error = CliError::new(format!("the token in {source} does not go to {site}"));
            Err(error.caused_by(why_not(host, &owner)).help(help))
        }
    }
}

fn why_not(host: &Found<Site>, owner: &Found<Site>) -> String {
    format!("it is for {} ({}), and {} is only named by {}", owner.value, owner.source, host.value, host.source)
}

fn missing(known: &Known<'_>, site: &Site, entry: Option<&Entry>) -> CliError {
    let error = CliError::new(format!("there is no token for {site}"));
    let unusable = entry.map(|entry| (&entry.token, &entry.file));
    if let Some((Held::Expired, file)) = unusable {
        return error
            .caused_by(format!("the one of glab's {file} is out of date"))
            .help("glab renews it when it asks GitLab: run `glab auth status`; or set GITLAB_TOKEN");
    }
    if let Some((Held::InKeyring, _)) = unusable {
        return error.caused_by("glab keeps it in the keyring of this computer, which is not read").help(format!(
            "hand it over: GITLAB_HOST={site} GITLAB_TOKEN=$(glab config get token --host {})",
            site.host()
        ));
    }
    if known.environment.text("CI_JOB_TOKEN").is_some() {
        return error
            .caused_by("the token of a CI job (CI_JOB_TOKEN) cannot reach issues")
            .help("add a masked and protected CI variable GITLAB_TOKEN: a project token with the role Planner and the scope `api`");
    }
    error.help(format!(
        "make one with the scope `api` at {}/-/user_settings/personal_access_tokens, then set GITLAB_TOKEN and GITLAB_HOST={site}",
        site.address()
    ))
}

#[cfg(test)]
mod tests;
