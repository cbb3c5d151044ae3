//! The rollback.

use serde::Serialize;

use crate::{
    model::{Confirmation, Rollback, Runbook},
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
    /// When it has to begin, so that it is done when the slot ends.
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
            planned: rollback.planned.map(|planned| Text::literal(&planned.to_string())),
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

/// Returns the latest start for each call in which it could be run.
fn latest_start(runbook: &Runbook, rollback: &Rollback) -> Option<Text> {
    let takes = rollback.takes()?;
    let starts = runbook.rollback_calls().into_iter().filter_map(|call| {
        let start = call.latest_rollback_start(takes)?;
        Some(Text::literal(&when::in_zone(start, call.at.zone())))
    });
    Some(starts.fold(Text::default(), Text::and_line)).filter(|text| !text.is_empty())
}
