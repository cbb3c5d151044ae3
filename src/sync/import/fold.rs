//! HTML: what folds, and comments.

use super::super::{inline::comment, read::Block};
use super::{
    Importer, TaskPlace,
    section::What,
    tasks::name,
    words::{Topic, is_plain_topic, topic},
};

/// What `render` writes behind the number of a task whose details fold.
const DETAILS: &str = "details summary Task Step command expected result stop rule undoes note notes";

impl Importer<'_> {
    /// Takes what is known of a block of HTML, line by line; the rest of it stays as it is, in the comment.
    pub(super) fn html(&mut self, block: &Block, html: &str) {
        if comment(html).is_some_and(|comment| comment.starts_with("runbook: v=")) {
            return self.account.left(block.lines.clone(), "the marker of the issue, which render writes anew");
        }
        for (line, html) in block.lines.clone().zip(html.lines()) {
            let html = html.trim();
            let lower = html.to_ascii_lowercase();
            if let Some(rest) = lower.strip_prefix("<details>").map(str::trim_start) {
                let inside = rest.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
                let summary = inside.map_or("", |inside| {
                    let end = html.len() - "</summary>".len();
                    &html[end - inside.len()..end]
                });
                self.details(line, summary.trim());
            } else if lower == "</details>" {
                self.detail = None;
                if self.sections.last().is_some_and(|section| section.level == usize::MAX) {
                    self.sections.pop();
                }
                self.account.left(line..line + 1, "the end of what folds");
            }
        }
    }

    fn details(&mut self, line: usize, summary: &str) {
        let number = |word: &str, prefix: &str| {
            let rest = summary.strip_prefix(word)?.split_once(':')?.0.trim();
            rest.strip_prefix(prefix)?.parse::<usize>().ok()?.checked_sub(1)
        };
        let task = number("Task ", "").filter(|index| *index < self.draft.tasks.len()).map(TaskPlace::Task);
        let step = number("Step ", "r").filter(|index| *index < self.draft.steps.len()).map(TaskPlace::Step);
        if let Some(place) = task.or(step) {
            self.detail = Some(place);
            self.account.understood(line, DETAILS);
            self.account.understood(line, summary.split_once(':').map_or("", |(number, _)| number));
            return self.account.taken(line..line + 1, name(place));
        }
        let what = match topic(summary) {
            Some(Topic::PreCall) => Some(What::List("pre-call".to_owned())),
            Some(Topic::PostCall) => Some(What::List("post-call".to_owned())),
            Some(topic) => Some(What::Topic(topic)),
            None => None,
        };
        match what {
            Some(what) => {
                if is_plain_topic(summary) {
                    self.account.understood(line, summary);
                }
                self.account.understood(line, "details summary");
                self.account.taken(line..line + 1, "what it holds");
                self.push(usize::MAX, what);
            }
            None => self.account.kept(line..line + 1),
        }
    }
}
