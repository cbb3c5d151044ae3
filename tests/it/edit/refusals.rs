//! What is not safe is not done, and the answer says what to type.

use expect_test::expect;
use runbook::document::{Edit, Route};

use super::{append, check, edited, remove, set};

#[test]
fn what_a_runbook_may_not_use_is_not_touched() {
    check(
        [
            ("a: 1\n? b\n: c: 1\n", vec![set("b.c", "2nd")]),
            ("a: {? b : 1}\n", vec![set("a.b", "2nd")]),
            ("a: 1\nb: &x\n  c: 1\n", vec![set("b.c", "2nd")]),
            ("a: &x 1\nb: *x\n", vec![set("b", "2nd")]),
            ("a: &x 1\nb: *x\n", vec![set("a", "2nd")]),
            ("a: !!str 1\n", vec![set("a", "2nd")]),
            ("a: 1\n---\nb: 1\n", vec![set("a", "2nd")]),
        ],
        expect![[r#"
            2:3: `b.c` is left as it is: the key is written with `?`
            help: write it as `key: value`, or write `b.c` by hand
            b:
              c: 2nd
            --------
            1:7: `a.b` is left as it is: the key is written with `?`
            help: write it as `key: value`, or write `a.b` by hand
            a:
              b: 2nd
            --------
            2:4: `b.c` is left as it is: an anchor is not allowed
            help: write the value out where it is needed, or write `b.c` by hand
            b:
              c: 2nd
            --------
            2:4: `b` is left as it is: an alias is not allowed
            help: write the value out; a text that begins with `*` goes in quotes: "*x", or write `b` by hand
            b: 2nd
            --------
            1:4: `a` is left as it is: an anchor is not allowed
            help: write the value out where it is needed, or write `a` by hand
            a: 2nd
            --------
            1:4: `a` is left as it is: a tag is not allowed
            help: write the value without the tag; every text stays what was typed, or write `a` by hand
            a: 2nd
            --------
            2:1: `a` is left as it is: a second document begins here
            help: one runbook is one file; remove the `---`, or write `a` by hand
            a: 2nd
        "#]],
    );
}

#[test]
fn what_could_be_meant_otherwise_is_not_touched() {
    check(
        [
            ("a: 1\na: 2\n", vec![set("a", "3rd")]),
            ("--- {a: 1}\n", vec![set("a", "2nd")]),
            ("a: [b: 1]\n", vec![set("a.0.c", "2nd")]),
            ("a:\n  -\tb: 1\n", vec![set("a.0.b", "2nd")]),
            ("a: 1\nb:\n  c: 1\nb:\n  c: 2\n", vec![set("a", "2nd"), remove("b.c")]),
        ],
        expect![[r#"
            2:1: `a` is left as it is: `a` stands here twice
            help: remove one of them, or write `a` by hand
            a: 3rd
            --------
            1:5: `a` is left as it is: it begins on the line of the `---`
            help: begin it on the next line, or write `a` by hand
            a: 2nd
            --------
            1:5: `a[1].c` is left as it is: a mapping stands here without braces
            help: put braces around it: `{ key: value }`, or write `a[1].c` by hand
            c: 2nd
            --------
            2:4: `a[1].b` is left as it is: a tab stands in the indentation
            help: indent with spaces, or write `a[1].b` by hand
            b: 2nd
            --------
            3:6: `b.c` is left as it is: `b` stands here twice
            help: remove one of them, or remove `b.c` by hand
        "#]],
    );
}

#[test]
fn what_has_no_such_place_is_not_touched() {
    check(
        [
            ("a: 1\nb: [x]\n", vec![set("a.b", "2nd")]),
            ("a: 1\nb: [x]\n", vec![append("a", "2nd")]),
            ("a: 1\nb: [x]\n", vec![set("b.1", "2nd")]),
            ("tasks:\n  - id: x\n", vec![set("tasks.1.note", "one\ntwo\n")]),
            ("- a\n", vec![set("a", "2nd")]),
            ("a: 1\n", vec![Edit::set(Route::top(), "x")]),
            ("a: {b: [}\n", vec![set("a.b", "x")]),
        ],
        expect![[r#"
            1:4: `a.b` is left as it is: there is text where a mapping belongs
            help: write `a.b` by hand
            a:
              b: 2nd
            --------
            1:4: `a` is left as it is: there is text where a list belongs
            help: write `a` by hand
            a:
              - 2nd
            --------
            2:4: `b[2]` is left as it is: the list has no such entry
            help: write `b[2]` by hand
            - 2nd
            --------
            2:3: `tasks[2].note` is left as it is: the list has no such entry
            help: write `tasks[2].note` by hand
            note: |
              one
              two
            --------
            1:1: `a` is left as it is: the file is no mapping
            help: a runbook begins with `version: 1`, or write `a` by hand
            a: 2nd
            --------
            1:1: the file is left as it is: the whole file cannot be written by an edit
            help: write the file by hand
            - x
            --------
            1:4: `a.b` is left as it is: the `{` that opens here is not closed as it should be
            help: put a comma between entries and `}` at the end; a text with `{`, `,` or `: ` in it goes in quotes, or write `a.b` by hand
            a:
              b: x
        "#]],
    );
}

#[test]
fn elsewhere_a_file_may_hold_what_an_edit_cannot_touch() {
    let text = "a: &x 1\nb: *x\n? c\n: d\ne: 1\n";
    assert_eq!(edited(text, &[set("e", "2nd")]), text.replace("e: 1", "e: 2nd"));
}

#[test]
fn a_file_cannot_outgrow_the_limit() {
    assert_eq!(edited("a: 1\n", &[set("b", "x".repeat(1024 * 1024))]), "the changed file would be larger than 1 MiB");
}
