//! What is no checklist at all: no panic, no hanging, and a message that says what to do.

use std::time::{Duration, Instant};

use runbook::{
    document::{Document, Source},
    sync::import::import,
};

use super::{import_text, parsed};
use crate::sandbox::{Run, Sandbox};

/// How long the import of a large text may take in a build for tests, beside others on the machine.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn quickly(markdown: &str) -> String {
    let start = Instant::now();
    let imported = import_text(markdown);
    let took = start.elapsed();
    assert!(took < PATIENCE, "{took:?}");
    imported.text
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let sandbox = Sandbox::new();
    for (bytes, expected) in [
        (&b"caf\xe9\n"[..], "error: <stdin>:1:4: the file is not UTF-8"),
        (b"", "error: <stdin>:1:1: the file is empty"),
        (b"\xff\xfea\0", "UTF-16"),
    ] {
        let answer = sandbox.run_so(Run { stdin: bytes, ..Run::default() }, ["import", "-", "-o", "-"]);
        assert_eq!(answer.status, 2, "{answer:?}");
        assert!(answer.err.contains(expected), "{answer:?}");
        assert_eq!(answer.out, "");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let sandbox = Sandbox::new();
    let large = vec![b'a'; 20 * 1024 * 1024];
    let answer = sandbox.run_so(Run { stdin: &large, ..Run::default() }, ["import", "-"]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("larger than 1 MiB"), "{answer:?}");
    // What fits as Markdown need not fit as a runbook.
    let items = "- [ ] a\n".repeat(40_000);
    let answer = sandbox.run_so(
        Run { stdin: items.as_bytes(), seconds: 20, ..Run::default() },
        ["import", "-", "--name", "Acme - Large"],
    );
    assert_eq!(answer.status, 2, "{}", answer.err);
    assert!(answer.err.contains("the runbook would be larger than 1 MiB"), "{}", answer.err);
    assert!(sandbox.names(".").is_empty());
}

#[test]
fn deep_nesting_is_kept_and_ends() {
    let quotes = format!("{} deep words\n", ">".repeat(1000));
    assert!(quickly(&quotes).contains("deep words"));
    let lists: String = (0..1000).map(|depth| format!("{}- [ ] level {depth}\n", "  ".repeat(depth))).collect();
    let text = quickly(&lists);
    for depth in 0..1000 {
        assert!(text.contains(&format!("level {depth}")), "{depth}");
    }
    let emphasis = format!("# Acme - Stars\n\n{}x{}\n", "*".repeat(5000), "*".repeat(5000));
    quickly(&emphasis);
    quickly(&format!("- [ ] {}\n", "[".repeat(20_000)));
    quickly(&"<details><summary>\n".repeat(2000));
}

/// A head, and the part of each number below it.
type Shape = (&'static str, fn(usize) -> String);

/// Shapes that once cost more than in proportion, or look as if they could.
const SHAPES: &[Shape] = &[
    ("", |number| format!("## Section {number}\n- [ ] a\n")),
    ("", |_| "## Section\n- [ ] a\n".to_owned()),
    ("", |number| format!("## Section {number} checklist\n")),
    ("## Pre-call checklist\n\n", |number| format!("- [ ] Inform the support_{number} channel\n")),
    ("| DRI | a |\n|---|---|\n| Issue | b |\n", |number| format!("| Label {number} | b |\n")),
    ("## Rollback\n\n", |number| format!("1. step {number}\n   - Undoes: step {number}\n")),
    ("## Tasks\n\n", |_| "1. a\n".to_owned()),
    ("## Tasks\n\n| Task |\n|---|\n", |_| "|\n".to_owned()),
    ("## Tasks\n\n- [ ] a\n", |_| "  - Note: b\n".to_owned()),
    ("<table><tr><th>Task</th></tr>", |number| format!("<tr><td>{number}</td></tr>")),
    ("<table>\n<tr>", |number| format!("<td class=\"a\">{number}</td>\n")),
    ("", |_| "**a**\n\n- [ ] b\n\n".to_owned()),
    ("", |_| "<details><summary>Tasks</summary>\n\n# a\n\n".to_owned()),
    ("", |_| "[".to_owned()),
    ("", |_| "*_".to_owned()),
    ("", |_| "> ".to_owned()),
    ("", |_| "- ".to_owned()),
    ("", |_| "` ".to_owned()),
    ("", |_| "<!-- ".to_owned()),
    ("", |_| "☑ a\n".to_owned()),
];

/// Returns the processor time of this thread in nanoseconds, which other work on the machine does not take.
fn processor_time() -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "asks the kernel, and no file of the project")]
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// Returns what the import of so many bytes of a shape costs at best.
fn cost((head, part): Shape, n_bytes: usize) -> Option<u64> {
    let mut text = head.to_owned();
    let mut number = 0;
    while text.len() < n_bytes {
        text.push_str(&part(number));
        number += 1;
    }
    let source = Source::from_text("shape.md", text).expect("a shape is text");
    let costs = (0..3).map(|_| {
        let before = processor_time()?;
        let _ = std::hint::black_box(import(&source, None));
        Some(processor_time()? - before)
    });
    costs.collect::<Option<Vec<u64>>>()?.into_iter().min()
}

#[test]
fn sixteen_times_the_text_costs_nothing_like_its_square() {
    for shape in SHAPES {
        // Where the kernel does not say, there is nothing to compare.
        let (Some(small), Some(large)) = (cost(*shape, 2 * 1024), cost(*shape, 32 * 1024)) else { return };
        // In proportion it is 16, squared 256; what the start costs makes it less.
        let small = small.max(1_000_000);
        assert!(large < 80 * small, "{:?} costs {small} and {large} ns", (shape.0, (shape.1)(0)));
    }
}

#[test]
fn a_table_of_ten_thousand_rows_is_ten_thousand_tasks() {
    let rows: String = (0..10_000).map(|row| format!("| Step {row} | Success | 5m |\n")).collect();
    let text = quickly(&format!("## Tasks\n\n| Task | Outcome | Duration |\n|---|---|---|\n{rows}"));
    assert_eq!(parsed(&text).tasks.len(), 10_000);
}

#[test]
fn a_megabyte_of_prose_and_boxes_comes_in() {
    let words = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod. ".repeat(60);
    let mut large = "# Acme - Large\n\n## Tasks\n\n".to_owned();
    while large.len() < 1_000_000 {
        large.push_str(&format!("- [ ] {words}\n"));
    }
    let text = quickly(&large);
    assert!(parsed(&text).tasks.len() > 200);
}

#[test]
fn any_bytes_that_are_text_come_in_as_something_readable() {
    for seed in 0..300 {
        let mut random = crate::random::Random::new(&[], seed);
        let pieces = [
            "#",
            "##",
            " ",
            "- ",
            "[x] ",
            "[ ]",
            "|",
            "\n",
            "\n\n",
            "---",
            "```",
            "Tasks",
            "Rollback",
            "a",
            "\t",
            ">",
            "1. ",
            "<b>",
            "<!--",
            "-->",
            "`",
            "*",
            "**Blocked:** ",
            "DRI: ",
            "\\",
            "&lt;",
            "é",
            "\u{200b}",
            "\u{7}",
            "| a | b |\n|---|---|\n",
            "<br>",
            "<details><summary>Tasks</summary>\n\n",
            "</details>",
            "<!-- rb:tasks.a -->",
            "<!-- runbook: v=1 -->\n\n",
            "(15 min)",
            ":",
            "~",
        ];
        let text: String = (0..80).map(|_| random.pick(&pieces)).collect();
        if text.trim().is_empty() {
            continue;
        }
        let imported = import_text(&text);
        let source = Source::from_text("x.yaml", imported.text.clone()).expect("it is text");
        let (document, problems) = Document::parse_as_far_as_possible(&source);
        assert!(document.is_some(), "seed {seed}: {problems:#?}\n{}", imported.text);
        let n_said: usize = imported.account.iter().map(|entry| entry.last + 1 - entry.first).sum();
        assert!(n_said >= text.lines().filter(|line| !line.trim().is_empty()).count(), "seed {seed}");
    }
}
