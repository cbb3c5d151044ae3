//! What people call things: headings, columns, states and durations, in the languages that we meet.

mod columns;
mod details;
mod durations;
mod estimates;
mod headings;
mod numbers;
mod states;

pub(super) use columns::{Column, HeaderRow, column, header_row, is_head_of_labels};
pub(super) use details::{Detail, detail};
pub(super) use durations::{Planned, duration, planned};
pub(super) use estimates::{estimate, minutes, section_estimate};
pub(super) use headings::{Topic, is_plain_heading, is_plain_topic, topic};
pub(super) use numbers::{is_row_number, item_number, without_number};
pub(super) use states::{done, drawn_box, is_nothing, is_open, item_state, outcome};

/// Returns the words of a text in lower case, with single blanks; what is in brackets is left out.
pub(super) fn normal(text: &str) -> String {
    let text = text.split(['(', '（']).next().unwrap_or_default().to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Words by which an item of the handbook is known, its list and its id.
const HANDBOOK_ITEMS: [(&str, &str, &[&str]); 5] = [
    ("pre-call", "inform", &["inform", "support_"]),
    ("pre-call", "rollback-regions", &["rollback", "region"]),
    ("pre-call", "dry-run", &["dry-run"]),
    ("pre-call", "action-logs", &["logs", "actions"]),
    ("post-call", "inform", &["inform", "support_"]),
];

/// Returns the id of an item of the handbook.
pub(super) fn handbook_id(list: &str, item: &str) -> Option<&'static str> {
    let item = item.to_lowercase();
    let is = |(of, _, words): &&(&str, &str, &[&str])| *of == list && words.iter().all(|word| item.contains(word));
    HANDBOOK_ITEMS.iter().find(is).map(|(_, id, _)| *id)
}
