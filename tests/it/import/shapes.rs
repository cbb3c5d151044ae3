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
    assert!(fixtures.len() >= 14, "{}", fixtures.len());
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
        boxes-only.md: min
        boxes-only.md: minutes
        change-management.md: technician
        change-management.md: scheduled date and format yyyy
        german.md: beschreibung
        german.md: ansprechpartner
        german.md: grund
        german.md: minuten
        german.md: stunde
        german.md: rücknahme
        german.md: offene punkte
        handbook-example.md: plain
        handbook-example.md: duration
        handbook-page.txt: duration
        headings-as-tasks.md: procedure
        headings-as-tasks.md: min
        headings-as-tasks.md: expected result
        headings-as-tasks.md: backout
        japanese.md: 作業手順
        japanese.md: 作業内容 予定時間
        japanese.md: 10分
        japanese.md: 1時間30分
        japanese.md: 切り戻し
        marked-twice.md: post
        marked-twice.md: details summary timeline summary
        marked-twice.md: time who
        nested.md: steps
        nested.md: expected
        nested.md: hour
        tables.md: timezone
        tables.md: status comment
        tables.md: pending
        tables.md: step who estimated result
        tables.md: min
        tables.md: action
    "#]]
    .assert_eq(&otherwise);
}

#[test]
fn what_is_no_valid_runbook_is_so_by_what_its_source_says() {
    // `PST` twice, `CET` and `half an hour`.
    let expected = [("handbook-example.md", 1), ("handbook-page.txt", 1), ("tables.md", 2)];
    for (name, markdown) in fixtures() {
        let imported = import_text(&markdown);
        let source = Source::from_text(name.clone(), imported.text.clone()).expect("text");
        let (_, problems) = Document::parse_as_far_as_possible(&source);
        let n_expected = expected.iter().find(|(known, _)| *known == name).map_or(0, |(_, n)| *n);
        assert_eq!(problems.len(), n_expected, "{name}: {problems:#?}\n{}", imported.text);
    }
}
