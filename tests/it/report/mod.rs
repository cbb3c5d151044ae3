//! Findings in, text out.

mod lines;
mod machines;
mod text;

use expect_test::{Expect, expect};
use proptest::prelude::{ProptestConfig, any, proptest};
use runbook::{
    document::{Document, Source},
    lint::{Finding, Levels, Options, lint, rules},
    report::{self, Context, Format, Project},
};

/// A file in which rules of every level of trouble have something to say.
const ACME: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  dri: \"@pat_filler\"
  window: 3h
contacts:
  gitlab:
    - { name: John Doe, handle: \"@john_doe\" }
checklists:
  pre-call:
    - item: Inform #support_gitlab-com about the work
  post-call:
    - item: Inform about the end
      state: done
tasks:
  - task: Remove 2FA from user list
    owner: John Doe
rollback:
  irreversible: Users set it up again
";

/// The rules that play here; the reports of the others look the same.
const RULES: [&str; 9] = [
    "comment-swallows-text",
    "dri-missing",
    "dri-not-a-contact",
    "name-format",
    "placeholder",
    "post-call-before-tasks",
    "rollback-missing",
    "schedule-missing",
    "task-without-duration",
];

fn options() -> Options {
    Options { levels: Levels::only(&RULES), ..Options::default() }
}

fn found(name: &str, text: &str) -> Vec<Finding> {
    match Source::from_bytes(name, text.as_bytes().to_vec()) {
        Ok(source) => lint(&source, &options()),
        Err(error) => vec![Finding::from_source_error(name, &error)],
    }
}

/// Returns the findings of one rule alone, and of reading the file.
fn findings_of(rule: &str, name: &str, text: &str) -> Vec<Finding> {
    let all = found(name, text).into_iter();
    all.filter(|finding| finding.rule.id == rule || finding.rule.is_found_while_reading()).collect()
}

fn written(format: Format, findings: &[Finding]) -> String {
    let project = Project { root: "/srv/project".into(), working_folder: "/srv/project/team".into() };
    let mut out = Vec::new();
    report::write(format, findings, Context { project: &project, files: &[], colour: false }, &mut out)
        .expect("memory");
    String::from_utf8(out).expect("text")
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
fn check(format: Format, findings: &[Finding], expected: Expect) {
    expected.assert_eq(&written(format, findings));
}

#[test]
fn the_summary_counts_by_level() {
    assert_eq!(report::summary(&found("a.yaml", ACME), 9), "2 errors, 3 warnings in 9 files");
    assert_eq!(report::summary(&[], 1), "no findings in 1 file");
    let rule = rules::find("dri-not-a-contact").expect("a rule");
    let mut options = options();
    options.levels.set(rule, Some(runbook::lint::Level::Info)).expect("can be chosen");
    let source = Source::from_text("a.yaml", ACME.to_owned()).expect("text");
    assert_eq!(report::summary(&lint(&source, &options), 2), "2 errors, 2 warnings, 1 info in 2 files");
}

/// What breaks a file: structure, quotes, line ends, wide and harmful characters.
const SPLINTERS: &[&str] = &[
    "\n", "\r\n", ": ", "- ", "#x", " #", "\"", "'", "{", "}", "[", "]", "\t", "確", "\u{202e}", "<A_B>", "|", "  ",
    "&a", "*a",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_file_is_answered_in_every_format(
        cuts in proptest::collection::vec((any::<proptest::sample::Index>(), 0_usize..6, any::<proptest::sample::Index>()), 1..6),
    ) {
        let mut text = ACME.to_owned();
        for (at, n_removed, splinter) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = at.index(places.len());
            let end = (at + n_removed).min(places.len() - 1);
            let splinter: &&str = splinter.get(SPLINTERS);
            text.replace_range(places[at]..places[end], splinter);
        }
        let findings = found("a.yaml", &text);
        for format in Format::ALL {
            let shown = written(format, &findings);
            assert!(!shown.contains(runbook::model::is_invisible), "{shown:?}");
        }
        let gitlab: Vec<serde_json::Value> = serde_json::from_str(&written(Format::Gitlab, &findings)).expect("json");
        assert_eq!(gitlab.len(), findings.len());
        for finding in findings {
            assert!(finding.start <= finding.end && finding.range.start <= finding.range.end, "{finding:?}");
            let shown = written(Format::Text, std::slice::from_ref(&finding));
            let place = format!("--> a.yaml:{}:{}\n", finding.start.line, finding.start.column);
            assert!(finding.excerpt.is_none() || shown.contains(&place), "{shown}\n{finding:?}");
        }
    }
}
