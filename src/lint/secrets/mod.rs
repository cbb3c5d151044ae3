//! What in a text must not be known to whoever reads it: passwords, tokens, private keys.
//!
//! It looks at bytes only. What a finding says of a secret, and that its value is shown nowhere, is not decided here.

mod address;
mod fake;

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// What it is, as in "holds a …".
    pub kind: &'static str,
    /// All of it, with the beginning by which it is known.
    pub range: Range<usize>,
    /// The bytes that nobody may see.
    pub hidden: Range<usize>,
}

/// What makes a place worth a look.
#[derive(Debug, Clone, Copy)]
enum Clue {
    /// `://`, behind which a password may stand.
    Address,
}

/// Finds what a text begins to look like a secret with; the texts of a clue are sought all at once.
struct Clues {
    automaton: AhoCorasick,
    /// For each text of the automaton, the clues that it is or begins with.
    clues: Vec<Vec<Clue>>,
}

static CLUES: LazyLock<Clues> = LazyLock::new(|| {
    let all = [("://", Clue::Address)];
    let mut texts: Vec<String> = all.iter().map(|(text, _)| text.to_ascii_lowercase()).collect();
    texts.sort_unstable();
    texts.dedup();
    let begin = |text: &String| {
        let clues = all.iter().filter(|(clue, _)| text.starts_with(&clue.to_ascii_lowercase()));
        clues.map(|(_, clue)| *clue).collect()
    };
    Clues {
        clues: texts.iter().map(begin).collect(),
        automaton: AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&texts)
            .expect("the clues are few and short"),
    }
});

/// Returns the secrets of a text in their order; none overlaps another.
#[must_use]
pub fn find(text: &str) -> Vec<Secret> {
    let Clues { automaton, clues } = &*CLUES;
    let mut secrets = Vec::new();
    let mut from = 0;
    while let Some(found) = automaton.find(Input::new(text).span(from..text.len())) {
        let secret = clues[found.pattern()].iter().find_map(|clue| match clue {
            Clue::Address => address::password(text, found.start()),
        });
        // What stood behind an earlier secret is not looked at twice.
        from = match secret.filter(|secret: &Secret| secret.hidden.end > from) {
            Some(secret) => {
                let end = secret.range.end;
                secrets.push(secret);
                end.max(found.start() + 1)
            }
            None => found.start() + 1,
        };
    }
    secrets
}

/// Compares what is found in a text: the kind, and the bytes that nobody may see.
#[cfg(test)]
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let shown = find(text).into_iter().map(|Secret { kind, range, hidden }| {
        assert!(range.start <= hidden.start && hidden.end <= range.end && !hidden.is_empty(), "{range:?} {hidden:?}");
        format!("{kind}: {}", &text[hidden])
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
}
