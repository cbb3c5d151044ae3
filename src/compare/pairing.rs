//! Which entry of the old version is which one of the new version, and which of them moved.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Entry, Key};

/// How the entries of a list are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairing {
    /// By their key, else by the same title. For people and labels, where what is alike is still another one.
    ByKey,
    /// The same, and what is left by how alike the titles are.
    ByKeyOrLikeness,
}

/// From which likeness on two texts are one that was rewritten.
const ALIKE: f64 = 0.5;
/// The same, where both stand alone between the same two neighbours.
const ALIKE_IN_PLACE: f64 = 0.25;
/// How much of a text is looked at.
const LOOKED_AT: usize = 200;
/// How many pairs of texts are looked at; a list that was written anew has more, and then no one is like another.
const MOST_PAIRS: usize = 10_000;

/// An old entry, a new entry (either may be missing, but not both), and whether it moved.
pub(super) type Pair = (Option<usize>, Option<usize>, bool);

/// Pairs the entries of two lists, in the order of the new one; what is gone stands where it was.
pub(super) fn pair(old: &[Entry], new: &[Entry], pairing: Pairing) -> Vec<Pair> {
    let mut pairs = Pairs { old_of: vec![None; new.len()], is_taken: vec![false; old.len()] };
    by_key(old, new, &mut pairs);
    by_title(old, new, &mut pairs);
    if pairing == Pairing::ByKeyOrLikeness {
        by_likeness(old, new, &mut pairs);
        by_place(old, new, &mut pairs);
    }
    in_order(old.len(), &pairs)
}

struct Pairs {
    /// For each new entry its old one.
    old_of: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Pairs {
    fn take(&mut self, old: usize, new: usize) {
        self.old_of[new] = Some(old);
        self.is_taken[old] = true;
    }

    fn free_old(&self) -> Vec<usize> {
        (0..self.is_taken.len()).filter(|old| !self.is_taken[*old]).collect()
    }

    fn free_new(&self) -> Vec<usize> {
        (0..self.old_of.len()).filter(|new| self.old_of[*new].is_none()).collect()
    }
}

/// Pairs by keys of which at least one is written: a derived one may be the mere number of the entry.
fn by_key(old: &[Entry], new: &[Entry], pairs: &mut Pairs) {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (at, key) in old.iter().enumerate().filter_map(|(at, entry)| Some((at, entry.key.as_ref()?))) {
        places.entry(&key.text).or_default().push_back(at);
    }
    let is_written = |entry: &Entry| entry.key.as_ref().is_some_and(|key| key.is_written);
    for (at, entry) in new.iter().enumerate() {
        let Some(places) = entry.key.as_ref().and_then(|key| places.get_mut(key.text.as_str())) else { continue };
        if let Some(before) = places.pop_front_if(|before| is_written(entry) || is_written(&old[*before])) {
            pairs.take(before, at);
        }
    }
}

fn by_title(old: &[Entry], new: &[Entry], pairs: &mut Pairs) {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for at in pairs.free_old() {
        places.entry(&old[at].title).or_default().push_back(at);
    }
    for at in pairs.free_new() {
        if let Some(before) = places.get_mut(new[at].title.as_str()).and_then(VecDeque::pop_front) {
            pairs.take(before, at);
        }
    }
}

/// Pairs what is most alike first; of equally alike ones those whose places are nearest.
fn by_likeness(old: &[Entry], new: &[Entry], pairs: &mut Pairs) {
    let (free_old, free_new) = (pairs.free_old(), pairs.free_new());
    if free_old.len().saturating_mul(free_new.len()) > MOST_PAIRS {
        return;
    }
    let mut candidates = Vec::new();
    for &before in &free_old {
        for &after in &free_new {
            let likeness = likeness(&old[before], &new[after]);
            if likeness >= ALIKE {
                candidates.push((likeness, before.abs_diff(after), before, after));
            }
        }
    }
    // In an order that is the same when old and new change places.
    let order =
        |&(_, distance, before, after): &(f64, usize, usize, usize)| (distance, usize::min(before, after), before);
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| order(a).cmp(&order(b))));
    for (_, _, before, after) in candidates {
        if !pairs.is_taken[before] && pairs.old_of[after].is_none() {
            pairs.take(before, after);
        }
    }
}

/// Pairs two that are left alone between the same neighbours and at least remind of each other.
fn by_place(old: &[Entry], new: &[Entry], pairs: &mut Pairs) {
    let free: HashSet<usize> = pairs.free_old().into_iter().collect();
    for after in pairs.free_new() {
        let before_it = after.checked_sub(1);
        let is_end = after + 1 == new.len();
        // The old entry behind the neighbour before it, which has to be the one before the neighbour behind it.
        let before = match before_it.map(|at| pairs.old_of[at]) {
            None => 0,
            Some(Some(neighbour)) => neighbour + 1,
            Some(None) => continue,
        };
        let behind = if is_end { Some(old.len()) } else { pairs.old_of[after + 1] };
        let is_alone = free.contains(&before) && behind == Some(before + 1);
        if is_alone && likeness(&old[before], &new[after]) >= ALIKE_IN_PLACE {
            pairs.take(before, after);
        }
    }
}

/// Returns how alike two entries are called, from 0 to 1; two with different written keys are not.
fn likeness(old: &Entry, new: &Entry) -> f64 {
    if let (Some(Key { text: a, is_written: true }), Some(Key { text: b, is_written: true })) = (&old.key, &new.key)
        && a != b
    {
        return 0.0;
    }
    strsim::sorensen_dice(beginning(&old.title), beginning(&new.title))
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(LOOKED_AT).map_or(text, |(end, _)| &text[..end])
}

fn in_order(n_old: usize, pairs: &Pairs) -> Vec<Pair> {
    let kept: Vec<usize> = pairs.old_of.iter().flatten().copied().collect();
    let in_place: HashSet<usize> = longest_rise(&kept).into_iter().collect();
    let stays = |after: usize| pairs.old_of[after].filter(|before| in_place.contains(before));
    // For each new entry the first old one, from there on, that stands where it stood.
    let mut bounds = vec![n_old; pairs.old_of.len()];
    for after in (0..bounds.len()).rev() {
        let next = bounds.get(after + 1).copied().unwrap_or(n_old);
        bounds[after] = stays(after).unwrap_or(next);
    }
    let mut gone = (0..n_old).filter(|old| !pairs.is_taken[*old]).peekable();
    let mut ordered = Vec::with_capacity(n_old.max(bounds.len()));
    for (after, before) in pairs.old_of.iter().enumerate() {
        while let Some(old) = gone.next_if(|old| *old < bounds[after]) {
            ordered.push((Some(old), None, false));
        }
        ordered.push((*before, Some(after), before.is_some() && stays(after).is_none()));
    }
    ordered.extend(gone.map(|old| (Some(old), None, false)));
    ordered
}

/// Returns a longest rising part of different numbers: what is not in it moved, and no fewer could have.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length the place of the smallest number that a rise of that length ends in.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut rise: Vec<usize> = std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    rise.reverse();
    rise.into_iter().map(|at| numbers[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns entries of `id=title`, or of a title alone, whose id is derived then.
    fn entries(texts: &[&str]) -> Vec<Entry> {
        let entry = |text: &&str| {
            let (key, title) = text.split_once('=').unwrap_or((text, text));
            let key = Some(Key { text: key.to_owned(), is_written: text.contains('=') });
            Entry { key, title: title.to_owned(), ..Entry::default() }
        };
        texts.iter().map(entry).collect()
    }

    #[track_caller]
    fn check(old: &[&str], new: &[&str], expected: &str) {
        let pairs = pair(&entries(old), &entries(new), Pairing::ByKeyOrLikeness);
        let name = |(before, after, is_moved): Pair| match (before, after) {
            (Some(before), Some(after)) => format!("{before}>{after}{}", if is_moved { "!" } else { "" }),
            (Some(before), None) => format!("-{before}"),
            (None, Some(after)) => format!("+{after}"),
            (None, None) => unreachable!("a pair has a side"),
        };
        assert_eq!(pairs.into_iter().map(name).collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn one_that_moved_is_one_that_moved() {
        check(&["a", "b", "c", "d", "e"], &["b", "c", "d", "e", "a"], "1>0 2>1 3>2 4>3 0>4!");
        check(&["a", "b", "c", "d", "e"], &["e", "a", "b", "c", "d"], "4>0! 0>1 1>2 2>3 3>4");
        check(&["a", "b", "c"], &["new one", "a", "b", "c"], "+0 0>1 1>2 2>3");
    }

    #[test]
    fn what_is_gone_stands_where_it_was() {
        check(&["a", "gone away", "b"], &["a", "b"], "0>0 -1 2>1");
        check(&["gone away", "a"], &["a", "quite another"], "-0 1>0 +1");
    }

    #[test]
    fn a_written_id_is_stronger_than_the_text() {
        check(&["x=Apply", "y=Verify"], &["y=Apply", "x=Verify"], "1>0! 0>1");
        check(&["apply-1=Upgrade node 1"], &["apply-2=Upgrade node 2"], "-0 +0");
        check(&["old=Upgrade"], &["new=Upgrade"], "0>0");
    }

    #[test]
    fn without_ids_the_most_alike_text_is_the_same_entry() {
        check(
            &["Tell everybody", "Apply the setting", "Verify it"],
            &["Verify it twice", "Apply the setting to all"],
            "-0 2>0! 1>1",
        );
        check(&["Confirm", "Apply now", "Verify"], &["Confirm", "Now run it", "Verify"], "0>0 -1 +1 2>2");
        check(&["Confirm", "Apply the script", "Verify"], &["Confirm", "Run the scripts", "Verify"], "0>0 1>1 2>2");
    }

    #[test]
    fn of_equal_texts_each_finds_its_own() {
        check(&["Wait", "Wait", "Wait"], &["Wait", "Wait"], "0>0 1>1 -2");
        check(&["確認", "実行"], &["準備", "確認", "実行"], "+0 0>1 1>2");
    }

    #[test]
    fn a_rise_is_the_longest_one() {
        assert_eq!(longest_rise(&[4, 0, 1, 5, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(longest_rise(&[3, 2, 1]).len(), 1);
        assert_eq!(longest_rise(&[]), [0_usize; 0]);
    }
}
