//! What the entries are called, by which the timeline names them.

use std::collections::HashMap;

use crate::model::is_id;

/// How many brackets of a row are looked at for the end of a title.
const MOST_BRACKETS: usize = 20;

/// What the entries are called.
#[derive(Debug, Default)]
pub(super) struct Titles(HashMap<String, Vec<Titled>>);

/// An entry.
#[derive(Debug, Clone)]
pub(super) struct Titled {
    /// With its list.
    pub(super) id: String,
    pub(super) is_task: bool,
}

impl Titles {
    pub(super) fn add(&mut self, title: &str, list: &str, id: &str, is_task: bool) {
        self.0.entry(title.to_owned()).or_default().push(Titled { id: format!("{list}/{id}"), is_task });
    }

    /// Returns which entry a text begins with, and what stands in brackets behind it; none where two are called so.
    pub(super) fn find<'t>(&self, text: &'t str, is_meant: impl Fn(bool) -> bool) -> Option<(Titled, &'t str)> {
        let only = |title: &str| {
            let mut meant = self.0.get(title)?.iter().filter(|entry| is_meant(entry.is_task));
            meant.next().filter(|_| meant.next().is_none()).cloned()
        };
        if let Some(entry) = only(text) {
            return Some((entry, ""));
        }
        let before = text.strip_suffix(')').unwrap_or_default();
        let brackets = before.match_indices(" (").map(|(at, _)| at);
        let titled = brackets.take(MOST_BRACKETS).find_map(|at| Some((only(&text[..at])?, &before[at + 2..])));
        titled.or_else(|| {
            // What is not in the runbook any more is shown by its id.
            let (list, id) = text.split_once('/')?;
            let is_task = matches!(list, "tasks" | "rollback");
            (is_id(list) && is_id(id) && is_meant(is_task)).then(|| (Titled { id: text.to_owned(), is_task }, ""))
        })
    }
}
