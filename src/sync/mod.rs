//! File ⇄ issue, decided in memory: what an issue says, and what a runbook file makes of it.
//!
//! Reads Markdown and writes the text of runbooks. Knows no disk, network or clock.

pub mod import;
mod inline;
mod read;
