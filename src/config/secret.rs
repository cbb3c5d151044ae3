//! Secrets do not belong into a configuration; where there is one, it must not be shown either.

use std::ops::Range;

use crate::document::{Entry, Node, NodeKind, Problem, Source, Tree};

/// What the name of a key with a secret ends in.
const KEYS: [&str; 5] = ["token", "password", "secret", "api_key", "private_key"];
/// How tokens of GitLab and Slack begin.
const PREFIXES: [&str; 11] =
    ["glpat-", "gloas-", "gldt-", "glrt-", "glcbt-", "glptt-", "glagent-", "glft-", "xoxb-", "xoxp-", "xapp-"];

/// A secret: the key it has, and its bytes.
pub(super) struct Secret {
    pub(super) key: Range<usize>,
    value: Range<usize>,
}

impl Secret {
    /// Returns whether a place is in the secret, so that what is said about it would show it.
    pub(super) fn holds(&self, place: &Range<usize>) -> bool {
        self.value.start <= place.start && place.end <= self.value.end
    }
}

/// Returns the secrets of a configuration.
pub(super) fn find(tree: &Tree<'_>) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let mut open: Vec<(&Node<'_>, Range<usize>)> = vec![(&tree.root, tree.root.range.clone())];
    while let Some((node, key)) = open.pop() {
        match &node.kind {
            NodeKind::Scalar { text, .. } if PREFIXES.iter().any(|prefix| text.trim_start().starts_with(prefix)) => {
                secrets.push(Secret { key, value: node.range.clone() });
            }
            NodeKind::Scalar { .. } | NodeKind::Null => {}
            NodeKind::List { items, .. } => open.extend(items.iter().map(|item| (item, key.clone()))),
            NodeKind::Table { entries, .. } => {
                for entry in entries {
                    if is_secret(entry) {
                        secrets.push(Secret { key: entry.key.range.clone(), value: entry.value.range.clone() });
                    } else if entry.key.text() != Some("levels") {
                        // Below `levels` are names of rules, which may speak of secrets.
                        open.push((&entry.value, entry.key.range.clone()));
                    }
                }
            }
        }
    }
    secrets
}

fn is_secret(entry: &Entry<'_>) -> bool {
    let key = entry.key.text().unwrap_or_default().to_lowercase().replace('-', "_");
    KEYS.iter().any(|end| key.ends_with(end))
}

/// Returns what to say about a secret.
pub(super) fn problem(secret: &Secret) -> Problem {
    Problem::schema(secret.key.clone(), "a token must not stand in the configuration")
        .help("remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token")
}

/// Returns the text with stars for the secrets. Every place in it stays where it is.
pub(super) fn masked(source: &Source, secrets: &[Secret]) -> Source {
    let mut bytes = source.text().as_bytes().to_vec();
    for secret in secrets {
        for byte in &mut bytes[secret.value.clone()] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = b'*';
            }
        }
    }
    let text = String::from_utf8(bytes).ok().and_then(|text| source.with_text(text).ok());
    text.expect("whole characters are replaced by stars, so it stays text")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::read::{parse, testing::check};
    use crate::document::Source;

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
}
