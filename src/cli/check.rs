//! `runbook check`: marks and shows the items of a checklist, and is the gate before and after the call.

use std::path::Path;

use serde::Serialize;

use super::{
    checklists,
    context::Context,
    error::CliError,
    exit::ExitStatus,
    files, find,
    mark::{self, AnswerFormat, MakeMark, MarkArgs, Named},
    names::some,
    select::Purpose,
    suggest,
    table::Table,
    ui::Ui,
    who::person,
};
use crate::{
    document::Document,
    marking::{self, ItemMark},
    model::{Checklist, ChecklistItem, ItemState, Runbook},
};

/// Mark the items of a checklist, or ask whether all are decided
///
/// An item is decided when it is done, or blocked or not applicable with a reason; a required item that is blocked also
/// needs somebody other than the DRI who accepts it. With marks the status is 0 when they are on the disk. Without
/// marks a terminal is asked about each undecided item; elsewhere the table is printed, nothing is changed, and the
/// status is 0 when every item is decided, else 1. A checklist after the tasks is also undecided while a task has no
/// outcome. Without CHECKLIST all of them are the gate. ITEM is an id or the number shown.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Example:\n  runbook check pre-call --done inform --blocked dry-run=\"no staging tenant\"")]
pub(super) struct CheckArgs {
    /// The checklist, such as `pre-call`; without it the answer is how far each of them is
    #[arg(default_value = "", hide_default_value = true)]
    pub checklist: String,
    /// The item is confirmed
    #[arg(long, value_name = "ITEM")]
    pub done: Vec<String>,
    /// Something prevents the item
    #[arg(long, value_name = "ITEM=REASON")]
    pub blocked: Vec<String>,
    /// The item does not apply
    #[arg(long, visible_alias = "na", value_name = "ITEM=REASON")]
    pub not_applicable: Vec<String>,
    /// The item is to be decided anew
    #[arg(long, value_name = "ITEM")]
    pub reopen: Vec<String>,
    /// Somebody other than the DRI accepts that the item is blocked
    #[arg(long, value_name = "ITEM=HANDLE")]
    pub accepted_by: Vec<String>,
    /// A link or path that proves the item
    #[arg(long, value_name = "ITEM=LINK")]
    pub evidence: Vec<String>,
    /// Somebody in a region confirms that they can execute the rollback
    #[arg(long, value_name = "REGION=HANDLE")]
    pub confirm: Vec<String>,
    #[command(flatten)]
    pub mark: MarkArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,
}

/// Runs the command.
///
/// # Errors
/// What could not be done, or a mark that is refused.
pub(super) fn run(context: &Context, ui: &mut Ui, args: &CheckArgs) -> Result<ExitStatus, CliError> {
    let marks = marks(ui.is_interactive(), &context.settings.config.region_names(), args)?;
    if !marks.is_empty() {
        let (path, outcome) = mark::make(context, ui, &args.mark, &marks)?;
        mark::report(ui, &args.mark, AnswerFormat::Text, &path, &outcome)?;
        show(context, ui, args, &path, &outcome.text)?;
        suggest::after_mark(ui, &args.mark, args.format, &outcome.text);
        return Ok(ExitStatus::Success);
    }
    if args.checklist.is_empty() {
        let path = context.runbook(ui, args.mark.file.as_deref(), Purpose::Read)?;
        let source = files::read(&path)?;
        let ready = checklists::answer(ui, args.format, &path, &mark::parse(&source)?)?;
        return Ok(ExitStatus::answer(ready));
    }
    let purpose = if ui.is_interactive() { Purpose::Mark } else { Purpose::Read };
    let path = context.runbook(ui, args.mark.file.as_deref(), purpose)?;
    if ui.is_interactive() && args.format == AnswerFormat::Text && !args.mark.dry_run && !files::is_stdin(&path) {
        ask(context, ui, args, &path)?;
    }
    let source = files::read(&path)?;
    let ready = show(context, ui, args, &path, source.text())?;
    suggest::after_mark(ui, &args.mark, args.format, source.text());
    Ok(ExitStatus::answer(ready))
}

/// Reads the marks that were given on the command line.
fn marks<'a>(beginnings: bool, regions: &[String], args: &'a CheckArgs) -> Result<Vec<MakeMark<'a>>, CliError> {
    let mut changes: Vec<(String, ItemMark)> = Vec::new();
    changes.extend(args.reopen.iter().map(|item| (item.clone(), ItemMark::Reopen)));
    changes.extend(args.done.iter().map(|item| (item.clone(), ItemMark::Done)));
    for given in &args.blocked {
        let (item, reason) = pair(given, "--blocked", "dry-run=\"no staging tenant\"")?;
        changes.push((item, ItemMark::Blocked { reason }));
    }
    for given in &args.not_applicable {
        let (item, reason) = pair(given, "--not-applicable", "rollback-regions=\"nothing is changed\"")?;
        changes.push((item, ItemMark::NotApplicable { reason }));
    }
    let states: Vec<String> = changes.iter().map(|(item, _)| item.clone()).collect();
    let mut accepted = Vec::new();
    for given in &args.accepted_by {
        let (item, by) = pair(given, "--accepted-by", "dry-run=@morgan_sample")?;
        accepted.push(item.clone());
        changes.push((item, ItemMark::AcceptedBy { handle: by }));
    }
    for given in &args.evidence {
        let (item, link) = pair(given, "--evidence", "dry-run=https://example.com/log")?;
        changes.push((item, ItemMark::Evidence { link }));
    }
    let mut marks: Vec<MakeMark<'a>> = Vec::new();
    for (at, (name, change)) in changes.into_iter().enumerate() {
        // An item has several names: its id, its number, a beginning.
        let earlier = if at < states.len() { states[..at].to_vec() } else { Vec::new() };
        let accepted = accepted.clone();
        marks.push(Box::new(move |document, stamp| {
            let checklist = find::checklist(document, &args.checklist)?;
            let index = find::item(checklist, &name, beginnings)?;
            for earlier in &earlier {
                if find::item(checklist, earlier, beginnings)? == index {
                    let id = &checklist.items[index].id.text;
                    return Err(CliError::new(format!("`{id}` is marked twice")).help("give one state for each item"));
                }
            }
            let change = match &change {
                ItemMark::AcceptedBy { handle: by } => ItemMark::AcceptedBy { handle: person(&document.runbook, by) },
                change => change.clone(),
            };
            let mut marked = marking::mark_item(document, checklist, index, &change, stamp)?;
            // What is accepted with the same command does not want it any more.
            for item in &accepted {
                if find::item(checklist, item, beginnings)? == index {
                    marked.wants.retain(|want| !want.contains("--accepted-by"));
                }
            }
            Ok(marked)
        }));
    }
    for given in &args.confirm {
        let (region, by) = pair(given, "--confirm", "APAC=@kiran_placeholder")?;
        let known = regions.iter().find(|known| known.eq_ignore_ascii_case(&region));
        let region = known.cloned().ok_or_else(|| {
            CliError::new(format!("`{region}` is no region of support"))
                .help(format!("regions are {}; `regions` in .runbook.yaml names others", regions.join(", ")))
        })?;
        marks.push(Box::new(move |document, stamp| {
            find::checklist(document, &args.checklist)?;
            Ok(marking::confirm(document, &region, &person(&document.runbook, &by), stamp)?)
        }));
    }
    Ok(marks)
}

/// Splits `NAME=TEXT`; a reason without text is refused where it is used, with the item in hand.
fn pair(given: &str, flag: &str, example: &str) -> Result<(String, String), CliError> {
    let wrong = || CliError::new(format!("{flag} {given} says no text")).help(format!("for example {flag} {example}"));
    let (name, text) = given.split_once('=').ok_or_else(wrong)?;
    let is_reason = matches!(flag, "--blocked" | "--not-applicable");
    if name.trim().is_empty() || (text.trim().is_empty() && !is_reason) {
        return Err(wrong());
    }
    Ok((name.trim().to_owned(), text.trim().to_owned()))
}

/// Asks about each undecided item; every answer is on the disk before the next question.
fn ask(context: &Context, ui: &mut Ui, args: &CheckArgs, path: &Path) -> Result<(), CliError> {
    let source = files::read(path)?;
    let document = mark::parse(&source)?;
    let checklist = find::checklist(&document, &args.checklist)?;
    let runbook = &document.runbook;
    let open: Vec<(usize, &ChecklistItem)> =
        checklist.items.iter().enumerate().filter(|(_, item)| !item.is_decided(runbook)).collect();
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
fn show(context: &Context, ui: &mut Ui, args: &CheckArgs, path: &Path, text: &str) -> Result<bool, CliError> {
    let source = crate::document::Source::from_text(path.to_string_lossy(), text.to_owned());
    let source = source.map_err(|error| CliError::new(error.to_string()))?;
    let document = mark::parse(&source)?;
    let checklist = find::checklist(&document, &args.checklist)?;
    let open_tasks = if checklist.is_before_tasks() { Vec::new() } else { open_tasks(&document) };
    let ready = undecided(&document.runbook, checklist) == 0 && open_tasks.is_empty();
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

/// Returns how many items of a checklist are undecided.
pub(super) fn undecided(runbook: &Runbook, checklist: &Checklist) -> usize {
    checklist.items.iter().filter(|item| !item.is_decided(runbook)).count()
}

/// Returns the tasks without an outcome, unless the runbook was closed before its end.
pub(super) fn open_tasks(document: &Document<'_>) -> Vec<String> {
    if document.runbook.closed.is_some() {
        return Vec::new();
    }
    let n_tasks = document.runbook.tasks.len();
    let tasks = document.runbook.tasks_and_steps().take(n_tasks);
    tasks.filter(|(_, task)| task.outcome.is_none()).map(|(id, _)| id).collect()
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
    let n_undecided = undecided(runbook, checklist);
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

/// Returns the state of an item in words, with what it wants.
pub(super) fn in_words(runbook: &Runbook, item: &ChecklistItem) -> String {
    match item.state {
        ItemState::Blocked if item.required && !item.is_accepted(runbook) => "blocked, not accepted".to_owned(),
        ItemState::Blocked | ItemState::NotApplicable if !item.has_reason() => {
            format!("{}, no reason", item.state.word())
        }
        state => state.word().replace('-', " "),
    }
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
