//! Readers of the formats, each as strict as what reads it elsewhere.

use std::collections::BTreeMap;

use runbook::report::Format;
use serde_json::Value;

/// What a report says about a finding; what a format does not hold is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub path: String,
    pub rule: String,
    pub line: usize,
    pub column: Option<usize>,
    /// Line and column.
    pub end: Option<(usize, usize)>,
    pub fingerprint: Option<String>,
}

/// Reads a report in any format.
#[track_caller]
pub(crate) fn seen(format: Format, report: &str) -> Vec<Seen> {
    match format {
        Format::Text => text(report),
        Format::Concise => report.lines().map(concise).collect(),
        Format::Json => json(report),
        Format::Gitlab => gitlab(report),
        Format::Sarif => sarif(report),
        Format::Junit => junit(report).into_iter().flat_map(|case| text(&case.output)).collect(),
        Format::Github => report.lines().map(github).collect(),
    }
}

fn text(report: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    for line in report.lines() {
        let heading = line.split_once("]: ").and_then(|(heading, _)| heading.split_once('['));
        if let Some((_, rule)) = heading.filter(|(level, _)| ["error", "warning", "info"].contains(level)) {
            seen.push(Seen { rule: rule.to_owned(), ..Seen::default() });
        } else if let (Some(place), Some(last)) = (line.trim_start().strip_prefix("--> "), seen.last_mut()) {
            let mut parts = place.rsplitn(3, ':');
            let numbers = [parts.next(), parts.next()].map(|part| part.and_then(|part| part.parse().ok()));
            // What concerns a whole file has no line.
            let [Some(column), Some(line)] = numbers else {
                (last.path, last.line, last.column) = (place.to_owned(), 1, Some(1));
                continue;
            };
            (last.path, last.line, last.column) = (parts.next().expect("a path").to_owned(), line, Some(column));
        }
    }
    seen
}

fn concise(line: &str) -> Seen {
    let (place, rest) = line.split_once(": ").expect("a place");
    let mut parts = place.rsplitn(3, ':').collect::<Vec<_>>().into_iter().rev();
    let mut part = || parts.next().expect("path:line:column");
    let (level, rest) = rest.split_once('[').expect("level[rule]");
    assert!(["error", "warning", "info"].contains(&level), "{line}");
    let (rule, message) = rest.split_once("] ").expect("a message");
    assert!(!message.is_empty(), "{line}");
    Seen {
        path: part().to_owned(),
        line: part().parse().expect("a line"),
        column: Some(part().parse().expect("a column")),
        rule: rule.to_owned(),
        ..Seen::default()
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap_or_else(|| panic!("{value} is no whole number"))).expect("small")
}

fn json(report: &str) -> Vec<Seen> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    assert_eq!(report["version"], 1);
    let finding = |finding: &Value| Seen {
        path: string(&finding["path"]),
        rule: string(&finding["rule"]),
        line: number(&finding["line"]),
        column: Some(number(&finding["column"])),
        end: Some((number(&finding["end_line"]), number(&finding["end_column"]))),
        fingerprint: Some(string(&finding["fingerprint"])),
    };
    report["findings"].as_array().expect("a list").iter().map(finding).collect()
}

/// Reads as GitLab does: the first entry that it does not like ends it, and of two with one fingerprint the later stays.
pub(crate) fn gitlab(report: &str) -> Vec<Seen> {
    let report: Value = serde_json::from_str(report).expect("JSON without a byte order mark");
    let mut kept: BTreeMap<String, (usize, Seen)> = BTreeMap::new();
    for (number, entry) in report.as_array().expect("a list").iter().enumerate() {
        let Some(seen) = degradation(entry) else { break };
        kept.insert(seen.fingerprint.clone().expect("one"), (number, seen));
    }
    let mut kept: Vec<(usize, Seen)> = kept.into_values().collect();
    kept.sort();
    kept.into_iter().map(|(_, seen)| seen).collect()
}

fn degradation(entry: &Value) -> Option<Seen> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let severity = text(&entry["severity"])?;
    ["info", "minor", "major", "critical", "blocker"].contains(&severity.as_str()).then_some(())?;
    let rule = text(&entry["check_name"])?;
    // Only the description is shown.
    text(&entry["description"])?.starts_with(&format!("{rule}: ")).then_some(())?;
    // Links are made of the path.
    let path = text(&entry["location"]["path"]).filter(|path| !path.starts_with(['/', '.']))?;
    let line = entry["location"]["lines"]["begin"].as_u64().filter(|line| *line > 0)?;
    let fingerprint = Some(text(&entry["fingerprint"])?);
    Some(Seen { path, rule, line: usize::try_from(line).ok()?, fingerprint, ..Seen::default() })
}

fn sarif(report: &str) -> Vec<Seen> {
    let report: Value = serde_json::from_str(report).expect("JSON");
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        Seen {
            path: percent_decoded(&string(&place["artifactLocation"]["uri"])),
            rule: string(&result["ruleId"]),
            line: number(&region["startLine"]),
            column: Some(number(&region["startColumn"])),
            end: Some((number(&region["endLine"]), number(&region["endColumn"]))),
            fingerprint: Some(string(&result["partialFingerprints"]["runbook/v1"])),
        }
    };
    run["results"].as_array().expect("a list").iter().map(result).collect()
}

/// A test case, as GitLab reads it.
#[derive(Debug)]
pub(crate) struct Case {
    pub suite: String,
    pub class: String,
    pub name: String,
    /// `failure`, `error` or `skipped`; empty when it passed.
    pub outcome: String,
    pub output: String,
}

pub(crate) fn junit(report: &str) -> Vec<Case> {
    let document = roxmltree::Document::parse(report).unwrap_or_else(|error| panic!("{error}\n{report}"));
    let top = document.root_element();
    assert_eq!(top.tag_name().name(), "testsuites");
    let mut cases = Vec::new();
    for suite in top.children().filter(roxmltree::Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        for case in suite.children().filter(roxmltree::Node::is_element) {
            assert_eq!(case.tag_name().name(), "testcase");
            let attribute = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).expect(name).to_owned();
            let outcome = case.first_element_child();
            cases.push(Case {
                suite: attribute(suite, "name"),
                class: attribute(case, "classname"),
                name: attribute(case, "name"),
                outcome: outcome.map(|node| node.tag_name().name().to_owned()).unwrap_or_default(),
                output: outcome.and_then(|node| node.text()).unwrap_or_default().to_owned(),
            });
        }
        let n_cases = suite.children().filter(roxmltree::Node::is_element).count();
        assert_eq!(suite.attribute("tests"), Some(n_cases.to_string().as_str()));
    }
    assert_eq!(top.attribute("tests"), Some(cases.len().to_string().as_str()));
    cases
}

/// Reads as GitHub's runner does: properties up to the second `::`, percent signs in both parts.
fn github(line: &str) -> Seen {
    let (command, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (level, properties) = command.split_once(' ').expect("properties");
    assert!(["error", "warning", "notice"].contains(&level) && !data.is_empty(), "{line}");
    let properties: BTreeMap<&str, String> = properties
        .split(',')
        .map(|property| property.split_once('=').expect("name=value"))
        .map(|(name, value)| (name, percent_decoded(value)))
        .collect();
    let number = |name: &str| properties.get(name).map(|value| value.parse().expect("a number"));
    Seen {
        path: properties["file"].clone(),
        rule: properties["title"].clone(),
        line: number("line").expect("a line"),
        column: number("col"),
        end: number("endLine").zip(number("endColumn")),
        fingerprint: None,
    }
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap_or_else(|_| panic!("%{digits} in {text}")));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
