//! What is changed in the file beside its marks, issues that somebody else has written, and writes that were lost.

use chrono::Duration;
use expect_test::expect;
use runbook::sync::Side;

use super::{Pair, RUNBOOK, click, pair};

#[test]
fn entries_are_added_removed_and_renamed_in_the_file() {
    pair().type_("    - { id: logs", "    - { id: new, item: A new one }\n    - { id: logs").check(expect![[r#"
        push pre-call/new None -> Some(" ")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +- [ ] A new one <!-- rb:pre-call.new -->
    "#]]);
    let removed = "    - { id: logs, item: Logs are on, state: done }\n";
    pair().type_(removed, "").check(expect![[r#"
        push pre-call/logs Some("x") -> None
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
    "#]]);
    pair().type_(removed, "").edit("- [x] Logs", "- [ ] Logs").check(expect![[r#"
        conflict pre-call/logs: base Some("x"), file None, issue " "
    "#]]);
    let mut kept = pair().type_(removed, "").edit("- [x] Logs", "- [ ] Logs");
    kept.prefer = Some(Side::Issue);
    kept.check(expect![""]);
    pair().type_("id: logs", "id: action-logs").check(expect![[r#"
        push pre-call/action-logs None -> Some("x")
        push pre-call/logs Some("x") -> None
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +- [x] Logs are on <!-- rb:pre-call.action-logs -->
    "#]]);
    pair().type_("id: apply, task: Apply", "id: apply, task: Apply, owner: John Doe").check(expect![[r#"
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Task | Outcome | Duration | Planned |
        issue -| --- | --- | --- | --- |
        issue -| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Task | Outcome | Duration | Owner | Planned |
        issue +| --- | --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | John Doe | 1h |
    "#]]);
}

#[test]
fn texts_of_the_file_are_changed_in_the_issue() {
    pair().type_("name: Acme - Enforce 2FA", "name: Acme - Enforce 2FA, dri: \"@john_doe\"").check(expect![[r#"
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| DRI |  |
        issue +| DRI | @john_doe |
    "#]]);
    let both = pair()
        .type_("header: { name: Acme - Enforce 2FA", "header: { name: Acme - Enforce 2FA on all")
        .edit("| Runbook name | Acme - Enforce 2FA |", "| Runbook name | Acme - 2FA |");
    both.clone().check(expect![[r#"
        conflict at line 5: file [
            "| Runbook name | Acme - Enforce 2FA on all |",
        ], issue [
            "| Runbook name | Acme - 2FA |",
        ]
    "#]]);
    let mut file = both.clone();
    file.prefer = Some(Side::File);
    file.check(expect![[r#"
        Dropped { lines: ["| Runbook name | Acme - 2FA |"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Runbook name | Acme - 2FA |
        issue +| Runbook name | Acme - Enforce 2FA on all |
    "#]]);
    let mut issue = both;
    issue.prefer = Some(Side::Issue);
    issue.check(expect![[r#"
        Otherwise { line: 5, file: ["| Runbook name | Acme - Enforce 2FA on all |"], issue: ["| Runbook name | Acme - 2FA |"] }
    "#]]);
}

#[test]
fn the_issue_of_another_runbook_is_left_alone() {
    pair().edit("id=rb7f3k2m9q", "id=rbother").check(expect![[r#"
        the issue belongs to another runbook: its marker says `rbother`, the file `rb7f3k2m9q`
    "#]]);
}

#[test]
fn an_issue_without_a_base_is_merged_where_it_says_the_same() {
    let mut pasted = pair().edit("- [ ] Has a", "- [x] Has a").edit("## Runbook", "Theirs\n\n## Runbook");
    pasted.file = RUNBOOK.to_owned();
    pasted.clone().check(expect![[r#"
        conflict pre-call/dry-run: base None, file Some(" "), issue "x"
    "#]]);
    pasted.prefer = Some(Side::Issue);
    pasted.check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn a_push_from_another_computer_is_pulled() {
    let a = pair();
    let mut b = a.clone().type_("task: Apply", "task: Apply, outcome: failed, duration: 5m").check(expect![[r#"
        push tasks/apply Some("|") -> Some("Failed | 5m")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Failed | 5m | 1h |
    "#]]);
    let mut a = Pair { issue: b.issue.clone(), ..a };
    a = a.check(expect![[r#"
        pull tasks/apply "|" -> "Failed | 5m": Marked tasks/apply as failed, 5m; a task that is failed is better with a note: --note "…"; `tasks/confirm`, which comes before it, has no outcome yet
        PushedFromElsewhere { issue: 2, file: 1 }
        file -  - { id: apply, task: Apply, planned: 1h, command: "Group.all" }
        file +  - { id: apply, task: Apply, planned: 1h, command: "Group.all", outcome: failed, duration: 5m }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: task, id: tasks/apply, from: open, to: failed, duration: 5m }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Failed: Apply (5m) |
        issue +
        issue +</details>
    "#]]);
    b.issue = a.issue.clone();
    b.check(expect![[r#"
        PushedFromElsewhere { issue: 3, file: 2 }
    "#]]);
}

#[test]
fn a_lost_write_after_a_push_loses_no_later_change() {
    let mut lost = pair().type_("required: true", "required: true, state: done");
    let merged = lost.merge().expect("a merge");
    lost.issue = merged.body.expect("a push");
    lost.now += Duration::minutes(1);
    lost.clone().check(expect![[r#"
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
    // Somebody unticks it in the issue, where the base still says that it was never ticked.
    let mut unticked = lost.clone().edit("- [x] Has a", "- [ ] Has a");
    let item = "Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->";
    unticked.clicks = vec![
        click(item, true, "@john_doe", "2026-10-11T06:01:00Z"),
        click(item, false, "@jane_smith", "2026-10-11T06:10:00Z"),
    ];
    unticked.check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some("x"), issue " "
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
    // Or the file is marked open again.
    let reopened = lost.type_("required: true, state: done", "required: true").type_(
        "sync:",
        "log:\n  - { at: 2026-10-11T06:05:00Z, event: item, id: pre-call/dry-run, from: done, to: open }\nsync:",
    );
    reopened.check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some(" "), issue "x"
        PushedFromElsewhere { issue: 2, file: 1 }
    "#]]);
}

#[test]
fn what_both_agree_on_holds_although_the_rest_never_arrives() {
    let mut lost = pair()
        .type_("required: true", "required: true, state: done")
        .edit("- [ ] Has a", "- [x] Has a")
        .type_("state: done }\n  post-call", "state: open }\n  post-call");
    let merged = lost.merge().expect("a merge");
    assert!(merged.body.is_some(), "{merged:?}");
    lost.file = merged.text.expect("a file");
    lost.now += Duration::minutes(1);
    lost.edit("- [x] Has a", "- [ ] Has a").check(expect![[r#"
        pull pre-call/dry-run "x" -> " ": Marked pre-call/dry-run as open
        push pre-call/logs Some("x") -> Some(" ")
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:02:00Z, event: item, id: pre-call/dry-run, from: done, to: open }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +- [ ] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:02 |  | Open again: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn whether_a_request_arrived_is_not_guessed_where_an_editor_dropped_the_marker() {
    let mut lost = pair().type_("required: true", "required: true, state: done");
    lost.file = lost.merge().expect("a merge").text.expect("a file");
    assert!(lost.file.contains("state: sending"), "{}", lost.file);
    lost.now += Duration::minutes(1);
    assert_eq!(lost.merge().expect("a merge").conflicts, []);
    let unknown = lost.edit("<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->\n", "");
    assert_eq!(unknown.merge().expect("a merge").conflicts.len(), 1);
}
