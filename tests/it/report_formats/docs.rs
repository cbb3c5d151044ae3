//! The examples of `docs/lint.md` are what is written.

use runbook::report::Format;
use serde_json::Value;

use super::{found, written};

const PAGE: &str = include_str!("../../../docs/lint.md");

/// Returns a file with the finding of the page: a task without duration on line 31.
fn acme() -> String {
    let lines = ["version: 1", "header: { name: Acme - Enforce 2FA on All Groups }"];
    let tasks = ["tasks:", "  - task: Remove 2FA from user list", "    owner: John Doe"];
    [lines.join("\n"), "#\n".repeat(26), tasks.join("\n")].join("\n")
}

#[test]
fn each_format_is_documented_with_what_it_writes() {
    let mut findings = found("runbooks/acme.yaml", acme());
    findings.retain(|finding| finding.rule.id == "task-without-duration");
    for format in Format::ALL {
        let word = format.word();
        assert!(PAGE.contains(&format!("| `{word}` | ")), "{word} has no row");
        let report = written(format, &findings, &["runbooks/acme.yaml"]);
        if format == Format::Text {
            assert!(PAGE.contains(&format!("```console\n$ runbook lint runbooks/acme.yaml\n{report}")), "{report}");
            continue;
        }
        let (_, section) = PAGE.split_once(&format!("\n### {word}\n")).expect("a section");
        let (_, block) = section.split_once("\n```").and_then(|(_, rest)| rest.split_once('\n')).expect("a block");
        let (block, _) = block.split_once("```\n").expect("its end");
        if format == Format::Sarif {
            let report: Value = serde_json::from_str(&report).expect("JSON");
            let documented: Value = serde_json::from_str(block).expect("JSON");
            assert_eq!(report["runs"][0]["results"], Value::Array(vec![documented]));
        } else {
            assert_eq!(block, report, "{word}");
        }
    }
}
