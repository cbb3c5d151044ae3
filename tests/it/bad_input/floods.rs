//! Files with more problems than anybody reads, and with texts too long for any message.

use super::{FILE, MARKING, READING, refusal};
use crate::sandbox::{Run, SMALLEST, Sandbox};

/// How long an answer may be, and a line of it, in bytes.
const LONGEST_ANSWER: usize = 200_000;
const LONGEST_LINE: usize = 4000;

/// One command of each sort; the others read a file the same way, which the other tests show.
const COMMANDS: &[&[&str]] = &[READING[0], MARKING[0]];

/// Checks that a file is refused in an answer that can be read, and returns that answer.
#[track_caller]
fn check(content: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write(FILE, content);
    let refusal = refusal(&sandbox, COMMANDS);
    for answer in [&refusal, &sandbox.run(["lint", FILE]).out] {
        let longest = answer.lines().max_by_key(|line| line.len()).unwrap_or_default();
        assert!(longest.len() <= LONGEST_LINE, "a line of {} bytes: {}", longest.len(), &longest[..200]);
        assert!(answer.len() <= LONGEST_ANSWER, "{} bytes: {}", answer.len(), &answer[..2000]);
    }
    refusal
}

#[test]
fn a_file_with_thousands_of_problems_names_some_and_how_many_more() {
    let more = |answer: &str, n_more: usize| {
        assert!(answer.contains(&format!("{n_more} further problems are not shown")), "{answer}");
    };
    more(&check(&format!("{SMALLEST}x-a: [{}]\n", "!t a, ".repeat(40_000))), 39_800);
    more(&check(&format!("{SMALLEST}x-a: [{}]\n", "&a b, ".repeat(40_000))), 39_800);
    more(&check(&format!("{SMALLEST}x-a: [{}]\n", "*a, ".repeat(90_000))), 89_800);
    more(&check(&format!("{SMALLEST}x-a:\n{}", "  <<: a\n".repeat(40_000))), 39_800);
    more(&check(&format!("{SMALLEST}x-a: [{}]\n", "{ <<: a }, ".repeat(20_000))), 19_800);
    more(&check(&format!("{SMALLEST}tasks:\n{}", "- a\n".repeat(90_000))), 89_800);
    more(&check(&format!("{SMALLEST}{}", "x-a:\n".repeat(40_000))), 39_799);
    more(&check(&format!("{SMALLEST}tasks:\n{}", "- { id: a, task: b }\n".repeat(19_000))), 18_799);
}

#[test]
fn a_text_without_end_is_cut_in_messages() {
    let text = format!("{}{}", "a".repeat(400_000), "\u{202e}".repeat(100_000));
    for (before, after) in [
        ("kind: ", "\n"),
        ("version: ", "\n"),
        ("", ": 1\n"),
        ("? ", "\n: 1\n"),
        ("x-a: \"", "\n"),
        ("x-a: '", "\n"),
        ("x-a: *", "\n"),
        ("x-a: !", " 1\n"),
        ("x-a: [", "\n"),
        ("x-a: b: ", "\n"),
        ("x-a: @", "\n"),
        ("x-a: \"\\q", "\"\n"),
        ("tasks: [", "]\n"),
        ("tasks: [{ id: A", ", task: a }]\n"),
        ("tasks: [{ task: a, planned: 1", " }]\n"),
        ("tasks: [{ task: a, started_at: ", " }]\n"),
        ("tasks: [{ task: a, outcome: ", " }]\n"),
        ("tasks: ", "\n"),
        ("checklists: { ", ": [] }\n"),
        ("checklists: { A", ": [] }\n"),
        ("checklists: { pre-call: [{ item: a, ", ": 1 }] }\n"),
        ("blueprint: ", "\n"),
        ("contacts: { gitlab: [{ name: a, time_zone: ", " }] }\n"),
        ("contacts: { gitlab: [{ name: a, duties: [", "] }] }\n"),
        ("follow_ups: [{ what: a, due: ", " }]\n"),
        ("sync: { rev: ", " }\n"),
        ("closed: { at: ", " }\n"),
        ("rollback: ", "\n"),
    ] {
        check(&format!("{SMALLEST}{before}{text}{after}"));
    }
}

#[test]
fn of_thousands_of_names_some_are_listed() {
    let sandbox = Sandbox::new();
    let tasks: String = (0..7000).map(|task| format!("- {{ id: t{task}, task: a }}\n")).collect();
    let lists: String = (0..5000).map(|list| format!("  l{list}: [{{ item: a }}]\n")).collect();
    let items: String = (0..7000).map(|item| format!("  - {{ id: i{item}, item: a }}\n")).collect();
    let content = format!("{SMALLEST}tasks:\n{tasks}checklists:\n  post-call: []\n  pre-call:\n{items}{lists}");
    sandbox.write(FILE, content);
    let run = Run { seconds: 3, ..Run::default() };
    for command in [
        &["check", "nonsense", "-f", FILE][..],
        &["check", "pre-call", "--done", "nonsense", "-f", FILE],
        &["task", "nonsense", "-f", FILE],
        &["task", "nonsense", "start", "-f", FILE],
        &["set", "tasks/nonsense.owner", "x", "-f", FILE],
        &["close", "-f", FILE],
        &["check", "post-call", "-f", FILE],
        &["show", FILE],
        &["new", "Beta - Move", "--set", "NONSENSE=1"],
    ] {
        let answer = sandbox.run_so(run, command);
        assert!(!answer.err.contains("values"), "{}", answer.err);
        assert!(answer.err.len() < LONGEST_LINE, "{command:?}: {} bytes: {}", answer.err.len(), &answer.err[..500]);
        let longest = answer.out.lines().max_by_key(|line| line.len()).unwrap_or_default();
        assert!(longest.len() < LONGEST_LINE, "{command:?}: {} bytes", longest.len());
    }
}
