//! Inline Markdown → the text that a person would have typed for it.
//!
//! The text is read from the parse: escapes go, code, emphasis and links stay. What would then mean something else is
//! found by reading it again, and stays as it stands in the source.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// What makes a paragraph of any line, so that a dash at its beginning is no list.
const PARAGRAPH: &str = "x ";

/// A text in inline Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inline {
    /// As a person types it, with a line feed where the line is broken.
    pub(super) typed: String,
    /// What is seen of it.
    pub(super) plain: String,
    /// As it stands in the source.
    pub(super) source: String,
    /// Its text and address, where all of it is one link, or the address stands in brackets behind it.
    pub(super) link: Option<(String, String)>,
    /// The comments in it, without their marks.
    pub(super) comments: Vec<String>,
    /// Whether all of it is code.
    pub(super) is_code: bool,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Code(String),
    Style(&'static str),
    LinkOpen,
    LinkClose(String),
    Address(String),
    /// What shows as it stands.
    Source(String),
}

/// A line of pieces and the source that it came from.
#[derive(Debug, Default)]
struct Segment {
    pieces: Vec<Piece>,
    source: Range<usize>,
}

impl Inline {
    /// Returns a text that means nothing but itself, such as a line of code.
    pub(super) fn of_text(text: &str) -> Self {
        Self { typed: text.to_owned(), plain: text.to_owned(), source: text.to_owned(), ..Self::default() }
    }

    /// Reads the events of one paragraph, heading or cell that takes `span` of the source.
    pub(super) fn read(source: &str, events: &[(Event<'_>, Range<usize>)], span: Range<usize>) -> Self {
        let mut inline = Self { source: source[span.clone()].trim().to_owned(), ..Self::default() };
        let segments = segments(source, events, span, &mut inline.comments);
        let lines: Vec<String> = segments.iter().map(|segment| segment.typed(source)).collect();
        let lines = lines.iter().map(|line| line.trim());
        inline.typed = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        let plain: Vec<String> = segments.iter().map(|segment| plain(&segment.pieces)).collect();
        inline.plain = plain.join("\n").trim().to_owned();
        inline.link = link(&segments);
        if let [only] = segments.as_slice() {
            inline.is_code = matches!(tidy(&only.pieces).as_slice(), [Piece::Code(_)]);
        }
        inline
    }

    /// Returns whether nothing is to be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// Takes `[x]` from the beginning, and returns what stands in the box; a text must follow.
    pub(super) fn take_box(&mut self) -> Option<char> {
        let tick = tick(&self.source)?;
        let rest = |text: &str| text.get(3..).unwrap_or_default().trim_start().to_owned();
        for text in [&mut self.typed, &mut self.plain, &mut self.source] {
            if tick_of(text).is_some() {
                *text = rest(text);
            } else if let Some(after) = text.strip_prefix('\\').filter(|after| tick_of(after).is_some()) {
                // The brackets had to be kept from meaning a link.
                *text = rest(after);
            }
        }
        Some(tick)
    }

    /// Takes the name of a value such as `**Blocked:** …` from the beginning.
    pub(super) fn labelled(&self) -> Option<(String, String)> {
        let rest = self.typed.strip_prefix("**")?;
        let (label, value) = rest.split_once("**")?;
        let label = label.trim();
        let (label, value) = match label.strip_suffix([':', '：']) {
            Some(label) => (label, value),
            None => {
                let value = value.trim_start();
                (label, value.strip_prefix([':', '：']).or_else(|| value.strip_prefix("- "))?)
            }
        };
        Some((label.trim().to_owned(), value.trim().to_owned()))
    }
}

/// Returns what stands in the box at the beginning of a text, if a text follows it.
pub(super) fn tick(text: &str) -> Option<char> {
    let rest = text.get(3..)?;
    if !rest.starts_with([' ', '\t', '\u{a0}']) || rest.trim().is_empty() {
        return None;
    }
    tick_of(text)
}

fn tick_of(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let (open, inside, close) = (chars.next()?, chars.next()?, chars.next()?);
    let inside = inside.to_ascii_lowercase();
    (open == '[' && close == ']' && matches!(inside, ' ' | 'x' | '~')).then_some(inside)
}

/// Splits events at their line breaks; comments are collected apart.
fn segments(
    source: &str,
    events: &[(Event<'_>, Range<usize>)],
    span: Range<usize>,
    comments: &mut Vec<String>,
) -> Vec<Segment> {
    let mut all = Vec::new();
    let mut segment = Segment { pieces: Vec::new(), source: span.start..span.end };
    let mut links: Vec<Option<String>> = Vec::new();
    let mut skipped = 0_usize;
    let is_seen = |event: &Event<'_>| match event {
        Event::Text(text) => !text.trim().is_empty(),
        Event::InlineHtml(html) => comment(html).is_none(),
        _ => true,
    };
    let last_seen = events.iter().rposition(|(event, _)| is_seen(event)).unwrap_or(0);
    for (at, (event, range)) in events.iter().enumerate() {
        if skipped > 0 {
            match event {
                Event::Start(_) => skipped += 1,
                Event::End(_) => skipped -= 1,
                _ => {}
            }
            continue;
        }
        let slice = &source[range.clone()];
        match event {
            Event::Text(text) => segment.pieces.push(Piece::Text(text.to_string())),
            Event::Code(code) => segment.pieces.push(Piece::Code(code.to_string())),
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => segment.pieces.push(Piece::Style("*")),
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => segment.pieces.push(Piece::Style("**")),
            Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }) => {
                let address = slice.get(1..slice.len().saturating_sub(1)).unwrap_or_default();
                // GitLab decodes character references here.
                segment.pieces.push(Piece::Address(address.replace("&amp;", "&")));
                skipped = 1;
            }
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, .. }) if title.is_empty() => {
                links.push(Some(dest_url.to_string()));
                segment.pieces.push(Piece::LinkOpen);
            }
            Event::End(TagEnd::Link) => {
                if let Some(Some(address)) = links.pop() {
                    segment.pieces.push(Piece::LinkClose(address));
                }
            }
            Event::Start(_) => {
                segment.pieces.push(Piece::Source(slice.to_owned()));
                skipped = 1;
            }
            Event::SoftBreak => segment.pieces.push(Piece::Text(" ".to_owned())),
            Event::InlineHtml(html) | Event::Html(html) if is_break(html) => {
                segment.end(range.start, &mut all);
                segment.source.start = range.end;
            }
            Event::HardBreak => {
                segment.end(range.start, &mut all);
                segment.source.start = range.end;
            }
            Event::InlineHtml(html) | Event::Html(html) => match comment(html) {
                Some(comment) => {
                    comments.push(comment.to_owned());
                    if at > last_seen {
                        segment.end(range.start, &mut all);
                        return all;
                    }
                }
                None => segment.pieces.push(Piece::Source(html.to_string())),
            },
            _ => {}
        }
    }
    segment.end(span.end, &mut all);
    all
}

fn is_break(html: &str) -> bool {
    matches!(html.trim().to_ascii_lowercase().as_str(), "<br>" | "<br/>" | "<br />")
}

/// Returns what a comment says.
pub(super) fn comment(html: &str) -> Option<&str> {
    html.trim().strip_prefix("<!--")?.strip_suffix("-->").map(str::trim)
}

impl Segment {
    fn end(&mut self, at: usize, all: &mut Vec<Self>) {
        let pieces = std::mem::take(&mut self.pieces);
        let source = self.source.start..at.max(self.source.start);
        all.push(Self { pieces, source });
    }

    fn typed(&self, source: &str) -> String {
        typed_or(&self.pieces, || one_line(&source[self.source.clone()]))
    }
}

/// Returns the text and the address, if the whole is one link, or ends in an address in brackets after another link: a
/// link cannot stand in the text of another.
fn link(segments: &[Segment]) -> Option<(String, String)> {
    let mut lines: Vec<Vec<Piece>> = segments.iter().map(|segment| tidy(&segment.pieces)).collect();
    let n_links = |lines: &[Vec<Piece>]| lines.iter().flatten().filter(|piece| is_link(piece)).count();
    let address = match lines.last().map(Vec::as_slice)? {
        [.., Piece::LinkClose(address)] if n_links(&lines) == 2 && *lines.first()?.first()? == Piece::LinkOpen => {
            let address = address.clone();
            lines.first_mut()?.remove(0);
            lines.last_mut()?.pop();
            address
        }
        [.., Piece::Text(before), Piece::Address(address), Piece::Text(after)]
            if before.ends_with(" (") && after.trim_end() == ")" && n_links(&lines) > 1 =>
        {
            let address = address.clone();
            let last = lines.last_mut()?;
            last.truncate(last.len() - 2);
            if let Some(Piece::Text(before)) = last.last_mut() {
                before.truncate(before.len() - 2);
            }
            address
        }
        _ => return None,
    };
    let texts = lines.iter().map(|line| typed_or(line, || escaped(&plain(line)))).collect::<Vec<_>>();
    Some((texts.join("\n").trim().to_owned(), address))
}

const fn is_link(piece: &Piece) -> bool {
    matches!(piece, Piece::LinkOpen | Piece::LinkClose(_) | Piece::Address(_))
}

/// Returns pieces as they are typed, if they mean the same then.
fn typed_or(pieces: &[Piece], otherwise: impl Fn() -> String) -> String {
    let typed = write(pieces).trim().to_owned();
    if as_read(&read_again(&typed)) == as_read(pieces) { typed } else { otherwise() }
}

/// Returns a text of which every mark is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns source on one line; a pipe needs no backslash outside a table.
fn one_line(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    lines.join(" ").replace("\\|", "|").trim().to_owned()
}

fn read_again(typed: &str) -> Vec<Piece> {
    let text = format!("{PARAGRAPH}{typed}");
    let events: Vec<_> = Parser::new_ext(&text, Options::empty()).into_offset_iter().collect();
    let inner = events.get(1..events.len().saturating_sub(1)).unwrap_or_default();
    let mut comments = Vec::new();
    let segments = segments(&text, inner, 0..text.len(), &mut comments);
    let [segment] = segments.as_slice() else { return Vec::new() };
    let mut pieces = tidy(&segment.pieces);
    if let Some(Piece::Text(first)) = pieces.first_mut() {
        *first = first.strip_prefix(PARAGRAPH).or_else(|| first.strip_prefix('x')).unwrap_or(first).to_owned();
    }
    pieces
}

/// Returns pieces in the form in which they are compared: an address is text, runs of blanks are one.
fn as_read(pieces: &[Piece]) -> Vec<Piece> {
    let pieces: Vec<Piece> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Address(address) => Piece::Text(address.clone()),
            piece => piece.clone(),
        })
        .collect();
    let mut pieces = tidy(&pieces);
    for piece in &mut pieces {
        if let Piece::Text(text) = piece {
            let is_spaced = [text.starts_with(' '), text.ends_with(' ')];
            let words = text.split([' ', '\t', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            let blank = |is_there: bool| if is_there { " " } else { "" };
            *text = format!("{}{words}{}", blank(is_spaced[0]), blank(is_spaced[1] && !words.is_empty()));
        }
    }
    if let Some(Piece::Text(text)) = pieces.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        *text = text.trim_end().to_owned();
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    pieces
}

/// Joins texts that follow each other, and drops blanks at both ends.
fn tidy(pieces: &[Piece]) -> Vec<Piece> {
    let mut tidied: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (tidied.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(text),
            _ => tidied.push(piece.clone()),
        }
    }
    let is_blank = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
    while tidied.last().is_some_and(is_blank) {
        tidied.pop();
    }
    let n_blank = tidied.iter().take_while(|piece| is_blank(piece)).count();
    tidied.drain(..n_blank);
    tidied
}

fn plain(pieces: &[Piece]) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Address(text) | Piece::Source(text) => text.as_str(),
        Piece::Style(_) | Piece::LinkOpen | Piece::LinkClose(_) => "",
    });
    let text: String = texts.collect();
    text.split([' ', '\t', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn write(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) | Piece::Source(text) => out.push_str(text),
            Piece::Code(code) => push_code(&mut out, code),
            Piece::Style(delimiter) => out.push_str(delimiter),
            Piece::LinkOpen => out.push('['),
            Piece::LinkClose(address) if address.contains([' ', '(', ')', '<', '>']) || address.is_empty() => {
                out.extend(["](<", address, ">)"]);
            }
            Piece::LinkClose(address) => out.extend(["](", address, ")"]),
            Piece::Address(address) => {
                let ends_alone = pieces.get(at + 1).is_none_or(
                    |next| matches!(next, Piece::Text(text) if text.starts_with([' ', ',', ';']) || text.is_empty()),
                );
                let is_alone = out.is_empty() || out.ends_with(' ');
                let is_whole =
                    address.starts_with("http") && address.ends_with(|c: char| c.is_alphanumeric() || c == '/');
                if ends_alone && is_alone && is_whole {
                    out.push_str(address);
                } else {
                    out.extend(["<", address, ">"]);
                }
            }
        }
    }
    out
}

fn push_code(out: &mut String, code: &str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_padded = code.starts_with('`') || code.ends_with('`') || code.starts_with(' ') && code.ends_with(' ');
    let padding = if is_padded && !code.trim().is_empty() { " " } else { "" };
    out.extend([&fence, padding, code, padding, &fence]);
}
