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
///
/// A note has the text of its item in one of two forms. Up to 18.x it is the Markdown as it stands in the description. Later
/// it is what is seen of that, with every mark escaped, and what stands inside a comment is seen too, without the `<!--`:
/// ``Inform \#support  rb:pre\-call\.inform`` (`Taskable.get_tasks` and `TaskListFilter` of GitLab; notes of gitlab.com).
pub(super) fn is_on(click: &Click, key: &str, title: &str) -> bool {
    let item = format!("- [ ] {}", click.item.replace(['\r', '\n'], " "));
    let reading = issue::read(&item);
    let Some(clicked) = reading.entries.first() else { return false };
    if let Some(clicked) = &clicked.key {
        return clicked == key;
    }
    let marker = clicked.title.split(' ').rev().find_map(issue::key);
    marker.is_some_and(|marker| marker == key) || canon::words(&clicked.title) == canon::words(title)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    const ISSUE: &str = "\
- [ ] Inform `#support_gitlab-com`, a \"must\" <!-- rb:pre-call.inform -->
- [ ] Is a *dry-run* [done](https://gitlab.example/a)? <!-- rb:pre-call.dry-_run -->
- [ ] Is a *dry-run* done twice?
- [x] rb:pre-call.inform is what we say <!-- rb:pre-call.say -->
";

    #[track_caller]
    fn check(item: &str, expected: &str) {
        let click = Click { item: item.to_owned(), is_done: true, by: None, at: DateTime::UNIX_EPOCH };
        let clicked = with_clicks(ISSUE, &[click]);
        let changed = ISSUE.lines().zip(clicked.lines()).enumerate().filter(|(_, (before, after))| before != after);
        let lines: Vec<String> = changed.map(|(at, _)| (at + 1).to_string()).collect();
        assert_eq!(lines.join(" "), expected, "{item}");
    }

    #[test]
    fn a_click_is_found_in_each_form_in_which_gitlab_notes_it() {
        // Up to 18.x.
        check("Inform `#support_gitlab-com`, a \"must\" <!-- rb:pre-call.inform -->", "1");
        check("Is a *dry-run* [done](https://gitlab.example/a)? <!-- rb:pre-call.dry-_run -->", "2");
        check("Is a *dry-run* done twice?", "3");
        // Later.
        check(r#"Inform \#support\_gitlab\-com, a \"must\"  rb:pre\-call\.inform"#, "1");
        check(r"Is a dry\-run done\?  rb:pre\-call\.dry\-\_run", "2");
        check(r"Is a dry\-run done twice\?", "3");
        // In between, and with a line of somebody's below it, which is a part of the item.
        check("Inform #support_gitlab-com, a \"must\"  rb:pre-call.inform", "1");
        check("Inform \\#support  rb:pre\\-call\\.inform\nJane knows", "1");
        // The words may have been changed since.
        check(r"Tell  rb:pre\-call\.dry\-\_run", "2");
        check(r"Is a dry\-run done\?  rb:pre\-call\.gone", "");
        check("", "");
        // The marker is the last word of its kind.
        check(r"rb:pre\-call\.inform is what we say  rb:pre\-call\.say", "");
    }
}
