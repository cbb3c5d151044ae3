//! What a team's own template can do, and what it cannot.

use expect_test::{Expect, expect, expect_file};
use runbook::{
    model::Runbook,
    render::{IssueOptions, LONGEST_SOURCE, RenderError, Templates, issue, missing_markers},
};

use crate::render::parsed;

fn runbook() -> Runbook {
    parsed(
        r#"
version: 1
header: { name: "Acme - {{ 7 * 7 }}", dri: "@john_doe" }
checklists: { pre-call: [{ id: inform, item: Inform the channel, state: done }] }
tasks: [{ id: remove, task: Remove 2FA }]
rollback: { steps: [{ id: put-back, task: Put it back }] }
"#,
    )
}

/// Renders with a template for the whole issue.
fn whole(source: &str) -> Result<String, RenderError> {
    let templates = Templates::embedded().with_issue_template("ours.md", source)?;
    issue(&runbook(), &templates, &IssueOptions::default())
}

#[track_caller]
fn check(source: &str, expected: Expect) {
    let answer = whole(source).unwrap_or_else(|error| format!("error: {error}\n"));
    expected.assert_eq(&answer);
}

#[test]
fn a_section_is_replaced_by_its_name() {
    let sources = [("sections/contacts.md", "## Who\r\n\r\nAsk {{ header.dri.line }}, or {{ header.name.line }}\r\n")];
    let templates = Templates::with_overrides(sources).expect("the template is valid");
    let body = issue(&runbook(), &templates, &IssueOptions::default()).expect("it can be rendered");
    assert!(body.contains("\n\n## Who\n\nAsk @john_doe, or Acme - {{ 7 * 7 }}\n\n## Pre-call checklist\n"), "{body}");
    assert_eq!(missing_markers(&runbook(), &body), [""; 0]);
}

#[test]
fn another_template_may_include_the_sections() {
    check(
        "# {{ header.name.line }}\n\n{% include \"sections/tasks.md\" %}",
        expect![[r#"
        /confidential

        <!-- runbook: v=1 -->

        # Acme - {{ 7 * 7 }}

        ## Runbook - Tasks

        | Task | Outcome | Duration |
        | --- | --- | --- |
        | Remove 2FA <!-- rb:tasks.remove --> |  |  |
    "#]],
    );
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    check(
        "line\n{{ header.nmae.line }}",
        expect![[r#"
            error: template `ours.md`, line 2: field `nmae` is not defined; available fields: description, dri, gitlab_issue, meeting_url, name, rows, schedule
        "#]],
    );
    check(
        "{% for task in tasks.rows %}{{ task.name.cel }}{% endfor %}",
        expect![[r#"
            error: template `ours.md`, line 1: field `cel` is not defined; available fields: cell, line
        "#]],
    );
    check(
        "{{ runbook.name }}",
        expect![[r#"
            error: template `ours.md`, line 1: variable `runbook` is not defined; available variables: checklists_after, checklists_before, contacts, follow_ups, header, rollback, tasks, timeline
        "#]],
    );
    check(
        "{{ header.name.line",
        expect![[r#"
            error: template `ours.md`, line 1: unexpected end of input
        "#]],
    );
    check(
        "{{ header.name | shout }}",
        expect![[r#"
            error: template `ours.md`, line 1: unknown filter `shout`
        "#]],
    );
    let sources = [("sections/tasks.md", "\n\n{{ x }}")];
    let templates = Templates::with_overrides(sources).expect("the template is valid");
    let error = issue(&runbook(), &templates, &IssueOptions::default()).expect_err("nothing is called x");
    expect!["template `sections/tasks.md`, line 3: variable `x` is not defined; available variables: checklists_after, checklists_before, contacts, follow_ups, header, rollback, tasks, timeline"].assert_eq(&error.to_string());
}

#[test]
fn a_template_reads_nothing_but_the_view() {
    check(
        "{{ get_env(name=\"HOME\") }}",
        expect![[r#"
            error: template `ours.md`, line 1: unknown function `get_env`
        "#]],
    );
    check(
        "{{ now() }}",
        expect![[r#"
            error: template `ours.md`, line 1: unknown function `now`
        "#]],
    );
    check(
        "{% include \"/etc/passwd\" %}",
        expect![[r#"
            error: template `ours.md`, line 1: unknown template `/etc/passwd`
        "#]],
    );
    check(
        "text\n{% include \"ours.md\" %}",
        expect![[r#"
            error: template `ours.md`: includes itself
        "#]],
    );
}

#[test]
fn a_live_quick_action_is_refused() {
    check(
        "text\n/label ~bug",
        expect![[r#"
        error: template `ours.md` writes a line that GitLab would take for a quick action: `/label ~bug`, line 2 of the output
    "#]],
    );
    check(
        "text\n\n```\n/opt/run.sh\n```",
        expect![[r#"
        error: template `ours.md` writes a line that GitLab would take for a quick action: `/opt/run.sh`, line 4 of the output
    "#]],
    );
    check(
        "{{ \"/\" }}close",
        expect![[r#"
        error: template `ours.md` writes a line that GitLab would take for a quick action: `/close`, line 1 of the output
    "#]],
    );
    check(
        "```\n /opt/run.sh\n```",
        expect![[r#"
        /confidential

        <!-- runbook: v=1 -->

        ```
         /opt/run.sh
        ```
    "#]],
    );
}

#[test]
fn a_template_has_limits() {
    let templates = Templates::with_overrides([("sections/tasks.md", "x".repeat(LONGEST_SOURCE + 1))]);
    expect!["template `sections/tasks.md` has 65537 bytes, the limit is 65536"]
        .assert_eq(&templates.expect_err("the source is too long").to_string());
    check(
        "{% for i in range(end=100000) %}{{ i }} tasks and more{% endfor %}",
        expect![[r#"
        error: template `ours.md` writes more than 1048576 bytes, the longest text that an issue takes
    "#]],
    );
    let endless = "{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}.{% endfor %}";
    check(
        endless,
        expect![[r#"
        error: template `ours.md` takes longer than 2 seconds
    "#]],
    );
    check(
        &"{% if true %}".repeat(2000),
        expect![[r#"
            error: template `ours.md`, line 1: the template nesting is too deep
        "#]],
    );
}

#[test]
fn lines_that_a_template_loses_are_named() {
    let lost = |source: &str| missing_markers(&runbook(), &whole(source).expect("it can be rendered"));
    assert_eq!(lost("nothing"), ["rb:pre-call.inform", "rb:tasks.remove", "rb:rollback.put-back"]);
    assert_eq!(lost("{% include \"issue.md\" %}"), [""; 0]);
    // A marker counts where `sync` looks for it: an item's at the end of its line, a task's in its row.
    let item = "{% for item in checklists_before[0].items %}{{ item.text.line }}{% endfor %}";
    assert_eq!(lost(&format!("{{% include \"sections/tasks.md\" %}}\n\n- [ ] {item} more"))[0], "rb:pre-call.inform");
    assert_eq!(lost(&format!("- {item}"))[0], "rb:pre-call.inform");
    assert_eq!(lost(&format!("1. [x] {item}"))[0], "rb:tasks.remove");
    assert_eq!(lost("- [ ] {{ tasks.rows[0].name.line }}")[1], "rb:tasks.remove");
    let body = whole("{% include \"issue.md\" %}").expect("it can be rendered");
    assert_eq!(missing_markers(&runbook(), &body.replace("<!-- runbook: v=1 -->", "")), ["runbook: v=1"]);
}

#[test]
fn the_compiled_in_templates_can_be_read() {
    let names: Vec<&str> = Templates::embedded_sources().map(|(name, _)| name).collect();
    expect![[r#"
        [
            "issue.md",
            "sections/checklist.md",
            "sections/contacts.md",
            "sections/follow-ups.md",
            "sections/header.md",
            "sections/people.md",
            "sections/rollback.md",
            "sections/task-table.md",
            "sections/tasks.md",
            "sections/timeline.md",
        ]
    "#]]
    .assert_debug_eq(&names);
}

#[test]
fn the_example_of_the_documentation_is_what_it_becomes() {
    let page = include_str!("../../docs/templates.md");
    let block = |language: &str| {
        let (_, after) = page.split_once(&format!("```{language}\n")).expect("the page has such a block");
        after.split_once("```\n").expect("the block ends").0
    };
    let templates = Templates::embedded().with_issue_template("docs/templates.md", block("jinja"));
    let templates = templates.expect("the template of the page is valid");
    let runbook = parsed(block("yaml"));
    let body = issue(&runbook, &templates, &IssueOptions::default()).expect("it can be rendered");
    assert_eq!(missing_markers(&runbook, &body), [""; 0]);
    let (before, _) = page.split_once("```markdown\n").expect("the page shows the outcome");
    expect_file!["../../docs/templates.md"].assert_eq(&format!("{before}```markdown\n{body}```\n"));
}
