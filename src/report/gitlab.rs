//! `gitlab`: the Code Quality report of a merge request.
//!
//! GitLab stops reading at the first entry that it does not like, and of two entries with one fingerprint it shows one.

use std::io;

use serde::Serialize;

use super::{
    Project,
    entry::{Entry, entries},
    printable::printable_json,
    was_not_checked,
};
use crate::lint::{Finding, Level};

#[derive(Serialize)]
struct Degradation<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

pub(super) fn write<'a>(findings: &'a [Finding], project: &Project, out: &mut dyn io::Write) -> io::Result<()> {
    let degradation = |entry: Entry<'a>| {
        let Entry { finding, path, fingerprint } = entry;
        Degradation {
            // The widget shows neither the rule nor the help.
            description: format!("{}: {}", finding.rule.id, finding.message),
            check_name: finding.rule.id,
            fingerprint,
            severity: severity(finding),
            location: Location { path, lines: Lines { begin: finding.start.line } },
        }
    };
    let degradations: Vec<Degradation<'_>> = entries(findings, project).into_iter().map(degradation).collect();
    let json = serde_json::to_string_pretty(&degradations)?;
    writeln!(out, "{}", printable_json(&json))
}

/// Returns GitLab's word for the level. A file of which nothing was checked is worse than any error in it.
fn severity(finding: &Finding) -> &'static str {
    match finding.level {
        _ if was_not_checked(finding) => "critical",
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}
