//! The parser's events → nodes, and what a runbook may not use. A block collection ends with its last descendant.

use std::{borrow::Cow, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::{Entry, Node, NodeKind, Style, Tree};
use crate::document::{Problem, problem::Problems, source::Source, syntax};

/// How deep collections may be nested.
pub(crate) const MAX_DEPTH: usize = 64;
/// How many nodes a file may have.
const MAX_NODES: usize = 100_000;

/// Reads a text into nodes.
///
/// # Errors
/// The first syntax error, or a limit that is exceeded: depth 64, 100,000 nodes.
pub(crate) fn read(source: &Source) -> Result<Tree<'_>, Problem> {
    let mut options = granit_parser::Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    // Long comments above the first key of a block are legal and people write them.
    options.max_buffered_comment_events = usize::MAX;
    let mut builder = Builder {
        text: source.text(),
        open: Vec::new(),
        root: None,
        comments: Vec::new(),
        problems: Problems::default(),
        n_nodes: 0,
        n_documents: 0,
    };
    for event in Parser::new_from_str_with_options(source.text(), options) {
        let (event, span) = event.map_err(|error| syntax::explain(source, &error))?;
        builder.take(event, span)?;
        if builder.n_documents > 1 {
            break;
        }
    }
    builder.comments.sort_by_key(|comment| comment.start);
    let root = builder.root.unwrap_or(Node { range: 0..0, kind: NodeKind::Null });
    Ok(Tree { root, comments: builder.comments, problems: builder.problems.into_vec() })
}

/// A collection whose end has not been read.
pub(super) struct Open<'s> {
    pub(super) start: usize,
    pub(super) collection: NodeKind<'s>,
    /// The key whose value comes next.
    pub(super) key: Option<Node<'s>>,
}

pub(super) struct Builder<'s> {
    pub(super) text: &'s str,
    pub(super) open: Vec<Open<'s>>,
    root: Option<Node<'s>>,
    comments: Vec<Range<usize>>,
    problems: Problems,
    n_nodes: usize,
    n_documents: usize,
}

impl<'s> Builder<'s> {
    fn take(&mut self, event: Event<'s>, span: Span) -> Result<(), Problem> {
        let range = span.byte_range().unwrap_or(0..0);
        if event.is_node() {
            self.n_nodes += 1;
            if self.n_nodes > MAX_NODES {
                return Err(Problem::syntax(range, format!("the file has more than {MAX_NODES} values"))
                    .help("a runbook holds text; keep data beside it and link it"));
            }
        }
        if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
            self.refuse(
                tag,
                "a tag is not allowed",
                "write the value without the tag; every text stays what was typed",
            );
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let node = self.scalar(text, style, range);
                self.attach(node);
            }
            Event::SequenceStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                let start = if flow { range.start } else { self.dash_of(range.start) };
                self.begin(start, NodeKind::List { flow, items: Vec::new() });
            }
            Event::MappingStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                self.begin(range.start, NodeKind::Table { flow, entries: Vec::new() });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range),
            Event::Comment(..) => self.comments.push(range),
            Event::Anchor(..) => {
                self.refuse(range, "an anchor is not allowed", "write the value out where it is needed");
            }
            Event::Alias(..) | Event::UnresolvedAlias(..) => {
                let text = &self.text[range.clone()];
                let help = format!("write the value out; a text that begins with `*` goes in quotes: \"{text}\"");
                self.refuse(range.clone(), "an alias is not allowed", help);
                self.attach(Node { range, kind: NodeKind::Null });
            }
            Event::DocumentStart(..) => {
                self.n_documents += 1;
                if self.n_documents > 1 {
                    self.refuse(range, "a second document begins here", "one runbook is one file; remove the `---`");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn refuse(&mut self, range: Range<usize>, message: &str, help: impl Into<String>) {
        self.problems.push(Problem::syntax(range, message).help(help));
    }

    fn scalar(&self, text: Cow<'s, str>, style: ScalarStyle, range: Range<usize>) -> Node<'s> {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        let range = match style {
            Style::Plain if range.is_empty() => {
                let at = self.value_start(range.start);
                return Node { range: at..at, kind: NodeKind::Null };
            }
            Style::Plain if is_null(&text) => {
                return Node { range, kind: NodeKind::Null };
            }
            Style::Literal | Style::Folded => self.block_scalar_range(range),
            _ => range,
        };
        Node { range, kind: NodeKind::Scalar { text, style } }
    }

    fn begin(&mut self, start: usize, collection: NodeKind<'s>) {
        self.open.push(Open { start, collection, key: None });
    }

    fn end(&mut self, end: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let range = match &open.collection {
            NodeKind::List { flow: true, .. } | NodeKind::Table { flow: true, .. } => open.start..end.end,
            NodeKind::List { items, .. } => {
                open.start..items.last().map_or(open.start, |last| last.range.end).max(open.start)
            }
            NodeKind::Table { entries, .. } => {
                let start = entries.first().map_or(open.start, |first| first.key.range.start);
                start..entries.last().map_or(open.start, |last| last.value.range.end.max(last.key.range.end)).max(start)
            }
            NodeKind::Scalar { .. } | NodeKind::Null => open.start..end.end,
        };
        self.attach(Node { range, kind: open.collection });
    }

    fn attach(&mut self, node: Node<'s>) {
        let Some(parent) = self.open.last_mut() else {
            if self.root.is_none() {
                self.root = Some(node);
            }
            return;
        };
        match &mut parent.collection {
            NodeKind::List { items, .. } => items.push(node),
            NodeKind::Table { entries, .. } => match parent.key.take() {
                None => parent.key = Some(node),
                Some(key) => {
                    if key.text() == Some("<<") {
                        self.problems.push(
                            Problem::syntax(key.range.clone(), "a merge key is not allowed")
                                .help("write the keys out where they are needed"),
                        );
                    }
                    entries.push(Entry { key, value: node });
                }
            },
            NodeKind::Scalar { .. } | NodeKind::Null => {}
        }
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}
