//! The header: its table, or lines that name the same things.

use std::collections::HashMap;

use super::super::{
    inline::Inline,
    read::{Block, Kind, Row},
};
use super::{
    Importer, TaskPlace,
    draft::Fields,
    labels::{address, is_quick_action, label_and_value, schedule},
    words::{self, HeaderRow, header_row},
};
use crate::model::Schedule;

impl Importer<'_> {
    pub(super) fn is_header_table(&self, rows: &[Row]) -> bool {
        let labels = rows.iter().filter_map(|row| row.cells.first());
        let n_known = labels.filter(|label| header_row(&label.plain).is_some()).count();
        let is_narrow = rows.iter().all(|row| row.cells.len() == 2);
        is_narrow && (n_known >= 2 || n_known > 0 && rows.len() <= 3) && self.draft.tasks.is_empty()
    }

    pub(super) fn header_table(&mut self, block: &Block, rows: &[Row]) {
        self.account.taken(delimiter(rows), "header");
        for (at, row) in rows.iter().enumerate() {
            let [label, value] = row.cells.as_slice() else { continue };
            if at == 0 && words::is_head_of_labels(&label.plain, &value.plain) {
                self.account.left(row.line..row.line + 1, "the names of the columns");
                continue;
            }
            self.header_value(row.line, &label.plain, value, true);
        }
        self.account.taken(block.lines.clone(), "header");
    }

    /// Puts a value under the key that its label means.
    fn header_value(&mut self, line: usize, label: &str, value: &Inline, is_row: bool) -> bool {
        // A date without a time is as likely that of the document.
        let is_date = |row: &HeaderRow| {
            *row == HeaderRow::Schedule && words::normal(label).starts_with("dat") && !value.plain.contains(':')
        };
        let Some(row) = header_row(label).filter(|row| !is_date(row)) else {
            if is_row && !label.is_empty() {
                self.draft.add_link(label, address(value));
                self.account.taken(line..line + 1, "header.links");
            }
            return is_row;
        };
        self.account.understood(line, label);
        let place = match row {
            HeaderRow::Text(key) | HeaderRow::Address(key) | HeaderRow::Word(key) => format!("header.{key}"),
            HeaderRow::Schedule => "header.schedule_at".to_owned(),
            HeaderRow::Window => "header.window".to_owned(),
            HeaderRow::Sessions => "header.sessions".to_owned(),
            HeaderRow::Closed => "closed".to_owned(),
        };
        self.account.taken(line..line + 1, &place);
        match row {
            HeaderRow::Text("description") => self.draft.header.add("description", &value.typed, "\n"),
            HeaderRow::Text("dri") => {
                if value.is_code {
                    self.account.remark(line, "the DRI stands in back-ticks, so nobody was mentioned");
                }
                self.set_header(line, "dri", value.plain.clone());
            }
            HeaderRow::Text(key) => self.set_header(line, key, value.plain.clone()),
            HeaderRow::Address(key) => {
                let text = address(value);
                if value.is_code {
                    self.account.remark(line, "the address stands in back-ticks, so it was no link");
                }
                self.set_header(line, key, text);
            }
            HeaderRow::Word(key) => self.set_header(line, key, value.plain.clone()),
            HeaderRow::Schedule => {
                let mut text = schedule(&value.plain);
                // The zone may stand in the label, as in the templates of change management.
                let with_zone = format!("{text} UTC");
                if label.contains("UTC") && Schedule::parse(&text).is_err() && Schedule::parse(&with_zone).is_ok() {
                    text = with_zone;
                }
                self.understood_schedule(line, &value.plain, &text);
                if !text.is_empty() && Schedule::parse(&text).is_err() {
                    self.account.remark(line, format!("`{text}` is kept as it stands; lint says what to write"));
                }
                self.set_header(line, "schedule_at", text);
            }
            HeaderRow::Window => {
                // The template of GitLab's changes counts them in minutes.
                let in_minutes = || words::minutes(&value.plain).filter(|_| words::normal(label) == "time tracking");
                let text = match words::planned(&value.plain).or_else(in_minutes) {
                    Some(read) => {
                        self.understood_duration(line, &value.plain, &read);
                        read.duration.to_string()
                    }
                    None => value.plain.clone(),
                };
                self.set_header(line, "window", text);
            }
            HeaderRow::Sessions => {
                for text in value.plain.lines() {
                    let (at, window) = match text.rsplit_once(", ") {
                        Some((at, window)) if words::duration(window).is_some() => (at, window),
                        _ => (text, ""),
                    };
                    let at_text = schedule(at);
                    self.understood_schedule(line, at, &at_text);
                    let mut session = Fields::default();
                    session.set("at", at_text);
                    session.set("window", window);
                    self.draft.sessions.push(session);
                }
            }
            HeaderRow::Closed => self.closed(line, value),
        }
        true
    }

    fn set_header(&mut self, line: usize, key: &'static str, text: String) {
        if !self.draft.header.set(key, text) {
            self.account.kept(line..line + 1);
        }
    }

    fn understood_schedule(&mut self, line: usize, shown: &str, text: &str) {
        // The day of the week and the time in UTC follow from the rest.
        if Schedule::parse(text).is_ok() {
            self.account.understood(line, shown);
        }
    }

    /// Reads `completed, 2026-10-11 09:12 UTC, @john_doe`, and the note below it.
    fn closed(&mut self, line: usize, value: &Inline) {
        let (first, note) = value.plain.split_once('\n').map_or((value.plain.as_str(), ""), |(first, _)| {
            (first, value.typed.split_once('\n').map_or("", |(_, note)| note))
        });
        let mut parts = first.splitn(3, ", ");
        let (result, at, by) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
        let closed = &mut self.draft.closed;
        let Some((day, time)) = at.strip_suffix(" UTC").and_then(|at| at.split_once(' ')) else {
            self.account.kept(line..line + 1);
            return;
        };
        closed.set("at", format!("{day}T{time}:00Z"));
        closed.set("by", by.unwrap_or_default());
        closed.set("result", result);
        closed.set("note", note);
        self.account.understood(line, at);
    }

    /// What stands before the first heading, or below one that nobody knows.
    pub(super) fn preamble(&mut self, block: &Block, may_describe: bool) {
        match &block.kind {
            Kind::Paragraph(lines) => {
                let labels = lines.iter().map(|line| label_and_value(&line.text));
                let labels: Vec<_> = labels.map(|found| found.filter(|(label, _)| !label.is_empty())).collect();
                let is_known = |found: &&Option<(String, Inline)>| {
                    found.as_ref().is_some_and(|(label, _)| header_row(label).is_some())
                };
                // Several lines with names are a header, also where some of the names are not known.
                let n_known = labels.iter().filter(is_known).count();
                let is_table =
                    lines.len() > 1 && n_known > 0 && labels.iter().all(Option::is_some) && !self.is_rendered;
                let mut is_header = false;
                for (line, found) in lines.iter().zip(&labels) {
                    if let Some((label, value)) = found
                        && (is_table || header_row(label).is_some())
                    {
                        is_header |= self.header_value(line.line, label, value, is_table);
                    }
                }
                if is_header || lines.iter().all(|line| is_quick_action(&line.text.source)) {
                    return;
                }
                if may_describe && !self.is_rendered {
                    for (at, line) in lines.iter().enumerate() {
                        let gap = if at == 0 { "\n" } else { " " };
                        self.draft.header.add("description", &line.text.typed, gap);
                        self.account.taken(line.line..line.line + 1, "header.description");
                    }
                }
            }
            Kind::List { items, .. } => {
                let is_header = self.is_header_list(block);
                for item in items {
                    if let Some((label, value)) = label_and_value(&item.text)
                        && (header_row(&label).is_some() || is_header)
                    {
                        self.header_value(item.lines.start, &label, &value, is_header);
                    }
                }
            }
            Kind::Table(rows) if self.is_header_table(rows) => self.header_table(block, rows),
            _ => {}
        }
    }

    /// Whether an item of a list names something of the header.
    pub(super) fn is_header_list(&self, block: &Block) -> bool {
        let Kind::List { items, .. } = &block.kind else { return false };
        items.iter().any(|item| label_and_value(&item.text).is_some_and(|(label, _)| header_row(&label).is_some()))
    }

    /// A DRI that is shown with the handle of a contact is the name of that contact.
    pub(super) fn resolve_dri(&mut self) {
        let Some(dri) = self.draft.header.get("dri").map(str::to_owned) else { return };
        let people = self.draft.gitlab.iter().chain(&self.draft.customer);
        let is_shown = |person: &&Fields| {
            person
                .get("name")
                .zip(person.get("handle"))
                .is_some_and(|(name, handle)| dri == format!("{name} {handle}") || dri == format!("{name} @{handle}"))
        };
        let name = people.into_iter().find(is_shown).and_then(|person| person.get("name")).map(str::to_owned);
        if let (Some(name), Some(dri)) = (name, self.draft.header.get_mut("dri")) {
            *dri = name;
        }
    }

    /// Titles by which a task was named become its id.
    pub(super) fn resolve_titles(&mut self) {
        let titles: Vec<(String, String)> = self
            .draft
            .tasks
            .iter()
            .filter_map(|task| Some((task.get("task")?.to_owned(), task.get("id")?.to_owned())))
            .collect();
        // Of two with one title, the first is meant.
        let ids: HashMap<&str, &str> = titles.iter().rev().map(|(title, id)| (title.as_str(), id.as_str())).collect();
        let id = |text: &str| ids.get(text).copied().unwrap_or(text).to_owned();
        for step in self.draft.steps.iter_mut() {
            if let Some(undoes) = step.get_mut("undoes") {
                *undoes = id(undoes);
            }
        }
        if let Some(point) = self.draft.rollback.get_mut("point_of_no_return") {
            *point = id(point);
        }
    }

    pub(super) fn task_mut(&mut self, place: TaskPlace) -> Option<&mut Fields> {
        match place {
            TaskPlace::Task(at) => self.draft.tasks.get_mut(at),
            TaskPlace::Step(at) => self.draft.steps.get_mut(at),
        }
    }
}

/// Returns the line below the first row.
pub(super) fn delimiter(rows: &[Row]) -> std::ops::Range<usize> {
    rows.first().map_or(0..0, |row| row.line + 1..row.line + 2)
}
