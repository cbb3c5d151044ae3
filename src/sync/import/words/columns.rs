//! Tables: what a row of the header and a column of people or tasks means.

use super::normal;

/// What a row of the header table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync::import) enum HeaderRow {
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
        &[
            "runbook description",
            "description",
            "change description",
            "short description",
            "beschreibung",
            "kurzbeschreibung",
            "概要",
            "説明",
        ],
    ),
    (
        HeaderRow::Text("dri"),
        &[
            "dri",
            "owner",
            "change owner",
            "technician",
            "change technician",
            "assigned to",
            "assignee",
            "verantwortlich",
            "担当",
            "担当者",
            "責任者",
            "作業責任者",
            "作業担当者",
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
            "date",
            "planned start",
            "planned start date",
            "scheduled start",
            "datum",
            "beginn",
            "date and time",
            "when",
            "termin",
            "zeitpunkt",
            "日時",
            "作業日時",
            "実施日時",
        ],
    ),
    (
        HeaderRow::Window,
        &[
            "window",
            "planned duration",
            "expected duration",
            "estimated duration",
            "time tracking",
            "duration",
            "planned",
            "zeitfenster",
            "dauer",
            "geplante dauer",
            "作業時間",
            "所要時間",
        ],
    ),
    (HeaderRow::Address("meeting_url"), &["meeting url", "meeting", "zoom", "zoom link", "meeting link", "会議"]),
    (HeaderRow::Address("gitlab_issue"), &["gitlab issue", "issue", "request issue"]),
    (HeaderRow::Sessions, &["sessions"]),
    (HeaderRow::Word("platform"), &["platform"]),
    (HeaderRow::Word("criticality"), &["criticality", "change criticality"]),
    (HeaderRow::Closed, &["closed"]),
];

/// Returns what the first column of a header table means.
pub(in crate::sync::import) fn header_row(label: &str) -> Option<HeaderRow> {
    let label = normal(label);
    HEADER_ROWS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(row, _)| *row)
}

/// Whether a row is the head of a table of labels and values.
pub(in crate::sync::import) fn is_head_of_labels(label: &str, value: &str) -> bool {
    const LABELS: [&str; 8] = ["field", "key", "attribute", "property", "item", "feld", "angabe", "項目"];
    const VALUES: [&str; 6] = ["value", "details", "wert", "inhalt", "内容", "値"];
    LABELS.contains(&normal(label).as_str()) && VALUES.contains(&normal(value).as_str())
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync::import) enum Column {
    Name,
    Role,
    Description,
    LocalTime,
    Zone,
    Handle,
    Task,
    Outcome,
    /// Whether it was done, as `yes` or a box.
    Done,
    Duration,
    Planned,
    /// When a task begins, or how long it takes.
    Time,
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
    (Column::Role, &["role", "title", "job title", "rolle", "funktion", "役割", "役職"]),
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
            "tätigkeit",
            "arbeitsschritt",
            "summary",
            "subject",
            "prüfpunkt",
            "作業",
            "手順",
            "項目",
            "内容",
            "作業内容",
            "タスク",
            "確認項目",
            "作業項目",
        ],
    ),
    (Column::Outcome, &["outcome", "result", "status", "state", "ergebnis", "結果", "状態", "ステータス"]),
    (
        Column::Done,
        &[
            "done",
            "done y n",
            "ok",
            "checked",
            "completed",
            "erledigt",
            "fertig",
            "geprüft",
            "完了",
            "済",
            "チェック",
            "実施",
        ],
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
            "estimated duration",
            "estimated time to complete",
            "planned duration",
            "geplant",
            "geplante dauer",
            "geschätzte dauer",
            "time estimate",
            "original estimate",
            "geschätzt",
            "予定",
            "予定時間",
            "見積",
        ],
    ),
    (Column::Time, &["time", "zeit", "uhrzeit", "start", "start time", "beginn", "時刻", "開始", "開始時刻"]),
    (
        Column::Owner,
        &[
            "owner",
            "who",
            "assignee",
            "dri",
            "responsible",
            "verantwortlich",
            "zuständig",
            "bearbeiter",
            "assigned to",
            "担当",
            "担当者",
            "作業者",
        ],
    ),
    (Column::Command, &["command", "commands", "befehl", "コマンド"]),
    (Column::Note, &["note", "notes", "comment", "comments", "remarks", "bemerkung", "kommentar", "備考"]),
    (Column::Expect, &["expected", "expect", "expected result", "expectation", "erwartet", "期待結果"]),
    (Column::Link, &["link", "docs", "documentation", "reference", "key", "ticket"]),
    (Column::Number, &["", "no", "nr", "id", "番号"]),
    (Column::Due, &["due", "due date", "deadline", "fällig", "期限"]),
];

/// Returns what a heading of a column means.
pub(in crate::sync::import) fn column(heading: &str) -> Option<Column> {
    // `Duration (estimated)` is no duration that was measured.
    let in_brackets = heading.split_once(['(', '（', '[']).map(|(_, inner)| inner.trim_end_matches([')', '）', ']']));
    if let Some(planned @ Column::Planned) = in_brackets.and_then(named) {
        return Some(planned);
    }
    named(heading)
}

fn named(heading: &str) -> Option<Column> {
    let heading = normal(heading);
    COLUMNS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_in_brackets_called_an_estimate_is_a_planned_one() {
        for heading in ["Dauer (geschätzt)", "Duration (estimated)", "時間（予定）", "Geplante Dauer"] {
            assert_eq!(column(heading), Some(Column::Planned), "{heading}");
        }
        for heading in ["Dauer", "Duration (min)", "Duration"] {
            assert_eq!(column(heading), Some(Column::Duration), "{heading}");
        }
    }
}
