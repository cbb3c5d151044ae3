//! Random edits of a file, and what came of them.

use std::ops::RangeInclusive;

use runbook::document::{Edit, EditError, Route, Source, Value, apply};
use serde_yaml::Value as Yaml;

use super::{
    generate::{File, Step},
    judge,
};
use crate::random::Random;

const N_SINGLE_EDITS: usize = 4;

/// Texts that have bitten somebody.
const TEXTS: &[&str] = &[
    "",
    " ",
    "done",
    "a b",
    " leading",
    "trailing ",
    "yes",
    "No",
    "on",
    "y",
    "true",
    "FALSE",
    "null",
    "~",
    "0",
    "007",
    "1e3",
    "1_000",
    "0x1F",
    "-1",
    ".5",
    ".inf",
    "23:30",
    "190:20:30",
    "2026-10-10",
    "2026-10-11T06:32:10Z",
    "@john_doe",
    "#hash",
    "a # b",
    "a: b",
    "a:",
    ": a",
    "- a",
    "-",
    "---",
    "...",
    "? a",
    "&a",
    "*a",
    "!a",
    "%a",
    "`a`",
    "|",
    ">",
    "[a]",
    "{a}",
    "a, b",
    "a]",
    "'a'",
    "it's",
    "\"a\"",
    "say \"hi\"",
    "back\\slash",
    "tab\there",
    "größer 東京 🚀",
    "https://example.com/?a=b#c",
    "\u{85}x",
    "a\u{2028}b",
    "\u{feff}x",
    "a\u{7}b",
    "a\u{1b}[0mb",
    "a\u{202e}b",
    "\u{a0}x",
    "<<",
    "=",
    "12 groups answer 403",
    "one\ntwo",
    "one\ntwo\n",
    "one\n\ntwo\n\n",
    " one\ntwo",
    "one\n  two\n",
    "one\n \ntwo",
    "\n",
    "\none",
    "# one\n- two\n",
    "one\r\ntwo",
    "one\ttab\n\ttwo\n",
    "東京\nkey: value\n",
    "---\n...\n",
    "trailing \nblanks \n",
    "a long text without a line break that goes on and on, so that a folded block has something to fold into its lines: yes",
];
const KEYS: &[&str] =
    &["reason", "outcome", "log", "sync", "started_at", "pre-call/dry-run", "null", "a: b", "größe", "x, y"];

fn text(random: &mut Random) -> String {
    random.pick(TEXTS).to_owned()
}

fn value(random: &mut Random, depth: usize) -> Value {
    let n = random.below(4);
    let mut keys = KEYS.to_vec();
    let mut entries = |random: &mut Random, depth| {
        (0..n).map(|_| (keys.remove(random.below(keys.len())).into(), value(random, depth))).collect::<Vec<_>>()
    };
    match random.below(if depth == 0 { 12 } else { 20 }) {
        0 => Value::Bool(random.percent(50)),
        1 => Value::Integer(random.below(5000) as u64),
        12..=14 => Value::List((0..n).map(|_| value(random, depth - 1)).collect()),
        15 | 16 => Value::Table(entries(random, depth - 1)),
        17..=19 => Value::Inline(entries(random, depth - 1)),
        _ => Value::Text(text(random)),
    }
}

fn route(path: &[Step]) -> Route {
    path.iter().fold(Route::top(), |route, step| match step {
        Step::Key(key) => route.key(key.clone()),
        Step::Index(index) => route.index(*index),
    })
}

/// An edit, and the lines of the old text that it may change; an empty range means that lines are only added.
struct Case {
    edit: Edit,
    may_change: Option<RangeInclusive<usize>>,
}

/// Adds the blank lines below some lines and the comments that are indented deeper: they belong to them.
fn with_lines_below(text: &str, lines: RangeInclusive<usize>) -> RangeInclusive<usize> {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let all: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let own = indentation(all[*lines.start()]);
    let below = all.iter().skip(lines.end() + 1);
    let n = below
        .take_while(|line| line.trim().is_empty() || line.trim().starts_with('#') && indentation(line) > own)
        .count();
    *lines.start()..=lines.end() + n
}

/// Chooses an edit of a file; `None` when the choice makes no sense.
fn case(random: &mut Random, file: &File, old: &Yaml) -> Option<Case> {
    let spot = &file.spots[random.below(file.spots.len())];
    let spot_at = |path: &[Step]| file.spots.iter().find(|spot| spot.path == path);
    let at = route(&spot.path);
    let node = judge::at(old, &spot.path)?;
    let is_top = spot.path.is_empty();
    // In brackets and braces only the outermost collection's lines are counted.
    let mut around = spot.path.as_slice();
    while let (true, Some((_, outer))) = (spot_at(around).is_some_and(|spot| spot.in_flow), around.split_last()) {
        around = outer;
    }
    let outermost = spot_at(around)?.lines.clone();
    let own = if spot.in_flow { outermost } else { with_lines_below(&file.text, spot.lines.clone()) };
    let added = if spot.is_block { None } else { Some(own.clone()) };
    match random.below(10) {
        0..=3 if !is_top => Some(Case { edit: Edit::set(at, value(random, 2)), may_change: Some(own) }),
        4 | 5 if node.is_mapping() || node.is_null() && !is_top => {
            let mut at = at.key(random.pick(KEYS).to_owned());
            let is_new = judge::at(old, &[spot.path.clone(), vec![judge::last_key(&at)]].concat()).is_none();
            if random.percent(20) && is_new {
                at = at.key(random.pick(KEYS).to_owned());
            }
            let may_change = if is_new { added } else { Some(own) };
            Some(Case { edit: Edit::set(at, value(random, 2)), may_change })
        }
        6 | 7 if node.is_sequence() || node.is_null() && !is_top => {
            Some(Case { edit: Edit::append(at, value(random, 2)), may_change: added })
        }
        8 if node.is_mapping() => {
            let at = at.key(random.pick(KEYS).to_owned());
            if judge::at(old, &[spot.path.clone(), vec![judge::last_key(&at)]].concat())
                .is_some_and(|found| !found.is_null())
            {
                return None;
            }
            let is_new = judge::at(old, &[spot.path.clone(), vec![judge::last_key(&at)]].concat()).is_none();
            Some(Case { edit: Edit::append(at, value(random, 2)), may_change: if is_new { added } else { Some(own) } })
        }
        9 if !is_top => {
            let (last, outer) = spot.path.split_last()?;
            let n = judge::len(judge::at(old, outer)?);
            let mut lines = own;
            if n == 1 {
                lines = with_lines_below(&file.text, spot_at(outer)?.lines.clone());
            } else if spot.behind_dash {
                // The next entry takes the place behind the dash.
                let next = file.spots.iter().filter(|other| {
                    other.path.split_last().is_some_and(|(other, around)| around == outer && other != last)
                });
                lines = *lines.start()..=*next.map(|next| next.lines.start()).min().unwrap_or(lines.end());
            }
            Some(Case { edit: Edit::remove(at), may_change: Some(lines) })
        }
        _ => None,
    }
}

/// What came of edits that were made at once.
pub(super) enum Tried {
    Good,
    Refused(EditError),
    /// What is wrong, and with what.
    Wrong(String, String),
}

/// Makes edits of a file, each alone and then those together that make sense one after another.
///
/// `None` for a file that the other reader cannot read.
pub(super) fn try_file(file: &File, random: &mut Random) -> Option<Vec<Tried>> {
    let source = Source::from_text("x.yaml", file.text.clone()).expect("the generator writes text");
    let mut data = serde_yaml::from_str::<Yaml>(source.text()).ok()?;
    let mut tried = Vec::new();
    let mut all = Vec::new();
    for _ in 0..N_SINGLE_EDITS * 2 {
        let Some(case) = case(random, file, &data) else { continue };
        let edits = [case.edit];
        tried.push(try_edits(&source, &edits, |new| {
            judge::judge(source.text(), new, &edits, file.crlf)?;
            judge::other_lines(source.text(), new, case.may_change)?;
            judge::is_settled(&source, new, &edits)
        }));
        all.extend(edits);
        if all.len() >= N_SINGLE_EDITS {
            break;
        }
    }
    all.retain(|edit| judge::make(&mut data, edit).is_some());
    tried.push(try_edits(&source, &all, |new| judge::judge(source.text(), new, &all, file.crlf)));
    Some(tried)
}

fn try_edits(source: &Source, edits: &[Edit], judge: impl FnOnce(&str) -> Result<(), String>) -> Tried {
    let new = match apply(source, edits) {
        Ok(new) => new,
        Err(error) => return Tried::Refused(error),
    };
    match judge(&new) {
        Ok(()) => Tried::Good,
        Err(what) => {
            let old = source.text();
            Tried::Wrong(what, format!("{edits:?}\n--- old\n{old}\n--- new\n{new}\n---\n{old:?}\n{new:?}\n"))
        }
    }
}
