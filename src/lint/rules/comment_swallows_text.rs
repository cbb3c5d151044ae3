//! `comment-swallows-text`.

use super::super::{Level, LintContext, rule::declare_rule};
use crate::{
    document::{NodeKind, Step, Style},
    model::Kind,
};

declare_rule! {
    /// Finds text that is cut off because YAML takes the rest for a comment: in a value without quotes, ` #` begins
    /// one. A comment with a blank behind the `#` is taken for a comment.
    ///
    /// ## Why
    /// Channels and issues begin with `#`. The text that remains often still reads like a sentence, so the loss is seen
    /// only when nobody was informed. It is an error because the file says less than its author wrote.
    ///
    /// ## Example
    /// ```yaml bad
    /// checklists:
    ///   pre-call:
    ///     - item: Inform #support_gitlab-com about the work
    /// ```
    /// ```yaml good
    /// checklists:
    ///   pre-call:
    ///     - item: "Inform #support_gitlab-com about the work"   # the channel follows the platform
    /// ```
    pub(super) static COMMENT_SWALLOWS_TEXT = {
        id: "comment-swallows-text",
        level: Level::Error,
        summary: "the rest of the text is a comment",
        kinds: &Kind::ALL,
        blueprints: true,
        check,
    }
}

/// The keys whose values are text. Elsewhere nothing can be lost: a duration, a state or an id is complete or an error.
const TEXT_KEYS: [&str; 28] = [
    "accepted_by",
    "by",
    "command",
    "count",
    "description",
    "dri",
    "evidence",
    "expect",
    "gitlab_issue",
    "handle",
    "irreversible",
    "item",
    "language",
    "link",
    "meeting_url",
    "name",
    "note",
    "owner",
    "plan",
    "reason",
    "region",
    "role",
    "stop_if",
    "summary",
    "task",
    "title",
    "what",
    "why",
];
/// The keys below which every value is text.
const MAPS_OF_TEXT: [&str; 2] = ["links", "parameters"];

fn check(cx: &mut LintContext<'_>) {
    let text = cx.text();
    for comment in &cx.document().tree.comments {
        let words = text[comment.clone()].trim_start_matches('#');
        let Some(word) = words.split_whitespace().next().filter(|_| !words.starts_with(char::is_whitespace)) else {
            continue;
        };
        let line = text[..comment.start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[line..comment.start].trim_end();
        if before.trim_start().is_empty() {
            continue;
        }
        let route = cx.route_at(line + before.len());
        let Some(node) = cx.document().node(&route) else { continue };
        let cuts = match &node.kind {
            NodeKind::Scalar { style: Style::Plain, .. } => node.range.end == line + before.len(),
            NodeKind::Null => true,
            _ => false,
        };
        let is_text = match route.steps() {
            [.., Step::Key(map), Step::Key(_)] if MAPS_OF_TEXT.contains(&map.as_ref()) => true,
            [.., Step::Key(key)] => TEXT_KEYS.contains(&key.as_ref()),
            _ => false,
        };
        if cuts && is_text {
            let word = word.to_owned();
            cx.report(route, "read as a comment")
                .range(comment.clone())
                .message(format!("`#{word}` begins a comment, so the text ends before it"))
                .help("put the whole text in quotes; if it is a comment, write a blank after the `#`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{super::check::check, COMMENT_SWALLOWS_TEXT, TEXT_KEYS};

    #[test]
    fn text_that_is_cut_off_is_found() {
        check(
            &COMMENT_SWALLOWS_TEXT,
            "\
header:
  name: Acme - Work #42
  description: Work
    on two lines #of text
  links: { thread: x, ticket: Number #12
    }
checklists:
  pre-call:
    - item: Inform #support_gitlab-com
      why: #12 was missed
    - { item: Inform ##support about it
      }
tasks:
  - task: Print
    command: puts \"a #{x}\"
",
            expect![[r###"
                3:21 error [comment-swallows-text] "#42": `#42` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                5:18 error [comment-swallows-text] "#of text": `#of` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                6:38 error [comment-swallows-text] "#12": `#12` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                10:20 error [comment-swallows-text] "#support_gitlab-com": `#support_gitlab-com` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                11:12 error [comment-swallows-text] "#12 was missed": `#12` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                12:22 error [comment-swallows-text] "##support about it": `#support` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
                16:22 error [comment-swallows-text] "#{x}\"": `#{x}"` begins a comment, so the text ends before it (read as a comment); put the whole text in quotes; if it is a comment, write a blank after the `#`
            "###]],
        );
    }

    #[test]
    fn every_text_of_the_format_is_known() {
        let schema = schemars::schema_for!(crate::model::Runbook);
        let mut keys = std::collections::BTreeSet::new();
        plain_texts(schema.as_value(), &mut keys);
        // Ids and what only the tool writes are complete, whatever comes behind them.
        for other in ["id", "issue", "lines", "point_of_no_return", "undoes"] {
            assert!(keys.remove(other), "{other} is no longer a text");
        }
        assert_eq!(keys.into_iter().collect::<Vec<_>>(), TEXT_KEYS);
    }

    /// Collects the keys whose values are text of no particular form.
    fn plain_texts<'s>(schema: &'s serde_json::Value, keys: &mut std::collections::BTreeSet<&'s str>) {
        let children: Vec<&serde_json::Value> = match schema {
            serde_json::Value::Object(object) => {
                let properties = object.get("properties").and_then(serde_json::Value::as_object);
                for (key, value) in properties.into_iter().flatten() {
                    let is_text = value["type"] == "string" || value["type"] == serde_json::json!(["string", "null"]);
                    if is_text && value.get("pattern").is_none() {
                        keys.insert(key);
                    }
                }
                object.values().collect()
            }
            serde_json::Value::Array(array) => array.iter().collect(),
            _ => Vec::new(),
        };
        for child in children {
            plain_texts(child, keys);
        }
    }

    #[test]
    fn comments_are_comments() {
        check(
            &COMMENT_SWALLOWS_TEXT,
            "\
#!runbook
header: #the header
  name: Acme - Work # 42
  #dri: me
  description: \"Inform #support\" #quoted
  window: 3h #was 2h
checklists: #todo
  pre-call: #none yet
  post-call: []
tasks:
  - task: |
      Inform #support
    planned: 10m #or so
    note: ## later
    owner: John ##
",
            expect![""],
        );
    }
}
