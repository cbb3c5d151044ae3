//! `--fix` and `--diff`: the repairs of the files in which there is something to repair.

use std::collections::HashMap;

use similar::TextDiff;

use super::{
    super::{
        error::CliError,
        files,
        paint::{ADDED, HELP, REMOVED, paint},
        ui::Ui,
    },
    check::Candidate,
};
use crate::{
    document::Source,
    lint::{Finding, Options, Repair, Repaired, Safety, masked, repair},
    report::Project,
};

/// What is done about the findings that can be repaired.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// How certain a repair has to be.
    pub at_most: Safety,
    /// Whether the difference is shown instead of written.
    pub only_show: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What goes to stdout in place of the findings: differences, or the text of stdin; empty for neither.
    pub answer: String,
    /// How many files were, or would be, changed.
    pub n_changed: usize,
}

/// Repairs the files whose findings say that they can be, and puts what is still found in them in the place of those.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn repair_all(
    candidates: &[Candidate],
    findings: &mut Vec<Finding>,
    options: &Options,
    plan: Plan,
    project: &Project,
    ui: &mut Ui,
) -> Result<Outcome, CliError> {
    let may = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety <= plan.at_most);
    let mut outcome = Outcome::default();
    let mut left: HashMap<String, Vec<Finding>> = HashMap::new();
    let mut n_repairs = 0;
    for candidate in candidates {
        let shown = candidate.shown.clone();
        if !findings.iter().any(|finding| finding.path == shown && may(finding)) {
            continue;
        }
        let (old, mut repaired) = repair_one(candidate, options, plan)?;
        for finding in &mut repaired.findings {
            finding.path.clone_from(&shown);
        }
        n_repairs += tell(&repaired.repairs, plan, ui);
        if repaired.text != old {
            outcome.n_changed += 1;
            outcome.answer.push_str(&difference(&project.path(&shown), &old, &repaired.text, plan, ui));
        }
        left.insert(shown, repaired.findings);
    }
    if !plan.only_show {
        findings.retain(|finding| !left.contains_key(&finding.path));
        findings.extend(left.into_values().flatten());
        outcome.answer.clear();
    }
    say_how_many(n_repairs, outcome.n_changed, plan, ui);
    Ok(outcome)
}

/// Repairs what comes from stdin; the text is the answer.
pub(super) fn repair_stdin(
    source: &Source,
    findings: &mut Vec<Finding>,
    options: &Options,
    plan: Plan,
    ui: &mut Ui,
) -> Outcome {
    let repaired = repair(source, options, plan.at_most);
    let n_changed = usize::from(repaired.text != source.text());
    let n_repairs = tell(&repaired.repairs, plan, ui);
    say_how_many(n_repairs, n_changed, plan, ui);
    let answer = if plan.only_show {
        findings.extend(crate::lint::lint(source, options));
        difference(source.name(), source.text(), &repaired.text, plan, ui)
    } else {
        findings.extend(repaired.findings);
        source.file_text(&repaired.text)
    };
    Outcome { answer, n_changed }
}

/// Repairs one file, on the disk or as it would be; returns the text it had and what came of it.
fn repair_one(candidate: &Candidate, options: &Options, plan: Plan) -> Result<(String, Repaired), CliError> {
    if plan.only_show {
        let source = files::read(&candidate.path)?.named(&candidate.shown);
        return Ok((source.text().to_owned(), repair(&source, options, plan.at_most)));
    }
    let mut result = None;
    files::mark(&candidate.path, |source| -> Result<Option<String>, CliError> {
        let repaired = repair(source, options, plan.at_most);
        let changed = (repaired.text != source.text()).then(|| repaired.text.clone());
        result = Some((source.text().to_owned(), repaired));
        Ok(changed)
    })?;
    Ok(result.expect("the edit is called at least once where the file could be read"))
}

/// Says what was repaired and what was not; returns how many were.
fn tell(repairs: &[Repair], plan: Plan, ui: &mut Ui) -> usize {
    for Repair { finding, refused } in repairs {
        let Finding { path, start, rule, fix, .. } = finding;
        let title = fix.as_ref().map_or("", |fix| &fix.title);
        let place = format!("{path}:{}:{}", start.line, start.column);
        match refused {
            None if plan.only_show => ui.status(&format!("{place}: {title} ({})", rule.id)),
            None => ui.status(&format!("{place}: repaired: {title} ({})", rule.id)),
            Some(why) => ui.warn(&format!("{place}: not repaired ({}): {why}", rule.id)),
        }
    }
    repairs.iter().filter(|repair| repair.refused.is_none()).count()
}

fn say_how_many(n_repairs: usize, n_changed: usize, plan: Plan, ui: &mut Ui) {
    let (repairs, files) =
        (if n_repairs == 1 { "repair" } else { "repairs" }, if n_changed == 1 { "file" } else { "files" });
    if n_repairs == 0 {
        ui.status("There is nothing to repair.");
    } else if plan.only_show {
        ui.status(&format!("{n_repairs} {repairs} in {n_changed} {files}, not written."));
    } else {
        ui.status(&format!("{n_repairs} {repairs} in {n_changed} {files}."));
    }
}

/// Returns what changes in a file, as `git apply` takes it in the top folder of the project.
fn difference(path: &str, old: &str, new: &str, plan: Plan, ui: &Ui) -> String {
    if !plan.only_show || old == new {
        return String::new();
    }
    // What changes is shown to whoever reads the job's log; a secret beside it is not.
    let (old, new) = (masked(old, '*'), masked(new, '*'));
    let diff = TextDiff::from_lines(&*old, &*new);
    let text = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
    let style = |line: &str| match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => None,
        Some(b'+') => Some(ADDED),
        Some(b'-') => Some(REMOVED),
        Some(b'@') => Some(HELP),
        _ => None,
    };
    text.split_inclusive('\n')
        .map(|line| match style(line) {
            Some(style) => {
                let body = line.trim_end_matches('\n');
                format!("{}{}", paint(style, body, ui.out_colour()), &line[body.len()..])
            }
            None => line.to_owned(),
        })
        .collect()
}
