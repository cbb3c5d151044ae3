//! `junit`: a suite a file, a test case a finding, for the Tests tab of a pipeline.
//!
//! GitLab shows the class name as the suite, the name, and the text inside `<failure>`; attributes of it are lost. It
//! knows a test case by suite, class and name, and of two that have the same it shows one.

use std::{
    collections::{BTreeMap, HashMap},
    io,
};

use super::{
    Context,
    entry::{Entry, entries},
    printable::printable,
    text, was_not_checked,
};
use crate::{
    lint::{Finding, Level},
    model::is_invisible,
};

/// How a test case ended, and the word of it in the totals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The file could not be checked.
    Error,
    Failure,
    /// Nothing to do about it.
    Skipped,
}

impl Outcome {
    fn of(finding: &Finding) -> Self {
        match finding.level {
            _ if was_not_checked(finding) => Self::Error,
            Level::Error | Level::Warning => Self::Failure,
            Level::Info => Self::Skipped,
        }
    }

    const fn element(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
        }
    }
}

pub(super) fn write(findings: &[Finding], context: Context<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let entries = entries(findings, context.project);
    let mut suites: BTreeMap<String, Vec<&Entry<'_>>> =
        context.files.iter().map(|file| (context.project.path(file), Vec::new())).collect();
    for entry in &entries {
        suites.entry(entry.path.clone()).or_default().push(entry);
    }
    let n_tests = suites.values().map(|entries| entries.len().max(1)).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="runbook lint" {}>"#, totals(n_tests, &entries.iter().collect::<Vec<_>>()))?;
    for (path, entries) in &suites {
        let path = attribute(path);
        writeln!(out, r#"  <testsuite name="{path}" {}>"#, totals(entries.len().max(1), entries))?;
        // A file that is in order is a test that passed; without any the tab would look as if nothing had run.
        if entries.is_empty() {
            writeln!(out, r#"    <testcase classname="{path}" name="no findings" file="{path}" time="0"/>"#)?;
        }
        let mut names = HashMap::new();
        for entry in entries {
            let finding = entry.finding;
            let name = attribute(&unique(&mut names, format!("{}: {}", finding.rule.id, finding.message)));
            let element = Outcome::of(finding).element();
            writeln!(out, r#"    <testcase classname="{path}" name="{name}" file="{path}" time="0">"#)?;
            writeln!(
                out,
                r#"      <{element} message="{}" type="{}">{}</{element}>"#,
                attribute(&finding.message),
                finding.level.word(),
                escaped(text::render(finding, false).trim_end())
            )?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn totals(n_tests: usize, entries: &[&Entry<'_>]) -> String {
    let count = |outcome| entries.iter().filter(|entry| Outcome::of(entry.finding) == outcome).count();
    format!(
        r#"tests="{n_tests}" failures="{}" errors="{}" skipped="{}" time="0""#,
        count(Outcome::Failure),
        count(Outcome::Error),
        count(Outcome::Skipped)
    )
}

/// Returns a name that the suite does not have yet: the second of a kind is `… (2)`.
fn unique(names: &mut HashMap<String, usize>, name: String) -> String {
    let number = names.entry(name.clone()).or_default();
    *number += 1;
    if *number == 1 { name } else { format!("{name} ({number})") }
}

fn attribute(text: &str) -> String {
    escaped(&printable(&text.replace('\n', " ")))
}

/// Returns a text as XML. XML 1.0 has no way to write most control characters, not even as a reference; those that are
/// still there are written out.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\n' => shown.push('\n'),
            '\u{fffe}' | '\u{ffff}' => shown.extend(c.escape_default()),
            c if c.is_control() || is_invisible(c) => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}
