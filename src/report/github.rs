//! `github`: workflow commands, which GitHub shows as annotations beside the lines.

use std::io;

use super::{Project, entry::entries, printable::printable};
use crate::lint::{Finding, Level};

pub(super) fn write(findings: &[Finding], project: &Project, out: &mut dyn io::Write) -> io::Result<()> {
    for entry in entries(findings, project) {
        let finding = entry.finding;
        let (start, end) = (finding.start, finding.end);
        let mut place = format!("file={},line={}", property(&entry.path), start.line);
        // GitHub takes columns only where both are on one line.
        if start.line == end.line {
            place += &format!(",col={},endLine={},endColumn={}", start.column, end.line, end.column);
        } else {
            place += &format!(",endLine={}", end.line);
        }
        let mut message = data(&finding.message);
        if let Some(help) = &finding.help {
            message += "%0Ahelp: ";
            message += &data(help);
        }
        writeln!(out, "::{} {place},title={}::{message}", command(finding.level), property(finding.rule.id))?;
    }
    Ok(())
}

const fn command(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    }
}

/// Returns a text as it stands behind the second `::`. A raw line feed would end the command and could begin another.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| printable(line).replace('%', "%25")).collect();
    lines.join("%0A")
}

/// Returns a text as it stands behind a `=`.
fn property(text: &str) -> String {
    printable(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}
