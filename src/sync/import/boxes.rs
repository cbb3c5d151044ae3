//! Boxes that are no task items: in a code block or in a paragraph, as in the handbook's example.

use super::super::{
    inline::{Inline, tick},
    read::{Block, Line},
};
use super::{
    Importer, TaskPlace,
    draft::Fields,
    lists::set_tick,
    words::{self, Planned},
};

impl Importer<'_> {
    /// Reads `[x] - text` in a code block, as in the handbook's example.
    pub(super) fn boxes_in_code(&mut self, list: &str, block: &Block, text: &str) {
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
    pub(super) fn boxes_in_text(&mut self, list: &str, lines: &[Line]) {
        let Some(first) = lines.iter().position(|line| tick(&line.text.source).is_some()) else {
            for line in lines.iter().filter(|_| self.draft.has_checklist(list)) {
                if let Some(Planned { duration, .. }) = words::section_estimate(&line.text.plain) {
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

    pub(super) fn task_boxes(&mut self, block: &Block, text: &str) {
        let is_fenced = self.source.text()[block.bytes.clone()].trim_start().starts_with(['`', '~']);
        let first = block.lines.start + usize::from(is_fenced);
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            self.boxed_task(first + at, line);
        }
        if is_fenced {
            self.fence(block, "tasks");
        }
        self.account.remark(block.lines.start, "boxes stand in a code block: GitLab counts none of them");
    }

    /// Says that the marks of a code block need no place of their own.
    fn fence(&mut self, block: &Block, place: &str) {
        let (first, last) = (block.lines.start, block.lines.end - 1);
        self.account.understood(first, "plain text plaintext markdown md none");
        self.account.taken(first..first + 1, place);
        self.account.taken(last..last + 1, place);
    }

    pub(super) fn boxed_task(&mut self, line: usize, text: &str) {
        match box_and_text(text) {
            Some((tick, text)) => {
                self.account.taken(line..line + 1, "tasks");
                self.add_task(TaskPlace::Task(0), line, &Inline::of_text(text), Some(tick));
            }
            None => {
                if let Some(place) = self.last {
                    self.task_detail(place, line, &Inline::of_text(text.trim()));
                }
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
