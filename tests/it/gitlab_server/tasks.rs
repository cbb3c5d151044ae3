//! The boxes of a description as GitLab sees them, and what it notes when they change.
//!
//! What is done here stands in GitLab's `Taskable`, `TaskListFilter` and `SystemNotes::IssuablesService`; in which form the
//! text of an item comes into a note was read off notes of gitlab.com (2026).

use comrak::{
    Arena, Node,
    nodes::{AstNode, NodeValue},
    parse_document,
};

use super::quick_actions;
use crate::judge;

/// A box that counts: one with a blank or an `x` in it.
#[derive(Debug, PartialEq)]
struct Task {
    is_done: bool,
    /// What a note says of it.
    text: String,
    /// What must be the same before and after, so that the change is one of the box.
    source: String,
}

/// Returns the notes of a change: the boxes that changed, or that the text changed. Boxes are compared place by place, so that
/// an item that comes or goes hides those below it. `is_old` is a GitLab up to 18.x, which looks at lines of Markdown.
pub(super) fn notes_of_change(before: &str, after: &str, is_old: bool) -> Vec<String> {
    if before == after {
        return Vec::new();
    }
    let tasks = if is_old { of_lines } else { of_document };
    let (old, new) = (tasks(before), tasks(after));
    let is_updated = |(old, new): &(Task, Task)| old.source == new.source && old.is_done != new.is_done;
    let updated = old.into_iter().zip(new).filter(is_updated).map(|(_, new)| {
        let verb = if new.is_done { "completed" } else { "incomplete" };
        format!("marked the checklist item **{}** as {verb}", new.text)
    });
    let notes: Vec<String> = updated.collect();
    if notes.is_empty() { vec!["changed the description".to_owned()] } else { notes }
}

/// Returns what a note says of an item with this text, in Markdown; `None` if it is no item.
pub(crate) fn in_a_note(markdown: &str) -> Option<String> {
    of_document(&format!("- [ ] {markdown}")).into_iter().next().map(|task| task.text)
}

fn of_lines(description: &str) -> Vec<Task> {
    let tasks = description.split('\n').filter_map(quick_actions::task);
    tasks.map(|(_, is_done, text)| Task { is_done, source: text.clone(), text }).collect()
}

fn of_document(description: &str) -> Vec<Task> {
    let arena = Arena::new();
    let root = parse_document(&arena, description, &judge::options());
    let mut tasks = Vec::new();
    for node in root.descendants() {
        let NodeValue::TaskItem(item) = node.data().value.clone() else { continue };
        let is_done = match item.symbol {
            None => false,
            Some(symbol) if symbol.is_whitespace() => false,
            Some('x' | 'X') => true,
            Some(_) => continue,
        };
        let mut seen = Seen::default();
        match node.parent().filter(|parent| matches!(parent.data().value, NodeValue::TableCell)) {
            Some(cell) => seen.row_of(cell),
            None => seen.item(node),
        }
        tasks.push(Task { is_done, text: escaped(seen.text.trim()), source: seen.source });
    }
    tasks
}

/// What is seen of an item, and what it is made of.
#[derive(Default)]
struct Seen {
    text: String,
    source: String,
}

impl Seen {
    /// Everything up to a list in it.
    fn item<'a>(&mut self, item: Node<'a>) {
        let of_item = item.children().take_while(|child| !matches!(child.data().value, NodeValue::List(_)));
        of_item.for_each(|child| self.node(child));
    }

    /// The other cells of the row.
    fn row_of<'a>(&mut self, cell: Node<'a>) {
        let is_box = |cell: &Node<'a>| {
            cell.first_child().is_some_and(|child| matches!(child.data().value, NodeValue::TaskItem(_)))
        };
        for cell in cell.parent().into_iter().flat_map(AstNode::children).filter(|cell| !is_box(cell)) {
            if !self.text.trim().is_empty() {
                self.text.push_str(" | ");
            }
            self.node(cell);
        }
    }

    fn node<'a>(&mut self, node: Node<'a>) {
        let (seen, kind) = match node.data().value.clone() {
            NodeValue::Text(text) => (text.to_string(), text.to_string()),
            NodeValue::SoftBreak | NodeValue::LineBreak => ("\n".to_owned(), "\n".to_owned()),
            NodeValue::Code(code) => (code.literal.clone(), format!("`{}`", code.literal)),
            NodeValue::HtmlInline(html) => (inside_comment(&html).to_owned(), html),
            NodeValue::HtmlBlock(html) => (inside_comment(&html.literal).to_owned(), html.literal),
            NodeValue::Link(link) => (String::new(), link.url),
            other => (String::new(), other.xml_node_name().to_owned()),
        };
        self.text.push_str(&seen);
        self.source.push_str(&kind);
        node.children().for_each(|child| self.node(child));
    }
}

/// The text of a comment is text for GitLab; tags are not.
fn inside_comment(html: &str) -> &str {
    html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).unwrap_or_default()
}

/// With a backslash before what could be Markdown; `:` and `/` were seen without one.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ':' | '/' | ',' | ';' | '\'') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[test]
fn boxes_are_compared_place_by_place() {
    let check = |before: &str, after: &str, expected: &[&str]| {
        assert_eq!(notes_of_change(before, after, false), expected, "{before:?} {after:?}");
    };
    const COMPLETED: &str = "marked the checklist item **b** as completed";
    check("- [ ] a\n- [ ] b", "- [ ] a\n- [x] b\n\nand more", &[COMPLETED]);
    // A line right below it is a part of it.
    check("- [ ] b", "- [x] b\nand more", &["changed the description"]);
    check("- [ ] a\n- [ ] b", "- [x] new\n- [ ] a\n- [x] b", &["changed the description"]);
    // A box that does not apply is none, so those below it move up.
    check("- [ ] a\n- [ ] b", "- [~] a\n- [x] b", &["changed the description"]);
    check("> 1) [x] b", "> 1) [ ] b", &["marked the checklist item **b** as incomplete"]);
    check(
        "| | x | y |\n|-|-|-|\n|[ ]| a | *b* |",
        "| | x | y |\n|-|-|-|\n|[x]| a | *b* |",
        &[r"marked the checklist item **a \| b** as completed"],
    );
    check("```\n- [ ] b\n```", "```\n- [x] b\n```", &["changed the description"]);
    check(
        "- [ ] a `#b` <!-- rb:x.y -->\n  - [ ] c",
        "- [x] a `#b` <!-- rb:x.y -->\n  - [ ] c",
        &[r"marked the checklist item **a \#b  rb:x\.y** as completed"],
    );
    check("a", "a", &[]);
    let old = notes_of_change("- [ ] a `#b` <!-- x -->", "- [x] a `#b` <!-- x -->", true);
    assert_eq!(old, ["marked the checklist item **a `#b` <!-- x -->** as completed"]);
}
