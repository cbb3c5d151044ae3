//! `allow-without-reason`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Checks that an allow comment says why.
    ///
    /// ## Why
    /// The reviewer of the merge request sees what is allowed, and has to judge whether the reason is good.
    ///
    /// ## Example
    /// ```yaml bad
    /// # runbook: allow-file(rollback-missing)
    /// tasks: []
    /// ```
    /// ```yaml good
    /// # runbook: allow-file(rollback-missing) the customer restores a snapshot
    /// tasks: []
    /// ```
    pub(super) static ALLOW_WITHOUT_REASON = {
        id: "allow-without-reason",
        level: Level::Warning,
        summary: "an allow comment does not say why",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let without = cx.allows().all.iter().filter(|allow| !allow.has_reason).map(|allow| allow.range.clone());
    for range in without.collect::<Vec<_>>() {
        let route = cx.route_at(range.start);
        let detail = cx.text()[range.clone()].to_owned();
        cx.report(route, "no reason").range(range).help("write the reason behind the bracket").detail(detail);
    }
}
