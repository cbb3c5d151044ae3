//! What is told about a task in a line below it, by its name.

/// What a line below a task tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sync::import) enum Detail {
    /// A key of the task.
    Key(&'static str),
    Command,
    Undoes,
    Note,
}

const DETAILS: &[(Detail, &[&str])] = &[
    (Detail::Key("expect"), &["expect", "expected", "expected result", "erwartet", "erwartetes ergebnis", "期待結果"]),
    (Detail::Key("stop_if"), &["stop if", "abort if", "abbruch", "abbruch wenn", "中止条件"]),
    (Detail::Key("owner"), &["owner", "who", "assignee", "verantwortlich", "zuständig", "担当", "担当者"]),
    (
        Detail::Key("planned"),
        &[
            "duration",
            "estimated time",
            "estimated duration",
            "estimate",
            "time",
            "dauer",
            "geplante dauer",
            "geschätzte dauer",
            "所要時間",
            "予定時間",
        ],
    ),
    (Detail::Command, &["command", "cmd", "run", "befehl", "コマンド"]),
    (Detail::Undoes, &["undoes"]),
    (Detail::Note, &["note"]),
];

/// Returns what the name of a line tells; in lower case and with single blanks.
pub(in crate::sync::import) fn detail(label: &str) -> Option<Detail> {
    if label.starts_with("note on attempt ") {
        return Some(Detail::Note);
    }
    DETAILS.iter().find(|(_, names)| names.contains(&label)).map(|(detail, _)| *detail)
}
