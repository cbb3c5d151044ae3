//! Markdown in lines that fit a terminal: the lines of a paragraph flow, and a list keeps its form.

use crate::cli::{sanitise::clean_line, wrap::wrap};

/// Lines that belong together: a paragraph, an entry of a list, or a line that stands for itself.
#[derive(Debug, Default)]
struct Block {
    /// What stands before the first line.
    first: String,
    text: String,
}

/// Returns a text of several paragraphs in lines that fit.
pub(super) fn prose(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut open: Option<Block> = None;
    let mut fence: Option<String> = None;
    for line in text.trim_end().lines() {
        let is_broken = line.ends_with("  ") || line.ends_with('\\');
        let line = clean_line(line.trim_end());
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        if let Some(mark) = fence.as_deref() {
            if words.starts_with(mark) {
                fence = None;
            }
            lines(&mut out, &Block { first: String::new(), text: line }, width);
        } else if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| words.starts_with(mark)) {
            close(&mut out, &mut open, width);
            fence = Some(mark.to_owned());
            lines(&mut out, &Block { first: String::new(), text: line }, width);
        } else if words.is_empty() {
            close(&mut out, &mut open, width);
            out.push('\n');
        } else if stands_alone(words) || (open.is_none() && indent >= 4) {
            close(&mut out, &mut open, width);
            lines(&mut out, &Block { first: String::new(), text: line }, width);
        } else if let Some(mark) = list_mark(words) {
            close(&mut out, &mut open, width);
            let (first, text) = line.split_at(indent + mark);
            open = Some(Block { first: first.to_owned(), text: text.trim_start().to_owned() });
        } else {
            match open.as_mut() {
                Some(block) => block.text = format!("{} {words}", block.text).trim_start().to_owned(),
                None => open = Some(Block { first: " ".repeat(indent), text: words.to_owned() }),
            }
        }
        if is_broken && let Some(block) = open.take() {
            let below = " ".repeat(block.first.len());
            lines(&mut out, &block, width);
            open = Some(Block { first: below, text: String::new() });
        }
    }
    close(&mut out, &mut open, width);
    out
}

/// Writes what is open, if there is anything to it.
fn close(out: &mut String, open: &mut Option<Block>, width: usize) {
    if let Some(block) = open.take().filter(|block| !block.text.is_empty()) {
        lines(out, &block, width);
    }
}

/// Writes a block; what follows its first line stands below the text of it.
fn lines(out: &mut String, block: &Block, width: usize) {
    if block.text.is_empty() {
        out.push('\n');
    }
    let below = " ".repeat(block.first.len());
    for (index, line) in wrap(&block.text, width.saturating_sub(below.len()).max(20)).iter().enumerate() {
        let before = if index == 0 { &block.first } else { &below };
        out.push_str(format!("{before}{line}").trim_end());
        out.push('\n');
    }
}

/// Returns how long the mark of a list entry is, with the blank behind it: `- `, `1. `.
fn list_mark(words: &str) -> Option<usize> {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_mark = match digits {
        0 => words.starts_with(['-', '*', '+']),
        _ => words[digits..].starts_with(['.', ')']),
    };
    let after = &words[(digits + 1).min(words.len())..];
    (is_mark && after.starts_with(' ')).then(|| digits + 2)
}

/// Returns whether a line is no part of a paragraph: a heading, a quotation, a row of a table, a rule.
fn stands_alone(words: &str) -> bool {
    words.starts_with(['#', '>', '|'])
        || ['-', '=', '*', '_'].iter().any(|mark| words.len() >= 3 && words.chars().all(|c| c == *mark))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "reads as a literal at the call")]
    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&prose(text, 40));
    }

    #[test]
    fn the_lines_of_a_paragraph_flow() {
        check(
            "How far back depends on how far it went, and on\nwho is there.\n\nIt needs root.  \nAnd an administrator's token, which any\nengineer has.\n",
            expect![[r#"
                How far back depends on how far it went,
                and on who is there.

                It needs root.
                And an administrator's token, which any
                engineer has.
            "#]],
        );
    }

    #[test]
    fn what_follows_in_an_entry_of_a_list_stands_below_its_text() {
        check(
            "In this order:\n- before the primary is stopped: maintenance mode off;\n- **after that: none.** What users write\n  now is on the new site only.\n  1. Look at each of the replicas before anything else\n     is done.\n- [ ] tell\n",
            expect![[r#"
                In this order:
                - before the primary is stopped:
                  maintenance mode off;
                - **after that: none.** What users write
                  now is on the new site only.
                  1. Look at each of the replicas before
                     anything else is done.
                - [ ] tell
            "#]],
        );
    }

    #[test]
    fn what_is_no_paragraph_stays_as_it_is() {
        check(
            "# Way back\nSee:\n```shell\nsudo gitlab-ctl start\n  --now\n\n- no list\n```\n| a | b |\n| - | - |\n---\n\n    indented\n    code\n-5 degrees, 2026 was\n\u{1b}[2J a year\n",
            expect![[r#"
                # Way back
                See:
                ```shell
                sudo gitlab-ctl start
                  --now

                - no list
                ```
                | a | b |
                | - | - |
                ---

                    indented
                    code
                -5 degrees, 2026 was \u{1b}[2J a year
            "#]],
        );
    }
}
