//! What a rule is: a value with a name, a page and a function.

use super::{LintContext, Safety};
use crate::model::Kind;

/// A rule of `lint`: one thing that can be wrong with a runbook.
///
/// Made by `declare_rule!`, so that its documentation is its doc comment.
pub struct Rule {
    /// The name, which names the problem: `task-without-duration`.
    pub id: &'static str,
    /// How bad it is, unless [`Levels`](super::Levels) says otherwise.
    pub level: Level,
    /// What is wrong, in one line.
    pub summary: &'static str,
    /// The kinds of runbook it applies to.
    pub kinds: &'static [Kind],
    /// Whether it applies to blueprints.
    pub blueprints: bool,
    /// How certain its repairs are, where it offers any; the most certain of them.
    pub repair: Option<Safety>,
    /// The doc comment, in Markdown: what it checks, why, and a bad and a good example.
    pub documentation: &'static str,
    /// The check; `None` for what is found while the file is read.
    pub(super) check: Option<fn(&mut LintContext<'_>)>,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Info,
    /// To be mended before the call.
    Warning,
    /// Wrong: the file cannot be read, says what cannot be, or leads the call astray.
    Error,
}

impl Level {
    /// All levels, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// Returns the word for people, files and machine formats.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Rule {
    /// Returns whether the problem is found while the file is read. Such a rule is always an error: a file that cannot
    /// be read in full was not checked.
    #[must_use]
    pub const fn is_found_while_reading(&self) -> bool {
        self.check.is_none()
    }

    /// Returns whether a comment may allow it. Rules about such comments are turned off in the configuration only.
    #[must_use]
    pub fn can_be_allowed(&self) -> bool {
        !self.is_found_while_reading() && !self.id.starts_with("allow-")
    }

    /// Returns whether a baseline may hold it. A secret never: whoever reads the repository has it until it is revoked.
    #[must_use]
    pub fn can_be_known(&self) -> bool {
        !self.is_found_while_reading() && self.id != "secret"
    }

    /// Returns the page of the rule in Markdown, as `runbook explain` shows it.
    #[must_use]
    pub fn page(&self) -> String {
        let always = if self.is_found_while_reading() { ", always" } else { "" };
        let kinds = self.kinds.iter().map(|kind| format!("`{}`", kind.word())).collect::<Vec<_>>().join(" and ");
        let kinds = if self.kinds.len() == Kind::ALL.len() { "every kind" } else { &kinds };
        let blueprints = if self.blueprints { "and to blueprints" } else { "not to blueprints" };
        let level = self.level.word();
        let repair = match self.repair {
            None => "",
            Some(Safety::Safe) => " Repaired by `--fix` where it is certain.",
            Some(Safety::Unsafe) => " Repaired by `--fix --unsafe-fixes` where it is likely.",
        };
        let mut page =
            format!("# {}\n\nLevel: {level}{always}. Applies to {kinds}, {blueprints}.{repair}\n\n", self.id);
        for line in self.lines() {
            match line {
                "```yaml bad" if page.ends_with("```\n") => page.push_str("\nBad:\n\n```yaml\n"),
                "```yaml bad" => page.push_str("Bad:\n\n```yaml\n"),
                "```yaml good" => page.push_str("\nGood:\n\n```yaml\n"),
                heading if heading.starts_with("## ") => {
                    page.push_str(heading);
                    page.push_str("\n\n");
                }
                line => {
                    page.push_str(line);
                    page.push('\n');
                }
            }
        }
        page
    }

    /// Returns what the rule checks, in a sentence or two: the first paragraph of its documentation.
    #[must_use]
    pub fn first_paragraph(&self) -> String {
        self.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Returns the examples of the documentation: those that the rule must report, and those that it must not.
    #[must_use]
    pub fn examples(&self) -> Examples {
        let mut examples = Examples::default();
        let mut lines = self.lines();
        while let Some(line) = lines.next() {
            let list = match line {
                "```yaml bad" => &mut examples.bad,
                "```yaml good" => &mut examples.good,
                _ => continue,
            };
            let body = lines.by_ref().take_while(|line| *line != "```");
            list.push(body.flat_map(|line| [line, "\n"]).collect());
        }
        examples
    }

    /// Returns the lines of the documentation without the blank with which a doc comment begins each.
    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.documentation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

/// The examples of a rule's documentation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// What the rule reports.
    pub bad: Vec<String>,
    /// What it does not report.
    pub good: Vec<String>,
}

/// Declares a rule whose doc comment is its page.
///
/// The comment says what is checked, then has `## Why` and `## Example` with blocks marked `yaml bad` and `yaml good`;
/// both are run by a test. `check` is the function of that name in the same file; without it the problem is one that is
/// found while the file is read.
macro_rules! declare_rule {
    (
        $(#[doc = $documentation:literal])+
        $visibility:vis static $name:ident = {
            id: $id:literal,
            level: $level:expr,
            summary: $summary:literal,
            kinds: $kinds:expr,
            $(repair: $repair:expr,)?
            blueprints: $blueprints:literal,
            $($check:ident,)?
        }
    ) => {
        $(#[doc = $documentation])+
        $visibility static $name: $crate::lint::Rule = $crate::lint::Rule {
            id: $id,
            level: $level,
            summary: $summary,
            kinds: $kinds,
            blueprints: $blueprints,
            repair: declare_rule!(@repair $($repair)?),
            documentation: concat!($($documentation, "\n"),+),
            check: declare_rule!(@check $($check)?),
        };
    };
    (@repair) => { None };
    (@repair $repair:expr) => { Some($repair) };
    (@check) => { None };
    (@check $check:ident) => { Some($check) };
}

pub(super) use declare_rule;
