//! What a person typed, inside a message.

/// Returns the beginning of a text between backticks: enough to recognise it, and nothing that a terminal would obey.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 40;
    let (shown, more) = match text.char_indices().nth(LONGEST) {
        Some((at, _)) => (&text[..at], "…"),
        None => (text, ""),
    };
    let shown: String =
        shown.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect();
    format!("`{shown}{more}`")
}

/// Returns texts to choose from: `a`, `b` or `c`, each between backticks.
pub(super) fn alternatives(texts: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|text| format!("`{text}`")).collect();
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
