//! `allow-without-effect`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Finds rules in allow comments that keep no finding back: what they allowed was mended, or stands elsewhere.
    ///
    /// ## Why
    /// What a comment goes on allowing will be allowed when it comes back.
    ///
    /// ## Example
    /// ```yaml bad
    /// # runbook: allow-file(rollback-missing) the customer restores a snapshot
    /// rollback: { link: "https://docs.gitlab.com/" }
    /// ```
    /// ```yaml good
    /// # runbook: allow-file(rollback-missing) the customer restores a snapshot
    /// tasks: []
    /// ```
    pub(super) static ALLOW_WITHOUT_EFFECT = {
        id: "allow-without-effect",
        level: Level::Warning,
        summary: "an allow comment keeps nothing back",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    // Where a part of the file could not be read, nobody knows what a rule would have found in it.
    if !cx.is_read_in_full(&crate::document::Route::top()) {
        return;
    }
    let idle = cx.idle_allows();
    for (range, name) in idle {
        let route = cx.route_at(range.start);
        cx.report(route, "not needed")
            .range(range)
            .message(format!("`{name}` has nothing to allow here"))
            .help("remove it; a comment holds for its own line, or for the line below it")
            .detail(name);
    }
}
