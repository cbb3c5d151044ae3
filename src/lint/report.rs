//! What a rule reports, before its lines and columns are known.

use std::{borrow::Cow, ops::Range};

use super::{Fix, Level, Rule};
use crate::document::Route;

/// What a rule reports, before its lines and columns are known.
#[derive(Debug)]
pub struct Report {
    pub(super) rule: &'static Rule,
    pub(super) route: Route,
    /// The bytes to underline, unless they follow from the route.
    pub(super) range: Option<Range<usize>>,
    pub(super) message: Cow<'static, str>,
    pub(super) label: Option<Cow<'static, str>>,
    pub(super) help: Option<Cow<'static, str>>,
    pub(super) also: Option<(Range<usize>, Cow<'static, str>)>,
    /// For this finding only; a chosen level of the rule still wins.
    pub(super) level: Option<Level>,
    /// What tells the finding from others of the rule at the same place, whatever their order.
    pub(super) detail: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Report {
    /// Says what is wrong, in place of the rule's summary.
    pub fn message(&mut self, message: impl Into<Cow<'static, str>>) -> &mut Self {
        self.message = message.into();
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Underlines these bytes.
    pub fn range(&mut self, range: Range<usize>) -> &mut Self {
        self.range = Some(range);
        self
    }

    /// Shows another place that belongs to it.
    pub fn also(&mut self, range: Range<usize>, what: impl Into<Cow<'static, str>>) -> &mut Self {
        self.also = Some((range, what.into()));
        self
    }

    /// Gives this finding another level than the rule has.
    pub fn level(&mut self, level: Level) -> &mut Self {
        self.level = Some(level);
        self
    }

    /// Tells this finding from others of the rule at the same place.
    pub fn detail(&mut self, detail: impl Into<String>) -> &mut Self {
        self.detail = Some(detail.into());
        self
    }

    /// Offers a repair.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}
