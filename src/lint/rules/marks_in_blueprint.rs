//! `marks-in-blueprint`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Route,
    model::{ItemState, Kind},
};

declare_rule! {
    /// Checks that a blueprint holds no marks: no decided item, no outcome, no start, no log, no end.
    ///
    /// ## Why
    /// A runbook made from it would begin with steps that somebody did for another customer.
    ///
    /// ## Example
    /// ```yaml bad
    /// blueprint: true
    /// header: { name: CUSTOMER - Enforce 2FA on All Groups }
    /// tasks:
    ///   - { task: Remove 2FA from user list, outcome: success, duration: 10m }
    /// ```
    /// ```yaml good
    /// blueprint: true
    /// header: { name: CUSTOMER - Enforce 2FA on All Groups }
    /// tasks:
    ///   - { task: Remove 2FA from user list, planned: 10m }
    /// ```
    pub(super) static MARKS_IN_BLUEPRINT = {
        id: "marks-in-blueprint",
        level: Level::Error,
        summary: "a blueprint holds a mark",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    if !runbook.blueprint {
        return;
    }
    let mut marks: Vec<Route> = Vec::new();
    for (checklist, index, item) in cx.items() {
        if item.state != ItemState::Open {
            marks.push(cx.item_route(checklist, index).key("state"));
        }
    }
    for (place, task) in cx.tasks_and_steps() {
        let keys = [
            ("started_at", task.started_at.is_some()),
            ("outcome", task.outcome.is_some()),
            ("duration", task.duration.is_some()),
            ("count", task.count.is_some()),
        ];
        marks.extend(keys.into_iter().find(|(_, is_there)| *is_there).map(|(key, _)| place.route().key(key)));
    }
    let top = [
        ("log", !runbook.log.is_empty()),
        ("closed", runbook.closed.is_some()),
        ("sync", !cx.document().is_absent(&Route::top().key("sync"))),
    ];
    marks.extend(top.into_iter().filter(|(_, is_there)| *is_there).map(|(key, _)| Route::top().key(key)));
    for route in marks {
        cx.report(route, "belongs to a run").help("remove it; `runbook new --from` leaves marks behind on its own");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, MARKS_IN_BLUEPRINT};

    #[test]
    fn marks_are_found_wherever_they_stand() {
        check(
            &MARKS_IN_BLUEPRINT,
            "\
blueprint: true
header: { name: CUSTOMER - Work }
checklists: { pre-call: [{ item: a, state: done }, { item: b }] }
tasks: [{ task: c, duration: 5m }, { task: d, planned: 5m }]
rollback: { steps: [{ task: e, started_at: 2026-10-11T06:30:00Z }] }
closed: { at: 2026-10-11T06:30:00Z, by: '@john_doe', result: completed }
log: [{ at: 2026-10-11T06:30:00Z, event: note, note: said }]
",
            expect![[r#"
                4:44 error [marks-in-blueprint] "done": a blueprint holds a mark (belongs to a run); remove it; `runbook new --from` leaves marks behind on its own
                5:30 error [marks-in-blueprint] "5m": a blueprint holds a mark (belongs to a run); remove it; `runbook new --from` leaves marks behind on its own
                6:44 error [marks-in-blueprint] "2026-10-11T06:30:00Z": a blueprint holds a mark (belongs to a run); remove it; `runbook new --from` leaves marks behind on its own
                7:1 error [marks-in-blueprint] "closed": a blueprint holds a mark (belongs to a run); remove it; `runbook new --from` leaves marks behind on its own
                8:1 error [marks-in-blueprint] "log": a blueprint holds a mark (belongs to a run); remove it; `runbook new --from` leaves marks behind on its own
            "#]],
        );
        check(&MARKS_IN_BLUEPRINT, "tasks: [{ task: c, outcome: success }]\n", expect![""]);
    }
}
