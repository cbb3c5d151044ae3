//! What is compared of each thing: every field of the model, taken apart without a rest, so that a new field is a
//! compiler's error here before it is forgotten.

use super::{
    Entry, Facts, Key, List, Part, Value,
    pairing::{Pairing, pair},
};
use crate::model::{
    Checklist, ChecklistItem, Closed, Confirmation, Contact, Contacts, FollowUp, Header, Id, ItemState, Rollback,
    Runbook, Schedule, Session, Sync, Task, TaskDuration, bare_handle,
};

/// Returns the lists of both versions side by side, in the order in which people read a runbook.
pub(super) fn lists(old: &Runbook, new: &Runbook) -> Vec<(List, List)> {
    let mut lists = Vec::new();
    for (before, after) in lists_of(old).into_iter().zip(lists_of(new)) {
        let is_of_checklists = after.part == Part::Checklist;
        lists.push((before, after));
        if is_of_checklists {
            lists.extend(items(old, new));
        }
    }
    lists
}

/// Returns the items of each checklist, those of one that has another id now beside its old ones.
fn items(old: &Runbook, new: &Runbook) -> Vec<(List, List)> {
    let (before, after) = (checklists(&old.checklists), checklists(&new.checklists));
    let pairs = pair(&before.entries, &after.entries, after.pairing);
    let lists = pairs.into_iter().map(|(before, after, _)| {
        let (before, after) = (before.map(|at| &old.checklists[at]), after.map(|at| &new.checklists[at]));
        let name = after.or(before).map(|checklist| checklist.id.as_str());
        let of = |checklist: Option<&Checklist>| {
            let items = checklist.map_or(&[][..], |checklist| &checklist.items);
            list(Part::Item, name, Pairing::ByKeyOrLikeness, items.iter().map(item))
        };
        (of(before), of(after))
    });
    lists.collect()
}

fn lists_of(runbook: &Runbook) -> Vec<List> {
    let Runbook {
        version,
        kind,
        blueprint,
        example,
        summary,
        parameters,
        header,
        contacts,
        checklists: all_checklists,
        tasks,
        rollback,
        follow_ups,
        closed,
        sync,
        // Said in numbers by `compare_logs`.
        log: _,
    } = runbook;
    let Header {
        name,
        description,
        dri,
        schedule_at,
        window,
        sessions,
        meeting_url,
        gitlab_issue,
        platform,
        criticality,
        links,
    } = header;
    let Contacts { gitlab, customer } = contacts;
    let of_runbook = vec![
        ("version", Some(Value::Text(version.to_string()))),
        ("kind", word(kind.word())),
        ("blueprint", flag(*blueprint)),
        ("example", flag(*example)),
        ("summary", text(summary.as_deref())),
    ];
    let of_header = vec![
        ("name", text(Some(name.as_str()).filter(|name| !name.is_empty()))),
        ("description", text(description.as_deref())),
        ("dri", text(dri.as_deref())),
        ("schedule_at", schedule_at.map(Value::Schedule)),
        ("window", duration(*window)),
        ("meeting_url", text(meeting_url.as_deref())),
        ("gitlab_issue", text(gitlab_issue.as_deref())),
        ("platform", platform.and_then(|platform| word(platform.word()))),
        ("criticality", criticality.and_then(|criticality| word(criticality.word()))),
    ];
    let base = sync.as_ref().map_or(&[][..], |sync| &sync.base);
    let rollback = rollback.as_ref().filter(|rollback| **rollback != Rollback::default());
    let (steps, confirmed_by) = rollback.map_or((&[][..], &[][..]), |all| (&all.steps, &all.confirmed_by));
    let by_key = Pairing::ByKey;
    let by_likeness = Pairing::ByKeyOrLikeness;
    vec![
        single(Part::Runbook, Some(Entry { fields: of_runbook, ..Entry::default() })),
        list(Part::Parameter, None, by_key, parameters.iter().map(|entry| labelled("explanation", entry))),
        single(Part::Header, Some(Entry { fields: of_header, ..Entry::default() })),
        list(Part::Session, None, by_likeness, sessions.iter().map(session)),
        list(Part::Link, None, by_key, links.iter().map(|entry| labelled("address", entry))),
        list(Part::Contact, Some("gitlab"), by_key, gitlab.iter().map(contact)),
        list(Part::Contact, Some("customer"), by_key, customer.iter().map(contact)),
        checklists(all_checklists),
        list(Part::Task, None, by_likeness, tasks.iter().map(task)),
        single(Part::Rollback, rollback.map(|rollback| rollback_entry(rollback, tasks))),
        list(Part::Step, None, by_likeness, steps.iter().map(task)),
        list(Part::FollowUp, None, by_likeness, follow_ups.iter().map(follow_up)),
        list(Part::Confirmation, None, by_key, confirmed_by.iter().map(confirmation)),
        single(Part::Closed, closed.as_ref().map(closed_entry)),
        single(Part::Sync, sync.as_ref().map(sync_entry)),
        list(Part::Base, None, by_key, base.iter().map(base_entry)),
    ]
}

fn single(part: Part, entry: Option<Entry>) -> List {
    // All of them share the empty key, so that they are the same one.
    let key = || Some(Key { text: String::new(), is_written: true });
    list(part, None, Pairing::ByKey, entry.into_iter().map(|entry| Entry { key: key(), ..entry }))
}

fn list(part: Part, name: Option<&str>, pairing: Pairing, entries: impl Iterator<Item = Entry>) -> List {
    List { part, name: name.map(str::to_owned), pairing, entries: entries.collect() }
}

fn checklists(checklists: &[Checklist]) -> List {
    list(Part::Checklist, None, Pairing::ByKey, checklists.iter().map(checklist))
}

fn checklist(checklist: &Checklist) -> Entry {
    // Its title is in the heading; its items are a list of their own.
    let Checklist { id, title: _, items: _ } = checklist;
    let id = Id { text: id.clone(), derived: false };
    Entry { key: key_of(&id), id: Some(id), title: checklist.heading(), ..Entry::default() }
}

fn item(item: &ChecklistItem) -> Entry {
    let ChecklistItem { id, item, why, required, state, reason, accepted_by, evidence } = item;
    Entry {
        id: Some(id.clone()),
        key: key_of(id),
        title: item.clone(),
        fields: vec![("why", text(why.as_deref())), ("required", flag(*required))],
        marks: vec![
            ("state", if *state == ItemState::Open { None } else { word(state.word()) }),
            ("reason", text(reason.as_deref())),
            ("accepted_by", text(accepted_by.as_deref())),
            ("evidence", text(evidence.as_deref())),
        ],
    }
}

fn task(task: &Task) -> Entry {
    let Task {
        id,
        task,
        link,
        owner,
        planned,
        waits,
        every,
        command,
        language,
        expect,
        stop_if,
        undoes,
        started_at,
        outcome,
        count,
        duration: taken,
        note,
    } = task;
    Entry {
        id: Some(id.clone()),
        key: key_of(id),
        title: task.clone(),
        fields: vec![
            ("link", text(link.as_deref())),
            ("owner", text(owner.as_deref())),
            ("planned", duration(*planned)),
            ("waits", duration(*waits)),
            ("every", duration(*every)),
            ("command", text(command.as_deref())),
            ("language", text(language.as_deref())),
            ("expect", text(expect.as_deref())),
            ("stop_if", text(stop_if.as_deref())),
            ("undoes", text(undoes.as_deref())),
        ],
        marks: vec![
            ("outcome", outcome.and_then(|outcome| word(outcome.word()))),
            ("count", text(count.as_deref())),
            ("duration", duration(*taken)),
            ("started_at", started_at.map(instant)),
            ("note", text(note.as_deref())),
        ],
    }
}

fn rollback_entry(rollback: &Rollback, tasks: &[Task]) -> Entry {
    // The last two are lists of their own.
    let Rollback { plan, link, irreversible, planned, point_of_no_return, confirmed_by: _, steps: _ } = rollback;
    let fields = vec![
        ("plan", text(plan.as_deref())),
        ("link", text(link.as_deref())),
        ("irreversible", text(irreversible.as_deref())),
        ("planned", duration(*planned)),
        ("point_of_no_return", point_of_no_return.as_deref().map(|id| task_named(id, tasks))),
    ];
    Entry { fields, ..Entry::default() }
}

fn task_named(id: &str, tasks: &[Task]) -> Value {
    let title = tasks.iter().find(|task| task.id.text == id).map(|task| task.task.clone());
    Value::Task { id: id.to_owned(), title }
}

fn contact(contact: &Contact) -> Entry {
    let Contact { name, handle, role, description, time_zone, duties, attends } = contact;
    let duties: Vec<&str> = duties.iter().map(|duty| duty.word()).collect();
    let key = handle.as_deref().map(|handle| bare_handle(handle).to_lowercase());
    Entry {
        key: key.map(|text| Key { text, is_written: true }),
        title: name.clone(),
        fields: vec![
            ("handle", text(handle.as_deref())),
            ("role", text(role.as_deref())),
            ("description", text(description.as_deref())),
            ("time_zone", time_zone.map(|zone| Value::Text(zone.to_string()))),
            ("duties", text(Some(duties.join(", ").as_str()).filter(|duties| !duties.is_empty()))),
            ("attends", if *attends { None } else { word("false") }),
        ],
        ..Entry::default()
    }
}

fn session(session: &Session) -> Entry {
    let Session { at, window } = session;
    Entry {
        title: at.as_ref().map(Schedule::to_string).unwrap_or_default(),
        fields: vec![("at", at.map(Value::Schedule)), ("window", duration(*window))],
        ..Entry::default()
    }
}

fn follow_up(follow_up: &FollowUp) -> Entry {
    let FollowUp { what, owner, due, link } = follow_up;
    Entry {
        title: what.clone(),
        fields: vec![
            ("owner", text(owner.as_deref())),
            ("due", due.map(|due| Value::Text(due.to_string()))),
            ("link", text(link.as_deref())),
        ],
        ..Entry::default()
    }
}

fn confirmation(confirmation: &Confirmation) -> Entry {
    let Confirmation { region, handle } = confirmation;
    Entry {
        // Several people may confirm for a region; each is an entry of its own.
        key: Some(Key { text: format!("{region}\0{}", bare_handle(handle)), is_written: true }),
        title: region.clone(),
        marks: vec![("handle", text(Some(handle)))],
        ..Entry::default()
    }
}

fn closed_entry(closed: &Closed) -> Entry {
    let Closed { at, by, result, note } = closed;
    let marks = vec![
        ("result", word(result.word())),
        ("at", Some(instant(*at))),
        ("by", text(by.as_deref())),
        ("note", text(note.as_deref())),
    ];
    Entry { marks, ..Entry::default() }
}

fn sync_entry(sync: &Sync) -> Entry {
    // The base is a list of its own; the digests say nothing to a reader, and `at` says that they changed.
    let Sync { issue, id, state, rev, at, base: _, lines: _ } = sync;
    let marks = vec![
        ("issue", text(issue.as_deref())),
        ("id", text(id.as_deref())),
        ("state", state.and_then(|state| word(state.word()))),
        ("rev", rev.map(|rev| Value::Text(rev.to_string()))),
        ("at", at.map(instant)),
    ];
    Entry { marks, ..Entry::default() }
}

fn base_entry((entry, shown): &(String, String)) -> Entry {
    let Entry { key, title, fields, .. } = labelled("shows", &(entry.clone(), shown.clone()));
    Entry { key, title, marks: fields, ..Entry::default() }
}

fn labelled(name: &'static str, (label, value): &(String, String)) -> Entry {
    Entry {
        key: Some(Key { text: label.clone(), is_written: true }),
        title: label.clone(),
        fields: Facts::from([(name, text(Some(value)))]),
        ..Entry::default()
    }
}

fn key_of(id: &Id) -> Option<Key> {
    Some(Key { text: id.text.clone(), is_written: !id.derived })
}

fn text(text: Option<&str>) -> Option<Value> {
    text.map(|text| Value::Text(text.to_owned()))
}

fn word(word: &str) -> Option<Value> {
    text(Some(word))
}

fn flag(flag: bool) -> Option<Value> {
    if flag { word("true") } else { None }
}

fn duration(duration: Option<TaskDuration>) -> Option<Value> {
    duration.map(|duration| Value::Text(duration.to_string()))
}

fn instant(instant: chrono::DateTime<chrono::Utc>) -> Value {
    Value::Text(instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}
