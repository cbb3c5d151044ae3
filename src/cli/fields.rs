//! Labels and what they say, one below the other.

use unicode_width::UnicodeWidthStr;

use super::{sanitise::clean_line, wrap::wrap};

/// Labels and what they say, one below the other. Addresses stay whole, to be copied.
#[derive(Debug, Default)]
pub(super) struct Fields {
    rows: Vec<(String, Vec<String>)>,
}

impl Fields {
    /// Adds a field of one line, if there is anything to say.
    pub(super) fn line(&mut self, label: &str, text: Option<impl AsRef<str>>) {
        if let Some(text) = text {
            self.lines(label, text.as_ref().lines().map(str::to_owned));
        }
    }

    /// Adds a field of several lines, if there are any.
    pub(super) fn lines(&mut self, label: &str, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().map(|line| clean_line(line.trim_end())).collect();
        if lines.iter().any(|line| !line.is_empty()) {
            self.rows.push((clean_line(label), lines));
        }
    }

    /// Returns the fields in lines of at most so many columns; what a line breaks into stands below its beginning.
    #[must_use]
    pub(super) fn to_text(&self, width: usize) -> String {
        let label_width = self.rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
        let width = width.saturating_sub(label_width + 2).max(20);
        let mut text = String::new();
        for (label, lines) in &self.rows {
            let lines =
                lines.iter().flat_map(|line| if line.is_empty() { vec![String::new()] } else { wrap(line, width) });
            for (index, line) in lines.enumerate() {
                let label = if index == 0 { label.as_str() } else { "" };
                let gap = " ".repeat(label_width.saturating_sub(label.width()));
                text.push_str(format!("{label}{gap}  {line}").trim_end());
                text.push('\n');
            }
        }
        text
    }
}
