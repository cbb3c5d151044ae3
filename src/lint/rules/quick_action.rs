//! `quick-action`.

use super::super::{Level, LintContext, rule::declare_rule, texts::Code};
use crate::model::Kind;

declare_rule! {
    /// Finds lines that begin with a quick action of GitLab, such as `/close` or `/assign @john_doe`. Paths such as
    /// `/var/log` are none, and commands and code are not looked at.
    ///
    /// ## Why
    /// `runbook render` takes away its power, so the issue is safe. But people copy texts: from the file into a comment,
    /// from a note into a ticket's issue. There GitLab runs the line and takes it out of the text.
    ///
    /// ## Example
    /// ```yaml bad
    /// rollback:
    ///   plan: |
    ///     Execute the same method with the parameter `status`.
    ///     /close
    /// ```
    /// ```yaml good
    /// rollback:
    ///   plan: |
    ///     Execute the same method with the parameter `status`.
    ///     Close the issue with `/close`.
    /// ```
    pub(super) static QUICK_ACTION = {
        id: "quick-action",
        level: Level::Warning,
        summary: "a line is a quick action of GitLab",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

/// All that GitLab knows, those of merge requests too: it takes them out of an issue as well.
const ACTIONS: [&str; 103] = [
    "add_child",
    "add_contacts",
    "add_email",
    "approve",
    "assign",
    "assign_reviewer",
    "award",
    "blocked_by",
    "blocks",
    "board_move",
    "cc",
    "checkin_reminder",
    "child_epic",
    "clear_health_status",
    "clear_weight",
    "clone",
    "close",
    "confidential",
    "convert_to_ticket",
    "copy_metadata",
    "create_merge_request",
    "done",
    "draft",
    "due",
    "duplicate",
    "epic",
    "estimate",
    "estimate_time",
    "health_status",
    "invite_email",
    "iteration",
    "label",
    "labels",
    "link",
    "lock",
    "merge",
    "milestone",
    "move",
    "page",
    "parent_epic",
    "progress",
    "promote",
    "promote_to",
    "promote_to_incident",
    "publish",
    "react",
    "ready",
    "reassign",
    "reassign_reviewer",
    "rebase",
    "relabel",
    "relate",
    "relates_to",
    "remove_child",
    "remove_child_epic",
    "remove_contacts",
    "remove_due_date",
    "remove_email",
    "remove_epic",
    "remove_estimate",
    "remove_iteration",
    "remove_label",
    "remove_link",
    "remove_milestone",
    "remove_parent",
    "remove_parent_epic",
    "remove_reviewer",
    "remove_time_estimate",
    "remove_time_spent",
    "remove_zoom",
    "reopen",
    "request_changes",
    "request_review",
    "reviewer",
    "run_pipeline",
    "set_parent",
    "severity",
    "ship",
    "shrug",
    "spend",
    "spend_time",
    "spent",
    "status",
    "submit_review",
    "subscribe",
    "tableflip",
    "target_branch",
    "timeline",
    "title",
    "todo",
    "type",
    "unapprove",
    "unassign",
    "unassign_reviewer",
    "unlabel",
    "unlabels",
    "unlink",
    "unlock",
    "unrelate",
    "unsubscribe",
    "weight",
    "wip",
    "zoom",
];

fn check(cx: &mut LintContext<'_>) {
    for shown in cx.shown_texts() {
        if !shown.text.contains('/') {
            continue;
        }
        let starts = std::iter::once(0).chain(shown.text.match_indices('\n').map(|(at, _)| at + 1));
        let mut actions = starts.filter_map(|at| action_of(&shown.text[at..]).map(|action| at..at + action.len()));
        let mut code = None;
        let Some(part) = actions.find(|part| !code.get_or_insert_with(|| Code::of(&shown)).holds(part.start)) else {
            continue;
        };
        let action = &shown.text[part.clone()];
        let range = cx.place_of(&shown, &part);
        cx.report(cx.route_at(shown.node.range.start), "run by GitLab where it is pasted")
            .range(range)
            .message(format!("the line begins with the quick action `{action}`"))
            .help(format!("write it as code, `` `{action}` ``, or not at the beginning of a line"));
    }
}

/// Returns the quick action with which a text begins.
fn action_of(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    let n_word = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_').count();
    let is_whole = rest[n_word..].chars().next().is_none_or(char::is_whitespace);
    let word = rest[..n_word].to_ascii_lowercase();
    (is_whole && ACTIONS.binary_search(&word.as_str()).is_ok()).then_some(&text[..=n_word])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, ACTIONS, QUICK_ACTION};

    #[test]
    fn the_actions_are_in_order() {
        assert!(ACTIONS.is_sorted());
    }

    #[test]
    fn paths_code_and_commands_are_no_quick_actions() {
        check(
            &QUICK_ACTION,
            "\
tasks:
  - task: /var/log is full
    command: |
      /close
    note: |
      /close/it
      then /close
      `/close`
       /close
      /api
    expect: /closed
rollback:
  plan: |
    ```
    /close
    ```
log: [{ at: 2026-10-11T06:32:10Z, event: note, note: /close }]
",
            expect![""],
        );
    }

    #[test]
    fn a_line_of_any_text_is_one_whatever_its_case() {
        check(
            &QUICK_ACTION,
            "\
header: { name: Acme - Work, description: \"Do it\\n/Assign @john_doe\" }
tasks:
  - task: /label ~done
    note: |
      /tmp is full, and
      /move to/another
      /close
",
            expect![[r#"
                2:51 warning [quick-action] "/Assign": the line begins with the quick action `/Assign` (run by GitLab where it is pasted); write it as code, `` `/Assign` ``, or not at the beginning of a line
                4:11 warning [quick-action] "/label": the line begins with the quick action `/label` (run by GitLab where it is pasted); write it as code, `` `/label` ``, or not at the beginning of a line
                7:7 warning [quick-action] "/move": the line begins with the quick action `/move` (run by GitLab where it is pasted); write it as code, `` `/move` ``, or not at the beginning of a line
            "#]],
        );
    }
}
