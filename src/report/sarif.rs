//! `sarif`: SARIF 2.1.0, which many services and editors read.
//!
//! It holds no text of the runbook beyond what a message quotes, so it may go where the runbook itself may not.

use std::io;

use serde::Serialize;

use super::{
    Project,
    entry::{Entry, entries},
    printable::printable_json,
};
use crate::{
    document::Position,
    lint::{Finding, Level, Rule, rules},
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const VERSION: &str = "2.1.0";
/// What readers know the top folder of the project by.
const PROJECT_ROOT: &str = "%SRCROOT%";
/// The name of our fingerprint, with its version.
const FINGERPRINT: &str = "runbook/v1";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    original_uri_base_ids: serde_json::Value,
    column_kind: &'a str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text<'a>,
    full_description: Message,
    help: Help,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: serde_json::Value,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    region: Region,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation<'a> {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

pub(super) fn write(findings: &[Finding], project: &Project, out: &mut dyn io::Write) -> io::Result<()> {
    let entries = entries(findings, project);
    // Only the rules that have a say: the pages of all would be most of the report.
    let rules: Vec<&Rule> =
        rules::ALL.iter().copied().filter(|rule| entries.iter().any(|entry| entry.finding.rule == *rule)).collect();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules.iter().map(|rule| descriptor(rule)).collect(),
            },
        },
        invocations: [Invocation { execution_successful: true }],
        original_uri_base_ids: serde_json::json!({ PROJECT_ROOT: { "description": { "text": "the top folder of the project" } } }),
        // Without it columns would be UTF-16 code units.
        column_kind: "unicodeCodePoints",
        results: entries.iter().map(|entry| result(entry, &rules, project)).collect(),
    };
    let json = serde_json::to_string_pretty(&Log { schema: SCHEMA, version: VERSION, runs: [run] })?;
    writeln!(out, "{}", printable_json(&json))
}

fn descriptor(rule: &Rule) -> Descriptor<'_> {
    Descriptor {
        id: rule.id,
        short_description: Text { text: rule.summary },
        full_description: Message { text: rule.first_paragraph() },
        help: Help {
            text: format!("{}; `runbook explain {}` says why it matters", rule.summary, rule.id),
            markdown: rule.page(),
        },
        default_configuration: Configuration { level: level(rule.level) },
    }
}

fn result<'a>(entry: &Entry<'a>, rules: &[&Rule], project: &Project) -> SarifResult<'a> {
    let finding = entry.finding;
    let text = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let artifact = artifact(entry, project);
    let location = |region, message| Location {
        physical_location: PhysicalLocation { artifact_location: artifact.clone(), region },
        message,
    };
    let also = finding.also.iter().map(|also| location(region(also.start, None), Some(Text { text: &also.message })));
    SarifResult {
        rule_id: finding.rule.id,
        rule_index: rules.iter().position(|rule| *rule == finding.rule).unwrap_or_default(),
        level: level(finding.level),
        message: Message { text },
        locations: [location(region(finding.start, Some(finding.end)), None)],
        related_locations: also.collect(),
        partial_fingerprints: serde_json::json!({ FINGERPRINT: entry.fingerprint }),
    }
}

fn artifact<'a>(entry: &Entry<'_>, project: &Project) -> ArtifactLocation<'a> {
    if project.holds(&entry.finding.path) {
        ArtifactLocation { uri: percent_encoded(&entry.path), uri_base_id: Some(PROJECT_ROOT) }
    } else {
        let uri = format!("file://{}", percent_encoded(&project.absolute(&entry.finding.path).to_string_lossy()));
        ArtifactLocation { uri, uri_base_id: None }
    }
}

fn region(start: Position, end: Option<Position>) -> Region {
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.map(|end| end.line),
        end_column: end.map(|end| end.column),
    }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// Returns a path as it stands in a URI: everything but letters, digits, `-._~` and `/` as its bytes.
fn percent_encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}
