//! Text → spanned nodes. The only user of the YAML parser.
//!
//! Every node knows which bytes it takes in the text. The parser's own spans are put right where they are not those
//! bytes (see `docs/decisions/0001-reading-and-editing-yaml.md`): block scalars begin at their header, block lists at
//! their first dash, block collections end with their last descendant, and empty values stand behind the colon or dash.

use std::{borrow::Cow, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::{Problem, problem::Problems, source::Source, syntax};

/// How deep collections may be nested.
pub(crate) const MAX_DEPTH: usize = 64;
/// How many nodes a file may have.
const MAX_NODES: usize = 100_000;

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
struct Open<'s> {
    start: usize,
    collection: NodeKind<'s>,
    /// The key whose value comes next.
    key: Option<Node<'s>>,
}

struct Builder<'s> {
    text: &'s str,
    open: Vec<Open<'s>>,
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

    /// Returns the place right behind the colon or dash that the next value belongs to, or `fallback`.
    fn value_start(&self, fallback: usize) -> usize {
        let Some(open) = self.open.last() else {
            return fallback;
        };
        match (&open.collection, &open.key) {
            (NodeKind::Table { .. }, Some(key)) => self.behind_colon(key.range.end),
            (NodeKind::List { flow: false, items }, _) => {
                let from = items.last().map_or(open.start, |last| last.range.end);
                self.behind_dash(from).unwrap_or(fallback)
            }
            _ => fallback,
        }
    }

    /// Returns the place behind the colon after a key that ends at `at`, or `at` where there is none (`{key}`).
    fn behind_colon(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        if rest[blanks..].starts_with(':') { at + blanks + 1 } else { at }
    }

    /// Returns the place behind the next dash, skipping blanks, line breaks and comments.
    fn behind_dash(&self, at: usize) -> Option<usize> {
        let at = self.skip_blank(at);
        self.text[at..].starts_with('-').then_some(at + 1)
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            at += blanks;
            if !self.text[at..].starts_with('#') {
                return at;
            }
            at += self.text[at..].find('\n').unwrap_or(self.text.len() - at);
        }
    }

    /// Returns the bytes of a block scalar from its header to the end of its last line.
    fn block_scalar_range(&self, content: Range<usize>) -> Range<usize> {
        let header = self.skip_blank(self.value_start(content.start));
        let rest = &self.text[header..];
        if !rest.starts_with(['|', '>']) {
            // A tag or an anchor stands before the header.
            let body = self.text.get(content.clone()).unwrap_or_default();
            return content.start..content.start + last_line_end(body);
        }
        let header_end = header + rest.find(['\n', '#']).unwrap_or(rest.len());
        let header_end = header + self.text[header..header_end].trim_end().len();
        let body = self.text.get(header_end..content.end).unwrap_or_default();
        let n_body = last_line_end(body);
        // A comment on the header's line is no body.
        let has_body = content.start > header_end && !body[..n_body].trim().is_empty() && content.end > content.start;
        header..if has_body { header_end + n_body } else { header_end }
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

    /// Returns where the first dash of a block list is; the parser reports unindented lists behind it.
    fn dash_of(&self, start: usize) -> usize {
        let dash = self.skip_blank(self.value_start(start));
        if dash <= start && self.text[dash..].starts_with('-') {
            return dash;
        }
        // An anchor or a tag stands before the list.
        if self.text[start..].starts_with('-') { start } else { self.text[..start].rfind('-').unwrap_or(start) }
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

/// Returns the end of the last line that is not blank, its trailing blanks included.
fn last_line_end(body: &str) -> usize {
    let used = body.trim_end().len();
    body[used..].find(['\n', '\r']).map_or(body.len(), |rest| used + rest)
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;

    fn describe(out: &mut String, text: &str, node: &Node<'_>, depth: usize) {
        let shown = &text[node.range.clone()];
        let pad = "  ".repeat(depth);
        match &node.kind {
            NodeKind::Scalar { text, style } => writeln!(out, "{pad}{style:?} {shown:?} = {text:?}"),
            NodeKind::Null => writeln!(out, "{pad}Null {}..{} {shown:?}", node.range.start, node.range.end),
            NodeKind::List { .. } => writeln!(out, "{pad}List {shown:?}"),
            NodeKind::Table { .. } => writeln!(out, "{pad}Table {shown:?}"),
        }
        .expect("a string takes everything");
        for item in node.items() {
            describe(out, text, item, depth + 1);
        }
        for entry in node.entries() {
            describe(out, text, &entry.key, depth + 1);
            describe(out, text, &entry.value, depth + 2);
        }
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(text: &str, expected: Expect) {
        let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
        let mut out = String::new();
        match read(&source) {
            Ok(tree) => {
                describe(&mut out, source.text(), &tree.root, 0);
                for comment in tree.comments {
                    writeln!(out, "comment {:?}", &source.text()[comment]).expect("a string takes everything");
                }
                for problem in tree.problems {
                    writeln!(out, "{}: {}", problem.message, &source.text()[problem.range])
                        .expect("a string takes everything");
                }
            }
            Err(problem) => out = format!("{} {problem:?}\n", source.position(problem.range.start).line),
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn block_scalars_begin_at_their_header() {
        check(
            "a: | # note\n  one\n\n  two\n\n# after\nb: >-\n  x\n  y\nc: |+\n  z\n\nd: |\ne:\n  # above\n  |2\n    q\n",
            expect![[r##"
            Table "a: | # note\n  one\n\n  two\n\n# after\nb: >-\n  x\n  y\nc: |+\n  z\n\nd: |\ne:\n  # above\n  |2\n    q"
              Plain "a" = "a"
                Literal "| # note\n  one\n\n  two" = "one\n\ntwo\n"
              Plain "b" = "b"
                Folded ">-\n  x\n  y" = "x y"
              Plain "c" = "c"
                Literal "|+\n  z" = "z\n\n"
              Plain "d" = "d"
                Literal "|" = ""
              Plain "e" = "e"
                Literal "|2\n    q" = "  q\n"
            comment "# note"
            comment "# after"
            comment "# above"
        "##]],
        );
    }

    #[test]
    fn lists_begin_at_their_first_dash() {
        check(
            "a:\n- x\n- y: 1\n  z: 2\nb:\n  - - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}\n",
            expect![[r##"
            Table "a:\n- x\n- y: 1\n  z: 2\nb:\n  - - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}"
              Plain "a" = "a"
                List "- x\n- y: 1\n  z: 2"
                  Plain "x" = "x"
                  Table "y: 1\n  z: 2"
                    Plain "y" = "y"
                      Plain "1" = "1"
                    Plain "z" = "z"
                      Plain "2" = "2"
              Plain "b" = "b"
                List "- - deep\n    - er\n  -\n  - # none\n  - {k: v, e: , n}"
                  List "- deep\n    - er"
                    Plain "deep" = "deep"
                    Plain "er" = "er"
                  Null 47..47 ""
                  Null 51..51 ""
                  Table "{k: v, e: , n}"
                    Plain "k" = "k"
                      Plain "v" = "v"
                    Plain "e" = "e"
                      Null 72..72 ""
                    Plain "n" = "n"
                      Null 76..76 ""
            comment "# none"
        "##]],
        );
    }

    #[test]
    fn empty_values_stand_behind_their_colon() {
        check(
            "a:\nb: # none\nc: ~\nd: ''\ne: {x:, y: }\nf: [ ]\n",
            expect![[r##"
            Table "a:\nb: # none\nc: ~\nd: ''\ne: {x:, y: }\nf: [ ]"
              Plain "a" = "a"
                Null 2..2 ""
              Plain "b" = "b"
                Null 5..5 ""
              Plain "c" = "c"
                Null 16..17 "~"
              Plain "d" = "d"
                Single "''" = ""
              Plain "e" = "e"
                Table "{x:, y: }"
                  Plain "x" = "x"
                    Null 30..30 ""
                  Plain "y" = "y"
                    Null 34..34 ""
              Plain "f" = "f"
                List "[ ]"
            comment "# none"
        "##]],
        );
    }

    #[test]
    fn a_block_that_keeps_blank_lines_ends_with_its_last_line_all_the_same() {
        check(
            "a:\n  - |+\n    x\n\n  - >+\n    y\n\n  # after\nb: |+\n\n",
            expect![[r##"
            Table "a:\n  - |+\n    x\n\n  - >+\n    y\n\n  # after\nb: |+"
              Plain "a" = "a"
                List "- |+\n    x\n\n  - >+\n    y"
                  Literal "|+\n    x" = "x\n\n"
                  Folded ">+\n    y" = "y\n\n"
              Plain "b" = "b"
                Literal "|+" = "\n"
            comment "# after"
        "##]],
        );
    }

    #[test]
    fn a_dash_in_a_comment_begins_no_list() {
        check(
            "a: # not - this\n- x\nb: # - nor\n  # - this\n  -\n    - y\n",
            expect![[r##"
            Table "a: # not - this\n- x\nb: # - nor\n  # - this\n  -\n    - y"
              Plain "a" = "a"
                List "- x"
                  Plain "x" = "x"
              Plain "b" = "b"
                List "-\n    - y"
                  List "- y"
                    Plain "y" = "y"
            comment "# not - this"
            comment "# - nor"
            comment "# - this"
        "##]],
        );
    }

    #[test]
    fn crlf_and_quotes() {
        check(
            "a: \"x\\ty\"\r\nb: 'it''s'\r\nc: |\r\n  one\r\n  two\r\nd: plain\r\n  folded\r\n",
            expect![[r#"
            Table "a: \"x\\ty\"\r\nb: 'it''s'\r\nc: |\r\n  one\r\n  two\r\nd: plain\r\n  folded"
              Plain "a" = "a"
                Double "\"x\\ty\"" = "x\ty"
              Plain "b" = "b"
                Single "'it''s'" = "it's"
              Plain "c" = "c"
                Literal "|\r\n  one\r\n  two" = "one\ntwo\n"
              Plain "d" = "d"
                Plain "plain\r\n  folded" = "plain folded"
        "#]],
        );
    }

    #[test]
    fn what_a_runbook_may_not_use_is_named() {
        check(
            "a: &x 1\nb: *x\nc: *gone\nd: !!str 1\n<<: {e: 1}\n---\nf: 1\n",
            expect![[r#"
            Table "a: &x 1\nb: *x\nc: *gone\nd: !!str 1\n<<: {e: 1}"
              Plain "a" = "a"
                Plain "1" = "1"
              Plain "b" = "b"
                Null 11..13 "*x"
              Plain "c" = "c"
                Null 17..22 "*gone"
              Plain "d" = "d"
                Plain "1" = "1"
              Plain "<<" = "<<"
                Table "{e: 1}"
                  Plain "e" = "e"
                    Plain "1" = "1"
            an anchor is not allowed: &x
            an alias is not allowed: *x
            an alias is not allowed: *gone
            a tag is not allowed: !!str
            a merge key is not allowed: <<
            a second document begins here: ---
        "#]],
        );
    }
}
