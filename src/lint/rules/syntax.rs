//! `syntax`.

use super::super::{Level, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Reports a file that is no text, is no YAML, or uses YAML that a runbook may not use: anchors, aliases, merge
    /// keys, tags, several documents.
    ///
    /// ## Why
    /// Nothing below the place can be relied on, so only the first error of the YAML is shown. Anchors and aliases
    /// make one line mean something in another place; a runbook is read on a call, by people who see one line at a
    /// time, and a mark changes one line and nothing else.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: "Confirm the users provided state
    ///   - task: Enforce 2FA
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: "Confirm the users provided state"
    ///   - task: Enforce 2FA
    /// ```
    pub(in super::super) static SYNTAX = {
        id: "syntax",
        level: Level::Error,
        summary: "the file is no YAML that a runbook may use",
        kinds: &Kind::ALL,
        blueprints: true,
    }
}
