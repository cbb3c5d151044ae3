//! What goes wrong between reading the issue and writing it.

use expect_test::expect;

use super::RUNBOOK;
use crate::{
    gitlab_server::{Fault, TOKEN},
    published::Published,
};

/// The click comes after the issue was read, and before it is written; GitLab overwrites it without a word.
#[test]
fn a_click_in_the_moment_of_writing_is_not_lost() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.before("PUT", |world| world.click(1, "dana_example", "Has a dry-run"));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
            Somebody ticked a box while the issue was written; once more:
            From the issue into the file:
              pre-call/dry-run  [ ] -> [x]  @dana_example, Sun 06:00 UTC
            The text of the issue is brought up to date.
            File and issue say the same.
            status 0
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
            GET /api/v4/user
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
            GET /api/v4/projects/P/issues/1/notes?activity_filter=only_activity&order_by=created_at&sort=desc&per_page=100&page=1
        "#]],
    );
    let body = published.body();
    assert!(body.contains("- [x] Inform the channel") && body.contains("- [x] Has a dry-run"), "{body}");
    assert!(published.file().contains("by: \"@dana_example\""), "{}", published.file());
}

/// The page sends the whole text that it shows, at a tick too.
#[test]
fn what_a_page_that_has_not_heard_of_a_push_takes_back_is_listed_with_a_name() {
    let published = Published::of(RUNBOOK);
    let shown = published.body();
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    assert_eq!(published.run(&["sync", "acme"]).status, 0);
    let ticked = shown.replace("- [ ] Has a dry-run", "- [x] Has a dry-run");
    published.server.world(|world| world.edit(1, "dana_example", |_| ticked));
    let said = published.run(&["sync", "acme"]).text();
    for pulled in ["pre-call/inform  [x] -> [ ]  @dana_example", "pre-call/dry-run  [ ] -> [x]  @dana_example"] {
        assert!(said.contains(pulled), "{said}");
    }
}

/// GitLab up to 18.x notes the Markdown of an item, later ones what is seen of it; all other tests have those.
#[test]
fn ticks_that_an_older_gitlab_notes_have_a_name_too() {
    let published = Published::of(RUNBOOK);
    published.server.world(|world| world.is_old = true);
    published.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    published.server.before("PUT", |world| world.click(1, "john_doe", "Has a dry-run"));
    published.run(&["task", "apply", "success", "10m", "-f", "acme"]);
    let said = published.run(&["sync", "acme"]).text();
    for pulled in ["pre-call/inform  [ ] -> [x]  @dana_example", "pre-call/dry-run  [ ] -> [x]  @john_doe"] {
        assert!(said.contains(pulled), "{said}");
    }
    assert!(published.body().contains("- [x] Has a dry-run"), "{}", published.body());
}

#[test]
fn a_text_that_gitlab_keeps_otherwise_is_said_and_agreed_on_by_nobody() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.before("PUT", |world| world.filters = Some(("Apply the setting", "Apply nothing")));
    published.check(
        &["sync", "acme"],
        expect![[r#"
            Runbook: Acme - Enforce 2FA on All Groups (runbooks/acme.yaml)
            Issue: https://gitlab.example/support/runbooks/-/issues/1
            From the file to the issue:
              pre-call/inform  [ ] -> [x]
            error: GitLab keeps another text than was sent
            caused by: line 26 of the issue differs; a quick action in it may have run
            help: look at the issue; `runbook sync` again compares both anew
            status 2
        "#]],
        expect![[r#"
            GET /api/v4/projects/P/issues/1
            PUT /api/v4/projects/P/issues/1
        "#]],
    );
}

#[test]
fn a_failing_server_leaves_both_as_they_were_and_the_next_run_goes_on() {
    for method in ["GET", "PUT"] {
        for fault in [Fault::status(401, ""), Fault::status(403, ""), Fault::status(200, "{")] {
            let published = Published::of(RUNBOOK);
            published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
            published.server.world(|world| world.click(1, "dana_example", "Has a dry-run"));
            published.server.fail_at(method, fault.clone());
            let answer = published.run(&["sync", "acme"]);
            assert_eq!(answer.status, 2, "{}", answer.text());
            published.server.no_more_faults();
            let answer = published.run(&["sync", "acme"]);
            assert_eq!(answer.status, 0, "{}", answer.text());
            let body = published.body();
            assert!(body.contains("- [x] Inform the channel") && body.contains("- [x] Has a dry-run"), "{body}");
            assert!(published.run(&["sync", "acme"]).err.contains("say the same already"));
        }
    }
}

/// The file cannot be written after the answer, as when the program is killed there.
#[test]
fn what_was_sent_and_not_noted_is_overwritten_by_nobody_in_silence() {
    let published = Published::of(RUNBOOK);
    published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
    published.server.fail_at("PUT", Fault::LoseAnswer);
    published.server.fail_at("PUT", Fault::status(403, ""));
    assert_eq!(published.run(&["sync", "acme"]).status, 2);
    assert!(published.file().contains("state: sending"), "{}", published.file());
    published.server.no_more_faults();
    published.server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    let answer = published.run(&["sync", "acme"]);
    assert!(answer.status == 1 && answer.err.contains("pre-call/inform"), "{}", answer.text());
    assert_eq!(published.run(&["sync", "acme", "--prefer", "issue"]).status, 0);
    assert!(
        published.file().contains("state: live") && published.body().contains("- [ ] Inform"),
        "{}",
        published.file()
    );
}

#[test]
fn an_issue_that_is_opened_up_in_the_moment_of_writing_is_hidden_and_nothing_is_glossed_over() {
    for keeps in [true, false] {
        let published = Published::of(RUNBOOK);
        published.run(&["check", "pre-call", "--done", "inform", "-f", "acme"]);
        published.server.before("PUT", |world| {
            world.make_public(1, "dana_example");
            world.project().keeps_confidential = false;
        });
        if keeps {
            // The flag is dropped once.
            published.server.click_at_number(2, |world| world.project().keeps_confidential = true);
        }
        let answer = published.run(&["sync", "acme"]);
        assert!(
            answer.status == 2 && answer.err.contains("was NOT confidential when it was written"),
            "{}",
            answer.text()
        );
        assert!(!answer.err.contains("nothing was sent"), "{}", answer.text());
        assert_eq!(published.server.issue(1).is_confidential, keeps, "{}", answer.text());
    }
}

/// A value that looks made up passes for an example, but not where it is the very token in use.
#[test]
fn a_text_with_the_token_in_it_is_not_sent() {
    let published = Published::of(RUNBOOK);
    assert_eq!(published.run(&["note", &format!("the token is {TOKEN}"), "-f", "acme"]).status, 0);
    let answer = published.run(&["sync", "acme"]);
    assert!(answer.status == 2 && answer.err.contains("the text holds the token that is used"), "{}", answer.text());
    assert!(answer.err.contains("help: take it out of the file"), "{}", answer.text());
    assert_eq!(published.server.count("PUT"), 0);
    assert!(!published.body().contains(TOKEN), "{}", published.body());
}
