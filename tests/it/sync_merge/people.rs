//! What people write in the issue stays.

use expect_test::expect;

use runbook::sync::Side;

use super::{Pair, RUNBOOK, pair};

#[test]
fn a_deleted_item_stays_away_until_it_is_restored() {
    let deleted = pair()
        .edit("- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->\n  - **Required:** yes\n", "")
        .check(expect![[r#"
            missing pre-call/dry-run
        "#]]);
    let mut marked =
        deleted.type_("required: true", "required: true, state: blocked, reason: no tenant").check(expect![[r#"
            missing pre-call/dry-run
        "#]]);
    marked.restore = true;
    marked.check(expect![[r#"
        Restored { key: "pre-call/dry-run", title: "Has a dry-run been performed?" }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Blocked:** no tenant
        issue +  - **Required:** yes
    "#]]);
    let row = "| Apply <!-- rb:tasks.apply --> |  |  | 1h |\n";
    let mut row = pair().edit(row, "").check(expect![[r#"
        missing tasks/apply
    "#]]);
    row.restore = true;
    row.check(expect![[r#"
        Restored { key: "tasks/apply", title: "Apply" }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
    "#]]);
}

#[test]
fn what_people_add_stays_and_is_named() {
    pair()
        .edit("- [x] Logs", "- [ ] Call Morgan Sample\n- [x] Logs")
        .edit("## Runbook - Tasks\n", "A sentence.\n\n/etc/passwd is no command\n\n## Runbook - Tasks\n")
        .edit("</details>", "</details>\n\n> Quoted")
        .check(expect![[r#"
            Foreign { line: 22, text: "Call Morgan Sample", is_done: false }
        "#]])
        .type_("item: Logs are on, state: done", "item: Logs are on")
        .check(expect![[r#"
            push pre-call/logs Some("x") -> Some(" ")
            Foreign { line: 22, text: "Call Morgan Sample", is_done: false }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -- [x] Logs are on <!-- rb:pre-call.logs -->
            issue +- [ ] Logs are on <!-- rb:pre-call.logs -->
        "#]]);
}

#[test]
fn a_wording_stays_where_it_was_changed() {
    pair().edit("*dry-run* been performed", "rehearsal been held").edit("| Apply ", "| Apply all ").check(expect![[r#"
        Wording { key: "pre-call/dry-run", line: 20, issue: "Has a rehearsal been held?", file: "Has a dry-run been performed?", is_kept: true }
        Wording { key: "tasks/apply", line: 29, issue: "Apply all | 1h", file: "Apply | 1h", is_kept: true }
    "#]]);
    pair()
        .type_("task: Apply", "task: Apply everything")
        .type_("Logs are on", "Logs are *on*")
        .edit("- [x] Logs", "- [ ] Logs")
        .check(expect![[r#"
            pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
            file -    - { id: logs, item: Logs are *on*, state: done }
            file +    - { id: logs, item: Logs are *on*, state: open }
            file +log:
            file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply everything <!-- rb:tasks.apply --> |  |  | 1h |
            issue -Apply
            issue +Apply everything
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:01 |  | Open again: Logs are *on* |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn an_item_that_became_an_issue_of_its_own_stays_one() {
    pair().edit("- [ ] Has a *dry-run* been performed?", "- [x] #12+").check(expect![[r#"
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
    pair().edit("- [ ] Has a *dry-run* been performed?", "- #12+").check(expect![[r#"
        NoBox { key: "pre-call/dry-run", line: 20 }
    "#]]);
}

#[test]
fn a_section_that_is_moved_stays_where_it_is_put() {
    let mut moved = pair();
    let at = moved.issue.find("## Pre-call").expect("the section");
    let end = moved.issue.find("## Runbook").expect("the section");
    let section: String = moved.issue.drain(at..end).collect();
    moved.issue.push_str(&format!("\n{}", section.replace("- [ ] Has", "- [x] Has")));
    moved.type_("task: Apply", "task: Apply, outcome: success, duration: 5m").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        push tasks/apply Some("|") -> Some("Success | 5m")
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +| Apply <!-- rb:tasks.apply --> | Success | 5m | 1h |
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Has a *dry-run* been performed? |
        issue +
        issue +</details>
        issue +
    "#]]);
}

#[test]
fn a_code_block_that_a_person_opens_swallows_no_entry() {
    pair().edit("- [x] Logs", "```\n- [x] Logs").check(expect![[r#"
        missing pre-call/logs
        missing tasks/confirm
        missing tasks/apply
        missing post-call/inform
    "#]]);
    pair()
        .edit("Group.all\n```\n", "Group.all\nGroup.first\n```\n\nA word\n")
        .type_("Group.all", "Group.all.count")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -Group.all
            issue +Group.all.count
        "#]]);
}

#[test]
fn an_issue_without_anything_of_ours_is_kept_below() {
    let mut foreign = pair();
    foreign.issue = "What the customer wrote:\n\n- [x] Theirs".to_owned();
    foreign.file = RUNBOOK.to_owned();
    foreign.check(expect![[r#"
        push pre-call/inform None -> Some(" ")
        push pre-call/dry-run None -> Some(" ")
        push pre-call/logs None -> Some("x")
        push tasks/confirm None -> Some("|")
        push tasks/apply None -> Some("|")
        push post-call/inform None -> Some(" ")
        Foreign { line: 3, text: "Theirs", is_done: true }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +**Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.
        issue +
        issue +| Runbook name | Acme - Enforce 2FA |
        issue +| --- | --- |
        issue +| Runbook description |  |
        issue +| DRI |  |
        issue +| Schedule at |  |
        issue +| Meeting URL |  |
        issue +| GitLab Issue |  |
        issue +
        issue +## GitLab - Contacts
        issue +
        issue +None yet.
        issue +
        issue +## Pre-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Required:** yes
        issue +- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +## Runbook - Tasks
        issue +
        issue +| Task | Outcome | Duration | Planned |
        issue +| --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +
        issue +<details><summary>Task 2: command</summary>
        issue +
        issue +Apply
        issue +
        issue +```
        issue +Group.all
        issue +```
        issue +
        issue +
        issue +</details>
        issue +
        issue +## Rollback plan
        issue +
        issue +None yet.
        issue +
        issue +## Post-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:post-call.inform -->
        issue +
    "#]]);
    let mut emptied = pair();
    emptied.issue = String::new();
    let mut emptied = emptied.check(expect![[r#"
        missing pre-call/inform
        missing pre-call/dry-run
        missing pre-call/logs
        missing tasks/confirm
        missing tasks/apply
        missing post-call/inform
    "#]]);
    emptied.restore = true;
    emptied.check(expect![[r#"
        Restored { key: "pre-call/inform", title: "Inform #support" }
        Restored { key: "pre-call/dry-run", title: "Has a dry-run been performed?" }
        Restored { key: "pre-call/logs", title: "Logs are on" }
        Restored { key: "tasks/confirm", title: "Confirm the state" }
        Restored { key: "tasks/apply", title: "Apply" }
        Restored { key: "post-call/inform", title: "Inform #support" }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +**Confidential:** this issue holds information about a customer. It must stay confidential; copy nothing from it to a public place.
        issue +
        issue +| Runbook name | Acme - Enforce 2FA |
        issue +| --- | --- |
        issue +| Runbook description |  |
        issue +| DRI |  |
        issue +| Schedule at |  |
        issue +| Meeting URL |  |
        issue +| GitLab Issue |  |
        issue +
        issue +## GitLab - Contacts
        issue +
        issue +None yet.
        issue +
        issue +## Pre-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Required:** yes
        issue +- [x] Logs are on <!-- rb:pre-call.logs -->
        issue +
        issue +## Runbook - Tasks
        issue +| Task | Outcome | Duration | Planned |
        issue +| --- | --- | --- | --- |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |  |  | 15m |
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue +
        issue +<details><summary>Task 2: command</summary>
        issue +
        issue +Apply
        issue +
        issue +```
        issue +Group.all
        issue +```
        issue +
        issue +
        issue +</details>
        issue +
        issue +## Rollback plan
        issue +
        issue +None yet.
        issue +
        issue +## Post-call checklist
        issue +
        issue +- [ ] Inform `#support` <!-- rb:post-call.inform -->
    "#]]);
}

#[test]
fn words_that_both_changed_are_a_conflict_until_somebody_decides() {
    let decided = |prefer: Option<Side>| {
        let pair = pair().type_("Logs are on", "Logs are turned on").edit("Logs are on", "Logs are kept");
        Pair { prefer, ..pair }
    };
    decided(None).check(expect![[r#"
        conflict at line 22: file [
            "Logs are turned on",
        ], issue [
            "Logs are kept",
        ]
    "#]]);
    decided(Some(Side::File)).check(expect![[r#"
        Wording { key: "pre-call/logs", line: 22, issue: "Logs are kept", file: "Logs are turned on", is_kept: false }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are kept <!-- rb:pre-call.logs -->
        issue +- [x] Logs are turned on <!-- rb:pre-call.logs -->
    "#]]);
    decided(Some(Side::Issue)).check(expect![[r#"
        file -    - { id: logs, item: Logs are turned on, state: done }
        file +    - { id: logs, item: Logs are kept, state: done }
    "#]]);
}

#[test]
fn what_a_person_wrote_in_the_line_of_an_entry_that_goes_is_named() {
    let removed = || pair().type_("    - { id: logs, item: Logs are on, state: done }\n", "");
    removed().check(expect![[r#"
        push pre-call/logs Some("x") -> None
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on <!-- rb:pre-call.logs -->
    "#]]);
    removed().edit("Logs are on", "Logs are on since Monday").check(expect![[r#"
        push pre-call/logs Some("x") -> None
        Dropped { lines: ["- [x] Logs are on since Monday <!-- rb:pre-call.logs -->"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Logs are on since Monday <!-- rb:pre-call.logs -->
    "#]]);
}

#[test]
fn a_row_that_stands_outside_its_table_comes_back_into_it() {
    let pair = pair().edit("| Apply ", "\n| Apply ");
    Pair { restore: true, ..pair }.check(expect![[r#"
        Restored { key: "tasks/apply", title: "Apply" }
        Dropped { lines: ["| Apply <!-- rb:tasks.apply --> |  |  | 1h |"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +| Apply <!-- rb:tasks.apply --> |  |  | 1h |
        issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
    "#]]);
}

/// Its words stand in the timeline and beside its command too. Where two computers have different rows, one is no change of the other.
#[test]
fn what_is_changed_outside_an_entry_does_not_rename_it() {
    let preferred = |pair: Pair| Pair { prefer: Some(Side::Issue), ..pair };
    let log = "log:\n  - { at: 2026-10-11T05:00:00Z, event: item, id: pre-call/logs, from: open, to: done }\n";
    let marked = Pair::published(&format!("{RUNBOOK}{log}"));
    preferred(marked.edit("Done: Logs are on", "Done: The state is known")).check(expect![[r#"
        Otherwise { line: 54, file: ["| 2026-10-11 05:00 |  | Done: Logs are on |"], issue: ["| 2026-10-11 05:00 |  | Done: The state is known |"] }
    "#]]);
    preferred(pair().edit("\nApply\n", "\nApply it\n")).check(expect![[r#"
        Otherwise { line: 33, file: ["Apply"], issue: ["Apply it"] }
    "#]]);
}
