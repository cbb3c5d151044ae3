//! What a person should look at that no rule of `lint` knows.

use super::Importer;

/// Words that are small in a title.
const SMALL: [&str; 18] = [
    "a", "an", "the", "of", "on", "for", "and", "or", "to", "from", "with", "without", "in", "at", "by", "as", "into",
    "between",
];

impl Importer<'_> {
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
