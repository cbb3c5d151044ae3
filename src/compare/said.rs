//! A change in words, in which it is known what is ours and what somebody typed, so that each renderer can make the
//! latter harmless in its own way.

use chrono::{DateTime, Utc};

use super::{Change, DiffLine, FieldChange, LogChange, Part, Sides, Value, What, lines};
use crate::model::{Schedule, Zone};

/// How long a text may be to stand within a line.
const SHORT: usize = 60;

/// What is said about a change: a line, and the texts that are too long for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The line.
    pub spans: Vec<Span>,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// Which thing it is about, in words of ours.
    Subject(String),
    /// Words of ours.
    Ours(String),
    /// What stands in the file.
    Theirs(String),
}

/// A text that changed, line by line.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The field.
    pub name: &'static str,
    /// Its lines.
    pub lines: Vec<DiffLine>,
}

/// How absent values are spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// All values of what came or went: `planned 45m`.
    Listed,
    /// Before and after: `owner none -> John Doe`.
    Plan,
    /// What happened: `outcome success`, `outcome failed -> success`.
    Marks,
}

/// Says what changed in the plan: `task 5 "Apply": planned 45m -> 1h15m`.
#[must_use]
pub fn plan(change: &Change) -> Said {
    let mut said = subject(change);
    let title = &change.title;
    let is_long = |title: &Option<String>| title.as_deref().is_some_and(|title| !is_short(title));
    match change.what {
        What::Added | What::Removed => said.ours(format!(" {}", change.what.word())),
        What::Changed if change.is_renamed() && (is_long(&title.old) || is_long(&title.new)) => said.ours(" renamed"),
        What::Changed if change.is_renamed() => {
            said.ours(" renamed from ");
            said.quoted(title.old.as_deref().unwrap_or_default());
        }
        What::Changed => {}
    }
    if change.is_moved {
        let comma = if change.is_renamed() { "," } else { "" };
        said.ours(format!("{comma} moved from {}", change.number.old.unwrap_or_default()));
    }
    let has_long_title =
        (change.what != What::Changed || change.is_renamed()) && (is_long(&title.old) || is_long(&title.new));
    if has_long_title {
        said.block("text", title);
    }
    let manner = if change.what == What::Changed { Manner::Plan } else { Manner::Listed };
    said.fields(&change.fields, manner);
    said
}

/// Says what changed in the marks, in a line: `task 1 "Confirm": outcome success, duration 10m`.
#[must_use]
pub fn marks(change: &Change) -> Said {
    let mut said = subject(change);
    let manner = match change.what {
        What::Changed => Manner::Marks,
        // Of an entry that is gone the marks are gone too.
        What::Removed if !change.part.is_mark() => Manner::Marks,
        What::Added | What::Removed => Manner::Listed,
    };
    if change.part.is_mark() && change.what != What::Changed {
        said.ours(format!(" {}", change.what.word()));
    }
    if change.part.is_mark() && change.is_moved {
        said.ours(format!(" moved from {}", change.number.old.unwrap_or_default()));
    }
    said.fields(&change.marks, manner);
    said
}

/// Says an effect: `planned time 1h40m -> 2h10m`.
#[must_use]
pub fn effect(effect: &FieldChange) -> Said {
    let mut said = Said::default();
    said.field(effect, Manner::Plan);
    said
}

/// Says what happened to the log, in numbers.
#[must_use]
pub fn log(change: LogChange) -> Said {
    let LogChange { n_old, n_new, n_kept } = change;
    let mut said = Said { spans: vec![Span::Subject("log".to_owned())], ..Said::default() };
    let n_added = n_new - n_kept;
    if n_kept == n_old {
        said.ours(format!(": {} added, {n_new} now", entries(n_added)));
    } else {
        let n_lost = n_old - n_kept;
        said.ours(format!(
            ": rewritten, although it is only appended to: {} of {n_old} as they were, {} changed or gone, {n_new} now",
            n_kept,
            entries(n_lost)
        ));
    }
    said
}

fn entries(n: usize) -> String {
    format!("{n} {}", if n == 1 { "entry" } else { "entries" })
}

fn subject(change: &Change) -> Said {
    let mut said = Said::default();
    let number = change.number.new.or(change.number.old).unwrap_or_default();
    let title = change.title.new.as_deref().or(change.title.old.as_deref()).unwrap_or_default();
    let word = change.part.word();
    let subject = match change.part {
        Part::Item => {
            let list = change.list.as_deref().unwrap_or_default();
            format!("{list} item {number}")
        }
        Part::Task | Part::FollowUp | Part::Session => format!("{word} {number}"),
        Part::Step => format!("{word} r{number}"),
        Part::Contact if change.list.as_deref() == Some("customer") => "customer contact".to_owned(),
        Part::Contact => "GitLab contact".to_owned(),
        Part::Link => "header link".to_owned(),
        Part::Confirmation => "rollback confirmation".to_owned(),
        Part::Checklist => format!("{word} {}", change.id.as_deref().unwrap_or_default()),
        Part::Runbook | Part::Parameter | Part::Header | Part::Rollback | Part::Closed | Part::Sync | Part::Base => {
            word.to_owned()
        }
    };
    said.spans.push(Span::Subject(subject));
    if !title.is_empty() {
        said.ours(" ");
        said.quoted(title);
    }
    said
}

impl Said {
    fn ours(&mut self, words: impl Into<String>) {
        self.spans.push(Span::Ours(words.into()));
    }

    fn quoted(&mut self, text: &str) {
        let (shown, more) = match text.char_indices().nth(SHORT) {
            Some((end, _)) => (text[..end].trim_end(), "…"),
            None => (text.trim_end(), ""),
        };
        let first = shown.lines().next().unwrap_or_default();
        let more = if first.len() < shown.len() { "…" } else { more };
        self.ours("\"");
        self.spans.push(Span::Theirs(format!("{first}{more}")));
        self.ours("\"");
    }

    fn block(&mut self, name: &'static str, sides: &Sides<String>) {
        let text = |side: &Option<String>| side.clone().unwrap_or_default();
        self.blocks.push(Block { name, lines: lines::diff(&text(&sides.old), &text(&sides.new)) });
    }

    fn fields(&mut self, fields: &[FieldChange], manner: Manner) {
        let mut separator = ": ";
        for field in fields {
            let texts = [&field.old, &field.new].map(|value| match value {
                Some(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            });
            if texts.iter().flatten().all(|text| is_short(text)) {
                self.ours(std::mem::replace(&mut separator, ", "));
                self.field(field, manner);
            } else {
                let [old, new] = texts.map(|text| text.map(str::to_owned));
                self.block(field.name, &Sides { old, new });
            }
        }
    }

    fn field(&mut self, field: &FieldChange, manner: Manner) {
        self.ours(format!("{} ", field.name.replace('_', if is_effect(field.name) { " " } else { "_" })));
        let is_schedule = matches!((&field.old, &field.new), (Some(Value::Schedule(_)), Some(Value::Schedule(_))));
        let (before, after) = if is_schedule { (field.note.as_ref(), None) } else { (None, field.note.as_ref()) };
        if let Some(shift) = before {
            self.ours(format!("{shift}: "));
        }
        let absent = if field.name == "state" { "open" } else { "none" };
        match (&field.old, &field.new) {
            (Some(only), None) | (None, Some(only)) if manner == Manner::Listed => self.value(only),
            (None, Some(new)) if manner == Manner::Marks && field.name != "state" => self.value(new),
            (old, new) => {
                for (side, arrow) in [(old, ""), (new, " -> ")] {
                    self.ours(arrow);
                    match side {
                        Some(value) => self.value(value),
                        None => self.ours(absent),
                    }
                }
            }
        }
        if let Some(note) = after {
            self.ours(format!(" ({note})"));
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.spans.push(Span::Theirs(text.clone())),
            Value::Schedule(schedule) => self.ours(agreed(schedule)),
            Value::Moments(moments) => {
                let said: Vec<String> = moments.iter().map(|(instant, zone)| in_zone(*instant, *zone)).collect();
                self.ours(said.join(" and "));
            }
        }
    }
}

fn is_effect(name: &str) -> bool {
    matches!(name, "planned_time" | "booked_time" | "end_of_call" | "latest_start_of_rollback")
}

fn is_short(text: &str) -> bool {
    !text.contains('\n') && text.chars().nth(SHORT).is_none()
}

const DAY_AND_TIME: &str = "%a %Y-%m-%d %H:%M";

fn agreed(schedule: &Schedule) -> String {
    with_utc(&format!("{} {schedule}", schedule.local().format("%a")), schedule.zone(), schedule.instant())
}

fn in_zone(instant: DateTime<Utc>, zone: Zone) -> String {
    with_utc(&format!("{} {zone}", zone.at(instant).0.format(DAY_AND_TIME)), zone, instant)
}

fn with_utc(local: &str, zone: Zone, instant: DateTime<Utc>) -> String {
    match zone {
        Zone::Named(chrono_tz::Tz::UTC) => local.to_owned(),
        _ => format!("{local} ({} UTC)", instant.format(DAY_AND_TIME)),
    }
}
