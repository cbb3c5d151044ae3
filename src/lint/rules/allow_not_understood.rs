//! `allow-not-understood`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Checks that an allow comment can be read, and names rules that exist and can be allowed. What is found while a
    /// file is read cannot: such a file was not checked in full.
    ///
    /// ## Why
    /// A comment with a slip allows nothing, and nobody sees why.
    ///
    /// ## Example
    /// ```yaml bad
    /// # runbook: allow(rolback-missing) the customer restores a snapshot
    /// tasks: []
    /// ```
    /// ```yaml good
    /// # runbook: allow-file(rollback-missing) the customer restores a snapshot
    /// tasks: []
    /// ```
    pub(super) static ALLOW_NOT_UNDERSTOOD = {
        id: "allow-not-understood",
        level: Level::Warning,
        summary: "an allow comment was not understood",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let mut found = Vec::new();
    for (range, message) in &cx.allows().malformed {
        found.push((range.clone(), message.clone(), None));
    }
    for named in cx.allows().all.iter().flat_map(|allow| &allow.named) {
        let name = named.name;
        match named.rule {
            None => {
                let help = match super::find(name).err().and_then(|unknown| unknown.meant) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`runbook explain` lists the rules".to_owned(),
                };
                found.push((named.range.clone(), format!("there is no rule `{name}`"), Some(help)));
            }
            Some(rule) if !rule.can_be_allowed() => {
                let help = if rule.is_found_while_reading() {
                    "mend what it reports: a file that cannot be read in full was not checked"
                } else {
                    "turn it off in `.runbook.yaml`: `lint: { levels: { RULE: off } }`"
                };
                found.push((named.range.clone(), format!("`{name}` cannot be allowed"), Some(help.to_owned())));
            }
            Some(_) => {}
        }
    }
    for (range, message, help) in found {
        let route = cx.route_at(range.start);
        let detail = cx.text()[range.clone()].to_owned();
        let report = cx.report(route, "allows nothing").range(range).message(message).detail(detail);
        if let Some(help) = help {
            report.help(help);
        }
    }
}
