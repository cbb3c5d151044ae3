//! A runbook in which every field that takes text is there.

use chrono::{DateTime, Utc};
use runbook::model::{
    Checklist, ChecklistItem, CloseResult, Closed, Confirmation, Contact, Contacts, Event, FollowUp, Header, Id,
    ItemState, LogEntry, Mark, Outcome, Rollback, Runbook, Schedule, Sync, Task, TaskDuration,
};

/// Returns the runbook; `text` is asked for the text of each field, by name.
pub(crate) fn filled(text: &mut dyn FnMut(&'static str) -> String) -> Runbook {
    let hour = Some(TaskDuration::from_seconds(3600));
    Runbook {
        version: 1,
        header: Header {
            name: text("header.name"),
            description: Some(text("header.description")),
            dri: Some(text("header.dri")),
            schedule_at: Schedule::parse("2026-10-10 23:30 America/Los_Angeles").ok(),
            window: hour,
            meeting_url: Some(text("header.meeting_url")),
            gitlab_issue: Some(text("header.gitlab_issue")),
            links: vec![(text("header.links label"), text("header.links address"))],
            ..Header::default()
        },
        contacts: Contacts {
            gitlab: vec![contact(
                text("contacts.gitlab name"),
                text("contacts.gitlab handle"),
                text("contacts.gitlab role"),
                text("contacts.gitlab description"),
            )],
            customer: vec![contact(
                text("contacts.customer name"),
                text("contacts.customer handle"),
                text("contacts.customer role"),
                text("contacts.customer description"),
            )],
        },
        checklists: vec![
            Checklist {
                id: "pre-call".to_owned(),
                title: Some(text("checklists title")),
                items: vec![
                    ChecklistItem {
                        id: id("blocked"),
                        item: text("checklists blocked item"),
                        why: Some(text("checklists why")),
                        required: true,
                        state: ItemState::Blocked,
                        reason: Some(text("checklists blocked reason")),
                        accepted_by: Some(text("checklists accepted_by")),
                        evidence: Some(text("checklists evidence")),
                    },
                    ChecklistItem {
                        id: id("not-applicable"),
                        item: text("checklists inapplicable item"),
                        state: ItemState::NotApplicable,
                        reason: Some(text("checklists inapplicable reason")),
                        ..ChecklistItem::default()
                    },
                ],
            },
            Checklist {
                id: "post-call".to_owned(),
                title: None,
                items: vec![ChecklistItem {
                    id: id("done"),
                    item: text("checklists done item"),
                    state: ItemState::Done,
                    ..ChecklistItem::default()
                }],
            },
        ],
        tasks: vec![
            Task { link: Some(text("tasks link")), ..task("linked", text) },
            Task { started_at: Some(at()), ..task("plain", text) },
        ],
        rollback: Some(Rollback {
            plan: Some(text("rollback.plan")),
            link: Some(text("rollback.link")),
            irreversible: Some(text("rollback.irreversible")),
            planned: hour,
            point_of_no_return: Some("linked".to_owned()),
            confirmed_by: vec![Confirmation {
                region: text("rollback.confirmed_by region"),
                handle: text("rollback.confirmed_by handle"),
            }],
            steps: vec![Task { undoes: Some(text("rollback.steps undoes")), ..task("step", text) }],
        }),
        follow_ups: vec![FollowUp {
            what: text("follow_ups what"),
            owner: Some(text("follow_ups owner")),
            due: None,
            link: Some(text("follow_ups link")),
        }],
        closed: Some(Closed {
            at: at(),
            by: Some(text("closed.by")),
            result: CloseResult::Aborted,
            note: Some(text("closed.note")),
        }),
        sync: Some(Sync { id: Some(text("sync.id")), rev: Some(3), ..Sync::default() }),
        log: vec![
            LogEntry {
                by: Some(text("log by")),
                id: Some(text("log id")),
                to: Some(Mark::Blocked),
                reason: Some(text("log reason")),
                accepted_by: Some(text("log accepted_by")),
                evidence: Some(text("log evidence")),
                count: Some(text("log count")),
                note: Some(text("log note")),
                region: Some(text("log region")),
                ..LogEntry::new(at(), Event::Item)
            },
            LogEntry { note: Some(text("log remark")), ..LogEntry::new(at(), Event::Note) },
        ],
        ..Runbook::default()
    }
}

fn contact(name: String, handle: String, role: String, description: String) -> Contact {
    Contact { name, handle: Some(handle), role: Some(role), description: Some(description), ..Contact::default() }
}

fn task(name: &str, text: &mut dyn FnMut(&'static str) -> String) -> Task {
    Task {
        id: id(name),
        task: text("tasks task"),
        owner: Some(text("tasks owner")),
        planned: Some(TaskDuration::from_seconds(900)),
        command: Some(text("tasks command")),
        language: Some(text("tasks language")),
        expect: Some(text("tasks expect")),
        stop_if: Some(text("tasks stop_if")),
        outcome: Some(Outcome::Partial),
        count: Some(text("tasks count")),
        note: Some(text("tasks note")),
        ..Task::default()
    }
}

fn id(text: &str) -> Id {
    Id { text: text.to_owned(), derived: false }
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_791_700_330, 0).expect("the time stamp is in range")
}
