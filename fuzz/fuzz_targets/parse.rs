//! Any bytes: they are read, linted, reported, and if they are a runbook rendered and marked. Nothing panics, every
//! place is a place of the text, and what was valid stays valid.
#![no_main]

use std::{ops::Range, sync::LazyLock};

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use runbook::{
    config,
    document::{Document, Source, apply},
    lint::{Finding, Options, lint, lint_found},
    marking::{self, Stamp},
    render::{IssueOptions, Templates, issue},
    report::{self, Context, Format, Project},
};

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

fuzz_target!(|data: &[u8]| {
    let source = match Source::from_bytes("x.yaml", data.to_vec()) {
        Ok(source) => source,
        Err(error) => {
            reports(&[Finding::from_source_error("x.yaml", &error)]);
            return;
        }
    };
    assert_eq!(source.file_text(source.text()).as_bytes(), data, "an unchanged file is written as it was");
    let (document, problems) = Document::parse_as_far_as_possible(&source);
    for problem in &problems {
        is_place(&source, &problem.range);
        assert!(!problem.message.is_empty());
    }
    assert!(document.is_some() || problems.len() == 1, "a syntax error is the first one");
    let findings = lint(&source, &Options::default());
    for finding in &findings {
        is_place(&source, &finding.range);
    }
    reports(&findings);
    reports(&lint_found(&source, &Options::default()));
    let _ = config::parse(&source);
    if let Some(document) = document
        && problems.is_empty()
    {
        renders(&document);
        takes_a_note(&source, &document);
    }
});

fn is_place(source: &Source, range: &Range<usize>) {
    assert!(source.text().get(range.clone()).is_some(), "{range:?} is no place of {:?}", source.text());
    assert!(source.position(range.start) <= source.position(range.end));
}

fn reports(findings: &[Finding]) {
    let project = Project { root: "/project".into(), working_folder: "/project".into() };
    for format in Format::ALL {
        let mut out = Vec::new();
        report::write(format, findings, Context { project: &project, files: &[], colour: false }, &mut out)
            .expect("memory");
        let out = String::from_utf8(out).expect("a report is text");
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "a raw control character in {out:?}");
    }
}

fn renders(document: &Document<'_>) {
    // Too long or too slow is an answer.
    let Ok(body) = issue(&document.runbook, &TEMPLATES, &IssueOptions::default()) else { return };
    assert!(body.starts_with("/confidential\n\n"));
    assert!(!body.lines().skip(1).any(|line| line.starts_with('/')), "another quick action in {body:?}");
}

fn takes_a_note(source: &Source, document: &Document<'_>) {
    let stamp = Stamp { at: DateTime::UNIX_EPOCH, recorded: None, by: Some("@john_doe".to_owned()) };
    let Ok(marked) = marking::note(document, "joins late: \"yes\" # no", &stamp) else { return };
    // What cannot be edited safely is refused.
    let Ok(text) = apply(source, &marked.edits) else { return };
    let changed = source.with_text(text).expect("an edit leaves a text");
    let after = Document::parse(&changed).expect("an edit leaves a runbook");
    assert_eq!(after.runbook.log.len(), document.runbook.log.len() + 1);
    let mut runbook = after.runbook;
    runbook.log.pop();
    assert_eq!(runbook, document.runbook);
}
