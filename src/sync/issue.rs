//! An issue's Markdown → what it shows: boxes and task rows, each with its line, and the markers.
//!
//! It reads what `render` writes, what clicks in GitLab make of it, and what people and the rich text editor make of it. The
//! merge puts single characters into single lines, so that everything here is by line and byte.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::canon;

/// What an issue shows.
#[derive(Debug, Default)]
pub(super) struct Reading<'t> {
    /// Its lines.
    pub(super) lines: Vec<&'t str>,
    /// Whether each line stands in a block of code.
    pub(super) is_code: Vec<bool>,
    /// The marker of the runbook.
    pub(super) marker: Option<RunbookMarker>,
    /// Boxes and rows of task tables, in order.
    pub(super) entries: Vec<Entry>,
    /// Lines that GitLab may take for quick actions.
    pub(super) commands: Vec<&'t str>,
}

/// The comment that says whose issue it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunbookMarker {
    /// Its line, from 0.
    pub(super) line: usize,
    /// The publication.
    pub(super) id: Option<String>,
    /// How often the issue was written.
    pub(super) rev: Option<u64>,
}

/// A task item or a row of a table of tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its line, from 0.
    pub(super) line: usize,
    /// Its key as its marker says it, such as `pre-call/inform`.
    pub(super) key: Option<String>,
    /// The words of the heading above it.
    pub(super) heading: String,
    /// What is seen of its text.
    pub(super) title: String,
    /// What it shows.
    pub(super) shows: Shows,
}

/// What an entry shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Shows {
    /// A box with a blank, `x` or `~` in it.
    Box(char),
    /// A marker, but no box: somebody made something else of the item.
    #[default]
    NoBox,
    /// The row of a task.
    Row(Row),
}

/// The row of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the table's header, from 0.
    pub(super) header_line: usize,
    /// The words of the table's header.
    pub(super) columns: Vec<String>,
    /// What is seen in its cells.
    pub(super) cells: Vec<String>,
}

/// The columns that hold the state of a task, by the words of the compiled-in template.
const OUTCOME: &str = "outcome";
const DURATION: &str = "duration";

impl Row {
    /// Returns the columns of outcome and duration: by their headings, else the second and third.
    pub(super) fn state_columns(&self) -> (usize, usize) {
        let column = |name: &str, otherwise| {
            self.columns.iter().position(|column| column.eq_ignore_ascii_case(name)).unwrap_or(otherwise)
        };
        (column(OUTCOME, 1), column(DURATION, 2))
    }

    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Returns the cells of outcome and duration.
    pub(super) fn state(&self) -> (&str, &str) {
        let (outcome, duration) = self.state_columns();
        (self.cell(outcome), self.cell(duration))
    }
}

impl Entry {
    /// Returns what the entry shows, as it stands in the base: what is in the box, or `Partial (2/3) | 10m`.
    pub(super) fn value(&self) -> Option<String> {
        match &self.shows {
            Shows::Box(tick) => Some(tick.to_string()),
            Shows::NoBox => None,
            Shows::Row(row) => {
                let (outcome, duration) = row.state();
                Some(format!("{outcome} | {duration}").trim().to_owned())
            }
        }
    }

    /// Returns what the entry says apart from its state, in the form in which texts are compared; of a row the columns
    /// that are named.
    pub(super) fn wording(&self, columns: &[String]) -> String {
        match &self.shows {
            Shows::Box(_) | Shows::NoBox => canon::words(&self.title),
            Shows::Row(row) => {
                let (outcome, duration) = row.state_columns();
                let cells = columns.iter().enumerate().filter_map(|(at, name)| {
                    let column = row.columns.iter().position(|known| known == name).unwrap_or(at);
                    (column != outcome && column != duration).then(|| canon::words(row.cell(column)))
                });
                cells.collect::<Vec<_>>().join("|")
            }
        }
    }

    /// Returns the words of the header of the entry's table.
    pub(super) fn columns(&self) -> &[String] {
        match &self.shows {
            Shows::Row(row) => &row.columns,
            _ => &[],
        }
    }
}

/// Returns the key that the marker of an entry means: `rb:pre-call.inform` is `pre-call/inform`.
pub(super) fn key(comment: &str) -> Option<String> {
    let (list, id) = comment.strip_prefix("rb:")?.split_once('.')?;
    Some(format!("{}/{}", list.replace("-_", "--"), id.replace("-_", "--")))
}

fn runbook_marker(comment: &str, line: usize) -> Option<RunbookMarker> {
    let mut marker = RunbookMarker { line, ..RunbookMarker::default() };
    for word in comment.strip_prefix("runbook:")?.split_whitespace() {
        match word.split_once('=') {
            Some(("id", id)) => marker.id = Some(id.to_owned()),
            Some(("rev", rev)) => marker.rev = rev.parse().ok(),
            _ => {}
        }
    }
    Some(marker)
}

/// Returns what stands behind a bullet or a number, and the blanks after that.
fn after_list_mark(text: &str) -> Option<&str> {
    let after = text.strip_prefix(['-', '*', '+']).or_else(|| {
        let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == text.len() { None } else { after.strip_prefix(['.', ')']) }
    })?;
    let open = after.trim_start_matches([' ', '\t']);
    (open.len() < after.len()).then_some(open)
}

/// Returns where the box of a line stands, and what is in it: a blank, `x` or `~`.
pub(super) fn box_at(line: &str) -> Option<(std::ops::Range<usize>, char)> {
    let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    // A list may begin in the first line of an item.
    let mut open = after_list_mark(&line[indent..])?;
    while let Some(deeper) = after_list_mark(open) {
        open = deeper;
    }
    let inside = open.strip_prefix('[')?;
    let tick = inside.chars().next()?;
    let rest = inside[tick.len_utf8()..].strip_prefix(']')?;
    if !rest.starts_with([' ', '\t']) || rest.trim().is_empty() {
        return None;
    }
    let state = match tick {
        tick if tick.is_whitespace() => ' ',
        'x' | 'X' => 'x',
        '~' => '~',
        _ => return None,
    };
    let start = line.len() - inside.len();
    Some((start..start + tick.len_utf8(), state))
}

/// Reads an issue; its lines end in line feeds.
pub(super) fn read(text: &str) -> Reading<'_> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let reading = Reading { is_code: vec![false; lines.len()], lines, ..Reading::default() };
    let mut reader = Reader { reading, starts, ..Reader::default() };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reader.event(event, range);
    }
    reader.reading.entries.sort_by_key(|entry| entry.line);
    reader.reading
}

/// What is seen of a text that is being read.
#[derive(Debug, Default)]
struct Open {
    line: usize,
    what: What,
    seen: String,
    /// Whether the first line of the text is over; what follows is a person's.
    is_over: bool,
    key: Option<String>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum What {
    #[default]
    Heading,
    Item,
    Cell,
}

#[derive(Debug, Default)]
struct Reader<'t> {
    reading: Reading<'t>,
    starts: Vec<usize>,
    heading: String,
    open: Option<Open>,
    header_line: usize,
    columns: Vec<String>,
    is_header: bool,
    depth: usize,
    cells: Vec<String>,
    /// Whether the rest of a table is none for GitLab: an indented line ends it.
    is_ended: bool,
    row_line: usize,
    row_key: Option<String>,
}

impl<'t> Reader<'t> {
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        match event {
            Event::Start(Tag::Paragraph) if self.open.as_ref().is_some_and(|open| open.seen.is_empty()) => {
                self.depth += 1;
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough) => {}
            Event::Start(tag) => {
                self.close();
                self.start(&tag, range);
                self.depth += 1;
            }
            Event::End(end) => {
                self.depth -= 1;
                self.close();
                self.end(end);
            }
            Event::Text(text) | Event::Code(text) => self.seen(&text),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(open) = &mut self.open {
                    open.is_over = true;
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: std::ops::Range<usize>) {
        let line = self.line(range.start);
        let what = match tag {
            Tag::Heading { .. } => What::Heading,
            Tag::Item => What::Item,
            Tag::TableCell => What::Cell,
            Tag::TableHead => {
                (self.header_line, self.is_header, self.is_ended) = (line, true, false);
                self.cells.clear();
                return;
            }
            Tag::TableRow => {
                (self.row_line, self.is_header, self.row_key) = (line, false, None);
                self.is_ended |= self.reading.lines[line].starts_with("    ");
                self.cells.clear();
                return;
            }
            Tag::CodeBlock(_) => {
                let last = self.line(range.end.max(range.start + 1) - 1);
                self.reading.is_code[line..=last].fill(true);
                return;
            }
            Tag::Paragraph if self.depth == 0 => {
                let last = self.line(range.end.max(range.start + 1) - 1);
                let lines = self.reading.lines[line..=last].iter();
                self.reading.commands.extend(lines.copied().filter(|line| is_command(line)));
                return;
            }
            _ => return,
        };
        self.open = Some(Open { line, what, ..Open::default() });
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::TableHead => self.columns = self.cells.iter().map(|cell| canon::words(cell)).collect(),
            TagEnd::TableRow => {
                let has = |name: &str| self.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
                if self.is_ended {
                    let key = self.row_key.take();
                    self.without_box(key, "", self.starts[self.row_line]);
                } else if self.row_key.is_some() || has(OUTCOME) && has(DURATION) {
                    self.reading.entries.push(Entry {
                        line: self.row_line,
                        key: self.row_key.take(),
                        heading: self.heading.clone(),
                        title: self.cells.first().cloned().unwrap_or_default(),
                        shows: Shows::Row(Row {
                            header_line: self.header_line,
                            columns: self.columns.clone(),
                            cells: std::mem::take(&mut self.cells),
                        }),
                    });
                }
            }
            _ => {}
        }
    }

    fn seen(&mut self, text: &str) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.is_over) {
            open.seen.push_str(text);
        }
    }

    fn html(&mut self, html: &str, at: usize) {
        let comment = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).map(str::trim);
        if self.reading.marker.is_none() {
            self.reading.marker = self.marker_in(html, at);
        }
        let Some(comment) = comment else {
            let is_break = html.trim_start().to_ascii_lowercase().starts_with("<br");
            self.seen(if is_break { " " } else { html });
            // A line that has become a part of a block of HTML.
            let marker = html.find("<!-- rb:").and_then(|start| html[start..].split_once("-->"));
            let marker = marker.and_then(|(comment, _)| key(comment.trim_start_matches("<!-- ").trim_end()));
            return self.without_box(marker, html, at);
        };
        let line = self.line(at);
        // A row that a person's list has swallowed is a row again as soon as that ends: it is no part of the item above it.
        let is_swallowed = |open: &Open| open.line != line && self.reading.lines[line].trim_start().starts_with('|');
        match &mut self.open {
            Some(open) if is_swallowed(open) => {
                let heading = self.heading.clone();
                let entry = key(comment).map(|key| Entry { line, key: Some(key), heading, ..Entry::default() });
                self.reading.entries.extend(entry);
            }
            Some(open) => open.key = open.key.take().or_else(|| key(comment)),
            None => self.without_box(key(comment), "", at),
        }
    }

    /// Returns the marker of the runbook, whatever a person wrote around it.
    fn marker_in(&self, html: &str, at: usize) -> Option<RunbookMarker> {
        let start = html.find("<!--").filter(|start| html[start + 4..].trim_start().starts_with("runbook:"))?;
        let end = start + html[start..].find("-->")?;
        runbook_marker(html[start + 4..end].trim(), self.line(at + start))
    }

    /// Notes the marker of an entry on a line that is neither an item nor a row.
    fn without_box(&mut self, key: Option<String>, title: &str, at: usize) {
        if self.open.is_none() && key.is_some() {
            let heading = self.heading.clone();
            let title = one_blank(title);
            self.reading.entries.push(Entry { line: self.line(at), key, heading, title, shows: Shows::NoBox });
        }
    }

    /// Ends the text that is being read.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let seen = open.seen.trim();
        match open.what {
            What::Heading => self.heading = canon::words(seen),
            What::Cell => {
                self.row_key = self.row_key.take().or(open.key.filter(|_| !self.is_header));
                self.cells.push(one_blank(seen));
            }
            What::Item => {
                let tick = box_at(self.reading.lines[open.line]).filter(|_| seen.starts_with('['));
                let (shows, title) = match tick {
                    Some((_, tick)) => (Shows::Box(tick), seen.split_once(']').map_or(seen, |(_, title)| title)),
                    None if open.key.is_some() => (Shows::NoBox, seen),
                    None => return,
                };
                let title = one_blank(title);
                self.reading.entries.push(Entry {
                    line: open.line,
                    key: open.key,
                    heading: self.heading.clone(),
                    title,
                    shows,
                });
            }
        }
    }
}

/// Whether a line of a paragraph looks like a quick action.
fn is_command(line: &str) -> bool {
    line.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()))
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Expect) {
        let reading = read(text);
        let mut said = String::new();
        if let Some(marker) = &reading.marker {
            said.push_str(&format!("{}: runbook {:?} {:?}\n", marker.line + 1, marker.id, marker.rev));
        }
        for entry in &reading.entries {
            let key = entry.key.as_deref().unwrap_or("?");
            let (line, value) = (entry.line + 1, entry.value());
            said.push_str(&format!("{line}: {key} {value:?} {} ({})\n", entry.title, entry.heading));
        }
        expected.assert_eq(&said);
    }

    #[test]
    fn what_clicks_and_people_make_of_an_item_is_read() {
        check(
            "\
<!-- runbook: v=1 id=rb7f3k2m9q rev=12 -->

## Pre-call checklist

- [ ] Inform `#support` <!-- rb:pre-call.inform -->
  - **Required:** yes
- [X] Dry-run, \\*really\\* <!-- rb:pre-call.dry-_run -->
* [\u{a0}] Without marker
+ [\u{2009}] With a blank of another kind
1) - [x] In a list in a list
1. [~] Numbered <!-- rb:pre-call.n -->
- [x] a *person's* [link](https://example.com) <!-- their comment -->
- #12+ <!-- rb:pre-call.converted -->
- [ ] <!-- rb:pre-call.empty -->
- [x]no blank <!-- rb:pre-call.tight -->
- a bullet, no box
- [y] no state
- \\[x] escaped
- loose

  - [x] nested
    over two lines <!-- rb:pre-call.two -->

      - [x] code

> - [x] quoted

[x] - handbook

```text
- [x] in code <!-- rb:pre-call.code -->
```

<!--
- [x] in a comment <!-- rb:pre-call.comment -->
",
            expect![[r#"
                1: runbook Some("rb7f3k2m9q") Some(12)
                5: pre-call/inform Some(" ") Inform #support (Pre-call checklist)
                7: pre-call/dry--run Some("x") Dry-run, *really* (Pre-call checklist)
                8: ? Some(" ") Without marker (Pre-call checklist)
                9: ? Some(" ") With a blank of another kind (Pre-call checklist)
                10: ? Some("x") In a list in a list (Pre-call checklist)
                11: pre-call/n Some("~") Numbered (Pre-call checklist)
                12: ? Some("x") a person's link (Pre-call checklist)
                13: pre-call/converted None #12+ (Pre-call checklist)
                14: pre-call/empty Some(" ")  (Pre-call checklist)
                15: pre-call/tight None [x]no blank (Pre-call checklist)
                21: pre-call/two Some("x") nested (Pre-call checklist)
                24: ? Some("x") code (Pre-call checklist)
                26: ? Some("x") quoted (Pre-call checklist)
                35: pre-call/comment None - [x] in a comment <!-- rb:pre-call.comment --> (Pre-call checklist)
            "#]],
        );
    }

    #[test]
    fn a_marker_is_read_whatever_a_person_writes_around_it() {
        check(
            "\
<!-- runbook: v=1 id=rb7f3k2m9q rev=12 --> Read this first.

## Runbook - Tasks

| Task | Outcome | Duration |
| --- | --- | --- |
- [ ] a person's
| Apply <!-- rb:tasks.apply --> | Success | 9m |

- over
  two lines <!-- rb:pre-call.bullet -->
",
            expect![[r#"
                1: runbook Some("rb7f3k2m9q") Some(12)
                7: ? Some(" ") a person's (Runbook - Tasks)
                8: tasks/apply None  (Runbook - Tasks)
                10: pre-call/bullet None over (Runbook - Tasks)
            "#]],
        );
    }

    #[test]
    fn rows_of_tasks_are_read_by_their_columns() {
        check(
            "\
## Runbook - Tasks

| Task | Duration | Outcome | Ours |
| --- | --- | --- | --- |
| [Apply *a*\\|b](https://example.com) <!-- rb:tasks.apply --> | 10m | Partial (2488/2500) | ? |
| Without marker |  | `Success` |
| Short <!-- rb:tasks.short --> |

| Name | Role |
| --- | --- |
| Jane | x |
| Marked <!-- rb:rollback.marked --> | Failed (5m)<br>Success | 9m |
",
            expect![[r#"
                5: tasks/apply Some("Partial (2488/2500) | 10m") Apply a|b (Runbook - Tasks)
                6: ? Some("Success |") Without marker (Runbook - Tasks)
                7: tasks/short Some("|") Short (Runbook - Tasks)
                12: rollback/marked Some("Failed (5m) Success |") Marked (Runbook - Tasks)
            "#]],
        );
    }
}
