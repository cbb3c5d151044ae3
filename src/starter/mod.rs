//! The runbooks that are compiled in: blueprints to start from, and examples.

mod derive;
mod past;
mod placeholder;

use include_dir::{Dir, include_dir};

pub use derive::{DeriveError, Derived, NewRunbook, derive};
pub use placeholder::{fill, placeholders};

use crate::document::{Document, Source};

static RUNBOOKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runbooks");

/// A runbook that is compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// The file's name without its ending.
    pub name: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

/// The handbook's plain structure, from which `new` starts without a blueprint.
pub const HANDBOOK: &str = "handbook";

/// Returns the runbooks that are compiled in, by name.
#[must_use]
pub fn all() -> Vec<Starter> {
    let mut starters: Vec<Starter> = RUNBOOKS
        .files()
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "yaml"))
        .filter_map(|file| Some(Starter { name: file.path().file_stem()?.to_str()?, text: file.contents_utf8()? }))
        .collect();
    starters.sort_by_key(|starter| starter.name);
    starters
}

/// Returns the runbook with this name.
#[must_use]
pub fn find(name: &str) -> Option<Starter> {
    all().into_iter().find(|starter| starter.name == name)
}

/// Returns the blueprint whose name and summary share most words with a name; `None` when they share none of weight.
///
/// The handbook's plain structure fits everything and so is never the closest.
#[must_use]
pub fn closest(name: &str) -> Option<(Starter, String)> {
    let wanted = words(name);
    let scored = all().into_iter().filter(|starter| starter.name != HANDBOOK).filter_map(|starter| {
        let source = Source::from_text(starter.name, starter.text.to_owned()).ok()?;
        let document = Document::parse(&source).ok().filter(|document| document.runbook.blueprint)?;
        let summary = document.runbook.summary.clone().unwrap_or_default();
        let text = format!("{} {} {}", starter.name, document.runbook.header.name, summary);
        let known = words(&text);
        let score = wanted.iter().filter(|word| known.contains(word)).count();
        (score >= 2).then_some((score, starter, summary))
    });
    let best = scored.max_by_key(|(score, starter, _)| (*score, std::cmp::Reverse(starter.name)));
    best.map(|(_, starter, summary)| (starter, summary))
}

/// Returns the words of a text that say something, in lower case.
fn words(text: &str) -> Vec<String> {
    const EMPTY: [&str; 16] = [
        "the", "and", "for", "all", "on", "of", "to", "a", "in", "from", "with", "customer", "every", "is", "are", "be",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.len() > 1 && !EMPTY.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_runbook_is_valid() {
        let starters = all();
        assert!(starters.len() >= 2);
        for starter in starters {
            let source = Source::from_text(starter.name, starter.text.to_owned()).expect("text");
            let document = Document::parse(&source).map_err(|problems| format!("{}: {problems:?}", starter.name));
            let runbook = document.expect("valid").runbook;
            assert!(runbook.blueprint || runbook.example, "{} is neither blueprint nor example", starter.name);
        }
    }
}
