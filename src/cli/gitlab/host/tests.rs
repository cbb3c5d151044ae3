//! Which GitLab is meant, from what is said.

use expect_test::{Expect, expect};

use super::*;
use crate::cli::gitlab::{
    project::project,
    testing::{Said, context, known},
};

/// Says which project on which host is meant, and by whom.
#[track_caller]
fn check(said: &Said<'_>, expected: &Expect) {
    let context = context(said);
    let found = || {
        let known = known(said, &context)?;
        let host = host(&known)?;
        let at = format!("{} ({})", host.value, host.source);
        Ok(match project(&known, &host.value) {
            Ok(project) => format!("{} ({}) on {at}", project.value, project.source),
            Err(error) => format!("on {at}\n{}", error.to_text(false)),
        })
    };
    expected.assert_eq(&found().unwrap_or_else(|error: CliError| error.to_text(false)));
}

const NONE: Said<'static> = Said {
    variables: &[],
    host: None,
    project: None,
    configured: None,
    issue: None,
    glab: "",
    own_glab: "",
    remotes: &[],
    resolved: "",
};

const REMOTE: &str = "origin git@gitlab.example:group/remote.git";
const GLAB: &str = "host: gitlab.com\nhosts:\n  gitlab.com:\n    token: a\n  gitlab.example:\n    token: b\n";
const JOB: [(&str, &str); 3] =
    [("GITLAB_CI", "true"), ("CI_SERVER_URL", "https://ci.example"), ("CI_PROJECT_PATH", "group/job")];

#[test]
fn what_is_nearer_to_the_person_goes_before_what_is_farther() {
    let variables = [JOB[0], JOB[1], JOB[2], ("GITLAB_HOST", "env.example"), ("GITLAB_REPO", "group/env")];
    let all = Said {
        variables: &variables,
        host: Some("given.example"),
        project: Some("group/given"),
        configured: Some("file.example"),
        glab: GLAB,
        remotes: &[REMOTE],
        ..NONE
    };
    check(&all, &expect!["group/given (`--project`) on given.example (`--host`)"]);
    let all = Said { host: None, project: None, ..all };
    check(&all, &expect!["group/env (GITLAB_REPO) on file.example (`gitlab.host` in .runbook.yaml)"]);
    let all = Said { configured: None, ..all };
    check(&all, &expect!["group/env (GITLAB_REPO) on env.example (GITLAB_HOST)"]);
    let all = Said { variables: &JOB, ..all };
    check(&all, &expect!["group/job (CI_PROJECT_PATH) on ci.example (CI_SERVER_URL)"]);
    let all = Said { variables: &[], ..all };
    check(&all, &expect!["group/remote (the git remote `origin`) on gitlab.example (the git remote `origin`)"]);
    let all = Said { remotes: &[], ..all };
    check(
        &all,
        &expect![[r#"
            on gitlab.com (glab's glab.yml)
            error: no project on gitlab.com is named
            help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
        "#]],
    );
    check(
        &NONE,
        &expect![[r#"
            on gitlab.com (the default, as nothing names another)
            error: no project on gitlab.com is named
            help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
        "#]],
    );
}

#[test]
fn of_several_none_is_guessed() {
    let two = ["origin git@gitlab.example:jane/runbooks.git", "upstream https://gitlab.example/support/runbooks.git"];
    check(
        &Said { remotes: &two, ..NONE },
        &expect![[r#"
            on gitlab.example (the git remote `origin`)
            error: it is not clear which project is meant
                - jane/runbooks (the git remote `origin`)
                - support/runbooks (the git remote `upstream`)
            help: name it: `--project group/project`, or `gitlab: { project: … }` in .runbook.yaml
        "#]],
    );
    check(
        &Said { remotes: &two, resolved: "remote.upstream.glab-resolved\nbase\0", ..NONE },
        &expect!["support/runbooks (the git remote `upstream`) on gitlab.example (the git remote `upstream`)"],
    );
    check(
        &Said { remotes: &two, project: Some("support/runbooks"), ..NONE },
        &expect!["support/runbooks (`--project`) on gitlab.example (the git remote `origin`)"],
    );
    let hosts = ["origin git@gitlab.example:group/project.git", "mirror https://gitlab.com/group/project.git"];
    check(
        &Said { remotes: &hosts, ..NONE },
        &expect![[r#"
            error: it is not clear which host is meant
                - gitlab.example (the git remote `origin`)
                - gitlab.com (the git remote `mirror`)
            help: name it: `--host`, GITLAB_HOST, or `gitlab: { host: … }` in .runbook.yaml
        "#]],
    );
    check(
        &Said { remotes: &hosts, glab: GLAB, ..NONE },
        &expect![[r#"
            error: it is not clear which host is meant
                - gitlab.example (the git remote `origin`)
                - gitlab.com (the git remote `mirror`)
            help: name it: `--host`, GITLAB_HOST, or `gitlab: { host: … }` in .runbook.yaml
        "#]],
    );
    check(
        &Said { variables: &[("GITLAB_HOST", "a.example"), ("GL_HOST", "b.example")], ..NONE },
        &expect![[r#"
            error: it is not clear which host is meant
                - a.example (GITLAB_HOST)
                - b.example (GL_HOST)
            help: leave only one of these variables, or name the host with `--host`
        "#]],
    );
    // The same, said twice, is one.
    check(
        &Said { variables: &[("GITLAB_HOST", "a.example"), ("GITLAB_URI", "https://A.example:443/")], ..NONE },
        &expect![[r#"
                on a.example (GITLAB_HOST)
                error: no project on a.example is named
                help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
            "#]],
    );
    let fetched_twice = ["origin git@gitlab.example:a/b.git", "backup ssh://git@gitlab.example:2222/a/b"];
    check(
        &Said { remotes: &fetched_twice, ..NONE },
        &expect!["a/b (the git remote `origin`) on gitlab.example (the git remote `origin`)"],
    );
}

#[test]
fn a_project_is_one_on_that_host() {
    check(
        &Said { host: Some("other.example"), remotes: &[REMOTE], ..NONE },
        &expect![[r#"
                on other.example (`--host`)
                error: no project on other.example is named
                caused by: the git remote `origin` is on gitlab.example
                help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
            "#]],
    );
    check(
        &Said { host: Some("other.example"), variables: &JOB, ..NONE },
        &expect![[r#"
            on other.example (`--host`)
            error: no project on other.example is named
            help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
        "#]],
    );
    check(
        &Said { variables: &[("GITLAB_REPO", "https://env.example/group/sub/env.git")], ..NONE },
        &expect!["group/sub/env (GITLAB_REPO) on env.example (GITLAB_REPO)"],
    );
    check(
        &Said { host: Some("other.example"), variables: &[("GITLAB_REPO", "https://env.example/a/b")], ..NONE },
        &expect![[r#"
                on other.example (`--host`)
                error: no project on other.example is named
                help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
            "#]],
    );
    check(
        &Said { remotes: &["origin work:group/project.git"], ..NONE },
        &expect![[r#"
            on gitlab.com (the default, as nothing names another)
            error: no project on gitlab.com is named
            caused by: the git remote `origin` is on work, which may be an alias of ssh: those are not looked up
            help: name it: `--project group/project`, GITLAB_REPO, or `gitlab: { project: … }` in .runbook.yaml
            help: which host an alias stands for is shown by: ssh -G work; name that one with `--host` or GITLAB_HOST
        "#]],
    );
    check(
        &Said { project: Some("https://gitlab.com/group/project"), ..NONE },
        &expect![[r#"
            on gitlab.com (the default, as nothing names another)
            error: `--project` names no project
            caused by: this is no path of a project, such as `group/project`
            help: write it as group/project
        "#]],
    );
    check(
        &Said { host: Some("gitlab.example:8443"), remotes: &[REMOTE], ..NONE },
        &expect!["group/remote (the git remote `origin`) on gitlab.example:8443 (`--host`)"],
    );
}

#[test]
fn a_gitlab_may_be_in_a_folder_and_have_another_host_for_ssh() {
    let glab = "hosts:\n  example.com:\n    token: a\n    subfolder: apps/gitlab\n    ssh_host: git.example.com:2222\n  gitlab.com:\n    token: b\n";
    let expected =
        expect!["group/project (the git remote `origin`) on example.com/apps/gitlab (the git remote `origin`)"];
    for remote in [
        "origin https://example.com/apps/gitlab/group/project.git",
        "origin git@git.example.com:group/project.git",
        "origin ssh://git@Git.example.com:2222/group/project.git",
    ] {
        check(&Said { remotes: &[remote], glab, ..NONE }, &expected);
    }
}

#[test]
fn what_names_no_gitlab_is_refused_and_not_shown() {
    check(
        &Said { host: Some("http://gitlab.example"), ..NONE },
        &expect![[r#"
            error: `--host` names no GitLab
            caused by: only `https` is allowed, so that nobody on the way reads along
            help: write it as gitlab.example.com; one in a folder of its host as example.com/gitlab
        "#]],
    );
    check(
        &Said { variables: &[("GITLAB_HOST", "https://jane:hunter2@gitlab.example")], ..NONE },
        &expect![[r#"
            error: GITLAB_HOST names no GitLab
            caused by: a web address with a user name or password in it is refused
            help: write it as gitlab.example.com; one in a folder of its host as example.com/gitlab
        "#]],
    );
    check(
        &Said { variables: &[("GL_HOST", "gitlab.example"), ("API_PROTOCOL", "http")], ..NONE },
        &expect![[r#"
            error: GL_HOST names no GitLab
            caused by: only `https` is allowed, so that nobody on the way reads along
            help: write it as gitlab.example.com; one in a folder of its host as example.com/gitlab
        "#]],
    );
    check(
        &Said { configured: Some("::"), ..NONE },
        &expect![[r#"
            error: `gitlab.host` in .runbook.yaml names no GitLab
            caused by: this is no web address such as `https://gitlab.example.com`
            help: write it as gitlab.example.com; one in a folder of its host as example.com/gitlab
        "#]],
    );
}

#[test]
fn the_host_of_an_issue_is_that_of_its_address() {
    let of = |said: &Said<'_>| {
        let context = context(said);
        let known = known(said, &context).expect("readable");
        match of_issue(&known, said.issue.expect("an address")) {
            Ok(found) => format!("{} ({})", found.value, found.source),
            Err(error) => error.to_text(false),
        }
    };
    let issue = Said { issue: Some("https://example.com/gitlab/a/b/-/issues/7#note_1"), ..NONE };
    expect!["example.com (the address of the issue)"].assert_eq(&of(&issue));
    expect!["example.com/gitlab (the address of the issue)"]
        .assert_eq(&of(&Said { variables: &[("GITLAB_HOST", "https://example.com/gitlab")], ..issue }));
    let folder = "hosts:\n  example.com: { subfolder: gitlab }\n";
    expect!["example.com/gitlab (the address of the issue)"].assert_eq(&of(&Said { glab: folder, ..issue }));
    expect!["example.com (the address of the issue)"].assert_eq(&of(&Said { own_glab: folder, ..issue }));
    expect![[r#"
            error: the issue is on example.com, and `--host` names gitlab.example
            help: leave `--host` out, or check the address
        "#]]
    .assert_eq(&of(&Said { host: Some("gitlab.example"), ..issue }));
    expect![[r#"
            error: this is no address of an issue
            caused by: this is no web address such as `https://gitlab.example.com`
            help: write it as a browser shows it: `https://gitlab.example.com/group/project/-/issues/7`
        "#]]
    .assert_eq(&of(&Said { issue: Some("group/project#7"), ..NONE }));
    expect![[r#"
            error: this is no address of an issue
            caused by: a web address with a user name or password in it is refused
            help: write it as a browser shows it: `https://gitlab.example.com/group/project/-/issues/7`
        "#]]
    .assert_eq(&of(&Said { issue: Some("https://gitlab.com@evil.example/a/b/-/issues/7"), ..NONE }));
}

#[test]
fn a_gitlab_in_a_folder_of_its_host_is_one_however_it_is_named() {
    let folder = ("GITLAB_HOST", "https://example.com/gitlab/");
    let project = Some("group/project");
    let none = Said { project, ..NONE };
    check(
        &Said { configured: Some("example.com/gitlab"), ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (`gitlab.host` in .runbook.yaml)"],
    );
    check(
        &Said { host: Some("example.com/gitlab"), ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (`--host`)"],
    );
    check(
        &Said { variables: &[folder], ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (GITLAB_HOST)"],
    );
    check(
        &Said { variables: &[("GITLAB_URI", "example.com/gitlab")], ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (GITLAB_URI)"],
    );
    // Who names only the host means the GitLab that is known there.
    check(
        &Said { variables: &[folder], configured: Some("example.com"), ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (`gitlab.host` in .runbook.yaml)"],
    );
    let glab = "hosts:\n  example.com/gitlab:\n    token: a\n";
    check(&Said { glab, ..none }, &expect!["group/project (`--project`) on example.com/gitlab (glab's glab.yml)"]);
    check(
        &Said { glab, configured: Some("example.com"), ..none },
        &expect!["group/project (`--project`) on example.com/gitlab (`gitlab.host` in .runbook.yaml)"],
    );
    let remotes = ["origin https://example.com/gitlab/group/sub/project.git"];
    check(
        &Said { project: None, variables: &[folder], remotes: &remotes, ..none },
        &expect!["group/sub/project (the git remote `origin`) on example.com/gitlab (GITLAB_HOST)"],
    );
    check(
        &Said { project: None, glab, remotes: &remotes, ..none },
        &expect!["group/sub/project (the git remote `origin`) on example.com/gitlab (the git remote `origin`)"],
    );
    let repository = ("GITLAB_REPO", "https://example.com/gitlab/group/sub/project");
    check(
        &Said { project: None, variables: &[folder, repository], ..none },
        &expect!["group/sub/project (GITLAB_REPO) on example.com/gitlab (GITLAB_HOST)"],
    );
}
