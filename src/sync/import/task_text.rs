//! What is told about one task or step: its cells, its command, the lines below it.

use super::super::{
    inline::{Inline, tick},
    read::{Block, Kind, Line},
};
use super::{
    Importer, TaskPlace,
    draft::Fields,
    tasks::name,
    words::{self, Column, Detail, Planned},
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
        let is_long = matches!(column, Some(Column::Duration | Column::Planned | Column::Time));
        let read = if is_long { words::planned(&cell.plain) } else { None };
        let duration = read.as_ref().map(|read| read.duration);
        match column {
            Some(Column::Outcome) => return self.outcome(place, line, heading, &cell.plain),
            Some(Column::Done) => return self.done(place, line, heading, cell),
            Some(Column::Number) if words::is_row_number(&cell.plain) => {
                return self.account.understood(line, &cell.plain);
            }
            Some(Column::Planned) if duration.is_none() && self.is_rendered => {
                return self.planned(place, line, &cell.plain);
            }
            Some(Column::Duration) if self.is_sum_of_attempts(place, duration) => {
                return self.account.understood(line, &cell.plain);
            }
            // A clock there is the time of day.
            Some(Column::Time) if words::duration(&cell.plain).is_none() => {
                return self.note_cell(place, heading, cell);
            }
            Some(Column::Duration | Column::Planned) if words::is_nothing(&cell.plain) => {
                return self.account.understood(line, &cell.plain);
            }
            Some(Column::Duration | Column::Planned) if duration.is_none() && !self.is_rendered => {
                self.account.remark(line, format!("`{}` is kept as it stands; lint says what to write", cell.plain));
            }
            _ => {}
        }
        if let Some(read) = &read {
            self.understood_duration(line, &cell.plain, read);
        }
        let text = duration.map_or_else(|| cell.plain.clone(), |duration| duration.to_string());
        let has_address = self.is_rendered || cell.plain.contains("://");
        let Some(task) = self.task_mut(place) else { return };
        let is_set = match column {
            Some(Column::Duration) => task.set("duration", text),
            Some(Column::Planned | Column::Time) => task.set("planned", text),
            Some(Column::Owner | Column::Name) => task.set("owner", cell.plain.clone()),
            Some(Column::Command) => task.set("command", cell.plain.clone()),
            Some(Column::Expect) => task.set("expect", cell.typed.clone()),
            Some(Column::Link) => match &cell.link {
                Some((_, link)) => task.set("link", link.clone()),
                None if !has_address => {
                    return self.note_cell(place, heading, cell);
                }
                None => task.set("link", cell.plain.clone()),
            },
            Some(Column::Note) => {
                task.add("note", &cell.typed, "\n");
                true
            }
            _ => return self.note_cell(place, heading, cell),
        };
        if !is_set {
            self.account.kept(line..line + 1);
        }
    }

    /// Reads whether a task was done: `yes`, `☑`; a cross says no.
    fn done(&mut self, place: TaskPlace, line: usize, heading: &str, cell: &Inline) {
        if let Some(outcome) = words::done(&cell.plain) {
            self.account.understood(line, &cell.plain);
            if let Some(task) = self.task_mut(place) {
                task.set("outcome", outcome.word());
            }
        } else if words::is_open(&cell.plain) || words::outcome(&cell.plain).is_some() {
            self.account.understood(line, &cell.plain);
        } else {
            self.outcome(place, line, heading, &cell.plain);
        }
    }

    /// Puts a cell into the note, with the name of its column.
    pub(super) fn note_cell(&mut self, place: TaskPlace, heading: &str, cell: &Inline) {
        if let Some(task) = self.task_mut(place) {
            task.add("note", &named(heading, &cell.typed), "\n");
        }
    }

    /// Says that a duration is in the file in another form, and what a person should know of it.
    pub(super) fn understood_duration(&mut self, line: usize, said: &str, read: &Planned) {
        self.account.understood(line, said);
        if let Some(remark) = &read.remark {
            self.account.remark(line, remark.clone());
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

    /// Takes what stands below a task without a name.
    fn plain_detail(&mut self, place: TaskPlace, text: &Inline) {
        let is_first = |task: &Fields| task.get("note").is_none();
        let Some(task) = self.task_mut(place) else { return };
        if tick(&text.typed).is_some() {
            return;
        }
        let is_address = text.plain.starts_with("http") && !text.plain.contains(char::is_whitespace);
        if text.is_code && is_first(task) {
            // Behind a note it stays there, so that the order of both is not lost.
            let code = text.plain.clone();
            self.command_line(place, &code);
        } else if !is_address || task.get("link").is_some() || !task.set("link", text.plain.clone()) {
            task.add("note", &text.typed, "\n");
        }
    }

    /// Adds a line to the command of a task; behind a note or a block it is a part of the note.
    fn command_line(&mut self, place: TaskPlace, line: &str) {
        let Some(task) = self.task_mut(place) else { return };
        let is_block = task.get("language").is_some();
        match task.get_mut("command").filter(|_| !is_block) {
            Some(command) => {
                if !command.ends_with('\n') {
                    command.push('\n');
                }
                command.extend([line, "\n"]);
            }
            None if is_block => task.add("note", &format!("`{line}`"), "\n"),
            None => {
                task.set("command", line);
            }
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
        let key = match words::detail(&label) {
            Some(Detail::Key(key)) => key,
            Some(Detail::Command) if !self.is_rendered => {
                self.account.understood(line, &label);
                return self.command_line(place, value.trim_matches('`'));
            }
            Some(Detail::Undoes) if matches!(place, TaskPlace::Step(_)) => "undoes",
            Some(Detail::Note) => "note",
            _ => return self.plain_detail(place, text),
        };
        self.account.understood(line, &label);
        let value = match words::planned(&value).filter(|_| key == "planned") {
            Some(read) => {
                self.understood_duration(line, &value, &read);
                read.duration.to_string()
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

/// Returns the text of a cell behind the name of its column, if that has one.
pub(super) fn named(heading: &str, text: &str) -> String {
    if heading.is_empty() { text.to_owned() } else { format!("{heading}: {text}") }
}
