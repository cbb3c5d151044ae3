//! Repairs of findings: edits that a rule offers.

use std::borrow::Cow;

use crate::document::Edit;

/// A repair of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: `write the address with https://`.
    pub title: Cow<'static, str>,
    /// How certain it is.
    pub safety: Safety,
    /// The edits; all of them or none.
    pub edits: Vec<Edit>,
}

/// How certain a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// The file means the same afterwards, and more clearly so, or what it was certain to mean.
    Safe,
    /// Probably what was meant; a person should look at it.
    Unsafe,
}

impl Fix {
    /// Returns a repair that is certain.
    #[must_use]
    pub fn safe(title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits }
    }

    /// Returns a repair that a person should look at.
    #[must_use]
    pub fn unsafe_(title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits }
    }
}
