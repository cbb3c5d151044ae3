//! Which rules run, and how bad their findings are.

use super::{Level, Rule, rules};

/// The levels that a project chose; every other rule has its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    chosen: Vec<(&'static str, Option<Level>)>,
}

/// Why a rule keeps its level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{rule}` is always an error: a file that cannot be read in full was not checked")]
pub struct FixedLevel {
    /// The name of the rule.
    pub rule: &'static str,
}

impl Levels {
    /// Returns the levels under which these rules run, at their own level, and no others but those of reading.
    #[must_use]
    pub fn only(ids: &[&str]) -> Self {
        let others = rules::ALL.iter().filter(|rule| !ids.contains(&rule.id) && !rule.is_found_while_reading());
        Self { chosen: others.map(|rule| (rule.id, None)).collect() }
    }

    /// Chooses the level of a rule; `None` turns it off.
    ///
    /// # Errors
    /// When the problem is one that is found while the file is read.
    pub fn set(&mut self, rule: &'static Rule, level: Option<Level>) -> Result<(), FixedLevel> {
        if rule.is_found_while_reading() {
            return Err(FixedLevel { rule: rule.id });
        }
        self.chosen.retain(|(id, _)| *id != rule.id);
        self.chosen.push((rule.id, level));
        Ok(())
    }

    /// Returns the level of a rule; `None` when it is off.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.chosen(rule).unwrap_or(Some(rule.level))
    }

    /// Returns what was chosen for a rule, if anything.
    pub(super) fn chosen(&self, rule: &Rule) -> Option<Option<Level>> {
        self.chosen.iter().find(|(id, _)| *id == rule.id).map(|(_, level)| *level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_level_holds_and_the_last_choice_counts() {
        let rule = rules::find("dri-missing").expect("a rule");
        let mut levels = Levels::default();
        assert_eq!(levels.level(rule), Some(Level::Warning));
        levels.set(rule, Some(Level::Error)).expect("can be chosen");
        levels.set(rule, None).expect("can be chosen");
        assert_eq!(levels.level(rule), None);
    }

    #[test]
    fn what_is_found_while_reading_stays_an_error() {
        let rule = rules::find("syntax").expect("a rule");
        let mut levels = Levels::default();
        assert_eq!(levels.set(rule, None), Err(FixedLevel { rule: "syntax" }));
        assert_eq!(levels.level(rule), Some(Level::Error));
    }
}
