//! Markdown → what an issue shows, event by event.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::canon;
use super::{DURATION, Entry, OUTCOME, Reading, Row, RunbookMarker, Shows, box_at, key, runbook_marker};

/// Reads an issue; its lines end in line feeds.
pub(in crate::sync) fn read(text: &str) -> Reading<'_> {
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
