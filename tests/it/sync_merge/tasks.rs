//! What people and other computers make of the row of a task.

use chrono::{DateTime, Utc};
use expect_test::expect;
use runbook::{
    document::route,
    marking::{Stamp, TaskMark, TaskMarkDetails, mark_task, undo},
    model::{Outcome, TaskDuration},
    sync::Side,
};

use super::{Pair, edited, pair, with_document};

#[test]
fn cells_that_people_edit_become_marks_if_they_are_understood() {
    let row = "| Apply <!-- rb:tasks.apply --> |  |  |";
    pair().edit(row, "| Apply <!-- rb:tasks.apply --> | Success | 9m |").check(expect![[r#"
        pull tasks/apply "|" -> "Success | 9m": Marked tasks/apply as success, 9m; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success, duration: 9m }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: success, duration: 9m }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Success: Apply (9m) |
        issue +
        issue +</details>
    "#]]);
    pair().edit(row, "|Apply <!-- rb:tasks.apply -->|failed|").check(expect![[r#"
        pull tasks/apply "|" -> "failed | 1h": Marked tasks/apply as failed, 1h; a task that is failed is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        Wording { key: "tasks/apply", line: 29, issue: "Apply | ", file: "Apply | 1h", is_kept: true }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 1h }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: failed, duration: 1h }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -|Apply <!-- rb:tasks.apply -->|failed| 1h |
        issue +|Apply <!-- rb:tasks.apply -->| Failed | 1h |
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Failed: Apply (1h) |
        issue +
        issue +</details>
    "#]]);
    pair().edit(row, "| Apply <!-- rb:tasks.apply --> | done!! |  |").check(expect![[r#"
        conflict tasks/apply: file "|", issue "done!! |": its cells are not understood: write Success, Partial (2/3), Failed or Skipped, and 1h15m
    "#]]);
    let mut unclear = pair().edit(row, "| Apply <!-- rb:tasks.apply --> | done!! |  |");
    unclear.prefer = Some(Side::File);
    unclear.check(expect![[r#"
        push tasks/apply Some("done!! |") -> Some("|")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> | done!! |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
    "#]]);
    pair()
        .type_("task: Apply", "task: Apply, outcome: failed, duration: 5m")
        .check(expect![[r#"
            push tasks/apply Some("|") -> Some("Failed | 5m")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Failed | 5m | 1h |
        "#]])
        .edit("| Failed | 5m |", "| Failed (5m), Success (9m) | 14m |")
        .check(expect![[r#"
            pull tasks/apply "Failed | 5m" -> "Failed (5m), Success (9m) | 14m": Marked tasks/apply as success, 9m
            file -  - { id: apply, task: Apply, outcome: failed, duration: 5m, planned: 1h, command: "Group.all" }
            file +  - { id: apply, task: Apply, outcome: success, duration: 9m, planned: 1h, command: "Group.all" }
            file +log:
            file +  - { at: 2026-10-11T06:11:00Z, event: task, id: tasks/apply, from: failed, to: success, duration: 9m, was: { duration: 5m } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue -| Apply <!-- rb:tasks.apply --> | Failed (5m), Success (9m) | 14m | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Success | 9m | 1h |
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:11 |  | Success: Apply (9m) |
            issue +
            issue +</details>
        "#]])
        .edit("| Success | 9m |", "|  |  |")
        .check(expect![[r#"
            pull tasks/apply "Success | 9m" -> "|": Reopened tasks/apply; what it was stays in the log
            file -  - { id: apply, task: Apply, outcome: success, duration: 9m, planned: 1h, command: "Group.all" }
            file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
            file +  - { at: 2026-10-11T06:21:00Z, event: undo, id: tasks/apply, from: success, to: failed }
            file +  - { at: 2026-10-11T06:21:00Z, event: task, id: tasks/apply, from: failed, to: open, was: { duration: 5m } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=4 -->
            issue -| 2026-10-11 06:11 |  | Success: Apply (9m) |
            issue +| 2026-10-11 06:11 |  | Success: Apply (9m) (taken back) |
            issue +| 2026-10-11 06:21 |  | Taken back from success to failed: Apply |
            issue +| 2026-10-11 06:21 |  | Open again: Apply |
        "#]]);
}

#[test]
fn columns_that_people_add_stay() {
    let added = pair()
        .edit(
            "| Task | Outcome | Duration | Planned |\n| --- | --- | --- | --- |",
            "| Task | Outcome | Ours | Duration | Planned |\n| --- | --- | --- | --- | --- |",
        )
        .edit("| Apply <!-- rb:tasks.apply --> |  |  | 1h |", "| Apply <!-- rb:tasks.apply --> |  | look! |  | 1h |")
        .edit(
            "| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |",
            "| Confirm the state <!-- rb:tasks.confirm --> | | | | 15m |",
        );
    added.type_("task: Apply", "task: Apply, outcome: success, duration: 5m").check(expect![[r#"
        push tasks/apply Some("|") -> Some("Success | 5m")
        Otherwise { line: 26, file: ["| Task | Outcome | Duration | Planned |", "| --- | --- | --- | --- |"], issue: ["| Task | Outcome | Ours | Duration | Planned |", "| --- | --- | --- | --- | --- |"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  | look! |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Success | look! | 5m | 1h |
    "#]]);
}

impl Pair {
    /// Marks the second task.
    fn mark(&mut self, mark: TaskMark, duration: &str) {
        let stamp = Stamp { at: self.now, recorded: None, by: Some("@john_doe".to_owned()) };
        let details = TaskMarkDetails { duration: TaskDuration::parse(duration).ok(), ..TaskMarkDetails::default() };
        let edits = with_document(&self.file, |document| {
            let task = &document.runbook.tasks[1];
            mark_task(document, &route::task(1), "tasks/apply", task, mark, &details, &stamp).expect("a mark").edits
        });
        self.file = edited(&self.file, &edits);
    }
}

#[test]
fn a_task_that_was_begun_anew_by_mistake_shows_its_outcome_again() {
    let mut begun = pair();
    begun.mark(TaskMark::Outcome(Outcome::Failed), "5m");
    begun.mark(TaskMark::Start, "");
    let merged = begun.merge().expect("a merge");
    begun.carry_out(&merged);
    begun = begun.edit("| Failed (5m), Running | 5m |", "| Failed | 5m |");
    let merged = begun.merge().expect("a merge");
    assert_eq!(merged.conflicts, []);
    begun.carry_out(&merged);
    assert!(begun.file.contains("outcome: failed, duration: 5m }"), "{}", begun.file);
    assert!(begun.issue.contains("| Failed | 5m |"), "{}", begun.issue);
}

#[test]
fn an_attempt_that_was_taken_back_does_not_come_back_from_another_computer() {
    let take_back = |file: &str, now: DateTime<Utc>| {
        let stamp = Stamp { at: now, recorded: None, by: Some("@john_doe".to_owned()) };
        edited(file, &with_document(file, |document| undo(document, &stamp).expect("a mark").edits))
    };
    let mut one = pair();
    one.mark(TaskMark::Outcome(Outcome::Failed), "5m");
    one.mark(TaskMark::Outcome(Outcome::Success), "9m");
    let merged = one.merge().expect("a merge");
    one.carry_out(&merged);
    let mut other = Pair { issue: one.issue.clone(), now: one.now, ..pair() };
    let merged = other.merge().expect("a merge");
    other.carry_out(&merged);
    assert!(other.issue.contains("| Failed (5m), Success (9m) | 14m |"), "{}", other.issue);
    // The second attempt was another task's.
    one.issue.clone_from(&other.issue);
    one.file = take_back(&one.file, one.now);
    let merged = one.merge().expect("a merge");
    one.carry_out(&merged);
    other.issue.clone_from(&one.issue);
    let other = other.check(expect![[r#"
        pull tasks/apply "Failed (5m), Success (9m) | 14m" -> "Failed | 5m": Took back that tasks/apply is success; it is failed again
        PushedFromElsewhere { issue: 4, file: 3 }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success, duration: 9m }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 5m }
        file +  - { at: 2026-10-11T06:21:00Z, event: undo, id: tasks/apply, from: success, to: failed }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=4 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=5 -->
        issue -| 2026-10-11 06:11 |  | Success: Apply (9m) |
        issue +| 2026-10-11 06:11 |  | Success: Apply (9m) (taken back) |
        issue +| 2026-10-11 06:21 |  | Taken back from success to failed: Apply |
    "#]]);
    assert!(other.issue.contains("| Failed | 5m |"), "{}", other.issue);
}

#[test]
fn who_decides_for_the_issue_gets_what_it_shows() {
    let row = "| Apply <!-- rb:tasks.apply --> |  |  |";
    let mut decided = pair()
        .type_("task: Apply", "task: Apply, outcome: success, duration: 10m")
        .type_("sync:", "log:\n  - { at: 2026-10-11T05:00:00Z, event: task, id: tasks/apply, from: open, to: started }\n  - { at: 2026-10-11T05:10:00Z, event: task, id: tasks/apply, from: started, to: success, duration: 10m, was: { started_at: 2026-10-11T05:00:00Z } }\nsync:")
        .edit(row, "| Apply <!-- rb:tasks.apply --> | Partial (1/2) |  |");
    decided.prefer = Some(Side::Issue);
    decided.check(expect![[r#"
        pull tasks/apply "Success | 10m" -> "Partial (1/2) |": Marked tasks/apply as partial; no duration yet: give the same mark again with one, such as 10m; a task that is partial is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, outcome: success, duration: 10m, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: partial, count: 1/2 }
        file +  - { at: 2026-10-11T06:01:00Z, event: undo, id: tasks/apply, from: success, to: started }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: started, to: open, was: { started_at: 2026-10-11T05:00:00Z } }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: partial, count: 1/2 }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 05:00 |  | Started: Apply |
        issue +| 2026-10-11 05:10 |  | Success: Apply (10m) (taken back) |
        issue +| 2026-10-11 06:01 |  | Taken back from success to started: Apply |
        issue +| 2026-10-11 06:01 |  | Open again: Apply |
        issue +| 2026-10-11 06:01 |  | Partial: Apply (1/2) |
        issue +
        issue +</details>
    "#]]);
    // Also where it only lacks a figure: then nobody asks again.
    let mut shorter = pair()
        .type_("task: Apply", "task: Apply, outcome: success, duration: 10m")
        .edit(row, "| Apply <!-- rb:tasks.apply --> | Success |  |");
    shorter.prefer = Some(Side::Issue);
    shorter.check(expect![[r#"
        pull tasks/apply "Success | 10m" -> "Success |": Marked tasks/apply as success; no duration yet: give the same mark again with one, such as 10m; `tasks/confirm`, which comes before it, has no outcome yet
        file -  - { id: apply, task: Apply, outcome: success, duration: 10m, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: success }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: success, to: open, was: { duration: 10m } }
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: success }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Open again: Apply |
        issue +| 2026-10-11 06:01 |  | Success: Apply |
        issue +
        issue +</details>
    "#]]);
}
