//! An entry of the log in words.

use chrono::{DateTime, Utc};

use crate::model::{Event, LogEntry, Mark, Zone};

/// Returns when an entry was written that happened earlier.
pub(super) fn recorded(zone: Zone, entry: &LogEntry, recorded: DateTime<Utc>) -> String {
    let (happened, written) = (zone.at(entry.at).0, zone.at(recorded).0);
    let is_same_day = happened.date() == written.date();
    format!("recorded {}", written.format(if is_same_day { "%H:%M" } else { "%Y-%m-%d %H:%M" }))
}

/// Returns an entry in words.
pub(super) fn in_words(entry: &LogEntry) -> String {
    let id = entry.id.as_deref().unwrap_or_default();
    let mut words = match entry.event {
        Event::Item if entry.accepted_by.is_some() => {
            format!("{id} accepted by {}", entry.accepted_by.as_deref().unwrap_or_default())
        }
        Event::Item if entry.from == entry.to && entry.evidence.is_some() => {
            format!("{id} evidence {}", entry.evidence.as_deref().unwrap_or_default())
        }
        Event::Item | Event::Task if entry.is_correction() => {
            let corrected = entry.corrected().into_iter().map(|it| {
                let before = it.before.map(|before| format!(" instead of {before}")).unwrap_or_default();
                format!("{} {}{before}", it.key, it.after)
            });
            let corrected: Vec<String> = corrected.collect();
            return match (corrected.as_slice(), &entry.reason, &entry.note) {
                ([], Some(reason), _) => format!("{id} reason corrected: {reason}"),
                ([], None, Some(note)) => format!("{id} note corrected: {note}"),
                _ => with_texts(format!("{id} corrected: {}", corrected.join(", ")), entry),
            };
        }
        Event::Item | Event::Task => format!("{id} {} -> {}", state(entry.from), state(entry.to)),
        // The mark is no longer in the log, which a person changed.
        Event::Undo => format!("{id} taken back: {} -> {}", state(entry.from), state(entry.to)),
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
    with_texts(words, entry)
}

/// Returns the words with the reason and the note behind them.
fn with_texts(mut words: String, entry: &LogEntry) -> String {
    for text in [&entry.reason, &entry.note].into_iter().flatten() {
        words.push_str(&format!(": {text}"));
    }
    words
}

/// Returns in words that a mark was taken back, and what it is again.
pub(super) fn taken_back(mark: &LogEntry) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let id = text(&mark.id);
    match (mark.event, mark.from, mark.to) {
        (Event::Confirm, ..) => {
            format!("taken back: rollback confirmed for {} by {}", text(&mark.region), text(&mark.note))
        }
        (Event::FollowUp, ..) => format!("taken back: follow-up: {}", text(&mark.note)),
        (Event::Close, ..) => format!("taken back: closed as {}", state(mark.to)),
        (Event::Reopen, ..) => format!("closed again as {}", state(mark.from)),
        (_, from, to) if from != to => format!("{id} taken back: {} -> {}", state(to), state(from)),
        _ if mark.accepted_by.is_some() => format!("{id} taken back: accepted by {}", text(&mark.accepted_by)),
        _ if mark.evidence.is_some() => format!("{id} taken back: evidence {}", text(&mark.evidence)),
        _ if mark.reason.is_some() => format!("{id} taken back: reason {}", text(&mark.reason)),
        _ => format!("{id} taken back: the last correction"),
    }
}

fn state(mark: Option<Mark>) -> String {
    mark.map_or("?", Mark::word).replace('-', " ")
}
