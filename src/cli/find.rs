//! What a person means by the name of a checklist, an item or a task.
//!
//! The exact id or the number shown; at a terminal also a unique beginning.

use super::{error::CliError, names::some};
use crate::{
    document::{Document, Route, closest, route},
    model::{Checklist, Runbook, Task},
};

/// A task or rollback step, and where it is.
#[derive(Debug)]
pub(super) struct FoundTask<'r> {
    /// Its id with its list.
    pub id: String,
    /// The number that is shown: `2`, or `r1` for a rollback step.
    pub number: String,
    /// The way to it in the file.
    pub route: Route,
    /// What it is.
    pub task: &'r Task,
}

/// Returns all tasks, then all rollback steps, with their numbers.
pub(super) fn tasks(runbook: &Runbook) -> Vec<FoundTask<'_>> {
    let n_tasks = runbook.tasks.len();
    let found = runbook.tasks_and_steps().enumerate().map(|(index, (id, task))| {
        let (number, route) = match index.checked_sub(n_tasks) {
            None => ((index + 1).to_string(), route::task(index)),
            Some(step) => (format!("r{}", step + 1), route::step(step)),
        };
        FoundTask { id, number, route, task }
    });
    found.collect()
}

/// Returns the checklist with this id.
///
/// # Errors
/// No such checklist; what there is.
pub(super) fn checklist<'r>(document: &'r Document<'_>, id: &str) -> Result<&'r Checklist, CliError> {
    let runbook = &document.runbook;
    let ids: Vec<&str> = runbook.checklists.iter().map(|checklist| checklist.id.as_str()).collect();
    runbook.checklist(id).ok_or_else(|| {
        if id.is_empty() {
            return CliError::new("which checklist?").help(format!("its checklists are {}", some(&ids)));
        }
        let error = CliError::new(format!("the runbook has no checklist `{id}`"));
        unknown(error, id, &ids, &format!("its checklists are {}", some(&ids)))
    })
}

/// Returns the index of the item that is meant; `beginnings` allows a unique beginning of its id.
///
/// # Errors
/// No such item, or several; what there is.
pub(super) fn item(checklist: &Checklist, name: &str, beginnings: bool) -> Result<usize, CliError> {
    let ids: Vec<&str> = checklist.items.iter().map(|item| item.id.text.as_str()).collect();
    let by_number =
        name.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|index| *index < ids.len());
    if let Some(index) = ids.iter().position(|id| *id == name).or(by_number) {
        return Ok(index);
    }
    let error = || CliError::new(format!("`{}` has no item `{name}`", checklist.id));
    match beginning(&ids, name, beginnings) {
        Beginning::One(index) => Ok(index),
        Beginning::Several(ids) => Err(several(name, &ids)),
        Beginning::None => {
            let numbers = (1..=ids.len()).map(|number| number.to_string());
            Err(unknown(error(), name, &ids, &format!("its items are {}", numbered(numbers, &ids))))
        }
    }
}

/// Returns the task or rollback step that is meant; `beginnings` allows a unique beginning of its id.
///
/// # Errors
/// No such task, or several; what there is.
pub(super) fn task<'r>(document: &'r Document<'_>, name: &str, beginnings: bool) -> Result<FoundTask<'r>, CliError> {
    let mut all = tasks(&document.runbook);
    let exact = all.iter().position(|found| found.task.id.text == name || found.number == name || found.id == name);
    let ids: Vec<&str> = all.iter().map(|found| found.task.id.text.as_str()).collect();
    let index = match exact {
        Some(index) => index,
        None => match beginning(&ids, name, beginnings) {
            Beginning::One(index) => index,
            Beginning::Several(ids) => return Err(several(name, &ids)),
            Beginning::None if ids.is_empty() => {
                return Err(CliError::new(format!("the runbook has no task `{name}`"))
                    .help("it has no tasks yet; write them into the file"));
            }
            Beginning::None => {
                let error = CliError::new(format!("the runbook has no task `{name}`"));
                return Err(unknown(error, name, &ids, &tasks_and_steps(&all, document.runbook.tasks.len())));
            }
        },
    };
    Ok(all.swap_remove(index))
}

/// Says which tasks and which rollback steps there are.
fn tasks_and_steps(all: &[FoundTask<'_>], n_tasks: usize) -> String {
    let (tasks, steps) = all.split_at(n_tasks.min(all.len()));
    let said = |name: &str, found: &[FoundTask<'_>]| {
        let numbers = found.iter().map(|found| found.number.clone());
        let ids: Vec<&str> = found.iter().map(|found| found.task.id.text.as_str()).collect();
        (!ids.is_empty()).then(|| format!("its {name} are {}", numbered(numbers, &ids)))
    };
    let said: Vec<String> = said("tasks", tasks).into_iter().chain(said("rollback steps", steps)).collect();
    said.join("; ")
}

enum Beginning<'a> {
    None,
    One(usize),
    Several(Vec<&'a str>),
}

fn beginning<'a>(ids: &[&'a str], name: &str, allowed: bool) -> Beginning<'a> {
    if !allowed || name.is_empty() {
        return Beginning::None;
    }
    let found: Vec<(usize, &'a str)> =
        ids.iter().enumerate().filter(|(_, id)| id.starts_with(name)).map(|(index, id)| (index, *id)).collect();
    match found.as_slice() {
        [] => Beginning::None,
        [(index, _)] => Beginning::One(*index),
        _ => Beginning::Several(found.into_iter().map(|(_, id)| id).collect()),
    }
}

fn several(name: &str, ids: &[&str]) -> CliError {
    CliError::new(format!("`{name}` could be {}", some(ids))).help("write more of it, or its number")
}

/// Returns the ids with their numbers: `1 inform, 2 dry-run`. Either names an entry.
fn numbered(numbers: impl Iterator<Item = String>, ids: &[&str]) -> String {
    some(&numbers.zip(ids).map(|(number, id)| format!("{number} {id}")).collect::<Vec<_>>())
}

/// Adds the id that was meant, else what there is.
fn unknown(error: CliError, name: &str, ids: &[&str], there_is: &str) -> CliError {
    match closest(name, ids) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None if ids.is_empty() => error.help("it has none yet; write them into the file"),
        None => error.help(there_is),
    }
}
