//! Is a runbook fit to run? Rules look at a document and answer with findings.
//!
//! A finding says what is wrong, where, and what to do, and never shows a secret. How it looks is the business of the
//! reports; which files are looked at is the business of the command line.

mod allow;
mod context;
mod excerpt;
mod finding;
mod fix;
mod hours;
mod levels;
mod mask;
mod place;
mod report;
mod rule;
pub mod rules;
pub mod secrets;
mod team;
mod texts;

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::document::{Document, NodeKind, Problem, Source};

pub use context::LintContext;
pub use excerpt::Excerpt;
pub use finding::{Also, Finding};
pub use fix::{Fix, Repair, Repaired, Safety, repair};
pub use hours::Hours;
pub use levels::{FixedLevel, Levels};
pub use mask::masked;
pub use place::TaskPlace;
pub use report::Report;
pub use rule::{Examples, Level, Rule};
pub use team::{Region, Team, Visibility};

/// What a check depends on besides the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Which rules run, and how bad their findings are.
    pub levels: Levels,
    /// The time of the check.
    pub now: DateTime<Utc>,
    /// What the team agreed on, which some rules compare a runbook with.
    pub team: Team,
}

/// How many findings of one rule are shown for a file; a file with more is something else.
const MAX_FINDINGS_OF_RULE: usize = 200;

/// Checks a file, and returns all that is wrong with it in the order of the text.
///
/// What cannot be read comes with what the rules find in the rest.
#[must_use]
pub fn lint(source: &Source, options: &Options) -> Vec<Finding> {
    let (document, problems) = Document::parse_as_far_as_possible(source);
    match document {
        Some(document) => lint_document(&document, &problems, options),
        None => problems_as_findings(source, &problems),
    }
}

/// Checks a file that was found in a folder and not named: it may be something else than a runbook.
#[must_use]
pub fn lint_found(source: &Source, options: &Options) -> Vec<Finding> {
    let (document, problems) = Document::parse_as_far_as_possible(source);
    let Some(document) = document else { return problems_as_findings(source, &problems) };
    let root = &document.tree.root;
    if root.entry("version").is_none() && root.entry("header").is_none() {
        return vec![Finding::not_a_runbook(source.name())];
    }
    lint_document(&document, &problems, options)
}

/// Checks a document that was read already; `problems` are what could not be read of it.
#[must_use]
pub fn lint_document(document: &Document<'_>, problems: &[Problem], options: &Options) -> Vec<Finding> {
    let levels = &options.levels;
    let mut context = LintContext::new(document, problems, options, &rules::SYNTAX);
    for problem in problems {
        context.report_problem(rules::of_problem(problem.kind), problem);
    }
    if can_be_judged(document) {
        let kind = context.kind();
        for rule in rules::ALL {
            let applies = kind
                .map_or(rule.kinds.len() == crate::model::Kind::ALL.len(), |kind| rule.kinds.contains(&kind))
                && (rule.blueprints || !document.runbook.blueprint);
            if let Some(check) = rule.check
                && applies
                && levels.level(rule).is_some()
            {
                context.enter(rule);
                check(&mut context);
            }
        }
    }
    let (reports, secrets) = context.finish();
    let mut findings: Vec<Finding> = at_most(MAX_FINDINGS_OF_RULE, reports)
        .into_iter()
        .filter_map(|report| {
            let own = report.level.unwrap_or(report.rule.level);
            let level = levels.chosen(report.rule).unwrap_or(Some(own))?;
            Some(Finding::new(document, level, report, &secrets))
        })
        .collect();
    mask::mask(&mut findings, document.source, &secrets);
    finding::sort(&mut findings);
    findings
}

/// Returns the problems of a file as findings, without asking any rule.
#[must_use]
pub fn problems_as_findings(source: &Source, problems: &[Problem]) -> Vec<Finding> {
    let finding = |problem: &Problem| Finding::without_document(source, rules::of_problem(problem.kind), problem);
    let mut findings: Vec<Finding> = problems.iter().map(finding).collect();
    mask::mask(&mut findings, source, &secrets::find(source.text()));
    finding::sort(&mut findings);
    findings
}

/// Leaves out what a rule reports beyond a number; the last one that stays says how many are left out.
fn at_most(most: usize, mut reports: Vec<Report>) -> Vec<Report> {
    if reports.len() <= most {
        return reports;
    }
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for report in &reports {
        *numbers.entry(report.rule.id).or_default() += 1;
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    reports.retain_mut(|report| {
        let (number, seen) = (numbers[report.rule.id], seen.entry(report.rule.id).or_default());
        *seen += 1;
        if report.rule.check.is_some() && *seen == most && number > most {
            let message = format!("{}; {} more of this rule are not shown", report.message, number - most);
            report.message(message);
        }
        report.rule.check.is_none() || *seen <= most
    });
    reports
}

/// Returns whether a document is a runbook of a format that is known; the rules have nothing to say about others.
fn can_be_judged(document: &Document<'_>) -> bool {
    let root = &document.tree.root;
    let version = crate::document::Route::top().key("version");
    matches!(root.kind, NodeKind::Table { .. }) && (document.runbook.version == 1 || document.is_absent(&version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, levels: &Levels, expected: &[&str]) {
        let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
        let findings = lint(&source, &Options { levels: levels.clone(), ..Options::default() });
        let shown = findings.iter().map(|finding| format!("{} {}", finding.level.word(), finding.rule.id));
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_no_runbook_is_not_judged() {
        let levels = Levels::default();
        check("- a\n", &levels, &["error schema"]);
        check("version: 2\nheader: { nam: x }\n", &levels, &["error schema"]);
        check("version: one\nheader: { name: x }\n", &levels, &["error schema"]);
        check("version: 1\n\theader: x\n", &levels, &["error syntax"]);
    }

    #[test]
    fn a_smallest_runbook_is_told_what_a_call_needs() {
        check(
            "version: 1\nheader:\n  name: Acme - Work\n",
            &Levels::default(),
            &[
                "warning handbook-item-missing",
                "error rollback-missing",
                "warning tasks-missing",
                "warning description-missing",
                "warning dri-missing",
                "warning schedule-missing",
            ],
        );
    }

    #[test]
    fn chosen_levels_hold() {
        let mut levels = Levels::only(&["dri-missing", "placeholder", "rollback-missing", "schedule-missing"]);
        for (rule, level) in [("dri-missing", None), ("rollback-missing", Some(Level::Info)), ("placeholder", None)] {
            levels.set(rules::find(rule).expect("a rule"), level).expect("can be chosen");
        }
        let text = "version: 1\nheader: { name: Acme - Work on <X> }\n";
        check(text, &levels, &["info rollback-missing", "warning schedule-missing"]);
        // A level of a rule also holds where the rule itself would have said less.
        levels.set(rules::find("placeholder").expect("a rule"), Some(Level::Error)).expect("can be chosen");
        let text = "version: 1\nblueprint: true\nheader: { name: CUSTOMER - Work on <X> }\n";
        check(text, &levels, &["info rollback-missing", "error placeholder"]);
    }
}
