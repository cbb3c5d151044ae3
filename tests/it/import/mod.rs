//! `runbook import`: Markdown becomes a runbook file, and every line is accounted for.

mod bad;
mod every_line;
mod handbook;
mod issue;
mod round_trip;
mod shapes;

use runbook::{
    document::{Document, Source},
    model::Runbook,
    sync::import::{Imported, import},
};

#[track_caller]
fn import_text(markdown: &str) -> Imported {
    let source = Source::from_text("issue.md", markdown.to_owned()).expect("the test's Markdown is text");
    import(&source, None).expect("it is no larger than a runbook may be")
}

#[track_caller]
fn parsed(yaml: &str) -> Runbook {
    let source = Source::from_text("runbook.yaml", yaml.to_owned()).expect("it is text");
    let document = Document::parse(&source);
    document.unwrap_or_else(|problems| panic!("{problems:#?}\n{yaml}")).runbook
}
