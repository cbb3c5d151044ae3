//! The header table.

use serde::Serialize;

use crate::{
    model::{Closed, Header, Runbook, Session, Zone},
    render::markdown::Text,
};

use super::when;

/// The header: the handbook's six rows, which are always there, and those that are there when given.
#[derive(Debug, Serialize)]
pub(super) struct HeaderView {
    name: Text,
    description: Text,
    dri: Text,
    schedule: Text,
    meeting_url: Text,
    gitlab_issue: Text,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
struct RowView {
    label: Text,
    value: Text,
}

impl HeaderView {
    pub(super) fn new(runbook: &Runbook) -> Self {
        let header = &runbook.header;
        let address = |text: &Option<String>| text.as_deref().map(Text::address).unwrap_or_default();
        Self {
            name: Text::literal(&header.name),
            description: header.description.as_deref().map(Text::inline).unwrap_or_default(),
            dri: header.dri.as_deref().map(|dri| mention_dri(runbook, dri)).unwrap_or_default(),
            schedule: header.schedule_at.as_ref().map(|at| Text::literal(&when::agreed(at))).unwrap_or_default(),
            meeting_url: address(&header.meeting_url),
            gitlab_issue: address(&header.gitlab_issue),
            rows: rows(header, runbook.closed.as_ref()),
        }
    }
}

/// A DRI that is named and not by handle is mentioned too, if a contact of that name has a handle.
fn mention_dri(runbook: &Runbook, dri: &str) -> Text {
    if dri.trim().starts_with('@') {
        return Text::mention(dri);
    }
    let handle = runbook.contact(dri).and_then(|contact| contact.handle.as_deref());
    match handle {
        Some(handle) if handle.trim().trim_start_matches('@') == dri.trim() => Text::mention(handle),
        Some(handle) => Text::literal(dri).and(" ").and(Text::mention(handle)),
        None => Text::literal(dri),
    }
}

fn rows(header: &Header, closed: Option<&Closed>) -> Vec<RowView> {
    let mut rows = Vec::new();
    let mut push = |label: &str, value: Text| rows.push(RowView { label: Text::literal(label), value });
    if let Some(window) = header.window {
        push("Window", Text::literal(&window.to_string()));
    }
    let zone = header.schedule_at.map(|at| at.zone());
    let sessions = header.sessions.iter().map(|of| session(of, zone)).fold(Text::default(), Text::and_line);
    if !sessions.is_empty() {
        push("Sessions", sessions);
    }
    if let Some(platform) = header.platform {
        push("Platform", Text::literal(platform.word()));
    }
    if let Some(criticality) = header.criticality {
        push("Criticality", Text::literal(criticality.word()));
    }
    for (label, link) in &header.links {
        push(label, Text::address(link));
    }
    if let Some(closed) = closed {
        push("Closed", end(closed));
    }
    rows
}

/// Returns a session; one that is agreed in UTC also on the clock of the scheduled call.
fn session(session: &Session, zone: Option<Zone>) -> Text {
    let at = session.at.as_ref().map(|at| when::agreed_beside(at, zone));
    let window = session.window.map(|window| window.to_string());
    Text::literal(&at.into_iter().chain(window).collect::<Vec<_>>().join(", "))
}

fn end(closed: &Closed) -> Text {
    let end = Text::literal(&format!("{}, {} UTC", closed.result.word(), when::in_utc(closed.at)));
    let end = match &closed.by {
        Some(by) => end.and(", ").and(Text::literal(by)),
        None => end,
    };
    match &closed.note {
        Some(note) => end.and_line(Text::inline(note)),
        None => end,
    }
}
