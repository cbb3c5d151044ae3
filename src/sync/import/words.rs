//! What people call things: headings, columns, states and durations, in the languages that we meet.

use crate::model::{ItemState, Outcome, TaskDuration};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
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

/// The words by which a heading is known, the more special topics first.
const HEADINGS: &[(Topic, &[&str])] = &[
    (Topic::Timeline, &["timeline", "zeitverlauf", "タイムライン"]),
    (
        Topic::Rollback,
        &[
            "rollback",
            "roll back",
            "roll-back",
            "backout",
            "back-out",
            "back out",
            "revert",
            "rückbau",
            "rückfall",
            "zurückrollen",
            "rücknahme",
            "ロールバック",
            "切り戻し",
            "切戻し",
        ],
    ),
    (
        Topic::FollowUps,
        &["follow-up", "follow up", "followup", "action items", "nacharbeit", "offene punkte", "フォローアップ"],
    ),
    (
        Topic::PreCall,
        &[
            "pre-call",
            "precall",
            "pre call",
            "pre-change",
            "pre-check",
            "precheck",
            "pre-flight",
            "preflight",
            "pre-migration",
            "pre-upgrade",
            "pre-maintenance",
            "prerequisite",
            "preparation",
            "before the call",
            "before the change",
            "before we start",
            "vorbereitung",
            "vor dem termin",
            "voraussetzung",
            "事前",
            "準備",
        ],
    ),
    (
        Topic::PostCall,
        &[
            "post-call",
            "postcall",
            "post call",
            "post-change",
            "post-check",
            "postcheck",
            "post-migration",
            "post-upgrade",
            "post-maintenance",
            "after the call",
            "after the change",
            "nachbereitung",
            "nach dem termin",
            "abschluss",
            "事後",
            "完了後",
        ],
    ),
    (Topic::Customer, &["customer contact", "customer - contact", "kunde", "client contact", "顧客", "お客様"]),
    (
        Topic::Gitlab,
        &[
            "contact",
            "participant",
            "attendee",
            "people",
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
pub(super) fn topic(heading: &str) -> Option<Topic> {
    let heading = heading.to_lowercase();
    let words: Vec<&str> = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // `Runbook -Tasks` and `Runbook tasks` are one thing; in `Reverting` the word only begins.
    let spaced = words.join(" ");
    let has = |word: &&&str| {
        if word.is_ascii() {
            let word = word.replace('-', " ");
            spaced.match_indices(word.trim()).any(|(at, _)| at == 0 || spaced[..at].ends_with(' '))
        } else {
            heading.contains(**word)
        }
    };
    HEADINGS.iter().find(|(_, words)| words.iter().any(|word| has(&word))).map(|(topic, _)| *topic)
}

/// Whether a heading says nothing but what its section is.
pub(super) fn is_plain_topic(heading: &str) -> bool {
    let heading = normal(heading);
    let plain = |word: &str| {
        let word = normal(word);
        let ends = ["", "s", "e", "n", "en", " plan", " steps", " checklist", " contacts", "手順"];
        ends.iter().any(|end| heading == format!("{word}{end}"))
    };
    PLAIN_HEADINGS.contains(&heading.as_str()) || HEADINGS.iter().any(|(_, words)| words.iter().any(|word| plain(word)))
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
pub(super) fn is_plain_heading(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    line.len() < 60
        && line.starts_with(char::is_alphabetic)
        && words.len() <= 6
        && PLAIN_HEADINGS.contains(&words.join(" ").to_lowercase().as_str())
}

/// What a row of the header table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderRow {
    /// A key of the header and its text.
    Text(&'static str),
    Address(&'static str),
    Schedule,
    Window,
    Sessions,
    Closed,
    Word(&'static str),
}

const HEADER_ROWS: &[(HeaderRow, &[&str])] = &[
    (HeaderRow::Text("name"), &["runbook name", "title", "name of the runbook", "change name", "titel", "名称"]),
    (
        HeaderRow::Text("description"),
        &["runbook description", "description", "change description", "beschreibung", "概要", "説明"],
    ),
    (
        HeaderRow::Text("dri"),
        &[
            "dri",
            "owner",
            "change owner",
            "technician",
            "change technician",
            "verantwortlich",
            "担当",
            "担当者",
            "責任者",
        ],
    ),
    (
        HeaderRow::Schedule,
        &[
            "schedule at",
            "schedule",
            "scheduled at",
            "scheduled time",
            "scheduled date and time",
            "date and time",
            "when",
            "termin",
            "zeitpunkt",
            "日時",
        ],
    ),
    (
        HeaderRow::Window,
        &["window", "planned duration", "time tracking", "duration", "zeitfenster", "dauer", "作業時間", "所要時間"],
    ),
    (HeaderRow::Address("meeting_url"), &["meeting url", "meeting", "zoom", "zoom link", "meeting link", "会議"]),
    (HeaderRow::Address("gitlab_issue"), &["gitlab issue", "issue", "request issue"]),
    (HeaderRow::Sessions, &["sessions"]),
    (HeaderRow::Word("platform"), &["platform"]),
    (HeaderRow::Word("criticality"), &["criticality", "change criticality"]),
    (HeaderRow::Closed, &["closed"]),
];

/// Returns what the first column of a header table means.
pub(super) fn header_row(label: &str) -> Option<HeaderRow> {
    let label = normal(label);
    HEADER_ROWS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(row, _)| *row)
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Role,
    Description,
    LocalTime,
    Zone,
    Handle,
    Task,
    Outcome,
    Duration,
    Planned,
    Owner,
    Command,
    Note,
    Expect,
    Link,
    Number,
    Due,
}

const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Name, &["name", "person", "wer", "名前", "氏名"]),
    (Column::Role, &["role", "rolle", "役割"]),
    (Column::Description, &["description", "beschreibung", "説明"]),
    (Column::LocalTime, &["local time"]),
    (Column::Zone, &["time zone", "timezone", "zeitzone"]),
    (Column::Handle, &["handle", "gitlab handle", "username"]),
    (
        Column::Task,
        &[
            "task",
            "step",
            "steps",
            "action",
            "activity",
            "what",
            "item",
            "check",
            "aufgabe",
            "schritt",
            "maßnahme",
            "prüfpunkt",
            "作業",
            "手順",
            "項目",
            "内容",
            "作業内容",
            "タスク",
        ],
    ),
    (
        Column::Outcome,
        &["outcome", "result", "status", "state", "done", "ok", "ergebnis", "erledigt", "結果", "状態", "完了"],
    ),
    (Column::Duration, &["duration", "actual", "actual time", "took", "dauer", "時間", "所要時間"]),
    (
        Column::Planned,
        &[
            "planned",
            "estimate",
            "estimated",
            "est",
            "estimated time",
            "time",
            "estimated duration",
            "estimated time to complete",
            "planned duration",
            "geplant",
            "geschätzt",
            "予定",
            "予定時間",
            "見積",
        ],
    ),
    (
        Column::Owner,
        &["owner", "who", "assignee", "dri", "responsible", "verantwortlich", "zuständig", "担当", "担当者"],
    ),
    (Column::Command, &["command", "commands", "befehl", "コマンド"]),
    (Column::Note, &["note", "notes", "comment", "comments", "remarks", "bemerkung", "kommentar", "備考"]),
    (Column::Expect, &["expected", "expect", "expected result", "expectation", "erwartet", "期待結果"]),
    (Column::Link, &["link", "docs", "documentation", "reference"]),
    (Column::Number, &["", "no", "nr", "id", "番号"]),
    (Column::Due, &["due", "due date", "deadline", "fällig", "期限"]),
];

/// Returns what a heading of a column means.
pub(super) fn column(heading: &str) -> Option<Column> {
    let heading = normal(heading);
    COLUMNS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(column, _)| *column)
}

/// Returns the words of a text in lower case, with single blanks; what is in brackets is left out.
pub(super) fn normal(text: &str) -> String {
    let text = text.split(['(', '（']).next().unwrap_or_default().to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the outcome that a word means.
pub(super) fn outcome(word: &str) -> Option<Outcome> {
    let has = |words: &[&str]| words.contains(&word.trim().trim_end_matches('.').to_lowercase().as_str());
    if has(&[
        "success",
        "successful",
        "done",
        "ok",
        "passed",
        "pass",
        "complete",
        "completed",
        "yes",
        "x",
        "[x]",
        "✅",
        "✔",
        "✔️",
        "✓",
        "☑",
        "erledigt",
        "erfolgreich",
        "ja",
        "完了",
        "成功",
        "済",
        "済み",
        "○",
    ]) {
        return Some(Outcome::Success);
    }
    if has(&["partial", "partially", "teilweise", "一部"]) {
        return Some(Outcome::Partial);
    }
    if has(&["failed", "fail", "failure", "❌", "✗", "✘", "fehlgeschlagen", "gescheitert", "失敗", "×"]) {
        return Some(Outcome::Failed);
    }
    has(&["skipped", "skip", "n/a", "[~]", "übersprungen", "entfällt", "省略", "スキップ"]).then_some(Outcome::Skipped)
}

/// Returns the state of an item that a word means.
pub(super) fn item_state(word: &str) -> Option<ItemState> {
    let word = word.trim();
    match outcome(word) {
        Some(Outcome::Success) => Some(ItemState::Done),
        Some(Outcome::Skipped) => Some(ItemState::NotApplicable),
        Some(Outcome::Failed | Outcome::Partial) => None,
        None if matches!(word.to_lowercase().as_str(), "blocked" | "blockiert") => Some(ItemState::Blocked),
        None => is_open(word).then_some(ItemState::Open),
    }
}

/// Returns whether a word says that something is still to be done.
pub(super) fn is_open(word: &str) -> bool {
    let open = [
        "",
        "open",
        "todo",
        "to do",
        "pending",
        "not started",
        "no",
        "[ ]",
        "☐",
        "⬜",
        "-",
        "offen",
        "nein",
        "未",
        "未完了",
        "未着手",
    ];
    open.contains(&word.trim().to_lowercase().as_str())
}

/// Units of time and how many seconds they are.
const UNITS: &[(u32, &[&str])] = &[
    (3600, &["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "時間"]),
    (60, &["m", "min", "mins", "minute", "minutes", "minuten", "分"]),
    (1, &["s", "sec", "secs", "second", "seconds", "sekunden", "秒"]),
];

/// Returns the duration that people write in their own way: `15 min`, `1 hour 30 minutes`, `30分`.
pub(super) fn duration(text: &str) -> Option<TaskDuration> {
    let text = text.trim().trim_matches(['~', '≈', '.']).trim().to_lowercase();
    if let Ok(duration) = TaskDuration::parse(&text) {
        return Some(duration);
    }
    let mut rest = text.strip_prefix("ca").map_or(text.as_str(), |rest| rest.trim_start_matches('.')).trim_start();
    let mut seconds = 0_u32;
    let mut smallest = u32::MAX;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let word = after.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let (unit, _) = UNITS.iter().find(|(_, words)| words.contains(&&after[..word]))?;
        if *unit >= smallest {
            return None;
        }
        smallest = *unit;
        seconds = seconds.checked_add(number.checked_mul(*unit)?)?;
        rest = after[word..].trim_start_matches(['.', ',', ' ']);
        rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("und ")).unwrap_or(rest);
    }
    let duration = TaskDuration::from_seconds(seconds);
    (smallest != u32::MAX && duration <= TaskDuration::LONGEST).then_some(duration)
}

/// Takes an estimate from the end of a title: `Stop Sidekiq (15 min)`, `Stop Sidekiq - 15 minutes`.
pub(super) fn estimate(title: &str) -> Option<(String, TaskDuration, String)> {
    let title = title.trim_end();
    let bracketed = [('(', ')'), ('[', ']'), ('（', '）')].into_iter().find_map(|(open, close)| {
        let inner = title.strip_suffix(close)?;
        let at = inner.rfind(open)?;
        Some((&title[..at], &inner[at + open.len_utf8()..]))
    });
    let (rest, text) =
        bracketed.or_else(|| [" - ", " – ", ": ", " ~"].iter().find_map(|gap| title.rsplit_once(gap)))?;
    let words = text.trim().trim_start_matches(['~', '≈']);
    let lower = words.to_lowercase();
    let bare = ["estimated", "estimate", "est.", "est", "about", "approx.", "geschätzt", "ca.", "約"]
        .iter()
        .find_map(|word| lower.strip_prefix(word))
        .unwrap_or(&lower);
    let duration = duration(bare.trim_start_matches([':', ' ']))?;
    let rest = rest.trim_end();
    (!rest.is_empty()).then(|| (rest.to_owned(), duration, text.to_owned()))
}

/// Returns the minutes of a line such as `Estimated Time to Complete (mins) - 30`.
pub(super) fn section_estimate(line: &str) -> Option<TaskDuration> {
    let lower = line.to_lowercase();
    let is_estimate = ["estimated time", "estimated duration", "geschätzte dauer", "所要時間"];
    if !is_estimate.iter().any(|words| lower.contains(words)) {
        return None;
    }
    let digits = lower.find(|c: char| c.is_ascii_digit())?;
    let tail = lower[digits..].trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(duration) = duration(tail) {
        return Some(duration);
    }
    let minutes: u32 = tail.parse().ok().filter(|_| lower.contains("min"))?;
    Some(TaskDuration::from_seconds(minutes.checked_mul(60)?)).filter(|duration| *duration <= TaskDuration::LONGEST)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let read = |text: &str| duration(text).map(|duration| duration.to_string());
        for (text, expected) in [
            ("15 min", "15m"),
            ("~10 mins", "10m"),
            ("1 hour and 30 minutes", "1h30m"),
            ("ca. 2 Std.", "2h"),
            ("30分", "30m"),
            ("1時間30分", "1h30m"),
            ("1h15m", "1h15m"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "15", "10 min 2 h", "1 fortnight", "-", "99999999999 min"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_estimate_stands_at_the_end_of_a_title() {
        let read = |text: &str| estimate(text).map(|(rest, duration, _)| (rest, duration.to_string()));
        let found = |rest: &str, duration: &str| Some((rest.to_owned(), duration.to_owned()));
        assert_eq!(read("Stop Sidekiq (15 min)"), found("Stop Sidekiq", "15m"));
        assert_eq!(read("Stop Sidekiq - est. 1 hour"), found("Stop Sidekiq", "1h"));
        assert_eq!(read("切り替え（30分）"), found("切り替え", "30m"));
        assert_eq!(read("Stop Sidekiq (twice)"), None);
        assert_eq!(read("(15 min)"), None);
    }

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
    }
}
