//! `reason-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Node,
    model::{ItemState, Kind},
};

declare_rule! {
    /// Checks that an item that is blocked or does not apply says why.
    ///
    /// ## Why
    /// A box without a tick looks forgotten. The reason is what the DRI decides by before the call, and what is read
    /// when something went wrong after it. Without one the item counts as undecided, so this is an error.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    ///       state: blocked
    ///       reason: Dry-run cannot be completed due to change requirements
    /// ```
    pub(super) static REASON_MISSING = {
        id: "reason-missing",
        level: Level::Error,
        summary: "the state of the item has no reason",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

fn check(cx: &mut LintContext<'_>) {
    for (checklist, index, item) in cx.items() {
        if !matches!(item.state, ItemState::Blocked | ItemState::NotApplicable) || item.has_reason() {
            continue;
        }
        let route = cx.item_route(checklist, index);
        let reason = route.clone().key("reason");
        let is_blank =
            cx.document().node(&reason).and_then(Node::text).is_some_and(|text| text.chars().all(char::is_whitespace));
        if !is_blank && !cx.is_missing(&reason) {
            continue;
        }
        let message = match item.state {
            ItemState::Blocked => "blocked item has no reason",
            _ => "item does not apply, and does not say why",
        };
        cx.report(route.key("state"), "no reason")
            .message(message)
            .help("add `reason:` below it, with what a reader has to know");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, REASON_MISSING};

    #[test]
    fn blocked_and_not_applicable_need_a_reason() {
        check(
            &REASON_MISSING,
            "\
checklists:
  pre-call:
    - { item: a, state: blocked }
    - { item: b, state: not-applicable, reason: }
    - { item: c, state: blocked, reason: '  ' }
    - { item: d, state: done }
    - { item: e, state: blocked, reason: no staging }
  post-call:
    title: After the call
    items: [{ item: f, state: blocked }]
",
            expect![[r#"
                5:25 error [reason-missing] "blocked": blocked item has no reason (no reason); add `reason:` below it, with what a reader has to know
                6:25 error [reason-missing] "not-applicable": item does not apply, and does not say why (no reason); add `reason:` below it, with what a reader has to know
                7:25 error [reason-missing] "blocked": blocked item has no reason (no reason); add `reason:` below it, with what a reader has to know
                12:31 error [reason-missing] "blocked": blocked item has no reason (no reason); add `reason:` below it, with what a reader has to know
            "#]],
        );
    }

    #[test]
    fn what_is_there_and_not_understood_is_not_missing() {
        check(
            &REASON_MISSING,
            "checklists:\n  pre-call:\n    - a\n    - { item: b, state: blocked, reason: [x] }\n    - { item: c, state: blockd }\n    - { item: d, state: blocked, raeson: x }\n    - { item: e, state: blocked }\n",
            expect![[r#"
                5:7 error [schema] "a": a checklist item must be a mapping, not text; write `item: a`
                6:42 error [schema] "[x]": `reason` must be text, not a list; a text that begins with `[` or `{` goes in quotes
                7:25 error [schema] "blockd": `state` cannot be `blockd`; did you mean `blocked`? It can be `open`, `done`, `blocked`, `not-applicable`
                8:34 error [schema] "raeson": a checklist item has no key `raeson`; did you mean `reason`?
                9:25 error [reason-missing] "blocked": blocked item has no reason (no reason); add `reason:` below it, with what a reader has to know
            "#]],
        );
    }
}
