//! `runbook log`: the timeline.

use std::path::PathBuf;

use chrono::SecondsFormat;
use chrono_tz::Tz;
use serde::Serialize;

use super::{
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files,
    mark::{self, AnswerFormat},
    select::Purpose,
    table::Table,
    ui::Ui,
};
use crate::model::{Event, LogEntry, Mark, Runbook, Zone};

/// Show what happened, in order
///
/// Times are those of the runbook's zone; `--format json` has them in UTC.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook log acme")]
pub(super) struct LogArgs {
    /// The runbook: a path, or the unique beginning of a file name in the runbooks folder
    #[arg(value_hint = clap::ValueHint::FilePath)]
    pub runbook: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

#[derive(Serialize)]
struct LogJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    log: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    at: String,
    recorded: Option<String>,
    by: Option<&'a str>,
    event: &'static str,
    id: Option<&'a str>,
    from: Option<&'static str>,
    to: Option<&'static str>,
    duration: Option<String>,
    count: Option<&'a str>,
    reason: Option<&'a str>,
    accepted_by: Option<&'a str>,
    evidence: Option<&'a str>,
    region: Option<&'a str>,
    note: Option<&'a str>,
}

/// Runs the command.
///
/// # Errors
/// What could not be done.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &LogArgs) -> Result<ExitStatus, CliError> {
    let path = context.runbook(ui, args.runbook.as_deref(), Purpose::Read)?;
    let source = files::read(&path)?;
    let document = mark::parse(&source)?;
    let runbook = &document.runbook;
    match args.format {
        AnswerFormat::Json => {
            let log = runbook.log.iter().map(json).collect();
            let path = path.to_string_lossy().into_owned();
            ui.answer_json(&LogJson { version: 1, runbook: &runbook.header.name, path, log })?;
        }
        AnswerFormat::Text => {
            let text = timeline(runbook, ui.width());
            ui.answer(&text)?;
        }
    }
    Ok(ExitStatus::Success)
}

fn timeline(runbook: &Runbook, width: usize) -> String {
    let name = &runbook.header.name;
    if runbook.log.is_empty() {
        return format!("{name}: nothing happened yet\n");
    }
    let zone = runbook.header.schedule_at.map_or(Zone::Named(Tz::UTC), |schedule| schedule.zone());
    let offset = |entry: &LogEntry| zone.at(entry.at).1;
    let one_offset = runbook.log.windows(2).all(|pair| offset(&pair[0]) == offset(&pair[1]));
    let of_zone = match runbook.log.first().filter(|_| one_offset && matches!(zone, Zone::Named(tz) if tz != Tz::UTC)) {
        Some(entry) => format!("{zone} {}", offset(entry)),
        None => zone.to_string(),
    };
    let held = runbook.marks();
    let mut table = Table::new(&["at", "by", "what"]).whole(&[0]);
    for entry in &runbook.log {
        let (local, offset) = zone.at(entry.at);
        let taken_back = entry.is_mark() && !held.iter().any(|mark| std::ptr::eq(*mark, entry));
        let what = if taken_back { format!("{} (taken back)", in_words(entry)) } else { in_words(entry) };
        let at = local.format("%Y-%m-%d %H:%M:%S");
        let at = if one_offset { at.to_string() } else { format!("{at} {offset}") };
        table.row(&[at, entry.by.clone().unwrap_or_default(), what]);
    }
    format!("{name}: log ({of_zone})\n{}", table.to_text(width))
}

/// Returns an entry in words.
fn in_words(entry: &LogEntry) -> String {
    let id = entry.id.as_deref().unwrap_or_default();
    let state = |mark: Option<Mark>| mark.map_or("?", |mark| mark.word()).replace('-', " ");
    let mut words = match entry.event {
        Event::Item if entry.accepted_by.is_some() => {
            format!("{id} accepted by {}", entry.accepted_by.as_deref().unwrap_or_default())
        }
        Event::Item if entry.from == entry.to && entry.evidence.is_some() => {
            format!("{id} evidence {}", entry.evidence.as_deref().unwrap_or_default())
        }
        Event::Item | Event::Task => format!("{id} {} -> {}", state(entry.from), state(entry.to)),
        Event::Undo => taken_back(entry, id),
        Event::Confirm => {
            let (region, by) = (entry.region.as_deref().unwrap_or_default(), entry.note.as_deref().unwrap_or_default());
            return format!("rollback confirmed for {region} by {by}");
        }
        Event::Note => return entry.note.clone().unwrap_or_default(),
        Event::FollowUp => return format!("follow-up: {}", entry.note.as_deref().unwrap_or_default()),
        Event::Close => format!("closed as {}", state(entry.to)),
        Event::Reopen => "opened again".to_owned(),
        other => other.word().to_owned(),
    };
    let details = [entry.duration.map(|duration| duration.to_string()), entry.count.clone()];
    for detail in details.into_iter().flatten() {
        words.push_str(&format!(", {detail}"));
    }
    for text in [&entry.reason, &entry.note].into_iter().flatten() {
        words.push_str(&format!(": {text}"));
    }
    words
}

fn taken_back(entry: &LogEntry, id: &str) -> String {
    let word = |mark: Option<Mark>| mark.map_or("?", Mark::word).replace('-', " ");
    match (entry.from, entry.to) {
        (Some(Mark::Completed | Mark::Aborted | Mark::Cancelled), _) => "the end was taken back".to_owned(),
        (_, Some(Mark::Completed | Mark::Aborted | Mark::Cancelled)) => "closed again".to_owned(),
        (None, None) if id.is_empty() => "a follow-up was taken back".to_owned(),
        (None, None) => format!("the confirmation {id} was taken back"),
        (from, to) if from == to => format!("{id}: the last change was taken back"),
        (from, to) => format!("{id} taken back: {} -> {}", word(from), word(to)),
    }
}

fn json(entry: &LogEntry) -> EntryJson<'_> {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    EntryJson {
        at: time(entry.at),
        recorded: entry.recorded.map(time),
        by: entry.by.as_deref(),
        event: entry.event.word(),
        id: entry.id.as_deref(),
        from: entry.from.map(|mark| mark.word()),
        to: entry.to.map(|mark| mark.word()),
        duration: entry.duration.map(|duration| duration.to_string()),
        count: entry.count.as_deref(),
        reason: entry.reason.as_deref(),
        accepted_by: entry.accepted_by.as_deref(),
        evidence: entry.evidence.as_deref(),
        region: entry.region.as_deref(),
        note: entry.note.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::{Document, Source};

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(log: &str, expected: Expect) {
        let text = format!(
            "version: 1\nheader: {{ name: Acme - Work, schedule_at: 2026-10-31 23:30 America/Los_Angeles }}\nlog:\n{log}"
        );
        let source = Source::from_text("acme.yaml", text).expect("text");
        let document = Document::parse(&source).expect("a runbook");
        expected.assert_eq(&timeline(&document.runbook, 80));
    }

    #[test]
    fn the_offset_stands_in_the_heading_until_the_clocks_change() {
        let before = "  - { at: 2026-11-01T08:59:00Z, event: note, note: begins }\n";
        let after = "  - { at: 2026-11-01T09:01:00Z, event: note, note: goes on }\n";
        check(
            before,
            expect![[r#"
            Acme - Work: log (America/Los_Angeles -07:00)
            at                   by  what
            2026-11-01 01:59:00      begins
        "#]],
        );
        check(
            &format!("{before}{after}"),
            expect![[r#"
            Acme - Work: log (America/Los_Angeles)
            at                          by  what
            2026-11-01 01:59:00 -07:00      begins
            2026-11-01 01:01:00 -08:00      goes on
        "#]],
        );
    }
}
