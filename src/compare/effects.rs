//! What a change comes to for the call: how long the tasks take, when the call ends, when a rollback has to begin.

use chrono::{DateTime, TimeDelta, Utc};

use super::{FieldChange, Moment, Value};
use crate::model::{Call, RollbackStart, Runbook, TaskDuration};

/// Returns the effects that differ, each with its name.
pub(super) fn compare(old: &Runbook, new: &Runbook) -> Vec<FieldChange> {
    let duration = |duration: Option<TaskDuration>| duration.map(|duration| Value::Text(duration.to_string()));
    let (old_time, new_time) = ([planned(old), booked(old)], [planned(new), booked(new)]);
    let mut effects = vec![
        FieldChange::new("planned_time", duration(old_time[0]), duration(new_time[0])),
        FieldChange::new("booked_time", duration(old_time[1]), duration(new_time[1])),
        FieldChange::new("end_of_call", ends(old), ends(new)),
        FieldChange::new("latest_start_of_rollback", latest_starts(old), latest_starts(new)),
    ];
    let in_file = |value: &Option<Value>| value.as_ref().map(Value::as_in_file);
    // The same instants are the same, whichever number their call has now.
    effects.retain(|effect| in_file(&effect.old) != in_file(&effect.new));
    if let ([Some(planned), Some(booked)], Some(first)) = (new_time, effects.first_mut())
        && planned > booked
        && old_time != new_time
    {
        first.note = Some(format!("the tasks take {planned}, longer than the {booked} that are booked"));
    }
    effects
}

/// Returns how much later or earlier an instant is: `2h later`, `1 day 30m earlier`.
pub(super) fn shift(old: DateTime<Utc>, new: DateTime<Utc>) -> String {
    let distance = new - old;
    if distance == TimeDelta::zero() {
        return "the same instant".to_owned();
    }
    let minutes = distance.abs().num_minutes();
    let words = [
        match minutes / (24 * 60) {
            0 => None,
            1 => Some("1 day".to_owned()),
            days => Some(format!("{days} days")),
        },
        Some(minutes / 60 % 24).filter(|hours| *hours > 0).map(|hours| format!("{hours}h")),
        Some(minutes % 60).filter(|minutes| *minutes > 0).map(|minutes| format!("{minutes}m")),
    ];
    let length: Vec<String> = words.into_iter().flatten().collect();
    format!("{} {}", length.join(" "), if distance > TimeDelta::zero() { "later" } else { "earlier" })
}

/// Returns how long the tasks are planned to take together.
fn planned(runbook: &Runbook) -> Option<TaskDuration> {
    total(runbook.tasks.iter().map(|task| task.planned))
}

/// Returns how long all calls are booked together.
fn booked(runbook: &Runbook) -> Option<TaskDuration> {
    total(runbook.calls().iter().map(|call| call.window))
}

fn total(durations: impl Iterator<Item = Option<TaskDuration>>) -> Option<TaskDuration> {
    let durations: Vec<TaskDuration> = durations.flatten().collect();
    (!durations.is_empty()).then(|| TaskDuration::total(durations))
}

fn ends(runbook: &Runbook) -> Option<Value> {
    moments(runbook.calls().iter().enumerate().map(|(index, call)| (index + 1, *call, call.end())))
}

/// Of the calls that are long enough; of all when none is, so that the want of time shows.
fn latest_starts(runbook: &Runbook) -> Option<Value> {
    let mut starts = runbook.rollback_starts();
    if starts.iter().any(RollbackStart::fits) {
        starts.retain(RollbackStart::fits);
    }
    moments(starts.into_iter().map(|start| (start.number, start.call, Some(start.at))))
}

fn moments(of_calls: impl Iterator<Item = (usize, Call, Option<DateTime<Utc>>)>) -> Option<Value> {
    let moment = |(number, call, at): (usize, Call, Option<DateTime<Utc>>)| {
        Some(Moment { call: number, at: at?, zone: call.at.zone() })
    };
    let moments: Vec<Moment> = of_calls.filter_map(moment).collect();
    (!moments.is_empty()).then_some(Value::Moments(moments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_is_said_exactly() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().expect("a time") };
        let from = at("2026-10-10T12:00:00Z");
        let said = |text| shift(from, at(text));
        assert_eq!(said("2026-10-10T14:00:00Z"), "2h later");
        assert_eq!(said("2026-10-10T11:30:00Z"), "30m earlier");
        assert_eq!(said("2026-10-11T12:30:00Z"), "1 day 30m later");
        assert_eq!(said("2026-10-03T10:15:00Z"), "7 days 1h 45m earlier");
        assert_eq!(said("2026-10-10T12:00:00Z"), "the same instant");
    }
}
