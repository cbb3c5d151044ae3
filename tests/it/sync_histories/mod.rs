//! Random histories of a file on two computers and its issue: no mark and no line of a person is lost.
//!
//! The judge shares no code with the merge. What file and issue show is read by comrak from what is rendered and from what
//! stands in the issue; what must come of a merge follows from what each side showed when both last truly agreed, which the
//! judge keeps for itself.

mod generate;
mod judge;
mod machine;
mod people;
mod reading;
mod syncing;
mod world;

use std::{collections::BTreeMap, thread};

use runbook::sync;

use world::World;

/// How many histories there are in each run of the tests; `.ci/run` plays seven hundred.
const N_HISTORIES: u64 = 150;

/// How often what happened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    merges: usize,
    pulls: usize,
    pushes: usize,
    conflicts: usize,
    tangled: usize,
    lost_writes: usize,
    overwritten_clicks: usize,
    quiet: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.merges += other.merges;
        self.pulls += other.pulls;
        self.pushes += other.pushes;
        self.conflicts += other.conflicts;
        self.tangled += other.tangled;
        self.lost_writes += other.lost_writes;
        self.overwritten_clicks += other.overwritten_clicks;
        self.quiet += other.quiet;
    }
}

/// Plays a history; says what is wrong, and how it came about.
fn play(seed: u64) -> Result<Counts, String> {
    let play = |is_told: bool| -> (Result<Counts, String>, Vec<String>) {
        let mut world = match World::published(seed, is_told) {
            Ok(world) => world,
            Err(error) => return (Err(error), Vec::new()),
        };
        let n_steps = 2 + world.random.below(8);
        let played = (0..n_steps).try_for_each(|_| world.step()).and_then(|()| world.settle());
        (played.map(|()| world.counts), world.story)
    };
    play(false).0.map_err(|error| format!("seed {seed}: {error}\n\n{}", play(true).1.join("\n\n")))
}

#[test]
fn random_histories_lose_no_mark_and_no_line_of_a_person() {
    #[expect(clippy::disallowed_methods, reason = "a longer search is asked for from outside")]
    let asked = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let (first, n_histories) = (asked("SYNC_SEED").unwrap_or(0), asked("SYNC_HISTORIES").unwrap_or(N_HISTORIES));
    let n_threads = 2;
    let played = thread::scope(|scope| {
        let thread = |at| move || (first + at..first + n_histories).step_by(n_threads).map(play).collect::<Vec<_>>();
        let threads: Vec<_> = (0..n_threads as u64).map(|at| scope.spawn(thread(at))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a history does not panic")).collect::<Vec<_>>()
    });
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for one in played {
        match one {
            Ok(one) => counts.add(one),
            Err(error) => failures.push(error),
        }
    }
    let first_lines: Vec<&str> = failures.iter().filter_map(|failure| failure.lines().next()).collect();
    if let Some(shortest) = failures.iter().min_by_key(|failure| failure.len()) {
        panic!("{} histories went wrong:\n{}\n\n{shortest}", failures.len(), first_lines.join("\n"));
    }
    // What never happens is not tested.
    let of = |n: usize| n * 1000 / counts.merges.max(1);
    let shares = [counts.pulls, counts.pushes, counts.conflicts, counts.lost_writes, counts.overwritten_clicks].map(of);
    assert!(n_histories < 100 || shares.iter().all(|share| *share > 0), "{counts:?}");
    assert!(of(counts.tangled) < 20, "too many texts cannot be merged: {counts:?}");
}

/// Returns what the merge reads of an issue, and what comrak sees; of entries with markers. Rows in tables of another kind
/// are known as such only to who knows what the file renders.
fn read_twice(issue: &str) -> [BTreeMap<String, String>; 2] {
    let seen = reading::values(issue, &BTreeMap::new());
    let is_stray = |key: &str| key.starts_with("tasks/") && !seen.contains_key(key);
    let ours = sync::initial(issue).base.into_iter().filter(|(key, _)| !is_stray(key)).collect();
    let without_blanks = |values: BTreeMap<String, String>| {
        values.into_iter().map(|(key, value)| (key, value.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
    };
    [ours, seen].map(without_blanks)
}

#[test]
fn what_is_read_of_an_issue_is_what_comrak_sees() {
    for seed in 0..300 {
        let mut world = World::published(seed, false).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        for _ in 0..5 {
            let [ours, seen] = read_twice(&world.issue);
            assert_eq!(ours, seen, "seed {seed}:\n{}", world.issue);
            world.people().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
    }
}
