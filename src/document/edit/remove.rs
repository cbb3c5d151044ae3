//! Keys and entries that go, in block style: the splices for them. Their comments stay.

use super::{
    super::tree::{Node, NodeKind},
    block::ends_with_block,
    place::{File, Place, Refusal},
    splice::Splice,
};

impl File<'_, '_> {
    /// Plans the removal of a node with its key or dash.
    pub(super) fn remove(&self, place: &Place<'_, '_>) -> Result<Vec<Splice>, Refusal> {
        let Some((parent, index)) = place.parent() else {
            return Err(Refusal::new(place.node.range.clone(), "the whole file cannot be removed by an edit"));
        };
        if parent.is_flow() {
            return Ok(self.remove_in_flow(parent, index));
        }
        let n = parent.entries().len() + parent.items().len();
        if n == 1 {
            return self.empty(place, parent);
        }
        if index + 1 < n {
            self.check_start(parent, index + 1)?;
        }
        let (start, end) = self.extent(parent, index);
        if self.text.before(start).trim().is_empty() {
            return Ok(vec![self.delete_lines_after(
                start,
                end,
                index.checked_sub(1).map(|previous| child(parent, previous)),
            )]);
        }
        // The first entry stands behind a dash: the next one takes its place.
        let (next, _) = self.extent(parent, index + 1);
        if self.comments_in(start..next).is_empty() {
            return Ok(vec![Splice::delete(start..next)]);
        }
        let line_end = self.text.line_end(end);
        let pad = " ".repeat(self.column(start)?);
        let kept = self.comments(start, line_end).join(&format!("\n{pad}"));
        let from = if kept.is_empty() { self.text.up_to(start).trim_end_matches(' ').len() } else { start };
        Ok(vec![Splice::new(from..line_end, kept)])
    }

    /// Plans `{}` or `[]` in place of the only entry of a collection.
    fn empty(&self, place: &Place<'_, '_>, collection: &Node<'_>) -> Result<Vec<Splice>, Refusal> {
        let brackets = if matches!(collection.kind, NodeKind::List { .. }) { "[]" } else { "{}" };
        let (start, end) = self.extent(collection, 0);
        let around = place.way.len().checked_sub(2).and_then(|around| place.way.get(around));
        if let Some((parent, index)) = around {
            let slot = self.slot(parent, *index);
            if self.text.slice(slot..start).contains('\n') {
                return Ok(vec![Splice::insert(slot, format!(" {brackets}")), self.delete_lines(start, end)]);
            }
        }
        let line_end = self.text.line_end(end);
        let pad = " ".repeat(self.column(start)?);
        let kept = self.comments(start, line_end).join(&format!("\n{pad}"));
        let space = if kept.is_empty() { "" } else { " " };
        Ok(vec![Splice::new(start..line_end, format!("{brackets}{space}{kept}"))])
    }

    /// Deletes the lines from one place to another; comments on them get lines of their own where the first line begins.
    pub(super) fn delete_lines(&self, start: usize, end: usize) -> Splice {
        self.delete_lines_after(start, end, None)
    }

    fn delete_lines_after(&self, start: usize, end: usize, previous: Option<&Node<'_>>) -> Splice {
        let first = self.text.line_start(start);
        let mut last = self.text.line_end(end);
        let pad = self.text.before(start);
        // A block above would take in what is deeper below: it belonged to what goes, and its comments come along.
        let is_below =
            |previous: &&Node<'_>| self.comments_in(self.text.line_end(previous.range.end)..first).is_empty();
        let previous = previous.filter(|previous| ends_with_block(previous) && is_below(previous));
        let keeps_blank_lines = previous.is_some_and(|previous| self.keeps_blank_lines(previous));
        while previous.is_some() {
            let next = self.text.next_line(last);
            let indentation = self.text.indentation(next).len();
            let is_end = next + indentation >= self.text.0.len();
            let is_deeper = indentation > pad.len();
            let comes_along = match self.text.behind(next + indentation) {
                "" => is_deeper || keeps_blank_lines,
                rest => is_deeper && rest.starts_with('#'),
            };
            if is_end || !comes_along {
                break;
            }
            last = self.text.line_end(next);
        }
        let kept = self.comments(start, last);
        if !kept.is_empty() {
            let lines: Vec<_> = kept.iter().map(|comment| format!("{pad}{comment}")).collect();
            return Splice::new(first..last, lines.join("\n"));
        }
        if last < self.text.0.len() || previous.is_some_and(Self::needs_line_break) {
            return Splice::delete(first..self.text.next_line(last));
        }
        // The file ends without a line break, and still does afterwards.
        Splice::delete(self.text.line_end(first.saturating_sub(1)).min(first)..last)
    }

    /// Returns the comments that begin in a part of the text.
    fn comments(&self, start: usize, end: usize) -> Vec<&str> {
        self.comments_in(start..end).iter().map(|comment| self.text.slice(comment.clone()).trim_end()).collect()
    }
}

fn child<'n, 's>(parent: &'n Node<'s>, index: usize) -> &'n Node<'s> {
    match &parent.kind {
        NodeKind::Table { entries, .. } => entries.get(index).map_or(parent, |entry| &entry.value),
        _ => parent.items().get(index).unwrap_or(parent),
    }
}
