//! The lines of a text, as pieces.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    comment,
    piece::{Piece, escaped, one_line, plain, tidy, typed_or},
};

/// A line of pieces and the source that it came from.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub(super) pieces: Vec<Piece>,
    source: Range<usize>,
}

/// Splits events at their line breaks; comments are collected apart.
pub(super) fn segments(
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

impl Segment {
    fn end(&mut self, at: usize, all: &mut Vec<Self>) {
        let pieces = std::mem::take(&mut self.pieces);
        let source = self.source.start..at.max(self.source.start);
        all.push(Self { pieces, source });
    }

    pub(super) fn typed(&self, source: &str) -> String {
        typed_or(&self.pieces, || one_line(&source[self.source.clone()]))
    }
}

/// Returns the text and the address, if the whole is one link, or ends in an address in brackets after another link: a
/// link cannot stand in the text of another.
pub(super) fn link(segments: &[Segment]) -> Option<(String, String)> {
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
