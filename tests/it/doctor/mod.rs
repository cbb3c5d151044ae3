//! `runbook doctor`, against servers on loopback: what it says, whom it asks, and who never hears of the token.

mod answers;
mod issues;
mod token;

use expect_test::expect;

use crate::{
    gitlab_server::{PROJECT, Server, TOKEN},
    sandbox::{Answer, Run, Sandbox},
};

/// A folder, a server that is meant, and one that is not.
struct Bench {
    sandbox: Sandbox,
    server: Server,
    evil: Server,
}

impl Bench {
    fn new() -> Self {
        Self { sandbox: Sandbox::new(), server: Server::start(), evil: Server::start() }
    }

    #[track_caller]
    fn doctor(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Answer {
        let run = Run { variables, ..Run::default() };
        let answer = self.sandbox.run_so(run, [&["doctor"], arguments].concat());
        // Also not over the end of a line.
        let joined: String = answer.text().split_whitespace().collect();
        assert!(!joined.contains(TOKEN), "{}", answer.text());
        answer
    }

    /// Returns what the doctor says where all is named as it should be.
    #[track_caller]
    fn usual(&self) -> Answer {
        let (url, token) = (self.server.url(), TOKEN);
        self.doctor(&[("GITLAB_HOST", &url), ("GITLAB_TOKEN", token), ("GITLAB_REPO", PROJECT)], &[])
    }

    /// Returns what was said, with names for the servers.
    fn shown(&self, answer: &Answer) -> String {
        let text = answer.text().replace(&self.server.url(), "http://server").replace(&self.evil.url(), "http://evil");
        let folder = self.sandbox.path().display().to_string();
        // git's version is that of the computer.
        let text = text.replace(&folder, "FOLDER");
        let lines = text.lines().filter(|line| !line.starts_with("git  "));
        lines.map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// Returns what stands below a heading, and the problems.
fn below<'a>(text: &'a str, heading: &str) -> &'a str {
    text.split_once(heading).map_or(text, |(_, rest)| rest).trim_start()
}

#[test]
fn where_all_is_well_the_doctor_says_so() {
    let bench = Bench::new();
    let answer = bench.usual();
    expect![[r#"
        Here
        configuration  .runbook.yaml
        runbooks       runbooks, not there yet
        templates      those built in
        user           @john_doe (RUNBOOK_USER)
        region         none
        now            2026-10-11 07:00:00 UTC (RUNBOOK_NOW)

        GitLab, as it is named here
        host                     http://server (GITLAB_HOST)
        interface                http://server/api/v4 (the host)
        certificate authorities  those of this computer
        token                    found (GITLAB_TOKEN)
        project                  support/runbooks (GITLAB_REPO)

        GitLab, as it answers
        who the token is  @jane_smith (Jane Smith)
        what it may       api; without an end
        version           18.6.0-ee
        project           support/runbooks, private
        role in it        Reporter (20)

        warning: the clock stands still
        help: RUNBOOK_NOW is for tests: unset it

        Nothing stops publishing.
        status 0
    "#]]
    .assert_eq(&bench.shown(&answer));
    expect![[r#"
        GET /api/v4/user
        GET /api/v4/personal_access_tokens/self
        GET /api/v4/metadata
        GET /api/v4/projects/support%2Frunbooks
    "#]]
    .assert_eq(&bench.server.log());
}

#[test]
fn offline_nobody_is_asked() {
    let bench = Bench::new();
    let url = bench.server.url();
    let variables = [("GITLAB_HOST", url.as_str()), ("GITLAB_TOKEN", TOKEN), ("GITLAB_REPO", PROJECT)];
    let answer = bench.doctor(&variables, &["--offline"]);
    expect![[r#"
        not asked  because of `--offline`

        warning: the clock stands still
        help: RUNBOOK_NOW is for tests: unset it

        Nothing stops publishing.
        status 0
    "#]]
    .assert_eq(below(&bench.shown(&answer), "GitLab, as it answers"));
    assert_eq!(bench.server.requests().len(), 0);
}

#[test]
fn without_anything_the_doctor_says_what_to_do() {
    let bench = Bench::new();
    let answer =
        bench.doctor(&[("RUNBOOK_USER", ""), ("RUNBOOK_NOW", "2026-11-21T10:00:00Z"), ("PATH", "/nonexistent")], &[]);
    expect![[r#"
        Here
        configuration  .runbook.yaml
        runbooks       runbooks, not there yet
        templates      those built in
        user           nobody
        region         none
        now            2026-11-21 10:00:00 UTC (RUNBOOK_NOW)

        GitLab, as it is named here
        host                     gitlab.com (the default, as nothing names another)
        interface                https://gitlab.com/api/v4 (the host)
        certificate authorities  those of this computer
        token                    none that may go there
        project                  none

        warning: marks will not say who made them
        help: set RUNBOOK_USER, or `user` in .runbook.yaml
        warning: the clock stands still
        help: RUNBOOK_NOW is for tests: unset it
        error: there is no token for gitlab.com
        help: make one with the scope `api` at https://gitlab.com/-/user_settings/personal_access_tokens, then set GITLAB_TOKEN and GITLAB_HOST=gitlab.com
        error: no project on gitlab.com is named
        help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml

        This stops publishing.
        status 1
    "#]].assert_eq(&bench.shown(&answer));
}

#[test]
fn a_broken_configuration_hides_nothing_else() {
    let bench = Bench::new();
    bench.sandbox.write(".runbook.yaml", "gitlab: { host: 'http://x', token: glpat-abcdefghij }\ntemplates: nowhere\n");
    let answer = bench.doctor(&[("RUNBOOK_NOW", "never"), ("GITLAB_HOST", "http://gitlab.example")], &[]);
    let shown = bench.shown(&answer);
    assert!(!shown.contains("glpat-abc"), "{shown}");
    // Without a fixed clock the time is that of the computer.
    let (before, after) = shown.split_once("now ").expect("a line with the time");
    expect![[r#"
        Here
        configuration  cannot be used, so that the defaults hold
        runbooks       runbooks, not there yet
        templates      those built in
        user           @john_doe (RUNBOOK_USER)
        region         none
        now …

        error[schema]: `host` cannot be `http://x`
         --> .runbook.yaml:1:17
          |
        1 | gitlab: { host: 'http://x', token: **************** }
          |                 ^^^^^^^^^^
          |
          = help: write the name, its port if that is not 443, and its folder if it is in one: `gitlab.example`, `example.com/gitlab`

        error[schema]: a token must not stand in the configuration
         --> .runbook.yaml:1:29
          |
        1 | gitlab: { host: 'http://x', token: **************** }
          |                             ^^^^^
          |
          = help: remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token

        error: .runbook.yaml has 2 problems
        error: RUNBOOK_NOW is no time: never
        help: write it as 2026-10-11T06:32:10Z, or as seconds since 1970
        error: GITLAB_HOST names no GitLab
        caused by: only `https` is allowed, so that nobody on the way reads along
        help: write it as gitlab.example.com; one in a folder of its host as example.com/gitlab

        This stops publishing.
        status 1
    "#]]
    .assert_eq(&format!("{before}now …\n{}", after.split_once('\n').expect("a line").1));
}

#[test]
fn machines_get_the_same() {
    let bench = Bench::new();
    bench.server.world(|world| world.project().visibility = "internal");
    let url = bench.server.url();
    let variables = [("GITLAB_HOST", url.as_str()), ("GITLAB_TOKEN", TOKEN), ("GITLAB_REPO", PROJECT)];
    let answer = bench.doctor(&variables, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!((&json["version"], &json["status"]), (&1.into(), &0.into()));
    let names: Vec<_> = json["found"].as_array().expect("a list").iter().map(|line| &line["name"]).collect();
    assert!(names.contains(&&"token".into()) && names.contains(&&"role in it".into()), "{names:?}");
    expect![[r#"
        [
          {
            "level": "warning",
            "about": "now",
            "message": "the clock stands still",
            "causes": [],
            "help": [
              "RUNBOOK_NOW is for tests: unset it"
            ]
          },
          {
            "level": "warning",
            "about": "project",
            "message": "support/runbooks is internal: if the issue is ever made visible, all who are signed in can read it",
            "causes": [],
            "help": []
          }
        ]
    "#]].assert_eq(&format!("{:#}\n", json["problems"]).replace(&url, "http://server"));
}
