//! `json`: for scripts. Changes only by addition.

use std::io;

use serde::Serialize;

use super::{
    Project,
    entry::{Entry, entries},
    printable::printable_json,
};
use crate::lint::Finding;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
}

/// A finding. Lines and columns count from 1, columns in characters; the end is the first character behind it.
#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    level: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    fingerprint: String,
    fix: Option<JsonFix<'a>>,
}

/// What `--fix` would do.
#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safety: &'a str,
}

pub(super) fn write(findings: &[Finding], project: &Project, out: &mut dyn io::Write) -> io::Result<()> {
    let findings = entries(findings, project).into_iter().map(|Entry { finding, fingerprint, .. }| JsonFinding {
        rule: finding.rule.id,
        level: finding.level.word(),
        message: &finding.message,
        help: finding.help.as_deref(),
        path: &finding.path,
        line: finding.start.line,
        column: finding.start.column,
        end_line: finding.end.line,
        end_column: finding.end.column,
        fingerprint,
        fix: finding.fix.as_ref().map(|fix| JsonFix { title: &fix.title, safety: fix.safety.word() }),
    });
    let report = JsonReport { version: VERSION, findings: findings.collect() };
    let json = serde_json::to_string_pretty(&report)?;
    writeln!(out, "{}", printable_json(&json))
}
