//! `schema`.

use super::super::{Level, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Reports what the format does not know: a key, a word, a duration, an id, a list where text belongs; and what the
    /// format requires: `version` and `header.name`, the text of an item or task.
    ///
    /// ## Why
    /// A key with a slip in it would otherwise be a value that nobody sees: a rollback that is not rendered, an owner
    /// who is not told. A key of your own begins with `x-`.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     ownr: John Doe
    ///     planned: 90
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     owner: John Doe
    ///     planned: 1h30m
    ///     x-reviewed: true
    /// ```
    pub(in super::super) static SCHEMA = {
        id: "schema",
        level: Level::Error,
        summary: "the file is no runbook of this format",
        kinds: &Kind::ALL,
        blueprints: true,
    }
}
