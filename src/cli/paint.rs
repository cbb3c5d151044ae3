//! Colour: the few styles that the program speaks in. Nothing needs them to be understood.

use anstyle::{AnsiColor, Style};

/// An error.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A warning.
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// Something to know or to do.
pub(super) const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// What is new in a difference.
pub(super) const ADDED: Style = AnsiColor::Green.on_default();
/// What is gone in a difference.
pub(super) const REMOVED: Style = AnsiColor::Red.on_default();
/// A heading, or what matters in a line.
pub(super) const STRONG: Style = Style::new().bold();

/// Returns a text in a style, or as it is when there is no colour.
#[must_use]
pub(super) fn paint(style: Style, text: &str, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
