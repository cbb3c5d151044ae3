//! What is found where, for `runbook doctor`: every part by itself, so that one that is missing hides no other.

use super::{
    GitLabArgs, client, host,
    known::Known,
    project,
    site::{Found, Site},
    token::{self, Granted},
};
use crate::{
    cli::{context::Context, error::CliError, sanitise, ui::Ui},
    services::{
        Secret,
        gitlab::{GitLab, IssuePlace, ProjectPath},
    },
};

/// What the tokens begin with that are no use here, and what they are.
const OTHER_KINDS: [(&str, &str); 7] = [
    ("glcbt-", "the token of a CI job"),
    ("gldt-", "a deploy token"),
    ("glrt-", "the token of a runner"),
    ("glptt-", "a pipeline trigger token"),
    ("glft-", "a feed token"),
    ("glagent-", "the token of an agent"),
    ("gloas-", "the secret of an application"),
];

/// What is found. An error says what to do.
pub(in crate::cli) struct Survey {
    /// The host.
    pub host: Found<String>,
    /// The address of its interface.
    pub api: Result<Found<String>, CliError>,
    /// The token: what holds it, and what kind it is.
    pub token: Result<HeldToken, CliError>,
    /// The project.
    pub project: Result<Found<ProjectPath>, CliError>,
    /// The file of further certificate authorities.
    pub authorities: Option<String>,
    /// The variable that names the proxy.
    pub proxy: Option<&'static str>,
    /// What is wrong with glab's files.
    pub remarks: Vec<String>,
    /// What can be asked, where there is all that it takes.
    pub gitlab: Result<GitLab, CliError>,
    site: Site,
}

impl Survey {
    /// Returns the issue at a web address on this GitLab.
    ///
    /// # Errors
    /// It is elsewhere, or no issue.
    pub(in crate::cli) fn place(&self, url: &str) -> Result<IssuePlace, CliError> {
        Ok(IssuePlace::parse(url, &self.site.api())?)
    }
}

/// A token that is there.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct HeldToken {
    /// What holds it.
    pub source: String,
    /// What kind it is, where that is one that cannot reach issues.
    pub is_other_kind: Option<&'static str>,
}

/// Looks at all that is said. Nothing is sent, and nothing is asked.
///
/// # Errors
/// It is not clear which host is meant; then nothing else is.
pub(in crate::cli) fn survey(context: &Context, ui: &mut Ui, args: &GitLabArgs) -> Result<Survey, CliError> {
    let known = Known::gather(context, args)?;
    let host = host::host(&known)?;
    let site = &host.value;
    let granted = token::granted(&known, &host, token::choose(&known, site));
    // The address is the same for a token that is not there as for one of the environment.
    let stand_in = Granted { secret: Secret::new(""), source: String::new(), entry: None };
    let of_token = granted.as_ref().unwrap_or(&stand_in);
    ui.hide(&of_token.secret);
    let gitlab = match &granted {
        Ok(token) => client::gitlab(&known, site, token, ui),
        Err(error) => Err(error.clone()),
    };
    Ok(Survey {
        api: client::api(&known, site, of_token).map(|api| Found::new(api.value.to_string(), api.source)),
        authorities: client::authorities(&known, site, of_token).map(|path| sanitise::path(&path)),
        project: project::project(&known, site),
        proxy: client::proxy_source(&known).filter(|_| !site.address().is_loopback()),
        token: granted.map(|token| HeldToken { is_other_kind: other_kind(&token.secret), source: token.source }),
        remarks: known.glab.remarks.clone(),
        host: Found::new(host.value.to_string(), host.source),
        gitlab,
        site: host.value,
    })
}

fn other_kind(token: &Secret) -> Option<&'static str> {
    OTHER_KINDS.iter().find(|(prefix, _)| token.begins_with(prefix)).map(|(_, kind)| *kind)
}
