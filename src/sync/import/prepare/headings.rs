//! Headings that are none of Markdown: bold lines, lines with a colon, `■作業手順`, lines that say what follows.

use std::borrow::Cow;

use super::{
    super::words::{Topic, header_row, is_plain_heading, is_plain_topic, topic},
    Line, items,
};

/// How many characters and words a line has at most that is taken for a heading.
const LONGEST: usize = 60;
const MOST_WORDS: usize = 7;

/// Of how many lines a paragraph may be that an underline below it makes a heading.
const MOST_UNDERLINED: usize = 10;

/// What stands before a heading, or around it.
const MARKS: [char; 8] = ['■', '●', '◆', '▼', '▶', '◎', '【', '《'];

/// What was seen of the text so far.
#[derive(Debug, Default)]
struct Seen {
    /// Whether there is a heading of the first level, here or below.
    has_title: bool,
    /// Whether anything was seen.
    any: bool,
    /// Whether a heading was seen that is no title.
    heading: bool,
    /// What the last heading of Markdown is about.
    topic: Option<Topic>,
}

/// Writes headings as Markdown has them.
pub(super) fn write(lines: &mut [Line<'_>]) {
    let mut seen = Seen { has_title: has_title(lines), ..Seen::default() };
    for at in 0..lines.len() {
        if lines[at].is_foreign || lines[at].is_blank() {
            continue;
        }
        let text = lines[at].text.clone();
        let trimmed = text.trim();
        let is_start = at == 0 || lines[at - 1].is_blank() || lines[at - 1].text.starts_with('#');
        if trimmed.starts_with('#') {
            seen.of_markdown(trimmed.trim_start_matches('#'), !trimmed.starts_with("# "));
        } else if let Some(end) = underline(lines, at).filter(|_| is_start) {
            if end > at + 1 && lines[at + 1..end].iter().all(|line| is_label(&line.text)) {
                lines[at].text = Cow::Owned(format!("# {trimmed}"));
                lines[end].text = Cow::Borrowed("");
            }
            seen.of_markdown(trimmed, lines[end].text.contains('-'));
        } else if is_plain_heading(trimmed) && text.starts_with(trimmed) {
            lines[at].text = Cow::Owned(format!("## {text}"));
            seen.of_markdown(trimmed, true);
        } else if let Some(heading) = is_start.then(|| seen.heading(lines, at)).flatten() {
            seen.heading |= !heading.starts_with("# ");
            seen.has_title |= heading.starts_with("# ");
            lines[at].text = Cow::Owned(heading);
        }
        seen.any = true;
    }
}

impl Seen {
    fn of_markdown(&mut self, text: &str, is_below: bool) {
        self.topic = topic(text);
        self.heading |= is_below;
    }

    /// Returns the heading that a line is, at the beginning of a paragraph.
    fn heading(&self, lines: &[Line<'_>], at: usize) -> Option<String> {
        let line = &lines[at].text;
        if line.len() > 4 * LONGEST || line.starts_with("    ") || line.starts_with(['\t', '|', '>', '<']) {
            return None;
        }
        let trimmed = line.trim();
        if let Some(marked) = trimmed.strip_prefix(MARKS) {
            let text = marked.trim().trim_end_matches(['】', '》']);
            return (is_short(text) && topic(text).is_some_and(|topic| self.may_open(topic))).then(|| below(text));
        }
        let next = lines[at + 1..].iter().find(|line| !line.is_blank()).map_or("", |line| &line.text);
        let is_alone = lines.get(at + 1).is_none_or(Line::is_blank);
        let items_follow = items::is_item(next);
        let bold = bold(trimmed);
        if !is_alone && !items_follow && bold.is_none() {
            return None;
        }
        let text = bold.unwrap_or(trimmed);
        let is_first = !self.any && !self.has_title && (is_alone || items_follow && bold.is_some());
        if is_first && is_title(text) && !items::is_item(trimmed) {
            return Some(format!("# {text}"));
        }
        if !is_short(text) || bold.is_none() && (items::is_item(trimmed) || trimmed.starts_with(['*', '_', '`', '['])) {
            return None;
        }
        let plain = text.trim_end_matches([':', '：', ' ']);
        let topic = topic(plain);
        let says_so = bold.is_some() || plain != text || is_plain_topic(plain);
        match topic {
            Some(topic) => (says_so && self.may_open(topic)).then(|| below(plain)),
            // Over boxes, it is the title of a list; a sentence is none.
            None => {
                let is_over_boxes = items::is_box(next) && self.topic != Some(Topic::Rollback);
                let is_name = bold.is_some() || !self.heading && plain.split(' ').count() <= 4 && !is_alone;
                (is_over_boxes && is_name).then(|| below(plain))
            }
        }
    }

    /// Whether a line may open a section below a heading of Markdown; what stands below a rollback belongs to it.
    fn may_open(&self, topic: Topic) -> bool {
        match self.topic {
            Some(Topic::Rollback) => topic == Topic::PostCall,
            Some(Topic::Tasks) => matches!(topic, Topic::Rollback | Topic::PreCall | Topic::PostCall),
            _ => true,
        }
    }
}

/// Returns a heading of the last level, which ends with any other.
fn below(text: &str) -> String {
    format!("###### {text}")
}

fn has_title(lines: &[Line<'_>]) -> bool {
    let is_title = |at: usize, line: &Line<'_>| {
        line.text.starts_with("# ") || at > 0 && is_underline(&line.text, '=') && !lines[at - 1].is_blank()
    };
    lines.iter().enumerate().any(|(at, line)| !line.is_foreign && is_title(at, line))
}

/// Returns where the underline stands that makes a heading of the paragraph that begins here.
fn underline(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let paragraph = lines.iter().enumerate().skip(at + 1).take(MOST_UNDERLINED);
    let mut paragraph = paragraph.take_while(|(_, line)| !line.is_foreign && !line.is_blank());
    let is_end = |at: usize, line: &Line<'_>, first: usize| {
        is_underline(&line.text, '=') || at == first && is_underline(&line.text, '-')
    };
    paragraph.find(|(number, line)| is_end(*number, line, at + 1)).map(|(number, _)| number)
}

fn is_underline(line: &str, mark: char) -> bool {
    let line = line.trim();
    line.len() >= 2 && line.chars().all(|c| c == mark)
}

/// Whether a line is `Owner: Jane Smith`.
fn is_label(line: &str) -> bool {
    line.split_once([':', '：']).is_some_and(|(label, value)| label.len() <= 40 && !value.trim().is_empty())
}

/// Returns the text of a line that is bold as a whole.
fn bold(line: &str) -> Option<&str> {
    let line = line.strip_suffix([':', '：']).unwrap_or(line);
    let inner = ["**", "__"].iter().find_map(|mark| line.strip_prefix(*mark)?.strip_suffix(*mark))?;
    (!inner.is_empty() && !inner.contains("**")).then(|| inner.trim())
}

fn is_short(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
        && !text.ends_with(['.', '!', '?', ',', ';', '。', '、'])
        && text.contains(char::is_alphanumeric)
}

/// Whether the first line of a text without a title is one: it names a customer and what is done.
fn is_title(text: &str) -> bool {
    let is_name = [" - ", " – ", " — "].iter().any(|gap| text.contains(gap));
    let is_labelled = text.split_once(':').is_some_and(|(label, _)| header_row(label).is_some());
    is_name
        && !is_labelled
        && text.chars().count() <= 2 * LONGEST
        && !text.ends_with([':', '：', '.', '!', '?'])
        && !text.contains(['|', '`'])
}
