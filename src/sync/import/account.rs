//! What became of every line.

use std::{borrow::Cow, collections::HashSet, ops::Range};

use super::words;

/// What became of some lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The first line, from 1.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// What became of them.
    pub fate: Fate,
    /// What a person should know of it.
    pub remarks: Vec<String>,
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in the file, at this place of it.
    Taken(String),
    /// It stands in a comment at the end of the file.
    Comment,
    /// It is not in the file, and why it need not be.
    Left(&'static str),
}

/// What became of the lines so far.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Of each line, which of the fates it has.
    lines: Vec<Option<usize>>,
    fates: Vec<Fate>,
    /// Words of a line that are in the file in another form.
    understood: Vec<(usize, String)>,
    kept: HashSet<usize>,
    /// Lines that go on with the row of a table that began before them.
    of_row: HashSet<usize>,
    remarks: Vec<(usize, String)>,
}

impl Account {
    pub(super) fn new(n_lines: usize) -> Self {
        Self { lines: vec![None; n_lines + 1], ..Self::default() }
    }

    /// Says that lines are in the file.
    pub(super) fn taken(&mut self, lines: Range<usize>, place: &str) {
        self.set(lines, Fate::Taken(place.to_owned()));
    }

    /// Says that lines need not be in the file.
    pub(super) fn left(&mut self, lines: Range<usize>, why: &'static str) {
        self.set(lines, Fate::Left(why));
    }

    /// Has a line in the comment, whatever else becomes of it.
    pub(super) fn kept(&mut self, lines: Range<usize>) {
        self.kept.extend(lines);
    }

    pub(super) fn remark(&mut self, line: usize, text: impl Into<String>) {
        self.remarks.push((line, text.into()));
    }

    /// Says that words of a line are in the file in another form, such as `15 min` as `15m`.
    pub(super) fn understood(&mut self, line: usize, text: &str) {
        self.understood.push((line, text.to_owned()));
    }

    /// Returns the first line that is at a place of the file.
    pub(super) fn first_line(&self, place: &str) -> Option<usize> {
        (0..self.lines.len()).find(|line| matches!(self.fate(*line), Some(Fate::Taken(taken)) if taken == place))
    }

    /// Says that a line goes on with the row of the line before: what is understood of that holds for it too.
    pub(super) fn goes_on(&mut self, line: usize) {
        self.of_row.insert(line);
    }

    /// Says of lines that nothing was said of that they are where the line before is, or else this first one.
    pub(super) fn taken_as(&mut self, first: usize, lines: Range<usize>) {
        let mut fate = self.lines.get(first).copied().flatten();
        for line in lines {
            if let Some(known) = self.lines.get_mut(line) {
                fate = known.or(fate);
                *known = fate;
            }
        }
    }

    fn set(&mut self, lines: Range<usize>, fate: Fate) {
        if self.fates.last() != Some(&fate) {
            self.fates.push(fate);
        }
        for line in lines {
            if let Some(known) = self.lines.get_mut(line) {
                known.get_or_insert(self.fates.len() - 1);
            }
        }
    }

    fn fate(&self, line: usize) -> Option<&Fate> {
        self.lines.get(line).copied().flatten().map(|fate| &self.fates[fate])
    }

    /// Returns the lines that stand in the comment: those without a place, and those of which the file lacks a word.
    pub(super) fn comments(&mut self, text: &str, file: &str) -> Vec<usize> {
        let file: HashSet<Cow<'_, str>> = words_of(file).collect();
        self.understood.sort_by_key(|(line, _)| *line);
        let mut understood = self.understood.iter().peekable();
        let mut comments = Vec::new();
        let mut known: HashSet<Cow<'_, str>> = HashSet::new();
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            if !self.of_row.contains(&number) {
                known.clear();
            }
            while let Some((_, text)) = understood.next_if(|(at, _)| *at <= number) {
                known.extend(words_of(text));
            }
            let line = without_breaks(without_number(line));
            let is_there = || words_of(&line).all(|word| file.contains(&word) || known.contains(&word));
            let is_kept = self.kept.contains(&number)
                || match self.fate(number) {
                    None | Some(Fate::Comment) => !is_marks(&line),
                    Some(Fate::Left(_)) => false,
                    Some(Fate::Taken(_)) => !is_there(),
                };
            if is_kept && !line.trim().is_empty() {
                comments.push(number);
            }
        }
        comments
    }

    /// Returns the account, lines of the same fate together.
    pub(super) fn entries(mut self, text: &str, comments: &[usize]) -> Vec<Entry> {
        let comments: HashSet<usize> = comments.iter().copied().collect();
        self.remarks.sort_by_key(|(line, _)| *line);
        let mut remarks = std::mem::take(&mut self.remarks).into_iter().peekable();
        let mut entries: Vec<Entry> = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            if line.trim().is_empty() {
                continue;
            }
            let fate = match self.fate(number) {
                Some(Fate::Taken(place)) if comments.contains(&number) => {
                    Cow::Owned(Fate::Taken(format!("{place}, and a comment")))
                }
                Some(fate) if !comments.contains(&number) => Cow::Borrowed(fate),
                None if !comments.contains(&number) => Cow::Owned(Fate::Left("nothing but marks")),
                _ => Cow::Owned(Fate::Comment),
            };
            let mut said = Vec::new();
            while let Some((_, remark)) = remarks.next_if(|(at, _)| *at <= number) {
                said.push(remark);
            }
            match entries.last_mut() {
                // A blank line between them does not part them.
                Some(last) if last.fate == *fate && said.is_empty() && last.remarks.is_empty() => last.last = number,
                _ => entries.push(Entry { first: number, last: number, fate: fate.into_owned(), remarks: said }),
            }
        }
        if let Some(last) = entries.last_mut() {
            last.remarks.extend(remarks.map(|(_, remark)| remark));
        }
        entries
    }
}

/// Whether a line holds nothing that could be read aloud.
fn is_marks(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || "-=>#*_+|`~:.".contains(c))
}

/// Returns a line without the number of its item: lists are counted anew.
fn without_number(line: &str) -> &str {
    let text = line.trim_start_matches([' ', '\t', '>', '\u{3000}']);
    words::item_number(text).map_or(line, |(_, rest)| rest)
}

/// Returns a line without the tags that break the text of a cell.
fn without_breaks(line: &str) -> Cow<'_, str> {
    if line.contains("<br") {
        Cow::Owned(["<br>", "<br/>", "<br />"].iter().fold(line.to_owned(), |line, tag| line.replace(tag, " ")))
    } else {
        Cow::Borrowed(line)
    }
}

/// Returns the words of a text in lower case.
fn words_of(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| {
        let is_lower = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
    })
}
