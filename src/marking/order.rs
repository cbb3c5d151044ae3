//! What a task that begins, or that was run, has passed by: warnings, never a refusal.
//!
//! Several people may work at once, so a mark out of order can be right; more often the wrong task was meant.

use super::TaskMark;
use crate::model::{Mark, Outcome, Runbook};

/// How many names are said.
const MOST_NAMES: usize = 5;

/// Returns what stands against this mark on the task or rollback step with this id, as sentences without a period.
pub(super) fn against(runbook: &Runbook, id: &str, from: Mark, mark: TaskMark) -> Vec<String> {
    let begins = mark == TaskMark::Start && !matches!(from, Mark::Started | Mark::Paused);
    let was_run = matches!(mark, TaskMark::Outcome(outcome) if outcome != Outcome::Skipped) && from == Mark::Open;
    let tasks: Vec<_> = runbook.tasks_and_steps().collect();
    let Some(position) = tasks.iter().position(|(known, _)| known == id) else { return Vec::new() };
    let is_step = position >= runbook.tasks.len();
    let mut against = Vec::new();
    if begins && !is_step {
        against.extend(undecided(runbook));
    }
    if (begins || was_run) && !is_step {
        let before = &tasks[..position];
        let is_passed_by = |id: &str, state: Mark| match state {
            Mark::Open => true,
            // Whoever goes on after the last failure is told once, at the task right after it.
            Mark::Failed => begins && runbook.failed_last().is_some_and(|failed| tasks[failed].0 == id),
            _ => false,
        };
        let states = before.iter().map(|(id, task)| (id.as_str(), runbook.task_state(id, task)));
        let passed: Vec<_> = states.filter(|(id, state)| is_passed_by(id, *state)).collect();
        let passed = |state| passed.iter().filter(move |(_, found)| *found == state).map(|(id, _)| *id);
        let open: Vec<&str> = passed(Mark::Open).collect();
        match open.as_slice() {
            [] => {}
            [only] => against.push(format!("`{only}`, which comes before it, has no outcome yet")),
            [first, ..] => {
                let n_open = open.len();
                against.push(format!("{n_open} tasks that come before it have no outcome yet, the first is `{first}`"));
            }
        }
        against.extend(passed(Mark::Failed).map(|id| format!("`{id}`, which comes before it, failed")));
    }
    if let Some(rollback) = runbook.rollback.as_ref().filter(|_| begins) {
        let point = rollback.point_of_no_return.as_deref();
        if is_step && let Some(passed) = rollback.passed_return(&runbook.tasks) {
            against.push(format!("{} was the point of no return: the rollback no longer works", tasks[passed].0));
        }
        if !is_step && point == Some(tasks[position].1.id.text.as_str()) {
            against.push(format!("{id} is the point of no return: after it the rollback no longer works"));
        }
    }
    against
}

/// Says which items of the checklists before the tasks are not decided.
fn undecided(runbook: &Runbook) -> Vec<String> {
    let before = runbook.checklists.iter().filter(|checklist| checklist.is_before_tasks());
    before
        .filter_map(|checklist| {
            let names: Vec<&str> = checklist.undecided(runbook).map(|(_, item)| item.id.text.as_str()).collect();
            let more = names.len().saturating_sub(MOST_NAMES);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let shown = names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
            (!names.is_empty()).then(|| format!("{} is not decided yet: {shown}{more}", checklist.id))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::{Document, Source};

    /// Says what stands against a mark on a task of a failover of four tasks, of which the third cannot be undone.
    #[track_caller]
    fn check(states: [&str; 4], id: &str, mark: TaskMark, expected: Expect) {
        let [a, b, c, d] = states;
        let yaml = format!(
            "\
version: 1
header: {{ name: Acme - Fail Over }}
checklists:
  pre-call: [{{ id: inform, item: Inform, state: done }}, {{ id: people, item: All are there }}]
  post-call: [{{ id: inform, item: Inform }}]
tasks:
  - {{ id: sync, task: Wait{a} }}
  - {{ id: preflight, task: Look{b} }}
  - {{ id: promote, task: Promote{c} }}
  - {{ id: dns, task: Change DNS{d} }}
rollback: {{ point_of_no_return: promote, steps: [{{ id: old, task: Start the old site }}, {{ id: tell, task: Tell }}] }}
"
        );
        let source = Source::from_text("acme.yaml", yaml).expect("text");
        let runbook = Document::parse(&source).expect("a runbook").runbook;
        let from = runbook.tasks_and_steps().find(|(known, _)| known == id).expect("a task");
        let from = runbook.task_state(id, from.1);
        expected.assert_eq(&against(&runbook, id, from, mark).join("\n"));
    }

    const DONE: &str = ", outcome: success, duration: 5m";
    const FAILED: &str = ", outcome: failed, duration: 5m";
    const RUNS: &str = ", started_at: 2026-11-29T06:10:00Z";
    const SUCCESS: TaskMark = TaskMark::Outcome(Outcome::Success);

    #[test]
    fn who_begins_before_the_checklist_is_decided_is_told() {
        check(["", "", "", ""], "tasks/sync", TaskMark::Start, expect!["pre-call is not decided yet: people"]);
        check(["", "", "", ""], "tasks/sync", SUCCESS, expect![""]);
        check(["", "", "", ""], "rollback/old", TaskMark::Start, expect![""]);
    }

    #[test]
    fn who_marks_the_wrong_task_is_told_which_comes_before() {
        check(
            [DONE, "", "", ""],
            "tasks/dns",
            SUCCESS,
            expect!["2 tasks that come before it have no outcome yet, the first is `tasks/preflight`"],
        );
        check([DONE, "", "", ""], "tasks/preflight", SUCCESS, expect![""]);
        check(
            [DONE, DONE, "", ""],
            "tasks/dns",
            SUCCESS,
            expect!["`tasks/promote`, which comes before it, has no outcome yet"],
        );
        check([RUNS, "", "", ""], "tasks/preflight", SUCCESS, expect![""]);
        check([DONE, "", "", ""], "tasks/dns", TaskMark::Outcome(Outcome::Skipped), expect![""]);
        check([DONE, "", "", RUNS], "tasks/dns", SUCCESS, expect![""]);
        check([DONE, "", "", DONE], "tasks/dns", SUCCESS, expect![""]);
    }

    #[test]
    fn who_goes_on_after_a_failure_over_the_point_of_no_return_is_told() {
        check(
            [DONE, FAILED, "", ""],
            "tasks/promote",
            TaskMark::Start,
            expect![[r"
                pre-call is not decided yet: people
                `tasks/preflight`, which comes before it, failed
                tasks/promote is the point of no return: after it the rollback no longer works"]],
        );
        check([DONE, FAILED, RUNS, ""], "tasks/promote", TaskMark::Start, expect![""]);
        check([DONE, FAILED, DONE, ""], "tasks/dns", TaskMark::Start, expect!["pre-call is not decided yet: people"]);
    }

    #[test]
    fn who_goes_back_after_the_point_of_no_return_is_told() {
        check([DONE, DONE, FAILED, ""], "rollback/old", TaskMark::Start, expect![""]);
        check(
            [DONE, DONE, DONE, FAILED],
            "rollback/old",
            TaskMark::Start,
            expect!["tasks/promote was the point of no return: the rollback no longer works"],
        );
    }
}
