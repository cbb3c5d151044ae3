//! What may not be read or written: by permissions, by owner, by the file system.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
};

use expect_test::expect;

use super::{FILE, MARKING, READING, RUNBOOK, check_in};
use crate::sandbox::Sandbox;

/// Who owns files that are not the program's.
const SOMEBODY_ELSE: u32 = 65_533;

fn set_mode(sandbox: &Sandbox, name: &str, mode: u32) {
    fs::set_permissions(sandbox.path().join(name), fs::Permissions::from_mode(mode)).expect("permissions");
}

/// Runs every marking command, which all refuse in the same words, and returns those.
#[track_caller]
fn marks_are_refused(sandbox: &Sandbox, file: &str) -> String {
    let before = sandbox.read(file);
    let mut said = Vec::new();
    for command in MARKING.iter().filter(|command| !command.contains(&"--dry-run")) {
        // What cannot be undone or closed has nothing to write.
        if ["undo", "close"].contains(&command[0]) {
            continue;
        }
        let command: Vec<&str> = command.iter().map(|word| if *word == FILE { file } else { word }).collect();
        let answer = sandbox.run(&command);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{command:?}: {}", answer.err);
        said.push(answer.err);
    }
    assert!(said.iter().all(|one| *one == said[0]), "{said:?}");
    assert!(sandbox.read(file) == before);
    said.swap_remove(0)
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    let sandbox = Sandbox::without_rights();
    sandbox.write(FILE, RUNBOOK);
    set_mode(&sandbox, FILE, 0o000);
    check_in(
        &sandbox,
        expect![[r#"
        error: no permission to read acme.yaml
    "#]],
    );
}

#[test]
fn a_file_that_may_not_be_written_is_read_and_not_marked() {
    let sandbox = Sandbox::without_rights();
    sandbox.write(FILE, RUNBOOK);
    set_mode(&sandbox, FILE, 0o444);
    set_mode(&sandbox, ".", 0o777);
    expect![[r#"
        Runbook: Acme - Enforce 2FA (acme.yaml)
        error: acme.yaml is read-only
        help: make it writable for you (`chmod u+w`), if it is not meant to stay
    "#]]
    .assert_eq(&marks_are_refused(&sandbox, FILE));
    for command in READING {
        assert!(sandbox.run(*command).status < 2, "{command:?}");
    }
    assert_eq!(fs::metadata(sandbox.path().join(FILE)).expect("a file").permissions().mode() & 0o777, 0o444);
    assert_eq!(sandbox.names("."), [FILE]);
}

#[test]
fn a_file_in_a_folder_that_may_not_be_written_is_read_and_not_marked() {
    let sandbox = Sandbox::without_rights();
    sandbox.write("runbooks/acme.yaml", RUNBOOK);
    set_mode(&sandbox, "runbooks/acme.yaml", 0o666);
    set_mode(&sandbox, "runbooks", 0o555);
    expect![[r#"
        Runbook: Acme - Enforce 2FA (runbooks/acme.yaml)
        error: cannot write in the folder runbooks
        caused by: Permission denied (os error 13)
        help: a file is written under another name in its folder first, so that must be writable
    "#]]
    .assert_eq(&marks_are_refused(&sandbox, "runbooks/acme.yaml"));
    assert_eq!(sandbox.run(["log", "runbooks/acme.yaml"]).status, 0);
    assert_eq!(sandbox.run(["lint", "runbooks"]).status, 0);
    let new = sandbox.run(["new", "Beta - Move Projects"]);
    expect![[r#"
        error: cannot write in the folder runbooks
        caused by: Permission denied (os error 13)
        help: a file is written under another name in its folder first, so that must be writable
        status 2
    "#]]
    .assert_eq(&new.text());
    let rendered = sandbox.run(["render", "runbooks/acme.yaml", "-o", "runbooks/issue.md"]);
    expect![[r#"
        error: cannot write in the folder runbooks
        caused by: Permission denied (os error 13)
        help: a file is written under another name in its folder first, so that must be writable
        status 2
    "#]]
    .assert_eq(&rendered.text());
    assert_eq!(sandbox.names("runbooks"), ["acme.yaml"]);
}

#[test]
fn a_folder_that_may_not_be_looked_into_is_named() {
    let sandbox = Sandbox::without_rights();
    sandbox.write("runbooks/secret/acme.yaml", RUNBOOK);
    sandbox.write("runbooks/beta.yaml", RUNBOOK);
    set_mode(&sandbox, "runbooks/secret", 0o000);
    expect![[r#"
        error[unreadable]: no permission to look into it
        --> runbooks/secret

        1 error in 0 files
        status 1
    "#]]
    .assert_eq(&sandbox.run(["lint", "runbooks/secret"]).text());
    expect![[r#"
        1 error, 10 warnings, 7 info in 1 file
    "#]]
    .assert_eq(&sandbox.run(["lint", "runbooks", "--format", "gitlab", "--fail-on", "error"]).err);
    expect![[r#"
        Acme - Enforce 2FA: nothing happened yet
        warning: passed over: runbooks/secret: no permission to look into it
        status 0
    "#]]
    .assert_eq(&sandbox.run(["log"]).text());
    set_mode(&sandbox, "runbooks/secret", 0o755);
}

/// Only root can give a file away, so only root's tests see this.
#[test]
fn a_file_of_somebody_else_stays_theirs() {
    let sandbox = Sandbox::without_rights();
    if !sandbox.is_root() {
        return;
    }
    sandbox.write(FILE, RUNBOOK);
    let path = sandbox.path().join(FILE);
    set_mode(&sandbox, ".", 0o777);
    chown(&path, Some(SOMEBODY_ELSE), Some(SOMEBODY_ELSE)).expect("root");
    set_mode(&sandbox, FILE, 0o600);
    check_in(
        &sandbox,
        expect![[r#"
        error: no permission to read acme.yaml
    "#]],
    );
    set_mode(&sandbox, FILE, 0o666);
    expect![[r#"
        Runbook: Acme - Enforce 2FA (acme.yaml)
        error: cannot keep the owner and group of acme.yaml
        caused by: Operation not permitted (os error 1)
        help: nothing was written; let the owner of the file do it, or work on a copy of your own
    "#]]
    .assert_eq(&marks_are_refused(&sandbox, FILE));
    assert_eq!(fs::metadata(&path).expect("a file").uid(), SOMEBODY_ELSE);
    assert_eq!(sandbox.names("."), [FILE]);
}
