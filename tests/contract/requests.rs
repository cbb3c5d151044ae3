//! Makes every request that the GitLab client can make, once: `contract ADDRESS`. `tests/contract/run` starts it against a
//! server that knows GitLab's contract and refuses what breaks it.
//!
//! With `--survive` an answer may be any that the contract allows, and has to be read or refused; without, it has to be read.

use std::process::ExitCode;

use chrono::{DateTime, NaiveDate};
use runbook::services::{
    Secret,
    gitlab::{GitLab, GitLabError, IssueQuery, IssueUpdate, NewIssue, ProjectPath, StateEvent},
    http::{Address, Client, ClientError, Settings},
};

/// The request that the contract does not describe.
const NOT_IN_CONTRACT: &str = "token";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let survive = arguments.iter().any(|argument| argument == "--survive");
    let Some(address) = arguments.iter().find(|argument| *argument != "--survive") else {
        say("usage: contract [--survive] ADDRESS");
        return ExitCode::from(2);
    };
    let address = Address::parse(address).expect("the script gives an address on loopback");
    let settings = Settings::new(Secret::new("glpat-contract-0123456789"));
    let gitlab = GitLab::new(Client::new(address, settings).expect("the settings are the usual ones"));

    let mut n_failed = 0;
    for (name, outcome) in requests(&gitlab) {
        let said = match outcome {
            Ok(()) if name == NOT_IN_CONTRACT => "made, but the contract does not describe it".to_owned(),
            Ok(()) => "kept the contract".to_owned(),
            // The contract's own example says of every page that there is another.
            Err(GitLabError::TooMany { .. }) => "kept the contract, page after page".to_owned(),
            Err(GitLabError::Client(ClientError::NotUnderstood { .. })) if survive => "survived the answer".to_owned(),
            Err(error) => {
                n_failed += 1;
                format!("FAILED: {error}")
            }
        };
        say(&format!("{name}: {said}"));
    }
    if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes each request, some of them with all that they can hold and with as little as they can.
fn requests(gitlab: &GitLab) -> Vec<(&'static str, Result<(), GitLabError>)> {
    let project = ProjectPath::parse("group/sub/project").expect("a path");
    let due_date = NaiveDate::from_ymd_opt(2026, 11, 21);
    let least = NewIssue { title: "Being published".to_owned(), ..NewIssue::default() };
    let most = NewIssue {
        description: "- [ ] Inform the channel".to_owned(),
        labels: vec!["Runbook".to_owned(), "two words".to_owned()],
        assignee_ids: vec![1, 2],
        due_date,
        ..least.clone()
    };
    let change = IssueUpdate {
        title: Some("Acme - Work".to_owned()),
        description: Some(String::new()),
        add_labels: vec!["a".to_owned()],
        remove_labels: vec!["b".to_owned()],
        assignee_ids: Some(Vec::new()),
        due_date,
        state_event: None,
    };
    let state = |event| IssueUpdate { state_event: Some(event), ..IssueUpdate::default() };
    let query = IssueQuery {
        search: Some("rb7f3k2m9q".to_owned()),
        author_id: Some(1),
        only_confidential: true,
        created_after: DateTime::from_timestamp(1_795_255_200, 0),
    };
    vec![
        ("user", gitlab.user().map(drop)),
        ("metadata", gitlab.metadata().map(drop)),
        ("token", gitlab.token().map(drop)),
        ("find_user", gitlab.find_user("jane_smith").map(drop)),
        ("project", gitlab.project(&project).map(drop)),
        ("create_issue, least", gitlab.create_issue(&project, &least).map(drop)),
        ("create_issue, most", gitlab.create_issue(&project, &most).map(drop)),
        ("issue", gitlab.issue(&project, 7).map(drop)),
        ("update_issue, nothing", gitlab.update_issue(&project, 7, &IssueUpdate::default()).map(drop)),
        ("update_issue, everything", gitlab.update_issue(&project, 7, &change).map(drop)),
        ("update_issue, close", gitlab.update_issue(&project, 7, &state(StateEvent::Close)).map(drop)),
        ("update_issue, reopen", gitlab.update_issue(&project, 7, &state(StateEvent::Reopen)).map(drop)),
        ("system_notes", gitlab.system_notes(&project, 7).map(drop)),
        ("find_issues", gitlab.find_issues(&project, &query).map(drop)),
        ("find_issues, all", gitlab.find_issues(&project, &IssueQuery::default()).map(drop)),
        ("newest_issues", gitlab.newest_issues(&project, 1).map(drop)),
    ]
}

#[expect(clippy::print_stdout, reason = "a program of the tests, without streams of its own")]
fn say(text: &str) {
    println!("{text}");
}
