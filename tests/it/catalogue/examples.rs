//! The examples of finished runs: their logs, played again, give all that stands in them.

use runbook::{
    document::{Document, Edit, Route, Source, apply, route},
    marking::{self, ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails},
    model::{CloseResult, Event, LogEntry, Mark, Runbook},
    render::{IssueOptions, Templates, issue, missing_markers},
    starter,
};

use super::{parse, source};

/// Returns the examples that have a log, by name.
fn examples() -> Vec<(&'static str, Source)> {
    let all = starter::all().into_iter().map(|starter| (starter.name, source(starter)));
    let examples: Vec<_> = all
        .filter(|(_, source)| {
            let runbook = parse(source);
            runbook.example && !runbook.log.is_empty()
        })
        .collect();
    assert_eq!(examples.len(), 2, "an example is not read");
    examples
}

#[test]
fn the_log_explains_every_state() {
    for (name, source) in examples() {
        let example = parse(&source);
        let mut text = before_the_marks(&source);
        for entry in &example.log {
            let now = Source::from_text(name, text).expect("text");
            let document = Document::parse(&now).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
            let marked = mark_again(&document, entry, &example).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!marked.edits.is_empty(), "{name}: {entry:?} changes nothing");
            text = apply(&now, &marked.edits).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let played = parse(&Source::from_text(name, text).expect("text"));
        assert_eq!(played.log, example.log, "{name}");
        assert_eq!(played, example, "{name}");
    }
}

/// Returns the text of a runbook as it was before the first mark.
fn before_the_marks(source: &Source) -> String {
    let document = Document::parse(source).expect("valid");
    let runbook = &document.runbook;
    let mut keys: Vec<Route> = ["follow_ups", "closed", "log"].map(|key| Route::top().key(key)).into_iter().collect();
    keys.push(route::rollback("confirmed_by"));
    for list in &runbook.checklists {
        let items = (0..list.items.len()).map(|index| document.item_route(&list.id, index));
        keys.extend(
            items.flat_map(|item| ["state", "reason", "accepted_by", "evidence"].map(|key| item.clone().key(key))),
        );
    }
    let tasks = (0..runbook.tasks.len()).map(route::task).chain((0..runbook.steps().len()).map(route::step));
    keys.extend(
        tasks.flat_map(|task| ["started_at", "outcome", "count", "duration", "note"].map(|key| task.clone().key(key))),
    );
    keys.retain(|key| document.node(key).is_some());
    let edits: Vec<Edit> = keys.into_iter().map(Edit::remove).collect();
    apply(source, &edits).expect("keys can be removed")
}

/// Makes the mark that an entry of the log tells of.
fn mark_again(document: &Document<'_>, entry: &LogEntry, example: &Runbook) -> Result<Marked, MarkError> {
    let stamp = Stamp { at: entry.at, recorded: entry.recorded, by: entry.by.clone() };
    let id = entry.id.as_deref().unwrap_or_default();
    let note = entry.note.as_deref();
    match entry.event {
        Event::Item => {
            let (list, item) = id.split_once('/').expect("an item and its list");
            let list = document.runbook.checklist(list).expect("a checklist");
            let index = list.items.iter().position(|candidate| candidate.id.text == item).expect("an item");
            marking::mark_item(document, list, index, &item_mark(entry), &stamp)
        }
        Event::Task => {
            let position = document.runbook.tasks_and_steps().position(|(candidate, _)| candidate == id);
            let position = position.expect("a task or step");
            let n_tasks = document.runbook.tasks.len();
            let at = if position < n_tasks { route::task(position) } else { route::step(position - n_tasks) };
            let (_, task) = document.runbook.tasks_and_steps().nth(position).expect("it was found");
            let mark = match entry.to.expect("a state") {
                Mark::Started => TaskMark::Start,
                Mark::Paused => TaskMark::Pause,
                Mark::Open => TaskMark::Reopen,
                other => TaskMark::Outcome(other.outcome().expect("an outcome")),
            };
            let details = TaskMarkDetails {
                // What ran was measured, and is measured again.
                duration: entry.duration.filter(|_| entry.from != Some(Mark::Started)),
                count: entry.count.clone(),
                note: entry.note.clone(),
            };
            marking::mark_task(document, &at, id, task, mark, &details, &stamp)
        }
        Event::Confirm => {
            marking::confirm(document, entry.region.as_deref().expect("a region"), note.expect("a handle"), &stamp)
        }
        Event::FollowUp => {
            let follow_up = example.follow_ups.iter().find(|follow_up| Some(follow_up.what.as_str()) == note);
            marking::follow_up(document, follow_up.expect("it is in the list"), &stamp)
        }
        Event::Note => marking::note(document, note.expect("a text"), &stamp),
        Event::Undo => marking::undo(document, &stamp),
        Event::Close => {
            let results = [
                (Mark::Completed, CloseResult::Completed),
                (Mark::Aborted, CloseResult::Aborted),
                (Mark::Cancelled, CloseResult::Cancelled),
            ];
            let result = results.into_iter().find(|(mark, _)| Some(*mark) == entry.to).expect("an end").1;
            marking::close(document, result, note, &stamp)
        }
        other => panic!("no example has a {other:?} yet"),
    }
}

fn item_mark(entry: &LogEntry) -> ItemMark {
    if let Some(link) = entry.evidence.clone() {
        return ItemMark::Evidence { link };
    }
    if let Some(handle) = entry.accepted_by.clone() {
        return ItemMark::AcceptedBy { handle };
    }
    let reason = entry.reason.clone().unwrap_or_default();
    match entry.to.expect("a state") {
        Mark::Done => ItemMark::Done,
        Mark::Blocked => ItemMark::Blocked { reason },
        Mark::NotApplicable => ItemMark::NotApplicable { reason },
        _ => ItemMark::Reopen,
    }
}

#[test]
fn the_times_are_those_of_a_call() {
    for (name, source) in examples() {
        let runbook = parse(&source);
        let written: Vec<_> = runbook.log.iter().map(|entry| entry.recorded.unwrap_or(entry.at)).collect();
        assert!(written.is_sorted(), "{name}: the log is not in the order in which it was written");
        let call = runbook.calls()[0];
        let in_call = call.at.instant()..=call.end().expect("a window");
        let mut tasks = runbook.log.iter().filter(|entry| entry.event == Event::Task);
        assert!(tasks.all(|entry| in_call.contains(&entry.at)), "{name}: a task is marked outside of the call");
        assert!(runbook.closed.is_some(), "{name} is not finished");
        let mut items = runbook.checklists.iter().flat_map(|list| &list.items);
        assert!(items.all(|item| item.is_decided(&runbook)), "{name}: an item is undecided");
    }
}

/// What an example is read for.
#[test]
fn the_examples_show_what_happens_on_a_call() {
    let bodies: String = examples().iter().map(|(_, source)| body(source)).collect();
    let parts = [
        "| Failed (6m), Success (8m) | 14m |",
        "| Failed (6m), Success (7m) | 13m |",
        "| Partial (2489/2501) | 1h23m |",
        "| Skipped |  |",
        "  - **Blocked:** The sandbox has 12 groups",
        "  - **Accepted by:** \\@morgan_sample",
        "  - **Not applicable:** Nothing was promoted",
        "  - **Evidence:** <https://",
        "+ **Confirmed by:** APAC \\@kiran_placeholder, EMEA \\@rory_template, AMER \\@dana_example",
        " | Paused: ",
        " | Resumed: ",
        " (taken back) |",
        "<br>recorded ",
        "| Closed | completed, ",
        "| Closed | aborted, ",
    ];
    for part in parts {
        assert!(bodies.contains(part), "no example shows {part:?}");
    }
}

fn body(source: &Source) -> String {
    let runbook = parse(source);
    let body = issue(&runbook, &Templates::embedded(), &IssueOptions::default()).expect("it can be rendered");
    assert_eq!(missing_markers(&runbook, &body), [""; 0], "{}", source.name());
    body
}
