//! Inline Markdown as people type it: code, emphasis and links are understood, everything else is text.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    address,
    piece::{Context, Piece, Style, write},
};

/// What makes a paragraph of any line; it is taken off again.
const PARAGRAPH: &str = "x ";

/// Reads a text, line by line.
///
/// What would not be read back as it was understood, such as emphasis that touches other emphasis, is taken as text.
pub(super) fn read(text: &str) -> Vec<Piece> {
    by_line(text, |line| {
        let pieces = read_line(line);
        let again = pieces.as_ref().map(|pieces| read_line(&write(pieces, Context::Line)));
        match (pieces, again) {
            (Some(pieces), Some(again)) if Some(&pieces) == again.as_ref() => pieces,
            _ => tidy(with_addresses(line)),
        }
    })
}

/// Takes a text as it is; only addresses become links.
pub(super) fn read_literal(text: &str) -> Vec<Piece> {
    by_line(text, |line| tidy(with_addresses(line)))
}

/// Returns a text in pieces in which every address is one.
pub(super) fn with_addresses(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(range) = address::find(rest) {
        pieces.push(Piece::Text(rest[..range.start].to_owned()));
        pieces.push(Piece::Address(address::without_pipes(&rest[range.clone()])));
        rest = &rest[range.end..];
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}

/// Puts brackets around the bare addresses of Markdown, so that nothing in them is taken for markup.
///
/// `None` where a bracket would end what was no HTML without it, as in `<!A https://example.com`.
pub(super) fn bracket_addresses(markdown: &str, options: Options) -> Option<String> {
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        let is_taken = match event {
            Event::Start(tag) => {
                matches!(tag, Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock)
            }
            Event::Code(_) | Event::InlineHtml(_) => true,
            _ => false,
        };
        if is_taken && taken.last().is_none_or(|last| last.end <= range.start) {
            taken.push(range);
        }
    }
    let mut bracketed = String::with_capacity(markdown.len());
    let mut from = 0;
    for range in taken.into_iter().chain(std::iter::once(markdown.len()..markdown.len())) {
        for piece in with_addresses(&markdown[from..range.start]) {
            match piece {
                Piece::Address(url) => bracketed.extend(["<", &url, ">"]),
                Piece::Text(text) => bracketed.push_str(&text),
                _ => {}
            }
        }
        bracketed.push_str(&markdown[range.clone()]);
        from = range.end;
    }
    let html = |markdown: &str| {
        let events = Parser::new_ext(markdown, options);
        events.filter(|event| matches!(event, Event::InlineHtml(_) | Event::Html(_))).count()
    };
    (bracketed == markdown || html(&bracketed) == html(markdown)).then_some(bracketed)
}

/// Collects the pieces of one paragraph from the events of a parser.
pub(super) struct Reader<'a> {
    source: &'a str,
    pieces: Vec<Piece>,
    link: Option<String>,
    /// The styles that are open.
    styles: Vec<Style>,
    /// How deep inside something that is shown as its source.
    skipped: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(source: &'a str) -> Self {
        Self { source, pieces: Vec::new(), link: None, styles: Vec::new(), skipped: 0 }
    }

    /// Takes an event that is neither a block nor the end of one.
    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) => {
                let source = &self.source[range];
                // A character reference shows as it was typed.
                let is_entity = source.starts_with('&') && source.len() > 1 && source.ends_with(';');
                self.pieces.push(Piece::Text(if is_entity { source.to_owned() } else { text.into_string() }));
            }
            Event::Code(code) => self.pieces.push(Piece::Code(code.into_string())),
            Event::Start(Tag::Emphasis) => self.open(Style::Emphasis),
            Event::End(TagEnd::Emphasis) => self.close(Style::Emphasis),
            Event::Start(Tag::Strong) => self.open(Style::Strong),
            Event::End(TagEnd::Strong) => self.close(Style::Strong),
            Event::Start(Tag::Strikethrough) => self.open(Style::Strikethrough),
            Event::End(TagEnd::Strikethrough) => self.close(Style::Strikethrough),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => match address::whole(&dest_url) {
                Some(_) if link_type == LinkType::Autolink => {
                    self.pieces
                        .push(Piece::Address(address::without_pipes(&self.source[range.start + 1..range.end - 1])));
                    self.skipped = 1;
                }
                Some(url) if title.is_empty() && link_type != LinkType::Email => {
                    self.link = Some(address::without_pipes(url));
                    self.pieces.push(Piece::LinkOpen);
                }
                _ => self.take_source(range),
            },
            Event::End(TagEnd::Link) => {
                let Some(url) = self.link.take() else { return };
                // Without a text there would be nothing to see.
                if self.pieces.pop_if(|last| *last == Piece::LinkOpen).is_some() {
                    self.pieces.push(Piece::Address(url));
                } else {
                    self.pieces.push(Piece::LinkClose(url));
                }
            }
            Event::Start(Tag::Image { .. }) => self.take_source(range),
            Event::SoftBreak => self.pieces.push(Piece::SoftBreak),
            Event::HardBreak => self.pieces.push(Piece::HardBreak),
            Event::InlineHtml(html) | Event::Html(html) => self.push_source(&html),
            _ => {}
        }
    }

    /// Returns the pieces in their one form.
    pub(super) fn finish(self) -> Vec<Piece> {
        tidy(self.pieces)
    }

    /// Begins a style, unless it is there already: two in one show as one, and readers differ on where they end.
    fn open(&mut self, style: Style) {
        if !self.styles.contains(&style) {
            self.pieces.push(Piece::Open(style));
        }
        self.styles.push(style);
    }

    fn close(&mut self, style: Style) {
        self.styles.pop();
        if !self.styles.contains(&style) {
            self.pieces.push(Piece::Close(style));
        }
    }

    fn take_source(&mut self, range: Range<usize>) {
        let source = self.source;
        self.push_source(&source[range]);
        self.skipped = 1;
    }

    fn push_source(&mut self, source: &str) {
        if self.link.is_some() {
            self.pieces.push(Piece::Text(source.to_owned()));
        } else {
            self.pieces.extend(with_addresses(source));
        }
    }
}

fn by_line(text: &str, mut read: impl FnMut(&str) -> Vec<Piece>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in text.trim().split('\n') {
        if !pieces.is_empty() {
            pieces.push(Piece::Break);
        }
        pieces.extend(read(line.trim()));
    }
    pieces
}

fn read_line(line: &str) -> Option<Vec<Piece>> {
    let source = bracket_addresses(&format!("{PARAGRAPH}{line}"), Options::empty())?;
    let mut reader = Reader::new(&source);
    let mut events = Parser::new(&source).into_offset_iter();
    if events.next()?.0 != Event::Start(Tag::Paragraph) {
        return None;
    }
    for (event, range) in events.by_ref() {
        if event == Event::End(TagEnd::Paragraph) {
            break;
        }
        reader.take(event, range);
    }
    if events.next().is_some() {
        return None;
    }
    let mut pieces = reader.pieces;
    let Some(Piece::Text(first)) = pieces.first_mut() else { return None };
    first.replace_range(..PARAGRAPH.len().min(first.len()), "");
    Some(tidy(pieces))
}

/// Joins text that belongs together, makes runs of blanks one, and drops what is empty.
pub(super) fn tidy(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut tidied: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (tidied.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => tidied.push(piece),
        }
    }
    for piece in &mut tidied {
        if let Piece::Text(text) = piece {
            let mut is_after_blank = false;
            text.retain(|c| {
                let is_blank = matches!(c, ' ' | '\t' | '\n');
                let keep = !(is_blank && is_after_blank);
                is_after_blank = is_blank;
                keep
            });
            *text = text.replace(['\t', '\n'], " ");
        }
    }
    tidied.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    tidied
}
