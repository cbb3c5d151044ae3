//! Placeholders: `<UPPER_SNAKE>` in the values of a blueprint.

use std::ops::Range;

use super::NewRunbook;
use crate::document::{Document, Edit, NodeKind, Route, Step, Value};

/// Returns the edits that fill placeholders wherever a value holds them, and name the right channels in checklists.
pub(super) fn filled(document: &Document<'_>, new: &NewRunbook) -> Vec<Edit> {
    let mut edits = Vec::new();
    each_text(document, &mut |route, text| {
        let mut filled = with_parameters(text, &new.parameters);
        if route.steps().first() == Some(&Step::Key("checklists".into())) {
            for (other, channel) in &new.channels {
                filled = filled.replace(&format!("`{other}`"), &format!("`{channel}`"));
            }
        }
        if filled != text {
            edits.push(Edit::set(route, Value::Text(filled)));
        }
    });
    edits
}

/// Returns the edits that put a value wherever a placeholder stands in a value of the runbook.
#[must_use]
pub fn fill(document: &Document<'_>, name: &str, value: &str) -> Vec<Edit> {
    let parameters = vec![(name.to_owned(), value.to_owned())];
    filled(document, &NewRunbook { parameters, ..NewRunbook::default() })
}

fn with_parameters(text: &str, parameters: &[(String, String)]) -> String {
    let mut filled = text.to_owned();
    // From the end, so that what comes before stays where it is.
    for range in placeholder_ranges(text).into_iter().rev() {
        let name = &text[range.start + 1..range.end - 1];
        if let Some((_, value)) = parameters.iter().find(|(known, _)| known == name) {
            filled.replace_range(range, value);
        }
    }
    filled
}

/// Returns the names of the placeholders in the values of a runbook, each once, in the order of the text.
#[must_use]
pub fn placeholders(document: &Document<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    each_text(document, &mut |_, text| {
        for range in placeholder_ranges(text) {
            let name = &text[range.start + 1..range.end - 1];
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    });
    names
}

/// Returns where `<UPPER_SNAKE>` stands in a text. `<<EOF>` begins a here-document and is none.
fn placeholder_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('<').map(|at| from + at) {
        let name: usize =
            text[open + 1..].chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_').count();
        let close = open + 1 + name;
        let starts_right = text[open + 1..].starts_with(|c: char| c.is_ascii_uppercase());
        if starts_right && !text[..open].ends_with('<') && text[close..].starts_with('>') {
            ranges.push(open..close + 1);
        }
        from = open + 1;
    }
    ranges
}

/// Where `<WORD>` is no placeholder: explanations of placeholders, and what is never rewritten.
const LEFT_ALONE: [&str; 3] = ["parameters", "log", "sync"];

/// Visits every text of the file that can hold placeholders, with the way to it.
fn each_text(document: &Document<'_>, visit: &mut impl FnMut(Route, &str)) {
    let mut open = vec![(Route::top(), &document.tree.root)];
    while let Some((route, node)) = open.pop() {
        if matches!(route.steps(), [Step::Key(key)] if LEFT_ALONE.contains(&key.as_ref())) {
            continue;
        }
        match &node.kind {
            NodeKind::Scalar { text, .. } => visit(route, text),
            NodeKind::Null => {}
            NodeKind::List { items, .. } => {
                open.extend(items.iter().enumerate().rev().map(|(index, item)| (route.clone().index(index), item)));
            }
            NodeKind::Table { entries, .. } => {
                let keyed = entries.iter().rev().filter_map(|entry| Some((entry.key.text()?, &entry.value)));
                open.extend(keyed.map(|(key, value)| (route.clone().key(key.to_owned()), value)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_placeholder_and_a_here_document_are_left_alone() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let parameters = [pair("A", "<B>"), pair("B", "é <A>")];
        assert_eq!(with_parameters("<A>, <B><<B>x <C", &parameters), "<B>, é <A><<B>x <C");
    }
}
