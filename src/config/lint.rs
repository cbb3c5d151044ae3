//! How strict `lint` is, and what it leaves out.

use std::collections::BTreeMap;

use ignore::gitignore::GitignoreBuilder;
use schemars::JsonSchema;

use super::read::{below, texts, without_places};
use crate::{
    document::{Fields, Problem, Reader, Record},
    lint::{Level, Levels, rules},
};

const LINT: Record = Record { what: "`lint`", keys: &["levels", "exclude", "baseline"], required: &[] };

/// How strict `runbook lint` is, and what it leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lint {
    /// The level of a rule, by its name, where it is not the usual one.
    #[schemars(with = "Option<BTreeMap<String, RuleLevel>>", example = example_levels())]
    pub levels: Levels,
    /// Files and folders that are left out, as patterns of `.gitignore`.
    #[schemars(with = "Option<Vec<String>>", example = ["runbooks/archive/"])]
    pub exclude: Vec<String>,
    /// The file with the findings that are known and not to be told again; `runbook lint --write-baseline` writes it.
    #[schemars(example = &"runbook-baseline.json")]
    pub baseline: Option<String>,
}

/// How bad the findings of a rule are, in the words of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum RuleLevel {
    /// The rule does not run.
    Off,
    /// Wrong.
    Error,
    /// To be mended before the call.
    Warning,
    /// Worth knowing.
    Info,
}

impl RuleLevel {
    /// All levels, in the order of the documentation.
    const ALL: [Self; 4] = [Self::Off, Self::Error, Self::Warning, Self::Info];

    /// Returns the word that stands in the file.
    const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => Level::Error.word(),
            Self::Warning => Level::Warning.word(),
            Self::Info => Level::Info.word(),
        }
    }

    /// Returns the level; `None` where the rule does not run.
    const fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
        }
    }
}

fn example_levels() -> BTreeMap<String, String> {
    BTreeMap::from([("task-without-duration".to_owned(), "error".to_owned())])
}

pub(super) fn lint(reader: &mut Reader, fields: &Fields<'_, '_>) -> Lint {
    let Some(fields) = below(reader, fields, "lint", &LINT) else { return Lint::default() };
    let levels = levels(reader, &fields);
    let exclude = texts(reader, &fields, "exclude").unwrap_or_default();
    for (pattern, range) in &exclude {
        if let Err(error) = GitignoreBuilder::new("").add_line(None, pattern) {
            let reason = match &error {
                ignore::Error::Glob { err, .. } => err.clone(),
                _ => error.to_string(),
            };
            reader.report(
                Problem::schema(range.clone(), format!("`{pattern}` is no pattern: {reason}"))
                    .help("write it as in a `.gitignore`, for example `runbooks/archive/`"),
            );
        }
    }
    let baseline = reader.text(&fields, "baseline");
    Lint { levels, exclude: without_places(exclude), baseline }
}

fn levels(reader: &mut Reader, fields: &Fields<'_, '_>) -> Levels {
    let mut levels = Levels::default();
    let Some(node) = fields.get("levels") else { return levels };
    for (name, word) in reader.map_entries(node, "levels") {
        let level = reader.word_at(word, name.text().unwrap_or_default(), &RuleLevel::ALL, RuleLevel::word);
        let problem = match (rules::find(name.text().unwrap_or_default()), level) {
            (Err(unknown), _) => {
                let help = unknown.meant.map_or_else(
                    || "`runbook explain` lists the rules".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                Problem::schema(name.range.clone(), format!("there is no rule `{}`", unknown.name)).help(help)
            }
            (Ok(rule), Some(level)) => match levels.set(rule, level.level()) {
                Ok(()) => continue,
                Err(fixed) => Problem::schema(name.range.clone(), fixed.to_string()).help("remove this line"),
            },
            (Ok(_), None) => continue,
        };
        reader.report(problem);
    }
    levels
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{
        super::read::{parse, testing::check},
        *,
    };
    use crate::document::Source;

    #[test]
    fn levels_are_for_rules_that_are_there_and_have_a_choice() {
        check(
            "lint:\n  levels:\n    name-formt: off\n    syntax: warning\n    dri-missing: fatal\n    whatever: on\n",
            &expect![[r#"
                3:5 there is no rule `name-formt`
                        name-formt: off
                  did you mean `name-format`?
                4:5 `syntax` is always an error: a file that cannot be read in full was not checked
                        syntax: warning
                  remove this line
                5:18 `dri-missing` cannot be `fatal`
                        dri-missing: fatal
                  it can be `off`, `error`, `warning`, `info`
                6:5 there is no rule `whatever`
                        whatever: on
                  `runbook explain` lists the rules
                6:15 `whatever` cannot be `on`
                        whatever: on
                  it can be `off`, `error`, `warning`, `info`
            "#]],
        );
        let text = "lint: { levels: { dri-missing: off, name-format: error } }\n".to_owned();
        let source = Source::from_text(".runbook.yaml", text).expect("text");
        let levels = parse(&source).expect("valid").lint.levels;
        assert_eq!(levels.level(rules::find("dri-missing").expect("a rule")), None);
        assert_eq!(levels.level(rules::find("name-format").expect("a rule")), Some(crate::lint::Level::Error));
    }
}
