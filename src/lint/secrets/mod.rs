//! What in a text must not be known to whoever reads it: passwords, tokens, private keys.
//!
//! It looks at bytes only. What a finding says of a secret, and that its value is shown nowhere, is not decided here.

mod address;
mod blocks;
mod commands;
mod entropy;
mod fake;
mod shapes;
mod words;

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use commands::{COMMANDS, Flag};
use shapes::{SHAPES, Shape};
use words::{Value, WORDS};

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

/// Reads a secret that has an inner structure and begins at a byte.
type Read = fn(&str, usize) -> Option<Secret>;

/// What makes a place worth a look.
#[derive(Clone, Copy)]
enum Clue {
    /// The mark of a vendor's token.
    Shape(&'static Shape),
    /// What has an inner structure, with the function that knows it.
    Block(Read),
    /// A program that may be given a password.
    Command(&'static [Flag]),
    /// A word behind which a value may stand.
    Word(Value),
}

/// Beginnings of what has an inner structure.
const BLOCKS: [(&str, Read); 5] = [
    ("-----BEGIN ", blocks::private_key),
    ("Private-Lines:", blocks::putty_key),
    ("eyJ", blocks::web_token),
    ("otpauth://", blocks::one_time_seed),
    ("://", address::password),
];

/// Returns all clues with their texts; where several have the same text, the first are the surest.
fn all_clues() -> impl Iterator<Item = (&'static str, Clue)> {
    let blocks = BLOCKS.iter().map(|(text, read)| (*text, Clue::Block(*read)));
    let shapes = SHAPES.iter().map(|shape| (shape.mark, Clue::Shape(shape)));
    let commands = COMMANDS.iter().map(|(text, flags)| (*text, Clue::Command(flags)));
    let words = WORDS.iter().map(|(text, value)| (*text, Clue::Word(*value)));
    blocks.chain(shapes).chain(commands).chain(words)
}

/// Finds what a text begins to look like a secret with; the texts of a clue are sought all at once.
struct Clues {
    automaton: AhoCorasick,
    /// For each text of the automaton, the clues that it is or begins with, and how long their texts are.
    clues: Vec<Vec<(Clue, usize)>>,
}

static CLUES: LazyLock<Clues> = LazyLock::new(|| {
    let mut texts: Vec<String> = all_clues().map(|(text, _)| text.to_ascii_lowercase()).collect();
    texts.sort_unstable();
    texts.dedup();
    let begin = |text: &String| {
        let clues = all_clues().filter(|(clue, _)| text.starts_with(&clue.to_ascii_lowercase()));
        clues.map(|(text, clue)| (clue, text.len())).collect()
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
        let at = found.start();
        let secret = clues[found.pattern()].iter().find_map(|(clue, length)| match clue {
            Clue::Shape(shape) => shape.at(text, at),
            Clue::Block(read) => read(text, at),
            Clue::Command(flags) => commands::password(text, at, flags),
            Clue::Word(value) => words::value(text, at, *length, *value),
        });
        from = at + 1;
        if let Some(secret) = secret {
            // What stands apart from its clue may have others before it.
            if secret.range.start == at {
                from = secret.range.end;
            }
            secrets.push(secret);
        }
    }
    if secrets.len() > 1 { without_overlaps(secrets) } else { secrets }
}

/// Of what overlaps, the one that says more stays: `glpat-…` behind `token:` is a token of GitLab.
fn without_overlaps(mut secrets: Vec<Secret>) -> Vec<Secret> {
    secrets.sort_by_key(|secret| secret.range.start);
    let mut apart: Vec<Secret> = Vec::with_capacity(secrets.len());
    for secret in secrets {
        match apart.last_mut().filter(|last| secret.range.start < last.range.end) {
            Some(last) if secret.range.start == last.range.start && secret.range.end >= last.range.end => {
                *last = secret
            }
            Some(last) => {
                last.hidden.end = last.hidden.end.max(secret.hidden.end);
                last.range.end = last.range.end.max(secret.range.end);
            }
            None => apart.push(secret),
        }
    }
    apart
}

/// Returns a text, cut behind so many bytes: nothing that is looked at has no end.
fn at_most(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
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
