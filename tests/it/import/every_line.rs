//! Every word of every line is in the file: soup of Markdown in which no word comes twice.
//!
//! Words that are everywhere would hide what is lost; so each place of the soup has a word of its own.

use runbook::{
    document::{Document, Source},
    sync::import::{Fate, Imported, import},
};

use crate::random::Random;

/// Lines in which `W` stands for a word that nothing else has.
const LINES: &[&str] = &[
    "# W - W W",
    "## W",
    "### W (15 min)",
    "## Pre-call checklist",
    "## Pre-call checklist W",
    "## W checklist",
    "## Runbook - Tasks",
    "### Change steps - W",
    "## Rollback plan",
    "#### Rollback steps - W",
    "## Post-call checklist",
    "## Follow-ups",
    "## GitLab Contacts",
    "## Customer - Contacts: W",
    "## Timeline",
    "## Zusammenfassung W",
    "## ロールバック手順 W",
    "GitLab Contacts",
    "Runbook -Tasks",
    "W",
    "W W, W.",
    "W\\",
    "W  ",
    "=====",
    "---",
    "***",
    "- [ ] W W",
    "- [x] W `W`",
    "* [X] **W** W",
    "+ [~] W",
    "  - [ ] W",
    "    - [x] W",
    "- W",
    "  - W: W",
    "  - **Blocked:** W",
    "  - **Not applicable:** W",
    "  - **Accepted by:** @W",
    "  - **Evidence:** https://example.com/W",
    "  - **Why:** W",
    "  - **Required:** W",
    "  - **Expect:** W",
    "  - **Undoes:** W",
    "  - **Note on attempt 2:** W",
    "  W",
    "1. W",
    "2) [x] W (1 hour W)",
    "3. [ ] W - 15 minutes",
    "   W",
    "   ```sh",
    "   W --W",
    "   ```",
    "```",
    "```W",
    "~~~",
    "[x] - W W",
    "[ ] W",
    "`W`",
    "    W --W",
    "\tW",
    "> W",
    "> - [ ] W",
    ">> W",
    "> ## W",
    "| W | W |",
    "| --- | --- |",
    "| Task | Outcome | Duration |",
    "| --- | --- | --- |",
    "| W | Success | 10m |",
    "| W | W | W |",
    "| [x] W | Failed (W, 5m), Running | 5m | W |",
    "| | W | |",
    "| Name | Role | W |",
    "| W | Status | Owner | Command | W |",
    "| Item | Done | Comment |",
    "| W | ☑ | W |",
    "|---|---|---|---|---|",
    "| DRI | W |",
    "| Runbook name | W - W |",
    "| Schedule at | W |",
    "| Sessions | W, 3h<br>W |",
    "| Closed | completed, 2026-10-11 09:12 UTC, W<br>W |",
    "| W | W<br>W |",
    "| What | Owner | Due | W |",
    "| Time (UTC) | Who | What |",
    "| 2026-10-11 06:32 | W | Done: W (taken back) |",
    "| W W | W | Started: W<br>note: W |",
    "| W \\| W | ``W|W`` | [W](https://example.com/W) |",
    "DRI: W",
    "**Description:** W",
    "Description: W",
    "Schedule: W W",
    "W: W",
    "*Estimated Time to Complete (mins)* - 30",
    "Estimated time: W",
    "Expected: W",
    "[W](https://example.com/W \"W\")",
    "![W](W.png)",
    "<https://example.com/W>",
    "[W]: https://example.com/W",
    "[^W]: W",
    "W[^W]",
    "<details><summary>W</summary>",
    "<details><summary>Tasks</summary>",
    "<details><summary>Task 1: W</summary>",
    "<details>",
    "</details>",
    "<div>W</div>",
    "<b>W</b> W",
    "<!-- W -->",
    "- [ ] W <!-- W -->",
    "<!-- W",
    "W -->",
    "W &amp; W &copy;W",
    "\u{202e}W\u{202c} W\u{200b}W",
    "- [ ] \u{2066}W\u{2069}",
    "W\u{7}W\u{b}W",
    "/confidential",
    "/label W",
    "~W ~\"W\" @W #W",
    "~~W~~ __W__ _W_",
    "W<br>W",
    "\\W \\*W\\*",
    "&lt;W&gt;",
    "**W",
    "[x]",
    "- [ ]",
    "-",
    "1.",
    "|",
    "`",
    "None yet.",
    "(no text)",
    "",
    "",
    "",
];

/// Lines of an issue that `render` made.
const RENDERED: &[&str] = &[
    "- [ ] W <!-- rb:pre-call.aN -->",
    "- [x] W <!-- rb:pre-wave.aN -->",
    "| W <!-- rb:tasks.bN --> | Success (W) | 10m | W | 15m + W |",
    "| W <!-- rb:tasks.bN --> | Failed (5m), Running | W |",
    "| W <!-- rb:rollback.cN --> | W |  | W |",
    "| [W](https://example.com/W) <!-- rb:tasks.bN --> | | | |",
    "+ **Planned:** W",
    "+ **Link:** https://example.com/W",
    "+ **Point of no return:** after W",
    "+ **Latest start:** none, W",
    "+ **Confirmed by:** W W, W",
    "<details><summary>Task 1: command</summary>",
    "<details><summary>Step r1: W</summary>",
    "<details><summary>Timeline</summary>",
];

fn soup(seed: u64) -> String {
    let mut random = Random::new(&[], seed);
    let is_rendered = random.percent(30);
    let line_break = if random.percent(25) { "\r\n" } else { "\n" };
    let mut n_words = 0;
    let mut text = if is_rendered { format!("<!-- runbook: v=1 -->{line_break}{line_break}") } else { String::new() };
    for number in 0..random.below(40) + 1 {
        let line = if is_rendered && random.percent(40) { random.pick(RENDERED) } else { random.pick(LINES) };
        for (at, part) in line.split('W').enumerate() {
            if at > 0 {
                n_words += 1;
                text.push_str(&format!("q{n_words}z"));
            }
            text.push_str(
                &part
                    .replace("aN", &format!("a{number}"))
                    .replace("bN", &format!("b{number}"))
                    .replace("cN", &format!("c{number}")),
            );
        }
        text.push_str(line_break);
    }
    text
}

/// Returns the words that nothing else has, in lines.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2 && word.starts_with('q') && word.ends_with('z'))
}

/// Says what is lost.
fn lost(markdown: &str, imported: &Imported) -> Vec<String> {
    let mut lost = Vec::new();
    let mut n_said = vec![0; imported.n_lines + 1];
    let lines: Vec<&str> = markdown.lines().collect();
    let in_file: std::collections::HashSet<&str> = words(&imported.text).collect();
    for entry in &imported.account {
        for number in entry.first..=entry.last {
            n_said[number] += 1;
            let line = lines[number - 1];
            let gone: Vec<&str> = words(line).filter(|word| !in_file.contains(word)).collect();
            if !gone.is_empty() {
                lost.push(format!("line {number}, {:?}: {line:?} lacks {gone:?}", entry.fate));
            }
            let may_be_left = |line: &str| words(line).next().is_none();
            if matches!(entry.fate, Fate::Left(_)) && !may_be_left(line) {
                lost.push(format!("line {number} is left: {line:?}"));
            }
        }
    }
    for (line, n_said) in lines.iter().zip(&n_said[1..]) {
        let expected = usize::from(!line.trim().is_empty());
        if *n_said != expected && !(expected == 0 && *n_said == 1) {
            lost.push(format!("{n_said} accounts of {line:?}"));
        }
    }
    lost
}

#[test]
fn no_word_of_any_soup_is_lost() {
    let mut n_lines = 0;
    for seed in 0..1500 {
        let markdown = soup(seed);
        let Ok(source) = Source::from_text("soup.md", markdown.clone()) else { continue };
        let imported = import(&source, None);
        let lost = lost(&markdown, &imported);
        assert!(lost.is_empty(), "seed {seed}: {lost:#?}\n{markdown}\n=== became\n{}", imported.text);
        let file = Source::from_text("x.yaml", imported.text.clone()).expect("it is text");
        let (document, problems) = Document::parse_as_far_as_possible(&file);
        assert!(document.is_some(), "seed {seed}: {problems:#?}\n{}", imported.text);
        n_lines += imported.n_lines;
    }
    assert!(n_lines > 20_000, "{n_lines}");
}
