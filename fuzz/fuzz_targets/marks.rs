//! Random marks on random runbooks, and all taken back, as in `tests/it/marks_property`: the first half of the bytes
//! chooses the runbook, the second the marks.
#![no_main]

#[path = "../../tests/it/marks_property.rs"]
mod marks_property;
#[path = "../../tests/it/random.rs"]
mod random;

use libfuzzer_sys::fuzz_target;

use self::{marks_property::mark_and_undo, random::Random};

fuzz_target!(|data: &[u8]| {
    let (file, marks) = data.split_at(data.len() / 2);
    if let Err(what) = mark_and_undo(Random::new(file, 0), Random::new(marks, 1)) {
        panic!("{what}");
    }
});
