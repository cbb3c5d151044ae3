//! Checklists as people write them by hand: each fixture with the file that it becomes and the account of its lines.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use expect_test::{expect, expect_file};
use runbook::{
    document::{Document, Source},
    sync::import::{Fate, Imported},
};

use super::import_text;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

/// Returns the fixtures by name.
fn fixtures() -> Vec<(String, String)> {
    let entries = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "txt")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        #[expect(clippy::disallowed_methods, reason = "reads the project's own files")]
        let text = fs::read_to_string(&path).expect("a fixture is text");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(read).collect()
}

fn account(imported: &Imported) -> String {
    let mut text = format!("{}\n", imported.found.join(", "));
    for entry in &imported.account {
        let fate = match &entry.fate {
            Fate::Taken(place) => place.clone(),
            Fate::Comment => "(comment)".to_owned(),
            Fate::Left(why) => format!("(left: {why})"),
        };
        writeln!(text, "{:>3}-{:<3} {fate}", entry.first, entry.last).expect("a string takes everything");
        for remark in &entry.remarks {
            writeln!(text, "          {remark}").expect("a string takes everything");
        }
    }
    for remark in &imported.remarks {
        writeln!(text, "{remark}").expect("a string takes everything");
    }
    text
}

#[test]
fn every_shape_becomes_a_runbook_with_an_account() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 30, "{}", fixtures.len());
    for (name, markdown) in fixtures {
        let imported = import_text(&markdown);
        let said = account(&imported);
        let commented: String = said.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect();
        let expected = folder().join("expected").join(format!("{name}.yaml"));
        expect_file![expected].assert_eq(&format!("{commented}\n{}", imported.text));
    }
}

#[test]
fn every_line_of_every_shape_is_accounted_for_once() {
    let mut otherwise = String::new();
    for (name, markdown) in fixtures() {
        let imported = import_text(&markdown);
        let text = imported.text.to_lowercase();
        let lines: Vec<&str> = markdown.lines().collect();
        assert_eq!(imported.n_lines, lines.len(), "{name}");
        let mut next = 1;
        let mut n_said = 0;
        for entry in &imported.account {
            assert!(next <= entry.first && entry.first <= entry.last, "{name}: {entry:?}");
            // Between two entries nothing but blank lines stands.
            assert!(lines[next - 1..entry.first - 1].iter().all(|line| line.trim().is_empty()), "{name}: {entry:?}");
            next = entry.last + 1;
            let said = lines[entry.first - 1..entry.last].iter().filter(|line| !line.trim().is_empty());
            for line in said {
                n_said += 1;
                match &entry.fate {
                    Fate::Comment => assert!(imported.text.contains(format!("| {line}").trim_end()), "{name}: {line}"),
                    Fate::Taken(_) => {
                        let words = line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                        let said: Vec<String> =
                            words.filter(|word| word.chars().count() > 2 && !text.contains(word.as_str())).collect();
                        if !said.is_empty() {
                            writeln!(otherwise, "{name}: {}", said.join(" ")).expect("a string takes everything");
                        }
                    }
                    Fate::Left(_) => {}
                }
            }
        }
        assert_eq!(n_said, lines.iter().filter(|line| !line.trim().is_empty()).count(), "{name}");
    }
    // The words that the file has in another form: names of sections and columns, labels, states and durations.
    expect![[r#"
        bold-headings.md: minutes
        bold-headings.md: minutes
        box-column.md: action remarks
        box-column.md: yes
        box-column.md: goes wrong
        boxes-only.md: min
        boxes-only.md: minutes
        change-management.md: technician
        change-management.md: scheduled date format yyyy
        confluence.md: table
        confluence.md: tbody
        confluence.md: date and time
        confluence.md: href
        confluence.md: tbody
        confluence.md: table
        confluence.md: execution
        confluence.md: table
        confluence.md: thead
        confluence.md: step
        confluence.md: responsible
        confluence.md: estimated time
        confluence.md: thead
        confluence.md: tbody
        confluence.md: min
        confluence.md: quot quot
        confluence.md: min
        confluence.md: tbody
        confluence.md: table
        crlf-tabs.txt: min
        crlf-tabs.txt: min
        crlf-tabs.txt: min
        dedicated.md: when
        dedicated.md: expected duration hours
        emoji.md: when
        emoji.md: duration
        front-matter.md: title
        front-matter.md: steps
        german.md: beschreibung
        german.md: ansprechpartner
        german.md: grund
        german.md: minuten
        german.md: stunde
        german.md: rücknahme
        german.md: offene punkte
        gitlab-change.md: date format yyyy
        gitlab-change.md: tracking
        handbook-example.md: plain
        handbook-example.md: duration
        handbook-page.txt: duration
        headings-as-tasks.md: procedure
        headings-as-tasks.md: min
        headings-as-tasks.md: expected result
        headings-as-tasks.md: backout
        html-soup.md: details
        html-soup.md: table table
        japanese-boxes.md: 作業日時
        japanese-boxes.md: 作業責任者
        japanese-boxes.md: 作業手順
        japanese-boxes.md: １時間３０分
        japanese-boxes.md: 約15分
        japanese-boxes.md: 切り戻し手順
        japanese-boxes.md: 5時間
        japanese.md: 作業手順
        japanese.md: 作業内容 予定時間
        japanese.md: 10分
        japanese.md: 1時間30分
        japanese.md: 切り戻し
        jira.md: assignee
        jira.md: key summary assignee time estimate
        jira.md: done
        jira.md: won
        marked-twice.md: post
        marked-twice.md: details summary timeline summary
        marked-twice.md: time who
        nested.md: steps
        nested.md: expected
        nested.md: hour
        plain-plan.txt: owner
        plain-plan.txt: min
        plain-plan.txt: expected
        relative-times.md: white mark
        relative-times.md: white mark
        servicenow.md: assigned
        servicenow.md: start
        servicenow.md: short
        servicenow.md: implementation
        servicenow.md: approx mins
        servicenow.md: minutes
        servicenow.md: backout
        servicenow.md: hours
        tables.md: timezone
        tables.md: status comment
        tables.md: pending
        tables.md: step who estimated result
        tables.md: min
        tables.md: action
        underlined.md: runbook
        wartungsplan.md: termin
        wartungsplan.md: verantwortlich
        wartungsplan.md: geplante std
        wartungsplan.md: prüfpunkt erledigt bemerkung
        wartungsplan.md: nein
        wartungsplan.md: entfällt
        wartungsplan.md: ablaufplan
        wartungsplan.md: schritt zuständig geplante
        wartungsplan.md: min erledigt
        wartungsplan.md: std
        wartungsplan.md: min offen
        wartungsplan.md: minuten offen
        wartungsplan.md: rückfallplan
        wartungsplan.md: min
    "#]]
    .assert_eq(&otherwise);
}

#[test]
fn what_is_no_valid_runbook_is_so_by_what_its_source_says() {
    // `PST` twice, `CET`, `half an hour`, and two dates in the ways of their countries.
    let expected = [
        ("handbook-example.md", 1),
        ("handbook-page.txt", 1),
        ("tables.md", 2),
        ("japanese-boxes.md", 1),
        ("wartungsplan.md", 1),
    ];
    for (name, markdown) in fixtures() {
        let imported = import_text(&markdown);
        let source = Source::from_text(name.clone(), imported.text.clone()).expect("text");
        let (_, problems) = Document::parse_as_far_as_possible(&source);
        let n_expected = expected.iter().find(|(known, _)| *known == name).map_or(0, |(_, n)| *n);
        assert_eq!(problems.len(), n_expected, "{name}: {problems:#?}\n{}", imported.text);
    }
}
