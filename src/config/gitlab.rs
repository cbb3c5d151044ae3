//! Where the issues are.

use schemars::JsonSchema;

use super::read::{below, texts, without_places};
use crate::document::{Fields, Problem, Reader, Record};

/// Where the issues are.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Gitlab {
    /// The host, with its port if that is not 443, without `https://`.
    #[schemars(example = &"gitlab.example")]
    pub host: Option<String>,
    /// The path of the project with the issues.
    #[schemars(example = &"support/runbooks")]
    pub project: Option<String>,
    /// The labels that an issue gets when it is published, beside those of `--label`.
    #[schemars(with = "Option<Vec<String>>", example = ["Runbook"])]
    pub labels: Vec<String>,
}

const GITLAB: Record = Record { what: "`gitlab`", keys: &["host", "project", "labels"], required: &[] };

pub(super) fn gitlab(reader: &mut Reader, fields: &Fields<'_, '_>) -> Gitlab {
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

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::read::{parse, testing::check};
    use crate::document::Source;

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
}
