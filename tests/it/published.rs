//! A runbook whose issue shows what it says, as `publish` leaves them, for what comes afterwards.

use chrono::DateTime;
use expect_test::Expect;
use runbook::{
    document::{Document, Edit, Route, Source, Value, apply},
    render::{self, IssueOptions, Templates},
    sync,
};

use crate::{
    gitlab_server::{PROJECT, Server, TOKEN},
    sandbox::{Answer, NOW, Run, Sandbox},
};

/// A runbook whose issue shows what it says, as `publish` leaves them.
pub(crate) struct Published {
    pub(crate) server: Server,
    pub(crate) sandbox: Sandbox,
}

/// The file of the runbook.
pub(crate) const FILE: &str = "runbooks/acme.yaml";

impl Published {
    pub(crate) fn of(runbook: &str) -> Self {
        Self::on(Server::start(), runbook)
    }

    /// Publishes on this server.
    pub(crate) fn on(server: Server, runbook: &str) -> Self {
        let sandbox = Sandbox::new();
        let url = format!("{}/{PROJECT}/-/issues/1", server.url());
        let set = |text: &str, edits: &[Edit]| {
            let source = Source::from_text(FILE, text.to_owned()).expect("a text");
            apply(&source, edits).expect("edits")
        };
        let key = |key: &'static str| Route::top().key("sync").key(key);
        let text = set(
            runbook,
            &[
                Edit::set(key("issue"), url.as_str()),
                Edit::set(key("id"), "rb7f3k2m9q"),
                Edit::set(key("state"), "live"),
                Edit::set(key("rev"), Value::Integer(1)),
            ],
        );
        let source = Source::from_text(FILE, text.clone()).expect("a text");
        let document = Document::parse(&source).expect("a runbook");
        let templates = Templates::with_overrides(Vec::<(String, String)>::new()).expect("templates");
        let options = IssueOptions { quick_actions: false };
        let body = render::issue(&document.runbook, &templates, &options).expect("a body");
        let now = DateTime::parse_from_rfc3339(NOW).expect("a time").to_utc();
        let text = set(&text, &sync::initial(&body).edits(&document, now));
        sandbox.write(FILE, text);
        server.world(|world| {
            world.set_time("2026-10-11T06:00:00Z");
            world.put_issue("Acme - Enforce 2FA on All Groups", &body);
        });
        Self { server, sandbox }
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.run_in(&self.sandbox, arguments)
    }

    /// Runs in another folder, as on another computer.
    #[track_caller]
    pub(crate) fn run_in(&self, sandbox: &Sandbox, arguments: &[&str]) -> Answer {
        let variables = [("GITLAB_HOST", &*self.server.url()), ("GITLAB_TOKEN", TOKEN)];
        let answer = sandbox.run_so(Run { variables: &variables, ..Run::default() }, arguments);
        assert!(!answer.text().contains(TOKEN), "the token is shown: {}", answer.text());
        answer
    }

    /// Runs and compares what is said, and what was asked of the server.
    #[track_caller]
    pub(crate) fn check(&self, arguments: &[&str], said: Expect, asked: Expect) {
        let before = self.server.log().len();
        let answer = self.run(arguments);
        said.assert_eq(&answer.text().replace(&self.server.url(), "https://gitlab.example"));
        asked.assert_eq(&self.server.log()[before..].replace("support%2Frunbooks", "P"));
    }

    pub(crate) fn file(&self) -> String {
        self.sandbox.text(FILE)
    }

    pub(crate) fn body(&self) -> String {
        self.server.issue(1).description
    }
}
