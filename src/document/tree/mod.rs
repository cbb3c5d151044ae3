//! Text → spanned nodes. The only user of the YAML parser.
//!
//! Every node knows which bytes it takes in the text; `read` makes the nodes, `span` finds their bytes.

mod read;
mod span;

use std::{borrow::Cow, ops::Range};

use super::Problem;

pub(crate) use read::{MAX_DEPTH, read};

/// A file as nodes.
#[derive(Debug)]
pub struct Tree<'s> {
    /// The top node.
    pub root: Node<'s>,
    /// The comments, each with its `#` and without its line break, in order.
    pub comments: Vec<Range<usize>>,
    /// What a runbook may not use: anchors, aliases, tags, merge keys, further documents.
    pub problems: Vec<Problem>,
}

/// A value in the file.
#[derive(Debug)]
pub struct Node<'s> {
    /// The bytes that the value takes, without the line break after it. Empty for a value that is not written.
    pub range: Range<usize>,
    /// What it is.
    pub kind: NodeKind<'s>,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeKind<'s> {
    /// Text, whatever it could mean: `no`, `007` and `1e3` are what was typed.
    Scalar {
        /// The text after escapes and folding.
        text: Cow<'s, str>,
        /// How it was written.
        style: Style,
    },
    /// Nothing: an empty value, `null` or `~`.
    Null,
    /// A list.
    List {
        /// Whether it is written with brackets.
        flow: bool,
        /// The entries.
        items: Vec<Node<'s>>,
    },
    /// A mapping.
    Table {
        /// Whether it is written with braces.
        flow: bool,
        /// The entries, in the order of the file.
        entries: Vec<Entry<'s>>,
    },
}

/// A key and its value.
#[derive(Debug)]
pub struct Entry<'s> {
    /// The key.
    pub key: Node<'s>,
    /// The value.
    pub value: Node<'s>,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// As a block behind `|`.
    Literal,
    /// As a block behind `>`.
    Folded,
}

impl<'s> Node<'s> {
    /// Returns the text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Returns whether nothing is there: an empty value, null, or an empty text.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        match &self.kind {
            NodeKind::Null => true,
            NodeKind::Scalar { text, .. } => text.is_empty(),
            _ => false,
        }
    }

    /// Returns whether it is a collection with brackets or braces.
    #[must_use]
    pub const fn is_flow(&self) -> bool {
        matches!(self.kind, NodeKind::List { flow: true, .. } | NodeKind::Table { flow: true, .. })
    }

    /// Returns whether it is a collection without brackets and braces.
    #[must_use]
    pub const fn is_block(&self) -> bool {
        matches!(self.kind, NodeKind::List { flow: false, .. } | NodeKind::Table { flow: false, .. })
    }

    /// Returns the entry of a mapping with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.entries().iter().find(|entry| entry.key.text() == Some(key))
    }

    /// Returns the value of a mapping's key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns the entries of a mapping; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'s>] {
        match &self.kind {
            NodeKind::Table { entries, .. } => entries,
            _ => &[],
        }
    }

    /// Returns the entries of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::List { items, .. } => items,
            _ => &[],
        }
    }

    /// Returns the name of what it is, for messages.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } => "text",
            NodeKind::Null => "nothing",
            NodeKind::List { .. } => "a list",
            NodeKind::Table { .. } => "a mapping",
        }
    }
}

#[cfg(test)]
mod tests;
