//! GitLab says no in all its ways, or what it says never arrives.

use expect_test::{Expect, expect};
use runbook::services::gitlab::{GitLabError, ProjectPath};
use serde_json::json;

use super::{create, describe, gitlab, issue, project};
use crate::gitlab_server::{Fault, Server, TOKEN};

/// Holds what an answer means against the expectation: message, help, and whether to look before asking again.
#[track_caller]
fn check(status: u16, body: &str, expected: Expect) {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    server.fail(Fault::status(status, body));
    let error = asked.create_issue(&project(), &issue("a", "b")).expect_err("an error");
    let help = error.help().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let look = if error.may_have_happened() { "\nlook first" } else { "" };
    expected.assert_eq(&format!("{error}{help}{look}\n").replace(&server.url(), "http://server"));
}

#[test]
fn each_no_says_what_it_means() {
    check(
        401,
        r#"{"message":"401 Unauthorized"}"#,
        expect![[r#"
        127.0.0.1 does not know the token: it may be mistyped, expired or revoked
        help: make a new token with the scope `api`, and set it as `GITLAB_TOKEN`
    "#]],
    );
    check(
        401,
        r#"{"error":"invalid_token","error_description":"Token was revoked."}"#,
        expect![[r#"
        127.0.0.1 does not know the token: it may be mistyped, expired or revoked
        help: make a new token with the scope `api`, and set it as `GITLAB_TOKEN`
    "#]],
    );
    check(
        403,
        r#"{"message":"403 Forbidden"}"#,
        expect![[r#"
        the token's user may not do this (POST http://server/api/v4/projects/support%2Frunbooks/issues, status 403)
        help: ask for the role Planner or Reporter in the project
    "#]],
    );
    check(
        403,
        r#"{"error":"insufficient_scope","error_description":"x","scope":"api"}"#,
        expect![[r#"
        the token lacks the scope `api` for POST http://server/api/v4/projects/support%2Frunbooks/issues
        help: make a token with the scope `api`; the job token of a pipeline cannot reach issues
    "#]],
    );
    check(
        403,
        r#"{"error":"insufficient_granular_scope","error_description":"Access denied: it lacks the required permissions: [Work Item: Create]."}"#,
        expect![[r#"
        the fine-grained token lacks a permission (Work Item: Create) for POST http://server/api/v4/projects/support%2Frunbooks/issues
        help: give the token this permission for the project, or make one with the scope `api`; `runbook` reads the user, the project, issues and notes, and makes and updates issues
    "#]],
    );
    check(
        404,
        r#"{"message":"404 Project Not Found"}"#,
        expect![[r#"
        POST http://server/api/v4/projects/support%2Frunbooks/issues found nothing: it is not there, or the token's user may not see it
        help: check the path, and that the token's user is a member of the project
    "#]],
    );
    check(
        400,
        r#"{"error":"title is missing"}"#,
        expect![[r#"
        GitLab refused POST http://server/api/v4/projects/support%2Frunbooks/issues (status 400: title is missing)
    "#]],
    );
    check(
        400,
        r#"{"message":{"title":["is too long (maximum is 255 characters)"]}}"#,
        expect![[r#"
        GitLab refused POST http://server/api/v4/projects/support%2Frunbooks/issues (status 400: title is too long (maximum is 255 characters))
    "#]],
    );
    check(
        422,
        r#"{"message":{"error":"looks like spam"}}"#,
        expect![[r#"
        GitLab refused POST http://server/api/v4/projects/support%2Frunbooks/issues (status 422: looks like spam)
    "#]],
    );
    check(
        409,
        r#"{"message":"Duplicated issue"}"#,
        expect![[r#"
        GitLab refused POST http://server/api/v4/projects/support%2Frunbooks/issues (status 409)
    "#]],
    );
    check(
        409,
        r#"{"message":"409 Conflict: Resource lock"}"#,
        expect![[r#"
        somebody changed the issue in the same moment (POST http://server/api/v4/projects/support%2Frunbooks/issues, status 409)
        help: nothing was written; run the same command again
    "#]],
    );
    check(
        409,
        r#"{"needs_captcha_response":true,"spam_log_id":7,"captcha_site_key":"x","message":{"error":"Your issue looks like spam."}}"#,
        expect![[r#"
        GitLab refused POST http://server/api/v4/projects/support%2Frunbooks/issues (status 409: Your issue looks like spam.)
    "#]],
    );
    check(
        413,
        "<html><h1>413 Request Entity Too Large</h1></html>",
        expect![[r#"
        POST http://server/api/v4/projects/support%2Frunbooks/issues is longer than the server takes (status 413)
        help: shorten the runbook: GitLab takes 1,048,576 bytes in a description
    "#]],
    );
    check(
        500,
        r#"{"message":"500 Internal Server Error"}"#,
        expect![[r#"
        the server failed at POST http://server/api/v4/projects/support%2Frunbooks/issues (status 500)
        help: look whether the server is well, then run the same command again
        look first
    "#]],
    );
    check(
        502,
        "<html>GitLab is not responding</html>",
        expect![[r#"
        the server failed at POST http://server/api/v4/projects/support%2Frunbooks/issues (status 502)
        help: look whether the server is well, then run the same command again
        look first
    "#]],
    );
    check(
        418,
        "",
        expect![[r#"
        the server answered POST http://server/api/v4/projects/support%2Frunbooks/issues with status 418, which GitLab does not
        help: look whether the server is well, then run the same command again
        look first
    "#]],
    );
}

#[test]
fn too_many_requests_are_said_with_the_wait() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    server.fail(Fault::with_header(429, "retry-after", "3600"));
    let error = asked.user().expect_err("too often");
    expect!["the server has had too many requests, and asks to wait 3600 seconds"].assert_eq(&error.to_string());
}

#[test]
fn what_the_server_says_back_is_not_shown() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    for status in [400, 401, 403, 404, 409, 413, 418, 422, 500] {
        for body in [
            format!("<html>{TOKEN} the customer's text</html>"),
            json!({ "message": format!("{TOKEN} the customer's text") }).to_string(),
            json!({ "message": { "title": [TOKEN] } }).to_string(),
            json!({ "error": format!("\u{1b}[2J{TOKEN}") }).to_string(),
        ] {
            server.fail(Fault::status(status, &body));
            let error = asked.create_issue(&project(), &issue("a", "b")).expect_err("an error");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(TOKEN) && !shown.contains("customer"), "{shown}");
            assert!(!shown.contains('\u{1b}') && !shown.contains("u{1b}"), "{shown}");
        }
    }
}

#[test]
fn a_broken_answer_is_never_an_issue() {
    for fault in [Fault::BreakAnswer, Fault::CutAnswer, Fault::EndlessAnswer, Fault::NoHttp, Fault::status(201, "{}")] {
        let server = Server::start();
        let asked = gitlab(&server, TOKEN);
        server.fail(fault.clone());
        let error = asked.create_issue(&project(), &issue("a", "b")).expect_err("no issue");
        assert!(error.may_have_happened(), "{fault:?}: {error}");
        assert_eq!(server.count("POST"), 1);
    }
}

#[test]
fn an_update_whose_answer_was_lost_is_made_again() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "b");
    server.fail_at("PUT", Fault::LoseAnswer);
    assert_eq!(asked.update_issue(&project(), 1, &describe("c")).expect("the issue").description, "c");
    assert_eq!(server.count("PUT"), 2);
}

#[test]
fn the_servers_own_no_is_understood() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "b");
    let guest = gitlab(&server, "glpat-dana0000000000000000");
    // A Guest does not see the confidential issue of another.
    assert!(matches!(guest.issue(&project(), 1), Err(GitLabError::NotFound { .. })));
    assert!(matches!(gitlab(&server, "glpat-nobody").user(), Err(GitLabError::Token { .. })));
    server.world(|world| world.user("jane_smith").scopes = vec!["read_api"]);
    let error = asked.update_issue(&project(), 1, &describe("c")).expect_err("a scope is missing");
    assert!(matches!(error, GitLabError::Scope { .. }), "{error}");
    let too_long =
        gitlab(&server, "glpat-john0000000000000000").create_issue(&project(), &issue(&"x".repeat(256), "b"));
    assert!(matches!(too_long, Err(GitLabError::Refused { status: 400, said: Some(_), .. })));
    server.world(|world| world.user("jane_smith").is_expired = true);
    assert!(matches!(asked.user(), Err(GitLabError::Token { .. })));
    let elsewhere = ProjectPath::parse("no/such").expect("a path");
    assert!(matches!(
        gitlab(&server, "glpat-john0000000000000000").project(&elsewhere),
        Err(GitLabError::NotFound { .. })
    ));
}
