//! A GitLab in a folder of its host, from the first look to the end.

use expect_test::expect;

use super::RUNBOOK;
use crate::{
    gitlab_server::{PROJECT, Server, TOKEN},
    sandbox::{Run, Sandbox},
};

#[test]
fn all_requests_go_below_the_folder() {
    let server = Server::start_in("/tools/gitlab");
    let sandbox = Sandbox::new();
    sandbox.write("runbooks/acme.yaml", format!("{RUNBOOK}rollback: {{ plan: Replay the list. }}\n"));
    let host = server.url().trim_start_matches("http://").to_owned();
    sandbox.write(".runbook.yaml", format!("gitlab: {{ host: '{host}', project: {PROJECT} }}\n"));
    let variables = [("GITLAB_HOST", &*server.url()), ("GITLAB_TOKEN", TOKEN)];
    let run = |arguments: &[&str]| {
        let answer = sandbox.run_so(Run { variables: &variables, ..Run::default() }, arguments);
        assert_eq!(answer.status, 0, "{}", answer.text());
        answer.text().replace(&server.url(), "http://server/tools/gitlab")
    };
    assert!(run(&["doctor"]).contains("http://server/tools/gitlab/api/v4"));
    assert!(run(&["publish", "acme", "--yes"]).contains("http://server/tools/gitlab/support/runbooks/-/issues/1"));
    server.world(|world| world.click(1, "dana_example", "Inform the channel"));
    let said = run(&["sync", "acme"]);
    assert!(said.contains("pre-call/inform  [ ] -> [x]  @dana_example"), "{said}");
    run(&["import", &format!("{}/{PROJECT}/-/issues/1", server.url()), "-o", "-"]);
    assert!(server.requests().iter().all(|request| request.target.starts_with("/tools/gitlab/api/v4/")));
    // Named by its host alone, it is the one that is known there.
    sandbox.write(".runbook.yaml", format!("gitlab: {{ host: '{}' }}\n", host.trim_end_matches("/tools/gitlab")));
    run(&["sync", "acme"]);
}

/// What else lives on the host gets no token, whatever a file names.
#[test]
fn another_folder_of_the_host_never_hears_of_the_token() {
    let server = Server::start_in("/gitlab");
    let sandbox = Sandbox::new();
    let host = server.url().replace("http://", "").replace("/gitlab", "/evil");
    sandbox.write(".runbook.yaml", format!("gitlab: {{ host: '{host}', project: a/b }}\n"));
    let variables = [("GITLAB_HOST", &*server.url()), ("GITLAB_TOKEN", TOKEN)];
    let answer = sandbox.run_so(Run { variables: &variables, ..Run::default() }, ["doctor"]);
    assert_eq!((answer.status, server.requests().len()), (1, 0), "{}", answer.text());
    let text = answer.text().replace(&server.url(), "http://server/gitlab").replace(&host, "server/evil");
    let said: Vec<&str> = text.lines().filter(|line| line.contains("does not go") || line.contains("is for")).collect();
    expect![[r#"
        help: RUNBOOK_NOW is for tests: unset it
        error: the token in GITLAB_TOKEN does not go to http://server/evil
        caused by: it is for http://server/gitlab (GITLAB_HOST), and http://server/evil is only named by `gitlab.host` in .runbook.yaml"#]].assert_eq(&said.join("\n"));
}
