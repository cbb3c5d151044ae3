//! The JSON Schema and the parser say the same of every shape.

use std::sync::LazyLock;

use runbook::{
    document::{Document, Source, schema},
    model::Runbook,
};
use serde_json::{Map, Value};

use crate::format::{self, Key, Record, Shape};

const MINIMAL: &str = "version: 1\nheader:\n  name: Acme - Work\n";

/// Returns what the parser makes of a text.
fn parse(text: &str) -> Result<Runbook, String> {
    let source = Source::from_text("x.yaml", text.to_owned()).expect("text");
    Document::parse(&source).map(|document| document.runbook).map_err(|problems| problems[0].message.clone())
}

/// Returns what an editor would make of a text.
fn fits_schema(text: &str) -> bool {
    let yaml: serde_yaml::Value = serde_yaml::from_str(text).expect(text);
    static VALIDATOR: LazyLock<jsonschema::Validator> =
        LazyLock::new(|| jsonschema::validator_for(&schema()).expect("a valid schema"));
    VALIDATOR.is_valid(&json(yaml))
}

fn json(yaml: serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect(),
        serde_yaml::Value::Mapping(entries) => {
            let key = |key| json(key).as_str().map_or_else(|| "a key that is no text".to_owned(), str::to_owned);
            entries.into_iter().map(|(name, value)| (key(name), json(value))).collect::<Map<_, _>>().into()
        }
        scalar => serde_json::to_value(scalar).expect("a scalar"),
    }
}

/// Checks that parser and schema accept these texts, or that both refuse them.
#[track_caller]
fn check(texts: impl IntoIterator<Item = String>, is_valid: bool) {
    let wrong = texts.into_iter().filter_map(|text| {
        let (parser, schema) = (parse(&text), fits_schema(&text));
        let agree = parser.is_ok() == is_valid && schema == is_valid;
        (!agree).then(|| format!("{text}parser: {:?}, schema: {schema}\n", parser.map(|_| "ok")))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
}

fn with_minimal(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|lines| format!("{MINIMAL}{lines}\n")).collect()
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn what_the_parser_accepts_fits_the_schema() {
    let lines = [
        "",
        // Text stays what was typed.
        "  description: no",
        "  description: 007",
        "  description: 1e3",
        "  description: 23:30",
        "  description: true",
        "  description: |\n    two\n    lines",
        "  dri: \"@john_doe\"",
        "  links: { ticket: 123, other: }",
        // Null and empty are absent.
        "  schedule_at:",
        "  window: ''",
        "  platform: ~",
        "  platform: ''",
        "  sessions:",
        "  sessions: ''",
        "  links:",
        "kind:",
        "blueprint:",
        "contacts:",
        "contacts: { gitlab: , customer: [] }",
        "checklists:",
        "checklists: { pre-call: , post-call: [] }",
        "tasks: ''",
        "rollback:",
        "closed:",
        "sync:",
        "log: []",
        "tasks: [{ task: x, outcome: , planned: , started_at: , id: }]",
        // Values of a certain form.
        "  window: 3h",
        "  window: 1h15m30s",
        "  schedule_at: 2026-10-10 23:30 America/Los_Angeles",
        "  schedule_at: 2026-11-01 01:30 America/New_York -04:00",
        "  schedule_at: 2026-10-10 23:30 +05:30",
        "  sessions: [{ at: 2026-10-10 23:30 UTC, window: 30m }]",
        "contacts: { gitlab: [{ name: John Doe, time_zone: America/Argentina/Buenos_Aires, duties: [execute, verify] }] }",
        "contacts: { customer: [{ name: 5, time_zone: -08:00, attends: false }] }",
        "tasks: [{ id: 'a-1', task: x, outcome: partial, duration: 0m, started_at: 2026-10-11 06:32:10.5+05:30 }]",
        "tasks: [{ id: true, task: false }]",
        "follow_ups: [{ what: x, due: 2026-10-15 }]",
        "closed: { at: 2026-10-11T06:32:10Z }",
        "sync: { rev: 12, state: creating, base: { tasks/a: ' ', pre-call/inform: } }",
        "sync: { rev: '12' }",
        "log: [{ at: 2026-10-11t06:32:10z, event: follow-up, was: { duration: 5m, note: } }]",
        // Checklists: items, or a title and items.
        "checklists: { pre-call: [{ item: x, state: not-applicable, required: true }] }",
        "checklists: { x: { title: 5, items: [{ item: x }] }, xy-z: { items: }, a: {} }",
        "rollback: { steps: [{ task: x, undoes: y }] }",
        "rollback: {}",
        // Keys of one's own.
        "x-team: [a, { b: c }]",
        "  x-team: 1",
        "tasks: [{ task: x, x-weight: 3 }]",
        "checklists: { x-note: anything, pre-call: { items: [], x-owner: me } }",
        "parameters: { GROUP_ID: Number of the group, x-more: [1] }",
    ];
    check(with_minimal(&lines), true);
    check(["version: '1'\nheader: { name: 7 }\n".to_owned()], true);
}

#[test]
fn what_the_parser_refuses_does_not_fit_the_schema() {
    let lines = [
        // Unknown keys.
        "  discription: x",
        "kinds: support-assisted",
        "messages: []",
        "outreach:",
        "maintenance: {}",
        "tasks: [{ task: x, duraton: 5m }]",
        "tasks: [{ task: x, undoes: y }]",
        "contacts: { partner: [] }",
        "checklists: { pre-call: { item: [] } }",
        "checklists: { Pre Call: [] }",
        "checklists: { x_y: [] }",
        "1: x",
        // Wrong shapes.
        "  dri: [a]",
        "  description: { a: b }",
        "  sessions: { at: 2026-10-10 23:30 UTC }",
        "  links: [a]",
        "  links: { a: [b] }",
        "contacts: []",
        "contacts: { gitlab: John Doe }",
        "contacts: { gitlab: [{ name: x, duties: execute }] }",
        "contacts: { gitlab: [{ name: x, duties: [~] }] }",
        "checklists: []",
        "checklists: { pre-call: yes }",
        "checklists: { pre-call: [x] }",
        "checklists: { pre-call: [~] }",
        "tasks: { task: x }",
        "tasks: [Do this]",
        "tasks: [[]]",
        "rollback: none",
        "closed: true",
        "log: [x]",
        // Missing keys.
        "tasks: [{ id: a }]",
        "tasks: [{ task: '' }]",
        "tasks: [{ task: }]",
        "contacts: { gitlab: [{ handle: x }] }",
        "  sessions: [{ window: 1h }]",
        "rollback: { confirmed_by: [{ region: APAC }] }",
        "follow_ups: [{ owner: x }]",
        "closed: { by: x }",
        "log: [{ at: 2026-10-11T06:32:10Z }]",
        "log: [{ event: note }]",
        // Wrong words.
        "kind: emergency",
        "  platform: saas",
        "  criticality: c1",
        "  criticality: 1",
        "tasks: [{ task: x, outcome: done }]",
        "checklists: { pre-call: [{ item: x, state: n/a }] }",
        "checklists: { pre-call: [{ item: x, state: Done }] }",
        "blueprint: yes",
        "blueprint: 'true'",
        "blueprint: 1",
        "contacts: { gitlab: [{ name: x, duties: [run] }] }",
        "sync: { state: dead }",
        "log: [{ at: 2026-10-11T06:32:10Z, event: task, to: running }]",
        // Wrong forms.
        "  window: 90",
        "  window: 1h75m",
        "  window: 1.5h",
        "  window: 1d",
        "  window: 10M",
        "  window: -10m",
        "  schedule_at: 2026-10-10 23:30",
        "  schedule_at: 2026-10-10 23:30 PST",
        "  schedule_at: 2026-10-10 - 23:30 UTC",
        "  schedule_at: 2026-10-10T23:30:00Z",
        "  schedule_at: 2026-13-10 23:30 UTC",
        "  schedule_at: 2026-10-10 23:30 +05:20",
        "contacts: { gitlab: [{ name: x, time_zone: EST }] }",
        "contacts: { gitlab: [{ name: x, time_zone: US/Pacific }] }",
        "contacts: { gitlab: [{ name: x, time_zone: +15:00 }] }",
        "tasks: [{ id: Do This, task: x }]",
        "tasks: [{ id: 2fa, task: x }]",
        "tasks: [{ id: 2, task: x }]",
        "tasks: [{ task: x, started_at: yesterday }]",
        "tasks: [{ task: x, started_at: 2026-10-11T06:32Z }]",
        "tasks: [{ task: x, started_at: 2026-10-11T06:32:10 }]",
        "tasks: [{ task: x, started_at: 2026-10-11T06:32:10+0530 }]",
        "follow_ups: [{ what: x, due: 15.10.2026 }]",
        "follow_ups: [{ what: x, due: 2026-1-15 }]",
        "follow_ups: [{ what: x, due: ' 2026-1-15' }]",
        "sync: { rev: -1 }",
        "sync: { rev: 1.5 }",
        "sync: { rev: many }",
    ];
    check(with_minimal(&lines), false);
    let documents = [
        "version: 1",
        "header: { name: x }",
        "version: 1\nheader:\n",
        "version: 1\nheader: x\n",
        "version: 1\nheader: {}\n",
        "version: 1\nheader: { name: [a] }\n",
        "version: 1\nheader: { name: }\n",
        "version: 2\nheader: { name: x }\n",
        "version: one\nheader: { name: x }\n",
        "version:\nheader: { name: x }\n",
        "- version: 1\n",
        "text\n",
    ];
    check(documents.map(str::to_owned), false);
}

#[test]
fn some_things_only_the_parser_knows() {
    for lines in [
        "  window: 9999h1m",
        "  schedule_at: 2026-02-29 23:30 UTC",
        "  schedule_at: 2026-10-10 23:30 Europe/Atlantis",
        "  schedule_at: 2026-03-08 02:30 America/New_York",
        "  schedule_at: 2026-11-01 01:30 America/New_York",
        "  schedule_at: 2026-10-10 23:30 America/New_York -05:00",
        "contacts: { gitlab: [{ name: x, time_zone: America/Nowhere }] }",
        "tasks: [{ id: a, task: x }, { id: a, task: y }]",
        "tasks: [{ id: a, task: x }]\nrollback: { steps: [{ id: a, task: y }] }",
        "follow_ups: [{ what: x, due: 2026-02-30 }]",
        "closed: { at: 2026-02-30T00:00:00Z }",
        "blueprint: True",
    ] {
        let text = format!("{MINIMAL}{lines}\n");
        assert!(parse(&text).is_err() && fits_schema(&text), "{text}");
    }
}

/// Returns each key with the record that holds it and its place; keys that hold records are visited with these.
fn keys(records: &[Record]) -> impl Iterator<Item = (&Record, &Key)> {
    records.iter().flat_map(|record| record.keys.iter().map(move |key| (record, key)))
}

#[test]
fn every_example_is_accepted_and_lands_in_the_model() {
    let mut n_examples = 0;
    for (record, key) in keys(&format::records()) {
        let Some(example) = &key.example else {
            let holds_records = matches!(key.shape, Shape::Record(_) | Shape::Records(_) | Shape::Checklists);
            assert!(holds_records, "{}: {} has no example", record.name, key.name);
            continue;
        };
        n_examples += 1;
        for place in &record.places {
            let mut with = record.required.clone();
            with.insert(key.name.clone(), example.clone());
            let mut without = with.clone();
            without.shift_remove(&key.name);
            let [with, without] = [with, without]
                .map(|record| serde_yaml::to_string(&place.document(record)).expect("a document can be written"));
            check([with.clone()], true);
            if key.is_required {
                check([without], false);
            } else {
                check([without.clone()], true);
                assert_ne!(parse(&with), parse(&without), "{with}");
            }
        }
    }
    assert!(n_examples > 80, "{n_examples}");
}

#[test]
fn every_mapping_has_known_keys_and_keys_of_your_own() {
    for record in &format::records() {
        for (key, is_valid) in [("x-own", true), ("unknown", false), ("X-own", false), ("version ", false)] {
            let mut fields = record.required.clone();
            fields.insert(key.to_owned(), "text".into());
            let texts = record.places.iter().map(|place| {
                serde_yaml::to_string(&place.document(fields.clone())).expect("a document can be written")
            });
            check(texts, is_valid);
        }
    }
}

/// Values that mean something somewhere, and values that YAML reads as something else than text.
const VALUES: &[&str] = &[
    "~",
    "''",
    "[]",
    "{}",
    "[~]",
    "[a]",
    "[execute, verify]",
    "{ a: b }",
    "{ a: [b] }",
    "{ x-a: [b] }",
    "[{ task: x }]",
    "text with blanks",
    "no",
    "true",
    "'true'",
    "false",
    "12",
    "'12'",
    "007",
    "-1",
    "1.5",
    "1e3",
    "1",
    "a-1",
    "x-1",
    "-a",
    "10m",
    "1h75m",
    "90",
    "0m",
    "open",
    "done",
    "success",
    "started",
    "completed",
    "C1",
    "gitlab.com",
    "live",
    "note",
    "emergency-maintenance",
    "2026-10-15",
    "2026-10-32",
    "2026-10-11T06:32:10Z",
    "2026-10-11t06:32:10.123456789123+05:30",
    "2026-10-11 06:32:60-23:59",
    "2026-10-11T06:32:10+24:00",
    "2026-10-11T06:32:10\u{2212}05:00",
    "2026-10-10 23:30 UTC",
    "2026-10-10 23:30 America/Los_Angeles",
    "UTC",
    "+05:30",
    "Europe/Dublin",
    "Z",
];

#[test]
fn parser_and_schema_agree_on_every_value_of_every_key() {
    let mut disagreements = Vec::new();
    for (record, key) in keys(&format::records()) {
        let marker = "value-of-the-key";
        let mut fields = record.required.clone();
        fields.insert(key.name.clone(), marker.into());
        let text = serde_yaml::to_string(&record.places[0].document(fields)).expect("a document can be written");
        for value in VALUES {
            let text = text.replace(marker, value);
            let (parser, schema) = (parse(&text).is_ok(), fits_schema(&text));
            if parser != schema {
                disagreements.push(format!("{}.{}: {value}: parser {parser}, schema {schema}", record.name, key.name));
            }
        }
    }
    // For JSON Schema 1e3 is a whole number; here it is the text that was typed.
    assert_eq!(disagreements.join("\n"), "Sync.rev: 1e3: parser false, schema true");
}
