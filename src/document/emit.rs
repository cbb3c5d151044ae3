//! A value → YAML text that readers of YAML 1.1 and of YAML 1.2 read back alike.
//!
//! It writes new text only; where the text goes, and what of the old one stays, is decided in [`super::edit`].

use std::{borrow::Cow, fmt::Write};

use super::{
    plain::{is_visible, may_be_plain},
    tree::Style,
};

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text; it gets quotes where a reader could take it for something else.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(u64),
    /// A list, one line for each entry.
    List(Vec<Self>),
    /// A mapping, one line for each key.
    Table(Vec<(Cow<'static, str>, Self)>),
    /// A mapping on one line with braces: how log entries are written.
    Inline(Vec<(Cow<'static, str>, Self)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Integer(value)
    }
}

impl From<Vec<Self>> for Value {
    fn from(entries: Vec<Self>) -> Self {
        Self::List(entries)
    }
}

/// Returns how a text is written as a value on one line, for messages such as ``write `dri: "@john_doe"` ``.
#[must_use]
pub fn scalar(text: &str) -> String {
    one_line(text, None, false)
}

/// Returns keys and their values as the lines of a new file.
#[must_use]
pub fn write_new(entries: &[(Cow<'static, str>, Value)]) -> String {
    keys(entries, 0, Layout::default()).lines.iter().map(|line| format!("{line}\n")).collect()
}

/// How far collections are indented in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// From a key to the keys of its mapping.
    pub(super) step: usize,
    /// From a key to the dashes of its list.
    pub(super) dash: usize,
    /// Whether texts of several lines may be written as `|` blocks.
    pub(super) blocks: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self { step: 2, dash: 2, blocks: true }
    }
}

/// A value as lines: what stands behind its colon or dash, and what stands below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// What stands on the line of the colon or dash; empty for a block collection below a key.
    pub(super) head: String,
    /// The lines below, with their indentation.
    pub(super) lines: Vec<String>,
    /// The block scalar that the value ends with.
    pub(super) tail: Option<Tail>,
}

/// A block scalar at the end of what was written: what follows must not become a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tail {
    /// The column of its lines.
    pub(super) column: usize,
    /// Whether its last line break is part of the text, and therefore must be in the file.
    pub(super) needs_line_break: bool,
}

/// How a scalar was written that gets a new text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Old {
    /// With which quotes, or as which block.
    pub(super) style: Style,
    /// The column of its block.
    pub(super) column: Option<usize>,
    /// The length of its longest line.
    pub(super) width: usize,
}

/// Writes the value of a key or entry that stands in `column`, in block style.
///
/// Lists and mappings of an entry are written by [`entry_of_list`].
pub(super) fn below_key(value: &Value, column: usize, layout: Layout) -> Written {
    match value {
        Value::Text(text) => block_or_line(text, column + layout.step, layout),
        Value::List(items) if !items.is_empty() => {
            let column = column + layout.dash;
            join(items.iter().map(|item| entry_of_list(item, column, 2, layout)))
        }
        Value::Table(entries) if !entries.is_empty() => keys(entries, column + layout.step, layout),
        _ => Written { head: flow(value), ..Written::default() },
    }
}

/// Writes keys and their values as lines in `column`.
pub(super) fn keys(entries: &[(Cow<'static, str>, Value)], column: usize, layout: Layout) -> Written {
    join(entries.iter().map(|(key, value)| {
        let mut written = below_key(value, column, layout);
        let space = if written.head.is_empty() { "" } else { " " };
        let line = format!("{}{}:{space}{}", " ".repeat(column), one_line(key, None, false), written.head);
        written.lines.insert(0, line);
        Written { head: String::new(), ..written }
    }))
}

/// Writes an entry of a list whose dash stands in `column`, the dash included; `gap` is the way from the dash to the value.
pub(super) fn entry_of_list(value: &Value, column: usize, gap: usize, layout: Layout) -> Written {
    let mut written = behind_dash(value, column + gap, layout);
    let line = format!("{}-{}{}", " ".repeat(column), " ".repeat(gap - 1), written.head);
    written.lines.insert(0, line);
    Written { head: String::new(), ..written }
}

/// Writes what stands behind a dash, in `column`: a collection begins on the line of the dash.
pub(super) fn behind_dash(value: &Value, column: usize, layout: Layout) -> Written {
    let mut written = match value {
        Value::Text(text) => return block_or_line(text, column, layout),
        Value::List(items) if !items.is_empty() => {
            join(items.iter().map(|item| entry_of_list(item, column, 2, layout)))
        }
        Value::Table(entries) if !entries.is_empty() => keys(entries, column, layout),
        _ => return Written { head: flow(value), ..Written::default() },
    };
    written.head = written.lines.remove(0).split_off(column);
    written
}

fn join(parts: impl Iterator<Item = Written>) -> Written {
    parts.fold(Written::default(), |mut whole, part| {
        whole.lines.extend(part.lines);
        whole.tail = part.tail;
        whole
    })
}

fn block_or_line(text: &str, column: usize, layout: Layout) -> Written {
    if layout.blocks && text.contains('\n') && may_be_block(text) {
        literal(text, column)
    } else {
        Written { head: one_line(text, None, false), ..Written::default() }
    }
}

/// Writes a new text in the style of the old one as far as that can hold it; blocks get their lines in `column`.
pub(super) fn text_like(text: &str, old: Old, column: usize, layout: Layout) -> Written {
    let column = old.column.unwrap_or(column);
    if layout.blocks && old.style == Style::Folded && may_be_folded(text) {
        return folded(text, column, old.width);
    }
    let was_block = matches!(old.style, Style::Literal | Style::Folded);
    if layout.blocks && (was_block || text.contains('\n')) && may_be_block(text) {
        return literal(text, column);
    }
    Written { head: one_line(text, Some(old.style), false), ..Written::default() }
}

/// Writes a value on one line, for a collection in brackets or braces.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::Text(text) => one_line(text, None, true),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) | Value::Inline(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Table(entries) | Value::Inline(entries) => {
            let entries: Vec<_> = entries.iter().map(|(key, value)| flow_entry(key, value)).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// Writes a key and its value on one line, for a collection in braces.
pub(super) fn flow_entry(key: &str, value: &Value) -> String {
    format!("{}: {}", one_line(key, None, true), flow(value))
}

/// Writes a text on one line, in the old quotes where they can hold it.
pub(super) fn one_line(text: &str, old: Option<Style>, in_flow: bool) -> String {
    match old {
        Some(Style::Single) if text.chars().all(is_visible) => format!("'{}'", text.replace('\'', "''")),
        Some(Style::Double) => double_quoted(text),
        _ if may_be_plain(text, in_flow) => text.to_owned(),
        _ => double_quoted(text),
    }
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if is_visible(character) => out.push(character),
            _ => {
                let code = u32::from(character);
                let escape = if code <= 0xff { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
                escape.expect("a string takes everything");
            }
        }
    }
    out.push('"');
    out
}

/// Returns whether a `|` block holds this text for every reader, without an indentation indicator and without `+`.
fn may_be_block(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with([' ', '\t', '\n'])
        && !text.ends_with("\n\n")
        && text.chars().all(|character| is_visible(character) || matches!(character, '\n' | '\t'))
        && text.split('\n').all(|line| line.is_empty() || !line.trim_matches([' ', '\t']).is_empty())
}

fn literal(text: &str, column: usize) -> Written {
    let pad = " ".repeat(column);
    let needs_line_break = text.ends_with('\n');
    let body = text.strip_suffix('\n').unwrap_or(text);
    let lines = body.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") });
    Written {
        head: if needs_line_break { "|" } else { "|-" }.to_owned(),
        lines: lines.collect(),
        tail: Some(Tail { column, needs_line_break }),
    }
}

/// Returns whether a `>` block can hold this text: one paragraph of words with single spaces between them.
fn may_be_folded(text: &str) -> bool {
    let words = text.strip_suffix('\n').unwrap_or(text);
    text.chars().all(|character| is_visible(character) || character == '\n')
        && words.split(' ').all(|word| !word.is_empty() && !word.contains('\n'))
}

fn folded(text: &str, column: usize, width: usize) -> Written {
    let needs_line_break = text.ends_with('\n');
    let pad = " ".repeat(column);
    let mut lines: Vec<String> = Vec::new();
    for word in text.trim_end_matches('\n').split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{pad}{word}")),
        }
    }
    Written {
        head: if needs_line_break { ">" } else { ">-" }.to_owned(),
        lines,
        tail: Some(Tail { column, needs_line_break }),
    }
}
