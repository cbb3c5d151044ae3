//! `not-a-runbook`.

use super::super::{Level, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Reports a YAML file in a folder of runbooks that has neither `version` nor `header`, and so is something else.
    ///
    /// Only files that were found in a folder are reported; a file that was named is checked as a runbook.
    ///
    /// ## Why
    /// Other files may stand beside runbooks, and their keys are not wrong. But a runbook whose first lines got lost
    /// should not be passed over in silence.
    pub(in super::super) static NOT_A_RUNBOOK = {
        id: "not-a-runbook",
        level: Level::Info,
        summary: "the file is no runbook",
        kinds: &Kind::ALL,
        blueprints: true,
    }
}
