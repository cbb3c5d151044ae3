//! Foreign Markdown → the text of a new runbook file, and an account of every line of it.
//!
//! What `render` shows comes back by its markers; what people write by hand is known by its headings, its columns and
//! its boxes. What has no place stands in a comment at the end of the file, so that nothing is lost on the way.

mod account;
mod attempts;
mod boxes;
mod doubts;
mod draft;
mod fold;
mod happened;
mod header;
mod html_table;
mod labels;
mod lists;
mod people;
mod prepare;
mod replay;
mod rest;
mod section;
mod shown;
mod task_text;
mod tasks;
mod timeline;
mod titles;
mod unknown;
mod words;

use std::collections::BTreeMap;

use crate::{
    document::{MAX_FILE_SIZE, Source},
    model::{TakenIds, is_id, slug},
};

use super::{inline::Inline, read};
use account::Account;
pub use account::{Entry, Fate};
use attempts::Attempts;
use draft::Draft;
use replay::Replay;
use section::Section;
use titles::Titles;

/// What stands in the name of a runbook for which none was found; `lint` asks for it.
pub const NO_NAME: &str = "CUSTOMER - REQUESTED TASK";

/// How long a derived id of a checklist may be.
const LONGEST_ID: usize = 40;

/// A runbook file that was made of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The text of the file.
    pub text: String,
    /// The name of the runbook.
    pub name: String,
    /// How many lines the source has.
    pub n_lines: usize,
    /// What was found, such as `pre-call 4 (3 done, 1 blocked)`.
    pub found: Vec<String>,
    /// What became of every line that is not blank, in order.
    pub account: Vec<Entry>,
    /// What a person should know that belongs to no line.
    pub remarks: Vec<String>,
}

/// What would become of a text is larger than a runbook may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the runbook would be larger than {} MiB", MAX_FILE_SIZE / (1024 * 1024))]
pub struct TooLarge;

/// Makes a runbook file of Markdown.
///
/// `name` is the name that the runbook gets, whatever the source says. The text may have problems of its own, such as a
/// schedule in `PST`, which is kept as it stands for `lint` to show.
///
/// # Errors
/// More than a runbook may hold.
pub fn import(source: &Source, name: Option<&str>) -> Result<Imported, TooLarge> {
    let text = if is_rendered(source.text()) { source.text().to_owned() } else { prepare::prepare(source.text()) };
    let Ok(marked) = Source::from_text(source.name(), text) else {
        return Ok(empty(source, name));
    };
    let blocks = read::read(&marked);
    let run = |log_as_events| {
        let mut importer = Importer::new(&marked, log_as_events);
        if let Some(name) = name {
            importer.draft.header.set("name", name);
        }
        importer.blocks(&blocks);
        if importer.draft.is_too_large() { Err(TooLarge) } else { importer.finish(source) }
    };
    let imported = run(true)?;
    if shown::has_timeline(&blocks) && !shown::shows_the_same(&imported.text, &blocks) {
        run(false)
    } else {
        Ok(imported)
    }
}

/// Whether a text was made by `render`.
fn is_rendered(text: &str) -> bool {
    text.contains("<!-- runbook: v=1")
}

fn empty(source: &Source, name: Option<&str>) -> Imported {
    let name = name.unwrap_or(NO_NAME).to_owned();
    let mut draft = Draft::default();
    draft.header.set("name", name.clone());
    let n_lines = source.text().lines().count();
    let all: Vec<usize> = (1..=n_lines).collect();
    let text = draft.write() + &comment(source.text(), &all);
    Imported {
        text,
        name,
        n_lines,
        found: Vec::new(),
        account: Account::new(n_lines).entries(source.text(), &all),
        remarks: Vec::new(),
    }
}

/// Reads blocks one after another into a draft.
struct Importer<'s> {
    source: &'s Source,
    draft: Draft,
    account: Account,
    /// The headings that are open, the outermost first.
    sections: Vec<Section>,
    /// Whether the text was made by `render`.
    is_rendered: bool,
    /// The task whose details are read.
    detail: Option<TaskPlace>,
    /// A heading below the tasks that is a task itself, unless a list of them follows.
    pending: Option<section::Pending>,
    taken_lists: TakenIds,
    /// The task that was read last, which a code block may belong to.
    last: Option<TaskPlace>,
    /// Whether the first heading was seen.
    named: bool,
    /// Whether the timeline becomes what happened, and not notes in its words.
    log_as_events: bool,
    titles: Titles,
    replay: Replay,
    attempts: BTreeMap<TaskPlace, Attempts>,
}

/// Which of the tasks or rollback steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TaskPlace {
    Task(usize),
    Step(usize),
}

impl<'s> Importer<'s> {
    fn new(source: &'s Source, log_as_events: bool) -> Self {
        Self {
            source,
            draft: Draft::default(),
            account: Account::new(source.text().lines().count()),
            sections: Vec::new(),
            is_rendered: is_rendered(source.text()),
            detail: None,
            pending: None,
            taken_lists: TakenIds::new(["pre-call", "post-call"].into_iter()),
            last: None,
            named: false,
            log_as_events,
            titles: Titles::default(),
            replay: Replay::default(),
            attempts: BTreeMap::new(),
        }
    }

    fn finish(mut self, source: &Source) -> Result<Imported, TooLarge> {
        let mut remarks = Vec::new();
        if self.draft.header.get("name").is_none() {
            self.draft.header.set("name", NO_NAME);
            remarks.push("no name was found: say one with --name \"CUSTOMER - REQUESTED TASK\"".to_owned());
        }
        self.draft.derive_ids();
        self.resolve_titles();
        self.resolve_dri();
        self.settle_attempts();
        if !self.is_rendered {
            self.doubt_name();
        }
        let mut text = self.draft.write();
        if text.len() > MAX_FILE_SIZE {
            return Err(TooLarge);
        }
        let comments = self.account.comments(source.text(), &text);
        text.push_str(&comment(source.text(), &comments));
        if text.len() > MAX_FILE_SIZE {
            return Err(TooLarge);
        }
        let found = self.draft.found();
        let name = self.draft.header.get("name").unwrap_or(NO_NAME).to_owned();
        let account = self.account.entries(source.text(), &comments);
        Ok(Imported { text, name, n_lines: source.text().lines().count(), found, account, remarks })
    }

    /// Returns the id of a checklist with this heading.
    fn list_id(&mut self, heading: &str) -> String {
        let lower = heading.to_lowercase();
        // What `render` writes for a checklist without a title.
        let from_id = lower.strip_suffix(" checklist").map(|id| id.trim().to_owned());
        if let Some(id) = from_id.filter(|id| is_id(id) && !self.draft.has_checklist(id)) {
            return id;
        }
        let number = self.draft.checklists.len() + 1;
        let before = if self.draft.tasks.is_empty() && !self.is_rendered { "pre-" } else { "" };
        let words = slug(heading, LONGEST_ID);
        let text = if words.is_empty() { String::new() } else { format!("{before}{words}") };
        self.taken_lists.derive(&text, &format!("{before}checklist"), number)
    }
}

/// Returns lines of the source as a comment, each with its number.
fn comment(text: &str, lines: &[usize]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut comment = "\n# What `runbook import` found no place for, with the line of the source:\n".to_owned();
    let width = lines.last().map_or(1, |last| last.to_string().len());
    let mut wanted = lines.iter().peekable();
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        if wanted.next_if_eq(&&number).is_some() {
            let line: String = line.chars().map(|c| if is_visible(c) { c } else { '\u{fffd}' }).collect();
            comment.push_str(format!("# {number:>width$} | {line}").trim_end());
            comment.push('\n');
        }
    }
    comment
}

/// Whether a character may stand in a comment of YAML.
fn is_visible(c: char) -> bool {
    let is_hidden =
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c == '\t' || !(c.is_control() || is_hidden || u32::from(c) & 0xfffe == 0xfffe)
}
