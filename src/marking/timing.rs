//! Times that are hardly meant: warnings, never a refusal.
//!
//! Who states a time may think of another zone than the runbook's; what is measured with it goes into the record. And who
//! gives a mark again means to change it: what the file does not take over is said.

use chrono::{DateTime, Duration, Utc};

use super::{Marked, Stamp};
use crate::model::{Event, LogEntry, Mark, Runbook, Task, TaskDuration};

/// A stated time of day has no seconds, so this much before the mark that it follows says nothing.
const ROUNDED: Duration = Duration::minutes(1);

/// This much before the call people are there already and begin.
const EARLY: Duration = Duration::hours(1);

/// A task that took this many times what was planned,
const MUCH_LONGER: u32 = 3;
/// and more than this, was perhaps measured from a wrong start.
const LONG_SECONDS: u32 = 60 * 60;

/// Says that a stated time lies before the mark that it follows: the last one on the same entry.
pub(super) fn before_last_mark(runbook: &Runbook, event: Event, id: &str, stamp: &Stamp) -> Option<String> {
    stamp.recorded?;
    before_mark(last_mark(runbook, event, id)?, "the mark that it follows", stamp)
}

/// Says that a stated time lies before that of the mark that `undo` takes back.
pub(super) fn before_undone(mark: &LogEntry, stamp: &Stamp) -> Option<String> {
    stamp.recorded?;
    before_mark(mark, "the mark that it takes back", stamp)
}

/// Says that work is stated to have been done long before the call that is under way, or the last one, began.
pub(super) fn before_call(runbook: &Runbook, stamp: &Stamp) -> Option<String> {
    let recorded = stamp.recorded?;
    let call = runbook.call_at(recorded).filter(|call| call.has_begun(recorded))?;
    let is_early = |begins: DateTime<Utc>| stamp.at < begins - EARLY;
    let is_in_another = runbook.calls().iter().any(|call| !is_early(call.at.instant()) && !call.is_over(stamp.at));
    let begins = call.at.instant();
    (is_early(begins) && !is_in_another).then(|| doubted(&format!("{} before the call began", apart(stamp.at, begins))))
}

/// Says that what was measured is far more than what was planned, with the time that it runs on unattended.
pub(super) fn far_longer(task: &Task, measured: TaskDuration, command: &str) -> Option<String> {
    let planned = task.planned?;
    let expected = TaskDuration::total([Some(planned), task.waits].into_iter().flatten());
    let is_far_longer =
        measured.seconds() > LONG_SECONDS && measured.seconds() > expected.seconds().saturating_mul(MUCH_LONGER);
    is_far_longer.then(|| {
        format!("{measured} measured, {expected} expected: if that is wrong, say how long it took: {command} {planned}")
    })
}

/// Answers a mark that changes nothing: with the sentence `said`, and with what of the mark is not taken over.
///
/// `note` is whether a note was given that does not stand in the file.
pub(super) fn already(runbook: &Runbook, event: Event, id: &str, stamp: &Stamp, said: String, note: bool) -> Marked {
    let last = last_mark(runbook, event, id);
    // The same command again says nothing new.
    let another_time = stamp.recorded.is_some() && last.is_none_or(|last| last.at != stamp.at);
    let left_out: Vec<&str> = [(another_time, "the time"), (note, "the note")]
        .into_iter()
        .filter_map(|(is_left_out, what)| is_left_out.then_some(what))
        .collect();
    if left_out.is_empty() {
        return Marked::already(said);
    }
    let is_last = last.is_some_and(|last| runbook.marks().last().is_some_and(|mark| *mark == last));
    let way = if is_last {
        "`runbook undo` takes the mark back that is there, then give it again"
    } else {
        "write it into the log: runbook note \"…\""
    };
    let are = if left_out.len() == 1 { "is" } else { "are" };
    Marked { wants: vec![format!("{} {are} not taken over; {way}", left_out.join(" and "))], ..Marked::already(said) }
}

/// Returns when a task began that runs or is paused, as the clock of the first call shows it.
pub(super) fn since(runbook: &Runbook, task: &Task, state: Mark) -> String {
    let Some(started) = task.started_at.filter(|_| state == Mark::Started) else { return String::new() };
    match runbook.calls().first().map(|call| call.at.zone()) {
        Some(zone) => format!(" since {} {zone}", zone.at(started).0.format("%a %H:%M")),
        None => format!(" since {} UTC", started.format("%a %H:%M")),
    }
}

fn before_mark(mark: &LogEntry, which: &str, stamp: &Stamp) -> Option<String> {
    (stamp.at < mark.at - ROUNDED).then(|| doubted(&format!("{} before {which}", apart(stamp.at, mark.at))))
}

fn doubted(what: &str) -> String {
    format!("that is {what}; look at the zone and the day")
}

fn apart(earlier: DateTime<Utc>, later: DateTime<Utc>) -> TaskDuration {
    TaskDuration::measured((later - earlier).num_seconds())
}

fn last_mark<'r>(runbook: &'r Runbook, event: Event, id: &str) -> Option<&'r LogEntry> {
    runbook.marks().into_iter().rfind(|mark| mark.event == event && mark.id.as_deref() == Some(id))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::{
        document::{Document, Source, apply, route},
        marking::{ItemMark, Stamp, TaskMark, TaskMarkDetails, mark_item, mark_task, undo},
        model::{Outcome, TaskDuration},
    };

    /// Two calls in Kolkata: 01:30 to 04:30 UTC on the 15th and on the 16th.
    const FILE: &str = "\
version: 1
header:
  name: Acme - Move
  schedule_at: 2026-11-15 07:00 Asia/Kolkata
  window: 3h
  sessions: [{ at: 2026-11-16 07:00 Asia/Kolkata, window: 3h }]
checklists:
  pre-call: [{ id: inform, item: Inform }]
tasks:
  - { id: count, task: Count, planned: 15m }
  - { id: move, task: Move, planned: 15m, waits: 2h }
";

    const START: TaskMark = TaskMark::Start;
    const SUCCESS: TaskMark = TaskMark::Outcome(Outcome::Success);

    enum Step {
        Task(usize, TaskMark, &'static str),
        Inform,
        Undo,
    }

    /// Which is told elsewhere.
    fn is_about_order(want: &str) -> bool {
        want.contains("not decided yet") || want.contains("no outcome yet")
    }

    /// Makes each mark at the first time, writes it at the second (none: it happens now), and says what comes of it.
    #[track_caller]
    fn check(steps: &[(Step, &str, &str)], expected: Expect) {
        let mut text = FILE.to_owned();
        let mut said = Vec::new();
        let time = |text: &str| format!("2026-11-{text}:00Z").parse().expect("a time");
        for (step, at, recorded) in steps {
            let source = Source::from_text("acme.yaml", text.clone()).expect("text");
            let document = Document::parse(&source).expect("a runbook");
            let recorded = (!recorded.is_empty()).then(|| time(recorded));
            let stamp = Stamp { at: time(at), recorded, by: None };
            let marked = match step {
                Step::Task(index, mark, details) => {
                    let task = &document.runbook.tasks[*index];
                    let duration = TaskDuration::parse(details).ok();
                    let note = Some((*details).to_owned()).filter(|note| duration.is_none() && !note.is_empty());
                    let details = TaskMarkDetails { duration, note, count: None };
                    let id = format!("tasks/{}", task.id.text);
                    mark_task(&document, &route::task(*index), &id, task, *mark, &details, &stamp)
                }
                Step::Inform => mark_item(&document, &document.runbook.checklists[0], 0, &ItemMark::Done, &stamp),
                Step::Undo => undo(&document, &stamp),
            }
            .expect("not refused");
            said.push(marked.said);
            said.extend(marked.wants.into_iter().filter(|want| !is_about_order(want)).map(|want| format!("  {want}")));
            text = apply(&source, &marked.edits).expect("applies");
        }
        expected.assert_eq(&said.join("\n"));
    }

    #[test]
    fn a_time_long_before_the_call_is_doubted() {
        use Step::{Inform, Task};
        check(
            &[(Task(0, START, ""), "14T20:55", "15T02:30")],
            expect![[r#"
            Started tasks/count
              that is 4h35m before the call began; look at the zone and the day"#]],
        );
        check(&[(Task(0, START, ""), "15T00:31", "15T02:30")], expect!["Started tasks/count"]);
        check(&[(Task(0, START, ""), "14T20:55", "")], expect!["Started tasks/count"]);
        check(&[(Inform, "14T20:55", "15T02:30")], expect!["Marked pre-call/inform as done"]);
    }

    #[test]
    fn work_of_an_earlier_call_may_be_recorded_in_a_later_one() {
        use Step::Task;
        check(&[(Task(0, SUCCESS, "5m"), "15T03:00", "16T02:00")], expect!["Marked tasks/count as success, 5m"]);
        check(
            &[(Task(0, SUCCESS, "5m"), "15T20:30", "16T02:00")],
            expect![[r#"
            Marked tasks/count as success, 5m
              that is 5h before the call began; look at the zone and the day"#]],
        );
        // What runs on unattended ends between the calls.
        check(
            &[(Task(1, START, ""), "15T04:00", ""), (Task(1, SUCCESS, ""), "15T06:10", "16T02:00")],
            expect![[r#"
            Started tasks/move
            Marked tasks/move as success, 2h10m measured"#]],
        );
    }

    #[test]
    fn a_time_before_the_mark_that_it_follows_is_doubted() {
        use Step::{Task, Undo};
        check(
            &[(Task(0, START, ""), "15T02:30", ""), (Task(0, SUCCESS, "5m"), "15T01:35", "15T02:40")],
            expect![[r#"
            Started tasks/count
            Marked tasks/count as success, 5m
              that is 55m before the mark that it follows; look at the zone and the day"#]],
        );
        check(
            &[(Task(0, START, ""), "15T02:30", ""), (Task(0, SUCCESS, "1m"), "15T02:29", "15T02:40")],
            expect![[r#"
            Started tasks/count
            Marked tasks/count as success, 1m"#]],
        );
        check(
            &[(Task(0, START, ""), "15T02:30", ""), (Undo, "15T01:35", "15T02:40")],
            expect![[r#"
            Started tasks/count
            Took back that tasks/count is running; it is open again
              that is 55m before the mark that it takes back; look at the zone and the day"#]],
        );
    }

    #[test]
    fn what_a_repeated_mark_would_change_is_said() {
        use Step::{Inform, Task};
        check(
            &[(Task(0, START, ""), "14T20:55", ""), (Task(0, START, "second try"), "15T02:25", "15T02:30")],
            expect![[r#"
                Started tasks/count
                tasks/count is running already since Sun 02:25 Asia/Kolkata
                  the time and the note are not taken over; `runbook undo` takes the mark back that is there, then give it again"#]],
        );
        check(
            &[
                (Task(0, SUCCESS, "12m"), "15T02:30", ""),
                (Task(1, START, ""), "15T02:31", ""),
                (Task(0, SUCCESS, "12m"), "15T02:20", "15T02:40"),
            ],
            expect![[r#"
                Marked tasks/count as success, 12m
                Started tasks/move
                tasks/count is success already
                  the time is not taken over; write it into the log: runbook note "…""#]],
        );
        check(
            &[(Inform, "15T01:20", "15T02:30"), (Inform, "15T01:20", "15T02:31")],
            expect![[r#"
            Marked pre-call/inform as done
            pre-call/inform is done already"#]],
        );
    }

    #[test]
    fn a_measured_duration_far_above_the_plan_is_doubted() {
        use Step::Task;
        let measured = |index, until| [(Task(index, START, ""), "15T02:00", ""), (Task(index, SUCCESS, ""), until, "")];
        check(
            &measured(0, "15T07:50"),
            expect![[r#"
            Started tasks/count
            Marked tasks/count as success, 5h50m measured
              5h50m measured, 15m expected: if that is wrong, say how long it took: runbook task count success 15m"#]],
        );
        check(
            &measured(0, "15T03:00"),
            expect![[r#"
            Started tasks/count
            Marked tasks/count as success, 1h measured"#]],
        );
        check(
            &measured(1, "15T08:45"),
            expect![[r#"
            Started tasks/move
            Marked tasks/move as success, 6h45m measured"#]],
        );
        check(
            &measured(1, "15T08:46"),
            expect![[r#"
            Started tasks/move
            Marked tasks/move as success, 6h46m measured
              6h46m measured, 2h15m expected: if that is wrong, say how long it took: runbook task move success 15m"#]],
        );
    }
}
