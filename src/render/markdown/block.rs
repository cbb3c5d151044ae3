//! Block Markdown as people type it: read into a tree, and written from it.
//!
//! Nothing is passed through: what is written comes from the tree alone. So an unclosed fence is closed, HTML and what
//! GitLab adds to Markdown are text, and a heading, which could equal one of ours, is a line in bold.

use std::{collections::HashSet, iter::Peekable, ops::Range};

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{
    block_write::write,
    inline::{Reader, bracket_addresses, read_literal, tidy},
    piece::{Piece, Style},
};

/// How deep lists and quotes may be nested; anything deeper is shown as text.
const DEEPEST: usize = 12;

/// A block.
#[derive(Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Piece>),
    Code {
        language: String,
        text: String,
    },
    /// The number of the first item, if they are numbered, and the items.
    List {
        start: Option<u64>,
        items: Vec<Vec<Self>>,
    },
    Quote(Vec<Self>),
    Rule,
    /// The first row is the header.
    Table {
        alignments: Vec<Alignment>,
        rows: Vec<Vec<Vec<Piece>>>,
    },
}

/// Returns Markdown that shows a text and touches nothing around it.
///
/// What would not be read back as it was understood, or would lose a word, such as a table with a cell too many or a
/// link with its address elsewhere, is shown as it was typed.
pub(super) fn neutral(text: &str) -> String {
    let markdown = read(text).and_then(|blocks| {
        let markdown = write(&blocks);
        (words(text).is_subset(&words(&markdown)) && read(&markdown)? == blocks).then_some(markdown)
    });
    markdown.unwrap_or_else(|| write(&as_typed(text)))
}

fn as_typed(text: &str) -> Vec<Block> {
    let paragraphs = text.trim().split("\n\n").map(|paragraph| lines(paragraph.trim()));
    paragraphs.filter(|pieces| !pieces.is_empty()).map(Block::Paragraph).collect()
}

/// Returns the words of a text; numbers do not count, because lists are numbered anew.
fn words(text: &str) -> HashSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.contains(char::is_alphabetic)).collect()
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Reads a text; `None` if it is nested too deep, or an address in it cannot be kept apart.
fn read(text: &str) -> Option<Vec<Block>> {
    let source = bracket_addresses(text, options())?;
    let mut depth = 0_usize;
    for event in Parser::new_ext(&source, options()) {
        match event {
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
    }
    let events = Parser::new_ext(&source, options()).into_offset_iter().peekable();
    Some(Blocks { source: &source, events }.read())
}

/// Takes a text as it is, with its lines.
fn lines(text: &str) -> Vec<Piece> {
    let mut pieces = read_literal(text);
    for piece in &mut pieces {
        if *piece == Piece::Break {
            *piece = Piece::HardBreak;
        }
    }
    pieces
}

struct Blocks<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    source: &'a str,
    events: Peekable<I>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Blocks<'a, I> {
    /// Reads blocks up to the end of what contains them.
    fn read(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let block = match event {
                Event::End(_) => break,
                Event::Start(Tag::Paragraph) => Block::Paragraph(self.inlines()),
                Event::Start(Tag::Heading { .. }) => Block::Paragraph(bold(self.inlines())),
                Event::Start(Tag::CodeBlock(kind)) => self.code(&kind),
                Event::Start(Tag::HtmlBlock) => Block::Paragraph(lines(&self.text())),
                Event::Start(Tag::List(start)) => self.list(start),
                Event::Start(Tag::BlockQuote(_)) => Block::Quote(self.read()),
                Event::Start(Tag::Table(alignments)) => self.table(alignments),
                Event::Rule => Block::Rule,
                // The items of a tight list hold their text without a paragraph around it.
                other => Block::Paragraph(self.tight_paragraph(other, range)),
            };
            if !matches!(&block, Block::Paragraph(pieces) if pieces.is_empty()) {
                blocks.push(block);
            }
        }
        blocks
    }

    fn inlines(&mut self) -> Vec<Piece> {
        let mut reader = Reader::new(self.source);
        for (event, range) in self.events.by_ref() {
            let ends = [TagEnd::Paragraph, TagEnd::TableCell];
            if matches!(&event, Event::End(end) if ends.contains(end) || matches!(end, TagEnd::Heading(_))) {
                break;
            }
            reader.take(event, range);
        }
        reader.finish()
    }

    fn tight_paragraph(&mut self, first: Event<'a>, range: Range<usize>) -> Vec<Piece> {
        let mut reader = Reader::new(self.source);
        reader.take(first, range);
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            reader.take(event, range);
        }
        reader.finish()
    }

    fn text(&mut self) -> String {
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

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Block {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        let text = self.text().trim_end_matches('\n').to_owned();
        if info.is_empty() || super::is_language(info) {
            Block::Code { language: info.to_owned(), text }
        } else {
            // More than a language does not show in GitLab; here it shows in the code.
            Block::Code { language: String::new(), text: format!("{info}\n{text}") }
        }
    }

    fn list(&mut self, start: Option<u64>) -> Block {
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), _)) = self.events.next() {
            items.push(self.read());
        }
        Block::List { start, items }
    }

    fn table(&mut self, alignments: Vec<Alignment>) -> Block {
        let mut rows: Vec<Vec<Vec<Piece>>> = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines();
                    rows.last_mut().expect("a cell stands in a row").push(cell);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { alignments, rows }
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
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

fn bold(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.is_empty() {
        return pieces;
    }
    let is_bold = |piece: &Piece| matches!(piece, Piece::Open(Style::Strong) | Piece::Close(Style::Strong));
    let inner = pieces.into_iter().filter(|piece| !is_bold(piece));
    tidy([Piece::Open(Style::Strong)].into_iter().chain(inner).chain([Piece::Close(Style::Strong)]).collect())
}
