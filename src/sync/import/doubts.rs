//! What a person should look at that no rule of `lint` knows.

use super::Importer;

/// Words that are small in a title.
const SMALL: [&str; 18] = [
    "a", "an", "the", "of", "on", "for", "and", "or", "to", "from", "with", "without", "in", "at", "by", "as", "into",
    "between",
];

/// What stands where a box does and may mean this or that.
const UNCERTAIN: [&str; 16] = [
    "❌",
    "✗",
    "✘",
    "☒",
    "×",
    "⏳",
    "⌛",
    "🚧",
    "🔄",
    "⚠",
    "➖",
    ":x:",
    ":hourglass:",
    ":construction:",
    ":warning:",
    "⏸",
];

impl Importer<'_> {
    /// A mark before an item that is no box for certain stays in its text.
    pub(super) fn doubt_mark(&mut self, line: usize, text: &str) {
        let drawn = UNCERTAIN.iter().find(|mark| text.starts_with(**mark)).map(|mark| (*mark).to_owned());
        let in_brackets = || {
            let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
            let is_mark = inside.chars().count() <= 2 && rest.starts_with(' ') && !rest.trim().is_empty();
            is_mark.then(|| format!("[{inside}]"))
        };
        let mark = if self.is_rendered { None } else { drawn.or_else(in_brackets) };
        if let Some(mark) = mark {
            self.account
                .remark(line, format!("what `{mark}` means is not certain: it stays in the text, without a state"));
        }
    }

    /// Half of a name that is written as a title and half not was hardly meant so.
    pub(super) fn doubt_name(&mut self) {
        let Some((_, title)) = self.draft.header.get("name").and_then(|name| name.split_once(" - ")) else { return };
        let is_small = |word: &&str| word.starts_with(char::is_lowercase) && !SMALL.contains(word);
        let small: Vec<&str> = title.split(' ').filter(is_small).collect();
        let has_capitals = title.split(' ').any(|word| word.starts_with(char::is_uppercase));
        let line = self.account.first_line("header.name").filter(|_| has_capitals && !small.is_empty());
        if let Some(line) = line {
            self.account.remark(line, format!("in a name the words have capitals: `{}` does not", small.join(" ")));
        }
    }
}
