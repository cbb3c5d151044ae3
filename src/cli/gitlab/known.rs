//! All that is said about hosts, tokens and projects, each with the place where it is said. Nothing is decided here.

use super::{
    GitLabArgs,
    glab::Glab,
    remotes::{self, Remote},
    site::{Found, Site, agreed, unreadable},
};
use crate::{
    cli::{context::Context, environment::Environment, error::CliError, sanitise},
    services::Secret,
};

/// The variables that name a host, and those that hold its token, in glab's order.
const HOSTS: [&str; 3] = ["GITLAB_HOST", "GITLAB_URI", "GL_HOST"];
const TOKENS: [&str; 3] = ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "OAUTH_TOKEN"];

/// What is said, by whom.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub environment: &'a Environment,
    /// `--host`.
    pub host_given: Option<Found<Site>>,
    /// `--project`.
    pub project_given: Option<Found<String>>,
    /// `gitlab.host` and `gitlab.project` of the configuration.
    pub host_configured: Option<Found<Site>>,
    pub project_configured: Option<Found<String>>,
    /// The host that the environment names, and that of the CI job.
    pub host_of_environment: Option<Found<Site>>,
    pub host_of_job: Option<Found<Site>>,
    /// The token of the environment.
    pub token_of_environment: Option<Found<Secret>>,
    /// What glab's configuration says.
    pub glab: Glab,
    /// The remotes of the repository.
    pub remotes: Vec<Remote>,
}

impl<'a> Known<'a> {
    /// Gathers what is said.
    ///
    /// # Errors
    /// Something that is said cannot be read, or the environment contradicts itself.
    pub(super) fn gather(context: &'a Context, args: &GitLabArgs) -> Result<Self, CliError> {
        Self::new(context, args, Glab::read(&context.environment, context.now), remotes::remotes())
    }

    /// Returns what is said where glab and git say this.
    ///
    /// # Errors
    /// See [`Known::gather`].
    pub(super) fn new(
        context: &'a Context,
        args: &GitLabArgs,
        glab: Glab,
        remotes: Vec<Remote>,
    ) -> Result<Self, CliError> {
        let environment = &context.environment;
        let file = context.settings.file.as_deref().map(sanitise::path).unwrap_or_default();
        let configured = &context.settings.config.gitlab;
        let site = |text: Option<&str>, source: &str| {
            let site = text.map(|text| Site::parse(text).map(|site| Found::new(site, source)));
            site.transpose().map_err(|error| unreadable(source, error))
        };
        Ok(Self {
            environment,
            host_given: site(args.host.as_deref(), "`--host`")?,
            project_given: args.project.clone().map(|project| Found::new(project, "`--project`")),
            host_configured: site(configured.host.as_deref(), &format!("`gitlab.host` in {file}"))?,
            project_configured: configured
                .project
                .clone()
                .map(|project| Found::new(project, format!("`gitlab.project` in {file}"))),
            host_of_environment: of_environment(environment)?,
            host_of_job: of_job(environment)?,
            token_of_environment: TOKENS.into_iter().find_map(|name| Some(Found::new(environment.secret(name)?, name))),
            glab,
            remotes,
        })
    }
}

/// Returns the host that the environment names.
fn of_environment(environment: &Environment) -> Result<Option<Found<Site>>, CliError> {
    let mut found = Vec::new();
    for name in HOSTS {
        let Some(text) = environment.text(name) else { continue };
        let text = match environment.text("API_PROTOCOL") {
            Some(protocol) if !text.contains("://") => format!("{protocol}://{}", text.trim()),
            _ => text,
        };
        let site = Site::parse(&text).map_err(|error| unreadable(name, error))?;
        found.push(Found::new(site, name));
    }
    // An address of a project names its host too.
    if let Some(url) = environment.text("GITLAB_REPO").filter(|text| found.is_empty() && text.contains("://")) {
        let site = Site::of_url(&url).map_err(|error| unreadable("GITLAB_REPO", error))?;
        found.push(Found::new(site, "GITLAB_REPO"));
    }
    agreed("host", found, Site::is_same, "leave only one of these variables, or name the host with `--host`")
}

/// Returns the GitLab whose CI job this is.
fn of_job(environment: &Environment) -> Result<Option<Found<Site>>, CliError> {
    if environment.text("GITLAB_CI").is_none() {
        return Ok(None);
    }
    let Some(url) = environment.text("CI_SERVER_URL") else { return Ok(None) };
    let site = Site::parse(&url).map_err(|error| unreadable("CI_SERVER_URL", error))?;
    Ok(Some(Found::new(site, "CI_SERVER_URL")))
}
