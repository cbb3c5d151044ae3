//! Where the issues are.

use schemars::JsonSchema;

use super::read::{below, texts, without_places};
use crate::document::{Fields, Problem, Reader, Record};

/// Where the issues are.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Gitlab {
    /// The host, with its port if that is not 443, and with its folder if it is in one: `example.com/gitlab`.
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
    Gitlab {
        host: checked(
            reader,
            &fields,
            "host",
            is_host,
            "write the name, its port if that is not 443, and its folder if it is in one: `gitlab.example`, `example.com/gitlab`",
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

/// Whether a text is a host, perhaps with `https://` before it and the folder behind it that a GitLab is in.
fn is_host(text: &str) -> bool {
    let is_host_character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let is_folder_character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~');
    let is_folder = |name: &str| !matches!(name, "" | "." | "..") && name.chars().all(is_folder_character);
    let text = text.strip_prefix("https://").unwrap_or(text).trim_end_matches('/');
    let mut parts = text.split('/');
    parts.next().is_some_and(|host| !host.is_empty() && host.chars().all(is_host_character)) && parts.all(is_folder)
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
    fn what_is_no_host_and_no_path_is_refused() {
        check(
            "gitlab:\n  host: http://gitlab.example\n  project: https://gitlab.example/support/runbooks\n",
            &expect![[r#"
                2:9 `host` cannot be `http://gitlab.example`
                      host: http://gitlab.example
                  write the name, its port if that is not 443, and its folder if it is in one: `gitlab.example`, `example.com/gitlab`
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
                  write the name, its port if that is not 443, and its folder if it is in one: `gitlab.example`, `example.com/gitlab`
                1:47 `project` cannot be `runbooks`
                    gitlab: { host: 'me@gitlab.example', project: runbooks }
                  write its path: `support/runbooks`
            "#]],
        );
    }

    #[test]
    fn a_host_may_have_a_folder() {
        for (host, is_right) in [
            ("gitlab.example", true),
            ("gitlab.example:8443", true),
            ("[2001:db8::1]", true),
            ("example.com/gitlab", true),
            ("https://example.com:8443/tools/gitlab/", true),
            ("http://example.com/gitlab", false),
            ("example.com//gitlab", false),
            ("example.com/../gitlab", false),
            ("example.com/gitlab?x=1", false),
            ("jane@example.com/gitlab", false),
            ("/gitlab", false),
            ("https://", false),
        ] {
            assert_eq!(super::is_host(host), is_right, "{host}");
        }
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
