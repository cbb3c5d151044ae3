//! Any text, and soup of Markdown in which no word comes twice, as in `tests/it/import/every_line`: if the first byte is
//! even, the others are the text, else they choose the lines.
#![no_main]

#[path = "../../tests/it/import/every_line.rs"]
mod every_line;
#[path = "../../tests/it/random.rs"]
mod random;

use libfuzzer_sys::fuzz_target;

use self::{
    every_line::{judge, soup},
    random::Random,
};

fuzz_target!(|data: &[u8]| {
    let Some((way, rest)) = data.split_first() else { return };
    let text = if way % 2 == 0 { String::from_utf8_lossy(rest).into_owned() } else { soup(Random::new(rest, 0)) };
    if let Err(what) = judge(&text) {
        panic!("{what}");
    }
});
