//! Lines of the file and lines of the issue, woven together by what both had before.
//!
//! A line of the base survives if both kept it. What either inserted stays where it is, the file's first, equal insertions
//! once. A change is a deletion and an insertion; where both changed the same lines differently nobody but a person can say
//! which holds.

use std::ops::Range;

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::{agreed::Token, outcome::Side};

/// A line of the woven text, by its indexes in the texts it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    Ours(usize),
    Theirs(usize),
    Both(usize, usize),
}

impl Pick {
    /// Returns the line in the issue.
    pub(super) const fn theirs(self) -> Option<usize> {
        match self {
            Self::Ours(_) => None,
            Self::Theirs(line) | Self::Both(_, line) => Some(line),
        }
    }

    /// Returns the line in what the file renders.
    pub(super) const fn ours(self) -> Option<usize> {
        match self {
            Self::Theirs(_) => None,
            Self::Ours(line) | Self::Both(line, _) => Some(line),
        }
    }
}

/// Lines that both changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    pub(super) ours: Range<usize>,
    pub(super) theirs: Range<usize>,
}

/// The woven text.
#[derive(Debug, Default)]
pub(super) struct Woven {
    pub(super) picks: Vec<Pick>,
    /// What nobody decided.
    pub(super) clashes: Vec<Clash>,
    /// Lines of the issue that gave way to the file's, because that was asked for.
    pub(super) dropped: Vec<usize>,
}

/// The lines of the issue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Theirs<'t> {
    pub(super) tokens: &'t [Token],
    /// Whether each has a box or is the row of a task. What somebody can tick gives way to nothing.
    pub(super) is_box: &'t [bool],
}

/// Weaves two texts; without a base what both have in common is taken for one.
pub(super) fn weave(ours: &[Token], base: Option<&[Token]>, theirs: &Theirs<'_>, prefer: Option<Side>) -> Woven {
    let common: Vec<Token>;
    let base = match base {
        Some(base) => base,
        None => {
            common =
                blocks(ours, theirs.tokens).into_iter().flat_map(|block| ours[block.old()].iter().copied()).collect();
            &common
        }
    };
    let mut weaver = Weaver {
        ours: Kept::new(base, ours),
        theirs: Kept::new(base, theirs.tokens),
        is_box: theirs.is_box,
        woven: Woven::default(),
    };
    weaver.weave(base.len(), prefer);
    weaver.woven
}

/// How much alike two lines are of which one was made of the other.
const ALIKE: f32 = 0.5;

/// Returns whether one line looks as if it was made of the other.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    TextDiff::from_chars(one, other).ratio() >= ALIKE
}

/// Lines that two texts have in common.
#[derive(Debug, Clone, Copy)]
struct Block {
    old: usize,
    new: usize,
    len: usize,
}

impl Block {
    const fn old(self) -> Range<usize> {
        self.old..self.old + self.len
    }
}

fn blocks(old: &[Token], new: &[Token]) -> Vec<Block> {
    let ops = capture_diff_slices(Algorithm::Patience, old, new);
    let blocks = ops.into_iter().filter_map(|op| match op {
        DiffOp::Equal { old_index, new_index, len } => Some(Block { old: old_index, new: new_index, len }),
        _ => None,
    });
    blocks.collect()
}

/// What became of the base in one of the texts.
struct Kept<'t> {
    tokens: &'t [Token],
    /// The line of each line of the base, if it is still there.
    lines: Vec<Option<usize>>,
    /// What was inserted before each line of the base, and at the end. What replaces lines stands before the first of them.
    inserted: Vec<Range<usize>>,
}

impl<'t> Kept<'t> {
    fn new(base: &[Token], tokens: &'t [Token]) -> Self {
        let mut lines = vec![None; base.len()];
        for block in blocks(base, tokens) {
            for at in 0..block.len {
                lines[block.old + at] = Some(block.new + at);
            }
        }
        let mut inserted = vec![0..0; base.len() + 1];
        let (mut gap, mut next) = (0, 0);
        for (at, line) in lines.iter().enumerate() {
            if let Some(line) = line {
                inserted[gap] = next..*line;
                (gap, next) = (at + 1, line + 1);
            }
        }
        inserted[gap] = next..tokens.len();
        Self { tokens, lines, inserted }
    }

    /// Returns where that stands which replaces a line of the base that is gone.
    fn replacement(&self, base: usize) -> usize {
        self.lines[..base].iter().rposition(Option::is_some).map_or(0, |kept| kept + 1)
    }

    fn says_something(&self, lines: &Range<usize>) -> bool {
        self.tokens[lines.clone()].iter().any(|token| !token.is_blank())
    }
}

struct Weaver<'t> {
    ours: Kept<'t>,
    theirs: Kept<'t>,
    is_box: &'t [bool],
    woven: Woven,
}

impl Weaver<'_> {
    fn weave(&mut self, n_base: usize, prefer: Option<Side>) {
        let clashes = self.clashes(n_base);
        for gap in 0..=n_base {
            let gives_way = |side: usize| clashes.iter().any(|clash| clash[side] == gap);
            let (ours, theirs) = (self.ours.inserted[gap].clone(), self.theirs.inserted[gap].clone());
            match prefer {
                Some(Side::File) if gives_way(1) => self.insert(ours, theirs, Some(Side::Issue)),
                Some(Side::Issue) if gives_way(0) => self.insert(ours, theirs, Some(Side::File)),
                _ => self.insert(ours, theirs, None),
            }
            if gap < n_base
                && let (Some(ours), Some(theirs)) = (self.ours.lines[gap], self.theirs.lines[gap])
            {
                self.woven.picks.push(Pick::Both(ours, theirs));
            }
        }
        if prefer.is_none() {
            let clash = |[ours, theirs]: [usize; 2]| Clash {
                ours: self.ours.inserted[ours].clone(),
                theirs: self.theirs.inserted[theirs].clone(),
            };
            self.woven.clashes = clashes.into_iter().map(clash).collect();
        }
    }

    /// Returns the places of what both put in the place of the same line, if it differs.
    fn clashes(&self, n_base: usize) -> Vec<[usize; 2]> {
        let mut clashes = Vec::new();
        let is_gone = |at: &usize| self.ours.lines[*at].is_none() && self.theirs.lines[*at].is_none();
        for at in (0..n_base).filter(is_gone) {
            let places = [self.ours.replacement(at), self.theirs.replacement(at)];
            let (ours, theirs) = (&self.ours.inserted[places[0]], &self.theirs.inserted[places[1]]);
            let is_same = self.ours.tokens[ours.clone()] == self.theirs.tokens[theirs.clone()];
            let is_text = |line: usize| !self.is_box[line] && !self.theirs.tokens[line].is_blank();
            let both_say = self.ours.says_something(ours) && theirs.clone().any(is_text);
            if both_say && !is_same && !clashes.contains(&places) {
                clashes.push(places);
            }
        }
        clashes
    }

    /// Picks what was inserted at one place: the file's lines first, equal ones once. Lines of entries never give way.
    fn insert(&mut self, ours: Range<usize>, theirs: Range<usize>, gives_way: Option<Side>) {
        let (our_tokens, their_tokens) = (&self.ours.tokens[ours.clone()], &self.theirs.tokens[theirs.clone()]);
        let says_something = |block: &Block| our_tokens[block.old()].iter().any(|token| !token.is_blank());
        let mut blocks: Vec<Block> = blocks(our_tokens, their_tokens).into_iter().filter(says_something).collect();
        blocks.push(Block { old: our_tokens.len(), new: their_tokens.len(), len: 0 });
        let (mut next_ours, mut next_theirs) = (ours.start, theirs.start);
        for block in blocks {
            let (until_ours, until_theirs) = (ours.start + block.old, theirs.start + block.new);
            for line in next_ours..until_ours {
                if gives_way != Some(Side::File) || self.ours.tokens[line].is_entry() {
                    self.woven.picks.push(Pick::Ours(line));
                }
            }
            for line in next_theirs..until_theirs {
                if gives_way != Some(Side::Issue) || self.is_box[line] || self.theirs.tokens[line].is_entry() {
                    self.woven.picks.push(Pick::Theirs(line));
                } else {
                    self.woven.dropped.push(line);
                }
            }
            for at in 0..block.len {
                self.woven.picks.push(Pick::Both(until_ours + at, until_theirs + at));
            }
            (next_ours, next_theirs) = (until_ours + block.len, until_theirs + block.len);
        }
    }
}
