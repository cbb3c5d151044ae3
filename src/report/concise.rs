//! `concise`: one line a finding, for `grep`, editors and short logs.

use std::io;

use super::printable::printable;
use crate::{document::Position, lint::Finding};

pub(super) fn write(findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
    for finding in findings {
        let Position { line, column } = finding.start;
        let (path, message) = (printable(&finding.path), printable(&finding.message));
        writeln!(out, "{path}:{line}:{column}: {}[{}] {message}", finding.level.word(), finding.rule.id)?;
    }
    Ok(())
}
