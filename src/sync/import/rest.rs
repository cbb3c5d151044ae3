//! The rollback, and what remains to be done.

use super::super::{
    inline::Inline,
    read::{Block, Item, Kind},
};
use super::{
    Importer, TaskPlace,
    draft::{Draft, Fields},
    header::delimiter,
    labels::address,
    section::marker,
    tasks::columns,
    words::{self, Column},
};

impl Importer<'_> {
    pub(super) fn rollback(&mut self, block: &Block) {
        match &block.kind {
            Kind::Table(rows) => {
                let is_marked = rows.iter().any(|row| row.cells.iter().any(|cell| marker(cell).is_some()));
                let has_steps = columns(rows).contains(&Some(Column::Task)) && !self.is_rendered;
                if is_marked || has_steps {
                    return self.task_rows(TaskPlace::Step(0), rows);
                }
            }
            Kind::List { mark: '+', items } if items.iter().all(is_fact) => {
                for item in items {
                    self.fact(item);
                }
                return;
            }
            Kind::List { mark, items }
                if !self.is_rendered && (*mark == '1' || items.iter().any(|item| item.tick.is_some())) =>
            {
                return self.task_items(TaskPlace::Step(0), items);
            }
            Kind::Code { .. } => {
                // A command below a list of steps belongs to the last of them.
                if let Some(place @ TaskPlace::Step(_)) = self.last.filter(|_| !self.is_rendered) {
                    return self.detail(place, block);
                }
            }
            Kind::Paragraph(lines) if !self.is_rendered => {
                if let [line] = lines.as_slice()
                    && let Some(read) = words::section_estimate(&line.text.plain)
                    && self.draft.rollback.set("planned", read.duration.to_string())
                {
                    self.understood_duration(line.line, &line.text.plain, &read);
                    return self.account.taken(block.lines.clone(), "rollback.planned");
                }
            }
            _ => {}
        }
        self.plan(block);
    }

    /// Adds a block to the plan, as it stands.
    pub(super) fn plan(&mut self, block: &Block) {
        self.account.taken(block.lines.clone(), "rollback.plan");
        let text = self.source.text();
        let line_start = text[..block.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let indent = text[line_start..block.bytes.start].bytes().take_while(|byte| *byte == b' ').count();
        // A fence that is indented takes as many blanks from its lines.
        let lines = text[block.bytes.clone()].trim_end().lines().map(|line| {
            let blanks = line.bytes().take(indent).take_while(|byte| *byte == b' ').count();
            &line[blanks..]
        });
        let is_fence = matches!(block.kind, Kind::Code { .. }) && indent > 0 && indent < 4;
        let plan = if is_fence {
            lines.collect::<Vec<_>>().join("\n")
        } else {
            text[line_start..block.bytes.end].trim_end().replace("\r\n", "\n")
        };
        self.draft.rollback.add("plan", &plan, "\n\n");
    }

    /// Reads a line such as `+ **Planned:** 1h15m`.
    fn fact(&mut self, item: &Item) {
        let line = item.lines.start;
        self.account.taken(item.lines.clone(), "rollback");
        let Some((label, value)) = item.text.labelled() else { return };
        self.account.understood(line, &label);
        let plain = item.text.plain.split_once(':').map_or("", |(_, value)| value.trim()).to_owned();
        let rollback = &mut self.draft.rollback;
        let is_set = match label.as_str() {
            "Link" => rollback.set("link", plain),
            "Irreversible" => rollback.set("irreversible", value),
            "Planned" => {
                // What the steps run on unattended is in the steps.
                let (planned, unattended) = plain.split_once(" + ").unwrap_or((&plain, ""));
                let is_unattended = unattended.strip_suffix(" unattended").and_then(words::duration).is_some();
                if is_unattended {
                    self.account.understood(line, unattended);
                }
                rollback.set("planned", planned)
            }
            "Point of no return" => {
                self.account.understood(line, "after");
                rollback.set("point_of_no_return", value.strip_prefix("after ").unwrap_or(&value))
            }
            "Latest start" => {
                self.account.understood(line, &plain);
                plain.split_whitespace().all(is_of_latest_start)
            }
            _ => {
                for part in plain.split(", ") {
                    let (region, handle) = part.split_once(' ').unwrap_or((part, part));
                    let mut confirmation = Fields::default();
                    confirmation.set("region", region);
                    confirmation.set("handle", handle);
                    self.draft.confirmed_by.push(confirmation);
                }
                true
            }
        };
        if !is_set {
            self.account.kept(item.lines.clone());
        }
    }

    pub(super) fn follow_ups(&mut self, block: &Block) {
        match &block.kind {
            Kind::Table(rows) => {
                let columns = columns(rows);
                let Some(what) = columns.iter().position(|column| *column == Some(Column::Task)) else { return };
                self.account.taken(delimiter(rows), "follow_ups");
                for (number, row) in rows.iter().enumerate() {
                    self.account.taken(row.line..row.line + 1, "follow_ups");
                    if number == 0 {
                        self.understood_columns(row);
                        continue;
                    }
                    let mut follow_up = Fields::default();
                    for (at, cell) in row.cells.iter().enumerate() {
                        match columns.get(at).copied().flatten() {
                            _ if at == what => set_what(&mut follow_up, cell),
                            Some(Column::Owner) => {
                                follow_up.set("owner", cell.plain.clone());
                            }
                            Some(Column::Due) => {
                                follow_up.set("due", cell.plain.clone());
                            }
                            Some(Column::Link) => {
                                follow_up.set("link", address(cell));
                            }
                            _ if !cell.is_empty() => {
                                let heading = rows[0].cells.get(at).map_or("", |heading| heading.plain.as_str());
                                follow_up.add("what", &format!("{heading}: {}", cell.typed), "\n");
                            }
                            _ => {}
                        }
                    }
                    self.push_follow_up(row.line, follow_up);
                }
            }
            Kind::List { items, .. } => {
                for item in items {
                    let mut follow_up = Fields::default();
                    set_what(&mut follow_up, &item.text);
                    self.account.taken(item.lines.clone(), "follow_ups");
                    self.push_follow_up(item.lines.start, follow_up);
                    if item.tick == Some('x') {
                        self.account.kept(item.lines.clone());
                        self.account.remark(item.lines.start, "a follow-up has no state: this one was done");
                    }
                }
            }
            Kind::Paragraph(lines) => {
                for line in lines {
                    let mut follow_up = Fields::default();
                    set_what(&mut follow_up, &line.text);
                    self.account.taken(line.line..line.line + 1, "follow_ups");
                    self.push_follow_up(line.line, follow_up);
                }
            }
            _ => {}
        }
    }

    fn push_follow_up(&mut self, line: usize, follow_up: Fields) {
        if follow_up.get("what").is_some() {
            self.draft.follow_ups.push(follow_up);
        } else {
            self.account.kept(line..line + 1);
        }
    }
}

/// Whether a word may stand in what `render` says of the latest start, which follows from the schedule.
fn is_of_latest_start(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',', ':']);
    let known = "Mon Tue Wed Thu Fri Sat Sun UTC by call none the point of no return has passed is booked for";
    word.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
        || word.contains('/')
        || known.split(' ').any(|known| known == word)
}

fn is_fact(item: &Item) -> bool {
    let known = ["Link", "Irreversible", "Planned", "Point of no return", "Latest start", "Confirmed by"];
    item.text.labelled().is_some_and(|(label, _)| known.contains(&label.as_str()))
}

fn set_what(follow_up: &mut Fields, text: &Inline) {
    match &text.link {
        Some((what, link)) if link.starts_with("http") => {
            follow_up.set("what", what.clone());
            follow_up.set("link", link.clone());
        }
        _ => {
            follow_up.set("what", text.typed.clone());
        }
    }
}

impl Draft {
    /// Says how much was found, such as `pre-call 4 (3 done, 1 blocked)`.
    pub(super) fn found(&self) -> Vec<String> {
        let mut found = vec![format!("header {}", self.header.len() + self.n_links())];
        let mut count = |what: &str, n: usize| {
            if n > 0 {
                found.push(format!("{what} {n}"));
            }
        };
        count("GitLab contacts", self.gitlab.len());
        count("customer contacts", self.customer.len());
        for list in &self.checklists {
            let states = ["done", "blocked", "not-applicable"].into_iter().filter_map(|state| {
                let n = list.items.iter().filter(|item| item.get("state") == Some(state)).count();
                (n > 0).then(|| format!("{n} {}", state.replace('-', " ")))
            });
            let states = states.collect::<Vec<_>>().join(", ");
            let states = if states.is_empty() { states } else { format!(" ({states})") };
            found.push(format!("{} {}{states}", list.id, list.items.len()));
        }
        let mut count = |what: &str, n: usize| {
            if n > 0 {
                found.push(format!("{what} {n}"));
            }
        };
        count("tasks", self.tasks.len());
        count("rollback steps", self.steps.len());
        count("follow-ups", self.follow_ups.len());
        count("log", self.log.len());
        if self.rollback.get("plan").is_some() {
            found.push("rollback plan".to_owned());
        }
        found
    }
}
