//! Tables at a terminal: columns as wide as their text, in as many lines as it takes.

use unicode_width::UnicodeWidthStr;

use super::{
    sanitise::clean_line,
    wrap::{is_address, wrap},
};

/// What is between two columns.
const GAP: &str = "  ";
/// A longer word is broken in any column. Ids, times and names are shorter.
const LONGEST_WORD: usize = 64;
/// What the last column needs beside the others, if no more is asked for; with less it stands below them.
const ROOM: usize = 12;
/// How far what stands below its row is set in.
const BELOW: &str = "      ";

/// What stands in columns whose lines are no text: times and amounts of time. They stay whole.
const TIMES: [&str; 6] = ["from", "until", "offset", "planned", "actual", "due"];

/// Rows of cells under a heading. Cells are made safe to show.
///
/// The last column is the text that gives way; in the others words stay whole, so that ids and names can be copied. Where
/// that leaves the last column no room, it stands below its row.
#[derive(Debug, Clone)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    n_columns: usize,
    /// Columns of times and the like, whose lines stay whole.
    whole: Vec<usize>,
    /// What the last column needs beside the others, as far as its text is that wide.
    room: usize,
}

/// How wide the columns are.
#[derive(Debug)]
struct Layout {
    widths: Vec<usize>,
    /// Whether the last column stands below the others.
    below: bool,
}

impl Table {
    /// Begins a table with its heading.
    #[must_use]
    pub(super) fn new(heading: &[&str]) -> Self {
        let mut table = Self { rows: Vec::new(), n_columns: heading.len(), whole: Vec::new(), room: ROOM };
        table.row(heading);
        table
    }

    /// Returns a table with these rows, without the columns in which nothing stands. Times stay whole.
    #[must_use]
    pub(super) fn of_used(heading: &[&str], rows: &[Vec<String>]) -> Self {
        let is_used = |column: usize| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()));
        let used: Vec<usize> = (0..heading.len()).filter(|column| is_used(*column)).collect();
        let used_heading: Vec<&str> = used.iter().map(|column| heading[*column]).collect();
        let times = (0..used.len()).filter(|column| TIMES.contains(&used_heading[*column]));
        let mut table = Self::new(&used_heading).whole(&times.collect::<Vec<_>>());
        for row in rows {
            let cell = |column: &usize| row.get(*column).map_or("", String::as_str);
            table.row(&used.iter().map(cell).collect::<Vec<_>>());
        }
        table
    }

    /// Keeps the lines of these columns whole, counted from 0: times, whose blanks are no place to break.
    #[must_use]
    pub(super) fn whole(mut self, columns: &[usize]) -> Self {
        self.whole.extend(columns);
        self
    }

    /// Asks for more room for the last column: it stands below its row rather than be narrower than this.
    #[must_use]
    pub(super) const fn room(mut self, room: usize) -> Self {
        self.room = room;
        self
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
        let Layout { widths, below } = self.layout(width);
        let mut text = String::new();
        for row in &self.rows {
            let cells = row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width));
            let cells: Vec<Vec<String>> = cells.collect();
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
            if let Some(last) = row.last().filter(|_| below) {
                for line in wrap(last, width.saturating_sub(BELOW.len()).max(ROOM)) {
                    text.push_str(format!("{BELOW}{line}").trim_end());
                    text.push('\n');
                }
            }
        }
        text
    }

    /// Returns the width of each column: what its text takes; the widest give way until the table fits.
    fn layout(&self, width: usize) -> Layout {
        let widest = |column: usize, parts: fn(&str) -> Vec<&str>| {
            let parts = self.rows.iter().flat_map(|row| parts(&row[column])).map(UnicodeWidthStr::width);
            parts.max().unwrap_or(0)
        };
        let lines = |column| widest(column, |cell| cell.lines().collect());
        let words = |column| widest(column, |cell| cell.split_whitespace().collect());
        let words_but_addresses =
            |column| widest(column, |cell| cell.split_whitespace().filter(|word| !is_address(word)).collect());
        let mut widths: Vec<usize> = (0..self.n_columns).map(lines).collect();
        let narrowest = |column: usize| match column {
            last if last + 1 == self.n_columns => {
                words_but_addresses(last).clamp(ROOM, LONGEST_WORD).max(lines(last).min(self.room))
            }
            column if self.whole.contains(&column) => lines(column).min(LONGEST_WORD),
            column => words(column).min(LONGEST_WORD),
        };
        let narrowest: Vec<usize> = (0..self.n_columns).map(narrowest).collect();
        if narrow(&mut widths, &narrowest, width) || self.n_columns < 2 {
            return Layout { widths, below: false };
        }
        widths = (0..self.n_columns - 1).map(lines).collect();
        // Where not even this fits, a terminal breaks the lines; it breaks no word that a person copies.
        narrow(&mut widths, &narrowest, width);
        Layout { widths, below: true }
    }
}

/// Makes the widest columns narrower until they fit, and returns whether they do.
fn narrow(widths: &mut [usize], narrowest: &[usize], width: usize) -> bool {
    let available = width.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > available {
        let columns = widths.iter_mut().zip(narrowest);
        let can_give_way = columns.filter(|(width, narrowest)| **width > **narrowest);
        let Some((widest, _)) = can_give_way.max() else { return false };
        *widest -= 1;
    }
    true
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
                ITEM                     STATE
                      WHO
                https://example.com/log  open
                      確認確認確認
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
    fn a_last_column_without_room_stands_below_its_row() {
        check(
            40,
            &[
                ["rollback-from-all-regions", "blocked", "Can it be executed?\n  nobody answers there by now"],
                ["x", "open", ""],
            ],
            &expect![[r#"
                ITEM                       STATE
                      WHO
                rollback-from-all-regions  blocked
                      Can it be executed?
                        nobody answers there by now
                x                          open
            "#]],
        );
    }

    #[test]
    fn a_last_column_can_ask_for_room_but_takes_no_more_than_its_text() {
        let mut table = Table::new(&["id", "task"]).room(20);
        table.row(&["confirm-state", "Look at it"]);
        assert_eq!(table.to_text(26), "id             task\nconfirm-state  Look at it\n");
        table.row(&["remove", "Remove 2FA from everybody"]);
        expect![[r#"
            id
                  task
            confirm-state
                  Look at it
            remove
                  Remove 2FA
                  from everybody
        "#]]
        .assert_eq(&table.to_text(20));
        expect![[r#"
            id             task
            confirm-state  Look at it
            remove         Remove 2FA from
                           everybody
        "#]]
        .assert_eq(&table.to_text(35));
    }

    #[test]
    fn times_ids_and_addresses_stay_whole() {
        let mut table = Table::new(&["at", "what"]).whole(&[0]);
        table.row(&["2026-10-10 23:30", "see https://gitlab.com/example/project/-/issues/1 for it"]);
        table.row(&["2026-10-10 23:41", "tasks/review-users-with-errors is done"]);
        expect![[r#"
            at                what
            2026-10-10 23:30  see
                              https://gitlab.com/example/project/-/issues/1
                              for it
            2026-10-10 23:41  tasks/review-users-with-errors
                              is done
        "#]]
        .assert_eq(&table.to_text(50));
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
