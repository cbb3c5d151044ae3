//! `.runbook.yaml` as data: where things are, who works here, how strict `lint` is.
//!
//! Knows neither disk nor environment; `cli/settings.rs` finds the file. The documentation of every field is the
//! documentation of its key: `runbook schema --config` and `docs/configuration.md` are made from these types.

mod channels;
mod gitlab;
mod lint;
mod read;
mod region;
mod secret;

use schemars::{
    JsonSchema, Schema,
    transform::{RecursiveTransform, Transform},
};

use crate::{
    lint::{Region, Team},
    model::Platform,
};

pub use channels::Channels;
pub use gitlab::Gitlab;
pub use lint::Lint;
pub use read::{InvalidConfig, parse};

use region::RegionShape;

/// The name of the configuration file.
pub const FILE_NAME: &str = ".runbook.yaml";

/// The configuration of `runbook` for a project. Paths are relative to the folder of this file.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Config {
    /// The folder with the runbooks.
    #[schemars(with = "Option<String>", example = &"runbooks")]
    pub runbooks: String,
    /// A folder whose files take the place of the built-in templates of the same name.
    #[schemars(example = &"templates")]
    pub templates: Option<String>,
    /// Who marks, when neither `--by` nor `$RUNBOOK_USER` says so.
    #[schemars(example = &"@john_doe")]
    pub user: Option<String>,
    /// The region of that person, one of `regions`.
    #[schemars(example = &"EMEA")]
    pub region: Option<String>,
    /// Where the issues are.
    #[schemars(with = "Option<Gitlab>")]
    pub gitlab: Gitlab,
    /// The Slack channels that are told about the work, by platform.
    #[schemars(with = "Option<Channels>")]
    pub channels: Channels,
    /// The regions of support, with their hours where you give them; in each of them somebody must be able to execute a
    /// rollback.
    #[schemars(with = "Option<Vec<RegionShape>>", example = ["APAC", "EMEA", "AMER"])]
    pub regions: Vec<Region>,
    /// How strict `runbook lint` is, and what it leaves out.
    #[schemars(with = "Option<Lint>")]
    pub lint: Lint,
    /// The address of the JSON Schema that `runbook new` writes at the top of a runbook, for editors.
    #[schemars(example = &"https://gitlab.example/support/runbooks/-/raw/main/runbook.schema.json")]
    pub schema: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            runbooks: "runbooks".to_owned(),
            templates: None,
            user: None,
            region: None,
            gitlab: Gitlab::default(),
            channels: Channels::default(),
            regions: ["APAC", "EMEA", "AMER"].map(Region::without_hours).to_vec(),
            lint: Lint::default(),
            schema: None,
        }
    }
}

impl Config {
    /// Returns the names of the regions.
    #[must_use]
    pub fn region_names(&self) -> Vec<String> {
        self.team().region_names()
    }

    /// Returns what rules compare runbooks with.
    #[must_use]
    pub fn team(&self) -> Team {
        let of = |platform| self.channels.of(platform).map(move |channel| (platform, channel.to_owned()));
        let channels = Platform::ALL.into_iter().flat_map(of).collect();
        Team { channels, regions: self.regions.clone(), visibility: None }
    }
}

/// Returns the JSON Schema of the configuration, for editors.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Config);
    schema.insert("title".to_owned(), "Configuration of runbook".into());
    RecursiveTransform(allow_own_keys).transform(&mut schema);
    schema.to_value()
}

/// Says that keys beginning with `x-` are free, wherever keys are fixed.
fn allow_own_keys(schema: &mut Schema) {
    if schema.get("additionalProperties") == Some(&false.into()) {
        schema.insert("patternProperties".to_owned(), serde_json::json!({ "^x-": true }));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::document::Source;

    const DOCUMENTATION: &str = include_str!("../../docs/configuration.md");

    /// Returns the texts of the blocks of the documentation in this language.
    fn blocks(language: &str) -> Vec<&'static str> {
        let opening = format!("```{language}\n");
        DOCUMENTATION.split(&opening).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
    }

    #[track_caller]
    fn read(text: &str) -> Config {
        let source = Source::from_text(FILE_NAME, text.to_owned()).expect("text");
        parse(&source).unwrap_or_else(|invalid| panic!("{:?}", invalid.problems))
    }

    /// Calls `visit` with the path of each key in the schema, and its description.
    fn visit_keys(root: &Value, schema: &Value, prefix: &str, visit: &mut impl FnMut(String, &str)) {
        let mut schemas = vec![schema];
        schemas.extend(schema["anyOf"].as_array().into_iter().flatten());
        for schema in schemas {
            let referred = schema["$ref"].as_str().and_then(|path| root.pointer(path.trim_start_matches('#')));
            let properties = referred.unwrap_or(schema)["properties"].as_object();
            for (key, property) in properties.into_iter().flatten() {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                visit(path.clone(), property["description"].as_str().unwrap_or_default());
                visit_keys(root, property, &path, visit);
            }
        }
    }

    #[test]
    fn every_key_is_documented_as_the_schema_documents_it() {
        let schema = schema();
        let mut headings: BTreeSet<&str> = DOCUMENTATION.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        visit_keys(&schema, &schema, "", &mut |path, description| {
            let heading = format!("`{path}`");
            assert!(headings.remove(heading.as_str()), "docs/configuration.md has no section {heading}");
            let section = DOCUMENTATION.split(&format!("### {heading}\n\n")).nth(1).unwrap_or_default();
            assert!(section.starts_with(description), "{heading} begins with: {description}");
            let facts = section.split("###").next().unwrap_or_default();
            assert!(facts.contains("Default: "), "{heading} says its default");
        });
        assert_eq!(headings, BTreeSet::new(), "sections without a key");
    }

    #[test]
    fn the_documented_defaults_are_the_defaults() {
        assert_eq!(read(blocks("yaml defaults").first().expect("a block with the defaults")), Config::default());
    }

    #[test]
    fn the_documented_example_has_every_key_and_is_valid() {
        let example = *blocks("yaml example").first().expect("a block with an example");
        let source = Source::from_text(FILE_NAME, example.to_owned()).expect("text");
        read(example);
        let tree = crate::document::read_tree(&source).expect("YAML");
        let schema = schema();
        visit_keys(&schema, &schema, "", &mut |path, _| {
            // The one key with a dot in it.
            let path = path.replace("gitlab.com", "gitlab\0com");
            let node = path.split('.').try_fold(&tree.root, |node, key| node.get(&key.replace('\0', ".")));
            assert!(node.is_some_and(|node| !node.is_absent()), "the example says nothing about {path}");
        });
        let value: Value = serde_yaml::from_str(example).expect("YAML");
        assert!(jsonschema::is_valid(&schema, &value), "the example fits the schema");
    }

    #[test]
    fn the_schema_and_the_program_refuse_the_same_keys() {
        for (text, is_valid) in [("x-mine: 1", true), ("gitlab: { x-mine: 1 }", true), ("runbook: a", false)] {
            let value: Value = serde_yaml::from_str(text).expect("YAML");
            let source = Source::from_text(FILE_NAME, text.to_owned()).expect("text");
            assert_eq!(
                (jsonschema::is_valid(&schema(), &value), parse(&source).is_ok()),
                (is_valid, is_valid),
                "{text}"
            );
        }
    }

    #[test]
    fn a_platform_has_its_own_channels_and_those_for_all() {
        let config = read("channels: { dedicated: ['#acme', beta] }");
        assert_eq!(config.channels.of(Platform::Dedicated).collect::<Vec<_>>(), ["#acme", "#beta", "#support_manager"]);
        let channels = config.channels.of(Platform::GitlabCom).collect::<Vec<_>>();
        assert_eq!(channels, ["#support_gitlab-com", "#support_manager"]);
    }
}
