//! A place in the model → a place in the YAML.
//!
//! A finding names a route and an edit names a route; what underlines a problem is what mends it.

use std::{borrow::Cow, fmt};

/// One step of a route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a mapping, by key.
    Key(Cow<'static, str>),
    /// Into a list, by index from 0.
    Index(usize),
}

/// The way from the top of a file to a place in it. The place need not exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route {
    steps: Vec<Step>,
}

impl Route {
    /// Returns the route to the whole file.
    #[must_use]
    pub const fn top() -> Self {
        Self { steps: Vec::new() }
    }

    /// Returns the route to a key of this place.
    #[must_use]
    pub fn key(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.steps.push(Step::Key(key.into()));
        self
    }

    /// Returns the route to an entry of this place, by index from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// Returns the steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the place that holds this one, and the last step to here; `None` at the top.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, rest) = self.steps.split_last()?;
        Some((Self { steps: rest.to_vec() }, last))
    }
}

impl fmt::Display for Route {
    /// Writes the route as `tasks[2].owner`, with indexes from 1 as people count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{}]", index + 1)?,
            }
        }
        Ok(())
    }
}

/// Returns the route to a key of the header.
#[must_use]
pub fn header(key: &'static str) -> Route {
    Route::top().key("header").key(key)
}

/// Returns the route to a contact; `side` is `gitlab` or `customer`.
#[must_use]
pub fn contact(side: &'static str, index: usize) -> Route {
    Route::top().key("contacts").key(side).index(index)
}

/// Returns the route to a task, by index from 0.
#[must_use]
pub fn task(index: usize) -> Route {
    Route::top().key("tasks").index(index)
}

/// Returns the route to a rollback step, by index from 0.
#[must_use]
pub fn step(index: usize) -> Route {
    rollback("steps").index(index)
}

/// Returns the route to a key of the rollback.
#[must_use]
pub fn rollback(key: &'static str) -> Route {
    Route::top().key("rollback").key(key)
}

/// Returns the route to a checklist.
#[must_use]
pub fn checklist(id: &str) -> Route {
    Route::top().key("checklists").key(id.to_owned())
}
