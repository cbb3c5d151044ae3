//! A change in words, in which it is known what is ours and what somebody typed, so that each renderer can make the
//! latter harmless in its own way.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Change, DiffLine, FieldChange, LogChange, Moment, Part, Sides, Value, What, lines};
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
    let title = change.title.new.as_deref().or(change.title.old.as_deref()).unwrap_or_default();
    let word = change.part.word();
    let subject = match change.part {
        Part::Item => format!("{} {word}", change.list.as_deref().unwrap_or_default()),
        Part::Contact if change.list.as_deref() == Some("customer") => "customer contact".to_owned(),
        Part::Contact => "GitLab contact".to_owned(),
        Part::Link => "header link".to_owned(),
        Part::Confirmation => "rollback confirmation".to_owned(),
        Part::Checklist => format!("{word} {}", change.id.as_deref().unwrap_or_default()),
        _ => word.to_owned(),
    };
    // A number is that of now; one of the old version is said to be one.
    let (old, new) = (numbered(change.part, change.number.old), numbered(change.part, change.number.new));
    let number = new.as_ref().map(|number| format!(" {number}")).unwrap_or_default();
    said.spans.push(Span::Subject(format!("{subject}{number}")));
    if !title.is_empty() {
        said.ours(" ");
        said.quoted(title);
    }
    if let Some(old) = old.filter(|old| !change.is_moved && new.as_ref() != Some(old)) {
        said.ours(format!(" (was {word} {old})"));
    }
    said
}

/// Returns the number of a thing as commands take it; nothing for what is not called by its number.
fn numbered(part: Part, number: Option<usize>) -> Option<String> {
    let number = number?;
    match part {
        Part::Item | Part::Task | Part::FollowUp | Part::Session => Some(number.to_string()),
        Part::Step => Some(format!("r{number}")),
        _ => None,
    }
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
        if let [Some(old), Some(new)] = [moments_of(field.old.as_ref()), moments_of(field.new.as_ref())] {
            self.moments(old, new);
            return;
        }
        // Two tasks of one title are told apart by their ids.
        let is_by_title = title_of_task(field.old.as_ref()) != title_of_task(field.new.as_ref());
        match (&field.old, &field.new) {
            (Some(only), None) | (None, Some(only)) if manner == Manner::Listed => self.value(only, is_by_title),
            (None, Some(new)) if manner == Manner::Marks && field.name != "state" => self.value(new, is_by_title),
            (old, new) => {
                for (side, arrow) in [(old, ""), (new, " -> ")] {
                    self.ours(arrow);
                    match side {
                        Some(value) => self.value(value, is_by_title),
                        None => self.ours(absent),
                    }
                }
            }
        }
        if let Some(note) = after {
            self.ours(format!(" ({note})"));
        }
    }

    fn value(&mut self, value: &Value, is_by_title: bool) {
        match value {
            Value::Task { title: Some(title), .. } if is_by_title => self.quoted(title),
            Value::Text(text) | Value::Task { id: text, .. } => self.spans.push(Span::Theirs(text.clone())),
            Value::Schedule(schedule) => self.ours(agreed(schedule)),
            Value::Moments(moments) => self.moments(&[], moments),
        }
    }

    /// Says the instants that are others than before: `call 2: … -> …`; of a single call without its number.
    fn moments(&mut self, old: &[Moment], new: &[Moment]) {
        let is_numbered = [old, new].iter().any(|side| side.len() > 1 || side.iter().any(|moment| moment.call > 1));
        let is_in = |side: &[Moment], moment: &Moment| {
            side.iter().any(|other| (other.at, other.zone) == (moment.at, moment.zone))
        };
        let mut pairs: BTreeMap<usize, [Option<&Moment>; 2]> = BTreeMap::new();
        for moment in old.iter().filter(|moment| !is_in(new, moment)) {
            pairs.entry(moment.call).or_default()[0] = Some(moment);
        }
        for moment in new.iter().filter(|moment| !is_in(old, moment)) {
            pairs.entry(moment.call).or_default()[1] = Some(moment);
        }
        let in_words = |moment: Option<&Moment>| {
            moment.map_or_else(|| "none".to_owned(), |moment| in_zone(moment.at, moment.zone))
        };
        let said = pairs.into_iter().map(|(call, [old, new])| {
            let call = if is_numbered { format!("call {call}: ") } else { String::new() };
            format!("{call}{} -> {}", in_words(old), in_words(new))
        });
        let said = said.collect::<Vec<_>>().join(", ");
        self.ours(said);
    }
}

/// Returns the instants of a value; none of an absent one.
fn moments_of(value: Option<&Value>) -> Option<&[Moment]> {
    match value {
        None => Some(&[]),
        Some(Value::Moments(moments)) => Some(moments),
        Some(_) => None,
    }
}

fn title_of_task(value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::Task { title, .. }) => title.as_deref(),
        _ => None,
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
