//! `runbook log`: the timeline.

mod words;

use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
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
    when,
};
use crate::model::{LogEntry, Runbook, Zone};
use words::in_words;

/// Show what happened, in order
///
/// Times are those of the runbook's zone; `--format json` has them in UTC. What was marked later than it happened stands
/// where it happened, with the time at which it was recorded; the file keeps the order in which it was written.
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
            let log = runbook.timeline().into_iter().map(json).collect();
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
    let log = runbook.timeline();
    if log.is_empty() {
        return format!("{name}: nothing happened yet\n");
    }
    let zone = when::zone(runbook);
    let offset = |entry: &LogEntry| zone.at(entry.at).1;
    let one_offset = log.windows(2).all(|pair| offset(pair[0]) == offset(pair[1]));
    let of_zone = match log.first().filter(|_| one_offset && matches!(zone, Zone::Named(tz) if tz != Tz::UTC)) {
        Some(entry) => format!("{zone} {}", offset(entry)),
        None => zone.to_string(),
    };
    let held = runbook.marks();
    let undone = runbook.undone();
    let mut table = Table::new(&["at", "by", "what"]).whole(&[0]);
    for entry in log {
        let (local, offset) = zone.at(entry.at);
        let taken_back = entry.is_mark() && !held.iter().any(|mark| std::ptr::eq(*mark, entry));
        let undone = undone.iter().find(|(undo, _)| std::ptr::eq(*undo, entry)).map(|(_, mark)| *mark);
        let what = match undone {
            Some(mark) => words::taken_back(mark),
            None if taken_back => format!("{} (taken back)", in_words(entry)),
            None => in_words(entry),
        };
        let what = match entry.recorded {
            Some(recorded) => format!("{what} ({})", words::recorded(zone, entry, recorded)),
            None => what,
        };
        let at = local.format("%Y-%m-%d %H:%M:%S");
        let at = if one_offset { at.to_string() } else { format!("{at} {offset}") };
        table.row(&[at, entry.by.clone().unwrap_or_default(), what]);
    }
    format!("{name}: log ({of_zone})\n{}", table.to_text(width))
}

fn json(entry: &LogEntry) -> EntryJson<'_> {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
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

    #[test]
    fn what_was_recorded_later_stands_where_it_happened() {
        let log = r#"
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/apply, from: open, to: started }
  - { at: 2026-10-11T06:50:00Z, event: note, note: first }
  - { at: 2026-10-11T06:50:00Z, event: note, note: second }
  - { at: 2026-10-11T06:45:00Z, recorded: 2026-10-11T06:55:00Z, event: note, note: The customer left }
  - { at: 2026-10-11T06:41:00Z, recorded: 2026-10-11T07:05:00Z, event: task, id: tasks/apply, from: started, to: paused }
"#;
        check(
            log,
            expect![[r#"
            Acme - Work: log (America/Los_Angeles -07:00)
            at                   by  what
            2026-10-10 23:40:00      tasks/apply open -> started
            2026-10-10 23:41:00      tasks/apply started -> paused (recorded 2026-10-11
                                     00:05)
            2026-10-10 23:45:00      The customer left (recorded 23:55)
            2026-10-10 23:50:00      first
            2026-10-10 23:50:00      second
        "#]],
        );
    }

    #[test]
    fn a_correction_says_what_changed() {
        let log = r#"
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/apply, from: started, to: partial, duration: 10m, count: 2488/2500, note: 403 }
  - { at: 2026-10-11T06:41:00Z, event: task, id: tasks/apply, from: partial, to: partial, duration: 12m, was: { duration: 10m } }
  - { at: 2026-10-11T06:42:00Z, event: task, id: tasks/apply, from: partial, to: partial, duration: 90m, count: 2489/2500, note: 11 groups, was: { duration: 90m, count: 2488/2500, note: 403 } }
  - { at: 2026-10-11T06:43:00Z, event: task, id: tasks/apply, from: partial, to: partial, note: 10 groups, was: { note: 11 groups } }
  - { at: 2026-10-11T06:44:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, reason: no tenant }
"#;
        check(
            log,
            expect![[r#"
            Acme - Work: log (America/Los_Angeles -07:00)
            at                   by  what
            2026-10-10 23:40:00      tasks/apply started -> partial, 10m, 2488/2500: 403
            2026-10-10 23:41:00      tasks/apply corrected: duration 12m instead of 10m
            2026-10-10 23:42:00      tasks/apply corrected: count 2489/2500 instead of
                                     2488/2500: 11 groups
            2026-10-10 23:43:00      tasks/apply note corrected: 10 groups
            2026-10-10 23:44:00      pre-call/dry-run reason corrected: no tenant
        "#]],
        );
    }

    #[test]
    fn what_was_taken_back_is_said() {
        let log = r#"
  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable, reason: no staging }
  - { at: 2026-10-11T06:02:00Z, recorded: 2026-10-11T06:30:00Z, event: undo, id: pre-call/dry-run, from: not-applicable, to: open }
  - { at: 2026-10-11T06:03:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, accepted_by: "@morgan_sample" }
  - { at: 2026-10-11T06:04:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:05:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, evidence: https://example.com/log }
  - { at: 2026-10-11T06:06:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:07:00Z, event: item, id: pre-call/dry-run, from: blocked, to: blocked, reason: no tenant }
  - { at: 2026-10-11T06:08:00Z, event: undo, id: pre-call/dry-run, from: blocked, to: blocked }
  - { at: 2026-10-11T06:09:00Z, event: task, id: tasks/remove, from: started, to: success, duration: 3m }
  - { at: 2026-10-11T06:10:00Z, event: undo, id: tasks/remove, from: success, to: started }
  - { at: 2026-10-11T06:11:00Z, event: task, id: tasks/remove, from: success, to: success, duration: 4m }
  - { at: 2026-10-11T06:12:00Z, event: undo, id: tasks/remove, from: success, to: success }
  - { at: 2026-10-11T06:13:00Z, event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
  - { at: 2026-10-11T06:14:00Z, event: undo, id: rollback/apac }
  - { at: 2026-10-11T06:15:00Z, event: follow-up, note: Find owners }
  - { at: 2026-10-11T06:16:00Z, event: undo }
  - { at: 2026-10-11T06:17:00Z, event: close, from: open, to: aborted, note: The customer called it off }
  - { at: 2026-10-11T06:18:00Z, event: undo, from: aborted, to: open }
  - { at: 2026-10-11T06:19:00Z, event: reopen, from: completed, to: open }
  - { at: 2026-10-11T06:20:00Z, event: undo, from: open, to: completed }
  - { at: 2026-10-11T06:21:00Z, event: undo, id: pre-call/gone, from: done, to: open }
"#;
        check(
            log,
            expect![[r#"
                Acme - Work: log (America/Los_Angeles -07:00)
                at                   by  what
                2026-10-10 23:01:00      pre-call/dry-run open -> not applicable: no staging
                                         (taken back)
                2026-10-10 23:02:00      pre-call/dry-run taken back: not applicable -> open
                                         (recorded 23:30)
                2026-10-10 23:03:00      pre-call/dry-run accepted by @morgan_sample (taken
                                         back)
                2026-10-10 23:04:00      pre-call/dry-run taken back: accepted by @morgan_sample
                2026-10-10 23:05:00      pre-call/dry-run evidence https://example.com/log
                                         (taken back)
                2026-10-10 23:06:00      pre-call/dry-run taken back: evidence
                                         https://example.com/log
                2026-10-10 23:07:00      pre-call/dry-run reason corrected: no tenant (taken
                                         back)
                2026-10-10 23:08:00      pre-call/dry-run taken back: reason no tenant
                2026-10-10 23:09:00      tasks/remove started -> success, 3m (taken back)
                2026-10-10 23:10:00      tasks/remove taken back: success -> started
                2026-10-10 23:11:00      tasks/remove corrected: duration 4m (taken back)
                2026-10-10 23:12:00      tasks/remove taken back: the last correction
                2026-10-10 23:13:00      rollback confirmed for APAC by @kiran_placeholder
                                         (taken back)
                2026-10-10 23:14:00      taken back: rollback confirmed for APAC by
                                         @kiran_placeholder
                2026-10-10 23:15:00      follow-up: Find owners (taken back)
                2026-10-10 23:16:00      taken back: follow-up: Find owners
                2026-10-10 23:17:00      closed as aborted: The customer called it off (taken
                                         back)
                2026-10-10 23:18:00      taken back: closed as aborted
                2026-10-10 23:19:00      opened again (taken back)
                2026-10-10 23:20:00      closed again as completed
                2026-10-10 23:21:00      pre-call/gone taken back: done -> open
            "#]],
        );
    }
}
