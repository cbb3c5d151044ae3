//! Lines that are hard to show: wide, long, harmful, many, without an end.

use expect_test::expect;

use super::*;

#[test]
fn columns_hold_with_crlf_tabs_wide_characters_and_a_byte_order_mark() {
    let text = "\u{feff}version: 1\r\nheader: {\tname: \"確認 é\",\twindow: ten }\r\nrollback: { irreversible: x }";
    check(
        Format::Text,
        &findings_of("name-format", "a.yaml", text),
        expect![[r#"
            error[name-format]: the name is not `CUSTOMER - REQUESTED TASK`
             --> a.yaml:2:17
              |
            2 | header: {    name: "確認 é",    window: ten }
              |                    ^^^^^^^^ no customer, or no task
              |
              = help: write the customer, a dash between blanks, and what is asked for: `Acme - Enforce 2FA on All Groups`

            error[schema]: `ten` is not a duration
             --> a.yaml:2:33
              |
            2 | header: {    name: "確認 é",    window: ten }
              |                                         ^^^
              |
              = help: write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`

        "#]],
    );
    let places: Vec<_> =
        findings_of("name-format", "a.yaml", text).iter().map(|found| (found.start, found.end)).collect();
    let places: Vec<_> = places.iter().map(|(a, b)| [a.line, a.column, b.line, b.column]).collect();
    assert_eq!(places, [[2, 17, 2, 23], [2, 33, 2, 36]]);
}

#[test]
fn a_problem_at_the_end_of_a_file_without_a_final_newline_is_shown_there() {
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", "version: 1\nheader: { name: Acme - Work }\ntasks:\n  -"),
        expect![[r#"
            error[schema]: a task is empty
             --> a.yaml:4:4
              |
            4 |   -
              |    ^
              |
              = help: fill it or remove it

        "#]],
    );
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", "version: 1\r\nheader: { name: Acme - Work }\r\nkind: \"x\r\n"),
        expect![[r#"
            error[syntax]: the quote that opens here is not closed on its line
             --> a.yaml:3:7
              |
            3 | kind: "x
              |       ^ - noticed here
              |
              = help: write `kind: "x"`

        "#]],
    );
}

#[test]
fn characters_that_act_are_never_written_raw() {
    let text = "version: 1\nheader: { name: \"Ac\u{202e}me\", \"ki\u{9b}nd\": 1 }\nx\u{7f}: 2\n";
    let findings = findings_of("name-format", "a\u{1b}[31m.yaml", text);
    check(
        Format::Text,
        &findings,
        expect![[r#"
            error[syntax]: a control character stands here: U+009B
             --> a\u{1b}[31m.yaml:2:29
              |
            2 | header: { name: "Ac�me", "ki�nd": 1 }
              |                             ^
              |
              = help: remove it; it may come from a terminal's output

        "#]],
    );
    for format in Format::ALL {
        let shown = written(format, &findings);
        let raw = shown.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(raw, None, "{format:?}");
    }
}

#[test]
fn a_very_long_line_is_not_shown() {
    let text = format!("version: 1\nheader: {{ name: Acme - Work, dri: \"{}\" }}\n", "x".repeat(5000));
    check(
        Format::Text,
        &findings_of("dri-not-a-contact", "a.yaml", &text),
        expect![[r#"
            warning[dri-not-a-contact]: the DRI is not a contact of GitLab
            --> a.yaml:2:35
             = help: add the DRI to the contacts: `contacts:`, `gitlab:`, and a name with a handle

        "#]],
    );
}

#[test]
fn a_value_of_many_lines_is_underlined_in_the_first() {
    let text = "version: 1\nheader:\n  name:\n    a: 1\n    b: 2\n";
    check(
        Format::Text,
        &findings_of("schema", "a.yaml", text),
        expect![[r#"
        error[schema]: `name` must be text, not a mapping
         --> a.yaml:4:5
          |
        4 |     a: 1
          |     ^^^^
          |
          = help: write it on the line of the key; a text with `: ` in it goes in quotes

    "#]],
    );
}
