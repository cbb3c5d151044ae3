//! A runbook becomes a confidential issue: the program as it is built, against a GitLab on loopback.

mod again;
mod confidential;
mod faults;
mod interrupted;
mod messages;
mod refusals;
mod sending;
mod together;

use std::sync::Mutex;

use expect_test::{Expect, expect};

use crate::{
    gitlab_server::{PROJECT, Server, TOKEN},
    sandbox::{Answer, Run, Sandbox},
};

/// A runbook that lint has no error against. Its words are in no placeholder.
pub(crate) const RUNBOOK: &str = "\
version: 1
header:
  name: Acme - Enforce 2FA on All Groups
  description: Require two-factor authentication. Afterwards every group requires it.
  dri: '@john_doe'
  schedule_at: 2026-10-11 12:30 Asia/Kolkata
  window: 2h
checklists:
  pre-call:
    - id: inform
      item: Inform the channel
    - id: dry-run
      item: Dry-run on staging
tasks:
  - id: confirm-state
    task: Confirm the provided state
    planned: 10m
rollback:
  plan: Turn it off again
  planned: 5m
log:
  - { at: 2026-10-10T10:00:00Z, by: '@john_doe', event: note, note: customer joins late }
";

/// Words of the runbook, of its labels and its people. None of them may leave before the issue is confidential.
const WORDS: [&str; 9] =
    ["Acme", "2FA", "two-factor", "Inform", "staging", "Turn it off", "john_doe", "customer", "Umbrella"];

/// A folder with a runbook, and a GitLab.
pub(crate) struct Office {
    pub(crate) server: Server,
    pub(crate) sandbox: Sandbox,
    /// How many seconds the server may take for an answer: more than any machine needs.
    patience: Mutex<&'static str>,
}

impl Office {
    pub(crate) fn new() -> Self {
        let office = Self { server: Server::start(), sandbox: Sandbox::new(), patience: Mutex::new("20") };
        office.sandbox.write("acme.yaml", RUNBOOK);
        office
    }

    /// Publishes, as Jane Smith.
    #[track_caller]
    pub(crate) fn publish(&self, arguments: &[&str]) -> Answer {
        let mut all = vec!["publish", "acme.yaml", "--project", PROJECT];
        all.extend(arguments);
        self.run(TOKEN, &all)
    }

    #[track_caller]
    pub(crate) fn run(&self, token: &str, arguments: &[&str]) -> Answer {
        let answer = self.with_run(token, |run| self.sandbox.run_so(run, arguments));
        assert!(!answer.text().contains(token), "the token is in an output: {}", answer.text());
        answer
    }

    /// Runs something with the environment that leads to the server.
    fn with_run<T>(&self, token: &str, act: impl FnOnce(Run<'_>) -> T) -> T {
        let host = self.server.url();
        let host = host.trim_start_matches("http://");
        let patience = *self.patience.lock().expect("no test panics in between");
        let variables = [("GITLAB_HOST", host), ("GITLAB_TOKEN", token), ("RUNBOOK_PATIENCE", patience)];
        act(Run { variables: &variables, ..Run::default() })
    }

    fn set_patience(&self, seconds: &'static str) {
        *self.patience.lock().expect("no test panics in between") = seconds;
    }

    pub(crate) fn file(&self) -> String {
        self.sandbox.text("acme.yaml")
    }

    /// Returns a text in which what differs from run to run has a name.
    pub(crate) fn plain(&self, text: &str) -> String {
        let host = self.server.url();
        let mut text = text.replace(&host, "http://server").replace(host.trim_start_matches("http://"), "server");
        while let Some(id) = id(&text) {
            text = text.replace(&id, "ID");
        }
        // The digest of a line with the port in it is another one each time.
        let line =
            |line: &str| if line.starts_with("  lines: ") { "  lines: …\n".to_owned() } else { line.to_owned() };
        text.split_inclusive('\n').map(line).collect()
    }
}

/// Returns a publication id.
fn id(text: &str) -> Option<String> {
    let behind = ["id=", "id: ", "Runbook ", "search="].into_iter().flat_map(|before| text.split(before).skip(1));
    let mut words = behind.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>());
    words.find(|word| word.starts_with("rb") && word.len() == 10)
}

#[track_caller]
fn check(office: &Office, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&office.plain(&office.publish(arguments).text()));
}

#[test]
fn a_runbook_is_published() {
    let office = Office::new();
    check(
        &office,
        &["--yes", "--label", "Umbrella"],
        expect![[r#"
            http://server/support/runbooks/-/issues/1
            acme.yaml is going to be a confidential issue:
              host      http://server (GITLAB_HOST)
              as        @jane_smith, with GITLAB_TOKEN
              project   support/runbooks, private (`--project`)
              title     Acme - Enforce 2FA on All Groups
              readers   members of the project from Planner up, @jane_smith (makes it), @john_doe (by being assigned)
              assignee  @john_doe
              labels    Umbrella
              due       2026-10-11
              text      1264 characters
              lint      4 warnings, 4 info
            Published: the issue is confidential and complete.
            status 0
        "#]],
    );
    expect![[r#"
        GET /api/v4/user
        GET /api/v4/personal_access_tokens/self
        GET /api/v4/projects/support%2Frunbooks
        GET /api/v4/users?username=john_doe
        POST /api/v4/projects/support%2Frunbooks/issues
        GET /api/v4/projects/support%2Frunbooks/issues?search=ID&in=title%2Cdescription&order_by=created_at&sort=desc&per_page=100&page=1
        GET /api/v4/projects/support%2Frunbooks/issues?author_id=1&order_by=created_at&sort=desc&per_page=100
        GET /api/v4/projects/support%2Frunbooks/issues/1
        PUT /api/v4/projects/support%2Frunbooks/issues/1
        GET /api/v4/projects/support%2Frunbooks/issues/1
    "#]]
    .assert_eq(&office.plain(&office.server.log()));
    expect![[r#"
        version: 1
        header:
          name: Acme - Enforce 2FA on All Groups
          description: Require two-factor authentication. Afterwards every group requires it.
          dri: '@john_doe'
          schedule_at: 2026-10-11 12:30 Asia/Kolkata
          window: 2h
        checklists:
          pre-call:
            - id: inform
              item: Inform the channel
            - id: dry-run
              item: Dry-run on staging
        tasks:
          - id: confirm-state
            task: Confirm the provided state
            planned: 10m
        rollback:
          plan: Turn it off again
          planned: 5m
        sync:
          id: ID
          state: live
          issue: http://server/support/runbooks/-/issues/1
          rev: 1
          base:
            pre-call/inform: " "
            pre-call/dry-run: " "
            tasks/confirm-state: "|"
          lines: …
          at: 2026-11-21T10:00:03Z
        log:
          - { at: 2026-10-10T10:00:00Z, by: '@john_doe', event: note, note: customer joins late }
          - { at: 2026-10-11T07:00:00Z, by: "@john_doe", event: publish, evidence: http://server/support/runbooks/-/issues/1 }
    "#]].assert_eq(&office.plain(&office.file()));
}
