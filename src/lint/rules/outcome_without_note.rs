//! `outcome-without-note`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::{Kind, Outcome};

declare_rule! {
    /// Finds tasks that are partial, failed or skipped and do not say why.
    ///
    /// ## Why
    /// "Failed" is where the follow-up begins. What was seen is known on the call, and forgotten the day after.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - { task: Remove 2FA from user list, outcome: partial, count: 2488/2500, duration: 10m }
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - { task: Remove 2FA from user list, outcome: partial, count: 2488/2500, duration: 10m, note: 12 groups answer 403 }
    /// ```
    pub(super) static OUTCOME_WITHOUT_NOTE = {
        id: "outcome-without-note",
        level: Level::Warning,
        summary: "the outcome has no note",
        kinds: &Kind::ALL,
        blueprints: false,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (place, task) in cx.tasks_and_steps() {
        let Some(outcome) = task.outcome.filter(|outcome| *outcome != Outcome::Success) else { continue };
        if task.note.is_none() && cx.is_missing(&place.route().key("note")) {
            let word = outcome.word();
            cx.report(place.route().key("outcome"), "no note")
                .message(format!("the task is {word}, and does not say why"))
                .help("add `note:` below it, with what was seen");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, OUTCOME_WITHOUT_NOTE};

    #[test]
    fn a_success_needs_no_words() {
        check(
            &OUTCOME_WITHOUT_NOTE,
            "\
tasks:
  - { task: a, outcome: failed, duration: 1m }
  - { task: b, outcome: success, duration: 1m }
  - { task: c, outcome: skipped }
  - { task: d, outcome: partial, note: 12 answer 403 }
  - { task: e, outcome: partial, note: [x] }
rollback: { steps: [{ task: f, outcome: failed, note: '' }] }
",
            expect![[r#"
                4:25 warning [outcome-without-note] "failed": the task is failed, and does not say why (no note); add `note:` below it, with what was seen
                6:25 warning [outcome-without-note] "skipped": the task is skipped, and does not say why (no note); add `note:` below it, with what was seen
                8:40 error [schema] "[x]": `note` must be text, not a list; a text that begins with `[` or `{` goes in quotes
                9:41 warning [outcome-without-note] "failed": the task is failed, and does not say why (no note); add `note:` below it, with what was seen
            "#]],
        );
    }
}
