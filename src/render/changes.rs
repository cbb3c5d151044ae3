//! What changed in runbooks, as Markdown for a comment in a merge request.
//!
//! What people typed is escaped like in the issue: nothing in it runs as a quick action, mentions anybody or is HTML.

use super::markdown::{Text, fenced};
use crate::compare::{Block, ComparedFile, Said, Span, sections};

/// Returns the changes of all files; a sentence when there are none, because a comment cannot be empty.
#[must_use]
pub fn changes(files: &[ComparedFile]) -> String {
    if files.is_empty() {
        return "No runbook changed.\n".to_owned();
    }
    files.iter().map(file).collect::<Vec<_>>().join("\n")
}

fn file(file: &ComparedFile) -> String {
    let path = match &file.was {
        Some(was) => Text::literal(was).and(" -> ").and(Text::literal(&file.path)),
        None => Text::literal(&file.path),
    };
    let heading = if file.name.is_empty() { path.line() } else { Text::literal(&file.name).line() };
    let mut markdown = format!("### {heading}\n\n{}", path.line());
    if let Some(words) = file.fate.in_words() {
        markdown += &format!(": {}", Text::literal(&words).line());
    }
    markdown.push('\n');
    for (heading, lines) in sections(&file.fate) {
        let heading = match heading {
            None => String::new(),
            Some(words) => format!("**{}{}**\n\n", words[..1].to_uppercase(), &words[1..]),
        };
        markdown += &format!("\n{heading}{}", lines.iter().map(item).collect::<String>());
    }
    markdown
}

/// Returns a line as an item of a list, with its texts below it.
fn item(said: &Said) -> String {
    let text = said.spans.iter().fold(Text::default(), |text, span| match span {
        Span::Subject(words) | Span::Theirs(words) => text.and(Text::literal(words)),
        Span::Ours(words) => text.and(words.as_str()),
    });
    let blocks = said.blocks.iter().map(block).collect::<String>();
    format!("- {}\n{blocks}", text.line())
}

fn block(block: &Block) -> String {
    let lines: Vec<String> = block.lines.iter().map(|line| format!("{}{}", line.sign.mark(), line.text)).collect();
    let fence = fenced(&lines.join("\n"), "diff");
    let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") };
    format!("\n  {}:\n\n{}", Text::from(block.name).line(), fence.split('\n').map(indented).collect::<String>())
}
