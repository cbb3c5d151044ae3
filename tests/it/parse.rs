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
            8:13 [schema] "saas": `platform` cannot be `saas`; did you mean `gitlab.com`? It can be `gitlab.com`, `self-managed`, `dedicated`
            10:5 [schema] "Do this": a task must be a mapping, not text; write `task: "Do this"`
            12:9 [schema] "Do That": `Do That` is not an id; an id is a small letter, then small letters, digits and dashes: `do-that`
            14:14 [schema] "done": `outcome` cannot be `done`; did you mean `success`? It can be `success`, `partial`, `failed`, `skipped`
            15:5 [schema] "outcome": `outcome` stands here twice; keep one of them
            16:5 [schema] "duraton": a task has no key `duraton`; did you mean `duration`?
            17:4 [schema] "": a task is empty; fill it or remove it
            19:3 [schema] "Pre Call": `Pre Call` is not an id; an id is a small letter, then small letters, digits and dashes: `pre-call`
            20:7 [schema] "item": a checklist item needs `item`; write `item: …`
            21:16 [schema] "titel": a checklist has no key `titel`; did you mean `title`?
            21:52 [schema] "n/a": `state` cannot be `n/a`; did you mean `not-applicable`? It can be `open`, `done`, `blocked`, `not-applicable`
            21:67 [schema] "yes": `required` must be `true` or `false`; write `true`, without quotes
            22:11 [schema] "[]": the contacts must be a mapping, not a list; write keys, such as `gitlab:`, `customer:`
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
