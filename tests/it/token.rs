//! Who hears of the token: each command that asks GitLab, with a server that the person did not name.
//!
//! The token is for `good`, as `GITLAB_HOST` says. A file, a remote or an address names `evil`, which must not get a byte.

use std::ffi::OsStr;

use crate::{
    gitlab_server::{PROJECT, Server, TOKEN},
    publish::RUNBOOK,
    sandbox::{Answer, Run, Sandbox},
};

/// A folder with a runbook, the server that the token is for, and the other one.
struct Bench {
    sandbox: Sandbox,
    good: Server,
    evil: Server,
}

/// What names the other server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Configuration,
    Remote,
    Glab,
    Runbook,
    Address,
}

impl Bench {
    fn new(named: By) -> Self {
        let (sandbox, good, evil) = (Sandbox::new(), Server::start(), Server::start());
        let url = evil.url();
        let host = url.trim_start_matches("http://");
        sandbox.write("acme.yaml", RUNBOOK);
        match named {
            By::Configuration => {
                sandbox.write(".runbook.yaml", format!("gitlab: {{ host: '{host}', project: {PROJECT} }}\n"));
            }
            By::Remote => {
                sandbox.git(&["init", "--quiet"]);
                sandbox.git(&["remote", "add", "origin", &format!("{url}/{PROJECT}.git")]);
            }
            By::Glab => {
                let text = format!("host: {host}\nhosts: {{ '{host}': {{ api_protocol: http }} }}\n");
                sandbox.write("config/config.yml", text);
            }
            By::Runbook => {
                let issue = format!("{url}/{PROJECT}/-/issues/7");
                let sync = format!("sync: {{ issue: '{issue}', id: rb7f3k2m9q, state: live, rev: 1 }}\n");
                sandbox.write("acme.yaml", format!("{RUNBOOK}{sync}"));
            }
            By::Address => {}
        }
        Self { sandbox, good, evil }
    }

    /// Returns the commands that would ask the other server.
    fn commands(&self, named: By) -> Vec<Vec<String>> {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let issue = format!("{}/{PROJECT}/-/issues/7", self.evil.url());
        match named {
            By::Configuration | By::Remote | By::Glab => vec![
                words(&format!("publish acme.yaml --yes --project {PROJECT}")),
                words(&format!("publish acme.yaml --dry-run --project {PROJECT}")),
                words(&format!("publish acme.yaml --yes --allow-public --verbose --project {PROJECT}")),
                words(&format!("doctor --project {PROJECT}")),
            ],
            By::Runbook => vec![
                words("publish acme.yaml --yes"),
                words("publish acme.yaml --dry-run"),
                words("sync acme.yaml --yes"),
                words("sync acme.yaml --dry-run"),
                words("sync acme.yaml --make-confidential"),
            ],
            By::Address => vec![
                words(&format!("publish acme.yaml --yes --adopt {issue}")),
                words(&format!("publish acme.yaml --dry-run --adopt {issue}")),
            ],
        }
    }

    fn variables<'a>(&self, good: &'a str, config: &'a str, is_named: bool) -> Vec<(&'a str, &'a str)> {
        let mut variables = vec![("GITLAB_TOKEN", TOKEN), ("GLAB_CONFIG_DIR", config), ("RUNBOOK_PATIENCE", "0.5")];
        variables.extend(is_named.then_some(("GITLAB_HOST", good)));
        variables
    }

    fn run(&self, arguments: &[String], is_named: bool) -> Answer {
        let (good, config) = (self.good.url(), self.sandbox.path().join("config").display().to_string());
        let variables = self.variables(&good, &config, is_named);
        self.sandbox.run_so(Run { variables: &variables, ..Run::default() }, arguments)
    }

    fn run_at_terminal(&self, arguments: &[String], typed: &[u8]) -> Answer {
        let (good, config) = (self.good.url(), self.sandbox.path().join("config").display().to_string());
        let variables = self.variables(&good, &config, true);
        let arguments: Vec<_> = arguments.iter().map(OsStr::new).collect();
        self.sandbox.run_at_terminal_so(Run { variables: &variables, stdin: typed, ..Run::default() }, &arguments)
    }
}

const ALL: [By; 5] = [By::Configuration, By::Remote, By::Glab, By::Runbook, By::Address];

/// Returns whether `GITLAB_HOST` goes before what names the other server, so that the other one is not meant at all.
fn yields(named: By) -> bool {
    matches!(named, By::Remote | By::Glab)
}

#[test]
fn a_script_sends_the_token_to_nobody_that_only_a_file_names() {
    for named in ALL {
        let bench = Bench::new(named);
        for command in bench.commands(named) {
            let is_named = !yields(named);
            let answer = bench.run(&command, is_named);
            let text = answer.text();
            assert!(text.contains("the token in GITLAB_TOKEN does not go to http://"), "{named:?} {command:?}: {text}");
            assert!(text.contains(&bench.evil.url()) && !text.contains(TOKEN), "{named:?} {command:?}: {text}");
            let is_doctor = command[0] == "doctor";
            assert_eq!(answer.status, if is_doctor { 1 } else { 2 }, "{named:?} {command:?}: {text}");
        }
        let asked = (bench.evil.requests().len(), bench.good.requests().len());
        assert_eq!(asked, (0, 0), "{named:?}");
        assert!(!bench.sandbox.text("acme.yaml").contains("creating"), "{named:?}");
    }
}

#[test]
fn a_host_of_the_environment_goes_before_a_remote() {
    for named in ALL.into_iter().filter(|named| yields(*named)) {
        let bench = Bench::new(named);
        for command in bench.commands(named) {
            bench.run(&command, true);
        }
        assert!(!bench.good.requests().is_empty(), "{named:?}");
        assert_eq!(bench.evil.requests().len(), 0, "{named:?}");
    }
}

/// Also with `--yes`, which was given for what the command is for.
#[test]
fn at_a_terminal_the_token_waits_for_a_yes_of_its_own() {
    for named in [By::Configuration, By::Runbook, By::Address] {
        for typed in [&b"\x04\x04"[..], b"\n\n", b"n\nn\n"] {
            let bench = Bench::new(named);
            let command = &bench.commands(named)[0];
            let answer = bench.run_at_terminal(command, typed);
            assert!(answer.out.contains("Send it to http://"), "{named:?} {command:?}: {}", answer.text());
            let asked = (bench.evil.requests().len(), bench.good.requests().len());
            assert_eq!(asked, (0, 0), "{named:?} {command:?}: {}", answer.text());
        }
        // What shows that the others could have been asked.
        let bench = Bench::new(named);
        let answer = bench.run_at_terminal(&bench.commands(named)[0], b"y\n\x04\x04");
        assert!(!bench.evil.requests().is_empty(), "{named:?}: {}", answer.text());
        assert_eq!(bench.good.requests().len(), 0, "{named:?}: {}", answer.text());
    }
}
