//! Nodes → the model, with every problem on the way.

use super::{Problem, tree::Tree};
use crate::model::Runbook;

/// Reads the model from the nodes. What cannot be read is left out, and every problem is named.
pub(super) fn runbook(tree: &Tree<'_>) -> (Runbook, Vec<Problem>) {
    let _ = tree;
    (Runbook::default(), Vec::new())
}
