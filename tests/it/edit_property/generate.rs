//! Random runbook-like files, with everything that people write: the text, and which lines each value takes.

use std::ops::RangeInclusive;

use crate::random::Random;

/// One step of a path in the test's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// A value of the file.
pub(super) struct Spot {
    pub(super) path: Vec<Step>,
    /// The lines from its key or dash to its end, from 0.
    pub(super) lines: RangeInclusive<usize>,
    /// Whether it is a block collection with entries.
    pub(super) is_block: bool,
    /// Whether it stands in brackets or braces, its own not counted.
    pub(super) in_flow: bool,
    /// Whether its key or dash stands behind the dash of another entry.
    pub(super) behind_dash: bool,
}

/// A file.
pub(super) struct File {
    pub(super) text: String,
    pub(super) crlf: bool,
    pub(super) spots: Vec<Spot>,
}

const KEYS: &[&str] = &[
    "header",
    "tasks",
    "checklists",
    "rollback",
    "contacts",
    "sync",
    "name",
    "dri",
    "note",
    "state",
    "item",
    "id",
    "command",
    "expect",
    "count",
    "base",
    "x-größe",
    "pre-call/inform",
    "on",
    "12",
];
const PLAIN: &[&str] = &[
    "done",
    "open",
    "John Doe",
    "it's",
    "10m",
    "2026-10-11T06:32:10Z",
    "true",
    "12",
    "1.5",
    "no",
    "null and more",
    "a-b",
    "größer 東京 🚀",
    "https://example.com/a?b=c#d",
    "-1",
    "a:b",
    "a#b",
    "~",
    "null",
    "<UPPER_SNAKE>",
    "x, y",
];
const QUOTED: &[&str] =
    &["", "a b", "@john_doe", "a: b", "a # b", "{x}", "no", "- a", " blank ", "東京", "12", "x, [y]"];
const WORDS: &[&str] =
    &["one", "two", "- three", "# four", "key: value", "größer", "東京", "  deeper", "\"quoted\"", "x # y"];

pub(super) struct Generator {
    pub(super) random: Random,
    lines: Vec<String>,
    spots: Vec<Spot>,
    path: Vec<Step>,
    step: usize,
    dash: usize,
    n_comments: usize,
    comments: usize,
    /// Whether the last line belongs to a block scalar, below which a deep comment would be text.
    after_block: bool,
}

impl Generator {
    pub(super) fn new(mut random: Random) -> Self {
        let step = [2, 2, 2, 4, 3][random.below(5)];
        let dash = [2, 2, 0, 4, step][random.below(5)];
        let comments = [0, 10, 30][random.below(3)];
        Self {
            random,
            lines: Vec::new(),
            spots: Vec::new(),
            path: Vec::new(),
            step,
            dash,
            n_comments: 0,
            comments,
            after_block: false,
        }
    }

    pub(super) fn file(mut self) -> File {
        self.between(0);
        if self.random.percent(15) {
            let comment = self.trailing_comment();
            self.lines.push(format!("---{comment}"));
        }
        let first = self.lines.len();
        if self.random.percent(4) {
            self.lines.push(String::new());
            self.flow(3);
        } else {
            self.lines.push(String::new());
            let with_log = self.random.percent(50);
            self.table(0, 3, with_log);
        }
        let is_block = !self.lines[first].starts_with('{');
        self.spots.push(Spot {
            path: Vec::new(),
            lines: first..=self.lines.len() - 1,
            is_block,
            in_flow: false,
            behind_dash: false,
        });
        self.between(0);
        let ended = self.random.percent(10);
        if ended {
            self.lines.push("...".to_owned());
            self.between(0);
        }
        let crlf = self.random.percent(20);
        let line_break = if crlf { "\r\n" } else { "\n" };
        let mut text = self.lines.join(line_break);
        if !self.random.percent(15) {
            text.push_str(line_break);
        }
        if self.random.percent(5) {
            text.insert(0, '\u{feff}');
        }
        // One line without a line break has no line ends to keep.
        let crlf = text.contains('\r');
        File { text, crlf, spots: self.spots }
    }

    fn line(&mut self) -> &mut String {
        self.lines.last_mut().expect("a line is open")
    }

    fn comment(&mut self) -> String {
        self.n_comments += 1;
        format!(
            "#c{} {}",
            self.n_comments,
            self.random.pick(&["note", "größer: 東京", "it's \"this\"", "- x", "{", ""])
        )
    }

    fn trailing_comment(&mut self) -> String {
        if !self.random.percent(self.comments) {
            return String::new();
        }
        let blanks = " ".repeat(1 + self.random.below(4));
        format!("{blanks}{}", self.comment())
    }

    /// Blank lines and comments between the entries in `column`.
    fn between(&mut self, column: usize) {
        while self.random.percent(self.comments / 2) {
            let line = match self.random.below(5) {
                0 | 1 => String::new(),
                2 if !self.after_block => format!("{}{}", " ".repeat(column + self.random.below(5)), self.comment()),
                3 => self.comment(),
                _ => format!("{}{}", " ".repeat(column), self.comment()),
            };
            self.after_block &= line.is_empty();
            self.lines.push(line);
        }
    }

    /// Writes a mapping; the line of its first key is open and ends in its column.
    fn table(&mut self, column: usize, depth: usize, with_log: bool) {
        let n = 1 + self.random.below(if depth == 3 { 6 } else { 4 });
        let mut keys: Vec<&str> = Vec::new();
        while keys.len() < n {
            let key = self.random.pick(KEYS);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if with_log {
            keys.push("log");
        }
        for (index, key) in keys.iter().enumerate() {
            if index > 0 {
                self.between(column);
                self.lines.push(" ".repeat(column));
            }
            let start = self.lines.len() - 1;
            let behind_dash = self.line().contains('-');
            let quote = self.random.below(12);
            self.path.push(Step::Key((*key).to_owned()));
            let key = match quote {
                0 => format!("\"{key}\":"),
                1 => format!("'{key}' :"),
                _ if matches!(*key, "on" | "12") => format!("\"{key}\":"),
                _ => format!("{key}:"),
            };
            self.line().push_str(&key);
            let is_block = self.value_of_key(column, depth);
            self.end(start, is_block, behind_dash);
        }
    }

    fn end(&mut self, start: usize, is_block: bool, behind_dash: bool) {
        let lines = start..=self.lines.len() - 1;
        self.spots.push(Spot { path: self.path.clone(), lines, is_block, in_flow: false, behind_dash });
        self.path.pop();
    }

    /// Writes the value of a key, and returns whether it is a block collection.
    fn value_of_key(&mut self, column: usize, depth: usize) -> bool {
        let what = self.random.below(if depth == 0 { 14 } else { 22 });
        match what {
            14..=21 => {
                let comment = self.trailing_comment();
                self.line().push_str(&comment);
                self.after_block = false;
                let (is_list, offset) = if what < 18 { (true, self.dash) } else { (false, self.step) };
                self.between(column + offset);
                self.lines.push(" ".repeat(column + offset));
                if is_list {
                    self.list(column + offset, depth - 1)
                } else {
                    self.table(column + offset, depth - 1, false)
                }
                return true;
            }
            13 => {
                // A scalar below its key.
                let comment = self.trailing_comment();
                self.line().push_str(&comment);
                self.lines.push(" ".repeat(column + 1 + self.random.below(4)));
                let text = self.one_line(false);
                self.line().push_str(&text);
                self.finish_line();
            }
            _ => {
                let before = self.lines.len();
                self.line().push(' ');
                self.scalar_or_flow(column, depth);
                if before == self.lines.len() && self.line().ends_with(": ") {
                    self.line().pop();
                    self.finish_line();
                }
            }
        }
        false
    }

    fn finish_line(&mut self) {
        let comment = self.trailing_comment();
        self.line().push_str(&comment);
        self.after_block = false;
    }

    /// Writes a list; the line of its first dash is open and ends in its column.
    fn list(&mut self, column: usize, depth: usize) {
        let n = 1 + self.random.below(4);
        for index in 0..n {
            if index > 0 {
                self.between(column);
                self.lines.push(" ".repeat(column));
            }
            self.path.push(Step::Index(index));
            let start = self.lines.len() - 1;
            let behind_dash = self.line().contains('-');
            self.line().push('-');
            let what = self.random.below(if depth == 0 { 8 } else { 16 });
            let gap = if self.random.percent(10) { 2 + self.random.below(3) } else { 1 };
            let is_block = match what {
                0 => {
                    self.finish_line();
                    false
                }
                8..=12 => {
                    self.line().push_str(&" ".repeat(gap));
                    self.table(column + 1 + gap, depth - 1, false);
                    true
                }
                13 | 14 => {
                    self.line().push_str(&" ".repeat(gap));
                    self.list(column + 1 + gap, depth - 1);
                    true
                }
                15 => {
                    self.finish_line();
                    self.between(column + 2);
                    self.lines.push(" ".repeat(column + 2));
                    self.table(column + 2, depth - 1, false);
                    true
                }
                _ => {
                    self.line().push_str(&" ".repeat(gap));
                    self.scalar_or_flow(column, depth);
                    false
                }
            };
            self.end(start, is_block, behind_dash);
        }
    }

    fn scalar_or_flow(&mut self, column: usize, depth: usize) {
        match self.random.below(14) {
            0..=2 => self.block_scalar(column),
            3..=5 => {
                self.flow(depth.min(2));
                self.finish_line();
            }
            6 => {
                // A scalar on several lines.
                let quote = self.random.pick(&["", "'", "\""]);
                let pad = " ".repeat(column + 1 + self.random.below(4));
                self.line().push_str(&format!("{quote}first größer"));
                self.lines.push(format!("{pad}second line"));
                if !quote.is_empty() && self.random.percent(30) {
                    self.lines.push(String::new());
                }
                self.lines.push(format!("{pad}third 東京{quote}"));
                self.finish_line();
            }
            _ => {
                let text = self.one_line(false);
                self.line().push_str(&text);
                self.finish_line();
            }
        }
    }

    fn one_line(&mut self, in_flow: bool) -> String {
        match self.random.below(8) {
            0..=3 => match self.random.pick(PLAIN) {
                text if in_flow && text.contains(',') => "done".to_owned(),
                text => text.to_owned(),
            },
            4 | 5 => format!("\"{}\"", self.random.pick(QUOTED)),
            6 => format!("'{}'", self.random.pick(QUOTED)),
            _ => String::new(),
        }
    }

    fn block_scalar(&mut self, column: usize) {
        let style = self.random.pick(&["|", "|", ">", ">"]);
        let chomping = self.random.pick(&["", "-", "-", "+"]);
        let indent = if self.random.percent(80) { self.step.max(2) } else { 1 + self.random.below(5) };
        let indicator = if self.random.percent(10) { indent.to_string() } else { String::new() };
        let comment = self.trailing_comment();
        self.line().push_str(&format!("{style}{indicator}{chomping}{comment}"));
        let pad = " ".repeat(column + indent);
        for index in 0..self.random.below(4) {
            let word = self.random.pick(WORDS);
            let word = if index == 0 && indicator.is_empty() { word.trim_start() } else { word };
            self.lines.push(format!("{pad}{word}"));
            if index > 0 && self.random.percent(20) {
                self.lines.push(String::new());
                self.lines.push(format!("{pad}after a blank line"));
            }
        }
        self.after_block = true;
    }

    /// Writes a collection in brackets or braces at the end of the open line.
    fn flow(&mut self, depth: usize) {
        let is_list = depth != 3 && self.random.percent(50);
        let (open, close) = if is_list { ('[', ']') } else { ('{', '}') };
        let n = self.random.below(4) + usize::from(depth == 3);
        let wide = n > 0 && self.random.percent(25);
        let blank = if self.random.percent(50) { " " } else { "" };
        let trailing_comma = self.random.percent(20);
        // Lines of a flow collection must be indented deeper than the block around it.
        let pad = if depth == 3 { "  ".to_owned() } else { " ".repeat(24 - 2 * depth) };
        self.line().push(open);
        if wide {
            self.finish_line();
        } else {
            self.line().push_str(blank);
        }
        for index in 0..n {
            if wide {
                self.lines.push(pad.clone());
            }
            let start = self.lines.len() - 1;
            let is_empty = if is_list {
                self.path.push(Step::Index(index));
                self.flow_value(depth, "done")
            } else {
                let key = self.random.pick(&KEYS[..16]);
                let key = format!("{key}{index}");
                self.line().push_str(&key);
                self.line().push_str(": ");
                self.path.push(Step::Key(key));
                self.flow_value(depth, "")
            };
            self.end(start, false, false);
            self.spots.last_mut().expect("just written").in_flow = true;
            if index + 1 < n || trailing_comma {
                self.line().push_str(if is_empty { " ," } else { "," });
                if !wide {
                    self.line().push(' ');
                }
            }
            if wide {
                self.finish_line();
            }
        }
        if wide {
            self.lines.push(pad[..pad.len() - 1].to_owned());
        } else {
            self.line().push_str(blank);
        }
        self.line().push(close);
    }

    /// Writes a value in a flow collection, and returns whether it is empty.
    fn flow_value(&mut self, depth: usize, instead_of_nothing: &str) -> bool {
        if depth > 0 && self.random.percent(20) {
            self.flow((depth - 1).min(1));
            return false;
        }
        let mut text = self.one_line(true);
        if text.is_empty() {
            instead_of_nothing.clone_into(&mut text);
        }
        self.line().push_str(&text);
        text.is_empty()
    }
}
