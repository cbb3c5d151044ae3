//! The texts of a runbook that the issue shows, where they stand, and what of them is code.

use std::ops::Range;

use super::LintContext;
use crate::document::{Node, NodeKind};

/// How the issue takes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Literal,
    /// As inline Markdown.
    Inline,
    /// As Markdown of several paragraphs.
    Block,
}

/// The keys of the texts that the issue shows. A command is shown verbatim, and is none of them.
const FORMS: [(&str, Form); 20] = [
    ("accepted_by", Form::Literal),
    ("by", Form::Literal),
    ("count", Form::Literal),
    ("description", Form::Inline),
    ("dri", Form::Literal),
    ("expect", Form::Inline),
    ("handle", Form::Literal),
    ("irreversible", Form::Inline),
    ("item", Form::Inline),
    ("name", Form::Literal),
    ("note", Form::Inline),
    ("owner", Form::Literal),
    ("plan", Form::Block),
    ("reason", Form::Inline),
    ("role", Form::Literal),
    ("stop_if", Form::Inline),
    ("task", Form::Inline),
    ("title", Form::Literal),
    ("what", Form::Inline),
    ("why", Form::Inline),
];

/// Where no text is looked at: what is not shown, and the log, which is never written anew.
const LEFT_ALONE: [&str; 4] = ["log", "parameters", "summary", "sync"];

/// A text that the issue shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShownText<'a> {
    /// The node.
    pub(super) node: &'a Node<'a>,
    /// What it says.
    pub(super) text: &'a str,
    /// How the issue takes it.
    pub(super) form: Form,
}

impl<'a> LintContext<'a> {
    /// Returns the texts that the issue shows, in the order of the file.
    pub(super) fn shown_texts(&self) -> Vec<ShownText<'a>> {
        let mut texts = Vec::new();
        for entry in self.document().tree.root.entries() {
            let key = entry.key.text().unwrap_or_default();
            if !LEFT_ALONE.contains(&key) && !key.starts_with("x-") {
                collect(&entry.value, None, &mut texts);
            }
        }
        texts
    }

    /// Returns the bytes of the file in which a part of a text stands, or all of the text where it is written otherwise.
    pub(super) fn place_of(&self, shown: &ShownText<'_>, part: &Range<usize>) -> Range<usize> {
        let needle = &shown.text[part.clone()];
        let n_before = shown.text[..part.start].matches(needle).count();
        let written = &self.text()[shown.node.range.clone()];
        let at = written.match_indices(needle).nth(n_before).map(|(at, _)| shown.node.range.start + at);
        at.map_or_else(|| self.document().range(&self.route_at(shown.node.range.start)), |at| at..at + needle.len())
    }
}

fn collect<'a>(node: &'a Node<'a>, form: Option<Form>, texts: &mut Vec<ShownText<'a>>) {
    match &node.kind {
        NodeKind::Scalar { text, .. } => texts.extend(form.map(|form| ShownText { node, text, form })),
        NodeKind::Null => {}
        NodeKind::List { items, .. } => items.iter().for_each(|item| collect(item, None, texts)),
        NodeKind::Table { entries, .. } => {
            for entry in entries {
                let key = entry.key.text().unwrap_or_default();
                let form = FORMS.binary_search_by_key(&key, |(key, _)| key).ok().map(|at| FORMS[at].1);
                if !key.starts_with("x-") {
                    collect(&entry.value, form, texts);
                }
            }
        }
    }
}

/// What of a text is code.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    /// The code with its back-ticks, in order.
    pub(super) spans: Vec<Range<usize>>,
    /// The first back-ticks or the first fence that nothing closes.
    pub(super) open: Option<Range<usize>>,
}

impl Code {
    /// Finds the code in a text.
    #[must_use]
    pub(super) fn of(shown: &ShownText<'_>) -> Self {
        let mut code = Self::default();
        match shown.form {
            Form::Literal => {}
            Form::Inline => code.read_paragraph(shown.text, 0..shown.text.len()),
            Form::Block => code.read_blocks(shown.text),
        }
        code
    }

    /// Returns whether a byte belongs to code.
    #[must_use]
    pub(super) fn holds(&self, at: usize) -> bool {
        self.spans[..self.spans.partition_point(|span| span.start <= at)].last().is_some_and(|span| at < span.end)
    }

    fn read_blocks(&mut self, text: &str) {
        let mut paragraph: Option<Range<usize>> = None;
        let mut fence: Option<(&str, usize)> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            let marks = fence_of(line);
            if let Some((opened, at)) = fence {
                let is_end = marks.is_some_and(|marks| marks.starts_with(opened) && is_bare(line, marks));
                if is_end {
                    self.spans.push(at..range.end);
                    fence = None;
                }
                continue;
            }
            let is_indented = paragraph.is_none() && (line.starts_with("    ") || line.starts_with('\t'));
            if let Some(marks) = marks {
                self.read_paragraph(text, paragraph.take().unwrap_or_default());
                fence = Some((marks, range.start + line.find(marks).unwrap_or_default()));
            } else if line.trim().is_empty() {
                self.read_paragraph(text, paragraph.take().unwrap_or_default());
            } else if !is_indented {
                paragraph = Some(paragraph.map_or(range.start, |before| before.start)..range.end);
            }
        }
        self.read_paragraph(text, paragraph.unwrap_or_default());
        if let Some((marks, at)) = fence {
            self.spans.push(at..text.len());
            self.open = self.open.take().or(Some(at..at + marks.len()));
        }
    }

    /// Pairs each run of back-ticks with the next one of the same length.
    fn read_paragraph(&mut self, text: &str, range: Range<usize>) {
        let mut at = range.start;
        while let Some(found) = text[at..range.end].find('`').filter(|_| self.open.is_none()) {
            let begin = at + found;
            let n_backslashes = text[range.start..begin].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if n_backslashes % 2 == 1 {
                at = begin + 1;
                continue;
            }
            let run = begin..begin + n_ticks(&text[begin..range.end]);
            match end_of_code(text, run.len(), run.end..range.end) {
                Some(end) => {
                    self.spans.push(begin..end);
                    at = end;
                }
                None => self.open = Some(run),
            }
        }
    }
}

/// Returns whether a line has nothing but these marks, apart from the marks of lists and quotations.
fn is_bare(line: &str, marks: &str) -> bool {
    line.trim_start_matches([' ', '\t', '>']).trim_end() == marks
}

fn n_ticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

fn end_of_code(text: &str, n_wanted: usize, range: Range<usize>) -> Option<usize> {
    let mut at = range.start;
    while let Some(found) = text[at..range.end].find('`') {
        let n = n_ticks(&text[at + found..range.end]);
        at += found + n;
        if n == n_wanted {
            return Some(at);
        }
    }
    None
}

/// Returns the marks with which a line opens or ends a fence, also in a list or a quotation.
fn fence_of(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let line = line.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' ')).map_or(line, str::trim_start);
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let marks = &line[..line.len() - line.trim_start_matches(mark).len()];
    let is_fence = marks.len() >= 3 && !(mark == '`' && line[marks.len()..].contains('`'));
    is_fence.then_some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: Form, text: &str, spans: &[&str], open: Option<&str>) {
        let node = Node { range: 0..0, kind: NodeKind::Null };
        let code = Code::of(&ShownText { node: &node, text, form });
        let found: Vec<&str> = code.spans.iter().map(|span| &text[span.clone()]).collect();
        assert_eq!((found.as_slice(), code.open.map(|open| &text[open])), (spans, open), "{text}");
    }

    #[test]
    fn the_keys_are_in_order() {
        assert!(FORMS.is_sorted_by_key(|(key, _)| *key));
    }

    #[test]
    fn code_ends_with_as_many_ticks_as_it_began() {
        check(Form::Inline, "a `b` c ``d ` e`` f", &["`b`", "``d ` e``"], None);
        check(Form::Inline, "a `b", &[], Some("`"));
        check(Form::Inline, "a ``b` c", &[], Some("``"));
        check(Form::Inline, r"a \`b, `c\`", &[r"`c\`"], None);
        check(Form::Literal, "a ` b", &[], None);
    }

    #[test]
    fn a_fence_ends_with_a_fence_and_a_paragraph_with_its_lines() {
        check(Form::Block, "```sh\na ` b\n```\nc `d`\n", &["```sh\na ` b\n```\n", "`d`"], None);
        check(Form::Block, "a ` b\n\nc ` d\n", &[], Some("`"));
        check(Form::Block, "Do:\n\n    a `b\n\nThen `c`\n", &["`c`"], None);
        check(Form::Block, "1. Do\n   ~~~~\n   ~~~\n   a\n", &["~~~~\n   ~~~\n   a\n"], Some("~~~~"));
        check(Form::Block, "- ```\n  a\n  ```\n> ```\n> b\n> ```\n", &["```\n  a\n  ```\n", "```\n> b\n> ```\n"], None);
        check(Form::Block, "```a``` b\n", &["```a```"], None);
    }
}
