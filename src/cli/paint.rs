//! Colour: the few styles that the program speaks in. Nothing needs them to be understood.

use anstyle::{AnsiColor, Style};

/// An error.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A warning.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Something to know or to do.
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// Something that went well.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// A heading, or what matters in a line.
pub const STRONG: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();

/// Returns a text in a style, or as it is when there is no colour.
#[must_use]
pub fn paint(style: Style, text: &str, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
