//! What a look at something came to: what was found, and what is wrong with it.

use serde::Serialize;

use crate::cli::{
    error::CliError,
    exit::ExitStatus,
    fields::Fields,
    paint::{ERROR, STRONG, WARNING, paint},
    sanitise::clean_line,
};

/// Where something was looked for. The words are headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// Files, folders, the clock, git.
    Here,
    /// Which GitLab, which project, whose token.
    GitLab,
    /// What that GitLab answers.
    Server,
    /// The issues of published runbooks.
    Issues,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Weight {
    /// Worth knowing.
    Warning,
    /// It stops `runbook publish`.
    Error,
    /// It could not be looked at.
    Unknown,
}

/// Something that was found.
#[derive(Debug, Serialize)]
struct Line {
    #[serde(skip)]
    area: Area,
    /// What it is: `token`.
    name: &'static str,
    value: String,
    /// What says so, where several things can.
    source: Option<String>,
}

/// Something that is wrong.
#[derive(Debug)]
struct Problem {
    weight: Weight,
    about: &'static str,
    error: CliError,
}

/// What was found, in the order in which it was looked for.
#[derive(Debug, Default)]
pub(super) struct Findings {
    lines: Vec<Line>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct FindingsJson<'a> {
    version: u32,
    /// 0, 1 or 2, as the exit status.
    status: u8,
    found: Vec<LineJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    area: &'static str,
    #[serde(flatten)]
    line: &'a Line,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    level: Weight,
    about: &'static str,
    message: &'a str,
    causes: &'a [String],
    help: &'a [String],
}

impl Area {
    const ALL: [Self; 4] = [Self::Here, Self::GitLab, Self::Server, Self::Issues];

    const fn heading(self) -> &'static str {
        match self {
            Self::Here => "Here",
            Self::GitLab => "GitLab, as it is named here",
            Self::Server => "GitLab, as it answers",
            Self::Issues => "Issues of runbooks",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::GitLab => "gitlab",
            Self::Server => "server",
            Self::Issues => "issues",
        }
    }
}

impl Findings {
    /// Notes what was found.
    pub(super) fn found(&mut self, area: Area, name: &'static str, value: impl Into<String>) {
        self.lines.push(Line { area, name, value: value.into(), source: None });
    }

    /// Notes what was found, and what says so.
    pub(super) fn found_in(
        &mut self,
        area: Area,
        name: &'static str,
        value: impl Into<String>,
        source: impl Into<String>,
    ) {
        self.lines.push(Line { area, name, value: value.into(), source: Some(source.into()) });
    }

    /// Notes what is wrong.
    pub(super) fn problem(&mut self, weight: Weight, about: &'static str, error: CliError) {
        self.problems.push(Problem { weight, about, error });
    }

    /// Returns whether something is wrong with this.
    pub(super) fn has_problem(&self, about: &str) -> bool {
        self.problems.iter().any(|problem| problem.about == about)
    }

    /// Whether all that is wrong is wrong with issues that are there.
    fn are_only_issues(&self) -> bool {
        let mut errors = self.problems.iter().filter(|problem| problem.weight == Weight::Error);
        errors.all(|problem| problem.about == "issue")
    }

    /// Returns the exit status.
    pub(super) fn status(&self) -> ExitStatus {
        match self.problems.iter().map(|problem| problem.weight).max() {
            None | Some(Weight::Warning) => ExitStatus::Success,
            Some(Weight::Error) => ExitStatus::Failure,
            Some(Weight::Unknown) => ExitStatus::Error,
        }
    }

    /// Returns the page for people.
    pub(super) fn to_text(&self, width: usize, colour: bool) -> String {
        let mut text = String::new();
        for area in Area::ALL {
            let mut fields = Fields::default();
            for line in self.lines.iter().filter(|line| line.area == area) {
                let source = line.source.iter().map(|source| format!(" ({source})")).collect::<String>();
                fields.line(line.name, Some(clean_line(&line.value) + &clean_line(&source)));
            }
            let fields = fields.to_text(width);
            if !fields.is_empty() {
                text += &format!("{}\n{fields}\n", paint(STRONG, area.heading(), colour));
            }
        }
        for problem in &self.problems {
            text += &problem.error.labelled(problem.weight.style(), problem.weight.word(), colour);
        }
        if !self.problems.is_empty() {
            text.push('\n');
        }
        text += match self.status() {
            ExitStatus::Success if self.problems.is_empty() => "All is well.\n",
            ExitStatus::Success => "Nothing stops publishing.\n",
            ExitStatus::Failure if self.are_only_issues() => "This is to be mended.\n",
            ExitStatus::Failure => "This stops publishing.\n",
            ExitStatus::Error => "Not everything could be looked at.\n",
        };
        text
    }

    /// Returns the object for machines.
    pub(super) fn to_json(&self) -> impl Serialize {
        FindingsJson {
            version: 1,
            status: self.status().code(),
            found: self.lines.iter().map(|line| LineJson { area: line.area.word(), line }).collect(),
            problems: self
                .problems
                .iter()
                .map(|problem| ProblemJson {
                    level: problem.weight,
                    about: problem.about,
                    message: problem.error.message(),
                    causes: problem.error.causes(),
                    help: problem.error.advice(),
                })
                .collect(),
        }
    }
}

impl Weight {
    const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Unknown => "unknown",
        }
    }

    const fn style(self) -> anstyle::Style {
        match self {
            Self::Warning => WARNING,
            Self::Error | Self::Unknown => ERROR,
        }
    }
}
