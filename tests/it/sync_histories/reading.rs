//! What GitLab shows of a description, read by comrak: boxes and rows of tasks, by the keys in their markers.

use std::collections::BTreeMap;

use comrak::{Arena, Node, nodes::NodeValue, parse_document};

use crate::judge;

/// A box or a row, as a reader of the page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) key: Option<String>,
    pub(super) text: String,
    /// `x`, ` `, `~`, or the two cells of a task.
    pub(super) value: String,
}

/// Reads all boxes and rows of tasks.
pub(super) fn read(markdown: &str) -> Vec<Seen> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &judge::options());
    let mut seen = Vec::new();
    walk(root, &mut seen);
    seen
}

/// Returns what is shown by key. What has lost its marker is known by its text.
pub(super) fn values(markdown: &str, titles: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let seen = read(markdown);
    // A paragraph goes on in the lines below it, whatever these are.
    let is_own = |one: &Seen, key: &str| key.starts_with("tasks/") == one.value.contains('|');
    for one in &seen {
        if let Some(key) = one.key.as_ref().filter(|key| is_own(one, key)) {
            values.entry(key.clone()).or_insert_with(|| one.value.clone());
        }
    }
    for one in seen.iter().filter(|one| one.key.is_none()) {
        if let Some(key) = titles.get(&one.text) {
            values.entry(key.clone()).or_insert_with(|| one.value.clone());
        }
    }
    values
}

fn walk<'a>(node: Node<'a>, seen: &mut Vec<Seen>) {
    let value = node.data().value.clone();
    match value {
        NodeValue::TaskItem(task) => {
            let mut line = Line::default();
            if let Some(paragraph) = node.first_child()
                && matches!(paragraph.data().value, NodeValue::Paragraph)
            {
                line.read(paragraph);
            }
            let tick = match task.symbol {
                None | Some(' ' | '\u{a0}') => " ",
                Some('x' | 'X') => "x",
                Some('~') => "~",
                Some(_) => "?",
            };
            if tick != "?" {
                seen.push(Seen { key: line.key(), text: words(&line.text), value: tick.to_owned() });
            }
        }
        NodeValue::Table(_) => table(node, seen),
        _ => {}
    }
    for child in node.children() {
        walk(child, seen);
    }
}

fn table<'a>(node: Node<'a>, seen: &mut Vec<Seen>) {
    let rows: Vec<Vec<Line>> = node
        .children()
        .map(|row| {
            let cells = row.children().map(|cell| {
                let mut line = Line::default();
                line.read(cell);
                line
            });
            cells.collect()
        })
        .collect();
    let Some((header, rows)) = rows.split_first() else { return };
    let column = |name: &str| header.iter().position(|cell| words(&cell.text) == name);
    let (Some(outcome), Some(duration)) = (column("Outcome"), column("Duration")) else { return };
    for row in rows {
        let text = |at: usize| row.get(at).map_or_else(String::new, |cell| words(&cell.text));
        let value = format!("{} | {}", text(outcome), text(duration));
        seen.push(Seen { key: row.iter().find_map(Line::key), text: text(0), value });
    }
}

/// The first line of a paragraph or cell.
#[derive(Default)]
struct Line {
    text: String,
    comments: Vec<String>,
    is_over: bool,
}

impl Line {
    fn read<'a>(&mut self, node: Node<'a>) {
        for child in node.children() {
            let value = child.data().value.clone();
            match value {
                NodeValue::Text(text) if !self.is_over => self.text.push_str(&text),
                NodeValue::Code(code) if !self.is_over => self.text.push_str(&code.literal),
                NodeValue::HtmlInline(html) => match html.strip_prefix("<!--") {
                    Some(comment) => self.comments.push(comment.trim_end_matches("-->").trim().to_owned()),
                    None if !self.is_over => self.text.push(' '),
                    None => {}
                },
                NodeValue::SoftBreak | NodeValue::LineBreak => self.is_over = true,
                _ => self.read(child),
            }
        }
    }

    fn key(&self) -> Option<String> {
        let marker = self.comments.iter().find_map(|comment| comment.strip_prefix("rb:"))?;
        Some(marker.replacen('.', "/", 1).replace("-_", "--"))
    }
}

/// The words of a text; the rich text editor and people may write the marks between them differently.
fn words(text: &str) -> String {
    let text: String = text.chars().filter(|c| !"\\*_<>".contains(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
