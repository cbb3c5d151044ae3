//! New and changed values between brackets and braces: the splices for them.

use std::ops::Range;

use super::{
    super::{
        emit::{self, Value},
        tree::{Node, NodeKind},
    },
    place::{File, Place, Refusal},
    splice::Splice,
};

impl File<'_, '_> {
    /// Plans a new value for a node in a collection with brackets or braces.
    pub(super) fn replace_in_flow(&self, place: &Place<'_, '_>, value: &Value) -> Result<Vec<Splice>, Refusal> {
        let node = place.node;
        let text = match (value, &node.kind) {
            (Value::Text(text), NodeKind::Scalar { style, .. }) => emit::one_line(text, Some(*style), true),
            _ => emit::flow(value),
        };
        if !node.range.is_empty() {
            // Comments of the old value stay, before the new one.
            let is_scalar = matches!(node.kind, NodeKind::Scalar { .. });
            let until = if is_scalar { node.range.start } else { node.range.end };
            let kept = self.kept_in_flow(node.range.start..until);
            return Ok(vec![Splice::new(node.range.clone(), kept + &text)]);
        }
        let at = node.range.end;
        let colon = if self.text.up_to(at).ends_with(':') { "" } else { ":" };
        let blanks = self.text.from(at).len() - self.text.from(at).trim_start_matches(' ').len();
        let end = if self.text.from(at + blanks).starts_with(',') { at + blanks } else { at };
        Ok(vec![Splice::new(at..end, format!("{colon} {text}"))])
    }

    /// Plans a new last entry of a collection with brackets or braces.
    pub(super) fn insert_in_flow(&self, collection: &Node<'_>, entry: &str) -> Result<Vec<Splice>, Refusal> {
        let open = collection.range.start;
        if !self.text.from(open).starts_with(['[', '{']) {
            return Err(Refusal::new(collection.range.clone(), "a mapping stands here without braces")
                .help("put braces around it: `{ key: value }`"));
        }
        let n = collection.entries().len() + collection.items().len();
        let Some(last) = n.checked_sub(1) else {
            let close = collection.range.end.saturating_sub(1);
            let inner = self.text.slice(open + 1..close);
            let blanks = inner.trim_start_matches(' ');
            return Ok(match inner.len() - blanks.len() {
                n_blanks if blanks.is_empty() => {
                    let pad = if n_blanks > 0 { " " } else { "" };
                    vec![Splice::new(open + 1..close, format!("{pad}{entry}{pad}"))]
                }
                _ => vec![Splice::insert(open + 1, format!(" {entry}"))],
            });
        };
        let (start, end) = self.extent(collection, last);
        let comma = self.comma_behind(end);
        let own_line = self.text.before(start).trim().is_empty() && self.text.slice(open..start).contains('\n');
        if own_line {
            let at = comma.unwrap_or(end);
            let rest = self.text.behind(at).trim_start();
            // What else stands on the line belongs to the last entry only if it is a comment.
            let line_end = if rest.is_empty() || rest.starts_with('#') { self.text.line_end(at) } else { at };
            let pad = self.text.before(start);
            return Ok(match comma {
                Some(_) => vec![Splice::insert(line_end, format!("\n{pad}{entry},"))],
                None => vec![Splice::insert(end, self.comma(end)), Splice::insert(line_end, format!("\n{pad}{entry}"))],
            });
        }
        Ok(vec![match comma {
            Some(comma) => Splice::insert(comma, format!(" {entry},")),
            None => Splice::insert(end, format!("{} {entry}", self.comma(end))),
        }])
    }

    /// Returns a comma to put behind a value; behind an empty one some readers need a blank before it.
    fn comma(&self, end: usize) -> &'static str {
        if self.text.up_to(end).ends_with(':') { " ," } else { "," }
    }

    /// Returns the place behind the comma that follows an entry.
    fn comma_behind(&self, end: usize) -> Option<usize> {
        let at = self.skip(end);
        self.text.from(at).starts_with(',').then_some(at + 1)
    }

    /// Plans the removal of an entry of a collection with brackets or braces.
    pub(super) fn remove_in_flow(&self, collection: &Node<'_>, index: usize) -> Vec<Splice> {
        let n = collection.entries().len() + collection.items().len();
        let inside = collection.range.start + 1..collection.range.end.saturating_sub(1);
        if n == 1 && self.comments_in(inside.clone()).is_empty() {
            return vec![Splice::delete(inside)];
        }
        let (start, end) = self.extent(collection, index);
        let comma = self.comma_behind(end);
        let until = comma.unwrap_or(end);
        let previous_end = index.checked_sub(1).map(|previous| self.extent(collection, previous).1);
        let comma_before = previous_end.and_then(|end| self.comma_behind(end)).filter(|_| comma.is_none());

        let rest = self.text.behind(until).trim_start();
        let own_line = self.text.before(start).trim().is_empty()
            && start > self.text.line_end(collection.range.start)
            && (rest.is_empty() || rest.starts_with('#'));
        if own_line {
            let mut splices = vec![self.delete_lines(start, until)];
            splices.extend(comma_before.map(|comma| Splice::delete(comma - 1..comma)));
            return splices;
        }
        let next_start = (index + 1 < n).then(|| self.extent(collection, index + 1).0);
        let wide = match (next_start, previous_end, comma) {
            (Some(next), _, _) => start..next,
            (None, Some(_), Some(comma)) => self.skip_back(start)..comma,
            (None, Some(previous), None) => previous..end,
            (None, None, _) => start..until,
        };
        if n > 1 && self.comments_in(wide.clone()).is_empty() {
            // Some readers want a blank behind an empty value.
            let blank = if self.text.up_to(wide.start).ends_with(':') { " " } else { "" };
            return vec![Splice::new(wide, blank)];
        }
        vec![Splice::new(start..until, self.kept_in_flow(start..until))]
    }

    /// Returns the comments in a part of a collection, each with a line break behind it.
    fn kept_in_flow(&self, range: Range<usize>) -> String {
        let pad = self.text.indentation(range.end);
        let comments = self.comments_in(range).iter().map(|comment| self.text.slice(comment.clone()).trim_end());
        comments.map(|comment| format!(" {comment}\n{pad}")).collect()
    }
}
