//! HTML: what folds, tables, and comments.

use std::collections::HashSet;

use super::super::{
    inline::comment,
    read::{Block, Kind},
};
use super::{
    Importer, TaskPlace,
    html_table::{self, HtmlTable},
    section::What,
    tasks::name,
    words::{Topic, is_plain_topic, topic},
};

/// What `render` writes behind the number of a task whose details fold.
const DETAILS: &str = "details summary Task Step command expected result stop rule undoes note notes";

impl Importer<'_> {
    /// Takes what is known of a block of HTML, line by line; the rest of it stays as it is, in the comment.
    pub(super) fn html(&mut self, block: &Block, html: &str) {
        if comment(html).is_some_and(|comment| comment.starts_with("runbook: v=")) {
            return self.account.left(block.lines.clone(), "the marker of the issue, which render writes anew");
        }
        if let Some(table) = html_table::read(html, block.lines.start).filter(|_| !self.is_rendered) {
            return self.html_table(block, table);
        }
        for (line, html) in block.lines.clone().zip(html.lines()) {
            let html = html.trim();
            let lower = html.to_ascii_lowercase();
            if lower == "<details>" && !self.is_rendered {
                self.account.left(line..line + 1, "the beginning of what folds");
            } else if let Some(summary) = alone(html, &lower).filter(|_| !self.is_rendered) {
                self.details(line, summary.trim());
            } else if let Some(rest) = lower.strip_prefix("<details>").map(str::trim_start) {
                let inside = rest.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
                let summary = inside.map_or("", |inside| {
                    let end = html.len() - "</summary>".len();
                    &html[end - inside.len()..end]
                });
                self.details(line, summary.trim());
            } else if lower == "</details>" {
                self.detail = None;
                if self.sections.last().is_some_and(|section| section.level == usize::MAX) {
                    self.sections.pop();
                }
                self.account.left(line..line + 1, "the end of what folds");
            }
        }
    }

    /// Reads a table of HTML as any other; its tags need no place.
    fn html_table(&mut self, block: &Block, table: HtmlTable) {
        for (line, marks) in &table.marks {
            self.account.understood(*line, marks);
        }
        let begins: HashSet<usize> = table.rows.iter().map(|row| row.line).collect();
        for line in block.lines.clone().filter(|line| !begins.contains(line)) {
            self.account.goes_on(line);
        }
        let first = table.rows.first().map_or(block.lines.start, |row| row.line);
        let table = Block { lines: block.lines.clone(), bytes: block.bytes.clone(), kind: Kind::Table(table.rows) };
        self.block(&table, &[]);
        self.account.taken_as(first, block.lines.clone());
    }

    fn details(&mut self, line: usize, summary: &str) {
        let number = |word: &str, prefix: &str| {
            let rest = summary.strip_prefix(word)?.split_once(':')?.0.trim();
            rest.strip_prefix(prefix)?.parse::<usize>().ok()?.checked_sub(1)
        };
        let task = number("Task ", "").filter(|index| *index < self.draft.tasks.len()).map(TaskPlace::Task);
        let step = number("Step ", "r").filter(|index| *index < self.draft.steps.len()).map(TaskPlace::Step);
        if let Some(place) = task.or(step) {
            self.detail = Some(place);
            self.account.understood(line, DETAILS);
            self.account.understood(line, summary.split_once(':').map_or("", |(number, _)| number));
            return self.account.taken(line..line + 1, name(place));
        }
        let what = match topic(summary) {
            Some(Topic::PreCall) => Some(What::List("pre-call".to_owned())),
            Some(Topic::PostCall) => Some(What::List("post-call".to_owned())),
            Some(topic) => Some(What::Topic(topic)),
            None => None,
        };
        match what {
            Some(what) => {
                if is_plain_topic(summary) {
                    self.account.understood(line, summary);
                }
                self.account.understood(line, "details summary");
                self.account.taken(line..line + 1, "what it holds");
                self.push(usize::MAX, what);
            }
            None => self.account.kept(line..line + 1),
        }
    }
}

/// Returns the summary that has a line of its own.
fn alone<'t>(html: &'t str, lower: &str) -> Option<&'t str> {
    let inside = lower.strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    let start = "<summary>".len();
    Some(&html[start..start + inside.len()])
}
