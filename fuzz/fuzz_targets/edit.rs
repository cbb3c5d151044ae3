//! Random edits of random files, judged as in `tests/it/edit_property`: the first half of the bytes chooses the file, the
//! second the edits.
#![no_main]

#[path = "../../tests/it/edit_property/edits.rs"]
mod edits;
#[path = "../../tests/it/edit_property/generate.rs"]
mod generate;
#[path = "../../tests/it/edit_property/judge.rs"]
mod judge;
#[path = "../../tests/it/random.rs"]
mod random;

use libfuzzer_sys::fuzz_target;

use self::{
    edits::{Tried, try_file},
    generate::Generator,
    random::Random,
};

fuzz_target!(|data: &[u8]| {
    let (file, edits) = data.split_at(data.len() / 2);
    let file = Generator::new(Random::new(file, 0)).file();
    for tried in try_file(&file, &mut Random::new(edits, 1)).into_iter().flatten() {
        match tried {
            Tried::Good => {}
            Tried::Refused(error) => assert!(!error.to_string().is_empty(), "a refusal says why"),
            Tried::Wrong(what, how) => panic!("{what}\n{how}"),
        }
    }
});
