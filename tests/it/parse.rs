//! Files in, model and problems out.

use expect_test::{Expect, expect};
use runbook::document::{Document, Source};

/// Returns all problems of a text as `line:column [rule] text under the caret: message; help`.
fn problems(text: &str) -> String {
    let source = match Source::from_bytes("x.yaml", text.as_bytes().to_vec()) {
        Ok(source) => source,
        Err(error) => return format!("{}:{} {error}; {}\n", error.position.line, error.position.column, error.help),
    };
    let (_, problems) = Document::parse_as_far_as_possible(&source);
    let lines = problems.into_iter().map(|problem| {
        let at = source.position(problem.range.start);
        let shown = &source.text()[problem.range];
        let help = problem.help.map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}:{} [{}] {shown:?}: {}{help}\n", at.line, at.column, problem.kind.rule(), problem.message)
    });
    lines.collect()
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&problems(text));
}

#[test]
fn the_smallest_runbook_is_valid() {
    check("version: 1\nheader:\n  name: Acme - Work\n", expect![[""]]);
    check(
        "version: 1\nheader: { name: Acme - Work }\nx-team: [a, { b: c }]\ntasks:\nlog: ~\nrollback: ''\n",
        expect![[""]],
    );
}

#[test]
fn all_problems_of_the_shape_are_named_at_once() {
    check(
        "\
version: 1
kind: suport-assisted
header:
  nmae: Acme - Work
  discription: x
  dri: [a]
  window: 90
  platform: saas
tasks:
  - Do this
  - task: Do that
    id: Do That
    planned: 1h75x
    outcome: done
    outcome: success
    duraton: 5m
  -
checklists:
  Pre Call:
    - item:
  post-call: { titel: x, items: [{ item: a, state: n/a, required: yes }] }
contacts: []
dri: me
messages: []
log: [{ at: yesterday, event: task }]
",
        expect![[r#"
            2:7 [schema] "suport-assisted": `kind` cannot be `suport-assisted`; did you mean `support-assisted`? It can be `support-assisted`, `contact-request`, `emergency-maintenance`
            4:3 [schema] "nmae": the header has no key `nmae`; did you mean `name`?
            5:3 [schema] "discription": the header has no key `discription`; did you mean `description`?
            6:8 [schema] "[a]": `dri` must be text, not a list; a text that begins with `[` or `{` goes in quotes
            7:11 [schema] "90": a number alone does not say whether it is minutes or hours; write `90m` for minutes, `90s` for seconds or `90h` for hours
            8:13 [schema] "saas": `platform` cannot be `saas`; did you mean `gitlab.com`? It can be `gitlab.com`, `self-managed`, `dedicated`
            10:5 [schema] "Do this": a task must be a mapping, not text; write `task: Do this`
            12:9 [schema] "Do That": `Do That` is not an id; an id is a small letter, then small letters, digits and dashes: `do-that`
            13:18 [schema] "x": `x` is not a unit; units are `h`, `m` and `s`; write hours and minutes, such as `1h15m`, `10m` or `2h`, or seconds, such as `45s`
            14:14 [schema] "done": `outcome` cannot be `done`; did you mean `success`? It can be `success`, `partial`, `failed`, `skipped`
            15:5 [schema] "outcome": `outcome` stands here twice; keep one of them
            16:5 [schema] "duraton": a task has no key `duraton`; did you mean `duration`?
            17:4 [schema] "": a task is empty; fill it or remove it
            19:3 [schema] "Pre Call": `Pre Call` is not an id; an id is a small letter, then small letters, digits and dashes: `pre-call`
            20:7 [schema] "item": a checklist item needs `item`; write `item: …`
            21:16 [schema] "titel": a checklist has no key `titel`; did you mean `title`?
            21:52 [schema] "n/a": `state` cannot be `n/a`; did you mean `not-applicable`? It can be `open`, `done`, `blocked`, `not-applicable`
            21:67 [schema] "yes": `required` must be `true` or `false`; write `true`, without quotes
            22:11 [schema] "[]": `contacts` must be a mapping, not a list; write keys, such as `gitlab:`, `customer:`
            23:1 [schema] "dri": `dri` belongs under `header`; indent it below `header:`, as `  dri: …`
            24:1 [schema] "messages": `messages` is reserved for the communications with the customer; this version of runbook does not have them yet; keep the text elsewhere for now
            25:13 [schema] "yesterday": `at` must be a time with its offset; write it as 2026-10-11T06:32:10Z
        "#]],
    );
}

#[test]
fn ids_are_derived_once_and_stay_unique() {
    let text = "\
version: 1
header: { name: Acme - Work }
checklists:
  pre-call: [{ item: Tell them }, { item: Tell them }, { item: 確認 }, { id: tell-them-2, item: x }]
tasks: [{ task: Look }, { task: 2FA off }, { id: go, task: x }]
rollback: { steps: [{ task: Look }, { task: ！ }] }
";
    let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
    let document = Document::parse(&source).expect("valid");
    let items = document.runbook.checklists[0].items.iter().map(|item| item.id.text.as_str());
    assert_eq!(items.collect::<Vec<_>>(), ["tell-them", "tell-them-3", "item-3", "tell-them-2"]);
    let tasks = document.runbook.tasks_and_steps().map(|(id, _)| id);
    assert_eq!(
        tasks.collect::<Vec<_>>(),
        ["tasks/look", "tasks/task-2fa-off", "tasks/go", "rollback/look-2", "rollback/step-2"]
    );
}

#[test]
fn a_newer_format_is_answered_with_upgrade() {
    check(
        "version: 2\nheader: { nam: x }\nnew: 1\n",
        expect![[r#"
        1:10 [schema] "2": the file has format 2; this program reads format 1; upgrade runbook
    "#]],
    );
}

#[test]
fn ids_that_stand_twice_are_named() {
    check(
        "version: 1\nheader: { name: a - b }\ntasks: [{ id: a, task: x }]\nrollback: { steps: [{ id: a, task: y }] }\nchecklists: { pre-call: [{ id: a, item: x }, { id: a, item: y }] }\n",
        expect![[r#"
            4:27 [schema] "a": the id `a` stands twice; an id is unique in its list; tasks and rollback steps share one
            5:52 [schema] "a": the id `a` stands twice; an id is unique in its list; tasks and rollback steps share one
        "#]],
    );
}

#[test]
fn an_empty_header_is_named_once() {
    const HELP: &str = "write `header:` and below it `  name: CUSTOMER - REQUESTED TASK`";
    for empty in ["", " ~", " ''", " # later"] {
        let problems = problems(&format!("version: 1\nheader:{empty}\n"));
        assert_eq!(problems, format!("2:1 [schema] \"header\": a runbook needs `header`; {HELP}\n"));
    }
}

#[test]
fn the_top_of_a_file_must_be_a_mapping() {
    check(
        "- a\n",
        expect![[r#"
            1:1 [schema] "- a": a runbook must be a mapping, not a list; it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`
        "#]],
    );
    check(
        "just text\n",
        expect![[r#"
            1:1 [schema] "just text": a runbook must be a mapping, not text; it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`
        "#]],
    );
    check(
        "# only a comment\n",
        expect![[r#"
            1:1 [schema] "": a runbook must be a mapping, not nothing; it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`
        "#]],
    );
}

/// Problems of a text below a valid beginning; the first line of `text` is line 3.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn syntax(text: &str, expected: Expect) {
    expected.assert_eq(&problems(&format!("version: 1\nheader:\n{text}")));
}

#[test]
fn a_text_that_begins_with_a_sign_is_answered_with_quotes() {
    syntax(
        "  name: Acme - x\n  dri: @john_doe # me\n",
        expect![[r#"
        4:8 [syntax] "@john_doe": a text that begins with an `@` needs quotes; write `dri: "@john_doe"`
    "#]],
    );
    syntax(
        "  name: Acme - x\nchecklists: { pre-call: [{ item: x, accepted_by: @morgan }] }\n",
        expect![[r#"
        4:50 [syntax] "@morgan": a text that begins with an `@` needs quotes; write `"@morgan"`
    "#]],
    );
    syntax(
        "  name: `Acme` - x\n",
        expect![[r#"
        3:9 [syntax] "`Acme` - x": a text that begins with a backtick needs quotes; write `name: "`Acme` - x"`
    "#]],
    );
    syntax(
        "  name: %{customer} - x\n",
        expect![[r#"
        3:9 [syntax] "%{customer} - x": a text that begins with `%` needs quotes; write `name: "%{customer} - x"`
    "#]],
    );
    syntax(
        "  name: [Acme] - x\n",
        expect![[r#"
        3:9 [syntax] "[Acme] - x": a text that begins with `[` needs quotes; write `name: "[Acme] - x"`
    "#]],
    );
    syntax(
        "  name: {{ customer }} - x\n",
        expect![[r#"
        3:9 [syntax] "{{ customer }} - x": a text that begins with `{` needs quotes; write `name: "{{ customer }} - x"`
    "#]],
    );
    syntax(
        "  name: **Acme** - x\n",
        expect![[r#"
        3:9 [syntax] "**Acme** - x": a text that begins with `*` needs quotes; write `name: "**Acme** - x"`
    "#]],
    );
    syntax(
        "  name: !important Acme - x\n",
        expect![[r#"
        3:9 [syntax] "!important": a tag is not allowed; write the value without the tag; every text stays what was typed
    "#]],
    );
    syntax(
        "  description: > 25 errors\n  name: a - b\n",
        expect![[r#"
        3:16 [syntax] "> 25 errors": a text that begins with `>` needs quotes; write `description: "> 25 errors"`, or begin the text on the next line, indented
    "#]],
    );
    syntax(
        "  name: - x\n",
        expect![[r#"
        3:9 [syntax] "- x": a list cannot begin behind its key; begin it on the next line, each entry with `- `; a text that begins with `-` goes in quotes
    "#]],
    );
}

#[test]
fn colons_and_blanks_are_explained() {
    syntax(
        "  name: Acme: Enforce\n",
        expect![[r#"
        3:9 [syntax] "Acme: Enforce": a text with `: ` in it needs quotes; write `name: "Acme: Enforce"`
    "#]],
    );
    syntax(
        "  name: “Acme - x”\n  description: “this: that”\n",
        expect![[r#"
            4:16 [syntax] "“this: that”": a text with `: ` in it needs quotes; write `description: "this: that"`
        "#]],
    );
    syntax(
        "  name:Acme - x\n  dri: me\n",
        expect![[r#"
        3:3 [syntax] "name:Acme - x": a blank is missing behind the colon; write `name: Acme - x`
    "#]],
    );
    syntax(
        "  name: Acme - x\n  dri:me\n  window: 1h\n",
        expect![[r#"
        4:3 [syntax] "dri:me": a blank is missing behind the colon; write `dri: me`
    "#]],
    );
    syntax(
        "  name: Acme - x\nsome text\nlog: []\n",
        expect![[r#"
        4:1 [syntax] "some text": this line has no key; write `key: text`; a text of several lines begins with `|` behind the colon and is indented below it
    "#]],
    );
}

#[test]
fn quotes_are_traced_to_where_they_opened() {
    syntax(
        "  name: \"Acme - x\n  dri: me\nlog: []\n",
        expect![[r#"
        3:9 [syntax] "\"": the quote that opens here is not closed on its line; write `name: "Acme - x"`
    "#]],
    );
    syntax(
        "  name: 'Acme's - x'\n",
        expect![[r#"
        3:15 [syntax] "s - x'": text follows a quote that is closed; inside single quotes a quote is written twice: `name: 'Acme''s - x'`
    "#]],
    );
    syntax(
        "  name: \"Acme\" - x\n",
        expect![[r#"
        3:16 [syntax] "- x": text follows a quote that is closed; put the whole text in quotes; inside double quotes a quote is written `\"`
    "#]],
    );
    syntax(
        "  name: \"C:\\Users\\q\"\n",
        expect![[r#"
            3:12 [syntax] "\\U": `\U` means nothing in double quotes; write a backslash as `\\`, or put the text in single quotes
        "#]],
    );
}

#[test]
fn what_is_open_inside_brackets_is_traced_too() {
    syntax(
        "  name: a - b\ncontacts:\n  gitlab:\n    - { name: J, handle: \"@john_doe, role: x }\nlog: [{ note: \"x\" }]\n",
        expect![[r#"
            6:26 [syntax] "\"": the quote that opens here is not closed on its line; close it with another `"` where the text ends
        "#]],
    );
    syntax(
        "  name: a - b\nchecklists:\n  pre-call:\n    - { id: a, item: Inform #support x }\n    - { id: b, item: c }\n",
        expect![[r##"
            6:29 [syntax] "#support x }": a comment begins here and hides the end of the bracket; put the text with ` #` in it in quotes; if it is a comment, put it behind the bracket
        "##]],
    );
    syntax(
        "  name: a - b\n  dri: \"@mira,\n  x-b: \"hi\"\n",
        expect![[r#"
        4:8 [syntax] "\"": the quote that opens here is not closed on its line; write `dri: "@mira,"`
    "#]],
    );
    syntax(
        "  name: a - b\ntasks:\n  -task: Look # here\n    planned: 1h\n",
        expect![[r#"
            5:10 [syntax] "Look # here": the text ends at its comment, but the next line reads as more of it; write a blank behind the dash: `- task: …`
        "#]],
    );
    syntax(
        "  name: a - b\ntasks:\n  - Has a dry-run # comment\n    planned: 1h\n",
        expect![[r#"
        5:5 [syntax] "Has a dry-run # comment": the text ends at its comment, but the next line reads as more of it; if this line should begin an entry, it needs its key, such as `task: …`; a text with ` #` in it goes in quotes
    "#]],
    );
    syntax(
        "  name: a - b\n \u{a0}window: 3h\n  platform: x\n",
        expect![[r#"
        4:2 [syntax] "\u{a0}": a blank that is none stands in the indentation: U+00A0; replace it by an ordinary blank
    "#]],
    );
    syntax(
        "  name: a - b\ntasks:\n  - task: x\n   owner: y\n",
        expect![[r#"
        6:4 [syntax] "owner: y": a key stands where an entry of a list is expected; it is indented by 3; what stands above by 0, 2, 4
    "#]],
    );
}

#[test]
fn indentation_and_brackets_are_explained() {
    syntax(
        "\tname: x\n",
        expect![[r#"
        3:1 [syntax] "\t": a tab stands in the indentation; YAML indents with blanks; replace each tab by two blanks
    "#]],
    );
    syntax(
        "  name: Acme - x\n\tdri: x\n",
        expect![[r#"
            4:1 [syntax] "\t": a tab stands in the indentation; YAML indents with blanks; replace each tab by two blanks
        "#]],
    );
    syntax(
        "  name: Acme - x\n dri: x\n",
        expect![[r#"
            4:2 [syntax] "dri: x": this line begins in a column where nothing else begins; it is indented by 1; what stands above by 0, 2
        "#]],
    );
    syntax(
        "  name: Acme - x\n    dri: x\n",
        expect![[r#"
        4:5 [syntax] "dri: x": this line is indented deeper than the line above, which has its value already; begin it in the column of `name`
    "#]],
    );
    syntax(
        "  name: a - b\ntasks:\n  - task: a\n   - task: b\n",
        expect![[r#"
            6:4 [syntax] "- task: b": this line begins in a column where nothing else begins; it is indented by 3; what stands above by 0, 2, 4
        "#]],
    );
    syntax(
        "  name: a - b\n- task: a\n",
        expect![[r#"
        4:1 [syntax] "- task: a": an entry of a list stands where a key is expected; look at the indentation of this line and of those above
    "#]],
    );
    syntax(
        "  name: a - b\n  links: { a: b, c: d\nlog: []\n",
        expect![[r#"
        4:10 [syntax] "{": the `{` that opens here is not closed as it should be; put a comma between entries and `}` at the end; a text with `{`, `,` or `: ` in it goes in quotes
    "#]],
    );
    syntax(
        "  name: a - b\ntasks: [{ task: a }, { task: b ]\nlog: []\n",
        expect![[r#"
            4:8 [syntax] "[": the `[` that opens here is not closed as it should be; put a comma between entries and `]` at the end; a text with `[`, `,` or `: ` in it goes in quotes
        "#]],
    );
}

#[test]
fn other_syntax_errors_are_explained() {
    syntax(
        "  name: a - b\n<<<<<<< HEAD\n  dri: x\n=======\n",
        expect![[r#"
        4:1 [syntax] "<<<<<<< HEAD": a merge conflict is not resolved; keep one side, or both, and remove the lines of `<`, `=` and `>`; then lint again
    "#]],
    );
    syntax(
        "  name: a \u{7} b\n",
        expect![[r#"
            3:11 [syntax] "\u{7}": a control character stands here: U+0007; remove it; it may come from a terminal's output
        "#]],
    );
    syntax(
        &format!("  name: {}\n", "[".repeat(100)),
        expect![[r#"
        3:73 [syntax] "": lists and mappings are nested deeper than 64; a runbook is flat; is this the right file?
    "#]],
    );
    syntax(
        &format!("  x-y: {}1{}\n", "{a: ".repeat(70), "}".repeat(70)),
        expect![[r#"
        3:264 [syntax] "": lists and mappings are nested deeper than 64; a runbook is flat; is this the right file?
    "#]],
    );
}

#[test]
fn a_text_may_be_repeated_many_thousand_times() {
    let text = format!("version: 1\nheader: {{ name: a - b }}\ntasks:\n{}", "  - task: Look\n".repeat(15_000));
    let source = Source::from_text("x.yaml", text).expect("text");
    let document = Document::parse(&source).expect("valid");
    assert_eq!(document.runbook.tasks[14_999].id.text, "look-15000");
}
