//! `--baseline` and `--write-baseline`.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::{
    super::{context::Context, create, error::CliError, files, next, sanitise, ui::Ui},
    LintArgs,
    check::Candidate,
};
use crate::{
    lint::Finding,
    report::{Baseline, Project},
};

/// How large a baseline may be, in bytes.
const MAX_BASELINE_SIZE: usize = 64 * 1024 * 1024;

/// Leaves out what the baseline knows, or writes a new one; returns how many findings were left out.
pub(super) fn apply(
    context: &Context,
    args: &LintArgs,
    findings: &mut Vec<Finding>,
    candidates: &[Candidate],
    project: &Project,
    ui: &mut Ui,
) -> Result<usize, CliError> {
    let Some(file) = args.baseline.clone().or_else(|| of_config(context)) else {
        return if args.write_baseline {
            Err(CliError::new("the baseline has no file")
                .help("say which: --baseline FILE, or `lint: { baseline: FILE }` in `.runbook.yaml`"))
        } else {
            Ok(0)
        };
    };
    let checked: HashSet<String> = candidates.iter().map(|candidate| project.path(&candidate.shown)).collect();
    let is_checked = |path: &str| checked.contains(path);
    if args.write_baseline {
        let old = if file.exists() { read_baseline(&file)? } else { Baseline::default() };
        let new = Baseline::of(findings, project).with_the_rest_of(&old, is_checked);
        create::write_output(&file, new.to_text().as_bytes())?;
        let findings_word = if new.len() == 1 { "finding" } else { "findings" };
        ui.status(&format!("Wrote {} known {findings_word} to {}", new.len(), sanitise::path(&file)));
        return Ok(new.take_known(findings, project));
    }
    let baseline = read_baseline(&file)?;
    let n_gone = baseline.n_gone(findings, project, is_checked);
    if n_gone > 0 {
        let what = if n_gone == 1 {
            "1 finding of the baseline is"
        } else {
            &format!("{n_gone} findings of the baseline are")
        };
        ui.hint(&format!("{what} gone; write it anew with --write-baseline"));
    }
    Ok(baseline.take_known(findings, project))
}

/// Returns the baseline that the configuration names.
pub(super) fn of_config(context: &Context) -> Option<PathBuf> {
    context.settings.config.lint.baseline.as_deref().map(|file| context.settings.resolve(file))
}

/// Leaves out what a baseline knows.
///
/// # Errors
/// It cannot be read.
pub(super) fn leave_out_known(file: &Path, findings: &mut Vec<Finding>, project: &Project) -> Result<usize, CliError> {
    Ok(read_baseline(file)?.take_known(findings, project))
}

fn read_baseline(file: &Path) -> Result<Baseline, CliError> {
    let shown = next::quoted(&file.to_string_lossy());
    let help = format!("write it: runbook lint --baseline {shown} --write-baseline");
    let bytes = files::read_bytes(file, MAX_BASELINE_SIZE).map_err(|error| CliError::from(error).help(help.clone()))?;
    Baseline::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|error| CliError::new(format!("{} cannot be used: {error}", sanitise::path(file))).help(help))
}
