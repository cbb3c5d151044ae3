//! What `runbook check` answers without the name of a checklist: how far each of them is.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{error::CliError, mark::AnswerFormat, table::Table, ui::Ui},
    document::Document,
};

#[derive(Serialize)]
struct ChecklistsJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    ready: bool,
    checklists: Vec<ChecklistJson<'a>>,
}

#[derive(Serialize)]
struct ChecklistJson<'a> {
    id: &'a str,
    ready: bool,
    undecided: usize,
    of: usize,
}

/// Prints how far each checklist is, and returns whether the gate of all of them is open.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn answer(
    ui: &mut Ui,
    format: AnswerFormat,
    path: &Path,
    document: &Document<'_>,
) -> Result<bool, CliError> {
    let runbook = &document.runbook;
    let tasks_are_open = !runbook.open_tasks().is_empty();
    let checklists = runbook.checklists.iter().map(|checklist| {
        let undecided = checklist.undecided(runbook).count();
        let ready = undecided == 0 && (checklist.is_before_tasks() || !tasks_are_open);
        ChecklistJson { id: &checklist.id, ready, undecided, of: checklist.items.len() }
    });
    let checklists: Vec<_> = checklists.collect();
    let ready = checklists.iter().all(|checklist| checklist.ready);
    match format {
        AnswerFormat::Json => {
            let path = path.to_string_lossy().into_owned();
            ui.answer_json(&ChecklistsJson { version: 1, runbook: &runbook.header.name, path, ready, checklists })?;
        }
        AnswerFormat::Text => ui.answer(&text(ui.width(), &runbook.header.name, &checklists))?,
    }
    Ok(ready)
}

fn text(width: usize, name: &str, checklists: &[ChecklistJson<'_>]) -> String {
    if checklists.is_empty() {
        return format!("{name}: no checklists\n");
    }
    let mut table = Table::new(&["checklist", "decided"]);
    for checklist in checklists {
        let tasks = if checklist.undecided == 0 && !checklist.ready { ", tasks without an outcome" } else { "" };
        let n_decided = checklist.of - checklist.undecided;
        table.row(&[checklist.id.to_owned(), format!("{n_decided} of {}{tasks}", checklist.of)]);
    }
    format!("{name}: checklists\n{}", table.to_text(width))
}
