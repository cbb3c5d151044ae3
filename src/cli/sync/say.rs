//! What `runbook sync` tells a person.

use super::{Done, Job, changed, ends};
use crate::{
    cli::ui::Ui,
    services::gitlab::{Issue, StateEvent},
    sync::{Conflict, Merged, Pull, Remark, Taken, Way},
};

/// How many places are shown at which the issue says something else.
const MOST_PLACES: usize = 8;

/// How many lines of a person's text are shown before the rest is counted.
const MOST_LINES: usize = 12;

/// Says what a merge comes to, before anything is sent.
pub(super) fn merged(ui: &mut Ui, job: &Job<'_>, merged: &Merged, issue: &Issue, state: Option<StateEvent>) {
    for said in merged.remarks.iter().filter(|remark| !matches!(remark, Remark::Otherwise { .. })) {
        ui.warn(&remark(said));
    }
    if !matches!(issue.issue_type.as_str(), "" | "issue") {
        ui.warn(&format!("the issue has become one of the type `{}`", issue.issue_type));
    }
    if !merged.conflicts.is_empty() {
        otherwise(ui, &merged.remarks);
        conflicts(ui, &merged.conflicts);
        hints(ui, job, merged);
        return;
    }
    if job.args.dry_run {
        let is_nothing = merged.pulls.is_empty() && merged.taken.is_empty() && merged.body.is_none() && state.is_none();
        let nothing = if is_nothing { " Nothing would be." } else { "" };
        ui.status(&format!("Dry run, so nothing is written or sent.{nothing}"));
    }
    if !merged.pulls.is_empty() || !merged.taken.is_empty() {
        ui.status("From the issue into the file:");
    }
    for taken in &merged.taken {
        ui.status(&format!("  {}", words(taken)));
    }
    for pull in &merged.pulls {
        ui.status(&format!("  {}", pulled(pull)));
        for want in &pull.wants {
            ui.warn(want);
        }
    }
    let lines = changed::lines(merged);
    if !lines.is_empty() {
        ui.status("From the file to the issue:");
    }
    for line in &lines {
        ui.status(&format!("  {line}"));
    }
    if merged.body.is_some() && lines.is_empty() && job.args.way() != Way::Pull {
        ui.status("The text of the issue is brought up to date.");
    }
    match state {
        Some(StateEvent::Close) => ui.status("The runbook is closed, so the issue is closed too."),
        Some(StateEvent::Reopen) => ui.status("The issue is opened again."),
        None => {}
    }
    if job.args.dry_run {
        otherwise(ui, &merged.remarks);
        hints(ui, job, merged);
    }
}

/// Says where the issue goes on saying something else.
fn otherwise(ui: &mut Ui, remarks: &[Remark]) {
    let otherwise: Vec<&Remark> = remarks.iter().filter(|remark| matches!(remark, Remark::Otherwise { .. })).collect();
    for said in otherwise.iter().take(MOST_PLACES) {
        ui.status(&capitalised(&remark(said)));
    }
    if otherwise.len() > MOST_PLACES {
        ui.status(&format!("And {} more such places.", otherwise.len() - MOST_PLACES));
    }
}

/// Says how to end what is said at each sync.
fn hints(ui: &mut Ui, job: &Job<'_>, merged: &Merged) {
    for hint in ends::hints(&merged.remarks, job.args.side()) {
        ui.hint(&hint);
    }
}

/// Says how it ended, and where the issue goes on saying something else.
pub(super) fn end(ui: &mut Ui, job: &Job<'_>, done: &Done) {
    let last = done.merged.last().expect("at least one merge was made");
    let remarks = &last.remarks;
    otherwise(ui, remarks);
    let is_known = |remark: &Remark| {
        matches!(
            remark,
            Remark::MarkersLost { .. }
                | Remark::PushedFromElsewhere { .. }
                | Remark::Restored { .. }
                | Remark::Dropped { .. }
                | Remark::Wording { is_kept: false, .. }
        )
    };
    let what = if remarks.iter().all(is_known) {
        "File and issue say the same"
    } else {
        "Apart from that, file and issue say the same"
    };
    let text = match (done.written, done.sent) {
        (false, false) => format!("{what} already."),
        (true, false) => "The file has what the issue says.".to_owned(),
        (_, true) => format!("{what}."),
    };
    if job.args.way() == Way::Both || (!done.written && !done.sent) {
        ui.status(&text);
    }
    hints(ui, job, last);
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn conflicts(ui: &mut Ui, conflicts: &[Conflict]) {
    let plural = if conflicts.len() == 1 { "conflict" } else { "conflicts" };
    ui.warn(&format!("{} {plural}; nothing was written, neither in the file nor in the issue", conflicts.len()));
    for conflict in conflicts {
        for line in conflict_lines(conflict) {
            ui.status(&format!("  {line}"));
        }
    }
    ui.hint(conflict_hint(conflicts));
}

/// Returns how conflicts are decided.
pub(super) fn conflict_hint(conflicts: &[Conflict]) -> &'static str {
    if conflicts.iter().any(|conflict| matches!(conflict, Conflict::Refused { .. })) {
        "what the issue says cannot become a mark: correct it there, or let the file's value hold with --prefer file"
    } else {
        "whose value holds: runbook sync --prefer issue, or --prefer file; or mark it as it is and sync again"
    }
}

fn conflict_lines(conflict: &Conflict) -> Vec<String> {
    match conflict {
        Conflict::Entry { key, title, base, file, issue } => vec![
            format!("{key}  {title}"),
            format!("    before  {}", base.as_deref().map_or("unknown".to_owned(), |base| shown(key, base))),
            format!("    file    {}", file.as_deref().map_or("no longer there".to_owned(), |file| shown(key, file))),
            format!("    issue   {}", shown(key, issue)),
        ],
        Conflict::Refused { key, title, file, issue, reason } => vec![
            format!("{key}  {title}"),
            format!("    file    {}", shown(key, file)),
            format!("    issue   {}: {reason}", shown(key, issue)),
        ],
        Conflict::Text { line, file, issue } => {
            let mut lines = vec![format!("the text at line {line} of the issue")];
            lines.extend(file.iter().map(|line| format!("    file    {line}")));
            lines.extend(issue.iter().map(|line| format!("    issue   {line}")));
            lines
        }
    }
}

fn pulled(pull: &Pull) -> String {
    let change = format!("{}  {} -> {}", pull.key, shown(&pull.key, &pull.from), shown(&pull.key, &pull.to));
    let at = pull.at.map(|at| at.format("%a %H:%M UTC").to_string());
    match (&pull.by, at) {
        (Some(by), Some(at)) => format!("{change}  {by}, {at}"),
        (Some(by), None) => format!("{change}  {by}"),
        (None, _) => format!("{change}  by somebody in the issue"),
    }
}

fn words(taken: &Taken) -> String {
    let Taken { path, from, to } = taken;
    match from.as_deref() {
        None => format!("{path}  is new: {to}"),
        Some("") => format!("{path}  empty -> \"{to}\""),
        Some(from) if to.is_empty() => format!("{path}  \"{from}\" -> taken out"),
        Some(from) => format!("{path}  \"{from}\" -> \"{to}\""),
    }
}

/// Returns a value as people see it: a box with its tick; outcome and duration of a task.
pub(super) fn shown(key: &str, value: &str) -> String {
    let is_task = key.starts_with("tasks/") || key.starts_with("rollback/");
    if !is_task {
        return format!("[{value}]");
    }
    match value.split_once('|').map(|(outcome, duration)| (outcome.trim(), duration.trim())) {
        Some(("", "")) => "not run".to_owned(),
        Some((outcome, "")) => outcome.to_owned(),
        Some(("", duration)) => duration.to_owned(),
        Some((outcome, duration)) => format!("{outcome}, {duration}"),
        None => value.to_owned(),
    }
}

/// Returns a remark as a clause.
pub(super) fn remark(remark: &Remark) -> String {
    match remark {
        Remark::Missing { key, title } => {
            format!("{key} ({title}) is no longer in the issue, so nobody sees it there")
        }
        Remark::Restored { key, title } => format!("{key} ({title}) is put back into the issue"),
        Remark::NoBox { key, line } => {
            format!("line {line} of the issue, {key}, has no box any more, so what it shows is not known")
        }
        Remark::Wording { key, issue, file, is_kept: true, .. } => {
            format!("the text of {key} was changed in the issue, and stays there: `{issue}`; the file says `{file}`")
        }
        Remark::Wording { key, issue, file, is_kept: false, .. } => {
            format!("the text of {key} was changed in the issue to `{issue}`; the file's goes there: `{file}`")
        }
        Remark::Kept { key, file, issue, .. } => format!(
            "{key} shows {} in the issue and {} in the file; no mark says that, so both stay",
            shown(key, issue),
            shown(key, file)
        ),
        Remark::MarkersLost { n_entries: 1 } => {
            "an entry of the issue has lost its marker; it was found by its text, and the marker is put back".to_owned()
        }
        Remark::MarkersLost { n_entries } => format!(
            "{n_entries} entries of the issue have lost their markers; they were found by their texts, and the markers are put back"
        ),
        Remark::Duplicate { key, line } => {
            format!(
                "{key} stands twice in the issue; that of line {line} is passed over until one of them is deleted there"
            )
        }
        Remark::Foreign { line, text, is_done } => {
            let tick = if *is_done { "x" } else { " " };
            format!("line {line} of the issue, `[{tick}] {text}`, is not in the file; it stays in the issue")
        }
        Remark::Otherwise { line, file, issue } => {
            let mut text = match issue.len() {
                0 => format!("the issue lacks, at line {line}, what the file says:"),
                _ => format!("the issue says something else than the file at line {line}:"),
            };
            for (side, lines) in [("file ", file), ("issue", issue)] {
                for line in lines.iter().take(MOST_LINES) {
                    text.push_str(&format!("\n    {side}  {line}"));
                }
            }
            text
        }
        Remark::Dropped { lines } => {
            let more = lines.len().saturating_sub(MOST_LINES);
            let mut text = "these lines of the issue give way to those of the file:".to_owned();
            for line in lines.iter().take(MOST_LINES) {
                text.push_str("\n    ");
                text.push_str(line);
            }
            if more > 0 {
                text.push_str(&format!("\n    and {more} more"));
            }
            text
        }
        Remark::PushedFromElsewhere { issue, file } => {
            format!("the issue was written {issue} times, of which this file knows {file}: somebody else syncs it too")
        }
        Remark::NotPulled { keys } => format!("left in the issue, as --push takes nothing: {}", keys.join(", ")),
        Remark::NotPushed { keys } => format!("left in the file, as --pull sends nothing: {}", keys.join(", ")),
    }
}
