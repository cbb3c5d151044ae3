//! The issue that is imported: read from GitLab, and whether it is the runbook's own.

use crate::{
    cli::{
        context::Context,
        error::CliError,
        gitlab::{self, GitLabArgs},
        mark, sanitise, templates,
        ui::Ui,
    },
    document::{Document, Edit, Route, Source, Value},
    render::{IssueOptions, issue},
    services::gitlab::GitLabError,
    sync::{self, import::Imported},
};

/// An issue that was read.
#[derive(Debug)]
pub(super) struct Fetched {
    /// Its address, as GitLab says it.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Whether it is confidential.
    pub confidential: bool,
    text: String,
}

/// To which issue the file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    /// To the one that was read: `sync` goes on from there.
    ToIssue,
    /// To the one that was read, but that can be written once the runbook is valid only.
    OnceValid,
    /// To none.
    ToNone,
}

/// Whether what is to be imported is an address of the web.
pub(super) fn is_address(source: &str) -> bool {
    let has_scheme = |scheme: &str| source.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    has_scheme("https://") || has_scheme("http://")
}

/// Reads an issue. Nothing is changed on GitLab.
///
/// # Errors
/// Host or token are not clear; the issue is not there, was moved, or has no text.
pub(super) fn fetch(context: &Context, ui: &mut Ui, args: &GitLabArgs, url: &str) -> Result<Fetched, CliError> {
    let (connection, place) = gitlab::to_issue(context, ui, args, url)?;
    let issue = connection.gitlab.issue(&place.project, place.iid).map_err(|error| match error {
        GitLabError::NotFound { .. } => CliError::new(format!("{} is not there", sanitise::clean_line(url)))
            .caused_by("it was deleted, or this token's user may not see it; GitLab says the same for both")
            .help("look with a browser"),
        error => error.into(),
    })?;
    let address = sanitise::clean_line(&issue.web_url);
    if issue.moved_to_id.is_some() {
        return Err(CliError::new(format!("{address} was moved to another project"))
            .caused_by("what is left is an empty shell")
            .help("open it in a browser, which leads to the new place, and import that"));
    }
    ui.status(&format!("Issue: {address}"));
    if !issue.confidential {
        ui.warn(&format!("{address} is NOT confidential: whoever sees the project can read it"));
    }
    // A carriage return may stand alone in what an old browser sent.
    let text = issue.description.replace("\r\n", "\n").replace('\r', "\n");
    if text.trim().is_empty() {
        return Err(
            CliError::new(format!("{address} has no text")).help("`runbook new` writes a runbook to start from")
        );
    }
    Ok(Fetched { url: issue.web_url, title: issue.title, confidential: issue.confidential, text })
}

impl Fetched {
    /// Returns the text of the issue.
    ///
    /// # Errors
    /// It is no text that can be read.
    pub(super) fn source(&self) -> Result<Source, CliError> {
        read("the issue", self.text.clone())
    }
}

fn read(name: &str, text: String) -> Result<Source, CliError> {
    Source::from_bytes(name, text.into_bytes())
        .map_err(|error| CliError::new(format!("{name}: {}", error.message)).help(error.help))
}

/// Writes into the file what `sync` needs, if the issue says that it is the runbook's own.
///
/// # Errors
/// A template that cannot be rendered.
pub(super) fn belonging(context: &Context, fetched: &Fetched, imported: &mut Imported) -> Result<Belongs, CliError> {
    let Some(publication) = sync::publication(&fetched.text) else { return Ok(Belongs::ToNone) };
    let source = read("the runbook", imported.text.clone())?;
    let Ok(document) = Document::parse(&source) else { return Ok(Belongs::OnceValid) };
    let rev = publication.rev.unwrap_or(1);
    let key = |key: &'static str| Route::top().key("sync").key(key);
    let keys = [
        Edit::set(key("issue"), Value::from(fetched.url.as_str())),
        Edit::set(key("id"), Value::from(publication.id.as_str())),
        Edit::set(key("state"), Value::from("live")),
        Edit::set(key("rev"), Value::Integer(rev)),
    ];
    drop(document);
    let source = read("the runbook", mark::apply(&source, &keys)?)?;
    let document = mark::parse(&source)?;
    let body = issue(&document.runbook, &templates::load(context, None)?, &IssueOptions { quick_actions: false })?;
    // What the file shows is agreed; where the issue shows something else, `sync` takes that.
    imported.text = mark::apply(&source, &sync::initial(&body).edits(&document, context.now))?;
    Ok(Belongs::ToIssue)
}
