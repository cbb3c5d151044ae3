//! What stands below a heading that nobody knows, or below none.

use super::super::{
    inline::tick,
    read::{Block, Item, Kind, Row},
};
use super::{
    Importer,
    section::What,
    tasks::columns,
    words::{Column, drawn_box},
};

impl Importer<'_> {
    /// What stands below no heading that is known.
    pub(super) fn unknown(&mut self, heading: &str, block: &Block) {
        match &block.kind {
            Kind::Table(rows) if self.is_header_table(rows) => self.header_table(block, rows),
            Kind::Table(rows) => {
                let columns = columns(rows);
                let has = |column| columns.contains(&Some(column));
                if has(Column::Task) || has(Column::Description) && has(Column::Owner) {
                    if has_outcome_box(rows, &columns) && !heading.is_empty() {
                        return self.new_list(heading, block);
                    }
                    self.tasks(block);
                } else if has(Column::Name) {
                    self.people(false, block);
                }
            }
            Kind::List { items, .. } if has_boxes(items) => {
                if heading.is_empty() {
                    self.tasks(block);
                } else {
                    self.new_list(heading, block);
                }
            }
            Kind::Code { text, .. } if text.lines().any(|line| tick(line.trim_start()).is_some()) => {
                if heading.is_empty() {
                    self.tasks(block);
                } else {
                    self.new_list(heading, block);
                }
            }
            Kind::List { mark: '1', .. } if !self.is_header_list(block) => self.tasks(block),
            Kind::Code { .. } if self.last.is_some() => self.tasks(block),
            Kind::Paragraph(lines) if lines.iter().any(|line| tick(&line.text.source).is_some()) => {
                if heading.is_empty() {
                    self.tasks(block);
                } else {
                    self.new_list(heading, block);
                }
            }
            _ => {
                let is_first = self.draft.tasks.is_empty() && self.draft.checklists.is_empty();
                self.preamble(block, is_first && self.sections.len() <= 1);
            }
        }
    }

    /// Makes a checklist of a section that nobody knew.
    pub(super) fn new_list(&mut self, heading: &str, block: &Block) {
        let id = self.list_id(heading);
        self.draft.checklist(&id, Some(heading));
        if let Some(section) = self.sections.last_mut() {
            section.what = What::List(id.clone());
            let lines = std::mem::take(&mut section.lines);
            self.account.understood(lines.start, "checklist");
            self.account.taken(lines, &format!("checklists.{id}"));
        }
        self.checklist(&id, block);
    }
}

pub(super) fn has_boxes(items: &[Item]) -> bool {
    let mut open: Vec<&Item> = items.iter().collect();
    while let Some(item) = open.pop() {
        if item.tick.is_some() {
            return true;
        }
        for block in &item.blocks {
            if let Kind::List { items, .. } = &block.kind {
                open.extend(items);
            }
        }
    }
    false
}

/// Whether a column of states holds boxes.
fn has_outcome_box(rows: &[Row], columns: &[Option<Column>]) -> bool {
    let Some(at) = columns.iter().position(|column| matches!(column, Some(Column::Outcome | Column::Done))) else {
        return false;
    };
    rows.iter().skip(1).filter_map(|row| row.cells.get(at)).any(|cell| drawn_box(&cell.plain).is_some())
}
