//! `tasks-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::Route, model::Kind};

declare_rule! {
    /// Checks that there is at least one task.
    ///
    /// ## Why
    /// A runbook without tasks is an appointment. The reviewer cannot say whether the work fits the window, and the second
    /// engineer cannot take over.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks: []
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Remove 2FA from user list
    /// ```
    pub(super) static TASKS_MISSING = {
        id: "tasks-missing",
        level: Level::Warning,
        summary: "there are no tasks",
        kinds: &[Kind::SupportAssisted],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let route = Route::top().key("tasks");
    let is_empty = cx.document().node(&route).is_some_and(|node| node.items().is_empty());
    if cx.runbook().tasks.is_empty() && cx.runbook().closed.is_none() && (is_empty || cx.is_missing(&route)) {
        cx.report(route, "no task").help("add what is done on the call, step by step: `- task: …`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, TASKS_MISSING};

    #[test]
    fn an_absent_and_an_empty_list_are_the_same() {
        check(
            &TASKS_MISSING,
            "tasks: []\n",
            expect![[r#"
            3:1 warning [tasks-missing] "tasks": there are no tasks (no task); add what is done on the call, step by step: `- task: …`
        "#]],
        );
        check(
            &TASKS_MISSING,
            "tasks:\n",
            expect![[r#"
            3:1 warning [tasks-missing] "tasks": there are no tasks (no task); add what is done on the call, step by step: `- task: …`
        "#]],
        );
        check(
            &TASKS_MISSING,
            "checklists: {}\n",
            expect![[r#"
            1:1 warning [tasks-missing] "version": there are no tasks (no task); add what is done on the call, step by step: `- task: …`
        "#]],
        );
        check(
            &TASKS_MISSING,
            "tasks: [Look]\n",
            expect![[r#"
            3:9 error [schema] "Look": a task must be a mapping, not text; write `task: Look`
        "#]],
        );
        check(
            &TASKS_MISSING,
            "taks: [{ task: Look }]\n",
            expect![[r#"
            3:1 error [schema] "taks": a runbook has no key `taks`; did you mean `tasks`?
        "#]],
        );
        check(&TASKS_MISSING, "blueprint: true\nheader: { name: CUSTOMER - Work }\ntasks: []\n", expect![""]);
    }
}
