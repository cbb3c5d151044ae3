//! What is wrong with a file, and where.

use std::ops::Range;

/// One problem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Under which name `lint` reports it.
    pub kind: ProblemKind,
    /// Where it is, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that belongs to it, with what is there.
    pub also: Option<(Range<usize>, String)>,
}

/// Under which name a problem is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The file is no YAML, or uses YAML that a runbook may not use.
    Syntax,
    /// The YAML is no runbook: an unknown key, a wrong shape, a wrong word.
    Schema,
    /// A time or zone that does not say which instant is meant.
    ScheduleZone,
}

/// How many problems of a file are named; a file with more is something else.
const MOST: usize = 200;

/// The problems of a file as they are found; those beyond a number are only counted.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    named: Vec<Problem>,
    n_more: usize,
}

impl Problems {
    /// Notes a problem.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.named.len() < MOST {
            self.named.push(problem);
        } else {
            self.n_more += 1;
        }
    }

    /// Returns the problems; where there were too many the last one says how many are left out.
    pub(crate) fn into_vec(mut self) -> Vec<Problem> {
        if let (1.., Some(last)) = (self.n_more, self.named.last()) {
            let further = Problem {
                message: format!("{} further problems are not shown", self.n_more),
                help: Some("is this the right file?".to_owned()),
                also: None,
                ..last.clone()
            };
            self.named.push(further);
        }
        self.named
    }
}

impl ProblemKind {
    /// Returns the name of the rule.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Schema => "schema",
            Self::ScheduleZone => "schedule-zone",
        }
    }
}

impl Problem {
    /// Returns a problem of the YAML.
    #[must_use]
    pub fn syntax(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Syntax, range, message: message.into(), help: None, also: None }
    }

    /// Returns a problem of the shape.
    #[must_use]
    pub fn schema(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Schema, ..Self::syntax(range, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn also(mut self, range: Range<usize>, what: impl Into<String>) -> Self {
        self.also = Some((range, what.into()));
        self
    }
}
