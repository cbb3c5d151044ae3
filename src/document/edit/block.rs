//! New and changed values in block style: the splices for them.

use std::{borrow::Cow, ops::Range};

use super::{
    super::{
        emit::{self, Layout, Old, Value, Written},
        tree::{Node, NodeKind, Style},
    },
    place::{File, Place, Refusal},
    splice::Splice,
};

impl File<'_, '_> {
    /// Plans a new value for a node that is there, and that no collection with brackets or braces holds.
    pub(super) fn replace_in_block(&self, place: &Place<'_, '_>, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let node = place.node;
        let Some((parent, index)) = place.parent() else {
            return Err(Refusal::new(node.range.clone(), "the whole file cannot be written by an edit"));
        };
        let slot = self.slot(parent, index);
        let (start, _) = self.extent(parent, index);
        let column = self.column(start)?;
        let below = self.text.line_end(node.range.end);
        let between = self.text.slice(slot..node.range.start);
        let own_line = !node.range.is_empty() && between.contains('\n');
        // The lines of a block scalar follow its header; comments and blank lines above the old value are no part of it.
        let is_apart = node.is_block() && (between.contains('#') || between.matches('\n').count() > 1);
        let written = self.write(below, |layout| {
            let layout = Layout { blocks: layout.blocks && !is_apart, ..layout };
            self.new_value(parent, node, column, value, layout)
        });

        // The value goes with its lines, and the new one begins behind the colon.
        let takes_lines =
            own_line && matches!(parent.kind, NodeKind::Table { .. }) && (node.is_block() || written.head.is_empty());
        // Comments of the old value stay, on lines of their own below the new one.
        let is_collection = node.is_block() || node.is_flow();
        let has_comments = is_collection && !self.comments_in(node.range.clone()).is_empty();
        let moves_comments = takes_lines || has_comments;
        let end = if moves_comments { below } else { node.range.end };
        let comments = if moves_comments { self.comments_in(node.range.start..end) } else { &[] };
        let mut lines: String = written.lines.iter().map(|line| format!("\n{line}")).collect();
        for comment in comments {
            lines.extend(["\n", &" ".repeat(column), self.text.slice(comment.clone()).trim_end()]);
        }
        if comments.is_empty() {
            lines.push_str(self.tail(&written, below));
        }

        let head = if written.head.is_empty() { String::new() } else { format!(" {}", written.head) };
        // The header of a block scalar stands behind the colon, if nothing is between them.
        let moves_up = own_line && written.tail.is_some() && between.trim().is_empty() && !takes_lines;
        Ok(match &node.kind {
            NodeKind::Scalar { style: Style::Plain | Style::Single | Style::Double, .. } if moves_up => {
                vec![Splice::new(slot..end, head), Splice::insert(below, lines)]
            }
            NodeKind::Scalar { style: Style::Literal | Style::Folded, .. } => {
                let header_end = self.header_end(node);
                let line_end = self.text.line_end(header_end);
                let header_start = match written.head.is_empty() {
                    true if !own_line => slot,
                    true if header_end == line_end => self.line_before(node.range.start),
                    _ => node.range.start,
                };
                vec![
                    Splice::new(header_start..header_end, written.head),
                    Splice::new(line_end..node.range.end.max(line_end), lines),
                ]
            }
            _ if node.range.is_empty() => vec![Splice::insert(slot, head), Splice::insert(below, lines)],
            _ if takes_lines => {
                vec![Splice::insert(slot, head), Splice::new(self.line_before(node.range.start)..end, lines)]
            }
            // A block collection goes below its key: nothing stays of the old value, not even the blanks before it.
            _ if head.is_empty() => vec![Splice::delete(slot..end), Splice::insert(below, lines)],
            _ => vec![Splice::new(node.range.start..end, written.head), Splice::insert(below, lines)],
        })
    }

    /// Returns the end of the line before that of a place.
    fn line_before(&self, at: usize) -> usize {
        self.text.line_end(self.text.line_start(at).saturating_sub(1))
    }

    /// Writes a new value for a node of a collection whose keys or dashes stand in `column`.
    fn new_value(&self, parent: &Node<'_>, node: &Node<'_>, column: usize, value: &Value, layout: Layout) -> Written {
        let behind_dash = match parent.kind {
            NodeKind::Table { .. } => None,
            _ if node.range.is_empty() => Some(column + 2),
            _ => Some(self.text.before(node.range.start).len()),
        };
        match (value, &node.kind, behind_dash) {
            (Value::Text(text), NodeKind::Scalar { style, .. }, _) => {
                emit::text_like(text, self.old(node, *style), behind_dash.unwrap_or(column + layout.step), layout)
            }
            (_, _, Some(column)) => emit::behind_dash(value, column, layout),
            (_, _, None) => emit::below_key(value, column, layout),
        }
    }

    /// Plans a new key of a mapping in block style.
    pub(super) fn add_to_block(
        &self,
        place: &Place<'_, '_>,
        entry: &(Cow<'static, str>, Value),
    ) -> Result<Vec<Splice>, Refusal> {
        let entries = place.node.entries();
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Err(Refusal::new(place.node.range.clone(), "the mapping is empty"));
        };
        for index in 0..entries.len() {
            self.check_start(place.node, index)?;
        }
        let is_top = place.way.is_empty();
        let mut at = self.below(&last.value).max(self.text.line_end(last.key.range.end));
        if is_top && entry.0 == "log" {
            at = at.max(self.end_of_comments(at));
        } else if is_top && last.key.text() == Some("log") && entries.len() > 1 {
            let before = &entries[entries.len() - 2];
            at = self.below(&before.value).max(self.text.line_end(before.key.range.end));
        }
        let column = self.column(first.key.range.start)?;
        Ok(vec![self.lines_below(at, |layout| emit::keys(std::slice::from_ref(entry), column, layout))])
    }

    /// Plans a new entry at the end of a list in block style.
    pub(super) fn append_to_block(&self, list: &Node<'_>, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let Some((index, last)) = list.items().iter().enumerate().next_back() else {
            return Err(Refusal::new(list.range.clone(), "the list is empty"));
        };
        self.check_start(list, 0)?;
        self.check_start(list, index)?;
        let (dash, _) = self.extent(list, index);
        let column = self.column(dash)?;
        let on_line_of_dash = last.is_block() && !self.text.slice(dash..last.range.start).contains('\n');
        let gap = if on_line_of_dash { (last.range.start - dash).max(2) } else { 2 };
        Ok(vec![self.lines_below(self.below(last), |layout| emit::entry_of_list(value, column, gap, layout))])
    }

    /// Adds lines below a place that is the end of a line.
    fn lines_below(&self, at: usize, write: impl Fn(Layout) -> Written) -> Splice {
        let written = self.write(at, write);
        let tail = self.tail(&written, at);
        Splice::insert(at, written.lines.iter().map(|line| format!("\n{line}")).collect::<String>() + tail)
    }

    /// Writes with blocks if what follows at `below` cannot become a part of the last of them.
    fn write(&self, below: usize, write: impl Fn(Layout) -> Written) -> Written {
        let written = write(self.layout);
        match written.tail {
            Some(tail) if self.would_swallow(below, tail.column) => write(Layout { blocks: false, ..self.layout }),
            _ => written,
        }
    }

    /// Returns whether a block scalar with lines in `column`, put at the end of a line, would take the next lines in.
    fn would_swallow(&self, at: usize, column: usize) -> bool {
        for line in self.text.from(self.text.next_line(at)).lines() {
            let indentation = line.len() - line.trim_start_matches(' ').len();
            if indentation < line.len() {
                return indentation >= column;
            }
            if indentation > column {
                return true;
            }
        }
        false
    }

    /// Returns the line break that a block scalar needs when it is put at the end of a file that has none.
    fn tail(&self, written: &Written, at: usize) -> &'static str {
        let needs_line_break = written.tail.is_some_and(|tail| tail.needs_line_break);
        if needs_line_break && at >= self.text.0.len() { "\n" } else { "" }
    }

    /// Returns where lines below a value go: the end of its last line, or of the blank lines that belong to it.
    pub(super) fn below(&self, node: &Node<'_>) -> usize {
        let mut at = self.text.line_end(node.range.end);
        if !self.keeps_blank_lines(node) {
            return at;
        }
        loop {
            let next = self.text.next_line(at);
            let end = self.text.line_end(next);
            if end <= at || end == self.text.0.len() || !self.text.slice(next..end).trim().is_empty() {
                return at;
            }
            at = end;
        }
    }

    /// Returns whether a value ends with a block scalar to which the blank lines below belong.
    pub(super) fn keeps_blank_lines(&self, node: &Node<'_>) -> bool {
        let last = last_scalar(node);
        ends_with_block(last) && self.text.slice(last.range.start..self.header_end(last)).contains('+')
    }

    /// Returns whether a value ends with a block scalar whose last line break is part of its text.
    pub(super) fn needs_line_break(node: &Node<'_>) -> bool {
        match &last_scalar(node).kind {
            NodeKind::Scalar { style: Style::Literal | Style::Folded, text } => text.ends_with('\n'),
            _ => false,
        }
    }

    /// Returns the end of a block scalar's header: `|`, `>-`, `|2+`.
    fn header_end(&self, node: &Node<'_>) -> usize {
        let header = self.text.slice(node.range.clone());
        let rest = header
            .trim_start_matches(['|', '>'])
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
        node.range.start + header.len() - rest.len()
    }

    /// Returns how a scalar is written.
    fn old(&self, node: &Node<'_>, style: Style) -> Old {
        let Range { start, end } = node.range;
        let mut old = Old { style, column: None, width: 0 };
        if !matches!(style, Style::Literal | Style::Folded) {
            return old;
        }
        let header_end = self.header_end(node);
        let body = self.text.slice(self.text.next_line(header_end).min(end)..end);
        let first = body.lines().find(|line| !line.trim().is_empty());
        let is_explicit = self.text.slice(start..header_end).contains(|c: char| c.is_ascii_digit());
        old.column = first.filter(|_| !is_explicit).map(|line| line.len() - line.trim_start_matches(' ').len());
        old.width = body.lines().map(|line| line.chars().count()).max().unwrap_or_default().max(60);
        old
    }

    /// Returns the end of the last comment of the document, if that is behind `at`.
    fn end_of_comments(&self, at: usize) -> usize {
        let mut end = at;
        let mut next = self.text.next_line(at);
        while next < self.text.0.len() && !self.text.from(next).starts_with("...") {
            if !self.text.behind(next).trim().is_empty() {
                end = self.text.line_end(next);
            }
            next = self.text.next_line(next);
        }
        end
    }
}

/// Returns whether a value ends with a block scalar.
pub(super) fn ends_with_block(node: &Node<'_>) -> bool {
    matches!(last_scalar(node).kind, NodeKind::Scalar { style: Style::Literal | Style::Folded, .. })
}

fn last_scalar<'n, 's>(node: &'n Node<'s>) -> &'n Node<'s> {
    let mut last = node;
    while let (false, Some(next)) =
        (last.is_flow(), last.items().last().or(last.entries().last().map(|entry| &entry.value)))
    {
        last = next;
    }
    last
}
