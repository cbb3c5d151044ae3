//! GitLab is asked for everything that it can be asked for.

mod errors;

use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use expect_test::expect;
use runbook::services::{
    Secret,
    gitlab::{
        GitLab, GitLabError, Issue, IssueQuery, IssueUpdate, NewIssue, Project, ProjectPath, StateEvent, Visibility,
        api_address,
    },
    http::{Address, Client, Settings},
};
use serde_json::json;

use crate::gitlab_server::{Fault, PROJECT, Server, TOKEN};

/// Returns a client that does not wait between its tries.
fn gitlab(server: &Server, token: &str) -> GitLab {
    let mut settings = Settings::new(Secret::new(token));
    settings.pause = Box::new(|_: Duration| {});
    settings.body_limit = 1 << 20;
    let address = Address::parse(&api_address(&server.url())).expect("an address");
    GitLab::new(Client::new(address, settings).expect("a client"))
}

fn project() -> ProjectPath {
    ProjectPath::parse(PROJECT).expect("a path")
}

fn issue(title: &str, description: &str) -> NewIssue {
    NewIssue { title: title.to_owned(), description: description.to_owned(), ..NewIssue::default() }
}

/// Makes an issue that must work.
fn create(gitlab: &GitLab, title: &str, description: &str) -> Issue {
    gitlab.create_issue(&project(), &issue(title, description)).expect("an issue")
}

fn describe(text: &str) -> IssueUpdate {
    IssueUpdate { description: Some(text.to_owned()), ..IssueUpdate::default() }
}

#[test]
fn who_the_token_is_and_what_it_may_do() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    assert_eq!(asked.user().expect("a user").username, "jane_smith");
    assert!(asked.token().expect("an answer").expect("a token").may_write());
    server.world(|world| world.user("jane_smith").scopes = vec!["read_api"]);
    assert!(!asked.token().expect("an answer").expect("a token").may_write());
    server.world(|world| world.user("jane_smith").scopes = vec!["granular"]);
    assert!(asked.token().expect("an answer").expect("a token").may_write());
    server.fail(Fault::status(403, r#"{"error":"insufficient_granular_scope"}"#));
    assert_eq!(asked.token().expect("a fine-grained token need not see itself"), None);
    // A token of OAuth has no such page.
    server.fail(Fault::status(404, r#"{"message":"404 Not Found"}"#));
    assert_eq!(asked.token().expect("an answer"), None);
}

#[test]
fn a_user_is_found_by_the_whole_name_and_nothing_less() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    assert_eq!(asked.find_user("John_Doe").expect("an answer").map(|user| user.id), Some(2));
    assert_eq!(asked.find_user("john").expect("an answer"), None);
    // A server that searches instead finds more than was asked for.
    server.fail(Fault::status(200, r#"[{ "id": 9, "username": "john_doe_2" }]"#));
    assert_eq!(asked.find_user("john_doe").expect("an answer"), None);
}

#[test]
fn a_project_says_whether_it_is_fit() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    let look = || asked.project(&project()).expect("a project");
    let fit = look();
    assert_eq!((fit.visibility, fit.archived, fit.access_level()), (Visibility::Private, false, 20));
    assert!(fit.has_issues() && fit.forked_from_project.is_none() && fit.access_level() >= Project::PLANNER);
    server.world(|world| {
        let project = world.project();
        (project.visibility, project.is_archived) = ("internal", true);
        (project.forked_from, project.issues_access) = (Some("other/runbooks"), "disabled");
    });
    let unfit = look();
    assert_eq!((unfit.visibility, unfit.archived), (Visibility::Internal, true));
    assert!(!unfit.has_issues() && unfit.forked_from_project.is_some());
}

#[test]
fn an_issue_is_made_and_changed() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    let new = NewIssue {
        labels: vec!["Runbook".to_owned()],
        assignee_ids: vec![2],
        due_date: NaiveDate::from_ymd_opt(2026, 12, 1),
        ..issue("Being published", "rb7f3k2m9q")
    };
    let made = asked.create_issue(&project(), &new).expect("an issue");
    assert!(made.confidential && !made.is_closed());
    assert_eq!((made.iid, made.labels.as_slice(), made.assignees[0].id), (1, &["Runbook".to_owned()][..], 2));
    assert_eq!(made.due_date, new.due_date);

    let update = IssueUpdate {
        title: Some("Acme - Work".to_owned()),
        add_labels: vec!["Customer".to_owned()],
        remove_labels: vec!["Runbook".to_owned()],
        assignee_ids: Some(vec![3]),
        ..describe("- [ ] Inform the channel\n")
    };
    let changed = asked.update_issue(&project(), 1, &update).expect("the issue");
    assert!(changed.confidential && changed.updated_at > made.updated_at);
    assert_eq!((changed.title.as_str(), changed.labels.as_slice()), ("Acme - Work", &["Customer".to_owned()][..]));
    assert_eq!(changed.description, "- [ ] Inform the channel");
    assert_eq!(changed, asked.issue(&project(), 1).expect("the issue"));
}

#[test]
fn every_request_that_writes_asks_for_confidentiality() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "b");
    for update in [IssueUpdate::default(), describe("c")] {
        asked.update_issue(&project(), 1, &update).expect("the issue");
    }
    let writing: Vec<_> = server.requests().into_iter().filter(|request| request.method != "GET").collect();
    assert_eq!(writing.len(), 3);
    assert!(writing.iter().all(|request| request.json()["confidential"] == json!(true)), "{writing:?}");
    assert!(server.issue(1).seen_by_all.is_empty());
}

#[test]
fn confidentiality_that_is_dropped_without_a_word_is_seen_in_the_answer() {
    let server = Server::start();
    server.world(|world| world.project().keeps_confidential = false);
    let asked = gitlab(&server, TOKEN);
    assert!(!create(&asked, "Being published", "rb7f3k2m9q").confidential);
    assert!(!asked.update_issue(&project(), 1, &IssueUpdate::default()).expect("the issue").confidential);
    let close = IssueUpdate { state_event: Some(StateEvent::Close), ..IssueUpdate::default() };
    assert!(asked.update_issue(&project(), 1, &close).expect("the issue").is_closed());
    assert_eq!(server.issue(1).seen_by_all[0], "Being published\nrb7f3k2m9q");
}

#[test]
fn who_may_only_make_an_issue_can_hide_it_then_and_not_later() {
    let server = Server::start();
    let guest = gitlab(&server, "glpat-dana0000000000000000");
    assert!(create(&guest, "Being published", "rb7f3k2m9q").confidential);
    server.world(|world| world.make_public(1, "jane_smith"));
    let update = IssueUpdate { add_labels: vec!["Runbook".to_owned()], ..describe("more") };
    let issue = guest.update_issue(&project(), 1, &update).expect("the author may write");
    assert_eq!((issue.confidential, issue.description.as_str(), issue.labels.len()), (false, "more", 0));
    // Of another's confidential issue it is said that one may not, and where one only looks, that it is not there.
    create(&gitlab(&server, TOKEN), "Being published", "rb7f3k2m9r");
    let error = guest.update_issue(&project(), 2, &describe("mine")).expect_err("not a guest's");
    assert!(matches!(error, GitLabError::Forbidden { .. }), "{error}");
    assert!(matches!(guest.issue(&project(), 2), Err(GitLabError::NotFound { .. })));
}

#[test]
fn an_issue_that_somebody_made_public_does_not_pass_for_confidential() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "b");
    server.world(|world| world.make_public(1, "john_doe"));
    assert!(!asked.issue(&project(), 1).expect("the issue").confidential);
}

#[test]
fn who_ticked_what_is_in_the_notes() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "- [ ] Inform the channel <!-- rb:pre-call/inform -->\n- [x] Dry-run\n");
    server.world(|world| {
        world.click(1, "john_doe", "Inform");
        world.edit(1, "dana_example", |text| format!("{text}\n\nand more"));
        world.click(1, "jane_smith", "Dry-run");
    });
    let notes: Vec<_> = asked
        .system_notes(&project(), 1)
        .expect("notes")
        .into_iter()
        .map(|note| format!("{} {}: {}\n", note.created_at, note.author.expect("an author").username, note.body))
        .collect();
    expect![[r#"
        2026-11-21 10:00:04 UTC jane_smith: marked the checklist item **Dry\-run** as incomplete
        2026-11-21 10:00:03 UTC dana_example: changed the description
        2026-11-21 10:00:02 UTC john_doe: marked the checklist item **Inform the channel  rb:pre\-call/inform** as completed
    "#]]
    .assert_eq(&notes.concat());
    assert_eq!(
        asked.issue(&project(), 1).expect("the issue").description,
        "- [x] Inform the channel <!-- rb:pre-call/inform -->\n- [ ] Dry-run\n\nand more"
    );
}

#[test]
fn a_lost_issue_is_found_by_its_marker() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "other", "nothing to see");
    server.fail_at("POST", Fault::LoseAnswer);
    let error = asked.create_issue(&project(), &issue("Being published", "id rb7f3k2m9q")).expect_err("a lost answer");
    assert!(error.may_have_happened(), "{error}");
    let query = IssueQuery {
        search: Some("rb7f3k2m9q".to_owned()),
        author_id: Some(1),
        only_confidential: true,
        created_after: DateTime::parse_from_rfc3339("2026-11-21T09:55:00Z").ok().map(|time| time.to_utc()),
    };
    let found = asked.find_issues(&project(), &query).expect("issues");
    assert_eq!(found.iter().map(|issue| issue.iid).collect::<Vec<_>>(), [2]);
    let newest = asked.newest_issues(&project(), 1).expect("issues");
    assert_eq!(newest.iter().map(|issue| issue.iid).collect::<Vec<_>>(), [2, 1]);
    assert!(asked.newest_issues(&project(), 2).expect("issues").is_empty());
    assert_eq!(server.count("POST"), 2);
    expect![[r#"
        POST /api/v4/projects/support%2Frunbooks/issues
        POST /api/v4/projects/support%2Frunbooks/issues
        GET /api/v4/projects/support%2Frunbooks/issues?search=rb7f3k2m9q&in=title%2Cdescription&author_id=1&confidential=true&created_after=2026-11-21T09%3A55%3A00Z&order_by=created_at&sort=desc&per_page=100&page=1
        GET /api/v4/projects/support%2Frunbooks/issues?author_id=1&order_by=created_at&sort=desc&per_page=100
        GET /api/v4/projects/support%2Frunbooks/issues?author_id=2&order_by=created_at&sort=desc&per_page=100
    "#]].assert_eq(&server.log());
}

#[test]
fn a_list_is_read_to_its_end_and_not_beyond_the_limit() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    create(&asked, "a", "- [ ] Inform the channel");
    for _ in 0..250 {
        server.world(|world| world.click(1, "john_doe", "Inform"));
    }
    assert_eq!(asked.system_notes(&project(), 1).expect("notes").len(), 250);
    assert_eq!(server.count("GET"), 3);
    // A server that says for ever that there is more.
    let note = json!({ "id": 1, "created_at": "2026-11-21T10:00:00Z", "system": true });
    for page in 0..30 {
        server.fail(Fault::Answer {
            status: 200,
            headers: vec![("x-next-page", (page + 2).to_string())],
            body: json!([note]).to_string(),
        });
    }
    let error = asked.system_notes(&project(), 1).expect_err("no end");
    assert!(matches!(error, GitLabError::TooMany { .. }), "{error}");
}

#[test]
fn the_server_carries_out_quick_actions_as_gitlab_does() {
    let server = Server::start();
    let asked = gitlab(&server, TOKEN);
    let text = "Text\n/close\n\n/title Stolen  \n/label ~bug ~\"two words\"\n\n`/due 2026-01-01`\n\n<details>\n\n\
                /assign @john_doe\r\n\n</details>\n\n    /close\n\n- item\n/unlabel ~bug\n\n\\/close\n\n/unknown stays\n";
    let made = create(&asked, "a", text);
    assert!(made.is_closed() && made.confidential);
    assert_eq!(
        (made.title.as_str(), made.labels.join(","), made.assignees[0].id),
        ("Stolen", "bug,two words".to_owned(), 2)
    );
    expect![[r#"
        Text


        `/due 2026-01-01`

        <details>


        </details>

            /close

        - item
        /unlabel ~bug

        \/close

        /unknown stays"#]]
    .assert_eq(&made.description);
}
