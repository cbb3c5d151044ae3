//! Marks and ticks, and who wins.

use expect_test::expect;
use runbook::sync::{Side, Way};

use super::{click, pair};

#[test]
fn a_tick_in_the_web_page_becomes_a_mark_with_who_and_when() {
    let mut ticked = pair().edit("- [ ] Inform", "- [x] Inform");
    let item = "Inform `#support` <!-- rb:pre-call.inform -->";
    ticked.clicks = vec![
        click(item, true, "@john_doe", "2026-10-11T06:00:10Z"),
        click(item, false, "@john_doe", "2026-10-11T06:00:20Z"),
        click(item, true, "@jane_smith", "2026-10-11T06:00:30Z"),
        click("Inform", true, "@dana_example", "2026-10-11T06:00:40Z"),
    ];
    ticked.check(expect![[r#"
        pull pre-call/inform " " -> "x" by @jane_smith: Marked pre-call/inform as done
        file -    - { id: inform, item: "Inform `#support`" }
        file +    - { id: inform, item: "Inform `#support`", state: done }
        file +log:
        file +  - { at: 2026-10-11T06:00:30Z, recorded: 2026-10-11T06:01:00Z, by: "@jane_smith", event: item, id: pre-call/inform, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:00 | \@jane_smith | Done: Inform `#support`<br>recorded 06:01 UTC |
        issue +
        issue +</details>
    "#]]);
    // Without a note nobody knows who it was.
    pair().edit("- [x] Logs", "- [ ] Logs").check(expect![[r#"
        pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
        file -    - { id: logs, item: Logs are on, state: done }
        file +    - { id: logs, item: Logs are on, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Open again: Logs are on |
        issue +
        issue +</details>
    "#]]);
}

#[test]
fn a_tick_is_that_of_who_made_the_box_what_it_shows() {
    let mut ticked = pair().edit("- [ ] Inform", "- [x] Inform");
    let item = "Inform `#support` <!-- rb:pre-call.inform -->";
    ticked.clicks = vec![
        click(item, false, "@tom_blogs", "2026-10-11T06:00:40Z"),
        click(item, true, "@jane_smith", "2026-10-11T06:00:20Z"),
    ];
    let merged = ticked.merge().expect("a merge");
    assert_eq!(merged.pulls[0].by.as_deref(), Some("@jane_smith"));
}

#[test]
fn boxes_are_read_as_gitlab_reads_them() {
    pair().edit("- [ ] Has a", "- [X] Has a").check(expect![[r#"
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
    pair().edit("- [ ] Has a", "- [\u{a0}] Has a").check(expect![""]);
    pair().edit("- [ ] Has a", "- [~] Has a").check(expect![[r#"
        pull pre-call/dry-run " " -> "~": Marked pre-call/dry-run as not applicable; nobody said why pre-call/dry-run does not apply: runbook check dry-run --not-applicable "…"
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue +  - **Not applicable:** no reason given
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Not applicable: Has a *dry-run* been performed? |
        issue +
        issue +</details>
    "#]]);
    pair()
        .edit("- [ ] Has a", "- [~] Has a")
        .edit("  - **Required:** yes", "  - **Not applicable:** There is *no* `staging`\n  - **Required:** yes")
        .check(expect![[r#"
            pull pre-call/dry-run " " -> "~": Marked pre-call/dry-run as not applicable: There is *no* `staging`
            file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
            file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable, reason: There is *no* `staging` }
            file +log:
            file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: not-applicable, reason: There is *no* `staging` }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:01 |  | Not applicable: Has a *dry-run* been performed?<br>reason: There is *no* `staging` |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn a_blocked_item_that_is_ticked_is_done() {
    pair()
        .type_("required: true", "required: true, state: blocked, reason: no tenant")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +  - **Blocked:** no tenant
        "#]])
        .edit("- [ ] Has a", "- [x] Has a")
        .check(expect![[r#"
            pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
            file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: blocked, reason: no tenant }
            file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
            file +log:
            file +  - { at: 2026-10-11T06:11:00Z, event: item, id: pre-call/dry-run, from: blocked, to: done, was: { reason: no tenant } }
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=3 -->
            issue -  - **Blocked:** no tenant
            issue +
            issue +<details><summary>Timeline</summary>
            issue +
            issue +| Time (UTC) | Who | What |
            issue +| --- | --- | --- |
            issue +| 2026-10-11 06:11 |  | Done: Has a *dry-run* been performed? |
            issue +
            issue +</details>
        "#]]);
}

#[test]
fn a_mark_in_the_file_goes_to_its_line() {
    pair().type_("required: true", "required: true, state: done").check(expect![[r#"
        push pre-call/dry-run Some(" ") -> Some("x")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
    "#]]);
    pair().type_("task: Apply", "task: Apply, outcome: partial, count: 3/4, duration: 45m, note: slow").check(expect![
        [r#"
            push tasks/apply Some("|") -> Some("Partial (3/4) | 45m")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue -| Apply <!-- rb:tasks.apply --> |  |  | 1h |
            issue +| Apply <!-- rb:tasks.apply --> | Partial (3/4) | 45m | 1h |
            issue -<details><summary>Task 2: command</summary>
            issue +<details><summary>Task 2: command, note</summary>
            issue +- **Note:** slow
        "#]
    ]);
    let mut pull_only = pair().type_("required: true", "required: true, state: done").edit("- [x] Logs", "- [ ] Logs");
    let mut push_only = pull_only.clone();
    pull_only.way = Way::Pull;
    pull_only.check(expect![[r#"
        pull pre-call/logs "x" -> " ": Marked pre-call/logs as open
        push pre-call/dry-run Some(" ") -> Some("x")
        NotPushed { keys: ["pre-call/dry-run"] }
        file -    - { id: logs, item: Logs are on, state: done }
        file +    - { id: logs, item: Logs are on, state: open }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/logs, from: done, to: open }
    "#]]);
    push_only.way = Way::Push;
    push_only.check(expect![[r#"
        push pre-call/dry-run Some(" ") -> Some("x")
        NotPulled { keys: ["pre-call/logs"] }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
    "#]]);
}

#[test]
fn different_changes_are_a_conflict_until_somebody_decides() {
    let both = pair()
        .type_("required: true", "required: true, state: not-applicable, reason: small")
        .edit("- [ ] Has a", "- [x] Has a");
    both.clone().check(expect![[r#"
        conflict pre-call/dry-run: base Some(" "), file Some("~"), issue "x"
    "#]]);
    let mut file = both.clone();
    file.prefer = Some(Side::File);
    file.check(expect![[r#"
        push pre-call/dry-run Some("x") -> Some("~")
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +- [~] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        issue +  - **Not applicable:** small
    "#]]);
    let mut issue = both;
    issue.prefer = Some(Side::Issue);
    issue.check(expect![[r#"
        pull pre-call/dry-run "~" -> "x": Marked pre-call/dry-run as done
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: not-applicable, reason: small }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: not-applicable, to: done, was: { reason: small } }
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
fn the_same_change_on_both_sides_is_agreed() {
    pair().type_("required: true", "required: true, state: done").edit("- [ ] Has a", "- [x] Has a").check(expect![""]);
}

#[test]
fn a_closed_runbook_takes_no_marks() {
    pair()
        .type_("sync:", "closed: { at: 2026-10-11T06:00:00Z, result: aborted, note: Called off }\nsync:")
        .check(expect![[r#"
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
            issue +| Closed | aborted, 2026-10-11 06:00 UTC<br>Called off |
        "#]])
        .edit("- [ ] Has a", "- [x] Has a")
        .check(expect![[r#"
            conflict pre-call/dry-run: file " ", issue "x": the runbook is closed
        "#]]);
}
