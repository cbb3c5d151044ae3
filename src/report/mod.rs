//! Findings → text, for people and for machines.
//!
//! One file a format. Machine formats have structs of their own, so that what is inside may change. Nothing here knows
//! how a finding came about, or where the text goes.

mod gitlab;
mod json;
mod printable;
mod project;
mod text;

use std::io;

use crate::{
    document::{Problem, Source},
    lint::{Finding, Level, problems_as_findings},
};

pub use printable::is_harmful;
pub use project::Project;

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the message, the line of the file, what to do.
    #[default]
    Text,
    /// For scripts, with a `version` field.
    Json,
    /// For the Code Quality report of a merge request.
    Gitlab,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Gitlab];

    /// Returns the word by which it is chosen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Gitlab => "gitlab",
        }
    }
}

/// What a report depends on besides the findings.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Where the project is; fingerprints and GitLab's links go by paths in it.
    pub project: &'a Project,
    /// Whether text is coloured.
    pub colour: bool,
}

/// Writes findings.
///
/// Text may be written file by file; the others are one document and take all findings at once, none included.
///
/// # Errors
/// When `out` does not take it.
pub fn write(format: Format, findings: &[Finding], context: Context<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(findings, context.colour, out),
        Format::Json => json::write(findings, context.project, out),
        Format::Gitlab => gitlab::write(findings, context.project, out),
    }
}

/// Returns all problems of a file that had to be valid, as text for people.
#[must_use]
pub fn problems(source: &Source, problems: &[Problem], colour: bool) -> String {
    problems_as_findings(source, problems).iter().map(|finding| text::render(finding, colour)).collect()
}

/// Returns how many findings there are, in one line for people: `2 errors, 1 warning in 9 files`.
#[must_use]
pub fn summary(findings: &[Finding], n_files: usize) -> String {
    let of_level = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let counts = Level::ALL.map(|level| (of_level(level), level.word()));
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word)).collect();
    let files = counted(n_files, "file");
    if counts.is_empty() { format!("no findings in {files}") } else { format!("{} in {files}", counts.join(", ")) }
}

fn counted(count: usize, word: &str) -> String {
    // "info" is short for information and has no plural.
    if count == 1 || word == "info" { format!("{count} {word}") } else { format!("{count} {word}s") }
}
