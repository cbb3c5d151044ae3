//! Inline Markdown → the text that a person would have typed for it.
//!
//! The text is read from the parse: escapes go, code, emphasis and links stay. What would then mean something else is
//! found by reading it again, and stays as it stands in the source.

use pulldown_cmark::Event;
use std::ops::Range;

mod piece;
mod segment;

use piece::{Piece, plain, tidy};
use segment::{link, segments};

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

impl Inline {
    /// Returns a text that means nothing but itself, such as a line of code.
    pub(super) fn of_text(text: &str) -> Self {
        Self { typed: text.to_owned(), plain: text.to_owned(), source: text.to_owned(), ..Self::default() }
    }

    /// Reads the events of one paragraph, heading or cell that takes `span` of the source.
    pub(super) fn read(source: &str, events: &[(Event<'_>, Range<usize>)], span: Range<usize>) -> Self {
        let mut inline = Self { source: source[span.clone()].trim().to_owned(), ..Self::default() };
        if is_plain(&inline.source) && is_text(events, &inline.source) {
            inline.typed.clone_from(&inline.source);
            inline.plain.clone_from(&inline.source);
            return inline;
        }
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
        for text in [&mut self.typed, &mut self.plain, &mut self.source] {
            // The brackets may have had to be kept from meaning a link.
            let rest = boxed(text).or_else(|| boxed(text.strip_prefix('\\')?));
            if let Some((_, rest)) = rest {
                *text = rest.trim_start().to_owned();
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

/// Whether events are texts which together are the whole source.
fn is_text(events: &[(Event<'_>, Range<usize>)], source: &str) -> bool {
    let rest = events.iter().try_fold(source, |rest, (event, _)| match event {
        Event::Text(text) => rest.strip_prefix(&**text),
        _ => None,
    });
    rest == Some("")
}

/// Whether a text is the same in all its forms, once it was read as text and nothing else.
fn is_plain(text: &str) -> bool {
    !text.contains("  ") && text.chars().all(|c| c == ' ' || c != '\\' && !c.is_whitespace())
}

/// Returns what stands in the box at the beginning of a text, if a text follows it.
pub(super) fn tick(text: &str) -> Option<char> {
    let (tick, rest) = boxed(text)?;
    let has_text = rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim().is_empty();
    has_text.then_some(tick)
}

/// Returns what stands in the box at the beginning of a text, and what stands behind it. Any blank is one.
fn boxed(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('[')?;
    let tick = inside.chars().next()?;
    let rest = inside[tick.len_utf8()..].strip_prefix(']')?;
    match tick {
        'x' | 'X' => Some(('x', rest)),
        '~' => Some(('~', rest)),
        tick if tick.is_whitespace() => Some((' ', rest)),
        _ => None,
    }
}

/// Returns what a comment says.
pub(super) fn comment(html: &str) -> Option<&str> {
    html.trim().strip_prefix("<!--")?.strip_suffix("-->").map(str::trim)
}
