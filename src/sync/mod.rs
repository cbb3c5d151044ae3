//! File ⇄ issue, decided in memory: what an issue says, and what a runbook file makes of it.
//!
//! Reads Markdown and writes the text of runbooks. Knows no disk, network or clock, and nothing of how an issue is
//! rendered beyond what the issue shows.

pub mod import;
mod inline;
mod read;
