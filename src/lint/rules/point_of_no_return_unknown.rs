//! `point-of-no-return-unknown`.

use super::super::{Fix, Level, LintContext, Report, Safety, rule::declare_rule};
use crate::{
    document::{Edit, Route, closest, route},
    model::{Kind, quote},
};

declare_rule! {
    /// Checks that the point of no return is the id of a task.
    ///
    /// ## Why
    /// After that task `runbook show` and `runbook next` no longer offer the rollback. An id that no task has means that
    /// they offer it until the end, also when it destroys what it should restore.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - id: promote
    ///     task: Promote the secondary
    /// rollback:
    ///   plan: Start the primary again
    ///   point_of_no_return: promotion
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - id: promote
    ///     task: Promote the secondary
    /// rollback:
    ///   plan: Start the primary again
    ///   point_of_no_return: promote
    /// ```
    pub(super) static POINT_OF_NO_RETURN_UNKNOWN = {
        id: "point-of-no-return-unknown",
        level: Level::Error,
        summary: "the point of no return is no task",
        kinds: &Kind::ALL,
        repair: Safety::Unsafe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let Some(id) = cx.runbook().rollback.as_ref().and_then(|rollback| rollback.point_of_no_return.as_deref()) else {
        return;
    };
    // A task that could not be read may be the one that is meant.
    let is_known = cx.runbook().tasks.iter().any(|task| task.id.text == id);
    if !is_known && cx.is_read_in_full(&Route::top().key("tasks")) {
        let message = format!("the point of no return {} is no task", quote(id));
        report_unknown_task(cx, route::rollback("point_of_no_return"), id).message(message);
    }
}

/// In how many tasks the one that was meant is sought.
const MAX_TASKS: usize = 200;

/// Reports an id that should be that of a task, and is not.
pub(super) fn report_unknown_task<'c>(cx: &'c mut LintContext<'_>, route: Route, id: &str) -> &'c mut Report {
    let mut tasks = cx.tasks();
    tasks.truncate(MAX_TASKS);
    let ids: Vec<&str> = tasks.iter().map(|(_, task)| task.id.text.as_str()).collect();
    let is_step = cx.runbook().steps().iter().any(|step| step.id.text == id);
    let bare = id.strip_prefix("tasks/").unwrap_or(id).trim();
    let meant = match tasks.iter().find(|(_, task)| task.id.text == bare || task.task == id) {
        Some((_, task)) => Some(task.id.text.as_str()),
        None => closest(bare, &ids).filter(|_| !is_step),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if is_step => "it is a step of the rollback; write the `id` of one of the `tasks`".to_owned(),
        None => "write the `id` of one of the `tasks`".to_owned(),
    };
    let fix = meant.map(|meant| Fix::unsafe_(format!("write `{meant}`"), vec![Edit::set(route.clone(), meant)]));
    let report = cx.report(route, "no such task").help(help);
    if let Some(fix) = fix {
        report.fix(fix);
    }
    report
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::check::{check, check_repair},
        POINT_OF_NO_RETURN_UNKNOWN,
    };

    #[test]
    fn an_id_that_follows_from_the_text_is_one_too() {
        check(
            &POINT_OF_NO_RETURN_UNKNOWN,
            "tasks: [{ task: Promote it }]\nrollback: { point_of_no_return: promote-it }\n",
            expect![""],
        );
    }

    #[test]
    fn the_task_that_was_meant_is_written_on_request() {
        let tasks = "tasks: [{ id: promote, task: Promote the secondary }]\n";
        for written in ["tasks/promote", "promte", "Promote the secondary"] {
            check_repair(
                &POINT_OF_NO_RETURN_UNKNOWN,
                &format!("{tasks}rollback: {{ plan: x, point_of_no_return: {written} }}\n"),
                expect![[r##"
                    # Unsafe: write `promote`
                    version: 1
                    header: { name: Acme - Work, dri: "@john_doe" }
                    tasks: [{ id: promote, task: Promote the secondary }]
                    rollback: { plan: x, point_of_no_return: promote }
                "##]],
            );
        }
    }

    #[test]
    fn a_step_of_the_rollback_is_no_task() {
        check(
            &POINT_OF_NO_RETURN_UNKNOWN,
            "tasks: [{ id: promote, task: A }]\nrollback: { steps: [{ id: promoted, task: B }], point_of_no_return: promoted }\n",
            expect![[r#"
                4:69 error [point-of-no-return-unknown] "promoted": the point of no return `promoted` is no task (no such task); it is a step of the rollback; write the `id` of one of the `tasks`
            "#]],
        );
    }

    #[test]
    fn a_task_that_could_not_be_read_may_be_meant() {
        check(
            &POINT_OF_NO_RETURN_UNKNOWN,
            "tasks: [promote]\nrollback: { plan: x, point_of_no_return: promote }\n",
            expect![[r#"
                3:9 error [schema] "promote": a task must be a mapping, not text; write `task: promote`
            "#]],
        );
    }
}
