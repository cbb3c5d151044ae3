//! `times-impossible`.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::Route,
    model::{Event, Kind, Mark},
};

declare_rule! {
    /// Finds times in the log, of a task or of the end, that cannot be: an attempt that ended before it began or took longer than
    /// the time between, an entry before the one above it that was not recorded later, an end before the last mark, or anything
    /// in the future.
    ///
    /// ## Why
    /// The log is the record of the call. A time that was typed wrong puts the blame on the wrong step afterwards.
    ///
    /// ## Example
    /// ```yaml bad
    /// tasks:
    ///   - { id: apply, task: Apply, outcome: success, duration: 2h }
    /// log:
    ///   - { at: 2026-10-11T06:32:10Z, event: task, id: tasks/apply, to: started }
    ///   - { at: 2026-10-11T06:42:10Z, event: task, id: tasks/apply, from: started, to: success, duration: 2h }
    /// ```
    /// ```yaml good
    /// tasks:
    ///   - { id: apply, task: Apply, outcome: success, duration: 10m }
    /// log:
    ///   - { at: 2026-10-11T06:32:10Z, event: task, id: tasks/apply, to: started }
    ///   - { at: 2026-10-11T06:42:10Z, event: task, id: tasks/apply, from: started, to: success, duration: 10m }
    /// ```
    pub(super) static TIMES_IMPOSSIBLE = {
        id: "times-impossible",
        level: Level::Warning,
        summary: "the times cannot be right",
        kinds: &Kind::ALL,
        blueprints: false,
        check,
    }
}

/// By how many seconds a stated duration may exceed the time between; people round up.
const ROUNDING: i64 = 300;

fn check(cx: &mut LintContext<'_>) {
    let runbook = cx.runbook();
    let log = Route::top().key("log");
    if !cx.is_read_in_full(&log) {
        return;
    }
    let mut latest: Option<(usize, DateTime<Utc>)> = None;
    let mut started: HashMap<&str, (usize, DateTime<Utc>)> = HashMap::new();
    let mut found: Vec<(Route, String, Option<Route>)> = Vec::new();
    for (index, entry) in runbook.log.iter().enumerate() {
        let at = |index: usize, key: &'static str| log.clone().index(index).key(key);
        if is_future(cx, entry.at) {
            found.push((at(index, "at"), "this lies in the future".to_owned(), None));
        }
        // What was recorded later stands where it was recorded.
        if entry.recorded.is_none() {
            match latest.filter(|(_, before)| *before > entry.at) {
                Some((other, _)) => {
                    let message = "the entry is earlier than one above it, and does not say that it was recorded later";
                    found.push((at(index, "at"), message.to_owned(), Some(at(other, "at"))));
                }
                None => latest = Some((index, entry.at)),
            }
        }
        let (Event::Task, Some(id)) = (entry.event, entry.id.as_deref()) else { continue };
        match entry.to {
            Some(Mark::Started) if entry.from != Some(Mark::Paused) => {
                started.insert(id, (index, entry.at));
            }
            Some(mark) if mark.outcome().is_some() => {
                let Some((begun, start)) = started.remove(id) else { continue };
                let between = (entry.at - start).num_seconds();
                let stated = entry.duration.map_or(0, |duration| i64::from(duration.seconds()));
                if between < 0 {
                    let message = format!("`{id}` ended before it began");
                    found.push((at(index, "at"), message, Some(at(begun, "at"))));
                } else if stated > between + ROUNDING {
                    let message = format!("`{id}` took longer than the time between its start and its end");
                    found.push((at(index, "duration"), message, Some(at(begun, "at"))));
                }
            }
            _ => {}
        }
    }
    for (place, task) in cx.tasks_and_steps() {
        if task.started_at.is_some_and(|at| is_future(cx, at)) {
            found.push((place.route().key("started_at"), "this lies in the future".to_owned(), None));
        }
    }
    if let Some((closed, (last, at))) = runbook.closed.as_ref().zip(latest)
        && closed.at < at
        && runbook.log[last].event != Event::Reopen
    {
        let route = Route::top().key("closed").key("at");
        found.push((route, "the runbook was closed before the last entry".to_owned(), Some(log.index(last).key("at"))));
    }
    for (route, message, other) in found {
        let other = other.map(|other| cx.document().range(&other));
        let report = cx.report(route, "cannot be").message(message).help("put the time right by hand");
        if let Some(other) = other {
            report.also(other, "the other time");
        }
    }
}

/// Returns whether a time lies in the future, when the time of the check is known.
fn is_future(cx: &LintContext<'_>, at: DateTime<Utc>) -> bool {
    // The clocks of two machines differ a little.
    cx.now() != DateTime::UNIX_EPOCH && at > cx.now() + TimeDelta::minutes(5)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, TIMES_IMPOSSIBLE};

    use chrono::{DateTime, TimeDelta};

    use super::super::check::check_with;
    use crate::lint::Options;

    #[test]
    fn what_cannot_be_is_found_with_the_other_time() {
        check(
            &TIMES_IMPOSSIBLE,
            "\
tasks: [{ id: a, task: A }, { id: b, task: B, outcome: success, duration: 1m }]
closed: { at: 2026-10-11T06:00:00Z, by: '@john_doe', result: completed }
log:
  - { at: 2026-10-11T06:32:00Z, event: task, id: tasks/a, to: started }
  - { at: 2026-10-11T06:31:00Z, recorded: 2026-10-11T06:33:00Z, event: task, id: tasks/a, from: started, to: failed, duration: 1m }
  - { at: 2026-10-11T06:35:00Z, event: task, id: tasks/b, to: started }
  - { at: 2026-10-11T06:34:00Z, event: note, note: said }
  - { at: 2026-10-11T06:45:00Z, event: task, id: tasks/b, from: started, to: success, duration: 16m }
",
            expect![[r#"
                4:15 warning [times-impossible] "2026-10-11T06:00:00Z": the runbook was closed before the last entry (cannot be); put the time right by hand; 10:11 the other time
                7:11 warning [times-impossible] "2026-10-11T06:31:00Z": `tasks/a` ended before it began (cannot be); put the time right by hand; 6:11 the other time
                9:11 warning [times-impossible] "2026-10-11T06:34:00Z": the entry is earlier than one above it, and does not say that it was recorded later (cannot be); put the time right by hand; 8:11 the other time
                10:97 warning [times-impossible] "16m": `tasks/b` took longer than the time between its start and its end (cannot be); put the time right by hand; 8:11 the other time
            "#]],
        );
    }

    #[test]
    fn rounding_pauses_second_attempts_and_late_records_are_possible() {
        check(
            &TIMES_IMPOSSIBLE,
            "\
tasks: [{ id: a, task: A }]
log:
  - { at: 2026-10-11T06:32:00Z, event: task, id: tasks/a, to: started }
  - { at: 2026-10-11T06:35:00Z, event: task, id: tasks/a, from: started, to: paused }
  - { at: 2026-10-11T06:40:00Z, event: task, id: tasks/a, from: paused, to: started }
  - { at: 2026-10-11T06:45:00Z, event: task, id: tasks/a, from: started, to: failed, duration: 15m }
  - { at: 2026-10-11T06:46:00Z, event: task, id: tasks/a, from: failed, to: success, duration: 2h }
  - { at: 2026-10-11T06:20:00Z, recorded: 2026-10-11T06:47:00Z, event: note, note: said }
closed: { at: 2026-10-11T06:50:00Z, by: '@john_doe', result: completed }
",
            expect![""],
        );
    }

    #[test]
    fn the_future_is_known_by_the_time_of_the_check() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(365);
        let text = "\
tasks: [{ id: a, task: A, started_at: 1971-01-01T00:06:00Z }]
log: [{ at: 1971-01-01T00:04:00Z, event: note, note: said }]
";
        check_with(
            &TIMES_IMPOSSIBLE,
            text,
            Options { now, ..Options::default() },
            expect![[r#"
            3:39 warning [times-impossible] "1971-01-01T00:06:00Z": this lies in the future (cannot be); put the time right by hand
        "#]],
        );
    }
}
