//! The way to a field, as a person writes it: `header.dri`, `tasks/confirm-state.owner`, `contacts.gitlab[1].role`.
//!
//! Dots, slashes and brackets all lead one step further. What is not there is answered with what there is.

use super::{error::CliError, find, names::some};
use crate::document::{Document, Node, NodeKind, Route};

/// What a path can look like.
pub(super) const EXAMPLES: &str =
    "for example header.dri, tasks/confirm-state.owner, pre-call/inform.why or contacts.gitlab.1.role";
/// The lists whose entries have no ids, and how an entry begins in the file.
const LISTS: [(&str, &str); 5] = [
    ("contacts.gitlab", "- name: Jane Smith"),
    ("contacts.customer", "- name: Tom Blogs"),
    ("header.sessions", "- at: 2026-10-10 23:30 America/Los_Angeles"),
    ("rollback.confirmed_by", "- { region: APAC, handle: \"@kiran_placeholder\" }"),
    ("follow_ups", "- what: Find owners for the groups"),
];

/// Returns the place that is meant.
///
/// # Errors
/// No field; a list, an entry or a number that is not there; what `runbook` alone writes.
pub(super) fn route(document: &Document<'_>, path: &str) -> Result<Route, CliError> {
    let Some(steps) = steps(path) else {
        return Err(CliError::new(format!("`{path}` names no field")).help(EXAMPLES));
    };
    if matches!(steps.first(), Some(&"log" | &"sync")) {
        return Err(CliError::new(format!("`{path}` is written by runbook itself"))
            .help("the log is never rewritten; `runbook note` adds a line"));
    }
    let (start, rest) = entry(document, path, &steps)?.unwrap_or((Route::top(), steps.as_slice()));
    if rest.is_empty() {
        return Err(CliError::new(format!("`{path}` names an entry, not one of its fields"))
            .help(format!("for example {path}.{}", if path.starts_with("tasks") { "owner" } else { "why" })));
    }
    rest.iter().try_fold(start, |route, step| further(document, route, step))
}

/// Splits a path at its dots, slashes and brackets; `None` when a step is empty.
fn steps(path: &str) -> Option<Vec<&str>> {
    let mut steps = Vec::new();
    for part in path.split(['.', '/']) {
        let (name, brackets) = part.split_at(part.find('[').unwrap_or(part.len()));
        steps.push(name);
        if !brackets.is_empty() {
            steps.extend(brackets.strip_prefix('[')?.strip_suffix(']')?.split("]["));
        }
    }
    steps.iter().all(|step| !step.trim().is_empty()).then_some(steps)
}

/// Returns the way to the task, rollback step or checklist item with which a path begins, and what follows it; `None`
/// when it begins with none.
fn entry<'p>(
    document: &Document<'_>,
    path: &str,
    steps: &'p [&'p str],
) -> Result<Option<(Route, &'p [&'p str])>, CliError> {
    let item = |list: &str, name: &str| {
        let checklist = find::checklist(document, list)?;
        Ok::<_, CliError>(document.item_route(list, find::item(checklist, name, false)?))
    };
    Ok(Some(match steps {
        ["tasks", name, rest @ ..] => (find::task(document, name, false)?.route, rest),
        ["rollback", "steps", name, rest @ ..] => {
            let number = if name.parse::<usize>().is_ok() { format!("r{name}") } else { (*name).to_owned() };
            (find::task(document, &number, false)?.route, rest)
        }
        ["rollback", "confirmed_by", ..] => return Ok(None),
        ["rollback", name, rest @ ..] if !rest.is_empty() => (find::task(document, name, false)?.route, rest),
        ["checklists", list, "title"] => {
            find::checklist(document, list)?;
            return Ok(None);
        }
        ["checklists", list, "items", name, rest @ ..] | ["checklists", list, name, rest @ ..] => {
            (item(list, name)?, rest)
        }
        [list, name, rest @ ..] if document.runbook.checklist(list).is_some() => (item(list, name)?, rest),
        // With a slash nothing else can be meant.
        [list, name, rest @ ..] if is_list_and_entry(path) => (item(list, name)?, rest),
        _ => return Ok(None),
    }))
}

/// Returns whether a path begins with a word and a slash, as `pre-call/inform.why` does, and the word is no key.
fn is_list_and_entry(path: &str) -> bool {
    let keys = ["header/", "contacts/", "rollback/", "follow_ups/", "closed/", "parameters/"];
    path.find(['.', '/', '[']).is_some_and(|at| path[at..].starts_with('/'))
        && !keys.iter().any(|key| path.starts_with(key))
}

/// Goes one step further from a place, into a list by number, else by key.
fn further(document: &Document<'_>, route: Route, step: &str) -> Result<Route, CliError> {
    let node = document.node(&route).filter(|node| !node.is_absent());
    let listed = LISTS.iter().find(|(list, _)| *list == route.to_string()).map(|(_, example)| *example);
    match node.map(|node| &node.kind) {
        Some(NodeKind::List { items, .. }) => match step.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
        {
            Some(index) if index < items.len() => Ok(route.index(index)),
            _ => Err(no_entry(&route, step, items, listed)),
        },
        None if listed.is_some() => Err(no_entry(&route, step, &[], listed)),
        Some(NodeKind::Scalar { .. }) => {
            Err(CliError::new(format!("`{route}` holds one value, so there is no `{step}` in it"))
                .help(format!("to change it: runbook set {route} VALUE")))
        }
        _ => Ok(route.key(step.to_owned())),
    }
}

fn no_entry(route: &Route, step: &str, items: &[Node<'_>], listed: Option<&str>) -> CliError {
    let names: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let first = item.entries().first().map(|entry| &entry.value);
            let name = item.get("name").or(first).unwrap_or(item).text().unwrap_or_default();
            format!("{} {}", index + 1, name.lines().next().unwrap_or_default()).trim().to_owned()
        })
        .collect();
    let there_is = match names.len() {
        0 => "it has none yet".to_owned(),
        1 => format!("it has one: {}", some(&names)),
        n => format!("it has {n}: {}", some(&names)),
    };
    let new = listed.map(|example| format!("; a new one is written into the file, for example `{example}`"));
    CliError::new(format!("`{route}` has no entry {step}")).help(format!("{there_is}{}", new.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::Source;

    const RUNBOOK: &str = "\
version: 1
header: { name: Acme - Work, dri: '@john_doe' }
contacts: { gitlab: [{ handle: '@john_doe', name: John Doe }, { name: Jane Smith }] }
checklists:
  pre-call: [{ id: inform, item: Inform }, { id: dry-run, item: Dry run? }]
  handover: { title: Handover, items: [{ id: tell, item: Tell the next shift }] }
tasks: [{ id: apply, task: Apply }]
rollback: { plan: Back, steps: [{ id: replay, task: Replay }] }
";

    /// Returns where a path leads, else what is wrong with it and what to do.
    fn found(path: &str) -> String {
        let source = Source::from_text("acme.yaml", RUNBOOK.to_owned()).expect("text");
        let document = Document::parse(&source).expect("a runbook");
        match route(&document, path) {
            Ok(route) => route.to_string(),
            Err(error) => error.to_text(false).trim_end().replace('\n', " | "),
        }
    }

    #[test]
    fn a_field_has_many_names() {
        for path in ["tasks/apply.owner", "tasks.apply.owner", "tasks/1.owner", "tasks[1].owner", "tasks.1.owner"] {
            assert_eq!(found(path), "tasks[1].owner", "{path}");
        }
        for path in ["rollback/replay.owner", "rollback/r1.owner", "rollback.steps.1.owner", "rollback.steps[1].owner"]
        {
            assert_eq!(found(path), "rollback.steps[1].owner", "{path}");
        }
        for path in
            ["pre-call/dry-run.why", "pre-call/2.why", "checklists.pre-call[2].why", "checklists/pre-call/dry-run.why"]
        {
            assert_eq!(found(path), "checklists.pre-call[2].why", "{path}");
        }
        assert_eq!(found("handover/tell.why"), "checklists.handover.items[1].why");
        assert_eq!(found("checklists.handover.items.1.why"), "checklists.handover.items[1].why");
        assert_eq!(found("checklists.handover.title"), "checklists.handover.title");
        assert_eq!(found("contacts.gitlab[2].role"), "contacts.gitlab[2].role");
        assert_eq!(found("rollback.plan"), "rollback.plan");
        assert_eq!(found("header.links.Request 12"), "header.links.Request 12");
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_there_is() {
        let check = |path, expected: Expect| expected.assert_eq(&found(path));
        check(
            "contacts.gitlab[3].role",
            expect![
                "error: `contacts.gitlab` has no entry 3 | help: it has 2: 1 John Doe, 2 Jane Smith; a new one is written into the file, for example `- name: Jane Smith`"
            ],
        );
        check(
            "contacts.gitlab.0.role",
            expect![
                "error: `contacts.gitlab` has no entry 0 | help: it has 2: 1 John Doe, 2 Jane Smith; a new one is written into the file, for example `- name: Jane Smith`"
            ],
        );
        check(
            "contacts.customer.1.role",
            expect![
                "error: `contacts.customer` has no entry 1 | help: it has none yet; a new one is written into the file, for example `- name: Tom Blogs`"
            ],
        );
        check(
            "tasks/nope.owner",
            expect![
                "error: the runbook has no task `nope` | help: its tasks are 1 apply; its rollback steps are r1 replay"
            ],
        );
        check(
            "tasks[4].owner",
            expect![
                "error: the runbook has no task `4` | help: its tasks are 1 apply; its rollback steps are r1 replay"
            ],
        );
        check("tasks/aply.owner", expect!["error: the runbook has no task `aply` | help: did you mean `apply`?"]);
        check(
            "rollback.steps.2.owner",
            expect![
                "error: the runbook has no task `r2` | help: its tasks are 1 apply; its rollback steps are r1 replay"
            ],
        );
        check(
            "checklists.pre-call[20].why",
            expect!["error: `pre-call` has no item `20` | help: its items are 1 inform, 2 dry-run"],
        );
        check(
            "pre-cal/inform.why",
            expect!["error: the runbook has no checklist `pre-cal` | help: did you mean `pre-call`?"],
        );
        check(
            "header.dri.name",
            expect![
                "error: `header.dri` holds one value, so there is no `name` in it | help: to change it: runbook set header.dri VALUE"
            ],
        );
    }

    #[test]
    fn what_names_no_field_is_refused() {
        let check = |path, expected: Expect| expected.assert_eq(&found(path));
        for path in ["", ".", "header.", "tasks[1.owner", "tasks]1[.owner", "tasks[].owner", "tasks//owner"] {
            assert!(found(path).contains("names no field"), "{path}");
        }
        check(
            "tasks/apply",
            expect!["error: `tasks/apply` names an entry, not one of its fields | help: for example tasks/apply.owner"],
        );
        check(
            "log.1.note",
            expect![
                "error: `log.1.note` is written by runbook itself | help: the log is never rewritten; `runbook note` adds a line"
            ],
        );
    }
}
