//! Who is on the call, and what its time is to each of them.

use serde::Serialize;

use super::{super::when, View, text};
use crate::model::{Call, Contact, OddHours, Zone};

/// A person, for machines.
#[derive(Serialize)]
pub(super) struct PersonJson<'a> {
    /// `gitlab` or `customer`.
    side: &'static str,
    name: &'a str,
    handle: Option<&'a str>,
    role: Option<&'a str>,
    attends: bool,
    time_zone: Option<String>,
    /// The call that is under way or comes next, on this person's clock.
    local: Option<LocalJson>,
}

#[derive(Serialize)]
struct LocalJson {
    /// RFC 3339 with the offset there.
    starts_at: String,
    ends_at: Option<String>,
    weekday: String,
    /// By how many days the date there differs from the agreed one.
    day_shift: i64,
    /// `night`, `early`, `evening`, `weekend`.
    odd_hours: Vec<&'static str>,
}

/// What a call is on somebody's clock.
struct Local {
    zone: Zone,
    call: Call,
}

impl Local {
    fn odd_hours(&self) -> Vec<&'static str> {
        let start = self.call.at.instant();
        let odd_hours = self.zone.odd_hours(start, self.call.end().unwrap_or(start));
        odd_hours.into_iter().map(OddHours::word).collect()
    }

    fn day_shift(&self) -> i64 {
        self.zone.day_shift(self.call.at.instant(), self.call.at.local().date())
    }

    /// Returns the offset, and the one at the end where the clocks change during the call.
    fn offset(&self) -> String {
        let start = self.zone.at(self.call.at.instant()).1;
        match self.call.end().map(|end| self.zone.at(end).1) {
            Some(end) if end != start => format!("{start}, then {end}"),
            _ => start.to_string(),
        }
    }
}

fn sides<'a>(view: &'a View<'_>) -> [(&'static str, &'a [Contact]); 2] {
    let contacts = &view.runbook().contacts;
    [("GitLab", &contacts.gitlab), ("Customer", &contacts.customer)]
}

fn local(view: &View<'_>, contact: &Contact) -> Option<Local> {
    Some(Local { zone: contact.time_zone?, call: view.runbook().call_at(view.now)? })
}

/// Returns the table of everybody with their local time; empty without contacts.
pub(super) fn table(view: &View<'_>, width: usize) -> String {
    let mut rows = Vec::new();
    for (side, contacts) in sides(view).into_iter().filter(|(_, contacts)| !contacts.is_empty()) {
        rows.push(vec![format!("{side}:")]);
        rows.extend(contacts.iter().map(|contact| row(view, contact)));
    }
    text::table(&["", "from", "until", "day", "offset", "that is", "role"], &rows, width)
}

fn row(view: &View<'_>, contact: &Contact) -> Vec<String> {
    let handle = contact.handle.as_ref().map(|handle| format!("\n{handle}")).unwrap_or_default();
    let mut row = vec![format!("{}{handle}", contact.name)];
    // Whoever is only named need not be awake.
    match local(view, contact).filter(|_| contact.attends) {
        None => {
            row.extend([const { String::new() }; 4]);
            row.push(match contact.time_zone {
                _ if !contact.attends => "not on the call".to_owned(),
                // Without a schedule there is no time to show.
                Some(zone) => zone.to_string(),
                None => "no time zone".to_owned(),
            });
        }
        Some(local) => {
            let end = local.call.end();
            row.extend([
                when::on_clock(local.call.at.instant(), local.zone),
                end.map(|end| when::on_clock(end, local.zone)).unwrap_or_default(),
                Some(local.day_shift()).filter(|days| *days != 0).map(|days| format!("{days:+}")).unwrap_or_default(),
                local.offset(),
                local.odd_hours().join(", "),
            ]);
        }
    }
    row.push(contact.role.clone().unwrap_or_default());
    row
}

/// Returns everybody for machines.
pub(super) fn json<'a>(view: &'a View<'_>) -> Vec<PersonJson<'a>> {
    let mut people = Vec::new();
    for (side, contacts) in sides(view) {
        people.extend(contacts.iter().map(|contact| PersonJson {
            side: if side == "GitLab" { "gitlab" } else { "customer" },
            name: &contact.name,
            handle: contact.handle.as_deref(),
            role: contact.role.as_deref(),
            attends: contact.attends,
            time_zone: contact.time_zone.map(|zone| zone.to_string()),
            local: local(view, contact).map(|local| LocalJson {
                starts_at: when::rfc_3339(local.call.at.instant(), local.zone),
                ends_at: local.call.end().map(|end| when::rfc_3339(end, local.zone)),
                weekday: local.zone.at(local.call.at.instant()).0.format("%A").to_string(),
                day_shift: local.day_shift(),
                odd_hours: local.odd_hours(),
            }),
        }));
    }
    people
}
