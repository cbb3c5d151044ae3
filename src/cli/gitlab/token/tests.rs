//! Whose token goes where, from what is said to the token that is sent.

use super::*;
use crate::cli::gitlab::{
    host,
    testing::{Said, context, known},
};

/// Says where the token of the environment goes, and who says whose it is.
#[track_caller]
fn check(said: &Said<'_>, expected: &str) {
    let context = context(said);
    let known = known(said, &context).expect("readable");
    let host = match said.issue {
        Some(url) => host::of_issue(&known, url).expect("an address"),
        None => host::host(&known).expect("one host"),
    };
    let shown = match choose(&known, &host.value) {
        Choice::Token(token) => format!("{} to {}", token.source, host.value),
        Choice::Foreign { token, owner } => {
            format!("{} not to {}, is for {} ({})", token.source, host.value, owner.value, owner.source)
        }
        Choice::Missing(_) => format!("nothing to {}", host.value),
    };
    assert_eq!(shown, expected, "{said:?}");
}

const TOKEN: (&str, &str) = ("GITLAB_TOKEN", "glpat-abcdefghij0123456789");

#[test]
fn the_token_of_the_environment_goes_where_its_owner_says_and_nowhere_else() {
    let none = Said::default();
    let named = ("GITLAB_HOST", "gitlab.example");
    let job = [TOKEN, ("GITLAB_CI", "true"), ("CI_SERVER_URL", "https://ci.example")];
    check(&none, "nothing to gitlab.com");
    check(&Said { variables: &[TOKEN], ..none }, "GITLAB_TOKEN to gitlab.com");
    check(&Said { variables: &[TOKEN, named], ..none }, "GITLAB_TOKEN to gitlab.example");
    check(&Said { variables: &[TOKEN], host: Some("other.example"), ..none }, "GITLAB_TOKEN to other.example");
    check(
        &Said { variables: &[TOKEN, named], host: Some("other.example"), ..none },
        "GITLAB_TOKEN not to other.example, is for gitlab.example (GITLAB_HOST)",
    );
    check(
        &Said { variables: &[TOKEN], configured: Some("evil.example"), ..none },
        "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
    check(
        &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..none },
        "GITLAB_TOKEN not to evil.example, is for gitlab.example (GITLAB_HOST)",
    );
    check(
        &Said { variables: &[TOKEN, named], configured: Some("gitlab.example"), ..none },
        "GITLAB_TOKEN to gitlab.example",
    );
    check(
        &Said { variables: &[TOKEN, named], configured: Some("gitlab.example:8443"), ..none },
        "GITLAB_TOKEN not to gitlab.example:8443, is for gitlab.example (GITLAB_HOST)",
    );
    check(&Said { variables: &job, ..none }, "GITLAB_TOKEN to ci.example");
    check(
        &Said { variables: &job, configured: Some("evil.example"), ..none },
        "GITLAB_TOKEN not to evil.example, is for ci.example (CI_SERVER_URL)",
    );
    // A variable that GitLab sets is no word of the person's, who can say otherwise.
    check(&Said { variables: &job, host: Some("other.example"), ..none }, "GITLAB_TOKEN to other.example");
    // Outside a job the variable says nothing.
    check(
        &Said { variables: &[TOKEN, ("CI_SERVER_URL", "https://evil.example")], ..none },
        "GITLAB_TOKEN to gitlab.com",
    );
}

#[test]
fn the_address_of_an_issue_says_where_it_is_and_not_who_may_have_the_token() {
    let evil = Said { issue: Some("https://evil.example/group/project/-/issues/7"), ..Said::default() };
    let named = ("GITLAB_HOST", "https://gitlab.example/");
    check(
        &Said { variables: &[TOKEN], ..evil },
        "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
    check(
        &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..evil },
        "GITLAB_TOKEN not to evil.example, is for gitlab.example (GITLAB_HOST)",
    );
    check(&Said { variables: &[TOKEN], host: Some("evil.example"), ..evil }, "GITLAB_TOKEN to evil.example");
    let good = Said { issue: Some("https://gitlab.example/group/project/-/issues/7"), ..evil };
    check(&Said { variables: &[TOKEN, named], ..good }, "GITLAB_TOKEN to gitlab.example");
    check(
        &Said { variables: &[TOKEN, named], configured: Some("evil.example"), ..good },
        "GITLAB_TOKEN to gitlab.example",
    );
    for other in ["gitlab.example.evil.example", "gitlab.example:8443", "gitlab.example.", "evil.example"] {
        let url = format!("https://{other}/group/project/-/issues/7");
        let said = Said { variables: &[TOKEN, named], issue: Some(&url), ..evil };
        check(&said, &format!("GITLAB_TOKEN not to {other}, is for gitlab.example (GITLAB_HOST)"));
    }
}

#[test]
fn the_token_of_a_gitlab_in_a_folder_goes_to_nothing_else_on_that_host() {
    let folder = ("GITLAB_HOST", "https://example.com/gitlab");
    let none = Said { variables: &[TOKEN, folder], ..Said::default() };
    check(&none, "GITLAB_TOKEN to example.com/gitlab");
    check(&Said { configured: Some("example.com/gitlab"), ..none }, "GITLAB_TOKEN to example.com/gitlab");
    check(&Said { configured: Some("example.com"), ..none }, "GITLAB_TOKEN to example.com/gitlab");
    for other in ["example.com/evil", "example.com/gitlab-evil", "example.com:8443/gitlab", "evil.example/gitlab"] {
        check(
            &Said { configured: Some(other), ..none },
            &format!("GITLAB_TOKEN not to {other}, is for example.com/gitlab (GITLAB_HOST)"),
        );
    }
    check(
        &Said { issue: Some("https://example.com/gitlab/group/project/-/issues/7"), ..none },
        "GITLAB_TOKEN to example.com/gitlab",
    );
    let whole = Said { variables: &[TOKEN, ("GITLAB_HOST", "example.com")], ..Said::default() };
    check(&Said { configured: Some("example.com/gitlab"), ..whole }, "GITLAB_TOKEN to example.com/gitlab");
    let glab = Said { glab: "hosts:\n  example.com/gitlab: { token: a }\n", ..Said::default() };
    check(&Said { host: Some("example.com/gitlab"), ..glab }, "glab.yml to example.com/gitlab");
    check(&Said { host: Some("example.com/evil"), ..glab }, "nothing to example.com/evil");
    check(
        &Said { issue: Some("https://example.com/gitlab/group/project/-/issues/7"), ..glab },
        "glab.yml to example.com/gitlab",
    );
}

#[test]
fn a_script_is_told_what_to_say_and_a_person_is_asked_in_spite_of_yes() {
    let said = Said { variables: &[TOKEN], configured: Some("gitlab.example"), ..Said::default() };
    let context = context(&said);
    let known = known(&said, &context).expect("readable");
    let host = host::host(&known).expect("one host");
    let (mut script, ..) = crate::cli::ui::testing::ui(None);
    let error = token(&known, &host, &mut script).expect_err("no person").to_text(false);
    expect_test::expect![[r"
            error: the token in GITLAB_TOKEN does not go to gitlab.example
            caused by: it is for gitlab.com (the default, as GITLAB_HOST is not set), and gitlab.example is only named by `gitlab.host` in .runbook.yaml
            help: if it is for gitlab.example, say so: set GITLAB_HOST=gitlab.example, or give `--host gitlab.example`
        "]].assert_eq(&error);
    let (mut person, _, err) = crate::cli::ui::testing::ui(Some("n\ny\n"));
    assert!(token(&known, &host, &mut person).is_err());
    assert_eq!(token(&known, &host, &mut person).expect("allowed").source, "GITLAB_TOKEN");
    assert!(err.text().contains("Send it to gitlab.example? [y/N]"), "{}", err.text());
    assert!(!err.text().contains("glpat"), "{}", err.text());
}

const GLAB: &str = "host: gitlab.example\nhosts:\n  gitlab.example:\n    token: !!null glpat-of-file\n    api_host: gitlab.example\n  other.example:8443:\n    token: glpat-of-other\n  empty.example:\n    user: jane\n";

#[test]
fn a_token_of_glabs_file_goes_to_the_host_that_it_stands_under() {
    let glab = Said { glab: GLAB, ..Said::default() };
    check(&glab, "glab.yml to gitlab.example");
    check(&Said { variables: &[TOKEN, ("GITLAB_HOST", "gitlab.example")], ..glab }, "GITLAB_TOKEN to gitlab.example");
    check(&Said { variables: &[TOKEN], ..glab }, "glab.yml to gitlab.example");
    check(
        &Said { configured: Some("other.example:8443"), variables: &[TOKEN], ..glab },
        "glab.yml to other.example:8443",
    );
    check(&Said { configured: Some("other.example"), ..glab }, "nothing to other.example");
    check(&Said { host: Some("evil.example"), ..glab }, "nothing to evil.example");
    check(&Said { host: Some("empty.example"), ..glab }, "nothing to empty.example");
    check(&Said { issue: Some("https://other.example:8443/a/b/-/issues/7"), ..glab }, "glab.yml to other.example:8443");
    check(&Said { issue: Some("http://127.0.0.1:8443/a/b/-/issues/7"), ..glab }, "nothing to http://127.0.0.1:8443");
    check(&Said { host: Some("empty.example"), variables: &[TOKEN], ..glab }, "GITLAB_TOKEN to empty.example");
    check(
        &Said { configured: Some("empty.example"), variables: &[TOKEN], ..glab },
        "GITLAB_TOKEN not to empty.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
}

#[test]
fn a_host_that_a_remote_names_gets_the_token_of_its_own_only() {
    let remote = Said { remotes: &["origin git@gitlab.example:group/project.git"], ..Said::default() };
    check(
        &Said { variables: &[TOKEN], ..remote },
        "GITLAB_TOKEN not to gitlab.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
    check(&Said { glab: GLAB, ..remote }, "glab.yml to gitlab.example");
    check(&Said { variables: &[TOKEN, ("GL_HOST", "gitlab.example")], ..remote }, "GITLAB_TOKEN to gitlab.example");
    let evil = Said { remotes: &["origin https://evil.example/group/project.git"], ..Said::default() };
    check(
        &Said { variables: &[TOKEN], ..evil },
        "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
    // glab does not know it, so it is no GitLab.
    check(&Said { glab: GLAB, ..evil }, "glab.yml to gitlab.example");
    check(&Said { variables: &[TOKEN, ("GITLAB_HOST", "gitlab.example")], ..evil }, "GITLAB_TOKEN to gitlab.example");
}

#[test]
fn the_file_of_a_repository_sends_no_token_but_its_own() {
    let own = "host: evil.example\nhosts:\n  gitlab.example:\n    api_host: evil.example\n    ca_cert: evil.pem\n";
    let said = Said { glab: GLAB, own_glab: own, host: Some("gitlab.example"), ..Said::default() };
    let context = context(&said);
    let known = known(&said, &context).expect("readable");
    let host = host::host(&known).expect("one host");
    let Choice::Token(granted) = choose(&known, &host.value) else { panic!("a token") };
    assert_eq!(granted.source, "glab.yml");
    let api = crate::cli::gitlab::client::api(&known, &host.value, &granted).expect("an address");
    assert_eq!(api.value.to_string(), "https://gitlab.example/api/v4");
    assert_eq!(crate::cli::gitlab::client::authorities(&known, &host.value, &granted), None);
    // And the host that it names gets nothing.
    check(
        &Said { host: None, variables: &[TOKEN], ..said },
        "GITLAB_TOKEN not to evil.example, is for gitlab.com (the default, as GITLAB_HOST is not set)",
    );
}

#[test]
fn the_address_of_the_interface_belongs_to_the_token_that_it_came_with() {
    let api = |said: &Said<'_>| {
        let context = context(said);
        let known = known(said, &context).expect("readable");
        let host = host::host(&known).expect("one host");
        let Choice::Token(granted) = choose(&known, &host.value) else { panic!("a token: {said:?}") };
        let api = crate::cli::gitlab::client::api(&known, &host.value, &granted).expect("an address");
        format!("{} by {}, {}", granted.source, api.source, api.value)
    };
    let elsewhere = "hosts:\n  gitlab.example:\n    token: glpat-of-file\n    api_host: api.example:8443\n";
    let named = ("GITLAB_HOST", "gitlab.example");
    let at = ("GITLAB_API_HOST", "api.other");
    let none = Said::default();
    assert_eq!(
        api(&Said { glab: elsewhere, ..none }),
        "glab.yml by `api_host` in glab.yml, https://api.example:8443/api/v4"
    );
    // The variable is of the environment's host, and the file's token is not.
    assert_eq!(
        api(&Said { glab: elsewhere, variables: &[at], ..none }),
        "glab.yml by `api_host` in glab.yml, https://api.example:8443/api/v4"
    );
    // The file sends the environment's token nowhere.
    assert_eq!(
        api(&Said { glab: elsewhere, variables: &[TOKEN, named], ..none }),
        "GITLAB_TOKEN by the host, https://gitlab.example/api/v4"
    );
    assert_eq!(
        api(&Said { variables: &[TOKEN, named, at], ..none }),
        "GITLAB_TOKEN by GITLAB_API_HOST, https://api.other/api/v4"
    );
    assert_eq!(
        api(&Said { variables: &[TOKEN, ("GITLAB_HOST", "https://example.com/gitlab/")], ..none }),
        "GITLAB_TOKEN by the host, https://example.com/gitlab/api/v4"
    );
    let job = [
        TOKEN,
        ("GITLAB_CI", "true"),
        ("CI_SERVER_URL", "https://ci.example"),
        ("CI_API_V4_URL", "https://ci.example/root/api/v4"),
    ];
    assert_eq!(api(&Said { variables: &job, ..none }), "GITLAB_TOKEN by CI_API_V4_URL, https://ci.example/root/api/v4");
    assert_eq!(
        api(&Said { variables: &job, host: Some("other.example"), ..none }),
        "GITLAB_TOKEN by the host, https://other.example/api/v4"
    );
}

#[test]
fn a_token_that_cannot_be_used_is_explained() {
    let said = |glab: &str, variables: &[(&'static str, &str)]| {
        let said = Said { glab, variables, host: Some("gitlab.example"), ..Said::default() };
        let context = context(&said);
        let known = known(&said, &context).expect("readable");
        let host = host::host(&known).expect("one host");
        let (mut ui, ..) = crate::cli::ui::testing::ui(None);
        token(&known, &host, &mut ui).expect_err("no token").to_text(false)
    };
    let of = |entry: &str| format!("hosts:\n  gitlab.example:\n{entry}");
    let expired = of("    token: abc\n    is_oauth2: \"true\"\n    oauth2_expiry_date: 20 Nov 26 10:00 UTC\n");
    expect_test::expect![[r#"
            error: there is no token for gitlab.example
            caused by: the one of glab's glab.yml is out of date
            help: glab renews it when it asks GitLab: run `glab auth status`; or set GITLAB_TOKEN
        "#]]
    .assert_eq(&said(&expired, &[]));
    expect_test::expect![[r#"
            error: there is no token for gitlab.example
            caused by: glab keeps it in the keyring of this computer, which is not read
            help: hand it over: GITLAB_HOST=gitlab.example GITLAB_TOKEN=$(glab config get token --host gitlab.example)
        "#]]
    .assert_eq(&said(&of("    token: \"\"\n    use_keyring: \"true\"\n"), &[]));
    expect_test::expect![[r#"
            error: there is no token for gitlab.example
            caused by: the token of a CI job (CI_JOB_TOKEN) cannot reach issues
            help: add a masked and protected CI variable GITLAB_TOKEN: a project token with the role Planner and the scope `api`
        "#]].assert_eq(&said("", &[("CI_JOB_TOKEN", "glcbt-64_x")]));
    expect_test::expect![[r#"
            error: there is no token for gitlab.example
            help: make one with the scope `api` at https://gitlab.example/-/user_settings/personal_access_tokens, then set GITLAB_TOKEN and GITLAB_HOST=gitlab.example
        "#]].assert_eq(&said("", &[]));
}

#[test]
fn no_format_of_what_is_known_shows_a_token() {
    let remotes = ["origin https://jane:glpat-of-remote@gitlab.example/group/project.git"];
    let said = Said { variables: &[TOKEN], glab: GLAB, remotes: &remotes, ..Said::default() };
    let context = context(&said);
    let known = known(&said, &context).expect("readable");
    let site = Site::parse("evil.example").expect("a site");
    let shown = format!("{known:?} {known:#?} {:?} {context:?}", choose(&known, &site));
    assert!(shown.contains("Secret([hidden])") && !shown.contains("glpat"), "{shown}");
}
