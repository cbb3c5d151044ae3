//! The format as the schema describes it: records, where they stand, and their keys.

use runbook::document::schema;
use serde_json::{Map, Value};

/// A kind of mapping.
pub(crate) struct Record {
    /// Its name in the schema.
    pub(crate) name: String,
    /// What it is.
    pub(crate) description: String,
    /// Where it stands.
    pub(crate) places: Vec<Place>,
    /// What it must hold, with the examples.
    pub(crate) required: Map<String, Value>,
    /// What it may hold.
    pub(crate) keys: Vec<Key>,
}

/// A key of a record.
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) is_required: bool,
    pub(crate) description: String,
    pub(crate) example: Option<Value>,
    pub(crate) shape: Shape,
}

/// What the value of a key is.
pub(crate) enum Shape {
    /// A scalar; the name of its definition, or of its JSON type.
    Scalar(String),
    /// One of some words; the name of its definition.
    Word(String),
    /// A list of words.
    Words(String),
    /// A mapping of text to text.
    TextMap,
    /// A mapping of its own, by the name of its definition.
    Record(String),
    /// A list of such mappings.
    Records(String),
    /// The checklists by id.
    Checklists,
}

/// The way to a record, from the top.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// Each step, with what the mapping that it leads out of has to hold besides.
    steps: Vec<(Step, Map<String, Value>)>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Index,
}

impl Place {
    fn key(&self, key: &str, required: Map<String, Value>) -> Self {
        self.step(Step::Key(key.to_owned()), required)
    }

    fn index(&self) -> Self {
        self.step(Step::Index, Map::new())
    }

    fn step(&self, step: Step, required: Map<String, Value>) -> Self {
        let mut place = self.clone();
        place.steps.push((step, required));
        place
    }

    /// Returns a whole document with a record at this place.
    pub(crate) fn document(&self, record: Map<String, Value>) -> Value {
        self.steps.iter().rev().fold(record.into(), |inner, (step, required)| match step {
            Step::Index => Value::Array(vec![inner]),
            Step::Key(key) => {
                let mut outer = required.clone();
                outer.insert(key.clone(), inner);
                outer.into()
            }
        })
    }
}

impl std::fmt::Display for Place {
    /// Writes `header.sessions[]`; empty at the top.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (step, _)) in self.steps.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => write!(f, "{key}")?,
                Step::Key(key) if key == CHECKLIST => write!(f, ".<id>")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index => write!(f, "[]")?,
            }
        }
        Ok(())
    }
}

/// The checklist that stands for any.
const CHECKLIST: &str = "pre-call";

/// Returns the records of the format, in the order of the schema.
pub(crate) fn records() -> Vec<Record> {
    let schema = schema();
    let mut records = Vec::new();
    visit(&schema, "Runbook", Place::default(), &mut records);
    records
}

fn definition<'s>(schema: &'s Value, name: &str) -> &'s Value {
    if name == "Runbook" { schema } else { &schema["$defs"][name] }
}

fn visit(schema: &Value, name: &str, place: Place, records: &mut Vec<Record>) {
    if let Some(known) = records.iter_mut().find(|record| record.name == name) {
        known.places.push(place);
        return;
    }
    let record = definition(schema, name);
    let required = required_keys(schema, record);
    let properties = record["properties"].as_object().expect("a record has properties");
    let keys: Vec<Key> = properties.iter().map(|(key, property)| read_key(schema, record, key, property)).collect();
    let within = keys.iter().flat_map(|key| {
        let value = place.key(&key.name, required.clone());
        match &key.shape {
            Shape::Record(name) => vec![(name.clone(), value)],
            Shape::Records(name) => vec![(name.clone(), value.index())],
            Shape::Checklists => {
                let checklist = value.key(CHECKLIST, Map::new());
                let items = checklist.index();
                vec![("TitledChecklist".to_owned(), checklist), ("ChecklistItem".to_owned(), items)]
            }
            _ => Vec::new(),
        }
    });
    let within: Vec<(String, Place)> = within.collect();
    let description = record["description"].as_str().expect("a record is described").to_owned();
    records.push(Record { name: name.to_owned(), description, places: vec![place], required, keys });
    for (name, place) in within {
        visit(schema, &name, place, records);
    }
}

fn required_keys(schema: &Value, record: &Value) -> Map<String, Value> {
    let names = record["required"].as_array().map_or(&[][..], Vec::as_slice);
    let names = names.iter().map(|name| name.as_str().expect("a key").to_owned());
    let value = |name: &str| {
        let property = &record["properties"][name];
        let target = property["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/"));
        match property["examples"].get(0) {
            Some(example) => example.clone(),
            None => required_keys(schema, definition(schema, target.expect("a required key has an example"))).into(),
        }
    };
    names.map(|name| (name.clone(), value(&name))).collect()
}

fn read_key(schema: &Value, record: &Value, name: &str, property: &Value) -> Key {
    let is_required = record["required"].as_array().is_some_and(|keys| keys.iter().any(|key| key == name));
    let value = property["anyOf"].get(0).unwrap_or(property);
    let target = |value: &Value| {
        value["$ref"].as_str().map(|target| target.strip_prefix("#/$defs/").expect("a definition").to_owned())
    };
    let shape = match (target(value), value["type"].as_str()) {
        (Some(target), _) if definition(schema, &target)["enum"].is_array() => Shape::Word(target),
        (Some(target), _) if definition(schema, &target)["properties"].is_object() => Shape::Record(target),
        (Some(target), _) => Shape::Scalar(target),
        (None, Some("array")) => {
            let target = target(&value["items"]).expect("lists hold what is defined");
            let is_word = definition(schema, &target)["enum"].is_array();
            if is_word { Shape::Words(target) } else { Shape::Records(target) }
        }
        (None, Some("object")) if value["additionalProperties"] == false => Shape::Checklists,
        (None, Some("object")) => Shape::TextMap,
        (None, Some(name)) => Shape::Scalar(name.to_owned()),
        (None, None) => Shape::Scalar("version".to_owned()),
    };
    let description = property["description"].as_str().expect("a key is described").replace('\n', " ");
    Key { name: name.to_owned(), is_required, description, example: property["examples"].get(0).cloned(), shape }
}
