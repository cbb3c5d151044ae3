//! Bytes → text: encoding, size, line ends, and where a byte stands.

use std::{cell::OnceCell, ops::Range};

/// The largest runbook that is read, in bytes.
pub const MAX_FILE_SIZE: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a runbook file, and its name for messages.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    has_byte_order_mark: bool,
    line_starts: OnceCell<Vec<usize>>,
}

/// A place in a text as people count: lines and characters from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// Why bytes are no text that a runbook can be read from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    /// What is wrong, with the byte where it matters.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where it is.
    pub position: Position,
}

impl Source {
    /// Reads the bytes of a file: UTF-8, LF or CRLF, at most 1 MiB. A byte order mark is kept, but is not part of the text.
    ///
    /// # Errors
    /// UTF-16, NUL, invalid UTF-8, a carriage return alone, nothing at all, too much; each with its place.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.len() > MAX_FILE_SIZE {
            return Err(SourceError {
                message: format!("the file is larger than {} MiB", MAX_FILE_SIZE / (1024 * 1024)),
                help: "a runbook holds text; keep logs and data beside it and link them".to_owned(),
                position: Position { line: 1, column: 1 },
            });
        }
        if let Some(name) = utf_16(&bytes) {
            return Err(SourceError {
                message: format!("the file is {name}, not UTF-8"),
                help: "save it as UTF-8".to_owned(),
                position: Position { line: 1, column: 1 },
            });
        }
        // Every file passes here and hardly one has a NUL: `contains` looks at many bytes at once.
        if bytes.contains(&0) {
            let at = bytes.iter().position(|byte| *byte == 0).unwrap_or_default();
            return Err(SourceError {
                message: format!("the file holds a NUL at byte {}", at + 1),
                help: "a runbook is text; is this the right file?".to_owned(),
                position: position_in_bytes(&bytes, at),
            });
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            SourceError {
                message: format!("the file is not UTF-8: byte {} is 0x{:02x}", at + 1, error.as_bytes()[at]),
                help: "save it as UTF-8".to_owned(),
                position: position_in_bytes(error.as_bytes(), at),
            }
        })?;
        Self::from_text(name, text)
    }

    /// Takes a text that is known to be UTF-8.
    ///
    /// # Errors
    /// A carriage return alone, or nothing but white space.
    pub fn from_text(name: impl Into<String>, mut text: String) -> Result<Self, SourceError> {
        let has_byte_order_mark = text.starts_with(BYTE_ORDER_MARK);
        if has_byte_order_mark {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        if text.trim().is_empty() {
            return Err(SourceError {
                message: "the file is empty".to_owned(),
                help: "`runbook new \"CUSTOMER - REQUESTED TASK\"` writes a runbook to start from".to_owned(),
                position: Position { line: 1, column: 1 },
            });
        }
        if let Some(at) = lone_carriage_return(&text) {
            return Err(SourceError {
                message: "a carriage return stands alone; lines end in LF or CRLF".to_owned(),
                help: "convert the line ends in your editor".to_owned(),
                position: position_in_bytes(text.as_bytes(), at),
            });
        }
        Ok(Self { name: name.into(), text, has_byte_order_mark, line_starts: OnceCell::new() })
    }

    /// Returns the same text under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Returns the name for messages: the path, or `<stdin>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns a changed text as it goes into the file: with the byte order mark that the file had.
    #[must_use]
    pub fn file_text(&self, text: &str) -> String {
        if self.has_byte_order_mark { format!("{BYTE_ORDER_MARK}{text}") } else { text.to_owned() }
    }

    /// Returns the source of a changed text, under the same name and with the same byte order mark.
    ///
    /// # Errors
    /// As [`Source::from_text`].
    pub fn with_text(&self, text: String) -> Result<Self, SourceError> {
        let mut source = Self::from_text(self.name.clone(), text)?;
        source.has_byte_order_mark = self.has_byte_order_mark;
        Ok(source)
    }

    /// Returns where a byte stands.
    #[must_use]
    pub fn position(&self, at: usize) -> Position {
        let line = self.line_number(at);
        let start = self.line_starts()[line - 1];
        let before = self.text.get(start..at.min(self.text.len())).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// Returns the line of a byte, from 1; cheaper than its column.
    #[must_use]
    pub fn line_number(&self, at: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= at).max(1)
    }

    /// Returns the bytes of a line (from 1) without its line break.
    #[must_use]
    pub fn line(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']).len();
        start..start + trimmed
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

fn utf_16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0, first, 0, second, ..] | [first, 0, second, 0, ..] if first.is_ascii_graphic() && *second != 0 => {
            Some("UTF-16")
        }
        _ => None,
    }
}

fn lone_carriage_return(text: &str) -> Option<usize> {
    text.match_indices('\r').map(|(at, _)| at).find(|at| !text[at + 1..].starts_with('\n'))
}

fn position_in_bytes(bytes: &[u8], at: usize) -> Position {
    let before = &bytes[..at];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    Position {
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        column: String::from_utf8_lossy(&before[line_start..]).chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8]) -> String {
        let error = Source::from_bytes("x.yaml", bytes.to_vec()).expect_err("refused");
        format!("{}:{} {}", error.position.line, error.position.column, error)
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        assert_eq!(refused(b""), "1:1 the file is empty");
        assert_eq!(refused(b"\xef\xbb\xbf\n \n"), "1:1 the file is empty");
        assert_eq!(refused(b"a: 1\nb: \xff\n"), "2:4 the file is not UTF-8: byte 9 is 0xff");
        assert_eq!(refused(b"a: 1\nb: \0\n"), "2:4 the file holds a NUL at byte 9");
        assert_eq!(refused(b"\xff\xfea\0"), "1:1 the file is UTF-16, not UTF-8");
        assert_eq!(refused(b"v\0e\0r\0"), "1:1 the file is UTF-16, not UTF-8");
        assert_eq!(refused(b"a: 1\rb: 2\n"), "1:5 a carriage return stands alone; lines end in LF or CRLF");
        assert_eq!(refused(&vec![b' '; MAX_FILE_SIZE + 1]), "1:1 the file is larger than 1 MiB");
    }

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::from_text("x.yaml", "\u{feff}é: ü\r\nb: 2".to_owned()).expect("text");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position("é: ".len()), Position { line: 1, column: 4 });
        assert_eq!(source.position(source.text().len()), Position { line: 2, column: 5 });
        assert_eq!(&source.text()[source.line(1)], "é: ü");
        assert_eq!(source.file_text("c"), "\u{feff}c");
    }
}
