//! Text in lines that fit: broken between its words, where that is possible.

use unicode_width::UnicodeWidthStr;

/// Breaks a text between its words, and words that are too long, but no address: it is to be copied. What a line is set
/// in, so is what follows it.
#[must_use]
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        if paragraph.width() <= width {
            lines.push(paragraph.to_owned());
            continue;
        }
        let words = paragraph.trim_start_matches(' ');
        let indent = &paragraph[..(paragraph.len() - words.len()).min(width / 2)];
        let width = width.saturating_sub(indent.len());
        let mut line = String::new();
        for word in words.split(' ') {
            let gap = usize::from(!line.is_empty());
            if line.width() + gap + word.width() <= width {
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(format!("{indent}{}", std::mem::take(&mut line)));
            }
            if is_address(word) {
                line.push_str(word);
                continue;
            }
            for c in word.chars() {
                line.push(c);
                if line.width() > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(format!("{indent}{}", std::mem::replace(&mut line, c.to_string())));
                }
            }
        }
        lines.push(format!("{indent}{line}"));
    }
    lines
}

/// Addresses stay whole, even beyond the edge: there a terminal still takes them for one.
pub(super) fn is_address(word: &str) -> bool {
    word.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_is_set_in_so_is_what_follows_it() {
        assert_eq!(wrap("  nobody answers there", 12), ["  nobody", "  answers", "  there"]);
        assert_eq!(wrap(&" ".repeat(100), 4), ["  "], "blanks alone take no room");
    }
}
