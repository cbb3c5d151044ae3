//! A file and its issue are merged: what goes which way, and what people wrote stays.

mod elsewhere;
mod markers;
mod marks;
mod people;
mod tasks;

use std::{fmt::Write as _, sync::LazyLock};

use chrono::{DateTime, Duration, Utc};
use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Edit, Source, apply},
    render::{IssueOptions, Templates, issue},
    sync::{self, Click, Conflict, MergeError, Merged, Merging, Remark, Side, Way},
};

use similar::{ChangeTag, TextDiff};

const RUNBOOK: &str = "\
version: 1
header: { name: Acme - Enforce 2FA }
checklists:
  pre-call:
    - { id: inform, item: \"Inform `#support`\" }
    - { id: dry-run, item: \"Has a *dry-run* been performed?\", required: true }
    - { id: logs, item: Logs are on, state: done }
  post-call:
    - { id: inform, item: \"Inform `#support`\" }
tasks:
  - { id: confirm, task: Confirm the state, planned: 15m }
  - { id: apply, task: Apply, planned: 1h, command: \"Group.all\" }
sync: { issue: https://gitlab.example/a/b/-/issues/7, id: rb7f3k2m9q, state: live, rev: 1, at: 2026-10-10T12:00:00Z }
";

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

/// A file and its issue.
#[derive(Clone)]
struct Pair {
    file: String,
    issue: String,
    now: DateTime<Utc>,
    clicks: Vec<Click>,
    way: Way,
    prefer: Option<Side>,
    restore: bool,
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn with_document<T>(text: &str, then: impl FnOnce(&Document<'_>) -> T) -> T {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    let document = Document::parse(&source).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    then(&document)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let source = Source::from_text("acme.yaml", text.to_owned()).expect("text");
    apply(&source, edits).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

impl Pair {
    /// Publishes a runbook.
    fn published(file: &str) -> Self {
        let now = time("2026-10-11T06:00:00Z");
        let options = IssueOptions { quick_actions: false };
        let body = with_document(file, |document| issue(&document.runbook, &TEMPLATES, &options));
        let body = body.expect("an issue");
        let agreed = sync::initial(&body);
        let edits = with_document(file, |document| agreed.edits(document, now));
        let file = edited(file, &edits);
        let now = now + Duration::minutes(1);
        Self { file, issue: body, now, clicks: Vec::new(), way: Way::Both, prefer: None, restore: false }
    }

    /// Changes the issue.
    #[track_caller]
    fn edit(mut self, from: &str, to: &str) -> Self {
        assert!(self.issue.contains(from), "{from:?} is not in the issue:\n{}", self.issue);
        self.issue = self.issue.replacen(from, to, 1);
        self
    }

    /// Changes the file.
    #[track_caller]
    fn type_(mut self, from: &str, to: &str) -> Self {
        assert!(self.file.contains(from), "{from:?} is not in the file:\n{}", self.file);
        self.file = self.file.replacen(from, to, 1);
        self
    }

    fn merge(&self) -> Result<Merged, MergeError> {
        with_document(&self.file, |document| {
            sync::merge(&Merging {
                document,
                templates: &TEMPLATES,
                issue: &self.issue,
                clicks: &self.clicks,
                saved: None,
                now: self.now,
                way: self.way,
                prefer: self.prefer,
                restore: self.restore,
            })
        })
    }

    /// Carries a merge out.
    fn carry_out(&mut self, merged: &Merged) {
        if let Some(text) = &merged.text {
            self.file.clone_from(text);
        }
        if let Some(body) = &merged.body {
            self.issue = body.trim_end().to_owned();
        }
        let edits = with_document(&self.file, |document| merged.agreed.edits(document, self.now));
        self.file = edited(&self.file, &edits);
        self.now += Duration::minutes(10);
    }

    /// Merges, says what comes of it, and carries it out.
    #[track_caller]
    fn check(mut self, expected: Expect) -> Self {
        let before = self.clone();
        let merged = match self.merge() {
            Ok(merged) => merged,
            Err(error) => {
                expected.assert_eq(&format!("{error}\n"));
                return self;
            }
        };
        self.carry_out(&merged);
        let mut said = describe(&merged);
        let without_bookkeeping = |text: &str| {
            let lines = text.lines().filter(|line| !line.starts_with("sync:") && !line.starts_with("  lines:"));
            lines.map(|line| format!("{line}\n")).collect::<String>()
        };
        for line in changed_lines(&without_bookkeeping(&before.file), &without_bookkeeping(&self.file)) {
            writeln!(said, "file {line}").expect("text");
        }
        for line in changed_lines(&before.issue, &self.issue) {
            writeln!(said, "issue {line}").expect("text");
        }
        expected.assert_eq(&said);
        if merged.conflicts.is_empty() && self.way == Way::Both {
            let again = self.merge().expect("what was merged can be merged");
            assert!(again.body.is_none() && again.text.is_none(), "not at rest: {again:#?}");
            let edits = with_document(&self.file, |document| again.agreed.edits(document, self.now));
            assert_eq!(edits, [], "not at rest");
        }
        self
    }
}

fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (format!("{}\n", old.trim_end()), format!("{}\n", new.trim_end()));
    let diff = TextDiff::from_lines(&old, &new);
    let changes = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        Some(format!("{sign}{}", change.value().trim_end_matches('\n')))
    });
    changes.collect()
}

fn describe(merged: &Merged) -> String {
    let mut said = String::new();
    for pull in &merged.pulls {
        let by = pull.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        let wants = pull.wants.iter().map(|want| format!("; {want}")).collect::<String>();
        writeln!(said, "pull {} {:?} -> {:?}{by}: {}{wants}", pull.key, pull.from, pull.to, pull.said).expect("text");
    }
    for push in &merged.pushes {
        writeln!(said, "push {} {:?} -> {:?}", push.key, push.from, push.to).expect("text");
    }
    for conflict in &merged.conflicts {
        match conflict {
            Conflict::Entry { key, base, file, issue, .. } => {
                writeln!(said, "conflict {key}: base {base:?}, file {file:?}, issue {issue:?}").expect("text");
            }
            Conflict::Refused { key, file, issue, reason, .. } => {
                writeln!(said, "conflict {key}: file {file:?}, issue {issue:?}: {reason}").expect("text");
            }
            Conflict::Text { line, file, issue } => {
                writeln!(said, "conflict at line {line}: file {file:#?}, issue {issue:#?}").expect("text");
            }
        }
    }
    for remark in &merged.remarks {
        match remark {
            Remark::Missing { key, .. } => writeln!(said, "missing {key}"),
            other => writeln!(said, "{other:?}"),
        }
        .expect("text");
    }
    said
}

fn pair() -> Pair {
    Pair::published(RUNBOOK)
}

fn click(item: &str, is_done: bool, by: &str, at: &str) -> Click {
    Click { item: item.to_owned(), is_done, by: Some(by.to_owned()), at: time(at) }
}

#[test]
fn nothing_changed_is_nothing_to_do() {
    pair().check(expect![""]);
    let mut crlf = pair();
    crlf.issue = crlf.issue.replace('\n', "\r\n");
    crlf.check(expect![""]);
}
