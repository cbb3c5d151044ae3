//! Values: text, words, numbers, durations, times and zones.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use super::{
    super::{
        Problem, ProblemKind,
        emit::scalar,
        suggest::closest,
        tree::{Node, NodeKind, Style},
    },
    reader::{Fields, Reader, is_typographic_quote},
};
use crate::model::{Schedule, TaskDuration, Zone, is_id, parse_zone, quote, slug};

/// What people write for a word of the format, where spelling does not lead to it.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("n/a", "not-applicable"),
    ("na", "not-applicable"),
    ("x", "done"),
    ("yes", "done"),
    ("true", "done"),
    ("ok", "done"),
    ("ok", "success"),
    ("todo", "open"),
    ("done", "success"),
    ("passed", "success"),
    ("error", "failed"),
    ("fail", "failed"),
    ("saas", "gitlab.com"),
    ("gitlab-com", "gitlab.com"),
    ("cancel", "cancelled"),
    ("canceled", "cancelled"),
];

impl Reader {
    /// Reads text, as it was typed; `None` when it is missing or empty.
    pub(crate) fn text(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<String> {
        self.text_at(fields.get(key)?, key)
    }

    fn text_at(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        self.scalar(node, key, "text").map(str::to_owned)
    }

    /// Returns the text of a scalar; names anything else.
    fn scalar<'n>(&mut self, node: &'n Node<'_>, key: &str, wanted: &str) -> Option<&'n str> {
        match &node.kind {
            NodeKind::Scalar { text, .. } => (!text.is_empty()).then_some(text.as_ref()),
            NodeKind::Null => None,
            NodeKind::List { flow, .. } | NodeKind::Table { flow, .. } => {
                let help = if *flow {
                    "a text that begins with `[` or `{` goes in quotes"
                } else {
                    "write it on the line of the key; a text with `: ` in it goes in quotes"
                };
                let message = format!("{} must be {wanted}, not {}", quote(key), node.what());
                self.report(Problem::schema(node.range.clone(), message).help(help));
                None
            }
        }
    }

    /// Reads `version`.
    pub(super) fn version(&mut self, node: &Node<'_>, known: u32) -> Option<u32> {
        let text = self.scalar(node, "version", "a number")?;
        if text.parse() == Ok(known) {
            return Some(known);
        }
        let help = format!("write `version: {known}`");
        self.report(Problem::schema(node.range.clone(), "the version must be 1").help(help));
        None
    }

    /// Reads `true` or `false`.
    pub(super) fn boolean(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<bool> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "`true` or `false`")?;
        let plain = matches!(&node.kind, NodeKind::Scalar { style: Style::Plain, .. });
        match text {
            "true" if plain => return Some(true),
            "false" if plain => return Some(false),
            _ => {}
        }
        let meant = match text.trim_matches(is_typographic_quote).to_lowercase().as_str() {
            "yes" | "on" | "y" | "true" => "true",
            "no" | "off" | "n" | "false" => "false",
            _ => "true` or `false",
        };
        self.report(
            Problem::schema(node.range.clone(), format!("`{key}` must be `true` or `false`"))
                .help(format!("write `{meant}`, without quotes")),
        );
        None
    }

    /// Reads a whole number.
    pub(super) fn integer(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<u64> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a whole number")?;
        let number = text.parse().ok();
        if number.is_none() {
            self.report(Problem::schema(node.range.clone(), format!("`{key}` must be a whole number")));
        }
        number
    }

    /// Reads one of the words of the format.
    pub(super) fn word<T: Copy>(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let node = fields.get(key)?;
        if node.is_absent() { None } else { self.word_at(node, key, all, word) }
    }

    /// Reads one of the words of the format at a node.
    pub(crate) fn word_at<T: Copy>(
        &mut self,
        node: &Node<'_>,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = node.text().unwrap_or_default();
        if let Some(value) = all.iter().find(|value| word(**value) == text) {
            return Some(*value);
        }
        let words: Vec<&'static str> = all.iter().map(|value| word(*value)).collect();
        let plain = text.trim().trim_matches(is_typographic_quote);
        let spelled = plain.to_lowercase().replace([' ', '_'], "-");
        let other = OTHER_WORDS.iter().filter(|(other, _)| *other == spelled).map(|(_, known)| *known);
        let meant = words.iter().copied().find(|known| known.to_lowercase() == spelled);
        let meant = meant.or_else(|| other.into_iter().find(|known| words.contains(known)));
        let meant = meant.or_else(|| closest(&spelled, &words));
        let message = match &node.kind {
            NodeKind::Scalar { .. } => format!("`{key}` cannot be {}", quote(text)),
            _ => format!("`{key}` must be a word, not {}", node.what()),
        };
        let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`? It can be {listed}"),
            None => format!("it can be {listed}"),
        };
        self.report(Problem::schema(node.range.clone(), message).help(help));
        None
    }

    /// Reads a duration.
    pub(super) fn duration(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<TaskDuration> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a duration, such as `1h15m`")?;
        match TaskDuration::parse(text) {
            Ok(duration) => Some(duration),
            Err(error) => {
                let help = typographic_help(text).unwrap_or(error.help);
                self.report(Problem::schema(within(node, error.range), error.message).help(help));
                None
            }
        }
    }

    /// Reads a schedule: local date, time and zone.
    pub(super) fn schedule(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<Schedule> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a date, a time and a time zone")?;
        match Schedule::parse(text) {
            Ok(schedule) => Some(schedule),
            Err(error) => {
                let help = typographic_help(text).unwrap_or(error.help);
                let problem = Problem::schema(within(node, error.range), error.message).help(help);
                self.report(Problem { kind: ProblemKind::ScheduleZone, ..problem });
                None
            }
        }
    }

    /// Reads the zone of a clock.
    pub(super) fn zone(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<Zone> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a time zone")?;
        match parse_zone(text) {
            Ok(zone) => Some(zone),
            Err(error) => {
                let help = typographic_help(text).unwrap_or(error.help);
                let problem = Problem::schema(within(node, error.range), error.message).help(help);
                self.report(Problem { kind: ProblemKind::ScheduleZone, ..problem });
                None
            }
        }
    }

    /// Reads a time stamp, RFC 3339.
    pub(super) fn time(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<DateTime<Utc>> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a time")?;
        // chrono also reads the minus sign U+2212, which RFC 3339 does not know.
        match DateTime::parse_from_rfc3339(text).ok().filter(|_| text.is_ascii()) {
            Some(time) => Some(time.to_utc()),
            None => {
                self.report(
                    Problem::schema(node.range.clone(), format!("`{key}` must be a time with its offset"))
                        .help(format!("write it as {}", example_time().to_rfc3339_opts(SecondsFormat::Secs, true))),
                );
                None
            }
        }
    }

    /// Reads a day.
    pub(super) fn date(&mut self, fields: &Fields<'_, '_>, key: &str) -> Option<NaiveDate> {
        let node = fields.get(key)?;
        let text = self.scalar(node, key, "a day")?;
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.to_string() == text);
        if day.is_none() {
            self.report(
                Problem::schema(node.range.clone(), format!("`{key}` must be a day")).help("write it as 2026-10-15"),
            );
        }
        day
    }

    /// Reads an id.
    pub(super) fn id(&mut self, fields: &Fields<'_, '_>) -> Option<String> {
        let node = fields.get("id")?;
        let text = self.scalar(node, "id", "a short name")?;
        if is_id(text) {
            return Some(text.to_owned());
        }
        self.wrong_id(node, text);
        None
    }

    /// Checks the id of a checklist, which is its key.
    pub(super) fn checklist_id(&mut self, key: &Node<'_>) {
        let text = key.text().unwrap_or_default();
        if !is_id(text) {
            self.wrong_id(key, text);
        }
    }

    fn wrong_id(&mut self, node: &Node<'_>, text: &str) {
        let suggestion = slug(text, 40);
        let problem = Problem::schema(node.range.clone(), format!("{} is not an id", quote(text)));
        let rule = "an id is a small letter, then small letters, digits and dashes";
        self.report(if is_id(&suggestion) {
            problem.help(format!("{rule}: `{suggestion}`"))
        } else {
            problem.help(rule)
        });
    }

    /// Reads a mapping of text to text whose empty values are left out.
    pub(super) fn text_map(&mut self, fields: &Fields<'_, '_>, key: &str) -> Vec<(String, String)> {
        self.any_text_map(fields, key).into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Reads a mapping of text to text; an empty value is an empty text.
    pub(super) fn any_text_map(&mut self, fields: &Fields<'_, '_>, key: &str) -> Vec<(String, String)> {
        let Some(node) = fields.get(key) else { return Vec::new() };
        let mut map = Vec::new();
        for (name, value) in self.map_entries(node, key) {
            let name = name.text().unwrap_or_default();
            let value = match value.text() {
                Some(text) => text.to_owned(),
                None => self.text_at(value, name).unwrap_or_default(),
            };
            map.push((name.to_owned(), value));
        }
        map
    }
}

/// Returns the bytes of the file for a part of a scalar's text; the whole value where the two differ.
fn within(node: &Node<'_>, part: Range<usize>) -> Range<usize> {
    match &node.kind {
        NodeKind::Scalar { text, style: Style::Plain } if text.len() == node.range.len() => {
            node.range.start + part.start.min(text.len())..node.range.start + part.end.min(text.len())
        }
        _ => node.range.clone(),
    }
}

/// Returns what to do about a text in the quotes of a word processor.
fn typographic_help(text: &str) -> Option<String> {
    let inner = text.trim_matches(is_typographic_quote);
    (inner.len() < text.len())
        .then(|| format!("these are not the quotes of YAML; write {} without them", scalar(inner)))
}

fn example_time() -> DateTime<Utc> {
    // 2026-10-11T06:32:10Z, the first mark of the documentation's example.
    DateTime::from_timestamp(1_791_700_330, 0).unwrap_or_default()
}
