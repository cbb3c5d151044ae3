//! What a person at a terminal could do after a command: the next thing of the runbook, and how to mark it.

use std::path::Path;

use super::{
    mark::{AnswerFormat, MarkArgs},
    next::{self, quoted},
    ui::Ui,
};
use crate::{
    document::{Document, Source},
    model::{ItemState, Mark, Next, Runbook},
};

/// Suggests what follows a mark, from the runbook as it is then.
pub(super) fn after_mark(ui: &mut Ui, args: &MarkArgs, format: AnswerFormat, text: &str) {
    if args.dry_run || format == AnswerFormat::Json {
        return;
    }
    // It was read a moment ago; what cannot be read now has nothing to suggest.
    let Ok(source) = Source::from_text("runbook", text.to_owned()) else { return };
    let Ok(document) = Document::parse(&source) else { return };
    for line in of(&document.runbook, args.file.as_deref()) {
        ui.suggest(&line);
    }
}

/// Returns the suggestions for a runbook; `file` is the runbook as the person named it.
fn of(runbook: &Runbook, file: Option<&Path>) -> Vec<String> {
    let Some(next) = runbook.next() else { return Vec::new() };
    let named = file.map(|file| format!(" --file {}", quoted(&file.to_string_lossy()))).unwrap_or_default();
    let words = next::in_words(runbook, &next);
    let mut lines = Vec::new();
    if let Some(index) = runbook.failed_last() {
        lines.push(format!("task {} failed", index + 1));
        lines.extend(
            next::after_failure(runbook, index, file).into_iter().map(|(way, command)| format!("{way}: {command}")),
        );
    }
    match next {
        // Just said, with the other ways.
        Next::Task { state: Mark::Failed, .. } => return lines,
        // What is still open is better asked than marked as done.
        Next::Item { checklist, index } if checklist.items[index].state == ItemState::Open => {
            lines.push(format!("undecided is {words}"));
            lines.push(format!("to decide: runbook check {}{named}", checklist.id));
            return lines;
        }
        // Nobody has to be told what they have just begun.
        Next::Task { state: Mark::Started, .. } | Next::Close { .. } => {}
        Next::Item { .. } | Next::Task { .. } => lines.push(format!("next is {words}")),
    }
    lines.push(next::hint(runbook, &next, file));
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Returns what is suggested to somebody who named the file, for a runbook with these checklists and tasks.
    #[track_caller]
    fn check(yaml: &str, expected: Expect) {
        let text = format!("version: 1\nheader: {{ name: Acme - Enforce }}\n{yaml}\n");
        let source = Source::from_text("acme.yaml", text).expect("text");
        let runbook = Document::parse(&source).expect("a runbook").runbook;
        expected.assert_eq(&of(&runbook, Some(Path::new("acme"))).join("\n"));
    }

    #[test]
    fn an_undecided_item_is_to_be_asked_and_one_that_wants_something_is_marked() {
        check(
            "checklists: { pre-call: [{ id: inform, item: Inform all }] }\ntasks: [{ task: x }]",
            expect![[r#"
            undecided is pre-call inform: Inform all
            to decide: runbook check pre-call --file acme"#]],
        );
        check(
            "checklists: { pre-call: [{ id: dry-run, item: Dry run?, state: blocked, reason: none, required: true }] }",
            expect![[r#"
                next is pre-call dry-run: Dry run? (blocked, not accepted)
                then mark it: runbook check pre-call --accepted-by dry-run=@HANDLE --file acme"#]],
        );
    }

    #[test]
    fn when_all_is_decided_the_first_task_is_next_then_the_one_after_it() {
        let decided = "checklists: { pre-call: [{ item: x, state: done }], post-call: [{ item: Tell them }] }\n";
        check(
            &format!("{decided}tasks: [{{ task: Turn it on }}, {{ task: Look }}]"),
            expect![[r#"
            next is task 1: Turn it on
            when it begins: runbook task 1 start --file acme"#]],
        );
        check(
            &format!("{decided}tasks: [{{ task: Turn it on, outcome: success }}, {{ task: Look }}]"),
            expect![[r#"
            next is task 2: Look
            when it begins: runbook task 2 start --file acme"#]],
        );
        check(
            &format!("{decided}tasks: [{{ task: Turn it on, outcome: success }}]"),
            expect![[r#"
            undecided is post-call tell-them: Tell them
            to decide: runbook check post-call --file acme"#]],
        );
    }

    #[test]
    fn a_task_that_runs_is_to_be_seen_through() {
        check(
            "tasks: [{ task: Turn it on, started_at: 2026-10-11T06:32:10Z }]",
            expect!["when it is done (or partial, failed, skipped): runbook task 1 success --file acme"],
        );
    }

    #[test]
    fn a_task_that_failed_leaves_three_ways() {
        check(
            "tasks: [{ task: Turn it on, outcome: failed }, { task: Look }]\nrollback: { steps: [{ task: Turn it off }] }",
            expect![[r#"
                task 1 failed
                to try again: runbook task 1 start --file acme
                to roll back: runbook task r1 start --file acme
                to go on all the same: runbook task 2 start --file acme"#]],
        );
    }

    #[test]
    fn at_the_end_it_is_closed_and_after_that_nothing_is_left() {
        check("tasks: [{ task: x, outcome: success }]", expect!["to finish: runbook close --file acme"]);
        check("tasks: [{ task: x, outcome: success }]\nclosed: { at: 2026-10-11T09:12:00Z }", expect![[""]]);
    }
}
