//! `unreadable`.

use super::super::{Level, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Reports a file that cannot be read: it is gone, is a folder, or may not be opened.
    ///
    /// ## Why
    /// A file that was skipped looks like one that was found to be right. So a file that cannot be read is a finding,
    /// and the other files are checked all the same.
    pub(in super::super) static UNREADABLE = {
        id: "unreadable",
        level: Level::Error,
        summary: "the file cannot be read",
        kinds: &Kind::ALL,
        blueprints: true,
    }
}
