//! What follows from what is known: the channels from the platform, placeholders from options.

use super::super::{context::Context, error::CliError, names::some};
use crate::{
    config::Channels,
    document::{Document, Source, closest},
    model::Platform,
    starter::{self, DeriveError, Derived, NewRunbook},
};

/// The placeholder for the channels that are told.
pub(super) const CHANNELS: &str = "CHANNELS";
/// The placeholder for the description.
pub(super) const DESCRIPTION: &str = "DESCRIPTION";

/// Makes the new runbook.
///
/// # Errors
/// A source that is no valid runbook; a parameter that it does not have.
pub(super) fn derive(context: &Context, source: &Source, mut new: NewRunbook) -> Result<Derived, CliError> {
    let document = Document::parse(source).map_err(|problems| CliError::invalid(source, problems))?;
    let known = starter::placeholders(&document);
    let header = |key: &str| new.header.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
    let has =
        |name: &str| known.iter().any(|known| known == name) && !new.parameters.iter().any(|(set, _)| set == name);
    let mut filled = Vec::new();
    if let Some(description) = header("description").filter(|_| has(DESCRIPTION)) {
        filled.push((DESCRIPTION.to_owned(), description));
    }
    let platform =
        header("platform").and_then(|word| Platform::ALL.into_iter().find(|platform| platform.word() == word));
    let channels = &context.settings.config.channels;
    // Most blueprints are for one platform, and say so.
    if let Some(platform) = platform.or(document.runbook.header.platform).filter(|_| has(CHANNELS)) {
        filled.push((CHANNELS.to_owned(), named_channels(channels, platform)));
    }
    if let Some(platform) = platform {
        new.channels = swapped_channels(channels, platform);
    }
    new.parameters.extend(filled);
    starter::derive(source, &new).map_err(|error| match error {
        DeriveError::Invalid(problems) => CliError::invalid(source, problems),
        DeriveError::Edit(error) => CliError::from_edit(source, &error),
        DeriveError::UnknownParameter { ref name, ref known } => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let cli_error = CliError::new(error.to_string());
            match closest(name, &known) {
                Some(meant) => cli_error.help(format!("did you mean `{meant}`?")),
                None if known.is_empty() => cli_error.help("it has none"),
                None => cli_error.help(format!("there are {}", some(&known))),
            }
        }
    })
}

/// Returns the channels of a platform in a sentence: `` `#a`, `#b` and `#c` ``.
fn named_channels(channels: &Channels, platform: Platform) -> String {
    let names: Vec<String> = channels.of(platform).map(|channel| format!("`{channel}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns what the first channel of every other platform becomes.
fn swapped_channels(channels: &Channels, platform: Platform) -> Vec<(String, String)> {
    let Some(wanted) = channels.of(platform).next() else { return Vec::new() };
    let others = Platform::ALL.into_iter().filter(|other| *other != platform);
    let others = others.filter_map(|other| channels.of(other).next()).filter(|other| *other != wanted);
    others.map(|other| (other.to_owned(), wanted.to_owned())).collect()
}
