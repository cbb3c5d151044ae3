//! What stands before the text: front matter, and a title that an underline makes one with the lines below it.

use std::borrow::Cow;

use super::Line;

/// How many lines front matter has at most.
const LONGEST: usize = 100;

/// Makes plain lines of front matter, and a title of the first line of an underlined heading whose other lines are labels.
pub(super) fn matter(lines: &mut [Line<'_>]) {
    let Some(mark) =
        lines.first().map(|line| line.text.trim().to_owned()).filter(|mark| mark == "---" || mark == "+++")
    else {
        return;
    };
    let Some(end) = lines.iter().skip(1).take(LONGEST).position(|line| line.text.trim() == mark).map(|at| at + 1)
    else {
        return;
    };
    if !lines[1..end].iter().all(|line| line.is_blank() || is_entry(&line.text)) || end == 1 {
        return;
    }
    for line in &mut lines[1..end] {
        if let Some((key, value)) =
            line.text.split_once([':', '=']).filter(|(key, _)| !key.trim_start().starts_with('-'))
        {
            let value = value.trim();
            let bare =
                ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value);
            line.text = Cow::Owned(format!("{}: {bare}", key.trim()));
        }
    }
    for mark in [0, end] {
        lines[mark].text = Cow::Borrowed("");
    }
}

/// Whether a line is `key: value`, `key = value`, or belongs to the one before.
fn is_entry(line: &str) -> bool {
    let is_key = |key: &str| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    };
    line.starts_with([' ', '\t', '-']) || line.split_once([':', '=']).is_some_and(|(key, _)| is_key(key))
}
