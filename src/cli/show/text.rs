//! The answer for people: sections from the header to the next thing to do, which stands last, where the eye is.
//!
//! What is not there is left out. Texts of the file are made safe here, before there is any colour.

use super::{View, header, people, prose::prose, rollback, tasks};
use crate::{
    cli::{
        check,
        fields::Fields,
        find, next,
        paint::{STRONG, paint},
        sanitise::{clean, clean_line},
        table::Table,
        task,
        wrap::wrap,
    },
    model::{Checklist, ChecklistItem, CloseResult, ItemState, Next},
};

/// Returns a table without the columns in which nothing stands; empty without rows.
pub(super) fn table(heading: &[&str], rows: &[Vec<String>], width: usize) -> String {
    if rows.is_empty() { String::new() } else { Table::of_used(heading, rows).to_text(width) }
}

/// Returns the answer.
pub(super) fn of(view: &View<'_>, width: usize, colour: bool) -> String {
    let runbook = view.runbook();
    let heading = |text: &str| format!("{}\n", paint(STRONG, &clean_line(text), colour));
    let prose = |text: &str| prose(text, width);
    let mut sections = Vec::new();
    let description = runbook.header.description.as_deref().or(runbook.summary.as_deref()).map(prose);
    sections.push(format!("{}{}", heading(&runbook.header.name), description.unwrap_or_default()));
    sections.push(header::fields(view).to_text(width));
    if !runbook.contacts.gitlab.is_empty() || !runbook.contacts.customer.is_empty() {
        sections.push(format!("{}{}", heading(&people_heading(view)), people::table(view, width)));
    }
    for checklist in runbook.checklists.iter().filter(|checklist| !checklist.items.is_empty()) {
        sections.push(format!("{}{}", heading(&counted(view, checklist)), undecided(view, checklist, width)));
    }
    let found = tasks::found(view, false);
    if !found.is_empty() {
        let n_run = found.iter().filter(|found| found.task.outcome.is_some()).count();
        let left =
            tasks::sums(view, &found).left.filter(|_| n_run > 0).map(|left| format!(", {left} planned for the rest"));
        let count = format!("Tasks: {n_run} of {} have an outcome{}", found.len(), left.unwrap_or_default());
        sections.push(format!("{}{}", heading(&count), tasks::table(view, &found, width)));
    }
    if let Some(rollback) = &runbook.rollback {
        let steps = tasks::table(view, &tasks::found(view, true), width);
        let plan = rollback.plan.as_deref().map(prose).unwrap_or_default();
        let content = [rollback::fields(view, rollback).to_text(width), plan, steps];
        let content: Vec<String> = content.into_iter().filter(|part| !part.is_empty()).collect();
        if !content.is_empty() {
            sections.push(format!("{}{}", heading("Rollback"), content.join("\n")));
        }
    }
    sections.push(follow_ups(view, width, &heading));
    sections.extend(what_next(view, width, &heading, colour));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

/// Returns a text in lines that fit, each of its own lines as it is.
fn sentence(text: &str, width: usize) -> String {
    let lines = text.trim_end().lines().flat_map(|line| {
        let line = clean_line(line);
        if line.is_empty() { vec![line] } else { wrap(&line, width) }
    });
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}

fn people_heading(view: &View<'_>) -> String {
    let calls = view.runbook().calls();
    let at = view.runbook().call_at(view.now);
    match at.and_then(|at| calls.iter().position(|call| *call == at)) {
        None => "Contacts".to_owned(),
        Some(_) if calls.len() == 1 => "Contacts, with their local time".to_owned(),
        Some(index) => format!("Contacts, with their local time of call {}", index + 1),
    }
}

/// Returns the name of a checklist with its counts: `pre-call: 3 of 4 decided (2 done, 1 blocked)`.
fn counted(view: &View<'_>, checklist: &Checklist) -> String {
    let decided: Vec<&ChecklistItem> = checklist.items.iter().filter(|item| item.is_decided(view.runbook())).collect();
    let counts = [ItemState::Done, ItemState::Blocked, ItemState::NotApplicable].into_iter().filter_map(|state| {
        let count = decided.iter().filter(|item| item.state == state).count();
        (count > 0).then(|| format!("{count} {}", state.word().replace('-', " ")))
    });
    let counts: Vec<String> = counts.collect();
    // All done says nothing more than that all are decided.
    let is_plain = decided.iter().all(|item| item.state == ItemState::Done);
    let counts = if is_plain { String::new() } else { format!(" ({})", counts.join(", ")) };
    let id = if checklist.title.is_some() { format!(" ({})", checklist.id) } else { String::new() };
    format!("{}{id}: {} of {} decided{counts}", checklist.heading(), decided.len(), checklist.items.len())
}

fn undecided(view: &View<'_>, checklist: &Checklist, width: usize) -> String {
    let runbook = view.runbook();
    let rows = checklist.undecided(runbook).map(|(index, item)| {
        vec![(index + 1).to_string(), check::in_words(runbook, item), item.id.text.clone(), item.item.clone()]
    });
    table(&["", "state", "id", "item"], &rows.collect::<Vec<_>>(), width)
}

fn follow_ups(view: &View<'_>, width: usize, heading: &impl Fn(&str) -> String) -> String {
    let follow_ups = &view.runbook().follow_ups;
    if follow_ups.is_empty() {
        return String::new();
    }
    let rows = follow_ups.iter().map(|follow_up| {
        let due = follow_up.due.map(|due| due.to_string()).unwrap_or_default();
        let link = follow_up.link.as_ref().map(|link| format!("\n{link}")).unwrap_or_default();
        vec![due, follow_up.owner.clone().unwrap_or_default(), format!("{}{link}", follow_up.what)]
    });
    format!("{}{}", heading("Follow-ups"), table(&["due", "owner", "what"], &rows.collect::<Vec<_>>(), width))
}

/// Returns what runs and what comes next, each with its command.
fn what_next(view: &View<'_>, width: usize, heading: &impl Fn(&str) -> String, colour: bool) -> Vec<String> {
    let runbook = view.runbook();
    let Some(next) = runbook.next() else { return Vec::new() };
    let mut sections = Vec::new();
    if matches!(next, Next::Item { .. })
        && let Some(running) = runbook.running()
    {
        sections.push(format!("{}{}", heading("Running"), detail(view, &running, width, colour)));
    }
    sections.push(format!("{}{}{}", heading("Next"), failed(view, width), detail(view, &next, width, colour)));
    sections
}

/// Returns what can be done about the last task, if that failed.
fn failed(view: &View<'_>, width: usize) -> String {
    let runbook = view.runbook();
    let Some(index) = runbook.failed_last() else { return String::new() };
    let note = runbook.tasks[index]
        .note
        .as_deref()
        .map(|note| format!(": {}", note.trim_end().replace('\n', "\n  ")))
        .unwrap_or_default();
    let mut text = sentence(&format!("Task {} failed{note}", index + 1), width);
    let mut fields = Fields::default();
    fields.lines("  latest start of the rollback", rollback::time_to_begin(view));
    fields.line("  no way back after", rollback::point_of_no_return(view));
    let ways = next::after_failure(runbook, index, view.file);
    for (way, command) in &ways {
        fields.line(&format!("  {way}"), Some(command));
    }
    text.push_str(&fields.to_text(width));
    text + "\n"
}

/// Returns all that is needed to do it.
fn detail(view: &View<'_>, next: &Next<'_>, width: usize, colour: bool) -> String {
    let runbook = view.runbook();
    match *next {
        Next::Item { checklist, index } => {
            let item = &checklist.items[index];
            let mut text = sentence(&format!("{} {} ({}/{})", index + 1, item.item, checklist.id, item.id.text), width);
            let mut fields = Fields::default();
            fields.line("  state", Some(check::in_words(runbook, item)));
            fields.line("  reason", item.reason.as_deref());
            fields.line("  why", item.why.as_deref());
            text.push_str(&fields.to_text(width));
            text
        }
        Next::Task { position, .. } => {
            let found = find::tasks(runbook).swap_remove(position);
            let text = task::one(view.document, &found);
            // Colour lets colour through, so nothing of the file may look like it.
            let text = if colour { clean(&text) } else { text };
            format!("{}\n", text.trim_end())
        }
        Next::Close { result: CloseResult::Completed } => "Everything is decided: close the runbook.\n".to_owned(),
        Next::Close { .. } => "The work was rolled back: close the runbook as aborted.\n".to_owned(),
    }
}
