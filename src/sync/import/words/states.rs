//! States: how a task came out, and whether something was done.

use crate::model::{ItemState, Outcome};

/// Returns the outcome that a word means.
pub(in crate::sync::import) fn outcome(word: &str) -> Option<Outcome> {
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
        ":white_check_mark:",
        ":heavy_check_mark:",
        ":ballot_box_with_check:",
        "closed",
        "resolved",
        "fertig",
        "abgeschlossen",
        "i.o",
        "実施済",
        "実施済み",
        "対応済",
        "合格",
        "問題なし",
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
    if has(&["partial", "partially", "partly", "teilweise", "一部"]) {
        return Some(Outcome::Partial);
    }
    if has(&[
        "failed",
        "fail",
        "failure",
        "❌",
        "✗",
        "✘",
        "fehlgeschlagen",
        "gescheitert",
        "失敗",
        "×",
        "ng",
        "n.i.o",
        ":x:",
    ]) {
        return Some(Outcome::Failed);
    }
    has(&[
        "skipped",
        "skip",
        "n/a",
        "[~]",
        "übersprungen",
        "entfällt",
        "省略",
        "スキップ",
        "won't do",
        "cancelled",
        "canceled",
        "not needed",
        "not applicable",
        "entfallen",
        "nicht nötig",
        "不要",
        "対象外",
    ])
    .then_some(Outcome::Skipped)
}

/// Returns what a cell says to whether something was done: a cross says no there, not that it failed.
pub(in crate::sync::import) fn done(word: &str) -> Option<Outcome> {
    outcome(word).filter(|outcome| *outcome != Outcome::Failed || word.chars().any(char::is_alphabetic))
}

/// Returns what stands in a box that is drawn, or in one of Markdown.
pub(in crate::sync::import) fn drawn_box(cell: &str) -> Option<char> {
    match cell.trim().trim_end_matches('\u{fe0f}') {
        "[x]" | "[X]" | "☑" | "✅" | "✔" | "✓" | ":white_check_mark:" | ":heavy_check_mark:" => Some('x'),
        "[ ]" | "[]" | "☐" | "⬜" | "□" | "🔲" => Some(' '),
        "[~]" => Some('~'),
        _ => None,
    }
}

/// Returns the state of an item that a word means.
pub(in crate::sync::import) fn item_state(word: &str) -> Option<ItemState> {
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
pub(in crate::sync::import) fn is_open(word: &str) -> bool {
    let open = [
        "",
        "open",
        "todo",
        "to do",
        "pending",
        "not started",
        "backlog",
        "new",
        "planned",
        "scheduled",
        ":white_large_square:",
        "geplant",
        "ausstehend",
        "未実施",
        "未対応",
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

/// Returns whether a cell says that there is nothing to say.
pub(in crate::sync::import) fn is_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "–" | "—" | "n/a" | "N/A" | "/")
}
