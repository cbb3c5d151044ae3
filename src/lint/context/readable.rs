//! What could be read of a file, and so what is missing in it.

use super::LintContext;
use crate::document::{Node, NodeKind, Route};

impl LintContext<'_> {
    /// Returns whether the file says nothing at a route.
    ///
    /// Not so when something is there that could not be read, when a key beside it was not understood and may be the
    /// one that is meant, or when the mapping that should hold it is missing itself.
    #[must_use]
    pub fn is_missing(&self, route: &Route) -> bool {
        let Some((parent, _)) = route.split_last() else { return false };
        let Some(node) = self.document.node(&parent).filter(|node| is_table(node)) else { return false };
        if !self.document.is_absent(route) || self.has_key_not_understood(node) {
            return false;
        }
        // What belongs into the header is also found beside it.
        let is_near_the_top = parent.steps().len() < 2;
        !(is_near_the_top && self.has_key_not_understood(&self.document.tree.root))
    }

    fn has_key_not_understood(&self, table: &Node<'_>) -> bool {
        let entries = table.entries();
        // A file may have thousands of entries, each of which is asked about.
        let first = self.places.partition_point(|place| place.start < table.range.start);
        self.places[first..].iter().take_while(|place| place.start <= table.range.end).any(|place| {
            let at = entries.binary_search_by_key(&place.start, |entry| entry.key.range.start);
            at.is_ok_and(|at| entries[at].key.range == *place)
        })
    }

    /// Returns whether everything at a route could be read, or nothing is there.
    #[must_use]
    pub fn is_read_in_full(&self, route: &Route) -> bool {
        match self.document.node(route) {
            Some(node) => {
                !self.problems.iter().any(|problem| (node.range.start..=node.range.end).contains(&problem.range.start))
            }
            None => self.is_missing(route),
        }
    }
}

/// Pairs the entries of the model with their index in the file; what could not be read is not among them.
pub(super) fn readable<'a, T>(entries: &'a [T], nodes: &[Node<'_>]) -> Vec<(usize, &'a T)> {
    let indexes = nodes.iter().enumerate().filter(|(_, node)| is_table(node)).map(|(index, _)| index);
    if entries.len() == nodes.len() {
        indexes.map(|index| (index, &entries[index])).collect()
    } else {
        indexes.zip(entries).collect()
    }
}

pub(super) const fn is_table(node: &Node<'_>) -> bool {
    matches!(node.kind, NodeKind::Table { .. })
}
