//! The Slack channels that are told about the work.

use schemars::JsonSchema;

use super::read::{below, texts, without_places};
use crate::{
    document::{Fields, Node, Problem, Reader, Record, Source, Tree},
    model::Platform,
};

const CHANNELS: Record =
    Record { what: "`channels`", keys: &["gitlab.com", "self-managed", "dedicated", "all"], required: &[] };

/// The Slack channels that are told about the work, by platform.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Channels {
    /// For customers on GitLab.com.
    #[schemars(with = "Option<Vec<String>>", rename = "gitlab.com", example = ["#support_gitlab-com"])]
    pub gitlab_com: Vec<String>,
    /// For customers with an instance of their own.
    #[schemars(with = "Option<Vec<String>>", rename = "self-managed", example = ["#support_self-managed"])]
    pub self_managed: Vec<String>,
    /// For customers on GitLab Dedicated.
    #[schemars(with = "Option<Vec<String>>", example = ["#support_gitlab-dedicated"])]
    pub dedicated: Vec<String>,
    /// For all of them.
    #[schemars(with = "Option<Vec<String>>", example = ["#support_manager"])]
    pub all: Vec<String>,
}

impl Default for Channels {
    fn default() -> Self {
        let only = |channel: &str| vec![channel.to_owned()];
        Self {
            gitlab_com: only("#support_gitlab-com"),
            self_managed: only("#support_self-managed"),
            dedicated: only("#support_gitlab-dedicated"),
            all: only("#support_manager"),
        }
    }
}

impl Channels {
    /// Returns the channels that are told about work on a platform: its own first, then those for all.
    pub fn of(&self, platform: Platform) -> impl Iterator<Item = &str> {
        let own = match platform {
            Platform::GitlabCom => &self.gitlab_com,
            Platform::SelfManaged => &self.self_managed,
            Platform::Dedicated => &self.dedicated,
        };
        own.iter().chain(&self.all).map(String::as_str)
    }
}

pub(super) fn channels(reader: &mut Reader, source: &Source, tree: &Tree<'_>, fields: &Fields<'_, '_>) -> Channels {
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

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::read::testing::check;

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
}
