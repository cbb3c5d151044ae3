//! The tables of contacts.

use serde::Serialize;

use crate::{
    model::{Call, Contact, Zone},
    render::markdown::Text,
};

use super::{literal, when};

/// The people of one side.
#[derive(Debug, Serialize)]
pub(super) struct PeopleView {
    people: Vec<PersonView>,
    /// Whether there is a call and somebody whose zone is known.
    has_local_time: bool,
}

#[derive(Debug, Serialize)]
struct PersonView {
    name: Text,
    role: Text,
    description: Text,
    local_time: Text,
    attends: bool,
}

impl PeopleView {
    pub(super) fn new(contacts: &[Contact], calls: &[Call]) -> Self {
        let has_local_time = !calls.is_empty() && contacts.iter().any(|contact| contact.time_zone.is_some());
        Self { people: contacts.iter().map(|contact| PersonView::new(contact, calls)).collect(), has_local_time }
    }
}

impl PersonView {
    fn new(contact: &Contact, calls: &[Call]) -> Self {
        let name = Text::literal(&contact.name);
        Self {
            name: match &contact.handle {
                Some(handle) if name.is_empty() => Text::mention(handle),
                Some(handle) => name.and(" ").and(Text::mention(handle)),
                None => name,
            },
            role: literal(contact.role.as_deref()),
            description: literal(contact.description.as_deref()),
            local_time: contact.time_zone.map(|zone| local_time(calls, zone)).unwrap_or_default(),
            attends: contact.attends,
        }
    }
}

/// Returns when the calls begin on the clock of a zone, each with its number where there are several.
fn local_time(calls: &[Call], zone: Zone) -> Text {
    let lines = calls.iter().enumerate().map(|(index, call)| {
        let label = if calls.len() > 1 { format!("call {}: ", index + 1) } else { String::new() };
        Text::literal(&format!("{label}{}", when::on_clock(call.at.instant(), zone)))
    });
    lines.fold(Text::default(), Text::and_line)
}
