//! `docs/catalogue.md` is made from the blueprints.

use std::fmt::Write;

use expect_test::expect_file;
use runbook::{
    model::{Rollback, Runbook, TaskDuration},
    starter::Starter,
};

use super::blueprints;

const INTRODUCTION: &str = "\
<!-- Made by tests/it/catalogue/docs.rs from runbooks/: UPDATE_EXPECT=1 cargo test --test it catalogue -->

# The catalogue

Blueprints for work that comes again. Start from one and say what it does not know yet:

```sh
runbook new \"Acme - Enforce 2FA on All Groups\" --from enforce-2fa-all-groups --dri @dana_example --set GROUP_PATH=acme
```

At a terminal `runbook new` asks for each parameter; whatever is left stands in the file as `<PLACEHOLDER>`, and `runbook
lint` finds it. Handles, time zones and further calls are written into the file. Planned times are those of work of the
size that the blueprint names: put in your own after the dry run. Commands are for current GitLab; compare with the linked
documentation when the customer's version is an old one.

For anything else start from the handbook's structure, `runbook new` without `--from`, or from a runbook of your own.

Two finished runs show what a file looks like afterwards: `runbooks/example-enforce-2fa-all-groups.yaml`, with a task that
failed and was tried again, and `runbooks/example-geo-planned-failover.yaml`, which was aborted before its point of no
return.
";

#[test]
fn the_catalogue_is_fresh() {
    let paragraphs: String = blueprints().iter().map(|(starter, runbook)| paragraph(*starter, runbook)).collect();
    expect_file!["../../../docs/catalogue.md"].assert_eq(&format!("{INTRODUCTION}{paragraphs}"));
}

/// Returns what one decides by: for what, where, how long, and how back.
fn paragraph(starter: Starter, runbook: &Runbook) -> String {
    let header = &runbook.header;
    let tasks = TaskDuration::total(runbook.tasks.iter().filter_map(|task| task.planned));
    let waits = TaskDuration::total(runbook.tasks.iter().filter_map(|task| task.waits));
    let mut out = format!("\n## {}\n\n{}.\n\n", starter.name, runbook.summary.as_deref().unwrap_or_default());
    let mut line = |what: &str, text: &str| writeln!(out, "- **{what}:** {text}").expect("a string takes everything");
    let criticality = header.criticality.map(|criticality| format!(", criticality {}", criticality.word()));
    let platform = header.platform.expect("it has a platform").word();
    line("Where", &format!("{platform}{}", criticality.unwrap_or_default()));
    let mut time = format!("{} tasks, planned {tasks}", runbook.tasks.len());
    if waits > TaskDuration::from_seconds(0) {
        time += &format!(", and {waits} unattended");
    }
    line("Time", &format!("{time}; window {}", header.window.expect("it has a window")));
    line("Rollback", &rollback(runbook, runbook.rollback.as_ref().expect("it has a rollback")));
    let parameters: Vec<String> = runbook.parameters.iter().map(|(name, _)| format!("`{name}`")).collect();
    line("Parameters", &parameters.join(", "));
    out
}

fn rollback(runbook: &Runbook, rollback: &Rollback) -> String {
    let planned = rollback.planned.expect("it is planned");
    let steps = match rollback.steps.len() {
        1 => "1 step".to_owned(),
        n => format!("{n} steps"),
    };
    let waits = TaskDuration::total(rollback.steps.iter().filter_map(|step| step.waits));
    let waits = if waits > TaskDuration::from_seconds(0) { format!(" and {waits} unattended") } else { String::new() };
    let task = |id: &String| runbook.tasks.iter().find(|task| task.id.text == *id);
    // A placeholder would be a tag of HTML.
    let title = |id: &String| task(id).map(|task| task.task.replace('`', "").replace('<', "\\<"));
    match (&rollback.irreversible, rollback.point_of_no_return.as_ref().and_then(title)) {
        (Some(reason), _) => format!("none. {reason}. What limits the damage: {steps}, {planned}{waits}"),
        (None, Some(task)) => format!("{steps}, {planned}{waits}; no longer after “{task}”"),
        (None, None) => format!("{steps}, {planned}{waits}"),
    }
}
