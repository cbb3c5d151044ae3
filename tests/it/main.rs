//! Integration tests, in one binary so that they link once.

mod clock_changes;
mod format;
mod format_docs;
mod parse;
mod report;
mod rules;
mod schedule;
mod schema;
