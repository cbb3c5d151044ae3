//! Brackets that are not closed.

use granit_parser::{ErrorKind, ScanError};

use crate::document::{Problem, source::Source};

/// Returns where the bracket ends that a text begins with.
pub(super) fn bracket_end(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(c) => return None,
            _ => {}
        }
        if open.is_empty() {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Finds a comment that hides the end of a bracket: `{ item: Inform #support }`.
fn hidden_bracket(source: &Source, at: usize) -> Option<Problem> {
    let here = source.position(at).line;
    (here.saturating_sub(20).max(1)..=here).rev().find_map(|number| {
        let range = source.line(number);
        let line = &source.text()[range.clone()];
        let comment = line.find(" #")? + 1;
        let n = |brackets: [char; 2]| line[..comment].matches(brackets).count();
        let is_hidden = n(['[', '{']) > n([']', '}']) && line[comment..].contains([']', '}']);
        is_hidden.then(|| {
            Problem::syntax(range.start + comment..range.end, "a comment begins here and hides the end of the bracket")
                .help("put the text with ` #` in it in quotes; if it is a comment, put it behind the bracket")
        })
    })
}

pub(super) fn open_bracket(source: &Source, error: &ScanError, at: usize) -> Option<Problem> {
    let in_flow = matches!(
        error.kind(),
        ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::BlockEntryInFlowCollection
    );
    if !in_flow {
        return None;
    }
    if let Some(problem) = hidden_bracket(source, at) {
        return Some(problem);
    }
    let text = source.text();
    let mut depth = 0_usize;
    for (place, c) in text[..at].char_indices().rev().take(20_000) {
        match c {
            ']' | '}' => depth += 1,
            '[' | '{' if depth > 0 => depth -= 1,
            '[' | '{' => {
                let close = if c == '[' { ']' } else { '}' };
                return Some(
                    Problem::syntax(place..place + 1, format!("the `{c}` that opens here is not closed as it should be"))
                        .help(format!("put a comma between entries and `{close}` at the end; a text with `{c}`, `,` or `: ` in it goes in quotes"))
                        .also(at..at, "noticed here"),
                );
            }
            _ => {}
        }
    }
    None
}
