//! Two texts line by line: a small unified diff.

use similar::{ChangeTag, TextDiff};

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 2;
/// How many lines two texts may have together; what is longer is a file in its own right.
const MOST_LINES: usize = 4_000;

/// A line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What it is.
    pub sign: Sign,
    /// Its text, without sign and line end.
    pub text: String,
}

/// What a line of a diff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The line is in both texts.
    Same,
    /// The line is only in the old text.
    Removed,
    /// The line is only in the new text.
    Added,
    /// Words of ours: where the following lines stand, or what cannot be seen.
    Note,
}

impl Sign {
    /// Returns the sign as a diff has it.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Same => " ",
            Self::Removed => "-",
            Self::Added => "+",
            Self::Note => "",
        }
    }
}

/// Returns the lines in which two texts differ, with a few lines around them. An absent text has no lines.
pub(super) fn diff(old: &str, new: &str) -> Vec<DiffLine> {
    let n_lines = [old, new].map(|text| text.lines().count());
    if n_lines.iter().sum::<usize>() > MOST_LINES {
        let text = format!("@@ {} lines before, {} lines now: too many to show @@", n_lines[0], n_lines[1]);
        return vec![DiffLine { sign: Sign::Note, text }];
    }
    let ended = |text: &str| match text {
        "" => String::new(),
        text => format!("{}\n", text.strip_suffix('\n').unwrap_or(text)),
    };
    let (old_ended, new_ended) = (ended(old), ended(new));
    let mut lines = hunks(&old_ended, &new_ended);
    let ends_differ = old.ends_with('\n') != new.ends_with('\n') && !old.is_empty() && !new.is_empty();
    if ends_differ && old_ended == new_ended {
        let text = if new.ends_with('\n') { "ends with a line feed now" } else { "ends without a line feed now" };
        lines.push(DiffLine { sign: Sign::Note, text: format!("@@ {text} @@") });
    }
    lines
}

fn hunks(old: &str, new: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    let hunks: Vec<_> = unified.context_radius(CONTEXT).iter_hunks().collect();
    let n_shown: usize = hunks.iter().map(|hunk| hunk.iter_changes().count()).sum();
    let n_all = diff.iter_all_changes().count();
    let mut lines = Vec::new();
    for hunk in &hunks {
        // Where everything is there, nobody needs to be told where it is.
        if n_shown < n_all {
            lines.push(DiffLine { sign: Sign::Note, text: hunk.header().to_string() });
        }
        lines.extend(hunk.iter_changes().map(|change| DiffLine {
            sign: match change.tag() {
                ChangeTag::Equal => Sign::Same,
                ChangeTag::Delete => Sign::Removed,
                ChangeTag::Insert => Sign::Added,
            },
            text: change.value().strip_suffix('\n').unwrap_or(change.value()).to_owned(),
        }));
    }
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &Expect) {
        let lines: Vec<String> =
            diff(old, new).iter().map(|line| format!("{}{}\n", line.sign.mark(), line.text)).collect();
        expected.assert_eq(&lines.concat());
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        check(
            "one\ntwo\n",
            "one\n2\n",
            &expect![[r#"
             one
            -two
            +2
        "#]],
        );
        check(
            "",
            "one\ntwo",
            &expect![[r#"
            +one
            +two
        "#]],
        );
        check(
            "one",
            "",
            &expect![[r#"
            -one
        "#]],
        );
    }

    #[test]
    fn of_a_long_text_the_places_are_shown() {
        let old: String = (1..=20).map(|number| format!("line {number}\n")).collect();
        check(
            &old,
            &old.replace("line 9\n", "line nine\n"),
            &expect![[r#"
            @@ -7,5 +7,5 @@
             line 7
             line 8
            -line 9
            +line nine
             line 10
             line 11
        "#]],
        );
    }

    #[test]
    fn what_cannot_be_seen_is_said() {
        check(
            "one\n",
            "one",
            &expect![[r#"
            @@ ends without a line feed now @@
        "#]],
        );
        check(
            "one",
            "two\n",
            &expect![[r#"
            -one
            +two
        "#]],
        );
        check(
            &"a\n".repeat(3_000),
            &"b\n".repeat(2_000),
            &expect![[r#"
            @@ 3000 lines before, 2000 lines now: too many to show @@
        "#]],
        );
    }
}
