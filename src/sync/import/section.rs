//! The walk over the blocks: which section is open, and who takes what stands in it.

use std::ops::Range;

use super::super::read::{Block, Kind, Line};
use super::{
    Importer, Inline, TaskPlace,
    unknown::has_boxes,
    words::{self, Planned, Topic, topic},
};
use crate::model::is_id;

/// The sentence with which every rendered issue begins.
const BANNER: &str = "**Confidential:** this issue holds information about a customer.";

/// A heading that is open.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) level: usize,
    pub(super) what: What,
    /// What it says.
    pub(super) heading: String,
    /// Its lines, where nothing is said about them yet.
    pub(super) lines: Range<usize>,
}

/// What stands below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Nobody knows; with the heading.
    Unknown(String),
    Topic(Topic),
    /// A checklist, by id.
    List(String),
}

/// A heading below the tasks.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) lines: Range<usize>,
    pub(super) text: Inline,
}

impl Importer<'_> {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if self.draft.is_too_large() {
                return;
            }
            self.block(block, &blocks[at + 1..]);
        }
        self.end_pending();
    }

    pub(super) fn block(&mut self, block: &Block, after: &[Block]) {
        match &block.kind {
            Kind::Heading { level, text } => return self.heading(block, *level, text, after),
            Kind::Html(html) => return self.html(block, html),
            Kind::Rule if self.what() != What::Topic(Topic::Rollback) => {
                return self.account.left(block.lines.clone(), "a rule between sections");
            }
            Kind::Quote(blocks) if self.what() != What::Topic(Topic::Rollback) => return self.blocks(blocks),
            Kind::Paragraph(lines) if self.is_ours(lines) => {
                return self.account.left(block.lines.clone(), "written by render");
            }
            _ => {}
        }
        if let Some(place) = self.detail {
            return self.detail(place, block);
        }
        let items_follow = matches!(block.kind, Kind::List { .. } | Kind::Table(_));
        if items_follow && let Some(pending) = self.pending.take() {
            // It was the heading of a group of tasks.
            self.account.kept(pending.lines);
        }
        match self.what() {
            What::List(id) => self.checklist(&id, block),
            What::Topic(topic) => match topic {
                Topic::Gitlab => self.people(false, block),
                Topic::Customer => self.people(true, block),
                Topic::Tasks => self.tasks(block),
                Topic::Rollback => self.rollback(block),
                Topic::FollowUps => self.follow_ups(block),
                Topic::Timeline => self.timeline(block),
                Topic::Description => match &block.kind {
                    Kind::List { items, .. } if has_boxes(items) => {
                        let heading = self.sections.last().map(|section| section.heading.clone()).unwrap_or_default();
                        self.new_list(&heading, block);
                    }
                    _ => self.preamble(block, true),
                },
                Topic::PreCall => self.checklist("pre-call", block),
                Topic::PostCall => self.checklist("post-call", block),
            },
            What::Unknown(heading) => self.unknown(&heading, block),
        }
    }

    fn what(&self) -> What {
        self.sections.last().map_or_else(|| What::Unknown(String::new()), |section| section.what.clone())
    }

    fn heading(&mut self, block: &Block, level: usize, text: &Inline, after: &[Block]) {
        self.end_pending();
        self.last = None;
        if self.detail.is_some() {
            self.detail = None;
        }
        self.sections.retain(|section| section.level < level);
        let marked = after.first().and_then(list_marker);
        let topic = topic(&text.plain);
        if let Some((id, _)) = marked {
            self.open_list(block, level, &id, &text.plain);
            return;
        }
        // The first heading is the title of the document.
        let is_first = !self.named && self.sections.is_empty();
        self.named = true;
        if is_first && !self.is_rendered && self.is_title(level, &text.plain, after) {
            let name = text.plain.get(..7).filter(|word| word.eq_ignore_ascii_case("runbook"));
            let name = name.and_then(|_| text.plain[7..].trim_start().strip_prefix([':', '-', '–']));
            let name = name.map(str::trim).filter(|name| !name.is_empty());
            if name.is_some() {
                self.account.understood(block.lines.start, "runbook");
            }
            if self.draft.header.set("name", name.unwrap_or(&text.plain)) {
                self.account.taken(block.lines.clone(), "header.name");
            } else {
                self.account.taken(block.lines.clone(), "the title");
            }
            return;
        }
        let above = self.sections.last().map(|section| section.what.clone());
        match (topic, above) {
            (Some(Topic::PreCall), _) => self.open_list(block, level, "pre-call", &text.plain),
            (Some(Topic::PostCall), _) => self.open_list(block, level, "post-call", &text.plain),
            // Below the tasks or the rollback a heading is one of them, whatever it is called.
            (_, Some(What::Topic(Topic::Tasks)))
                if topic != Some(Topic::Rollback)
                    && !(topic == Some(Topic::Tasks) && text.plain.to_lowercase().contains("steps")) =>
            {
                self.pending = Some(Pending { lines: block.lines.clone(), text: text.clone() });
                self.push(level, What::Topic(Topic::Tasks));
            }
            (_, Some(What::Topic(Topic::Rollback))) if topic != Some(Topic::Rollback) => {
                self.plan(block);
                self.push(level, What::Topic(Topic::Rollback));
            }
            (Some(topic), _) => {
                if words::is_plain_topic(&text.plain) {
                    self.account.understood(block.lines.start, &text.plain);
                }
                let place = match topic {
                    Topic::Gitlab => "contacts.gitlab",
                    Topic::Customer => "contacts.customer",
                    Topic::Tasks => "tasks",
                    Topic::Rollback => "rollback",
                    Topic::FollowUps => "follow_ups",
                    Topic::Timeline => "log",
                    _ => "header.description",
                };
                self.account.taken(block.lines.clone(), place);
                let heading = words::without_number(&text.plain).to_owned();
                self.sections.push(Section { level, what: What::Topic(topic), heading, lines: 0..0 });
            }
            // A group within a checklist.
            (None, Some(What::List(id))) => {
                self.account.kept(block.lines.clone());
                self.push(level, What::List(id));
            }
            (None, _) if text.plain.to_lowercase().ends_with(" checklist") => {
                let id = self.list_id(&text.plain);
                self.open_list(block, level, &id, &text.plain);
            }
            (None, _) => {
                // Where boxes follow, it becomes the title of their checklist.
                let heading = words::without_number(&text.plain).to_owned();
                self.account.understood(block.lines.start, &text.plain[..text.plain.len() - heading.len()]);
                let what = What::Unknown(heading.clone());
                self.sections.push(Section { level, what, heading, lines: block.lines.clone() });
            }
        }
    }

    /// Whether the first heading is the title of the document, and not that of its first section.
    fn is_title(&self, level: usize, text: &str, after: &[Block]) -> bool {
        let is_alone = |above: usize| {
            after.iter().all(|block| !matches!(block.kind, Kind::Heading { level, .. } if level <= above))
        };
        let topic = topic(text);
        if level == 1 {
            return topic.is_none() || text.contains(" - ") || !words::is_plain_topic(text) && is_alone(1);
        }
        let has_text =
            matches!(after.first().map(|block| &block.kind), Some(Kind::Paragraph(_) | Kind::Heading { .. }));
        topic.is_none() && has_text && after.len() > 1 && is_alone(level)
    }

    pub(super) fn push(&mut self, level: usize, what: What) {
        self.sections.push(Section { level, what, heading: String::new(), lines: 0..0 });
    }

    /// Opens a checklist; a heading that does not follow from its id becomes its title.
    pub(super) fn open_list(&mut self, block: &Block, level: usize, id: &str, heading: &str) {
        let shown = heading;
        let heading = if self.is_rendered { shown } else { words::without_number(shown) };
        self.account.understood(block.lines.start, &shown[..shown.len() - heading.len()]);
        let expected = format!("{} checklist", id.replacen(|_: char| true, &id[..1].to_uppercase(), 1));
        let is_plain = heading.eq_ignore_ascii_case(&expected);
        if let Some((_, Planned { duration, .. }, said)) = words::estimate(heading) {
            self.account.remark(block.lines.start, format!("`{said}` ({duration}) has no key in a checklist"));
        }
        self.draft.checklist(id, Some(heading).filter(|_| !is_plain && !heading.is_empty()));
        self.account.understood(block.lines.start, &expected);
        self.account.taken(block.lines.clone(), &format!("checklists.{id}"));
        self.push(level, What::List(id.to_owned()));
    }

    /// A heading below the tasks after which no list came is a task.
    pub(super) fn end_pending(&mut self) {
        if let Some(pending) = self.pending.take() {
            let place = TaskPlace::Task(self.draft.tasks.len());
            let line = pending.lines.start;
            self.account.taken(pending.lines, "tasks");
            self.add_task(place, line, &pending.text, None);
        }
    }

    fn is_ours(&self, lines: &[Line]) -> bool {
        let [only] = lines else { return false };
        only.text.source == "/confidential"
            || self.is_rendered && (only.text.typed.starts_with(BANNER) || only.text.typed == "None yet.")
    }
}

/// Returns the list and id in the marker of the first entry of a list.
fn list_marker(block: &Block) -> Option<(String, String)> {
    let Kind::List { items, .. } = &block.kind else { return None };
    marker(&items.first()?.text)
}

/// Returns the list and id in the marker of an entry, `rb:pre-call.inform`.
pub(super) fn marker(text: &Inline) -> Option<(String, String)> {
    text.comments.iter().find_map(|comment| {
        // The second of two dashes is written as `_`, which no id holds.
        let marker = comment.strip_prefix("rb:")?.replace('_', "-");
        let (list, id) = marker.split_once('.')?;
        (is_id(list) && is_id(id)).then(|| (list.to_owned(), id.to_owned()))
    })
}
