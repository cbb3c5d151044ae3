//! Tasks and rollback steps: tables, lists, headings with a command below.

use super::super::{
    inline::Inline,
    read::{Block, Item, Kind, Row},
};
use super::{
    Importer, TaskPlace,
    boxes::box_and_text,
    draft::Fields,
    header::delimiter,
    section::marker,
    words::{self, Column, column, normal},
};
use crate::model::Outcome;

/// Returns what the columns of a table hold.
pub(super) fn columns(rows: &[Row]) -> Vec<Option<Column>> {
    rows.first().map(|row| row.cells.iter().map(|cell| column(&cell.plain)).collect()).unwrap_or_default()
}

impl Importer<'_> {
    pub(super) fn tasks(&mut self, block: &Block) {
        let place = TaskPlace::Task(0);
        match &block.kind {
            Kind::Table(rows) => self.task_rows(place, rows),
            Kind::List { items, .. } => self.task_items(place, items),
            Kind::Code { language, text } => {
                self.end_pending();
                if text.lines().any(|line| box_and_text(line).is_some()) && self.last.is_none() {
                    self.task_boxes(block, text);
                } else if let Some(place) = self.last {
                    self.command(place, block, language, text);
                }
            }
            Kind::Paragraph(lines) => {
                self.end_pending();
                for line in lines {
                    if box_and_text(&line.text.source).is_some() && !self.is_rendered {
                        self.boxed_task(line.line, &line.text.typed);
                    } else if let Some(place) = self.last {
                        self.task_detail(place, line.line, &line.text);
                    } else if let Some(read) = words::section_estimate(&line.text.plain) {
                        let duration = read.duration;
                        self.account.remark(line.line, format!("`{duration}` for all tasks together has no key"));
                    }
                }
                if self.last.is_none() {
                    self.preamble(block, false);
                }
            }
            _ => {}
        }
    }

    /// The names of columns that are known stand for keys.
    pub(super) fn understood_columns(&mut self, row: &Row) {
        for cell in row.cells.iter().filter(|cell| column(&cell.plain).is_some()) {
            self.account.understood(row.line, &normal(&cell.plain));
        }
    }

    fn n_tasks(&self, place: TaskPlace) -> usize {
        match place {
            TaskPlace::Task(_) => self.draft.tasks.len(),
            TaskPlace::Step(_) => self.draft.steps.len(),
        }
    }

    /// Adds a task with its title, its marker, its estimate and its box.
    pub(super) fn add_task(&mut self, place: TaskPlace, line: usize, text: &Inline, tick: Option<char>) -> TaskPlace {
        let mut fields = Fields::default();
        if let Some((of, id)) = marker(text) {
            self.account.understood(line, &format!("rb {of} {id}"));
            let list = if matches!(place, TaskPlace::Task(_)) { "tasks" } else { "rollback" };
            let title = text.link.as_ref().filter(|(_, link)| text.plain.ends_with(&format!(" ({link})")));
            let title = title.map_or(text.plain.as_str(), |(_, link)| &text.plain[..text.plain.len() - link.len() - 3]);
            self.titles.add(title, list, &id, true);
            fields.set("id", id);
        }
        let title = match &text.link {
            Some((title, link)) if link.starts_with("http") => {
                fields.set("link", link.clone());
                title.clone()
            }
            _ => text.typed.clone(),
        };
        let title = match words::estimate(&title).filter(|_| !self.is_rendered) {
            Some((rest, read, said)) => {
                self.understood_duration(line, &said, &read);
                fields.set("planned", read.duration.to_string());
                rest
            }
            None => title,
        };
        if title != "(no text)" || !self.is_rendered {
            fields.set("task", title);
        }
        self.doubt_mark(line, &text.plain);
        match tick {
            Some('x') => {
                fields.set("outcome", Outcome::Success.word());
                self.account.understood(line, "x");
            }
            Some('~') => {
                fields.set("outcome", Outcome::Skipped.word());
            }
            _ => {}
        }
        self.draft.count_entry();
        let at = self.n_tasks(place);
        let place = match place {
            TaskPlace::Task(_) => {
                self.draft.tasks.push(fields);
                TaskPlace::Task(at)
            }
            TaskPlace::Step(_) => {
                self.draft.steps.push(fields);
                TaskPlace::Step(at)
            }
        };
        self.last = Some(place);
        place
    }

    pub(super) fn task_rows(&mut self, place: TaskPlace, rows: &[Row]) {
        let columns = columns(rows);
        let title = columns.iter().position(|column| *column == Some(Column::Task));
        let instead = |of| columns.iter().position(|column| *column == Some(of));
        let title = title.or_else(|| instead(Column::Name)).or_else(|| instead(Column::Description));
        let Some(title) = title else { return };
        self.account.taken(delimiter(rows), name(place));
        for (number, row) in rows.iter().enumerate() {
            self.account.taken(row.line..row.line + 1, name(place));
            if number == 0 {
                self.understood_columns(row);
                continue;
            }
            let Some(mut text) = row.cells.get(title).filter(|cell| !cell.is_empty()).cloned() else {
                self.account.kept(row.line..row.line + 1);
                continue;
            };
            let tick = text.take_box().or_else(|| box_in(row, &columns));
            let at = self.add_task(place, row.line, &text, tick);
            for (index, cell) in
                row.cells.iter().enumerate().filter(|(index, cell)| *index != title && !cell.is_empty())
            {
                let heading = rows[0].cells.get(index).map(|cell| cell.plain.clone()).unwrap_or_default();
                self.task_cell(at, row.line, columns.get(index).copied().flatten(), &heading, cell);
            }
            self.settle_duration(at, row.line);
        }
        self.last = None;
    }

    pub(super) fn task_items(&mut self, place: TaskPlace, items: &[Item]) {
        for item in items {
            if self.draft.is_too_large() {
                return;
            }
            self.account.taken(item.lines.clone(), name(place));
            let has_boxes_below = item.blocks.iter().any(
                |block| matches!(&block.kind, Kind::List { items, .. } if items.iter().any(|item| item.tick.is_some())),
            );
            let is_group = item.tick.is_none() && has_boxes_below;
            if is_group {
                self.group(item, name(place));
            } else if item.text.is_empty() {
                self.account.kept(item.lines.clone());
                continue;
            } else {
                self.add_task(place, item.lines.start, &item.text, item.tick);
            }
            let own = self.last;
            for block in &item.blocks {
                match &block.kind {
                    Kind::List { items, .. } if has_boxes_below => self.task_items(place, items),
                    _ => {
                        if let Some(own) = own {
                            self.detail(own, block);
                        }
                    }
                }
            }
        }
    }
}

/// Returns what stands in a box that has a column without a name, or one whose name is a box.
pub(super) fn box_in(row: &Row, columns: &[Option<Column>]) -> Option<char> {
    let numbers = row.cells.iter().zip(columns).filter(|(_, column)| **column == Some(Column::Number));
    numbers.filter_map(|(cell, _)| words::drawn_box(&cell.plain)).next()
}

pub(super) const fn name(place: TaskPlace) -> &'static str {
    match place {
        TaskPlace::Task(_) => "tasks",
        TaskPlace::Step(_) => "rollback.steps",
    }
}
