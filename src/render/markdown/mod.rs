//! Text that people typed, written as Markdown that shows it and does nothing else.
//!
//! Three kinds: *literal* text shows as it was typed; *inline Markdown* understands code, emphasis and links; *block
//! Markdown* understands paragraphs, lists, quotes, tables and code too. In all of them addresses of the web are links,
//! and everything else has no effect: no quick action, mention, reference, HTML or broken table.
//!
//! Knows nothing of runbooks or templates. The rules are GitLab's; `tests/it/render_hostile.rs` holds them against
//! comrak with GitLab's options and against an extractor of quick actions and references.

mod address;
mod block;
mod block_write;
mod escape;
mod inline;
mod invisible;
mod piece;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use piece::{Context, Piece, longest_run};

/// A text for a template, which picks the form for its place: `line` or `cell`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    pieces: Vec<Piece>,
}

impl Text {
    /// Returns a text that shows as it is.
    pub(super) fn literal(text: &str) -> Self {
        Self { pieces: inline::read_literal(&invisible::in_prose(text)) }
    }

    /// Returns a text in inline Markdown.
    pub(super) fn inline(text: &str) -> Self {
        Self { pieces: inline::read(&invisible::in_prose(text)) }
    }

    /// Returns an address as a link to itself; what is no address of the web shows as it is.
    pub(super) fn address(text: &str) -> Self {
        let text = invisible::in_prose(text);
        match address::whole(&text) {
            Some(url) => Self { pieces: vec![Piece::Address(address::without_pipes(url))] },
            None => Self { pieces: inline::read_literal(&text) },
        }
    }

    /// Returns a mention of a user.
    ///
    /// What is no user name of GitLab's form shows as it is, and so does `all`, which would call everybody.
    pub(super) fn mention(handle: &str) -> Self {
        let name = handle.trim();
        let name = name.strip_prefix('@').unwrap_or(name);
        if is_user_name(name) { Self { pieces: vec![Piece::Mention(name.to_owned())] } } else { Self::literal(handle) }
    }

    /// Returns the text as a link, or followed by the address where it cannot be one.
    pub(super) fn linked_to(self, link: &str) -> Self {
        let is_link = |piece: &Piece| matches!(piece, Piece::LinkOpen | Piece::Address(_) | Piece::Mention(_));
        let link = invisible::in_prose(link);
        match address::whole(&link) {
            Some(url) if !self.pieces.is_empty() && !self.pieces.iter().any(is_link) => {
                let close = Piece::LinkClose(address::without_pipes(url));
                Self { pieces: [Piece::LinkOpen].into_iter().chain(self.pieces).chain([close]).collect() }
            }
            _ => self.and(" (").and(Self::address(&link)).and(")"),
        }
    }

    /// Returns the text with another one after it.
    pub(super) fn and(mut self, other: impl Into<Self>) -> Self {
        self.pieces.extend(other.into().pieces);
        Self { pieces: inline::tidy(self.pieces) }
    }

    /// Returns the text with another one on a new line.
    pub(super) fn and_line(mut self, other: impl Into<Self>) -> Self {
        if !self.pieces.is_empty() {
            self.pieces.push(Piece::Break);
        }
        self.and(other)
    }

    /// Returns the text with a comment at its end, which `sync` looks for.
    ///
    /// The comment must be made of lower-case letters, digits and `.:_-`, without two dashes in a row.
    pub(super) fn with_comment(mut self, comment: String) -> Self {
        self.pieces.push(Piece::Comment(comment));
        self
    }

    /// Returns the text for the line of a task item, on which nothing but the item's own box may look like one.
    ///
    /// When the line was changed meanwhile, a click in GitLab changes the first `[ ]` or `[x]` on it. So code that
    /// holds a box is shown as text, a link that looks like one as it was typed, and in an address it is encoded.
    pub(super) fn without_boxes(self) -> Self {
        let is_box = |text: &[u8]| matches!(text, [b'[', b' ' | b'x' | b'X' | b'~', b']']);
        let has_box = |text: &str| text.as_bytes().windows(3).any(is_box);
        let encoded = |url: String| if has_box(&url) { url.replace('[', "%5B") } else { url };
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces {
            match (piece, pieces.as_slice()) {
                (Piece::Code(code), _) if has_box(&code) => pieces.push(Piece::Text(code)),
                (Piece::LinkClose(url), [.., Piece::LinkOpen, Piece::Text(text)])
                    if is_box(format!("[{text}]").as_bytes()) =>
                {
                    let text = format!("[{text}](");
                    pieces.truncate(pieces.len() - 2);
                    pieces.extend([Piece::Text(text), Piece::Address(encoded(url)), Piece::Text(")".to_owned())]);
                }
                (Piece::Address(url), _) => pieces.push(Piece::Address(encoded(url))),
                (Piece::LinkClose(url), _) => pieces.push(Piece::LinkClose(encoded(url))),
                (piece, _) => pieces.push(piece),
            }
        }
        Self { pieces: inline::tidy(pieces) }
    }

    /// Returns whether there is nothing to see.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Break | Piece::Comment(_)))
    }

    /// Returns the Markdown for a line.
    pub(super) fn line(&self) -> String {
        piece::write(&self.pieces, Context::Line).trim_end().to_owned()
    }

    fn cell(&self) -> String {
        piece::write(&self.pieces, Context::Cell).trim_end().to_owned()
    }
}

/// Words of ours: no markup, no address.
impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self { pieces: vec![Piece::Text(words.to_owned())] }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut forms = serializer.serialize_struct("Text", 2)?;
        forms.serialize_field("line", &self.line())?;
        forms.serialize_field("cell", &self.cell())?;
        forms.end()
    }
}

/// Returns block Markdown that shows a text and touches nothing around it.
pub(super) fn block(text: &str) -> String {
    block::neutral(&invisible::in_prose(text))
}

/// Returns the HTML comments of Markdown, without `<!--` and `-->`, and where they stand.
pub(super) fn comments(markdown: &str) -> Vec<(String, Range<usize>)> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let comments = events.filter_map(|(event, range)| match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            let text = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
            Some((text.trim().to_owned(), range))
        }
        _ => None,
    });
    comments.collect()
}

/// Returns code in a fence that nothing in it can end.
pub(super) fn fenced(code: &str, language: &str) -> String {
    let code = invisible::in_code(code);
    let code = code.trim_end_matches('\n');
    let fence = "`".repeat((longest_run(code, '`') + 1).max(3));
    let language = if is_language(language) { language } else { "" };
    let block = format!("{fence}{language}\n{code}\n{fence}");
    // Older GitLab takes a line for a quick action that stands in a fence other than one of three backticks. A blank
    // before it prevents that; GitLab takes away as many blanks from the lines as stand before the fence.
    if code.split('\n').any(|line| line.starts_with('/')) {
        block
            .split('\n')
            .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
            .collect::<Vec<_>>()
            .join("\n")
    } else {
        block
    }
}

fn is_language(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "#+._-".contains(c))
}

/// Whether a name has the form of a user name on GitLab, and is not `all`.
fn is_user_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let ends_well = !name.ends_with(['.', '-']) && ![".git", ".atom"].iter().any(|end| name.ends_with(end));
    (1..=255).contains(&name.len())
        && name.chars().all(is_part)
        && !name.starts_with(['-', '.'])
        && ends_well
        && !name.eq_ignore_ascii_case("all")
}
