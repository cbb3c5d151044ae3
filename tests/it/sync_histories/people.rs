//! What people do to an issue in the web page.

use crate::{gitlab_server, random::Random};

/// What a person adds; `N` becomes a word by which it is known again.
const ADDED: &[&str] = &[
    "A sentence N",
    "- a bullet N",
    "- [ ] an item N",
    "  - a note below N",
    "| a row N | Success | 5m |",
    "## A heading N",
    "> a quote N",
    "    indented N",
    "**Blocked:** N",
    "<b>html N</b>",
    "<!-- a comment N -->",
    "*N*",
    "\\/close N",
];

/// What a person adds on several lines.
const BLOCKS: &[&str] = &[
    "\n```\ncode N\n- [ ] no item N\n```\n",
    "\n<details><summary>more N</summary>\n\n- [x] inside N\n\n</details>\n",
    "\n| a N | b |\n| --- | --- |\n| c N | d |\n",
    "\n- [x] theirs N\n  - [ ] nested N\n",
    "\nParagraph N\nof two lines N\n",
];

/// What stands at the beginning and end of each word of a person.
const BEGIN: &str = "Pq";

/// A click, as the system note tells of it: the item's text, and whether it was ticked.
pub(super) type Noted = (String, bool);

/// Returns the lines that hold a person's words.
pub(super) fn own_lines(issue: &str) -> Vec<String> {
    issue.lines().filter(|line| line.contains(BEGIN)).map(|line| line.trim_end().to_owned()).collect()
}

/// Returns the words of people in a text.
pub(super) fn own_words(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(BEGIN).map(|(at, _)| {
        let end = text[at + 2..].find('q').map_or(text.len(), |end| at + end + 3);
        &text[at..end]
    })
}

/// Someone who edits an issue.
pub(super) struct Person<'r> {
    pub(super) random: &'r mut Random,
    pub(super) n_words: &'r mut usize,
}

impl Person<'_> {
    fn word(&mut self, text: &str) -> String {
        *self.n_words += 1;
        text.replace('N', &format!("{BEGIN}{}q", self.n_words))
    }

    /// Clicks a box: three characters of its line change.
    pub(super) fn click(&mut self, issue: &str) -> Option<(String, Noted)> {
        let mut lines: Vec<String> = issue.split('\n').map(str::to_owned).collect();
        let boxes: Vec<usize> = (0..lines.len()).filter(|at| place_of_box(&lines[*at]).is_some()).collect();
        if boxes.is_empty() {
            return None;
        }
        let line = &mut lines[boxes[self.random.below(boxes.len().min(256))]];
        let at = place_of_box(line)?;
        let is_done = line[at..].starts_with("[ ]");
        // An older GitLab notes the Markdown, a newer one what is seen of it.
        let markdown = line[at + 3..].trim().to_owned();
        let seen = gitlab_server::in_a_note(&markdown).filter(|_| self.random.percent(60));
        let text = seen.unwrap_or(markdown);
        line.replace_range(at..at + 3, if is_done { "[x]" } else { "[ ]" });
        Some((lines.join("\n"), (text, is_done)))
    }

    /// Types another character into a box.
    pub(super) fn strike_out(&mut self, issue: &str) -> String {
        let mut lines: Vec<String> = issue.split('\n').map(str::to_owned).collect();
        let boxes: Vec<usize> = (0..lines.len()).filter(|at| place_of_box(&lines[*at]).is_some()).collect();
        if !boxes.is_empty() {
            let line = &mut lines[boxes[self.random.below(boxes.len().min(256))]];
            let at = place_of_box(line).expect("a line with a box");
            line.replace_range(at..at + 3, self.random.pick(&["[~]", "[~]", "[\u{a0}]", "[X]"]));
        }
        lines.join("\n")
    }

    /// Changes the cells of a task.
    pub(super) fn fill_cells(&mut self, issue: &str) -> String {
        let mut lines: Vec<String> = issue.split('\n').map(str::to_owned).collect();
        let rows: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains("<!-- rb:tasks.")).collect();
        if !rows.is_empty() {
            let line = &mut lines[rows[self.random.below(rows.len().min(256))]];
            let cells = [
                "| Success | 9m |",
                "| Failed | 5m |",
                "|  |  |",
                "| Partial (1/2) |  |",
                "| Running |  |",
                "| done!! | |",
            ];
            if let Some((begin, _)) = line.split_once("--> |") {
                *line = format!("{begin}--> {}", self.random.pick(&cells));
            }
        }
        lines.join("\n")
    }

    /// Edits the text.
    pub(super) fn edit(&mut self, issue: &str) -> String {
        let mut lines: Vec<String> = issue.split('\n').map(str::to_owned).collect();
        let at = self.random.below(lines.len().min(256));
        match self.random.below(10) {
            0..=2 => {
                let line = self.random.pick(ADDED).to_owned();
                let line = self.word(&line);
                lines.insert(at, line);
            }
            3 => {
                let block = self.random.pick(BLOCKS).to_owned();
                let block = self.word(&block);
                lines.insert(at, block);
            }
            4 => {
                let end = self.word("\nAt the end N");
                lines.push(end);
            }
            5 | 6 if !lines[at].trim().is_empty() => {
                let end = self.word(" N");
                lines[at].push_str(&end);
            }
            7 => {
                lines.remove(at);
            }
            8 => {
                let line = lines.remove(at);
                let to = self.random.below((lines.len() + 1).min(256));
                lines.insert(to, line);
            }
            _ => return rewritten(issue),
        }
        lines.join("\n")
    }
}

/// Returns where the brackets of a box stand.
fn place_of_box(line: &str) -> Option<usize> {
    let rest = line.trim_start().strip_prefix(['-', '*', '+'])?.strip_prefix(' ')?;
    let is_box = ["[ ] ", "[x] "].iter().any(|state| rest.starts_with(state));
    is_box.then(|| line.len() - rest.len())
}

/// Writes an issue anew, as the rich text editor does.
fn rewritten(issue: &str) -> String {
    let mut is_code = false;
    let lines = issue.split('\n').map(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence {
            return line.to_owned();
        }
        let mut line = without_comments(line);
        if line.starts_with('|') {
            let cells: Vec<String> = split_cells(&line).iter().map(|cell| format!(" {:<12} ", cell.trim())).collect();
            line = format!("|{}|", cells.join("|"));
        } else if let Some(rest) = line.trim_start().strip_prefix("- ") {
            line = format!("{}* {rest}", &line[..line.len() - rest.len() - 2]);
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn without_comments(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some(at) = rest.find("<!--") {
        let is_escaped = rest[..at].ends_with('\\');
        let Some(end) = rest[at..].find("-->").filter(|_| !is_escaped) else {
            kept.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
            continue;
        };
        kept.push_str(&rest[..at]);
        rest = &rest[at + end + 3..];
    }
    kept.push_str(rest);
    if kept.len() == line.len() { kept } else { kept.trim_end().to_owned() }
}

fn split_cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in row.trim().trim_start_matches('|').chars() {
        if c == '|' && !is_escaped {
            cells.push(String::new());
        } else {
            cells.last_mut().expect("a cell").push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    if cells.last().is_some_and(|last| last.trim().is_empty()) {
        cells.pop();
    }
    cells
}
