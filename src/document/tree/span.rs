//! Where a node stands in the text.
//!
//! The parser's own spans are put right where they are not the bytes of a value (see
//! `docs/decisions/0001-reading-and-editing-yaml.md`): block scalars begin at their header, block lists at their first
//! dash, and empty values stand behind the colon or dash.

use std::ops::Range;

use super::{NodeKind, read::Builder};

impl Builder<'_> {
    /// Returns the place right behind the colon or dash that the next value belongs to, or `fallback`.
    pub(super) fn value_start(&self, fallback: usize) -> usize {
        let Some(open) = self.open.last() else {
            return fallback;
        };
        match (&open.collection, &open.key) {
            (NodeKind::Table { .. }, Some(key)) => self.behind_colon(key.range.end),
            (NodeKind::List { flow: false, items }, _) => {
                let from = items.last().map_or(open.start, |last| last.range.end);
                self.behind_dash(from).unwrap_or(fallback)
            }
            _ => fallback,
        }
    }

    /// Returns the place behind the colon after a key that ends at `at`, or `at` where there is none (`{key}`).
    fn behind_colon(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        if rest[blanks..].starts_with(':') { at + blanks + 1 } else { at }
    }

    /// Returns the place behind the next dash, skipping blanks, line breaks and comments.
    fn behind_dash(&self, at: usize) -> Option<usize> {
        let at = self.skip_blank(at);
        self.text[at..].starts_with('-').then_some(at + 1)
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.text[at..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            at += blanks;
            if !self.text[at..].starts_with('#') {
                return at;
            }
            at += self.text[at..].find('\n').unwrap_or(self.text.len() - at);
        }
    }

    /// Returns the bytes of a block scalar from its header to the end of its last line.
    pub(super) fn block_scalar_range(&self, content: Range<usize>) -> Range<usize> {
        let header = self.skip_blank(self.value_start(content.start));
        let rest = &self.text[header..];
        if !rest.starts_with(['|', '>']) {
            // A tag or an anchor stands before the header.
            let body = self.text.get(content.clone()).unwrap_or_default();
            return content.start..content.start + last_line_end(body);
        }
        let header_end = header + rest.find(['\n', '#']).unwrap_or(rest.len());
        let header_end = header + self.text[header..header_end].trim_end().len();
        let body = self.text.get(header_end..content.end).unwrap_or_default();
        let n_body = last_line_end(body);
        // A comment on the header's line is no body.
        let has_body = content.start > header_end && !body[..n_body].trim().is_empty() && content.end > content.start;
        header..if has_body { header_end + n_body } else { header_end }
    }

    /// Returns where the first dash of a block list is; the parser reports unindented lists behind it.
    pub(super) fn dash_of(&self, start: usize) -> usize {
        let dash = self.skip_blank(self.value_start(start));
        if dash <= start && self.text[dash..].starts_with('-') {
            return dash;
        }
        // An anchor or a tag stands before the list.
        if self.text[start..].starts_with('-') { start } else { self.text[..start].rfind('-').unwrap_or(start) }
    }
}

/// Returns the end of the last line that is not blank, its trailing blanks included.
fn last_line_end(body: &str) -> usize {
    let used = body.trim_end().len();
    body[used..].find(['\n', '\r']).map_or(body.len(), |rest| used + rest)
}
