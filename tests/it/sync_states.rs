//! What a sync says that it sends is what it sends: for each change of a state, in both directions.

use std::collections::BTreeSet;

use runbook::{
    document::{Document, Source},
    render::{IssueOptions, Templates, issue},
    sync::{self, Merged, Merging, Way},
};

/// States of an item, as they stand in the file.
const ITEMS: [&str; 8] = [
    "",
    "state: done",
    "state: done, evidence: 'https://example.com/log'",
    "state: blocked",
    "state: blocked, reason: no staging group",
    "state: blocked, reason: no staging group, accepted_by: '@morgan_sample'",
    "state: blocked, reason: another reason",
    "state: not-applicable, reason: read-only",
];

/// States of a task.
const TASKS: [&str; 9] = [
    "",
    "started_at: 2026-10-11T06:32:10Z",
    "outcome: success, duration: 10m",
    "outcome: success, duration: 12m",
    "outcome: success, duration: 10m, note: 12 groups answer 403",
    "outcome: partial, count: 2488/2500, duration: 10m",
    "outcome: failed, duration: 10m, note: it broke",
    "outcome: failed, duration: 10m, note: it broke twice",
    "outcome: skipped",
];

fn runbook(item: &str, task: &str) -> String {
    let more = |state: &str| if state.is_empty() { String::new() } else { format!(", {state}") };
    format!(
        "\
version: 1
header: {{ name: Acme - Enforce 2FA }}
checklists:
  pre-call:
    - {{ id: inform, item: Inform }}
    - {{ id: dry-run, item: Dry run?{} }}
tasks:
  - {{ id: apply, task: Apply{} }}
  - {{ id: look, task: Look }}
sync: {{ id: rb7f3k2m9q, state: live, rev: 1 }}
",
        more(item),
        more(task)
    )
}

fn with_document<T>(text: &str, then: impl FnOnce(&Document<'_>) -> T) -> T {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    then(&Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}\n{text}")))
}

fn body(text: &str, templates: &Templates) -> String {
    let options = IssueOptions { quick_actions: false };
    with_document(text, |document| issue(&document.runbook, templates, &options)).expect("a body").trim_end().to_owned()
}

/// Returns the file `to`, which last agreed with the issue when it was `from`.
fn agreed(from: &str, to: &str, templates: &Templates) -> String {
    let agreed = sync::initial(&body(from, templates));
    let base: Vec<String> = agreed.base.iter().map(|(key, value)| format!("{key}: {value:?}")).collect();
    let lines = agreed.lines.expect("lines");
    let sync = format!("rev: 1, at: 2026-10-11T06:00:00Z, base: {{ {} }}, lines: {lines:?} }}", base.join(", "));
    to.replace("rev: 1 }", &sync)
}

fn merge(file: &str, issue: &str, templates: &Templates) -> Merged {
    with_document(file, |document| {
        let merging = Merging {
            document,
            templates,
            issue,
            clicks: &[],
            saved: None,
            now: "2026-10-11T07:00:00Z".parse().expect("a time"),
            way: Way::Both,
            prefer: None,
            restore: false,
        };
        sync::merge(&merging).expect("a merge")
    })
}

/// Returns the places of the lines that only one of two texts has: an item with what stands below it, the row of a task,
/// its fold.
fn changed(one: &str, other: &str) -> BTreeSet<String> {
    let places = |text: &str| {
        let mut place = String::new();
        let mut lines = Vec::new();
        for line in text.lines() {
            if let Some((_, rest)) = line.split_once("<!-- rb:") {
                let key = rest.split(" -->").next().unwrap_or_default();
                place = key.replacen('.', "/", 1);
            } else if let Some((_, rest)) = line.split_once("<summary>") {
                place = rest.split([':', '<']).next().unwrap_or_default().to_owned();
            } else if !line.starts_with("  ") && line.starts_with('#') || line.trim().is_empty() && place.contains('/')
            {
                place = String::new();
            }
            lines.push((place.clone(), line.to_owned()));
        }
        lines
    };
    let (one, other) = (places(one), places(other));
    let only = |these: &[(String, String)], those: &[(String, String)]| {
        let lines = these.iter().filter(|line| !those.contains(line));
        lines.filter(|(_, line)| !line.starts_with("<!-- runbook:")).map(|(place, _)| place.clone()).collect::<Vec<_>>()
    };
    only(&one, &other).into_iter().chain(only(&other, &one)).filter(|place| !place.is_empty()).collect()
}

#[test]
fn each_change_of_a_state_is_listed_if_it_is_sent_and_sent_if_it_is_listed() {
    let templates = Templates::embedded();
    let items = ITEMS.iter().flat_map(|from| ITEMS.iter().map(|to| (runbook(from, ""), runbook(to, ""))));
    let tasks = TASKS.iter().flat_map(|from| TASKS.iter().map(|to| (runbook("", from), runbook("", to))));
    let mut n_sent = 0;
    for (from, to) in items.chain(tasks) {
        let issue = body(&from, &templates);
        let merged = merge(&agreed(&from, &to, &templates), &issue, &templates);
        assert!(merged.conflicts.is_empty() && merged.pulls.is_empty(), "{from}\n{to}\n{merged:#?}");
        let sent = merged.body.as_deref().map(|body| changed(&issue, body)).unwrap_or_default();
        let listed: BTreeSet<String> = merged
            .pushes
            .iter()
            .map(|push| push.key.clone())
            .chain(merged.changes.iter().map(|change| change.place.clone()))
            .collect();
        assert_eq!(sent, listed, "{from}\n{to}\n{merged:#?}");
        // What the file shows is what arrives, and nothing of it is left over.
        assert_eq!(sent, changed(&issue, &body(&to, &templates)), "{from}\n{to}\n{merged:#?}");
        n_sent += usize::from(!sent.is_empty());
    }
    assert!(n_sent > 100, "{n_sent}");
}

#[test]
fn each_change_of_a_state_in_the_issue_is_listed_if_it_comes_into_the_file() {
    let templates = Templates::embedded();
    let items = ITEMS.iter().flat_map(|from| ['x', ' ', '~'].map(|tick| (runbook(from, ""), tick)));
    for (from, tick) in items {
        let was = body(&from, &templates);
        let start = was.find("] Dry run?").expect("the item") - 1;
        let issue = format!("{}{tick}{}", &was[..start], &was[start + 1..]);
        let file = agreed(&from, &from, &templates);
        let merged = merge(&file, &issue, &templates);
        assert!(merged.conflicts.is_empty(), "{from}\n{tick}\n{merged:#?}");
        let is_pulled = merged.pulls.iter().any(|pull| pull.key == "pre-call/dry-run");
        assert_eq!(is_pulled, issue != was, "{from}\n{tick}\n{merged:#?}");
        let log = |text: &str| text.contains("id: pre-call/dry-run");
        assert_eq!(merged.text.as_deref().is_some_and(log), is_pulled, "{from}\n{tick}\n{merged:#?}");
        // What goes back because of it is listed too: the reason that does not hold any more, the log.
        let sent = merged.body.as_deref().map(|body| changed(&issue, body)).unwrap_or_default();
        let listed: BTreeSet<String> = merged.changes.iter().map(|change| change.place.clone()).collect();
        assert_eq!(sent, listed, "{from}\n{tick}\n{merged:#?}");
    }
}
