//! Whatever a file holds, an edit of it ends in a text or in a refusal.

use runbook::document::{Source, apply};

use super::{RUNBOOK, append, inline, remove, set};

/// Pieces that change what the text around them means.
const PIECES: &[&str] = &[
    "",
    "\n",
    "\r\n",
    "\t",
    " ",
    "- ",
    ": ",
    "# ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "|",
    ">+\n",
    "'",
    "\"",
    "? ",
    "&a ",
    "*a ",
    "!!str ",
    "---\n",
    "...\n",
    "<<: ",
    "é",
    "🚀",
    "\u{2028}",
    "%YAML 1.2\n---\n",
    "\\",
    "~",
    "\u{feff}",
];

#[test]
fn no_file_makes_an_edit_panic() {
    let edits = [
        set("checklists.pre-call.1.state", "blocked\nfor now\n"),
        set("header.sync.issue", "x"),
        append("log", inline(&[("at", "now")])),
        append("checklists.post-call", "x"),
        remove("header.dri"),
        remove("checklists.pre-call.1"),
        remove("tasks.0.command"),
    ];
    let places: Vec<usize> = (0..RUNBOOK.len()).filter(|at| RUNBOOK.is_char_boundary(*at)).collect();
    let (mut n_edited, mut n_refused) = (0, 0);
    for (number, at) in places.iter().enumerate() {
        // Every place meets some of the pieces and two of the edits.
        for (index, piece) in PIECES.iter().enumerate().filter(|(index, _)| index % 7 == number % 7) {
            let removed = if index % 2 == 0 { 0 } else { 3 };
            let behind = RUNBOOK.get(at + removed..).unwrap_or_default();
            let text = format!("{}{piece}{behind}", &RUNBOOK[..*at]);
            let Ok(source) = Source::from_text("acme.yaml", text) else { continue };
            for edit in [&edits[(number + index) % edits.len()], &edits[index % edits.len()]] {
                match apply(&source, std::slice::from_ref(edit)) {
                    Ok(_) => n_edited += 1,
                    Err(_) => n_refused += 1,
                }
            }
        }
    }
    assert!(n_edited > 1000 && n_refused > 1000, "{n_edited} edited, {n_refused} refused");
}
