//! What the work is and when: the header and the calls.

use chrono_tz::Tz;

use super::{super::when, View};
use crate::{
    cli::{fields::Fields, files, sanitise},
    model::{Call, Kind, Zone},
};

/// Returns the fields of the header.
pub(super) fn fields(view: &View<'_>) -> Fields {
    let runbook = view.runbook();
    let header = &runbook.header;
    let mut fields = Fields::default();
    fields.line("file", (!files::is_stdin(view.path)).then(|| sanitise::path(view.path)));
    let what = match (runbook.blueprint, runbook.example) {
        (true, _) => Some("a blueprint; nothing in it is marked"),
        (_, true) => Some("an example"),
        _ => None,
    };
    fields.line("this is", what);
    if let Some(closed) = &runbook.closed {
        let by = closed.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let ago = when::from_now(closed.at, view.now);
        let at = closed.at.format("%a %Y-%m-%d %H:%M UTC");
        let note = closed.note.iter().flat_map(|note| note.lines()).map(str::to_owned);
        let closed = format!("{}{by}, {at} ({ago})", closed.result.word());
        fields.lines("closed", std::iter::once(closed).chain(note));
    }
    fields.line("kind", (runbook.kind != Kind::default()).then(|| runbook.kind.word()));
    fields.line("DRI", header.dri.as_deref().map(|dri| named(view, dri)));
    calls(view, &mut fields);
    fields.line("meeting", header.meeting_url.as_deref());
    fields.line("GitLab issue", header.gitlab_issue.as_deref());
    fields.line("published", runbook.sync.as_ref().and_then(|sync| sync.issue.as_deref()));
    fields.line("platform", header.platform.map(|platform| platform.word()));
    fields.line("criticality", header.criticality.map(|criticality| criticality.word()));
    for (label, address) in &header.links {
        fields.line(label, Some(address));
    }
    fields
}

/// Returns a handle with the name of the contact who has it.
fn named(view: &View<'_>, who: &str) -> String {
    match view.runbook().contact(who) {
        Some(contact) if contact.name != who => format!("{who} ({})", contact.name),
        _ => who.to_owned(),
    }
}

fn calls(view: &View<'_>, fields: &mut Fields) {
    let calls = view.runbook().calls();
    for (index, call) in calls.iter().enumerate() {
        let label = if calls.len() == 1 { "schedule".to_owned() } else { format!("call {}", index + 1) };
        let mut lines = when::agreed(call);
        if view.runbook().closed.is_none()
            && let Some(first) = lines.first_mut()
        {
            first.push_str(&format!(" ({})", when::from_now(call.at.instant(), view.now)));
        }
        fields.lines(&label, lines);
        fields.line("window", window(call, view));
    }
}

/// Returns how long the slot is booked, and until when.
fn window(call: &Call, view: &View<'_>) -> Option<String> {
    let (window, end, zone) = (call.window?, call.end()?, call.at.zone());
    let utc = end.format("%a %H:%M UTC");
    let left = when::left(call, view.now).filter(|_| view.runbook().closed.is_none());
    let left = left.map(|left| format!(", {left}")).unwrap_or_default();
    Some(match zone {
        Zone::Named(Tz::UTC) => format!("{window}, until {utc}{left}"),
        zone => format!("{window}, until {} ({utc}){left}", when::on_clock(end, zone)),
    })
}
