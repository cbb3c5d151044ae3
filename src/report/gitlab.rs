//! `gitlab`: the Code Quality report of a merge request.
//!
//! GitLab stops reading at the first entry that it does not like, and of two entries with one fingerprint it shows one.

use std::{collections::HashSet, io};

use serde::Serialize;

use super::{Project, printable::printable_json};
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

pub(super) fn write(findings: &[Finding], project: &Project, out: &mut dyn io::Write) -> io::Result<()> {
    let mut seen = HashSet::new();
    let mut degradations = Vec::with_capacity(findings.len());
    for finding in findings {
        let path = project.path(&finding.path);
        let fingerprint = finding.fingerprint(&path);
        // The same again: a file that was named twice.
        if !seen.insert(fingerprint.clone()) {
            continue;
        }
        degradations.push(Degradation {
            // The widget shows neither the rule nor the help.
            description: format!("{}: {}", finding.rule.id, finding.message),
            check_name: finding.rule.id,
            fingerprint,
            severity: severity(finding),
            location: Location { path, lines: Lines { begin: finding.start.line } },
        });
    }
    let json = serde_json::to_string_pretty(&degradations)?;
    writeln!(out, "{}", printable_json(&json))
}

/// Returns GitLab's word for the level. A file of which nothing was checked is worse than any error in it.
fn severity(finding: &Finding) -> &'static str {
    match (finding.rule.id, finding.level) {
        ("syntax" | "unreadable", _) => "critical",
        (_, Level::Error) => "major",
        (_, Level::Warning) => "minor",
        (_, Level::Info) => "info",
    }
}
