//! The items that a person at a terminal is asked about.

use std::path::Path;

use super::CheckArgs;
use crate::{
    cli::{
        context::Context,
        error::CliError,
        files, find,
        mark::{self, AnswerFormat, MakeMark, Named},
        ui::Ui,
    },
    marking::{self, ItemMark},
    model::ChecklistItem,
};

/// Asks about each undecided item; every answer is on the disk before the next question.
pub(super) fn ask(context: &Context, ui: &mut Ui, args: &CheckArgs, path: &Path) -> Result<(), CliError> {
    let source = files::read(path)?;
    let document = mark::parse(&source)?;
    let checklist = find::checklist(&document, &args.checklist)?;
    let runbook = &document.runbook;
    let open: Vec<(usize, &ChecklistItem)> = checklist.undecided(runbook).collect();
    if open.is_empty() {
        return Ok(());
    }
    ui.status(&format!("Runbook: {} ({})", document.runbook.header.name, source.name()));
    ui.status(&format!(
        "{}: {} of {} undecided. d done, b blocked, n not applicable, Enter leave open, ? why, q stop",
        checklist.heading(),
        open.len(),
        checklist.items.len()
    ));
    for (index, item) in open {
        let Some(change) = ask_item(ui, index, item)? else { return Ok(()) };
        let Some(change) = change else { continue };
        let id = item.id.text.clone();
        let make: MakeMark<'_> = Box::new(|document, stamp| {
            let checklist = find::checklist(document, &args.checklist)?;
            let index = find::item(checklist, &id, false)?;
            let mut marked = marking::mark_item(document, checklist, index, &change, stamp)?;
            marked.said = format!("  {}", marked.said);
            Ok(marked)
        });
        let outcome = mark::make_at(context, ui, &args.mark, path, Named::Already, &[make])?;
        mark::report(ui, &args.mark, AnswerFormat::Text, path, &outcome)?;
    }
    Ok(())
}

/// Asks about one item until there is an answer: `None` stops, `Some(None)` leaves it open.
fn ask_item(ui: &mut Ui, index: usize, item: &ChecklistItem) -> Result<Option<Option<ItemMark>>, CliError> {
    loop {
        let Some(answer) = ui.ask(&format!("{} {}  {}", index + 1, item.id.text, item.item), None)? else {
            return Ok(None);
        };
        match answer.trim() {
            "" => return Ok(Some(None)),
            "d" | "done" => return Ok(Some(Some(ItemMark::Done))),
            "b" | "blocked" => {
                if let Some(reason) = reason(ui, "  What prevents it?")? {
                    return Ok(Some(Some(ItemMark::Blocked { reason })));
                }
                ui.status("  A blocked item needs a reason; it is left open.");
            }
            "n" | "na" => {
                if let Some(reason) = reason(ui, "  Why does it not apply?")? {
                    return Ok(Some(Some(ItemMark::NotApplicable { reason })));
                }
                ui.status("  An item that does not apply needs a reason; it is left open.");
            }
            "?" => ui.status(&format!("  {}", item.why.as_deref().unwrap_or("the item says no why"))),
            "q" => return Ok(None),
            _ => ui.status("  d done, b blocked, n not applicable, Enter leave open, ? why, q stop"),
        }
    }
}

fn reason(ui: &mut Ui, question: &str) -> Result<Option<String>, CliError> {
    Ok(ui.ask(question, None)?.filter(|reason| !reason.trim().is_empty()))
}
