//! Publishing, step by step: the file says what is going to be done, GitLab does it, the file says that it was done.

use chrono::{DateTime, Utc};

use super::{
    Job, exposed,
    failure::{Stage, with_complete_issue, with_issue, without_issue},
    gate,
    place::Found,
    plan::Action,
    prepare::{self, Prepared},
    protocol::Secured,
    record::{self, Expected},
    text::Theirs,
    wanted,
};
use crate::{
    cli::{
        error::CliError,
        files, mark,
        sync::{road, window},
        ui::Ui,
    },
    document::Source,
    render::Templates,
    services::gitlab::{Issue, IssueUpdate},
    sync::{Agreed, Merged, with_clicks},
};

/// How often boxes are ticked again that were ticked while the issue was written.
const MOST_ROUNDS: usize = 3;

/// Publishes, and returns the issue as it was seen last: confidential and complete.
///
/// # Errors
/// What was refused or could not be done; the next run goes on from there.
pub(super) fn carry_out(
    job: &Job<'_>,
    ui: &mut Ui,
    prepared: &Prepared,
    templates: &Templates,
) -> Result<Issue, CliError> {
    let Prepared { found, stamp, .. } = prepared;
    let protocol = found.protocol();
    let mut expected = Expected::of(&mark::parse(&job.source)?);
    if found.issue.is_none() || found.action == Action::Adopt {
        let url = found.issue.as_ref().map(|issue| found.address(issue));
        expected = record::write(&job.path, &expected, |source| record::creating(source, &found.id, url.as_deref()))?;
    }
    let issue = match &found.issue {
        Some(issue) => issue.clone(),
        None => protocol.create(found.user.id).map_err(without_issue)?,
    };
    let url = found.address(&issue);
    let stage = if found.holds_runbook(&issue) { Stage::AsBefore } else { Stage::Empty };
    let secured = secure(job, ui, found, &issue, expected.names_issue(), stage)?;
    let is_empty = protocol.is_placeholder(secured.issue());
    let mut body = None;
    if found.action != Action::Update {
        expected = record::write(&job.path, &expected, |source| {
            must_be_fit(job, source)?;
            let known = record::known(source, &found.id, &url, is_empty, stamp, templates)?;
            body = Some(known.body);
            Ok(known.text)
        })
        .map_err(|error| error.help(format!("the issue is there, and nothing of the runbook is in it: {url}")))?;
    }
    let (issue, agreed) = if is_empty {
        (fill(prepared, secured, body, is_empty, &url)?, None)
    } else {
        let before = secured.issue().clone();
        let theirs = Theirs { found, issue: &before, templates, now: stamp.at };
        let merged = write_ahead(job, &theirs, &mut expected)?;
        let filled = fill(prepared, secured, merged.body.clone(), is_empty, &url)?;
        let issue = match merged.body {
            Some(sent) => put_clicks_back(job, ui, prepared, before, filled, sent)?,
            None => filled,
        };
        (issue, Some(merged.agreed))
    };
    agree(job, &expected, agreed.as_ref(), window::after(&issue).max(prepared.stamp.at))
        .map_err(|error| with_complete_issue(error, &url))?;
    Ok(Issue { web_url: url, ..issue })
}

/// Demands that the issue is confidential. Where somebody made it visible in the meantime, that is said and noted. One that is
/// not named by its address must hold the publication id.
fn secure(
    job: &Job<'_>,
    ui: &mut Ui,
    found: &Found,
    issue: &Issue,
    is_named: bool,
    stage: Stage,
) -> Result<Secured, CliError> {
    let protocol = found.protocol();
    let secured = if is_named { protocol.secure_named(issue) } else { protocol.secure(issue) };
    let secured = secured.map_err(|error| with_issue(error, &found.address(issue), stage))?;
    if secured.was_visible() && stage != Stage::Empty {
        exposed::note(job, ui, found, issue)?;
    }
    Ok(secured)
}

/// Merges file and issue, and writes that the text is on its way.
fn write_ahead(job: &Job<'_>, theirs: &Theirs<'_>, expected: &mut Expected) -> Result<Merged, CliError> {
    let noted = theirs.noted(&mark::parse(&files::read(&job.path)?)?)?;
    let mut after = expected.clone();
    let (merged, _) = road::write_ahead(&job.path, |source, document| {
        expected.demand(document, &job.path)?;
        must_be_fit(job, source)?;
        let merged = theirs.merge(document, &noted)?;
        if let Some(text) = &merged.text {
            after = Expected::after(source, text)?;
        }
        Ok(merged)
    })?;
    *expected = after;
    Ok(merged)
}

/// Writes what file and issue agree on, where an earlier run sent it and ended before it could.
///
/// # Errors
/// The file was changed, or cannot be written.
pub(super) fn note_agreement(job: &Job<'_>, prepared: &Prepared) -> Result<(), CliError> {
    let document = mark::parse(&job.source)?;
    if prepared.agreed.edits(&document, prepared.stamp.at).is_empty() {
        return Ok(());
    }
    agree(job, &Expected::of(&document), Some(&prepared.agreed), prepared.stamp.at)
}

/// A mark that was made while the plan was read is published with the rest, if the file is still fit.
fn must_be_fit(job: &Job<'_>, source: &Source) -> Result<(), CliError> {
    if source.text() == job.source.text() {
        return Ok(());
    }
    gate::judge(job.context, source, false).map(|_| ()).map_err(|unfit| unfit.error)
}

fn fill(
    prepared: &Prepared,
    secured: Secured,
    description: Option<String>,
    is_empty: bool,
    url: &str,
) -> Result<Issue, CliError> {
    let update = prepare::carry_over(&prepared.wanted, secured.issue(), description, is_empty);
    if wanted::is_nothing(&update) {
        return Ok(secured.issue().clone());
    }
    prepared.found.protocol().fill(secured, &update).map_err(|error| with_issue(error, url, Stage::Sent))
}

/// Ticks the boxes again that somebody ticked between the moment that the issue was read and the moment that it was written;
/// GitLab has no guard against that. What they mean for the file is for `runbook sync`.
fn put_clicks_back(
    job: &Job<'_>,
    ui: &mut Ui,
    prepared: &Prepared,
    mut before: Issue,
    mut issue: Issue,
    mut sent: String,
) -> Result<Issue, CliError> {
    let found = &prepared.found;
    let place = found.place(&issue);
    for _ in 0..MOST_ROUNDS {
        let window = window::look(&found.connection.gitlab, &place, &before, &issue, &sent)?;
        for note in &window.overwritten_edits {
            ui.warn(note);
        }
        if window.lost.is_empty() {
            return Ok(issue);
        }
        before = issue;
        sent = with_clicks(&before.description, &window.lost);
        let secured = secure(job, ui, found, &before, true, Stage::Sent)?;
        let update = IssueUpdate { description: Some(sent.clone()), ..IssueUpdate::default() };
        let url = found.address(&before);
        issue = found.protocol().fill(secured, &update).map_err(|error| with_issue(error, &url, Stage::Sent))?;
    }
    Err(CliError::new("somebody ticks boxes of the issue all the time").help("run the same command again"))
}

/// Writes that file and issue agree, and since when.
fn agree(job: &Job<'_>, expected: &Expected, agreed: Option<&Agreed>, at: DateTime<Utc>) -> Result<(), CliError> {
    record::write(&job.path, expected, |source| record::live(source, agreed, at)).map(|_| ())
}
