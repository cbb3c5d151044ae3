//! `undoes-unknown`.

use std::collections::HashSet;

use super::{
    super::{Level, LintContext, Safety, rule::declare_rule},
    point_of_no_return_unknown::report_unknown_task,
};
use crate::{
    document::{Route, route},
    model::{Kind, quote},
};

declare_rule! {
    /// Checks that what a rollback step undoes is the id of a task.
    ///
    /// ## Why
    /// When a task fails, the steps that undo it are sought by its id. A step with an id that no task has is not found,
    /// and the issue shows the id where the name of the task belongs.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - id: enforce
    ///     task: Enforce 2FA
    /// rollback:
    ///   steps:
    ///     - task: Take the enforcement back
    ///       undoes: enforced
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - id: enforce
    ///     task: Enforce 2FA
    /// rollback:
    ///   steps:
    ///     - task: Take the enforcement back
    ///       undoes: enforce
    /// ```
    pub(super) static UNDOES_UNKNOWN = {
        id: "undoes-unknown",
        level: Level::Error,
        summary: "a rollback step undoes what is no task",
        kinds: &Kind::ALL,
        repair: Safety::Unsafe,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let known: HashSet<&str> = cx.runbook().tasks.iter().map(|task| task.id.text.as_str()).collect();
    let steps = cx.steps().iter().filter_map(|(index, step)| Some((*index, step.undoes.as_deref()?)));
    let unknown: Vec<(usize, &str)> = steps.filter(|(_, id)| !known.contains(id)).collect();
    // A task that could not be read may be the one that is meant.
    if unknown.is_empty() || !cx.is_read_in_full(&Route::top().key("tasks")) {
        return;
    }
    for (index, id) in unknown {
        let message = format!("the step undoes {}, which is no task", quote(id));
        report_unknown_task(cx, route::step(index).key("undoes"), id).message(message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check_repair, UNDOES_UNKNOWN};

    #[test]
    fn each_step_is_held_against_the_tasks() {
        check_repair(
            &UNDOES_UNKNOWN,
            "\
tasks: [{ id: enforce, task: A }, { id: tell, task: B }]
rollback:
  steps:
    - { task: C, undoes: enforce }
    - { task: D, undoes: enforced } # by hand
    - { task: E, undoes: something-else }
",
            expect![[r##"
                # Unsafe: write `enforce`
                version: 1
                header: { name: Acme - Work, dri: "@john_doe" }
                tasks: [{ id: enforce, task: A }, { id: tell, task: B }]
                rollback:
                  steps:
                    - { task: C, undoes: enforce }
                    - { task: D, undoes: enforce } # by hand
                    - { task: E, undoes: something-else }
            "##]],
        );
    }
}
