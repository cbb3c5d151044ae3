//! Who hears of the token, and who does not.

use std::{fs, os::unix::fs::PermissionsExt};

use expect_test::expect;

use super::{Bench, below};
use crate::gitlab_server::{Fault, PROJECT, TOKEN};

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
