//! What shells and the manual know of the commands.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

fn program(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_runbook")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn answer(arguments: &[&str]) -> String {
    String::from_utf8(program(arguments).stdout).expect("UTF-8")
}

/// Returns the names of the commands, as the help lists them.
fn commands() -> BTreeSet<String> {
    let help = answer(&["--help"]);
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn is_there(name: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {name}")]).stdout(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

#[track_caller]
fn must_succeed(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    assert_eq!(said, "", "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A folder with the completions of a shell in it.
fn script(shell: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    // zsh finds a function by the name of its file.
    let path = folder.path().join("_runbook");
    #[expect(clippy::disallowed_methods, reason = "writes into the folder of a test")]
    fs::write(&path, answer(&["completions", shell])).expect("written");
    (folder, path)
}

#[test]
fn every_shell_gets_completions_of_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = answer(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
    }
}

/// Asks bash what it offers after these words.
fn offered_by_bash(folder: &Path, script: &Path, words: &[&str]) -> BTreeSet<String> {
    let line = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let last = words.len() - 1;
    let ask = format!(
        "source '{}'; COMP_WORDS=({line}); COMP_CWORD={last}; _runbook runbook '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display(),
        words[last],
        words[last.saturating_sub(1)]
    );
    // `compopt` is for a shell that completes at this moment; everything else is as there.
    let ask = format!("compopt() {{ :; }}; {ask}");
    let offered = must_succeed(Command::new("bash").args(["--norc", "-c", &ask]).current_dir(folder));
    offered.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_words_and_files() {
    if !is_there("bash") {
        return;
    }
    let (folder, script) = script("bash");
    must_succeed(Command::new("bash").arg("-n").arg(&script));
    #[expect(clippy::disallowed_methods, reason = "writes into the folder of a test")]
    fs::write(folder.path().join("acme.yaml"), "").expect("written");
    let offered = |words: &[&str]| offered_by_bash(folder.path(), &script, words);
    let commands = commands();
    assert!(commands.len() > 10);
    let first = offered(&["runbook", ""]);
    assert!(first.is_superset(&commands), "{first:?}");
    assert_eq!(offered(&["runbook", "fol"]), BTreeSet::from(["follow-up".to_owned()]));
    let platforms = offered(&["runbook", "new", "--platform", ""]);
    assert!(platforms.contains("self-managed") && platforms.len() == 3, "{platforms:?}");
    for words in [
        ["runbook", "task", "--file", "ac"].as_slice(),
        &["runbook", "render", "--output", "ac"],
        &["runbook", "new", "--from", "ac"],
    ] {
        assert_eq!(offered(words), BTreeSet::from(["acme.yaml".to_owned()]), "{words:?}");
    }
    // For an argument the function offers nothing, and bash then offers files by itself.
    for words in [["runbook", "lint", "ac"], ["runbook", "show", "ac"]] {
        assert_eq!(offered(&words), BTreeSet::new(), "{words:?}");
    }
    assert!(
        answer(&["completions", "bash"]).contains("complete -F _runbook -o nosort -o bashdefault -o default runbook")
    );
}

#[test]
fn zsh_and_fish_accept_their_completions_where_they_are() {
    if is_there("zsh") {
        let (_folder, script) = script("zsh");
        must_succeed(Command::new("zsh").args(["-f", "-n"]).arg(&script));
        assert!(answer(&["completions", "zsh"]).contains("'*::paths -- Files and folders, or the unique beginning of a file name in the runbooks folder; - is stdin:_files'"));
    }
    if is_there("fish") {
        let (_folder, script) = script("fish");
        must_succeed(Command::new("fish").args(["--no-config", "--no-execute"]).arg(&script));
        let ask = format!("source '{}'; complete --do-complete 'runbook fol'", script.display());
        let offered = must_succeed(Command::new("fish").args(["--no-config", "-c", &ask]));
        assert!(offered.starts_with("follow-up\t"), "{offered}");
    }
}

#[test]
fn every_command_has_a_manual_page_that_a_reader_of_manuals_accepts() {
    let folder = tempfile::tempdir().expect("a folder");
    program(&["man", "--output", folder.path().to_str().expect("UTF-8")]);
    let pages = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let pages: BTreeSet<String> = pages.map(|name| name.into_string().expect("UTF-8")).collect();
    let mut expected: BTreeSet<String> =
        commands().into_iter().filter(|name| name != "help").map(|name| format!("runbook-{name}.1")).collect();
    expected.insert("runbook.1".to_owned());
    assert_eq!(pages, expected);
    for page in pages {
        let path = folder.path().join(&page);
        #[expect(clippy::disallowed_methods, reason = "reads what the program has just written")]
        let text = fs::read_to_string(&path).expect("UTF-8");
        for section in [".TH runbook", ".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n", ".SH OPTIONS\n"] {
            assert!(text.contains(section), "{page} has no {section:?}");
        }
        // A line that begins with a dot is a request; one of a text would be lost.
        let requests = text.lines().filter(|line| line.starts_with(['.', '\'']));
        for request in requests {
            let name = request.split_whitespace().next().unwrap_or_default();
            let known = [".TH", ".SH", ".TP", ".RS", ".RE", ".PP", ".br", ".IP", ".ie", ".el"];
            assert!(known.contains(&name), "{page}: {request}");
        }
        if is_there("mandoc") {
            let lint = Command::new("mandoc").args(["-T", "lint", "-W", "error"]).arg(&path).output().expect("it runs");
            assert!(lint.status.success(), "{page}: {}", String::from_utf8_lossy(&lint.stdout));
        }
        if is_there("groff") {
            must_succeed(Command::new("groff").args(["-man", "-Tutf8", "-ww", "-z"]).arg(&path));
        }
    }
}
