//! Nodes → the configuration, with every problem on the way. A section with a form of its own has its file beside this.

use super::{
    Config,
    channels::channels,
    gitlab::gitlab,
    lint::lint,
    region::regions,
    secret::{self, Secret},
};
use crate::{
    document::{Fields, NodeKind, Problem, Reader, Record, Source, Tree, closest, read_tree},
    lint::Region,
};

const CONFIG: Record = Record {
    what: "the configuration",
    keys: &["runbooks", "templates", "user", "region", "gitlab", "channels", "regions", "lint", "schema"],
    required: &[],
};

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

pub(super) fn below<'n, 's>(
    reader: &mut Reader,
    fields: &Fields<'n, 's>,
    key: &str,
    record: &Record,
) -> Option<Fields<'n, 's>> {
    let node = fields.get(key).filter(|node| !node.is_absent())?;
    reader.fields(node, record)
}

pub(super) type Placed = (String, std::ops::Range<usize>);

/// Reads a list of texts, each with its place; `None` when the file does not say it.
pub(super) fn texts(reader: &mut Reader, fields: &Fields<'_, '_>, key: &str) -> Option<Vec<Placed>> {
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

pub(super) fn without_places(texts: Vec<Placed>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
pub(super) mod testing {
    //! What is wrong with a configuration, as text.

    use std::fmt::Write;

    use expect_test::Expect;

    use super::*;

    #[track_caller]
    pub(crate) fn check(text: &str, expected: &Expect) {
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
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{testing::check, *};

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
