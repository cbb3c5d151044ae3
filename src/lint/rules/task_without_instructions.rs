//! `task-without-instructions`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Finds tasks and rollback steps with neither a `link` nor a `command`, nor an `expect` that says what is seen when it is
    /// done, as a decision has. What the customer does is left alone, and what ended.
    ///
    /// ## Why
    /// At three in the morning the engineer who takes over sees how it is done, or where it is written.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - task: Remove 2FA from user list
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - task: Remove 2FA from user list
    ///     link: https://docs.gitlab.com/security/two_factor_authentication/
    /// ```
    pub(super) static TASK_WITHOUT_INSTRUCTIONS = {
        id: "task-without-instructions",
        level: Level::Info,
        summary: "the task has neither a link nor a command",
        kinds: &[Kind::SupportAssisted],
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    let customer = &cx.runbook().contacts.customer;
    for (place, task) in cx.tasks_and_steps() {
        let is_customers = task.owner.as_deref().is_some_and(|owner| customer.iter().any(|contact| contact.is(owner)));
        let route = place.route();
        let is_bare = ["link", "command", "expect"].iter().all(|key| cx.is_missing(&route.clone().key(*key)));
        if is_bare && !is_customers && task.outcome.is_none() {
            cx.report(route, "no link, no command")
                .help("add `link:` to the page that describes it, or the `command:` itself");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, TASK_WITHOUT_INSTRUCTIONS};

    #[test]
    fn a_link_or_a_command_is_enough() {
        check(
            &TASK_WITHOUT_INSTRUCTIONS,
            "\
contacts: { customer: [{ name: Tom Blogs }] }
tasks:
  - { task: a }
  - { task: b, link: 'https://docs.gitlab.com/' }
  - { task: c, command: puts 1 }
  - { task: d, owner: Tom Blogs }
  - { task: e, outcome: success, duration: 1m }
  - { task: f, link: '', command: }
  - { task: g, link: [] }
rollback: { steps: [{ task: h }] }
",
            expect![[r#"
                5:7 info [task-without-instructions] "task: a": the task has neither a link nor a command (no link, no command); add `link:` to the page that describes it, or the `command:` itself
                10:7 info [task-without-instructions] "task: f": the task has neither a link nor a command (no link, no command); add `link:` to the page that describes it, or the `command:` itself
                11:22 error [schema] "[]": `link` must be text, not a list; a text that begins with `[` or `{` goes in quotes
                12:23 info [task-without-instructions] "task: h": the task has neither a link nor a command (no link, no command); add `link:` to the page that describes it, or the `command:` itself
            "#]],
        );
    }
}
