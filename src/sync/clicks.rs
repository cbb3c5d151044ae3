//! Clicks on boxes in the web page, as GitLab notes them.

use super::{
    canon,
    issue::{self, Entry, Shows},
    outcome::Click,
};

/// Returns a description with clicks that it does not show: those that came between reading an issue and writing it, and
/// were overwritten. What they say can then be merged like any other change.
#[must_use]
pub fn with_clicks(description: &str, clicks: &[Click]) -> String {
    let description = description.replace('\r', "");
    let reading = issue::read(&description);
    let mut lines: Vec<String> = reading.lines.iter().map(|line| (*line).to_owned()).collect();
    let mut clicks: Vec<&Click> = clicks.iter().collect();
    clicks.sort_by_key(|click| click.at);
    for click in clicks {
        let is_clicked = |entry: &&Entry| {
            let key = entry.key.as_deref().unwrap_or_default();
            matches!(entry.shows, Shows::Box(_)) && is_on(click, key, &entry.title)
        };
        let Some(entry) = reading.entries.iter().find(is_clicked) else { continue };
        let line = &mut lines[entry.line];
        if let Some((place, tick)) = issue::box_at(line)
            && (tick == 'x') != click.is_done
        {
            line.replace_range(place, if click.is_done { "x" } else { " " });
        }
    }
    lines.join("\n")
}

/// Returns whether a click was on the entry with this key and text.
pub(super) fn is_on(click: &Click, key: &str, title: &str) -> bool {
    let item = format!("- [ ] {}", click.item.replace(['\r', '\n'], " "));
    let reading = issue::read(&item);
    reading.entries.first().is_some_and(|clicked| match &clicked.key {
        Some(clicked) => clicked == key,
        None => canon::words(&clicked.title) == canon::words(title),
    })
}
