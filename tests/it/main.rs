//! Integration tests, in one binary so that they link once.

mod bad_input;
mod catalogue;
mod clock_changes;
mod docs;
mod edit;
mod edit_property;
mod filled;
mod format;
mod format_docs;
mod help;
mod hostile;
mod judge;
mod marking;
mod parse;
mod render;
mod render_hostile;
mod render_tasks;
mod render_templates;
mod report;
mod rules;
mod sandbox;
mod schedule;
mod schema;
mod shell;
mod tidy;
mod transcripts;
