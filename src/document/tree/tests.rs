//! Which nodes a text has, and which bytes each takes.

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;
use crate::document::Source;

fn describe(out: &mut String, text: &str, node: &Node<'_>, depth: usize) {
    let shown = &text[node.range.clone()];
    let pad = "  ".repeat(depth);
    match &node.kind {
        NodeKind::Scalar { text, style } => writeln!(out, "{pad}{style:?} {shown:?} = {text:?}"),
        NodeKind::Null => writeln!(out, "{pad}Null {}..{} {shown:?}", node.range.start, node.range.end),
        NodeKind::List { .. } => writeln!(out, "{pad}List {shown:?}"),
        NodeKind::Table { .. } => writeln!(out, "{pad}Table {shown:?}"),
    }
    .expect("a string takes everything");
    for item in node.items() {
        describe(out, text, item, depth + 1);
    }
    for entry in node.entries() {
        describe(out, text, &entry.key, depth + 1);
        describe(out, text, &entry.value, depth + 2);
    }
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(text: &str, expected: Expect) {
    let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
    let mut out = String::new();
    match read(&source) {
        Ok(tree) => {
            describe(&mut out, source.text(), &tree.root, 0);
            for comment in tree.comments {
                writeln!(out, "comment {:?}", &source.text()[comment]).expect("a string takes everything");
            }
            for problem in tree.problems {
                writeln!(out, "{}: {}", problem.message, &source.text()[problem.range])
                    .expect("a string takes everything");
            }
        }
        Err(problem) => out = format!("{} {problem:?}\n", source.position(problem.range.start).line),
    }
    expected.assert_eq(&out);
}

#[test]
fn block_scalars_begin_at_their_header() {
    check(
        "a: | # note\n  one\n\n  two\n\n# after\nb: >-\n  x\n  y\nc: |+\n  z\n\nd: |\ne:\n  # above\n  |2\n    q\n",
        expect![[r##"
        Table "a: | # note\n  one\n\n  two\n\n# after\nb: >-\n  x\n  y\nc: |+\n  z\n\nd: |\ne:\n  # above\n  |2\n    q"
          Plain "a" = "a"
            Literal "| # note\n  one\n\n  two" = "one\n\ntwo\n"
          Plain "b" = "b"
            Folded ">-\n  x\n  y" = "x y"
          Plain "c" = "c"
            Literal "|+\n  z" = "z\n\n"
          Plain "d" = "d"
            Literal "|" = ""
          Plain "e" = "e"
            Literal "|2\n    q" = "  q\n"
        comment "# note"
        comment "# after"
        comment "# above"
    "##]],
    );
}

#[test]
fn lists_begin_at_their_first_dash() {
    check(
        "a:\n- x\n- y: 1\n  z: 2\nb:\n  - - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}\n",
        expect![[r##"
        Table "a:\n- x\n- y: 1\n  z: 2\nb:\n  - - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}"
          Plain "a" = "a"
            List "- x\n- y: 1\n  z: 2"
              Plain "x" = "x"
              Table "y: 1\n  z: 2"
                Plain "y" = "y"
                  Plain "1" = "1"
                Plain "z" = "z"
                  Plain "2" = "2"
          Plain "b" = "b"
            List "- - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}"
              List "- deep\n    - er"
                Plain "deep" = "deep"
                Plain "er" = "er"
              Null 47..47 ""
              Null 51..51 ""
              Table "{k: v, e: , n}"
                Plain "k" = "k"
                  Plain "v" = "v"
                Plain "e" = "e"
                  Null 72..72 ""
                Plain "n" = "n"
                  Null 76..76 ""
        comment "# none"
    "##]],
    );
}

#[test]
fn empty_values_stand_behind_their_colon() {
    check(
        "a:\nb: # none\nc: ~\nd: ''\ne: {x:, y: }\nf: [ ]\n",
        expect![[r##"
        Table "a:\nb: # none\nc: ~\nd: ''\ne: {x:, y: }\nf: [ ]"
          Plain "a" = "a"
            Null 2..2 ""
          Plain "b" = "b"
            Null 5..5 ""
          Plain "c" = "c"
            Null 16..17 "~"
          Plain "d" = "d"
            Single "''" = ""
          Plain "e" = "e"
            Table "{x:, y: }"
              Plain "x" = "x"
                Null 30..30 ""
              Plain "y" = "y"
                Null 34..34 ""
          Plain "f" = "f"
            List "[ ]"
        comment "# none"
    "##]],
    );
}

#[test]
fn a_block_that_keeps_blank_lines_ends_with_its_last_line_all_the_same() {
    check(
        "a:\n  - |+\n    x\n\n  - >+\n    y\n\n  # after\nb: |+\n\n",
        expect![[r##"
        Table "a:\n  - |+\n    x\n\n  - >+\n    y\n\n  # after\nb: |+"
          Plain "a" = "a"
            List "- |+\n    x\n\n  - >+\n    y"
              Literal "|+\n    x" = "x\n\n"
              Folded ">+\n    y" = "y\n\n"
          Plain "b" = "b"
            Literal "|+" = "\n"
        comment "# after"
    "##]],
    );
}

#[test]
fn a_dash_in_a_comment_begins_no_list() {
    check(
        "a: # not - this\n- x\nb: # - nor\n  # - this\n  -\n    - y\n",
        expect![[r##"
        Table "a: # not - this\n- x\nb: # - nor\n  # - this\n  -\n    - y"
          Plain "a" = "a"
            List "- x"
              Plain "x" = "x"
          Plain "b" = "b"
            List "-\n    - y"
              List "- y"
                Plain "y" = "y"
        comment "# not - this"
        comment "# - nor"
        comment "# - this"
    "##]],
    );
}

#[test]
fn crlf_and_quotes() {
    check(
        "a: \"x\\ty\"\r\nb: 'it''s'\r\nc: |\r\n  one\r\n  two\r\nd: plain\r\n  folded\r\n",
        expect![[r#"
        Table "a: \"x\\ty\"\r\nb: 'it''s'\r\nc: |\r\n  one\r\n  two\r\nd: plain\r\n  folded"
          Plain "a" = "a"
            Double "\"x\\ty\"" = "x\ty"
          Plain "b" = "b"
            Single "'it''s'" = "it's"
          Plain "c" = "c"
            Literal "|\r\n  one\r\n  two" = "one\ntwo\n"
          Plain "d" = "d"
            Plain "plain\r\n  folded" = "plain folded"
    "#]],
    );
}

#[test]
fn what_a_runbook_may_not_use_is_named() {
    check(
        "a: &x 1\nb: *x\nc: *gone\nd: !!str 1\n<<: {e: 1}\n---\nf: 1\n",
        expect![[r#"
        Table "a: &x 1\nb: *x\nc: *gone\nd: !!str 1\n<<: {e: 1}"
          Plain "a" = "a"
            Plain "1" = "1"
          Plain "b" = "b"
            Null 11..13 "*x"
          Plain "c" = "c"
            Null 17..22 "*gone"
          Plain "d" = "d"
            Plain "1" = "1"
          Plain "<<" = "<<"
            Table "{e: 1}"
              Plain "e" = "e"
                Plain "1" = "1"
        an anchor is not allowed: &x
        an alias is not allowed: *x
        an alias is not allowed: *gone
        a tag is not allowed: !!str
        a merge key is not allowed: <<
        a second document begins here: ---
    "#]],
    );
}
