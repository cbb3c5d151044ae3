//! What became of the issue itself: opened up, closed, moved, gone.

use expect_test::expect;

use super::RUNBOOK;
use crate::published::Published;

#[test]
fn an_issue_that_somebody_opened_up_gets_and_gives_nothing() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.world(|world| {
        world.click(1, "dana_example", "Has a dry-run");
        world.make_public(1, "dana_example");
    });
    let (file, body) = (published.file(), published.body());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is NOT confidential: whoever sees the project can read it
            caused by: the issue was visible to everybody who sees the project: @dana_example made it so on Sun 2026-10-11 06:00 UTC
            help: nothing was sent, and nothing was taken from it
            help: hide it again: runbook sync --make-confidential; then tell those who are responsible for the customer's data
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    assert_eq!((published.file(), published.body()), (file, body));
    published.check(
        &["sync", "acme", "--make-confidential"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            The issue is confidential again.
            warning: the issue was visible to everybody who sees the project: @dana_example made it so on Sun 2026-10-11 06:00 UTC; tell those who are responsible for the customer's data
            From the issue into the file:
              pre-call/dry-run  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
              Timeline  + 2026-10-11 06:00 | @dana_example | Done: Has a dry-run been performed?; recorded 07:00 UTC
              Timeline  + 2026-10-11 07:00 | @john_doe | Done: Inform the channel
              Timeline  + 2026-10-11 07:00 | @john_doe | the issue was visible to everybody who sees the project: @dana_example made it so on Sun 2026-10-11 06:00 UTC; made confidential again
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    assert!(published.server.issue(1).is_confidential);
    assert_eq!(published.server.issue(1).seen_by_all.len(), 1, "only what was there when it was opened up");
}

/// GitLab's note calls the issue by its type.
#[test]
fn who_opened_up_an_issue_is_known_whatever_somebody_made_of_it() {
    for issue_type in ["incident", "task", "test case"] {
        let published = Published::of(RUNBOOK);
        published.server.world(|world| {
            world.issue(1).issue_type = issue_type;
            world.make_public(1, "dana_example");
        });
        let said = published.run(&["sync", "acme"]).text();
        assert!(said.contains("@dana_example made it so"), "{said}");
    }
}

#[test]
fn an_issue_that_cannot_be_made_confidential_gets_nothing() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.world(|world| {
        world.make_public(1, "dana_example");
        world.project().keeps_confidential = false;
    });
    published.check(
        &["sync", "acme", "--make-confidential"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is still NOT confidential
            caused by: GitLab drops the flag without an error where this token's user may not set it
            help: ask somebody with the role of Planner or more to set it in the web page, now
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    assert!(!published.body().contains("[x]"));
}

#[test]
fn what_became_of_the_issue_is_said() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.issue(1).is_closed = true);
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: the issue is closed, and the runbook is not: open it again with --reopen, or finish with `runbook close`
            File and issue say the same already.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.check(
        &["sync", "acme", "--reopen"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            The issue is opened again.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issue(1).issue_type = "incident");
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            warning: the issue has become one of the type `incident`
            File and issue say the same already.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issue(1).moved_to = Some(7099));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 was moved to another project
            caused by: what is left is an empty shell of the issue with the id 7099
            help: open it in a browser, which leads to the new place, then `runbook publish --adopt URL`
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
    published.server.world(|world| world.issues.clear());
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            error: https://gitlab.example/support/runbooks/-/issues/1 is not there
            caused by: it was deleted, or this token's user may not see it; GitLab says the same for both
            help: look with a browser; `runbook publish --adopt URL` takes another issue
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
        "#]],
    );
}

#[test]
fn a_closed_runbook_closes_its_issue() {
    let published = Published::of(RUNBOOK);
    published.run(&["close", "-f", "acme", "--result", "cancelled", "--note", "called off"]);
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              Header  + Closed | cancelled, 2026-10-11 07:00 UTC, @john_doe; called off
            The runbook is closed, so the issue is closed too.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
        "#]],
    );
    assert!(published.server.issue(1).is_closed);
    published.check(
        &["sync", "acme"],
        expect![[r#"
        Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
        Issue: https://gitlab.example/support/runbooks/-/issues/1
        File and issue say the same already.
        status 0
    "#]],
        expect![[r#"
        GET /api/v4/projects/P/issues/1
    "#]],
    );
}
