//! What readers of a format demand beyond its syntax.

use std::collections::HashSet;

use expect_test::expect;
use runbook::{lint::Finding, model::is_invisible, report::Format};
use serde_json::Value;

use super::{
    ACME, found,
    readers::{junit, percent_decoded, seen},
    written,
};

/// A path with what each format has to escape.
const ODD: &str = "a b/50%,c:d#e?f&<g>\"h'確\u{202e}].yaml";

#[test]
fn every_format_reads_back_odd_paths_and_messages() {
    let message = "a % b, c: d :: e\n::error::f\r <g> & \"h\" ]]> \u{1b}[31m \u{ffff}";
    let mut findings = vec![Finding::unreadable(ODD, message, Some("do\nthis".to_owned()))];
    findings.extend(found(ODD, ACME));
    for format in Format::ALL {
        let report = written(format, &findings, &[ODD]);
        assert!(!report.contains(is_invisible), "{format:?}: {report}");
        let seen = seen(format, &report);
        assert_eq!(seen.len(), findings.len(), "{format:?}: {report}");
        let shown = match format {
            Format::Json | Format::Gitlab | Format::Sarif => ODD.to_owned(),
            _ => ODD.replace('\u{202e}', "\\u{202e}"),
        };
        assert!(seen.iter().all(|seen| seen.path == shown), "{format:?}: {report}");
    }
}

#[test]
fn github_gets_commands_that_end_with_their_line() {
    let unreadable = Finding::unreadable("a,b:c%d.yaml", "100 % sure\n::error::no", Some("one\ntwo".to_owned()));
    expect![[r"
        ::error file=a%2Cb%3Ac%25d.yaml,line=1,col=1,endLine=1,endColumn=1,title=unreadable::100 %25 sure%0A::error::no%0Ahelp: one%0Atwo
    "]]
    .assert_eq(&written(Format::Github, &[unreadable], &[]));
    assert_eq!(written(Format::Github, &[], &["a.yaml"]), "");
    assert_eq!(written(Format::Concise, &[], &["a.yaml"]), "");
}

#[test]
fn sarif_refers_to_its_rules_and_to_the_project() {
    let mut findings = found("./team/acme.yaml", ACME);
    findings.extend(found("/elsewhere/a b.yaml", "version: 1\n  header:\n"));
    findings.extend(found("../c.yaml", "version: 1\nheader: { name: Acme - Work }\nx: 1\nx: 2\n"));
    let report: Value = serde_json::from_str(&written(Format::Sarif, &findings, &[])).expect("JSON");
    let run = &report["runs"][0];
    assert_eq!((&report["version"], &run["invocations"][0]["executionSuccessful"]), (&"2.1.0".into(), &true.into()));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let ids: HashSet<&str> = rules.iter().map(|rule| rule["id"].as_str().expect("text")).collect();
    assert_eq!(ids.len(), rules.len());
    assert_eq!(ids, findings.iter().map(|finding| finding.rule.id).collect());
    for rule in rules {
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert!(rule.pointer(text).and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{rule}");
        }
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().expect("text")));
    }
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), findings.len());
    let mut uris = HashSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        for location in result["locations"].as_array().expect("a list").iter().chain(related) {
            let artifact = &location["physicalLocation"]["artifactLocation"];
            let uri = artifact["uri"].as_str().expect("text");
            uris.insert((uri, artifact["uriBaseId"].as_str()));
            assert!(uri.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%:".contains(c)), "{uri}");
            percent_decoded(uri);
        }
    }
    let root = Some("%SRCROOT%");
    assert_eq!(
        uris,
        HashSet::from([("team/acme.yaml", root), ("file:///elsewhere/a%20b.yaml", None), ("file:///srv/c.yaml", None)])
    );
    assert!(run["originalUriBaseIds"].get("%SRCROOT%").is_some());
}

#[test]
fn sarif_without_findings_is_a_run_that_found_nothing() {
    let report: Value = serde_json::from_str(&written(Format::Sarif, &[], &["a.yaml"])).expect("JSON");
    assert_eq!(report["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn junit_has_a_suite_for_each_file_and_a_case_for_each_finding() {
    let mut findings =
        found("b.yaml", "version: 1\nheader: { name: Acme - Work }\ntasks: [{ task: a }, { task: b }]\n");
    findings.retain(|finding| finding.rule.id == "task-without-duration");
    findings.extend(found("c.yaml", "version: 1\n  header:\n"));
    findings.push(Finding::not_a_runbook("d.yaml"));
    let cases = junit(&written(Format::Junit, &findings, &["d.yaml", "./b.yaml", "a.yaml"]));
    let shown = cases.iter().map(|case| {
        assert_eq!(case.suite, case.class);
        assert_eq!(case.outcome.is_empty(), case.output.is_empty());
        format!("{}: {}: {}\n", case.class, case.name, case.outcome)
    });
    expect![[r"
        a.yaml: no findings: 
        b.yaml: task-without-duration: task has no planned duration: failure
        b.yaml: task-without-duration: task has no planned duration (2): failure
        c.yaml: syntax: this line is indented deeper than the line above, which has its value already: error
        d.yaml: not-a-runbook: the file has neither `version` nor `header`, so it is no runbook: skipped
    "]]
    .assert_eq(&shown.collect::<String>());
}

#[test]
fn gitlab_drops_what_it_does_not_like_and_all_behind_it() {
    let report = written(Format::Gitlab, &found("a.yaml", ACME), &[]);
    for (from, to) in [
        ("\"begin\": 2", "\"begin\": \"2\""),
        ("\"severity\": \"minor\"", "\"severity\": \"warning\""),
        ("\"path\": \"a.yaml\"", "\"path\": \"./a.yaml\""),
        ("\"fingerprint\"", "\"print\""),
    ] {
        assert!(report.contains(from), "{from} in {report}");
        assert_eq!(seen(Format::Gitlab, &report.replacen(from, to, 1)).len(), 0, "{to}");
    }
}
