//! Values that are there get new ones.

use expect_test::expect;
use runbook::document::{Edit, Source, Value, apply, scalar};

use super::{RUNBOOK, append, check, edited, inline, list, remove, set, table};

#[test]
fn a_mark_touches_its_lines_and_appends_to_the_log() {
    let entry = inline(&[("at", "2026-10-11T06:42:12Z"), ("by", "@john_doe"), ("to", "blocked")]);
    let edits = vec![
        set("checklists.pre-call.1.state", "blocked"),
        set("checklists.pre-call.1.reason", "Not possible: see #123"),
        append("log", entry),
    ];
    check(
        [(RUNBOOK, edits)],
        expect![[r##"
        # Acme
        version: 1
        header:
          name: Acme - Enforce 2FA   # CUSTOMER - REQUESTED TASK
          dri: "@john_doe"           # owner

        checklists:
          pre-call:
            - id: inform
              item: Inform the channel
            - id: dry-run            # the important one
              item: Dry-run?
              state: blocked
              reason: "Not possible: see #123"
          post-call: []

        tasks:
          - id: confirm
            task: Confirm the state
            command: |               # Rails console
              User.count

        # The log comes last.
        log:
          - { at: 2026-10-11T06:32:10Z, event: note }
          - { at: 2026-10-11T06:42:12Z, by: "@john_doe", to: blocked }
    "##]],
    );
}

const STYLES: &str =
    "a: one # note\nb: 'one'\nc: \"one\"   # note\nd: |- # note\n  one\ne:\n  one\nf: >\n  one\n  two\n";

fn in_all_styles(value: &str) -> (&'static str, Vec<Edit>) {
    (STYLES, ["a", "b", "c", "d", "e", "f"].map(|key| set(key, value)).to_vec())
}

#[test]
fn a_value_keeps_its_quotes_and_its_comment() {
    check(
        ["two", "it's 10m", "no", "a: b # c", "tab\there", ""].map(in_all_styles),
        expect![[r#"
        a: two # note
        b: 'two'
        c: "two"   # note
        d: |- # note
          two
        e:
          two
        f: >-
          two
        --------
        a: it's 10m # note
        b: 'it''s 10m'
        c: "it's 10m"   # note
        d: |- # note
          it's 10m
        e:
          it's 10m
        f: >-
          it's 10m
        --------
        a: "no" # note
        b: 'no'
        c: "no"   # note
        d: |- # note
          no
        e:
          "no"
        f: >-
          no
        --------
        a: "a: b # c" # note
        b: 'a: b # c'
        c: "a: b # c"   # note
        d: |- # note
          a: b # c
        e:
          "a: b # c"
        f: >-
          a: b # c
        --------
        a: "tab\there" # note
        b: "tab\there"
        c: "tab\there"   # note
        d: |- # note
          tab	here
        e:
          "tab\there"
        f: |-
          tab	here
        --------
        a: "" # note
        b: ''
        c: ""   # note
        d: "" # note
        e:
          ""
        f: ""
    "#]],
    );
}

#[test]
fn a_text_of_several_lines_becomes_a_block_where_that_can_hold_it() {
    check(
        ["one\ntwo", "one\n\n  two\n", " one\ntwo", "one\ntwo\n\n", "one\n \ntwo"].map(in_all_styles),
        expect![[r#"
        a: |- # note
          one
          two
        b: |-
          one
          two
        c: |-   # note
          one
          two
        d: |- # note
          one
          two
        e: |-
          one
          two
        f: |-
          one
          two
        --------
        a: | # note
          one

            two
        b: |
          one

            two
        c: |   # note
          one

            two
        d: | # note
          one

            two
        e: |
          one

            two
        f: |
          one

            two
        --------
        a: " one\ntwo" # note
        b: " one\ntwo"
        c: " one\ntwo"   # note
        d: " one\ntwo" # note
        e:
          " one\ntwo"
        f: " one\ntwo"
        --------
        a: "one\ntwo\n\n" # note
        b: "one\ntwo\n\n"
        c: "one\ntwo\n\n"   # note
        d: "one\ntwo\n\n" # note
        e:
          "one\ntwo\n\n"
        f: "one\ntwo\n\n"
        --------
        a: "one\n \ntwo" # note
        b: "one\n \ntwo"
        c: "one\n \ntwo"   # note
        d: "one\n \ntwo" # note
        e:
          "one\n \ntwo"
        f: "one\n \ntwo"
    "#]],
    );
}

#[test]
fn a_long_text_is_folded_where_the_old_one_was() {
    let long = "Acme Inc. requires us to enforce 2FA on all of their 2500 groups. Afterwards every group requires it.";
    let text = "a:\n  b: >-  # what\n    Something else\n    in two lines\n  c: 1\n";
    check(
        [(text, vec![set("a.b", long)])],
        expect![[r#"
        a:
          b: >-  # what
            Acme Inc. requires us to enforce 2FA on all of their
            2500 groups. Afterwards every group requires it.
          c: 1
    "#]],
    );
}

fn in_all_gaps(value: &Value) -> (&'static str, Vec<Edit>) {
    let text = "a:\nb:   # note\nc: ~ # note\nd:\n  # note\ne:\n  -\n  - # note\nf: {g: , h:}\n";
    let places = ["a", "b", "c", "d", "e.0", "e.1", "f.g", "f.h"];
    (text, places.map(|place| set(place, value.clone())).to_vec())
}

#[test]
fn an_empty_value_is_filled_behind_its_colon_or_dash() {
    check(
        [in_all_gaps(&"x".into()), in_all_gaps(&"x\ny\n".into())],
        expect![[r#"
        a: x
        b: x   # note
        c: x # note
        d: x
          # note
        e:
          - x
          - x # note
        f: {g: x, h: x}
        --------
        a: |
          x
          y
        b: |   # note
          x
          y
        c: | # note
          x
          y
        d: "x\ny\n"
          # note
        e:
          - |
            x
            y
          - | # note
            x
            y
        f: {g: "x\ny\n", h: "x\ny\n"}
    "#]],
    );
    let entries = [("k", "v"), ("l", "w")];
    check(
        [in_all_gaps(&table(&entries)), in_all_gaps(&inline(&entries))],
        expect![[r#"
        a:
          k: v
          l: w
        b:   # note
          k: v
          l: w
        c: # note
          k: v
          l: w
        d:
          k: v
          l: w
          # note
        e:
          - k: v
            l: w
          - k: v # note
            l: w
        f: {g: { k: v, l: w }, h: { k: v, l: w }}
        --------
        a: { k: v, l: w }
        b: { k: v, l: w }   # note
        c: { k: v, l: w } # note
        d: { k: v, l: w }
          # note
        e:
          - { k: v, l: w }
          - { k: v, l: w } # note
        f: {g: { k: v, l: w }, h: { k: v, l: w }}
    "#]],
    );
    check(
        [in_all_gaps(&Value::List(vec!["x".into(), table(&entries), list(&[])]))],
        expect![[r#"
        a:
          - x
          - k: v
            l: w
          - []
        b:   # note
          - x
          - k: v
            l: w
          - []
        c: # note
          - x
          - k: v
            l: w
          - []
        d:
          - x
          - k: v
            l: w
          - []
          # note
        e:
          - - x
            - k: v
              l: w
            - []
          - - x # note
            - k: v
              l: w
            - []
        f: {g: [x, { k: v, l: w }, []], h: [x, { k: v, l: w }, []]}
    "#]],
    );
}

#[test]
fn what_is_so_already_is_left_alone() {
    let edits = [
        set("version", 1),
        set("header.dri", "@john_doe"),
        set("tasks.0.command", "User.count\n"),
        remove("header.platform"),
        remove("tasks.7"),
        remove("header.name.first"),
    ];
    assert_eq!(edited(RUNBOOK, &edits), RUNBOOK);
    // A text that other readers take for something else gets its quotes.
    check(
        [("a: no\nb: true\nc: 'true'\n", vec![set("a", "no"), set("b", true), set("c", true)])],
        expect![[r#"
        a: "no"
        b: true
        c: true
    "#]],
    );
}

#[test]
fn a_collection_is_set_entry_by_entry() {
    let sync = Value::Table(vec![
        ("issue".into(), "x".into()),
        ("rev".into(), 2.into()),
        ("base".into(), inline(&[("a", "z")])),
    ]);
    check(
        [(
            "sync:\n  issue: x  # ours\n  rev: 1\n  base: {a: x, b: y}\nlist:\n  - x # one\n  - y # two\n",
            vec![set("sync", sync), set("list", list(&["x", "z", "q"]))],
        )],
        expect![[r#"
            sync:
              issue: x  # ours
              rev: 2
              base: {a: z}
            list:
              - x # one
              - z # two
              - q
        "#]],
    );
}

#[test]
fn a_value_of_another_shape_leaves_the_comments() {
    check(
        [
            ("a:\n  # one\n  b: 1 # two\nc: 1\n", vec![set("a", "text")]),
            ("a: text # note\nb: |  # note\n  text\n", vec![set("a", list(&["x"])), set("b", table(&[("k", "v")]))]),
            ("a: 1\nb: [x]\n", vec![set("a", list(&[])), set("b", list(&[]))]),
            ("a: {b: [ # one\n  x # two\n  ], c: 1}\n", vec![set("a.b", "text")]),
        ],
        expect![[r#"
            a: text
              # one
            # two
            c: 1
            --------
            a: # note
              - x
            b:  # note
              k: v
            --------
            a: []
            b: []
            --------
            a: {b:  # one
               # two
              text, c: 1}
        "#]],
    );
}

#[test]
fn a_block_never_takes_in_the_comment_below() {
    check(
        ["a:\n    # deep\nb: 1\n", "a: x\n  # deep\nb: 1\n", "a: x\n# flat\nb: 1\n", "a:\n  # above\n  - x\n"]
            .map(|text| (text, vec![set("a", "x\ny\n")])),
        expect![[r#"
            a: "x\ny\n"
                # deep
            b: 1
            --------
            a: "x\ny\n"
              # deep
            b: 1
            --------
            a: |
              x
              y
            # flat
            b: 1
            --------
            a: "x\ny\n"
              # above
        "#]],
    );
}

#[test]
fn a_byte_order_mark_and_wide_characters_are_no_trouble() {
    let text = "\u{feff}größe: 東京 # 🚀\nnächste: {東: 京}\n";
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    let new = apply(&source, &[set("größe", "größer"), set("nächste.x", "🚀")]).expect("edited");
    assert_eq!(source.file_text(&new), "\u{feff}größe: größer # 🚀\nnächste: {東: 京, x: 🚀}\n");
}

#[test]
fn a_directive_stays_above_the_file() {
    let text = "%YAML 1.2\n---\na: 1\n...\n";
    assert_eq!(edited(text, &[set("a", "no"), append("log", "x")]), "%YAML 1.2\n---\na: \"no\"\nlog:\n  - x\n...\n");
}

#[test]
fn a_text_alone_is_written_on_one_line() {
    let written = ["done", "@john_doe", "no", "23:30", "2026-10-10", "", "a\nb", "C:\\x", "\"y\"", "10m"].map(scalar);
    assert_eq!(
        written.join(" | "),
        r#"done | "@john_doe" | "no" | "23:30" | "2026-10-10" | "" | "a\nb" | C:\x | "\"y\"" | 10m"#
    );
}
