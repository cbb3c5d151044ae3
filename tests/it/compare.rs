//! `compare`: no field is forgotten, every edit is told, and what people typed does nothing in the comment.

use std::collections::BTreeSet;

use runbook::{
    compare::{Changes, ComparedFile, Fate, What, compare},
    document::{Document, Source},
    model::{Id, Runbook, Task, TaskDuration},
    render::changes,
};
use serde_json::{Map, Value, json};

use crate::{
    filled::filled,
    format::{self, Shape},
    hostile::HOSTILE,
    judge::judge,
    random::Random,
};

/// Returns what the parser makes of a document, if that is valid.
fn parse(document: &Value) -> Option<Runbook> {
    let mut document = document.clone();
    let top = document.as_object_mut().expect("a mapping");
    top.entry("version").or_insert(json!(1));
    top.entry("header").or_insert(json!({ "name": "Acme - Work" }));
    let source = Source::from_text("x.yaml", document.to_string()).expect("text");
    Document::parse(&source).ok().map(|document| document.runbook)
}

/// Returns what the comment says when a runbook changes.
fn comment(old: &Runbook, new: &Runbook) -> String {
    let fate = Fate::Kept(compare(old, new));
    changes(&[ComparedFile { path: "x.yaml".to_owned(), was: None, name: String::new(), fate }])
}

/// Values of all forms that keys may have; for each key those count that are valid there.
fn values() -> Vec<Value> {
    let texts = [
        "another",
        "2h",
        "2026-10-12 08:30 Europe/Berlin",
        "2026-10-13T09:12:00Z",
        "2026-12-24",
        "Europe/Berlin",
        "emergency-maintenance",
        "self-managed",
        "C1",
        "done",
        "failed",
        "cancelled",
        "creating",
        "verify",
        "message",
        "paused",
    ];
    let mut values: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    values.extend([json!(true), json!(false), json!(77), json!(["verify"]), json!({ "another": "text" })]);
    values
}

/// Changes every leaf of the format, at every place where it may stand: none changes in silence.
#[test]
fn no_key_of_the_format_is_forgotten() {
    let mut silent = Vec::new();
    let mut n_changes = 0;
    for record in format::records() {
        for place in &record.places {
            for key in &record.keys {
                let with = |value: Option<&Value>| {
                    let mut mapping: Map<String, Value> = record.required.clone();
                    match value {
                        Some(value) => mapping.insert(key.name.clone(), value.clone()),
                        None => mapping.remove(&key.name),
                    };
                    parse(&place.document(mapping))
                };
                // These hold leaves, which are visited themselves.
                if matches!(key.shape, Shape::Record(_) | Shape::Records(_) | Shape::Checklists) {
                    continue;
                }
                // Digests say nothing to a reader, and `at` says that they changed.
                if record.name == "Sync" && key.name == "lines" {
                    continue;
                }
                let example = key.example.clone();
                let versions: Vec<Runbook> =
                    values().iter().map(Some).chain([example.as_ref(), None]).filter_map(with).collect();
                // A title may make it another entry.
                let is_title = ["task", "item", "what", "name", "region", "title"].contains(&key.name.as_str());
                for pair in versions.windows(2).filter(|pair| pair[0] != pair[1]) {
                    for [old, new] in [[0, 1], [1, 0]].map(|order| order.map(|at| &pair[at])) {
                        n_changes += 1;
                        let told = comment(old, new);
                        let words = ["renamed", "added", "removed"];
                        let is_told = told.contains(&key.name.replace('_', "\\_"))
                            || told.contains(&key.name)
                            || is_title && words.iter().any(|word| told.contains(word))
                            || record.name == "LogEntry" && told.contains("log: rewritten")
                            || matches!(key.shape, Shape::TextMap) && words.iter().any(|word| told.contains(word));
                        if !is_told || told.contains("nothing changed") {
                            silent.push(format!("{place}.{}: {told}", key.name));
                        }
                    }
                }
                versions.iter().for_each(|same| assert_eq!(compare(same, same), Changes::default()));
                let is_tested = versions.len() > 1 || key.name == "version";
                assert!(is_tested, "{place}.{}: no two values are valid", key.name);
            }
        }
    }
    silent.truncate(5);
    assert_eq!(silent.join("\n"), "");
    assert!(n_changes > 500, "{n_changes}");
}

fn task(random: &mut Random, id: usize) -> Task {
    let mut word = || random.pick(&["Tell", "users", "of", "the", "group", "apply", "2FA", "確認", "again", "/close"]);
    let text = [word(), word(), word(), word()].join(" ");
    Task {
        id: Id { text: format!("t{id}"), derived: false },
        task: text,
        planned: Some(TaskDuration::from_seconds(60)),
        ..Task::default()
    }
}

/// Says each change of a task in the words of the test.
fn told(changes: &Changes) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for change in &changes.entries {
        let id = change.id.as_deref().unwrap_or_default();
        match change.what {
            What::Added => told.insert(format!("+{id}")),
            What::Removed => told.insert(format!("-{id}")),
            What::Changed => {
                let fields = change.fields.iter().chain(&change.marks).map(|field| field.name);
                let words = fields.chain(change.is_renamed().then_some("text"));
                told.extend(words.map(|word| format!("{id} {word}")));
                false
            }
        };
    }
    told
}

#[test]
fn every_edit_is_told_and_nothing_else() {
    for seed in 0..400 {
        let mut random = Random::new(&[], seed);
        let n_tasks = random.below(9);
        let old = Runbook { tasks: (0..n_tasks).map(|id| task(&mut random, id)).collect(), ..Runbook::default() };
        let mut new = old.clone();
        let mut expected = BTreeSet::new();
        let mut n_moved = 0;
        for edit in 0..random.below(5) {
            let n_now = new.tasks.len();
            let at = random.below(n_now.max(1));
            let is_old = new.tasks.get(at).is_some_and(|task| old.tasks.iter().any(|old| old.id == task.id));
            let id = new.tasks.get(at).map(|task| task.id.text.clone()).unwrap_or_default();
            match random.below(5) {
                0 => {
                    let fresh = task(&mut random, 100 + edit);
                    expected.insert(format!("+{}", fresh.id.text));
                    new.tasks.insert(random.below(n_now + 1), fresh);
                }
                1 if is_old => {
                    new.tasks.remove(at);
                    expected.retain(|told| !told.starts_with(&format!("{id} ")));
                    expected.insert(format!("-{id}"));
                }
                2 if is_old => {
                    new.tasks[at].planned = Some(TaskDuration::from_seconds(3600 + 60 * edit as u32));
                    expected.insert(format!("{id} planned"));
                }
                3 if is_old => {
                    new.tasks[at].task = format!("Something else {edit}");
                    expected.insert(format!("{id} text"));
                }
                4 if is_old => {
                    let moved = new.tasks.remove(at);
                    new.tasks.insert(random.below(n_now), moved);
                    n_moved += 1;
                }
                _ => {}
            }
        }
        let found = compare(&old, &new);
        assert_eq!(told(&found), expected, "seed {seed}");
        // One that moved is one line, not ten.
        let n_told = found.entries.iter().filter(|change| change.is_moved).count();
        assert!(n_told <= n_moved, "seed {seed}: {n_told} moved, not {n_moved}");
        assert_eq!(compare(&new, &new), Changes::default(), "seed {seed}");
    }
}

#[test]
fn what_one_way_came_went_the_other_way() {
    for seed in 0..400 {
        let mut random = Random::new(&[], 1_000 + seed);
        let mut any = || {
            let n_tasks = random.below(7);
            let mut tasks: Vec<Task> = (0..n_tasks).map(|id| task(&mut random, id)).collect();
            for (number, task) in tasks.iter_mut().enumerate() {
                // Half of the ids are derived, as from texts without letters of the alphabet.
                task.id = Id { text: format!("task-{number}"), derived: random.percent(50) };
            }
            Runbook { tasks, ..Runbook::default() }
        };
        let (old, new) = (any(), any());
        let count = |changes: &Changes, what: What| changes.entries.iter().filter(|one| one.what == what).count();
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        assert_eq!(count(&there, What::Added), count(&back, What::Removed), "seed {seed}");
        assert_eq!(count(&there, What::Removed), count(&back, What::Added), "seed {seed}");
        let n_moved = |changes: &Changes| changes.entries.iter().filter(|change| change.is_moved).count();
        assert_eq!(n_moved(&there), n_moved(&back), "seed {seed}");
    }
}

/// The comment of a runbook whose texts became hostile, were, or are all new.
#[test]
fn hostile_text_does_nothing_in_the_comment() {
    let harmless = filled(&mut |field| format!("plain words of {field}"));
    for text in HOSTILE {
        let hostile = filled(&mut |_| (*text).to_owned());
        for [old, new] in [[&harmless, &hostile], [&hostile, &harmless], [&Runbook::default(), &hostile]] {
            let kept = Fate::Kept(compare(old, new));
            let added = Fate::Added(compare(old, new));
            let files = [kept, added, Fate::Failed((*text).to_owned())].map(|fate| ComparedFile {
                path: (*text).to_owned(),
                was: Some((*text).to_owned()),
                name: (*text).to_owned(),
                fate,
            });
            let markdown = changes(&files);
            let verdict = judge(&markdown);
            let done = [verdict.quick_actions, verdict.mentions, verdict.references];
            assert_eq!(done.concat(), Vec::<String>::new(), "{text:?}\n{markdown}");
            // A line feed in a name.
            assert!(verdict.html.iter().all(|html| html == "<br>"), "{text:?}: {:?}", verdict.html);
            assert_eq!(verdict.oddities, Vec::<String>::new(), "{text:?}\n{markdown}");
            let hidden = markdown.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            assert_eq!(hidden, None, "{text:?}");
            let headings: Vec<u8> = verdict.shape.headings.iter().map(|(level, _)| *level).collect();
            assert_eq!(headings, [3, 3, 3], "{text:?}\n{markdown}");
        }
    }
}
