//! Tables at a terminal: columns as wide as their text, in as many lines as it takes.

use unicode_width::UnicodeWidthStr;

use super::sanitise::clean_line;

/// What is between two columns.
const GAP: &str = "  ";
/// A column is not made narrower than this, however narrow the terminal.
const NARROWEST: usize = 8;

/// Rows of cells under a heading. Cells are made safe to show.
#[derive(Debug, Clone)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    n_columns: usize,
}

impl Table {
    /// Begins a table with its heading.
    #[must_use]
    pub(super) fn new(heading: &[&str]) -> Self {
        let mut table = Self { rows: Vec::new(), n_columns: heading.len() };
        table.row(heading);
        table
    }

    /// Adds a row. Missing cells are empty; a line break in a cell begins a line in it.
    pub(super) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let clean = |cell: &S| cell.as_ref().lines().map(clean_line).collect::<Vec<_>>().join("\n");
        let mut row: Vec<String> = cells.iter().take(self.n_columns).map(clean).collect();
        row.resize(self.n_columns, String::new());
        self.rows.push(row);
    }

    /// Returns the table as lines of at most so many columns, as far as its words allow.
    #[must_use]
    pub(super) fn to_text(&self, width: usize) -> String {
        let widths = self.widths(width);
        let mut text = String::new();
        for row in &self.rows {
            let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
            for at in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut line = String::new();
                for (cell, width) in cells.iter().zip(&widths) {
                    let part = cell.get(at).map_or("", String::as_str);
                    line.push_str(part);
                    line.push_str(&" ".repeat(width.saturating_sub(part.width())));
                    line.push_str(GAP);
                }
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text
    }

    /// Returns the width of each column: what its text takes; the widest give way until the table fits, at first only
    /// as far as words stay whole.
    fn widths(&self, width: usize) -> Vec<usize> {
        let widest = |column: usize, parts: fn(&str) -> Vec<&str>| {
            let parts = self.rows.iter().flat_map(|row| parts(&row[column])).map(UnicodeWidthStr::width);
            parts.max().unwrap_or(0)
        };
        let lines = |column| widest(column, |cell| cell.lines().collect());
        let words = |column| widest(column, |cell| cell.split_whitespace().collect());
        let mut widths: Vec<usize> = (0..self.n_columns).map(lines).collect();
        let available = width.saturating_sub(GAP.len() * self.n_columns.saturating_sub(1));
        for narrowest in [(0..self.n_columns).map(words).collect(), vec![0; self.n_columns]] {
            while widths.iter().sum::<usize>() > available {
                let columns = widths.iter_mut().zip(&narrowest);
                let can_give_way = columns.filter(|(width, narrowest)| **width > NARROWEST.max(**narrowest));
                let Some((widest, _)) = can_give_way.max() else { break };
                *widest -= 1;
            }
        }
        widths
    }
}

/// Breaks a text between its words, and words that are too long.
#[must_use]
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        if paragraph.width() <= width {
            lines.push(paragraph.to_owned());
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let gap = usize::from(!line.is_empty());
            if line.width() + gap + word.width() <= width {
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if line.width() > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(width: usize, rows: &[[&str; 3]], expected: &Expect) {
        let mut table = Table::new(&["ITEM", "STATE", "WHO"]);
        for row in rows {
            table.row(row);
        }
        expected.assert_eq(&table.to_text(width));
    }

    #[test]
    fn columns_are_as_wide_as_their_text() {
        check(
            80,
            &[["Inform the channel", "done", "John Doe"], ["確認する", "open", ""], ["naïve ✅", "blocked", "Jane"]],
            &expect![[r#"
                ITEM                STATE    WHO
                Inform the channel  done     John Doe
                確認する            open
                naïve ✅            blocked  Jane
            "#]],
        );
    }

    #[test]
    fn a_narrow_terminal_gets_more_lines() {
        check(
            34,
            &[["Has a dry-run been performed before the call?", "blocked", "John Doe"]],
            &expect![[r#"
                ITEM             STATE    WHO
                Has a dry-run    blocked  John Doe
                been performed
                before the
                call?
            "#]],
        );
        check(
            0,
            &[["https://example.com/log", "open", "確認確認確認"]],
            &expect![[r#"
                ITEM      STATE  WHO
                https://  open   確認確認
                example.         確認
                com/log
            "#]],
        );
    }

    #[test]
    fn words_stay_whole_while_another_column_can_give_way() {
        check(
            48,
            &[["Has a dry-run been performed before?", "blocked, not accepted yet", "@kiran_placeholder"]],
            &expect![[r#"
                ITEM           STATE          WHO
                Has a dry-run  blocked, not   @kiran_placeholder
                been           accepted yet
                performed
                before?
            "#]],
        );
    }

    #[test]
    fn what_a_cell_says_stays_in_its_cell() {
        check(
            80,
            &[["two\nlines", "\u{1b}[2Jgone", "tab\there"]],
            &expect![[r#"
                ITEM   STATE          WHO
                two    \u{1b}[2Jgone  tab\there
                lines
            "#]],
        );
    }
}
