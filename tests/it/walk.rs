//! The pages of the documentation that need a GitLab are played against the one on loopback.
//!
//! A page is prose, blocks of `console` as in the transcripts, and comments that say what happens in between:
//!
//! - `<!-- at: 2026-10-11T06:20:00Z -->`: that time it is now;
//! - `<!-- web: @jane_smith ticks Inform the channel -->`: what somebody does in the web page.
//!
//! What is printed is compared; the server's address reads `https://gitlab.example` in the page, and the random
//! publication id `rb7f3k2m9q`. `UPDATE_EXPECT=1` writes anew what was printed; read the diff.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    gitlab_server::{Server, TOKEN},
    help::file_of_the_readme,
};

/// The server's address in the page.
const SHOWN_URL: &str = "https://gitlab.example";
/// The publication id in the page.
const SHOWN_ID: &str = "rb7f3k2m9q";

struct Walk {
    server: Server,
    folder: tempfile::TempDir,
    now: String,
}

impl Walk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let walk = Self { server: Server::start(), folder, now: String::new() };
        walk.write(".runbook.yaml", "gitlab:\n  project: support/runbooks\n");
        walk
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        write(&path, text);
    }

    /// Plays a page and returns it with what was printed.
    fn play(&mut self, page: &str) -> String {
        let mut played = String::new();
        let mut lines = page.lines().peekable();
        while let Some(line) = lines.next() {
            played.push_str(line);
            played.push('\n');
            if let Some(time) = comment(line, "at") {
                time.clone_into(&mut self.now);
                self.server.world(|world| world.set_time(time));
            } else if let Some(deed) = comment(line, "web") {
                self.in_the_web(deed);
            } else if line == "```console" {
                let mut is_first = true;
                while let Some(line) = lines.next_if(|line| *line != "```") {
                    let Some(first) = line.strip_prefix("$ ") else { continue };
                    let mut command = first.to_owned();
                    let blank = if std::mem::take(&mut is_first) { "" } else { "\n" };
                    let _ = writeln!(played, "{blank}{line}");
                    while let Some(line) = lines.next_if(|line| line.starts_with("> ")) {
                        let _ = writeln!(played, "{line}");
                        command = format!("{command}\n{}", &line[2..]);
                    }
                    played.push_str(&self.run(&command));
                }
            }
        }
        played
    }

    /// Runs a command line and returns what it printed, with its status where that is not 0.
    fn run(&mut self, command: &str) -> String {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_runbook"));
        let mut path = program.parent().expect("a folder").as_os_str().to_owned();
        path.push(":/usr/local/bin:/usr/bin:/bin");
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{}", command.replace(SHOWN_URL, &self.server.url()))])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("RUNBOOK_NOW", &self.now)
            .env("RUNBOOK_USER", "@john_doe")
            .env("RUNBOOK_FILE", "acme")
            .env("COLUMNS", "100")
            .env("NO_COLOR", "1")
            .env("GITLAB_HOST", self.server.url())
            .env("GITLAB_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .output()
            .expect("a shell");
        let mut said = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(!said.contains(TOKEN), "{command} shows the token");
        said = with_one_id(&said);
        said = said.replace(&self.server.url(), SHOWN_URL);
        if !said.is_empty() && !said.ends_with('\n') {
            said.push('\n');
        }
        let status = output.status.code().expect("a status");
        if status == 0 { said } else { format!("? {status}\n{said}") }
    }

    #[track_caller]
    fn in_the_web(&self, deed: &str) {
        let (who, deed) = deed.strip_prefix('@').and_then(|deed| deed.split_once(' ')).expect("`@who does something`");
        let (verb, rest) = deed.split_once(' ').unwrap_or((deed, ""));
        self.server.world(|world| match verb {
            "ticks" => world.click(1, who, rest),
            "adds" => world.edit(1, who, |text| format!("{text}\n\n{rest}")),
            verb => panic!("nobody can {verb:?} in the web page"),
        });
    }
}

fn comment<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_prefix(name)?.strip_prefix(": ")?.strip_suffix(" -->")
}

/// Returns a text with the publication id of the page in the place of random ones: `rb` and eight letters or digits, as a
/// word, also after the `\n` of JSON.
fn with_one_id(text: &str) -> String {
    let mut shown = text.to_owned();
    for (at, _) in text.match_indices("rb") {
        let before = text[..at].trim_end_matches("\\n");
        let begins = before.len() < at || !before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let word = text[at..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if begins && word.len() == SHOWN_ID.len() {
            shown.replace_range(at..at + word.len(), SHOWN_ID);
        }
    }
    shown
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(path: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "reads a page of the project")]
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    #[expect(clippy::disallowed_methods, reason = "writes into the stage of a test, or a page of the project")]
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[track_caller]
fn check(walk: &mut Walk, page: &str) {
    let path = root(page);
    let text = read(&path);
    let played = walk.play(&text);
    #[expect(clippy::disallowed_methods, reason = "the switch of expect_test, for the same purpose")]
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        write(&path, &played);
    } else {
        compare(&played, &text, page);
    }
}

/// Fails with the first line that differs.
#[track_caller]
fn compare(played: &str, text: &str, page: &str) {
    let differs = played.lines().zip(text.lines()).enumerate().find(|(_, (played, text))| played != text);
    if let Some((at, (played, text))) = differs {
        panic!("{page}:{}: the page says\n    {text}\nand this was printed\n    {played}\n", at + 1);
    }
    assert_eq!(played.lines().count(), text.lines().count(), "{page}: one is longer than the other");
}

#[test]
fn from_new_to_the_closed_issue() {
    let mut walk = Walk::new();
    walk.write("last-time.yaml", file_of_the_readme());
    check(&mut walk, "docs/gitlab.md");
    let issue = walk.server.issue(1);
    assert!(issue.is_confidential && issue.is_closed, "{issue:?}");
    assert!(issue.seen_by_all.is_empty(), "it was public for a while: {:?}", issue.seen_by_all);
    assert_eq!(walk.server.world(|world| world.issues.len()), 1);
}

#[test]
fn from_an_old_issue_to_a_published_runbook() {
    let mut walk = Walk::new();
    walk.write("handbook-example.md", include_str!("../fixtures/import/handbook-example.md"));
    check(&mut walk, "docs/old-issue.md");
    let issue = walk.server.issue(1);
    assert!(issue.is_confidential && issue.seen_by_all.is_empty(), "{issue:?}");
    assert!(issue.description.contains("Acme Inc. requires us to enforce 2FA"), "{}", issue.description);
}
