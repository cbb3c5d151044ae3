//! A fingerprint names a finding through edits elsewhere, is unique in a report, and is the same in all formats.

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, proptest};
use runbook::report::Format;

use super::{ACME, found, readers::seen, written};

fn fingerprints(format: Format, text: &str) -> Vec<String> {
    let seen = seen(format, &written(format, &found("a.yaml", text), &[]));
    let mut all: Vec<String> = seen.into_iter().map(|seen| seen.fingerprint.expect("one")).collect();
    all.sort_unstable();
    all
}

/// Returns the parts of a text that begin at lines for which `begins` holds; what stands before the first is left out.
fn parts(text: &str, begins: impl Fn(&str) -> bool) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        match parts.last_mut() {
            Some(part) if !begins(line) => part.push_str(line),
            _ => parts.push(line.to_owned()),
        }
    }
    parts
}

/// Turns the entries of the lists around, within each top-level key.
fn with_lists_turned(block: &str) -> String {
    let is_entry = |line: &str, indent: &str| line.strip_prefix(indent).is_some_and(|rest| rest.starts_with("- "));
    let mut turned = String::new();
    let mut lines = block.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if !is_entry(line, indent) {
            turned.push_str(line);
            continue;
        }
        let mut list = line.to_owned();
        let deeper = format!("{indent}  ");
        while let Some(next) = lines.next_if(|next| next.starts_with(&deeper) || is_entry(next, indent)) {
            list.push_str(next);
        }
        turned.extend(parts(&list, |line| is_entry(line, indent)).into_iter().rev());
    }
    turned
}

fn blocks() -> Vec<String> {
    parts(ACME, |line| !line.starts_with(' '))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fingerprints_survive_edits_elsewhere(
        order in Just((0..blocks().len()).collect::<Vec<_>>()).prop_shuffle(),
        is_turned in any::<bool>(),
        n_blanks in 0_usize..4,
        is_crlf in any::<bool>(),
        comments in prop::collection::vec((any::<prop::sample::Index>(), "( {0,6}# [a-z ]{0,20}|)"), 0..5),
    ) {
        let blocks = blocks();
        let text: String = order.iter().map(|index| blocks[*index].as_str()).collect();
        let text = if is_turned { with_lists_turned(&text) } else { text };
        let deeper = |line: &str| if line.starts_with(' ') { " ".repeat(n_blanks) + line } else { line.to_owned() };
        let mut lines: Vec<String> = text.lines().map(deeper).collect();
        for (at, comment) in comments {
            lines.insert(at.index(lines.len() + 1), comment);
        }
        let text = lines.join(if is_crlf { "\r\n" } else { "\n" });
        assert_eq!(fingerprints(Format::Json, &text), fingerprints(Format::Json, ACME), "{text}");
    }
}

#[test]
fn the_lists_of_the_property_are_turned() {
    let turned = with_lists_turned(ACME);
    let place = |text: &str| turned.find(text).expect("there");
    assert!(place("Look again") < place("Enforce 2FA\n") && place("Jane Smith") < place("name: John Doe"));
    assert_eq!(turned.len(), ACME.len());
    assert!(found("a.yaml", ACME).len() > 8);
}

#[test]
fn all_formats_have_the_same_fingerprints_and_each_once() {
    let same_twice = "version: 1\nheader: { name: Acme - Work }\ntasks: [{ task: a }, { task: a }, { task: 確 }, { task: 認 }]\nx: 1\nx: 1\n";
    for text in [ACME, same_twice] {
        let expected = fingerprints(Format::Json, text);
        let mut once = expected.clone();
        once.dedup();
        assert_eq!(once, expected);
        assert_eq!(expected.len(), found("a.yaml", text).len());
        assert_eq!(fingerprints(Format::Gitlab, text), expected);
        assert_eq!(fingerprints(Format::Sarif, text), expected);
    }
}

#[test]
fn files_with_the_same_content_have_fingerprints_of_their_own() {
    let mut findings = found("a.yaml", ACME);
    findings.extend(found("b.yaml", ACME));
    for format in [Format::Json, Format::Gitlab, Format::Sarif, Format::Junit, Format::Github] {
        assert_eq!(seen(format, &written(format, &findings, &[])).len(), findings.len(), "{format:?}");
    }
    // The same file again is not.
    findings.truncate(findings.len() / 2);
    let once = findings.clone();
    findings.extend(found("./a.yaml", ACME));
    for format in [Format::Json, Format::Gitlab, Format::Sarif, Format::Junit, Format::Github] {
        assert_eq!(written(format, &findings, &[]), written(format, &once, &[]), "{format:?}");
    }
}
