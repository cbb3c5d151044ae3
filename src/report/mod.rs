//! Findings → text, for people and for machines.
//!
//! One file a format. Machine formats have structs of their own, so that what is inside may change. Nothing here knows
//! how a finding came about, or where the text goes.

mod baseline;
mod concise;
mod entry;
mod github;
mod gitlab;
mod json;
mod junit;
mod printable;
mod project;
mod sarif;
mod text;

use std::io;

use crate::{
    document::{Problem, Source},
    lint::{Finding, Level, problems_as_findings},
};

pub use baseline::{Baseline, BaselineError};
pub use project::Project;

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the message, the line of the file, what to do.
    #[default]
    Text,
    /// For people and editors: one line a finding.
    Concise,
    /// For scripts, with a `version` field.
    Json,
    /// For the Code Quality report of a merge request.
    Gitlab,
    /// For the services and editors that read SARIF.
    Sarif,
    /// For the Tests tab of a pipeline.
    Junit,
    /// For the annotations of a GitHub workflow.
    Github,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Concise, Self::Json, Self::Gitlab, Self::Sarif, Self::Junit, Self::Github];

    /// Returns the word by which it is chosen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }

    /// Returns what it is for, in a few words.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Text => "For people: the line, and what to do",
            Self::Concise => "One line a finding: path:line:column: level[rule] message",
            Self::Json => "For scripts: one object with a `version`",
            Self::Gitlab => "GitLab Code Quality",
            Self::Sarif => "SARIF 2.1.0",
            Self::Junit => "JUnit XML, for the Tests tab of a GitLab pipeline",
            Self::Github => "Annotations of a GitHub workflow",
        }
    }
}

/// What a report depends on besides the findings.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Where the project is; fingerprints and GitLab's links go by paths in it.
    pub project: &'a Project,
    /// The files that were looked at, as they were named, also those without findings.
    pub files: &'a [String],
    /// Whether text is coloured.
    pub colour: bool,
}

/// Writes findings.
///
/// `text`, `concise` and `github` may be written file by file; the others are one document and take all findings at
/// once, none included.
///
/// # Errors
/// When `out` does not take it.
pub fn write(format: Format, findings: &[Finding], context: Context<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(findings, context.colour, out),
        Format::Concise => concise::write(findings, out),
        Format::Json => json::write(findings, context.project, out),
        Format::Gitlab => gitlab::write(findings, context.project, out),
        Format::Sarif => sarif::write(findings, context.project, out),
        Format::Junit => junit::write(findings, context, out),
        Format::Github => github::write(findings, context.project, out),
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

/// Returns whether the finding is that nothing in its file could be checked.
fn was_not_checked(finding: &Finding) -> bool {
    matches!(finding.rule.id, "syntax" | "unreadable")
}

fn counted(count: usize, word: &str) -> String {
    // "info" is short for information and has no plural.
    if count == 1 || word == "info" { format!("{count} {word}") } else { format!("{count} {word}s") }
}
