//! The format as JSON Schema (2020-12), for editors.
//!
//! Made from the derives of the model, then put right where a type cannot say what the parser does: text stays what was
//! typed, null and empty are absent, `x-*` keys are free. It must never refuse what the parser accepts.
//!
//! Editors read more than the standard: `markdownDescription` and `markdownEnumDescriptions` are what they show, and
//! `errorMessage` what they say instead of a pattern. `tests/editors/run` tries it.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::model::{
    DAY_PATTERN, DURATION_PATTERN, ID_PATTERN, Runbook, SCHEDULE_PATTERN, TIMESTAMP_PATTERN, ZONE_PATTERN,
};

/// A text of a certain form.
struct Form {
    pattern: &'static str,
    /// The name of its definition; also used in `docs/format.md`.
    name: &'static str,
    description: &'static str,
    /// What an editor says of a text that has another form.
    wrong: &'static str,
}

const FORMS: [Form; 6] = [
    Form {
        pattern: ID_PATTERN,
        name: "Id",
        description: "A short name: a small letter, then small letters, digits and dashes.",
        wrong: "not an id: write a small letter, then small letters, digits and dashes, such as dry-run",
    },
    Form {
        pattern: DURATION_PATTERN,
        name: "Duration",
        description: "Hours, minutes, seconds: `2h`, `1h15m`, `10m`, `45s`.",
        wrong: "not a duration: write hours, minutes and seconds, such as 2h, 1h15m, 10m or 45s",
    },
    Form {
        pattern: SCHEDULE_PATTERN,
        name: "Schedule",
        description: "An agreed local date and time in a zone: `2026-10-10 23:30 America/Los_Angeles`.",
        wrong: "not a schedule: write date, time and zone, such as 2026-10-10 23:30 America/Los_Angeles",
    },
    Form {
        pattern: ZONE_PATTERN,
        name: "TimeZone",
        description: "An IANA name such as `America/Los_Angeles`, `UTC`, or an offset such as `+05:30`.",
        wrong: "not a time zone: write an IANA name such as America/Los_Angeles, UTC, or an offset such as +05:30",
    },
    Form {
        pattern: TIMESTAMP_PATTERN,
        name: "Timestamp",
        description: "An instant, RFC 3339: `2026-10-11T06:32:10Z`.",
        wrong: "not an instant: write it as RFC 3339, such as 2026-10-11T06:32:10Z",
    },
    Form {
        pattern: DAY_PATTERN,
        name: "Day",
        description: "A day: `2026-10-15`.",
        wrong: "not a day: write year, month and day, such as 2026-10-15",
    },
];

/// The ids of checklists. Keys that begin with `x-` are free instead.
const CHECKLIST_ID_PATTERN: &str = "^([a-wyz][a-z0-9-]*|x([a-z0-9][a-z0-9-]*)?)$";

/// Returns the JSON Schema of a runbook.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut root = generator.into_root_schema_for::<Runbook>().to_value();
    let mut definitions = root.get_mut("$defs").map(Value::take).and_then(into_object).unwrap_or_default();
    separate_steps(&mut definitions);
    for definition in definitions.values_mut() {
        describe_words(definition);
        agree(definition);
    }
    agree(&mut root);
    definitions.extend(values());
    let mut schema = json!({
        "$schema": root["$schema"],
        "$id": "urn:runbook:format:1",
        "title": "Runbook, format 1",
        "description": root["description"],
    });
    for key in ["type", "properties", "patternProperties", "additionalProperties", "required"] {
        schema[key] = root[key].take();
    }
    schema["$defs"] = definitions.into();
    schema
}

/// Gives rollback steps a definition of their own: a step may say which task it undoes, a task may not.
fn separate_steps(definitions: &mut Map<String, Value>) {
    let Some(task) = definitions.get_mut("Task") else { return };
    let mut step = task.clone();
    step["description"] = "A step of the rollback: like a task.".into();
    task["description"] = "A task of the call.".into();
    if let Some(properties) = task["properties"].as_object_mut() {
        properties.shift_remove("undoes");
    }
    definitions.insert("Step".to_owned(), step);
    definitions["Rollback"]["properties"]["steps"]["items"] = reference("Step");
}

/// Makes one enumeration of words that each stand alone, so that an editor lists them all with their meanings.
fn describe_words(definition: &mut Value) {
    let Some(words) = definition["oneOf"].as_array().cloned() else { return };
    let each = |key: &str| words.iter().map(|word| word[key].clone()).collect::<Value>();
    let description = definition["description"].take();
    *definition = json!({
        "description": description,
        "type": "string",
        "enum": each("const"),
        "markdownEnumDescriptions": each("description"),
    });
}

/// Makes the keys of a definition agree with the parser.
fn agree(definition: &mut Value) {
    let required = definition["required"].clone();
    let is_required = |key: &str| required.as_array().is_some_and(|required| required.iter().any(|name| name == key));
    let Some(properties) = definition.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (key, property) in properties {
        let value = if key == "checklists" { checklists(property) } else { value(property) };
        let value = explain(value, property);
        let value = if is_required(key) { value } else { or_absent(value) };
        // What it is and an example stay, and go first.
        if let Some(property) = property.as_object_mut() {
            property.retain(|about, _| about == "description" || about == "examples");
            property.sort_keys();
            property.extend(into_object(value).unwrap_or_default());
        }
    }
    definition["patternProperties"] = json!({ "^x-": free() });
}

/// Lets an editor show what the key is, and in which form it is written, where it would show the definition alone.
fn explain(mut value: Value, property: &Value) -> Value {
    if let (Some(_), Some(about)) = (value.get("$ref"), property["description"].as_str()) {
        let form = FORMS.iter().find(|form| value == reference(form.name));
        let form = form.map(|form| format!("\n\n{}", form.description)).unwrap_or_default();
        value["markdownDescription"] = format!("{about}{form}").into();
    }
    value
}

/// Returns what a value may be when it is there.
fn value(property: &Value) -> Value {
    if let Some(first) = property.get("anyOf").and_then(|shapes| shapes.get(0)) {
        return value(first);
    }
    if let Some(target) = property.get("$ref") {
        return json!({ "$ref": target });
    }
    let type_name = match &property["type"] {
        Value::Array(names) => names.first().and_then(Value::as_str),
        name => name.as_str(),
    };
    match type_name {
        Some("string") => text(property),
        Some("integer") if property["maximum"] == 1 => json!({ "enum": [1, "1"] }),
        Some("integer") => reference("WholeNumber"),
        Some("array") => json!({ "type": "array", "items": value(&property["items"]) }),
        Some("object") => {
            json!({
                "type": "object",
                "patternProperties": { "^x-": free() },
                "additionalProperties": or_absent(value(&property["additionalProperties"])),
            })
        }
        Some(name) => json!({ "type": name }),
        None => json!({}),
    }
}

fn text(property: &Value) -> Value {
    if let Some(form) = FORMS.iter().find(|form| property["pattern"] == form.pattern) {
        return reference(form.name);
    }
    reference(if property.get("minLength").is_some() { "SomeText" } else { "Text" })
}

fn checklists(property: &Value) -> Value {
    let checklist = or_absent(value(&property["additionalProperties"]));
    json!({
        "type": "object",
        // Others may be there; these are offered.
        "properties": {
            "pre-call": explain_list(&checklist, "What is decided before the call begins."),
            "post-call": explain_list(&checklist, "What is decided when the tasks are done."),
        },
        "patternProperties": { CHECKLIST_ID_PATTERN: checklist, "^x-": free() },
        "additionalProperties": false,
    })
}

fn explain_list(checklist: &Value, description: &str) -> Value {
    let mut checklist = checklist.clone();
    checklist["description"] = description.into();
    checklist
}

fn or_absent(value: Value) -> Value {
    json!({ "anyOf": [value, reference("Absent")] })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn free() -> Value {
    json!({ "description": "A key of your own: kept, and never read." })
}

/// Returns the definitions of the values that the parser reads from a scalar.
fn values() -> Map<String, Value> {
    let mut values = Map::new();
    // Conditions, as a choice of types would make an editor offer `true`, `false` and `null` for every key; and only
    // comments, as an editor would show a description in the place of the key's own.
    let text = json!({
        "$comment": "Text. It stays what was typed: `no`, `23:30`, `007` and `1e3` are text.",
        "if": { "type": ["null", "array", "object"] },
        "then": { "type": "string", "errorMessage": "not text: write words, in quotes where YAML needs them" },
    });
    let mut some_text = text.clone();
    some_text["minLength"] = 1.into();
    values.insert("Text".to_owned(), text);
    values.insert("SomeText".to_owned(), some_text);
    for form in FORMS {
        let value = json!({
            "description": form.description,
            "type": "string",
            "pattern": form.pattern,
            "errorMessage": form.wrong,
        });
        values.insert(form.name.to_owned(), value);
    }
    // `true` is an id like any other; YAML makes it something else before a schema sees it.
    values["Id"]["type"] = json!(["string", "boolean"]);
    let number = json!([{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$" }]);
    values.insert("WholeNumber".to_owned(), json!({ "description": "A whole number.", "anyOf": number }));
    let absent = json!({
        "$comment": "Nothing: the same as leaving the key out.",
        "if": { "type": ["null", "string"], "maxLength": 0 },
        "else": false,
    });
    values.insert("Absent".to_owned(), absent);
    values
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}
