//! Nodes → the model, with every problem on the way.
//!
//! One function a record: it names the keys and puts each value into its field. What cannot be read is left out and
//! named; the walk goes on, so that a file is answered with all its problems at once.

mod reader;
pub(crate) mod records;
mod value;

pub(super) use reader::is_typographic_quote;
pub(crate) use reader::{Fields, Reader, Record};

use super::{Problem, tree::Node, tree::NodeKind, tree::Tree};
use crate::model::{
    Checklist, ChecklistItem, CloseResult, Closed, Confirmation, Contact, Contacts, Criticality, Duty, Event, FollowUp,
    Header, Id, ItemState, Kind, LogEntry, Mark, Outcome, Platform, Rollback, Runbook, Session, Sync, SyncState,
    TakenIds, Task,
};
use records::{
    CHECKLIST, CLOSED, CONFIRMATION, CONTACT, CONTACTS, FOLLOW_UP, HEADER, ITEM, LOG_ENTRY, ROLLBACK, RUNBOOK, SESSION,
    STEP, SYNC, TASK,
};

/// The version of the format that this program reads.
const VERSION: u32 = 1;

/// Reads the model from the nodes. What cannot be read is left out, and every problem is named.
pub(super) fn runbook(tree: &Tree<'_>) -> (Runbook, Vec<Problem>) {
    let mut reader = Reader::default();
    let runbook = read_runbook(&mut reader, &tree.root).unwrap_or_default();
    (runbook, reader.into_problems())
}

fn read_runbook(reader: &mut Reader, node: &Node<'_>) -> Option<Runbook> {
    let version = node.get("version");
    if let Some(newer) = version.and_then(Node::text).and_then(|text| text.parse::<u32>().ok())
        && newer > VERSION
    {
        // Whatever else stands there belongs to a format that this program does not know.
        let range = version.map_or(0..0, |version| version.range.clone());
        reader.report(
            Problem::schema(range, format!("the file has format {newer}; this program reads format {VERSION}"))
                .help("upgrade runbook"),
        );
        return None;
    }
    if !matches!(node.kind, NodeKind::Table { .. }) {
        reader.report(
            Problem::schema(node.range.clone(), format!("a runbook must be a mapping, not {}", node.what()))
                .help("it begins with `version: 1`, then `header:` and below it `  name: CUSTOMER - REQUESTED TASK`"),
        );
        return None;
    }
    let fields = reader.fields(node, &RUNBOOK)?;
    let mut runbook = Runbook {
        version: fields.get("version").and_then(|node| reader.version(node, VERSION)).unwrap_or_default(),
        kind: reader.word(&fields, "kind", &Kind::ALL, Kind::word).unwrap_or_default(),
        blueprint: reader.boolean(&fields, "blueprint").unwrap_or_default(),
        example: reader.boolean(&fields, "example").unwrap_or_default(),
        summary: reader.text(&fields, "summary"),
        parameters: reader.text_map(&fields, "parameters"),
        header: fields.get("header").and_then(|node| header(reader, node)).unwrap_or_default(),
        contacts: fields.get("contacts").and_then(|node| contacts(reader, node)).unwrap_or_default(),
        checklists: fields.get("checklists").map(|node| checklists(reader, node)).unwrap_or_default(),
        tasks: reader.list(&fields, "tasks", |reader, node| task(reader, node, &TASK)),
        rollback: fields.get("rollback").and_then(|node| rollback(reader, node)),
        follow_ups: reader.list(&fields, "follow_ups", follow_up),
        closed: fields.get("closed").and_then(|node| closed(reader, node)),
        sync: fields.get("sync").and_then(|node| sync(reader, node)),
        log: reader.list(&fields, "log", log_entry),
    };
    task_ids(reader, &mut runbook, &fields);
    Some(runbook)
}

fn header(reader: &mut Reader, node: &Node<'_>) -> Option<Header> {
    if node.is_absent() {
        // A runbook needs one, which was said where its keys were looked at.
        return None;
    }
    let fields = reader.fields(node, &HEADER)?;
    Some(Header {
        name: reader.text(&fields, "name").unwrap_or_default(),
        description: reader.text(&fields, "description"),
        dri: reader.text(&fields, "dri"),
        schedule_at: reader.schedule(&fields, "schedule_at"),
        window: reader.duration(&fields, "window"),
        sessions: reader.list(&fields, "sessions", session),
        meeting_url: reader.text(&fields, "meeting_url"),
        gitlab_issue: reader.text(&fields, "gitlab_issue"),
        platform: reader.word(&fields, "platform", &Platform::ALL, Platform::word),
        criticality: reader.word(&fields, "criticality", &Criticality::ALL, Criticality::word),
        links: reader.text_map(&fields, "links"),
    })
}

fn session(reader: &mut Reader, node: &Node<'_>) -> Option<Session> {
    let fields = reader.fields(node, &SESSION)?;
    Some(Session { at: reader.schedule(&fields, "at"), window: reader.duration(&fields, "window") })
}

fn contacts(reader: &mut Reader, node: &Node<'_>) -> Option<Contacts> {
    if node.is_absent() {
        return None;
    }
    let fields = reader.fields(node, &CONTACTS)?;
    Some(Contacts {
        gitlab: reader.list(&fields, "gitlab", contact),
        customer: reader.list(&fields, "customer", contact),
    })
}

fn contact(reader: &mut Reader, node: &Node<'_>) -> Option<Contact> {
    let fields = reader.fields(node, &CONTACT)?;
    Some(Contact {
        name: reader.text(&fields, "name").unwrap_or_default(),
        handle: reader.text(&fields, "handle"),
        role: reader.text(&fields, "role"),
        description: reader.text(&fields, "description"),
        time_zone: reader.zone(&fields, "time_zone"),
        duties: reader.list(&fields, "duties", |reader, node| reader.word_at(node, "duties", &Duty::ALL, Duty::word)),
        attends: reader.boolean(&fields, "attends").unwrap_or(true),
    })
}

fn checklists(reader: &mut Reader, node: &Node<'_>) -> Vec<Checklist> {
    let mut checklists = Vec::new();
    for (id, node) in reader.map_entries(node, "checklists") {
        reader.checklist_id(id);
        let (title, items) = match &node.kind {
            NodeKind::Table { .. } => {
                let Some(fields) = reader.fields(node, &CHECKLIST) else { continue };
                (reader.text(&fields, "title"), fields.get("items"))
            }
            _ => (None, Some(node)),
        };
        let nodes: &[Node<'_>] = items.map_or(&[], |items| reader.items(items, "a checklist"));
        let mut list: Vec<ChecklistItem> = nodes.iter().map(|node| item(reader, node).unwrap_or_default()).collect();
        item_ids(reader, &mut list, nodes);
        checklists.push(Checklist { id: id.text().unwrap_or_default().to_owned(), title, items: list });
    }
    checklists
}

fn item(reader: &mut Reader, node: &Node<'_>) -> Option<ChecklistItem> {
    let fields = reader.fields(node, &ITEM)?;
    Some(ChecklistItem {
        id: Id { text: reader.id(&fields).unwrap_or_default(), derived: false },
        item: reader.text(&fields, "item").unwrap_or_default(),
        why: reader.text(&fields, "why"),
        required: reader.boolean(&fields, "required").unwrap_or_default(),
        state: reader.word(&fields, "state", &ItemState::ALL, ItemState::word).unwrap_or_default(),
        reason: reader.text(&fields, "reason"),
        accepted_by: reader.text(&fields, "accepted_by"),
        evidence: reader.text(&fields, "evidence"),
    })
}

fn task(reader: &mut Reader, node: &Node<'_>, record: &'static Record) -> Option<Task> {
    let fields = reader.fields(node, record)?;
    Some(Task {
        id: Id { text: reader.id(&fields).unwrap_or_default(), derived: false },
        task: reader.text(&fields, "task").unwrap_or_default(),
        link: reader.text(&fields, "link"),
        owner: reader.text(&fields, "owner"),
        planned: reader.duration(&fields, "planned"),
        waits: reader.duration(&fields, "waits"),
        every: reader.duration(&fields, "every"),
        command: reader.text(&fields, "command"),
        language: reader.text(&fields, "language"),
        expect: reader.text(&fields, "expect"),
        stop_if: reader.text(&fields, "stop_if"),
        undoes: reader.text(&fields, "undoes"),
        started_at: reader.time(&fields, "started_at"),
        outcome: reader.word(&fields, "outcome", &Outcome::ALL, Outcome::word),
        count: reader.text(&fields, "count"),
        duration: reader.duration(&fields, "duration"),
        note: reader.text(&fields, "note"),
    })
}

fn rollback(reader: &mut Reader, node: &Node<'_>) -> Option<Rollback> {
    if node.is_absent() {
        return None;
    }
    let fields = reader.fields(node, &ROLLBACK)?;
    Some(Rollback {
        plan: reader.text(&fields, "plan"),
        link: reader.text(&fields, "link"),
        irreversible: reader.text(&fields, "irreversible"),
        planned: reader.duration(&fields, "planned"),
        point_of_no_return: reader.text(&fields, "point_of_no_return"),
        confirmed_by: reader.list(&fields, "confirmed_by", confirmation),
        steps: reader.list(&fields, "steps", |reader, node| task(reader, node, &STEP)),
    })
}

fn confirmation(reader: &mut Reader, node: &Node<'_>) -> Option<Confirmation> {
    let fields = reader.fields(node, &CONFIRMATION)?;
    Some(Confirmation {
        region: reader.text(&fields, "region").unwrap_or_default(),
        handle: reader.text(&fields, "handle").unwrap_or_default(),
    })
}

fn follow_up(reader: &mut Reader, node: &Node<'_>) -> Option<FollowUp> {
    let fields = reader.fields(node, &FOLLOW_UP)?;
    Some(FollowUp {
        what: reader.text(&fields, "what").unwrap_or_default(),
        owner: reader.text(&fields, "owner"),
        due: reader.date(&fields, "due"),
        link: reader.text(&fields, "link"),
    })
}

fn closed(reader: &mut Reader, node: &Node<'_>) -> Option<Closed> {
    if node.is_absent() {
        return None;
    }
    let fields = reader.fields(node, &CLOSED)?;
    let result = reader.word(&fields, "result", &CloseResult::ALL, CloseResult::word).unwrap_or_default();
    let (by, note) = (reader.text(&fields, "by"), reader.text(&fields, "note"));
    Some(Closed { at: reader.time(&fields, "at")?, by, result, note })
}

fn sync(reader: &mut Reader, node: &Node<'_>) -> Option<Sync> {
    if node.is_absent() {
        return None;
    }
    let fields = reader.fields(node, &SYNC)?;
    Some(Sync {
        issue: reader.text(&fields, "issue"),
        id: reader.text(&fields, "id"),
        state: reader.word(&fields, "state", &SyncState::ALL, SyncState::word),
        rev: reader.integer(&fields, "rev"),
        at: reader.time(&fields, "at"),
        base: reader.any_text_map(&fields, "base"),
        lines: reader.text(&fields, "lines"),
    })
}

fn log_entry(reader: &mut Reader, node: &Node<'_>) -> Option<LogEntry> {
    let fields = reader.fields(node, &LOG_ENTRY)?;
    let at = reader.time(&fields, "at");
    let event = reader.word(&fields, "event", &Event::ALL, Event::word);
    let mut entry = LogEntry::new(at.unwrap_or_default(), event.unwrap_or(Event::Note));
    entry.recorded = reader.time(&fields, "recorded");
    entry.by = reader.text(&fields, "by");
    entry.id = reader.text(&fields, "id");
    entry.from = reader.word(&fields, "from", &Mark::ALL, Mark::word);
    entry.to = reader.word(&fields, "to", &Mark::ALL, Mark::word);
    entry.reason = reader.text(&fields, "reason");
    entry.accepted_by = reader.text(&fields, "accepted_by");
    entry.evidence = reader.text(&fields, "evidence");
    entry.duration = reader.duration(&fields, "duration");
    entry.count = reader.text(&fields, "count");
    entry.note = reader.text(&fields, "note");
    entry.region = reader.text(&fields, "region");
    entry.was = reader.any_text_map(&fields, "was");
    (at.is_some() && event.is_some()).then_some(entry)
}

/// Names the ids that stand twice in a list, and derives those that are missing.
fn item_ids(reader: &mut Reader, items: &mut [ChecklistItem], nodes: &[Node<'_>]) {
    reader.report_duplicate_ids(nodes.iter());
    let mut taken = TakenIds::new(items.iter().map(|item| item.id.text.as_str()));
    for (index, item) in items.iter_mut().enumerate() {
        if item.id.text.is_empty() {
            let text = taken.derive(&item.item, "item", index + 1);
            item.id = Id { text, derived: true };
        }
    }
}

/// The same for tasks and rollback steps, which share one space.
fn task_ids(reader: &mut Reader, runbook: &mut Runbook, fields: &Fields<'_, '_>) {
    let nodes = |list: Option<&Node<'_>>| -> usize { list.map_or(0, |list| list.items().len()) };
    let steps = fields.get("rollback").and_then(|rollback| rollback.get("steps"));
    let tasks = fields.get("tasks");
    if nodes(tasks) + nodes(steps) == 0 {
        return;
    }
    let all = tasks.into_iter().chain(steps).flat_map(|list| list.items());
    reader.report_duplicate_ids(all);
    let steps = runbook.rollback.iter_mut().flat_map(|rollback| &mut rollback.steps);
    let lists = runbook.tasks.iter_mut().map(|task| ("task", task)).chain(steps.map(|step| ("step", step)));
    let mut lists: Vec<(&str, &mut Task)> = lists.collect();
    let mut taken = TakenIds::new(lists.iter().map(|(_, task)| task.id.text.as_str()));
    let n_tasks = lists.iter().filter(|(what, _)| *what == "task").count();
    for (index, (what, task)) in lists.iter_mut().enumerate() {
        if task.id.text.is_empty() {
            let number = if *what == "task" { index + 1 } else { index + 1 - n_tasks };
            let text = taken.derive(&task.task, what, number);
            task.id = Id { text, derived: true };
        }
    }
}
