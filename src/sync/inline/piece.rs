//! The pieces of a line, and the text that a person would have typed for them.

use pulldown_cmark::{Options, Parser};

use super::segment::segments;

/// What makes a paragraph of any line, so that a dash at its beginning is no list.
const PARAGRAPH: &str = "x ";

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Code(String),
    Style(&'static str),
    LinkOpen,
    LinkClose(String),
    Address(String),
    /// What shows as it stands.
    Source(String),
}

/// Returns pieces as they are typed, if they mean the same then.
pub(super) fn typed_or(pieces: &[Piece], otherwise: impl Fn() -> String) -> String {
    let typed = write(pieces).trim().to_owned();
    if as_read(&read_again(&typed)) == as_read(pieces) { typed } else { otherwise() }
}

/// Returns a text of which every mark is escaped.
pub(super) fn escaped(text: &str) -> String {
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
pub(super) fn one_line(source: &str) -> String {
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
pub(super) fn tidy(pieces: &[Piece]) -> Vec<Piece> {
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

pub(super) fn plain(pieces: &[Piece]) -> String {
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
