//! Whether a file is fit to be published: what `runbook lint` says of it, what it is, and what its templates make of it.

use std::path::Path;

use crate::{
    cli::{context::Context, error::CliError, lint, mark, next},
    document::{Document, Source},
    lint::{self as rules, Finding, Level, Levels, Options},
    model::SyncState,
    render::{self, IssueOptions, Templates},
    report::{self, Format},
};

/// The longest title that GitLab takes, in characters.
const LONGEST_TITLE: usize = 255;
/// The longest text that GitLab takes, in bytes: its `Issuable` counts these and no characters.
const LONGEST_TEXT: usize = 1_048_576;
/// The text from which on GitLab is slow to show it, in characters.
const LONG_TEXT: usize = 100_000;
/// What is refused however strict the configuration is: no level and no baseline makes it harmless.
const NEVER: [&str; 2] = ["secret", "placeholder"];

/// Why a file is not published, with the findings to print before.
pub(super) struct Unfit {
    /// The reason.
    pub error: CliError,
    /// The findings, safe to show; empty where there are none.
    pub findings: String,
}

impl From<CliError> for Unfit {
    fn from(error: CliError) -> Self {
        Self { error, findings: String::new() }
    }
}

/// Returns what `runbook lint` finds in a file that may be published.
///
/// # Errors
/// It is no runbook, one that has no issue, or lint finds an error.
pub(super) fn judge(context: &Context, source: &Source, colour: bool) -> Result<Vec<Finding>, Unfit> {
    let document = mark::parse(source)?;
    let file = next::quoted(source.name());
    let runbook = &document.runbook;
    let refuse =
        |what: &str, help: String| Err(CliError::refused(format!("{} {what}", source.name())).help(help).into());
    if runbook.blueprint {
        let help = format!("make a runbook of it: runbook new \"CUSTOMER - REQUESTED TASK\" --from {file}");
        return refuse("is a blueprint, and has no customer", help);
    }
    if runbook.example {
        let help = format!("make a runbook of it: runbook new \"CUSTOMER - REQUESTED TASK\" --from {file}");
        return refuse("is an example, and nothing that will happen", help);
    }
    let is_live =
        runbook.sync.as_ref().is_some_and(|sync| matches!(sync.state, Some(SyncState::Live | SyncState::Sending)));
    if runbook.closed.is_some() && !is_live {
        return refuse(
            "is closed, so nobody would follow its issue",
            "open it again: runbook close --reopen".to_owned(),
        );
    }
    let (findings, project) = lint::judge(context, source)?;
    let strict = Options { levels: Levels::only(&NEVER), now: context.now, ..Options::default() };
    let mut errors: Vec<Finding> = rules::lint(source, &strict);
    errors.retain(|finding| NEVER.contains(&finding.rule.id));
    // The one from the configuration's run has the configuration's level, and stands for both.
    let is_new = |finding: &Finding| {
        !findings.iter().any(|known| (known.rule.id, &known.range) == (finding.rule.id, &finding.range))
    };
    let n_errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let is_never = !errors.is_empty();
    errors.retain(is_new);
    if n_errors == 0 && !is_never {
        return Ok(findings);
    }
    let mut all = findings;
    all.extend(errors);
    all.sort_by_key(|finding| finding.range.start);
    let mut shown = Vec::new();
    let files = [source.name().to_owned()];
    report::write(Format::Text, &all, report::Context { project: &project, files: &files, colour }, &mut shown)
        .map_err(|error| CliError::new("cannot write the findings").caused_by(error.to_string()))?;
    let message = format!("{} is not fit to be published: {}", source.name(), report::summary(&all, 1));
    let help = if is_never {
        "no level and no baseline lets a secret or a placeholder through; mend it, or say why it is none: runbook explain secret"
    } else {
        "mend the errors, or allow them with a reason; nothing was sent"
    };
    Err(Unfit { error: CliError::refused(message).help(help), findings: String::from_utf8_lossy(&shown).into_owned() })
}

/// Returns the title of the issue: the runbook's name, on one line.
///
/// # Errors
/// GitLab does not take it.
pub(super) fn title(document: &Document<'_>) -> Result<String, CliError> {
    let name = &document.runbook.header.name;
    let title = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let n_characters = title.chars().count();
    if n_characters > LONGEST_TITLE {
        return Err(CliError::refused(format!(
            "the name has {n_characters} characters, and a title takes {LONGEST_TITLE}"
        ))
        .help("shorten `header.name`; nothing was sent"));
    }
    Ok(title)
}

/// Returns the text of the issue.
///
/// # Errors
/// A template that fails, or leaves out what `sync` needs; a text that is longer than GitLab takes.
pub(super) fn body(document: &Document<'_>, templates: &Templates) -> Result<String, CliError> {
    let body = render::issue(&document.runbook, templates, &IssueOptions { quick_actions: false })?;
    let missing = render::missing_markers(&document.runbook, &body);
    if let Some(first) = missing.first() {
        let more = missing.len() - 1;
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        return Err(CliError::refused(format!(
            "the template leaves out or moves lines that the issue is synced by: {first}{and_more}"
        ))
        .help("show each item in a line `- [ ] …` and each task in a row of a table, with nothing behind its text")
        .help("docs/templates.md says how; nothing was sent"));
    }
    must_fit(&body)?;
    Ok(body)
}

/// Demands that a text is not longer than GitLab takes.
///
/// # Errors
/// It is.
pub(super) fn must_fit(text: &str) -> Result<(), CliError> {
    let n_bytes = text.len();
    if n_bytes <= LONGEST_TEXT {
        return Ok(());
    }
    let message = format!("the text of the issue has {n_bytes} bytes, and GitLab takes {LONGEST_TEXT}");
    Err(CliError::refused(message)
        .help("move what is long into files beside the runbook and link them; nothing of it was sent"))
}

/// Returns what is to be said of the length of a text.
pub(super) fn remark_on_length(body: &str) -> Option<String> {
    let n_characters = body.chars().count();
    (n_characters > LONG_TEXT)
        .then(|| format!("the text has {n_characters} characters; GitLab is slow to show that much"))
}

/// Returns the error that the file became another one while a person read the plan.
pub(super) fn changed_meanwhile(path: &Path) -> CliError {
    CliError::new(format!("{} was changed while it was to be published", crate::cli::sanitise::path(path)))
        .help("look at it and run the same command again")
}
