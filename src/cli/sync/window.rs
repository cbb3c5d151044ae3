//! What happened at the issue between the moment it was read and the moment it was written.
//!
//! GitLab takes the whole text and has no guard against overwriting, so that a click in these milliseconds is lost there. Its
//! system note stays, and from that it is made again.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::server;
use crate::{
    cli::error::CliError,
    services::gitlab::{GitLab, Issue, IssuePlace, Note},
    sync::{self, Click, Saved},
};

/// What a push overwrote.
#[derive(Debug, Default)]
pub(in crate::cli) struct Window {
    /// Clicks that the written text does not show.
    pub lost: Vec<Click>,
    /// What is to be said of other changes that may be lost.
    pub overwritten_edits: Vec<String>,
}

/// Returns the clicks among system notes, in their order.
pub(super) fn clicks(notes: &[Note]) -> Vec<Click> {
    notes.iter().filter_map(click).collect()
}

fn click(note: &Note) -> Option<Click> {
    let click = note.click()?;
    Some(Click {
        item: click.item.to_owned(),
        is_done: click.is_done,
        by: note.author.as_ref().map(|author| format!("@{}", author.username)),
        at: note.created_at,
    })
}

/// Returns the clicks that can have led to what an issue shows, if file and issue last agreed at that time. What was clicked
/// before is in the file or was overruled there; it comes into question no more once somebody has saved the text after it, who may
/// have changed the box again: a box with `[~]` is noted by nobody.
pub(super) fn clicks_since(notes: &[Note], since: Option<DateTime<Utc>>) -> Vec<Click> {
    let saved = notes.iter().filter(|note| note.changes_text()).map(|note| note.created_at).max();
    let mut clicks = clicks(notes);
    clicks.retain(|click| {
        since.is_none_or(|since| click.at > since - ROUNDED_UP) || saved.is_none_or(|at| at <= click.at)
    });
    clicks
}

/// Returns who saved the issue since a time, with a click or as a whole, if it was one person.
pub(super) fn saved(notes: &[Note], since: DateTime<Utc>) -> Option<Saved> {
    let is_saved = |note: &&Note| note.click().is_some() || note.changes_text();
    let mut last: Option<(u64, Saved)> = None;
    for note in notes.iter().filter(|note| note.created_at > since).filter(is_saved) {
        let author = note.author.as_ref()?;
        if last.as_ref().is_some_and(|(id, _)| *id != author.id) {
            return None;
        }
        last = Some((author.id, Saved { by: format!("@{}", author.username), at: note.created_at }));
    }
    last.map(|(_, saved)| saved)
}

/// How long after a change its note may be made: what is noted sooner may belong to the change that was read.
const NOTE_DELAY: TimeDelta = TimeDelta::milliseconds(500);

/// Returns the moment from which on what GitLab notes is no part of the change that it answered to so. It is of GitLab's clock, as the
/// notes are, and a whole second, as it stands in the file.
pub(in crate::cli) fn after(answer: &Issue) -> DateTime<Utc> {
    let noted = answer.updated_at + NOTE_DELAY;
    let second = noted.trunc_subsecs(0);
    if second < noted { second + TimeDelta::seconds(1) } else { second }
}

/// By how much [`after`] may come later than the write itself: a click in between was made after it.
const ROUNDED_UP: TimeDelta = TimeDelta::seconds(2);

/// Looks at what was noted between reading `before` and the answer to the write.
///
/// # Errors
/// The notes cannot be had.
pub(in crate::cli) fn look(
    gitlab: &GitLab,
    place: &IssuePlace,
    before: &Issue,
    answer: &Issue,
    body: &str,
) -> Result<Window, CliError> {
    let mut notes = server::notes(gitlab, place)?;
    notes.retain(|note| note.created_at >= before.updated_at && note.created_at <= answer.updated_at + NOTE_DELAY);
    let is_lost = |click: &Click| !shows(&before.description, click) && !shows(body, click);
    let mut window = Window::default();
    if !clicks(&notes).iter().any(is_lost) && !notes.iter().any(|note| is_edit(note, before)) {
        return Ok(window);
    }
    // The write itself is noted too: with the boxes that it changed, all of which agree with what was written.
    let own = gitlab.user()?;
    notes.retain(|note| {
        let is_own = note.author.as_ref().is_some_and(|author| author.id == own.id);
        !is_own || click(note).is_some_and(|click| !shows(body, &click))
    });
    for note in notes.iter().filter(|note| is_edit(note, before)) {
        let who = note.author.as_ref().map_or("somebody".to_owned(), |author| format!("@{}", author.username));
        window.overwritten_edits.push(format!(
            "{who} changed the text of the issue in the same moment; look whether the change is still there"
        ));
    }
    for click in clicks(&notes) {
        window.lost.retain(|earlier| earlier.item != click.item);
        window.lost.push(click);
    }
    window.lost.retain(is_lost);
    Ok(window)
}

/// Whether a text shows what a click made of its box; also where the box is gone, which is nothing that a write overwrote.
fn shows(text: &str, click: &Click) -> bool {
    sync::with_clicks(text, std::slice::from_ref(click)) == text.replace('\r', "")
}

fn is_edit(note: &Note, before: &Issue) -> bool {
    note.changes_text() && note.created_at > before.updated_at + NOTE_DELAY
}
