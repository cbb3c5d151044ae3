//! Marks: a file and what happens in, the changed lines out.

use std::fmt::Write;

use chrono::{DateTime, Duration, Utc};
use expect_test::{Expect, expect};
use runbook::{
    document::{Document, Source, apply},
    marking::{self, ItemMark, MarkError, Marked, Stamp, TaskMark, TaskMarkDetails},
    model::{CloseResult, Outcome, TaskDuration},
};

const FILE: &str = "\
version: 1
header:
  name: Acme - Work # the customer's name first
  dri: '@john_doe'

checklists:
  pre-call:
    # told before the call
    - id: inform
      item: Inform the channel
    - item: Has a dry-run been performed? # asked by everybody
      required: true
      state: open # for now
tasks:
  - id: confirm-state
    task: Confirm the state
    planned: 15m
  - { id: apply, task: Apply it }
rollback:
  plan: Again, backwards
";

/// A file that is marked step by step, a minute apart.
struct Marking {
    text: String,
    now: DateTime<Utc>,
    out: String,
}

impl Marking {
    fn new(text: &str) -> Self {
        let now = DateTime::from_timestamp(1_791_700_330, 0).expect("a time");
        Self { text: text.to_owned(), now, out: String::new() }
    }

    /// Makes a mark, and notes what it said and which lines it took away and added.
    fn mark(mut self, mark: impl Fn(&Document<'_>, &Stamp) -> Result<Marked, MarkError>) -> Self {
        let source = Source::from_text("x.yaml", self.text.clone()).expect("text");
        let document = Document::parse(&source).expect("valid");
        let stamp = Stamp { at: self.now, recorded: None, by: Some("@john_doe".to_owned()) };
        match mark(&document, &stamp) {
            Ok(marked) => {
                let text = apply(&source, &marked.edits).expect("applies");
                writeln!(self.out, "{}", marked.said).expect("a string takes everything");
                for want in &marked.wants {
                    writeln!(self.out, "  wanted: {want}").expect("a string takes everything");
                }
                self.out.push_str(&changed_lines(&self.text, &text));
                let changed = Source::from_text("x.yaml", text.clone()).expect("text");
                Document::parse(&changed).expect("still valid");
                self.text = text;
            }
            Err(error) => writeln!(self.out, "refused: {error}").expect("a string takes everything"),
        }
        self.now += Duration::seconds(60);
        self
    }

    fn later(mut self, seconds: i64) -> Self {
        self.now += Duration::seconds(seconds);
        self
    }

    fn item(self, index: usize, mark: &ItemMark) -> Self {
        self.mark(|document, stamp| marking::mark_item(document, &document.runbook.checklists[0], index, mark, stamp))
    }

    fn task(self, index: usize, mark: TaskMark, details: &TaskMarkDetails) -> Self {
        self.mark(|document, stamp| {
            let route = runbook::document::route::task(index);
            let task = &document.runbook.tasks[index];
            let id = format!("tasks/{}", task.id.text);
            marking::mark_task(document, &route, &id, task, mark, details, stamp)
        })
    }

    fn undo(self) -> Self {
        self.mark(marking::undo)
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    #[track_caller]
    fn says(mut self, expected: Expect) -> Self {
        expected.assert_eq(&std::mem::take(&mut self.out));
        self
    }
}

/// Returns the lines that are only in one of the texts; both keep their order, so no line moved.
fn changed_lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut out = String::new();
    let (mut at_old, mut at_new) = (0, 0);
    while at_old < old.len() || at_new < new.len() {
        if at_old < old.len() && at_new < new.len() && old[at_old] == new[at_new] {
            (at_old, at_new) = (at_old + 1, at_new + 1);
        } else if at_new < new.len() && (at_old == old.len() || new[at_new..].contains(&old[at_old])) {
            writeln!(out, "+{}", new[at_new]).expect("a string takes everything");
            at_new += 1;
        } else {
            writeln!(out, "-{}", old[at_old]).expect("a string takes everything");
            at_old += 1;
        }
    }
    out
}

fn blocked(reason: &str) -> ItemMark {
    ItemMark::Blocked { reason: reason.to_owned() }
}

fn took(text: &str) -> TaskMarkDetails {
    TaskMarkDetails { duration: Some(TaskDuration::parse(text).expect("a duration")), ..TaskMarkDetails::default() }
}

fn noted(note: &str) -> TaskMarkDetails {
    TaskMarkDetails { note: Some(note.to_owned()), ..TaskMarkDetails::default() }
}

#[test]
fn a_mark_changes_its_lines_and_the_log() {
    Marking::new(FILE).item(0, &ItemMark::Done).item(0, &ItemMark::Done).says(expect![[r#"
        Marked pre-call/inform as done
        +      state: done
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/inform, from: open, to: done }
        pre-call/inform is done already
    "#]]);
}

#[test]
fn the_first_mark_of_an_entry_writes_its_id() {
    Marking::new(FILE).item(1, &blocked("no staging tenant")).says(expect![[r#"
        Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
          wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
        -      state: open # for now
        +      state: blocked # for now
        +      id: has-a-dry-run-been-performed
        +      reason: no staging tenant
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
    "#]]);
}

#[test]
fn an_item_goes_through_its_states_and_back() {
    Marking::new(FILE)
        .item(1, &blocked("no staging tenant"))
        .item(1, &ItemMark::AcceptedBy { handle: "@morgan_sample".to_owned() })
        .item(1, &blocked("staging is too small"))
        .item(1, &ItemMark::Evidence { link: "https://example.com/log".to_owned() })
        .item(1, &ItemMark::NotApplicable { reason: "nothing is changed".to_owned() })
        .item(1, &ItemMark::Reopen)
        .says(expect![[r#"
            Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      state: open # for now
            +      state: blocked # for now
            +      id: has-a-dry-run-been-performed
            +      reason: no staging tenant
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
            @morgan_sample accepts that pre-call/has-a-dry-run-been-performed is blocked
            +      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, accepted_by: "@morgan_sample" }
            Marked pre-call/has-a-dry-run-been-performed as blocked: staging is too small
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      reason: no staging tenant
            -      accepted_by: "@morgan_sample"
            +      reason: staging is too small
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, reason: staging is too small, was: { reason: no staging tenant, accepted_by: "@morgan_sample" } }
            Added the evidence of pre-call/has-a-dry-run-been-performed
            +      evidence: https://example.com/log
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked, evidence: https://example.com/log }
            Marked pre-call/has-a-dry-run-been-performed as not applicable: nothing is changed
            -      state: blocked # for now
            +      state: not-applicable # for now
            -      reason: staging is too small
            +      reason: nothing is changed
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: not-applicable, reason: nothing is changed, was: { reason: staging is too small } }
            Marked pre-call/has-a-dry-run-been-performed as open
            -      state: not-applicable # for now
            +      state: open # for now
            -      reason: nothing is changed
            +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: not-applicable, to: open, was: { reason: nothing is changed } }
        "#]])
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .says(expect![[r#"
            Took back that pre-call/has-a-dry-run-been-performed is open; it is not applicable again
            -      state: open # for now
            +      state: not-applicable # for now
            +      reason: nothing is changed
            +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: open, to: not-applicable }
            Took back that pre-call/has-a-dry-run-been-performed is not applicable; it is blocked again
            -      state: not-applicable # for now
            +      state: blocked # for now
            -      reason: nothing is changed
            +      reason: staging is too small
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: not-applicable, to: blocked }
            Took back the evidence of pre-call/has-a-dry-run-been-performed
            -      evidence: https://example.com/log
            +  - { at: 2026-10-11T06:40:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back the last reason of pre-call/has-a-dry-run-been-performed
            -      reason: staging is too small
            +      reason: no staging tenant
            +      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:41:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back that pre-call/has-a-dry-run-been-performed is accepted
            -      accepted_by: "@morgan_sample"
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: blocked }
            Took back that pre-call/has-a-dry-run-been-performed is blocked; it is open again
            -      state: blocked # for now
            +      state: open # for now
            -      reason: no staging tenant
            +  - { at: 2026-10-11T06:43:10Z, by: "@john_doe", event: undo, id: pre-call/has-a-dry-run-been-performed, from: blocked, to: open }
            refused: there is no mark to take back
        "#]]);
}

#[test]
fn what_cannot_be_marked_is_refused() {
    Marking::new(FILE)
        .item(0, &blocked("  "))
        .item(0, &blocked("n/a"))
        .item(0, &ItemMark::AcceptedBy { handle: "@morgan_sample".to_owned() })
        .item(1, &blocked("no staging tenant"))
        .item(1, &ItemMark::AcceptedBy { handle: "John_Doe".to_owned() })
        .task(0, TaskMark::Pause, &TaskMarkDetails::default())
        .mark(|document, stamp| marking::close(document, CloseResult::Aborted, Some(" "), stamp))
        .mark(|document, stamp| marking::close(document, CloseResult::Aborted, Some("called off"), stamp))
        .item(0, &ItemMark::Done)
        .says(expect![[r#"
            refused: `pre-call/inform` needs a reason
            refused: `n/a` is no reason
            refused: `pre-call/inform` is not blocked, so there is nothing to accept
            Marked pre-call/has-a-dry-run-been-performed as blocked: no staging tenant
              wanted: pre-call/has-a-dry-run-been-performed is required: somebody other than the DRI has to accept it, with --accepted-by has-a-dry-run-been-performed=@HANDLE
            -      state: open # for now
            +      state: blocked # for now
            +      id: has-a-dry-run-been-performed
            +      reason: no staging tenant
            +log:
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: item, id: pre-call/has-a-dry-run-been-performed, from: open, to: blocked, reason: no staging tenant }
            refused: `John_Doe` is the DRI; somebody else has to accept that `pre-call/has-a-dry-run-been-performed` is blocked
            refused: `tasks/confirm-state` is not running, so it cannot be paused
            refused: closing a runbook as aborted needs a note that says why
            Closed the runbook as aborted
            +closed: { at: 2026-10-11T06:39:10Z, by: "@john_doe", result: aborted, note: called off }
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: close, from: open, to: aborted, note: called off }
            refused: the runbook is closed
        "#]]);
    Marking::new(&FILE.replace("version: 1", "version: 1\nblueprint: true")).item(0, &ItemMark::Done).undo().says(
        expect![[r#"
            refused: a blueprint carries no marks
            refused: a blueprint carries no marks
        "#]],
    );
    Marking::new(FILE).undo().says(expect![[r#"
        refused: there is no mark to take back
    "#]]);
}

#[test]
fn a_measured_duration_leaves_out_the_pauses() {
    Marking::new(FILE)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .later(540)
        .task(0, TaskMark::Pause, &TaskMarkDetails::default())
        .later(3600)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .later(240)
        .task(0, TaskMark::Outcome(Outcome::Success), &TaskMarkDetails::default())
        .says(expect![[r#"
            Started tasks/confirm-state
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            +    started_at: 2026-10-11T06:32:10Z
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: started }
            Paused tasks/confirm-state
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: paused }
            tasks/confirm-state goes on
            +  - { at: 2026-10-11T07:43:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: paused, to: started }
            Marked tasks/confirm-state as success, 15m measured
            +    outcome: success
            +    duration: 15m
            +  - { at: 2026-10-11T07:48:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: success, duration: 15m }
        "#]]);
}

#[test]
fn a_second_attempt_starts_anew_and_the_first_stays_in_the_log() {
    let partial = TaskMarkDetails { count: Some("2488/2500".to_owned()), ..noted("12 groups answer 403") };
    let twice = Marking::new(FILE)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .task(0, TaskMark::Outcome(Outcome::Partial), &partial)
        .task(0, TaskMark::Start, &TaskMarkDetails::default())
        .task(0, TaskMark::Outcome(Outcome::Success), &took("9m"))
        .says(expect![[r#"
            Started tasks/confirm-state
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            +    started_at: 2026-10-11T06:32:10Z
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: started }
            Marked tasks/confirm-state as partial, 1m measured
            +    outcome: partial
            +    duration: 1m
            +    count: 2488/2500
            +    note: 12 groups answer 403
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: partial, duration: 1m, count: 2488/2500, note: 12 groups answer 403 }
            Started tasks/confirm-state anew; the attempt before stays in the log
              wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
            -    started_at: 2026-10-11T06:32:10Z
            -    outcome: partial
            -    duration: 1m
            -    count: 2488/2500
            -    note: 12 groups answer 403
            +    started_at: 2026-10-11T06:34:10Z
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: partial, to: started, was: { started_at: 2026-10-11T06:32:10Z, duration: 1m, count: 2488/2500, note: 12 groups answer 403 } }
            Marked tasks/confirm-state as success, 9m
            +    outcome: success
            +    duration: 9m
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: started, to: success, duration: 9m }
        "#]]);
    let source = Source::from_text("x.yaml", twice.text.clone()).expect("text");
    let runbook = Document::parse(&source).expect("valid").runbook;
    let attempts = runbook.attempts("tasks/confirm-state", &runbook.tasks[0]);
    let attempts: Vec<_> = attempts.iter().map(|a| (a.outcome, a.count.as_deref(), a.note.as_deref())).collect();
    assert_eq!(
        attempts,
        [(Outcome::Partial, Some("2488/2500"), Some("12 groups answer 403")), (Outcome::Success, None, None)]
    );
    twice.undo().undo().undo().undo().says(expect![[r#"
        Took back that tasks/confirm-state is success; it is running again
        -    outcome: success
        -    duration: 9m
        +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: success, to: started }
        Took back that tasks/confirm-state is running; it is partial again
        -    started_at: 2026-10-11T06:34:10Z
        +    started_at: 2026-10-11T06:32:10Z
        +    outcome: partial
        +    duration: 1m
        +    count: 2488/2500
        +    note: 12 groups answer 403
        +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: partial }
        Took back that tasks/confirm-state is partial; it is running again
        -    outcome: partial
        -    duration: 1m
        -    count: 2488/2500
        -    note: 12 groups answer 403
        +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: partial, to: started }
        Took back that tasks/confirm-state is running; it is open again
        -    started_at: 2026-10-11T06:32:10Z
        +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: open }
    "#]]);
}

#[test]
fn a_task_in_flow_style_stays_on_its_line() {
    Marking::new(FILE)
        .task(1, TaskMark::Outcome(Outcome::Failed), &took("5m"))
        .task(1, TaskMark::Outcome(Outcome::Success), &took("9m"))
        .task(1, TaskMark::Outcome(Outcome::Success), &took("10m"))
        .task(1, TaskMark::Reopen, &TaskMarkDetails::default())
        .undo()
        .says(expect![[r#"
            Marked tasks/apply as failed, 5m
              wanted: a task that is failed is better with a note: --note "…"
              wanted: `tasks/confirm-state`, which comes before it, has no outcome yet
            -  - { id: apply, task: Apply it }
            +  - { id: apply, task: Apply it, outcome: failed, duration: 5m }
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/apply, from: open, to: failed, duration: 5m }
            Marked tasks/apply as success, 9m
            -  - { id: apply, task: Apply it, outcome: failed, duration: 5m }
            +  - { id: apply, task: Apply it, outcome: success, duration: 9m }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/apply, from: failed, to: success, duration: 9m, was: { duration: 5m } }
            Corrected tasks/apply: success, 10m
            -  - { id: apply, task: Apply it, outcome: success, duration: 9m }
            +  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: task, id: tasks/apply, from: success, to: success, duration: 10m, was: { duration: 9m } }
            Reopened tasks/apply; what it was stays in the log
            -  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { id: apply, task: Apply it }
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: task, id: tasks/apply, from: success, to: open, was: { duration: 10m } }
            Took back that tasks/apply is open; it is success again
            -  - { id: apply, task: Apply it }
            +  - { id: apply, task: Apply it, outcome: success, duration: 10m }
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: undo, id: tasks/apply, from: open, to: success }
        "#]]);
}

#[test]
fn a_mark_is_never_refused_for_want_of_a_duration() {
    Marking::new(FILE).task(0, TaskMark::Outcome(Outcome::Failed), &TaskMarkDetails::default()).says(expect![[r#"
        Marked tasks/confirm-state as failed
          wanted: no duration yet: give the same mark again with one, such as 10m
          wanted: a task that is failed is better with a note: --note "…"
        +    outcome: failed
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: failed }
    "#]]);
}

#[test]
fn what_a_person_wrote_by_hand_is_kept_in_the_log() {
    let by_hand = FILE.replace("    planned: 15m\n", "    outcome: failed\n    duration: 7m\n    note: by hand\n");
    Marking::new(&by_hand).task(0, TaskMark::Start, &TaskMarkDetails::default()).undo().says(expect![[r#"
        Started tasks/confirm-state anew; the attempt before stays in the log
          wanted: pre-call is not decided yet: inform, has-a-dry-run-been-performed
        -    outcome: failed
        -    duration: 7m
        -    note: by hand
        +    started_at: 2026-10-11T06:32:10Z
        +log:
        +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: failed, to: started, was: { duration: 7m, note: by hand } }
        Took back that tasks/confirm-state is running; it is failed again
        -    started_at: 2026-10-11T06:32:10Z
        +    outcome: failed
        +    duration: 7m
        +    note: by hand
        +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: started, to: failed }
    "#]]);
}

#[test]
fn the_undo_of_a_correction_leaves_what_the_correction_found() {
    Marking::new(FILE)
        .task(0, TaskMark::Outcome(Outcome::Success), &took("10m"))
        .task(0, TaskMark::Outcome(Outcome::Success), &noted("all 2500 groups"))
        .undo()
        .says(expect![[r#"
            Marked tasks/confirm-state as success, 10m
            +    outcome: success
            +    duration: 10m
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: success, duration: 10m }
            Corrected tasks/confirm-state: success, 10m
            +    note: all 2500 groups
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: success, to: success, duration: 10m, note: all 2500 groups, was: { duration: 10m } }
            Took back the correction of tasks/confirm-state
            -    note: all 2500 groups
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: success, to: success }
        "#]]);
}

#[test]
fn a_step_is_not_marked_by_the_confirmation_of_a_region_of_its_name() {
    let text = FILE.to_owned() + "  steps: [{ id: apac, task: Back, outcome: failed }]\n";
    Marking::new(&text)
        .mark(|document, stamp| {
            let step = &document.runbook.steps()[0];
            let details = TaskMarkDetails::default();
            let mark = TaskMark::Outcome(Outcome::Success);
            marking::mark_task(
                document,
                &runbook::document::route::step(0),
                "rollback/apac",
                step,
                mark,
                &details,
                stamp,
            )
        })
        .mark(|document, stamp| marking::confirm(document, "APAC", "@kiran_placeholder", stamp))
        .mark(|document, stamp| {
            let attempts = document.runbook.attempts("rollback/apac", &document.runbook.steps()[0]);
            assert_eq!(attempts.len(), 1, "{attempts:?}");
            marking::undo(document, stamp)
        })
        .says(expect![[r#"
            Marked rollback/apac as success
              wanted: no duration yet: give the same mark again with one, such as 10m
            -  steps: [{ id: apac, task: Back, outcome: failed }]
            +  steps: [{ id: apac, task: Back, outcome: success }]
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: rollback/apac, from: failed, to: success }
            @kiran_placeholder confirms that the rollback can be executed in APAC
            +  confirmed_by:
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
            Took back the confirmation for APAC
            -  confirmed_by:
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +  confirmed_by: []
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: undo, id: rollback/apac }
        "#]]);
}

#[test]
fn a_value_changed_by_hand_after_the_mark_survives_its_undo() {
    let marked =
        Marking::new(FILE).task(0, TaskMark::Outcome(Outcome::Failed), &noted("it did not work")).says(expect![[r#"
            Marked tasks/confirm-state as failed
              wanted: no duration yet: give the same mark again with one, such as 10m
            +    outcome: failed
            +    note: it did not work
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: task, id: tasks/confirm-state, from: open, to: failed, note: it did not work }
        "#]]);
    let text = marked.text.replace("    note: it did not work", "    note: the token had expired");
    Marking { text, ..marked }.undo().says(expect![[r#"
        Took back that tasks/confirm-state is failed; it is open again
        -    outcome: failed
        -    note: the token had expired
        +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: undo, id: tasks/confirm-state, from: failed, to: open, was: { note: the token had expired } }
    "#]]);
}

#[test]
fn confirmations_follow_ups_and_the_end_can_be_taken_back() {
    let follow_up = runbook::model::FollowUp {
        what: "Find owners: 12 groups".to_owned(),
        owner: Some("@jane_smith".to_owned()),
        due: chrono::NaiveDate::from_ymd_opt(2026, 10, 15),
        link: None,
    };
    Marking::new(FILE)
        .mark(|document, stamp| marking::confirm(document, "APAC", "@kiran_placeholder", stamp))
        .mark(|document, stamp| marking::confirm(document, "apac", "@dana_example", stamp))
        .mark(|document, stamp| marking::follow_up(document, &follow_up, stamp))
        .mark(|document, stamp| marking::note(document, "customer joins late", stamp))
        .mark(|document, stamp| marking::close(document, CloseResult::Completed, None, stamp))
        .mark(marking::reopen)
        .says(expect![[r#"
            @kiran_placeholder confirms that the rollback can be executed in APAC
            +  confirmed_by:
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +log:
            +  - { at: 2026-10-11T06:32:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@kiran_placeholder" }
            @dana_example confirms that the rollback can be executed in APAC
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +    - { region: APAC, handle: "@dana_example" }
            +  - { at: 2026-10-11T06:33:10Z, by: "@john_doe", event: confirm, id: rollback/apac, region: APAC, note: "@dana_example", was: { handle: "@kiran_placeholder" } }
            Added the follow-up
            +follow_ups:
            +  - { what: "Find owners: 12 groups", owner: "@jane_smith", due: "2026-10-15" }
            +  - { at: 2026-10-11T06:34:10Z, by: "@john_doe", event: follow-up, note: "Find owners: 12 groups" }
            Noted
            +  - { at: 2026-10-11T06:35:10Z, by: "@john_doe", event: note, note: customer joins late }
            Closed the runbook as completed
            +closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:36:10Z, by: "@john_doe", event: close, from: open, to: completed }
            Opened the runbook again
            -closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:37:10Z, by: "@john_doe", event: reopen, from: completed, to: open, was: { at: 2026-10-11T06:36:10Z, by: "@john_doe" } }
        "#]])
        .undo()
        .undo()
        .undo()
        .undo()
        .undo()
        .says(expect![[r#"
            The runbook is closed again
            +closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:38:10Z, by: "@john_doe", event: undo, from: open, to: completed }
            The runbook is open again
            -closed: { at: 2026-10-11T06:36:10Z, by: "@john_doe", result: completed }
            +  - { at: 2026-10-11T06:39:10Z, by: "@john_doe", event: undo, from: completed, to: open }
            Took back the follow-up: Find owners: 12 groups
            -follow_ups:
            -  - { what: "Find owners: 12 groups", owner: "@jane_smith", due: "2026-10-15" }
            +follow_ups: []
            +  - { at: 2026-10-11T06:40:10Z, by: "@john_doe", event: undo, was: { owner: "@jane_smith", due: "2026-10-15" } }
            Took back the confirmation for APAC
            -    - { region: APAC, handle: "@dana_example" }
            +    - { region: APAC, handle: "@kiran_placeholder" }
            +  - { at: 2026-10-11T06:41:10Z, by: "@john_doe", event: undo, id: rollback/apac }
            Took back the confirmation for APAC
            -  confirmed_by:
            -    - { region: APAC, handle: "@kiran_placeholder" }
            +  confirmed_by: []
            +  - { at: 2026-10-11T06:42:10Z, by: "@john_doe", event: undo, id: rollback/apac }
        "#]]);
}
