//! What the reader of arguments says: help, the version, and what is wrong with a command line.

use clap::error::{ContextKind, ContextValue};

use super::{
    error::CliError,
    exit::ExitStatus,
    sanitise::{clean, clean_around_colour, clean_line},
    ui::Ui,
};

/// Says why there is nothing to run: help was asked for, or the arguments are wrong.
///
/// # Errors
/// The answer cannot be written.
pub(super) fn say(ui: &mut Ui, mut error: clap::Error) -> Result<ExitStatus, CliError> {
    clean_arguments(&mut error);
    let text = error.render();
    let text = |colour| if colour { clean_around_colour(&text.ansi().to_string()) } else { clean(&text.to_string()) };
    if error.use_stderr() {
        ui.say_shown(&text(ui.err_colour()));
        return Ok(ExitStatus::Error);
    }
    ui.answer(&text(ui.out_colour()))?;
    Ok(ExitStatus::Success)
}

/// Makes the arguments that an error repeats safe to show within a line.
fn clean_arguments(error: &mut clap::Error) {
    let mut cleaned = Vec::new();
    for (kind, value) in error.context() {
        let safe = match value {
            ContextValue::String(text) => ContextValue::String(clean_line(text)),
            ContextValue::Strings(texts) => ContextValue::Strings(texts.iter().map(|text| clean_line(text)).collect()),
            _ => continue,
        };
        if safe != *value {
            cleaned.push((kind, safe));
        }
    }
    if !cleaned.is_empty() {
        // It repeats the argument, too.
        error.remove(ContextKind::Suggested);
    }
    for (kind, safe) in cleaned {
        error.insert(kind, safe);
    }
}
