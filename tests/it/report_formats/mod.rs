//! All formats say the same: which findings there are, where, and by which fingerprint.

mod docs;
mod fingerprints;
mod positions;
pub(crate) mod readers;
mod runs;
mod shapes;

use runbook::{
    document::Source,
    lint::{Finding, Options, lint},
    report::{self, Context, Format, Project},
};

/// A file with findings of every level, in lists whose entries have names.
const ACME: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  dri: \"@pat_filler\"
  window: 3h
contacts:
  gitlab:
    - name: John Doe
      handle: \"@john_doe\"
    - name: Jane Smith
      handle: \"@jane_smith\"
checklists:
  pre-call:
    - item: Inform #support_gitlab-com about the work
    - id: dry-run
      item: Has a dry-run been performed?
      state: blocked
  post-call:
    - item: Inform about the end
      state: done
tasks:
  - task: Remove 2FA from user list
    owner: John Doe
  - id: enforce
    task: Enforce 2FA
    planned: 10m
  - task: Look again
rollback:
  irreversible: Users set it up again
";

fn found(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Finding> {
    match Source::from_bytes(name, bytes.into()) {
        Ok(source) => lint(&source, &Options::default()),
        Err(error) => vec![Finding::from_source_error(name, &error)],
    }
}

fn written(format: Format, findings: &[Finding], files: &[&str]) -> String {
    let project = Project { root: "/srv/project".into(), working_folder: "/srv/project".into() };
    let files: Vec<String> = files.iter().map(|&file| file.to_owned()).collect();
    let mut out = Vec::new();
    report::write(format, findings, Context { project: &project, files: &files, colour: false }, &mut out)
        .expect("memory");
    String::from_utf8(out).expect("text")
}
