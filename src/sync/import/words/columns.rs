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
pub(in crate::sync::import) fn header_row(label: &str) -> Option<HeaderRow> {
    let label = normal(label);
    HEADER_ROWS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(row, _)| *row)
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
pub(in crate::sync::import) fn column(heading: &str) -> Option<Column> {
    let heading = normal(heading);
    COLUMNS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(column, _)| *column)
}
