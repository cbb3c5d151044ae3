//! Names and values in a line, and what a value is without the way in which it is shown.

use super::super::inline::Inline;
use crate::model::Schedule;

/// Returns the address that a cell links to, else what is seen of it.
pub(super) fn address(value: &Inline) -> String {
    match &value.link {
        Some((text, address)) if text == address || address.starts_with("http") && text.is_empty() => address.clone(),
        Some((text, address)) if address.starts_with("http") && !text.contains(' ') => address.clone(),
        _ if value.plain.contains('\n') || value.link.is_some() => value.typed.clone(),
        _ => value.plain.clone(),
    }
}

/// Takes the day of the week and what stands in brackets from a schedule as it is shown.
pub(super) fn schedule(shown: &str) -> String {
    let text = shown.split(" (").next().unwrap_or(shown).trim();
    let days = ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "];
    let short = days.iter().find_map(|day| text.strip_prefix(day)).unwrap_or(text);
    // Full minutes may be shown with their seconds.
    let without_seconds = short.replacen(":00:00", ":00", 1);
    let read = [short, &without_seconds].into_iter().find(|text| Schedule::parse(text).is_ok());
    read.unwrap_or(shown).to_owned()
}

/// Whether a line tells GitLab to do something.
pub(super) fn is_quick_action(line: &str) -> bool {
    const ACTIONS: [&str; 12] = [
        "/label",
        "/unlabel",
        "/assign",
        "/unassign",
        "/due",
        "/milestone",
        "/confidential",
        "/relate",
        "/epic",
        "/cc",
        "/weight",
        "/health_status",
    ];
    ACTIONS.iter().any(|action| line.strip_prefix(action).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Splits `**DRI:** @john_doe` and `DRI: @john_doe`.
pub(super) fn label_and_value(text: &Inline) -> Option<(String, Inline)> {
    let plain_value = |value: &str| {
        let text = value.trim();
        let is_code = text.len() > 2 && text.starts_with('`') && text.ends_with('`');
        let mut inline = Inline::of_text(text);
        inline.plain = text.trim_matches('`').trim_start_matches('<').trim_end_matches('>').to_owned();
        inline.is_code = is_code;
        inline
    };
    if let Some((label, value)) = text.labelled() {
        return Some((label, plain_value(&value)));
    }
    let (label, value) = text.typed.split_once([':', '：'])?;
    // Emphasis may begin behind a symbol, and end behind the colon.
    let value = value.strip_prefix("**").filter(|_| label.contains("**")).unwrap_or(value);
    let label = label.replace("**", "");
    let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    (label.chars().count() <= 30).then(|| (label.trim().to_owned(), plain_value(value)))
}
