//! Whatever a person types arrives as typed, and does nothing else.

use std::thread;

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};

use crate::{
    accuse::{HARMLESS, PLAN, Texts, accuse, baseline, harmless, with},
    hostile::HOSTILE,
};

#[test]
fn harmless_text_is_harmless() {
    let baseline = baseline();
    accuse(&harmless(), &baseline).expect("nothing is wrong");
    assert_eq!(baseline.shape.headings.len(), 7);
    assert_eq!(baseline.shape.boxes, [' ', '~', 'x']);
    assert!(harmless().len() > 40, "{:?}", harmless());
}

#[test]
fn hostile_text_does_nothing_in_any_field() {
    let baseline = baseline();
    let fields: Vec<&str> = harmless().into_keys().collect();
    for (number, text) in HOSTILE.iter().enumerate() {
        let everywhere = with(fields.iter().map(|field| (*field, (*text).to_owned())));
        accuse(&everywhere, &baseline).unwrap_or_else(|error| panic!("{text:?} everywhere: {error}"));
        let without_plan = Texts::from_iter(everywhere.into_iter().chain([(PLAN, HARMLESS.to_owned())]));
        accuse(&without_plan, &baseline).unwrap_or_else(|error| panic!("{text:?} everywhere but the plan: {error}"));
        // Each text in some fields alone, and each field with some of the texts.
        for field in fields.iter().skip(number % 6).step_by(6) {
            let alone = with([(*field, (*text).to_owned())]);
            accuse(&alone, &baseline).unwrap_or_else(|error| panic!("{text:?} in {field}: {error}"));
        }
    }
}

/// Returns texts of everything that could have a meaning, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let marks: Vec<&str> = "/ # - + * _ ~ ` | > < = : . ) ( [ ] ! @ & $ % ^ { } \" ' \\ ; ,".split(' ').collect();
    let piece = prop_oneof![
        8 => select(marks).prop_map(str::to_owned),
        3 => select(vec!["a", "word", "1", "12", "é", "文", "all", "x", "www", "https://example.com/a", "amp;", "alert"])
            .prop_map(str::to_owned),
        3 => Just(" ".to_owned()),
        1 => select(vec!["\n", "\n\n", "\r", "\t", "\n    ", "\u{a0}", "\u{200b}"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => select(HOSTILE).prop_map(str::to_owned),
    ];
    let text = vec(piece, 1..16).prop_map(|pieces| pieces.concat());
    // What is empty is left out, which would hide whether the rest has its shape.
    text.prop_map(|text| if text.trim().is_empty() { HARMLESS.to_owned() } else { text })
}

/// How many runbooks are generated; each holds a text of its own in each of some 50 fields.
const RUNS: u32 = 10_000;

/// On how many threads, so that it takes as long as half of them on two cores.
const THREADS: u8 = 4;

#[test]
fn generated_text_does_nothing_in_any_field() {
    thread::scope(|scope| {
        for seed in 0..THREADS {
            scope.spawn(move || generate(seed, RUNS / u32::from(THREADS)));
        }
    });
}

fn generate(seed: u8, runs: u32) {
    let baseline = baseline();
    let fields: Vec<&str> = harmless().into_keys().collect();
    let config = Config { cases: runs, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    // The cheapest of the generators: nothing here is secret.
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::XorShift, &[seed + 1; 16]));
    let result = runner.run(&vec(any_text(), fields.len()), |texts| {
        let mut texts: Texts = fields.iter().copied().zip(texts).collect();
        // The blocks are compared where the plan has none of its own.
        if texts["header.name"].len().is_multiple_of(2) {
            texts.insert(PLAN, HARMLESS.to_owned());
        }
        accuse(&texts, &baseline).map_err(proptest::test_runner::TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, texts)) => {
            let smallest = |text: &String| text == "/";
            let texts: Texts = fields.iter().copied().zip(texts).filter(|(_, text)| !smallest(text)).collect();
            panic!("{reason}\n{texts:#?}");
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
