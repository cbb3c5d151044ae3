//! Text that is no YAML, YAML that no runbook may use, and YAML that is made to break a reader.

use expect_test::expect;

use super::{FILE, READING, check, refusal};
use crate::sandbox::{SMALLEST, Sandbox};

#[test]
fn nesting_without_end_is_refused() {
    check(
        format!("{SMALLEST}x-deep: {}\n", "[".repeat(100_000)),
        expect![[r#"
        error[syntax]: lists and mappings are nested deeper than 64
        --> acme.yaml:4:73
         = help: a runbook is flat; is this the right file?

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("{SMALLEST}x-deep: {}\n", "{".repeat(100_000)),
        expect![[r#"
        error[syntax]: lists and mappings are nested deeper than 64
        --> acme.yaml:4:73
         = help: a runbook is flat; is this the right file?

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "- ".repeat(100_000),
        expect![[r#"
        error[syntax]: lists and mappings are nested deeper than 64
        --> acme.yaml:1:129
         = help: a runbook is flat; is this the right file?

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "? ".repeat(20_000),
        expect![[r#"
        error[syntax]: lists and mappings are nested deeper than 64
        --> acme.yaml:1:129
         = help: a runbook is flat; is this the right file?

        error: acme.yaml has 1 problem
    "#]],
    );
    let steps: String = (0..1400).map(|depth| format!("{:depth$}a:\n", "")).collect();
    check(
        steps,
        expect![[r#"
        error[syntax]: lists and mappings are nested deeper than 64
          --> acme.yaml:65:65
           |
        65 | ...                   a:
           |                       ^
           |
           = help: a runbook is flat; is this the right file?

        error: acme.yaml has 1 problem
    "#]],
    );
}

#[test]
fn more_values_than_any_runbook_has_are_refused() {
    let keys: String = (0..1_048_000 / 8).map(|key| format!("{key:x}:\n")).collect();
    check(
        format!("{SMALLEST}{keys}"),
        expect![[r#"
        error[syntax]: the file has more than 100000 values
             --> acme.yaml:50000:5
              |
        50000 | c34c:
              |     ^
              |
              = help: a runbook holds text; keep data beside it and link it

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("{SMALLEST}x-flow: {{{}}}\n", "a,".repeat(500_000)),
        expect![[r#"
        error[syntax]: the file has more than 100000 values
        --> acme.yaml:4:100001
         = help: a runbook holds text; keep data beside it and link it

        error: acme.yaml has 1 problem
    "#]],
    );
}

#[test]
fn what_a_runbook_may_not_use_is_refused() {
    check(
        format!("{SMALLEST}header:\n  name: Beta - Work\n"),
        expect![[r#"
        error[schema]: `header` stands here twice
         --> acme.yaml:4:1
          |
        2 | header:
          | ------ first here
        3 |   name: Acme - Work
        4 | header:
          | ^^^^^^
          |
          = help: keep one of them

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("{SMALLEST}---\n{SMALLEST}"),
        expect![[r#"
        error[syntax]: a second document begins here
         --> acme.yaml:4:1
          |
        4 | ---
          | ^^^
          |
          = help: one runbook is one file; remove the `---`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("{SMALLEST}x-a: &a [*a]\n"),
        expect![[r#"
        error[syntax]: an anchor is not allowed
         --> acme.yaml:4:6
          |
        4 | x-a: &a [*a]
          |      ^^
          |
          = help: write the value out where it is needed

        error[syntax]: an alias is not allowed
         --> acme.yaml:4:10
          |
        4 | x-a: &a [*a]
          |          ^^
          |
          = help: write the value out; a text that begins with `*` goes in quotes: "*a"

        error: acme.yaml has 2 problems
    "#]],
    );
    check(
        format!("{SMALLEST}x-a:\n  <<: {{ b: 1 }}\n"),
        expect![[r#"
        error[syntax]: a merge key is not allowed
         --> acme.yaml:5:3
          |
        5 |   <<: { b: 1 }
          |   ^^
          |
          = help: write the keys out where they are needed

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("{SMALLEST}x-a: !!python/object:os.system ls\n"),
        expect![[r#"
        error[syntax]: a tag is not allowed
         --> acme.yaml:4:6
          |
        4 | x-a: !!python/object:os.system ls
          |      ^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: write the value without the tag; every text stays what was typed

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        format!("%YAML 9.9\n---\n{SMALLEST}"),
        expect![[r#"
        error[syntax]: a text that begins with `%` needs quotes
         --> acme.yaml:1:1
          |
        1 | %YAML 9.9
          | ^^^^^^^^^
          |
          = help: write `"%YAML 9.9"`

        error: acme.yaml has 1 problem
    "#]],
    );
}

#[test]
fn an_alias_bomb_is_refused_unexpanded() {
    let mut bomb = format!("{SMALLEST}x-a0: &a0 lol\n");
    for level in 1..10 {
        bomb.push_str(&format!("x-a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9)));
    }
    let sandbox = Sandbox::new();
    sandbox.write(FILE, bomb);
    let refusal = refusal(&sandbox, READING);
    assert_eq!(refusal.matches("error[syntax]: an alias is not allowed").count(), 81, "{refusal}");
    assert!(refusal.ends_with("error: acme.yaml has 91 problems\n"), "{refusal}");
}

#[test]
fn syntax_errors_have_their_place() {
    check(
        "version: 1\nheader:\n\tname: Acme - Work\n",
        expect![[r#"
        error[syntax]: a tab stands in the indentation
         --> acme.yaml:3:1
          |
        3 |     name: Acme - Work
          | ^^^^
          |
          = help: YAML indents with blanks; replace each tab by two blanks

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "version: 1\nheader:\n  name: \"Acme - Work\n",
        expect![[r#"
        error[syntax]: the quote that opens here is not closed on its line
         --> acme.yaml:3:9
          |
        3 |   name: "Acme - Work
          |         ^           - noticed here
          |
          = help: write `name: "Acme - Work"`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "version: 1\nheader:\n  name: Acme - Work: 2FA\n",
        expect![[r#"
        error[syntax]: a text with `: ` in it needs quotes
         --> acme.yaml:3:9
          |
        3 |   name: Acme - Work: 2FA
          |         ^^^^^^^^^^^^^^^^
          |
          = help: write `name: "Acme - Work: 2FA"`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "version: 1\nheader:\n  name: @acme\n",
        expect![[r#"
        error[syntax]: a text that begins with an `@` needs quotes
         --> acme.yaml:3:9
          |
        3 |   name: @acme
          |         ^^^^^
          |
          = help: write `name: "@acme"`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "<<<<<<< HEAD\nversion: 1\n=======\n",
        expect![[r#"
        error[syntax]: a merge conflict is not resolved
         --> acme.yaml:1:1
          |
        1 | <<<<<<< HEAD
          | ^^^^^^^^^^^^
          |
          = help: keep one side, or both, and remove the lines of `<`, `=` and `>`; then lint again

        error: acme.yaml has 1 problem
    "#]],
    );
}

#[test]
fn what_is_no_runbook_is_refused() {
    check(
        "- a\n- b\n",
        expect![[r#"
        error[schema]: a runbook must be a mapping, not a list
         --> acme.yaml:1:1
          |
        1 | - a
          | ^^^
          |
          = help: it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "hello\n",
        expect![[r#"
        error[schema]: a runbook must be a mapping, not text
         --> acme.yaml:1:1
          |
        1 | hello
          | ^^^^^
          |
          = help: it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "{\"version\": 1, \"header\": {\"nam\": \"Acme - Work\"}}\n",
        expect![[r#"
        error[schema]: the header has no key `nam`
         --> acme.yaml:1:27
          |
        1 | {"version": 1, "header": {"nam": "Acme - Work"}}
          |                           ^^^^^
          |
          = help: did you mean `name`?

        error: acme.yaml has 1 problem
    "#]],
    );
    check(
        "version: 2\nheader: { nam: Acme - Work }\n",
        expect![[r#"
        error[schema]: the file has format 2; this program reads format 1
         --> acme.yaml:1:10
          |
        1 | version: 2
          |          ^
          |
          = help: upgrade runbook

        error: acme.yaml has 1 problem
    "#]],
    );
}
