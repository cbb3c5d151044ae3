//! Every word of every line is in the file: soup of Markdown in which no word comes twice.
//!
//! Words that are everywhere would hide what is lost; so each place of the soup has a word of its own.

use std::collections::HashSet;

use runbook::{
    document::{Document, Source},
    sync::import::{Fate, Imported, import},
};

use crate::random::Random;

/// Lines in which `¶` stands for a word that nothing else has.
const LINES: &[&str] = &[
    "# ¶ - ¶ ¶",
    "## ¶",
    "### ¶ (15 min)",
    "## Pre-call checklist",
    "## Pre-call checklist ¶",
    "## ¶ checklist",
    "## Runbook - Tasks",
    "### Change steps - ¶",
    "## Rollback plan",
    "#### Rollback steps - ¶",
    "## Post-call checklist",
    "## Follow-ups",
    "## GitLab Contacts",
    "## Customer - Contacts: ¶",
    "## Timeline",
    "## Zusammenfassung ¶",
    "## ロールバック手順 ¶",
    "GitLab Contacts",
    "Runbook -Tasks",
    "¶",
    "¶ ¶, ¶.",
    "¶\\",
    "¶  ",
    "=====",
    "---",
    "***",
    "- [ ] ¶ ¶",
    "- [x] ¶ `¶`",
    "* [X] **¶** ¶",
    "+ [~] ¶",
    "  - [ ] ¶",
    "    - [x] ¶",
    "- ¶",
    "  - ¶: ¶",
    "  - **Blocked:** ¶",
    "  - **Not applicable:** ¶",
    "  - **Accepted by:** @¶",
    "  - **Evidence:** https://example.com/¶",
    "  - **Why:** ¶",
    "  - **Required:** ¶",
    "  - **Expect:** ¶",
    "  - **Undoes:** ¶",
    "  - **Note on attempt 2:** ¶",
    "  ¶",
    "1. ¶",
    "2) [x] ¶ (1 hour ¶)",
    "3. [ ] ¶ - 15 minutes",
    "   ¶",
    "   ```sh",
    "   ¶ --¶",
    "   ```",
    "```",
    "```¶",
    "~~~",
    "[x] - ¶ ¶",
    "[ ] ¶",
    "`¶`",
    "    ¶ --¶",
    "\t¶",
    "> ¶",
    "> - [ ] ¶",
    ">> ¶",
    "> ## ¶",
    "| ¶ | ¶ |",
    "| --- | --- |",
    "| Task | Outcome | Duration |",
    "| --- | --- | --- |",
    "| ¶ | Success | 10m |",
    "| ¶ | ¶ | ¶ |",
    "| [x] ¶ | Failed (¶, 5m), Running | 5m | ¶ |",
    "| | ¶ | |",
    "| Name | Role | ¶ |",
    "| ¶ | Status | Owner | Command | ¶ |",
    "| Item | Done | Comment |",
    "| ¶ | ☑ | ¶ |",
    "|---|---|---|---|---|",
    "| DRI | ¶ |",
    "| Runbook name | ¶ - ¶ |",
    "| Schedule at | ¶ |",
    "| Sessions | ¶, 3h<br>¶ |",
    "| Closed | completed, 2026-10-11 09:12 UTC, ¶<br>¶ |",
    "| ¶ | ¶<br>¶ |",
    "| What | Owner | Due | ¶ |",
    "| Time (UTC) | Who | What |",
    "| 2026-10-11 06:32 | ¶ | Done: ¶ (taken back) |",
    "| ¶ ¶ | ¶ | Started: ¶<br>note: ¶ |",
    "| ¶ \\| ¶ | ``¶|¶`` | [¶](https://example.com/¶) |",
    "DRI: ¶",
    "**Description:** ¶",
    "Description: ¶",
    "Schedule: ¶ ¶",
    "¶: ¶",
    "*Estimated Time to Complete (mins)* - 30",
    "Estimated time: ¶",
    "Expected: ¶",
    "[¶](https://example.com/¶ \"¶\")",
    "![¶](¶.png)",
    "<https://example.com/¶>",
    "[¶]: https://example.com/¶",
    "[^¶]: ¶",
    "¶[^¶]",
    "<details><summary>¶</summary>",
    "<details><summary>Tasks</summary>",
    "<details><summary>Task 1: ¶</summary>",
    "<details>",
    "</details>",
    "<div>¶</div>",
    "<b>¶</b> ¶",
    "<!-- ¶ -->",
    "- [ ] ¶ <!-- ¶ -->",
    "<!-- ¶",
    "¶ -->",
    "¶ &amp; ¶ &copy;¶",
    "\u{202e}¶\u{202c} ¶\u{200b}¶",
    "- [ ] \u{2066}¶\u{2069}",
    "¶\u{7}¶\u{b}¶",
    "/confidential",
    "/label ¶",
    "~¶ ~\"¶\" @¶ #¶",
    "~~¶~~ __¶__ _¶_",
    "¶<br>¶",
    "\\¶ \\*¶\\*",
    "&lt;¶&gt;",
    "**¶",
    "[x]",
    "- [ ]",
    "-",
    "1.",
    "|",
    "`",
    "None yet.",
    "(no text)",
    "---",
    "+++",
    "title: \"¶\"",
    "¶ = \"¶\"",
    "☑ ¶ ¶",
    "- ✅ ¶ — ¶",
    "- ❌ ¶",
    "- [ x ] ¶ (10-15 min)",
    "* [] ¶",
    "-[ ] ¶",
    "[ x ] ¶",
    "□ ¶",
    "■ ¶",
    "■作業手順 ¶",
    "【事前準備】",
    "① ¶（約３０分）",
    "１．¶",
    "（２）¶",
    "　・¶",
    "• ¶",
    "(3) ¶",
    "2.1) ¶",
    "cmd: ¶ --¶",
    "Expected result： ¶",
    "   Owner: ¶",
    "https://example.com/¶",
    "**¶**",
    "**2. Steps (¶)**",
    "**Rollback:**",
    "__¶ ¶__:",
    "Steps:",
    "Checklist ¶ before the call:",
    "¶ ¶ - ¶",
    "## 3. ¶",
    "| Field | Value |",
    "| ☐ | Check | Done | ¶ |",
    "| [x] | ¶ | ❌ | 00:¶ |",
    "| Key | Summary | Status | Time |",
    "| ¶ | ¶ | In Progress ¶ | T+¶ |",
    "| ¶ | Description | Wer | Geplante Dauer |",
    "| 1 | ¶ | ¶ | 1,5 Std. |",
    "<table>",
    "<table><tr><th>Task</th><th>Done</th><th>¶</th></tr>",
    "<tr><td>¶ ¶</td><td>✅</td><td><a href=\"https://example.com/¶\">¶</a></td></tr>",
    "<td class=\"wide\">¶ &amp; ¶<br>¶ &lt;¶",
    "<tr>",
    "</table>",
    "<table><tr><td>DRI</td><td>¶</td></tr><tr><td>Meeting URL</td><td>¶</td></tr></table> ¶",
    "<summary>Tasks ¶</summary>",
    "",
    "",
    "",
];

/// Lines of an issue that `render` made, in which `№` stands for a number.
const RENDERED: &[&str] = &[
    "- [ ] ¶ <!-- rb:pre-call.a№ -->",
    "- [x] ¶ <!-- rb:pre-wave.a№ -->",
    "| ¶ <!-- rb:tasks.b№ --> | Success (¶) | 10m | ¶ | 15m + ¶ |",
    "| ¶ <!-- rb:tasks.b№ --> | Failed (5m), Running | ¶ |",
    "| ¶ <!-- rb:rollback.c№ --> | ¶ |  | ¶ |",
    "| [¶](https://example.com/¶) <!-- rb:tasks.b№ --> | | | |",
    "+ **Planned:** ¶",
    "+ **Link:** https://example.com/¶",
    "+ **Point of no return:** after ¶",
    "+ **Latest start:** none, ¶",
    "+ **Confirmed by:** ¶ ¶, ¶",
    "<details><summary>Task 1: command</summary>",
    "<details><summary>Step r1: ¶</summary>",
    "<details><summary>Timeline</summary>",
];

/// Returns lines that are put together as the choices say.
pub(crate) fn soup(mut random: Random) -> String {
    let is_rendered = random.percent(30);
    let line_break = if random.percent(25) { "\r\n" } else { "\n" };
    let mut n_words = 0;
    let mut text = if is_rendered { format!("<!-- runbook: v=1 -->{line_break}{line_break}") } else { String::new() };
    for number in 0..=random.below(40) {
        let line = if is_rendered && random.percent(40) { random.pick(RENDERED) } else { random.pick(LINES) };
        for (at, part) in line.split('¶').enumerate() {
            if at > 0 {
                n_words += 1;
                text.push_str(&format!("q{n_words}z"));
            }
            text.push_str(&part.replace('№', &number.to_string()));
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
    let in_file: HashSet<&str> = words(&imported.text).collect();
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

/// Imports a text, and says what is wrong with what comes of it; nothing where it is no text that is read at all.
pub(crate) fn judge(markdown: &str) -> Result<usize, String> {
    let Ok(source) = Source::from_text("soup.md", markdown.to_owned()) else { return Ok(0) };
    let Ok(imported) = import(&source, None) else { return Ok(0) };
    let lost = lost(markdown, &imported);
    let show = |what: &str| Err(format!("{what}\n{markdown}\n=== became\n{}", imported.text));
    if !lost.is_empty() {
        return show(&format!("{lost:#?}"));
    }
    let Ok(file) = Source::from_text("x.yaml", imported.text.clone()) else { return show("this is no text") };
    match Document::parse_as_far_as_possible(&file) {
        (Some(_), _) => Ok(imported.n_lines),
        (None, problems) => show(&format!("{problems:#?}")),
    }
}

#[test]
fn no_word_of_any_soup_is_lost() {
    let judged = (0..1500).map(|seed| match judge(&soup(Random::new(&[], seed))) {
        Ok(n_lines) => n_lines,
        Err(what) => panic!("seed {seed}: {what}"),
    });
    let n_lines: usize = judged.sum();
    assert!(n_lines > 20_000, "{n_lines}");
}
