//! A finding as machine formats know it: with its path in the project and its fingerprint, and each only once.

use std::collections::HashSet;

use super::Project;
use crate::lint::Finding;

/// A finding, with what it is called across runs and machines.
pub(super) struct Entry<'a> {
    pub(super) finding: &'a Finding,
    /// The file, relative to the root of the project.
    pub(super) path: String,
    /// Unique in a report, and the same in all formats.
    pub(super) fingerprint: String,
}

/// Returns the findings in their order, without those that come again because a file was named twice.
pub(super) fn entries<'a>(findings: &'a [Finding], project: &Project) -> Vec<Entry<'a>> {
    let mut seen = HashSet::with_capacity(findings.len());
    let entry = |finding: &'a Finding| {
        let path = project.path(&finding.path);
        let fingerprint = finding.fingerprint(&path);
        seen.insert(fingerprint.clone()).then_some(Entry { finding, path, fingerprint })
    };
    findings.iter().filter_map(entry).collect()
}
