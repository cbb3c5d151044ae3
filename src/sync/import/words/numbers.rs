//! Numbers of items and sections: lists are counted anew, so they are none of the words.

use super::drawn_box;

/// How many digits a number has at most.
const MOST_DIGITS: usize = 3;

/// Takes the number from the beginning of an item: `1. `, `2)`, `１．`, `(3)`, `④`.
///
/// Returns the number with its mark, and what stands behind it.
pub(in crate::sync::import) fn item_number(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if is_circled(first) {
        return Some(text.split_at(first.len_utf8()));
    }
    let is_bracketed = matches!(first, '(' | '（');
    let digits = &text[if is_bracketed { first.len_utf8() } else { 0 }..];
    let after = digits.trim_start_matches(is_digit);
    let n_digits = digits[..digits.len() - after.len()].chars().count();
    let mark = after.chars().next().filter(|_| (1..=MOST_DIGITS).contains(&n_digits))?;
    let rest = &after[mark.len_utf8()..];
    // `18.5` is a version; behind a mark of full width there is no blank.
    let is_apart = rest.starts_with([' ', '\t', '\u{3000}', '[']);
    let is_number = match (is_bracketed, mark) {
        (true, ')') => is_apart,
        (true, '）') => true,
        (false, '.' | ')') => is_apart || rest.is_empty(),
        (false, '．' | '）' | '、') => !rest.starts_with(is_digit),
        _ => false,
    };
    is_number.then(|| text.split_at(text.len() - rest.len()))
}

/// Returns a heading without the number of its section: `2. Execution`, `2.1 Execution`, `２．作業手順`.
pub(in crate::sync::import) fn without_number(heading: &str) -> &str {
    let is_first = |c: char| is_digit(c) || is_circled(c);
    if !heading.starts_with(is_first) {
        return heading;
    }
    let rest = heading.trim_start_matches(|c: char| is_first(c) || matches!(c, '.' | '．'));
    let n_digits = heading[..heading.len() - rest.len()].chars().filter(|c| is_first(*c)).count();
    let rest = rest.strip_prefix([')', '）', '、', ':']).unwrap_or(rest);
    let is_number = n_digits <= MOST_DIGITS
        && (rest.starts_with([' ', '\u{3000}'])
            || !rest.is_ascii() && !rest.starts_with(['年', '月', '時', '分', '–']));
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    if is_number && !rest.is_empty() { rest } else { heading }
}

/// Whether a cell holds nothing but the number of its row, or a box.
pub(in crate::sync::import) fn is_row_number(cell: &str) -> bool {
    let is_of_number = |c: char| is_digit(c) || is_circled(c) || matches!(c, '.' | ')' | '(' | '#' | '．');
    cell.chars().all(is_of_number) || drawn_box(cell).is_some()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_an_item_is_taken_however_it_is_written() {
        for (text, number) in [
            ("1. a", "1."),
            ("12) a", "12)"),
            ("１．項目", "１．"),
            ("(3) a", "(3)"),
            ("（４）項目", "（４）"),
            ("⑤項目", "⑤"),
            ("6、項目", "6、"),
            ("7.[ ] a", "7."),
        ] {
            assert_eq!(item_number(text).map(|(number, _)| number), Some(number), "{text}");
        }
        for text in ["18.5 is out", "2026. a", "3a. b", "(a) b", "(12", "15分", "10-15", "", "1"] {
            assert_eq!(item_number(text), None, "{text}");
        }
    }

    #[test]
    fn the_number_of_a_section_is_no_part_of_its_heading() {
        for (heading, expected) in [
            ("2. Execution", "Execution"),
            ("2.1 Execution", "Execution"),
            ("3) Rollback", "Rollback"),
            ("２．作業手順", "作業手順"),
            ("①事前確認", "事前確認"),
            ("18.5.2", "18.5.2"),
            ("2026 plan", "2026 plan"),
            ("10月の作業", "10月の作業"),
            ("2FA", "2FA"),
            ("3", "3"),
        ] {
            assert_eq!(without_number(heading), expected);
        }
    }
}
