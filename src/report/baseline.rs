//! A baseline: findings that a team knows and does not want to be told again.
//!
//! A file of JSON that is committed. It goes by fingerprints, so a finding stays known when lines move; the rest is for
//! people who read the file. What is found while a file is read never becomes known: such a file was not checked in full. Nor
//! does a secret: the fingerprint does not hold its value, so the next one at its place would be known as well.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{Project, printable::printable_json};
use crate::lint::Finding;

/// The version of the format.
const VERSION: u32 = 1;

/// Findings that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    fingerprint: String,
    rule: String,
    path: String,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is no JSON of the form.
    #[error("the baseline is not what `--write-baseline` writes")]
    Malformed(#[source] serde_json::Error),
    /// It was written by a later version.
    #[error("the baseline has version {0}, and this program knows version {VERSION}")]
    Newer(u32),
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// See [`BaselineError`].
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let Versioned { version } = serde_json::from_str(text).map_err(BaselineError::Malformed)?;
        if version > VERSION {
            return Err(BaselineError::Newer(version));
        }
        let file: File = serde_json::from_str(text).map_err(BaselineError::Malformed)?;
        Ok(Self { entries: file.findings })
    }

    /// Makes a baseline of all that was found and may be known.
    #[must_use]
    pub fn of(findings: &[Finding], project: &Project) -> Self {
        let known = findings.iter().filter(|finding| finding.rule.can_be_known());
        let mut entries: Vec<Entry> = known
            .map(|finding| {
                let path = project.path(&finding.path);
                Entry { fingerprint: finding.fingerprint(&path), rule: finding.rule.id.to_owned(), path }
            })
            .collect();
        // A file that was named twice; and an order that makes small differences in a merge request.
        entries.sort_by(|a, b| (&a.path, &a.rule, &a.fingerprint).cmp(&(&b.path, &b.rule, &b.fingerprint)));
        entries.dedup();
        Self { entries }
    }

    /// Returns how many findings are known.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether none is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keeps what is known of files that were not checked this time.
    #[must_use]
    pub fn with_the_rest_of(mut self, old: &Self, is_checked: impl Fn(&str) -> bool) -> Self {
        self.entries.extend(old.entries.iter().filter(|entry| !is_checked(&entry.path)).cloned());
        self.entries.sort_by(|a, b| (&a.path, &a.rule, &a.fingerprint).cmp(&(&b.path, &b.rule, &b.fingerprint)));
        self
    }

    /// Takes out of the findings those that are known, and returns how many were.
    pub fn take_known(&self, findings: &mut Vec<Finding>, project: &Project) -> usize {
        let known: HashSet<&str> = self.entries.iter().map(|entry| entry.fingerprint.as_str()).collect();
        let n_before = findings.len();
        findings.retain(|finding| {
            !finding.rule.can_be_known() || !known.contains(finding.fingerprint(&project.path(&finding.path)).as_str())
        });
        n_before - findings.len()
    }

    /// Returns how many of the known findings of files that were checked are there no more.
    #[must_use]
    pub fn n_gone(&self, findings: &[Finding], project: &Project, is_checked: impl Fn(&str) -> bool) -> usize {
        let found: HashSet<String> =
            findings.iter().map(|finding| finding.fingerprint(&project.path(&finding.path))).collect();
        self.entries.iter().filter(|entry| is_checked(&entry.path) && !found.contains(&entry.fingerprint)).count()
    }

    /// Returns the text of the file.
    ///
    /// # Panics
    /// Never: the structure has nothing that JSON could not hold.
    #[must_use]
    pub fn to_text(&self) -> String {
        let file = File { version: VERSION, findings: self.entries.clone() };
        let json = serde_json::to_string_pretty(&file).expect("texts and a number are JSON");
        format!("{}\n", printable_json(&json))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::{
        document::Source,
        lint::{Levels, Options, lint},
    };

    /// The rules that are looked at, besides those of reading. Which others there are does not matter to a baseline.
    const RULES: [&str; 5] =
        ["placeholder", "dri-missing", "dri-not-a-contact", "schedule-missing", "task-without-owner"];

    fn found(text: &str) -> Vec<Finding> {
        let options = Options { levels: Levels::only(&RULES), ..Options::default() };
        lint(&Source::from_text("a.yaml", text.to_owned()).expect("text"), &options)
    }

    fn project() -> Project {
        Project { root: "/srv/project".into(), working_folder: "/srv/project".into() }
    }

    const OLD: &str = "version: 1\nheader: { name: Acme - Work on <A> }\nrollback: { irreversible: Nothing changes }\n";

    #[test]
    fn what_is_known_is_left_out_also_when_it_moved_and_what_is_new_stays() {
        let baseline = Baseline::of(&found(OLD), &project());
        let baseline = Baseline::parse(&baseline.to_text()).expect("its own text");
        let mut findings = found(&format!("# moved\n\n{OLD}tasks: [{{ task: Look, planned: 5m }}]\n"));
        assert_eq!(baseline.take_known(&mut findings, &project()), 3);
        let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        assert_eq!(rules, ["task-without-owner"]);
    }

    #[test]
    fn what_is_gone_is_counted_in_the_files_that_were_checked() {
        let baseline = Baseline::of(&found(OLD), &project());
        let findings = found(&OLD.replace("<A>", "A"));
        assert_eq!(baseline.n_gone(&findings, &project(), |path| path == "a.yaml"), 1);
        assert_eq!(baseline.n_gone(&findings, &project(), |_| false), 0);
        let new = Baseline::of(&findings, &project());
        assert_eq!(new.clone().with_the_rest_of(&baseline, |path| path == "a.yaml"), new);
        assert_eq!(Baseline::default().with_the_rest_of(&baseline, |_| false), baseline);
    }

    #[test]
    fn what_cannot_be_read_is_never_known() {
        let findings = found("version: 1\nheader: { name: Acme - Work, nam: x }\n");
        assert_eq!(findings.iter().filter(|finding| finding.rule.id == "schema").count(), 1);
        let mut left = findings.clone();
        Baseline::of(&findings, &project()).take_known(&mut left, &project());
        assert_eq!(left.iter().map(|finding| finding.rule.id).collect::<Vec<_>>(), ["schema"]);
    }

    #[test]
    fn a_secret_is_never_known() {
        let text = "version: 1\nheader: { name: Acme - Work }\nx-see: https://dana:wxyzabcd9@example.com\n";
        let source = Source::from_text("a.yaml", text.to_owned()).expect("text");
        let mut findings = lint(&source, &Options { levels: Levels::only(&["secret"]), ..Options::default() });
        assert_eq!(Baseline::of(&findings, &project()).take_known(&mut findings, &project()), 0);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn the_file_is_for_people_too() {
        let findings = found(
            "version: 1\nheader: { name: Acme - Work, dri: x, schedule_at: 2026-10-10 23:30 UTC, window: 3h }\nrollback: { irreversible: x y z }\n",
        );
        expect![[r#"
            {
              "version": 1,
              "findings": [
                {
                  "fingerprint": "1c0690648c863a2662f2a0da15c339ea",
                  "rule": "dri-not-a-contact",
                  "path": "a.yaml"
                }
              ]
            }
        "#]]
        .assert_eq(&Baseline::of(&findings, &project()).to_text());
        assert_eq!(Baseline::of(&[], &project()).to_text(), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
    }

    #[test]
    fn another_file_is_refused() {
        assert!(matches!(Baseline::parse("[]"), Err(BaselineError::Malformed(_))));
        assert!(matches!(Baseline::parse("{\"version\": 1}"), Err(BaselineError::Malformed(_))));
        assert!(matches!(Baseline::parse("{\"version\": 2, \"more\": 1}"), Err(BaselineError::Newer(2))));
    }
}
