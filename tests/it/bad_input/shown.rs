//! What acts on a terminal, hides text or turns it around never reaches a person raw: on stderr always, on stdout at a
//! terminal.

use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use crate::sandbox::{Run, Sandbox};

/// Clears the screen, renames the window, turns text around, hides it, begins a sequence without ESC.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}\u{200b}\u{9b}31m\u{7f}\u{e0041}\u{2066}";

/// A runbook that holds it wherever text may stand.
fn runbook() -> String {
    let text: String = HOSTILE.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!(
        "\
version: 1
header:
  name: \"Acme - W{text}ork\"
  description: \"a{text}\"
  dri: \"j{text}\"
  schedule_at: 2026-10-10 23:30 America/Los_Angeles
  meeting_url: \"https://example.com/{text}\"
  links: {{ \"l{text}\": \"b{text}\" }}
contacts:
  gitlab:
    - {{ name: \"J{text}\", handle: \"j{text}\", role: \"r{text}\", description: \"d{text}\" }}
checklists:
  pre-call:
    title: \"t{text}\"
    items:
      - {{ id: tell, item: \"i{text}\", why: \"w{text}\", state: blocked, required: true, reason: \"r{text}\", accepted_by: \"a{text}\", evidence: \"e{text}\" }}
      - {{ id: ask, item: \"i{text}\" }}
tasks:
  - {{ id: look, task: \"t{text}\", owner: \"o{text}\", command: \"c{text}\", expect: \"e{text}\", stop_if: \"s{text}\", note: \"n{text}\", link: \"l{text}\" }}
rollback:
  plan: \"p{text}\"
  point_of_no_return: \"p{text}\"
  confirmed_by: [{{ region: \"r{text}\", handle: \"h{text}\" }}]
follow_ups: [{{ what: \"w{text}\", owner: \"o{text}\" }}]
log:
  - {{ at: 2026-10-11T06:32:10Z, by: \"b{text}\", event: note, note: \"n{text}\" }}
  - {{ at: 2026-10-11T06:32:10Z, by: \"b{text}\", event: task, id: \"tasks/{text}\", to: started, reason: \"r{text}\" }}
"
    )
}

/// Returns whether a character must not be shown to a person.
fn acts(c: char) -> bool {
    HOSTILE.contains(c) && !"[]0;x231mJ".contains(c) || c.is_control() && !matches!(c, '\n' | '\t')
}

#[track_caller]
fn is_clean(text: &str, what: &[&OsStr]) {
    let acting: Vec<char> = text.chars().filter(|c| acts(*c)).collect();
    assert!(acting.is_empty(), "{what:?}: {acting:?} in {}", text.escape_debug());
}

/// Commands at the given runbook, with hostile words wherever a person may type any.
fn commands<'a>(file: &'a OsStr, hostile: &'a OsStr) -> Vec<Vec<&'a OsStr>> {
    let words: &[&[&str]] = &[
        &["lint", "FILE"],
        &["lint", "HOSTILE"],
        &["lint", "FILE", "--report", "HOSTILE"],
        &["lint", "--stdin-filename", "HOSTILE", "-"],
        &["explain", "HOSTILE"],
        &["render", "FILE"],
        &["render", "HOSTILE"],
        &["render", "FILE", "-o", "HOSTILE.md"],
        &["render", "FILE", "--template", "HOSTILE"],
        &["check", "pre-call", "-f", "FILE"],
        &["check", "HOSTILE", "-f", "FILE"],
        &["check", "pre-call", "-f", "FILE", "--done", "HOSTILE"],
        &["check", "pre-call", "-f", "FILE", "--done", "ask", "--done", "ask"],
        &["check", "pre-call", "-f", "FILE", "--blocked", "HOSTILE"],
        &["check", "pre-call", "-f", "FILE", "--blocked", "ask=HOSTILE"],
        &["check", "pre-call", "-f", "FILE", "--accepted-by", "ask=HOSTILE"],
        &["check", "pre-call", "-f", "FILE", "--evidence", "ask=HOSTILE"],
        &["check", "pre-call", "-f", "FILE", "--confirm", "HOSTILE=HOSTILE"],
        &["check", "pre-call", "-f", "HOSTILE"],
        &["task", "-f", "FILE"],
        &["task", "look", "-f", "FILE"],
        &["task", "HOSTILE", "-f", "FILE"],
        &["task", "look", "HOSTILE", "-f", "FILE"],
        &["task", "look", "success", "HOSTILE", "-f", "FILE"],
        &["task", "look", "success", "10m", "--note", "HOSTILE", "--count", "HOSTILE", "-f", "FILE"],
        &["note", "HOSTILE", "-f", "FILE"],
        &["note", "x", "-f", "FILE", "--by", "HOSTILE"],
        &["note", "x", "-f", "FILE", "--at", "HOSTILE"],
        &["undo", "-f", "FILE"],
        &["set", "HOSTILE", "x", "-f", "FILE"],
        &["set", "header.HOSTILE", "x", "-f", "FILE"],
        &["set", "header.window", "HOSTILE", "-f", "FILE"],
        &["set", "header.dri", "HOSTILE", "-f", "FILE"],
        &["follow-up", "HOSTILE", "--owner", "HOSTILE", "--link", "HOSTILE", "-f", "FILE"],
        &["follow-up", "x", "--due", "HOSTILE", "-f", "FILE"],
        &["close", "-f", "FILE"],
        &["close", "--result", "aborted", "--note", "HOSTILE", "-f", "FILE", "--dry-run"],
        &["log", "FILE"],
        &["show", "FILE"],
        &["show", "HOSTILE"],
        &["list", "."],
        &["list", "HOSTILE"],
        &["new", "HOSTILE"],
        &["new", "Acme - HOSTILE", "--dry-run"],
        &["new", "Beta - Move", "--from", "FILE", "-o", "-"],
        &["new", "Beta - Move", "--from", "HOSTILE"],
        &["new", "Beta - Move", "--set", "HOSTILE"],
        &["new", "Beta - Move", "--set", "HOSTILE=x"],
        &["new", "Beta - Move", "--dri", "HOSTILE", "--dry-run"],
        &["new", "Beta - Move", "--schedule-at", "HOSTILE"],
        &["new", "Beta - Move", "--window", "HOSTILE"],
        &["new", "Beta - Move", "--platform", "HOSTILE"],
        &["new", "Beta - Move", "-o", "HOSTILE"],
        &["HOSTILE"],
        &["--HOSTILE"],
        &["check", "--HOSTILE"],
        &["check", "pre-call", "x", "HOSTILE"],
        &["completions", "HOSTILE"],
        &["help", "HOSTILE"],
    ];
    let word = |word: &'a str| -> &'a OsStr {
        match word {
            "FILE" => file,
            "HOSTILE" => hostile,
            _ if word.contains("HOSTILE") => {
                let hostile = hostile.as_bytes();
                let bytes = word.split("HOSTILE").map(str::as_bytes).collect::<Vec<_>>().join(hostile);
                // A few dozen words in a test.
                OsStr::from_bytes(bytes.leak())
            }
            _ => OsStr::new(word),
        }
    };
    words.iter().map(|words| words.iter().map(|part| word(part)).collect()).collect()
}

#[test]
fn stderr_shows_what_acts() {
    for hostile in [HOSTILE.as_bytes(), b"\xff\x9b\x1b[2J", "two\nerror: lines".as_bytes()] {
        let hostile = OsStr::from_bytes(hostile);
        for command in commands(OsStr::new("acme.yaml"), hostile) {
            let sandbox = Sandbox::new();
            sandbox.write("acme.yaml", runbook());
            let answer = sandbox.run(&command);
            assert!(answer.status <= 2);
            is_clean(&answer.err, &command);
            let pretends = answer.err.lines().any(|line| line == "error: lines" || line.starts_with("error: lines"));
            assert!(!pretends, "{command:?}: {}", answer.err);
        }
    }
}

#[test]
fn a_terminal_is_never_acted_upon() {
    let name = format!("ac{HOSTILE}me.yaml");
    for command in commands(OsStr::new(&name), OsStr::new(HOSTILE)) {
        let sandbox = Sandbox::new();
        sandbox.write(&name, runbook());
        let answer = sandbox.run_at_terminal(&command);
        assert!(answer.status <= 2);
        is_clean(&answer.out.replace("\r\n", "\n"), &command);
        // Shown all the same, which also says that there was a terminal.
        assert!(command[0] != "log" || answer.out.contains("\\u{202e}"), "{}", answer.out);
    }
}

#[test]
fn a_broken_file_is_shown_without_what_acts_in_it() {
    for content in [
        format!("version: 1\nheader:\n  name: A - {HOSTILE}\n"),
        format!("version: 1\nheader: {{ \"na{HOSTILE}\": a }}\n"),
        "version: 1\nheader: { name: A - b, platform: \"\u{202e}\u{2066}\" }\n\u{202e}: 1\n".to_owned(),
        "version: 1\nheader: { name: A - b, schedule_at: \"\u{202e}\" }\ntasks: [{ id: \"\u{200b}\" }]\n".to_owned(),
    ] {
        let name = format!("ac{HOSTILE}me.yaml");
        let sandbox = Sandbox::new();
        sandbox.write(&name, &content);
        for command in [&["lint", name.as_str()][..], &["render", &name], &["note", "x", "-f", &name]] {
            let words: Vec<&OsStr> = command.iter().map(OsStr::new).collect();
            let answer = sandbox.run(command);
            assert!(answer.status > 0, "{}", answer.text());
            is_clean(&answer.text(), &words);
            is_clean(&sandbox.run_at_terminal(&words).out.replace("\r\n", "\n"), &words);
        }
        // And where a person chooses among files.
        is_clean(&sandbox.run(["list", "."]).err, &[]);
        is_clean(&sandbox.run_so(Run { variables: &[("RUNBOOK_FILE", &name)], ..Run::default() }, ["show"]).err, &[]);
    }
}
