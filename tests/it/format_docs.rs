//! `docs/format.md` is made from the schema, with the texts in `format/` around it.

use std::fmt::Write;

use expect_test::expect_file;
use runbook::document::{Document, Source, schema};
use serde_json::Value;

use crate::format::{Key, Record, Shape, records};

const INTRODUCTION: &str = include_str!("format/introduction.md");
const BEYOND_THE_SCHEMA: &str = include_str!("format/beyond_the_schema.md");

#[test]
fn the_reference_of_the_format_is_fresh() {
    let reference = format!(
        "<!-- Made by tests/it/format_docs.rs: UPDATE_EXPECT=1 cargo test --test it format_docs -->\n\n\
         {INTRODUCTION}{}\n{BEYOND_THE_SCHEMA}",
        reference()
    );
    expect_file!["../../docs/format.md"].assert_eq(&reference);
}

#[test]
fn the_example_of_the_introduction_is_a_runbook() {
    let (_, after) = INTRODUCTION.split_once("```yaml\n").expect("an example");
    let (example, _) = after.split_once("```").expect("its end");
    let source = Source::from_text("docs/format.md", example.to_owned()).expect("text");
    assert_eq!(Document::parse(&source).map(|document| document.runbook.tasks.len()), Ok(2));
}

/// Returns a section for each record: a table of its keys, and the words that they can be.
fn reference() -> String {
    let schema = schema();
    records().iter().fold(String::new(), |out, record| out + "\n" + &section(&schema, record))
}

fn section(schema: &Value, record: &Record) -> String {
    let mut out = format!("### {}\n\n{}\n\n", heading(record), record.description);
    out += "| Key | Type | Meaning | Example |\n| --- | --- | --- | --- |\n";
    for key in &record.keys {
        let required = if key.is_required { ", **required**" } else { "" };
        let example = key.example.as_ref().map_or_else(String::new, |value| example(&key.name, value));
        let cells = [format!("`{}`", key.name), type_of(key) + required, key.description.clone(), example];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        writeln!(out, "| {} |", cells.join(" | ")).expect("a string takes everything");
    }
    let mut described = Vec::new();
    for key in &record.keys {
        let (Shape::Word(name) | Shape::Words(name)) = &key.shape else { continue };
        if described.contains(&name) {
            continue;
        }
        described.push(name);
        let is_same = |key: &&Key| matches!(&key.shape, Shape::Word(other) | Shape::Words(other) if other == name);
        let keys: Vec<String> = record.keys.iter().filter(is_same).map(|key| format!("`{}`", key.name)).collect();
        writeln!(out, "\n{} can be:\n", keys.join(" and ")).expect("a string takes everything");
        let words = &schema["$defs"][name];
        let [words, meanings] =
            ["enum", "markdownEnumDescriptions"].map(|key| words[key].as_array().expect("words and meanings"));
        for (word, meaning) in words.iter().zip(meanings) {
            let [word, meaning] = [word, meaning].map(|text| text.as_str().expect("text"));
            writeln!(out, "- `{word}`: {meaning}").expect("a string takes everything");
        }
    }
    out
}

fn heading(record: &Record) -> String {
    let places: Vec<String> = record.places.iter().map(ToString::to_string).collect();
    match places.as_slice() {
        [top] if top.is_empty() => "Top of the file".to_owned(),
        places => places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(" and "),
    }
}

fn type_of(key: &Key) -> String {
    match &key.shape {
        Shape::Scalar(name) => match name.as_str() {
            "Text" | "SomeText" => "text",
            "Id" => "[id](#ids)",
            "Duration" => "[duration](#durations)",
            "Schedule" => "[schedule](#schedules)",
            "TimeZone" => "[time zone](#time-zones)",
            "Timestamp" => "[timestamp](#timestamps)",
            "Day" => "[day](#days)",
            "WholeNumber" => "whole number",
            "boolean" => "`true` or `false`",
            "version" => "`1`",
            other => panic!("docs/format.md has no words for {other}"),
        }
        .to_owned(),
        Shape::Word(_) => "word".to_owned(),
        Shape::Words(_) => "list of words".to_owned(),
        Shape::TextMap => "mapping of text to text".to_owned(),
        Shape::Record(_) => "mapping".to_owned(),
        Shape::Records(_) => "list of mappings".to_owned(),
        Shape::Checklists => "mapping of [id](#ids) to checklist".to_owned(),
    }
}

/// Returns a key and its value as Markdown code.
fn example(key: &str, value: &Value) -> String {
    let yaml = format!("{key}: {}", inline(value));
    let read: Value = serde_yaml::from_str(&yaml).expect("an example is YAML");
    assert_eq!(read[key], *value, "{yaml}");
    if yaml.contains('`') { format!("`` {yaml} ``") } else { format!("`{yaml}`") }
}

/// Returns a value as it stands on one line of YAML.
fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        scalar => {
            let plain = serde_yaml::to_string(scalar).expect("a scalar can be written").trim_end().to_owned();
            let needs_quotes = plain.starts_with(['\'', '"']);
            if needs_quotes { scalar.to_string() } else { plain }
        }
    }
}
