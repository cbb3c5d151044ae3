//! The answer for machines. Its fields change only by addition.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::{super::when, View, people, people::PersonJson, tasks};
use crate::{
    cli::{
        files,
        find::{self, FoundTask},
        next::{self, NextJson},
        task::{self, TaskJson},
    },
    model::{Checklist, Rollback, Runbook, Sums, TaskDuration},
};

/// What `runbook show --format json` answers. Instants are RFC 3339 in UTC, durations as in the file.
#[derive(Serialize)]
pub(super) struct ShowJson<'a> {
    version: u32,
    /// The name of the runbook.
    runbook: &'a str,
    path: String,
    kind: &'static str,
    blueprint: bool,
    example: bool,
    /// The time that counted as now.
    now: String,
    description: Option<&'a str>,
    dri: Option<&'a str>,
    /// The scheduled call and the further sessions, in the order of time.
    calls: Vec<CallJson>,
    meeting_url: Option<&'a str>,
    /// The issue of the customer's request.
    gitlab_issue: Option<&'a str>,
    /// The issue of the runbook.
    issue: Option<&'a str>,
    platform: Option<&'static str>,
    criticality: Option<&'static str>,
    links: BTreeMap<&'a str, &'a str>,
    closed: Option<ClosedJson<'a>>,
    people: Vec<PersonJson<'a>>,
    checklists: Vec<ChecklistJson<'a>>,
    tasks: Vec<TimedTaskJson<'a>>,
    sums: SumsJson,
    rollback: Option<RollbackJson<'a>>,
    follow_ups: Vec<FollowUpJson<'a>>,
    /// The next thing to do; null when there is none.
    next: Option<NextJson>,
}

#[derive(Serialize)]
struct CallJson {
    /// As it was agreed: local time and zone.
    schedule_at: String,
    starts_at: String,
    /// Null when no window is said.
    ends_at: Option<String>,
    window: Option<String>,
    /// Seconds from now to the start; negative when it began.
    starts_in_seconds: i64,
    /// True for the call that is under way or comes next, else the last one.
    current: bool,
}

#[derive(Serialize)]
struct ClosedJson<'a> {
    at: String,
    by: Option<&'a str>,
    result: &'static str,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ChecklistJson<'a> {
    id: &'a str,
    title: String,
    decided: usize,
    of: usize,
    undecided: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    number: usize,
    id: &'a str,
    item: &'a str,
    state: &'static str,
    required: bool,
    reason: Option<&'a str>,
}

/// What tasks, or rollback steps, take together.
#[derive(Serialize)]
struct SumsJson {
    planned: Option<String>,
    /// All attempts together, those that run included.
    actual: Option<String>,
    /// Planned for those without an outcome.
    left: Option<String>,
    waits: Option<String>,
}

/// A task as `runbook task --format json` has it, and how long it took.
#[derive(Serialize)]
struct TimedTaskJson<'a> {
    #[serde(flatten)]
    task: TaskJson<'a>,
    actual: Option<String>,
    waits: Option<String>,
    /// Until when it runs on unattended, if it does now.
    unattended_until: Option<String>,
}

#[derive(Serialize)]
struct RollbackJson<'a> {
    planned: Option<String>,
    /// How long it runs on unattended.
    waits: Option<String>,
    /// When it has to begin, so that it is done when its call ends; null when the work is irreversible.
    latest_start: Option<String>,
    /// The number of that call, counted from 1: the first that is long enough and not over, else the last.
    latest_start_call: Option<usize>,
    /// The same on the clock of the schedule.
    latest_start_local: Option<String>,
    /// Seconds from now until then; negative when it has passed.
    latest_start_in_seconds: Option<i64>,
    point_of_no_return: Option<&'a str>,
    /// True when the plan no longer works.
    past_return: bool,
    confirmed_by: Vec<ConfirmationJson<'a>>,
    /// The regions of the configuration in which nobody confirmed.
    unconfirmed_regions: Vec<&'a str>,
    plan: Option<&'a str>,
    link: Option<&'a str>,
    irreversible: Option<&'a str>,
    steps: Vec<TimedTaskJson<'a>>,
    sums: SumsJson,
}

#[derive(Serialize)]
struct ConfirmationJson<'a> {
    region: &'a str,
    handle: &'a str,
}

#[derive(Serialize)]
struct FollowUpJson<'a> {
    what: &'a str,
    owner: Option<&'a str>,
    due: Option<String>,
    link: Option<&'a str>,
}

/// Returns the answer. `tasks` and `steps` are those of [`tasks::found`].
pub(super) fn of<'a>(view: &'a View<'_>, tasks: &'a [FoundTask<'_>], steps: &'a [FoundTask<'_>]) -> ShowJson<'a> {
    let runbook = view.runbook();
    let header = &runbook.header;
    let file = (!files::is_stdin(view.path)).then_some(view.path);
    ShowJson {
        version: 1,
        runbook: &header.name,
        path: view.path.to_string_lossy().into_owned(),
        kind: runbook.kind.word(),
        blueprint: runbook.blueprint,
        example: runbook.example,
        now: utc(view.now),
        description: header.description.as_deref(),
        dri: header.dri.as_deref(),
        calls: calls(view),
        meeting_url: header.meeting_url.as_deref(),
        gitlab_issue: header.gitlab_issue.as_deref(),
        issue: runbook.sync.as_ref().and_then(|sync| sync.issue.as_deref()),
        platform: header.platform.map(|platform| platform.word()),
        criticality: header.criticality.map(|criticality| criticality.word()),
        links: header.links.iter().map(|(label, address)| (label.as_str(), address.as_str())).collect(),
        closed: runbook.closed.as_ref().map(|closed| ClosedJson {
            at: utc(closed.at),
            by: closed.by.as_deref(),
            result: closed.result.word(),
            note: closed.note.as_deref(),
        }),
        people: people::json(view),
        checklists: runbook.checklists.iter().map(|list| checklist(runbook, list)).collect(),
        tasks: timed(view, tasks),
        sums: sums(view, tasks),
        rollback: runbook.rollback.as_ref().map(|plan| rollback(view, plan, steps)),
        follow_ups: runbook
            .follow_ups
            .iter()
            .map(|follow_up| FollowUpJson {
                what: &follow_up.what,
                owner: follow_up.owner.as_deref(),
                due: follow_up.due.map(|due| due.to_string()),
                link: follow_up.link.as_deref(),
            })
            .collect(),
        next: runbook.next().map(|next| next::json(runbook, &next, file)),
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn calls(view: &View<'_>) -> Vec<CallJson> {
    let current = view.runbook().call_at(view.now);
    let calls = view.runbook().calls().into_iter().map(|call| CallJson {
        schedule_at: call.at.to_string(),
        starts_at: utc(call.at.instant()),
        ends_at: call.end().map(utc),
        window: call.window.map(|window| window.to_string()),
        starts_in_seconds: (call.at.instant() - view.now).num_seconds(),
        current: current == Some(call),
    });
    calls.collect()
}

fn checklist<'a>(runbook: &Runbook, checklist: &'a Checklist) -> ChecklistJson<'a> {
    let undecided: Vec<ItemJson<'_>> = checklist
        .undecided(runbook)
        .map(|(index, item)| ItemJson {
            number: index + 1,
            id: &item.id.text,
            item: &item.item,
            state: item.state.word(),
            required: item.required,
            reason: item.reason.as_deref(),
        })
        .collect();
    let of = checklist.items.len();
    ChecklistJson { id: &checklist.id, title: checklist.heading(), decided: of - undecided.len(), of, undecided }
}

fn timed<'a>(view: &'a View<'_>, found: &'a [FoundTask<'_>]) -> Vec<TimedTaskJson<'a>> {
    let all = find::tasks(view.runbook());
    let unattended = view.runbook().unattended(view.now);
    let until = |id: &str| unattended.iter().find(|of| all[of.position].id == id).map(|of| utc(of.until));
    let timed = found.iter().map(|found| TimedTaskJson {
        task: task::json(view.runbook(), found),
        actual: text(view.runbook().actual(&found.id, found.task, view.now)),
        waits: text(found.task.waits),
        unattended_until: until(&found.id),
    });
    timed.collect()
}

fn sums(view: &View<'_>, found: &[FoundTask<'_>]) -> SumsJson {
    let Sums { planned, actual, left, waits } = tasks::sums(view, found);
    SumsJson { planned: text(planned), actual: text(actual), left: text(left), waits: text(waits) }
}

fn text(duration: Option<TaskDuration>) -> Option<String> {
    duration.map(|duration| duration.to_string())
}

fn rollback<'a>(view: &'a View<'_>, plan: &'a Rollback, steps: &'a [FoundTask<'_>]) -> RollbackJson<'a> {
    let runbook = view.runbook();
    let latest_start = runbook.latest_rollback_start(view.now);
    let zone = runbook.rollback_call_at(view.now).map(|call| call.at.zone());
    let starts = runbook.rollback_starts();
    let of_call = runbook.rollback_call_at(view.now).and_then(|call| starts.iter().find(|start| start.call == call));
    let confirmed = plan.confirmed_by.iter();
    RollbackJson {
        planned: plan.planned.map(|planned| planned.to_string()),
        waits: text(plan.waits()),
        latest_start: latest_start.map(utc),
        latest_start_call: of_call.map(|start| start.number),
        latest_start_local: latest_start.zip(zone).map(|(at, zone)| when::rfc_3339(at, zone)),
        latest_start_in_seconds: latest_start.map(|at| (at - view.now).num_seconds()),
        point_of_no_return: plan.point_of_no_return.as_deref(),
        past_return: plan.is_past_return(&runbook.tasks),
        confirmed_by: confirmed.map(|by| ConfirmationJson { region: &by.region, handle: &by.handle }).collect(),
        unconfirmed_regions: view.missing_regions(),
        plan: plan.plan.as_deref(),
        link: plan.link.as_deref(),
        irreversible: plan.irreversible.as_deref(),
        steps: timed(view, steps),
        sums: sums(view, steps),
    }
}
