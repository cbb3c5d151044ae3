//! Checklists: lists of boxes, tables of checks.

use super::super::{
    inline::Inline,
    read::{Block, Item, Kind, Row},
};
use super::{
    Importer,
    draft::Fields,
    header::delimiter,
    section::marker,
    task_text::named,
    tasks,
    words::{self, Column},
};
use crate::model::ItemState;

/// What `render` writes where there is no reason.
const NO_REASON: &str = "no reason given";

impl Importer<'_> {
    pub(super) fn checklist(&mut self, id: &str, block: &Block) {
        match &block.kind {
            Kind::List { items, .. } => self.items(id, items),
            Kind::Table(rows) => {
                let columns = tasks::columns(rows);
                if columns.iter().any(Option::is_some) {
                    self.account.taken(delimiter(rows), &format!("checklists.{id}"));
                    self.item_rows(id, rows, &columns);
                }
            }
            Kind::Code { text, .. } => self.boxes_in_code(id, block, text),
            Kind::Paragraph(lines) => self.boxes_in_text(id, lines),
            _ => {}
        }
    }

    fn items(&mut self, list: &str, items: &[Item]) {
        for item in items {
            if self.draft.is_too_large() {
                return;
            }
            let has_boxes_below = item.blocks.iter().any(
                |block| matches!(&block.kind, Kind::List { items, .. } if items.iter().any(|item| item.tick.is_some())),
            );
            if item.tick.is_none() && has_boxes_below {
                self.group(item, &format!("checklists.{list}"));
            } else if !item.text.is_empty() {
                self.item(list, item);
            }
            for block in &item.blocks {
                self.below_item(list, item, block, has_boxes_below);
            }
        }
    }

    /// Keeps the name of a group of items; a mark without one is a slip.
    pub(super) fn group(&mut self, item: &Item, place: &str) {
        if item.text.is_empty() {
            self.account.taken(item.lines.clone(), place);
        } else {
            self.account.kept(item.lines.clone());
        }
    }

    fn item(&mut self, list: &str, item: &Item) {
        let mut fields = Fields::default();
        if let Some((of, id)) = marker(&item.text) {
            self.account.understood(item.lines.start, &format!("rb {of} {id}"));
            fields.set("id", id);
        }
        if let Some(id) = fields.get("id") {
            self.titles.add(&item.text.plain, list, id, false);
        }
        if item.text.typed != "(no text)" || !self.is_rendered {
            fields.set("item", item.text.typed.clone());
        }
        self.doubt_mark(item.lines.start, &item.text.plain);
        set_tick(&mut fields, item.tick);
        self.account.understood(item.lines.start, "x");
        self.account.taken(item.lines.clone(), &format!("checklists.{list}"));
        self.push_item(list, fields);
    }

    pub(super) fn push_item(&mut self, list: &str, mut fields: Fields) {
        if fields.get("id").is_none()
            && let Some(id) = words::handbook_id(list, fields.get("item").unwrap_or_default())
            && self.draft.checklist(list, None).handbook_ids.insert(id)
        {
            fields.set("id", id);
        }
        self.draft.count_entry();
        self.draft.checklist(list, None).items.push(fields);
    }

    /// Takes what stands below an item: its reason and the like, its details, or items of their own.
    fn below_item(&mut self, list: &str, item: &Item, block: &Block, has_boxes_below: bool) {
        let place = format!("checklists.{list}");
        match &block.kind {
            Kind::List { items, .. } if has_boxes_below => self.items(list, items),
            Kind::List { items, .. } => {
                for detail in items {
                    self.account.taken(detail.lines.clone(), &place);
                    self.item_detail(list, detail.lines.start, &detail.text);
                    for block in &detail.blocks {
                        self.below_item(list, detail, block, false);
                    }
                }
            }
            Kind::Paragraph(lines) => {
                for line in lines {
                    self.account.taken(line.line..line.line + 1, &place);
                    self.item_detail(list, line.line, &line.text);
                }
            }
            Kind::Code { text, .. } if item.tick.is_some() || !text.trim().is_empty() => {
                self.account.taken(block.lines.clone(), &place);
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    self.last_item(list, |fields| fields.add("item", &format!("`{}`", line.trim()), "\n"));
                }
            }
            _ => {}
        }
    }

    pub(super) fn last_item(&mut self, list: &str, change: impl FnOnce(&mut Fields)) {
        if let Some(fields) = self.draft.checklist(list, None).items.last_mut() {
            change(fields);
        }
    }

    fn item_detail(&mut self, list: &str, line: usize, text: &Inline) {
        let labelled = text.labelled();
        let label = labelled.as_ref().map(|(label, _)| label.to_lowercase()).unwrap_or_default();
        let value = labelled.as_ref().map(|(_, value)| value.clone()).unwrap_or_default();
        let (state, key) = match label.as_str() {
            "blocked" | "blockiert" => (Some("blocked"), "reason"),
            "not applicable" | "n/a" | "entfällt" => (Some("not-applicable"), "reason"),
            "reason" | "grund" | "理由" => (None, "reason"),
            "accepted by" => (None, "accepted_by"),
            "evidence" => (None, "evidence"),
            "why" => (None, "why"),
            "required" if value == "yes" => {
                self.account.understood(line, "required yes");
                return self.last_item(list, |fields| {
                    fields.set("required", "true");
                });
            }
            _ => {
                // Below an item that is not done, the handbook has the details that prevent it.
                let typed = text.typed.clone();
                return self.last_item(list, |fields| fields.add("item", &typed, "\n"));
            }
        };
        self.account.understood(line, &label);
        let plain = Inline::of_text(&value);
        let literal = if key == "accepted_by" || key == "evidence" { literal(&plain.typed, text) } else { value };
        let is_rendered = self.is_rendered;
        self.last_item(list, |fields| {
            if let Some(state) = state {
                fields.remove("state");
                fields.set("state", state);
            }
            if !(is_rendered && key == "reason" && literal == NO_REASON) {
                fields.add(key, &literal, "\n");
            }
        });
        if self.is_rendered {
            self.account.understood(line, NO_REASON);
        }
    }

    fn item_rows(&mut self, list: &str, rows: &[Row], columns: &[Option<Column>]) {
        let title = columns.iter().position(|column| *column == Some(Column::Task));
        let title = title.or_else(|| columns.iter().position(|column| *column != Some(Column::Number))).unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            self.account.taken(row.line..row.line + 1, &format!("checklists.{list}"));
            if number == 0 {
                self.understood_columns(row);
                continue;
            }
            let mut fields = Fields::default();
            for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                match columns.get(at).copied().flatten() {
                    _ if at == title => {
                        let mut text = cell.clone();
                        set_tick(&mut fields, text.take_box().or_else(|| tasks::box_in(row, columns)));
                        fields.set("item", text.typed);
                    }
                    Some(Column::Outcome | Column::Done) => match words::item_state(&cell.plain) {
                        Some(state) => {
                            self.account.understood(row.line, &cell.plain);
                            if state != ItemState::Open {
                                fields.set("state", state.word());
                            }
                        }
                        None => fields.add("reason", &cell.typed, "\n"),
                    },
                    Some(Column::Note) => fields.add("reason", &cell.typed, "\n"),
                    Some(Column::Number) if words::is_row_number(&cell.plain) => {
                        self.account.understood(row.line, &cell.plain);
                    }
                    _ => {
                        let heading = rows[0].cells.get(at).map(|heading| heading.plain.clone()).unwrap_or_default();
                        fields.add("item", &named(&heading, &cell.typed), "\n");
                    }
                }
            }
            if fields.get("item").is_some() {
                self.push_item(list, fields);
            } else {
                self.account.kept(row.line..row.line + 1);
            }
        }
    }
}

pub(super) fn set_tick(fields: &mut Fields, tick: Option<char>) {
    match tick {
        Some('x') => {
            fields.set("state", "done");
        }
        Some('~') => {
            fields.set("state", "not-applicable");
        }
        _ => {}
    }
}

/// Returns the value of a label as it is seen.
fn literal(typed: &str, whole: &Inline) -> String {
    whole.plain.split_once(':').map_or_else(|| typed.to_owned(), |(_, value)| value.trim().to_owned())
}
