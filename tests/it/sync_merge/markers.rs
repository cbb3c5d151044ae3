//! Markers that are lost, doubled, swallowed or written around.

use expect_test::expect;

use super::pair;

#[test]
fn lost_markers_come_back_and_entries_are_found_by_their_texts() {
    pair().edit(" <!-- rb:pre-call.inform -->", "").edit("- [ ] Inform", "* [x] Inform").check(expect![[r#"
        pull pre-call/inform " " -> "x": Marked pre-call/inform as done
        MarkersLost { n_entries: 1 }
        file -    - { id: inform, item: "Inform `#support`" }
        file +    - { id: inform, item: "Inform `#support`", state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/inform, from: open, to: done }
        issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 -->
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -* [x] Inform `#support`
        issue +* [x] Inform `#support` <!-- rb:pre-call.inform -->
        issue +
        issue +<details><summary>Timeline</summary>
        issue +
        issue +| Time (UTC) | Who | What |
        issue +| --- | --- | --- |
        issue +| 2026-10-11 06:01 |  | Done: Inform `#support` |
        issue +
        issue +</details>
    "#]]);
    let mut rewritten = pair();
    rewritten.issue = rewritten
        .issue
        .lines()
        .filter(|line| !line.starts_with("<!--"))
        .map(|line| {
            let line = line.split(" <!--").next().unwrap_or_default().to_owned()
                + if line.starts_with('|') && line.contains("<!--") {
                    line.split("-->").nth(1).unwrap_or_default()
                } else {
                    ""
                };
            line.replace("- [", "* [")
                .replace("| ", "|   ")
                .replace("--- |", "---------|")
                .replace("*dry-run*", "_dry\\-run_")
                + "\n"
        })
        .collect();
    rewritten.edit("* [ ] Has", "* [x] Has").check(expect![[r#"
        pull pre-call/dry-run " " -> "x": Marked pre-call/dry-run as done
        MarkersLost { n_entries: 6 }
        file -    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true }
        file +    - { id: dry-run, item: "Has a *dry-run* been performed?", required: true, state: done }
        file +log:
        file +  - { at: 2026-10-11T06:01:00Z, event: item, id: pre-call/dry-run, from: open, to: done }
        issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 -->
        issue -* [ ] Inform `#support`
        issue -* [x] Has a _dry\-run_ been performed?
        issue +* [ ] Inform `#support` <!-- rb:pre-call.inform -->
        issue +* [x] Has a _dry\-run_ been performed? <!-- rb:pre-call.dry-run -->
        issue -* [x] Logs are on
        issue +* [x] Logs are on <!-- rb:pre-call.logs -->
        issue -|   Confirm the state |    |    |   15m |
        issue -|   Apply |    |    |   1h |
        issue +| Confirm the state <!-- rb:tasks.confirm --> |    |    |   15m |
        issue +| Apply <!-- rb:tasks.apply --> |    |    |   1h |
        issue -* [ ] Inform `#support`
        issue +* [ ] Inform `#support` <!-- rb:post-call.inform -->
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
fn a_marker_that_stands_twice_counts_once() {
    pair()
        .edit("## Post-call", "## Copy\n\n- [x] Inform `#support` <!-- rb:pre-call.inform -->\n\n## Post-call")
        .edit("- [ ] Inform", "- [ ] Inform")
        .check(expect![[r#"
            Duplicate { key: "pre-call/inform", line: 48 }
        "#]]);
}

#[test]
fn a_row_that_a_list_has_swallowed_is_restored_once() {
    for line in ["- [ ] an item of ours", "- a bullet of ours"] {
        let mut swallowed = pair().edit("| Confirm the state <!--", &format!("{line}\n| Confirm the state <!--"));
        swallowed.restore = true;
        let merged = swallowed.merge().expect("a merge");
        swallowed.carry_out(&merged);
        assert_eq!(swallowed.issue.matches("<!-- rb:tasks.confirm -->").count(), 1, "{}", swallowed.issue);
        assert_eq!(swallowed.issue.matches(line).count(), 1, "{}", swallowed.issue);
    }
}

#[test]
fn what_a_person_writes_beside_the_marker_of_the_runbook_stays() {
    pair()
        .edit("rev=1 -->", "rev=1 --> Read this first.")
        .check(expect![[r#""#]])
        .type_("required: true", "required: true, state: done")
        .check(expect![[r#"
            push pre-call/dry-run Some(" ") -> Some("x")
            issue -<!-- runbook: v=1 id=rb7f3k2m9q rev=1 --> Read this first.
            issue +<!-- runbook: v=1 id=rb7f3k2m9q rev=2 --> Read this first.
            issue -- [ ] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
            issue +- [x] Has a *dry-run* been performed? <!-- rb:pre-call.dry-run -->
        "#]]);
}
