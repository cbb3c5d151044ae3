//! What people write in place of Markdown → Markdown.
//!
//! A line stays a line, so that the account can name it; its words stay too. Code is left alone. What is rewritten here is
//! never what `render` wrote.

mod front;
mod headings;
mod items;

use std::borrow::Cow;

/// A line of the text.
#[derive(Debug)]
struct Line<'t> {
    /// Without its line break.
    text: Cow<'t, str>,
    line_break: &'t str,
    /// Whether it stands in a fence, in a comment or in a table of HTML.
    is_foreign: bool,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Returns a text with as many lines, whose headings, boxes and numbers are those of Markdown.
pub(super) fn prepare(text: &str) -> String {
    let mut lines: Vec<Line<'_>> = text.split_inclusive('\n').map(line).collect();
    front::matter(&mut lines);
    mark_foreign(&mut lines);
    headings::write(&mut lines);
    items::write(&mut lines);
    let mut prepared = String::with_capacity(text.len() + text.len() / 8);
    for line in lines {
        prepared.push_str(&line.text);
        prepared.push_str(line.line_break);
    }
    prepared
}

fn line(line: &str) -> Line<'_> {
    let bare = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    Line { text: Cow::Borrowed(bare), line_break: &line[bare.len()..], is_foreign: false }
}

/// Marks what is no text of its own. A table of HTML would end at a blank line in it, so such a line becomes a comment.
fn mark_foreign(lines: &mut [Line<'_>]) {
    let ends = [("```", "```"), ("~~~", "~~~"), ("<!--", "-->"), ("<table", "</table>")];
    // What comes later cannot end what nothing ends.
    let last = ends.map(|(_, end)| lines.iter().rposition(|line| has(line, end)).unwrap_or(0));
    let mut open: Option<(&str, bool)> = None;
    for (at, line) in lines.iter_mut().enumerate() {
        let trimmed = line.text.trim_start();
        let mut is_first = false;
        if open.is_none() {
            let begun = ends.iter().zip(last).find(|((begin, _), _)| begins_with(trimmed, begin));
            open = begun.map(|((begin, end), last)| (*end, *begin == "<table" && at < last));
            is_first = open.is_some();
        }
        let Some((end, is_table)) = open else { continue };
        line.is_foreign = true;
        let is_end = match end {
            "```" | "~~~" => !is_first && trimmed.starts_with(end),
            _ => has(line, end),
        };
        if is_table && line.is_blank() {
            line.text = Cow::Borrowed("<!-- -->");
        }
        if is_end {
            open = None;
        }
    }
}

fn begins_with(text: &str, begin: &str) -> bool {
    text.get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin))
}

fn has(line: &Line<'_>, end: &str) -> bool {
    line.text.contains(end) || end == "</table>" && line.text.contains("</TABLE>")
}

#[cfg(test)]
mod tests {
    use super::prepare;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(prepare(text), expected);
        assert_eq!(text.split('\n').count(), expected.split('\n').count(), "a line stays a line");
        assert_eq!(prepare(expected), expected, "what is prepared stays as it is");
    }

    #[test]
    fn drawn_boxes_and_numbers_become_those_of_markdown() {
        check("☑ a\n☐ b\n", "- [x] a\n- [ ] b\n");
        check("- ✅ a\n1. ⬜ b\n", "- [x] a\n1. [ ] b\n");
        check("□ a\n■ b\n", "- [ ] a\n- [x] b\n");
        check("- [ x ] a\n* [] b\n-[ ] c\n", "- [x] a\n* [ ] b\n- [ ] c\n");
        check("① a\n２．b\n（3）c\n", "1. a\n1. b\n1. c\n");
        check("・a\n\u{3000}・b\n", "- a\n  - b\n");
    }

    #[test]
    fn what_is_no_certain_box_stays_as_it_is() {
        for text in [
            "- ❌ a\n",
            "- [v] a\n",
            "- [-] a\n",
            "☑\n",
            "☑☐☐ a\n",
            "■ a\n",
            "[x](https://example.com) a\n",
            "18.5 a\n",
            "— a\n- a\n",
            "2026. a\n",
        ] {
            check(text, &text.replace("— a", "- a"));
        }
    }

    #[test]
    fn lines_that_say_what_follows_become_headings() {
        check("**Rollback**\n\n1. a\n", "###### Rollback\n\n1. a\n");
        check("Steps:\n1. a\n", "###### Steps\n1. a\n");
        check("■作業手順\n① a\n", "###### 作業手順\n1. a\n");
        check("Acme - Upgrade\n\n- [ ] a\n", "# Acme - Upgrade\n\n- [ ] a\n");
        check("Acme\nOwner: a\n=====\n", "# Acme\nOwner: a\n\n");
        check("Rollback plan\n-----\na\n", "Rollback plan\n-----\na\n");
        // What stands below a rollback is a part of it, and a sentence is no heading.
        check("## Rollback\n\nSteps:\n\n- a\n", "## Rollback\n\nSteps:\n\n- a\n");
        check("Take these steps before you begin.\n\n- a\n", "Take these steps before you begin.\n\n- a\n");
    }

    #[test]
    fn what_is_told_below_an_item_becomes_an_item_of_it() {
        check("1. a\ncmd: b\n   2.1) c\n", "1. a\n   - cmd: b\n   - 2.1) c\n");
        check("- [ ] a\n      https://example.com/b\n", "- [ ] a\n  - https://example.com/b\n");
        check("- a\n  and more\n", "- a\n  and more\n");
    }

    #[test]
    fn front_matter_becomes_lines_with_names() {
        check("---\ntitle: \"Acme - a\"\n---\n", "\ntitle: Acme - a\n\n");
        check("+++\ntitle = 'a'\n+++\n", "\ntitle: a\n\n");
        check("---\n\na\n\n---\n", "---\n\na\n\n---\n");
    }

    #[test]
    fn code_comments_and_tables_are_left_alone() {
        for text in ["```\n☑ a\n```\n", "<!--\n☑ a\n-->\n", "| ☑ | a |\n", "# ☑ a\n"] {
            check(text, text);
        }
        check("<table>\n\n<tr>\n</table>\n☑ a\n", "<table>\n<!-- -->\n<tr>\n</table>\n- [x] a\n");
    }

    #[test]
    fn line_breaks_stay_as_they_are() {
        check("☑ a\r\n\r\n**Rollback**\r\n", "- [x] a\r\n\r\n###### Rollback\r\n");
    }
}
