//! The handbook's example in every state that one of its entries can have.

use runbook::{
    model::{ItemState, Outcome, Runbook, TaskDuration},
    render::{IssueOptions, Templates, issue},
};

use crate::render::parsed;

fn example() -> Runbook {
    parsed(include_str!("../../runbooks/handbook-example.yaml"))
}

fn body(runbook: &Runbook) -> String {
    issue(runbook, &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered")
}

/// Compares with the example's own issue, in which the lines of the entry with this marker are replaced by these.
#[track_caller]
fn check(runbook: &Runbook, marker: &str, expected: &[String]) {
    let example = body(&example());
    let mut lines = example.lines();
    let mut with_entry: Vec<String> =
        lines.by_ref().take_while(|line| !line.contains(marker)).map(str::to_owned).collect();
    with_entry.extend_from_slice(expected);
    with_entry.extend(lines.skip_while(|line| line.starts_with("  - ")).map(str::to_owned));
    assert_eq!(body(runbook).lines().collect::<Vec<_>>(), with_entry, "{marker}");
}

#[test]
fn each_item_of_the_example_shows_each_state_and_nothing_else_changes() {
    let mut n_checked = 0;
    for (list, checklist) in example().checklists.iter().enumerate() {
        for (at, item) in checklist.items.iter().enumerate() {
            for state in ItemState::ALL {
                let mut runbook = example();
                let changed = &mut runbook.checklists[list].items[at];
                changed.state = state;
                changed.reason =
                    matches!(state, ItemState::Blocked | ItemState::NotApplicable).then(|| "it *is* so".to_owned());
                let marker = format!("<!-- rb:{}.{} -->", checklist.id, item.id.text);
                let line = |its_box: &str| format!("- [{its_box}] {} {marker}", item.item);
                let expected = match state {
                    ItemState::Open => vec![line(" ")],
                    ItemState::Done => vec![line("x")],
                    ItemState::Blocked => vec![line(" "), "  - **Blocked:** it *is* so".to_owned()],
                    ItemState::NotApplicable => vec![line("~"), "  - **Not applicable:** it *is* so".to_owned()],
                };
                check(&runbook, &marker, &expected);
                n_checked += 1;
            }
        }
    }
    assert_eq!(n_checked, 5 * 4);
}

#[test]
fn each_task_of_the_example_shows_each_outcome_and_nothing_else_changes() {
    let mut n_checked = 0;
    for (at, task) in example().tasks.iter().enumerate() {
        for outcome in Outcome::ALL {
            for duration in [None, Some(TaskDuration::from_seconds(22 * 60))] {
                let mut runbook = example();
                runbook.tasks[at].outcome = Some(outcome);
                runbook.tasks[at].duration = duration;
                let marker = format!("<!-- rb:tasks.{} -->", task.id.text);
                let shown = match outcome {
                    Outcome::Success => "Success",
                    Outcome::Partial => "Partial",
                    Outcome::Failed => "Failed",
                    Outcome::Skipped => "Skipped",
                };
                let took = if duration.is_some() { "22m" } else { "" };
                let owner = task.owner.as_deref().expect("the example's tasks have owners");
                let planned = task.planned.expect("the example's tasks are planned");
                let row = format!("| {} {marker} | {shown} | {took} | {owner} | {planned} |", task.task);
                check(&runbook, &marker, &[row]);
                n_checked += 1;
            }
        }
    }
    assert_eq!(n_checked, 4 * 4 * 2);
}
