//! Headings: what a section is about.

use super::{normal, without_number};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync::import) enum Topic {
    Gitlab,
    Customer,
    PreCall,
    PostCall,
    Tasks,
    Rollback,
    FollowUps,
    Timeline,
    Description,
}

/// The words by which a heading is known, the more special topics first; in lower case and with single blanks.
const HEADINGS: &[(Topic, &[&str])] = &[
    (Topic::Timeline, &["timeline", "zeitverlauf", "タイムライン"]),
    (
        Topic::Rollback,
        &[
            "rollback",
            "roll back",
            "backout",
            "back out",
            "revert",
            "if it goes wrong",
            "if something goes wrong",
            "fallback",
            "rückbau",
            "rückfall",
            "zurückrollen",
            "rücknahme",
            "ロールバック",
            "切り戻し",
            "切戻し",
        ],
    ),
    (Topic::FollowUps, &["follow up", "followup", "action items", "nacharbeit", "offene punkte", "フォローアップ"]),
    (
        Topic::PreCall,
        &[
            "pre call",
            "precall",
            "pre change",
            "pre check",
            "precheck",
            "pre flight",
            "preflight",
            "pre migration",
            "pre upgrade",
            "pre maintenance",
            "prerequisite",
            "preparation",
            "pre task",
            "before the call",
            "before call",
            "checks before",
            "before the change",
            "before we start",
            "vorbereitung",
            "vor dem termin",
            "vor der wartung",
            "vor dem wartungsfenster",
            "vorab",
            "voraussetzung",
            "事前",
            "準備",
        ],
    ),
    (
        Topic::PostCall,
        &[
            "post call",
            "postcall",
            "post change",
            "post check",
            "postcheck",
            "post migration",
            "post upgrade",
            "post maintenance",
            "post task",
            "after the call",
            "after call",
            "after the change",
            "nachbereitung",
            "nach dem termin",
            "nach der wartung",
            "nach dem wartungsfenster",
            "abschluss",
            "事後",
            "完了後",
        ],
    ),
    (Topic::Customer, &["customer contact", "kunde", "client contact", "顧客", "お客様"]),
    (
        Topic::Gitlab,
        &[
            "contact",
            "participant",
            "attendee",
            "people on",
            "people involved",
            "ansprechpartner",
            "teilnehmer",
            "kontakt",
            "連絡先",
            "参加者",
            "担当者",
        ],
    ),
    (
        Topic::Tasks,
        &[
            "task",
            "change steps",
            "steps",
            "procedure",
            "execution",
            "during the call",
            "implementation",
            "aufgabe",
            "schritte",
            "durchführung",
            "ablauf",
            "作業",
            "手順",
            "タスク",
        ],
    ),
    (Topic::Description, &["description", "summary", "overview", "beschreibung", "zusammenfassung", "概要", "説明"]),
];

/// Returns what a heading is about.
pub(in crate::sync::import) fn topic(heading: &str) -> Option<Topic> {
    let heading = heading.to_lowercase();
    let words: Vec<&str> = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    // `Runbook -Tasks` and `Runbook tasks` are one thing; in `Reverting` the word only begins.
    let spaced = words.join(" ");
    let is_ascii = heading.is_ascii();
    let has = |word: &&str| {
        // Most headings are shorter than most words, and few are in another script; a search costs more than a look.
        if word.len() > heading.len() || is_ascii && !word.is_ascii() {
            false
        } else if word.is_ascii() {
            spaced.match_indices(*word).any(|(at, _)| at == 0 || spaced[..at].ends_with(' '))
        } else {
            heading.contains(*word)
        }
    };
    if spaced == "people" {
        return Some(Topic::Gitlab);
    }
    HEADINGS.iter().find(|(_, words)| words.iter().any(has)).map(|(topic, _)| *topic)
}

/// Whether a heading says nothing but what its section is.
pub(in crate::sync::import) fn is_plain_topic(heading: &str) -> bool {
    const ENDS: [&str; 11] = ["", "s", "e", "n", "en", "plan", " plan", " steps", " checklist", " contacts", " tasks"];
    // What stands in brackets is said besides.
    if heading.contains(['(', '（']) {
        return false;
    }
    let heading = normal(without_number(heading));
    let is_plain = |word: &&str| heading.strip_prefix(*word).is_some_and(|end| ENDS.contains(&end) || end == "手順");
    PLAIN_HEADINGS.contains(&heading.as_str()) || HEADINGS.iter().any(|(_, words)| words.iter().any(is_plain))
}

/// Headings as the handbook has them; a paragraph of exactly these words is one too.
const PLAIN_HEADINGS: [&str; 10] = [
    "complete runbook example",
    "gitlab contacts",
    "customer contacts",
    "pre call checklist",
    "post call checklist",
    "runbook tasks",
    "rollback plan",
    "follow ups",
    "post call checklist follow ups",
    "timeline",
];

/// Returns whether a line is a heading of the handbook, with or without its marks.
pub(in crate::sync::import) fn is_plain_heading(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    line.len() < 60
        && line.starts_with(char::is_alphabetic)
        && words.len() <= 6
        && PLAIN_HEADINGS.contains(&words.join(" ").to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_all_their_spellings() {
        for (heading, expected) in [
            ("Runbook -Tasks", Topic::Tasks),
            ("GitLab Contacts", Topic::Gitlab),
            ("Customer - Contacts", Topic::Customer),
            ("Pre-call checklist", Topic::PreCall),
            ("Post-Change Steps - steps to take to verify the change", Topic::PostCall),
            ("Vorbereitung", Topic::PreCall),
            ("ロールバック手順", Topic::Rollback),
            ("Rollback steps", Topic::Rollback),
            ("Change steps", Topic::Tasks),
        ] {
            assert_eq!(topic(heading), Some(expected), "{heading}");
        }
        assert_eq!(topic("Multitasking"), None);
        assert_eq!(topic("Acme"), None);
        assert_eq!(topic("What trips people up"), None);
    }
}
