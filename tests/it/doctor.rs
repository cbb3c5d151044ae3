//! `runbook doctor`, against servers on loopback: what it says, whom it asks, and who never hears of the token.

use std::{fs, os::unix::fs::PermissionsExt};

use expect_test::{Expect, expect};

use crate::{
    gitlab_server::{Fault, PROJECT, Server, TOKEN},
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
    bench
        .sandbox
        .write(".runbook.yaml", "gitlab: { host: 'https://x', token: glpat-abcdefghij }\ntemplates: nowhere\n");
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

        error[schema]: `host` cannot be `https://x`
         --> .runbook.yaml:1:17
          |
        1 | gitlab: { host: 'https://x', token: **************** }
          |                 ^^^^^^^^^^^
          |
          = help: write only the name and, if it is not 443, the port: `gitlab.example`

        error[schema]: a token must not stand in the configuration
         --> .runbook.yaml:1:30
          |
        1 | gitlab: { host: 'https://x', token: **************** }
          |                              ^^^^^
          |
          = help: remove it and set `GITLAB_TOKEN` in the environment; if others could read the file, revoke the token

        error: .runbook.yaml has 2 problems
        error: RUNBOOK_NOW is no time: never
        help: write it as 2026-10-11T06:32:10Z, or as seconds since 1970
        error: GITLAB_HOST names no GitLab
        caused by: only `https` is allowed, so that nobody on the way reads along
        help: write it as gitlab.example.com

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

/// What would stop publishing, one after the other.
#[test]
fn what_publish_would_refuse_is_said_with_what_to_do() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut crate::gitlab_server::World), expected: &Expect) {
        let bench = Bench::new();
        bench.server.world(change);
        let answer = bench.usual();
        let shown = bench.shown(&answer);
        expected.assert_eq(below(&shown, "unset it\n"));
    }
    check(
        |world| world.project().visibility = "public",
        &expect![[r#"
        error: support/runbooks is public, where one click makes an issue readable for everybody
        help: name a private project with `--project`; if it must be this one: `--allow-public`
        warning: support/runbooks is public: if the issue is ever made visible, everybody can read it

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.project().is_archived = true,
        &expect![[r#"
        error: support/runbooks is archived, and takes no issue
        help: name another project with `--project`

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.project().issues_access = "disabled",
        &expect![[r#"
        error: support/runbooks has no issues
        help: turn them on in the project's settings, or name another project

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.user("jane_smith").access = 10,
        &expect![[r#"
        error: your role in support/runbooks is below Planner, so GitLab may drop that an issue is confidential
        help: ask for the role Planner or Reporter in the project

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.user("jane_smith").access = 0,
        &expect![[r#"
        error: GET http://server/api/v4/projects/support%2Frunbooks found nothing: it is not there, or the token's user may not see it
        help: check the path, and that the token's user is a member of the project

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.user("jane_smith").scopes = vec!["read_api"],
        &expect![[r#"
        error: the token lacks the scope `api`, so it can read and not write
        help: make a token with the scope `api`

        This stops publishing.
        status 1
    "#]],
    );
    check(
        |world| world.user("jane_smith").is_expired = true,
        &expect![[r#"
        error: 127.0.0.1 does not know the token: it may be mistyped, expired or revoked
        help: make a new token with the scope `api`, and set it as `GITLAB_TOKEN`

        This stops publishing.
        status 1
    "#]],
    );
}

#[test]
fn a_server_that_does_not_answer_leaves_a_question_open() {
    let bench = Bench::new();
    bench.server.fail(Fault::status(418, TOKEN));
    let answer = bench.usual();
    expect![[r#"
        unknown: the server answered GET http://server/api/v4/user with status 418, which GitLab does not
        help: look whether the server is well, then run the same command again

        Not everything could be looked at.
        status 2
    "#]]
    .assert_eq(below(&bench.shown(&answer), "unset it\n"));
}

/// The heart of it: neither a file nor a remote nor both can have the token of the environment.
#[test]
fn a_host_that_a_file_or_a_remote_names_never_hears_of_the_token() {
    let named = |variables: &[(&str, &str)], prepare: &dyn Fn(&Bench)| {
        let bench = Bench::new();
        prepare(&bench);
        let url = bench.server.url();
        let all: Vec<_> = variables.iter().map(|(name, value)| (*name, value.replace("SERVER", &url))).collect();
        let all: Vec<_> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = bench.doctor(&all, &["--project", PROJECT]);
        let shown = bench.shown(&answer);
        assert_eq!(bench.evil.requests().len(), 0, "{shown}");
        (bench.server.requests().len(), answer.status, shown)
    };
    let host = |url: &str| url.trim_start_matches("http://").to_owned();
    let by_file = |bench: &Bench| {
        bench
            .sandbox
            .write(".runbook.yaml", format!("gitlab: {{ host: '{}', project: a/b }}\n", host(&bench.evil.url())));
    };
    let by_remote = |bench: &Bench| {
        bench.sandbox.git(&["init", "--quiet"]);
        bench.sandbox.git(&["remote", "add", "origin", &format!("{}/a/b.git", bench.evil.url())]);
    };
    let by_glab = |bench: &Bench| {
        bench.sandbox.git(&["init", "--quiet"]);
        let (evil, good) = (host(&bench.evil.url()), host(&bench.server.url()));
        // Its own token, the interface of the good host, and a default host.
        let text = format!(
            "host: {evil}\nhosts:\n  {good}: {{ api_host: {evil}, api_protocol: http }}\n  {evil}: {{ api_protocol: http }}\n"
        );
        bench.sandbox.write(".git/glab-cli/config.yml", text);
    };
    let token = ("GITLAB_TOKEN", TOKEN);
    for prepare in [&by_file as &dyn Fn(&Bench), &by_remote, &by_glab] {
        // The token is for gitlab.com, or for the good host.
        let (n_requests, status, shown) = named(&[token], prepare);
        assert_eq!((n_requests, status), (0, 1), "{shown}");
        assert!(shown.contains("the token in GITLAB_TOKEN does not go to http://evil"), "{shown}");
    }
    for prepare in [&by_remote as &dyn Fn(&Bench), &by_glab] {
        let (n_requests, status, shown) = named(&[token, ("GITLAB_HOST", "SERVER")], prepare);
        assert_eq!((n_requests, status), (4, 0), "{shown}");
    }
    let (n_requests, status, shown) = named(&[token, ("GITLAB_HOST", "SERVER")], &by_file);
    assert_eq!((n_requests, status), (0, 1), "{shown}");
    // A CI job of the good host, with a file of a merge request.
    let job = [token, ("GITLAB_CI", "true"), ("CI_SERVER_URL", "SERVER")];
    let (n_requests, status, shown) = named(&job, &by_file);
    assert_eq!((n_requests, status), (0, 1), "{shown}");
}

/// A server, or a proxy that somebody put before it, says back what it was told, in each place where that can be.
#[test]
fn an_echo_of_the_token_is_not_shown() {
    for (status, body) in [
        (400, format!(r#"{{"error": "no {TOKEN}"}}"#)),
        (422, format!(r#"{{"message": {{"title": ["is {TOKEN}"]}}}}"#)),
        (403, format!(r#"{{"error": "insufficient_scope", "scope": "{TOKEN}"}}"#)),
        (200, format!(r#"{{"id": 1, "username": "{TOKEN}", "name": "Bearer {TOKEN}"}}"#)),
        (200, format!(r#"{{"id": 1, "username": "{}{TOKEN}", "name": "x"}}"#, "x".repeat(50))),
        (200, format!(r#"{{"id": "{TOKEN}"}}"#)),
    ] {
        let bench = Bench::new();
        bench.server.fail(Fault::status(status, &body));
        let url = bench.server.url();
        let variables = [("GITLAB_HOST", url.as_str()), ("GITLAB_TOKEN", TOKEN), ("GITLAB_REPO", PROJECT)];
        for arguments in [&["--verbose"][..], &["--format", "json"]] {
            bench.server.fail(Fault::status(status, &body));
            bench.doctor(&variables, arguments);
        }
    }
    let bench = Bench::new();
    bench.server.fail(Fault::with_header(302, "location", &format!("https://evil.example/{TOKEN}")));
    bench.usual();
}

#[test]
fn the_token_of_glabs_file_is_found_and_its_mode_looked_at() {
    let bench = Bench::new();
    let host = bench.server.url().trim_start_matches("http://").to_owned();
    let text = format!(
        "host: {host}\nhosts:\n  {host}:\n    token: !!null {TOKEN}\n    api_protocol: http\n    api_host: {host}\n"
    );
    bench.sandbox.write("home/.config/glab-cli/config.yml", text);
    let file = bench.sandbox.path().join("home/.config/glab-cli/config.yml");
    let home = bench.sandbox.path().join("home").display().to_string();
    let variables = [("HOME", home.as_str()), ("GITLAB_REPO", PROJECT)];
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("permissions");
    let answer = bench.doctor(&variables, &[]);
    expect![[r#"
        host                     http://server (glab's
                                 ~/.config/glab-cli/config.yml)
        interface                http://server/api/v4 (the host)
        certificate authorities  those of this computer
        token                    found (~/.config/glab-cli/config.yml)
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
    .assert_eq(below(&bench.shown(&answer), "as it is named here"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("permissions");
    let open = bench.doctor(&variables, &["--offline"]);
    expect![[r#"
        warning: ~/.config/glab-cli/config.yml holds a token, and others on this computer can read it: chmod 600 ~/.config/glab-cli/config.yml

        Nothing stops publishing.
        status 0
    "#]].assert_eq(below(&bench.shown(&open), "unset it\n"));
}

#[test]
fn a_wait_for_the_server_is_said() {
    let bench = Bench::new();
    bench.server.fail(Fault::status(503, ""));
    let answer = bench.usual();
    assert!(answer.err.starts_with("No usable answer from GitLab; trying again in "), "{}", answer.text());
    assert_eq!(answer.status, 0, "{}", answer.text());
}
