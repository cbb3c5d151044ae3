//! Keys and entries go; comments stay.

use expect_test::expect;

use super::{RUNBOOK, check, remove, set};

#[test]
fn a_removal_takes_its_lines_and_leaves_the_comments() {
    let edits = vec![remove("checklists.pre-call.1.state"), remove("header.name"), remove("tasks.0.command")];
    check(
        [(RUNBOOK, edits)],
        expect![[r##"
        # Acme
        version: 1
        header:
          # CUSTOMER - REQUESTED TASK
          dri: "@john_doe"           # owner

        checklists:
          pre-call:
            - id: inform
              item: Inform the channel
            - id: dry-run            # the important one
              item: Dry-run?
          post-call: []

        tasks:
          - id: confirm
            task: Confirm the state
            # Rails console

        # The log comes last.
        log:
          - { at: 2026-10-11T06:32:10Z, event: note }
    "##]],
    );
    check(
        [
            ("a:\n  # above\n  - x # one\n  # between\n  - z # two\n", vec![remove("a.0")]),
            ("a:\n  - b: 1\n    c:\n      # deep\n      d: 1 # note\n  - x\n", vec![remove("a.0")]),
            ("a: |\n  text\nb:\n    # deep\n    c: 1 # note\n    # deeper\nd: 1\n", vec![remove("b")]),
        ],
        expect![[r#"
            a:
              # above
              # one
              # between
              - z # two
            --------
            a:
              # deep
              # note
              - x
            --------
            a: |
              text
            # deep
            # note
            # deeper
            d: 1
        "#]],
    );
}

#[test]
fn the_next_entry_takes_the_place_behind_the_dash() {
    check(
        [
            ("a:\n  - state: done\n    item: x\n", vec![remove("a.0.state")]),
            ("a:\n  - state: done # note\n    # the item\n    item: x\n", vec![remove("a.0.state")]),
            ("a:\n  - state: done\n    # the item\n    item: x\n", vec![remove("a.0.state")]),
            ("a:\n  - - x\n    - z\n", vec![remove("a.0.0")]),
        ],
        expect![[r#"
            a:
              - item: x
            --------
            a:
              - # note
                # the item
                item: x
            --------
            a:
              -
                # the item
                item: x
            --------
            a:
              - - z
        "#]],
    );
}

#[test]
fn a_collection_in_brackets_closes_the_gap() {
    check(
        [
            ("a: [x, y, z]\nb: { c: 1, d: 2 }\n", vec![remove("a.0"), remove("b.d")]),
            ("a: [x, z, ]\nb: { c: , d: 2 }\n", vec![remove("a.1"), remove("b.d")]),
            ("a: [\n  x, # one\n  y, # two\n  z  # three\n]\n", vec![remove("a.1"), remove("a.1")]),
            ("a: [x, # one\n  [y, # two\n  z], q]\n", vec![remove("a.1")]),
        ],
        expect![[r#"
            a: [y, z]
            b: { c: 1 }
            --------
            a: [x, ]
            b: { c:  }
            --------
            a: [
              x # one
              # two
              # three
            ]
            --------
            a: [x, # one
               # two
               q]
        "#]],
    );
}

#[test]
fn what_becomes_empty_is_written_as_empty() {
    check(
        [
            (
                "a: # note\n  b: 1 # one\nc:\n- x\nd:\n  - e: 1 # two\n",
                vec![remove("a.b"), remove("c.0"), remove("d.0.e")],
            ),
            ("a: [x]\nb: { c: 1 }\nd: [\n  x # note\n]\n", vec![remove("a.0"), remove("b.c"), remove("d.0")]),
            ("a: 1 # note\n", vec![remove("a")]),
        ],
        expect![[r#"
            a: {} # note
              # one
            c: []
            d:
              - {} # two
            --------
            a: []
            b: {}
            d: [
              # note
            ]
            --------
            {} # note
        "#]],
    );
}

#[test]
fn the_end_of_the_file_stays_as_it_was() {
    check(
        [
            ("a: 1\nb: 2", vec![remove("b")]),
            ("a: 1\nb: 2 # note", vec![remove("b")]),
            ("a: |\n  x\nb: 2", vec![remove("b")]),
            ("a: |\n  x\nb: 2", vec![remove("b"), set("a", "x")]),
        ],
        expect![[r#"
            a: 1(no line break)
            --------
            a: 1
            # note(no line break)
            --------
            a: |
              x
            --------
            a: |-
              x(no line break)
        "#]],
    );
}
