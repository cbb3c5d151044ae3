//! `unbalanced-markdown`.

use super::super::{
    Level, LintContext,
    rule::declare_rule,
    texts::{Code, Form},
};
use crate::model::Kind;

declare_rule! {
    /// Finds code in a text that is begun and never ended: a back-tick without its partner, a fence without its end.
    ///
    /// ## Why
    /// Without the second back-tick, quotes and stars of the code are taken for Markdown, and whoever copies it guesses
    /// where it ends. Below a fence that stays open the rest of the rollback plan is shown as code. A back-tick that is
    /// meant as itself is written with a backslash before it.
    ///
    /// ## Example
    /// ```yaml bad
    /// rollback:
    ///   plan: "Execute the same method with the parameter `status: 'enable'."
    /// ```
    /// ```yaml good
    /// rollback:
    ///   plan: "Execute the same method with the parameter `status: 'enable'`."
    /// ```
    pub(super) static UNBALANCED_MARKDOWN = {
        id: "unbalanced-markdown",
        level: Level::Warning,
        summary: "code in a text is never ended",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for shown in cx.shown_texts() {
        if shown.form == Form::Literal || !shown.text.contains(['`', '~']) {
            continue;
        }
        let Some(open) = Code::of(&shown).open else { continue };
        let marks = &shown.text[open.clone()];
        let is_fence = shown.form == Form::Block && marks.len() >= 3;
        let (message, help) = if is_fence {
            (
                "the fence is never closed, so all below it is code",
                "close it with the same marks on a line of their own",
            )
        } else if marks.len() == 1 {
            (
                "a back-tick has no partner",
                "end the code with a back-tick; a back-tick that is meant as itself is `` \\` ``",
            )
        } else {
            ("the back-ticks have no partners", "end the code with as many back-ticks as it begins with")
        };
        let range = cx.place_of(&shown, &open);
        cx.report(cx.route_at(shown.node.range.start), "never closed").range(range).message(message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, UNBALANCED_MARKDOWN};

    #[test]
    fn the_mark_that_stays_open_is_shown() {
        check(
            &UNBALANCED_MARKDOWN,
            "\
tasks:
  - task: Look at `a` and `b
    expect: \"a ``number` is shown\"
rollback:
  plan: |
    Do `this`:

    ```sh
    echo `date`

    Then go.
",
            expect![[r#"
                4:27 warning [unbalanced-markdown] "`": a back-tick has no partner (never closed); end the code with a back-tick; a back-tick that is meant as itself is `` \` ``
                5:16 warning [unbalanced-markdown] "``": the back-ticks have no partners (never closed); end the code with as many back-ticks as it begins with
                10:5 warning [unbalanced-markdown] "```": the fence is never closed, so all below it is code (never closed); close it with the same marks on a line of their own
            "#]],
        );
    }

    #[test]
    fn commands_names_and_what_is_escaped_are_left_alone() {
        check(
            &UNBALANCED_MARKDOWN,
            "\
contacts: { gitlab: [{ name: 'a ` b' }] }
tasks:
  - task: 'Press \\`, wait ~5 minutes, see ~~~ and it''s done'
    command: echo `date
log: [{ at: 2026-10-11T06:32:10Z, event: note, note: '`' }]
",
            expect![""],
        );
    }
}
