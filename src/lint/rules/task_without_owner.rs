//! `task-without-owner`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Checks that every task says who does it.
    ///
    /// ## Why
    /// On the call it is too late to find out that both sides thought the other one would. The owner may be a contact
    /// of either side. Owners are often agreed last, so this is a warning; rollback steps are executed by whoever is
    /// there and need none.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Confirm the users provided state
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Confirm the users provided state
    ///     owner: John Doe
    /// ```
    pub(super) static TASK_WITHOUT_OWNER = {
        id: "task-without-owner",
        level: Level::Warning,
        summary: "task has no owner",
        kinds: &[Kind::SupportAssisted, Kind::EmergencyMaintenance],
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (index, task) in cx.tasks() {
        if task.owner.is_none() && cx.is_missing(&route::task(index).key("owner")) {
            cx.report(route::task(index), "no owner").help("add `owner:` with the name of a contact");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, TASK_WITHOUT_OWNER};

    #[test]
    fn each_task_needs_an_owner() {
        check(
            &TASK_WITHOUT_OWNER,
            "tasks:\n  - task: Look\n  - { task: Look again, owner: '' }\n  - task: Go\n    owner: John Doe\n",
            expect![[r#"
                4:5 warning [task-without-owner] "task: Look": task has no owner (no owner); add `owner:` with the name of a contact
                5:7 warning [task-without-owner] "task: Look again": task has no owner (no owner); add `owner:` with the name of a contact
            "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &TASK_WITHOUT_OWNER,
            "taks: []\ntasks:\n  - Look\n  - task: Look again\n    owner: [a, b]\n  - task: Go\n    ownr: a\n  - task: Stop\n",
            expect![[r#"
                3:1 error [schema] "taks": a runbook has no key `taks`; did you mean `tasks`?
                5:5 error [schema] "Look": a task must be a mapping, not text; write `task: Look`
                7:12 error [schema] "[a, b]": `owner` must be text, not a list; a text that begins with `[` or `{` goes in quotes
                9:5 error [schema] "ownr": a task has no key `ownr`; did you mean `owner`?
                10:5 warning [task-without-owner] "task: Stop": task has no owner (no owner); add `owner:` with the name of a contact
            "#]],
        );
    }
}
