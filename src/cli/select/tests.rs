//! Which runbook is chosen among which files, and what is said.

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
    let write = |name: &str, text: String| create_new(&office.path().join("runbooks").join(name), &text).expect("file");
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
    let mut surroundings =
        Surroundings { ui: &mut ui, settings: &settings, environment: &environment, now: NOW.parse().expect("a time") };
    assert_eq!(select(Some(&path), Purpose::Mark, &mut surroundings).expect("there"), path);
    let example = office.path().join("runbooks/example.yaml");
    assert_eq!(select(None, Purpose::Mark, &mut surroundings).expect("there"), example);
}
