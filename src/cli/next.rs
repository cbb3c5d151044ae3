//! The next thing to do in words, and the command that marks it.

use std::path::Path;

use serde::Serialize;

use super::{check, find};
use crate::model::{CloseResult, ItemState, Mark, Next, Runbook};

/// The next thing to do, for machines.
#[derive(Debug, Serialize)]
pub(super) struct NextJson {
    /// `item`, `task` or `close`.
    kind: &'static str,
    /// The id with its list, such as `pre-call/dry-run` or `tasks/confirm-state`.
    id: Option<String>,
    /// The number that is shown.
    number: Option<String>,
    /// What is to be done.
    text: Option<String>,
    /// The state of the item or task.
    state: Option<&'static str>,
    /// The task's own command, as it stands in the file.
    command: Option<String>,
    /// The command of this program that marks it.
    mark: String,
}

/// Returns the next thing to do for machines.
pub(super) fn json(runbook: &Runbook, next: &Next<'_>, file: Option<&Path>) -> NextJson {
    let mark = mark_command(runbook, next, file);
    let nothing = NextJson { kind: "close", id: None, number: None, text: None, state: None, command: None, mark };
    match *next {
        Next::Close { .. } => nothing,
        Next::Item { checklist, index } => {
            let item = &checklist.items[index];
            NextJson {
                kind: "item",
                id: Some(format!("{}/{}", checklist.id, item.id.text)),
                number: Some((index + 1).to_string()),
                text: Some(item.item.clone()),
                state: Some(item.state.word()),
                ..nothing
            }
        }
        Next::Task { position, state } => {
            let found = find::tasks(runbook).swap_remove(position);
            NextJson {
                kind: "task",
                id: Some(found.id),
                number: Some(found.number),
                text: Some(found.task.task.clone()),
                state: Some(state.word()),
                command: found.task.command.clone(),
                ..nothing
            }
        }
    }
}

/// Returns the next thing to do in a line.
pub(super) fn in_words(runbook: &Runbook, next: &Next<'_>) -> String {
    match *next {
        Next::Item { checklist, index } => {
            let item = &checklist.items[index];
            let state = match item.state {
                ItemState::Open => String::new(),
                _ => format!(" ({})", check::in_words(runbook, item)),
            };
            format!("{} {}: {}{state}", checklist.id, item.id.text, item.item)
        }
        Next::Task { position, state } => {
            let found = find::tasks(runbook).swap_remove(position);
            let list = if position < runbook.tasks.len() { "task" } else { "rollback step" };
            let state = match state {
                Mark::Open => String::new(),
                Mark::Started => " (running)".to_owned(),
                state => format!(" ({})", state.word()),
            };
            format!("{list} {}: {}{state}", found.number, found.task.task)
        }
        Next::Close { result } => match result {
            CloseResult::Completed => "close the runbook".to_owned(),
            result => format!("close the runbook as {}", result.word()),
        },
    }
}

/// Returns the command that marks it; `file` is the runbook as the person named it.
pub(super) fn mark_command(runbook: &Runbook, next: &Next<'_>, file: Option<&Path>) -> String {
    let command = match *next {
        Next::Item { checklist, index } => {
            let item = &checklist.items[index];
            let (list, id) = (&checklist.id, &item.id.text);
            match item.state {
                ItemState::Blocked if item.has_reason() => format!("check {list} --accepted-by {id}=@HANDLE"),
                ItemState::Blocked => format!("check {list} --blocked {id}=\"REASON\""),
                ItemState::NotApplicable => format!("check {list} --not-applicable {id}=\"REASON\""),
                ItemState::Open | ItemState::Done => format!("check {list} --done {id}"),
            }
        }
        Next::Task { position, state } => {
            let number = find::tasks(runbook).swap_remove(position).number;
            format!("task {number} {}", if state == Mark::Started { "success" } else { "start" })
        }
        Next::Close { result: CloseResult::Completed } => "close".to_owned(),
        Next::Close { result } => format!("close --result {} --note \"REASON\"", result.word()),
    };
    in_file(&command, file)
}

fn in_file(command: &str, file: Option<&Path>) -> String {
    let file = file.map(|file| format!(" --file {}", quoted(&file.to_string_lossy()))).unwrap_or_default();
    format!("runbook {command}{file}")
}

/// Returns what can be done after a task failed, by index, each with its command.
pub(super) fn after_failure(runbook: &Runbook, index: usize, file: Option<&Path>) -> Vec<(&'static str, String)> {
    let mut ways = vec![("to try again", in_file(&format!("task {} start", index + 1), file))];
    let passed = runbook.rollback.as_ref().and_then(|rollback| rollback.passed_return(&runbook.tasks));
    match passed {
        Some(task) => ways.push(("no way back", format!("task {} was the point of no return", task + 1))),
        None if runbook.steps().is_empty() => {}
        None => ways.push(("to roll back", in_file("task r1 start", file))),
    }
    if let Some(after) = runbook.after_failed() {
        ways.push(("to go on all the same", in_file(&format!("task {} start", after + 1), file)));
    }
    ways
}

/// Returns when to mark it, and the command.
pub(super) fn hint(runbook: &Runbook, next: &Next<'_>, file: Option<&Path>) -> String {
    let command = mark_command(runbook, next, file);
    match next {
        Next::Item { .. } => format!("then mark it: {command}"),
        Next::Task { state: Mark::Started, .. } => format!("when it is done (or partial, failed, skipped): {command}"),
        Next::Task { state: Mark::Paused, .. } => format!("to go on: {command}"),
        Next::Task { state: Mark::Failed, .. } => format!("to try again: {command}"),
        Next::Task { .. } => format!("when it begins: {command}"),
        Next::Close { .. } => format!("to finish: {command}"),
    }
}

/// Returns a word as a shell takes it for one.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./+@%:,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Source};

    #[track_caller]
    fn check(yaml: &str, expected: [&str; 2]) {
        let source = Source::from_text("acme.yaml", format!("version: 1\nheader: {{ name: Acme - Enforce }}\n{yaml}"));
        let source = source.expect("text");
        let runbook = Document::parse(&source).expect("a runbook").runbook;
        let next = runbook.next().expect("something to do");
        let file = Path::new("runbooks/it's here.yaml");
        assert_eq!(in_words(&runbook, &next), expected[0]);
        assert_eq!(
            mark_command(&runbook, &next, Some(file)),
            format!("{} --file 'runbooks/it'\\''s here.yaml'", expected[1])
        );
        assert!(!mark_command(&runbook, &next, None).contains("--file"));
    }

    #[test]
    fn an_item_is_marked_by_what_it_still_wants() {
        let item = |more: &str| format!("checklists: {{ pre-call: [{{ id: dry-run, item: Dry run?, {more} }}] }}\n");
        check(&item("state: open"), ["pre-call dry-run: Dry run?", "runbook check pre-call --done dry-run"]);
        check(
            &item("state: blocked"),
            ["pre-call dry-run: Dry run? (blocked, no reason)", "runbook check pre-call --blocked dry-run=\"REASON\""],
        );
        check(
            &item("state: blocked, reason: no staging, required: true"),
            [
                "pre-call dry-run: Dry run? (blocked, not accepted)",
                "runbook check pre-call --accepted-by dry-run=@HANDLE",
            ],
        );
        check(
            &item("state: not-applicable"),
            [
                "pre-call dry-run: Dry run? (not-applicable, no reason)",
                "runbook check pre-call --not-applicable dry-run=\"REASON\"",
            ],
        );
    }

    #[test]
    fn after_a_failure_nobody_is_sent_back_over_the_point_of_no_return() {
        let ways = |promoted: &str| {
            let yaml = format!(
                "version: 1\nheader: {{ name: Acme - Fail Over }}\ntasks: [{{ id: promote, task: Promote{promoted} }}, {{ task: Test, outcome: failed }}, {{ task: Open }}]\nrollback: {{ point_of_no_return: promote, steps: [{{ task: Start the old site }}] }}\n"
            );
            let source = Source::from_text("acme.yaml", yaml).expect("text");
            let runbook = Document::parse(&source).expect("a runbook").runbook;
            after_failure(&runbook, 1, None)
                .into_iter()
                .map(|(way, command)| format!("{way}: {command}"))
                .collect::<Vec<_>>()
        };
        let (again, on) = ("to try again: runbook task 2 start", "to go on all the same: runbook task 3 start");
        assert_eq!(ways(""), [again, "to roll back: runbook task r1 start", on]);
        assert_eq!(ways(", outcome: success"), [again, "no way back: task 1 was the point of no return", on]);
    }

    #[test]
    fn a_task_is_started_and_then_ended() {
        let task = |more: &str| format!("tasks: [{{ id: first, task: First{more} }}]\n");
        check(&task(""), ["task 1: First", "runbook task 1 start"]);
        let running = task(", started_at: 2026-10-11T06:32:10Z");
        check(&running, ["task 1: First (running)", "runbook task 1 success"]);
        check(
            &format!("{running}log: [{{ at: 2026-10-11T06:40:00Z, event: task, id: tasks/first, to: paused }}]\n"),
            ["task 1: First (paused)", "runbook task 1 start"],
        );
        check(&task(", outcome: success"), ["close the runbook", "runbook close"]);
        check(
            &format!("{}rollback: {{ steps: [{{ task: Back }}, {{ task: Further, outcome: success }}] }}\n", task("")),
            ["rollback step r1: Back", "runbook task r1 start"],
        );
        check(
            &format!("{}rollback: {{ steps: [{{ task: Back, outcome: success }}] }}\n", task("")),
            ["close the runbook as aborted", "runbook close --result aborted --note \"REASON\""],
        );
    }
}
