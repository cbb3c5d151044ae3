//! Markdown → its blocks, each with the lines that it takes.

use std::{iter::Peekable, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{canon, inline::Inline};
use crate::document::Source;

/// How deep lists and quotes are read; what is deeper is nobody's checklist.
const DEEPEST: usize = 50;

/// A block of Markdown.
#[derive(Debug)]
pub(super) struct Block {
    /// Its lines, from 1.
    pub(super) lines: Range<usize>,
    /// Its bytes.
    pub(super) bytes: Range<usize>,
    pub(super) kind: Kind,
}

/// What a block is.
#[derive(Debug)]
pub(super) enum Kind {
    Heading {
        level: usize,
        text: Inline,
    },
    /// The lines of a paragraph.
    Paragraph(Vec<Line>),
    List {
        /// `-`, `*`, `+`, or a digit.
        mark: char,
        items: Vec<Item>,
    },
    Table(Vec<Row>),
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    Html(String),
    Rule,
}

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) line: usize,
    pub(super) text: Inline,
}

/// An item of a list.
#[derive(Debug)]
pub(super) struct Item {
    /// The lines of its own text.
    pub(super) lines: Range<usize>,
    /// What stands in its box.
    pub(super) tick: Option<char>,
    pub(super) text: Inline,
    /// What stands below it.
    pub(super) blocks: Vec<Block>,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<Inline>,
}

/// Reads the blocks of a text.
pub(super) fn read(source: &Source) -> Vec<Block> {
    let events = Parser::new_ext(source.text(), Options::ENABLE_TABLES).into_offset_iter().peekable();
    Reader { source, text: source.text(), events, depth: 0 }.blocks()
}

/// Reads one line: its text, or those of its cells. `None` for what is no item, row or line of a paragraph.
pub(super) fn line(line: &str) -> Option<Vec<Inline>> {
    let line = canon::without_comments(line);
    let line = line.trim();
    let n_cells = if line.starts_with('|') { canon::cells(line).len() } else { 0 };
    let rule = if n_cells > 0 { format!("\n|{}", " --- |".repeat(n_cells)) } else { String::new() };
    let source = Source::from_text("", format!("{line}{rule}\n")).ok()?;
    let mut blocks = read(&source);
    let block = blocks.pop().filter(|_| blocks.is_empty())?;
    match block.kind {
        Kind::Table(mut rows) if !rows.is_empty() => Some(rows.swap_remove(0).cells),
        Kind::List { mut items, .. } => {
            items.pop().filter(|item| items.is_empty() && item.blocks.is_empty()).map(|item| vec![item.text])
        }
        Kind::Paragraph(mut lines) => lines.pop().filter(|_| lines.is_empty()).map(|line| vec![line.text]),
        _ => None,
    }
}

struct Reader<'s> {
    source: &'s Source,
    text: &'s str,
    events: Peekable<OffsetIter<'s>>,
    depth: usize,
}

impl<'s> Reader<'s> {
    /// Reads blocks up to the end of what holds them.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let mut bytes = range.clone();
            let kind = match event {
                Event::End(_) => break,
                Event::Start(Tag::Heading { level, .. }) => {
                    let text = self.inline(range);
                    Kind::Heading { level: level as usize - HeadingLevel::H1 as usize + 1, text }
                }
                Event::Start(Tag::Paragraph) => Kind::Paragraph(self.paragraph(range)),
                Event::Start(Tag::CodeBlock(kind)) => self.code(&kind),
                Event::Start(Tag::HtmlBlock) => Kind::Html(self.string()),
                Event::Start(Tag::List(_) | Tag::BlockQuote(_)) if self.depth == DEEPEST => {
                    self.skip();
                    continue;
                }
                Event::Start(Tag::List(_)) => self.list(&range),
                Event::Start(Tag::BlockQuote(_)) => {
                    self.depth += 1;
                    let blocks = self.blocks();
                    self.depth -= 1;
                    Kind::Quote(blocks)
                }
                Event::Start(Tag::Table(_)) => self.table(),
                Event::Rule => Kind::Rule,
                // The text of a tight item goes on behind something else in it.
                first => {
                    let mut events = vec![(first, range)];
                    while let Some(event) = self.events.next_if(|(event, _)| is_inline(event)) {
                        events.push(event);
                    }
                    bytes.end = events.last().map_or(bytes.end, |(_, last)| last.end.max(bytes.end));
                    Kind::Paragraph(self.lines_of(&events, bytes.clone()))
                }
            };
            blocks.push(Block { lines: self.lines(&bytes), bytes, kind });
        }
        // Most quotes and items hold one block; thousands of them hold room for three more.
        blocks.shrink_to_fit();
        blocks
    }

    fn lines(&self, bytes: &Range<usize>) -> Range<usize> {
        let text = &self.text[bytes.clone()];
        let end = bytes.start + text.trim_end().len();
        let first = self.source.line_number(bytes.start);
        first..self.source.line_number(end.saturating_sub(1).max(bytes.start)) + 1
    }

    /// Takes inline events up to the end of the block.
    fn inline_events(&mut self) -> Vec<(Event<'s>, Range<usize>)> {
        let mut depth = 0_usize;
        let mut events = Vec::new();
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            events.push((event, range));
        }
        events
    }

    fn inline(&mut self, span: Range<usize>) -> Inline {
        let events = self.inline_events();
        let span = content(&events, span);
        Inline::read(self.text, &events, span)
    }

    fn paragraph(&mut self, span: Range<usize>) -> Vec<Line> {
        let events = self.inline_events();
        self.lines_of(&events, span)
    }

    fn lines_of(&self, events: &[(Event<'s>, Range<usize>)], span: Range<usize>) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut from = 0;
        let mut start = span.start;
        for at in 0..=events.len() {
            let is_break = match events.get(at) {
                Some((Event::SoftBreak | Event::HardBreak, _)) => true,
                Some(_) => false,
                None => true,
            };
            if is_break {
                let end = events.get(at).map_or(span.end, |(_, range)| range.start).max(start);
                let text = Inline::read(self.text, &events[from..at], start..end);
                lines.push(Line { line: self.source.line_number(start), text });
                from = at + 1;
                start = events.get(at).map_or(span.end, |(_, range)| range.end);
            }
        }
        lines
    }

    fn list(&mut self, range: &Range<usize>) -> Kind {
        self.depth += 1;
        let mut items = Vec::new();
        let mark = self.text[range.start..].trim_start().chars().next().unwrap_or('-');
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(range)),
                _ => break,
            }
        }
        self.depth -= 1;
        Kind::List { mark: if mark.is_ascii_digit() { '1' } else { mark }, items }
    }

    fn item(&mut self, range: Range<usize>) -> Item {
        let mut events = Vec::new();
        let mut span = range.start..range.start;
        if let Some((_, paragraph)) = self.events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph)) {
            span = paragraph;
            events = self.inline_events();
        } else {
            while let Some(event) = self.events.next_if(|(event, _)| is_inline(event)) {
                events.push(event);
            }
            if let (Some((_, first)), Some((_, last))) = (events.first(), events.last()) {
                // A deeper item begins with its indentation.
                let from = &self.text[range.start..];
                let indent = from.len() - from.trim_start_matches([' ', '\t']).len();
                let mark = from[indent..].find([' ', '\t']).map_or(range.start, |at| range.start + indent + at);
                span = mark.min(first.start)..last.end;
            }
        }
        let mut text = Inline::read(self.text, &events, span.clone());
        let tick = text.take_box();
        let lines = if events.is_empty() {
            let first = self.source.line_number(range.start);
            first..first + 1
        } else {
            self.lines(&span)
        };
        Item { lines, tick, text, blocks: self.blocks() }
    }

    fn table(&mut self) -> Kind {
        let mut rows: Vec<Row> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    rows.push(Row { line: self.source.line_number(range.start), cells: Vec::new() });
                }
                Event::Start(Tag::TableCell) => {
                    let cell = self.inline(range);
                    rows.last_mut().expect("a cell stands in a row").cells.push(cell);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Kind::Table(rows)
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Kind {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.trim().to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        Kind::Code { language, text: self.string() }
    }

    fn string(&mut self) -> String {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(part) | Event::Html(part) => text.push_str(&part),
                Event::End(_) => break,
                _ => {}
            }
        }
        text
    }

    fn skip(&mut self) {
        let mut depth = 1_usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
}

/// Returns where the text of a heading or cell stands, without its marks.
fn content(events: &[(Event<'_>, Range<usize>)], span: Range<usize>) -> Range<usize> {
    match (events.first(), events.last()) {
        // A backslash before the first character is part of the text.
        (Some((_, first)), Some((_, last))) => first.start.saturating_sub(1).max(span.start)..last.end.max(first.start),
        _ => span.start..span.start,
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(&tag.to_end()),
        Event::End(end) => is_inline_tag(end),
        Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}

const fn is_inline_tag(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
}
