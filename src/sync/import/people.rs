//! Who is on the call.

use super::super::{
    inline::Inline,
    read::{Block, Kind},
};
use super::{Importer, draft::Fields, header::delimiter, tasks, words::Column};

/// What `render` writes behind the name of somebody who is only named.
const DOES_NOT_ATTEND: &str = "(does not attend)";

/// Of how many words a name is at most.
const MOST_WORDS: usize = 8;

impl Importer<'_> {
    pub(super) fn people(&mut self, is_customer: bool, block: &Block) {
        let place = if is_customer { "contacts.customer" } else { "contacts.gitlab" };
        match &block.kind {
            Kind::Table(rows) => {
                self.account.taken(delimiter(rows), place);
                let columns = tasks::columns(rows);
                if !columns.contains(&Some(Column::Name)) {
                    return;
                }
                for (at, row) in rows.iter().enumerate() {
                    self.account.taken(row.line..row.line + 1, place);
                    if at == 0 {
                        self.understood_columns(row);
                        continue;
                    }
                    let mut person = Fields::default();
                    for ((cell, column), heading) in row.cells.iter().zip(&columns).zip(&rows[0].cells) {
                        self.person_cell(row.line, &mut person, cell, *column, &heading.plain);
                    }
                    self.push_person(is_customer, row.line, person);
                }
            }
            Kind::List { items, .. } => {
                for item in items {
                    let text = &item.text.plain;
                    let (name, role) = [" - ", " – ", ": ", ", ", "、"]
                        .iter()
                        .find_map(|gap| text.split_once(gap))
                        .or_else(|| text.split_once(" (").map(|(name, role)| (name, role.trim_end_matches(')'))))
                        .unwrap_or((text, ""));
                    let mut person = Fields::default();
                    set_name(&mut person, &Inline::of_text(name));
                    person.set("role", role.trim());
                    self.account.taken(item.lines.clone(), place);
                    if name.split_whitespace().count() > MOST_WORDS {
                        // Nobody is called like a sentence.
                        self.account.kept(item.lines.clone());
                        continue;
                    }
                    self.push_person(is_customer, item.lines.start, person);
                }
            }
            Kind::Paragraph(_) => self.preamble(block, false),
            _ => {}
        }
    }

    fn person_cell(&mut self, line: usize, person: &mut Fields, cell: &Inline, column: Option<Column>, heading: &str) {
        if cell.source.contains("  ") {
            self.account.remark(line, format!("in `{}` blanks stood twice", cell.plain));
        }
        match column {
            Some(Column::Name) => {
                if cell.plain.starts_with(char::is_lowercase) && !cell.plain.starts_with('@') {
                    self.account.remark(line, format!("`{}` begins with a small letter", cell.plain));
                }
                if cell.plain.ends_with(DOES_NOT_ATTEND) {
                    person.set("attends", "false");
                    self.account.understood(line, DOES_NOT_ATTEND);
                }
                set_name(person, cell);
            }
            Some(Column::Role) => {
                person.set("role", cell.plain.clone());
            }
            Some(Column::Description | Column::Note) => person.add("description", &cell.plain, "; "),
            Some(Column::Handle) => {
                person.set("handle", cell.plain.clone());
            }
            Some(Column::Zone) => {
                person.set("time_zone", cell.plain.clone());
            }
            Some(Column::LocalTime) => {
                // `Sun 12:00 (+05:30)`, a line a call: the offset is all that is shown of the zone.
                let first = cell.plain.lines().next().unwrap_or_default();
                let offset = first.rsplit_once('(').map(|(_, offset)| offset.trim_end_matches(')'));
                if let Some(offset) = offset {
                    let zone = if offset == "+00:00" { "UTC" } else { offset };
                    person.set("time_zone", zone);
                    self.account.understood(line, &cell.plain);
                    self.account.remark(line, format!("of the time zone only `{offset}` is shown: write Area/City"));
                }
            }
            _ if !cell.is_empty() => person.add("description", &format!("{heading}: {}", cell.plain), "; "),
            _ => {}
        }
    }

    fn push_person(&mut self, is_customer: bool, line: usize, mut person: Fields) {
        if person.get("name").is_none() {
            let Some(handle) = person.get("handle").map(|handle| handle.trim_start_matches('@').to_owned()) else {
                return self.account.kept(line..line + 1);
            };
            person.set("name", handle);
        }
        if is_customer { self.draft.customer.push(person) } else { self.draft.gitlab.push(person) }
    }
}

/// Sets the name, and the handle that is mentioned behind it.
fn set_name(person: &mut Fields, cell: &Inline) {
    let without = |text: &str| text.strip_suffix(DOES_NOT_ATTEND).unwrap_or(text).trim().to_owned();
    let (plain, source) = (without(&cell.plain), without(&cell.source));
    // An escaped `@` is a part of the name.
    let is_mentioned = source.rsplit(' ').next().is_some_and(|last| last.starts_with('@') && last.len() > 1);
    let last = plain.rfind('@').filter(|_| is_mentioned && !cell.is_code);
    match last {
        Some(at) => {
            person.set("handle", &plain[at..]);
            person.set("name", plain[..at].trim());
        }
        None => {
            person.set("name", plain);
        }
    }
}
