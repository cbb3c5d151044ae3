//! The tables of contacts.

use serde::Serialize;

use crate::{
    model::{Contact, Schedule},
    render::markdown::Text,
};

use super::{literal, when};

/// The people of one side.
#[derive(Debug, Serialize)]
pub(super) struct PeopleView {
    people: Vec<PersonView>,
    /// Whether there is a schedule and somebody whose zone is known.
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
    pub(super) fn new(contacts: &[Contact], schedule: Option<&Schedule>) -> Self {
        let has_local_time = schedule.is_some() && contacts.iter().any(|contact| contact.time_zone.is_some());
        Self { people: contacts.iter().map(|contact| PersonView::new(contact, schedule)).collect(), has_local_time }
    }
}

impl PersonView {
    fn new(contact: &Contact, schedule: Option<&Schedule>) -> Self {
        let name = Text::literal(&contact.name);
        let local_time = schedule.zip(contact.time_zone).map(|(at, zone)| when::on_clock(at.instant(), zone));
        Self {
            name: match &contact.handle {
                Some(handle) if name.is_empty() => Text::mention(handle),
                Some(handle) => name.and(" ").and(Text::mention(handle)),
                None => name,
            },
            role: literal(contact.role.as_deref()),
            description: literal(contact.description.as_deref()),
            local_time: literal(local_time.as_deref()),
            attends: contact.attends,
        }
    }
}
