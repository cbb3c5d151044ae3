//! Lines of Markdown in the form in which they are compared, and their digests.
//!
//! GitLab's rich text editor writes a whole issue anew: it drops comments, turns `-` into `*`, escapes differently, pads
//! tables. A line that reads the same after that has the same form here.

use std::ops::Range;

/// How many characters a digest has; each stands for six bits.
const LENGTH: usize = 5;
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A digest of thirty bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Digest(u32);

impl Digest {
    /// Returns the digest of a text (FNV-1a, folded). It is to tell lines of one runbook apart, and no secret: all that is
    /// digested is made from the file that holds the digests.
    pub(super) fn of(text: &str) -> Self {
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let folded = (hash >> 34) ^ hash;
        Self(u32::try_from(folded & 0x3fff_ffff).expect("thirty bits"))
    }

    /// Reads a digest as it was written.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.len() != LENGTH {
            return None;
        }
        let digits = text.bytes().map(|byte| DIGITS.iter().position(|digit| *digit == byte));
        let value = digits.map(|digit| digit.and_then(|digit| u32::try_from(digit).ok()));
        value.into_iter().try_fold(0, |value, digit| Some(value << 6 | digit?)).map(Self)
    }

    /// Writes the digest.
    pub(super) fn write(self) -> String {
        let digits = (0..LENGTH).rev().map(|place| self.0 >> (6 * place) & 63);
        digits.map(|digit| char::from(DIGITS[digit as usize])).collect()
    }
}

/// Returns the form of a line in which it is compared.
pub(super) fn line(line: &str, is_code: bool) -> String {
    if is_code {
        return line.trim_end().to_owned();
    }
    let line = without_comments(line);
    let text = line.trim();
    if text.starts_with('|') {
        let cells = cells(text).into_iter().map(|cell| self::cell(&text[cell]));
        return cells.map(|cell| format!("|{cell}")).collect();
    }
    match text.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with([' ', '\t'])) {
        Some(rest) => format!("- {}", words(rest)),
        None => words(text),
    }
}

fn cell(cell: &str) -> String {
    let cell = cell.trim();
    let dashes = cell.trim_matches(':');
    if dashes.is_empty() || dashes.bytes().any(|c| c != b'-') { words(cell) } else { "---".to_owned() }
}

/// Returns the words of a text: no marks of emphasis, escapes or brackets of addresses, and one blank between words.
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let text = if text.contains('&') { without_entities(text) } else { text.to_owned() };
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '<' | '>' => {}
            ' ' | '\t' | '\n' | '\r' | '\u{a0}' => {
                if !words.ends_with(' ') && !words.is_empty() {
                    words.push(' ');
                }
            }
            c => words.push(c),
        }
    }
    words.truncate(words.trim_end().len());
    words
}

fn without_entities(text: &str) -> String {
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    names.iter().fold(text.to_owned(), |text, (name, character)| text.replace(name, character))
}

/// Returns a line without our comments; those of others are text.
pub(super) fn without_comments(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::with_capacity(line.len());
    while let Some(start) = rest.find("<!--") {
        let comment = &rest[start..];
        let Some(end) = comment.find("-->").map(|end| end + 3) else { break };
        let inside = comment[4..end - 3].trim_start();
        if inside.starts_with("rb:") || inside.starts_with("runbook:") {
            kept.push_str(rest[..start].trim_end());
            kept.push(' ');
        } else {
            kept.push_str(&rest[..start + end]);
        }
        rest = &rest[start + end..];
    }
    kept.push_str(rest);
    kept
}

/// Returns where the cells of a table row stand, without the pipes around them.
pub(super) fn cells(row: &str) -> Vec<Range<usize>> {
    let begin = row.len() - row.trim_start().len();
    let end = row.trim_end().len();
    let mut start = begin;
    let mut cells = Vec::new();
    let mut n_backslashes = 0;
    for (at, c) in row[..end].char_indices().skip_while(|(at, _)| *at < begin) {
        if c == '|' && n_backslashes % 2 == 0 {
            if at > begin {
                cells.push(start..at);
            }
            start = at + 1;
        }
        n_backslashes = if c == '\\' { n_backslashes + 1 } else { 0 };
    }
    if start < end {
        cells.push(start..end);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_the_rich_text_editor_wrote_anew_has_the_same_form() {
        let same = [
            ("| Runbook name | Acme - 2FA |", "| Runbook name        |   Acme - 2FA|"),
            ("| --- | --- |", "|-----|:------:|"),
            ("| Apply a\\|b <!-- rb:tasks.apply --> |  |", "| Apply a\\|b |     |"),
            ("  - **Blocked:** no \\*stars\\*", "    * __Blocked:__ no \\*stars*"),
            ("Text with  <https://example.com> and \\@john_doe", "Text with https://example.com and @john\\_doe"),
            ("a < b &amp; c", "a \\< b & c  "),
            ("<!-- rb:tasks.apply -->", ""),
        ];
        for (ours, theirs) in same {
            assert_eq!(line(ours, false), line(theirs, false));
        }
        assert_ne!(line("<!-- a person's -->", false), "");
        assert_eq!(line("  a * b  ", true), "  a * b");
    }

    #[test]
    fn cells_stand_between_pipes_that_are_not_escaped() {
        let of = |row: &str| cells(row).into_iter().map(|cell| row[cell].to_owned()).collect::<Vec<_>>();
        assert_eq!(of("| a \\| b | c |"), [" a \\| b ", " c "]);
        assert_eq!(of("a | b"), ["a ", " b"]);
        assert_eq!(of("| a \\\\| b |  | "), [" a \\\\", " b ", "  "]);
        assert_eq!(of("|"), Vec::<String>::new());
    }

    #[test]
    fn a_digest_is_read_as_it_was_written() {
        for text in ["", "a", "| Runbook name | Acme |", "größer"] {
            let digest = Digest::of(text);
            assert_eq!(Digest::read(&digest.write()), Some(digest));
        }
        assert_eq!(Digest::read("abc"), None);
        assert_eq!(Digest::read("ab cd"), None);
    }
}
