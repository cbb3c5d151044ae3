//! HTML: what folds, and comments.

use super::super::{inline::comment, read::Block};
use super::{
    Importer, TaskPlace,
    section::What,
    words::{Topic, topic},
};

impl Importer<'_> {
    pub(super) fn html(&mut self, block: &Block, html: &str) {
        let lower = html.to_ascii_lowercase();
        if comment(html).is_some_and(|comment| comment.starts_with("runbook: v=")) {
            return self.account.left(block.lines.clone(), "the marker of the issue: the file belongs to no issue yet");
        }
        if let Some(rest) = lower.trim().strip_prefix("<details>").map(str::trim_start) {
            let summary = rest.strip_prefix("<summary>").and_then(|rest| rest.split_once("</summary>"));
            let n_before = html.len() - html.trim_start().len();
            let summary = summary.map(|(summary, _)| {
                let at = lower.find("<summary>").map_or(n_before, |at| at + "<summary>".len());
                html[at..at + summary.len()].trim().to_owned()
            });
            return self.details(block, summary.as_deref().unwrap_or_default());
        }
        if lower.trim() == "</details>" {
            self.detail = None;
            if self.sections.last().is_some_and(|section| section.level == usize::MAX) {
                self.sections.pop();
            }
            self.account.left(block.lines.clone(), "the end of what folds");
        }
        // Anything else stays as it is, in the comment.
    }

    fn details(&mut self, block: &Block, summary: &str) {
        let number = |word: &str, prefix: &str| {
            let rest = summary.strip_prefix(word)?.split_once(':')?.0.trim();
            rest.strip_prefix(prefix)?.parse::<usize>().ok()?.checked_sub(1)
        };
        let task = number("Task ", "").filter(|index| *index < self.draft.tasks.len()).map(TaskPlace::Task);
        let step = number("Step ", "r").filter(|index| *index < self.draft.steps.len()).map(TaskPlace::Step);
        if let Some(place) = task.or(step) {
            self.detail = Some(place);
            return self.account.left(block.lines.clone(), "the beginning of what folds");
        }
        let what = match topic(summary) {
            Some(Topic::PreCall) => Some(What::List("pre-call".to_owned())),
            Some(Topic::PostCall) => Some(What::List("post-call".to_owned())),
            Some(topic) => Some(What::Topic(topic)),
            None => None,
        };
        match what {
            Some(what) => {
                self.account.understood(block.lines.start, summary);
                self.account.understood(block.lines.start, "details summary");
                self.account.taken(block.lines.clone(), "what it holds");
                self.push(usize::MAX, what);
            }
            None => self.account.kept(block.lines.clone()),
        }
    }
}
