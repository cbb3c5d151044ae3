//! Any texts in the fields of a runbook, judged as in `tests/it/render_hostile`.
//!
//! The input is cut at each byte 0xff, which no text holds; the byte behind it chooses the field, and the rest is its text.
#![no_main]

#[path = "../../tests/it/accuse.rs"]
mod accuse;
#[path = "../../tests/it/filled.rs"]
mod filled;
#[path = "../../tests/it/judge/mod.rs"]
mod judge;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

use self::{
    accuse::{accuse, baseline, harmless, with},
    judge::Verdict,
};

static BASELINE: LazyLock<Verdict> = LazyLock::new(baseline);
static FIELDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| harmless().into_keys().collect());

fuzz_target!(|data: &[u8]| {
    let texts = data.split(|byte| *byte == 0xff).filter_map(|piece| {
        let (field, text) = piece.split_first()?;
        Some((FIELDS[usize::from(*field) % FIELDS.len()], String::from_utf8_lossy(text).into_owned()))
    });
    let texts = with(texts);
    if let Err(what) = accuse(&texts, &BASELINE) {
        let harmless = harmless();
        let changed: Vec<_> = texts.iter().filter(|(field, text)| harmless[*field] != **text).collect();
        panic!("{what}\n{changed:#?}");
    }
});
