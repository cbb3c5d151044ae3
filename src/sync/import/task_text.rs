//! What is told about one task or step: its cells, its command, the lines below it.

use super::super::{
    inline::{Inline, tick},
    read::{Block, Kind, Line},
};
use super::{
    Importer, TaskPlace,
    tasks::name,
    words::{self, Column},
};

impl Importer<'_> {
    pub(super) fn task_cell(
        &mut self,
        place: TaskPlace,
        line: usize,
        column: Option<Column>,
        heading: &str,
        cell: &Inline,
    ) {
        let duration = words::duration(&cell.plain);
        let text = duration.map_or_else(|| cell.plain.clone(), |duration| duration.to_string());
        match column {
            Some(Column::Outcome) => return self.outcome(place, line, &cell.plain),
            Some(Column::Number) => return self.account.understood(line, &cell.plain),
            Some(Column::Planned) if duration.is_none() && self.is_rendered => {
                return self.planned(place, line, &cell.plain);
            }
            Some(Column::Duration) if self.is_sum_of_attempts(place, duration) => {
                return self.account.understood(line, &cell.plain);
            }
            Some(Column::Duration | Column::Planned) if duration.is_some() => {
                self.account.understood(line, &cell.plain)
            }
            _ => {}
        }
        let Some(task) = self.task_mut(place) else { return };
        let is_set = match column {
            Some(Column::Duration) => task.set("duration", text),
            Some(Column::Planned) => task.set("planned", text),
            Some(Column::Owner) => task.set("owner", cell.plain.clone()),
            Some(Column::Command) => task.set("command", cell.plain.clone()),
            Some(Column::Expect) => task.set("expect", cell.typed.clone()),
            Some(Column::Link) => match &cell.link {
                Some((_, link)) => task.set("link", link.clone()),
                None => task.set("link", cell.plain.clone()),
            },
            Some(Column::Note) => {
                task.add("note", &cell.typed, "\n");
                true
            }
            _ => {
                task.add("note", &format!("{heading}: {}", cell.typed), "\n");
                true
            }
        };
        if !is_set {
            self.account.kept(line..line + 1);
        }
    }

    /// In a list by hand, the duration of what was not run is an estimate.
    pub(super) fn settle_duration(&mut self, place: TaskPlace, line: usize) {
        if self.is_rendered {
            return;
        }
        let Some(task) = self.task_mut(place) else { return };
        if task.get("outcome").is_none()
            && task.get("planned").is_none()
            && let Some(duration) = task.remove("duration")
        {
            task.set("planned", duration);
            self.account.remark(line, "not run yet, so its duration is taken for the planned one");
        }
    }

    /// Reads `15m + 8h unattended, every 30m`.
    fn planned(&mut self, place: TaskPlace, line: usize, text: &str) {
        self.account.understood(line, "unattended every");
        let parts = text.split(", ").flat_map(|part| part.split(" + "));
        let Some(task) = self.task_mut(place) else { return };
        for part in parts {
            match (part.strip_suffix(" unattended"), part.strip_prefix("every ")) {
                (Some(waits), _) => task.set("waits", waits),
                (_, Some(every)) => task.set("every", every),
                _ => task.set("planned", part),
            };
        }
    }

    /// Takes what is told about a task below it.
    pub(super) fn detail(&mut self, place: TaskPlace, block: &Block) {
        match &block.kind {
            Kind::Code { language, text } => self.command(place, block, language, text),
            Kind::Paragraph(lines) if self.detail.is_some() && self.is_rendered => self.title_again(place, lines),
            Kind::Paragraph(lines) => {
                for line in lines {
                    self.task_detail(place, line.line, &line.text);
                }
            }
            Kind::List { items, .. } => {
                for item in items {
                    self.task_detail(place, item.lines.start, &item.text);
                    self.account.taken(item.lines.clone(), name(place));
                    for block in &item.blocks {
                        self.detail(place, block);
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn command(&mut self, place: TaskPlace, block: &Block, language: &str, text: &str) {
        let text = text.trim_end_matches('\n');
        let language = language.split_whitespace().next().unwrap_or_default().to_owned();
        let is_more = text.contains('\n');
        let Some(task) = self.task_mut(place) else { return };
        match task.get_mut("command") {
            Some(command) => {
                let gap = if command.ends_with('\n') { "\n" } else { "\n\n" };
                command.extend([gap, text, "\n"]);
            }
            None => {
                task.set("command", if is_more { format!("{text}\n") } else { text.to_owned() });
            }
        }
        task.set("language", language);
        self.account.taken(block.lines.clone(), name(place));
    }

    /// Reads the title above the details of a task, now without its link.
    fn title_again(&mut self, place: TaskPlace, lines: &[Line]) {
        for line in lines {
            self.account.taken(line.line..line.line + 1, name(place));
        }
        let [Line { text, .. }] = lines else { return };
        let Some(task) = self.task_mut(place) else { return };
        let Some(title) = task.get_mut("task").filter(|title| **title != text.typed) else { return };
        let behind = title.strip_prefix(text.typed.as_str()).and_then(|rest| rest.strip_prefix(" ("));
        let link = behind.and_then(|rest| rest.strip_suffix(')'));
        let link = link.map(|link| link.trim_start_matches('<').trim_end_matches('>').to_owned());
        title.clone_from(&text.typed);
        // A link that the title holds is not that of the task.
        if text.link.is_some() {
            task.remove("link");
        }
        if let Some(link) = link {
            task.set("link", link);
        }
    }

    pub(super) fn task_detail(&mut self, place: TaskPlace, line: usize, text: &Inline) {
        self.account.taken(line..line + 1, name(place));
        let (label, value) = text.labelled().unwrap_or_else(|| {
            let split =
                text.typed.split_once([':', '：']).map(|(label, value)| (label.to_owned(), value.trim().to_owned()));
            split.unwrap_or_default()
        });
        let label = label.to_lowercase();
        let key = match label.as_str() {
            "expect" | "expected" | "expected result" | "erwartet" | "期待結果" => "expect",
            "stop if" | "abort if" | "abbruch" => "stop_if",
            "undoes" if matches!(place, TaskPlace::Step(_)) => "undoes",
            "owner" | "who" | "verantwortlich" | "担当" => "owner",
            "duration" | "estimated time" | "estimate" | "time" | "dauer" | "所要時間" => "planned",
            label if label == "note" || label.starts_with("note on attempt ") => "note",
            _ => {
                let typed = text.typed.clone();
                if let Some(task) = self.task_mut(place).filter(|_| tick(&typed).is_none()) {
                    task.add("note", &typed, "\n");
                }
                return;
            }
        };
        self.account.understood(line, &label);
        let value = match words::duration(&value).filter(|_| key == "planned") {
            Some(duration) => {
                self.account.understood(line, &value);
                duration.to_string()
            }
            None => value,
        };
        if key == "note" && self.is_note_on_attempt(place, &label, &value) {
            return;
        }
        let value = if key == "owner" { Inline::of_text(value.trim_matches('`')).plain } else { value };
        let Some(task) = self.task_mut(place) else { return };
        if key == "note" {
            task.add("note", &value, "\n");
        } else if !task.set(key, value) {
            self.account.kept(line..line + 1);
        }
    }
}
