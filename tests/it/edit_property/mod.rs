//! Random edits of random files, judged by a reader that shares no code with the editor.
//!
//! What must hold: the file says what it should, every comment is there, no other line has changed, and line ends and
//! the end of the file are as they were. Refusals are counted; the editor may have few of them.

mod edits;
mod generate;
mod judge;

use std::{collections::BTreeMap, fmt::Write};

use self::{
    edits::{Tried, try_file},
    generate::Generator,
};
use crate::random::Random;

const N_FILES: u64 = 2900;

#[derive(Default)]
struct Counts {
    files: usize,
    unread: usize,
    tries: usize,
    refused: BTreeMap<String, usize>,
    failures: Vec<String>,
}

impl Counts {
    fn file(&mut self, seed: u64) {
        let file = Generator::new(Random::new(&[], seed)).file();
        let Some(tried) = try_file(&file, &mut Random::new(&[], seed ^ 0x5eed)) else {
            self.unread += 1;
            return;
        };
        self.files += 1;
        self.tries += tried.len();
        for tried in tried {
            match tried {
                Tried::Good => {}
                Tried::Refused(error) => {
                    let message = error.to_string();
                    let reason = message.rsplit("left as it is: ").next().unwrap_or_default().to_owned();
                    *self.refused.entry(reason).or_default() += 1;
                }
                Tried::Wrong(what, how) => self.failures.push(format!("{what}\n{how}")),
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.unread += other.unread;
        self.tries += other.tries;
        for (reason, n) in other.refused {
            *self.refused.entry(reason).or_default() += n;
        }
        self.failures.extend(other.failures);
    }
}

#[test]
fn random_edits_change_what_they_should_and_nothing_else() {
    let threads: Vec<_> = (0..2)
        .map(|thread| {
            std::thread::spawn(move || {
                let mut counts = Counts::default();
                for seed in (0..N_FILES).filter(|seed| seed % 2 == thread) {
                    counts.file(seed);
                }
                counts
            })
        })
        .collect();
    let mut counts = Counts::default();
    for thread in threads {
        counts.add(thread.join().expect("no edit panics"));
    }
    let n_refused: usize = counts.refused.values().sum();
    let mut summary =
        format!("{} tries on {} files ({} unread), {n_refused} refused\n", counts.tries, counts.files, counts.unread);
    for (reason, n) in &counts.refused {
        writeln!(summary, "{n:6}  {reason}").expect("a string takes everything");
    }
    println!("{summary}");
    assert!(
        counts.failures.is_empty(),
        "{} failures\n{}\n{summary}",
        counts.failures.len(),
        counts.failures[..counts.failures.len().min(5)].join("\n")
    );
    assert!(counts.tries >= 13_000, "{summary}");
    assert!(n_refused * 100 < counts.tries, "too many refusals\n{summary}");
}
