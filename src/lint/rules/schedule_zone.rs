//! `schedule-zone`.

use super::super::{Level, rule::declare_rule};
use crate::model::Kind;

declare_rule! {
    /// Reports a date, time or zone that does not say which instant is meant: a zone that is missing or an
    /// abbreviation, a time that the clocks skip or repeat on that day, an offset that disagrees with its zone.
    ///
    /// ## Why
    /// `23:30 PST` in October is either half past eleven in Los Angeles, where clocks then show PDT, or an hour later.
    /// `IST` is Dublin, Jerusalem or Mumbai. Somebody joins the call an hour late, and the work is done without them.
    ///
    /// ## Example
    /// ```yaml bad
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 PST
    /// ```
    /// ```yaml good
    /// header:
    ///   name: Acme - Enforce 2FA on All Groups
    ///   schedule_at: 2026-10-10 23:30 America/Los_Angeles
    /// ```
    pub(in super::super) static SCHEDULE_ZONE = {
        id: "schedule-zone",
        level: Level::Error,
        summary: "it is not clear which instant is meant",
        kinds: &Kind::ALL,
        blueprints: true,
    }
}
