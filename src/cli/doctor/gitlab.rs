//! Which GitLab is meant and whose token it would get, and what that GitLab answers.

use super::findings::{Area, Findings, Weight};
use crate::{
    cli::{
        context::Context,
        error::CliError,
        gitlab::{Survey, preflight},
    },
    services::gitlab::{GitLab, GitLabError, Project, ProjectPath, Token, Visibility},
};

/// Notes what is named here.
pub(super) fn named(context: &Context, survey: &Survey, findings: &mut Findings) {
    let area = Area::GitLab;
    findings.found_in(area, "host", &survey.host.value, &survey.host.source);
    match &survey.api {
        Ok(api) => findings.found_in(area, "interface", &api.value, &api.source),
        Err(error) => findings.problem(Weight::Error, "interface", error.clone()),
    }
    if let Some(variable) = survey.proxy {
        findings.found(area, "proxy", format!("the one of {variable}"));
    }
    let system = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find(|name| context.environment.text(name).is_some());
    let system = system.map_or("those of this computer".to_owned(), |name| format!("those of {name}"));
    let more = survey.authorities.iter().map(|file| format!(", and {file}")).collect::<String>();
    findings.found(area, "certificate authorities", system + &more);
    match &survey.token {
        Ok(token) => {
            findings.found_in(area, "token", "found", &token.source);
            if let Some(kind) = token.is_other_kind {
                let error = CliError::new(format!("{} holds {kind}, which cannot reach issues", token.source));
                findings.problem(Weight::Error, "token", error.help("use an access token with the scope `api`"));
            }
        }
        Err(error) => {
            findings.found(area, "token", "none that may go there");
            findings.problem(Weight::Error, "token", error.clone());
        }
    }
    match &survey.project {
        Ok(project) => findings.found_in(area, "project", project.value.to_string(), &project.source),
        Err(error) => {
            findings.found(area, "project", "none");
            findings.problem(Weight::Error, "project", error.clone());
        }
    }
    let labels = &context.settings.config.gitlab.labels;
    if !labels.is_empty() {
        findings.found(area, "labels", labels.join(", "));
    }
    for remark in &survey.remarks {
        findings.problem(Weight::Warning, "glab", CliError::new(remark));
    }
    if let (Ok(_), Err(error)) = (&survey.token, &survey.gitlab) {
        findings.problem(Weight::Error, "connection", error.clone());
    }
}

/// Asks the GitLab, until it cannot be asked any more.
pub(super) fn asked(context: &Context, survey: &Survey, findings: &mut Findings) {
    let Ok(gitlab) = &survey.gitlab else { return };
    let project = survey.project.as_ref().ok().map(|project| &project.value);
    if let Err((about, error)) = ask(context, gitlab, project, findings) {
        findings.problem(weight(&error), about, error.into());
    }
}

fn ask(
    context: &Context,
    gitlab: &GitLab,
    project: Option<&ProjectPath>,
    findings: &mut Findings,
) -> Result<(), (&'static str, GitLabError)> {
    let area = Area::Server;
    // Before a line is broken where the token would not be seen any more.
    let shown = |text: &str| gitlab.client().hide_token(text);
    let user = gitlab.user().map_err(|error| ("token", error))?;
    findings.found(area, "who the token is", shown(&format!("@{} ({})", user.username, user.name)));
    let token = gitlab.token().map_err(|error| ("token", error))?;
    findings.found(
        area,
        "what it may",
        token.as_ref().map_or_else(|| "GitLab does not say".to_owned(), |token| shown(&may(token))),
    );
    match gitlab.metadata() {
        Ok(metadata) => findings.found(area, "version", shown(&metadata.version)),
        // A token that may do little else may not ask this.
        Err(
            GitLabError::Forbidden { .. }
            | GitLabError::Scope { .. }
            | GitLabError::Permission { .. }
            | GitLabError::NotFound { .. },
        ) => {
            findings.found(area, "version", "not to be known with this token");
        }
        Err(error) => return Err(("version", error)),
    }
    let Some(asked) = project else { return Ok(()) };
    let project = gitlab.project(asked).map_err(|error| ("project", error))?;
    findings.found(area, "project", shown(&format!("{}, {}", project.path_with_namespace, seen_by(&project))));
    findings.found(area, "role in it", role(project.access_level()));
    let judgement = preflight::judge(&project, asked, token.as_ref(), false, context.now.date_naive());
    for (what, help) in judgement.refusals {
        findings.problem(Weight::Error, "project", CliError::new(what).help(help));
    }
    for remark in judgement.remarks {
        findings.problem(Weight::Warning, "project", CliError::new(remark));
    }
    Ok(())
}

fn may(token: &Token) -> String {
    let scopes = token.scopes.iter().map(|scope| if scope == "granular" { "fine-grained" } else { scope });
    let scopes = scopes.collect::<Vec<_>>().join(", ");
    match token.expires_at {
        Some(last) => format!("{scopes}; good until {last}"),
        None => format!("{scopes}; without an end"),
    }
}

fn seen_by(project: &Project) -> &'static str {
    match project.visibility {
        Visibility::Private => "private",
        Visibility::Internal => "internal",
        Visibility::Public => "public",
    }
}

fn role(level: u64) -> String {
    let name = match level {
        0 => return "GitLab does not say".to_owned(),
        5 => "Minimal Access",
        10 => "Guest",
        15 => "Planner",
        20 => "Reporter",
        30 => "Developer",
        40 => "Maintainer",
        50 => "Owner",
        _ => "another",
    };
    format!("{name} ({level})")
}

/// An answer that is no stops publishing; none says nothing of it.
pub(super) fn weight(error: &GitLabError) -> Weight {
    match error {
        GitLabError::Client(_)
        | GitLabError::TooOften { .. }
        | GitLabError::Server { .. }
        | GitLabError::Unexpected { .. } => Weight::Unknown,
        _ => Weight::Error,
    }
}
