//! The lines of a file that show a finding.

use std::ops::Range;

use crate::document::Source;

/// A line that is longer is not carried along, in bytes.
const LONGEST_LINE: usize = 4096;
/// How many lines two places may be apart to be shown together.
const FARTHEST_LINES: usize = 200;

/// Lines of a file, with the bytes to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// The lines. Where two places are far apart, the lines between them are empty: nobody sees them.
    pub text: String,
    /// The finding in the text, cut at the end of its first line.
    pub primary: Range<usize>,
    /// The other place in the text, cut at the end of its first line.
    pub also: Option<Range<usize>>,
}

impl Excerpt {
    /// Returns it with other characters in the place of its own, one for one, given the byte and the character.
    #[must_use]
    pub fn map(&self, other: impl Fn(usize, char) -> char) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let also = self.also.clone().unwrap_or_default();
        let before = [self.primary.start, self.primary.end, also.start, also.end];
        let mut places = before;
        for (at, c) in self.text.char_indices() {
            for (place, _) in places.iter_mut().zip(before).filter(|(_, before)| *before == at) {
                *place = text.len();
            }
            text.push(other(at, c));
        }
        for (place, _) in places.iter_mut().zip(before).filter(|(_, before)| *before >= self.text.len()) {
            *place = text.len();
        }
        let [start, end, also_start, also_end] = places;
        let also = self.also.is_some().then_some(also_start..also_end);
        Self { first_line: self.first_line, text, primary: start..end, also }
    }
}

pub(super) fn excerpt(source: &Source, range: &Range<usize>, also: Option<&Range<usize>>) -> Option<Excerpt> {
    let line_of = |range: &Range<usize>| source.line_number(range.start);
    let text_of = |line: usize| &source.text()[source.line(line)];
    let line = line_of(range);
    if text_of(line).len() > LONGEST_LINE {
        return None;
    }
    let other = also
        .map(line_of)
        .filter(|other| other.abs_diff(line) <= FARTHEST_LINES && text_of(*other).len() <= LONGEST_LINE);
    let (first, last) = (line.min(other.unwrap_or(line)), line.max(other.unwrap_or(line)));
    let mut text = String::new();
    let mut starts = [0; 2];
    for number in first..=last {
        if number > first {
            text.push('\n');
        }
        if number == line {
            starts[0] = text.len();
        }
        if Some(number) == other {
            starts[1] = text.len();
        }
        // A report shows a short gap in full.
        if number == line || Some(number) == other || last - first < 4 {
            text.push_str(text_of(number).get(..LONGEST_LINE).unwrap_or_else(|| text_of(number)));
        }
    }
    let within = |range: &Range<usize>, number: usize, start: usize| {
        let line = source.line(number);
        let cut = |at: usize| at.clamp(line.start, line.end) - line.start + start;
        cut(range.start)..cut(range.end)
    };
    Some(Excerpt {
        first_line: first,
        primary: within(range, line, starts[0]),
        also: also.zip(other).map(|(range, number)| within(range, number, starts[1])),
        text,
    })
}
