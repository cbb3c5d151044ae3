//! The catalogue in `runbooks/`: every blueprint is filled, linted and rendered as before a call, and must fit its calls.

mod cases;
mod docs;
mod examples;
mod texts;

use std::{collections::BTreeSet, sync::LazyLock};

use runbook::{
    config::Config,
    document::{Document, Edit, Route, Source, Value, apply, route},
    lint::{Level, Options, lint},
    model::{Runbook, TaskDuration},
    starter::{self, NewRunbook, Starter, derive, placeholders},
};

use self::cases::{CASES, Call, Case, PEOPLE};

/// More items than this are not read before a call.
const MOST_ITEMS: usize = 9;

/// Returns the blueprints, but for the handbook's plain structure, which has no work in it.
fn blueprints() -> Vec<(Starter, Runbook)> {
    let parsed = starter::all().into_iter().map(|starter| (starter, parse(&source(starter))));
    parsed.filter(|(starter, runbook)| runbook.blueprint && starter.name != starter::HANDBOOK).collect()
}

fn source(starter: Starter) -> Source {
    Source::from_text(format!("runbooks/{}.yaml", starter.name), starter.text.to_owned()).expect("text")
}

#[track_caller]
fn parse(source: &Source) -> Runbook {
    Document::parse(source).unwrap_or_else(|problems| panic!("{}: {problems:?}", source.name())).runbook
}

/// Returns what is to be mended in a file before a call.
fn findings(source: &Source) -> Vec<String> {
    let findings = lint(source, &Options { team: Config::default().team(), ..Options::default() });
    let findings = findings.into_iter().filter(|finding| finding.level != Level::Info);
    findings.map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect()
}

fn case(name: &str) -> &'static Case {
    CASES.iter().find(|case| case.blueprint == name).unwrap_or_else(|| panic!("no case fills {name}"))
}

/// Returns the blueprints as they are before their calls.
fn filled_blueprints() -> Vec<(Starter, Source)> {
    static TEXTS: LazyLock<Vec<(Starter, String)>> =
        LazyLock::new(|| blueprints().into_iter().map(|(starter, _)| (starter, filled(starter))).collect());
    let name = |starter: &Starter| format!("{}-filled.yaml", starter.name);
    let source =
        |(starter, text): &(Starter, String)| (*starter, Source::from_text(name(starter), text.clone()).expect("text"));
    TEXTS.iter().map(source).collect()
}

/// Fills a blueprint as its case says, with every call.
fn filled(starter: Starter) -> String {
    let case = case(starter.name);
    let (first, further) = case.calls.split_first().expect("there is a call");
    let new = NewRunbook {
        name: case.name.to_owned(),
        header: vec![
            ("dri", case.dri.to_owned()),
            ("schedule_at", first.at.to_owned()),
            ("window", first.window.to_owned()),
        ],
        parameters: case.parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        channels: Vec::new(),
    };
    let derived = derive(&source(starter), &new).unwrap_or_else(|error| panic!("{}: {error}", starter.name));
    assert_eq!(derived.placeholders, [""; 0], "{} is not filled", starter.name);
    let source = Source::from_text(format!("{}-filled.yaml", starter.name), derived.text).expect("text");
    let sessions = further.iter().map(|call| {
        let keys = [("at", call.at), ("window", call.window)];
        Value::Inline(keys.map(|(key, text)| (key.into(), Value::Text(text.to_owned()))).into())
    });
    let mut edits: Vec<Edit> = sessions.map(|session| Edit::append(route::header("sessions"), session)).collect();
    edits.push(Edit::set(route::header("meeting_url"), Value::Text("https://example.zoom.com/my/example".to_owned())));
    edits.push(Edit::set(
        route::header("gitlab_issue"),
        Value::Text("https://gitlab.example/demo/-/issues/1".to_owned()),
    ));
    let contacts = parse(&source).contacts;
    for (side, list) in [("gitlab", &contacts.gitlab), ("customer", &contacts.customer)] {
        for (index, contact) in list.iter().enumerate() {
            let person = PEOPLE.iter().find(|(name, ..)| *name == contact.name);
            let (_, handle, zone) = person.unwrap_or_else(|| panic!("{} is none of the people", contact.name));
            let at = route::contact(side, index);
            if side == "gitlab" {
                edits.push(Edit::set(at.clone().key("handle"), Value::Text((*handle).to_owned())));
            }
            edits.push(Edit::set(at.key("time_zone"), Value::Text((*zone).to_owned())));
        }
    }
    apply(&source, &edits).unwrap_or_else(|error| panic!("{}: {error}", starter.name))
}

/// Returns what is done in a runbook, and how it is taken back.
fn work(runbook: &Runbook) -> impl Iterator<Item = &runbook::model::Task> {
    runbook.tasks.iter().chain(runbook.steps())
}

fn planned(task: &runbook::model::Task) -> TaskDuration {
    task.planned.unwrap_or_else(|| panic!("{} is not planned", task.id.text))
}

#[test]
fn every_file_is_clean() {
    for starter in starter::all() {
        assert_eq!(findings(&source(starter)), [""; 0], "{}", starter.name);
    }
}

#[test]
fn every_blueprint_has_a_case_and_is_clean_when_filled() {
    let names: BTreeSet<_> = blueprints().iter().map(|(starter, _)| starter.name).collect();
    assert_eq!(names, CASES.iter().map(|case| case.blueprint).collect());
    for (starter, source) in filled_blueprints() {
        assert_eq!(findings(&source), [""; 0], "{}:\n{}", starter.name, source.text());
    }
}

#[test]
fn every_parameter_is_explained_and_filled_by_its_case() {
    for (starter, runbook) in blueprints() {
        let source = source(starter);
        let document = Document::parse(&source).expect("valid");
        let used: BTreeSet<String> = placeholders(&document).into_iter().collect();
        let explained: BTreeSet<String> = runbook.parameters.iter().map(|(name, _)| name.clone()).collect();
        let filled = case(starter.name).parameters.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(used, explained, "{}", starter.name);
        assert_eq!(explained, filled, "{}", starter.name);
        assert!(runbook.parameters.iter().all(|(_, text)| text.len() > 10), "{}", starter.name);
    }
}

#[test]
fn every_blueprint_asks_what_the_handbook_asks() {
    for (starter, runbook) in blueprints() {
        let ids = |list: &str| -> Vec<String> {
            let checklist = runbook.checklist(list).unwrap_or_else(|| panic!("{} has no {list}", starter.name));
            checklist.items.iter().map(|item| item.id.text.clone()).collect()
        };
        assert_eq!(ids("pre-call")[..4], ["inform", "rollback-regions", "dry-run", "action-logs"], "{}", starter.name);
        assert_eq!(ids("post-call")[0], "inform", "{}", starter.name);
        for checklist in &runbook.checklists {
            assert!(checklist.items.len() <= MOST_ITEMS, "{}: {} is too long", starter.name, checklist.id);
        }
    }
}

#[test]
fn every_task_and_step_is_planned_and_owned_by_a_contact() {
    for (starter, source) in filled_blueprints() {
        let runbook = parse(&source);
        for task in work(&runbook) {
            planned(task);
            let owner = task.owner.as_deref().unwrap_or_default();
            assert!(runbook.contact(owner).is_some(), "{}: {owner} is no contact", starter.name);
        }
    }
}

#[test]
fn every_call_has_time_for_its_tasks() {
    for (starter, runbook) in blueprints() {
        let calls = case(starter.name).calls;
        let of_calls: Vec<&str> = calls.iter().flat_map(|call| call.tasks.iter().copied()).collect();
        let of_runbook: Vec<&str> = runbook.tasks.iter().map(|task| task.id.text.as_str()).collect();
        assert_eq!(of_calls, of_runbook, "{}", starter.name);
        for call in calls {
            let sum = until(&runbook, call, call.tasks.last().expect("a task"));
            assert!(sum <= window(call), "{}: {sum} of tasks in {}", starter.name, call.window);
        }
        let first = runbook.header.window.map(|window| window.to_string());
        assert_eq!(first.as_deref(), Some(calls[0].window), "{}", starter.name);
    }
}

/// The rollback has to fit behind the task after which nothing more is decided.
#[test]
fn after_the_task_that_decides_there_is_time_for_the_rollback() {
    for (starter, runbook) in blueprints() {
        let case = case(starter.name);
        let rollback = runbook.rollback.as_ref().expect("there is a rollback");
        let call = case.calls.iter().find(|call| call.tasks.contains(&case.decides)).expect("a call decides");
        let busy = until(&runbook, call, case.decides);
        let total = TaskDuration::total([busy, rollback.planned.expect("it is planned")]);
        assert!(total <= window(call), "{}: {total} with the rollback in {}", starter.name, call.window);
        // What is undone has been decided by then.
        let position = |id: &str| runbook.tasks.iter().position(|task| task.id.text == id).expect("a task");
        for step in &rollback.steps {
            let undone = step.undoes.as_deref().map(position);
            assert!(undone.is_none_or(|undone| undone <= position(case.decides)), "{}", step.id.text);
        }
        if let Some(point) = &rollback.point_of_no_return {
            assert!(position(case.decides) < position(point), "{}", starter.name);
        }
    }
}

/// Returns how long a call is planned to take to the end of one of its tasks.
fn until(runbook: &Runbook, call: &Call, last: &str) -> TaskDuration {
    let end = call.tasks.iter().position(|task| *task == last).expect("a task of the call");
    let tasks = runbook.tasks.iter().filter(|task| call.tasks[..=end].contains(&task.id.text.as_str()));
    TaskDuration::total(tasks.map(planned))
}

fn window(call: &Call) -> TaskDuration {
    TaskDuration::parse(call.window).expect("a duration")
}

#[test]
fn every_rollback_can_be_followed() {
    for (starter, runbook) in blueprints() {
        let rollback = runbook.rollback.as_ref().expect("there is a rollback");
        assert!(rollback.plan.is_some() && !rollback.steps.is_empty(), "{} has no way back", starter.name);
        let steps = TaskDuration::total(rollback.steps.iter().map(planned));
        assert_eq!(rollback.planned, Some(steps), "{}", starter.name);
        let reverts = rollback.steps.iter().any(|step| step.undoes.is_some());
        assert_eq!(reverts, rollback.irreversible.is_none(), "{}: a step undoes a task, or none can", starter.name);
    }
}

/// In a window there is time for all the work, and for taking it back after the last task.
#[test]
fn the_work_and_the_rollback_fit_into_the_calls() {
    for (starter, runbook) in blueprints() {
        let rollback = runbook.rollback.as_ref().and_then(|rollback| rollback.planned).expect("it is planned");
        let work = TaskDuration::total(runbook.tasks.iter().map(planned).chain([rollback]));
        let booked = TaskDuration::total(case(starter.name).calls.iter().map(window));
        assert!(work <= booked, "{}: {work} in {booked}", starter.name);
    }
}

#[test]
fn the_name_of_the_work_leads_to_its_blueprint() {
    for case in CASES {
        let found = starter::closest(case.name).map(|(starter, _)| starter.name);
        assert_eq!(found, Some(case.blueprint), "{}", case.name);
    }
}

/// `--description` takes the place of a blueprint's own, with the placeholders in it.
#[test]
fn a_description_of_ones_own_takes_the_place_of_the_blueprints() {
    for (starter, _) in blueprints() {
        let case = case(starter.name);
        let new = NewRunbook {
            name: case.name.to_owned(),
            header: vec![("description", "Ours".to_owned())],
            parameters: case.parameters.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect(),
            channels: Vec::new(),
        };
        let text = derive(&source(starter), &new).expect("it can be filled").text;
        let derived = Source::from_text("x.yaml", text).expect("text");
        let document = Document::parse(&derived).expect("valid");
        assert_eq!(document.runbook.header.description.as_deref(), Some("Ours"), "{}", starter.name);
        assert!(document.node(&Route::top().key("parameters")).is_none(), "{}", starter.name);
    }
}
