//! The answer for people: one line a change, the lines of longer texts below it.

use super::super::{
    paint::{ADDED, ERROR, HELP, REMOVED, STRONG, paint},
    sanitise::clean_line,
};
use crate::compare::{ComparedFile, DiffLine, Fate, Said, Sign, Span, sections};

/// Returns the changes of all files.
pub(super) fn changes(files: &[ComparedFile], colour: bool) -> String {
    files.iter().map(|compared| file(compared, colour)).collect::<Vec<_>>().join("\n")
}

fn file(file: &ComparedFile, colour: bool) -> String {
    let mut heading = match &file.was {
        Some(was) => format!("{} -> {}", clean_line(was), clean_line(&file.path)),
        None => clean_line(&file.path),
    };
    if !file.name.is_empty() {
        heading += &format!(": {}", clean_line(&file.name));
    }
    let heading = paint(STRONG, &heading, colour);
    let mut text = format!("{heading}\n");
    if let Some(words) = file.fate.in_words() {
        let style = if matches!(file.fate, Fate::Failed(_)) { ERROR } else { STRONG };
        text += &format!("  {}\n", paint(style, &clean_line(&words), colour));
    }
    for (heading, lines) in sections(&file.fate) {
        let indent = if heading.is_some() { "    " } else { "  " };
        if let Some(heading) = heading {
            text += &format!("  {heading}:\n");
        }
        text.extend(lines.iter().map(|said| line(said, indent, colour)));
    }
    text
}

fn line(said: &Said, indent: &str, colour: bool) -> String {
    let spans = said.spans.iter().map(|span| match span {
        Span::Subject(words) => paint(STRONG, &clean_line(words), colour),
        Span::Ours(words) => words.clone(),
        Span::Theirs(text) => clean_line(text),
    });
    let mut text = format!("{indent}{}\n", spans.collect::<String>());
    for block in &said.blocks {
        text += &format!("{indent}  {}\n", block.name);
        text.extend(block.lines.iter().map(|line| format!("{indent}    {}\n", diff_line(line, colour))));
    }
    text
}

fn diff_line(line: &DiffLine, colour: bool) -> String {
    // Tabs are part of a command, and do no harm.
    let shown: Vec<String> = line.text.split('\t').map(clean_line).collect();
    let shown = format!("{}{}", line.sign.mark(), shown.join("\t"));
    match line.sign {
        Sign::Same => shown,
        Sign::Removed => paint(REMOVED, &shown, colour),
        Sign::Added => paint(ADDED, &shown, colour),
        Sign::Note => paint(HELP, &shown, colour),
    }
}
