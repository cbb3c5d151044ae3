//! What a GitLab answers, and what stands in the way of publishing there.

use expect_test::{Expect, expect};

use super::{Bench, below};
use crate::gitlab_server::{Fault, TOKEN};

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

#[test]
fn a_wait_for_the_server_is_said() {
    let bench = Bench::new();
    bench.server.fail(Fault::status(503, ""));
    let answer = bench.usual();
    assert!(answer.err.starts_with("No usable answer from GitLab; trying again in "), "{}", answer.text());
    assert_eq!(answer.status, 0, "{}", answer.text());
}
