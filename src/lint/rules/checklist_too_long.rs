//! `checklist-too-long`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Finds checklists with more than nine items.
    ///
    /// ## Why
    /// Long lists are ticked, not read. What really stops a call is few: the rest belongs into the tasks, or goes.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call: [{ item: a }, { item: b }, { item: c }, { item: d }, { item: e }, { item: f }, { item: g }, { item: h },
    ///     { item: i }, { item: j }]
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call: [{ item: a }, { item: b }, { item: c }, { item: d }, { item: e }, { item: f }, { item: g }, { item: h },
    ///     { item: i }]
    /// ```
    pub(super) static CHECKLIST_TOO_LONG = {
        id: "checklist-too-long",
        level: Level::Info,
        summary: "the checklist has more than nine items",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

/// How many items are still read.
const MOST: usize = 9;

fn check(cx: &mut LintContext<'_>) {
    for checklist in &cx.runbook().checklists {
        let n_items = checklist.items.len();
        if n_items > MOST {
            cx.report(route::checklist(&checklist.id), format!("{n_items} items"))
                .message(format!(
                    "the checklist `{}` has {n_items} items; more than nine are seldom read",
                    checklist.id
                ))
                .help("keep what stops the call if it is missing; the rest goes into the tasks, or a list of its own");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, CHECKLIST_TOO_LONG};

    #[test]
    fn nine_items_are_read() {
        let list = |n: usize| format!("checklists: {{ pre-call: [{}] }}\n", vec!["{ item: a }"; n].join(", "));
        check(&CHECKLIST_TOO_LONG, &list(9), expect![""]);
        check(
            &CHECKLIST_TOO_LONG,
            &list(11),
            expect![[r#"
            3:15 info [checklist-too-long] "pre-call": the checklist `pre-call` has 11 items; more than nine are seldom read (11 items); keep what stops the call if it is missing; the rest goes into the tasks, or a list of its own
        "#]],
        );
    }
}
