//! What is on this computer: configuration, folders, user, clock, git.

use super::findings::{Area, Findings, Weight};
use crate::{
    cli::{context::Context, error::CliError, git, sanitise, templates, walk::yaml_files, who},
    config::FILE_NAME,
};

/// Looks at it.
pub(super) fn look(context: &Context, findings: &mut Findings) {
    let settings = &context.settings;
    let file = settings.file.as_deref().map(sanitise::path);
    findings.found(
        Area::Here,
        "configuration",
        match file {
            Some(file) => file,
            None if findings.has_problem("configuration") => "cannot be used, so that the defaults hold".to_owned(),
            None => format!("none; {FILE_NAME} would hold it"),
        },
    );
    runbooks(context, findings);
    let folder = settings.templates().map(|folder| format!("{}, then those built in", sanitise::path(&folder)));
    findings.found(Area::Here, "templates", folder.unwrap_or_else(|| "those built in".to_owned()));
    if let Err(error) = templates::load(context, None) {
        findings.problem(Weight::Error, "templates", error);
    }
    user(context, findings);
    findings.found(Area::Here, "region", settings.config.region.as_deref().unwrap_or("none"));
    let now = context.now.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    if context.environment.runbook_now().is_some() && !findings.has_problem("now") {
        findings.found_in(Area::Here, "now", now, "RUNBOOK_NOW");
        findings.problem(
            Weight::Warning,
            "now",
            CliError::new("the clock stands still").help("RUNBOOK_NOW is for tests: unset it"),
        );
    } else {
        findings.found(Area::Here, "now", now);
    }
    let git = git::ask(&["--version"]).map(|answer| answer.trim().trim_start_matches("git version ").to_owned());
    findings.found(
        Area::Here,
        "git",
        git.unwrap_or_else(|| "not there; `runbook diff REVISION` and the remotes need it".to_owned()),
    );
}

fn runbooks(context: &Context, findings: &mut Findings) {
    let folder = context.settings.runbooks();
    let shown = sanitise::path(&folder);
    if !folder.is_dir() {
        findings.found(Area::Here, "runbooks", format!("{shown}, not there yet"));
        return;
    }
    let walk = yaml_files(&folder, context.settings.exclusion());
    let n_files = walk.files.len();
    let files = if n_files == 1 { "file" } else { "files" };
    findings.found(Area::Here, "runbooks", format!("{shown}, {n_files} YAML {files}"));
    for (path, why) in walk.unreadable {
        let error = CliError::new(format!("cannot look into {}", sanitise::path(&path))).caused_by(why);
        findings.problem(Weight::Warning, "runbooks", error);
    }
}

fn user(context: &Context, findings: &mut Findings) {
    let configured = context.settings.config.user.as_deref();
    match who::found(context.by.as_deref(), &context.environment, configured) {
        Ok(Some((name, source))) => findings.found_in(Area::Here, "user", name, source),
        Ok(None) => {
            findings.found(Area::Here, "user", "nobody");
            let error = CliError::new("marks will not say who made them");
            findings.problem(Weight::Warning, "user", error.help("set RUNBOOK_USER, or `user` in .runbook.yaml"));
        }
        Err(error) => findings.problem(Weight::Error, "user", error),
    }
}
