//! A runbook as a YAML file: read with every problem at its place, and edited without touching the rest.

mod edit;
mod emit;
mod parse;
mod plain;
mod problem;
pub mod route;
mod schema;
mod source;
mod suggest;
mod syntax;
mod tree;

use std::ops::Range;

use crate::model::Runbook;

pub use edit::{Edit, EditError, apply};
pub use emit::{Value, scalar, write_new};
pub(crate) use parse::{Fields, Reader, Record, records};
pub use problem::{Problem, ProblemKind};
pub use route::{Route, Step};
pub use schema::schema;
pub use source::{MAX_FILE_SIZE, Position, Source, SourceError};
pub use suggest::closest;
pub(crate) use tree::read as read_tree;
pub use tree::{Entry, Node, NodeKind, Style, Tree};

/// A runbook file: its text, its nodes, and what it says.
#[derive(Debug)]
pub struct Document<'s> {
    /// The text.
    pub source: &'s Source,
    /// The nodes.
    pub tree: Tree<'s>,
    /// What it says.
    pub runbook: Runbook,
}

impl<'s> Document<'s> {
    /// Reads a runbook.
    ///
    /// # Errors
    /// All problems of the file, in the order of the text; or its first syntax error.
    pub fn parse(source: &'s Source) -> Result<Self, Vec<Problem>> {
        match Self::parse_as_far_as_possible(source) {
            (Some(document), problems) if problems.is_empty() => Ok(document),
            (_, problems) => Err(problems),
        }
    }

    /// Reads what can be read of a runbook, and names all problems in the order of the text.
    ///
    /// There is no document where a syntax error left no nodes.
    #[must_use]
    pub fn parse_as_far_as_possible(source: &'s Source) -> (Option<Self>, Vec<Problem>) {
        let mut tree = match tree::read(source) {
            Ok(tree) => tree,
            Err(problem) => return (None, vec![problem]),
        };
        let mut problems = std::mem::take(&mut tree.problems);
        let (runbook, found) = parse::runbook(&tree);
        problems.extend(found);
        problems.sort_by_key(|problem| problem.range.start);
        (Some(Self { source, tree, runbook }), problems)
    }

    /// Returns the node at a route.
    #[must_use]
    pub fn node(&self, route: &Route) -> Option<&Node<'s>> {
        route.steps().iter().try_fold(&self.tree.root, |node, step| match step {
            Step::Key(key) => node.get(key),
            Step::Index(index) => node.items().get(*index),
        })
    }

    /// Returns whether the file says nothing at a route, whatever the model could make of it.
    #[must_use]
    pub fn is_absent(&self, route: &Route) -> bool {
        self.node(route).is_none_or(Node::is_absent)
    }

    /// Returns the route to an item of a checklist; the checklist may be a list or have a title.
    #[must_use]
    pub fn item_route(&self, checklist: &str, index: usize) -> Route {
        let route = route::checklist(checklist);
        match self.node(&route).map(|node| &node.kind) {
            Some(NodeKind::Table { .. }) => route.key("items").index(index),
            _ => route.index(index),
        }
    }

    /// Returns the bytes to underline for a route.
    ///
    /// The value where it is there; for a mapping in a list its first entry; for what is missing the key or the entry
    /// that should hold it.
    #[must_use]
    pub fn range(&self, route: &Route) -> Range<usize> {
        let mut node = &self.tree.root;
        let mut named = node.entries().first().map_or(node.range.clone(), |first| first.key.range.clone());
        for step in route.steps() {
            let next = match step {
                Step::Key(key) => node.entry(key).map(|entry| (entry.key.range.clone(), &entry.value)),
                Step::Index(index) => node.items().get(*index).map(|item| (item.range.clone(), item)),
            };
            let Some((name, next)) = next else {
                return named;
            };
            named = match (&next.kind, step) {
                (NodeKind::Scalar { .. }, _) => self.first_line(next.range.clone()),
                (NodeKind::Table { entries, .. }, Step::Index(_)) => match entries.first() {
                    Some(first) => {
                        self.first_line(first.key.range.start..first.value.range.end.max(first.key.range.end))
                    }
                    None => name,
                },
                _ => self.first_line(name),
            };
            node = next;
        }
        named
    }

    fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.source.text()[range.clone()];
        let end = text.find('\n').map_or(range.end, |at| range.start + at);
        range.start..range.start + self.source.text()[range.start..end].trim_end().len()
    }
}
