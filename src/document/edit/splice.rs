//! Text as lines, and the replacement of a few bytes of it.

use std::ops::Range;

/// New text for some bytes. Its line breaks are `\n`; they become those of the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }

    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(at..at, text)
    }

    pub(super) fn delete(range: Range<usize>) -> Self {
        Self::new(range, "")
    }
}

/// A text, asked for its lines. Places outside of the text count as its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t>(pub(super) &'t str);

impl<'t> Text<'t> {
    pub(super) fn slice(self, range: Range<usize>) -> &'t str {
        self.0.get(range).unwrap_or_default()
    }

    pub(super) fn from(self, at: usize) -> &'t str {
        self.0.get(at..).unwrap_or_default()
    }

    pub(super) fn up_to(self, at: usize) -> &'t str {
        self.0.get(..at).unwrap_or(self.0)
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        self.up_to(at).rfind('\n').map_or(0, |line_break| line_break + 1)
    }

    /// Returns where the line of a place ends, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let Some(line_break) = self.from(at).find('\n') else { return self.0.len() };
        let end = at + line_break;
        if self.up_to(end).ends_with('\r') { end - 1 } else { end }
    }

    /// Returns where the line after that of a place starts; the end of the text where there is none.
    pub(super) fn next_line(self, at: usize) -> usize {
        self.from(at).find('\n').map_or(self.0.len(), |line_break| at + line_break + 1)
    }

    /// Returns what stands before a place on its line.
    pub(super) fn before(self, at: usize) -> &'t str {
        self.slice(self.line_start(at)..at)
    }

    /// Returns what stands behind a place on its line, without the line break.
    pub(super) fn behind(self, at: usize) -> &'t str {
        self.slice(at..self.line_end(at))
    }

    /// Returns the blanks that a line starts with.
    pub(super) fn indentation(self, at: usize) -> &'t str {
        let start = self.line_start(at);
        let line = self.slice(start..self.line_end(start));
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Returns the line break of the line at a place, or of the one before it where the text ends without one.
    pub(super) fn line_break(self, at: usize) -> Option<&'static str> {
        let end = self.from(at).find('\n').map(|found| at + found).or_else(|| self.up_to(at).rfind('\n'))?;
        Some(if self.up_to(end).ends_with('\r') { "\r\n" } else { "\n" })
    }

    /// Returns the text with some bytes replaced; `None` when the replacements overlap.
    ///
    /// New lines end like their neighbours, and with `line_break` where there are none.
    pub(super) fn replace(self, mut splices: Vec<Splice>, line_break: &str) -> Option<String> {
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let mut out =
            String::with_capacity(self.0.len() + splices.iter().map(|splice| splice.text.len()).sum::<usize>());
        let mut done = 0;
        for splice in splices {
            out.push_str(self.0.get(done..splice.range.start)?);
            let line_break = self.line_break(splice.range.start).unwrap_or(line_break);
            out.push_str(&splice.text.replace('\n', line_break));
            // A range that ends before it starts would repeat text.
            done = splice.range.end.max(splice.range.start);
        }
        out.push_str(self.0.get(done..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_their_line_break() {
        let text = Text("a\r\nbé\n\nc");
        assert_eq!(text.slice(0..text.line_end(0)), "a");
        assert_eq!(text.line_end(1), 1);
        assert_eq!(text.next_line(0), 3);
        assert_eq!(text.before(4), "b");
        assert_eq!(text.line_end(7), 7);
        assert_eq!(text.behind(8), "c");
        assert_eq!(text.line_end(99), 9);
    }

    #[test]
    fn new_lines_end_like_their_neighbours() {
        let insert = |text: &'static str, at| Text(text).replace(vec![Splice::insert(at, "\nc")], "\r\n");
        assert_eq!(insert("a\r\nb", 4).as_deref(), Some("a\r\nb\r\nc"));
        assert_eq!(insert("a\nb\r\n", 1).as_deref(), Some("a\nc\nb\r\n"));
        assert_eq!(insert("a", 1).as_deref(), Some("a\r\nc"));
        assert_eq!(insert("é", 1), None);
        assert_eq!(Text("ab").replace(vec![Splice::delete(0..2), Splice::insert(1, "c")], "\n"), None);
    }
}
