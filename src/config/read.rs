//! Nodes → the configuration, with every problem on the way.

use ignore::gitignore::GitignoreBuilder;

use super::{
    Channels, Config, Gitlab, Lint, RuleLevel,
    region::regions,
    secret::{self, Secret},
};
use crate::{
    document::{Fields, Node, NodeKind, Problem, Reader, Record, Source, Tree, closest, read_tree},
    lint::{Levels, Region, rules},
};

const CONFIG: Record = Record {
    what: "the configuration",
    keys: &["runbooks", "templates", "user", "region", "gitlab", "channels", "regions", "lint", "schema"],
    required: &[],
};
const GITLAB: Record = Record { what: "`gitlab`", keys: &["host", "project", "labels"], required: &[] };
const CHANNELS: Record =
    Record { what: "`channels`", keys: &["gitlab.com", "self-managed", "dedicated", "all"], required: &[] };
const LINT: Record = Record { what: "`lint`", keys: &["levels", "exclude", "baseline"], required: &[] };

/// Keys of the communications: known, but nothing is built on them yet.
const RESERVED: [&str; 3] = ["profile", "roles", "tenants"];

/// A configuration that cannot be used.
#[derive(Debug, Clone)]
pub struct InvalidConfig {
    /// The text to show, in which secrets are stars.
    pub source: Source,
    /// All problems, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Reads a configuration. What it does not say is as usual.
///
/// # Errors
/// All its problems, or its first syntax error.
pub fn parse(source: &Source) -> Result<Config, InvalidConfig> {
    let mut tree = match read_tree(source) {
        Ok(tree) => tree,
        Err(problem) => return Err(InvalidConfig { source: source.clone(), problems: vec![problem] }),
    };
    let mut problems = std::mem::take(&mut tree.problems);
    let secrets = secret::find(&tree);
    let named: Vec<Problem> = secrets.iter().map(secret::problem).chain(reserved(&tree)).collect();
    let mut reader = Reader::default();
    let config = if tree.root.is_absent() { Config::default() } else { config(&mut reader, source, &tree) };
    // These say more about a key than that it is unknown; and a problem of a secret's value would show it.
    let unnamed = |problem: &Problem| {
        let is_named = named.iter().any(|other| other.range == problem.range);
        !is_named && !secrets.iter().any(|secret| secret.holds(&problem.range))
    };
    problems.extend(reader.into_problems().into_iter().filter(unnamed));
    problems.extend(named);
    if problems.is_empty() {
        return Ok(config);
    }
    problems.sort_by_key(|problem| problem.range.start);
    Err(InvalidConfig { source: mask(source, &secrets), problems })
}

fn mask(source: &Source, secrets: &[Secret]) -> Source {
    if secrets.is_empty() { source.clone() } else { secret::masked(source, secrets) }
}

fn reserved(tree: &Tree<'_>) -> impl Iterator<Item = Problem> {
    tree.root.entries().iter().filter_map(|entry| {
        let key = entry.key.text().filter(|key| RESERVED.contains(key))?;
        Some(
            Problem::schema(
                entry.key.range.clone(),
                format!("`{key}` is reserved for the communications with customers"),
            )
            .help("this version of runbook does not have them yet; remove it for now"),
        )
    })
}

fn config(reader: &mut Reader, source: &Source, tree: &Tree<'_>) -> Config {
    let usual = Config::default();
    let Some(fields) = reader.fields(&tree.root, &CONFIG) else { return usual };
    let regions = regions(reader, &fields).unwrap_or(usual.regions);
    Config {
        runbooks: reader.text(&fields, "runbooks").unwrap_or(usual.runbooks),
        templates: reader.text(&fields, "templates"),
        user: reader.text(&fields, "user"),
        region: region(reader, &fields, &regions),
        gitlab: gitlab(reader, &fields),
        channels: channels(reader, source, tree, &fields),
        regions,
        lint: lint(reader, &fields),
        schema: reader.text(&fields, "schema"),
    }
}

fn region(reader: &mut Reader, fields: &Fields<'_, '_>, regions: &[Region]) -> Option<String> {
    let region = reader.text(fields, "region")?;
    let known: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
    if known.contains(&region.as_str()) {
        return Some(region);
    }
    let range = fields.get("region").map_or(0..0, |node| node.range.clone());
    let help = match closest(&region, &known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the regions are {}", known.join(", ")),
    };
    reader.report(Problem::schema(range, format!("`{region}` is none of the regions")).help(help));
    None
}

fn gitlab(reader: &mut Reader, fields: &Fields<'_, '_>) -> Gitlab {
    let Some(fields) = below(reader, fields, "gitlab", &GITLAB) else { return Gitlab::default() };
    let is_host_character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    Gitlab {
        host: checked(
            reader,
            &fields,
            "host",
            |host| host.chars().all(is_host_character),
            "write only the name and, if it is not 443, the port: `gitlab.example`",
        ),
        project: checked(reader, &fields, "project", is_project_path, "write its path: `support/runbooks`"),
        labels: labels(reader, &fields),
    }
}

/// Reads labels; GitLab takes a comma for the end of one.
fn labels(reader: &mut Reader, fields: &Fields<'_, '_>) -> Vec<String> {
    let labels = texts(reader, fields, "labels").unwrap_or_default();
    for (label, range) in labels.iter().filter(|(label, _)| label.contains(',')) {
        let problem = Problem::schema(range.clone(), format!("`{label}` is more than one label"));
        reader.report(problem.help("give each an entry of its own"));
    }
    without_places(labels)
}

fn is_project_path(path: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == ':');
    path.contains('/') && path.split('/').all(is_name)
}

/// Reads text of a form; `help` says which.
fn checked(
    reader: &mut Reader,
    fields: &Fields<'_, '_>,
    key: &str,
    is_right: impl Fn(&str) -> bool,
    help: &str,
) -> Option<String> {
    let text = reader.text(fields, key)?;
    if is_right(&text) {
        return Some(text);
    }
    let range = fields.get(key).map_or(0..0, |node| node.range.clone());
    reader.report(Problem::schema(range, format!("`{key}` cannot be `{text}`")).help(help));
    None
}

fn channels(reader: &mut Reader, source: &Source, tree: &Tree<'_>, fields: &Fields<'_, '_>) -> Channels {
    let usual = Channels::default();
    let Some(fields) = below(reader, fields, "channels", &CHANNELS) else { return usual };
    let mut list = |key: &str, usual: Vec<String>| {
        if let Some(node) = fields.get(key) {
            let nodes = if node.is_absent() { std::slice::from_ref(node) } else { node.items() };
            nodes.iter().for_each(|node| report_commented_channel(reader, source, tree, node));
        }
        let channels = texts(reader, &fields, key).map(without_places);
        let with_sign = |name: String| if name.starts_with('#') { name } else { format!("#{name}") };
        channels.map_or(usual, |names| names.into_iter().map(with_sign).collect())
    };
    Channels {
        gitlab_com: list("gitlab.com", usual.gitlab_com),
        self_managed: list("self-managed", usual.self_managed),
        dedicated: list("dedicated", usual.dedicated),
        all: list("all", usual.all),
    }
}

/// Names a channel whose `#` made it a comment, which would silently be no channel at all.
fn report_commented_channel(reader: &mut Reader, source: &Source, tree: &Tree<'_>, node: &Node<'_>) {
    let line = source.position(node.range.start).line;
    let comment = tree.comments.iter().find(|comment| source.position(comment.start).line == line);
    if let Some(comment) = comment.filter(|comment| node.is_absent() && comment.start >= node.range.start) {
        let name = source.text()[comment.clone()].trim_end();
        reader.report(
            Problem::schema(comment.clone(), "this channel is a comment, as `#` begins one")
                .help(format!("put it in quotes: \"{name}\"")),
        );
    }
}

fn lint(reader: &mut Reader, fields: &Fields<'_, '_>) -> Lint {
    let Some(fields) = below(reader, fields, "lint", &LINT) else { return Lint::default() };
    let levels = levels(reader, &fields);
    let exclude = texts(reader, &fields, "exclude").unwrap_or_default();
    for (pattern, range) in &exclude {
        if let Err(error) = GitignoreBuilder::new("").add_line(None, pattern) {
            let reason = match &error {
                ignore::Error::Glob { err, .. } => err.clone(),
                _ => error.to_string(),
            };
            reader.report(
                Problem::schema(range.clone(), format!("`{pattern}` is no pattern: {reason}"))
                    .help("write it as in a `.gitignore`, for example `runbooks/archive/`"),
            );
        }
    }
    let baseline = reader.text(&fields, "baseline");
    Lint { levels, exclude: without_places(exclude), baseline }
}

fn levels(reader: &mut Reader, fields: &Fields<'_, '_>) -> Levels {
    let mut levels = Levels::default();
    let Some(node) = fields.get("levels") else { return levels };
    for (name, word) in reader.map_entries(node, "levels") {
        let level = reader.word_at(word, name.text().unwrap_or_default(), &RuleLevel::ALL, RuleLevel::word);
        let problem = match (rules::find(name.text().unwrap_or_default()), level) {
            (Err(unknown), _) => {
                let help = unknown.meant.map_or_else(
                    || "`runbook explain` lists the rules".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                Problem::schema(name.range.clone(), format!("there is no rule `{}`", unknown.name)).help(help)
            }
            (Ok(rule), Some(level)) => match levels.set(rule, level.level()) {
                Ok(()) => continue,
                Err(fixed) => Problem::schema(name.range.clone(), fixed.to_string()).help("remove this line"),
            },
            (Ok(_), None) => continue,
        };
        reader.report(problem);
    }
    levels
}

fn below<'n, 's>(reader: &mut Reader, fields: &Fields<'n, 's>, key: &str, record: &Record) -> Option<Fields<'n, 's>> {
    let node = fields.get(key).filter(|node| !node.is_absent())?;
    reader.fields(node, record)
}

type Placed = (String, std::ops::Range<usize>);

/// Reads a list of texts, each with its place; `None` when the file does not say it.
fn texts(reader: &mut Reader, fields: &Fields<'_, '_>, key: &str) -> Option<Vec<Placed>> {
    let node = fields.get(key).filter(|node| !node.is_absent())?;
    let items = reader.items(node, &format!("`{key}`"));
    if !matches!(node.kind, NodeKind::List { .. }) {
        return None;
    }
    let mut texts = Vec::new();
    for item in items.iter().filter(|item| !item.is_absent()) {
        match item.text() {
            Some(text) => texts.push((text.to_owned(), item.range.clone())),
            None => reader.report(
                Problem::schema(item.range.clone(), format!("an entry of `{key}` must be text, not {}", item.what()))
                    .help("a text that begins with `[` or `{` goes in quotes"),
            ),
        }
    }
    Some(texts)
}

fn without_places(texts: Vec<Placed>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &Expect) {
        let source = Source::from_text(".runbook.yaml", text.to_owned()).expect("text");
        let invalid = parse(&source).expect_err("invalid");
        let mut out = String::new();
        for problem in &invalid.problems {
            let position = invalid.source.position(problem.range.start);
            let (line, column) = (position.line, position.column);
            writeln!(out, "{line}:{column} {}", problem.message).expect("a string");
            writeln!(out, "    {}", &invalid.source.text()[invalid.source.line(line)]).expect("a string");
            writeln!(out, "  {}", problem.help.as_deref().unwrap_or("-")).expect("a string");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn comments_alone_are_the_usual_configuration() {
        let source = Source::from_text(".runbook.yaml", "# nothing yet\n".to_owned()).expect("text");
        assert_eq!(parse(&source).expect("valid"), Config::default());
        let source = Source::from_text(".runbook.yaml", "channels:\nlint:\nregions:\n".to_owned()).expect("text");
        assert_eq!(parse(&source).expect("valid"), Config::default());
    }

    #[test]
    fn every_problem_is_named_at_its_place() {
        check(
            "runbook: calls\nregion: EMAE\nregions: APAC\nlint:\n  levels: { syntax: fatal }\n  exclude: ['[z-a]']\n",
            &expect![[r#"
                1:1 the configuration has no key `runbook`
                    runbook: calls
                  did you mean `runbooks`?
                2:9 `EMAE` is none of the regions
                    region: EMAE
                  did you mean `EMEA`?
                3:10 `regions` must be a list, not text
                    regions: APAC
                  begin each entry with a dash and a blank: `- `
                5:21 `syntax` cannot be `fatal`
                      levels: { syntax: fatal }
                  it can be `off`, `error`, `warning`, `info`
                6:13 `[z-a]` is no pattern: invalid range; 'z' > 'a'
                      exclude: ['[z-a]']
                  write it as in a `.gitignore`, for example `runbooks/archive/`
            "#]],
        );
    }

    #[test]
    fn a_region_may_have_hours() {
        let text = "regions: [APAC, { region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }, { region: AMER }]\nregion: EMEA\n";
        let source = Source::from_text(".runbook.yaml", text.to_owned()).expect("text");
        let config = parse(&source).expect("valid");
        assert_eq!(config.region_names(), ["APAC", "EMEA", "AMER"]);
        assert_eq!(
            config.regions.iter().map(|region| region.hours.is_some()).collect::<Vec<_>>(),
            [false, true, false]
        );
        check(
            "\
regions:
  - { region: APAC, time_zone: IST, hours: 09:00-17:00 }
  - { region: EMEA, time_zone: Europe/Dublin, hours: 9-17 }
  - { region: AMER, hours: 09:00-17:00 }
  - { region: LATAM, time_zone: America/Sao_Paulo }
  - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
  - [Mars]
",
            &expect![[r#"
                2:32 `IST` is an abbreviation, not a time zone
                      - { region: APAC, time_zone: IST, hours: 09:00-17:00 }
                  write the place that is meant, such as `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`
                3:54 `hours` cannot be `9-17`
                      - { region: EMEA, time_zone: Europe/Dublin, hours: 9-17 }
                  write two different times on the 24-hour clock, such as `09:00-17:00` or `22:00-06:00`
                4:28 `hours` says nothing without `time_zone`
                      - { region: AMER, hours: 09:00-17:00 }
                  add `time_zone: Europe/Dublin`
                5:33 `time_zone` says nothing without `hours`
                      - { region: LATAM, time_zone: America/Sao_Paulo }
                  add `hours: 09:00-17:00`
                6:7 a region needs `region`
                      - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
                  write `region: …`
                6:43 a region has no key `name`
                      - { time_zone: UTC, hours: 09:00-17:00, name: Moon }
                  its keys are `region`, `time_zone`, `hours`; a key of your own begins with `x-`
                7:5 a region must be text, not a list
                      - [Mars]
                  write its name, or `{ region: EMEA, time_zone: Europe/Dublin, hours: 09:00-17:00 }`
            "#]],
        );
    }

    #[test]
    fn an_address_is_not_a_host_and_not_a_path() {
        check(
            "gitlab:\n  host: https://gitlab.example\n  project: https://gitlab.example/support/runbooks\n",
            &expect![[r#"
                2:9 `host` cannot be `https://gitlab.example`
                      host: https://gitlab.example
                  write only the name and, if it is not 443, the port: `gitlab.example`
                3:12 `project` cannot be `https://gitlab.example/support/runbooks`
                      project: https://gitlab.example/support/runbooks
                  write its path: `support/runbooks`
            "#]],
        );
        check(
            "gitlab: { host: 'me@gitlab.example', project: runbooks }\n",
            &expect![[r#"
                1:17 `host` cannot be `me@gitlab.example`
                    gitlab: { host: 'me@gitlab.example', project: runbooks }
                  write only the name and, if it is not 443, the port: `gitlab.example`
                1:47 `project` cannot be `runbooks`
                    gitlab: { host: 'me@gitlab.example', project: runbooks }
                  write its path: `support/runbooks`
            "#]],
        );
    }

    #[test]
    fn a_label_is_an_entry_of_its_own() {
        check(
            "gitlab: { labels: ['Runbook, Acme', Dedicated] }\n",
            &expect![[r#"
                1:20 `Runbook, Acme` is more than one label
                    gitlab: { labels: ['Runbook, Acme', Dedicated] }
                  give each an entry of its own
            "#]],
        );
        let text = "gitlab: { labels: [Runbook, 'group::runbooks'] }\n".to_owned();
        let source = Source::from_text(".runbook.yaml", text).expect("text");
        assert_eq!(parse(&source).expect("valid").gitlab.labels, ["Runbook", "group::runbooks"]);
    }

    #[test]
    fn a_channel_needs_its_quotes() {
        check(
            "channels:\n  dedicated: #acme\n  all:\n    - #managers\n    - '#fine'\n",
            &expect![[r##"
            2:14 this channel is a comment, as `#` begins one
                  dedicated: #acme
              put it in quotes: "#acme"
            4:7 this channel is a comment, as `#` begins one
                    - #managers
              put it in quotes: "#managers"
        "##]],
        );
    }

    #[test]
    fn a_token_is_refused_and_never_shown() {
        check(
            "user: jane_smith\ngitlab:\n  token: glpat-äbc # mine\n  private-token:\n    - a\n    - b\nschema: glpat-abc\nregion: glpat-def\n",
            &expect![[r#"
                3:3 a token must not stand in the configuration
                      token: ********** # mine
                  remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token
                4:3 a token must not stand in the configuration
                      private-token:
                  remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token
                7:1 a token must not stand in the configuration
                    schema: *********
                  remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token
                8:1 a token must not stand in the configuration
                    region: *********
                  remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token
            "#]],
        );
    }

    #[test]
    fn a_rule_may_speak_of_secrets() {
        let text = "lint: { levels: { hard-coded-token: off } }\n".to_owned();
        let source = Source::from_text(".runbook.yaml", text).expect("text");
        let problems = parse(&source).expect_err("there is no such rule").problems;
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].message, "there is no rule `hard-coded-token`");
    }

    #[test]
    fn levels_are_for_rules_that_are_there_and_have_a_choice() {
        check(
            "lint:\n  levels:\n    name-formt: off\n    syntax: warning\n    dri-missing: fatal\n    whatever: on\n",
            &expect![[r#"
                3:5 there is no rule `name-formt`
                        name-formt: off
                  did you mean `name-format`?
                4:5 `syntax` is always an error: a file that cannot be read in full was not checked
                        syntax: warning
                  remove this line
                5:18 `dri-missing` cannot be `fatal`
                        dri-missing: fatal
                  it can be `off`, `error`, `warning`, `info`
                6:5 there is no rule `whatever`
                        whatever: on
                  `runbook explain` lists the rules
                6:15 `whatever` cannot be `on`
                        whatever: on
                  it can be `off`, `error`, `warning`, `info`
            "#]],
        );
        let text = "lint: { levels: { dri-missing: off, name-format: error } }\n".to_owned();
        let source = Source::from_text(".runbook.yaml", text).expect("text");
        let levels = parse(&source).expect("valid").lint.levels;
        assert_eq!(levels.level(rules::find("dri-missing").expect("a rule")), None);
        assert_eq!(levels.level(rules::find("name-format").expect("a rule")), Some(crate::lint::Level::Error));
    }

    #[test]
    fn the_communications_are_not_there_yet() {
        check(
            "profile: gitlab-dedicated\nroles: {}\ntenants: tenants.yaml\n",
            &expect![[r#"
            1:1 `profile` is reserved for the communications with customers
                profile: gitlab-dedicated
              this version of runbook does not have them yet; remove it for now
            2:1 `roles` is reserved for the communications with customers
                roles: {}
              this version of runbook does not have them yet; remove it for now
            3:1 `tenants` is reserved for the communications with customers
                tenants: tenants.yaml
              this version of runbook does not have them yet; remove it for now
        "#]],
        );
    }
}
