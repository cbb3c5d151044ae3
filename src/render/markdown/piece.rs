//! Inline Markdown in pieces, and how the pieces are written.

use super::{address, escape};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that shows as it is.
    Text(String),
    /// Inline code.
    Code(String),
    /// The beginning of something emphasised.
    Open(Style),
    /// Its end.
    Close(Style),
    /// The beginning of the text of a link.
    LinkOpen,
    /// Its end, with the address.
    LinkClose(String),
    /// An address that links to itself.
    Address(String),
    /// A user name that is mentioned.
    Mention(String),
    /// A new line of the same text.
    Break,
    /// A line feed in a paragraph, which shows as a blank.
    SoftBreak,
    /// A line feed in a paragraph, which shows as one.
    HardBreak,
    /// A comment of ours, which does not show.
    Comment(String),
}

/// How something is emphasised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Strikethrough,
}

impl Style {
    const fn delimiter(self) -> &'static str {
        match self {
            Self::Emphasis => "*",
            Self::Strong => "**",
            Self::Strikethrough => "~~",
        }
    }
}

/// Where pieces are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// On a line of its own or after something else on a line.
    Line,
    /// In a table cell.
    Cell,
}

/// Returns the Markdown of pieces.
pub(super) fn write(pieces: &[Piece], context: Context) -> String {
    let mut out = String::new();
    let mut link_depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => push_text(&mut out, text, pieces.get(at + 1), context),
            // A backslash before a pipe cannot stand in the code of a cell: either the pipe ends the cell, or one of
            // the two is lost.
            Piece::Code(code) if context == Context::Cell && code.contains("\\|") => {
                push_text(&mut out, code, pieces.get(at + 1), context);
            }
            Piece::Code(code) => push_code(&mut out, code, context),
            Piece::Open(style) | Piece::Close(style) => out.push_str(style.delimiter()),
            Piece::LinkOpen => {
                link_depth += 1;
                out.push('[');
            }
            Piece::LinkClose(url) => {
                link_depth -= 1;
                push_destination(&mut out, url);
            }
            // A link cannot stand in the text of another.
            Piece::Address(url) if link_depth > 0 => push_text(&mut out, url, pieces.get(at + 1), context),
            Piece::Address(url) => out.extend(["<", &address::written(url), ">"]),
            Piece::Mention(name) => push_mention(&mut out, name),
            Piece::Break => out.push_str("<br>"),
            Piece::SoftBreak => out.push('\n'),
            Piece::HardBreak => out.push_str("\\\n"),
            Piece::Comment(text) => {
                let gap = if out.is_empty() || out.ends_with(' ') { "" } else { " " };
                out.extend([gap, "<!-- ", text, " -->"]);
            }
        }
    }
    out
}

fn push_text(out: &mut String, text: &str, next: Option<&Piece>, context: Context) {
    let is_new_line = out.is_empty() || out.ends_with('\n') || out.ends_with("<br>");
    let before = if is_new_line { None } else { out.chars().next_back() };
    let after = next.and_then(|piece| match piece {
        Piece::Text(text) => text.chars().next(),
        Piece::Code(_) => Some('`'),
        Piece::Open(_) | Piece::Close(_) => Some('*'),
        Piece::LinkOpen => Some('['),
        Piece::LinkClose(_) => Some(']'),
        Piece::Address(_) | Piece::Break => Some('<'),
        Piece::Mention(_) => Some('@'),
        Piece::HardBreak => Some('\\'),
        Piece::SoftBreak => Some('\n'),
        Piece::Comment(_) => Some(' '),
    });
    let text = if is_new_line { text.trim_start_matches([' ', '\t']) } else { text };
    escape::push(out, text, escape::Place { before, after, in_cell: context == Context::Cell });
}

fn push_code(out: &mut String, code: &str, context: Context) {
    let fence = "`".repeat(longest_run(code, '`') + 1);
    let is_padded = code.starts_with('`') || code.ends_with('`') || code.starts_with(' ') && code.ends_with(' ');
    let padding = if is_padded && !code.trim_matches(' ').is_empty() { " " } else { "" };
    let code = if context == Context::Cell { code.replace('|', "\\|") } else { code.to_owned() };
    out.extend([&fence, padding, &code, padding, &fence]);
}

/// Returns the length of the longest run of a character.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or(0)
}

fn push_destination(out: &mut String, url: &str) {
    let is_simple = url.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c));
    let url = address::written(url);
    if is_simple {
        out.extend(["](", &url, ")"]);
    } else {
        out.extend(["](<", &url, ">)"]);
    }
}

/// An underscore is escaped where it could begin or end emphasis; GitLab mentions the name all the same.
fn push_mention(out: &mut String, name: &str) {
    out.push('@');
    let bytes = name.as_bytes();
    for (at, c) in name.char_indices() {
        let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        if c == '_' && !(is_word(at.checked_sub(1)) && is_word(Some(at + 1))) {
            out.push('\\');
        }
        out.push(c);
    }
}
