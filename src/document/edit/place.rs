//! A route → the nodes on the way; and every reason to leave a place alone.

use std::ops::Range;

use super::{
    super::{
        emit::Layout,
        route::{Route, Step},
        tree::{Entry, Node, NodeKind, Tree},
    },
    splice::Text,
};

/// Why an edit is not made.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) reason: String,
    pub(super) range: Range<usize>,
    pub(super) help: Option<String>,
}

impl Refusal {
    pub(super) fn new(range: Range<usize>, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), range, help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A file that is to be edited.
#[derive(Clone, Copy)]
pub(super) struct File<'t, 's> {
    pub(super) text: Text<'t>,
    pub(super) tree: &'t Tree<'s>,
    pub(super) layout: Layout,
}

/// Where a route leads, as far as there is something.
pub(super) struct Place<'t, 's> {
    /// The collections on the way, each with the number of the entry that is entered.
    pub(super) way: Vec<(&'t Node<'s>, usize)>,
    /// The last node that is there.
    pub(super) node: &'t Node<'s>,
    /// Whether a collection around the node has brackets or braces.
    pub(super) in_flow: bool,
}

impl<'t, 's> Place<'t, 's> {
    /// Returns the collection that holds the node, and the node's number in it.
    pub(super) fn parent(&self) -> Option<(&'t Node<'s>, usize)> {
        self.way.last().copied()
    }
}

impl<'t, 's> File<'t, 's> {
    pub(super) fn new(text: &'t str, tree: &'t Tree<'s>) -> Self {
        let text = Text(text);
        let mut layout = Layout::default();
        let (mut step, mut dash) = (None, None);
        find_layout(text, &tree.root, &mut step, &mut dash);
        layout.step = step.unwrap_or(layout.step);
        layout.dash = dash.unwrap_or(layout.dash);
        Self { text, tree, layout }
    }

    /// Follows a route as far as it leads.
    pub(super) fn find(&self, route: &Route) -> Result<Place<'t, 's>, Refusal> {
        let root = &self.tree.root;
        if !matches!(root.kind, NodeKind::Table { .. }) {
            return Err(Refusal::new(first_line(self.text, root.range.clone()), "the file is no mapping")
                .help("a runbook begins with `version: 1`"));
        }
        if self.text.before(root.range.start).starts_with("---") {
            return Err(Refusal::new(first_line(self.text, root.range.clone()), "it begins on the line of the `---`")
                .help("begin it on the next line"));
        }
        let mut place = Place { way: Vec::new(), node: root, in_flow: false };
        self.check_problems(&place)?;
        for step in route.steps() {
            let node = place.node;
            let index = match (step, &node.kind) {
                (Step::Key(key), NodeKind::Table { entries, .. }) => {
                    let mut same = entries.iter().enumerate().filter(|(_, entry)| entry.key.text() == Some(key));
                    let found = same.next().map(|(index, _)| index);
                    if let Some((_, second)) = same.next() {
                        let reason = format!("`{key}` stands here twice");
                        return Err(Refusal::new(second.key.range.clone(), reason).help("remove one of them"));
                    }
                    found
                }
                (Step::Index(index), NodeKind::List { items, .. }) => Some(*index).filter(|index| *index < items.len()),
                _ => None,
            };
            let Some(index) = index else { break };
            self.check_start(node, index)?;
            place.way.push((node, index));
            place.node = match &node.kind {
                NodeKind::Table { entries, .. } => &entries[index].value,
                _ => &node.items()[index],
            };
            place.in_flow |= node.is_flow();
            self.check_problems(&place)?;
        }
        Ok(place)
    }

    pub(super) fn wrong_shape(&self, place: &Place<'_, '_>, wanted: &str) -> Refusal {
        let reason = format!("there is {} where {wanted} belongs", place.node.what());
        Refusal::new(first_line(self.text, place.node.range.clone()), reason)
    }

    /// Refuses what the reader has reported at a node or on the way from its colon or dash to it.
    fn check_problems(&self, place: &Place<'_, '_>) -> Result<(), Refusal> {
        let collection = match &place.node.kind {
            NodeKind::List { .. } | NodeKind::Table { .. } => place.node.range.start,
            _ => place.node.range.end,
        };
        let start = place.parent().map_or(0, |(parent, index)| self.slot(parent, index));
        for problem in &self.tree.problems {
            let another_document = self.text.from(problem.range.start).starts_with("---");
            if another_document || start <= problem.range.start && problem.range.start <= collection {
                return Err(Refusal {
                    reason: problem.message.clone(),
                    range: problem.range.clone(),
                    help: problem.help.clone(),
                });
            }
        }
        Ok(())
    }

    /// Refuses an entry whose start is not written in the usual way.
    pub(super) fn check_start(&self, parent: &Node<'_>, index: usize) -> Result<(), Refusal> {
        let (start, _) = self.extent(parent, index);
        if parent.is_flow() {
            let explicit = self.text.up_to(self.skip_back(start)).ends_with('?');
            let braces = self.text.from(parent.range.start).starts_with(['{', '[']);
            return match parent.entries().get(index) {
                Some(entry) if explicit => Err(explicit_key(entry)),
                Some(entry) if !braces => {
                    Err(Refusal::new(entry.key.range.clone(), "a mapping stands here without braces")
                        .help("put braces around it: `{ key: value }`"))
                }
                _ => Ok(()),
            };
        }
        match (self.column(start), parent.entries().get(index)) {
            (Err(_), Some(entry)) if self.text.before(start).contains('?') => Err(explicit_key(entry)),
            (Ok(_), None) if !self.text.from(start).starts_with('-') => {
                let reason = "the dash of the entry is not where it is expected";
                Err(Refusal::new(start..start, reason).help("begin its line with `- `"))
            }
            (column, _) => column.map(|_| ()),
        }
    }

    /// Returns the column of a key or dash in block style.
    pub(super) fn column(&self, at: usize) -> Result<usize, Refusal> {
        let before = self.text.before(at);
        match before.find(|character| !matches!(character, ' ' | '-')) {
            None => Ok(before.len()),
            Some(wrong) => {
                let wrong = at - before.len() + wrong;
                let is_tab = self.text.from(wrong).starts_with('\t');
                let reason =
                    if is_tab { "a tab stands in the indentation" } else { "something stands before it on its line" };
                let help = if is_tab { "indent with spaces" } else { "begin it on a line of its own" };
                Err(Refusal::new(wrong..wrong + 1, reason).help(help))
            }
        }
    }

    /// Returns where an entry begins, at its key or its dash, and where its value ends.
    pub(super) fn extent(&self, parent: &Node<'_>, index: usize) -> (usize, usize) {
        if let Some(entry) = parent.entries().get(index) {
            return (entry.key.range.start, entry.value.range.end.max(entry.key.range.end));
        }
        let Some(item) = parent.items().get(index) else { return (parent.range.start, parent.range.end) };
        let start = match index {
            _ if parent.is_flow() => item.range.start,
            0 => parent.range.start,
            _ => self.skip(parent.items()[index - 1].range.end),
        };
        (start, item.range.end)
    }

    /// Returns the place right behind the colon or dash of an entry.
    pub(super) fn slot(&self, parent: &Node<'_>, index: usize) -> usize {
        match parent.entries().get(index) {
            Some(entry) => {
                let colon = self.skip(entry.key.range.end);
                if self.text.from(colon).starts_with(':') { colon + 1 } else { entry.key.range.end }
            }
            None if parent.is_flow() => self.extent(parent, index).0,
            None => self.extent(parent, index).0 + 1,
        }
    }

    /// Returns the next place that is neither blank nor in a comment.
    pub(super) fn skip(&self, mut at: usize) -> usize {
        loop {
            let rest = self.text.from(at);
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            match self.comment_at(at) {
                Some(comment) if comment.end > at => at = comment.end,
                _ => return at,
            }
        }
    }

    /// Returns the place behind the last character before `at` that is neither blank nor in a comment.
    pub(super) fn skip_back(&self, mut at: usize) -> usize {
        loop {
            at = self.text.up_to(at).trim_end_matches([' ', '\t', '\r', '\n']).len();
            let n_before = self.tree.comments.partition_point(|comment| comment.start < at);
            match n_before.checked_sub(1).map(|last| &self.tree.comments[last]) {
                Some(comment) if comment.end >= at => at = comment.start,
                _ => return at,
            }
        }
    }

    fn comment_at(&self, at: usize) -> Option<&'t Range<usize>> {
        self.tree
            .comments
            .binary_search_by_key(&at, |comment| comment.start)
            .ok()
            .map(|found| &self.tree.comments[found])
    }

    /// Returns the comments that begin in a part of the text.
    pub(super) fn comments_in(&self, range: Range<usize>) -> &'t [Range<usize>] {
        let comments = &self.tree.comments;
        let first = comments.partition_point(|comment| comment.start < range.start);
        let last = comments.partition_point(|comment| comment.start < range.end);
        comments.get(first..last).unwrap_or_default()
    }
}

fn explicit_key(entry: &Entry<'_>) -> Refusal {
    Refusal::new(entry.key.range.clone(), "the key is written with `?`").help("write it as `key: value`")
}

pub(super) fn first_line(text: Text<'_>, range: Range<usize>) -> Range<usize> {
    range.start..text.line_end(range.start).clamp(range.start, range.end.max(range.start))
}

/// Finds how the file indents the first mapping below a key and the first list below a key.
fn find_layout(text: Text<'_>, node: &Node<'_>, step: &mut Option<usize>, dash: &mut Option<usize>) {
    if node.is_flow() || step.is_some() && dash.is_some() {
        return;
    }
    let column = |at: usize| text.before(at).len();
    for entry in node.entries() {
        let own = column(entry.key.range.start);
        let value = column(entry.value.range.start);
        match &entry.value.kind {
            NodeKind::Table { flow: false, .. } if step.is_none() => {
                *step = value.checked_sub(own).filter(|step| *step > 0)
            }
            NodeKind::List { flow: false, .. } if dash.is_none() => *dash = value.checked_sub(own),
            _ => {}
        }
        find_layout(text, &entry.value, step, dash);
    }
    for item in node.items() {
        find_layout(text, item, step, dash);
    }
}
