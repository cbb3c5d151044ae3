//! Which runbook a command means: the one that is named, or the only one that is not finished.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{
    environment::Environment,
    error::CliError,
    files::{ReadError, is_stdin},
    folder,
    sanitise::{clean_line, path as shown},
    settings::Settings,
    ui::Ui,
    walk::yaml_files,
};
use crate::model::{Runbook, Schedule};

/// How many runbooks are listed in a message.
const MAX_LISTED: usize = 10;

/// What the runbook is wanted for. Marking the wrong one is worse than typing a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be read: shown, rendered, listed.
    Read,
    /// To be marked. Without a terminal it must be named.
    Mark,
}

/// What the choice depends on, beside the name that was given.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    /// To ask, and to say what was passed over.
    pub ui: &'a mut Ui,
    /// Where the runbooks are.
    pub settings: &'a Settings,
    /// Perhaps `$RUNBOOK_FILE`.
    pub environment: &'a Environment,
    /// To which the nearest schedule comes first.
    pub now: DateTime<Utc>,
}

/// A runbook that is not finished.
struct Candidate {
    path: PathBuf,
    name: String,
    schedule: Option<Schedule>,
}

/// Returns the path of the runbook that is meant.
///
/// `given` is a path, or the unique beginning of a file name in the runbooks folder; without it `$RUNBOOK_FILE` counts,
/// then the only unfinished runbook, then the choice of a person.
///
/// # Errors
/// It is not there, is not the only one, or must be named.
pub(super) fn select(
    given: Option<&Path>,
    purpose: Purpose,
    surroundings: &mut Surroundings<'_>,
) -> Result<PathBuf, CliError> {
    let from_environment = surroundings.environment.runbook_file();
    if let Some(given) = given {
        return named(given, purpose, surroundings.settings);
    }
    if let Some(given) = from_environment {
        return named(&given, purpose, surroundings.settings).map_err(|error| error.help("RUNBOOK_FILE names it"));
    }
    if purpose == Purpose::Mark && !surroundings.ui.is_interactive() {
        let error = CliError::new("which runbook? marking without a terminal needs its name")
            .help("name it with `--file`, or set RUNBOOK_FILE");
        let candidates = unfinished(&surroundings.settings.runbooks(), surroundings);
        return Err(if candidates.is_empty() {
            error
        } else {
            error.help(listed("unfinished are:", candidates.iter().map(describe)))
        });
    }
    let folder = surroundings.settings.runbooks();
    let mut candidates = unfinished(&folder, surroundings);
    candidates.sort_by_key(|candidate| {
        let distance = candidate.schedule.map(|schedule| (schedule.instant() - surroundings.now).abs());
        (distance.is_none(), distance, candidate.path.clone())
    });
    match candidates.as_slice() {
        [] => Err(CliError::new(format!("there is no unfinished runbook in {}", shown(&folder)))
            .help("name the one you mean, or write one: `runbook new \"CUSTOMER - REQUESTED TASK\"`")),
        [only] => Ok(only.path.clone()),
        several if surroundings.ui.is_interactive() => {
            let choices: Vec<String> = several.iter().map(describe).collect();
            let chosen = surroundings.ui.choose("Which runbook?", &choices)?;
            chosen.map(|at| several[at].path.clone()).ok_or_else(|| CliError::refused("no runbook was chosen"))
        }
        several => {
            let message = format!("which runbook? {} are unfinished in {}", several.len(), shown(&folder));
            Err(CliError::new(message).help(listed("name one of them:", several.iter().map(describe))))
        }
    }
}

/// Returns the runbook with this path, or whose file name alone begins so.
fn named(given: &Path, purpose: Purpose, settings: &Settings) -> Result<PathBuf, CliError> {
    if is_stdin(given) {
        return match purpose {
            Purpose::Read => Ok(given.to_owned()),
            Purpose::Mark => Err(ReadError::StdinIsNotWritable.into()),
        };
    }
    // What is no regular file is for the reader to explain.
    let there = given.symlink_metadata();
    if given.components().count() > 1 || given.is_absolute() {
        return there.map(|_| given.to_owned()).map_err(|error| ReadError::new(given, error).into());
    }
    if there.is_ok() && !given.is_dir() {
        return Ok(given.to_owned());
    }
    let folder = settings.runbooks();
    if let Some(found) = beginning_so(given, settings)? {
        return Ok(found);
    }
    if given.is_dir() {
        // The reader says what it is.
        return Ok(given.to_owned());
    }
    let error = CliError::new(format!("there is no runbook `{}` in {}", shown(given), shown(&folder)));
    let files = yaml_files(&folder, settings.exclusion()).files;
    Err(if files.is_empty() {
        error.help("write one: `runbook new \"CUSTOMER - REQUESTED TASK\"`")
    } else {
        error.help(listed("these are there:", files.iter().map(|path| shown(path))))
    })
}

/// Returns the file of the runbooks folder with this name, or whose name alone begins so; `None` when there is none.
///
/// # Errors
/// Several begin so.
pub(super) fn beginning_so(given: &Path, settings: &Settings) -> Result<Option<PathBuf>, CliError> {
    let beginning = given.to_string_lossy().to_lowercase();
    let files = yaml_files(&settings.runbooks(), settings.exclusion()).files;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let exact: Vec<&PathBuf> = files.iter().filter(|path| stem(path) == beginning || name(path) == beginning).collect();
    let beginning_so: Vec<&PathBuf> = files.iter().filter(|path| name(path).starts_with(&beginning)).collect();
    match (exact.as_slice(), beginning_so.as_slice()) {
        ([only], _) | ([], [only]) => Ok(Some((*only).clone())),
        ([], []) => Ok(None),
        ([], several) | (several, _) => {
            let message = format!("`{}` can be {} runbooks", shown(given), several.len());
            Err(CliError::new(message).help(listed("name one of them:", several.iter().map(|path| shown(path)))))
        }
    }
}

/// Returns the runbooks of a folder that are neither closed nor blueprints nor examples.
fn unfinished(folder: &Path, surroundings: &mut Surroundings<'_>) -> Vec<Candidate> {
    let found = folder::runbooks(folder, surroundings.settings, surroundings.ui);
    let unfinished = found.runbooks.into_iter().filter(|(_, runbook)| is_unfinished(runbook));
    let candidate =
        |(path, Runbook { header, .. })| Candidate { path, name: header.name, schedule: header.schedule_at };
    unfinished.map(candidate).collect()
}

const fn is_unfinished(runbook: &Runbook) -> bool {
    runbook.closed.is_none() && !runbook.blueprint && !runbook.example
}

fn describe(candidate: &Candidate) -> String {
    let schedule = candidate.schedule.map_or("not scheduled".to_owned(), |schedule| schedule.to_string());
    format!("{}: {} ({schedule})", shown(&candidate.path), clean_line(&candidate.name))
}

fn listed(introduction: &str, entries: impl ExactSizeIterator<Item = String>) -> String {
    let n_entries = entries.len();
    let mut lines = vec![introduction.to_owned()];
    lines.extend(entries.take(MAX_LISTED));
    if n_entries > MAX_LISTED {
        lines.push(format!("and {} more", n_entries - MAX_LISTED));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::cli::{create::create_new, settings::testing::settings_in, ui::testing};

    const NOW: &str = "2026-10-11T00:00:00Z";

    fn runbook(name: &str, more: &str) -> String {
        format!("version: 1\nheader:\n  name: {name}\n{more}")
    }

    /// A folder with runbooks of all sorts.
    fn office() -> tempfile::TempDir {
        let office = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(office.path().join("runbooks")).expect("folder");
        let write =
            |name: &str, text: String| create_new(&office.path().join("runbooks").join(name), &text).expect("file");
        write("closed.yaml", runbook("Old - Done", "closed: { at: 2026-10-01T00:00:00Z }\n"));
        write("blueprint.yaml", format!("blueprint: true\n{}", runbook("CUSTOMER - Any", "")));
        write("example.yaml", format!("example: true\n{}", runbook("Acme - Example", "")));
        write("tenants.yaml", "- id: acme\n".to_owned());
        office
    }

    fn add(office: &tempfile::TempDir, name: &str, text: &str) {
        create_new(&office.path().join("runbooks").join(name), text).expect("file");
    }

    /// Shows what is chosen, or why nothing is, and what was said.
    #[track_caller]
    fn check(
        office: &tempfile::TempDir,
        given: Option<&str>,
        purpose: Purpose,
        input: Option<&'static str>,
        expected: &Expect,
    ) {
        let settings = settings_in(office.path(), &[]);
        let (mut ui, _, said) = testing::ui(input);
        let mut surroundings = Surroundings {
            ui: &mut ui,
            settings: &settings,
            environment: &Environment::default(),
            now: NOW.parse().expect("a time"),
        };
        let answer = match select(given.map(Path::new), purpose, &mut surroundings) {
            Ok(path) => format!("=> {}\n", path.display()),
            Err(error) => format!("{}status {}\n", error.to_text(false), error.status().code()),
        };
        let text = format!("{}{answer}", said.text());
        expected.assert_eq(&text.replace(&office.path().to_string_lossy().into_owned(), "."));
    }

    #[test]
    fn the_only_unfinished_runbook_is_meant() {
        let office = office();
        add(&office, "acme-enforce.yaml", &runbook("Acme - Enforce", ""));
        check(
            &office,
            None,
            Purpose::Read,
            None,
            &expect![[r#"
            => ./runbooks/acme-enforce.yaml
        "#]],
        );
        check(
            &office,
            None,
            Purpose::Mark,
            Some(""),
            &expect![[r#"
            => ./runbooks/acme-enforce.yaml
        "#]],
        );
        check(
            &office,
            None,
            Purpose::Mark,
            None,
            &expect![[r#"
                error: which runbook? marking without a terminal needs its name
                help: name it with `--file`, or set RUNBOOK_FILE
                help: unfinished are:
                    ./runbooks/acme-enforce.yaml: Acme - Enforce (not scheduled)
                status 2
            "#]],
        );
    }

    #[test]
    fn of_several_a_person_chooses_the_nearest_first_and_a_script_is_told() {
        let office = office();
        let at = |when: &str| format!("  schedule_at: {when}\n");
        add(&office, "a.yaml", &runbook("Acme - Later", &at("2026-12-01 10:00 UTC")));
        add(&office, "b.yaml", &runbook("Acme - Unplanned", ""));
        add(&office, "c.yaml", &runbook("Acme - Tonight", &at("2026-10-10 23:30 America/Los_Angeles")));
        add(&office, "d.yaml", &runbook("Acme - Yesterday", &at("2026-10-10 01:00 UTC")));
        check(
            &office,
            None,
            Purpose::Mark,
            Some("2\n"),
            &expect![[r#"
                  1  ./runbooks/c.yaml: Acme - Tonight (2026-10-10 23:30 America/Los_Angeles)
                  2  ./runbooks/d.yaml: Acme - Yesterday (2026-10-10 01:00 UTC)
                  3  ./runbooks/a.yaml: Acme - Later (2026-12-01 10:00 UTC)
                  4  ./runbooks/b.yaml: Acme - Unplanned (not scheduled)
                Which runbook? => ./runbooks/d.yaml
            "#]],
        );
        check(
            &office,
            None,
            Purpose::Read,
            Some(""),
            &expect![[r#"
                  1  ./runbooks/c.yaml: Acme - Tonight (2026-10-10 23:30 America/Los_Angeles)
                  2  ./runbooks/d.yaml: Acme - Yesterday (2026-10-10 01:00 UTC)
                  3  ./runbooks/a.yaml: Acme - Later (2026-12-01 10:00 UTC)
                  4  ./runbooks/b.yaml: Acme - Unplanned (not scheduled)
                Which runbook? 
                error: no runbook was chosen
                status 1
            "#]],
        );
        check(
            &office,
            None,
            Purpose::Read,
            None,
            &expect![[r#"
            error: which runbook? 4 are unfinished in ./runbooks
            help: name one of them:
                ./runbooks/c.yaml: Acme - Tonight (2026-10-10 23:30 America/Los_Angeles)
                ./runbooks/d.yaml: Acme - Yesterday (2026-10-10 01:00 UTC)
                ./runbooks/a.yaml: Acme - Later (2026-12-01 10:00 UTC)
                ./runbooks/b.yaml: Acme - Unplanned (not scheduled)
            status 2
        "#]],
        );
    }

    #[test]
    fn what_is_no_valid_runbook_is_passed_over_but_named() {
        let office = office();
        check(
            &office,
            None,
            Purpose::Read,
            None,
            &expect![[r#"
            error: there is no unfinished runbook in ./runbooks
            help: name the one you mean, or write one: `runbook new "CUSTOMER - REQUESTED TASK"`
            status 2
        "#]],
        );
        add(&office, "broken.yaml", "version: 1\nheader: [\n");
        add(&office, "wrong.yaml", "version: 1\nheader: { nme: Acme - Wrong }\n");
        add(&office, "latin1.yaml", "version: 1\0\n");
        add(&office, "acme.yaml", &runbook("Acme - Enforce", ""));
        check(
            &office,
            None,
            Purpose::Read,
            None,
            &expect![[r#"
            warning: passed over: ./runbooks/broken.yaml is no valid runbook; `runbook lint ./runbooks/broken.yaml` says why
            warning: passed over: ./runbooks/latin1.yaml:1:11: the file holds a NUL at byte 11
            warning: passed over: ./runbooks/wrong.yaml is no valid runbook; `runbook lint ./runbooks/wrong.yaml` says why
            => ./runbooks/acme.yaml
        "#]],
        );
    }

    #[test]
    fn the_beginning_of_a_name_is_enough_while_it_is_unique() {
        let office = office();
        add(&office, "acme.yaml", &runbook("Acme - Enforce", ""));
        add(&office, "acme-enforce.yaml", &runbook("Acme - Enforce", ""));
        add(&office, "acme-upgrade.yaml", &runbook("Acme - Upgrade", ""));
        check(
            &office,
            Some("Acme-E"),
            Purpose::Mark,
            None,
            &expect![[r#"
            => ./runbooks/acme-enforce.yaml
        "#]],
        );
        check(
            &office,
            Some("acme"),
            Purpose::Mark,
            None,
            &expect![[r#"
            => ./runbooks/acme.yaml
        "#]],
        );
        check(
            &office,
            Some("acme.yaml"),
            Purpose::Mark,
            None,
            &expect![[r#"
            => ./runbooks/acme.yaml
        "#]],
        );
        check(
            &office,
            Some("acme-"),
            Purpose::Mark,
            None,
            &expect![[r#"
            error: `acme-` can be 2 runbooks
            help: name one of them:
                ./runbooks/acme-enforce.yaml
                ./runbooks/acme-upgrade.yaml
            status 2
        "#]],
        );
        check(
            &office,
            Some("beta"),
            Purpose::Read,
            None,
            &expect![[r#"
            error: there is no runbook `beta` in ./runbooks
            help: these are there:
                ./runbooks/acme-enforce.yaml
                ./runbooks/acme-upgrade.yaml
                ./runbooks/acme.yaml
                ./runbooks/blueprint.yaml
                ./runbooks/closed.yaml
                ./runbooks/example.yaml
                ./runbooks/tenants.yaml
            status 2
        "#]],
        );
        check(
            &office,
            Some("runbooks/beta.yaml"),
            Purpose::Read,
            None,
            &expect![[r#"
            error: runbooks/beta.yaml does not exist
            status 2
        "#]],
        );
        check(
            &office,
            Some("-"),
            Purpose::Read,
            None,
            &expect![[r#"
            => -
        "#]],
        );
        check(
            &office,
            Some("-"),
            Purpose::Mark,
            None,
            &expect![[r#"
            error: a runbook that comes from standard input cannot be marked
            help: name the file with `--file`
            status 2
        "#]],
        );
    }

    #[test]
    fn a_path_is_taken_as_it_is_and_the_variable_counts_like_the_option() {
        let office = office();
        let path = office.path().join("runbooks/closed.yaml");
        let settings = settings_in(office.path(), &[]);
        let (mut ui, ..) = testing::ui(None);
        let environment = Environment::from_values([("RUNBOOK_FILE", "exam".into())]);
        let mut surroundings = Surroundings {
            ui: &mut ui,
            settings: &settings,
            environment: &environment,
            now: NOW.parse().expect("a time"),
        };
        assert_eq!(select(Some(&path), Purpose::Mark, &mut surroundings).expect("there"), path);
        let example = office.path().join("runbooks/example.yaml");
        assert_eq!(select(None, Purpose::Mark, &mut surroundings).expect("there"), example);
    }
}
