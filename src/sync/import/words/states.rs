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
