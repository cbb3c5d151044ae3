//! The marks that are given on the command line.

use super::CheckArgs;
use crate::{
    cli::{error::CliError, find, mark::MakeMark, who::person},
    marking::{self, ItemMark},
};

/// Reads the marks that were given on the command line.
pub(super) fn marks<'a>(
    beginnings: bool,
    regions: &[String],
    args: &'a CheckArgs,
) -> Result<Vec<MakeMark<'a>>, CliError> {
    let mut changes: Vec<(String, ItemMark)> = Vec::new();
    changes.extend(args.reopen.iter().map(|item| (item.clone(), ItemMark::Reopen)));
    changes.extend(args.done.iter().map(|item| (item.clone(), ItemMark::Done)));
    for given in &args.blocked {
        let (item, reason) = pair(given, "--blocked", "dry-run=\"no staging tenant\"")?;
        changes.push((item, ItemMark::Blocked { reason }));
    }
    for given in &args.not_applicable {
        let (item, reason) = pair(given, "--not-applicable", "rollback-regions=\"nothing is changed\"")?;
        changes.push((item, ItemMark::NotApplicable { reason }));
    }
    let states: Vec<String> = changes.iter().map(|(item, _)| item.clone()).collect();
    let mut accepted = Vec::new();
    for given in &args.accepted_by {
        let (item, by) = pair(given, "--accepted-by", "dry-run=@morgan_sample")?;
        accepted.push(item.clone());
        changes.push((item, ItemMark::AcceptedBy { handle: by }));
    }
    for given in &args.evidence {
        let (item, link) = pair(given, "--evidence", "dry-run=https://example.com/log")?;
        changes.push((item, ItemMark::Evidence { link }));
    }
    let mut marks: Vec<MakeMark<'a>> = Vec::new();
    for (at, (name, change)) in changes.into_iter().enumerate() {
        // An item has several names: its id, its number, a beginning.
        let earlier = if at < states.len() { states[..at].to_vec() } else { Vec::new() };
        let accepted = accepted.clone();
        marks.push(Box::new(move |document, stamp| {
            let checklist = find::checklist(document, &args.checklist)?;
            let index = find::item(checklist, &name, beginnings)?;
            for earlier in &earlier {
                if find::item(checklist, earlier, beginnings)? == index {
                    let id = &checklist.items[index].id.text;
                    return Err(CliError::new(format!("`{id}` is marked twice")).help("give one state for each item"));
                }
            }
            let change = match &change {
                ItemMark::AcceptedBy { handle: by } => ItemMark::AcceptedBy { handle: person(&document.runbook, by) },
                change => change.clone(),
            };
            let mut marked = marking::mark_item(document, checklist, index, &change, stamp)?;
            // What is accepted with the same command does not want it any more.
            for item in &accepted {
                if find::item(checklist, item, beginnings)? == index {
                    marked.wants.retain(|want| !want.contains("--accepted-by"));
                }
            }
            Ok(marked)
        }));
    }
    for given in &args.confirm {
        let (region, by) = pair(given, "--confirm", "APAC=@kiran_placeholder")?;
        let known = regions.iter().find(|known| known.eq_ignore_ascii_case(&region));
        let region = known.cloned().ok_or_else(|| {
            CliError::new(format!("`{region}` is no region of support"))
                .help(format!("regions are {}; `regions` in .runbook.yaml names others", regions.join(", ")))
        })?;
        marks.push(Box::new(move |document, stamp| {
            find::checklist(document, &args.checklist)?;
            Ok(marking::confirm(document, &region, &person(&document.runbook, &by), stamp)?)
        }));
    }
    Ok(marks)
}

/// Splits `NAME=TEXT`; a reason without text is refused where it is used, with the item in hand.
fn pair(given: &str, flag: &str, example: &str) -> Result<(String, String), CliError> {
    let wrong = || CliError::new(format!("{flag} {given} says no text")).help(format!("for example {flag} {example}"));
    let (name, text) = given.split_once('=').ok_or_else(wrong)?;
    let is_reason = matches!(flag, "--blocked" | "--not-applicable");
    if name.trim().is_empty() || (text.trim().is_empty() && !is_reason) {
        return Err(wrong());
    }
    Ok((name.trim().to_owned(), text.trim().to_owned()))
}
