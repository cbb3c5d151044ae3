//! The rollback.

use serde::Serialize;

use crate::{
    model::{Confirmation, Rollback, RollbackStart, Runbook},
    render::{
        markdown::{self, Text},
        marker::ROLLBACK,
    },
};

use super::{inline, task::TasksView, task_title, when};

/// How the work is reverted.
#[derive(Debug, Serialize)]
pub(super) struct RollbackView {
    /// Block Markdown, over several lines.
    plan: Option<String>,
    link: Option<Text>,
    irreversible: Option<Text>,
    planned: Option<Text>,
    /// The task after which the plan no longer works.
    point_of_no_return: Option<Text>,
    /// When it has to begin, so that it is done when the slot ends, for each call.
    latest_start: Option<Text>,
    confirmed_by: Vec<ConfirmationView>,
    /// Whether there is any of these besides the plan.
    has_facts: bool,
    steps: TasksView,
}

#[derive(Debug, Serialize)]
struct ConfirmationView {
    region: Text,
    by: Text,
}

impl RollbackView {
    pub(super) fn new(runbook: &Runbook, rollback: &Rollback) -> Self {
        let point_of_no_return = rollback.point_of_no_return.as_deref();
        let mut view = Self {
            plan: rollback.plan.as_deref().map(markdown::block).filter(|plan| !plan.trim().is_empty()),
            link: rollback.link.as_deref().map(Text::address).filter(|link| !link.is_empty()),
            irreversible: inline(rollback.irreversible.as_deref()),
            planned: rollback.planned.and_then(|_| rollback.length()).map(|length| Text::literal(&length)),
            point_of_no_return: point_of_no_return.map(|id| task_title(runbook, id)),
            latest_start: latest_start(runbook, rollback),
            confirmed_by: rollback.confirmed_by.iter().map(ConfirmationView::new).collect(),
            has_facts: false,
            steps: TasksView::new(runbook, ROLLBACK, &rollback.steps),
        };
        let facts = [&view.link, &view.irreversible, &view.planned, &view.point_of_no_return, &view.latest_start];
        view.has_facts = facts.iter().any(|fact| fact.is_some()) || !view.confirmed_by.is_empty();
        view
    }
}

impl ConfirmationView {
    fn new(confirmation: &Confirmation) -> Self {
        Self { region: Text::literal(&confirmation.region), by: Text::literal(&confirmation.handle) }
    }
}

/// Returns until when it has to begin, for each call where there are several.
fn latest_start(runbook: &Runbook, rollback: &Rollback) -> Option<Text> {
    let starts = runbook.rollback_starts();
    if !starts.is_empty() && rollback.is_past_return(&runbook.tasks) {
        return Some(Text::from("none, the point of no return has passed"));
    }
    let is_only_call = runbook.calls().len() == 1;
    let lines = starts.iter().map(|start| Text::literal(&start_in_words(start, is_only_call)));
    Some(lines.fold(Text::default(), Text::and_line)).filter(|text| !text.is_empty())
}

fn start_in_words(start: &RollbackStart, is_only_call: bool) -> String {
    let (call, zone) = (&start.call, start.call.at.zone());
    let until = match call.window {
        Some(window) if !start.fits() => format!("none, the call is booked for {window}"),
        _ if is_only_call => when::in_zone(start.at, zone),
        _ => when::by(start.at, zone),
    };
    if is_only_call { until } else { format!("call {}, {}: {until}", start.number, when::agreed_locally(&call.at)) }
}
