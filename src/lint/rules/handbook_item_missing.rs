//! `handbook-item-missing`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{Route, route},
    model::{ChecklistItem, Kind},
};

declare_rule! {
    /// Checks that the checklists hold the items of the handbook: before the call `inform`, `rollback-regions`, `dry-run` and
    /// `action-logs`, after it `inform`. They are known by their ids. An item that does not apply is marked so, with the reason.
    ///
    /// ## Why
    /// Each of them stands for a call that went wrong. Left out, nobody notices that nobody thought of it.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - { id: inform, item: Inform the channels about the work }
    ///     - { id: dry-run, item: Has a dry-run been performed before the call? }
    ///     - { id: action-logs, item: Do we have a way to create logs from the actions performed? }
    ///   post-call:
    ///     - { id: inform, item: Inform the channels about the work completion }
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - { id: inform, item: Inform the channels about the work }
    ///     - { id: rollback-regions, item: Verify that any rollback plan can be executed by an engineer from every region }
    ///     - { id: dry-run, item: Has a dry-run been performed before the call? }
    ///     - { id: action-logs, item: Do we have a way to create logs from the actions performed? }
    ///   post-call:
    ///     - { id: inform, item: Inform the channels about the work completion }
    /// ```
    pub(super) static HANDBOOK_ITEM_MISSING = {
        id: "handbook-item-missing",
        level: Level::Warning,
        summary: "an item of the handbook is missing",
        kinds: &[Kind::SupportAssisted],
        blueprints: true,
        check,
    }
}

/// The items of the handbook, by checklist.
const ITEMS: [(&str, &[&str]); 2] =
    [("pre-call", &["inform", "rollback-regions", "dry-run", "action-logs"]), ("post-call", &["inform"])];

fn check(cx: &mut LintContext<'_>) {
    if cx.runbook().closed.is_some() {
        return;
    }
    let checklists = Route::top().key("checklists");
    if cx.is_missing(&checklists) {
        cx.report(checklists, "no checklists")
            .message("there are no checklists")
            .help("add `checklists:` with `pre-call:` and `post-call:`; `runbook new` writes the handbook's");
        return;
    }
    for (id, items) in ITEMS {
        let route = route::checklist(id);
        if !cx.is_read_in_full(&route) {
            continue;
        }
        let checklist = cx.runbook().checklist(id);
        let has = |item: &&str| checklist.is_some_and(|list| list.items.iter().any(|other| is_item(other, item)));
        let missing: Vec<String> = items.iter().filter(|item| !has(item)).map(|item| format!("`{item}`")).collect();
        match checklist {
            _ if missing.is_empty() => {}
            Some(_) => {
                cx.report(route, format!("without {}", missing.join(", ")))
                    .message(format!("the checklist `{id}` has no item {}", missing.join(", ")))
                    .help("add it; an item that does not apply is marked so, with the reason");
            }
            None => {
                cx.report(route, format!("no `{id}`"))
                    .message(format!("there is no checklist `{id}`"))
                    .help(format!("add it under `checklists:` with the handbook's items: {}", missing.join(", ")));
            }
        }
    }
}

/// Returns whether an item is one of the handbook: by its id, or by its words as long as it has none.
fn is_item(item: &ChecklistItem, id: &str) -> bool {
    let words: &[&str] = match id {
        "inform" => &["inform"],
        "rollback-regions" => &["rollback", "region"],
        "dry-run" => &["dry", "run"],
        _ => &["logs"],
    };
    let text = item.item.to_lowercase();
    item.id.text == id || item.id.derived && words.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, HANDBOOK_ITEM_MISSING};

    #[test]
    fn what_is_missing_is_said_once_a_list() {
        check(
            &HANDBOOK_ITEM_MISSING,
            "tasks: []\n",
            expect![[r#"
            1:1 warning [handbook-item-missing] "version": there are no checklists (no checklists); add `checklists:` with `pre-call:` and `post-call:`; `runbook new` writes the handbook's
        "#]],
        );
        check(
            &HANDBOOK_ITEM_MISSING,
            "\
checklists:
  pre-call:
    - { item: Has a dry-run been performed before the call? }
    - { item: Tell them, id: inform }
  post-call: { title: Afterwards, items: [{ item: Tell them, id: inform }] }
",
            expect![[r#"
                4:3 warning [handbook-item-missing] "pre-call": the checklist `pre-call` has no item `rollback-regions`, `action-logs` (without `rollback-regions`, `action-logs`); add it; an item that does not apply is marked so, with the reason
            "#]],
        );
    }

    #[test]
    fn a_list_that_could_not_be_read_and_another_kind_are_left_alone() {
        check(
            &HANDBOOK_ITEM_MISSING,
            "checklists: { pre-call: 3, post-call: [{ id: inform, item: a }] }\n",
            expect![[r#"
                3:25 error [schema] "3": a checklist must be a list, not text; begin each entry with a dash and a blank: `- `
            "#]],
        );
        check(&HANDBOOK_ITEM_MISSING, "kind: contact-request\n", expect![""]);
        check(
            &HANDBOOK_ITEM_MISSING,
            "closed: { at: 2026-10-11T06:32:10Z, by: '@john_doe', result: completed }\n",
            expect![""],
        );
    }
}
