//! Checklists: lists of boxes, boxes in a code block, tables of checks.

use super::super::{
    inline::{Inline, tick},
    read::{Block, Item, Kind, Line},
};
use super::{
    Importer,
    draft::Fields,
    header::delimiter,
    section::marker,
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
            let has_boxes_below = item.blocks.iter().any(
                |block| matches!(&block.kind, Kind::List { items, .. } if items.iter().any(|item| item.tick.is_some())),
            );
            if item.tick.is_none() && has_boxes_below {
                // The name of a group.
                self.account.kept(item.lines.clone());
            } else if !item.text.is_empty() {
                self.item(list, item);
            }
            for block in &item.blocks {
                self.below_item(list, item, block, has_boxes_below);
            }
        }
    }

    fn item(&mut self, list: &str, item: &Item) {
        let mut fields = Fields::default();
        if let Some((of, id)) = marker(&item.text) {
            self.account.understood(item.lines.start, &format!("rb {of} {id}"));
            self.account.understood(item.lines.start, &item.text.comments.join(" "));
            fields.set("id", id);
        }
        if item.text.typed != "(no text)" || !self.is_rendered {
            fields.set("item", item.text.typed.clone());
        }
        set_tick(&mut fields, item.tick);
        self.account.understood(item.lines.start, "x");
        self.account.taken(item.lines.clone(), &format!("checklists.{list}"));
        self.push_item(list, fields);
    }

    fn push_item(&mut self, list: &str, mut fields: Fields) {
        if fields.get("id").is_none()
            && let Some(id) = words::handbook_id(list, fields.get("item").unwrap_or_default())
            && self.draft.checklist(list, None).items.iter().all(|item| item.get("id") != Some(id))
        {
            fields.set("id", id);
        }
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

    fn last_item(&mut self, list: &str, change: impl FnOnce(&mut Fields)) {
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

    fn item_rows(&mut self, list: &str, rows: &[super::super::read::Row], columns: &[Option<Column>]) {
        let title = columns.iter().position(|column| *column == Some(Column::Task));
        let title = title.or_else(|| columns.iter().position(|column| *column != Some(Column::Number))).unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            self.account.taken(row.line..row.line + 1, &format!("checklists.{list}"));
            if number == 0 {
                row.cells.iter().for_each(|cell| self.account.understood(row.line, &cell.plain));
                continue;
            }
            let mut fields = Fields::default();
            for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                match columns.get(at).copied().flatten() {
                    _ if at == title => {
                        let mut text = cell.clone();
                        set_tick(&mut fields, text.take_box());
                        fields.set("item", text.typed);
                    }
                    Some(Column::Outcome) => match words::item_state(&cell.plain) {
                        Some(state) => {
                            self.account.understood(row.line, &cell.plain);
                            if state != ItemState::Open {
                                fields.set("state", state.word());
                            }
                        }
                        None => fields.add("reason", &cell.typed, "\n"),
                    },
                    Some(Column::Note) => fields.add("reason", &cell.typed, "\n"),
                    Some(Column::Number) => self.account.understood(row.line, &cell.plain),
                    _ => {
                        let heading = rows[0].cells.get(at).map(|heading| heading.plain.clone()).unwrap_or_default();
                        fields.add("item", &format!("{heading}: {}", cell.typed), "\n");
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

    /// Reads `[x] - text` in a code block, as in the handbook's example.
    fn boxes_in_code(&mut self, list: &str, block: &Block, text: &str) {
        let is_fenced = self.source.text()[block.bytes.clone()].trim_start().starts_with(['`', '~']);
        let first = block.lines.start + usize::from(is_fenced);
        let n_boxes = text.lines().filter(|line| box_and_text(line).is_some()).count();
        if n_boxes == 0 {
            return;
        }
        let mut is_after_box = false;
        for (at, line) in text.lines().enumerate() {
            let number = first + at;
            if is_after_box || box_and_text(line).is_some() {
                self.boxed_line(list, number, line);
                is_after_box = true;
            }
        }
        self.account.remark(
            block.lines.start,
            format!("{n_boxes} boxes stand in a code block: GitLab shows them as text and counts none of them"),
        );
        if is_fenced {
            self.fence(block, &format!("checklists.{list}"));
        }
    }

    /// Reads `[x] - text` in a paragraph.
    fn boxes_in_text(&mut self, list: &str, lines: &[Line]) {
        let Some(first) = lines.iter().position(|line| tick(&line.text.source).is_some()) else {
            for line in lines.iter().filter(|_| self.draft.checklists.iter().any(|known| known.id == list)) {
                if let Some(duration) = words::section_estimate(&line.text.plain) {
                    self.account.remark(line.line, format!("`{duration}` has no key in a checklist"));
                }
            }
            return;
        };
        let n_boxes = lines.iter().filter(|line| tick(&line.text.source).is_some()).count();
        for line in &lines[first..] {
            if tick(&line.text.source).is_some() || line.text.is_code {
                self.boxed_line(list, line.line, &line.text.typed);
            } else {
                let typed = line.text.typed.clone();
                self.account.taken(line.line..line.line + 1, &format!("checklists.{list}"));
                self.last_item(list, |fields| fields.add("item", &typed, " "));
            }
        }
        let text = if n_boxes == 1 { "a box stands" } else { "boxes stand" };
        self.account.remark(
            lines[first].line,
            format!("{text} in a paragraph, not in a list: GitLab shows text and counts none"),
        );
    }

    fn boxed_line(&mut self, list: &str, line: usize, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.account.taken(line..line + 1, &format!("checklists.{list}"));
        self.account.understood(line, "x");
        match box_and_text(text) {
            Some((tick, text)) => {
                let mut fields = Fields::default();
                fields.set("item", text);
                set_tick(&mut fields, Some(tick));
                if let Some(channels) = either(text) {
                    self.account.remark(line, format!("choose one: {channels}"));
                }
                self.push_item(list, fields);
            }
            None => {
                // The handbook: mark the item if completed, otherwise provide details which prevent it.
                let text = text.trim();
                let bare = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text).to_owned();
                self.last_item(list, |fields| {
                    if fields.get("state").is_none() {
                        fields.set("state", "blocked");
                        fields.set("reason", bare);
                    } else if fields.get("state") == Some("blocked") {
                        fields.add("reason", &bare, "\n");
                    } else {
                        fields.add("item", text, "\n");
                    }
                });
            }
        }
    }
}

/// Returns the box of `[x] - text`, `- [x] text` and `[x] text`, and the text.
pub(super) fn box_and_text(line: &str) -> Option<(char, &str)> {
    let line = line.trim();
    let bare = line.trim_start_matches(['-', '*', '+']).trim_start();
    let tick = tick(bare)?;
    let text = bare[3..].trim_start();
    let text = text.strip_prefix("- ").unwrap_or(text).trim();
    (!text.is_empty()).then_some((tick, text))
}

/// Returns the channels of which a text leaves one to choose: `` `#a` or `#b` ``.
fn either(text: &str) -> Option<String> {
    let (before, after) = text.split_once("` or `")?;
    let first = before.rsplit('`').next()?;
    let second = after.split('`').next()?;
    first.starts_with('#').then(|| format!("`{first}` or `{second}`"))
}

fn set_tick(fields: &mut Fields, tick: Option<char>) {
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
