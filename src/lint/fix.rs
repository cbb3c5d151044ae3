//! Repairs of findings: edits that a rule offers, and how they get into the text.

use std::borrow::Cow;

use super::{Finding, Options, lint};
use crate::document::{Edit, Source, apply};

/// How many repairs are made in a file at once. More of them are made the next time.
const MAX_REPAIRS: usize = 1000;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The file means the same afterwards, and more clearly so, or what it was certain to mean.
    Safe,
    /// Probably what was meant; a person should look at it.
    Unsafe,
}

impl Safety {
    /// Returns the word for machine formats.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A file after its repair.
#[derive(Debug)]
pub struct Repaired {
    /// The text, without a byte order mark.
    pub text: String,
    /// What was repaired, or could not be, in the order in which it was tried.
    pub repairs: Vec<Repair>,
    /// What is still found.
    pub findings: Vec<Finding>,
}

/// An attempt to repair a finding.
#[derive(Debug)]
pub struct Repair {
    /// The finding, at the place where it stood at that time.
    pub finding: Finding,
    /// Why it was not repaired; `None` when it was.
    pub refused: Option<String>,
}

/// Makes the repairs of a file that are at least so certain, one after the other, each on what the one before it left.
///
/// A repair that cannot be made safely, that leaves its finding, or after which the file could not be read as before, is
/// refused.
#[must_use]
pub fn repair(source: &Source, options: &Options, at_most: Safety) -> Repaired {
    let mut current = source.with_text(source.text().to_owned()).ok();
    let mut text = source.text().to_owned();
    let mut findings = lint(source, options);
    let mut repairs: Vec<Repair> = Vec::new();
    while let Some(present) = current.as_ref().filter(|_| repairs.len() < MAX_REPAIRS) {
        let was_refused = |finding: &Finding| {
            repairs.iter().any(|repair| repair.refused.is_some() && is_same_repair(&repair.finding, finding))
        };
        let may = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety <= at_most);
        let Some(finding) = findings.iter().filter(may).find(|finding| !was_refused(finding)).cloned() else { break };
        match attempt(present, &findings, &finding, options) {
            Ok((changed, left)) => {
                text = changed.text().to_owned();
                (current, findings) = (Some(changed), left);
                repairs.push(Repair { finding, refused: None });
            }
            Err(why) => repairs.push(Repair { finding, refused: Some(why) }),
        }
    }
    Repaired { text, repairs, findings }
}

fn is_same_repair(one: &Finding, other: &Finding) -> bool {
    one.rule == other.rule && one.fix == other.fix
}

/// Makes one repair, and returns the text and what is found in it.
fn attempt(
    source: &Source,
    before: &[Finding],
    finding: &Finding,
    options: &Options,
) -> Result<(Source, Vec<Finding>), String> {
    let edits = finding.fix.as_ref().map_or(&[][..], |fix| &fix.edits);
    let text = apply(source, edits).map_err(|error| error.to_string())?;
    let changed = source.with_text(text).map_err(|error| error.to_string())?;
    let after = lint(&changed, options);
    let unread = |findings: &[Finding]| findings.iter().filter(|finding| finding.rule.is_found_while_reading()).count();
    if unread(&after) > unread(before) {
        return Err("the file could not be read any more".to_owned());
    }
    if changed.text() == source.text() || after.iter().any(|other| is_same_repair(other, finding)) {
        return Err("it would be found again".to_owned());
    }
    Ok((changed, after))
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
