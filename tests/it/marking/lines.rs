//! Which lines a mark changes, and what cannot be marked.

use expect_test::expect;

use super::*;

#[test]
fn a_mark_changes_its_lines_and_the_log() {
    Marking::new(FILE).item(0, &ItemMark::Done).item(0, &ItemMark::Done).says(expect![[r#"
        Marked pre-call/inform as done
        +      state: done
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/inform, from: open, to: done }
        pre-call/inform is done already
    "#]]);
}

#[test]
fn the_first_mark_of_an_entry_writes_its_id() {
    Marking::new(FILE).item(1, &blocked("no staging tenant")).says(expect![[r#"
        Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
          wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
        -      state: open # for now
        +      state: blocked # for now
        +      id: has-a-dry-run-been-performed
        +      reason: no staging tenant
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
    "#]]);
}

#[test]
fn an_item_goes_through_its_states_and_back() {
    Marking::new(FILE)
        .item(1, &blocked("no staging tenant"))
        .item(1, &ItemMark::AcceptedBy { handle: "@morgan_sample".to_owned() })
        .item(1, &blocked("staging is too small"))
        .item(1, &ItemMark::Evidence { link: "https://example.com/log".to_owned() })
        .item(1, &ItemMark::NotApplicable { reason: "nothing is changed".to_owned() })
        .item(1, &ItemMark::Reopen)
        .says(expect![[r#"
            Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      state: open # for now
            +      state: blocked # for now
            +      id: has-a-dry-run-been-performed
            +      reason: no staging tenant
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
            @morgan_sample accepts that pre-call/has-a-dry-run-been-performed is blocked
            +      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, accepted_by: "@morgan_sample" }
            Marked pre-call/has-a-dry-run-been-performed as blocked: staging is too small
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      reason: no staging tenant
            -      accepted_by: "@morgan_sample"
            +      reason: staging is too small
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, reason: staging is too small, was: { reason: no staging tenant, accepted_by: "@morgan_sample" } }
            Added the evidence of pre-call/has-a-dry-run-been-performed
            +      evidence: https://example.com/log
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, evidence: https://example.com/log }
            Marked pre-call/has-a-dry-run-been-performed as not applicable: nothing is changed
            -      state: blocked # for now
            +      state: not-applicable # for now
            -      reason: staging is too small
            +      reason: nothing is changed
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: not-applicable, reason: nothing is changed, was: { reason: staging is too small } }
            Marked pre-call/has-a-dry-run-been-performed as open
            -      state: not-applicable # for now
            +      state: open # for now
            -      reason: nothing is changed
            +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: not-applicable, to: open, was: { reason: nothing is changed } }
        "#]])
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .says(expect![[r#"
            Took back that pre-call/has-a-dry-run-been-performed is open; it is not applicable again
            -      state: open # for now
            +      state: not-applicable # for now
            +      reason: nothing is changed
            +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: open, to: not-applicable }
            Took back that pre-call/has-a-dry-run-been-performed is not applicable; it is blocked again
            -      state: not-applicable # for now
            +      state: blocked # for now
            -      reason: nothing is changed
            +      reason: staging is too small
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: not-applicable, to: blocked }
            Took back the evidence of pre-call/has-a-dry-run-been-performed
            -      evidence: https://example.com/log
            +  - { at: 2026-10-11T06:40:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back the last reason of pre-call/has-a-dry-run-been-performed
            -      reason: staging is too small
            +      reason: no staging tenant
            +      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:41:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back that pre-call/has-a-dry-run-been-performed is accepted
            -      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back that pre-call/has-a-dry-run-been-performed is blocked; it is open again
            -      state: blocked # for now
            +      state: open # for now
            -      reason: no staging tenant
            +  - { at: 2026-10-11T06:43:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: open }
            refused: there is no mark to take back
        "#]]);
}

#[test]
fn what_cannot_be_marked_is_refused() {
    Marking::new(FILE)
        .item(0, &blocked("  "))
        .item(0, &blocked("n/a"))
        .item(0, &ItemMark::AcceptedBy { handle: "@morgan_sample".to_owned() })
        .item(1, &blocked("no staging tenant"))
        .item(1, &ItemMark::AcceptedBy { handle: "John_Doe".to_owned() })
        .task(0, TaskMark::Pause, &TaskMarkDetails::default())
        .mark(|document, stamp| marking::close(document, CloseResult::Aborted, Some(" "), stamp))
        .mark(|document, stamp| marking::close(document, CloseResult::Aborted, Some("called off"), stamp))
        .item(0, &ItemMark::Done)
        .says(expect![[r#"
            refused: `pre-call/inform` needs a reason
            refused: `n/a` is no reason
            refused: `pre-call/inform` is not blocked, so there is nothing to accept
            Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      state: open # for now
            +      state: blocked # for now
            +      id: has-a-dry-run-been-performed
            +      reason: no staging tenant
            +log:
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
            refused: `John_Doe` is the DRI; somebody else has to accept that `pre-call/has-a-dry-run-been-performed` is blocked
            refused: `tasks/confirm-state` is not running, so it cannot be paused
            refused: closing a runbook as aborted needs a note that says why
            Closed the runbook as aborted
            +closed: { at: 2026-10-11T06:39:10Z, by: "@john_doe", result: aborted, note: called off }
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: close, from: open, to: aborted, note: called off }
            refused: the runbook is closed
        "#]]);
    Marking::new(&FILE.replace("version: 1", "version: 1\nblueprint: true")).item(0, &ItemMark::Done).undo().says(
        expect![[r#"
            refused: a blueprint carries no marks
            refused: a blueprint carries no marks
        "#]],
    );
    Marking::new(FILE).undo().says(expect![[r#"
        refused: there is no mark to take back
    "#]]);
}
