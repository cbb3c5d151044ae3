//! A syntax error of the YAML → a problem that says what to do.

use granit_parser::ScanError;

use super::{Problem, source::Source};

/// Explains the first syntax error of a text.
pub(super) fn explain(source: &Source, error: &ScanError) -> Problem {
    let at = error.marker().byte_offset().unwrap_or(0).min(source.text().len());
    Problem::syntax(at..at, error.info().to_owned())
}
