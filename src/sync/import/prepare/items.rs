//! Items of lists with the numbers and boxes that people draw: `①`, `１．`, `・`, `☑`, `[ x ]`; and what stands below them.

use std::borrow::Cow;

use super::{super::words, Line};

/// Characters that are drawn as an empty box, and as a checked one. A cross may mean either, so it is none of them.
const EMPTY: [&str; 11] =
    ["☐", "⬜", "🔲", "◻", "◽", "▢", "□", "❏", "❑", ":white_large_square:", ":black_square_button:"];
const CHECKED: [&str; 8] =
    ["☑", "✅", "✔", "✓", "🗹", ":white_check_mark:", ":heavy_check_mark:", ":ballot_box_with_check:"];

/// What begins an item in place of a dash.
const BULLETS: [char; 7] = ['•', '・', '‣', '◦', '·', '–', '—'];

/// How many digits the number of an item has at most.
const MOST_DIGITS: usize = 3;

/// An item, taken apart.
#[derive(Debug)]
struct Item<'t> {
    indent: &'t str,
    /// `-`, `1.` and the like, as Markdown has it; nothing where a box stands alone.
    mark: Cow<'t, str>,
    /// What stands in its box.
    tick: Option<char>,
    text: &'t str,
    is_markdown: bool,
}

/// Whether a line is an item, whatever it begins with.
pub(super) fn is_item(line: &str) -> bool {
    item(line, true).is_some()
}

/// Whether a line is an item with a box.
pub(super) fn is_box(line: &str) -> bool {
    item(line, true).is_some_and(|item| item.tick.is_some())
}

/// Writes items as Markdown has them.
pub(super) fn write(lines: &mut [Line<'_>]) {
    // `■` is the other of `□`; where that is not, it is no box.
    let has_squares = lines.iter().any(|line| !line.is_foreign && line.text.trim_start().starts_with('□'));
    // Where the text of the item begins to which the next line belongs.
    let mut inside: Option<usize> = None;
    for line in lines.iter_mut() {
        if line.is_foreign || line.is_blank() || line.text.starts_with(['#', '|']) {
            inside = None;
            continue;
        }
        let written = match item(&line.text, has_squares) {
            Some(item) => {
                inside = item.column();
                (!item.is_markdown).then(|| item.markdown())
            }
            None => inside.filter(|_| is_detail(line.text.trim())).map(|column| {
                let text = line.text.trim();
                format!("{}- {text}", " ".repeat(column))
            }),
        };
        if let Some(written) = written {
            line.text = Cow::Owned(written);
        }
    }
}

impl Item<'_> {
    fn markdown(&self) -> String {
        let indent = self.indent.replace('\u{3000}', "  ");
        let gap = if self.mark.is_empty() { "" } else { " " };
        let tick = self.tick.map(|tick| format!("[{tick}] ")).unwrap_or_default();
        format!("{indent}{}{gap}{tick}{}", self.mark, self.text)
    }

    /// Returns the column at which the text begins, to which what belongs to it is indented.
    fn column(&self) -> Option<usize> {
        let is_deep = self.indent.contains(['>', '\t']) || self.indent.len() > 60;
        (!is_deep && !self.mark.is_empty()).then(|| self.indent.replace('\u{3000}', "  ").len() + self.mark.len() + 1)
    }
}

fn item(line: &str, has_squares: bool) -> Option<Item<'_>> {
    let body = line.trim_start_matches([' ', '\t', '>', '\u{3000}']);
    let indent = &line[..line.len() - body.len()];
    let (mark, rest, is_mark) = mark(body);
    let (tick, text, is_box) = tick(rest.trim_start_matches([' ', '\t', '\u{3000}']), has_squares);
    // Between the mark and its box a blank stands; what comes without a mark needs one only if its box is drawn.
    let is_apart = mark.is_empty() || rest.starts_with([' ', '\t']) || rest.is_empty();
    let mark = if mark.is_empty() && !is_box { "-".into() } else { mark };
    match tick {
        _ if text.is_empty() => None,
        Some(_) => Some(Item { indent, mark, tick, text, is_markdown: is_mark && is_box && is_apart }),
        None if body.len() == rest.len() => None,
        None if is_mark && !is_apart => None,
        None => Some(Item { indent, mark, tick, text, is_markdown: is_mark }),
    }
}

/// Takes the mark from the beginning of an item, and says whether it is one of Markdown.
fn mark(body: &str) -> (Cow<'_, str>, &str, bool) {
    if let Some(rest) = body.strip_prefix(['-', '*', '+']) {
        let is_mark = rest.starts_with([' ', '\t', '[']);
        return if is_mark { (body[..1].into(), rest, true) } else { ("".into(), body, true) };
    }
    if let Some(rest) = body.strip_prefix(BULLETS) {
        let is_mark = !body.starts_with(['–', '—']) || rest.starts_with(' ');
        return if is_mark { ("-".into(), rest, false) } else { ("".into(), body, true) };
    }
    match words::item_number(body) {
        Some((number, rest)) => match number.strip_suffix(['.', ')']) {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => (number.into(), rest, true),
            _ => ("1.".into(), rest, false),
        },
        None => ("".into(), body, true),
    }
}

/// Takes a box from the beginning of a text, and says whether it is one of Markdown.
fn tick(text: &str, has_squares: bool) -> (Option<char>, &str, bool) {
    let drawn = |marks: &[&str]| marks.iter().find_map(|mark| text.strip_prefix(*mark));
    let found = match (drawn(&EMPTY), drawn(&CHECKED)) {
        (Some(rest), _) => Some((' ', rest)),
        (_, Some(rest)) => Some(('x', rest)),
        _ => text.strip_prefix('■').filter(|_| has_squares).map(|rest| ('x', rest)),
    };
    if let Some((tick, rest)) = found {
        let rest = rest.trim_start_matches(['\u{fe0f}', '\u{fe0e}']).trim();
        // Two of them are a pattern, or a scale.
        let is_one = !rest.starts_with(['☐', '□', '■', '✓', '⬜']);
        return if is_one { (Some(tick), rest, false) } else { (None, text, true) };
    }
    let Some((inside, rest)) = text.strip_prefix(['[', '［']).and_then(|rest| rest.split_once([']', '］'])) else {
        return (None, text, true);
    };
    let tick = match inside.trim() {
        "" => ' ',
        "x" | "X" | "✓" | "✔" | "✅" => 'x',
        "~" => '~',
        _ => return (None, text, true),
    };
    if inside.len() > 9 || !rest.starts_with([' ', '\t', '\u{a0}', '\u{3000}']) {
        return (None, text, true);
    }
    let is_markdown = text.starts_with('[') && matches!(inside, " " | "x" | "X" | "~") && !rest.starts_with('\u{3000}');
    (Some(tick), rest.trim(), is_markdown)
}

/// Whether a line below an item is a thing of its own and not more of its text.
fn is_detail(line: &str) -> bool {
    let is_address = || (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(' ');
    let is_code = || {
        line.len() > 2
            && line.starts_with('`')
            && line.find(['`']).is_some_and(|_| line[1..].find('`') == Some(line.len() - 2))
    };
    let is_labelled = || {
        let label = line.split_once([':', '：']).map(|(label, _)| label).filter(|label| label.len() <= 40);
        label.is_some_and(|label| words::detail(&words::normal(label)).is_some())
    };
    is_labelled() || is_address() || is_code() || is_decimal(line)
}

/// Whether a line begins with `2.1` or `2.1)`.
fn is_decimal(line: &str) -> bool {
    let number = line.split([' ', '\t']).next().unwrap_or_default();
    let number = number.strip_suffix([')', '.']).unwrap_or(number);
    let is_digits =
        |part: &str| !part.is_empty() && part.len() <= MOST_DIGITS && part.bytes().all(|byte| byte.is_ascii_digit());
    number.len() < line.len() && number.contains('.') && number.split('.').all(is_digits)
}
