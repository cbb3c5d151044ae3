//! `checklist-misspelt`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{document::route, model::Kind};

declare_rule! {
    /// Finds a checklist whose id is almost `pre-call` or `post-call`, while the runbook has none of that id.
    ///
    /// ## Why
    /// `precall` is a valid id, but not that of the checklist before the call: it would come after the tasks, and
    /// `runbook check pre-call` would not find it. Nobody looks for a list that is there under another name.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   precall:
    ///     - item: Has a dry-run been performed before the call?
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: Has a dry-run been performed before the call?
    /// ```
    pub(super) static CHECKLIST_MISSPELT = {
        id: "checklist-misspelt",
        level: Level::Warning,
        summary: "the id of the checklist is misspelt",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

/// The checklists that the handbook knows.
const KNOWN: [&str; 2] = ["pre-call", "post-call"];

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    for checklist in &runbook.checklists {
        let Some(meant) = KNOWN.into_iter().find(|known| is_slip(&checklist.id, known)) else { continue };
        // `pre-call-2` beside `pre-call` is a list of its own.
        if runbook.checklist(meant).is_none() {
            let id = &checklist.id;
            cx.report(route::checklist(id), "not the checklist of the handbook")
                .message(format!("the checklist `{id}` is not `{meant}`"))
                .help(format!("did you mean `{meant}`? A list of your own is better off with a name of its own"));
        }
    }
}

/// Returns whether an id is a known one but for its dashes and one letter; `pre-check` is a list of its own.
fn is_slip(id: &str, known: &str) -> bool {
    let plain = |id: &str| id.replace('-', "");
    id != known && strsim::damerau_levenshtein(&plain(id), &plain(known)) <= 1
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, CHECKLIST_MISSPELT};

    #[test]
    fn a_slip_in_the_id_of_a_checklist_is_seen() {
        check(
            &CHECKLIST_MISSPELT,
            "checklists:\n  precall: [{ item: a }]\n  post-cal: [{ item: b }]\n  during-call: [{ item: c }]\n",
            expect![[r#"
                4:3 warning [checklist-misspelt] "precall": the checklist `precall` is not `pre-call` (not the checklist of the handbook); did you mean `pre-call`? A list of your own is better off with a name of its own
                5:3 warning [checklist-misspelt] "post-cal": the checklist `post-cal` is not `post-call` (not the checklist of the handbook); did you mean `post-call`? A list of your own is better off with a name of its own
            "#]],
        );
    }

    #[test]
    fn a_further_checklist_is_no_slip() {
        check(
            &CHECKLIST_MISSPELT,
            "checklists:\n  pre-call: [{ item: a }]\n  pre-call-2: [{ item: b }]\n  post-call: []\n  pre-check: []\n",
            expect![[""]],
        );
    }
}
