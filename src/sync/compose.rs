//! Woven lines → the text of the issue: kept lines as they stand there, with the states that they are to show.

use std::collections::{HashMap, HashSet};

use super::{
    agreed::Token,
    canon::{self, Digest},
    decide::Decision,
    find::Found,
    issue::{self, Entry, Reading, Row, Shows},
    outcome::{Remark, Side, Way},
    weave::Pick,
};

/// What a text is composed of.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    /// What the file renders, with the marker that the issue is to carry.
    pub(super) ours: &'a Reading<'a>,
    /// What stands in the issue.
    pub(super) theirs: &'a Reading<'a>,
    pub(super) found: &'a Found,
    pub(super) decisions: &'a [Decision],
    pub(super) way: Way,
    pub(super) prefer: Option<Side>,
    /// The lines that both last agreed on.
    pub(super) base: Option<&'a [Token]>,
    pub(super) picks: &'a [Pick],
}

/// A composed text.
#[derive(Debug, Default)]
pub(super) struct Composed {
    /// Its lines, each with the lines that it is from.
    pub(super) lines: Vec<(String, Option<Pick>)>,
    /// Whether anything but the marker of the runbook differs from the issue.
    pub(super) is_changed: bool,
    /// What became of wordings.
    pub(super) remarks: Vec<Remark>,
}

impl Composed {
    /// Returns the text.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(line, _)| line.as_str()).collect();
        let text = lines.join("\n");
        format!("{}\n", text.trim_end())
    }
}

/// Composes the text.
pub(super) fn compose(parts: &Parts<'_>) -> Composed {
    let mut composed = Composed::default();
    let kept: HashSet<usize> = parts.picks.iter().filter_map(|pick| pick.theirs()).collect();
    let our_entries: HashMap<usize, &Entry> = parts.ours.entries.iter().map(|entry| (entry.line, entry)).collect();
    let their_entries: HashMap<&str, &Entry> = parts
        .found
        .keys
        .iter()
        .zip(&parts.theirs.entries)
        .filter_map(|(key, entry)| Some((key.as_deref()?, entry)))
        .collect();
    let key_at: HashMap<usize, &str> = their_entries.iter().map(|(key, entry)| (entry.line, *key)).collect();
    let of_key: HashMap<&str, &Entry> =
        parts.ours.entries.iter().rev().filter_map(|entry| Some((entry.key.as_deref()?, entry))).collect();
    let our_marker = parts.ours.marker.as_ref().map(|marker| marker.line);
    let their_marker = parts.theirs.marker.as_ref().map(|marker| marker.line);
    let mut has_marker = false;
    let mut before: Option<Pick> = None;
    for pick in parts.picks {
        let is_marker = pick.ours().is_some_and(|line| Some(line) == our_marker)
            || pick.theirs().is_some_and(|line| Some(line) == their_marker);
        if is_marker {
            let marker = if std::mem::replace(&mut has_marker, true) { "" } else { parts.marker() };
            let line = match pick.theirs() {
                Some(line) => with_marker(parts.theirs.lines[line], marker),
                None => marker.to_owned(),
            };
            if !line.is_empty() {
                composed.lines.push((line, Some(*pick)));
            }
            before = Some(*pick);
            continue;
        }
        let key = match pick.theirs() {
            Some(line) => key_at.get(&line).copied(),
            None => {
                let key = pick.ours().and_then(|line| our_entries.get(&line)?.key.as_deref());
                // The line stands in the issue at another place.
                let stands = |key: &str| their_entries.get(key).is_some_and(|entry| kept.contains(&entry.line));
                if key.is_some_and(stands) {
                    continue;
                }
                key
            }
        };
        let stands = |key: &str| {
            their_entries.get(key).copied().filter(|entry| entry.shows != Shows::NoBox || kept.contains(&entry.line))
        };
        let entries = key.and_then(|key| Some((*of_key.get(key)?, stands(key)?)));
        let line = match (entries, pick) {
            (Some((ours, theirs)), _) => parts.entry_line(ours, theirs, &kept, &mut composed.remarks),
            (None, Pick::Ours(line)) => parts.ours.lines[*line].to_owned(),
            (None, Pick::Theirs(line) | Pick::Both(_, line)) => parts.theirs.lines[*line].to_owned(),
        };
        if parts.needs_blank(&composed.lines, before, *pick, &line) {
            composed.lines.push((String::new(), None));
        }
        composed.lines.push((line, Some(*pick)));
        before = Some(*pick);
    }
    if !has_marker && our_marker.is_some() {
        let is_apart = composed.lines.first().is_none_or(|(line, _)| line.trim().is_empty());
        let blank = (!is_apart).then(|| (String::new(), None));
        composed.lines.splice(0..0, [(parts.marker().to_owned(), None)].into_iter().chain(blank));
    }
    composed.is_changed = parts.is_changed(&composed);
    composed
}

impl Parts<'_> {
    fn marker(&self) -> &str {
        self.ours.marker.as_ref().map_or("", |marker| self.ours.lines[marker.line])
    }

    /// Whether the text differs from the issue; how often the issue was written is no difference.
    fn is_changed(&self, composed: &Composed) -> bool {
        let id = |reading: &Reading<'_>| reading.marker.as_ref().map(|marker| marker.id.clone());
        let their_marker = self.theirs.marker.as_ref().map(|marker| marker.line);
        let shown = |is_marker: bool, line: &str| if is_marker { with_marker(line, "") } else { line.to_owned() };
        let theirs = self.theirs.lines.iter().enumerate().map(|(at, line)| shown(Some(at) == their_marker, line));
        let marker = self.marker();
        let new = composed.lines.iter().map(|(line, _)| shown(line.contains(marker) && !marker.is_empty(), line));
        id(self.ours) != id(self.theirs) || !without_end(new).eq(without_end(theirs))
    }

    /// Whether a line would become a part of the one before it, which it followed in neither text.
    fn needs_blank(&self, lines: &[(String, Option<Pick>)], before: Option<Pick>, pick: Pick, line: &str) -> bool {
        let (Some(before), Some((last, _))) = (before, lines.last()) else { return false };
        let follows = |before: Option<usize>, line: Option<usize>| before.is_some() && before.map(|at| at + 1) == line;
        let is_code = |pick: Pick| match (pick.ours(), pick.theirs()) {
            (_, Some(line)) => self.theirs.is_code[line],
            (Some(line), None) => self.ours.is_code[line],
            (None, None) => false,
        };
        let is_row = |line: &str| line.trim_start().starts_with('|');
        let is_listed = |line: &str| line.starts_with([' ', '\t']) || line.starts_with(['-', '*', '+', '1']);
        let is_apart = last.trim().is_empty() || line.trim().is_empty();
        let is_one = is_row(last) && is_row(line)
            || is_listed(last) && is_listed(line)
            || is_code(before) && is_code(pick)
            || follows(before.ours(), pick.ours())
            || follows(before.theirs(), pick.theirs());
        !is_apart && !is_one
    }

    /// Returns the line of an entry: as it stands in the issue, with the state, wording and marker that it is to have.
    fn entry_line(&self, ours: &Entry, theirs: &Entry, kept: &HashSet<usize>, remarks: &mut Vec<Remark>) -> String {
        let key = ours.key.as_deref().unwrap_or_default();
        let decision = self.decisions.iter().find(|decision| decision.key == key);
        let stays = decision.is_some_and(|decision| decision.stays(self.way));
        let mut is_same = theirs.wording(ours.columns()) == ours.wording(ours.columns()) || is_reference(&theirs.title);
        if !is_same && theirs.shows != Shows::NoBox && !self.was_agreed(theirs, theirs.columns()) {
            // A file that says what it said before leaves the wording of the issue alone: another computer may have a newer
            // file.
            is_same = match self.prefer {
                Some(side) => side == Side::Issue,
                None => self.was_agreed(ours, ours.columns()),
            };
            let said = |entry: &Entry| match &entry.shows {
                Shows::Row(_) => entry.wording(ours.columns()).replace('|', " | "),
                _ => entry.title.clone(),
            };
            let (issue, file) = (said(theirs), said(ours));
            let line = theirs.line + 1;
            remarks.push(Remark::Wording { key: key.to_owned(), line, issue, file, is_kept: is_same });
        }
        let (our_line, their_line) = (self.ours.lines[ours.line], self.theirs.lines[theirs.line]);
        let marker = theirs.key.is_none().then(|| marker(key));
        match (&ours.shows, &theirs.shows) {
            (_, Shows::NoBox) if stays => their_line.to_owned(),
            (Shows::Row(our_row), Shows::Row(their_row)) => {
                let has_columns = their_row.columns == our_row.columns
                    || our_row.columns.iter().all(|column| their_row.columns.contains(column))
                        && kept.contains(&their_row.header_line);
                if !has_columns {
                    return our_line.to_owned();
                }
                let row = Rows { our_line, our_row, their_line, their_row };
                row.line(is_same, stays, marker.as_deref())
            }
            _ => item_line(our_line, their_line, is_same, stays, marker.as_deref()),
        }
    }

    /// Whether an entry says what the file said when both last agreed.
    pub(super) fn was_agreed(&self, entry: &Entry, columns: &[String]) -> bool {
        let wording = Digest::of(&entry.wording(columns));
        let base = self.base.unwrap_or_default();
        base.iter().any(|token| matches!(token, Token::Entry(_, base) if *base == wording))
    }
}

/// Returns lines without what GitLab cuts off the end.
fn without_end(lines: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut lines: Vec<String> = lines.collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if let Some(last) = lines.last_mut() {
        last.truncate(last.trim_end().len());
    }
    lines.into_iter()
}

/// Returns the line that holds the marker of the runbook with another marker; what a person wrote beside it stays.
pub(super) fn with_marker(line: &str, marker: &str) -> String {
    let start = line.match_indices("<!--").map(|(start, _)| start);
    let place = start.filter(|start| line[start + 4..].trim_start().starts_with("runbook:")).find_map(|start| {
        let end = line[start..].find("-->")?;
        Some(start..start + end + 3)
    });
    let Some(place) = place else { return marker.to_owned() };
    let mut line = line.to_owned();
    line.replace_range(place, marker);
    if line.trim().is_empty() { String::new() } else { line }
}

/// Returns the marker of an entry.
fn marker(key: &str) -> String {
    let (list, id) = key.split_once('/').unwrap_or_default();
    format!("<!-- rb:{}.{} -->", list.replace("--", "-_"), id.replace("--", "-_"))
}

/// Whether an item was turned into a reference to an issue of its own, as GitLab does: `#12+`.
fn is_reference(title: &str) -> bool {
    let Some((path, number)) = title.rsplit_once('#') else { return false };
    let number = number.trim_end_matches('s').trim_end_matches('+');
    !path.contains(' ') && !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit())
}

fn item_line(our_line: &str, their_line: &str, is_same: bool, stays: bool, marker: Option<&str>) -> String {
    let (Some((our_box, our_tick)), Some((their_box, their_tick))) =
        (issue::box_at(our_line), issue::box_at(their_line))
    else {
        return our_line.to_owned();
    };
    let tick =
        if stays || our_tick == their_tick { &their_line[their_box.clone()] } else { &our_line[our_box.clone()] };
    let begin = &their_line[..their_box.start];
    if !is_same {
        return format!("{begin}{tick}{}", &our_line[our_box.end..]);
    }
    let line = format!("{begin}{tick}{}", &their_line[their_box.end..]);
    match marker {
        Some(marker) => format!("{} {marker}", line.trim_end()),
        None => line,
    }
}

/// The rows of a task in both texts.
struct Rows<'a> {
    our_line: &'a str,
    our_row: &'a Row,
    their_line: &'a str,
    their_row: &'a Row,
}

impl Rows<'_> {
    /// Returns the row of the issue with what the file's says; columns that a person added stay.
    fn line(&self, is_same: bool, stays: bool, marker: Option<&str>) -> String {
        let (our_cells, their_cells) = (canon::cells(self.our_line), canon::cells(self.their_line));
        let (outcome, duration) = self.our_row.state_columns();
        let mut new: Vec<(usize, String)> = Vec::new();
        for (column, name) in self.our_row.columns.iter().enumerate() {
            let at = self.their_row.columns.iter().position(|known| known == name).unwrap_or(column);
            let ours = our_cells.get(column).map_or("", |cell| self.our_line[cell.clone()].trim());
            let theirs = their_cells.get(at).map_or("", |cell| self.their_line[cell.clone()].trim());
            let seen = |row: &Row, column: usize| row.cells.get(column).cloned().unwrap_or_default();
            let is_state = column == outcome || column == duration;
            let is_kept =
                if is_state { stays || seen(self.our_row, column) == seen(self.their_row, at) } else { is_same };
            match marker.filter(|_| column == 0) {
                Some(marker) if is_kept => new.push((at, format!("{theirs} {marker}"))),
                _ if is_kept => {}
                _ => new.push((at, ours.to_owned())),
            }
        }
        new.sort_by_key(|(at, _)| *at);
        let mut line = self.their_line.trim_end().to_owned();
        for (at, cell) in new.into_iter().rev() {
            match their_cells.get(at) {
                Some(place) => line.replace_range(place.clone(), &padded(&cell)),
                // A row that ends early is filled up.
                None => {
                    let mut n_cells = their_cells.len();
                    if !line.ends_with('|') {
                        line.push_str(" |");
                    }
                    while n_cells < at {
                        line.push_str("  |");
                        n_cells += 1;
                    }
                    line.push_str(&format!("{}|", padded(&cell)));
                }
            }
        }
        line
    }
}

fn padded(cell: &str) -> String {
    if cell.is_empty() { "  ".to_owned() } else { format!(" {cell} ") }
}
