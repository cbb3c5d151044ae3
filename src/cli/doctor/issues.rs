//! The issues of published runbooks: whether each is there, confidential, and in the state that its runbook says.

use std::path::{Path, PathBuf};

use super::{
    DoctorArgs,
    findings::{Area, Findings, Weight},
    gitlab::weight,
};
use crate::{
    cli::{
        context::Context, error::CliError, files, gitlab::Survey, mark, next::quoted, sanitise, select::Purpose,
        ui::Ui, walk::yaml_files,
    },
    document::Document,
    model::{Runbook, SyncState},
    services::gitlab::{GitLab, GitLabError, Issue},
    sync,
};

/// How many issues are looked at where no runbook is named.
const MOST_ISSUES: usize = 10;

/// A published runbook.
struct Published {
    path: PathBuf,
    runbook: Runbook,
}

/// Looks at the issue of the runbook that is named, else at those of all that are published and not closed.
pub(super) fn look(
    context: &Context,
    ui: &mut Ui,
    args: &DoctorArgs,
    survey: Option<&Survey>,
    findings: &mut Findings,
) {
    let mut published = match &args.runbook {
        Some(given) => match named(context, ui, given) {
            Ok(published) => vec![published],
            Err(error) => return findings.problem(Weight::Error, "issue", error),
        },
        None => in_folder(context),
    };
    let n_left = published.len().saturating_sub(MOST_ISSUES);
    published.truncate(MOST_ISSUES);
    for published in &published {
        one(args, survey, published, findings);
    }
    if n_left > 0 {
        findings.found(
            Area::Issues,
            "not looked at",
            format!("those of {n_left} more runbooks; name one: runbook doctor FILE"),
        );
    }
}

fn named(context: &Context, ui: &mut Ui, given: &Path) -> Result<Published, CliError> {
    let path = context.runbook(ui, Some(given), Purpose::Read)?;
    let source = files::read(&path)?;
    let runbook = mark::parse(&source)?.runbook;
    Ok(Published { path, runbook })
}

/// Returns the published runbooks of the runbooks folder that are not closed. What cannot be read there is lint's.
fn in_folder(context: &Context) -> Vec<Published> {
    let folder = context.settings.runbooks();
    if !folder.is_dir() {
        return Vec::new();
    }
    let published = yaml_files(&folder, context.settings.exclusion()).files.into_iter().filter_map(|path| {
        let source = files::read(&path).ok()?;
        let runbook = Document::parse(&source).ok()?.runbook;
        (runbook.sync.is_some() && runbook.closed.is_none()).then_some(Published { path, runbook })
    });
    published.collect()
}

fn one(args: &DoctorArgs, survey: Option<&Survey>, published: &Published, findings: &mut Findings) {
    let name = sanitise::path(&published.path);
    let file = quoted(&published.path.to_string_lossy());
    let none = crate::model::Sync::default();
    let sync = published.runbook.sync.as_ref().unwrap_or(&none);
    match sync.state {
        Some(SyncState::Creating) => findings.problem(
            Weight::Warning,
            "issue",
            CliError::new(format!("{name}: publishing was begun and not finished"))
                .help(format!("finish it, which looks for what is there already: runbook publish {file}")),
        ),
        Some(SyncState::Sending) => findings.problem(
            Weight::Warning,
            "issue",
            CliError::new(format!("{name}: the last sync was cut off while it wrote the issue"))
                .help(format!("run it again, it overwrites nothing in silence: runbook sync {file}")),
        ),
        Some(SyncState::Live) | None => {}
    }
    let Some(url) = sync.issue.as_deref() else {
        let text = if sync.state.is_some() { "none that the file knows of yet" } else { "none; not published yet" };
        return findings.found_in(Area::Issues, "issue", text, name);
    };
    let found = |findings: &mut Findings, what: &str| {
        findings.found_in(Area::Issues, "issue", format!("{url}, {what}"), name.as_str());
    };
    if args.offline {
        return found(findings, "not looked at because of `--offline`");
    }
    let Some((survey, gitlab)) = survey.and_then(|survey| Some((survey, survey.gitlab.as_ref().ok()?))) else {
        return found(findings, "not looked at, as there is no GitLab to ask");
    };
    let place = match survey.place(url) {
        Ok(place) => place,
        Err(error) => {
            found(findings, "not looked at");
            let asked = &survey.host.value;
            let error =
                CliError::new(format!("{name}: its issue is not on {asked}, which is the GitLab that was asked"))
                    .caused_by(error.message())
                    .help(format!("to look at it, name its GitLab: runbook doctor {file} --host HOST"));
            return findings.problem(Weight::Warning, "issue", error);
        }
    };
    match gitlab.issue(&place.project, place.iid) {
        Ok(issue) => {
            found(findings, seen(&issue));
            judge(gitlab, &issue, published, &file, findings);
        }
        Err(GitLabError::NotFound { .. }) => {
            found(findings, "not found");
            findings.problem(
                Weight::Error,
                "issue",
                CliError::new(format!("{url} is not there"))
                    .caused_by("it was deleted, or this token's user may not see it; GitLab says the same for both")
                    .help(format!(
                        "look with a browser; another issue is taken by: runbook publish {file} --adopt URL"
                    )),
            );
        }
        Err(error) => {
            found(findings, "not answered");
            findings.problem(weight(&error), "issue", error.into());
        }
    }
}

fn seen(issue: &Issue) -> &'static str {
    match (issue.confidential, issue.is_closed()) {
        _ if issue.moved_to_id.is_some() => "moved away",
        (true, false) => "confidential, open",
        (true, true) => "confidential, closed",
        (false, false) => "NOT confidential, open",
        (false, true) => "NOT confidential, closed",
    }
}

fn judge(gitlab: &GitLab, issue: &Issue, published: &Published, file: &str, findings: &mut Findings) {
    let url = gitlab.client().hide_token(&issue.web_url);
    if let Some(number) = issue.moved_to_id {
        let error = CliError::new(format!("{url} was moved to another project"))
            .caused_by(format!("what is left is an empty shell of the issue with the id {number}"))
            .help(format!(
                "open it in a browser, which leads to the new place, then: runbook publish {file} --adopt URL"
            ));
        return findings.problem(Weight::Error, "issue", error);
    }
    if !issue.confidential {
        let error = CliError::new(format!("{url} is NOT confidential: whoever sees the project can read it"))
            .help(format!("hide it: runbook sync {file} --make-confidential"))
            .help("tell those who are responsible for the customer's data");
        findings.problem(Weight::Error, "issue", error);
    }
    let own = published.runbook.sync.as_ref().and_then(|sync| sync.id.as_deref());
    if let (Some(own), Some(other)) = (own, sync::publication(&issue.description))
        && own != other.id
    {
        let error = CliError::new(format!("{url} belongs to another runbook"))
            .caused_by(format!("its marker says `{}`, the file `{own}`", other.id))
            .help("check `sync.issue` in the file");
        findings.problem(Weight::Error, "issue", error);
    }
    let (is_over, is_closed) = (published.runbook.closed.is_some(), issue.is_closed());
    if is_closed && !is_over {
        let error = CliError::new(format!("{url} is closed, and its runbook is not"))
            .help(format!("open it again: runbook sync {file} --reopen; or finish: runbook close -f {file}"));
        findings.problem(Weight::Warning, "issue", error);
    }
    if is_over && !is_closed {
        let error = CliError::new(format!("{url} is open, and its runbook is closed"));
        findings.problem(Weight::Warning, "issue", error.help(format!("close it too: runbook sync {file}")));
    }
}
