//! An issue's Markdown → what it shows: boxes and task rows, each with its line, and the markers.
//!
//! It reads what `render` writes, what clicks in GitLab make of it, and what people and the rich text editor make of it. The
//! merge puts single characters into single lines, so that everything here is by line and byte.

mod reader;
#[cfg(test)]
mod tests;

use super::canon;

pub(super) use reader::read;

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
