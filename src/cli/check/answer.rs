//! The answer: a checklist as a table or for machines, and whether the gate is open.

use std::path::Path;

use serde::Serialize;

use super::{CheckArgs, in_words};
use crate::{
    cli::{
        context::Context,
        error::CliError,
        find,
        mark::{self, AnswerFormat},
        names::some,
        table::Table,
        ui::Ui,
    },
    document::Document,
    model::{Checklist, Runbook},
};

#[derive(Serialize)]
struct CheckJson<'a> {
    version: u32,
    runbook: &'a str,
    path: String,
    checklist: &'a str,
    ready: bool,
    items: Vec<ItemJson<'a>>,
    open_tasks: Vec<String>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    number: usize,
    id: &'a str,
    item: &'a str,
    state: &'static str,
    decided: bool,
    required: bool,
    reason: Option<&'a str>,
    accepted_by: Option<&'a str>,
    evidence: Option<&'a str>,
}

/// Prints the table, and returns whether the gate is open.
pub(super) fn show(
    context: &Context,
    ui: &mut Ui,
    args: &CheckArgs,
    path: &Path,
    text: &str,
) -> Result<bool, CliError> {
    let source = crate::document::Source::from_text(path.to_string_lossy(), text.to_owned());
    let source = source.map_err(|error| CliError::new(error.to_string()))?;
    let document = mark::parse(&source)?;
    let checklist = find::checklist(&document, &args.checklist)?;
    let open_tasks = if checklist.is_before_tasks() { Vec::new() } else { document.runbook.open_tasks() };
    let ready = checklist.undecided(&document.runbook).next().is_none() && open_tasks.is_empty();
    match args.format {
        AnswerFormat::Json => ui.answer_json(&json(&document, checklist, path, ready, open_tasks))?,
        AnswerFormat::Text => {
            let mut text = text_table(ui.width(), &document, checklist, &open_tasks);
            if checklist.is_before_tasks() {
                text.push_str(
                    &confirmations(&document.runbook, &context.settings.config.region_names()).unwrap_or_default(),
                );
            }
            ui.answer(&text)?;
        }
    }
    Ok(ready)
}

fn text_table(width: usize, document: &Document<'_>, checklist: &Checklist, open_tasks: &[String]) -> String {
    let runbook = &document.runbook;
    let mut table = Table::new(&["", "state", "id", "item"]);
    for (index, item) in checklist.items.iter().enumerate() {
        table.row(&[(index + 1).to_string(), in_words(runbook, item), item.id.text.clone(), item.item.clone()]);
        for (name, text) in [("", &item.reason), ("accepted by ", &item.accepted_by), ("evidence ", &item.evidence)] {
            if let Some(text) = text {
                table.row(&[String::new(), String::new(), String::new(), format!("  {name}{text}")]);
            }
        }
    }
    let n_undecided = checklist.undecided(runbook).count();
    let n_items = checklist.items.len();
    let mut out = format!("{}: {}\n{}", runbook.header.name, checklist.heading(), table.to_text(width));
    let verdict = match (n_undecided, open_tasks.len()) {
        (0, 0) => format!("All {n_items} decided.\n"),
        (0, _) => String::new(),
        (n, _) => format!("{n} of {n_items} undecided.\n"),
    };
    out.push_str(&verdict);
    if !open_tasks.is_empty() {
        out.push_str(&format!("Tasks without an outcome: {}.\n", some(open_tasks)));
    }
    out
}

/// Returns where the rollback is confirmed and where not; `None` while nobody has confirmed it, or everybody.
fn confirmations(runbook: &Runbook, regions: &[String]) -> Option<String> {
    let rollback = runbook.rollback.as_ref()?;
    let missing = rollback.unconfirmed(regions);
    let first = missing.first().filter(|_| !rollback.confirmed_by.is_empty())?;
    let confirmed: Vec<&str> = rollback.confirmed_by.iter().map(|by| by.region.as_str()).collect();
    let (confirmed, missing) = (some(&confirmed), some(&missing));
    Some(format!("Rollback confirmed in {confirmed}; nobody yet in {missing}: --confirm {first}=@HANDLE\n"))
}

fn json<'a>(
    document: &'a Document<'_>,
    checklist: &'a Checklist,
    path: &Path,
    ready: bool,
    open_tasks: Vec<String>,
) -> CheckJson<'a> {
    let items = checklist.items.iter().enumerate().map(|(index, item)| ItemJson {
        number: index + 1,
        id: &item.id.text,
        item: &item.item,
        state: item.state.word(),
        decided: item.is_decided(&document.runbook),
        required: item.required,
        reason: item.reason.as_deref(),
        accepted_by: item.accepted_by.as_deref(),
        evidence: item.evidence.as_deref(),
    });
    CheckJson {
        version: 1,
        runbook: &document.runbook.header.name,
        path: path.to_string_lossy().into_owned(),
        checklist: &checklist.id,
        ready,
        items: items.collect(),
        open_tasks,
    }
}
