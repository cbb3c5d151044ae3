//! Ids: short names for entries, written by a person or derived from the text.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What an id looks like.
pub(crate) const ID_PATTERN: &str = "^[a-z][a-z0-9-]*$";

/// The longest id that is derived from a text, in characters.
const LONGEST_DERIVED: usize = 40;

/// The id of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Id {
    /// The id, always there.
    pub text: String,
    /// True when the file does not say it and it was derived from the text.
    pub derived: bool,
}

/// Returns whether a text is an id: a lower-case letter, then letters, digits and dashes.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Returns the letters and digits of a text in lower case, with single dashes between the words, cut at a word's end.
///
/// Accents are left out (`é` is `e`); other letters beyond ASCII count as gaps, so a text without any letter of the
/// alphabet gives an empty slug.
#[must_use]
pub fn slug(text: &str, longest: usize) -> String {
    let plain = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(without_accents(text)) };
    let plain = without_thousands(&plain);
    let mut slug = String::new();
    for word in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + 1 + word.len() > longest {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(longest).map(|c| c.to_ascii_lowercase()));
    }
    slug
}

/// Returns a text in which the commas that only group the digits of a number are left out: `2,500` is `2500`.
fn without_thousands(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let groups = |comma: usize| {
        let follow = bytes[comma + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        comma > 0 && bytes[comma - 1].is_ascii_digit() && follow == 3
    };
    if !(0..bytes.len()).any(|at| bytes[at] == b',' && groups(at)) {
        return Cow::Borrowed(text);
    }
    text.char_indices().filter(|(at, c)| *c != ',' || !groups(*at)).map(|(_, c)| c).collect()
}

/// Returns a text whose letters have no accents; letters that are no accented ones stay.
fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            'ø' | 'Ø' => plain.push('o'),
            'ł' | 'Ł' => plain.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => plain.push('d'),
            'þ' | 'Þ' => plain.push_str("th"),
            'ı' => plain.push('i'),
            _ => plain.push(c),
        }
    }
    plain
}

/// The ids of a list: those that are written, and those that were derived so far.
#[derive(Debug, Default)]
pub struct TakenIds {
    ids: HashSet<String>,
    /// The next number to try behind an id that is taken; a list may repeat one text many thousand times.
    next: HashMap<String, u64>,
}

impl TakenIds {
    /// Begins with the ids that are written; empty ones are none.
    pub fn new<'i>(written: impl Iterator<Item = &'i str>) -> Self {
        Self { ids: written.filter(|id| !id.is_empty()).map(str::to_owned).collect(), next: HashMap::new() }
    }

    /// Derives an id from a text and takes it: the words in lower case, at most 40 characters, beginning with a letter.
    ///
    /// `fallback` and the number (from 1) make the id of a text without letters of the alphabet, and `fallback` goes
    /// before a text that begins with a digit. An id that is taken gets `-2`, `-3` and so on.
    #[must_use]
    pub fn derive(&mut self, text: &str, fallback: &str, number: usize) -> String {
        let slug = slug(text, LONGEST_DERIVED);
        let base = match slug.chars().next() {
            _ if !slug.contains(|c: char| c.is_ascii_lowercase()) => format!("{fallback}-{number}"),
            Some(first) if first.is_ascii_digit() => format!("{fallback}-{slug}"),
            _ => slug,
        };
        if self.ids.insert(base.clone()) {
            return base;
        }
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let id = format!("{base}-{next}");
            *next += 1;
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derive(text: &str) -> String {
        TakenIds::new(["", "taken", "taken-3"].into_iter()).derive(text, "task", 3)
    }

    #[test]
    fn an_id_is_made_of_the_words() {
        assert_eq!(derive("Confirm the users' *provided* state"), "confirm-the-users-provided-state");
        assert_eq!(derive("Tell `#support_gitlab-com`"), "tell-support-gitlab-com");
        assert_eq!(derive("Größe über Ærø: naïve Žižka"), "grosse-uber-aero-naive-zizka");
    }

    #[test]
    fn a_comma_between_the_digits_of_a_number_is_no_gap() {
        assert_eq!(derive("Move 1,200 users"), "move-1200-users");
        assert_eq!(derive("Of 1,234,567 rows"), "of-1234567-rows");
        assert_eq!(derive("Waves 1,2 and 3,4000"), "waves-1-2-and-3-4000");
        assert_eq!(derive("Steps a,100 and ,200"), "steps-a-100-and-200");
    }

    #[test]
    fn an_id_is_cut_at_a_word() {
        assert_eq!(derive("one two three four five six seven eight nine"), "one-two-three-four-five-six-seven-eight");
        assert_eq!(derive(&"x".repeat(60)), "x".repeat(40));
    }

    #[test]
    fn an_id_begins_with_a_letter() {
        assert_eq!(derive("2FA off"), "task-2fa-off");
        assert_eq!(derive("確認"), "task-3");
        assert_eq!(derive("2026"), "task-3");
        assert_eq!(derive(""), "task-3");
    }

    #[test]
    fn a_taken_id_is_numbered() {
        assert_eq!(derive("Taken"), "taken-2");
        let mut taken = TakenIds::new(["taken", "taken-3"].into_iter());
        let ids = [1, 2, 3].map(|number| taken.derive("Taken", "task", number));
        assert_eq!(ids, ["taken-2", "taken-4", "taken-5"]);
    }
}
