//! File ⇄ issue, decided in memory: what an issue says, and what a runbook file makes of it.
//!
//! [`merge()`] decides between the file, the issue and what both last agreed on: entry by entry what is pulled into the file
//! and what is pushed to the issue, and line by line what becomes of the rest, so that no line that a person wrote is lost.
//! [`initial`] is what is agreed after `publish`; [`with_clicks`] brings back what a push overwrote. [`import`] makes a file of foreign Markdown.
//!
//! Reads Markdown and writes the text of runbooks. Knows no disk, network or clock.

mod agreed;
mod canon;
mod cells;
mod changes;
mod clicks;
mod compose;
mod decide;
mod fields;
mod find;
pub mod import;
mod inline;
mod issue;
mod merge;
mod outcome;
mod pull;
mod push;
mod read;
mod restore;
mod weave;
mod words;

pub use agreed::{Agreed, Publication, initial, publication};
pub use clicks::with_clicks;
pub use merge::merge;
pub use outcome::{Change, Click, Conflict, MergeError, Merged, Merging, Pull, Push, Remark, Saved, Side, Taken, Way};
