//! Which GitLab, which project, whose token: found where people who use `glab` expect it, and the client made.
//!
//! `known` says what is said and by whom, `host`, `project` and `token` decide, `client` makes the client. A token goes to a
//! host that its owner named, and nowhere else.

mod client;
mod error;
mod glab;
mod host;
mod known;
pub(in crate::cli) mod preflight;
mod project;
mod remotes;
mod site;
mod survey;
mod token;

use super::{context::Context, error::CliError, ui::Ui};
use crate::services::gitlab::{GitLab, IssuePlace, ProjectPath};

use known::Known;
use site::{Found, Site};

pub(in crate::cli) use survey::{Survey, survey};

/// Which GitLab and which project.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "GitLab")]
pub(in crate::cli) struct GitLabArgs {
    /// The GitLab; it may then have the token of the environment
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
    /// The project with the issues
    #[arg(long, value_name = "GROUP/PROJECT")]
    pub project: Option<String>,
}

/// A GitLab that can be asked, and how it was found.
#[derive(Debug)]
pub(in crate::cli) struct Connection {
    /// The GitLab.
    pub gitlab: GitLab,
    /// Its host, as people write it, and what named it.
    pub host: Found<String>,
    /// What holds the token, never the token: `GITLAB_TOKEN`.
    pub token_source: String,
    /// What named the project; `None` for the address of an issue.
    pub project_source: Option<String>,
    site: Site,
}

impl Connection {
    /// Returns the issue at a web address on this GitLab.
    ///
    /// # Errors
    /// It is elsewhere, or no issue.
    pub(in crate::cli) fn place(&self, url: &str) -> Result<IssuePlace, CliError> {
        Ok(IssuePlace::parse(url, &self.site.api())?)
    }
}

/// Returns the GitLab and the project in which issues are made. Nothing is sent yet.
///
/// # Errors
/// Host, project or token are not named, not clear, or do not belong together.
pub(in crate::cli) fn to_project(
    context: &Context,
    ui: &mut Ui,
    args: &GitLabArgs,
) -> Result<(Connection, ProjectPath), CliError> {
    let known = Known::gather(context, args)?;
    let host = host::host(&known)?;
    let project = project::project(&known, &host.value)?;
    let mut connection = connect(&known, host, ui)?;
    connection.project_source = Some(project.source);
    Ok((connection, project.value))
}

/// Returns the GitLab of an issue, and the issue's place on it. The address names the host, but not as one that may have the
/// token of the environment: it may come from a file, or from somebody's message. Nothing is sent yet.
///
/// # Errors
/// The address is none of an issue, or there is no token that may go there.
pub(in crate::cli) fn to_issue(
    context: &Context,
    ui: &mut Ui,
    args: &GitLabArgs,
    url: &str,
) -> Result<(Connection, IssuePlace), CliError> {
    let known = Known::gather(context, args)?;
    let host = host::of_issue(&known, url)?;
    // Before a token is looked for: what is no issue needs none.
    let place = IssuePlace::parse(url, &host.value.api())?;
    if let Some(project) = known.project_given.as_ref().filter(|given| given.value != place.project.as_str()) {
        return Err(CliError::new(format!(
            "the issue is in {}, and `--project` names {}",
            place.project, project.value
        ))
        .help("leave `--project` out: the address of the issue names its project"));
    }
    Ok((connect(&known, host, ui)?, place))
}

fn connect(known: &Known<'_>, host: Found<Site>, ui: &mut Ui) -> Result<Connection, CliError> {
    let token = token::token(known, &host, ui)?;
    ui.hide(&token.secret);
    for remark in &known.glab.remarks {
        if token.entry.is_some() { ui.warn(remark) } else { ui.detail(remark) }
    }
    ui.detail(&format!("Host: {} ({}); token: {}", host.value, host.source, token.source));
    let gitlab = client::gitlab(known, &host.value, &token, ui)?;
    Ok(Connection {
        gitlab,
        host: Found { value: host.value.to_string(), source: host.source },
        token_source: token.source,
        project_source: None,
        site: host.value,
    })
}

#[cfg(test)]
mod testing {
    //! What is said, in a form that a table can hold.

    use std::path::PathBuf;

    use chrono::{DateTime, TimeZone, Utc};

    use super::{GitLabArgs, glab::Glab, known::Known, remotes};
    use crate::cli::{context::Context, environment::Environment, error::CliError, settings::Settings};

    /// What is said by each.
    #[derive(Debug, Clone, Copy, Default)]
    pub(super) struct Said<'a> {
        pub variables: &'a [(&'static str, &'a str)],
        /// `--host`.
        pub host: Option<&'a str>,
        /// `--project`.
        pub project: Option<&'a str>,
        /// `gitlab.host`.
        pub configured: Option<&'a str>,
        /// The address of an issue.
        pub issue: Option<&'a str>,
        /// glab's configuration, and the repository's own of glab.
        pub glab: &'a str,
        pub own_glab: &'a str,
        /// What `git remote --verbose` says, with a blank for the tab and without `(fetch)`.
        pub remotes: &'a [&'a str],
        /// What glab was told about remotes.
        pub resolved: &'a str,
    }

    /// Returns the time of the tests.
    pub(super) fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).single().expect("a time")
    }

    /// Returns what is known where that is said.
    pub(super) fn known<'c>(said: &Said<'_>, context: &'c Context) -> Result<Known<'c>, CliError> {
        let args = GitLabArgs { host: said.host.map(str::to_owned), project: said.project.map(str::to_owned) };
        let list: String = said.remotes.iter().map(|remote| remote.replace(' ', "\t") + " (fetch)\n").collect();
        let glab = Glab::of(&[("glab.yml", said.glab, false), (".git/glab.yml", said.own_glab, true)]);
        Known::new(context, &args, glab, remotes::read(&list, said.resolved))
    }

    /// Returns the surroundings in which that is said.
    pub(super) fn context(said: &Said<'_>) -> Context {
        let variables = said.variables.iter().map(|(name, value)| (*name, (*value).into()));
        let mut settings = Settings::default();
        settings.file = Some(PathBuf::from(".runbook.yaml"));
        settings.config.gitlab.host = said.configured.map(str::to_owned);
        Context { environment: Environment::from_values(variables), settings, now: now(), by: None }
    }
}
