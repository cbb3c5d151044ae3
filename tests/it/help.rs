//! What `--help` shows: every command, with an example that works; and `docs/cli.md`, which is made from it.

use std::{fs, path::Path, process::Command};

use expect_test::expect_file;

use crate::gitlab_server::{PROJECT, Server, TOKEN};

const INTRODUCTION: &str = include_str!("help/introduction.md");

/// What every command takes; in `docs/cli.md` it stands once.
const EVERYWHERE: &str = "Everywhere:\n";

/// The heading of the examples, in the singular.
const EXAMPLE: &str = "Example";

/// The widest line of the help.
const WIDEST: usize = 100;

/// Returns the program, ready to be told what to do: at half an hour into the call of the examples, by their DRI.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runbook"));
    at_the_call(&mut command, folder);
    command
}

fn at_the_call(command: &mut Command, folder: &Path) {
    command.current_dir(folder);
    for (name, value) in [
        ("RUNBOOK_NOW", "2026-10-11T07:00:00Z"),
        ("RUNBOOK_USER", "@john_doe"),
        ("RUNBOOK_FILE", "acme"),
        ("COLUMNS", "100"),
        ("NO_COLOR", "1"),
        ("CI", ""),
        ("CI_PROJECT_DIR", ""),
    ] {
        command.env(name, value);
    }
}

/// Returns what a command prints on stdout.
fn answer(arguments: &[&str]) -> String {
    let output = program(Path::new(env!("CARGO_MANIFEST_DIR"))).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Returns the commands, each as the words that call it; those within commands come after them.
fn commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect(&[], &mut found);
    found
}

fn collect(parent: &[String], found: &mut Vec<Vec<String>>) {
    let help = help(parent);
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Deeper lines go on with a summary.
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for name in names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        let command = [parent, &[name.to_owned()]].concat();
        found.push(command.clone());
        collect(&command, found);
    }
}

fn help(command: &[String]) -> String {
    let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    answer(&words)
}

/// Returns the examples of a help: the indented lines at its end.
fn examples(help: &str) -> Vec<&str> {
    let after = help.lines().skip_while(|line| *line != "Example:" && *line != "Examples:").skip(1);
    after.take_while(|line| line.starts_with("  ")).map(str::trim).collect()
}

#[test]
fn every_command_says_what_it_does_in_one_imperative_line() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let help = help(&command);
        let name = command.join(" ");
        let first = help.lines().next().expect("a line");
        let verb = first.split_whitespace().next().expect("a word");
        assert!(!first.ends_with('.'), "{name}: {first}");
        assert!(verb.starts_with(char::is_uppercase) && !verb.ends_with('s'), "{name}: {first}");
        for line in help.lines() {
            assert!(line.chars().count() <= WIDEST, "{name}: {line}");
        }
    }
}

/// An example is run as it stands, in a folder with the runbooks that examples speak of; what follows `|` or `>` is left
/// out, as it belongs to other programs.
#[test]
fn every_command_has_examples_and_they_run() {
    let bin = Path::new(env!("CARGO_BIN_EXE_runbook")).parent().expect("a folder");
    let mut failed = Vec::new();
    for command in [vec![]].into_iter().chain(commands()) {
        let help = help(&command);
        let examples = examples(&help);
        let beginning = ["runbook".to_owned()].into_iter().chain(command.clone()).collect::<Vec<_>>().join(" ");
        if examples.is_empty() {
            failed.push(format!("{beginning}: no example"));
        }
        for example in examples {
            let is_of_command =
                example.strip_prefix(&beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            if !is_of_command {
                failed.push(format!("{beginning}: the example is of another command: {example}"));
            }
            let line = example.split(" | ").flat_map(|part| part.split(" > ")).next().expect("a part");
            let folder = folder_of_examples();
            if command == ["diff"] {
                commit(folder.path());
            }
            let server = Server::start();
            let line = line.replace("https://gitlab.example.com", &server.url());
            server.world(|world| (1..=7).for_each(|_| world.put_issue("Old", "Nothing")));
            let shell = |line: &str| {
                let mut shell = Command::new("sh");
                at_the_call(&mut shell, folder.path());
                shell.env("HOME", folder.path()).env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
                shell.env("GITLAB_HOST", server.url()).env("GITLAB_TOKEN", TOKEN).env("GITLAB_REPO", PROJECT);
                shell.args(["-c", line]).output().expect("a shell")
            };
            if command == ["sync"] || command == ["publish"] {
                // One that passes lint.
                #[expect(clippy::disallowed_methods, reason = "writes into the folder of a test")]
                fs::write(folder.path().join("runbooks/acme.yaml"), file_of_the_readme()).expect("written");
            }
            if command == ["sync"] {
                let output = shell("runbook publish --yes");
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            }
            let output = shell(&line);
            // 1 is an answer too: not ready, not complete.
            if !matches!(output.status.code(), Some(0 | 1)) {
                failed.push(format!("{example}\n{}", String::from_utf8_lossy(&output.stderr)));
            }
        }
    }
    assert_eq!(failed.join("\n"), "");
}

/// Returns a folder with a runbook that has one mark in it, and with those that examples name by their path.
fn folder_of_examples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let example = include_str!("../../runbooks/handbook-example.yaml");
    let runbook = example.replacen("\nexample: true\n", "\n", 1);
    assert_ne!(runbook, example, "the example no longer says that it is one");
    let runbook = format!("{runbook}x-grace: <GRACE_HOURS>\n");
    fs::create_dir(folder.path().join("runbooks")).expect("a folder");
    for (name, text) in [
        ("acme.yaml", runbook.as_str()),
        ("handbook-example.yaml", example),
        ("example-corp-move-projects.yaml", &runbook.replace("Acme", "Example Corp")),
    ] {
        #[expect(clippy::disallowed_methods, reason = "writes into the folder of a test")]
        fs::write(folder.path().join("runbooks").join(name), text).expect("written");
    }
    for name in ["old-issue.md", "checklist.md"] {
        #[expect(clippy::disallowed_methods, reason = "writes into the folder of a test")]
        fs::write(folder.path().join(name), "# Beta - Upgrade\n\n- [ ] Tell everybody\n").expect("written");
    }
    let note = program(folder.path()).args(["task", "1", "skipped"]).output().expect("it runs");
    assert!(note.status.success(), "{}", String::from_utf8_lossy(&note.stderr));
    folder
}

/// Returns the runbook that the README shows.
pub(crate) fn file_of_the_readme() -> &'static str {
    let readme = include_str!("../../README.md");
    let (_, file) = readme.split_once("<!-- the-file -->\n```yaml\n").expect("the README shows a file");
    file.split_once("```\n").expect("the block ends").0
}

/// Makes a folder a repository of git with two commits.
fn commit(folder: &Path) {
    let git = "git -c user.name=x -c user.email=x@example.com -c init.defaultBranch=main";
    let script = format!("{git} init -q && {git} add -A && {git} commit -qm 1 && {git} commit -qm 2 --allow-empty");
    assert!(Command::new("sh").args(["-c", &script]).current_dir(folder).status().expect("a shell").success());
}

#[test]
fn the_reference_of_the_commands_is_fresh() {
    let program = help(&[]);
    let (_, everywhere) = split_everywhere(&program);
    let mut reference = format!(
        "<!-- Made by tests/it/help.rs: UPDATE_EXPECT=1 cargo test --test it help -->\n\n{INTRODUCTION}\n```text\n{}\n```\n",
        everywhere.trim_end()
    );
    for command in commands() {
        let help = help(&command);
        let (own, _) = split_everywhere(&help);
        let own: Vec<&str> = own.trim_end().lines().map(str::trim_end).collect();
        reference += &format!("\n## runbook {}\n\n```text\n{}\n```\n", command.join(" "), own.join("\n"));
    }
    expect_file!["../../docs/cli.md"].assert_eq(&reference);
}

/// Returns a help without what every command takes, and that.
fn split_everywhere(help: &str) -> (String, &str) {
    let (before, rest) = help.split_once(EVERYWHERE).expect("every command says what all take");
    let (everywhere, after) = rest.split_at(rest.find(EXAMPLE).expect("every command has an example"));
    (format!("{before}{after}"), everywhere)
}
