//! New keys and entries.

use expect_test::expect;
use runbook::document::Value;

use super::{append, check, inline, list, set, table};

#[test]
fn a_new_key_goes_below_the_last_one() {
    check(
        [
            ("a: 1\n", vec![set("b", "2nd")]),
            ("a: 1 # note\n\n# end\n", vec![set("b", "2nd")]),
            ("a:\n    b: 1\n    c: |\n        x\n\n\nd: 1\n", vec![set("a.e", "x"), set("f.g", "x")]),
            ("a:\n  - b: 1\n    c:\n      - x\n  - d: 1\n", vec![set("a.0.e", "x"), set("a.1.e", true)]),
            ("a: |+\n  x\n\n\n# note\n", vec![set("b", "x")]),
            ("---\na: x\n...\n# note\n", vec![set("b", "x"), append("log", "y")]),
        ],
        expect![[r#"
            a: 1
            b: 2nd
            --------
            a: 1 # note
            b: 2nd

            # end
            --------
            a:
                b: 1
                c: |
                    x
                e: x


            d: 1
            f:
                g: x
            --------
            a:
              - b: 1
                c:
                  - x
                e: x
              - d: 1
                e: true
            --------
            a: |+
              x


            b: x
            # note
            --------
            ---
            a: x
            b: x
            log:
              - "y"
            ...
            # note
        "#]],
    );
}

#[test]
fn missing_mappings_are_made() {
    check(
        [
            ("a: 1\n", vec![set("rollback.confirmed.by", "x")]),
            ("a: 1\nrollback:   # none yet\n", vec![set("rollback.plan", "x\ny\n")]),
            ("a: {}  # none yet\nb: { c: {} }\n", vec![set("a.b", "x"), set("b.c.d", "x")]),
            ("a:\n    b: 1\n", vec![set("c.d.e", "x")]),
        ],
        expect![[r#"
            a: 1
            rollback:
              confirmed:
                by: x
            --------
            a: 1
            rollback:   # none yet
              plan: |
                x
                y
            --------
            a:  # none yet
              b: x
            b: { c: { d: x } }
            --------
            a:
                b: 1
            c:
                d:
                    e: x
        "#]],
    );
}

#[test]
fn the_log_stays_last() {
    check(
        [
            ("a: 1\n\n# the log\nlog:\n  - x\n", vec![set("sync.issue", "x"), set("closed", true)]),
            ("a: 1\nlog: []\nb: 1\n", vec![set("c", "x")]),
            ("a: 1\n# end\n\n", vec![append("log", "x")]),
            ("a: |+\n  text\n\n", vec![append("log", "x")]),
        ],
        expect![[r#"
            a: 1
            sync:
              issue: x
            closed: true

            # the log
            log:
              - x
            --------
            a: 1
            log: []
            b: 1
            c: x
            --------
            a: 1
            # end
            log:
              - x

            --------
            a: |+
              text

            log:
              - x
        "#]],
    );
}

#[test]
fn lists_grow_in_their_own_style() {
    check(
        [
            ("a:\n- x\nb:\n", vec![append("a", "z"), append("b", "z"), append("c", "z")]),
            ("a:\n    - x   # note\n\nb: [] # none\n", vec![append("a", "z"), append("b", "z")]),
            (
                "a:\n  - - x\n    - z\n  -   b: 1\n",
                vec![append("a.0", "z"), append("a", table(&[("c", "1"), ("d", "2")]))],
            ),
            ("a:\n  - x\n", vec![append("a", "one\ntwo\n"), append("a", inline(&[])), append("a", list(&[]))]),
            ("a:\n  -\n  - # note\n", vec![append("a", "x")]),
            ("a: ''\nb: ~\n", vec![append("a", "x"), append("b", table(&[("c", "1"), ("d", "2")]))]),
        ],
        expect![[r#"
            a:
            - x
            - z
            b:
            - z
            c:
            - z
            --------
            a:
                - x   # note
                - z

            b: # none
                - z
            --------
            a:
              - - x
                - z
                - z
              -   b: 1
              -   c: "1"
                  d: "2"
            --------
            a:
              - x
              - |
                one
                two
              - {}
              - []
            --------
            a:
              -
              - # note
              - x
            --------
            a:
              - x
            b:
              - c: "1"
                d: "2"
        "#]],
    );
}

#[test]
fn collections_on_one_line_stay_on_it() {
    check(
        [
            ("a: [x, z]\nb: { c: 1 }\n", vec![append("a", "p, q"), set("b.d", "it's"), set("b.e", "one\ntwo\n")]),
            ("a: [x, z, ]  # note\nb: {d:}\n", vec![append("a", "z"), set("b.e", "x")]),
            (
                "a: { b: [x], c: {} }\n",
                vec![append("a.b", inline(&[("k", "v")])), set("a.c.d", "x"), set("a.b.0", "no")],
            ),
            ("{ a: 1 }\n", vec![set("b", Value::Bool(true)), append("log", "x"), set("c", "x")]),
        ],
        expect![[r#"
            a: [x, z, "p, q"]
            b: { c: 1, d: it's, e: "one\ntwo\n" }
            --------
            a: [x, z, z, ]  # note
            b: {d: , e: x}
            --------
            a: { b: ["no", { k: v }], c: { d: x } }
            --------
            { a: 1, b: true, log: [x], c: x }
        "#]],
    );
}

#[test]
fn collections_in_brackets_on_several_lines_keep_their_layout() {
    check(
        [
            (
                "a: [\n  x, # one\n  z  # two\n]\nb: {\n  c: 1, # one\n  d: 2, # two\n  # end\n}\n",
                vec![append("a", "z"), set("b.e", table(&[("k", "v")]))],
            ),
            ("a: [x,\n  z]\nb: [x, z\n  ]\n", vec![append("a", "z"), append("b", "z")]),
            ("a: [ # none\n  ]\n", vec![append("a", "x")]),
        ],
        expect![[r#"
            a: [
              x, # one
              z,  # two
              z
            ]
            b: {
              c: 1, # one
              d: 2, # two
              e: { k: v },
              # end
            }
            --------
            a: [x,
              z,
              z]
            b: [x, z, z
              ]
            --------
            a: [ x # none
              ]
        "#]],
    );
}

#[test]
fn the_end_of_the_file_stays_as_it_was() {
    check(
        [
            ("a: 1", vec![set("b", "x")]),
            ("a: 1\nb: 1", vec![set("b", "x\ny")]),
            // The line break is part of this text, and must be there to be read.
            ("a: 1", vec![set("b", "x\ny\n")]),
            ("a: 1", vec![set("b", "x\ny\n"), set("c", "x")]),
            ("a: |\n  x", vec![set("b", "x")]),
        ],
        expect![[r#"
            a: 1
            b: x(no line break)
            --------
            a: 1
            b: |-
              x
              y(no line break)
            --------
            a: 1
            b: |
              x
              y
            --------
            a: 1
            b: |
              x
              y
            c: x(no line break)
            --------
            a: |
              x
            b: x(no line break)
        "#]],
    );
}
