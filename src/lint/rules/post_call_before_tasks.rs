//! `post-call-before-tasks`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::route,
    model::{CloseResult, ItemState, Kind},
};

declare_rule! {
    /// Checks that no item of a checklist after the tasks is done while a task has no outcome. Checklists whose id
    /// begins with `pre-` come before the tasks; a runbook that was aborted or cancelled is left alone.
    ///
    /// ## Why
    /// "Inform about the end of the work" cannot be done before the end of the work. A copy of a finished runbook has
    /// such ticks, and nobody looks at a box that is ticked. It is an error because one of the two is not true.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   post-call:
    ///     - item: Inform about the end of the work
    ///       state: done
    /// tasks:
    ///   - task: Confirm the users provided state
    /// ```
    /// ```yaml good
    /// checklists:
    ///   post-call:
    ///     - item: Inform about the end of the work
    ///       state: done
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     outcome: success
    ///     duration: 10m
    /// ```
    pub(super) static POST_CALL_BEFORE_TASKS = {
        id: "post-call-before-tasks",
        level: Level::Error,
        summary: "item after the tasks is done, but a task has no outcome",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let closed = cx.runbook().closed.as_ref().map(|closed| closed.result);
    if matches!(closed, Some(CloseResult::Aborted | CloseResult::Cancelled)) {
        return;
    }
    let is_open = |index: usize| cx.is_missing(&route::task(index).key("outcome"));
    let open = cx.tasks().into_iter().find(|(index, task)| task.outcome.is_none() && is_open(*index));
    let Some((open, _)) = open else { return };
    for (checklist, index, item) in cx.items() {
        if !checklist.is_before_tasks() && item.state == ItemState::Done {
            let route = cx.item_route(checklist, index).key("state");
            let also = cx.document().range(&route::task(open));
            cx.report(route, "cannot be done yet")
                .also(also, "this task has no outcome")
                .help("mark the task, or open the item again");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, POST_CALL_BEFORE_TASKS};

    const ITEMS: &str = "\
checklists:
  pre-call: [{ item: a, state: done }]
  customer: [{ item: b, state: done }]
  post-call: [{ item: c, state: done }, { item: d }, { item: e, state: not-applicable, reason: x }]
";

    #[test]
    fn what_comes_after_the_tasks_waits_for_all_of_them() {
        let text = format!("{ITEMS}tasks: [{{ task: x, outcome: success, duration: 1m }}, {{ task: y }}]\n");
        check(
            &POST_CALL_BEFORE_TASKS,
            &text,
            expect![[r#"
            5:32 error [post-call-before-tasks] "done": item after the tasks is done, but a task has no outcome (cannot be done yet); mark the task, or open the item again; 7:56 this task has no outcome
            6:33 error [post-call-before-tasks] "done": item after the tasks is done, but a task has no outcome (cannot be done yet); mark the task, or open the item again; 7:56 this task has no outcome
        "#]],
        );
    }

    #[test]
    fn without_tasks_there_is_nothing_to_wait_for() {
        check(&POST_CALL_BEFORE_TASKS, ITEMS, expect![""]);
        let text = format!("{ITEMS}tasks: [{{ task: x, outcome: skipped }}]\n");
        check(&POST_CALL_BEFORE_TASKS, &text, expect![""]);
    }

    #[test]
    fn an_aborted_call_is_left_alone() {
        let text = format!("{ITEMS}tasks: [{{ task: y }}]\nclosed: {{ at: 2026-10-11T09:12:00Z, result: aborted }}\n");
        check(&POST_CALL_BEFORE_TASKS, &text, expect![""]);
    }

    #[test]
    fn an_outcome_that_cannot_be_read_is_not_missing() {
        let text = format!("{ITEMS}tasks: [{{ task: x, outcome: sucess }}]\n");
        check(
            &POST_CALL_BEFORE_TASKS,
            &text,
            expect![[r#"
            7:29 error [schema] "sucess": `outcome` cannot be `sucess`; did you mean `success`? It can be `success`, `partial`, `failed`, `skipped`
        "#]],
        );
    }
}
